//! The tables and keys that a translation may have.

use std::collections::BTreeMap;

use super::key::Key;
use crate::tree::Lines;

/// The tables a translation may have, and the texts in each, by their names; `true` is a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    tables: BTreeMap<String, Expected>,
    names: BTreeMap<String, bool>,
}

impl Expected {
    /// What a translation has under these keys.
    pub(super) fn of<'k>(keys: impl Iterator<Item = &'k Key>) -> Self {
        let mut expected = Self::default();
        for key in keys {
            let mut table = &mut expected;
            for name in key.tables() {
                table = table.tables.entry(name.to_string()).or_default();
            }
            table.names.insert(key.name().to_string(), key.entry().is_some());
        }
        expected
    }

    /// The names of its texts, and whether each is a list.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        self.names.iter().map(|(name, is_list)| (name.as_str(), *is_list))
    }

    /// The tables within it.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&str, &Expected)> {
        self.tables.iter().map(|(name, table)| (name.as_str(), table))
    }
}

/// What to say about a name that nothing in the brief has.
pub(super) const NOTHING: &str =
    "nothing in the brief has this name; take it out, or mend the name";

/// What to say about a key that translates nothing.
pub(super) fn orphan(key: &str) -> Option<String> {
    let kept = [
        "date", "by", "number", "code", "url", "doi", "isbn", "issn", "language", "accessed",
        "targets", "implied", "findings", "figure", "file", "rows", "data", "decimals", "at",
        "kind", "box", "ratio", "focus", "page",
    ];
    Some(if kept.contains(&key) {
        "dates, numbers, codes and links stay in brief.toml; take it out here".into()
    } else {
        NOTHING.into()
    })
}

/// Whether a text is one line, by its table and its name in it.
pub(super) fn lines_of(table: &str, name: &str) -> Lines {
    let mut tables = table.split('.');
    let mut kind = tables.next().unwrap_or_default();
    if kind == "framework" {
        kind = tables.next().unwrap_or_default();
    }
    match name {
        _ if kind == "abbreviations" => Lines::One,
        "custodians" => Lines::One,
        "title" | "subtitle" | "short_title" | "area" | "keywords" | "value" | "to" | "by"
        | "lead" | "support" | "role" | "affiliation" | "name" | "unit" | "address" => Lines::One,
        "text" if ["target", "indicator"].contains(&kind) => Lines::One,
        "alt" | "credit" | "licence" if kind == "image" => Lines::One,
        "alt" | "columns" | "units" | "labels" if ["chart", "table"].contains(&kind) => Lines::One,
        _ => Lines::Many,
    }
}
