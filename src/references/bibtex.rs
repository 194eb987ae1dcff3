//! BibTeX and BibLaTeX: entries, with what they take from abbreviations and from each other, and their
//! LaTeX as plain text.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use biblatex::{
    ChunksExt, Field, ParseError, ParseErrorKind, Person, RawBibliography, RawChunk, RawEntry,
    Spanned,
};

use super::draft::{Draft, best_date, is_same_language};
use super::inherit::inherited;
use super::people::PersonName;
use super::quoted::braced;
use super::tex::{TexMode, TexText, plain};
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};

/// The fields that say nothing a citation could print: what the work is about, what its reader keeps
/// beside it, shorter forms of what is there in full, and what programs note of the entry.
const SILENT: [&str; 42] = [
    // What it is about, and what its reader thinks of it.
    "abstract",
    "keywords",
    "annote",
    "annotation",
    // The reader's own copy.
    "file",
    "groups",
    "mendeley-tags",
    "mendeley-groups",
    // Other names of the entry, and entries that it takes from, which are told of where they are missing.
    "ids",
    "crossref",
    "xdata",
    "xref",
    // How lists are sorted, and how a program is to write it.
    "key",
    "presort",
    "sortkey",
    "sortname",
    "sortshorthand",
    "sorttitle",
    "sortyear",
    "indextitle",
    "indexsorttitle",
    "options",
    "execute",
    "gender",
    "langidopts",
    "pagination",
    "bookpagination",
    "hyphenation",
    // Shorter forms.
    "shorttitle",
    "shortauthor",
    "shortjournal",
    "journalabbr",
    // A finer word for the kind of entry.
    "entrysubtype",
    // Who has the rights, which those who cite it need not say.
    "copyright",
    // Where the entry is from, and when it was changed.
    "timestamp",
    "creationdate",
    "modificationdate",
    "date-added",
    "date-modified",
    "owner",
    "bibsource",
    "biburl",
];

/// The kinds of works that are no part of another.
const WHOLE: [&str; 19] = [
    "book",
    "mvbook",
    "booklet",
    "collection",
    "mvcollection",
    "reference",
    "mvreference",
    "proceedings",
    "mvproceedings",
    "periodical",
    "manual",
    "report",
    "techreport",
    "thesis",
    "phdthesis",
    "mastersthesis",
    "dataset",
    "software",
    "standard",
];

/// The fields of addresses.
const ADDRESSES: [&str; 5] = ["url", "doi", "urldate", "file", "eprint"];

/// The longest a value gets by abbreviations that stand for each other.
const LONGEST: usize = 1 << 20;

/// A field with its place.
#[derive(Clone)]
struct BibField {
    text: TexText,
    span: Span,
}

/// What an entry has, its own and what it takes from others.
type Fields = BTreeMap<String, BibField>;

