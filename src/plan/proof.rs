//! What a worker is asked for a proof: the pages of a part, and its strings with their keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::parts::{Part, Shared};
use crate::document::{Document, Edition};
use crate::l10n::Language;
use crate::present::{self, TextKeys, keyed, present};
use crate::translation::{Key, Originals, units};
use crate::tree::Text;
use crate::worker::{ProofJob, Request};
use crate::workspace::{LoadedBrief, Workspace};

/// The tables of which a translation may have more than its original.
const OWN: [&str; 2] = ["abbreviations.", "names."];

impl Part<'_> {
    /// What a worker is asked for a proof of a document.
    pub fn proof_request(
        &self,
        document: Document,
        workspace: &Workspace,
        shared: &Shared<'_>,
    ) -> Request {
        let loaded = workspace.briefs.iter().find(|loaded| loaded.id == self.brief.id);
        let originals = loaded.map(|loaded| loaded.originals(workspace.config.as_ref()));
        let strings = match (loaded, &originals) {
            (Some(loaded), Some(originals)) => self.strings(loaded, originals, document),
            _ => Vec::new(),
        };
        let known: BTreeSet<&str> =
            originals.iter().flat_map(Originals::keys).map(Key::as_str).collect();
        let what = match document {
            Document::Brief => "brief",
            Document::Indicators => "indicator table",
        };
        let sheet = json!({
            "name": self.brief.id,
            "what": format!("{}, {what}", self.language.tag),
            "original": self.brief.translation.map(|_| &self.brief.original),
            "strings": strings,
        });
        let job = ProofJob { data: bytes(&self.keyed_data(&known)), sheet: bytes(&sheet) };
        let mut request = self.request(document, &[Edition::Screen], shared);
        request.metadata.title = format!("Proof: {}", request.metadata.title);
        for wanted in &mut request.wanted {
            wanted.identity = format!("{} (proof)", wanted.identity);
        }
        Request { proof: Some(job), ..request }
    }

    /// What the templates see, with the keys of the strings.
    fn keyed_data(&self, known: &BTreeSet<&str>) -> Value {
        let Self { brief, config, language, labels, .. } = self;
        let data = present(brief, config, language, labels, present::EditionColours::Screen);
        let is_translated =
            |text: &Text| brief.translation.is_some() && text.span.file == brief.file;
        let key = |text: &Text| match is_translated(text) {
            true => text.key.clone(),
            false => Key::of_original(text).to_string(),
        };
        let keys = TextKeys { of: &key, has: &|key| known.contains(key) };
        keyed(&data, brief, config, &keys).unwrap_or_default()
    }

    /// All strings of the brief and its project, in the order of the original. What a translation
    /// need not have is in none of the states.
    fn strings(
        &self,
        loaded: &LoadedBrief,
        originals: &Originals,
        document: Document,
    ) -> Vec<Value> {
        // A pseudo-locale is made of the original.
        let tag = &self.language.tag;
        let translation = loaded.translations.iter().find(|(own, _)| own.language == *tag);
        let units = units(originals, translation.map(|(own, lock)| (own, lock)));
        let units: BTreeMap<&str, _> = units.iter().map(|unit| (unit.key.as_str(), unit)).collect();
        let string = |key: &Key, text: &Text, language: &str| {
            let unit = translation.and_then(|_| units.get(key.as_str()));
            let language = Language::new(language);
            json!({
                "key": key.as_str(),
                "state": unit.map_or(json!("none"), |unit| json!(unit.state)),
                "same": unit.is_some_and(|unit| unit.is_same),
                "text": text.value,
                "lang": language.language(),
                "dir": if language.rtl() { "rtl" } else { "ltr" },
                "place": place(key, document),
            })
        };
        let original = &self.brief.original;
        let own = |key: &Key| translation.and_then(|(own, _)| own.text(key.as_str()));
        let mut strings: Vec<Value> = originals
            .iter()
            .map(|(key, text)| match own(key) {
                Some(own) => string(key, own, tag),
                None => string(key, text, original),
            })
            .collect();
        // What the translation has of its own.
        let known: BTreeSet<&str> = originals.keys().map(Key::as_str).collect();
        for text in self.version.texts.iter().filter(|_| translation.is_some()) {
            let is_own = OWN.iter().any(|table| text.key.starts_with(table));
            if let Ok(key) = text.key.parse::<Key>()
                && is_own
                && !known.contains(key.as_str())
            {
                strings.push(string(&key, text, tag));
            }
        }
        strings
    }
}

/// Where a string is used that is on no page of a document.
fn place(key: &Key, document: Document) -> &'static str {
    match (key.tables().next(), key.name()) {
        (Some("abbreviations"), _) => "said by screen readers for the abbreviation",
        (Some("names"), _) => "in other strings, which are held against it",
        (Some("brief"), "keywords") => "the PDF’s keywords, for searches",
        _ if document == Document::Indicators => "the brief, not this table",
        _ => "nowhere in this document",
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data is always JSON")
}
