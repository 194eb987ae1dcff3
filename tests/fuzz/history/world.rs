//! A brief with its translations while things happen to them, and what must hold whatever happens. What
//! was approved, by whom, and what a translator was shown is written down here, not read from locks.

use std::collections::{BTreeMap, BTreeSet};

use briefpress::internals::{
    Changes, Chosen, Current, Diagnostics, Export, Files, Format, Lock, Originals, RawBrief,
    Reader, Returned, ReturnedState, Sources, State, Synced, TomlDocument, Translation,
    TranslationStatus, Unit, import, out_of_date, sync, units,
};
use toml_edit::Value;

use super::brief::{Brief, quoted};
use super::chosen;
use super::file::ByHand;
use super::step::Step;
use crate::targets::seen::{Place, counted, nothing_is_gone, plain, strings};

/// A translation and its lock as they were, the originals shown above each string, and whose review was
/// recorded.
type Past = (String, String, BTreeMap<String, Vec<String>>, Option<String>);

/// An original with its translation.
type Pair = (String, String);

/// The languages.
const TAGS: [&str; 2] = ["fr", "km"];

/// A translation, and what people did for it.
#[derive(Debug, Clone, Default)]
struct Language {
    toml: Option<String>,
    lock: Option<String>,
    /// What stands above each string of the file: its original, and the one before.
    shown: BTreeMap<String, Vec<String>>,
    /// Whose review the lock has recorded.
    recorded: Option<String>,
    /// The same after each time that the tool wrote it.
    past: Vec<Past>,
    approved: BTreeSet<Pair>,
    read: BTreeSet<Pair>,
    /// What the tool said was current when it last wrote, by what it says.
    settled: BTreeMap<String, (String, String)>,
    sent: Vec<Sent>,
}

/// A file that was sent to a translator, and the originals that it was made from.
#[derive(Debug, Clone)]
struct Sent {
    format: Format,
    bytes: Vec<u8>,
    originals: BTreeMap<String, String>,
}

/// What is read of a translation.
struct Seen {
    units: Vec<Unit>,
    is_reviewed: bool,
}

/// Nothing is done, for something cannot be read.
#[derive(Debug, PartialEq, Eq)]
struct Refused;

#[derive(Debug)]
pub struct World {
    brief: Brief,
    briefs: Vec<Brief>,
    languages: BTreeMap<&'static str, Language>,
    /// How many texts and notes were written.
    written: usize,
}

impl World {
    pub fn new() -> Self {
        let languages = TAGS.iter().map(|tag| (*tag, Language::default())).collect();
        Self { brief: Brief::new(), briefs: Vec::new(), languages, written: 0 }
    }

    pub fn does(&mut self, step: Step) {
        match step {
            Step::Say(which, pick) => self.brief.say(which, pick),
            Step::Insert(list, at, pick) => self.brief.insert(list, at, pick),
            Step::Delete(list, at) => self.brief.delete(list, at),
            Step::Shift(list, from, to) => self.brief.shift(list, from, to),
            Step::Clear(list) => self.brief.clear(list),
            Step::Add(kind, id, pick) => self.brief.add(kind, id, pick),
            Step::Remove(which) => self.brief.remove(which),
            Step::Reorder(one, other) => self.brief.reorder(one, other),
            Step::Rename(which, id) => self.brief.rename(which, id),
            Step::Swap(which) => self.brief.swap(which),
            Step::Revert(ago) => {
                if let Some(at) = chosen(self.briefs.len(), ago) {
                    self.brief = self.briefs[self.briefs.len() - 1 - at].clone();
                }
            }
            Step::SyncAll => {
                TAGS.into_iter().for_each(|tag| self.sync(tag, &Changes::default(), false));
            }
            Step::Sync(tag) => self.sync(named(tag), &Changes::default(), false),
            Step::Accept(tag, which) => self.accept(named(tag), which),
            Step::Review(tag, which) => self.review(named(tag), which),
            Step::Prune(tag) => {
                let changes = Changes::new(Chosen::default(), Chosen::default(), true);
                self.sync(named(tag), &changes, true);
            }
            Step::Export(tag, format) => self.export(named(tag), format),
            Step::Import(tag, which, how, signed) => self.import(named(tag), which, how, signed),
            Step::Fill(tag, which, pick) => self.fill(named(tag), which, pick),
            Step::FillAll(tag) => self.fill_all(named(tag)),
            Step::Drop(tag, which) => self.drop_string(named(tag), which),
            Step::Turn(tag, which, to, with_notes) => self.turn(named(tag), which, to, with_notes),
            Step::Extend(tag, which, at) => self.extend(named(tag), which, at),
            Step::Comment(tag, line, how) => self.comment(named(tag), line, how),
            Step::Style(tag, which, how) => self.style(named(tag), which, how),
            Step::Kept(tag, which, how) => self.edit_kept(named(tag), which, how),
            Step::Head(tag, how) => self.head(named(tag), how),
            Step::Damage(tag, at, how) => self.damage(named(tag), at, how),
            Step::NoLock(tag) => {
                let own = self.language(named(tag));
                (own.lock, own.recorded) = (None, None);
                own.settled.clear();
            }
            Step::OldLock(tag, ago) | Step::OldFile(tag, ago) | Step::OldBoth(tag, ago) => {
                let own = self.language(named(tag));
                let Some(at) = chosen(own.past.len(), ago) else { return };
                let (toml, lock, shown, recorded) = own.past[own.past.len() - 1 - at].clone();
                if !matches!(step, Step::OldLock(..)) {
                    (own.toml, own.shown) = (Some(toml), shown);
                }
                own.takes_for_written_since();
                if !matches!(step, Step::OldFile(..)) {
                    (own.lock, own.recorded) = (Some(lock), recorded);
                }
                own.settled.clear();
            }
        }
        for tag in TAGS {
            self.nothing_is_final_that_was_not_approved(tag);
        }
    }

