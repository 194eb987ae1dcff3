//! Taking in what a translator's tool gave back.

use std::collections::BTreeMap;

use super::edit::NotToml;
use super::exchange::{Returned, ReturnedState};
use super::expected::lines_of;
use super::files::Current;
use super::home::PlacedString;
use super::key::Key;
use super::lists::ALIKE;
use super::lock::{LockEntry, Recorded};
use super::names::{join, split};
use super::originals::Originals;
use super::state::State;
use super::sync::{Changes, GivenString, Synced, sync};
use crate::tree::{Lines, Text, as_read};

/// What taking in a translator's file comes to.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The translation with it.
    pub synced: Synced,
    /// How many strings were read.
    pub read: usize,
    /// The strings that say something else than before, or are in another state.
    pub changes: Vec<StringChange>,
    /// The strings of the file that translate nothing.
    pub unknown: Vec<Unknown>,
}

/// A string that a translator's file changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StringChange {
    /// Its key.
    pub key: Key,
    /// What it said.
    pub before: Option<String>,
    /// What it says.
    pub after: String,
    /// How far it was.
    pub was: State,
    /// How far it is.
    pub is: State,
}

impl StringChange {
    /// Whether it says something else than before.
    pub fn says_else(&self) -> bool {
        self.before.as_ref() != Some(&self.after)
    }
}

/// A string of a translator's file that translates nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Its key, or its original where it has none.
    pub name: String,
    /// The line it stands on; 0 where that is not known.
    pub line: usize,
}

/// Why a translator's file is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The translation is not valid TOML.
    #[error(transparent)]
    NotToml(#[from] NotToml),
    /// It has a text that no translation may hold.
    #[error("line {line}: {what} in `{key}`")]
    Unprintable {
        /// The string.
        key: Key,
        /// Its line.
        line: usize,
        /// What is in it.
        what: String,
    },
    /// None of its strings is one of the brief's.
    #[error("none of its strings is one of this brief")]
    Foreign,
    /// It has two texts for one string.
    #[error("line {second}: `{key}` stands on line {first}, too")]
    Twice {
        /// The string.
        key: Key,
        /// The line of one.
        first: usize,
        /// The line of the other.
        second: usize,
    },
}

/// Puts the strings of a translator's file into a translation, with what each was translated from. A
/// language that is not there is begun.
///
/// # Errors
///
/// The translation is not valid TOML, or the file has two texts for one string.
pub fn import(
    language: &str,
    current: Option<Current<'_>>,
    originals: &Originals,
    returned: &[Returned],
    reviewer: Option<&str>,
) -> Result<Imported, ImportError> {
    let texts: BTreeMap<&Key, &Text> = originals.iter().collect();
    let own = |key: &Key| current.and_then(|current| current.translation.placed(key));
    let mut given: BTreeMap<Key, GivenString> = BTreeMap::new();
    let mut lines: BTreeMap<Key, usize> = BTreeMap::new();
    let (mut read, mut changes, mut unknown) = (0, Vec::new(), Vec::new());
    let mut lost = Vec::new();
    for unit in returned {
        let entry_of = |key: &Key| own(key).and_then(|placed| placed.entry.clone());
        let is_taken = |key: &Key| own(key).is_some() || lines.contains_key(key);
        let key = match place(unit, originals, &entry_of, &is_taken) {
            Match::At(key) => key,
            Match::AnyOf => continue,
            Match::Nowhere => {
                if let Some(key) = unit.key.as_ref().filter(|_| !unit.target.trim().is_empty()) {
                    lost.push(keep(key, unit)?);
                    continue;
                }
                if unit.target.trim().is_empty() {
                    continue;
                }
                let named = unit.key.as_ref().map(Key::to_string);
                let name = named.or_else(|| unit.source.clone()).unwrap_or_default();
                unknown.push(Unknown { name, line: unit.line });
                continue;
            }
        };
        if let Some(first) = lines.insert(key.clone(), unit.line) {
            return Err(ImportError::Twice { key, first, second: unit.line });
        }
        if unit.target.trim().is_empty() {
            continue;
        }
        read += 1;
        let text = said(&key, &unit.target).map_err(|what| ImportError::Unprintable {
            key: key.clone(),
            line: unit.line,
            what,
        })?;
        let (original, placed) = (texts[&key], own(&key));
        // Tools end both texts alike, as gettext wants them; a line end there is no change.
        let without_end = |text: &str| text.trim_end_matches('\n').to_string();
        let text = match placed {
            Some(placed) if without_end(&placed.text.value) == without_end(&text) => {
                placed.text.value.clone()
            }
            _ => text,
        };
        let is_new = placed.is_none_or(|placed| placed.text.value != text);
        let known = placed.and_then(|placed| placed.entry.clone());
        let entry = entry(unit, &text, placed, known, original, reviewer);
        let was = placed.map_or(State::Missing, |placed| placed.state(original));
        let is = State::of_text(&text, entry.as_ref(), original);
        if is_new || is != was {
            let before = placed.map(|placed| placed.text.value.clone());
            changes.push(StringChange { key: key.clone(), before, after: text.clone(), was, is });
            given.insert(key, GivenString { text, entry });
        }
    }
    if lines.is_empty() && !lost.is_empty() {
        return Err(ImportError::Foreign);
    }
    let synced =
        sync(language, current, originals, &Changes { given, lost, ..Changes::default() })?;
    Ok(Imported { synced, read, changes, unknown })
}

