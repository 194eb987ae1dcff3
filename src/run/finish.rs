//! The end of a build: what is there now is written down, and what is left of briefs that are gone
//! is cleared away.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::event::Event;
use super::results::Results;
use crate::disk::EnvError;
use crate::output::{
    OutFolder, Overwritten, Record, SaidOfBuild, WrittenRelease, altered, changed_beside,
    is_partly_there, tool, update_release, write_release,
};
use crate::plan::Origins;
use crate::release::{Bill, Entry, MANIFEST, ReleaseHead, Shard};
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
    ending: Ending<'_>,
    mut folder: OutFolder,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<Finished, EnvError> {
    let out = folder.path.clone();
    let left = left(&results, &ending);
    if ending.shard.is_none() {
        clear(&mut results, &left, &ending, &folder, on_event)?;
    }
    let record = &ending.record;
    let Results { mut listing, mut failed, complete, .. } = results;
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
    if ending.bill == Bill::NotAsked && record.is_written(&said, &listing, ending.only.as_ref()) {
        record.save_states();
        folder.give_back(&[], ending.epoch)?;
        return Ok(Finished { complete, indexed: !listing.is_empty() });
    }
    let changed = changed_beside(record)?;
    let mut wrote = |written: &WrittenRelease| {
        let is_written = |path: &&String| written.names.iter().any(|(name, _)| name == *path);
        let over = changed.iter().filter(is_written);
        over.for_each(|path| on_event(Event::Overwritten(Overwritten::Beside(path))));
        record.wrote_release(written);
    };
    let is_unlisted = |entry: &&Arc<Entry>| {
        let own = &entry.artifact;
        !listing.has(&own.path) && (record.is_intact(own).is_ok() || is_partly_there(&out, own))
    };
    let unlisted: Vec<Arc<Entry>> = left.values().filter(is_unlisted).cloned().collect();
    if let Some(only) = &ending.only {
        if let Some(written) = update_release(record, only, &listing.all()?, &said, &out)? {
            wrote(&written);
            record.save_states();
            folder.give_back(&unlisted, ending.epoch)?;
            return Ok(Finished { complete, indexed: true });
        }
        record.each(&mut |entry| {
            let own = &entry.artifact;
            if own.brief_ids().all(|id| !only.contains(id)) && record.lists(&own.path) {
                listing.push(Arc::clone(entry));
            }
        });
        if let Some(fault) = record.faults().first() {
            return Err(disbelieved(fault, &out));
        }
    }
    // Where nothing was and nothing could be made, nothing is said about it.
    let is_release = out.join(MANIFEST).symlink_metadata().is_ok();
    let SaidOfBuild { publisher, failed, shard, .. } = said;
    let epoch = ending.epoch;
    if listing.is_empty() && shard.is_none() && !is_release {
        folder.give_back(&unlisted, epoch)?;
        return Ok(Finished { complete, indexed: false });
    }
    let head = ReleaseHead {
        tool: &tool(),
        publisher: &publisher,
        epoch,
        complete: said_complete,
        failed: &failed,
        shard: shard.as_ref(),
    };
    let written = write_release(&head, &listing, ending.bill, &out)?;
    wrote(&written);
    folder.remove_pictures(record, &listing)?;
    record.save_states();
    folder.give_back(&unlisted, epoch)?;
    Ok(Finished { complete, indexed: !listing.is_empty() })
}

/// Why a build of some briefs does not say what there is in the folder `out`: it is not known of others.
pub fn disbelieved(fault: &str, out: &Path) -> EnvError {
    let why = format!(
        "what it lists of other briefs is not believed: {fault}; `briefpress build` looks at all of them"
    );
    EnvError::new("cannot write", &out.join(MANIFEST), io::Error::other(why))
}

/// What an earlier build left and this one looked at and does not list: what could not be made now, what is not what would be
/// made, and what only a journal knows. A shard looks at nothing else than what it has.
fn left(results: &Results, ending: &Ending<'_>) -> BTreeMap<String, Arc<Entry>> {
    let record = &ending.record;
    let failed = results.failed.iter().filter_map(|path| record.get(path));
    let outdated = ending.outdated.iter().map(|own| Arc::clone(&own.entry));
    let all = failed.chain(outdated).chain(record.unlisted(&results.listing));
    let mut left: BTreeMap<String, Arc<Entry>> =
        all.map(|entry| (entry.artifact.path.clone(), entry)).collect();
    if ending.shard.is_some() {
        record.each(&mut |entry| {
            let path = &entry.artifact.path;
            if !results.listing.has(path) {
                left.insert(path.clone(), Arc::clone(entry));
            }
        });
    }
    left
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
    let stays = |entry: &&Arc<Entry>| {
        let path = entry.artifact.path.as_str();
        record.lists(path)
            && !results.listing.has(path)
            && !gone.contains(path)
            && (unread.failed || origins.are_unknown(entry))
            && is_there(entry)
    };
    let unknown: Vec<Arc<Entry>> = left.values().filter(stays).cloned().collect();
    if !unknown.is_empty() {
        results.complete = false;
    }
    // Of what was asked for it has been said what is not read.
    let is_of_others = |entry: &&Arc<Entry>| {
        let asked = workspace.asked.as_ref();
        asked.is_some_and(|asked| !entry.artifact.brief_ids().all(|id| asked.contains(id)))
    };
    let path = |entry: &Arc<Entry>| entry.artifact.path.clone();
    let of_others: Vec<String> = unknown.iter().filter(is_of_others).map(path).collect();
    if !of_others.is_empty() {
        on_event(Event::InDoubt(&of_others));
    }
    results.failed.extend(unknown.iter().map(path));
    unknown.into_iter().for_each(|entry| results.listing.push(entry));
    // What was begun and not ended says nothing of what it did not come to.
    if !ending.is_whole {
        return Ok(());
    }
    let listing = &results.listing;
    for OutdatedFile { entry, .. } in &ending.outdated {
        let path = entry.artifact.path.as_str();
        if gone.contains(path) {
            folder.remove(&entry.artifact, listing)?;
            on_event(Event::Removed(path));
            continue;
        }
        if listing.has(path) || !record.lists(path) {
            // It stays, or it has been said.
            continue;
        }
        // A picture is another one when another edition is built.
        let picture = entry.artifact.thumbnail.as_ref().map(|picture| picture.path.as_str());
        let mut changed = altered(record, &entry.artifact);
        changed.retain(|path| Some(path.as_str()) != picture);
        if !changed.is_empty() {
            on_event(Event::Altered(path, &changed));
        } else if out.join(path).symlink_metadata().is_ok() {
            on_event(Event::Outdated(path));
        } else {
            on_event(Event::Missing(path));
        }
    }
    Ok(())
}
