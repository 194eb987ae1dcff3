//! RIS: lines of a tag of two characters, two spaces, a hyphen, and a value; a reference from `TY` to
//! `ER`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::draft::{Draft, best_date, excerpt};
use super::people::PersonName;
use crate::brief::identifier::isbn_fault;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};

/// The tags that say nothing a citation could print: what the work is about, files, what others call it,
/// where its record is from, and shorter forms of what is there in full.
const SILENT: [&str; 16] = [
    // What it is about.
    "AB", "N2", "KW", // The reader's own copy.
    "L1", "L2", "L3", "L4", "LB", // Who has a record or a copy of it, under which number.
    "DB", "DP", "AN", "CN", // Where its authors work.
    "AD", // Shorter forms.
    "ST", "J2", "JA",
];

/// The kinds of works that are no part of another.
const WHOLE: [&str; 9] =
    ["BOOK", "EBOOK", "EDBOOK", "RPRT", "THES", "CONF", "PAMP", "GOVDOC", "STAND"];

/// Reads a file.
pub(super) fn read(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> Vec<Draft> {
    let mut reader = RisReader { file, drafts: Vec::new(), open: None, diagnostics };
    let mut at = 0;
    // Lines end as they do anywhere, of old with a carriage return alone.
    let ends = |c: char| c == '\n' || c == '\r';
    for line in text.split_inclusive(ends) {
        let span = Span::new(file, at..at + line.trim_end().len());
        reader.line(line.trim_end_matches(['\n', '\r']), span);
        at += line.len();
    }
    if let Some(open) = reader.open.take() {
        reader.fault("a reference that begins with `TY` does not end", open.draft.span);
    }
    reader.drafts
}

struct RisReader<'d> {
    file: FileId,
    drafts: Vec<Draft>,
    open: Option<OpenRecord>,
    diagnostics: &'d mut Diagnostics,
}

/// A reference that has begun.
struct OpenRecord {
    kind: String,
    draft: Draft,
    /// Values in the order of the file.
    values: Vec<TaggedValue>,
    /// What follows goes on with a line that is no tag line.
    is_astray: bool,
}

/// A value with its tag, and where both stand.
struct TaggedValue {
    tag: String,
    value: String,
    span: Span,
}

impl OpenRecord {
    fn new(kind: &str, span: Span) -> Self {
        let draft = Draft::new(span);
        Self { kind: kind.into(), draft, values: Vec::new(), is_astray: false }
    }

    /// Takes a line that begins with no tag: one that nearly does is left out, and any other goes on with
    /// the value before it.
    fn go_on(&mut self, line: &str, span: Span) {
        let line = line.trim();
        if is_nearly_tagged(line) || self.is_astray || self.values.is_empty() {
            self.is_astray = true;
            let message =
                format!("this line is left out, for no tag begins it: `{}`", excerpt(line));
            let help = "begin a line with a tag of two capital letters, or a letter and a digit, two \
                        spaces, a hyphen and a space: `TI  - `";
            self.draft.tell(span, message, help);
        } else if let Some(last) = self.values.last_mut() {
            last.value.push(' ');
            last.value.push_str(line);
        }
    }
}

impl RisReader<'_> {
    fn fault(&mut self, message: &str, span: Span) {
        let help = "export the file again; what stands here is no RIS, in which every line begins with \
                    a tag such as `TI  - `";
        self.diagnostics
            .push(Diagnostic::new(Code::ReferenceUnreadable, message).at(span).help(help));
    }

    fn line(&mut self, line: &str, span: Span) {
        let Some((tag, value)) = tagged(line) else {
            if line.trim().is_empty() {
                return;
            }
            match self.open.as_mut() {
                Some(open) => open.go_on(line, span),
                None => self.fault("this line belongs to no reference", span),
            }
            return;
        };
        match (tag, self.open.take()) {
            ("TY", None) => {
                self.open = Some(OpenRecord::new(value, span));
            }
            ("TY", Some(open)) => {
                self.fault("a reference begins before the last one ends with `ER`", span);
                self.drafts.push(open.finish());
                self.open = Some(OpenRecord::new(value, span));
            }
            ("ER", Some(mut open)) => {
                open.draft.span = Span::new(self.file, open.draft.span.start..span.end);
                self.drafts.push(open.finish());
            }
            (_, Some(mut open)) => {
                open.is_astray = false;
                let (tag, value) = (tag.to_string(), value.to_string());
                open.values.push(TaggedValue { tag, value, span });
                self.open = Some(open);
            }
            (_, None) => self.fault("a reference begins with `TY`", span),
        }
    }
}