/// A string that has lost its original since the file was written: it is kept.
fn keep(key: &Key, unit: &Returned) -> Result<(Key, String, Option<LockEntry>), ImportError> {
    let text = said(key, &unit.target).map_err(|what| ImportError::Unprintable {
        key: key.clone(),
        line: unit.line,
        what,
    })?;
    let Some(source) = &unit.source else { return Ok((key.clone(), text, None)) };
    let source = as_read(source, Lines::Many).unwrap_or_else(|_| source.clone());
    let state = match unit.state {
        ReturnedState::NeedsReview => Recorded::NeedsReview,
        ReturnedState::Translated | ReturnedState::Reviewed => Recorded::Translated,
    };
    let entry = LockEntry::new(&source, Some(&text), state);
    Ok((key.clone(), text, Some(entry)))
}

/// What a string says once it stands in the translation.
fn said(key: &Key, target: &str) -> Result<String, String> {
    match key.name_of() {
        Some(_) => {
            let forms = split(target);
            let forms: Result<Vec<String>, String> =
                forms.iter().map(|form| as_read(form, Lines::One)).collect();
            Ok(join(forms?.iter().map(String::as_str)))
        }
        None => {
            let tables: Vec<&str> = key.tables().collect();
            as_read(target, lines_of(&tables.join("."), key.name()))
        }
    }
}

/// What is known of a string that came back.
fn entry(
    unit: &Returned,
    text: &str,
    placed: Option<&PlacedString>,
    known: Option<LockEntry>,
    original: &Text,
    reviewer: Option<&str>,
) -> Option<LockEntry> {
    let is_new = placed.is_none_or(|placed| placed.text.value != text);
    // A file that does not say what its strings were made from may have been written long ago: of
    // what is new in it, nothing is known.
    let Some(source) = &unit.source else { return known.filter(|_| !is_new) };
    let source = as_read(source, Lines::Many).unwrap_or_else(|_| source.clone());
    let is_of_another = source != original.value;
    let state = match (unit.state, reviewer) {
        (ReturnedState::NeedsReview, _) => Recorded::NeedsReview,
        _ if is_of_another => Recorded::NeedsReview,
        (ReturnedState::Reviewed, Some(by)) => Recorded::Reviewed { by: by.to_string() },
        _ => Recorded::Translated,
    };
    if !is_new {
        let was = placed.map(|placed| placed.state(original));
        match (&state, was) {
            // What came back as it went is as far as it was.
            (Recorded::NeedsReview, Some(was)) if !was.is_current() => return known,
            // A file from before its original changed does not know that it is current by now.
            (Recorded::NeedsReview, Some(_)) if unit.state != ReturnedState::NeedsReview => {
                return known;
            }
            (Recorded::Translated, Some(was)) if was.is_current() => return known,
            // It says that it was read, and not by whom: who has read it then stands.
            (Recorded::Reviewed { .. }, Some(State::Reviewed)) => return known,
            _ => {}
        }
    }
    Some(LockEntry::new(&source, Some(text), state))
}

/// Which string something in a translator's file is.
enum Match {
    /// This one.
    At(Key),
    /// One of several that have the same original, and all are translated.
    AnyOf,
    /// None.
    Nowhere,
}

/// Which entry of a list something is that was made from an original: one that says the same, or says
/// what came of it, or is much like it.
fn in_list(
    key: &Key,
    source: &str,
    originals: &Originals,
    entry_of: &dyn Fn(&Key) -> Option<LockEntry>,
    is_taken: &dyn Fn(&Key) -> bool,
) -> Match {
    let list: Vec<(&Key, &Text)> = originals
        .iter()
        .filter(|(other, _)| other.entry().is_some() && other.list() == key.list())
        .collect();
    let same: Vec<&Key> =
        list.iter().filter(|(_, text)| text.value == source).map(|(key, _)| *key).collect();
    let same = same.iter().find(|key| !is_taken(key)).or(same.first()).copied();
    let came_of = || {
        let is_of = |key: &Key| entry_of(key).is_some_and(|entry| entry.original.is_of(source));
        list.iter().map(|(key, _)| *key).find(|key| is_of(key))
    };
    let alike = || {
        let likeness = |(_, text): &&(&Key, &Text)| strsim::sorensen_dice(&text.value, source);
        let best = list.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        best.filter(|best| likeness(best) >= ALIKE).map(|(key, _)| *key)
    };
    let found = same.or_else(came_of).or_else(alike);
    found.map_or(Match::Nowhere, |key| Match::At(key.clone()))
}

/// Which string a unit is: the one its key names; where it names none, or what has another name by
/// now, one that has its original, and of several the first that is not translated. The entries of a
/// list are told by their originals, since their numbers change.
fn place(
    unit: &Returned,
    originals: &Originals,
    entry_of: &dyn Fn(&Key) -> Option<LockEntry>,
    is_taken: &dyn Fn(&Key) -> bool,
) -> Match {
    let known = originals.iter().find(|(other, _)| Some(*other) == unit.key.as_ref());
    match (known, &unit.source) {
        (Some((key, original)), Some(source))
            if key.entry().is_some() && original.value != *source =>
        {
            match in_list(key, source, originals, entry_of, is_taken) {
                Match::Nowhere => {}
                found => return found,
            }
        }
        (Some((key, _)), _) => return Match::At(key.clone()),
        (None, _) => {}
    }
    let of_same = originals.iter().filter(|(_, text)| Some(&text.value) == unit.source.as_ref());
    match of_same.map(|(key, _)| key).collect::<Vec<_>>().as_slice() {
        [] => Match::Nowhere,
        [one] => Match::At((*one).clone()),
        several => match several.iter().find(|key| !is_taken(key)) {
            Some(key) => Match::At((*key).clone()),
            None => Match::AnyOf,
        },
    }
}
