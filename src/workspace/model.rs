//! A project as it is on disk: read, parsed and resolved, with every problem found.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::astray::Trace;
use super::inputs::Inputs;
use super::unseen::Unseen;
use crate::brief::{Brief, RawBrief};
use crate::colour::Separation;
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources};
use crate::disk::EnvError;
use crate::l10n::{Labels, serving};
use crate::limits::Limits;
use crate::project::{Config, National};
use crate::sdg::Framework;
use crate::templates::TemplateFiles;
use crate::translation::{Lock, Originals, Progress, Translation};
use crate::tree::Text;
use crate::typeset::Fonts;

/// A loaded project.
pub struct Workspace {
    /// The project's folder.
    pub root: PathBuf,
    /// The project file, unless something in it is wrong.
    pub config: Option<Config>,
    /// The framework: the United Nations', with what the project file adds, as far as that can be
    /// read.
    pub framework: Arc<Framework>,
    /// The briefs that were asked for, in the order of their ids.
    pub briefs: Vec<LoadedBrief>,
    /// Labels by language.
    pub labels: BTreeMap<String, Labels>,
    /// What templates may read.
    pub templates: TemplateFiles,
    /// Images and other assets by the path templates use.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// How colours become inks in the print edition.
    pub separation: Separation,
    /// What is taken of anything.
    pub limits: Limits,
    /// The faces.
    pub fonts: Arc<Fonts>,
    /// The files of those that are not built in, in the order in which they are tried.
    pub font_files: Vec<PathBuf>,
    /// The files that were read.
    pub sources: Sources,
    /// Their digests, and those of what templates may read.
    pub inputs: Inputs,
    /// Every problem, at the project's levels.
    pub diagnostics: Diagnostics,
    /// Those about the project file that have to do with no brief in particular. They are kept where briefs are let go.
    pub of_project_file: Vec<Diagnostic>,
    /// What the environment would not let us read.
    pub failures: Vec<EnvError>,
    /// The folders of briefs, by their names, in alphabetical order; whatever is in them.
    pub brief_folders: Arc<Vec<String>>,
    /// The ids of the briefs that are asked for, where not simply all are.
    pub asked: Option<BTreeSet<String>>,
    /// What could not be seen, by whoever's fault.
    pub unseen: Unseen,
}

/// A brief of the project, with its translations.
pub struct LoadedBrief {
    /// Its id.
    pub id: String,
    /// What it was written as, whatever it is worth.
    pub raw: RawBrief,
    /// The original and then the translations, by their tags.
    pub versions: Vec<Version>,
    /// Its translations as they stand, by their tags, with what each was made from.
    pub translations: Vec<(Translation, Lock)>,
    /// What of it could not be read whole: nothing that is written about that could be right.
    pub unread: UnreadFiles,
    /// What there is of translations that are not read, by the languages in which there is none.
    pub traces: BTreeMap<String, Trace>,
    /// What is said of it at places of the project file.
    pub at_project_file: Vec<Diagnostic>,
}

/// Files of a brief that could not be read, or not be parsed whole. What is in them is not known, and
/// is not absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnreadFiles {
    /// Whether the brief's own file is among them, or its translations could not be listed.
    pub brief: bool,
    /// The languages whose translation or lock is.
    pub languages: BTreeSet<String>,
}

impl UnreadFiles {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A brief in one language.
#[derive(Default)]
pub struct Version {
    /// The language, a BCP 47 tag; `None` when the original names none that is known.
    pub language: Option<String>,
    /// The brief, unless something in it is an error.
    pub brief: Option<Brief>,
    /// The project file with this language's words.
    pub config: Option<Config>,
    /// How far the translation is; `None` for the original.
    pub progress: Option<Progress>,
    /// The files it is written in: the brief's, and a translation's with its lock.
    pub files: Vec<FileId>,
    /// Every text of its own file, to find where a character on a page came from.
    pub texts: Arc<[Text]>,
    /// The same of the original's file, where this is a translation.
    pub original_texts: Arc<[Text]>,
    /// What is said of the translation at places of the original's file: what it lacks.
    pub lacking: Vec<Diagnostic>,
    /// Whether nothing was asked of it, so that it was not read.
    pub is_passed: bool,
}

impl Version {
    /// A translation that cannot be read.
    pub(super) fn unreadable(language: &str) -> Self {
        Self { language: Some(language.to_string()), ..Self::default() }
    }

    /// A translation of which nothing is asked.
    pub(super) fn passed(language: &str) -> Self {
        Self { language: Some(language.to_string()), is_passed: true, ..Self::default() }
    }

    /// Every text it is made of.
    pub fn all_texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().chain(self.original_texts.iter())
    }
}

