//! A translation: words only, in tables keyed by the ids and codes of the brief they translate; read,
//! held against its brief, and laid over it.

use std::collections::{BTreeMap, BTreeSet};

use super::accept::Accept;
use super::claims::{self, Claims};
use super::expected::orphan;
use super::head::Head;
use super::held::Held;
use super::home::{PlacedString, place};
use super::key::Key;
use super::lock::Lock;
use super::names::{Names, NamesSought};
use super::numbers::Convention;
use super::originals::Originals;
use super::same::says_more;
use super::state::State;
use super::strays;
use crate::brief::{RawBrief, Translated, TranslationStatus, abbreviations};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::occurrences::Finder;
use crate::tree::{Reader, Table, Text, TomlDocument};

/// A translation, read against its brief.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The language it is in, a BCP 47 tag.
    pub language: String,
    /// How far it is, as it prints: reviewed where its file says so and nothing speaks against it.
    pub status: TranslationStatus,
    /// The file.
    pub file: FileId,
    /// Whether it could be read whole. Where it could not, it may have strings that are not known of.
    pub is_whole: bool,
    head: Head,
    strings: BTreeMap<Key, PlacedString>,
    /// Abbreviations that it alone has.
    own: BTreeMap<Key, Text>,
    lost: Vec<PlacedString>,
    renamed: BTreeMap<String, String>,
    names: Names,
    accept: Accept,
}

