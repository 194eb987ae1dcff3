//! Warnings as a manifest keeps them, and what `check` warned of each version of a brief.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Code, Diagnostic, FileId, Sources, Span};
use crate::release::{SourceLocation, Stage, Warning};
use crate::templates::{FOLDER, TemplateFiles};
use crate::workspace::{Inputs, Version, Workspace};

/// What `check` warned of.
#[derive(Debug, Default)]
pub struct CheckWarnings {
    /// By the file of a brief or translation that it is about.
    files: BTreeMap<FileId, Vec<Warning>>,
    /// What is about the project file: of no brief in particular, and of each brief by its id. Whatever else is built with it, of a
    /// brief it is the same.
    project: Vec<Warning>,
    of_briefs: BTreeMap<String, Vec<Warning>>,
    /// What translations lack, by the file of the brief and the language.
    lacking: BTreeMap<(FileId, String), Vec<Warning>>,
}

impl CheckWarnings {
    /// What `check` warned of in a project.
    pub fn of(workspace: &Workspace) -> Self {
        let mut all = Self::default();
        let mut lacking = BTreeSet::new();
        let warning = |diagnostic: &Diagnostic| {
            to_warning(diagnostic, Stage::Check, &workspace.sources, &workspace.inputs)
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
        all.project = workspace.of_project_file.iter().map(warning).collect();
        for loaded in &workspace.briefs {
            let own = loaded.at_project_file.iter().map(warning).collect();
            all.of_briefs.insert(loaded.id.clone(), own);
        }
        let project = workspace.inputs.project_file();
        for diagnostic in workspace.diagnostics.iter() {
            if let Some(span) = diagnostic.span
                && Some(span.file) != project
                && !lacking.contains(&(span.file, span.start, &diagnostic.message))
            {
                all.files.entry(span.file).or_default().push(warning(diagnostic));
            }
        }
        all
    }

    /// Those about a version of a brief, by the id of this.
    pub fn about(&self, brief: &str, version: &Version) -> Vec<Warning> {
        let files = version.files.iter().filter_map(|file| self.files.get(file));
        let of_brief = self.of_briefs.get(brief).into_iter();
        let files = [&self.project].into_iter().chain(of_brief).chain(files);
        let version = version.files.first().zip(version.language.as_ref());
        let lacking =
            version.and_then(|(&brief, language)| self.lacking.get(&(brief, language.clone())));
        files.chain(lacking).flatten().cloned().collect()
    }
}

/// A message as the manifest keeps it.
pub fn to_warning(
    diagnostic: &Diagnostic,
    stage: Stage,
    sources: &Sources,
    inputs: &Inputs,
) -> Warning {
    let place = diagnostic.span.map(|span| {
        let file = sources.get(span.file);
        let at = file.position(span.start);
        // Messages name a file from where the user is; the manifest from the project's folder.
        let input = inputs.text(span.file);
        SourceLocation {
            file: input.map_or_else(|| file.name().to_string(), |input| input.path.clone()),
            line: at.line,
            column: at.column,
            start: span.start,
            end: span.end,
        }
    });
    Warning {
        stage,
        code: diagnostic.code.name().into(),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        place,
    }
}

/// The message again, for a file that is kept. The file it points into is what it was.
pub fn from_warning(
    warning: &Warning,
    inputs: &Inputs,
    templates: &TemplateFiles,
    sources: &mut Sources,
) -> Option<Diagnostic> {
    let mut diagnostic = Diagnostic::new(Code::from_name(&warning.code)?, warning.message.clone());
    diagnostic.help.clone_from(&warning.help);
    if let Some(place) = &warning.place {
        let file = inputs.text_named(&place.file).or_else(|| {
            let inside = place.file.strip_prefix(FOLDER)?.strip_prefix('/')?;
            let bytes = templates.get(inside)?;
            Some(sources.add(place.file.as_str(), String::from_utf8_lossy(bytes)))
        })?;
        diagnostic = diagnostic.at(Span::new(file, place.start..place.end));
    }
    Some(diagnostic)
}
