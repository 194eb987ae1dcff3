//! What is left of an earlier build that this one was not asked for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::combination::Combination;
use super::decide::kept;
use super::describe::redescribe;
use super::parts::{Options, Plan};
use crate::diag::{Code, Diagnostic};
use crate::document::{Document, Edition};
use crate::l10n::is_pseudo;
use crate::output::Record;
use crate::release::{Artifact, Entry, Input, Role};
use crate::workspace::{CurrentInputs, LoadedBrief, SourceDigest, Workspace, ids_of_briefs};

/// Files of an earlier build that this one was not asked for.
pub struct Leftovers {
    /// Those that are still what would be built.
    pub kept: Vec<Arc<Entry>>,
    /// Those that are not, or of which nothing is known.
    pub outdated: Vec<Arc<Entry>>,
}

/// Looks through files of an earlier build. What of their briefs is in the workspace is held against what it would come
/// to now.
pub fn leftovers(
    others: Vec<Arc<Entry>>,
    workspace: &Workspace,
    options: &Options,
    record: &Record,
) -> Leftovers {
    let source = |path: &str| record.source(path, &workspace.root);
    let now = workspace.inputs.now(&source);
    // A table of all briefs is out of date when there is one more, though none of them changed.
    let briefs = LazyLock::new(|| ids_of_briefs(&workspace.root).unwrap_or_default());
    let lacks_one = |entry: &Entry| {
        entry.artifact.all_briefs && entry.artifact.lacking_brief(&briefs).is_some()
    };
    let (mut kept_ones, changed): (Vec<Arc<Entry>>, Vec<Arc<Entry>>) =
        others.into_par_iter().partition(|entry| {
            !lacks_one(entry)
                && now.first_change(&entry.inputs).is_none()
                && record.is_intact(&entry.artifact).is_ok()
        });
    if changed.is_empty() {
        return Leftovers { kept: kept_ones, outdated: changed };
    }
    // What changed may come to the same, where it has been read.
    let everything = Options {
        languages: Vec::new(),
        documents: Document::ALL.to_vec(),
        editions: vec![Edition::Screen, Edition::Print],
        combined: Combination::of(changed.iter().map(|entry| &entry.artifact)),
        ..options.clone()
    };
    let all = Plan::new(workspace, &everything);
    let jobs = all.parts.iter().flat_map(|part| part.jobs.iter().map(move |job| (part, job)));
    let jobs: BTreeMap<&str, _> =
        jobs.map(|(part, job)| (job.path.as_str(), (part, job))).collect();
    let again = |entry: &Entry| {
        if lacks_one(entry) {
            return None;
        }
        let (part, job) = jobs.get(entry.artifact.path.as_str())?;
        let mut entry = kept(part, job, &all.shared, record).ok()?;
        redescribe(&mut entry, part);
        Some(entry)
    };
    let mut outdated = Vec::new();
    for entry in changed {
        match again(&entry) {
            Some(entry) => kept_ones.push(entry),
            None => outdated.push(entry),
        }
    }
    Leftovers { kept: kept_ones, outdated }
}

/// What is known of the texts that files of an earlier build were made from.
pub struct Origins<'w> {
    workspace: &'w Workspace,
    now: CurrentInputs<'w>,
}

impl<'w> Origins<'w> {
    /// What is known of a project's; `source` is the digest that one of its texts has now.
    pub fn of(workspace: &'w Workspace, source: &'w SourceDigest<'w>) -> Self {
        Self { workspace, now: workspace.inputs.now(source) }
    }

    /// Whether anything could not be read, so that nothing is known to be gone.
    pub fn are_doubtful(&self) -> bool {
        let workspace = self.workspace;
        let unread = [Code::FileUnreadable, Code::FileEncoding, Code::FileTooLarge];
        let is_unread = |found: &Diagnostic| found.is_error() && unread.contains(&found.code);
        workspace.config.is_none() || workspace.diagnostics.iter().any(is_unread)
    }

    /// Whether a brief is there.
    pub fn has_brief(&self, id: &str) -> bool {
        is_brief(&self.workspace.root, id)
    }

    /// Whether the brief or the translation that a file was made from is not there any more. Where [anything
    /// could not be read](Self::are_doubtful), nothing is gone.
    pub fn are_gone(&self, entry: &Entry) -> bool {
        let is_without = |input: &Arc<Input>| {
            matches!(input.role, Role::Brief | Role::Translation)
                && self.workspace.has_lost(&input.path)
        };
        entry.inputs.iter().any(is_without)
    }

    /// Whether the brief that a file was made from was read, and is in that language no more, or has no goal
    /// to make a table of.
    pub fn are_withdrawn(&self, entry: &Entry) -> bool {
        let workspace = self.workspace;
        let Artifact { brief, language, document, .. } = &entry.artifact;
        let read = workspace.briefs.iter().find(|loaded| loaded.id == *brief && loaded.is_valid());
        let spoken = |loaded: &LoadedBrief| {
            loaded.versions.iter().any(|version| version.language.as_ref() == Some(language))
        };
        // Of a translation its own file is the proof: it may stand there under a name that is not read.
        let is_original = !entry.inputs.iter().any(|input| input.role == Role::Translation);
        let is_empty =
            |loaded: &LoadedBrief| *document == Document::Indicators && loaded.has_no_goal();
        read.is_some_and(is_empty)
            || !is_pseudo(language) && is_original && read.is_some_and(|read| !spoken(read))
    }

    /// Whether it is not known what a file would be made from now: some of it could not be read.
    pub fn are_unknown(&self, entry: &Entry) -> bool {
        let is_unknown = |input: &Arc<Input>| {
            let is_text =
                matches!(input.role, Role::Project | Role::Brief | Role::Translation | Role::Lock);
            is_text && self.now.digest(input).is_none() && !self.workspace.has_lost(&input.path)
        };
        self.workspace.unseen.stops(&entry.artifact.language) || entry.inputs.iter().any(is_unknown)
    }
}

fn is_brief(root: &Path, id: &str) -> bool {
    root.join("briefs").join(id).join("brief.toml").symlink_metadata().is_ok()
}
