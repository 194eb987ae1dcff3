//! One build: what is up to date is kept, the rest is made by workers, and what there is then is
//! written down.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use super::commit::commit;
use super::entry::entry;
use super::event::Event;
use super::finish::{Ending, Finished, finish};
use super::keep::{keep, keep_unread};
use super::results::Results;
use super::tasks::{TaskEvent, Workers, make};
use crate::disk::EnvError;
use crate::output::{OutFolder, Owner, Record, TakeError};
use crate::plan::{Options, Plan, Rebuild, Sharding, decide};
use crate::release::{Bill, CHECKSUMS, Entry, INDEX, INDEX_PAGES, MANIFEST};
use crate::workspace::Workspace;

/// What the manifest, the index and the checksums take for a file, in bytes.
const ROOM: usize = 8 << 10;

/// What they may take that are there: larger ones are none of ours.
const MOST_ROOM: u64 = 2 << 30;

/// What else a build is told.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    /// Which files are made.
    pub rebuild: Rebuild,
    /// Only a part of the plan.
    pub shard: Option<Sharding>,
    /// Whether a bill of materials is written.
    pub bill: Bill,
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// Files that were made.
    pub built: usize,
    /// Files that were up to date.
    pub reused: usize,
    /// Files that could not be made.
    pub failed: usize,
    /// Whether the build was interrupted.
    pub interrupted: bool,
    /// Whether everything that was asked for is there, and the manifest that says so.
    pub complete: bool,
    /// Whether there is an index, and it shows what is there.
    pub indexed: bool,
}

/// Builds what can be built. One version that fails does not stop the others. `unread` are the files
/// of briefs that need not be read, by what was read of an `earlier` build.
pub fn build(
    workspace: &Workspace,
    unread: &[Entry],
    earlier: Option<Record>,
    options: &Options,
    build_options: &BuildOptions,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Summary {
    let mut plan = Plan::new(workspace, options);
    let shard = build_options.shard.as_ref().map(|sharding| sharding.apply(&mut plan));
    let wait = &mut |process| on_event(Event::Waiting(process));
    let earlier = earlier.unwrap_or_else(|| Record::read(&options.out, options.epoch));
    let owner = Owner::project(&workspace.root, publisher(workspace)).knowing(&earlier);
    let nothing = Summary { failed: plan.jobs().count(), ..Summary::default() };
    let mut folder = match OutFolder::take(&options.out, &owner, workers.interrupted, wait) {
        Ok(folder) => folder,
        Err(TakeError::Interrupted) => return Summary { interrupted: true, ..nothing },
        Err(TakeError::NotOwned(why)) => {
            on_event(Event::NotOwned(&why));
            return nothing;
        }
        Err(TakeError::Env(failure)) => {
            on_event(Event::Failure(&failure));
            return nothing;
        }
    };
    let record = earlier.read_again(options.epoch);
    let is_release = options.out.join(MANIFEST).symlink_metadata().is_ok();
    if (is_release || !record.entries.is_empty()) && !workspace.has_briefs {
        let cause = io::Error::other("what was built stays as it is; is the folder mounted?");
        let failure = EnvError::new("there is no brief in", &workspace.root.join("briefs"), cause);
        on_event(Event::Failure(&failure));
        if let Err(failure) = folder.leave(&record) {
            on_event(Event::Failure(&failure));
        }
        return nothing;
    }
    if let Some(note) = &record.note {
        on_event(Event::RecordIgnored(note));
    }
    let mut results = Results { failed: plan.failed.clone(), ..Results::default() };
    keep_unread(unread, &record, &mut results, on_event);
    let decisions = decide(&plan, &record, build_options.rebuild);
    let mut to_make = Vec::new();
    for (part, decisions) in plan.parts.iter().zip(decisions) {
        let make = keep(part, decisions, &plan.shared, &mut results, on_event);
        if !make.is_empty() {
            to_make.push((part, make));
        }
    }
    if !plan.untabled.is_empty() {
        on_event(Event::Untabled(&plan.untabled));
    }
    let all = plan.jobs().count() + unread.len();
    on_event(Event::Planned(all, to_make.iter().map(|(_, make)| make.len()).sum()));
    let reused = results.entries.len();
    if !to_make.is_empty() {
        if let Err(failure) = folder.begin(&record, options.epoch) {
            on_event(Event::Failure(&failure));
        }
        folder.keep_room(room(&options.out, to_make.iter().map(|(_, make)| make.len()).sum()));
        make(&to_make, &plan.shared, workers, &mut |event| match event {
            TaskEvent::Typeset(files) => on_event(Event::Typeset(files)),
            TaskEvent::Diagnostics(found, sources) => on_event(Event::Diagnostics(found, sources)),
            TaskEvent::Ended(path, ended) => on_event(Event::Ended(path, ended)),
            TaskEvent::Postponed(path, ended) => on_event(Event::Postponed(path, ended)),
            TaskEvent::Failed(part) => {
                let (_, make) = &to_make[part];
                results.failed.extend(make.iter().map(|(job, _)| job.path.clone()));
            }
            TaskEvent::Finished(part, finished) => {
                let (part, make) = &to_make[part];
                let made = finished
                    .into_iter()
                    .map(|finished| (entry(part, &finished, &plan.shared), finished));
                let there = (&mut folder, &record);
                commit(made.collect(), make, there, &mut results, on_event);
            }
        });
    }
    // What no worker got to, for the build was interrupted or none could be started.
    let there: BTreeSet<&String> = results.entries.iter().map(|e| &e.artifact.path).collect();
    let failed: BTreeSet<&String> = results.failed.iter().collect();
    let planned = plan.jobs().map(|job| &job.path);
    let left: Vec<String> =
        planned.filter(|path| !there.contains(path) && !failed.contains(path)).cloned().collect();
    results.failed.extend(left);
    let mut summary = Summary {
        built: results.entries.len() - reused,
        reused,
        failed: results.failed.len(),
        interrupted: workers.interrupted.load(Ordering::Relaxed),
        complete: false,
        indexed: false,
    };
    results.complete = workspace.failures.is_empty()
        && results.failed.is_empty()
        && plan.failed_versions == 0
        && results.entries.len() == all;
    if summary.failed == 0 && plan.failed_versions > 0 {
        summary.failed = plan.failed_versions;
    }
    summary.complete = results.complete;
    let bill = build_options.bill;
    let ending = Ending { plan: &plan, unread, workspace, options, shard, bill, record: &record };
    match finish(results, ending, folder, on_event) {
        Ok(Finished { complete, indexed }) => {
            summary.complete = complete;
            summary.indexed = indexed;
        }
        Err(failure) => {
            on_event(Event::Failure(&failure));
            summary.complete = false;
        }
    }
    summary
}

/// Who publishes, where the project file can be read.
fn publisher(workspace: &Workspace) -> Option<&str> {
    workspace.config.as_ref().map(|config| config.organisation.name())
}

/// How much room is kept free for what is written last, when so many files are made: as much as it
/// takes now, and some for each.
fn room(out: &Path, files: usize) -> usize {
    let length = |name| fs::symlink_metadata(out.join(name)).map_or(0, |there| there.len());
    let now: u64 = [MANIFEST, INDEX, CHECKSUMS].into_iter().map(length).sum();
    let pages = fs::read_dir(out.join(INDEX_PAGES)).into_iter().flatten().flatten();
    let now = now + pages.flat_map(|page| page.metadata()).map(|page| page.len()).sum::<u64>();
    usize::try_from(now.min(MOST_ROOM)).unwrap_or(0) + (files + 8) * ROOM
}
