//! One build: what is up to date is kept, the rest is made by workers, and what there is then is
//! written down.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::commit::commit;
use super::entry::entry;
use super::event::Event;
use super::finish::{Ending, Finished, OutdatedFile, UnreadParts, disbelieved, finish};
use super::keep::{keep, keep_unread};
use super::results::Results;
use super::tasks::{Making, Workers, make, pool};
use crate::disk::EnvError;
use crate::output::{Listing, OutFolder, Overwritten, Owner, Record, TakeError, strays};
use crate::plan::{
    Leftovers, Options, Origins, Plan, Rebuild, Sharding, Share, Survey, decide, leftovers,
};
use crate::release::{
    Bill, BriefLanguages, CHECKSUMS, Entry, INDEX, INDEX_PAGES, ListedBriefs, MANIFEST,
};
use crate::worker::Pool;
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

/// Builds what can be built of a project that is held whole.
pub fn build(
    workspace: &Workspace,
    options: &Options,
    build_options: &BuildOptions,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Summary {
    let share = build_options.shard.as_ref().map(|sharding| {
        let mut survey = Survey::default();
        survey.add(&Plan::new(workspace, options));
        survey.share(sharding, options.epoch)
    });
    let record = Arc::new(Record::read(&options.out, options.epoch));
    let how = Building { options, build_options, workers, share };
    let begun = Build::begin(workspace, how, record, on_event);
    match begun {
        Ok(mut build) => {
            build.add(workspace, Vec::new(), on_event);
            build.end(workspace, on_event)
        }
        Err(summary) => summary,
    }
}

/// What a build is told.
pub struct Building<'a> {
    /// What is asked for.
    pub options: &'a Options,
    /// What else.
    pub build_options: &'a BuildOptions,
    /// How documents are made.
    pub workers: &'a Workers<'a>,
    /// Of what is asked for, what is built: all, or what a shard has.
    pub share: Option<Share>,
}

/// A build of a project that is read some briefs at a time: [begun](Self::begin), told of
/// [some](Self::add) after others, and [ended](Self::end). One version that fails does not stop the others.
pub struct Build<'a> {
    how: Building<'a>,
    folder: OutFolder,
    record: Arc<Record>,
    pool: Pool<'a>,
    publisher: String,
    results: Results,
    /// How many files were not asked for and are what would be built.
    kept: usize,
    /// What was not asked for and is not.
    outdated: Vec<OutdatedFile>,
    unread: UnreadParts,
    /// The briefs that are asked for, by their ids, where not all that there are are; and with them those that are gone.
    only: Option<BTreeSet<String>>,
    failed_versions: usize,
    /// How many files are asked for and can be made.
    planned: usize,
    reused: usize,
    to_make: usize,
}

