//! Which of a brief's findings, facts, sources and so on have another id now, by what their texts say.

use std::collections::{BTreeMap, BTreeSet};

use super::hash::TextHash;
use super::held::Held;
use super::key::Key;
use super::lock::Lock;
use super::originals::Originals;

/// What tells an item: the hashes of its texts, with what each is to it.
type ItemMarks<'k> = BTreeMap<&'k str, BTreeSet<(String, TextHash)>>;

/// The items whose id changed: `finding.police` is now the second. An item that is gone is one that is
/// new where they have more texts in common, that no other has, than either has with any other.
pub(super) fn renames(held: &Held, lock: &Lock, originals: &Originals) -> BTreeMap<String, String> {
    let present: BTreeSet<&str> = originals.keys().filter_map(Key::item).collect();
    let translated: BTreeSet<&str> = held
        .strings
        .iter()
        .filter(|(_, text)| text.says_something())
        .filter_map(|(key, _)| key.item())
        .collect();
    let mut gone = ItemMarks::new();
    for (key, entry) in &lock.strings {
        let Some(item) = key.item().filter(|item| !present.contains(item)) else { continue };
        if translated.contains(item) {
            gone.entry(item).or_default().insert((role(key, item), entry.original.clone()));
        }
    }
    if gone.is_empty() {
        return BTreeMap::new();
    }
    let mut new = ItemMarks::new();
    for (key, text) in originals.iter() {
        let Some(item) = key.item().filter(|item| !translated.contains(item)) else { continue };
        new.entry(item).or_default().insert((role(key, item), TextHash::of(&text.value)));
    }
    let kind = |item: &str| item.split('.').next().map(str::to_string);
    let alone = |marks: &ItemMarks<'_>, item: &str, mark: &(String, TextHash)| {
        let same = marks.iter().filter(|(other, _)| kind(other) == kind(item));
        same.filter(|(_, own)| own.contains(mark)).count() == 1
    };
    let common = |old: &str, next: &str| {
        let both = gone[old].intersection(&new[next]);
        both.filter(|mark| alone(&gone, old, mark) && alone(&new, next, mark)).count()
    };
    // What shares most with one, if it is one alone.
    let best = |scores: Vec<(usize, &str)>| -> Option<String> {
        let most = scores.iter().map(|(score, _)| *score).max().filter(|most| *most > 0)?;
        let mut of_most = scores.iter().filter(|(score, _)| *score == most);
        let (_, item) = of_most.next()?;
        of_most.next().is_none().then(|| (*item).to_string())
    };
    let mut renamed = BTreeMap::new();
    for old in gone.keys() {
        let same_kind = new.keys().filter(|next| kind(next) == kind(old));
        let next = best(same_kind.map(|next| (common(old, next), *next)).collect());
        let Some(next) = next else { continue };
        let same_kind = gone.keys().filter(|other| kind(other) == kind(old));
        let back = best(same_kind.map(|other| (common(other, &next), *other)).collect());
        if back.as_deref() == Some(*old) {
            renamed.insert((*old).to_string(), next);
        }
    }
    renamed
}

/// What a text is to its item: its key below it, without the number of a list's entry.
fn role(key: &Key, item: &str) -> String {
    key.list()[item.len()..].to_string()
}
