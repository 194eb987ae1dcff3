//! How far a translation is.

use serde::Serialize;

use super::overlay::Translation;
use super::state::State;
use super::units::Unit;
use crate::tree::Text;

/// The words of an original, counted as translators count them: between spaces.
fn words(text: &Text) -> usize {
    text.value.split_whitespace().count()
}

/// A translation's progress in strings and in words of the original. Strings that need not be
/// translated and are not do not count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    /// Words of the original.
    pub words: usize,
    /// Words whose translation is current, and is not the original once more.
    pub translated_words: usize,
    /// Strings of the original.
    pub strings: usize,
    /// Strings that are not there.
    pub missing: usize,
    /// Strings of which nothing says what they were translated from.
    pub unknown: usize,
    /// Strings that are to be looked at again.
    pub needs_review: usize,
    /// Strings whose original changed.
    pub stale: usize,
    /// Strings that are current, and that no one has reviewed as they are.
    pub translated: usize,
    /// Strings that are current, and reviewed.
    pub reviewed: usize,
    /// Strings that are the same as the original, and no one has said why.
    pub same_as_source: usize,
    /// Strings that translate nothing.
    pub orphaned: usize,
    /// Strings that lost their original and are kept.
    pub kept: usize,
}

impl Progress {
    /// Words translated, in per cent, rounded down.
    pub fn percent(&self) -> usize {
        (self.translated_words * 100).checked_div(self.words).unwrap_or(100)
    }

    /// How many strings are in a state.
    pub fn count(&self, state: State) -> usize {
        match state {
            State::Missing => self.missing,
            State::Unknown => self.unknown,
            State::NeedsReview => self.needs_review,
            State::Stale => self.stale,
            State::Translated => self.translated,
            State::Reviewed => self.reviewed,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            words: self.words + other.words,
            translated_words: self.translated_words + other.translated_words,
            strings: self.strings + other.strings,
            missing: self.missing + other.missing,
            unknown: self.unknown + other.unknown,
            needs_review: self.needs_review + other.needs_review,
            stale: self.stale + other.stale,
            translated: self.translated + other.translated,
            reviewed: self.reviewed + other.reviewed,
            same_as_source: self.same_as_source + other.same_as_source,
            orphaned: self.orphaned + other.orphaned,
            kept: self.kept + other.kept,
        }
    }
}

/// Counts a translation's strings; without one, those that there would be.
pub fn progress(units: &[Unit], translation: Option<&Translation>) -> Progress {
    let units: Vec<&Unit> = units.iter().filter(|unit| unit.counts()).collect();
    let count = |state: State| units.iter().filter(|unit| unit.state == state).count();
    let done = units.iter().filter(|unit| unit.state.is_current() && !unit.is_same);
    let lost = translation.map_or(&[][..], Translation::lost);
    Progress {
        words: units.iter().map(|unit| words(&unit.source)).sum(),
        translated_words: done.map(|unit| words(&unit.source)).sum(),
        strings: units.len(),
        missing: count(State::Missing),
        unknown: count(State::Unknown),
        needs_review: count(State::NeedsReview),
        stale: count(State::Stale),
        translated: count(State::Translated),
        reviewed: count(State::Reviewed),
        same_as_source: units.iter().filter(|unit| unit.is_same).count(),
        orphaned: lost.iter().filter(|placed| !placed.is_kept).count(),
        kept: lost.iter().filter(|placed| placed.is_kept).count(),
    }
}
