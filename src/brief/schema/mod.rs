//! `brief.toml` as written: every key that may stand there, with its place. What the keys mean is in
//! `briefs/README.md`; what their values come to is for [`resolve`](super::resolve) to say.

#![expect(missing_docs, reason = "the fields are the keys that briefs/README.md describes")]

mod author;
mod fact;
mod finding;
mod goal;
mod named;
mod recommendation;
mod source;

use chrono::NaiveDate;

pub use self::author::{RawAuthor, RawForeword};
pub use self::fact::RawFact;
pub use self::finding::{RawFinding, RawQuote};
pub use self::goal::{RawGoal, RawIndicator, RawTarget};
pub use self::recommendation::RawRecommendation;
pub use self::source::RawSource;
use crate::brief::licence::common_licence;
use crate::diag::{Code, Span};
use crate::sdg::framework;
use crate::tree::{Located, Table, Text};

/// A whole `brief.toml`. Values that are missing or of the wrong type are `None` and reported.
#[derive(Debug, Clone, Default)]
pub struct RawBrief {
    pub title: Option<Text>,
    pub subtitle: Option<Text>,
    pub short_title: Option<Text>,
    pub number: Option<Text>,
    pub country: Option<Text>,
    pub date: Option<Located<NaiveDate>>,
    pub language: Option<Text>,
    pub status: Option<Text>,
    pub summary: Option<Text>,
    pub key_messages: Vec<Text>,
    pub ask: Option<Text>,
    pub method: Option<Text>,
    pub contact: Option<Text>,
    pub licence: Option<Text>,
    pub citation: Option<Text>,
    pub isbn: Option<Text>,
    pub issn: Option<Text>,
    pub doi: Option<Text>,
    pub acknowledgements: Option<Text>,
    pub foreword: Option<RawForeword>,
    pub authors: Vec<RawAuthor>,
    pub keywords: Vec<Text>,
    pub names: Vec<Text>,
    pub abbreviations: Vec<Text>,
    pub sources: Vec<RawSource>,
    pub facts: Vec<RawFact>,
    pub findings: Vec<RawFinding>,
    pub recommendations: Vec<RawRecommendation>,
    pub goals: Vec<RawGoal>,
}

impl RawBrief {
    /// Reads the whole file, reporting every key that is missing, unknown or of the wrong type.
    pub fn read(root: Table<'_>) -> Self {
        let brief = Self {
            title: root.required_text("title"),
            subtitle: root.text("subtitle"),
            short_title: root.text("short_title"),
            number: root.text("number"),
            country: root.required_text("country"),
            date: root.required_date("date"),
            language: root.required_text("language"),
            status: root.text("status"),
            summary: root.required_prose("summary"),
            key_messages: root.proses("key_messages"),
            ask: root.prose("ask"),
            method: root.prose("method"),
            contact: root.prose("contact"),
            licence: root.prose("licence"),
            citation: root.prose("citation"),
            isbn: root.numeral("isbn"),
            issn: root.text("issn"),
            doi: root.text("doi"),
            acknowledgements: root.prose("acknowledgements"),
            foreword: root.table("foreword").map(RawForeword::read),
            authors: root.tables("author").into_iter().map(RawAuthor::read).collect(),
            keywords: root.texts("keywords"),
            names: root.texts("names"),
            abbreviations: abbreviations(&root, &TOP, Table::required_text),
            sources: root.tables("source").into_iter().map(RawSource::read).collect(),
            facts: root.tables("fact").into_iter().map(RawFact::read).collect(),
            findings: root.tables("finding").into_iter().map(RawFinding::read).collect(),
            recommendations: root
                .tables("recommendation")
                .into_iter()
                .map(RawRecommendation::read)
                .collect(),
            goals: root.tables("goal").into_iter().map(RawGoal::read).collect(),
        };
        for (key, help) in [
            ("key_messages", "add `key_messages = [\"…\", \"…\"]`, three to five of them"),
            ("source", "add a `[[source]]`: a brief that names no source cannot be checked"),
            ("finding", "add a `[[finding]]`"),
            ("goal", "add a `[[goal]]` with `number` and `why`"),
        ] {
            if !root.keys().any(|(name, _)| name == key) {
                root.missing(key, help);
            }
        }
        root.finish();
        brief
    }
}

