//! Where the strings of a file belong in its brief as it is now. Most stand under the key of their
//! original; where the brief was changed, the lock tells which original each was made from, so that a
//! translation follows it: an entry of a list to its new place, the texts of a renamed finding to its
//! new name, a text that comes back to where it came from.

use std::collections::{BTreeMap, BTreeSet};

use super::held::Held;
use super::key::Key;
use super::lists::align;
use super::lock::{Lock, LockEntry, Recorded};
use super::notes::Above;
use super::originals::Originals;
use super::renames::renames;
use super::state::State;
use crate::tree::Text;

/// A string of a file.
#[derive(Debug, Clone)]
pub(super) struct PlacedString {
    /// What it says.
    pub text: Text,
    /// The key it stands under in the file, or the one it had where it stands in `[kept]`.
    pub at: Key,
    /// Whether it stands in `[kept]`.
    pub is_kept: bool,
    /// What the lock knows of it.
    pub entry: Option<LockEntry>,
}

impl PlacedString {
    /// How far it is, as the translation of an original.
    pub(super) fn state(&self, original: &Text) -> State {
        State::of_text(&self.text.value, self.entry.as_ref(), original)
    }

    /// The original it was translated from, where that is known and is another.
    pub(super) fn previous(&self, original: &Text) -> Option<String> {
        self.entry.as_ref()?.made_from_another(&original.value).map(String::from)
    }

    /// Whether it says what it said when it was recorded as translated.
    pub(super) fn is_as_recorded(&self) -> bool {
        let entry = self.entry.as_ref();
        entry.is_some_and(|entry| {
            entry.state == Recorded::Translated && !entry.is_edited(&self.text.value)
        })
    }

    /// Who has read it as it is, as the translation of an original.
    pub(super) fn reviewer(&self, original: &Text) -> Option<String> {
        let reviewed = self.state(original) == State::Reviewed;
        match self.entry.as_ref().filter(|_| reviewed).map(|entry| &entry.state) {
            Some(Recorded::Reviewed { by }) => Some(by.clone()),
            _ => None,
        }
    }
}

/// Where all strings of a file belong.
#[derive(Debug, Clone, Default)]
pub(super) struct Homes {
    /// The strings by the keys of their originals.
    pub strings: BTreeMap<Key, PlacedString>,
    /// The strings that have no original, in the order of their keys.
    pub lost: Vec<PlacedString>,
    /// What was renamed: `finding.police` is now the second.
    pub renamed: BTreeMap<String, String>,
}

/// Places the strings of a file.
pub(super) fn place(held: &Held, lock: &Lock, originals: &Originals) -> Homes {
    let texts: BTreeMap<&Key, &Text> = originals.iter().collect();
    let renamed = renames(held, lock, originals);
    let now = |key: &Key| match key.item().and_then(|item| renamed.get(item)) {
        Some(item) => key.of_item(item),
        None => key.clone(),
    };
    let mut homes = Homes::default();
    for (at, text) in held.strings.iter().filter(|(key, _)| key.entry().is_none()) {
        // A name is its own original, which cannot change.
        let known = || Some(LockEntry::new(at.name_of()?, Some(&text.value), Recorded::Translated));
        let seen = |entry: &LockEntry| match held.shown.get(at) {
            Some(shown) if !entry.is_about(&text.value) && !shown.is_of(entry) => shown.entry(),
            _ => entry.clone(),
        };
        let entry = lock.strings.get(at).map(|entry| seen(entry.of(&text.value))).or_else(known);
        let placed = PlacedString { text: text.clone(), at: at.clone(), is_kept: false, entry };
        homes.settle(texts.contains_key(&now(at)).then(|| now(at)), placed);
    }
    let lists: BTreeSet<&str> =
        held.strings.keys().filter(|key| key.entry().is_some()).map(Key::list).collect();
    for list in lists {
        place_list(list, held, lock, &texts, &now, &mut homes);
    }
    homes.renamed = renamed;
    homes.take_back(held, lock, &texts);
    homes
}

