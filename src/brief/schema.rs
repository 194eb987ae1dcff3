//! `brief.toml` as written: every key that may stand there, with its place. What the keys mean is in
//! `briefs/README.md`; what their values come to is for [`resolve`](super::resolve) to say.

#![expect(missing_docs, reason = "the fields are the keys that briefs/README.md describes")]

use chrono::NaiveDate;

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
    pub keywords: Vec<Text>,
    pub names: Vec<Text>,
    pub abbreviations: Vec<Text>,
    pub sources: Vec<RawSource>,
    pub facts: Vec<RawFact>,
    pub findings: Vec<RawFinding>,
    pub recommendations: Vec<RawRecommendation>,
    pub goals: Vec<RawGoal>,
}

/// A `[[source]]`.
#[derive(Debug, Clone)]
pub struct RawSource {
    pub span: Span,
    pub id: Option<Text>,
    pub title: Option<Text>,
    pub language: Option<Text>,
    pub publisher: Option<Text>,
    pub author: Option<Text>,
    pub date: Option<Located<NaiveDate>>,
    pub url: Option<Text>,
    pub accessed: Option<Located<NaiveDate>>,
    pub note: Option<Text>,
}

/// A `[[fact]]`.
#[derive(Debug, Clone)]
pub struct RawFact {
    pub span: Span,
    pub id: Option<Text>,
    pub value: Option<Text>,
    pub label: Option<Text>,
    pub sources: Vec<Text>,
}

/// A `[[finding]]`.
#[derive(Debug, Clone)]
pub struct RawFinding {
    pub span: Span,
    pub id: Option<Text>,
    pub title: Option<Text>,
    pub text: Option<Text>,
    pub evidence: Vec<Text>,
    pub quote: Option<RawQuote>,
    pub sources: Vec<Text>,
    pub targets: Vec<Text>,
    pub implied: Vec<Text>,
}

/// The `quote` of a finding.
#[derive(Debug, Clone)]
pub struct RawQuote {
    pub text: Option<Text>,
    pub by: Option<Text>,
    pub sources: Vec<Text>,
}

/// A `[[recommendation]]`.
#[derive(Debug, Clone)]
pub struct RawRecommendation {
    pub span: Span,
    pub id: Option<Text>,
    pub to: Option<Text>,
    pub text: Option<Text>,
    pub by: Option<Located<NaiveDate>>,
    pub targets: Vec<Text>,
    pub findings: Vec<Text>,
}

/// A `[[goal]]`.
#[derive(Debug, Clone)]
pub struct RawGoal {
    pub span: Span,
    pub number: Option<Located<i64>>,
    pub why: Option<Text>,
    pub note: Option<Text>,
    pub sources: Vec<Text>,
    pub targets: Vec<RawTarget>,
}

/// A `[[goal.target]]`.
#[derive(Debug, Clone)]
pub struct RawTarget {
    pub code: Option<Text>,
    pub text: Option<Text>,
    pub note: Option<Text>,
    pub indicators: Vec<RawIndicator>,
}

/// A `[[goal.target.indicator]]`.
#[derive(Debug, Clone)]
pub struct RawIndicator {
    pub code: Option<Text>,
    pub basis: Option<Text>,
    pub text: Option<Text>,
    pub cited_as: Option<Text>,
    pub note: Option<Text>,
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
        ];
        top.into_iter().flatten().for_each(&mut *each);
        self.key_messages.iter_mut().chain(&mut self.keywords).for_each(&mut *each);
        self.abbreviations.iter_mut().for_each(&mut *each);
        for source in &mut self.sources {
            source.note.iter_mut().for_each(&mut *each);
        }
        for fact in &mut self.facts {
            fact.value.iter_mut().chain(&mut fact.label).for_each(&mut *each);
        }
        for finding in &mut self.findings {
            finding.title.iter_mut().chain(&mut finding.text).for_each(&mut *each);
            finding.evidence.iter_mut().for_each(&mut *each);
            if let Some(quote) = &mut finding.quote {
                quote.text.iter_mut().chain(&mut quote.by).for_each(&mut *each);
            }
        }
        for item in &mut self.recommendations {
            item.to.iter_mut().chain(&mut item.text).for_each(&mut *each);
        }
        for goal in &mut self.goals {
            goal.why.iter_mut().chain(&mut goal.note).for_each(&mut *each);
            for target in &mut goal.targets {
                target.text.iter_mut().chain(&mut target.note).for_each(&mut *each);
                for indicator in &mut target.indicators {
                    indicator.text.iter_mut().chain(&mut indicator.note).for_each(&mut *each);
                }
            }
        }
    }
}

