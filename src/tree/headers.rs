//! Headers of tables: which stand in double brackets, and those that stand below none.

use std::ops::Range;

use super::fault::line_from;
use super::suggested::without_comment;
use crate::diag::{Diagnostic, Span, did_you_mean};

/// The headers of which a file may have several, in double brackets.
pub const LISTS: [&str; 23] = [
    "author",
    "source",
    "fact",
    "image",
    "chart",
    "table",
    "table.column",
    "table.row_note",
    "finding",
    "recommendation",
    "goal",
    "goal.target",
    "goal.target.indicator",
    "goal.target.indicator.national",
    "section",
    "box",
    "quote",
    "data.file",
    "partner",
    "place",
    "framework.goal",
    "framework.goal.target",
    "framework.goal.target.indicator",
];

/// The headers of which a file has one, in single brackets.
pub const SINGLE: [&str; 23] = [
    "abbreviations",
    "accept",
    "brand",
    "brief",
    "countries",
    "data",
    "fonts",
    "foreword",
    "framework",
    "indicator",
    "kept",
    "layout",
    "limits",
    "lines",
    "lints",
    "names",
    "organisation",
    "page",
    "press",
    "project",
    "regions",
    "target",
    "translation",
];

/// Whether a file has one table of a name, as far as that is known: those within others are one of
/// each, too.
pub(super) fn is_single(name: &str) -> bool {
    let is_list = || LISTS.contains(&name) || did_you_mean(name, LISTS).is_some();
    SINGLE.contains(&name) || name.contains('.') && !is_list()
}

/// What a header names, as it is written on a line.
pub(super) fn named(line: &str) -> String {
    let name = without_comment(line.trim()).trim_matches(['[', ']', ' ']);
    name.split('.').map(str::trim).collect::<Vec<_>>().join(".")
}

/// What to write above a header of a table in others, of which the first that is not there has this name.
pub(super) fn above(header: &str, missing: &str) -> String {
    let ends = header.match_indices('.').map(|(at, _)| at);
    let within = ends.map(|at| &header[..at]).filter(|own| own.len() > missing.len());
    let others = within.filter(|own| LISTS.contains(own));
    let all: Vec<String> =
        [missing].into_iter().chain(others).map(|own| format!("`[[{own}]]`")).collect();
    match &all[..] {
        [one] => format!("write {one} above it, with its keys"),
        all => format!("write {} above it, each with its keys", all.join(" and ")),
    }
}

/// What is wrong with a table that has no header of its own, in a file of this text: of the table that is
/// wanted the name, a byte where its first key stands, and what is to be said where that is in no table below it.
pub(super) fn below_none(text: &str, wanted: &str, first: usize, found: Diagnostic) -> Diagnostic {
    let (Some(span), Some(own)) = (found.span, header_below_none(text, wanted, first)) else {
        return found;
    };
    let header = &text[own.clone()];
    Diagnostic {
        message: format!("`{header}` stands below no `[[{wanted}]]`"),
        span: Some(Span::new(span.file, own)),
        help: vec![above(&named(header), wanted)],
        ..found
    }
}

/// A header of a table within another that is wanted, where that other has none.
fn header_below_none(text: &str, wanted: &str, first: usize) -> Option<Range<usize>> {
    let start = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = text[start..].len() - text[start..].trim_start().len();
    let place = line_from(text, start + indent);
    let header = without_comment(&text[place.clone()]);
    if !header.starts_with('[') || !named(header).starts_with(&format!("{wanted}.")) {
        return None;
    }
    let parent = wanted.rsplit_once('.').map(|(parent, _)| parent);
    let headers = text[..start].lines().rev().map(str::trim).filter(|own| own.starts_with('['));
    let mut names = headers.map(named).take_while(|own| Some(own.as_str()) != parent);
    (!names.any(|own| own == wanted)).then(|| place.start..place.start + header.len())
}
