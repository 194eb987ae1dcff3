//! CSL-JSON: a list of objects, as citation processors read them.

use serde_json::{Map, StreamDeserializer, Value, de::StrRead};

use super::draft::Draft;
use super::people::PersonName;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};

/// The fields that say what a source takes no word of.
const SILENT: [&str; 20] = [
    "type",
    "abstract",
    "source",
    "keyword",
    "citation-label",
    "citation-number",
    "categories",
    "journalAbbreviation",
    "container-title-short",
    "title-short",
    "shortTitle",
    "call-number",
    "archive",
    "archive_location",
    "ISSN",
    "PMID",
    "PMCID",
    "custom",
    "publisher-place",
    "event-place",
];

/// The fields that are taken.
const TAKEN: [&str; 17] = [
    "id",
    "citation-key",
    "title",
    "author",
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "issued",
    "language",
    "DOI",
    "ISBN",
    "URL",
    "accessed",
    "number-of-pages",
    "genre",
];

/// Reads a file.
pub(super) fn read(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut fault = |message: String, at: usize| {
        let end = (at + 1).min(text.len());
        let help = "export the file again as CSL JSON: a list of objects, `[{…}, {…}]`";
        let code = Code::ReferenceUnreadable;
        diagnostics
            .push(Diagnostic::new(code, message).at(Span::new(file, at.min(end)..end)).help(help));
    };
    let mut at = skipped(text, 0);
    if !text[at..].starts_with('[') {
        fault("the file is no list of references".into(), at);
        return drafts;
    }
    at = skipped(text, at + 1);
    while !text[at..].starts_with(']') {
        let mut stream: StreamDeserializer<'_, StrRead<'_>, Value> =
            serde_json::Deserializer::from_str(&text[at..]).into_iter();
        match stream.next() {
            Some(Ok(Value::Object(object))) => {
                let end = at + stream.byte_offset();
                drafts.push(draft(&object, Span::new(file, at..end)));
                at = skipped(text, end);
            }
            Some(Ok(_)) => {
                fault("a reference is an object, `{…}`".into(), at);
                at = skipped(text, at + stream.byte_offset());
            }
            Some(Err(error)) => {
                let within = place(&text[at..], error.line(), error.column());
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or_default().to_string();
                fault(format!("not valid JSON: {what}"), at + within);
                return drafts;
            }
            None => {
                fault("not valid JSON: the list does not end".into(), text.len());
                return drafts;
            }
        }
        if text[at..].starts_with(',') {
            at = skipped(text, at + 1);
        } else if !text[at..].starts_with(']') {
            fault("not valid JSON: a comma or the end of the list is missing".into(), at);
            return drafts;
        }
    }
    drafts
}

/// The first byte from a place that is no white space of JSON.
fn skipped(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// The byte at a line and column, both from 1.
fn place(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (start + column.saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn draft(object: &Map<String, Value>, span: Span) -> Draft {
    let mut draft = Draft::new(span);
    let field = |name: &str| object.get(name).and_then(words);
    let kind = field("type").unwrap_or_default();
    let is_part = !matches!(kind.as_str(), "book" | "report" | "thesis");
    draft.key = field("citation-key").or_else(|| field("id"));
    draft.title = field("title");
    let authors = object.get("author").and_then(Value::as_array).into_iter().flatten();
    draft.authors = authors.filter_map(person).collect();
    draft.container = field("container-title").filter(|_| is_part);
    draft.volume = field("volume");
    draft.issue = field("issue");
    draft.pages = field("page");
    draft.publisher = field("publisher");
    draft.date = object.get("issued").and_then(date);
    draft.language = field("language");
    draft.doi = field("DOI");
    draft.isbn = field("ISBN");
    draft.url = field("URL");
    draft.accessed = object.get("accessed").and_then(date);
    for (name, value) in object {
        let is_known = TAKEN.contains(&name.as_str()) || SILENT.contains(&name.as_str());
        let is_left = name == "container-title" && !is_part;
        if (is_left || !is_known) && !value.is_null() {
            draft.others.push(name.clone());
        }
    }
    draft
}

/// A value as text, without the markup that CSL allows in it.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        let (before, behind) = rest.split_at(at);
        plain.push_str(before);
        let end = behind.find('>').map(|end| end + 1);
        let tag = end.map(|end| behind[1..end - 1].trim_start_matches('/'));
        let name = tag.and_then(|tag| tag.split(' ').next()).unwrap_or_default();
        match end.filter(|_| ["i", "b", "sub", "sup", "span", "sc"].contains(&name)) {
            Some(end) => rest = &behind[end..],
            None => {
                plain.push('<');
                rest = &behind[1..];
            }
        }
    }
    plain.push_str(rest);
    Some(plain).filter(|plain| !plain.trim().is_empty())
}

fn person(value: &Value) -> Option<PersonName> {
    let part = |name: &str| value.get(name).and_then(Value::as_str).map(str::trim);
    if let Some(whole) = part("literal") {
        return Some(PersonName::Whole(whole.to_string()));
    }
    let particle = part("non-dropping-particle").or_else(|| part("dropping-particle"));
    let family = [particle, part("family"), part("suffix")];
    let family = family.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>();
    let family = family.join(" ");
    match part("given").filter(|given| !given.is_empty()) {
        Some(given) if !family.is_empty() => {
            Some(PersonName::Parted { family, given: given.to_string() })
        }
        given => Some(PersonName::Whole(if family.is_empty() { given?.into() } else { family })),
    }
}

/// A date as text, `2016-05-31`.
fn date(value: &Value) -> Option<String> {
    let as_text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if let Some(all) = value.get("date-parts").and_then(Value::as_array) {
        let days = all
            .iter()
            .filter_map(Value::as_array)
            .map(|parts| parts.iter().filter_map(as_text).collect::<Vec<_>>().join("-"));
        // From one to another is no date, and is said.
        return Some(days.collect::<Vec<_>>().join("/")).filter(|text| !text.is_empty());
    }
    ["raw", "literal"].iter().find_map(|name| value.get(name).and_then(as_text))
}
