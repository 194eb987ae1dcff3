//! Bringing a translation's files up to date with its brief: every string stands where its original
//! does, what is missing has a place, and the lock says what each was made from.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{Editor, NotToml};
use super::edit_list::Slot;
use super::files::{Current, Files};
use super::hash::TextHash;
use super::head::Head;
use super::home::PlacedString;
use super::key::Key;
use super::lock::{Lock, LockEntry, Recorded};
use super::notes::Notes;
use super::originals::Originals;
use super::state::State;
use super::units::{Unit, units};

/// What is said of strings besides what their files say.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Those that translate their originals as these are now.
    pub accepted: Chosen,
    /// Those that the file's reviewer has read as they are now.
    pub reviewed: Chosen,
    /// Whether strings that lost their originals are dropped.
    pub prune: bool,
    /// Those that a translator's tool gave back.
    pub(super) given: BTreeMap<Key, GivenString>,
    /// Those that it gave back and that have no original any more.
    pub(super) lost: Vec<(Key, String, Option<LockEntry>)>,
}

impl Changes {
    /// Strings that were chosen by their keys, and whether what was kept is dropped.
    pub fn new(accepted: Chosen, reviewed: Chosen, prune: bool) -> Self {
        Self { accepted, reviewed, prune, given: BTreeMap::new(), lost: Vec::new() }
    }
}

/// A string that a translator's tool gave back.
#[derive(Debug, Clone)]
pub(super) struct GivenString {
    /// What it says.
    pub text: String,
    /// What is known of it; `None` where the tool does not say what it was made from.
    pub entry: Option<LockEntry>,
}

/// Strings that words name.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    all: bool,
    keys: BTreeSet<Key>,
}

/// What chooses every string, in the place of a key.
const ALL: &str = "all";

impl Chosen {
    /// The strings that words name: keys, or `all`.
    pub fn parse(words: &[String]) -> Self {
        let keys = words.iter().filter(|word| *word != ALL).filter_map(|word| word.parse().ok());
        Self { all: words.iter().any(|word| word == ALL), keys: keys.collect() }
    }

    /// The strings that are named, one by one.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    fn includes(&self, key: &Key) -> bool {
        self.all || self.keys.contains(key)
    }
}

/// What bringing a translation up to date comes to.
#[derive(Debug, Clone)]
pub struct Synced {
    /// Its files.
    pub files: Files,
    /// What its lock says.
    pub(super) lock: Lock,
    /// How many keys are new in it.
    pub added: usize,
    /// What was renamed in its brief: the id it had, and the one it has.
    pub renamed: Vec<(String, String)>,
    /// Strings that were moved into `[kept]`, by the keys they had.
    pub kept: Vec<Key>,
    /// Strings whose text was moved there, for what is to be looked at again came in its place.
    pub replaced: Vec<Key>,
    /// Strings that came back from there, or from another place, to an original that says the same.
    pub restored: Vec<Key>,
    /// How many strings of `[kept]` were dropped.
    pub pruned: usize,
    /// How many strings there are in each state now.
    pub states: BTreeMap<State, usize>,
    /// Strings that were to be recorded as reviewed and are not current.
    pub not_reviewed: Vec<Key>,
    /// Strings that were to be recorded as accepted or reviewed, by their keys, and are not there.
    pub untranslated: Vec<Key>,
}