/// Reads a file. A mistake in its form leaves nothing of it that can be relied on.
pub(super) fn read(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Draft> {
    let place =
        |span: &Range<usize>| Span::new(file, floor(text, span.start)..floor(text, span.end));
    let text = match braced(text) {
        Ok(text) => text,
        Err(span) => {
            let message = "a value between quotation marks does not end";
            let help =
                "close the braces in it and its quotation mark; a brace by itself is `{\\{}`";
            let diagnostic = Diagnostic::new(Code::ReferenceUnreadable, message);
            diagnostics.push(diagnostic.at(place(&span)).help(help));
            return Vec::new();
        }
    };
    let raw = match RawBibliography::parse(&text) {
        Ok(raw) => raw,
        Err(error) => {
            let (message, help) = in_words(&error);
            let diagnostic = Diagnostic::new(Code::ReferenceUnreadable, message);
            diagnostics.push(diagnostic.at(place(&error.span)).help(help));
            return Vec::new();
        }
    };
    if let Some((span, message)) = beyond(&raw) {
        let help = "take it out; no reference needs so much";
        let diagnostic = Diagnostic::new(Code::ReferenceUnreadable, message);
        diagnostics.push(diagnostic.at(place(&span)).help(help));
        return Vec::new();
    }
    let mut bibliography =
        BibFile { place: &place, abbreviations: BTreeMap::new(), entries: Vec::new(), diagnostics };
    for pair in &raw.abbreviations {
        if let Some(value) = bibliography.expanded(&pair.value.v) {
            bibliography.abbreviations.insert(pair.key.v.to_ascii_lowercase(), value);
        }
    }
    // Of two with one key, the first is the one that citations mean; the other is told of as such.
    let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &raw.entries {
        let key = entry.v.key.v;
        if !key.is_empty() && keys.contains_key(key) {
            let message = format!("the file has a source with this id already, `{key}`");
            let diagnostic = Diagnostic::new(Code::ReferenceDuplicate, message);
            let diagnostic = diagnostic.at(place(&entry.span)).help("it is not written again");
            bibliography.diagnostics.push(diagnostic);
            continue;
        }
        keys.insert(key, bibliography.entries.len());
        let entry = bibliography.entry(entry);
        bibliography.entries.push(entry);
    }
    let mut whole = BTreeMap::new();
    let mut drafts = Vec::new();
    for at in 0..bibliography.entries.len() {
        let entry = &bibliography.entries[at];
        // These have no other use than to be taken from.
        let is_part = ["xdata", "set"].iter().any(|kind| entry.kind.eq_ignore_ascii_case(kind));
        if is_part || entry.is_bad {
            continue;
        }
        let fields = bibliography.whole(at, &keys, &mut whole);
        let entry = &bibliography.entries[at];
        let mut draft = draft(entry, &fields);
        for parent in bibliography.parents(at).filter(|parent| !keys.contains_key(parent.as_str()))
        {
            let message =
                format!("`{}` takes fields from `{parent}`, which is not in the file", entry.key);
            draft.tell(entry.span, message, "export that entry, too, or write the fields out");
        }
        drafts.push(draft);
    }
    drafts
}

/// An entry by itself.
struct BibEntry {
    key: String,
    kind: String,
    span: Span,
    fields: Fields,
    /// Fields that stand in it again.
    again: Vec<(String, Span)>,
    /// Whether a value of it could not be read.
    is_bad: bool,
}

struct BibFile<'b> {
    place: &'b dyn Fn(&Range<usize>) -> Span,
    /// By name in small letters, for case makes no difference there.
    abbreviations: BTreeMap<String, String>,
    entries: Vec<BibEntry>,
    diagnostics: &'b mut Diagnostics,
}

