//! The strings of a translation beside their originals.

use super::key::Key;
use super::originals::Originals;
use super::overlay::Translation;
use super::state::State;
use crate::tree::Text;

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
    /// Whether it says letter for letter what the original says, and no one has said that this is
    /// right.
    pub is_same: bool,
    /// Who reviewed it, where it is reviewed.
    pub reviewer: Option<String>,
    /// Whether something is missing where it is not there.
    pub is_needed: bool,
}

impl Unit {
    /// Whether it is one of those that a translation's progress is counted in: those that are there
    /// or needed, but for names, which are no part of what is translated unless something is to be
    /// done about one.
    pub fn counts(&self) -> bool {
        let is_there = self.target.is_some();
        self.is_needed || is_there && (self.key.name_of().is_none() || !self.state.is_current())
    }
}

/// The strings of a translation in the order of the original: those that are there, those that are
/// needed, and those that may be given.
pub fn units(originals: &Originals, translation: Option<&Translation>) -> Vec<Unit> {
    let unit = |(key, source): (&Key, &Text)| {
        let placed = translation.and_then(|own| own.placed(key));
        let state = placed.map_or(State::Missing, |placed| placed.state(source));
        let previous = placed.and_then(|placed| placed.previous(source));
        Unit {
            key: key.clone(),
            source: source.clone(),
            target: placed.map(|placed| placed.text.clone()),
            state,
            previous,
            is_same: translation.is_some_and(|own| own.is_same(key, source, originals)),
            reviewer: placed.and_then(|placed| placed.reviewer(source)),
            is_needed: match translation {
                Some(own) => own.needs(key, originals),
                None => !key.is_optional(),
            },
        }
    };
    let all = originals.iter().map(unit);
    all.filter(|unit| unit.target.is_some() || unit.is_needed || unit.key.is_offered()).collect()
}
