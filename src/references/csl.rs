//! CSL-JSON: a list of objects, as citation processors read them.

use serde_json::{Map, StreamDeserializer, Value, de::StrRead};

use super::draft::{Draft, excerpt};
use super::people::PersonName;
use super::raised::{lowered, raised};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};

/// The fields that say nothing a citation could print: of what kind the work is, what it is about, what
/// its reader keeps beside it, shorter forms of what is there in full, and what programs note of it.
const SILENT: [&str; 16] = [
    // Of what kind it is.
    "type",
    // What it is about, and how its reader files it.
    "abstract",
    "keyword",
    "categories",
    "annote",
    // What a list or a program calls it, and where in a text it is cited.
    "citation-label",
    "citation-number",
    "first-reference-note-number",
    "year-suffix",
    // Who has a record or a copy of it.
    "source",
    "call-number",
    // Shorter forms.
    "journalAbbreviation",
    "container-title-short",
    "title-short",
    "shortTitle",
    "page-first",
];

/// The fields that are taken.
const TAKEN: [&str; 15] = [
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
];

/// Those of them that are texts.
const TEXTS: [&str; 11] = [
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "publisher",
    "language",
    "DOI",
    "ISBN",
    "URL",
    "id",
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
                let places = CslObject { text: &text[at..end], file, at };
                drafts.push(draft(&object, &places));
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

/// The text of an object, and where it stands.
struct CslObject<'t> {
    text: &'t str,
    file: FileId,
    at: usize,
}

impl CslObject<'_> {
    fn whole(&self) -> Span {
        Span::new(self.file, self.at..self.at + self.text.len())
    }

    /// Where a field of the object stands; of two of one name the last, which counts.
    fn of(&self, name: &str) -> Span {
        let (mut depth, mut found) = (0_usize, None);
        let mut chars = self.text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                '"' => {
                    let mut is_escaped = false;
                    let end = chars.find(|(_, c)| {
                        let is_end = *c == '"' && !is_escaped;
                        is_escaped = *c == '\\' && !is_escaped;
                        is_end
                    });
                    let end = end.map_or(self.text.len(), |(end, _)| end + 1);
                    let behind = self.text[end..].trim_start();
                    let is_name = depth == 1 && behind.starts_with(':');
                    let is_this = serde_json::from_str::<String>(&self.text[at..end]);
                    if is_name && is_this.is_ok_and(|own| own == name) {
                        found = Some(at..end);
                    }
                }
                _ => {}
            }
        }
        match found {
            Some(range) => Span::new(self.file, self.at + range.start..self.at + range.end),
            None => self.whole(),
        }
    }
}

fn draft(object: &Map<String, Value>, places: &CslObject<'_>) -> Draft {
    let mut draft = Draft::new(places.whole());
    let field = |name: &str| object.get(name).and_then(first);
    let kind = field("type").unwrap_or_default();
    let is_part = !matches!(kind.as_str(), "book" | "report" | "thesis");
    draft.key = field("citation-key").or_else(|| field("id"));
    draft.title = field("title");
    let authors = || object.get("author").and_then(Value::as_array).into_iter().flatten();
    draft.authors = authors().filter_map(person).collect();
    let short = || field("container-title-short").or_else(|| field("journalAbbreviation"));
    draft.container = field("container-title").or_else(short).filter(|_| is_part);
    draft.volume = field("volume");
    draft.issue = field("issue");
    draft.pages = field("page").or_else(|| field("page-first"));
    // A whole work has so many pages, and is on none.
    let has_extent = !is_part && draft.has_extent();
    if has_extent {
        draft.pages = None;
    }
    draft.publisher = field("publisher");
    draft.date = object.get("issued").and_then(date);
    draft.language = field("language");
    draft.doi = field("DOI");
    draft.isbn = field("ISBN");
    draft.url = field("URL");
    draft.accessed = object.get("accessed").and_then(date);
    for of in ["issued", "accessed"] {
        for beside in ["circa", "season", "literal", "raw"] {
            let value = object.get(of).and_then(|date| date.get(beside));
            // What is read of a date that has no parts is said by these.
            let is_read = ["literal", "raw"].contains(&beside)
                && object.get(of).and_then(|date| date.get("date-parts")).is_none();
            if let Some(value) = value.filter(|value| !is_read && **value != Value::Bool(false)) {
                draft.leave(places.of(of), &format!("{beside} of {of}"), &as_said(value));
            }
        }
    }
    for (name, value) in object {
        let is_known = TAKEN.contains(&name.as_str()) || SILENT.contains(&name.as_str());
        // A value of another form says something that is not read.
        let is_odd = match name.as_str() {
            "author" => !value.is_array(),
            "issued" | "accessed" => date(value).is_none(),
            name => TEXTS.contains(&name) && words(value).is_none(),
        };
        let is_left = (name == "container-title" && !is_part) || (name == "page" && has_extent);
        if is_left || is_odd || !is_known {
            draft.leave(places.of(name), name, &as_said(value));
        } else if let Some(rest) = further(value).filter(|_| TEXTS.contains(&name.as_str())) {
            let own = draft.key.as_deref().map(|key| format!(" of `{}`", excerpt(key)));
            let own = own.unwrap_or_default();
            let message =
                format!("{name}{own} is the first of several, without `{}`", excerpt(&rest));
            draft.tell(places.of(name), message, "a source has one; choose which, in the brief");
        }
    }
    let count = authors().count();
    for (at, odd) in authors().enumerate().filter(|(_, name)| person(name).is_none()) {
        draft.leave(places.of("author"), &format!("author {} of {count}", at + 1), &as_said(odd));
    }
    draft
}

