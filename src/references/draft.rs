//! What a file says of a reference, before it is known whether that can be a source.

use super::people::{PersonName, joined, without_more};
use super::reference::Reference;
use crate::brief::address_fault;
use crate::brief::identifier::{doi, isbn_fault};
use crate::calendar::PartialDate;
use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::l10n::{canonical, language_named};
use crate::tree::{Lines, as_read};

/// A field that is not taken over.
#[derive(Debug)]
struct LeftField {
    span: Span,
    name: String,
    value: String,
}

/// What a file says of a reference.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) span: Span,
    /// What the file calls it, if it does.
    pub(super) key: Option<String>,
    pub(super) title: Option<String>,
    pub(super) authors: Vec<PersonName>,
    pub(super) container: Option<String>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) pages: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) date: Option<String>,
    pub(super) language: Option<String>,
    pub(super) doi: Option<String>,
    pub(super) isbn: Option<String>,
    pub(super) url: Option<String>,
    pub(super) accessed: Option<String>,
    /// What it also says, and no key of a source takes.
    others: Vec<LeftField>,
    /// What else there is to say of it, with its place and what to do.
    told: Vec<(Span, String, &'static str)>,
}

impl Draft {
    pub(super) fn new(span: Span) -> Self {
        Self {
            span,
            key: None,
            title: None,
            authors: Vec::new(),
            container: None,
            volume: None,
            issue: None,
            pages: None,
            publisher: None,
            date: None,
            language: None,
            doi: None,
            isbn: None,
            url: None,
            accessed: None,
            others: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Remembers what is to be said of it.
    pub(super) fn tell(&mut self, span: Span, message: String, help: &'static str) {
        self.told.push((span, message, help));
    }

    /// Remembers a field that is not taken over, if it says anything.
    pub(super) fn leave(&mut self, span: Span, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.others.push(LeftField { span, name: name.to_string(), value });
        }
    }

    /// Whether what is said of its pages is how many it has, which is what is said of a whole work: a
    /// single number, such as `300`, `300 p.` or `xii+300`. From one to another is where something stands.
    pub(super) fn has_extent(&self) -> bool {
        let Some(pages) = &self.pages else { return false };
        let pages = pages.trim().to_ascii_lowercase();
        let bare = pages.trim_end_matches('.');
        let bare = ["pages", "page", "pp", "p"].iter().find_map(|word| bare.strip_suffix(word));
        let bare = bare.unwrap_or(pages.trim_end_matches('.')).trim();
        let (front, count) = bare.rsplit_once(['+', ',', ' ']).unwrap_or(("", bare));
        let front = front.trim_end_matches(['+', ',', ' ']);
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        is_number(count) && front.bytes().all(|letter| b"ivxlc".contains(&letter))
    }

    /// The reference, if a source can be made of it.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Option<Reference> {
        let name = match &self.key {
            Some(key) => format!("`{}`", excerpt(key)),
            None => "the reference".to_string(),
        };
        let mut said = DraftReport { span: self.span, name, diagnostics };
        for (span, message, help) in self.told {
            let diagnostic = Diagnostic::new(Code::ReferenceAltered, message);
            said.diagnostics.push(diagnostic.at(span).help(help));
        }
        let (authors, more_authors) = without_more(self.authors);
        let author = said.text("author", joined(&authors));
        let family = authors.first().and_then(|name| name.family()).map(str::to_string);
        let container = said.text("in", self.container);
        let publisher = said.text("publisher", self.publisher);
        let title = said.text("title", self.title);
        // What names its author alone is published by it: an organisation, as a rule.
        let (author, publisher) = match (publisher, &container) {
            (None, None) => (None, author),
            (publisher, _) => (author.filter(|name| Some(name) != publisher.as_ref()), publisher),
        };
        let title = said.needed("title", title);
        let publisher_or_container =
            said.needed("publisher", publisher.clone().or_else(|| container.clone()));
        self.others.sort_by_key(|field| field.span.start);
        said.others(&self.others);
        if more_authors {
            said.more_authors();
        }
        let reference = Reference {
            span: self.span,
            id: self.key.unwrap_or_default(),
            language: said.language(self.language),
            more_authors: more_authors && author.is_some(),
            author,
            family,
            volume: said.text("volume", self.volume),
            issue: said.text("issue", self.issue),
            pages: said.text("pages", self.pages.map(|pages| pages.replace("--", "-"))),
            date: said.date("date", self.date),
            doi: said.doi(self.doi),
            isbn: said.isbn(self.isbn),
            url: said.url(self.url),
            accessed: said.day(self.accessed),
            title: title?,
            container,
            publisher,
        };
        publisher_or_container.map(|_| reference)
    }
}

/// What is said of a reference.
struct DraftReport<'d> {
    span: Span,
    name: String,
    diagnostics: &'d mut Diagnostics,
}

