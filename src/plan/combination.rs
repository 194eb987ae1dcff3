//! Tables of several briefs that are asked for: of which, in which languages, and why one is not made.

use std::collections::BTreeSet;

use crate::brief::{Brief, disagreements};
use crate::diag::{Code, Diagnostic, Diagnostics, Level, Span};
use crate::document::Document;
use crate::l10n::is_pseudo;
use crate::project::Config;
use crate::release::Artifact;
use crate::workspace::{LoadedBrief, Version, Workspace};

/// A table of several briefs that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Combination {
    /// The briefs, by their ids; all that were read when empty.
    pub briefs: Vec<String>,
    /// In these languages; in those that all of the briefs have when empty.
    pub languages: Vec<String>,
}

/// A brief of a table of several.
#[derive(Clone, Copy)]
pub struct MemberPart<'a> {
    /// The brief's version: in the language of the table, or the original where it has none in that.
    pub version: &'a Version,
    /// The brief in this version.
    pub brief: &'a Brief,
    /// The project file with the same language's words.
    pub config: &'a Config,
    /// Whether it is in the language of the table.
    pub is_in: bool,
}

/// Why a table of several briefs is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCombined {
    /// Another document is asked for.
    #[error("the indicator table alone is made of several briefs together")]
    OtherDocument,
    /// There is no brief.
    #[error("there is no brief to make a table of")]
    WithoutBriefs,
    /// There is no language that all of them have.
    #[error("there is no language that all of the briefs have")]
    WithoutLanguage,
    /// None of them names an indicator.
    #[error("none of the briefs names an indicator")]
    WithoutIndicator,
}

impl NotCombined {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            NotCombined::OtherDocument => "`briefpress build --only indicators --combined`",
            NotCombined::WithoutBriefs => "`briefpress new ID --country KH` starts one",
            NotCombined::WithoutLanguage => {
                "say in which: `--lang en`; what a brief has not in that prints as it was written"
            }
            NotCombined::WithoutIndicator => "name some under `[[goal.target.indicator]]`",
        }
    }
}

/// Whether a version is that of a brief in a language.
pub(super) fn is_in(version: &Version, language: &str) -> bool {
    version.language.as_deref() == Some(language)
}

impl Combination {
    /// Those that files are of, each language by itself.
    pub fn of<'f>(files: impl Iterator<Item = &'f Artifact>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for file in files.filter(|file| file.document == Document::Combined) {
            let languages = vec![file.language.clone()];
            let own = Self { briefs: file.briefs.clone(), languages };
            if !all.contains(&own) {
                all.push(own);
            }
        }
        all
    }

    /// The briefs of a project that it is of; `None` where one of them was not read.
    pub(super) fn briefs<'a>(&self, workspace: &'a Workspace) -> Option<Vec<&'a LoadedBrief>> {
        if self.briefs.is_empty() {
            return Some(workspace.briefs.iter().collect());
        }
        let of = |id: &String| workspace.briefs.iter().find(|loaded| loaded.id == *id);
        self.briefs.iter().map(of).collect()
    }

    /// The languages it is asked for in.
    pub(super) fn languages(&self, briefs: &[&LoadedBrief]) -> Vec<String> {
        if !self.languages.is_empty() {
            return self.languages.clone();
        }
        let of = |loaded: &&LoadedBrief| -> BTreeSet<String> {
            loaded.versions.iter().filter_map(|version| version.language.clone()).collect()
        };
        let all = briefs.iter().map(of).reduce(|common, own| &common & &own);
        all.unwrap_or_default().into_iter().collect()
    }

    /// What there is to say of briefs that are not in a language that it is asked for in: at each, that
    /// its own words print as they are; as an error where that is wanted.
    pub fn untranslated(&self, workspace: &Workspace, is_error: bool) -> Diagnostics {
        let mut found = Diagnostics::new();
        let briefs = self.briefs(workspace).unwrap_or_default();
        for language in self.languages.iter().filter(|tag| !is_pseudo(tag)) {
            for loaded in &briefs {
                let lacks = loaded.versions.iter().all(|version| !is_in(version, language));
                let Some(brief) = loaded.versions.first().and_then(|own| own.brief.as_ref()) else {
                    continue;
                };
                if !lacks {
                    continue;
                }
                let (id, own) = (&loaded.id, &brief.language);
                let message = format!(
                    "the brief `{id}` is not in `{language}`: its own words print in `{own}`"
                );
                let begin = || format!("`briefpress i18n sync {id} --lang {language}` begins it");
                let help = loaded.trace_help(language, &workspace.sources).unwrap_or_else(begin);
                found.push(
                    Diagnostic::new(Code::Untranslated, message)
                        .at(Span::new(brief.file, 0..0))
                        .help(help),
                );
            }
        }
        let Some(config) = &workspace.config else { return found };
        let mut levels = config.levels.clone();
        if is_error {
            levels.set(Code::Untranslated, Level::Deny);
        }
        found.leveled(&levels)
    }

    /// Where the files of its briefs say of the same what is not the same.
    pub fn conflicts(&self, workspace: &Workspace) -> Diagnostics {
        let briefs = self.briefs(workspace).unwrap_or_default();
        let originals = briefs.iter().filter_map(|loaded| loaded.versions.first());
        let briefs: Vec<&Brief> = originals.filter_map(|version| version.brief.as_ref()).collect();
        disagreements(&briefs)
    }
}