/// A tag and its value. Some programs leave out the space at the end of a line.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.chars();
    let is_tag = letters.next()?.is_ascii_uppercase()
        && letters.next().is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let value = rest.strip_prefix("  -").filter(|_| is_tag)?;
    Some((tag, value.trim()))
}

/// Whether a line that begins with no tag was meant to: the tag is in small letters, or what stands
/// behind it is not two spaces and a hyphen.
fn is_nearly_tagged(line: &str) -> bool {
    if tagged(line).is_some() {
        // It was set in from the margin.
        return true;
    }
    let Some((tag, rest)) = line.split_at_checked(2) else { return false };
    let is_tag = |tag: &str| tagged(&format!("{tag}  -")).is_some();
    let sets_apart = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_marked = rest.trim_start().strip_prefix(['-', '–', '—']).is_some_and(sets_apart);
    (is_tag(tag) && is_marked)
        || (is_tag(&tag.to_ascii_uppercase()) && rest.strip_prefix("  -").is_some_and(sets_apart))
}

impl OpenRecord {
    fn finish(self) -> Draft {
        let Self { kind, mut draft, values, .. } = self;
        let taken = RefCell::new(BTreeSet::new());
        let first = |tags: &[&str]| {
            let found = tags.iter().find_map(|tag| {
                values.iter().position(|own| own.tag == **tag && !own.value.is_empty())
            });
            taken.borrow_mut().extend(found);
            found.map(|at| values[at].value.clone())
        };
        // What a book says in T2 is the series it is in.
        let is_part = !matches!(kind.as_str(), "BOOK" | "RPRT" | "THES" | "EBOOK");
        draft.key = first(&["ID"]);
        draft.title = first(&["TI", "T1"]);
        if draft.title.is_none() && !is_part {
            draft.title = first(&["BT", "CT"]);
        }
        let is_author = |tag: &str| ["AU", "A1"].contains(&tag);
        for (at, own) in values.iter().enumerate() {
            if is_author(&own.tag) {
                draft.authors.push(PersonName::inverted(&own.value));
                taken.borrow_mut().insert(at);
            }
        }
        if is_part {
            draft.container = first(&["T2", "JO", "JF", "BT", "J2", "JA"]);
            draft.issue = first(&["IS"]);
        }
        draft.volume = first(&["VL"]);
        draft.pages = match (first(&["SP"]), first(&["EP"])) {
            (Some(from), Some(to)) if from != to => Some(format!("{from}-{to}")),
            (from, to) => from.or(to),
        };
        // A whole work has so many pages, and is on none.
        let extent = match WHOLE.contains(&kind.as_str()) && draft.has_extent() {
            true => draft.pages.take(),
            false => None,
        };
        draft.publisher = first(&["PB"]);
        let dates = [("DA", first(&["DA"])), ("PY", first(&["PY"])), ("Y1", first(&["Y1"]))];
        let (date, left) = best_date(&dates);
        draft.date = date;
        for tag in left {
            let at = values.iter().position(|own| own.tag == tag && !own.value.is_empty());
            taken.borrow_mut().retain(|known| Some(*known) != at);
        }
        draft.language = first(&["LA"]);
        draft.doi = first(&["DO"]);
        draft.url = first(&["UR"]);
        draft.accessed = first(&["Y2"]);
        // SN has the number of a journal, too, which is no source's.
        let is_series = |number: &str| number.chars().filter(|c| c.is_alphanumeric()).count() <= 8;
        let is_own = |number: &str| isbn_fault(number).is_none() || !is_series(number);
        let number = values.iter().position(|own| own.tag == "SN" && is_own(&own.value));
        let number = number.filter(|at| !values[*at].value.is_empty());
        taken.borrow_mut().extend(number);
        draft.isbn = number.map(|at| values[at].value.clone());
        let taken = taken.into_inner();
        let said: BTreeSet<&String> = taken.iter().map(|&at| &values[at].value).collect();
        for (at, TaggedValue { tag, value, span }) in values.iter().enumerate() {
            // A journal's name may stand there twice, once cut.
            let is_said = taken.contains(&at) || said.contains(value);
            let is_extent = extent.is_some() && tag == "SP";
            if is_extent || !is_said && !SILENT.contains(&tag.as_str()) {
                draft.leave(*span, tag, value);
            }
        }
        draft
    }
}