impl RawBrief {
    /// What its pages say in words of its own or of the framework.
    pub fn printed(&self) -> Vec<String> {
        let mut texts = Vec::new();
        let mut own = self.clone();
        own.abbreviations.clear();
        own.translatable(&mut |text| texts.push(text.value.clone()));
        for source in &self.sources {
            let said = [&source.title, &source.publisher, &source.author];
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
const TOP: [&str; 16] = [
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

/// Reads the id of a table, and names the table after it in keys.
fn identify(table: &mut Table<'_>, kind: &str) -> Option<Text> {
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.rename(format!("{kind}.{}", id.value));
    }
    id
}

impl RawSource {
    fn read(mut table: Table<'_>) -> Self {
        let source = Self {
            span: table.span(),
            id: identify(&mut table, "source"),
            title: table.required_text("title"),
            language: table.text("language"),
            publisher: table.required_text("publisher"),
            author: table.text("author"),
            date: table.date("date"),
            url: table.text("url"),
            accessed: table.date("accessed"),
            note: table.prose("note"),
        };
        table.finish();
        source
    }
}

impl RawFact {
    fn read(mut table: Table<'_>) -> Self {
        let fact = Self {
            span: table.span(),
            id: identify(&mut table, "fact"),
            value: table.required_text("value"),
            label: table.required_prose("label"),
            sources: table.texts("sources"),
        };
        table.finish();
        fact
    }
}

impl RawFinding {
    fn read(mut table: Table<'_>) -> Self {
        let finding = Self {
            span: table.span(),
            id: identify(&mut table, "finding"),
            title: table.required_text("title"),
            text: table.required_prose("text"),
            evidence: table.proses("evidence"),
            quote: table.table("quote").map(RawQuote::read),
            sources: table.texts("sources"),
            targets: table.texts("targets"),
            implied: table.texts("implied"),
        };
        table.finish();
        finding
    }
}

impl RawQuote {
    fn read(table: Table<'_>) -> Self {
        let quote = Self {
            text: table.required_prose("text"),
            by: table.required_text("by"),
            sources: table.texts("sources"),
        };
        table.finish();
        quote
    }
}

impl RawRecommendation {
    fn read(mut table: Table<'_>) -> Self {
        let recommendation = Self {
            span: table.span(),
            id: identify(&mut table, "recommendation"),
            to: table.text("to"),
            text: table.required_prose("text"),
            by: table.date("by"),
            targets: table.texts("targets"),
            findings: table.texts("findings"),
        };
        table.finish();
        recommendation
    }
}

impl RawGoal {
    fn read(mut table: Table<'_>) -> Self {
        let number = table.integer("number");
        match &number {
            Some(number) => table.rename(format!("goal.{}", number.value)),
            None if table.keys().any(|(key, _)| key == "number") => {}
            None => table.missing("number", "add `number = 16`, the number of the goal"),
        }
        let goal = Self {
            span: table.span(),
            number,
            why: table.required_prose("why"),
            note: table.prose("note"),
            sources: table.texts("sources"),
            targets: table.tables("target").into_iter().map(RawTarget::read).collect(),
        };
        table.finish();
        goal
    }
}

impl RawTarget {
    fn read(mut table: Table<'_>) -> Self {
        let code = table.required_text("code");
        if let Some(code) = &code {
            table.rename(format!("target.{}", code.value));
        }
        let target = Self {
            code,
            text: table.text("text"),
            note: table.prose("note"),
            indicators: table.tables("indicator").into_iter().map(RawIndicator::read).collect(),
        };
        table.finish();
        target
    }
}

impl RawIndicator {
    fn read(mut table: Table<'_>) -> Self {
        let code = table.required_text("code");
        if let Some(code) = &code {
            table.rename(format!("indicator.{}", code.value));
        }
        let indicator = Self {
            code,
            basis: table.text("basis"),
            text: table.text("text"),
            cited_as: table.text("cited_as"),
            note: table.prose("note"),
        };
        table.finish();
        indicator
    }
}
