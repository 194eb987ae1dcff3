//! What one file says.

use std::collections::BTreeMap;

use super::clean::Cleanings;
use super::fault::FaultPlace;
use crate::sdg::PinnedTier;

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublishedKind {
    /// UNSD's sheet of tiers.
    TierSheet,
    /// The goal tree of UNSD's interface.
    GoalTree,
    /// A spreadsheet of the framework.
    FrameworkSheet,
    /// Open SDG's translations.
    OpenSdg,
    /// UNSD's metadata in a translators' format.
    Metadata,
}

impl PublishedKind {
    /// Its name in pinned files.
    pub fn name(self) -> &'static str {
        match self {
            PublishedKind::TierSheet => "unsd-tiers",
            PublishedKind::GoalTree => "unsd-goal-tree",
            PublishedKind::FrameworkSheet => "framework-sheet",
            PublishedKind::OpenSdg => "open-sdg",
            PublishedKind::Metadata => "sdg-metadata",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            PublishedKind::TierSheet => "Tier classification of the global SDG indicators (UNSD)",
            PublishedKind::GoalTree => "Goals, targets and indicators of the UN SDG API (UNSD)",
            PublishedKind::FrameworkSheet => "Spreadsheet of the global indicator framework",
            PublishedKind::OpenSdg => "Open SDG translations",
            PublishedKind::Metadata => "SDG indicator metadata (UNSD), translations",
        }
    }

    /// What is known of what may be done with it.
    pub fn licence(self) -> &'static str {
        match self {
            PublishedKind::OpenSdg => {
                "Translations collected under the MIT licence by Open SDG; wording: United Nations"
            }
            _ => "United Nations; see the terms of use of the site it was taken from",
        }
    }
}

/// What kind of thing a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A goal's short name.
    Name,
    /// A goal.
    Goal,
    /// A target.
    Target,
    /// An indicator.
    Indicator,
}

impl EntryKind {
    /// What a code of so many parts stands for.
    pub fn of(code: &str) -> Self {
        match code.matches('.').count() {
            0 => EntryKind::Goal,
            1 => EntryKind::Target,
            _ => EntryKind::Indicator,
        }
    }
}

/// What one file says, cleaned.
#[derive(Debug)]
pub struct PublishedPart {
    /// The file, as it is shown.
    pub file: String,
    /// What kind of file it is.
    pub kind: PublishedKind,
    /// The language, where the file says it.
    pub language: Option<String>,
    /// The release, where the file says it.
    pub release: Option<String>,
    /// Its wording, with where each stands.
    pub wording: BTreeMap<(EntryKind, String), (String, FaultPlace)>,
    /// Its tiers, with where each stands.
    pub tiers: BTreeMap<String, (PinnedTier, FaultPlace)>,
    /// Codes that stand in it more than once, and say the same.
    pub doubled: Vec<String>,
    /// How many texts it has that are not ready: not translated, or marked as doubtful.
    pub unready: usize,
    /// Texts among those with a code that have none, each with where it stands.
    pub uncoded: Vec<String>,
    /// What was cleaned away.
    pub cleaned: Cleanings,
}

impl PublishedPart {
    /// A file of a kind in which nothing was found yet.
    pub fn new(kind: PublishedKind) -> Self {
        Self {
            file: String::new(),
            kind,
            language: None,
            release: None,
            wording: BTreeMap::new(),
            tiers: BTreeMap::new(),
            doubled: Vec::new(),
            unready: 0,
            uncoded: Vec::new(),
            cleaned: Cleanings::default(),
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.wording.is_empty() && self.tiers.is_empty() && self.unready == 0
    }
}
