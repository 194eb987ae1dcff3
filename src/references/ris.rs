//! RIS: lines of a tag of two characters, two spaces, a hyphen, and a value; a reference from `TY` to
//! `ER`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::draft::{Draft, best_date};
use super::people::PersonName;
use crate::brief::identifier::isbn_fault;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};

/// The tags that say what a source takes no word of: kinds, abstracts, keywords, files, numbers of
/// databases, and journals' abbreviations beside their names.
const SILENT: [&str; 20] = [
    "AB", "N2", "KW", "L1", "L2", "L4", "DB", "DP", "AN", "CN", "J2", "JA", "LB", "C1", "C2", "RN",
    "ST", "SE", "M3", "CY",
];

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
    /// Values by tag, in the order of the file.
    values: Vec<(String, String)>,
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
            // A value that goes on in the next line.
            match self.open.as_mut().and_then(|open| open.values.last_mut()) {
                Some((_, value)) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                None => self.fault("this line belongs to no reference", span),
            }
            return;
        };
        match (tag, self.open.take()) {
            ("TY", None) => {
                let draft = Draft::new(span);
                self.open = Some(OpenRecord { kind: value.into(), draft, values: Vec::new() });
            }
            ("TY", Some(open)) => {
                self.fault("a reference begins before the last one ends with `ER`", span);
                self.drafts.push(open.finish());
                let draft = Draft::new(span);
                self.open = Some(OpenRecord { kind: value.into(), draft, values: Vec::new() });
            }
            ("ER", Some(mut open)) => {
                open.draft.span = Span::new(self.file, open.draft.span.start..span.end);
                self.drafts.push(open.finish());
            }
            (_, Some(mut open)) => {
                open.values.push((tag.to_string(), value.to_string()));
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

impl OpenRecord {
    fn finish(self) -> Draft {
        let Self { kind, mut draft, values } = self;
        let taken = RefCell::new(BTreeSet::new());
        let first = |tags: &[&str]| {
            let found = tags.iter().find_map(|tag| {
                values.iter().position(|(own, value)| own == tag && !value.is_empty())
            });
            taken.borrow_mut().extend(found);
            found.map(|at| values[at].1.clone())
        };
        // What a book says in T2 is the series it is in.
        let is_part = !matches!(kind.as_str(), "BOOK" | "RPRT" | "THES" | "EBOOK");
        draft.key = first(&["ID"]);
        draft.title = first(&["TI", "T1"]);
        if draft.title.is_none() && !is_part {
            draft.title = first(&["BT", "CT"]);
        }
        let is_author = |tag: &str| ["AU", "A1"].contains(&tag);
        for (at, (tag, name)) in values.iter().enumerate() {
            if is_author(tag) {
                draft.authors.push(PersonName::inverted(name));
                taken.borrow_mut().insert(at);
            }
        }
        if is_part {
            draft.container = first(&["T2", "JO", "JF", "BT"]);
            draft.issue = first(&["IS"]);
        }
        draft.volume = first(&["VL"]);
        draft.pages = match (first(&["SP"]), first(&["EP"])) {
            (Some(from), Some(to)) if from != to => Some(format!("{from}-{to}")),
            (from, to) => from.or(to),
        };
        draft.publisher = first(&["PB"]);
        let dates = [("DA", first(&["DA"])), ("PY", first(&["PY"])), ("Y1", first(&["Y1"]))];
        let (date, left) = best_date(&dates);
        draft.date = date;
        draft.others.extend(left.into_iter().map(str::to_string));
        draft.language = first(&["LA"]);
        draft.doi = first(&["DO"]);
        draft.url = first(&["UR"]);
        draft.accessed = first(&["Y2"]);
        // SN has the number of a journal, too, which is no source's.
        let is_series =
            |number: &String| number.chars().filter(|c| c.is_alphanumeric()).count() <= 8;
        draft.isbn =
            first(&["SN"]).filter(|number| isbn_fault(number).is_none() || !is_series(number));
        let taken = taken.into_inner();
        let said: BTreeSet<&String> = taken.iter().map(|&at| &values[at].1).collect();
        for (at, (tag, value)) in values.iter().enumerate() {
            let is_told = SILENT.contains(&tag.as_str()) || draft.others.contains(tag);
            // A journal's name may stand there twice, once cut.
            let is_said = taken.contains(&at) || said.contains(value) || value.is_empty();
            if !is_told && !is_said {
                draft.others.push(tag.clone());
            }
        }
        draft
    }
}