/// Brings a translation up to date. A language that is not there is begun.
///
/// # Errors
///
/// The file that is there is not valid TOML.
pub fn sync(
    language: &str,
    current: Option<Current<'_>>,
    originals: &Originals,
    changes: &Changes,
) -> Result<Synced, NotToml> {
    let editor = match current {
        // What is written has the line ends that there were.
        Some(current) => Editor::parse(&current.toml.replace("\r\n", "\n"))?,
        None => Editor::begin(language),
    };
    let mut work = Rewrite {
        editor,
        strings: BTreeMap::new(),
        kept: Vec::new(),
        moved: BTreeMap::new(),
        gone: BTreeMap::new(),
        set_anew: BTreeSet::new(),
        synced: Synced {
            files: Files { toml: String::new(), lock: String::new() },
            lock: Lock::default(),
            added: 0,
            renamed: Vec::new(),
            kept: Vec::new(),
            replaced: Vec::new(),
            restored: Vec::new(),
            pruned: 0,
            states: BTreeMap::new(),
            not_reviewed: Vec::new(),
            untranslated: Vec::new(),
        },
    };
    if let Some(current) = current {
        work.follow(current, originals);
        work.remember(current, originals);
    }
    let is_kept = |key: &Key, text: &str| {
        current.is_some_and(|current| {
            let mut lost = current.translation.lost().iter();
            lost.any(|placed| placed.at == *key && placed.text.value == text)
        })
    };
    for (key, text, entry) in &changes.lost {
        if !is_kept(key, text) {
            let original = entry.as_ref().and_then(|entry| entry.text.as_deref());
            work.editor.keep(key, text, original, &[]);
            work.kept.extend(entry.clone().map(|entry| (key.clone(), entry)));
            work.synced.kept.push(key.clone());
        }
    }
    for (key, given) in &changes.given {
        work.set_aside(key, given, originals);
        work.editor.set(key, &given.text);
        work.strings.insert(key.clone(), (given.text.clone(), given.entry.clone()));
    }
    let units = units(originals, current.map(|current| current.translation));
    for unit in &units {
        if !work.strings.contains_key(&unit.key) && work.editor.add(&unit.key) {
            work.synced.added += 1;
        }
    }
    let review = work.review(current, originals, changes);
    if changes.prune {
        work.synced.pruned = current.map_or(0, |current| current.translation.kept().count());
        work.synced.pruned += work.synced.kept.len();
        work.editor.prune();
        work.kept.clear();
    }
    // In one order, however they came here.
    work.kept.sort_by(|(one, a), (other, b)| {
        (one, &a.translation, &a.original).cmp(&(other, &b.translation, &b.original))
    });
    let mut lock = Lock {
        language: Some(language.to_string()),
        kept: work.kept.clone(),
        review,
        has_crlf: current.is_some_and(|current| current.lock.has_crlf),
        ..Lock::default()
    };
    work.write(&units, originals, &mut lock);
    let toml = with_line_ends_of(current.map(|current| current.toml), work.editor.finish());
    work.synced.files = Files { toml, lock: lock.to_toml() };
    work.synced.lock = lock;
    Ok(work.synced)
}

/// A file with the line ends that it had.
fn with_line_ends_of(before: Option<&str>, toml: String) -> String {
    match before {
        Some(before) if before.contains("\r\n") => toml.replace("\r\n", "\n").replace('\n', "\r\n"),
        _ => toml,
    }
}

/// Whether a translation's lock knows its strings as they are: the keys it does not, or has under
/// another name.
///
/// # Errors
///
/// The file is not valid TOML.
pub fn out_of_date(current: Current<'_>, originals: &Originals) -> Result<Vec<Key>, NotToml> {
    let synced = sync("", Some(current), originals, &Changes::default())?;
    let mut keys: BTreeSet<Key> = synced.kept.into_iter().collect();
    for (key, placed) in current.translation.all_placed() {
        let known = current.lock.strings.get(key);
        let now = synced.lock.strings.get(key);
        if placed.at != *key || known != now {
            keys.insert(key.clone());
        }
    }
    for (key, known) in &current.lock.strings {
        if known.state != Recorded::Offered && synced.lock.strings.get(key) != Some(known) {
            keys.insert(key.clone());
        }
    }
    Ok(keys.into_iter().collect())
}

/// A translation's files while they are changed.
struct Rewrite {
    editor: Editor,
    /// The strings that are there, with what is known of each, by their keys now.
    strings: BTreeMap<Key, (String, Option<LockEntry>)>,
    kept: Vec<(Key, LockEntry)>,
    /// The keys that strings have now, by those they had.
    moved: BTreeMap<String, String>,
    /// What is known of strings that are there no more, by their keys now.
    gone: BTreeMap<Key, LockEntry>,
    /// Strings that stand in another place than they did, without what stood above them.
    set_anew: BTreeSet<Key>,
    synced: Synced,
}