impl<'a> Build<'a> {
    /// Takes the output folder. `record` is what an earlier build left there, as it was read.
    ///
    /// # Errors
    ///
    /// What there is to say of a build that cannot begin; why it cannot has been told.
    pub fn begin(
        workspace: &Workspace,
        mut how: Building<'a>,
        record: Arc<Record>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<Self, Summary> {
        let options = how.options;
        let owner = Owner::project(&workspace.root, publisher(workspace)).knowing(&record);
        let nothing = || {
            let mut plan = Plan::new(workspace, options);
            how.share.iter().for_each(|share| share.apply(&mut plan));
            Summary { failed: plan.jobs().count(), ..Summary::default() }
        };
        let wait = &mut |process| on_event(Event::Waiting(process));
        let folder = match OutFolder::take(&options.out, &owner, how.workers.interrupted, wait) {
            Ok(folder) => folder,
            Err(TakeError::Interrupted) => {
                return Err(Summary { interrupted: true, ..nothing() });
            }
            Err(TakeError::NotOwned(why)) => {
                on_event(Event::NotOwned(&why));
                return Err(nothing());
            }
            Err(TakeError::Env(failure)) => {
                on_event(Event::Failure(&failure));
                return Err(nothing());
            }
        };
        let record = Record::read_again(record, options.epoch);
        let is_release = options.out.join(MANIFEST).symlink_metadata().is_ok();
        if (is_release || !record.is_empty()) && workspace.brief_folders.is_empty() {
            let cause = io::Error::other("what was built stays as it is; is the folder mounted?");
            let failure =
                EnvError::new("there is no brief in", &workspace.root.join("briefs"), cause);
            on_event(Event::Failure(&failure));
            if let Err(failure) = folder.leave(&record) {
                on_event(Event::Failure(&failure));
            }
            return Err(nothing());
        }
        let is_all =
            |asked: &BTreeSet<String>| workspace.brief_folders.iter().all(|id| asked.contains(id));
        let only = workspace.asked.clone().filter(|asked| !is_all(asked));
        let only = only.filter(|_| how.share.is_none());
        // What is listed of others stays listed, or nothing is made: of them it could not be told what is there.
        if let Some(fault) = only.as_ref().and_then(|_| record.fault()) {
            on_event(Event::Failure(&disbelieved(&fault, &options.out)));
            if let Err(failure) = folder.leave(&record) {
                on_event(Event::Failure(&failure));
            }
            return Err(nothing());
        }
        if let Some(note) = &record.note {
            on_event(Event::RecordIgnored(&format!(
                "{note}; only what this build makes is listed"
            )));
        }
        let listing = Listing::new(Arc::clone(&record), &options.out);
        let mut results =
            Results { listing, failed: Vec::new(), over_unknown: Vec::new(), complete: false };
        let mut failed_versions = 0;
        if let Some(share) = &mut how.share {
            results.failed.append(&mut share.failed);
            failed_versions = share.failed_versions;
        }
        Ok(Self {
            pool: pool(how.workers),
            how,
            folder,
            record,
            publisher: publisher(workspace).unwrap_or_default().to_string(),
            results,
            kept: 0,
            outdated: Vec::new(),
            unread: UnreadParts::default(),
            only,
            failed_versions,
            planned: 0,
            reused: 0,
            to_make: 0,
        })
    }

    /// Builds what is asked for of the briefs in the workspace. `unread` are the files of briefs that
    /// need not be read.
    pub fn add(
        &mut self,
        workspace: &Workspace,
        unread: Vec<Arc<Entry>>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) {
        let Building { options, build_options, workers, share } = &self.how;
        let of_unread = unread.iter().map(|entry| &entry.artifact.brief);
        if let Some(first) = workspace.briefs.iter().map(|own| &own.id).chain(of_unread).min() {
            self.record.let_go_states(first);
        }
        let mut plan = Plan::new(workspace, options);
        share.iter().for_each(|share| share.apply(&mut plan));
        self.failed_versions += plan.failed_versions;
        let results = &mut self.results;
        results.failed.append(&mut plan.failed.clone());
        let loaded = workspace.briefs.iter().map(|loaded| loaded.id.clone());
        let ids: BTreeSet<String> =
            loaded.chain(unread.iter().map(|entry| entry.artifact.brief.clone())).collect();
        let others = others(&ids, &plan, &unread, &self.record);
        let (from, from_failed) = (results.listing.len(), results.failed.len());
        self.planned += plan.jobs().count() + unread.len();
        keep_unread(unread, results, on_event);
        let decisions = decide(&plan, &self.record, build_options.rebuild);
        let mut to_make = Vec::new();
        for (part, decisions) in plan.parts.iter().zip(decisions) {
            let make = keep(part, decisions, &plan.shared, results, on_event);
            if !make.is_empty() {
                to_make.push((part, make));
            }
        }
        if !plan.untabled.is_empty() {
            on_event(Event::Untabled(&plan.untabled));
        }
        let new: usize = to_make.iter().map(|(_, make)| make.len()).sum();
        on_event(Event::Planned(self.planned, new));
        self.reused += results.listing.len() - from;
        if !to_make.is_empty() {
            if self.to_make == 0
                && let Err(failure) = self.folder.begin(&self.record, options.epoch)
            {
                on_event(Event::Failure(&failure));
            }
            self.to_make += new;
            self.folder.keep_room(room(&options.out, self.to_make));
            let documents = options.documents.len() + options.combined.len();
            let by = Making { shared: &plan.shared, workers, pool: &self.pool, documents };
            make(&to_make, &by, &mut |event| {
                let Some((part, finished)) = event.part(on_event) else { return };
                let (part, make) = &to_make[part];
                let Some(finished) = finished else {
                    results.failed.extend(make.iter().map(|(job, _)| job.path.clone()));
                    return;
                };
                let made = finished
                    .into_iter()
                    .map(|finished| (entry(part, &finished, &plan.shared), finished));
                let there = (&mut self.folder, &*self.record);
                commit(made.collect(), make, there, results, on_event);
            });
        }
        // What no worker got to, for the build was interrupted or none could be started.
        let failed: BTreeSet<&String> = results.failed[from_failed..].iter().collect();
        let planned = plan.jobs().map(|job| &job.path);
        let is_left = |path: &&String| !failed.contains(path) && !results.listing.has(path);
        let left: Vec<String> = planned.filter(is_left).cloned().collect();
        results.failed.extend(left);
        if share.is_none() {
            self.judge(others, workspace);
        }
        let source = |path: &str| self.record.source(path, &workspace.root);
        self.unread.doubtful |= Origins::of(workspace, &source).are_doubtful();
        self.unread.failed |= !workspace.failures.is_empty();
    }

    /// Whether an end is asked for.
    pub fn is_interrupted(&self) -> bool {
        self.how.workers.interrupted.load(Ordering::Relaxed)
    }

    /// The briefs that are listed and not among those asked for, and whose folder is gone or has lost a translation. More of
    /// them is not asked of the system: there may be many.
    fn withdrawn(&self, only: &BTreeSet<String>, workspace: &Workspace) -> BTreeSet<String> {
        let folder = workspace.root.join("briefs");
        let is_lost = |path: PathBuf| {
            path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        let of_some = |listed: &Cow<'_, ListedBriefs>| {
            // They come in the same order as folders, so that the next is mostly the one.
            let mut folders = workspace.brief_folders.as_slice();
            let mut has_folder = |id: &str| {
                if folders.first().is_none_or(|own| own != id) {
                    folders = &folders[folders.partition_point(|own| own.as_str() < id)..];
                }
                let is_there = folders.first().is_some_and(|own| own == id);
                folders = &folders[usize::from(is_there)..];
                is_there
            };
            let has_lost_one = |id: &str, languages: BriefLanguages<'_>| {
                let folder = || folder.join(id).join("lang");
                languages.iter().any(|tag| is_lost(folder().join(format!("{tag}.toml"))))
            };
            let is_withdrawn = |(id, languages): &(&str, BriefLanguages<'_>)| {
                !only.contains(*id) && (!has_folder(id) || has_lost_one(id, *languages))
            };
            let own = listed.iter().filter(is_withdrawn);
            own.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
        };
        self.record.listed_briefs().par_iter().flat_map_iter(of_some).collect()
    }