impl RawBrief {
    /// Gives every text that is translated to `each`, in the order of the file. Which those are,
    /// and under which keys, is described in `briefs/README.md`.
    pub fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        let top = [
            &mut self.title,
            &mut self.subtitle,
            &mut self.short_title,
            &mut self.summary,
            &mut self.ask,
            &mut self.method,
            &mut self.contact,
            &mut self.licence,
            &mut self.citation,
            &mut self.acknowledgements,
        ];
        // The name of a licence is the same in every language.
        let is_name = |text: &Text| text.key == "licence" && common_licence(&text.value).is_some();
        top.into_iter().flatten().filter(|text| !is_name(text)).for_each(&mut *each);
        self.key_messages.iter_mut().chain(&mut self.keywords).for_each(&mut *each);
        self.abbreviations.iter_mut().for_each(&mut *each);
        self.authors.iter_mut().for_each(|author| author.translatable(each));
        self.foreword.iter_mut().for_each(|foreword| foreword.translatable(each));
        self.sources.iter_mut().for_each(|source| source.translatable(each));
        self.facts.iter_mut().for_each(|fact| fact.translatable(each));
        self.findings.iter_mut().for_each(|finding| finding.translatable(each));
        self.recommendations.iter_mut().for_each(|item| item.translatable(each));
        self.goals.iter_mut().for_each(|goal| goal.translatable(each));
    }
}

impl RawBrief {
    /// What its pages say in words of its own or of the framework.
    pub fn printed(&self) -> Vec<String> {
        let mut texts = Vec::new();
        let mut own = self.clone();
        own.abbreviations.clear();
        own.translatable(&mut |text| texts.push(text.value.clone()));
        texts.extend(
            self.authors.iter().filter_map(|author| Some(author.name.as_ref()?.value.clone())),
        );
        for source in &self.sources {
            let said = [&source.title, &source.publisher, &source.author, &source.container];
            texts.extend(said.into_iter().flatten().map(|text| text.value.clone()));
        }
        for target in self.goals.iter().flat_map(|goal| &goal.targets) {
            let label = target.code.as_ref().and_then(|code| framework().target(&code.value));
            texts.extend(label.map(|target| target.label.clone()));
            for code in target.indicators.iter().filter_map(|entry| entry.code.as_ref()) {
                let Some(entry) = framework().indicator(&code.value) else { continue };
                texts.push(entry.label.clone());
                texts.extend(entry.custodians.iter().cloned());
            }
        }
        texts
    }
}

/// What stands before an abbreviation in the key of its expansion.
pub const ABBREVIATION: &str = "abbreviations.";

/// The abbreviation that a text is the expansion of.
pub fn abbreviation(text: &Text) -> &str {
    text.key.strip_prefix(ABBREVIATION).unwrap_or_default()
}

/// The keys that stand at the top of a brief. Below the heading `[abbreviations]` they would be taken
/// for abbreviations, and their texts would be lost.
const TOP: [&str; 21] = [
    "names",
    "title",
    "subtitle",
    "short_title",
    "number",
    "country",
    "date",
    "language",
    "status",
    "summary",
    "key_messages",
    "ask",
    "method",
    "contact",
    "licence",
    "citation",
    "isbn",
    "issn",
    "doi",
    "acknowledgements",
    "keywords",
];

/// The expansions of the table `[abbreviations]`, whose keys are what is abbreviated, in the order of
/// the file.
pub fn abbreviations<'a>(
    root: &Table<'a>,
    reserved: &[&str],
    read: impl Fn(&Table<'a>, &str) -> Option<Text>,
) -> Vec<Text> {
    let Some(table) = root.table("abbreviations") else { return Vec::new() };
    let mut keys: Vec<(&str, Span)> = table.keys().collect();
    keys.sort_by_key(|(_, span)| span.start);
    let own = keys.iter().filter(|(key, _)| !reserved.contains(key));
    let texts = own.filter_map(|(key, _)| read(&table, key)).collect();
    table.finish_as(Code::UnknownKey, |key| {
        reserved
            .contains(&key)
            .then(|| format!("`{key}` is a key of the brief: put the line above `[abbreviations]`"))
    });
    texts
}
