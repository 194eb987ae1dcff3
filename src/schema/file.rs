//! The files that users write.

use super::translation::translation_shape;
use crate::brief::RawBrief;
use crate::l10n::Labels;
use crate::project::Config;
use crate::tree::TableShape;

/// A file that users write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenFile {
    /// `brief.toml`.
    Brief,
    /// A translation of one.
    Translation,
    /// `briefpress.toml`.
    Project,
    /// The words of a language.
    Labels,
}

impl WrittenFile {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Brief, Self::Translation, Self::Project, Self::Labels];

    /// What it is called among the files of schemas, and in `keys.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Translation => "translation",
            Self::Project => "project",
            Self::Labels => "labels",
        }
    }

    /// What its schema is called.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Brief => "A brief: brief.toml",
            Self::Translation => "A translation of a brief: lang/LANG.toml",
            Self::Project => "A project: briefpress.toml",
            Self::Labels => "Words that templates print: templates/labels/LANG.toml",
        }
    }

    /// Its keys, as it is read.
    pub(super) fn shape(self) -> TableShape {
        match self {
            Self::Brief => RawBrief::shape(),
            Self::Translation => translation_shape(None),
            Self::Project => Config::shape(),
            Self::Labels => Labels::shape(),
        }
    }
}
