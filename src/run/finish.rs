//! The end of a build: what is there now is written down, and what is left of briefs that are gone
//! is cleared away.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::event::Event;
use super::results::Results;
use crate::disk::EnvError;
use crate::output::{
    Damage, OutFolder, Record, SaidOfBuild, assemble, is_partly_there, update_release,
    write_release,
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
    /// The briefs that were looked at, by their ids, where not all were: what is listed of others stays. A shard lists what it
    /// has alone.
    pub only: Option<BTreeSet<String>>,
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
    let out = folder.path.clone();
    let left = left(&results, &ending);
    if ending.shard.is_none() {
        clear(&mut results, &left, &ending, &folder, on_event)?;
    }
    let record = &ending.record;
    let Results { mut entries, mut failed, complete } = results;
    let mut said_complete = complete;
    if let (Some(only), Some(before)) = (&ending.only, record.said()) {
        let others = before
            .failed
            .iter()
            .filter(|path| path.split_once('/').is_none_or(|(id, _)| !only.contains(id)));
        failed.extend(others.cloned());
        // Why something was missing need not be written down: a build of all finds out whether it still is.
        said_complete &= failed.is_empty() && before.complete;
    }
    failed.sort();
    failed.dedup();
    let publisher = ending.publisher.to_string();
    let said =
        SaidOfBuild { publisher, complete: said_complete, failed, shard: ending.shard.clone() };
    folder.free_room();
    if ending.bill == Bill::NotAsked && record.is_written(&said, &entries, ending.only.as_ref()) {
        record.save_states();
        folder.give_back(&[], ending.epoch)?;
        return Ok(Finished { complete, indexed: !entries.is_empty() });
    }
    let unlisted: Vec<Arc<Entry>> = {
        let listed: HashSet<&str> = paths(&entries).collect();
        let unlisted = left.values().filter(|entry| {
            let own = &entry.artifact;
            !listed.contains(own.path.as_str())
                && (record.is_intact(own).is_ok() || is_partly_there(&out, own))
        });
        unlisted.cloned().collect()
    };
    if let Some(only) = &ending.only {
        if let Some(written) = update_release(record, only, &entries, &said, &out)? {
            record.wrote_release(&written);
            record.save_states();
            folder.give_back(&unlisted, ending.epoch)?;
            return Ok(Finished { complete, indexed: true });
        }
        entries.extend(
            record.all_but(only).into_iter().filter(|own| record.lists(&own.artifact.path)),
        );
    }
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
        record.let_go();
    }
    ending.outdated.clear();
    let manifest = assemble(entries, failed, said_complete, shard, epoch, publisher);
    let written = write_release(&manifest, ending.bill, &out)?;
    ending.record.wrote_release(&written);
    folder.remove_pictures(&ending.record, &manifest)?;
    ending.record.save_states();
    folder.give_back(&unlisted, epoch)?;
    Ok(Finished { complete, indexed })
}

/// What an earlier build left and this one looked at and does not list: what could not be made now, what is not what would be
/// made, and what only a journal knows. A shard looks at nothing else than what it has.
fn left(results: &Results, ending: &Ending<'_>) -> BTreeMap<String, Arc<Entry>> {
    let record = &ending.record;
    let failed = results.failed.iter().filter_map(|path| record.get(path));
    let outdated = ending.outdated.iter().map(|own| Arc::clone(&own.entry));
    let whole = if ending.shard.is_some() { record.all() } else { Vec::new() };
    let all = failed.chain(outdated).chain(record.unlisted().cloned()).chain(whole);
    all.map(|entry| (entry.artifact.path.clone(), entry)).collect()
}

fn paths(entries: &[Arc<Entry>]) -> impl Iterator<Item = &str> {
    entries.iter().map(|entry| entry.artifact.path.as_str())
}

/// Looks through what an earlier build left and this one was not asked for: what is gone from the
/// project is removed, that of which nothing is known stays listed, and of the rest it is said that it
/// is listed no more.
fn clear(
    results: &mut Results,
    left: &BTreeMap<String, Arc<Entry>>,
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
            record.lists(path)
                && !known.contains(path)
                && !gone.contains(path)
                && (unread.failed || origins.are_unknown(entry))
                && is_there(entry)
        };
        left.values().filter(stays).cloned().collect()
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
        } else if listed.contains_key(path) || !record.lists(path) {
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
