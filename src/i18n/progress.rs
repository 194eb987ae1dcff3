//! How far a translation is.

use serde::Serialize;

use super::lock::Lock;
use crate::brief::{Originals, Translation, is_optional};
use crate::tree::Text;

/// What became of one string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is there, and its original did not change.
    Translated,
    /// It is not there.
    Missing,
    /// Its original changed since.
    Stale,
    /// It says letter for letter what the original says.
    SameAsSource,
}

/// One string with its original.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The key in the translation.
    pub key: String,
    /// The original.
    pub source: Text,
    /// The translation.
    pub target: Option<Text>,
    /// What became of it.
    pub state: State,
}

/// The strings of a translation in the order of the original.
pub fn units(originals: &Originals, translation: Option<(&Translation, &Lock)>) -> Vec<Unit> {
    let unit = |(key, source): (&str, &Text)| {
        let target = translation.and_then(|(own, _)| own.strings.get(key)).cloned();
        let stale = translation.is_some_and(|(_, lock)| lock.is_stale(key, source));
        let state = match &target {
            None => State::Missing,
            Some(_) if stale => State::Stale,
            Some(target) if target.value == source.value && says_something(&source.value) => {
                State::SameAsSource
            }
            Some(_) => State::Translated,
        };
        Unit { key: key.to_string(), source: source.clone(), target, state }
    };
    let needs =
        |key: &str| translation.map_or(!is_optional(key), |(own, _)| own.needs(key, originals));
    let all = originals.iter().map(unit);
    all.filter(|unit| unit.target.is_some() || needs(&unit.key)).collect()
}

/// Whether a text has words: a figure such as "2023" is the same everywhere.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

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
        .filter(|unit| matches!(unit.state, State::Translated | State::SameAsSource))
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
        same_as_source: count(State::SameAsSource),
        orphaned,
    }
}
