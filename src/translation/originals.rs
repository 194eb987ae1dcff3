//! What a translation is held against.

use std::collections::BTreeSet;

use super::expected::Expected;
use super::key::Key;
use super::wordless::Wordless;
use crate::brief::{PLACE, RawBrief};
use crate::tree::Text;

/// What a translation is checked against: every translatable text of a brief and its project by
/// the key a translation gives it, in the order of the files.
#[derive(Debug, Clone)]
pub struct Originals {
    /// The language of the brief, a BCP 47 tag.
    language: String,
    texts: Vec<(Key, Text)>,
    names: Vec<Text>,
    expected: Expected,
    wordless: Wordless,
    has_project: bool,
}

impl Originals {
    /// The originals of a brief, and of the project's own texts by their keys, unless the project's
    /// file cannot be read.
    pub fn new(raw: &RawBrief, project: Option<&[Text]>) -> Self {
        let mut texts = Vec::new();
        raw.clone().translatable(&mut |text| texts.push((Key::of_original(text), text.clone())));
        // Of the project's places a translation names those that its brief does.
        let is_named = |text: &&Text| {
            let own = text.key.strip_prefix(PLACE).and_then(|rest| rest.rsplit_once('.'));
            own.is_none_or(|(code, _)| raw.place.codes().any(|other| other.value == code))
        };
        let project_texts = project.unwrap_or_default().iter().filter(is_named);
        texts.extend(project_texts.map(|text| (Key::of_original(text), text.clone())));
        // Names and abbreviations are read apart: a translation says them in other forms, and may
        // have abbreviations of its own.
        let keys = texts.iter().map(|(key, _)| key);
        let expected = Expected::of(keys.filter(|key| key.abbreviation().is_none()));
        let wordless = Wordless::of(raw, &expected);
        let names = raw.names.iter().map(|name| (Key::of_name(&name.value), name.clone()));
        texts.extend(names);
        let language = raw.language.as_ref().map_or("en", Text::as_str).to_string();
        Self {
            language,
            texts,
            names: raw.names.clone(),
            expected,
            wordless,
            has_project: project.is_some(),
        }
    }

    /// The language they are in, a BCP 47 tag.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The texts with their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Text)> {
        self.texts.iter().map(|(key, text)| (key, text))
    }

    /// Whether each has a key of its own. Where an id stands twice, nothing says which text is meant.
    pub fn are_distinct(&self) -> bool {
        let mut keys = BTreeSet::new();
        self.keys().all(|key| keys.insert(key))
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.texts.iter().map(|(key, _)| key)
    }

    /// The names every translation carries over.
    pub fn names(&self) -> &[Text] {
        &self.names
    }

    /// The tables a translation may have.
    pub(super) fn expected(&self) -> &Expected {
        &self.expected
    }

    /// What the brief may have without words of its own.
    pub(super) fn wordless(&self) -> &Wordless {
        &self.wordless
    }

    /// Whether the project's own texts are known.
    pub(super) fn has_project(&self) -> bool {
        self.has_project
    }
}
