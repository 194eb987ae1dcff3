//! One build: what is up to date is kept, the rest is made by workers, and what there is then is
//! written down.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::conclude::{Outcome, Scene, conclude};
use super::files::{EnvError, write_all};
use super::fingerprint::{Decision, Reason, common, decide, fingerprint};
use super::inputs::Inputs;
use super::plan::{Job, Options, Part, Plan, balance, weights};
use super::produce::{Done, Finished, produce};
use super::record::{Entry, OutFolder, Record};
use super::troubles;
use super::warnings::{CheckWarnings, check_warnings, describe};
use super::workspace::Workspace;
use crate::diag::{Diagnostics, Sources};
use crate::release::{Artifact, Digest, Input, Picture, Shard, Stage, Warning};
use crate::worker::Ended;

/// How a build is run.
#[derive(Debug)]
pub struct Running<'a> {
    /// The program that workers are processes of, and what makes it one.
    pub program: PathBuf,
    /// Its arguments then.
    pub arguments: &'a [&'a str],
    /// How many workers there are.
    pub jobs: usize,
    /// How long a document may take.
    pub time_limit: Duration,
    /// Set from outside to end the build at once.
    pub interrupted: &'a AtomicBool,
}

/// Which part of the plan to build, and how the parts are balanced.
#[derive(Debug, Clone, Default)]
pub struct Sharding {
    /// The number of the part, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// Glyphs by file, of an earlier build.
    pub glyphs: BTreeMap<String, usize>,
}

/// What else a build is told.
#[derive(Debug, Clone, Default)]
pub struct Extent {
    /// Whether files are made that are up to date.
    pub force: bool,
    /// Only a part of the plan.
    pub shard: Option<Sharding>,
    /// Whether a bill of materials is written.
    pub bill: bool,
}