impl BibFile<'_> {
    fn fault(&mut self, span: &Range<usize>, message: String, help: &str) {
        let diagnostic = Diagnostic::new(Code::ReferenceUnreadable, message);
        self.diagnostics.push(diagnostic.at((self.place)(span)).help(help));
    }

    /// A value with its abbreviations written out; those of months stay as they are.
    fn expanded(&mut self, value: &Field<'_>) -> Option<String> {
        let mut out = String::new();
        for chunk in value {
            match chunk.v {
                RawChunk::Normal(text) => out.push_str(text),
                RawChunk::Abbreviation(name) => {
                    let lower = name.to_ascii_lowercase();
                    match self.abbreviations.get(&lower) {
                        Some(text) => out.push_str(text),
                        None if MONTHS.contains(&lower.as_str()) => out.push_str(&lower),
                        None => {
                            let unknown = ParseErrorKind::UnknownAbbreviation(name.into());
                            let error = ParseError { span: chunk.span.clone(), kind: unknown };
                            let (message, help) = in_words(&error);
                            self.fault(&chunk.span, message, help);
                            return None;
                        }
                    }
                }
            }
            if out.len() > LONGEST || depth(&out) > DEEPEST {
                let message = "abbreviations stand for each other without end".to_string();
                self.fault(&chunk.span, message, "write the value out");
                return None;
            }
        }
        Some(out)
    }

    fn entry(&mut self, entry: &Spanned<RawEntry<'_>>) -> BibEntry {
        let mut own = BibEntry {
            key: entry.v.key.v.to_string(),
            kind: entry.v.kind.v.to_string(),
            span: (self.place)(&entry.span),
            fields: Fields::new(),
            again: Vec::new(),
            is_bad: false,
        };
        for pair in &entry.v.fields {
            let name = pair.key.v.to_ascii_lowercase();
            let span = (self.place)(&pair.key.span);
            let Some(value) = self.expanded(&pair.value.v) else {
                own.is_bad = true;
                continue;
            };
            if own.fields.contains_key(&name) {
                own.again.push((name, span));
                continue;
            }
            let is_address = ADDRESSES.contains(&name.as_str());
            let mode = if is_address { TexMode::Address } else { TexMode::Text };
            own.fields.insert(name, BibField { text: plain(&value, mode), span });
        }
        own
    }

    /// The keys of what an entry takes fields from, those that come first before others.
    fn parents(&self, at: usize) -> impl Iterator<Item = String> + use<> {
        let keys = |name: &str| {
            let field = self.entries[at].fields.get(name);
            let text = field.map(|field| field.text.chunks.format_verbatim()).unwrap_or_default();
            text.split(',').map(str::trim).map(str::to_string).collect::<Vec<_>>()
        };
        let all = keys("xdata").into_iter().chain(keys("crossref"));
        all.filter(|key| !key.is_empty())
    }

    /// The fields of an entry, with what it takes from others. What is known of others is kept in `whole`.
    fn whole(
        &self,
        at: usize,
        keys: &BTreeMap<&str, usize>,
        whole: &mut BTreeMap<usize, Fields>,
    ) -> Fields {
        if let Some(known) = whole.get(&at) {
            return known.clone();
        }
        let entry = &self.entries[at];
        let mut fields = entry.fields.clone();
        for parent in self.parents(at).filter_map(|key| keys.get(key.as_str()).copied()) {
            let theirs = self.whole(parent, keys, whole);
            let is_dated = DATED.iter().any(|name| fields.contains_key(*name));
            for (name, field) in theirs {
                let kind = self.entries[parent].kind.as_str();
                // Data are taken as they are, whatever they are of.
                let own = match kind.eq_ignore_ascii_case("xdata") {
                    true => Some(name.as_str()).filter(|name| *name != "xdata"),
                    false => inherited(kind, &entry.kind, &name),
                };
                let Some(own) = own else { continue };
                if !(is_dated && DATED.contains(&own)) {
                    fields.entry(own.to_string()).or_insert(field);
                }
            }
        }
        whole.insert(at, fields.clone());
        fields
    }
}

/// The fields that say together when.
const DATED: [&str; 4] = ["date", "year", "month", "day"];

/// The deepest that braces stand in each other, and that entries take from each other.
const DEEPEST: usize = 16;

/// What of a file would take its reader all the time or memory there is: braces in braces, and entries
/// that take their fields from each other in a ring or a long chain.
fn beyond(raw: &RawBibliography<'_>) -> Option<(Range<usize>, &'static str)> {
    let mut parents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in &raw.entries {
        for field in &entry.v.fields {
            for chunk in &field.value.v {
                let (RawChunk::Normal(text) | RawChunk::Abbreviation(text)) = &chunk.v;
                if depth(text) > DEEPEST {
                    return Some((field.key.span.clone(), "braces stand in each other too deep"));
                }
                if ["crossref", "xdata"].iter().any(|it| field.key.v.eq_ignore_ascii_case(it)) {
                    let own = parents.entry(entry.v.key.v).or_default();
                    own.extend(text.split(',').map(str::trim));
                }
            }
        }
    }
    let endless = raw.entries.iter().find(|entry| {
        let mut front = BTreeSet::from([entry.v.key.v]);
        for _ in 0..DEEPEST {
            front = front.iter().filter_map(|key| parents.get(key)).flatten().copied().collect();
        }
        !front.is_empty()
    })?;
    let message = "entries take their fields from each other without end";
    Some((endless.v.key.span.clone(), message))
}