impl Rewrite {
    /// Brings every string to its original.
    fn follow(&mut self, current: Current<'_>, originals: &Originals) {
        let translation = current.translation;
        let mut now: BTreeMap<&str, &str> = BTreeMap::new();
        for (old, new) in translation.renamed() {
            if self.editor.rename(old, new) {
                now.insert(old, new);
            }
            self.synced.renamed.push((old.clone(), new.clone()));
        }
        let at = |placed: &PlacedString| match placed.at.item().and_then(|item| now.get(item)) {
            Some(item) if !placed.is_kept => placed.at.of_item(item),
            _ => placed.at.clone(),
        };
        // In the order of the original, in which new tables are written.
        let homes: Vec<(&Key, &PlacedString, Key)> = originals
            .keys()
            .filter_map(|key| translation.placed(key).map(|placed| (key, placed, at(placed))))
            .collect();
        let lost: Vec<(&PlacedString, Key)> =
            translation.lost().iter().map(|placed| (placed, at(placed))).collect();
        self.follow_lists(originals, &homes, &lost);
        for (key, placed, at) in &homes {
            if placed.is_kept {
                let comments = self.editor.take_kept(at, &placed.text.value);
                self.editor.set(key, &placed.text.value);
                self.editor.comment(key, &comments);
                self.set_anew.insert((*key).clone());
                self.synced.restored.push((*key).clone());
            } else if *key != at {
                if at.entry().is_none() {
                    let comments = self.editor.take(at);
                    self.editor.set(key, &placed.text.value);
                    self.editor.comment(key, &comments);
                    self.set_anew.insert((*key).clone());
                } else if at.list() != key.list() {
                    self.editor.set(key, &placed.text.value);
                    self.set_anew.insert((*key).clone());
                }
                let is_renamed = placed.at.item() != key.item() && at.item() == key.item();
                if at.list() != key.list() && !is_renamed {
                    self.synced.restored.push((*key).clone());
                }
            }
            if placed.at != **key {
                self.moved.insert(placed.at.to_string(), key.to_string());
            }
            let known = (placed.text.value.clone(), placed.entry.clone());
            self.strings.insert((*key).clone(), known);
        }
        for (placed, at) in &lost {
            // What was never known to have an original stays where it is.
            let Some(entry) = &placed.entry else { continue };
            if placed.is_kept {
                self.kept.push((placed.at.clone(), entry.clone()));
            } else if at.entry().is_none() {
                let comments = self.editor.take(at);
                self.keep(placed, entry, &comments);
            }
        }
        self.editor.rename_accepted(&self.moved);
        // Places that were offered for what the brief has no more, where nobody wrote anything.
        let known: BTreeSet<&str> = originals.keys().map(Key::list).collect();
        for (key, _) in
            current.lock.strings.iter().filter(|(_, entry)| entry.state == Recorded::Offered)
        {
            let key = match key.item().and_then(|item| now.get(item)) {
                Some(item) => key.of_item(item),
                None => key.clone(),
            };
            if !known.contains(key.list()) {
                self.editor.clear(&key);
            }
        }
    }

    /// Remembers what is known of strings that the file has no more: deleted, or lost when it was
    /// saved. Should one come back, it is as old as it was.
    fn remember(&mut self, current: Current<'_>, originals: &Originals) {
        let lock = current.lock;
        let said: BTreeSet<&TextHash> = self
            .strings
            .values()
            .filter_map(|(_, entry)| entry.as_ref()?.translation.as_ref())
            .collect();
        let renamed = current.translation.renamed();
        for (key, original) in originals.iter().filter(|(key, _)| !self.strings.contains_key(*key))
        {
            let before = renamed.iter().find(|(_, new)| key.item() == Some(new.as_str()));
            let at = before.map_or_else(|| key.clone(), |(old, _)| key.of_item(old));
            // What stands elsewhere now is not gone.
            let is_gone = |entry: &LockEntry| {
                entry.translation.as_ref().is_some_and(|hash| !said.contains(hash))
            };
            let known = |entry: &LockEntry| entry.gone().filter(&is_gone);
            let of_list = lock.strings.iter().filter(|(other, _)| {
                key.entry().is_some() && other.entry().is_some() && other.list() == at.list()
            });
            let entry = match key.entry() {
                None => lock.strings.get(&at).and_then(known),
                Some(_) => of_list
                    .filter_map(|(_, entry)| known(entry))
                    .find(|entry| entry.original.is_of(&original.value))
                    .or_else(|| lock.strings.get(&at).and_then(known)),
            };
            self.gone.extend(entry.map(|entry| (key.clone(), entry)));
        }
    }

