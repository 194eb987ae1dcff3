//! The tables and keys that a translation may have, and reading what it says under them.

use std::collections::BTreeMap;

use super::key::Key;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Lines, Reader, Table, Text};

/// The tables a translation may have, and the keys in each.
#[derive(Debug, Clone, Default)]
pub(super) struct Expected {
    tables: BTreeMap<String, Expected>,
    keys: BTreeMap<String, Arity>,
}

/// One string, or a list with its original entries.
#[derive(Debug, Clone)]
enum Arity {
    One,
    List(usize),
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
            let fresh = if key.entry().is_some() { Arity::List(0) } else { Arity::One };
            let shape = table.keys.entry(key.name().to_string()).or_insert(fresh);
            if let Arity::List(length) = shape {
                *length += 1;
            }
        }
        expected
    }

    /// Reads the texts of a table and those within it. What does not fit is reported.
    pub(super) fn read(&self, table: &Table<'_>, reader: &Reader, into: &mut BTreeMap<Key, Text>) {
        for (name, shape) in &self.keys {
            match shape {
                Arity::One => {
                    let text = table.text_of(name, lines_of(table.key(), name));
                    into.extend(text.map(|text| (Key::of_translated(&text), text)));
                }
                Arity::List(length) => read_list(table, name, *length, reader, into),
            }
        }
        for (name, expected) in &self.tables {
            let Some(inner) = table.table(name) else { continue };
            expected.read(&inner, reader, into);
            inner.finish_as(Code::Orphan, orphan);
        }
    }
}

/// What to say about a key that translates nothing.
pub(super) fn orphan(key: &str) -> Option<String> {
    let kept = [
        "date", "by", "number", "code", "url", "language", "accessed", "targets", "implied",
        "findings",
    ];
    Some(if kept.contains(&key) {
        "dates, numbers, codes and links stay in brief.toml; take it out here".into()
    } else {
        "nothing in the brief has this name; take it out, or mend the name".into()
    })
}

/// Whether a text is one line, by its table and its name in it.
fn lines_of(table: &str, name: &str) -> Lines {
    let kind = table.split('.').next().unwrap_or_default();
    match name {
        "title" | "subtitle" | "short_title" | "keywords" | "value" | "to" | "by" | "name"
        | "unit" | "address" => Lines::One,
        "text" if ["target", "indicator"].contains(&kind) => Lines::One,
        _ => Lines::Many,
    }
}

fn read_list(
    table: &Table<'_>,
    name: &str,
    length: usize,
    reader: &Reader,
    into: &mut BTreeMap<Key, Text>,
) {
    let Some(span) = table.keys().find(|(key, _)| *key == name).map(|(_, span)| span) else {
        return;
    };
    let texts = table.entries(name, lines_of(table.key(), name));
    if texts.len() == length || texts.is_empty() {
        // An entry that says nothing is not translated yet.
        let said = texts.into_iter().filter(Text::says_something);
        into.extend(said.map(|text| (Key::of_translated(&text), text)));
        return;
    }
    let have = texts.len();
    reader.push(
        Diagnostic::new(
            Code::WrongShape,
            format!("`{name}` has {have} entries, the original has {length}"),
        )
        .at(span)
        .key(table.path(name))
        .help("translate each entry of the original, in its order"),
    );
}