/// The numbers and values of the entries of a list, in a row from the first.
fn row<'v, V>(list: &str, all: &'v BTreeMap<Key, V>) -> Vec<Option<&'v V>> {
    let from = list.parse::<Key>().ok();
    let all = from.iter().flat_map(|from| all.range::<Key, _>(from..));
    let own = all.take_while(|(key, _)| key.as_str().starts_with(list));
    let mut row = Vec::new();
    for (key, value) in own.filter(|(key, _)| key.list() == list) {
        let Some(number) = key.entry().map(usize::from) else { continue };
        if row.len() < number {
            row.resize(number, None);
        }
        row[number - 1] = Some(value);
    }
    row
}

fn place_list(
    list: &str,
    held: &Held,
    lock: &Lock,
    texts: &BTreeMap<&Key, &Text>,
    now: &dyn Fn(&Key) -> Key,
    homes: &mut Homes,
) {
    let own = row(list, &held.strings);
    let said = |text: &Option<&Text>| match text {
        Some(text) if text.says_something() => text.value.clone(),
        _ => String::new(),
    };
    let words: Vec<String> = own.iter().map(said).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let locked = row(list, &lock.strings);
    let Ok(first) = format!("{list}[1]").parse::<Key>() else { return };
    let target = now(&first);
    let numbers = (1..).map(|number| target.entry_at(number));
    let originals: Vec<&str> =
        numbers.map_while(|key| texts.get(&key).map(|text| text.as_str())).collect();
    let shown = row(list, &held.shown);
    let shown: Vec<Option<&Above>> =
        (0..own.len()).map(|index| shown.get(index).copied().flatten()).collect();
    for (index, place) in align(&words, &shown, &locked, &originals).into_iter().enumerate() {
        let Some(text) = own[index].filter(|_| !words[index].is_empty()) else { continue };
        let entry = place.locked.and_then(|at| locked[at]);
        let entry = entry.map(|entry| entry.of(&text.value).clone());
        let at = first.entry_at(index + 1);
        let home = place.original.map(|number| target.entry_at(number + 1));
        homes.settle(home, PlacedString { text: text.clone(), at, is_kept: false, entry });
    }
}

impl Homes {
    /// Puts a string where it belongs, or among those without original.
    fn settle(&mut self, home: Option<Key>, placed: PlacedString) {
        match home.filter(|home| !self.strings.contains_key(home)) {
            Some(home) => {
                self.strings.insert(home, placed);
            }
            None => self.lost.push(placed),
        }
    }

    /// Gives strings without original, and those that were kept, to originals that are not
    /// translated: what says the same as a string was made from; and what has the key of a string of
    /// which nothing is known.
    fn take_back(&mut self, held: &Held, lock: &Lock, texts: &BTreeMap<&Key, &Text>) {
        let mut entries: Vec<&(Key, LockEntry)> = lock.kept.iter().collect();
        for (at, text) in &held.kept {
            let is_about = |(key, entry): &&(Key, LockEntry)| {
                key == at && entry.translation.as_ref().is_some_and(|h| h.is_of(&text.value))
            };
            let found = entries.iter().position(is_about);
            let entry = found.map(|index| entries.remove(index).1.clone());
            self.lost.push(PlacedString {
                text: text.clone(),
                at: at.clone(),
                is_kept: true,
                entry,
            });
        }
        for placed in std::mem::take(&mut self.lost) {
            let home = self.home_of(&placed, texts);
            self.settle(home, placed);
        }
    }

    /// The original that a string without one is a translation of.
    fn home_of(&self, placed: &PlacedString, texts: &BTreeMap<&Key, &Text>) -> Option<Key> {
        let free = |key: &&Key| !self.strings.contains_key(*key);
        let Some(entry) = &placed.entry else {
            let own = texts.get_key_value(&placed.at).map(|(key, _)| *key);
            return own.filter(|key| placed.is_kept && free(key)).cloned();
        };
        let mut same: Vec<&Key> = texts
            .iter()
            .filter(|(_, text)| entry.original.is_of(&text.value))
            .map(|(key, _)| *key)
            .filter(free)
            .collect();
        if same.contains(&&placed.at) {
            return Some(placed.at.clone());
        }
        // Where several say it, one of the same list: of the others nothing says which.
        if same.len() > 1 {
            same.retain(|key| key.list() == placed.at.list());
        }
        same.first().map(|key| (*key).clone())
    }
}
