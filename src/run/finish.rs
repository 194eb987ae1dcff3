//! The end of a build: what is there now is written down, and what is left of briefs that are gone
//! is cleared away.

use std::collections::BTreeSet;

use super::event::Event;
use super::results::Results;
use crate::disk::EnvError;
use crate::output::{Damage, OutFolder, Record, assemble, is_partly_there, write_release};
use crate::plan::Plan;
use crate::plan::{Leftovers, Options, Origins, leftovers};
use crate::release::{Artifact, Bill, Entry, MANIFEST, Shard};
use crate::workspace::Workspace;

/// What the end of a build has to do with.
pub struct Ending<'a> {
    /// The plan.
    pub plan: &'a Plan<'a>,
    /// The files of briefs that were not read.
    pub unread: &'a [Entry],
    /// The project.
    pub workspace: &'a Workspace,
    /// What was asked for.
    pub options: &'a Options,
    /// Which part of the whole this was.
    pub shard: Option<Shard>,
    /// Whether a bill of materials is written.
    pub bill: Bill,
    /// What an earlier build left.
    pub record: &'a Record,
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
    if ending.shard.is_none() {
        clear(&mut results, &ending, &folder, on_event)?;
    }
    let Ending { shard, bill, record, options, plan, .. } = ending;
    let Results { entries, failed, complete } = results;
    let listed: BTreeSet<&String> = entries.iter().map(|entry| &entry.artifact.path).collect();
    let unlisted = record.entries.values().filter(|entry| {
        let own = &entry.artifact;
        !listed.contains(&own.path)
            && (record.is_intact(own).is_ok() || is_partly_there(&options.out, own))
    });
    let unlisted: Vec<&Entry> = unlisted.collect();
    // Where nothing was and nothing could be made, nothing is said about it.
    let is_release = options.out.join(MANIFEST).symlink_metadata().is_ok();
    folder.free_room();
    if entries.is_empty() && shard.is_none() && !is_release {
        folder.give_back(&unlisted, plan.shared.epoch)?;
        return Ok(Finished { complete, indexed: false });
    }
    let indexed = !entries.is_empty();
    let publisher = plan.shared.publisher.clone();
    let manifest = assemble(entries, failed, complete, shard, plan.shared.epoch, publisher);
    write_release(&manifest, bill, &options.out)?;
    folder.remove_pictures(record, &manifest)?;
    record.save_states();
    folder.give_back(&unlisted, plan.shared.epoch)?;
    Ok(Finished { complete, indexed })
}

/// Looks through what an earlier build left: what is what would be built stays listed, and so does that
/// of which it is not known; what is gone from the project is removed.
fn clear(
    results: &mut Results,
    ending: &Ending<'_>,
    folder: &OutFolder,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<(), EnvError> {
    let Ending { plan, unread, workspace, options, record, .. } = *ending;
    let is_there = |entry: &Entry| record.is_intact(&entry.artifact).is_ok();
    let source = |path: &str| record.source(path, &workspace.root);
    let origins = Origins::of(workspace, &source);
    let Leftovers { kept, outdated } = leftovers(plan, unread, workspace, options, record);
    results.entries.extend(kept);
    // Asked of all before one is removed: editions share a picture.
    let is_ours = record.is_of(&plan.shared.publisher, |id| origins.has_brief(id));
    // One that was killed while it removed them may have left a part.
    let is_gone = |entry: &Entry| {
        is_ours && origins.are_gone(entry) && is_partly_there(&options.out, &entry.artifact)
    };
    let gone: BTreeSet<&String> =
        outdated.iter().filter(|e| is_gone(e)).map(|e| &e.artifact.path).collect();
    let known: BTreeSet<String> =
        results.entries.iter().map(|entry| entry.artifact.path.clone()).collect();
    let stays = |entry: &&Entry| {
        let path = &entry.artifact.path;
        record.listed.contains(path)
            && !known.contains(path)
            && !gone.contains(path)
            && origins.are_unknown(entry)
            && is_there(entry)
    };
    let unknown: Vec<&Entry> = record.entries.values().filter(stays).collect();
    if !unknown.is_empty() {
        results.complete = false;
    }
    results.failed.extend(unknown.iter().map(|entry| entry.artifact.path.clone()));
    results.entries.extend(unknown.into_iter().cloned());
    let listed: BTreeSet<&String> =
        results.entries.iter().map(|entry| &entry.artifact.path).collect();
    let stay: Vec<&Artifact> = results.entries.iter().map(|entry| &entry.artifact).collect();
    // A picture is another one when another edition is built.
    let is_altered = |entry: &Entry| {
        let damaged = record.first_damaged(&entry.artifact);
        damaged.is_some_and(|(path, damage)| {
            path == entry.artifact.path && matches!(damage, Damage::Altered)
        })
    };
    for entry in outdated {
        let path = &entry.artifact.path;
        if gone.contains(path) {
            folder.remove(&entry.artifact, &stay)?;
            on_event(Event::Removed(path));
        } else if listed.contains(path) || !record.listed.contains(path) {
            // It stays, or it has been said.
        } else if is_altered(entry) {
            on_event(Event::Altered(path));
        } else if options.out.join(path).symlink_metadata().is_ok() {
            on_event(Event::Outdated(path));
        } else {
            on_event(Event::Missing(path));
        }
    }
    Ok(())
}
