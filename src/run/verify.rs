//! Whether a release is what its project makes: everything is built again and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::entry::entry;
use super::event::Event;
use super::tasks::{Making, TaskEvent, Workers, make, pool};
use crate::disk::{check_regular, read_regular_within};
use crate::document::Document;
use crate::output::{
    Damage, assemble, files_beside, first_damaged, read_manifest, tool, whole_manifest,
};
use crate::plan::{Combination, Options, Plan, Reason};
use crate::release::{Artifact, BILL, Bill, Entry, Input, MANIFEST, Manifest, Tool};
use crate::workspace::{Workspace, ids_of_briefs};

/// A file that is not what the project makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file, from the release's folder.
    pub path: String,
    /// What is the matter with it.
    pub why: Mismatch,
}

/// What is the matter with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// It is not there.
    Missing,
    /// It was changed after it was built.
    Altered,
    /// The first of its inputs, by role and path, that is another now.
    Input(Input),
    /// The first of its inputs that is gone.
    Gone(Input),
    /// The first input that is new.
    NewInput(Input),
    /// A brief that is new, of which a table of all says nothing.
    NewBrief(String),
    /// Another briefpress made it.
    Tool(Tool),
    /// It can not be built now.
    NotBuilt,
    /// Another file comes from the same inputs, which is a bug.
    Unexplained,
    /// It does not describe the files as they are.
    Description,
}

/// Builds a release again, in memory, and compares every byte. What is found is reported in the order
/// of the manifest.
pub fn verify(
    dir: &Path,
    manifest: &Manifest,
    workspace: &Workspace,
    workers: &Workers<'_>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Vec<Difference> {
    let options = options(dir, manifest);
    let mut plan = Plan::new(workspace, &options);
    let listed: BTreeMap<&str, &Artifact> =
        manifest.files.iter().map(|file| (file.path.as_str(), file)).collect();
    for part in &mut plan.parts {
        part.jobs.retain(|job| listed.contains_key(job.path.as_str()));
    }
    let to_make: Vec<_> = plan
        .parts
        .iter()
        .map(|part| (part, part.jobs.iter().map(|job| (job, Reason::Forced)).collect::<Vec<_>>()))
        .filter(|(_, jobs)| !jobs.is_empty())
        .collect();
    on_event(Event::Planned(listed.len(), to_make.iter().map(|(_, jobs)| jobs.len()).sum()));

    let briefs = ids_of_briefs(&workspace.root).unwrap_or_default();
    let mut reasons: BTreeMap<String, Mismatch> = BTreeMap::new();
    for file in &manifest.files {
        if let Some((path, damage)) = first_damaged(dir, file) {
            let why = match damage {
                Damage::Missing => Mismatch::Missing,
                Damage::Altered => Mismatch::Altered,
            };
            reasons.insert(path.to_string(), why);
        }
        if let Some(id) = file.lacking_brief(&briefs) {
            reasons.entry(file.path.clone()).or_insert_with(|| Mismatch::NewBrief(id.clone()));
        }
    }
    let mut rebuilt: Vec<Arc<Entry>> = Vec::new();
    let pool = pool(workers);
    let documents = options.documents.len() + usize::from(!options.combined.is_empty());
    let by = Making { shared: &plan.shared, workers, pool: &pool, documents };
    make(&to_make, &by, &mut |event| match event {
        TaskEvent::Typeset(files) => on_event(Event::Typeset(files)),
        TaskEvent::Diagnostics(found, sources) => on_event(Event::Diagnostics(found, sources)),
        TaskEvent::Ended(path, ended) => on_event(Event::Ended(path, ended)),
        TaskEvent::Postponed(path, ended) => on_event(Event::Postponed(path, ended)),
        TaskEvent::Failed(_) => {}
        TaskEvent::Finished(part, finished) => {
            let (part, _) = &to_make[part];
            for finished in finished {
                let new = entry(part, &finished, &plan.shared);
                if let Some(old) = listed.get(new.artifact.path.as_str())
                    && let Some(why) = difference(old, &new, manifest)
                {
                    reasons.entry(new.artifact.path.clone()).or_insert(why);
                }
                rebuilt.push(Arc::new(new));
            }
        }
    });
    let made: BTreeSet<&str> = rebuilt.iter().map(|entry| entry.artifact.path.as_str()).collect();
    for path in listed.keys().filter(|path| !made.contains(*path)) {
        reasons.entry((*path).to_string()).or_insert(Mismatch::NotBuilt);
    }
    if reasons.is_empty() {
        let again = assemble(
            rebuilt,
            manifest.failed.clone(),
            manifest.complete,
            manifest.shard.clone(),
            manifest.epoch,
            plan.shared.publisher.clone(),
        );
        // It may say more than this program knows of.
        let json = read_manifest(&dir.join(MANIFEST)).unwrap_or_default();
        let is_same = whole_manifest(&json, dir).is_ok_and(|there| there == again);
        let json = if is_same { json } else { again.to_json().into_bytes() };
        let bill =
            if check_regular(&dir.join(BILL)).is_ok() { Bill::Written } else { Bill::NotAsked };
        for (name, bytes) in files_beside(&again, json, bill) {
            let why = match read_regular_within(&dir.join(&name), bytes.len() as u64) {
                Ok(there) if there == bytes => continue,
                Err(error) if error.kind() != io::ErrorKind::InvalidData => Mismatch::Missing,
                _ if manifest.tool != tool() => Mismatch::Tool(manifest.tool.clone()),
                _ => {
                    let (before, now) = (manifest.inputs.iter(), again.inputs.iter());
                    change(&before.collect::<Vec<_>>(), &now.collect::<Vec<_>>())
                        .unwrap_or(Mismatch::Description)
                }
            };
            reasons.insert(name, why);
        }
    }
    reasons.into_iter().map(|(path, why)| Difference { path, why }).collect()
}

/// What the files of a manifest were asked for as.
fn options(dir: &Path, manifest: &Manifest) -> Options {
    let files = &manifest.files;
    let unique = |languages: BTreeSet<&String>| languages.into_iter().cloned().collect();
    Options {
        languages: unique(files.iter().map(|file| &file.language).collect()),
        documents: Document::ALL
            .into_iter()
            .filter(|document| files.iter().any(|file| file.document == *document))
            .collect(),
        editions: files
            .iter()
            .map(|file| file.edition)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        out: dir.to_path_buf(),
        epoch: manifest.epoch,
        combined: Combination::of(files.iter()),
    }
}

/// Why a file that was built again is another.
fn difference(old: &Artifact, new: &Entry, manifest: &Manifest) -> Option<Mismatch> {
    if old.all_files().eq(new.artifact.all_files()) {
        return None;
    }
    if manifest.tool != tool() {
        return Some(Mismatch::Tool(manifest.tool.clone()));
    }
    let before: Vec<&Input> = manifest.inputs_of(old).collect();
    let now: Vec<&Input> = new.inputs.iter().map(|input| &**input).collect();
    Some(change(&before, &now).unwrap_or(Mismatch::Unexplained))
}

/// The first input that is not what it was.
fn change(before: &[&Input], now: &[&Input]) -> Option<Mismatch> {
    if let Some(&input) = before.iter().find(|input| !now.contains(input)) {
        let is_there = now.iter().any(|now| (now.role, &now.path) == (input.role, &input.path));
        return Some(if is_there {
            Mismatch::Input(input.clone())
        } else {
            Mismatch::Gone(input.clone())
        });
    }
    let new = now.iter().find(|input| !before.contains(input))?;
    Some(Mismatch::NewInput((*new).clone()))
}