    fn language(&mut self, tag: &str) -> &mut Language {
        self.languages.get_mut(tag).expect("one of those above")
    }

    /// A translator's words, not written before, or the same as others.
    fn words(&mut self, tag: &str, pick: u8) -> String {
        self.written += 1;
        match pick % 8 {
            6 => "Pareil.".into(),
            7 => format!("{tag}: « {} »\n\nsuite \\ \"fin\"", self.written),
            _ => format!("{tag} {} mots", self.written),
        }
    }

    /// Reads the files of a language as they stand, and does something with them.
    fn with<R>(
        &self,
        tag: &str,
        toml: Option<&str>,
        lock: Option<&str>,
        then: impl FnOnce(Option<Current<'_>>, &Originals) -> R,
    ) -> Result<R, Refused> {
        let (mut sources, mut found) = (Sources::new(), Diagnostics::new());
        let brief = sources.add("brief.toml", self.brief.to_toml());
        let reader = Reader::new();
        let document = TomlDocument::parse(&sources, brief, &mut found);
        let raw = RawBrief::read(document.root(&reader));
        assert!(document.is_whole());
        let originals = Originals::new(&raw, Some(&[]));
        let read: BTreeMap<String, String> =
            originals.iter().map(|(key, text)| (key.to_string(), plain(text.as_str()))).collect();
        for (key, text) in self.brief.originals() {
            assert_eq!(read.get(&key), Some(&plain(&text)), "{key}");
        }
        let Some(toml) = toml else { return Ok(then(None, &originals)) };
        let lock = match lock {
            Some(lock) => {
                let file = sources.add("lock", lock);
                Lock::read(tag, file, &sources, &mut found).ok_or(Refused)?
            }
            None => Lock::default(),
        };
        let file = sources.add("toml", toml);
        let mut found = Diagnostics::new();
        let (translation, _) =
            Translation::read(tag, file, &lock, &originals, &sources, &mut found);
        if !translation.is_whole {
            return Err(Refused);
        }
        assert!(toml::from_str::<toml::Table>(toml).is_ok(), "read what is no TOML:\n{toml}");
        let current = Current { toml, translation: &translation, lock: &lock };
        Ok(then(Some(current), &originals))
    }

    fn seen(&self, tag: &str, toml: &str, lock: Option<&str>) -> Result<Seen, Refused> {
        self.with(tag, Some(toml), lock, |current, originals| {
            let current = current.expect("given above");
            Seen {
                units: units(originals, Some(current.translation)),
                is_reviewed: current.translation.status == TranslationStatus::Reviewed,
            }
        })
    }

    fn seen_now(&self, tag: &str) -> Option<Seen> {
        let own = &self.languages[tag];
        self.seen(tag, own.toml.as_deref()?, own.lock.as_deref()).ok()
    }

    /// No string is current, reviewed or final but against the original that it was approved against.
    fn nothing_is_final_that_was_not_approved(&self, tag: &str) {
        let own = &self.languages[tag];
        let Some(seen) = self.seen_now(tag) else {
            assert!(own.toml.is_none(), "{tag} cannot be read:\n{}", own.toml.as_ref().unwrap());
            return;
        };
        let context = || format!("{}\n{}", own.toml.as_ref().unwrap(), self.brief.to_toml());
        let head = head_of(own.toml.as_ref().unwrap());
        for unit in seen.units.iter().filter(|unit| unit.key.name_of().is_none()) {
            let pair = pair_of(unit);
            if unit.state.is_current() {
                assert!(
                    own.approved.contains(&pair),
                    "{tag}: `{}` is {:?}, but nobody approved {pair:?}\n{}",
                    unit.key,
                    unit.state,
                    context()
                );
            }
            if unit.state == State::Reviewed {
                assert!(own.read.contains(&pair), "{tag}: nobody read {pair:?}\n{}", context());
            }
            if seen.is_reviewed && unit.is_needed {
                assert!(head.is_some() && unit.state.is_current(), "{}\n{}", unit.key, context());
                if own.recorded == head {
                    assert!(own.read.contains(&pair), "final, but not read: {pair:?}");
                }
            }
        }
    }

    fn sync(&mut self, tag: &'static str, changes: &Changes, prunes: bool) {
        self.write(tag, prunes, &BTreeMap::new(), |current, originals| {
            sync(tag, current, originals, changes).expect("it was read")
        });
    }

    /// Has the tool write a translation. `replaced` may go, each as often as it says.
    fn write(
        &mut self,
        tag: &'static str,
        prunes: bool,
        replaced: &BTreeMap<String, usize>,
        then: impl FnOnce(Option<Current<'_>>, &Originals) -> Synced,
    ) {
        let before = self.languages[tag].clone();
        let (toml, lock) = (before.toml.as_deref(), before.lock.as_deref());
        let written =
            self.with(tag, toml, lock, |current, originals| then(current, originals).files);
        let Ok(Files { toml, lock }) = written else { panic!("refused:\n{}", toml.unwrap()) };
        let old = before.toml.as_deref().unwrap_or_default();
        if !prunes {
            nothing_is_gone(old, &toml, replaced);
        }
        // Again, nothing more is to be done.
        let again = self.with(tag, Some(&toml), Some(&lock), |current, originals| {
            let open = out_of_date(current.expect("given"), originals).expect("it was read");
            assert!(open.is_empty(), "{open:?}\n{toml}\n{lock}");
            sync(tag, current, originals, &Changes::default()).expect("it was read").files
        });
        let again = again.unwrap_or_else(|_| panic!("wrote what cannot be read:\n{toml}\n{lock}"));
        same("a second time", &toml, &again.toml, old);
        same("a second time", &lock, &again.lock, old);
        let seen = self.seen(tag, &toml, Some(&lock)).expect("it was read");
        // Everything stands where it belongs, as another reader sees it.
        let there: BTreeMap<String, String> =
            strings(&toml, false).into_iter().map(|(place, text)| (place.key(), text)).collect();
        for unit in seen.units.iter().filter(|unit| unit.key.name_of().is_none()) {
            let own = there.get(unit.key.as_str()).map(|text| plain(text)).unwrap_or_default();
            let said = unit.target.as_ref().map_or("", |text| text.as_str());
            assert_eq!(own, plain(said), "`{}`\n{toml}", unit.key);
        }
        let originals = self.brief.originals();
        self.what_was_settled_is_at_its_original(&before, &toml, &originals, &seen, tag);
        let review = head_of(&toml);
        let is_new = review.is_some() && review != before.recorded;
        if is_new && before.toml.is_some() {
            let all = seen.units.iter().filter(|unit| unit.state.is_current());
            let read: Vec<Pair> = all.map(pair_of).collect();
            self.language(tag).read.extend(read);
        }
        let previous: BTreeMap<&str, &String> = seen
            .units
            .iter()
            .filter_map(|unit| Some((unit.key.as_str(), unit.previous.as_ref()?)))
            .collect();
        let shown =
            originals.iter().filter(|(key, _)| there.contains_key(*key)).map(|(key, now)| {
                let before = previous.get(key.as_str()).map(|before| (*before).clone());
                (key.clone(), [Some(now.clone()), before].into_iter().flatten().collect())
            });
        let settled = seen.units.iter().filter(|unit| unit.state.is_current());
        let settled = settled.map(|unit| {
            let (source, target) = pair_of(unit);
            (target, (unit.key.to_string(), source))
        });
        let own = self.languages.get_mut(tag).expect("one of those above");
        own.settled = settled.collect();
        // What is left where the brief has nothing now shows what it did.
        own.shown.retain(|key, _| there.contains_key(key));
        own.shown.extend(shown.collect::<BTreeMap<_, _>>());
        own.recorded = review;
        own.past.push((toml.clone(), lock.clone(), own.shown.clone(), own.recorded.clone()));
        (own.toml, own.lock) = (Some(toml), Some(lock));
        self.briefs.push(self.brief.clone());
    }

    /// What was current stands at the one original that says the same, unless that has another
    /// translation.
    fn what_was_settled_is_at_its_original(
        &self,
        before: &Language,
        toml: &str,
        originals: &BTreeMap<String, String>,
        seen: &Seen,
        tag: &str,
    ) {
        let counts = counted(toml);
        // An id that another thing had before says nothing of what it is.
        let item = |key: &str| key.split('.').take(2).collect::<Vec<_>>().join(".");
        let was: BTreeSet<String> = before.shown.keys().map(|key| item(key)).collect();
        let is: BTreeSet<String> = originals.keys().map(|key| item(key)).collect();
        for (text, (old, source)) in &before.settled {
            let keys: Vec<&String> =
                originals.iter().filter(|(_, own)| plain(own) == *source).map(|(k, _)| k).collect();
            let ([key], Some(1)) = (keys.as_slice(), counts.get(text)) else { continue };
            if item(old) != item(key) && (was.contains(&item(key)) || is.contains(&item(old))) {
                continue;
            }
            let unit = seen.units.iter().find(|unit| unit.key.as_str() == **key);
            let Some(unit) = unit else { continue };
            let there = unit.target.as_ref().map(|target| plain(target.as_str()));
            assert!(
                there.is_some(),
                "{tag}: {text:?} is not at `{key}`, which says {source:?}\n--- before\n{}\n--- after\n\
                 {toml}\n--- brief\n{}",
                before.toml.as_deref().unwrap_or_default(),
                self.brief.to_toml(),
            );
        }
    }

    fn accept(&mut self, tag: &'static str, which: u8) {
        let Some(seen) = self.seen_now(tag) else { return };
        let there: Vec<&Unit> = seen.units.iter().filter(|unit| unit.target.is_some()).collect();
        let Some(at) = chosen(there.len() + 1, which) else { return };
        let (word, pairs) = match there.get(at) {
            Some(unit) => (unit.key.to_string(), vec![pair_of(unit)]),
            None => ("all".into(), there.iter().map(|unit| pair_of(unit)).collect()),
        };
        self.language(tag).approved.extend(pairs);
        let changes = Changes::new(Chosen::parse(&[word]), Chosen::default(), false);
        self.sync(tag, &changes, false);
    }

    fn review(&mut self, tag: &'static str, which: u8) {
        let Some(seen) = self.seen_now(tag) else { return };
        if self.languages[tag].toml.as_deref().and_then(head_of).is_none() {
            return;
        }
        let current: Vec<&Unit> = seen.units.iter().filter(|u| u.state.is_current()).collect();
        let Some(at) = chosen(current.len() + 1, which) else { return };
        let (word, pairs) = match current.get(at) {
            Some(unit) => (unit.key.to_string(), vec![pair_of(unit)]),
            None => ("all".into(), current.iter().map(|unit| pair_of(unit)).collect()),
        };
        self.language(tag).read.extend(pairs);
        let changes = Changes::new(Chosen::default(), Chosen::parse(&[word]), false);
        self.sync(tag, &changes, false);
    }

    fn export(&mut self, tag: &'static str, format: u8) {
        let Some(seen) = self.seen_now(tag) else { return };
        let formats = [Format::Po, Format::Xliff, Format::Xliff12, Format::Toml];
        let format = formats[usize::from(format) % formats.len()];
        let export = Export { brief: "a", source: "en", target: tag, units: &seen.units };
        let bytes = format.write(&export).into_bytes();
        let back = format.read(&bytes).unwrap_or_else(|why| panic!("{format:?}: {why}"));
        assert_eq!(back.passed_over, []);
        for unit in &seen.units {
            let own = back.units.iter().find(|back| back.key.as_ref() == Some(&unit.key));
            let own = own.unwrap_or_else(|| panic!("{format:?}: `{}` is lost", unit.key));
            let target = unit.target.as_ref().map_or("", |target| target.as_str());
            assert_eq!(plain(&own.target), plain(target), "{format:?}: `{}`", unit.key);
            if own.source.is_some() && !target.is_empty() && own.state != ReturnedState::NeedsReview
            {
                assert!(unit.state.is_current(), "{format:?}: `{}` is {:?}", unit.key, unit.state);
            }
        }
        let originals = self.brief.originals();
        self.language(tag).sent.push(Sent { format, bytes, originals });
    }

    fn import(&mut self, tag: &'static str, which: u8, how: u8, signed: bool) {
        let own = &self.languages[tag];
        let Some(at) = chosen(own.sent.len(), which) else { return };
        let Sent { format, bytes, originals } = own.sent[own.sent.len() - 1 - at].clone();
        let mut returned = format.read(&bytes).expect("we wrote it").units;
        let mut approved = Vec::new();
        for (at, unit) in returned.iter_mut().enumerate() {
            if unit.key.as_ref().is_some_and(|key| key.name_of().is_some()) {
                continue;
            }
            let chance = (at * 7 + usize::from(how) * 13) % 11;
            if chance > 6 {
                continue;
            }
            let text = self.words(tag, how.wrapping_add(at as u8));
            self.hand_back(unit, chance, text);
            let key = unit.key.as_ref().map(ToString::to_string).unwrap_or_default();
            let saw = unit.source.clone().or_else(|| originals.get(&key).cloned());
            if let Some(saw) = saw.filter(|_| unit.state != ReturnedState::NeedsReview) {
                approved.push((plain(&saw), plain(&unit.target), unit.state));
            }
        }
        let reviewer = signed.then_some("Ann");
        let own = self.language(tag);
        for (source, target, state) in approved {
            if signed && state == ReturnedState::Reviewed {
                own.read.insert((source.clone(), target.clone()));
            }
            own.approved.insert((source, target));
        }
        // What the file says for a string may replace what stood there.
        let mut replaced: BTreeMap<String, usize> = BTreeMap::new();
        let seen = self.seen_now(tag);
        let units = seen.as_ref().map_or(&[][..], |seen| &seen.units[..]);
        for back in returned.iter().filter(|back| !back.target.trim().is_empty()) {
            let known = units.iter().find(|unit| back.key.as_ref() == Some(&unit.key));
            let homes: Vec<&Unit> = match known {
                Some(unit) if unit.key.entry().is_none() => vec![unit],
                _ => {
                    let same = |unit: &&Unit| Some(&unit.source.value) == back.source.as_ref();
                    units.iter().filter(same).chain(known).collect()
                }
            };
            for text in homes.into_iter().filter_map(|unit| unit.target.as_ref()) {
                *replaced.entry(plain(text.as_str())).or_default() += 1;
            }
        }
        let own = &self.languages[tag];
        let (toml, lock) = (own.toml.as_deref(), own.lock.as_deref());
        let can = self.with(tag, toml, lock, |current, originals| {
            import(tag, current, originals, &returned, reviewer).is_ok()
        });
        // The same string twice.
        if can != Ok(true) {
            return;
        }
        self.write(tag, false, &replaced, |current, originals| {
            import(tag, current, originals, &returned, reviewer).expect("seen above").synced
        });
    }

    fn hand_back(&self, unit: &mut Returned, chance: usize, text: String) {
        unit.target = text;
        // A file that says no originals says no states.
        if unit.source.is_none() {
            return;
        }
        unit.state = ReturnedState::Translated;
        match chance {
            2 => unit.state = ReturnedState::NeedsReview,
            3 => unit.source = Some("Something else was said".into()),
            4 => unit.key = None,
            5 => unit.state = ReturnedState::Reviewed,
            _ => {}
        }
    }

    fn fill(&mut self, tag: &'static str, which: u8, pick: u8) {
        let Some(toml) = self.languages[tag].toml.clone() else { return };
        let places = places(&toml);
        let Some(at) = chosen(places.len(), which) else { return };
        let text = self.words(tag, pick);
        self.put(tag, &[(places[at].0.clone(), text)]);
    }

    fn fill_all(&mut self, tag: &'static str) {
        let Some(toml) = self.languages[tag].toml.clone() else { return };
        let empty = places(&toml).into_iter().filter(|(_, text)| text.is_empty());
        let new: Vec<(Place, String)> =
            empty.map(|(place, _)| (place, self.words(tag, 0))).collect();
        self.put(tag, &new);
    }

    /// Writes strings, each as a translation of what is shown above it.
    fn put(&mut self, tag: &str, new: &[(Place, String)]) {
        let own = self.language(tag);
        let Some(toml) = &own.toml else { return };
        let mut file = ByHand::of(toml);
        for (place, text) in new {
            let value = match text.len() % 3 {
                0 => quoted(text).parse().unwrap_or_else(|_| Value::from(text.as_str())),
                _ => Value::from(text.as_str()),
            };
            file.set(place, value);
            for source in own.shown.get(&place.key()).into_iter().flatten() {
                own.approved.insert((plain(source), plain(text)));
            }
        }
        own.toml = Some(file.done());
    }

    fn drop_string(&mut self, tag: &str, which: u8) {
        let own = self.language(tag);
        let Some(toml) = &own.toml else { return };
        let places = places(toml);
        let Some(at) = chosen(places.len(), which) else { return };
        let place = &places[at].0;
        let mut file = ByHand::of(toml);
        file.remove(place);
        own.toml = Some(file.done());
        own.moved_to_others();
        own.take_shown(place);
    }

    fn turn(&mut self, tag: &str, which: u8, to: u8, with_notes: bool) {
        let own = self.language(tag);
        let Some((toml, place)) = own.entry(which) else { return };
        let mut file = ByHand::of(&toml);
        let Some(list) = file.list(&place) else { return };
        let from = place.entry.unwrap_or_default();
        let to = usize::from(to) % list.len();
        let Some(mut one) = list.get(from).cloned() else { return };
        let Some(mut other) = list.get(to).cloned() else { return };
        if !with_notes {
            let decor = one.decor().clone();
            *one.decor_mut() = other.decor().clone();
            *other.decor_mut() = decor;
        }
        list.replace_formatted(from, other);
        list.replace_formatted(to, one);
        let file = file.done();
        let said: BTreeMap<String, String> =
            strings(&file, false).into_iter().map(|(place, text)| (place.key(), text)).collect();
        own.toml = Some(file);
        if !with_notes {
            // Both stand below what is shown above the other, where a translator put them.
            for key in [place.key(), Place { entry: Some(to), ..place.clone() }.key()] {
                for source in own.shown.get(&key).into_iter().flatten() {
                    own.approved.insert((plain(source), plain(&said[&key])));
                }
            }
        } else {
            let (one, other) = (place.key(), Place { entry: Some(to), ..place }.key());
            let shown = (own.shown.remove(&one), own.shown.remove(&other));
            own.shown.extend(shown.0.map(|shown| (other, shown)));
            own.shown.extend(shown.1.map(|shown| (one, shown)));
        }
    }

    fn extend(&mut self, tag: &'static str, which: u8, at: u8) {
        let text = self.words(tag, 0);
        let own = self.language(tag);
        let Some((toml, place)) = own.entry(which) else { return };
        let mut file = ByHand::of(&toml);
        let Some(list) = file.list(&place) else { return };
        let length = list.len();
        let at = usize::from(at) % (length + 1);
        list.insert(at, text);
        own.toml = Some(file.done());
        own.moved_to_others();
        for old in (at..length).rev() {
            let key = |entry| Place { entry: Some(entry), ..place.clone() }.key();
            let shown = own.shown.remove(&key(old));
            own.shown.extend(shown.map(|shown| (key(old + 1), shown)));
        }
    }

    fn comment(&mut self, tag: &str, line: u8, how: u8) {
        self.written += 1;
        let note = format!("# note §{}§", self.written);
        let own = self.language(tag);
        let Some(toml) = &own.toml else { return };
        let mut lines: Vec<String> = toml.split('\n').map(String::from).collect();
        let at = usize::from(line) * 3 % lines.len();
        match how % 3 {
            0 => lines.insert(at, note),
            // The tool's own line.
            1 if lines[at].trim_start().starts_with("#.") => return,
            1 if lines[at].trim_start().starts_with("#|") => return,
            1 => lines[at] = format!("{} {note}", lines[at].trim_end_matches('\r')),
            _ => lines.insert(at, format!("{note}\n{note}b\n")),
        }
        own.say_the_same(lines.join("\n"));
    }

    fn style(&mut self, tag: &str, which: u8, how: u8) {
        let own = self.language(tag);
        let Some(toml) = &own.toml else { return };
        let places = places(toml);
        let Some(at) = chosen(places.len(), which) else { return };
        let (place, text) = &places[at];
        let new = match how % 8 {
            0..=2 => {
                let mut file = ByHand::of(toml);
                file.restyle(place, how);
                file.done()
            }
            3 if toml.contains("\r\n") => toml.replace("\r\n", "\n"),
            3 => toml.replace('\n', "\r\n"),
            4 => toml
                .replace("[finding.", "[finding . \"")
                .replace("[finding . \"a]", "[finding . \"a\"]"),
            5 if !text.is_empty() => {
                let mut file = ByHand::of(toml);
                let long =
                    format!("\"\"\"\n{}\"\"\"", text.replace('\\', "\\\\").replace('"', "\\\""));
                let Ok(long) = long.parse() else { return };
                file.set(place, long);
                file.done()
            }
            6 => {
                let mut file = ByHand::of(toml);
                if let Some(list) = file.list(place) {
                    let texts: Vec<String> =
                        list.iter().filter_map(|v| v.as_str().map(String::from)).collect();
                    *list = texts.into_iter().collect();
                }
                file.done()
            }
            _ => toml.replace("\n\n", "\n"),
        };
        own.say_the_same(new);
    }

    fn edit_kept(&mut self, tag: &'static str, which: u8, how: u8) {
        let text = self.words(tag, how);
        let own = self.language(tag);
        let Some(toml) = &own.toml else { return };
        let mut kept = strings(toml, true);
        kept.retain(|(place, _)| place.tables == ["kept"]);
        let Some(at) = chosen(kept.len(), which) else { return };
        let mut file = ByHand::of(toml);
        match how % 3 {
            0 => file.set(&kept[at].0, text.into()),
            1 => file.remove(&kept[at].0),
            _ => {
                let all = kept.into_iter().map(|(place, _)| Place { entry: None, ..place });
                all.for_each(|place| file.remove(&place));
            }
        }
        own.toml = Some(file.done());
    }

    fn head(&mut self, tag: &str, how: u8) {
        let own = self.language(tag);
        let Some(toml) = &own.toml else { return };
        let mut file: toml_edit::DocumentMut = toml.parse().unwrap();
        let Some(head) = file["translation"].as_table_like_mut() else { return };
        match how % 3 {
            0 => {
                head.insert("status", toml_edit::value("draft"));
            }
            by => {
                head.insert("status", toml_edit::value("reviewed"));
                head.insert("reviewer", toml_edit::value(["Ann", "Bo"][usize::from(by) - 1]));
            }
        }
        own.say_the_same(file.to_string());
    }

    /// Damages a file: it is refused, or nothing of what another reader finds in it is lost.
    fn damage(&mut self, tag: &'static str, at: u8, how: u8) {
        let own = self.languages[tag].clone();
        let (Some(toml), Some(lock)) = (&own.toml, &own.lock) else { return };
        let file = if how.is_multiple_of(2) { toml } else { lock };
        let mut place = file.len() * usize::from(at) / 256;
        while !file.is_char_boundary(place) {
            place -= 1;
        }
        let (before, after) = file.split_at(place);
        let damaged = match how / 2 % 5 {
            0 => before.to_string(),
            1 => format!("{before}\n<<<<<<< ours\n{after}"),
            2 => format!("{before}\"{after}"),
            3 => format!("{before}{file}"),
            _ => format!("{before}\u{0}{after}"),
        };
        let (toml, lock) = if how.is_multiple_of(2) { (&damaged, lock) } else { (toml, &damaged) };
        let synced = self.with(tag, Some(toml), Some(lock), |current, originals| {
            sync(tag, current, originals, &Changes::default()).expect("it was read").files
        });
        if let Ok(files) = synced {
            nothing_is_gone(toml, &files.toml, &BTreeMap::new());
        }
        if how / 2 % 5 == 1 && how % 2 == 1 {
            assert!(self.seen(tag, toml, Some(lock)).is_err(), "took a conflict:\n{lock}");
        }
    }
}

impl Language {
    /// An entry of a list, with the file's text.
    fn entry(&self, which: u8) -> Option<(String, Place)> {
        let toml = self.toml.clone()?;
        let mut entries = places(&toml);
        entries.retain(|(place, _)| place.entry.is_some());
        let at = chosen(entries.len(), which)?;
        Some((toml, entries.swap_remove(at).0))
    }

    /// Entries stand now where others stood, for which a translator may well have meant them.
    fn moved_to_others(&mut self) {
        for (place, text) in self.toml.iter().flat_map(|toml| places(toml)) {
            let shown = self.shown.get(&place.key()).filter(|_| place.entry.is_some());
            for source in shown.into_iter().flatten() {
                self.approved.insert((plain(source), plain(&text)));
            }
        }
    }

    /// What is shown above strings once one is taken out.
    fn take_shown(&mut self, place: &Place) {
        self.shown.remove(&place.key());
        let Some(entry) = place.entry else { return };
        let key = |entry| Place { entry: Some(entry), ..place.clone() }.key();
        let mut next = entry + 1;
        while let Some(shown) = self.shown.remove(&key(next)) {
            self.shown.insert(key(next - 1), shown);
            next += 1;
        }
    }

    /// A lock that is older than its file knows less than that: what it does not know looks as if it was
    /// written since, for the original above it.
    fn takes_for_written_since(&mut self) {
        for (place, text) in self.toml.iter().flat_map(|toml| places(toml)) {
            if let Some([source]) = self.shown.get(&place.key()).map(Vec::as_slice) {
                self.approved.insert((plain(source), plain(&text)));
            }
            // Entries of a list that an older lock does not know stand where its entries stood.
            let key = place.key();
            let Some((list, _)) = key.split_once('[') else { continue };
            let same = self
                .shown
                .iter()
                .filter(|(other, _)| other.split_once('[').is_some_and(|(other, _)| other == list));
            for source in same.flat_map(|(_, shown)| shown) {
                self.approved.insert((plain(source), plain(&text)));
            }
        }
    }

    /// Takes a file in another form, if it says what it said.
    fn say_the_same(&mut self, toml: String) {
        let Some(old) = &self.toml else { return };
        let is_read = toml::from_str::<toml::Table>(&toml).is_ok();
        if is_read && strings(old, true) == strings(&toml, true) {
            self.toml = Some(toml);
        }
    }
}

/// The strings of a file that a translator writes: names are given in forms, and left alone here.
fn places(toml: &str) -> Vec<(Place, String)> {
    let mut all = strings(toml, false);
    all.retain(|(place, _)| place.tables != ["names"]);
    all
}

fn named(tag: u8) -> &'static str {
    TAGS[usize::from(tag) % TAGS.len()]
}

fn pair_of(unit: &Unit) -> Pair {
    let target = unit.target.as_ref().map_or("", |target| target.as_str());
    (plain(unit.source.as_str()), plain(target))
}

/// Who has reviewed a translation, as its file says.
fn head_of(toml: &str) -> Option<String> {
    let root: toml::Table = toml::from_str(toml).ok()?;
    let head = root.get("translation")?.as_table()?;
    (head.get("status")?.as_str()? == "reviewed").then_some(())?;
    Some(head.get("reviewer")?.as_str()?.to_string())
}

/// One file is another; the lines that differ are shown.
fn same(what: &str, one: &str, other: &str, before: &str) {
    let only = |own: &str, other: &str| -> Vec<String> {
        own.lines().filter(|line| !other.lines().any(|l| l == *line)).map(String::from).collect()
    };
    let (first, second) = (only(one, other), only(other, one));
    assert!(one == other, "{what}: {first:#?} {second:#?}\n--- file\n{one}\n--- before\n{before}");
}