impl DraftReport<'_> {
    fn say(&mut self, code: Code, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(self.span).help(help));
    }

    fn left_out(&mut self, what: &str, value: &str, why: &str) {
        let message = format!("{} is left out of {}: `{}` {why}", what, self.name, excerpt(value));
        self.say(Code::ReferenceAltered, message, "mend it in the file, or in the brief");
    }

    /// A text as a brief holds it.
    fn text(&mut self, what: &str, written: Option<String>) -> Option<String> {
        let written = written?;
        match as_read(&written, Lines::One) {
            Ok(text) => Some(text.trim().to_string()).filter(|text| !text.is_empty()),
            Err(why) => {
                self.left_out(what, &written, &format!("has {why}"));
                None
            }
        }
    }

    fn needed(&mut self, what: &str, value: Option<String>) -> Option<String> {
        if value.is_none() {
            let help = match what {
                "title" => "add a title to it, or write the source by hand",
                _ => {
                    "add who published it, who wrote it, or the journal or site it is in, or write \
                     the source by hand"
                }
            };
            self.say(Code::ReferenceIncomplete, format!("{} has no {what}", self.name), help);
        }
        value
    }

    /// Says of each field that is not taken over what it says, where it stands.
    fn others(&mut self, others: &[LeftField]) {
        for LeftField { span, name, value } in others {
            let message =
                format!("of {}, {name} is not taken over: `{}`", self.name, excerpt(value));
            let help = "no key of `[[source]]` takes it; put what readers must know into `note`";
            let diagnostic = Diagnostic::new(Code::ReferenceAltered, message);
            self.diagnostics.push(diagnostic.at(*span).help(help));
        }
    }

    fn more_authors(&mut self) {
        let message = format!("the file does not name all authors of {}", self.name);
        let help = "name them in `author`, or write there that there are others, in the language of the \
                    brief: `et al.`";
        self.say(Code::ReferenceAltered, message, help);
    }

    fn date(&mut self, what: &str, written: Option<String>) -> Option<PartialDate> {
        let written = written?;
        let date = loose_date(&written);
        match &date {
            None => self.left_out(what, &written, "is no year, month or day"),
            // Behind the day may stand anything.
            Some(_) => {
                if let Some(beside) = said_of_date(&written) {
                    let message =
                        format!("{what} of {} is taken without `{}`", self.name, excerpt(beside));
                    self.say(
                        Code::ReferenceAltered,
                        message,
                        "put what readers must know into `note`",
                    );
                }
            }
        }
        date
    }

    fn day(&mut self, written: Option<String>) -> Option<PartialDate> {
        let date = self.date("accessed", written.clone())?;
        if matches!(date, PartialDate::Day(_)) {
            return Some(date);
        }
        self.left_out("accessed", &written.unwrap_or_default(), "is no day");
        None
    }

    fn doi(&mut self, written: Option<String>) -> Option<String> {
        let written = written?;
        match doi(&written) {
            Ok(bare) => Some(bare.to_string()),
            Err(why) => {
                self.left_out("doi", &written, why);
                None
            }
        }
    }

    fn isbn(&mut self, written: Option<String>) -> Option<String> {
        let written = written?;
        // Of several, such as that of the paperback, the first.
        let first = written.split([',', ';']).next().unwrap_or_default().trim();
        let all: Vec<&str> = written.split_whitespace().collect();
        let first = if all.len() > 1 && isbn_fault(first).is_some() { all[0] } else { first };
        if let Some(why) = isbn_fault(first) {
            self.left_out("isbn", &written, why);
            return None;
        }
        self.rest("isbn", &written, first);
        Some(first.to_string())
    }

    /// Says what stands behind the first of several, if anything does.
    fn rest(&mut self, what: &str, written: &str, first: &str) {
        let rest = written.trim().trim_start_matches(first);
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || [',', ';'].contains(&c));
        if !rest.is_empty() {
            let message = format!(
                "{what} of {} is the first of several, without `{}`",
                self.name,
                excerpt(rest)
            );
            self.say(
                Code::ReferenceAltered,
                message,
                "a source has one; choose which, in the brief",
            );
        }
    }

    fn url(&mut self, written: Option<String>) -> Option<String> {
        let written = written?;
        // Of several, the first: no address has a space.
        let first = written.split_whitespace().next().unwrap_or_default();
        let first = first.trim_end_matches([';', ',']);
        if let Some(why) = address_fault(first) {
            self.left_out("url", &written, &why);
            return None;
        }
        self.rest("url", &written, first);
        Some(first.to_string())
    }

    fn language(&mut self, written: Option<String>) -> Option<String> {
        let written = written?;
        let tag = language_tag(&written);
        if tag.is_none() {
            self.left_out("language", &written, "is no language that is known");
        }
        tag
    }
}

/// A value as messages show it.
pub(super) fn excerpt(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_string(),
    }
}