/// How deep braces stand in each other in a text.
fn depth(text: &str) -> usize {
    let (mut deepest, mut open) = (0, 0_usize);
    for byte in text.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
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
        ParseErrorKind::Unexpected(token) => (format!("{token} stands where it cannot"), CLOSE),
        ParseErrorKind::Expected(token) => (format!("{token} is missing here"), CLOSE),
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

/// The fields of an entry, and which of them were asked for.
struct Asked<'f> {
    fields: &'f Fields,
    taken: RefCell<BTreeSet<String>>,
}

impl Asked<'_> {
    /// The text of a field, which is taken by that.
    fn text(&self, name: &str) -> Option<String> {
        let text = self.fields.get(name)?.text.chunks.format_verbatim();
        let words: Vec<&str> = text.split([' ', '\n', '\t']).filter(|it| !it.is_empty()).collect();
        self.taken.borrow_mut().insert(name.to_string());
        Some(words.join(" ")).filter(|text| !text.is_empty())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A title with its subtitle.
    fn title(&self, title: &str, subtitle: &str) -> Option<String> {
        let title = self.text(title)?;
        Some(match self.text(subtitle) {
            Some(subtitle) => format!("{title}: {subtitle}"),
            None => title,
        })
    }

    /// Says that a field is taken if it says no more than another.
    fn same(&self, name: &str, other: Option<&String>) {
        let is_same = self.fields.get(name).is_some_and(|field| {
            Some(field.text.chunks.format_verbatim().trim()) == other.map(String::as_str)
        });
        if is_same {
            self.taken.borrow_mut().insert(name.to_string());
        }
    }
}

fn draft(entry: &BibEntry, fields: &Fields) -> Draft {
    let mut draft = Draft::new(entry.span);
    let asked = Asked { fields, taken: RefCell::default() };
    draft.key = Some(entry.key.clone()).filter(|key| !key.is_empty());
    draft.title = asked.title("title", "subtitle");
    draft.authors = people(fields.get("author"));
    asked.taken.borrow_mut().insert("author".into());
    let journal = || asked.title("journaltitle", "journalsubtitle");
    let journal = journal().or_else(|| asked.title("journal", "journalsubtitle"));
    draft.container = journal
        .or_else(|| asked.title("booktitle", "booksubtitle"))
        .or_else(|| asked.title("maintitle", "mainsubtitle"))
        .or_else(|| asked.text("eventtitle"))
        .or_else(|| asked.first(&["shortjournal", "journalabbr"]));
    asked.same("journal", draft.container.as_ref());
    draft.volume = asked.text("volume");
    // The number of a report is its own, and none of an issue.
    let is_issue = draft.container.is_some();
    draft.issue = asked.text("issue").or_else(|| asked.text("number").filter(|_| is_issue));
    draft.pages = asked.text("pages").map(|pages| pages.replace(['–', '—'], "-"));
    if WHOLE.iter().any(|kind| entry.kind.eq_ignore_ascii_case(kind)) && draft.has_extent() {
        draft.pages = None;
        asked.taken.borrow_mut().remove("pages");
    }
    draft.doi = asked.text("doi");
    draft.isbn = asked.text("isbn");
    draft.url = asked.text("url");
    draft.accessed = asked.text("urldate");
    draft.publisher = asked.first(&["publisher", "institution", "school", "organization"]);
    // How it was published is said by its address, often.
    if let Some(how) = asked.text("howpublished") {
        let is_address = how.starts_with("http://") || how.starts_with("https://");
        match (is_address, draft.url.is_none(), draft.publisher.is_none()) {
            (true, true, _) => draft.url = Some(how),
            (false, _, true) => draft.publisher = Some(how),
            _ if draft.url.as_ref() == Some(&how) => {}
            _ => drop(asked.taken.borrow_mut().remove("howpublished")),
        }
    }
    let (date, left) = best_date(&[("date", asked.text("date")), ("year", dated(&asked))]);
    draft.date = date;
    for name in left {
        let said: &[&str] = if name == "year" { &["year", "month", "day"] } else { &[name] };
        asked.taken.borrow_mut().retain(|taken| !said.contains(&taken.as_str()));
    }
    draft.language = asked.text("langid");
    // Both name the same, as a rule: as a program knows it, and as people do.
    let named = asked.text("language");
    let is_same = |one: &String| named.as_ref().is_none_or(|other| is_same_language(one, other));
    match &draft.language {
        Some(own) if is_same(own) => {}
        Some(_) => drop(asked.taken.borrow_mut().remove("language")),
        None => draft.language = named,
    }
    let taken = asked.taken.into_inner();
    for (name, field) in fields {
        let is_left = name == "number" && !is_issue;
        let is_silent = SILENT.contains(&name.as_str());
        if is_left || !(is_silent || taken.contains(name)) {
            draft.leave(field.span, name, &field.text.chunks.format_verbatim());
        } else if !is_silent && !field.text.left.is_empty() {
            let left = field.text.left.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
            let message = format!(
                "`{name}` of `{}` has {}, which stands for no character, and is left out",
                entry.key,
                left.join(", ")
            );
            draft.tell(field.span, message, "see what the text says without it, and mend it there");
        }
    }
    for (name, span) in &entry.again {
        let message = format!("`{}` has `{name}` twice, and the first is taken", entry.key);
        draft.tell(*span, message, "leave one of them in the file");
    }
    draft
}

