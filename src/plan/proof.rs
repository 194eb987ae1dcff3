//! What a worker is asked for a proof: the pages of a part, and its strings with their keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::parts::{Part, Shared};
use super::strings::Strings;
use crate::document::{Document, Edition};
use crate::l10n::Language;
use crate::present;
use crate::translation::{Key, units};
use crate::worker::{ProofJob, Request};
use crate::workspace::Workspace;

/// The table of which a translation may have more than its original.
const OWN: &str = "abbreviations.";

impl Part<'_> {
    /// What a worker is asked for a proof of a document.
    pub fn proof_request(
        &self,
        document: Document,
        workspace: &Workspace,
        shared: &Shared<'_>,
    ) -> Request {
        let strings = self.strings(workspace);
        let what = match document {
            Document::Brief => "brief",
            Document::Indicators | Document::Combined => "indicator table",
        };
        let sheet = json!({
            "name": self.brief.id,
            "what": format!("{}, {what}", self.language.tag),
            "original": self.brief.translation.map(|_| &self.brief.original),
            "strings": strings.as_ref().map(|strings| self.said(strings, document)).unwrap_or_default(),
        });
        let screen = present::EditionColours::Screen;
        let data = strings.as_ref().and_then(|strings| self.keyed_data(strings, screen));
        let job = ProofJob { data: bytes(&data.unwrap_or_default()), sheet: bytes(&sheet) };
        let mut request = self.request(document, &[Edition::Screen], shared);
        request.metadata.title = format!("Proof: {}", request.metadata.title);
        for wanted in &mut request.wanted {
            wanted.identity = format!("{} (proof)", wanted.identity);
        }
        Request { proof: Some(job), sheet: None, ..request }
    }

    /// What is said of all strings of the brief and its project, in the order of the original. What a
    /// translation need not have is in none of the states.
    fn said(&self, strings: &Strings<'_>, document: Document) -> Vec<Value> {
        let translation = strings.translation;
        let units = units(&strings.originals, translation.map(|(own, _)| own));
        let units: BTreeMap<&str, _> = units.iter().map(|unit| (unit.key.as_str(), unit)).collect();
        let said = |key: &Key, text: &str, language: &str| {
            let unit = translation.and_then(|_| units.get(key.as_str()));
            let unit = unit.filter(|unit| unit.counts());
            let language = Language::new(language);
            json!({
                "key": key.as_str(),
                "state": unit.map_or(json!("none"), |unit| json!(unit.state)),
                "same": unit.is_some_and(|unit| unit.is_same),
                "text": text,
                "lang": language.language(),
                "dir": if language.rtl() { "rtl" } else { "ltr" },
                "place": place(key, document),
            })
        };
        let (tag, original) = (&self.language.tag, &self.brief.original);
        let all = strings.originals.iter().map(|(key, text)| match strings.translated(key) {
            Some((own, _)) => said(key, own, tag),
            None => said(key, &text.value, original),
        });
        let mut all: Vec<Value> = all.collect();
        // What the translation has of its own.
        let known: BTreeSet<&str> = strings.originals.keys().map(Key::as_str).collect();
        for text in self.version.texts.iter().filter(|_| translation.is_some()) {
            if text.key.starts_with(OWN)
                && !known.contains(text.key.as_str())
                && let Ok(key) = text.key.parse()
            {
                all.push(said(&key, &text.value, tag));
            }
        }
        all
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