impl LoadedBrief {
    /// A brief whose file cannot be read.
    pub(super) fn unreadable(id: &str) -> Self {
        Self {
            id: id.into(),
            raw: RawBrief::default(),
            versions: vec![Version::default()],
            translations: Vec::new(),
            unread: UnreadFiles { brief: true, ..UnreadFiles::default() },
            traces: BTreeMap::new(),
            at_project_file: Vec::new(),
        }
    }

    /// What is to be done with what there is of its translation into a language, where that is not read.
    pub fn trace_help(&self, language: &str, sources: &Sources) -> Option<String> {
        self.traces.get(language).map(|trace| trace.help(language, sources))
    }

    /// Whether every version of it that was read can be built.
    pub fn is_valid(&self) -> bool {
        self.versions.iter().all(|version| version.brief.is_some() || version.is_passed)
    }

    /// Whether it has no goal, and so no indicator table. Where it could not be read, it is taken to
    /// have one.
    pub fn has_no_goal(&self) -> bool {
        self.raw.goals.is_empty() && !self.unread.brief
    }

    /// The texts that translations are checked against. Of a nation's goals only those that the brief
    /// touches print with it.
    pub fn originals(&self, config: Option<&Config>) -> Originals {
        let touched = self.national();
        let prints = |text: &&Text| {
            let is_national = text.key.starts_with("framework.");
            !is_national || touched.iter().any(|keys| text.key.starts_with(keys.as_str()))
        };
        let texts = config.map(Config::texts);
        let texts: Option<Vec<Text>> =
            texts.map(|texts| texts.iter().filter(prints).cloned().collect());
        Originals::new(&self.raw, texts.as_deref())
    }

    /// What the keys of the words begin with that its goals, targets and indicators would have in the
    /// project file.
    fn national(&self) -> Vec<String> {
        let mut keys = Vec::new();
        for goal in &self.raw.goals {
            let number = goal.number.as_ref().and_then(|number| u8::try_from(number.value).ok());
            keys.extend(number.map(|number| National::Goal(number).keys()));
            for target in &goal.targets {
                keys.extend(target.code.iter().map(|code| National::Target(code.as_str()).keys()));
                let codes = target.indicators.iter().filter_map(|own| own.code.as_ref());
                keys.extend(codes.map(|code| National::Indicator(code.as_str()).keys()));
            }
        }
        keys
    }
}

impl Workspace {
    /// What is wrong, without what is said of translations into languages that are not among these; all of it
    /// where there are none.
    pub fn diagnostics_in(&self, languages: &[String]) -> Cow<'_, Diagnostics> {
        if languages.is_empty() {
            return Cow::Borrowed(&self.diagnostics);
        }
        let key = |found: &Diagnostic| Some((found.span?.file, found.span?.start));
        let (mut files, mut lacking) = (BTreeSet::<FileId>::new(), BTreeSet::new());
        let translations = self.briefs.iter().flat_map(|loaded| loaded.versions.iter().skip(1));
        let is_asked = |version: &&Version| {
            version.language.as_ref().is_none_or(|tag| languages.contains(tag))
        };
        let (asked, others): (Vec<&Version>, Vec<&Version>) = translations.partition(is_asked);
        for version in others {
            files.extend(version.files.iter().skip(1));
            lacking.extend(version.lacking.iter().map(|found| (key(found), &found.message)));
        }
        for found in asked.iter().flat_map(|version| &version.lacking) {
            lacking.remove(&(key(found), &found.message));
        }
        let is_other = |found: &&Diagnostic| {
            found.span.is_some_and(|span| files.contains(&span.file))
                || lacking.contains(&(key(found), &found.message))
        };
        Cow::Owned(self.diagnostics.iter().filter(|found| !is_other(found)).cloned().collect())
    }

    /// Those problems that are told at places of the project file.
    pub(super) fn at_project_file(&self, found: &Diagnostics) -> Vec<Diagnostic> {
        let file = self.inputs.project_file();
        let is_there = |own: &&Diagnostic| own.span.is_some_and(|span| Some(span.file) == file);
        found.iter().filter(is_there).cloned().collect()
    }

    /// The languages that there are labels for.
    pub(super) fn known_languages(&self) -> Vec<String> {
        self.labels.keys().cloned().collect()
    }

    /// The labels that serve a language: its own, or those of the nearest that has some.
    pub fn labels_of(&self, language: &str) -> Option<Cow<'_, Labels>> {
        let known = self.labels.keys().map(String::as_str);
        let serving = serving(language, known).first().map(|tag| &self.labels[*tag])?;
        Some(serving.serve(language))
    }
}
