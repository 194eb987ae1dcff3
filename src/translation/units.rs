//! The strings of a translation beside their originals, and the state of each.

use serde::Serialize;

use super::key::Key;
use super::lock::{Lock, TranslatedStrings};
use super::originals::Originals;
use super::overlay::Translation;
use crate::tree::Text;

/// How far one string is. Each is in one of these states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is not there.
    Missing,
    /// It is there, but nothing says what it was translated from.
    Unknown,
    /// It is to be looked at again: fuzzy, a machine's, or made from another original.
    NeedsReview,
    /// Its original changed since.
    Stale,
    /// It is there, and its original did not change.
    Translated,
    /// Someone has read it, too, as it is.
    Reviewed,
}

/// One string with its original.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The key in the translation.
    pub key: Key,
    /// The original.
    pub source: Text,
    /// The translation.
    pub target: Option<Text>,
    /// How far it is.
    pub state: State,
    /// The original that it was translated from, where that is known and is not the present one.
    pub previous: Option<String>,
    /// Whether it says letter for letter what the original says.
    pub is_same: bool,
}

/// The strings of a translation in the order of the original.
pub fn units(originals: &Originals, translation: Option<(&Translation, &Lock)>) -> Vec<Unit> {
    let unit = |(key, source): (&Key, &Text)| {
        let target = translation.and_then(|(own, _)| own.text(key.as_str())).cloned();
        let stale = translation.is_some_and(|(_, lock)| lock.is_stale(key, source));
        let state = match &target {
            None => State::Missing,
            Some(_) if stale => State::Stale,
            Some(_) => State::Translated,
        };
        let is_same = target.as_ref().is_some_and(|target| target.value == source.value)
            && says_something(&source.value);
        Unit { key: key.clone(), source: source.clone(), target, state, previous: None, is_same }
    };
    let needs =
        |key: &Key| translation.map_or(!key.is_optional(), |(own, _)| own.needs(key, originals));
    let all = originals.iter().map(unit);
    all.filter(|unit| unit.target.is_some() || needs(&unit.key)).collect()
}

/// The strings that are there, with their originals.
pub fn translated(units: &[Unit]) -> TranslatedStrings<'_> {
    let there = units.iter().filter(|unit| unit.target.is_some());
    there.map(|unit| (&unit.key, &unit.source)).collect()
}

/// Whether a text has words: a figure such as "2023" is the same everywhere.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}