impl Translation {
    /// Reads a translation, with what the lock knows of it, and reports whatever does not fit the
    /// originals.
    pub fn read(
        language: &str,
        file: FileId,
        lock: &Lock,
        originals: &Originals,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> (Self, Vec<Text>) {
        let document = TomlDocument::parse(sources, file, diagnostics);
        let reader = Reader::new();
        let root = document.root(&reader);
        // A file without a head is no translation: it is empty, or was cut off while it was saved.
        let has_head = root.has_table("translation");
        let head = Head::read(&root, &reader);
        let names = Names::read(&root, originals.names());
        let mut held = Held { wordless: originals.wordless().clone(), ..Held::default() };
        let expansions = abbreviations(&root, &[], Table::text).into_iter();
        let expansions = expansions.map(|text| (Key::of_translated(&text), text));
        let known: BTreeSet<&Key> = originals.keys().collect();
        let (shared, own): (BTreeMap<_, _>, BTreeMap<_, _>) =
            expansions.partition(|(key, _)| known.contains(key));
        held.strings.extend(shared);
        let given = originals.names().iter().filter_map(|name| names.joined(&name.value));
        held.strings.extend(given.map(|text| (Key::of_translated(&text), text)));
        held.read_kept(&root);
        if !originals.has_project() {
            root.table("project");
            root.table("framework");
            root.table("place");
        }
        // Read below, with all strings known.
        root.table("accept");
        held.read(&root, originals.expected());
        held.look(sources.get(file).text(), lock);
        let homes = place(&held, lock, originals);
        let accept = Accept::read(&root, &reader, held.strings.keys());
        strays::report(&held, &homes, &reader);
        root.finish_as(Code::Orphan, orphan);
        let texts = document.report(reader, diagnostics);
        // A text that is none, or holds what no text may, is not known; it is not absent.
        let wrong = |d: &Diagnostic| {
            [Code::WrongType, Code::ControlCharacter, Code::UnbalancedBidi].contains(&d.code)
                && d.span.is_some_and(|span| span.file == file)
        };
        let mut translation = Self {
            language: language.to_string(),
            status: TranslationStatus::Draft,
            file,
            is_whole: document.is_whole() && has_head && !diagnostics.iter().any(wrong),
            head,
            strings: homes.strings,
            own,
            lost: homes.lost,
            renamed: homes.renamed,
            names,
            accept,
        };
        if translation.is_final(lock, originals) {
            translation.status = TranslationStatus::Reviewed;
        }
        translation.compare(originals, sources, diagnostics);
        (translation, texts)
    }

    /// Whether its pages are no draft: its file says that someone has reviewed it, every string it
    /// needs is there and translates its original as that is now, and none was changed since it was
    /// reviewed.
    fn is_final(&self, lock: &Lock, originals: &Originals) -> bool {
        let Head::Reviewed { by, .. } = &self.head else { return false };
        // What a file says of itself is about its strings as they are, until that is recorded.
        let is_recorded = lock.review.as_ref() == Some(by);
        originals.iter().all(|(key, original)| match self.strings.get(key) {
            None => !self.needs(key, originals),
            Some(_) if self.is_same(key, original, originals) => false,
            Some(placed) => match placed.state(original) {
                State::Reviewed => true,
                State::Translated => !is_recorded && placed.is_as_recorded(),
                _ => false,
            },
        })
    }

    /// The same claims in both languages.
    fn compare(&self, originals: &Originals, sources: &Sources, diagnostics: &mut Diagnostics) {
        let claims = Claims {
            listed: NamesSought::new(originals.names()),
            names: &self.names,
            accept: &self.accept,
            original: Convention::of(originals.language()),
            translated: Convention::of(&self.language),
        };
        for (key, original) in originals.iter().filter(|(key, _)| key.name_of().is_none()) {
            match self.strings.get(key) {
                Some(placed) => {
                    claims::compare(original, &placed.text, &claims, sources, diagnostics);
                }
                None if !self.needs(key, originals) => {}
                None => diagnostics.push(
                    Diagnostic::new(
                        Code::Untranslated,
                        format!("`{key}` is not translated into `{}`", self.language),
                    )
                    .at(original.span)
                    .key(key.as_str())
                    .help(format!(
                        "add it to {}; until then the original prints",
                        sources.get(self.file).name()
                    )),
                ),
            }
        }
    }

    /// Its text for an original.
    pub fn text(&self, key: &str) -> Option<&Text> {
        self.strings.get(key).map(|placed| &placed.text)
    }

    /// Its text for what stands at a path in the project file.
    pub fn text_at(&self, path: &str) -> Option<&Text> {
        self.text(Key::of_path(path).as_str())
    }

    /// The same with where it stands, and what is known of it.
    pub(super) fn placed(&self, key: &Key) -> Option<&PlacedString> {
        self.strings.get(key)
    }

    /// All of them, by the keys of their originals.
    pub(super) fn all_placed(&self) -> impl Iterator<Item = (&Key, &PlacedString)> {
        self.strings.iter()
    }

    /// Its strings that lost their original and are kept.
    pub fn kept(&self) -> impl Iterator<Item = &Text> {
        self.lost.iter().filter(|placed| placed.is_kept).map(|placed| &placed.text)
    }

    /// Who has reviewed it, as its file says.
    pub fn reviewer(&self) -> Option<&str> {
        match &self.head {
            Head::Draft => None,
            Head::Reviewed { by, .. } => Some(by),
        }
    }

    /// Its strings that have no original.
    pub(super) fn lost(&self) -> &[PlacedString] {
        &self.lost
    }

    /// What has another id in its brief now, by the id that it has here.
    pub(super) fn renamed(&self) -> &BTreeMap<String, String> {
        &self.renamed
    }

    /// What its file says of itself.
    pub(super) fn head(&self) -> &Head {
        &self.head
    }

    /// Whether its text for an original says letter for letter what that says, and neither names
    /// alone nor a translator say why.
    pub(super) fn is_same(&self, key: &Key, original: &Text, originals: &Originals) -> bool {
        let Some(placed) = self.strings.get(key) else { return false };
        placed.text.value == original.value
            && key.name_of().is_none()
            && self.accept.reason(placed.at.as_str()).is_none()
            && says_more(&original.value, originals.names())
    }

    /// Whether something is missing where it says nothing for a key. An expansion is, where a text of
    /// the translation has the abbreviation.
    pub fn needs(&self, key: &Key, originals: &Originals) -> bool {
        let Some(short) = key.abbreviation() else { return !key.is_optional() };
        let declared = originals.keys().chain(self.own.keys());
        let others = declared.filter_map(Key::abbreviation).filter(|other| *other != short);
        let finder = Finder::new([short].into_iter().chain(others));
        let mut texts = self.strings.iter().filter(|(key, _)| key.abbreviation().is_none());
        texts
            .any(|(_, placed)| finder.find(&placed.text.value).iter().any(|(_, which)| *which == 0))
    }

    /// The brief with the translation's words in the place of its own, where there are any.
    pub fn apply(&self, raw: &RawBrief) -> RawBrief {
        let mut localised = raw.clone();
        localised.translatable(&mut |text| {
            if let Some(placed) = self.strings.get(&Key::of_original(text)) {
                *text = placed.text.clone();
            }
        });
        // What is not translated has the abbreviations of the original.
        localised.abbreviations = raw.abbreviations.clone();
        let is_expansion = |key: &Key| key.abbreviation().is_some_and(|short| !short.is_empty());
        let shared = self.strings.iter().map(|(key, placed)| (key, &placed.text));
        let all = shared.chain(&self.own).filter(|(key, _)| is_expansion(key));
        localised.abbreviations.extend(all.map(|(_, text)| text.clone()));
        localised
    }

    /// What resolving a brief with its words must know of it.
    pub fn translated(&self) -> Translated<'_> {
        Translated { language: &self.language, status: self.status, file: self.file }
    }
}