/// The date that year, month and day say.
fn dated(asked: &Asked<'_>) -> Option<String> {
    let mut date = asked.text("year")?;
    let Some(written) = asked.text("month") else { return Some(date) };
    // The day stands there, too, at times: "10 jul".
    let words: Vec<&str> = written.split([' ', '\u{a0}']).filter(|it| !it.is_empty()).collect();
    let day = |word: &str| word.trim_end_matches([',', '.']).parse::<u32>().ok();
    let (month, own_day) = match words[..] {
        [first, second] => match day(first) {
            Some(day) => (month_number(second), Some(day)),
            None => (month_number(first).filter(|_| day(second).is_some()), day(second)),
        },
        _ => (month_number(&written), None),
    };
    match month {
        Some(month) => {
            date.push_str(&format!("-{month:02}"));
            let day = own_day.map(|day| day.to_string()).or_else(|| asked.text("day"));
            date.extend(day.map(|day| format!("-{day:0>2}")));
        }
        // It is told of with what is not taken.
        None => {
            asked.taken.borrow_mut().remove("month");
        }
    }
    Some(date)
}

/// The people of a field.
fn people(field: Option<&BibField>) -> Vec<PersonName> {
    let Some(field) = field else { return Vec::new() };
    let mut chunks = field.text.chunks.clone();
    for chunk in &mut chunks {
        // A space that does not break divides names as others do.
        let text = chunk.v.get_mut();
        *text = text.replace('\u{a0}', " ");
    }
    chunks.parse::<Vec<Person>>().unwrap_or_default().into_iter().map(name).collect()
}

fn name(person: Person) -> PersonName {
    let family = [person.prefix, person.name];
    let family = family.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    PersonName::of(&family, &person.given_name, &person.suffix)
}

/// The months, as BibTeX abbreviates them.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The number of a month that is written in digits or by an English name, whole or cut.
fn month_number(month: &str) -> Option<u32> {
    let lower = month.trim_end_matches('.').to_ascii_lowercase();
    let is_word = lower.bytes().all(|byte| byte.is_ascii_lowercase());
    let named = MONTHS.iter().zip(1..).find(|(name, _)| is_word && lower.starts_with(*name));
    let number = || lower.parse().ok().filter(|number| (1..=12).contains(number));
    named.map(|(_, number)| number).or_else(number)
}
