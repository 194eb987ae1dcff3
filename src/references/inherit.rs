//! What entries of BibLaTeX take from each other: the default rules of inheritance of its manual
//! (appendix B), by which a parent's title becomes the title of what its child stands in. That it does
//! for every part of a book, a collection or proceedings, whichever of these the parent is called:
//! BibTeX, which knows no collections, calls them all books.

/// The fields that are an entry's own.
const OWN: [&str; 21] = [
    "ids",
    "crossref",
    "xref",
    "xdata",
    "entryset",
    "entrysubtype",
    "execute",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shortauthor",
    "shorteditor",
    "shorthand",
    "shorthandintro",
    "shorthandplural",
    "sortkey",
    "sortname",
];

/// Those that are a title's own, and stay with it where that gets another name.
const OF_TITLE: [&str; 4] = ["shorttitle", "sorttitle", "indextitle", "indexsorttitle"];

/// Kinds of parents and of children, with what the parent's title is to the child.
const RENAMED: [(&[&str], &[&str], [&str; 3]); 5] = [
    (&["mvbook"], &["book"], MAIN),
    (&["mvcollection", "mvreference"], &["collection", "reference"], MAIN),
    (&["mvproceedings"], &["proceedings"], MAIN),
    (&["mvbook", "mvcollection", "mvreference", "mvproceedings"], &PARTS, MAIN),
    (&["book", "collection", "reference", "proceedings"], &PARTS, BOOK),
];

/// The kinds that are part of a work of several.
const PARTS: [&str; 8] = [
    "inbook",
    "bookinbook",
    "suppbook",
    "incollection",
    "inreference",
    "suppcollection",
    "inproceedings",
    "conference",
];

/// The same of journals.
const OF_PERIODICAL: (&[&str], &[&str], [&str; 3]) =
    (&["periodical"], &["article", "suppperiodical"], JOURNAL);

const TITLE: [&str; 3] = ["title", "subtitle", "titleaddon"];
const MAIN: [&str; 3] = ["maintitle", "mainsubtitle", "maintitleaddon"];
const BOOK: [&str; 3] = ["booktitle", "booksubtitle", "booktitleaddon"];
const JOURNAL: [&str; 3] = ["journaltitle", "journalsubtitle", "journaltitleaddon"];

/// What a field of a parent is called in its child, if the child takes it: `None` where not.
pub(super) fn inherited<'f>(parent: &str, child: &str, field: &'f str) -> Option<&'f str> {
    if OWN.contains(&field) {
        return None;
    }
    let is = |kinds: &[&str], kind: &str| kinds.iter().any(|own| own.eq_ignore_ascii_case(kind));
    let rules = RENAMED.iter().chain([&OF_PERIODICAL]);
    let rule = rules.into_iter().find(|(from, to, _)| is(from, parent) && is(to, child));
    let Some((_, _, names)) = rule else { return Some(field) };
    if OF_TITLE.contains(&field) {
        return None;
    }
    match TITLE.iter().position(|own| *own == field) {
        Some(at) => Some(names[at]),
        None => Some(field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parents_title_is_that_of_what_its_child_stands_in() {
        for (parent, child, field, name) in [
            ("proceedings", "inproceedings", "title", Some("booktitle")),
            ("collection", "InCollection", "subtitle", Some("booksubtitle")),
            ("mvbook", "book", "title", Some("maintitle")),
            ("mvbook", "inbook", "subtitle", Some("mainsubtitle")),
            ("periodical", "article", "title", Some("journaltitle")),
            ("book", "inbook", "shorttitle", None),
            ("book", "inbook", "publisher", Some("publisher")),
            ("book", "incollection", "title", Some("booktitle")),
            ("book", "inproceedings", "subtitle", Some("booksubtitle")),
            ("mvbook", "incollection", "title", Some("maintitle")),
            ("misc", "incollection", "title", Some("title")),
            ("misc", "misc", "crossref", None),
        ] {
            assert_eq!(inherited(parent, child, field), name, "{parent} {child} {field}");
        }
    }
}
