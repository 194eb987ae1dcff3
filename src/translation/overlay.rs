//! A translation: words only, in tables keyed by the ids and codes of the brief they translate; read,
//! held against its brief, and laid over it.

use std::collections::BTreeMap;

use super::accept::Accept;
use super::claims::{self, Claims};
use super::expected::orphan;
use super::key::Key;
use super::names::Names;
use super::numbers::Convention;
use super::originals::Originals;
use crate::brief::{RawBrief, Translated, TranslationStatus, abbreviations};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::occurrences::Finder;
use crate::tree::{Reader, Table, Text, TomlDocument};

/// A translation, read against its brief.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The language it is in, a BCP 47 tag.
    pub language: String,
    /// How far it is.
    pub status: TranslationStatus,
    /// The file.
    pub file: FileId,
    /// Whether it was parsed whole. Where it was not, it may have strings that are not known of.
    pub is_whole: bool,
    strings: BTreeMap<Key, Text>,
}

impl Translation {
    /// Reads a translation and reports whatever does not fit the originals.
    pub fn read(
        language: &str,
        file: FileId,
        originals: &Originals,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> (Self, Vec<Text>) {
        let document = TomlDocument::parse(sources, file, diagnostics);
        let reader = Reader::new();
        let root = document.root(&reader);
        let mut translation = Self {
            language: language.to_string(),
            status: read_head(&root, &reader),
            file,
            is_whole: document.is_whole(),
            strings: BTreeMap::new(),
        };
        let names = Names::read(&root, originals.names());
        originals.expected().read(&root, &reader, &mut translation.strings);
        let expansions = abbreviations(&root, &[], Table::text).into_iter();
        translation.strings.extend(expansions.map(|text| (Key::of_translated(&text), text)));
        if !originals.has_project() {
            root.table("project");
        }
        let strings = originals.keys().chain(translation.strings.keys());
        let accept = Accept::read(&root, &reader, strings);
        root.finish_as(Code::Orphan, orphan);
        let texts = document.report(reader, sources, diagnostics);
        translation.compare(originals, &names, &accept, sources, diagnostics);
        (translation, texts)
    }

    /// The same claims in both languages.
    fn compare(
        &self,
        originals: &Originals,
        names: &Names,
        accept: &Accept,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let claims = Claims {
            listed: originals.names(),
            names,
            accept,
            original: Convention::of(originals.language()),
            translated: Convention::of(&self.language),
        };
        for (key, original) in originals.iter() {
            match self.strings.get(key) {
                Some(translated) => {
                    claims::compare(original, translated, &claims, sources, diagnostics);
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

    /// Its text under a key.
    pub fn text(&self, key: &str) -> Option<&Text> {
        self.strings.get(key)
    }

    /// Whether something is missing where it says nothing for a key. An expansion is, where a text of
    /// the translation has the abbreviation.
    pub fn needs(&self, key: &Key, originals: &Originals) -> bool {
        let Some(short) = key.abbreviation() else { return !key.is_optional() };
        let declared = originals.keys().chain(self.strings.keys());
        let others = declared.filter_map(Key::abbreviation).filter(|other| *other != short);
        let finder = Finder::new([short].into_iter().chain(others));
        let mut texts = self.strings.iter().filter(|(key, _)| key.abbreviation().is_none());
        texts.any(|(_, text)| finder.find(&text.value).iter().any(|(_, which)| *which == 0))
    }

    /// The brief with the translation's words in the place of its own, where there are any.
    pub fn apply(&self, raw: &RawBrief) -> RawBrief {
        let mut localised = raw.clone();
        localised.translatable(&mut |text| {
            if let Some(translated) = self.strings.get(&Key::of_original(text)) {
                *text = translated.clone();
            }
        });
        // What is not translated has the abbreviations of the original.
        localised.abbreviations = raw.abbreviations.clone();
        let is_expansion = |key: &Key| key.abbreviation().is_some_and(|short| !short.is_empty());
        let own = self.strings.iter().filter(|(key, _)| is_expansion(key));
        localised.abbreviations.extend(own.map(|(_, text)| text.clone()));
        localised
    }

    /// What resolving a brief with its words must know of it.
    pub fn translated(&self) -> Translated<'_> {
        Translated { language: &self.language, status: self.status, file: self.file }
    }
}

fn read_head(root: &Table<'_>, reader: &Reader) -> TranslationStatus {
    let Some(head) = root.table("translation") else {
        root.missing("translation", "add `[translation]` and below it `status = \"draft\"`");
        return TranslationStatus::Draft;
    };
    let status = head.required_text("status");
    let reviewer = head.text("reviewer");
    head.text("translator");
    let read = match status.as_ref().map(|status| status.value.as_str()) {
        Some("reviewed") => {
            if reviewer.is_none() {
                head.missing("reviewer", "add `reviewer = \"…\"`: who read it");
            }
            TranslationStatus::Reviewed
        }
        Some("draft") | None => TranslationStatus::Draft,
        Some(other) => {
            if let Some(status) = &status {
                reader.push(
                    Diagnostic::new(Code::BadValue, format!("`status` cannot be `{other}`"))
                        .at(status.span)
                        .key(&status.key)
                        .help("it takes `\"draft\"` or `\"reviewed\"`"),
                );
            }
            TranslationStatus::Draft
        }
    };
    head.finish();
    read
}