    /// Finds out what files that were not asked for are worth now.
    fn judge(&mut self, others: Vec<Arc<Entry>>, workspace: &Workspace) {
        let Leftovers { kept, outdated } =
            leftovers(others, workspace, self.how.options, &self.record);
        self.kept += kept.len();
        kept.into_iter().for_each(|entry| self.results.listing.push(entry));
        let source = |path: &str| self.record.source(path, &workspace.root);
        let origins = Origins::of(workspace, &source);
        self.outdated.extend(
            outdated
                .into_iter()
                .map(|entry| OutdatedFile { is_withdrawn: origins.are_withdrawn(&entry), entry }),
        );
    }

    /// Writes down what there is now. The workspace is the one that was read last.
    pub fn end(mut self, workspace: &Workspace, on_event: &mut dyn FnMut(Event<'_>)) -> Summary {
        let there = self.results.listing.len() - self.kept;
        let mut summary = Summary {
            built: there - self.reused,
            reused: self.reused,
            failed: self.results.failed.len(),
            interrupted: self.is_interrupted(),
            complete: false,
            indexed: false,
        };
        self.results.complete = !self.unread.failed
            && !summary.interrupted
            && self.results.failed.is_empty()
            && self.failed_versions == 0
            && there == self.planned;
        if summary.failed == 0 && self.failed_versions > 0 {
            summary.failed = self.failed_versions;
        }
        summary.complete = self.results.complete;
        if self.how.share.is_none() {
            let mut known: HashSet<&str> = self.results.failed.iter().map(String::as_str).collect();
            known.extend(self.outdated.iter().map(|own| own.entry.artifact.path.as_str()));
            let is_new = |entry: &Entry| {
                let path = entry.artifact.path.as_str();
                !known.contains(path) && !self.results.listing.has(path)
            };
            let rest = match &self.only {
                // What was withdrawn must not stay in a release, whatever was asked for.
                Some(only) => {
                    let withdrawn = self.withdrawn(only, workspace);
                    let only: BTreeSet<String> = only.union(&withdrawn).cloned().collect();
                    let touches = |entry: &Arc<Entry>| {
                        entry.artifact.briefs.iter().any(|id| only.contains(id))
                    };
                    let own = withdrawn.iter().flat_map(|id| self.record.of_brief(id));
                    let together = self.record.together().filter(touches);
                    let rest = together.chain(own).filter(|entry| is_new(entry)).collect();
                    self.only = Some(only);
                    rest
                }
                None if self.record.is_all_in(&self.results.listing) => Vec::new(),
                None => {
                    let mut rest = Vec::new();
                    self.record.each(&mut |entry| {
                        if is_new(entry) {
                            rest.push(Arc::clone(entry));
                        }
                    });
                    rest
                }
            };
            let judged = self.outdated.len();
            self.judge(rest, workspace);
            // What an interrupted build did not come to and would have made anew.
            if summary.interrupted {
                let left = self.outdated[judged..].iter().map(|own| &own.entry.artifact.path);
                self.results.failed.extend(left.cloned());
                summary.failed = self.results.failed.len();
            }
        }
        for fault in self.record.faults() {
            on_event(Event::RecordIgnored(&fault));
        }
        if !self.results.over_unknown.is_empty() {
            let unknown = Overwritten::Unknown(&self.results.over_unknown);
            on_event(Event::Overwritten(unknown));
        }
        let Self { how, folder, record, pool, publisher, results, .. } = self;
        // Those that wait end while the rest is written.
        drop(pool);
        let mut outdated = self.outdated;
        outdated.sort_by(|a, b| a.entry.artifact.path.cmp(&b.entry.artifact.path));
        // What was built of briefs that are gone is known by what an earlier build wrote down.
        let is_all = self.only.is_none() && how.share.is_none() && !summary.interrupted;
        let before = is_all.then(|| Arc::clone(&record));
        let ending = Ending {
            workspace,
            publisher: &publisher,
            epoch: how.options.epoch,
            shard: how.share.map(|share| share.shard),
            bill: how.build_options.bill,
            record,
            outdated,
            unread: self.unread,
            only: self.only,
            is_whole: !summary.interrupted,
        };
        match finish(results, ending, folder, on_event) {
            Ok(Finished { complete, indexed }) => {
                summary.complete = complete;
                summary.indexed = indexed;
                if indexed && before.is_some_and(|before| !before.is_believed()) {
                    match strays(&how.options.out) {
                        Ok(strays) if strays.count == 0 => {}
                        Ok(strays) => on_event(Event::Strays(&strays)),
                        Err(failure) => on_event(Event::Failure(&failure)),
                    }
                }
            }
            Err(failure) => {
                on_event(Event::Failure(&failure));
                summary.complete = false;
            }
        }
        summary
    }
}

/// The files that an earlier build made of some briefs, and that are not asked for: neither planned nor among those that
/// are kept unread.
fn others(
    briefs: &BTreeSet<String>,
    plan: &Plan<'_>,
    unread: &[Arc<Entry>],
    record: &Record,
) -> Vec<Arc<Entry>> {
    let planned = plan.jobs().map(|job| &*job.path).chain(plan.failed.iter().map(String::as_str));
    let asked: HashSet<&str> =
        planned.chain(unread.iter().map(|entry| &*entry.artifact.path)).collect();
    let of_briefs = briefs.iter().flat_map(|id| record.of_brief(id));
    of_briefs.filter(|own| !asked.contains(own.artifact.path.as_str())).collect()
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