    /// Puts the entries of lists in the order of their originals.
    fn follow_lists(
        &mut self,
        originals: &Originals,
        homes: &[(&Key, &PlacedString, Key)],
        lost: &[(&PlacedString, Key)],
    ) {
        let in_originals = originals.keys().filter(|key| key.entry().is_some());
        let homes_here = homes.iter().map(|(_, placed, at)| (*placed, at));
        let here = homes_here.chain(lost.iter().map(|(placed, at)| (*placed, at)));
        let here = here.filter(|(placed, _)| !placed.is_kept).map(|(_, at)| at);
        let lists: BTreeSet<Key> = in_originals
            .chain(here.filter(|at| at.entry().is_some()))
            .map(|key| key.entry_at(1))
            .collect();
        for first in lists {
            let list = first.list();
            let length = self.editor.length(&first);
            if length == 0 {
                continue;
            }
            let wanted = originals.keys().filter(|key| key.entry().is_some() && key.list() == list);
            let mut slots: Vec<Option<Slot>> = vec![None; wanted.count()];
            let mut left: Vec<bool> = vec![true; length];
            let index = |key: &Key| key.entry().map_or(0, |number| number.get() - 1);
            let stands = |at: &Key, placed: &PlacedString| {
                !placed.is_kept && at.entry().is_some() && at.list() == list
            };
            for (key, placed, at) in homes {
                if !stands(at, placed) {
                    continue;
                }
                // Its place is free, whether it stays in this list or leaves it.
                left[index(at)] = false;
                if key.list() == list {
                    slots[index(key)] = Some(Slot::Old(index(at)));
                }
            }
            let mut keep: Vec<(usize, &PlacedString, &LockEntry)> = Vec::new();
            let mut extra: Vec<Slot> = Vec::new();
            for (placed, at) in lost.iter().filter(|(placed, at)| stands(at, placed)) {
                left[index(at)] = false;
                match &placed.entry {
                    Some(entry) => keep.push((index(at), placed, entry)),
                    None => extra.push(Slot::Old(index(at))),
                }
            }
            // Places that say nothing yet, with what a translator wrote there, are used again.
            let mut empty: Vec<usize> = (0..length).filter(|at| left[*at]).collect();
            for (at, slot) in slots.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
                let own = empty.iter().position(|empty| *empty == at);
                *slot = Some(match own.or((!empty.is_empty()).then_some(0)) {
                    Some(place) => Slot::Old(empty.remove(place)),
                    None => {
                        self.synced.added += 1;
                        Slot::New(String::new())
                    }
                });
            }
            let extra_from = slots.len();
            let slots: Vec<Slot> = slots.into_iter().flatten().chain(extra).collect();
            let mut comments = self.editor.arrange(&first, &slots);
            let mut others: Vec<String> = Vec::new();
            for (at, comments) in comments.iter_mut().enumerate() {
                if !keep.iter().any(|(kept, ..)| *kept == at) {
                    others.append(comments);
                }
            }
            if slots.is_empty() {
                // What was said of the list goes with what is left of it.
                others.splice(0..0, self.editor.take(&first.without_entry()));
                if let Some((at, ..)) = keep.first() {
                    others.append(&mut comments[*at]);
                    comments[*at] = std::mem::take(&mut others);
                }
            }
            for (at, placed, entry) in &keep {
                self.keep(placed, entry, &comments[*at]);
            }
            self.editor.comment(&first, &others);
            // What has no original shows none.
            for number in extra_from..slots.len() {
                self.editor.note(&first.entry_at(number + 1), Notes::default(), false);
            }
        }
    }

    /// Moves a string that lost its original into `[kept]`.
    fn keep(&mut self, placed: &PlacedString, entry: &LockEntry, comments: &[String]) {
        let text = &placed.text.value;
        self.editor.keep(&placed.at, text, entry.text.as_deref(), comments);
        self.kept.push((placed.at.clone(), entry.about(text)));
        self.synced.kept.push(placed.at.clone());
    }

    /// Keeps what a string says where a guess comes in its place: fuzzy, a machine's, or made from
    /// another original.
    fn set_aside(&mut self, key: &Key, given: &GivenString, originals: &Originals) {
        let Some((_, original)) = originals.iter().find(|(other, _)| *other == key) else { return };
        let Some((text, entry)) = self.strings.get(key) else { return };
        let state =
            |text: &str, entry: &Option<LockEntry>| State::of_text(text, entry.as_ref(), original);
        let is_guess = |state: State| state == State::NeedsReview;
        let loses = is_guess(state(&given.text, &given.entry)) && !is_guess(state(text, entry));
        if loses && *text != given.text {
            let words = entry.as_ref().and_then(|entry| entry.text.as_deref());
            self.editor.keep(key, text, words, &[]);
            self.kept.extend(entry.as_ref().map(|entry| (key.clone(), entry.about(text))));
            self.synced.replaced.push(key.clone());
        }
    }

    /// Records what is accepted and reviewed; whose review is recorded then.
    fn review(
        &mut self,
        current: Option<Current<'_>>,
        originals: &Originals,
        changes: &Changes,
    ) -> Option<String> {
        let by = match current.map(|current| current.translation.head()) {
            Some(Head::Reviewed { by, .. }) => Some(by.clone()),
            _ => None,
        };
        let recorded = current.and_then(|current| current.lock.review.as_ref());
        // A file that says anew that it is reviewed says so of its strings as they are.
        let is_new = by.is_some() && recorded != by.as_ref();
        for (key, original) in originals.iter() {
            let Some((text, entry)) = self.strings.get_mut(key) else {
                if changes.accepted.keys.contains(key) || changes.reviewed.keys.contains(key) {
                    self.synced.untranslated.push(key.clone());
                }
                continue;
            };
            let state = State::of_text(text, entry.as_ref(), original);
            if let Some(entry) = entry {
                let is_edited = entry.is_edited(text);
                *entry = entry.about(text);
                entry.state = match (state, &entry.state) {
                    // What was recorded stands there still: that is what was reviewed.
                    (State::Translated, Recorded::Translated)
                        if is_new && !is_edited && !changes.given.contains_key(key) =>
                    {
                        Recorded::Reviewed { by: by.clone().unwrap_or_default() }
                    }
                    // It may be the translation of what its original was in between.
                    (State::Stale, before) if is_edited && *before != Recorded::Offered => {
                        Recorded::NeedsReview
                    }
                    (_, Recorded::Offered) => Recorded::Translated,
                    // Nobody has read what stands there now.
                    (_, Recorded::Reviewed { .. }) if is_edited => Recorded::Translated,
                    (_, before) => before.clone(),
                };
            }
            if changes.accepted.includes(key) && state != State::Reviewed {
                *entry = Some(LockEntry::new(&original.value, Some(text), Recorded::Translated));
            }
            if changes.reviewed.includes(key) {
                match entry {
                    Some(entry) if State::of_text(text, Some(entry), original).is_current() => {
                        entry.state = Recorded::Reviewed { by: by.clone().unwrap_or_default() };
                    }
                    _ => self.synced.not_reviewed.push(key.clone()),
                }
            }
        }
        by
    }

    /// Writes the originals above the strings, and what the lock knows of each.
    fn write(&mut self, units: &[Unit], originals: &Originals, lock: &mut Lock) {
        let offered: BTreeSet<&Key> = units.iter().map(|unit| &unit.key).collect();
        for (key, original) in originals.iter() {
            let known = self.strings.get(key);
            // An empty place is one to be filled, whether it must be or not.
            if known.is_none() && !offered.contains(key) && !self.editor.has(key) {
                continue;
            }
            let state = match known {
                Some((text, entry)) => State::of_text(text, entry.as_ref(), original),
                None => State::Missing,
            };
            let before = known.and_then(|(_, entry)| entry.as_ref());
            let previous = before.and_then(|entry| entry.made_from_another(&original.value));
            let notes = Notes { original: &original.value, previous };
            if key.name_of().is_none() {
                self.editor.note(key, notes, !state.is_current() || self.set_anew.contains(key));
            }
            *self.synced.states.entry(state).or_default() += 1;
            let entry = match known {
                Some((text, _)) if state == State::Unknown => key
                    .entry()
                    .map(|_| LockEntry::new(&original.value, Some(text), Recorded::Unknown)),
                Some((_, entry)) => entry.clone(),
                None => {
                    let offered = LockEntry::new(&original.value, None, Recorded::Offered);
                    Some(offered.after(self.gone.get(key)))
                }
            };
            // What was there before the lock knew originals by their words.
            let entry = entry.map(|entry| entry.with_text(&original.value));
            lock.strings.extend(entry.map(|entry| (key.clone(), entry)));
        }
    }
}
