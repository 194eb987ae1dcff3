//! The end of a build: what is there now is written down, and what is left of briefs that are gone
//! is cleared away.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::event::Event;
use super::results::Results;
use crate::disk::EnvError;
use crate::output::{
    Damage, OutFolder, Record, SaidOfBuild, assemble, is_partly_there, write_release,
};
use crate::plan::Origins;
use crate::release::{Artifact, Bill, Entry, MANIFEST, Shard};
use crate::workspace::Workspace;

/// What the end of a build has to do with.
pub struct Ending<'a> {
    /// The project, as it was read last.
    pub workspace: &'a Workspace,
    /// Who publishes.
    pub publisher: &'a str,
    /// The moment of all files, where it is not that of each.
    pub epoch: Option<i64>,
    /// Which part of the whole this was.
    pub shard: Option<Shard>,
    /// Whether a bill of materials is written.
    pub bill: Bill,
    /// What an earlier build left.
    pub record: Arc<Record>,
    /// What of that was not asked for and is not what would be built.
    pub outdated: Vec<OutdatedFile>,
    /// What could not be read.
    pub unread: UnreadParts,
    /// Whether the build came to its end.
    pub is_whole: bool,
}

/// A file of an earlier build that is not what would be built.
pub struct OutdatedFile {
    /// The file.
    pub entry: Arc<Entry>,
    /// Whether its brief says that there is no such file any more.
    pub is_withdrawn: bool,
}

/// What of a project could not be read.
#[derive(Debug, Default, Clone, Copy)]
pub struct UnreadParts {
    /// Whether the environment would not let anything be read.
    pub failed: bool,
    /// Whether any of it is such that nothing is known to be gone.
    pub doubtful: bool,
}

/// What the end of a build came to.
pub struct Finished {
    /// Whether everything that was asked for is there, made from what the project says now.
    pub complete: bool,
    /// Whether there is an index of what is there.
    pub indexed: bool,
}

/// Writes the manifest and what is made of it, and removes what is left of briefs that are gone.
///
/// # Errors
///
/// A file cannot be written or removed.
pub fn finish(
    mut results: Results,
    mut ending: Ending<'_>,
    mut folder: OutFolder,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<Finished, EnvError> {
    if ending.shard.is_none() {
        clear(&mut results, &ending, &folder, on_event)?;
    }
    let out = folder.path.clone();
    let record = &ending.record;
    let Results { entries, mut failed, complete } = results;
    failed.sort();
    failed.dedup();
    let publisher = ending.publisher.to_string();
    let said = SaidOfBuild { publisher, complete, failed, shard: ending.shard };
    folder.free_room();
    if ending.bill == Bill::NotAsked && record.is_written(&said, &entries) {
        record.save_states();
        folder.give_back(&[], ending.epoch)?;
        return Ok(Finished { complete, indexed: !entries.is_empty() });
    }
    let unlisted: Vec<Arc<Entry>> = {
        let listed: HashSet<&str> = paths(&entries).collect();
        let unlisted = record.entries.values().filter(|entry| {
            let own = &entry.artifact;
            !listed.contains(own.path.as_str())
                && (record.is_intact(own).is_ok() || is_partly_there(&out, own))
        });
        unlisted.cloned().collect()
    };
    // Where nothing was and nothing could be made, nothing is said about it.
    let is_release = out.join(MANIFEST).symlink_metadata().is_ok();
    let SaidOfBuild { publisher, failed, shard, .. } = said;
    let epoch = ending.epoch;
    if entries.is_empty() && shard.is_none() && !is_release {
        folder.give_back(&unlisted, epoch)?;
        return Ok(Finished { complete, indexed: false });
    }
    let indexed = !entries.is_empty();
    // Of thousands of files there are not two copies.
    if let Some(record) = Arc::get_mut(&mut ending.record) {
        record.entries.clear();
    }
    ending.outdated.clear();
    let manifest = assemble(entries, failed, complete, shard, epoch, publisher);
    let written = write_release(&manifest, ending.bill, &out)?;
    ending.record.wrote_release(&written);
    folder.remove_pictures(&ending.record, &manifest)?;
    ending.record.save_states();
    folder.give_back(&unlisted, epoch)?;
    Ok(Finished { complete, indexed })
}

fn paths(entries: &[Arc<Entry>]) -> impl Iterator<Item = &str> {
    entries.iter().map(|entry| entry.artifact.path.as_str())
}

/// Looks through what an earlier build left and this one was not asked for: what is gone from the
/// project is removed, that of which nothing is known stays listed, and of the rest it is said that it
/// is listed no more.
fn clear(
    results: &mut Results,
    ending: &Ending<'_>,
    folder: &OutFolder,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<(), EnvError> {
    let Ending { workspace, record, unread, publisher, .. } = ending;
    let out = &folder.path;
    let is_there = |entry: &Entry| record.is_intact(&entry.artifact).is_ok();
    let source = |path: &str| record.source(path, &workspace.root);
    let origins = Origins::of(workspace, &source);
    // Asked of all before one is removed: editions share a picture.
    let is_ours = record.is_of(publisher, |id| origins.has_brief(id));
    // One that was killed while it removed them may have left a part.
    let is_gone = |own: &&OutdatedFile| {
        is_ours
            && (own.is_withdrawn || origins.are_gone(&own.entry))
            && !unread.failed
            && !unread.doubtful
            && is_partly_there(out, &own.entry.artifact)
    };
    let gone = ending.outdated.iter().filter(is_gone);
    let gone: BTreeSet<&str> = gone.map(|own| own.entry.artifact.path.as_str()).collect();
    let unknown: Vec<Arc<Entry>> = {
        let known: HashSet<&str> = paths(&results.entries).collect();
        let stays = |entry: &&Arc<Entry>| {
            let path = entry.artifact.path.as_str();
            record.listed.contains(path)
                && !known.contains(path)
                && !gone.contains(path)
                && (unread.failed || origins.are_unknown(entry))
                && is_there(entry)
        };
        record.entries.values().filter(stays).cloned().collect()
    };
    if !unknown.is_empty() {
        results.complete = false;
    }
    results.failed.extend(unknown.iter().map(|entry| entry.artifact.path.clone()));
    results.entries.extend(unknown);
    // What was begun and not ended says nothing of what it did not come to.
    if !ending.is_whole {
        return Ok(());
    }
    let listed: HashMap<&str, &Artifact> =
        results.entries.iter().map(|entry| (&*entry.artifact.path, &entry.artifact)).collect();
    // A picture is another one when another edition is built.
    let is_altered = |entry: &Entry| {
        let damaged = record.first_damaged(&entry.artifact);
        damaged.is_some_and(|(path, damage)| {
            path == entry.artifact.path && matches!(damage, Damage::Altered)
        })
    };
    for OutdatedFile { entry, .. } in &ending.outdated {
        let path = entry.artifact.path.as_str();
        if gone.contains(path) {
            folder.remove(&entry.artifact, &|path| listed.get(path).copied())?;
            on_event(Event::Removed(path));
        } else if listed.contains_key(path) || !record.listed.contains(path) {
            // It stays, or it has been said.
        } else if is_altered(entry) {
            on_event(Event::Altered(path));
        } else if out.join(path).symlink_metadata().is_ok() {
            on_event(Event::Outdated(path));
        } else {
            on_event(Event::Missing(path));
        }
    }
    Ok(())
}
