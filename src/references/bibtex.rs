//! BibTeX and BibLaTeX, with the escapes of LaTeX read as what they stand for.

use biblatex::{Bibliography, ChunksExt, Entry, ParseError, ParseErrorKind, RawBibliography};
use biblatex::{Person, Token};

use super::draft::Draft;
use super::people::PersonName;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};

/// The fields that say what a source takes no word of.
const SILENT: [&str; 22] = [
    "abstract",
    "keywords",
    "file",
    "ids",
    "crossref",
    "xdata",
    "issn",
    "shorttitle",
    "annote",
    "annotation",
    "copyright",
    "shortjournal",
    "journalsubtitle",
    "entrysubtype",
    "pmid",
    "pmcid",
    "eprint",
    "eprinttype",
    "address",
    "location",
    "timestamp",
    "pagetotal",
];

/// The fields that are taken.
const TAKEN: [&str; 27] = [
    "title",
    "subtitle",
    "author",
    "journal",
    "journaltitle",
    "booktitle",
    "maintitle",
    "eventtitle",
    "volume",
    "number",
    "issue",
    "pages",
    "publisher",
    "institution",
    "school",
    "organization",
    "howpublished",
    "date",
    "year",
    "month",
    "day",
    "language",
    "langid",
    "doi",
    "isbn",
    "url",
    "urldate",
];

/// Reads a file. A mistake in its form leaves nothing of it that can be relied on.
pub(super) fn read(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Draft> {
    let mut fault = |error: &ParseError| {
        let span = Span::new(file, floor(text, error.span.start)..floor(text, error.span.end));
        let (message, help) = in_words(error);
        diagnostics.push(Diagnostic::new(Code::ReferenceUnreadable, message).at(span).help(help));
    };
    let mut raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(error) => {
            fault(&error);
            return Vec::new();
        }
    };
    // Of two with one key, the first is the one that citations mean; the other is told of as such.
    let mut seen = std::collections::BTreeSet::new();
    let mut doubles = Vec::new();
    raw.entries.retain(|entry| {
        let is_first = seen.insert(entry.v.key.v);
        if !is_first {
            doubles.push((entry.v.key.v.to_string(), entry.span.clone()));
        }
        is_first
    });
    let places: Vec<_> = raw.entries.iter().map(|entry| entry.span.clone()).collect();
    let all = match Bibliography::from_raw(raw) {
        Ok(all) => all,
        Err(error) => {
            fault(&error);
            return Vec::new();
        }
    };
    for (key, span) in doubles {
        let message = format!("the file has a source with this id already, `{key}`");
        diagnostics.push(
            Diagnostic::new(Code::ReferenceDuplicate, message)
                .at(Span::new(file, floor(text, span.start)..floor(text, span.end)))
                .help("it is not written again"),
        );
    }
    let spans = places
        .into_iter()
        .map(|range| Span::new(file, floor(text, range.start)..floor(text, range.end)));
    all.iter().zip(spans).map(|(entry, span)| draft(entry, span)).collect()
}

/// The nearest place before a byte where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// What is wrong with the form of a file, and what to do.
fn in_words(error: &ParseError) -> (String, &'static str) {
    const CLOSE: &str = "close every brace and quotation mark, and end every field with a comma";
    match &error.kind {
        ParseErrorKind::UnexpectedEof => ("the file ends within an entry".into(), CLOSE),
        ParseErrorKind::Unexpected(token) => {
            (format!("{} stands where it cannot", token_name(*token)), CLOSE)
        }
        ParseErrorKind::Expected(token) => {
            (format!("{} is missing here", token_name(*token)), CLOSE)
        }
        ParseErrorKind::UnknownAbbreviation(name) => (
            format!("`{name}` is neither in braces nor an abbreviation that `@string` explains"),
            "put the value in braces: `{…}`",
        ),
        ParseErrorKind::MalformedCommand => (
            "a command of LaTeX is not complete".into(),
            "write it out, or use the character itself",
        ),
        other => (other.to_string(), "export the file again"),
    }
}

fn token_name(token: Token) -> String {
    token.to_string()
}

fn draft(entry: &Entry, span: Span) -> Draft {
    let mut draft = Draft::new(span);
    let field = |name: &str| {
        let text = entry.get(name)?.format_verbatim();
        Some(text.trim().to_string()).filter(|text| !text.is_empty())
    };
    let first = |names: &[&str]| names.iter().find_map(|name| field(name));
    draft.key = Some(entry.key.clone());
    draft.title = field("title").map(|title| match field("subtitle") {
        Some(subtitle) => format!("{title}: {subtitle}"),
        None => title,
    });
    let authors = entry.get("author").and_then(|_| entry.author().ok()).unwrap_or_default();
    draft.authors = authors.into_iter().map(name).collect();
    draft.container = first(&["journaltitle", "journal", "booktitle", "maintitle", "eventtitle"]);
    draft.volume = field("volume");
    // The number of a report is its own, and none of an issue.
    let is_issue = draft.container.is_some();
    draft.issue = field("issue").or_else(|| field("number").filter(|_| is_issue));
    draft.pages = field("pages").map(|pages| pages.replace(['–', '—'], "-"));
    draft.publisher =
        first(&["publisher", "institution", "school", "organization", "howpublished"]);
    draft.date = field("date").or_else(|| {
        let mut date = field("year")?;
        if let Some(month) = field("month").and_then(|month| month_number(&month)) {
            date.push_str(&format!("-{month:02}"));
            date.extend(field("day").map(|day| format!("-{day:0>2}")));
        }
        Some(date)
    });
    draft.language = first(&["langid", "language"]);
    draft.doi = field("doi");
    draft.isbn = field("isbn");
    draft.url = field("url");
    draft.accessed = field("urldate");
    for name in entry.fields.keys() {
        let is_known = TAKEN.contains(&name.as_str()) || SILENT.contains(&name.as_str());
        let is_left = name == "number" && !is_issue;
        if is_left || !is_known {
            draft.others.push(name.clone());
        }
    }
    draft
}

fn name(person: Person) -> PersonName {
    let family = [person.prefix, person.name, person.suffix];
    let family = family.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    match person.given_name.is_empty() {
        true => PersonName::Whole(family),
        false => PersonName::Parted { family, given: person.given_name },
    }
}

/// The number of a month that is written in digits or begins with an English name.
fn month_number(month: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = month.to_ascii_lowercase();
    let named = NAMES.iter().zip(1..).find(|(name, _)| lower.starts_with(*name));
    named.map(|(_, number)| number).or_else(|| month.parse().ok())
}
