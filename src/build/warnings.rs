//! What a manifest says of a file that the file itself does not decide: the brief's state, and what
//! `check` warned of.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Part;
use super::troubles;
use super::workspace::{Version, Workspace};
use crate::brief::Status;
use crate::diag::{Diagnostic, FileId};
use crate::release::{Artifact, Stage, Warning};

/// What `check` warned of.
#[derive(Debug, Default)]
pub struct CheckWarnings {
    /// By the file it is about.
    files: BTreeMap<FileId, Vec<Warning>>,
    /// What translations lack, by the file of the brief and the language.
    lacking: BTreeMap<(FileId, String), Vec<Warning>>,
}

impl CheckWarnings {
    /// Those about a version of a brief.
    pub fn about<'w>(&'w self, part: &Part<'_>) -> impl Iterator<Item = &'w Warning> {
        let files = part.files.iter().filter_map(|file| self.files.get(file));
        let Version { language, files: own, .. } = part.version;
        let version = own.first().zip(language.as_ref());
        let lacking =
            version.and_then(|(&brief, language)| self.lacking.get(&(brief, language.clone())));
        files.chain(lacking).flatten()
    }
}

/// What `check` warned of.
pub fn check_warnings(workspace: &Workspace) -> CheckWarnings {
    let mut all = CheckWarnings::default();
    let mut lacking = BTreeSet::new();
    let warning = |diagnostic: &Diagnostic| {
        troubles::to_warning(diagnostic, Stage::Check, &workspace.sources, workspace)
    };
    for version in workspace.briefs.iter().flat_map(|loaded| &loaded.versions) {
        for diagnostic in &version.lacking {
            let (Some(span), Some(language)) = (diagnostic.span, &version.language) else {
                continue;
            };
            lacking.insert((span.file, span.start, &diagnostic.message));
            let own = all.lacking.entry((span.file, language.clone())).or_default();
            own.push(warning(diagnostic));
        }
    }
    for diagnostic in workspace.diagnostics.iter() {
        if let Some(span) = diagnostic.span
            && !lacking.contains(&(span.file, span.start, &diagnostic.message))
        {
            all.files.entry(span.file).or_default().push(warning(diagnostic));
        }
    }
    all
}

/// Fills in what a manifest says of a file that the file itself does not decide.
pub fn describe(artifact: &mut Artifact, part: &Part<'_>, check: &CheckWarnings) {
    let brief = part.brief;
    artifact.brief.clone_from(&brief.id);
    artifact.title.clone_from(&brief.title.value);
    artifact.country.clone_from(&brief.country);
    artifact.date = brief.date.to_string();
    artifact.status = match brief.status {
        Status::Draft => "draft".into(),
        Status::Final => "final".into(),
    };
    artifact.translation.clone_from(&part.translation);
    artifact.warnings.retain(|warning| warning.stage == Stage::Typeset);
    artifact.warnings.extend(check.about(part).cloned());
    artifact.warnings.sort();
    artifact.warnings.dedup();
}
