//! The end of a build: what is there now is written down, and what is left of briefs that are gone
//! is cleared away.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::files::{EnvError, write_changed};
use super::fingerprint::kept;
use super::plan::{Options, Plan};
use super::record::{Entry, OutFolder, Record, is_intact, tool};
use super::run::{Event, Extent};
use super::warnings::{CheckWarnings, describe};
use super::workspace::{LoadedBrief, Workspace};
use crate::document::{Document, Edition};
use crate::l10n::PSEUDO_LOCALES;
use crate::project::Config;
use crate::release::{
    Artifact, BILL, CHECKSUMS, FORMAT, INDEX, Input, MANIFEST, Manifest, Role, Shard,
    bill_of_materials, checksums, index_page,
};

/// What a build came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files that are there.
    pub entries: Vec<Entry>,
    /// Those that are not.
    pub failed: Vec<String>,
    /// Whether everything that was asked for is there.
    pub complete: bool,
}

/// What a build had to do with.
pub struct Scene<'a> {
    /// The plan.
    pub plan: &'a Plan<'a>,
    /// The project.
    pub workspace: &'a Workspace,
    /// What was asked for.
    pub options: &'a Options,
    /// How far it goes.
    pub extent: &'a Extent,
    /// What an earlier build left.
    pub record: &'a Record,
    /// What `check` warns of.
    pub check: &'a CheckWarnings,
}

/// Writes the manifest and what is made of it.
pub fn conclude(
    outcome: Outcome,
    shard: Option<Shard>,
    scene: &Scene<'_>,
    folder: OutFolder,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<(), EnvError> {
    let Scene { plan, workspace, options, extent, record, check } = scene;
    let Outcome { mut entries, failed, complete } = outcome;
    if shard.is_none() {
        let (kept, outdated) = others(plan, options, workspace, record, check);
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
        return folder.release(&unlisted, options.epoch);
    }
    let publisher = publisher(workspace.config.as_ref());
    let manifest = assemble(entries, failed, complete, shard, options.epoch, publisher);
    write(&manifest, extent.bill, &options.out)?;
    folder.release(&unlisted, options.epoch)
}

/// Files of an earlier build that this one was not asked for: those that are still what would be
/// built, and those that are not, or of which nothing is known.
fn others<'r>(
    plan: &Plan<'_>,
    options: &Options,
    workspace: &Workspace,
    record: &'r Record,
    check: &CheckWarnings,
) -> (Vec<Entry>, Vec<&'r Entry>) {
    let unread = workspace.unchanged.iter().map(|entry| &entry.artifact.path);
    let planned: BTreeSet<&String> =
        plan.jobs().map(|job| &job.path).chain(&plan.failed).chain(unread).collect();
    let others: Vec<&Entry> =
        record.entries.values().filter(|e| !planned.contains(&e.artifact.path)).collect();
    let now = workspace.inputs.now(&workspace.root);
    let (same, changed): (Vec<&Entry>, Vec<&Entry>) = others.into_par_iter().partition(|entry| {
        now.first_change(&entry.inputs).is_none()
            && is_intact(&options.out, &entry.artifact).is_ok()
    });
    let mut kept_ones: Vec<Entry> = same.into_iter().cloned().collect();
    if changed.is_empty() {
        return (kept_ones, changed);
    }
    // What changed may come to the same, where it has been read.
    let everything = Options {
        languages: Vec::new(),
        documents: Document::ALL.to_vec(),
        editions: vec![Edition::Screen, Edition::Print],
        ..options.clone()
    };
    let all = Plan::new(workspace, &everything);
    let jobs = all.parts.iter().flat_map(|part| part.jobs.iter().map(move |job| (part, job)));
    let jobs: BTreeMap<&str, _> =
        jobs.map(|(part, job)| (job.path.as_str(), (part, job))).collect();
    let again = |entry: &Entry| {
        let (part, job) = jobs.get(entry.artifact.path.as_str())?;
        let mut entry = kept(part, job, options, workspace, record).ok()?;
        describe(&mut entry.artifact, part, check);
        Some(entry)
    };
    let mut outdated = Vec::new();
    for entry in changed {
        match again(entry) {
            Some(entry) => kept_ones.push(entry),
            None => outdated.push(entry),
        }
    }
    (kept_ones, outdated)
}

/// Whether the brief or the translation that a file was made from is not there any more, or the
/// brief is in that language no more.
fn is_gone(entry: &Entry, workspace: &Workspace) -> bool {
    let Artifact { brief, language, .. } = &entry.artifact;
    let is_pseudo = PSEUDO_LOCALES.iter().any(|(tag, _)| tag == language);
    let read = workspace.briefs.iter().find(|loaded| loaded.id == *brief && loaded.is_valid());
    let spoken = |loaded: &LoadedBrief| {
        loaded.versions.iter().any(|version| version.language.as_ref() == Some(language))
    };
    let is_without = |input: &Input| {
        matches!(input.role, Role::Brief | Role::Translation)
            && !workspace.root.join(&input.path).exists()
    };
    entry.inputs.iter().any(is_without) || !is_pseudo && read.is_some_and(|read| !spoken(read))
}

/// The manifest of some files.
pub fn assemble(
    entries: Vec<Entry>,
    mut failed: Vec<String>,
    complete: bool,
    shard: Option<Shard>,
    epoch: Option<i64>,
    publisher: String,
) -> Manifest {
    let used = entries.iter().flat_map(|entry| &entry.inputs).cloned();
    let inputs: Vec<Input> = used.collect::<BTreeSet<_>>().into_iter().collect();
    let mut files: Vec<Artifact> = entries
        .into_iter()
        .map(|Entry { artifact, inputs: own }| {
            let places = own.iter().filter_map(|input| inputs.binary_search(input).ok());
            Artifact { inputs: places.collect(), ..artifact }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    failed.sort();
    let format = FORMAT;
    Manifest { format, tool: tool(), publisher, epoch, complete, failed, shard, inputs, files }
}

/// What is written of a manifest: file names and contents, the checksums last.
pub fn release_files(manifest: &Manifest, bill: bool) -> Vec<(&'static str, Vec<u8>)> {
    files_beside(manifest, manifest.to_json().into_bytes(), bill)
}

/// The same for a manifest that is written already.
pub fn files_beside(
    manifest: &Manifest,
    json: Vec<u8>,
    bill: bool,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![(MANIFEST, json), (INDEX, index_page(manifest).into_bytes())];
    if bill {
        files.push((BILL, bill_of_materials(manifest).into_bytes()));
    }
    let others: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let sums = checksums(manifest, &others).into_bytes();
    files.push((CHECKSUMS, sums));
    files
}

/// Writes a manifest and what is made of it. A bill of materials that is there is kept up to date.
pub fn write(manifest: &Manifest, bill: bool, out: &Path) -> Result<(), EnvError> {
    let bill = bill || out.join(BILL).exists();
    let files = release_files(manifest, bill);
    files.into_iter().try_for_each(|(name, bytes)| write_changed(&out.join(name), bytes))
}

/// The name of who publishes.
pub fn publisher(config: Option<&Config>) -> String {
    config.map_or_else(String::new, |config| config.organisation.name().to_string())
}