/// What happens during a build.
pub enum Event<'a> {
    /// Another build writes to the folder; this one waits for it.
    Waiting,
    /// What was written down by an earlier build is not used, and why.
    RecordIgnored(&'a str),
    /// How many files there are, and how many of them have to be made.
    Planned(usize, usize),
    /// A file is up to date.
    Kept(&'a Artifact),
    /// A document was set, in so many editions; it is written when all of its brief are.
    Typeset(usize),
    /// A file was written, and why it was made.
    Written(&'a Artifact, &'a Reason),
    /// Something about a template or a page.
    Diagnostics(&'a Diagnostics, &'a Sources),
    /// A worker gave no answer about a file.
    Ended(&'a str, &'a Ended),
    /// The environment failed.
    Failure(&'a EnvError),
    /// Another build changed a file while this one looked at it.
    Overtaken(&'a str),
    /// A file of a brief or language that is gone was removed.
    Removed(&'a str),
    /// Something that a file of an earlier build was made from is another now; this build was not
    /// asked for it, and it is not listed any more.
    Outdated(&'a str),
    /// A file of an earlier build is gone, and this build was not asked for it.
    Missing(&'a str),
}

/// What a build came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were made.
    pub built: usize,
    /// Files that were up to date.
    pub reused: usize,
    /// Files that could not be made.
    pub failed: usize,
    /// Whether the build was interrupted.
    pub interrupted: bool,
}

/// A file of the plan, and why it would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The file, from the output folder.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

impl Planned {
    /// Whether it would be kept as it is.
    pub fn is_kept(&self) -> bool {
        self.reason == Reason::UpToDate
    }
}

/// What a build would do, in the order of the plan; and what cannot be built.
pub fn dry_run(
    workspace: &Workspace,
    options: &Options,
    extent: &Extent,
) -> (Vec<Planned>, Vec<String>) {
    let (plan, _) = planned(workspace, options, extent);
    let record = Record::read(&options.out, options.epoch);
    let decisions = decide(&plan, options, workspace, &record, extent.force);
    let unchanged = workspace
        .unchanged
        .iter()
        .map(|entry| Planned { path: entry.artifact.path.clone(), reason: Reason::UpToDate });
    let jobs = plan.parts.iter().zip(decisions).flat_map(|(part, decisions)| {
        part.jobs
            .iter()
            .zip(decisions)
            .map(|(job, decision)| Planned { path: job.path.clone(), reason: decision.reason })
    });
    (unchanged.chain(jobs).collect(), plan.failed.clone())
}

/// The plan, or the part of it that a shard has.
fn planned<'a>(
    workspace: &'a Workspace,
    options: &Options,
    extent: &Extent,
) -> (Plan<'a>, Option<Shard>) {
    let mut plan = Plan::new(workspace, options);
    let Some(sharding) = &extent.shard else { return (plan, None) };
    let places = balance(&weights(&plan, &sharding.glyphs), sharding.count);
    let digest = plan_digest(&plan, &places, options, &workspace.inputs);
    let mut places = places.into_iter();
    plan.parts.retain(|_| places.next() == Some(sharding.number - 1));
    // What is wrong is said by every shard; only the first lists what it lacks for that.
    if sharding.number > 1 {
        plan.failed.clear();
        plan.failed_versions = 0;
    }
    (plan, Some(Shard { number: sharding.number, count: sharding.count, plan: digest }))
}

/// The digest of a whole plan: its files, which part each of them is in, and everything they may be
/// made from.
fn plan_digest(plan: &Plan<'_>, places: &[usize], options: &Options, inputs: &Inputs) -> Digest {
    let mut files: Vec<&String> = plan.jobs().map(|job| &job.path).chain(&plan.failed).collect();
    files.sort();
    let mut all: Vec<Input> = inputs.all().collect();
    all.sort();
    let text = serde_json::to_vec(&(files, places, all, options.epoch));
    Digest::of(&text.expect("plain data is always JSON"))
}

/// Builds what can be built. One version that fails does not stop the others.
pub fn build(
    workspace: &Workspace,
    options: &Options,
    extent: &Extent,
    running: &Running<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Report {
    let (plan, shard) = planned(workspace, options, extent);
    let taken = OutFolder::take(&options.out, &mut || on_event(Event::Waiting));
    let mut folder = match taken {
        Ok(folder) => folder,
        Err(failure) => {
            on_event(Event::Failure(&failure));
            return Report { failed: plan.jobs().count(), ..Report::default() };
        }
    };
    let record = Record::read(&options.out, options.epoch);
    if let Some(note) = &record.note {
        on_event(Event::RecordIgnored(note));
    }
    let all = plan.jobs().count() + workspace.unchanged.len();
    let decisions = decide(&plan, options, workspace, &record, extent.force);
    let check = check_warnings(workspace);
    let mut outcome = Outcome { failed: plan.failed.clone(), ..Outcome::default() };
    keep_unread(workspace, &record, &mut outcome, on_event);
    let mut to_make = Vec::new();
    for (part, decisions) in plan.parts.iter().zip(decisions) {
        let make = keep(part, decisions, workspace, &check, &mut outcome, on_event);
        if !make.is_empty() {
            to_make.push((part, make));
        }
    }
    on_event(Event::Planned(all, to_make.iter().map(|(_, make)| make.len()).sum()));
    let reused = outcome.entries.len();
    if !to_make.is_empty() {
        if let Err(failure) = folder.begin(&record, options.epoch) {
            on_event(Event::Failure(&failure));
        }
        produce(&to_make, options, workspace, running, &mut |done| match done {
            Done::Typeset(files) => on_event(Event::Typeset(files)),
            Done::Diagnostics(found, sources) => on_event(Event::Diagnostics(found, sources)),
            Done::Ended(path, ended) => on_event(Event::Ended(path, ended)),
            Done::Failed(part) => {
                let (_, make) = &to_make[part];
                outcome.failed.extend(make.iter().map(|(job, _)| job.path.clone()));
            }
            Done::Finished(part, finished) => {
                let (part, make) = &to_make[part];
                let made = finished
                    .into_iter()
                    .map(|finished| (entry(part, &finished, options, workspace, &check), finished));
                write(made.collect(), make, &mut folder, &mut outcome, on_event);
            }
        });
    }
    // What no worker got to, for the build was interrupted or none could be started.
    let there: BTreeSet<&String> = outcome.entries.iter().map(|e| &e.artifact.path).collect();
    let failed: BTreeSet<&String> = outcome.failed.iter().collect();
    let planned = plan.jobs().map(|job| &job.path);
    let left: Vec<String> =
        planned.filter(|path| !there.contains(path) && !failed.contains(path)).cloned().collect();
    outcome.failed.extend(left);
    let mut report = Report {
        built: outcome.entries.len() - reused,
        reused,
        failed: outcome.failed.len(),
        interrupted: running.interrupted.load(Ordering::Relaxed),
    };
    outcome.complete =
        outcome.failed.is_empty() && plan.failed_versions == 0 && outcome.entries.len() == all;
    if report.failed == 0 && plan.failed_versions > 0 {
        report.failed = plan.failed_versions;
    }
    let scene = Scene { plan: &plan, workspace, options, extent, record: &record, check: &check };
    if let Err(failure) = conclude(outcome, shard, &scene, folder, on_event) {
        on_event(Event::Failure(&failure));
    }
    report
}

/// Keeps the files of briefs that were not read.
fn keep_unread(
    workspace: &Workspace,
    record: &Record,
    outcome: &mut Outcome,
    on_event: &mut dyn FnMut(Event<'_>),
) {
    for entry in &workspace.unchanged {
        // The folder was looked at before it was this build's alone.
        if record.entries.get(&entry.artifact.path) == Some(entry) {
            on_event(Event::Kept(&entry.artifact));
            outcome.entries.push(entry.clone());
        } else {
            on_event(Event::Overtaken(&entry.artifact.path));
            outcome.failed.push(entry.artifact.path.clone());
        }
    }
}

/// Keeps the files of a part that are up to date; those that are not are left to make.
fn keep<'a>(
    part: &'a Part<'_>,
    decisions: Vec<Decision>,
    workspace: &Workspace,
    check: &CheckWarnings,
    outcome: &mut Outcome,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Vec<(&'a Job, Reason)> {
    let mut make = Vec::new();
    let mut said = BTreeSet::new();
    for (job, Decision { reason, kept }) in part.jobs.iter().zip(decisions) {
        let Some(mut entry) = kept else {
            make.push((job, reason));
            continue;
        };
        if say_again(&entry.artifact, part, workspace, &mut said, on_event) {
            describe(&mut entry.artifact, part, check);
            on_event(Event::Kept(&entry.artifact));
            outcome.entries.push(entry);
        } else {
            outcome.failed.push(entry.artifact.path);
        }
    }
    make
}

/// Writes the files of a part, all or none, and writes down that they are there.
fn write(
    made: Vec<(Entry, Finished)>,
    reasons: &[(&Job, Reason)],
    folder: &mut OutFolder,
    outcome: &mut Outcome,
    on_event: &mut dyn FnMut(Event<'_>),
) {
    let (mut files, mut entries) = (Vec::new(), Vec::new());
    for (entry, finished) in made {
        files.push((folder.path.join(&entry.artifact.path), finished.made.bytes));
        // Two editions share a picture.
        let thumbnail = folder.path.join(&entry.artifact.thumbnail.path);
        if !files.iter().any(|(path, _)| *path == thumbnail) {
            files.push((thumbnail, finished.thumbnail));
        }
        entries.push(entry);
    }
    let written =
        write_all(&files).and_then(|()| entries.iter().try_for_each(|entry| folder.done(entry)));
    if let Err(failure) = written {
        on_event(Event::Failure(&failure));
        outcome.failed.extend(entries.into_iter().map(|entry| entry.artifact.path));
        return;
    }
    for entry in entries {
        if let Some((_, reason)) = reasons.iter().find(|(job, _)| job.path == entry.artifact.path) {
            on_event(Event::Written(&entry.artifact, reason));
        }
        outcome.entries.push(entry);
    }
}

/// Says again what a file that is kept was warned of while it was set, once for each part; whether
/// none of it is an error now.
fn say_again(
    artifact: &Artifact,
    part: &Part<'_>,
    workspace: &Workspace,
    said: &mut BTreeSet<Warning>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> bool {
    let mut warnings = artifact.warnings.iter().filter(|w| w.stage == Stage::Typeset).peekable();
    if warnings.peek().is_none() {
        return true;
    }
    let mut sources = workspace.sources.clone();
    let (mut all, mut new) = (Diagnostics::new(), Diagnostics::new());
    for warning in warnings {
        let Some(diagnostic) = troubles::from_warning(warning, workspace, &mut sources) else {
            continue;
        };
        if said.insert(warning.clone()) {
            new.push(diagnostic.clone());
        }
        all.push(diagnostic);
    }
    let levels = &part.config.levels;
    let new = new.leveled(levels);
    if !new.is_empty() {
        on_event(Event::Diagnostics(&new, &sources));
    }
    !all.leveled(levels).has_errors()
}

/// What a manifest says of a file that was made.
pub fn entry(
    part: &Part<'_>,
    finished: &Finished,
    options: &Options,
    workspace: &Workspace,
    check: &CheckWarnings,
) -> Entry {
    let Finished { document, made, thumbnail, warnings } = finished;
    let name = document.file_name(&part.brief.id, &part.language.tag, made.edition);
    let job = Job {
        document: *document,
        edition: made.edition,
        path: format!("{}/{name}", part.brief.id),
    };
    let mut inputs = part.inputs.clone();
    inputs.extend(made.reads.iter().filter_map(|path| workspace.inputs.read(path)).cloned());
    inputs.extend(common(&workspace.inputs, made.edition));
    inputs.sort();
    let mut artifact = Artifact {
        path: job.path.clone(),
        brief: String::new(),
        title: String::new(),
        country: String::new(),
        language: part.language.tag.clone(),
        document: *document,
        edition: made.edition,
        date: String::new(),
        status: String::new(),
        translation: None,
        pages: made.pages,
        glyphs: made.glyphs,
        bytes: made.bytes.len(),
        sha256: Digest::of(&made.bytes),
        standards: part.standards(made.edition, workspace),
        fonts: made.fonts.clone(),
        warnings: warnings.clone(),
        thumbnail: Picture {
            path: part.thumbnail(*document),
            bytes: thumbnail.len(),
            sha256: Digest::of(thumbnail),
        },
        inputs: Vec::new(),
        fingerprint: fingerprint(part, &job, options, workspace, &inputs),
    };
    describe(&mut artifact, part, check);
    Entry { artifact, inputs }
}
