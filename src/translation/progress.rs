//! How far a translation is.

use serde::Serialize;

use super::overlay::Translation;
use super::units::{State, Unit};
use crate::tree::Text;

/// The words of an original, counted as translators count them: between spaces.
fn words(text: &Text) -> usize {
    text.value.split_whitespace().count()
}

/// A translation's progress in strings and in words of the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The brief's id.
    pub brief: String,
    /// The language.
    pub language: String,
    /// `"draft"` or `"reviewed"`.
    pub status: &'static str,
    /// Words of the original.
    pub words: usize,
    /// Words whose translation stands.
    pub translated_words: usize,
    /// Strings of the original.
    pub strings: usize,
    /// Strings that are not there.
    pub missing: usize,
    /// Strings whose original changed.
    pub stale: usize,
    /// Strings that are the same as the original.
    pub same_as_source: usize,
    /// Keys that translate nothing.
    pub orphaned: usize,
}

impl Progress {
    /// Words translated, in per cent, rounded down.
    pub fn percent(&self) -> usize {
        (self.translated_words * 100).checked_div(self.words).unwrap_or(100)
    }
}

/// Counts a translation's strings.
pub fn progress(
    brief: &str,
    translation: &Translation,
    units: &[Unit],
    orphaned: usize,
) -> Progress {
    let count = |state: State| units.iter().filter(|unit| unit.state == state).count();
    let done = units
        .iter()
        .filter(|unit| matches!(unit.state, State::Translated | State::Reviewed))
        .map(|unit| words(&unit.source))
        .sum();
    Progress {
        brief: brief.to_string(),
        language: translation.language.clone(),
        status: translation.status.name(),
        words: units.iter().map(|unit| words(&unit.source)).sum(),
        translated_words: done,
        strings: units.len(),
        missing: count(State::Missing),
        stale: count(State::Stale),
        same_as_source: units.iter().filter(|unit| unit.is_same).count(),
        orphaned,
    }
}
