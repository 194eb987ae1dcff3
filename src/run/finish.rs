//! The end of a build: what is there now is written down, and what is left of briefs that are gone
//! is cleared away.

use std::collections::BTreeSet;

use super::event::Event;
use super::results::Results;
use crate::disk::EnvError;
use crate::output::{OutFolder, Record, assemble, is_intact, write_release};
use crate::plan::Plan;
use crate::plan::{Leftovers, Options, is_gone, leftovers};
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

/// Writes the manifest and what is made of it, and removes what is left of briefs that are gone.
///
/// # Errors
///
/// A file cannot be written or removed.
pub fn finish(
    results: Results,
    ending: Ending<'_>,
    folder: OutFolder,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<(), EnvError> {
    let Ending { plan, unread, workspace, options, shard, bill, record } = ending;
    let Results { mut entries, failed, complete } = results;
    if shard.is_none() {
        let Leftovers { kept, outdated } = leftovers(plan, unread, workspace, options, record);
        entries.extend(kept);
        let stay: Vec<&Artifact> = entries.iter().map(|entry| &entry.artifact).collect();
        // Asked of all before one is removed: editions share a picture.
        let is_removed = |entry: &Entry| {
            is_gone(entry, workspace) && is_intact(&options.out, &entry.artifact).is_ok()
        };
        let removed: Vec<bool> = outdated.iter().map(|entry| is_removed(entry)).collect();
        for (entry, removed) in outdated.into_iter().zip(removed) {
            let path = &entry.artifact.path;
            if removed {
                folder.remove(&entry.artifact, &stay)?;
                on_event(Event::Removed(path));
            } else if !record.listed.contains(path) {
                // It has been said.
            } else if options.out.join(path).exists() {
                on_event(Event::Outdated(path));
            } else {
                on_event(Event::Missing(path));
            }
        }
    }
    let listed: BTreeSet<&String> = entries.iter().map(|entry| &entry.artifact.path).collect();
    let unlisted = record.entries.values().filter(|entry| {
        !listed.contains(&entry.artifact.path) && is_intact(&options.out, &entry.artifact).is_ok()
    });
    let unlisted: Vec<&Entry> = unlisted.collect();
    // Where nothing was and nothing could be made, nothing is said about it.
    let is_release = options.out.join(MANIFEST).exists();
    if entries.is_empty() && shard.is_none() && !is_release {
        return folder.give_back(&unlisted, plan.shared.epoch);
    }
    let publisher = plan.shared.publisher.clone();
    let manifest = assemble(entries, failed, complete, shard, plan.shared.epoch, publisher);
    write_release(&manifest, bill, &options.out)?;
    folder.give_back(&unlisted, plan.shared.epoch)
}