/// A date in the forms that reference managers write: `2016`, `2016-05`, `2016-5-31`,
/// `2016/05/31/other`, with or without a time behind it.
fn loose_date(written: &str) -> Option<PartialDate> {
    let written = written.trim();
    let date = written.split_once('T').map_or(written, |(date, _)| date);
    let separator = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(separator).map(str::trim).collect();
    // What follows the day is said of it: "2016/05/31/Spring".
    let known = parts.iter().take(3).take_while(|part| !part.is_empty()).copied();
    let padded: Vec<String> = known.map(|part| format!("{part:0>2}")).collect();
    let rest = parts.get(padded.len()..)?;
    let is_said_of_it = separator == '/' && padded.len() <= 3 && parts.len() <= 4;
    if !rest.iter().all(|part| part.is_empty()) && !is_said_of_it {
        return None;
    }
    PartialDate::parse(&padded.join("-")).ok()
}

/// What a date in the form of RIS says behind the day: `Spring` of `2016///Spring`.
fn said_of_date(written: &str) -> Option<&str> {
    let date = written.trim().split_once('T').map_or(written.trim(), |(date, _)| date);
    let beside = date
        .split('/')
        .skip(1)
        .find(|part| !part.trim().is_empty() && part.trim().parse::<u32>().is_err());
    beside.map(str::trim)
}

/// The first of several fields that says a date, or else the first there is; with those that say
/// something else.
pub(super) fn best_date<'n>(
    fields: &[(&'n str, Option<String>)],
) -> (Option<String>, Vec<&'n str>) {
    let there = || fields.iter().filter_map(|(name, text)| Some((*name, text.as_deref()?)));
    let best = there().find(|(_, text)| loose_date(text).is_some()).or_else(|| there().next());
    let Some((chosen, best)) = best else { return (None, Vec::new()) };
    let date = loose_date(best).map(|date| date.to_string()).unwrap_or_default();
    let says_more = |text: &str| match loose_date(text) {
        Some(other) => !date.starts_with(&other.to_string()),
        None => text != best,
    };
    let others = there().filter(|(name, text)| *name != chosen && says_more(text));
    (Some(best.to_string()), others.map(|(name, _)| name).collect())
}

/// What BibLaTeX calls languages, with their tags: names of babel.
const BABEL: [(&str, &str); 22] = [
    ("american", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("usenglish", "en-US"),
    ("brazilian", "pt-BR"),
    ("canadien", "fr-CA"),
    ("dutch", "nl"),
    ("german", "de"),
    ("ngerman", "de"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("malay", "ms"),
    ("mexican", "es-MX"),
    ("nepali", "ne"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("swedish", "sv"),
    ("turkish", "tr"),
    ("urdu", "ur"),
    ("chinese", "zh"),
];

/// Whether two ways of naming a language name the same.
pub(super) fn is_same_language(one: &str, other: &str) -> bool {
    let language = |written| {
        let tag = language_tag(written)?;
        Some(tag.split('-').next().unwrap_or_default().to_string())
    };
    one == other || language(one).is_some_and(|one| Some(one) == language(other))
}

/// A language's tag, from the tag or the language's English name.
fn language_tag(written: &str) -> Option<String> {
    let written = written.trim();
    let lower = written.to_ascii_lowercase();
    if let Some((_, tag)) = BABEL.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_string());
    }
    if let Some(tag) = language_named(written) {
        return Some(tag.to_string());
    }
    // A longer one is a word, of which BCP 47 knows none.
    let is_tag = written.split(['-', '_']).next().is_some_and(|part| (2..=3).contains(&part.len()));
    canonical(&written.replace('_', "-")).filter(|_| is_tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;

    #[test]
    fn a_single_number_is_how_many_pages_there_are() {
        let file = Sources::new().add("a.bib", "");
        for (pages, is_extent) in [
            ("300", true),
            ("300 p.", true),
            ("412pp", true),
            ("xii+300", true),
            ("xii, 300 pages", true),
            ("30-39", false),
            ("30, 41", false),
            ("e12", false),
            ("xii", false),
            ("", false),
        ] {
            let mut draft = Draft::new(Span::new(file, 0..0));
            draft.pages = Some(pages.into());
            assert_eq!(draft.has_extent(), is_extent, "{pages}");
        }
    }

    #[test]
    fn dates_are_read_in_the_forms_that_programs_write() {
        for (written, date) in [
            ("2016", Some("2016")),
            ("2016-5", Some("2016-05")),
            ("2016-05-31", Some("2016-05-31")),
            ("2016-05-31T10:00:00Z", Some("2016-05-31")),
            ("2016///", Some("2016")),
            ("2016/05//", Some("2016-05")),
            ("2016/05/31/", Some("2016-05-31")),
            ("2016//Spring", Some("2016")),
            ("2016-05-31/2016-06-02", None),
            ("n.d.", None),
            ("2016-13", None),
            ("", None),
        ] {
            assert_eq!(loose_date(written).map(|it| it.to_string()).as_deref(), date, "{written}");
        }
    }

    #[test]
    fn languages_are_known_by_tag_and_by_name() {
        for (written, tag) in [
            ("en", Some("en")),
            ("en_GB", Some("en-GB")),
            ("English", Some("en")),
            ("khmer", Some("km")),
            ("ngerman", Some("de")),
            ("Klingonish", None),
            ("", None),
        ] {
            assert_eq!(language_tag(written).as_deref(), tag, "{written}");
        }
    }
}
