//! A project as it is on disk: read, parsed and resolved, with every problem found.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::inputs::Inputs;
use super::unseen::Unseen;
use crate::brief::{Brief, RawBrief};
use crate::colour::Separation;
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources};
use crate::disk::EnvError;
use crate::l10n::{Labels, serving};
use crate::limits::Limits;
use crate::project::Config;
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
    /// What the environment would not let us read.
    pub failures: Vec<EnvError>,
    /// Whether the folder of briefs could be listed and holds a brief, whatever it is worth.
    pub has_briefs: bool,
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
}

impl Version {
    /// A translation that cannot be read.
    pub(super) fn unreadable(language: &str) -> Self {
        Self { language: Some(language.to_string()), ..Self::default() }
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
        }
    }

    /// Whether every version of it can be built.
    pub fn is_valid(&self) -> bool {
        self.versions.iter().all(|version| version.brief.is_some())
    }

    /// The texts that translations are checked against.
    pub fn originals(&self, config: Option<&Config>) -> Originals {
        Originals::new(&self.raw, config.map(Config::texts))
    }
}

impl Workspace {
    /// The labels that serve a language: its own, or those of the nearest that has some.
    pub fn labels_of(&self, language: &str) -> Option<Cow<'_, Labels>> {
        let known = self.labels.keys().map(String::as_str);
        let serving = serving(language, known).first().map(|tag| &self.labels[*tag])?;
        Some(serving.serve(language))
    }
}