/// Of several texts the first, or the one there is.
fn first(value: &Value) -> Option<String> {
    match value {
        Value::Array(values) => {
            // A list is read where all of it is text.
            words(value)?;
            values.iter().find_map(words)
        }
        one => words(one),
    }
}

/// The others of several texts.
fn further(value: &Value) -> Option<String> {
    let texts: Vec<String> = value.as_array()?.iter().filter_map(words).collect();
    let others: Vec<&str> = texts.iter().skip(1).map(String::as_str).collect();
    Some(others.join(", ")).filter(|others| !others.is_empty())
}

/// A value as a message shows it; nothing where it says nothing.
fn as_said(value: &Value) -> String {
    if is_empty(value) { String::new() } else { words(value).unwrap_or_else(|| value.to_string()) }
}

/// Whether a value says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
        _ => false,
    }
}

/// A value as text, without the markup that CSL allows in it: what is raised or lowered is so in
/// characters, where there are such.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        // Some write lists where there is one.
        Value::Array(values) => {
            let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            texts?.join(", ")
        }
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
        let end = end.filter(|_| ["i", "b", "sub", "sup", "span", "sc"].contains(&name));
        let Some(end) = end else {
            plain.push('<');
            rest = &behind[1..];
            continue;
        };
        rest = &behind[end..];
        let shift = match (name, behind.starts_with("</")) {
            ("sup", false) => raised as fn(&str) -> Option<String>,
            ("sub", false) => lowered,
            _ => continue,
        };
        let close = rest.find('<').filter(|&close| rest[close..].starts_with("</"));
        if let Some((close, shifted)) = close.and_then(|at| Some((at, shift(&rest[..at])?))) {
            plain.push_str(&shifted);
            rest = &rest[close..];
        }
    }
    plain.push_str(rest);
    let plain = ENTITIES.iter().fold(plain, |text, (entity, c)| text.replace(entity, c));
    Some(plain).filter(|plain| !plain.trim().is_empty())
}

/// What stands for characters that markup takes; that of the sign itself is the last.
const ENTITIES: [(&str, &str); 5] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

fn person(value: &Value) -> Option<PersonName> {
    let part = |name: &str| value.get(name).and_then(Value::as_str).map(str::trim);
    if let Some(whole) = part("literal") {
        return Some(PersonName::Whole(whole.to_string()));
    }
    let particles = [part("dropping-particle"), part("non-dropping-particle")];
    let family = [particles[0], particles[1], part("family")];
    let family = family.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>();
    let (family, given) = (family.join(" "), part("given").unwrap_or_default());
    let is_named = !family.is_empty() || !given.is_empty();
    is_named.then(|| PersonName::of(&family, given, part("suffix").unwrap_or_default()))
}

/// A date as text, `2016-05-31`.
fn date(value: &Value) -> Option<String> {
    let as_text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if let Some(text) = as_text(value) {
        return Some(text);
    }
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
