//! What a file shows above its strings. A translator translates what they see: a file that stood in a
//! mailbox while the brief went on, or a line that was moved with the original above it, says itself
//! what its strings were made from, whatever the lock has learnt since.

use std::collections::BTreeMap;

use toml_edit::{Document, Item, RawString, TableLike, Value};

use super::key::Key;
use super::lock::{Entry, Recorded};
use super::notes::{notes_in, Shown};

/// What is shown above the strings of a file, by the keys they stand under.
pub(super) fn shown(toml: &str) -> BTreeMap<Key, Shown> {
    let mut all = BTreeMap::new();
    // What is no TOML has been reported.
    if let Ok(document) = Document::parse(toml) {
        collect("", document.as_table(), toml, &mut all);
    }
    all
}

fn collect(path: &str, table: &dyn TableLike, toml: &str, all: &mut BTreeMap<Key, Shown>) {
    for (name, item) in table.iter() {
        let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        if let Some(inner) = item.as_table_like() {
            collect(&path, inner, toml, all);
            continue;
        }
        let mut add = |path: &str, before: Option<&RawString>| {
            let before = before.and_then(|raw| written(raw, toml)).and_then(notes_in);
            all.extend(path.parse::<Key>().ok().zip(before));
        };
        match item {
            Item::Value(Value::Array(entries)) => {
                for (at, entry) in entries.iter().enumerate() {
                    add(&format!("{path}[{}]", at + 1), entry.decor().prefix());
                }
            }
            _ => add(&path, table.key(name).and_then(|key| key.leaf_decor().prefix())),
        }
    }
}

fn written<'a>(raw: &'a RawString, toml: &'a str) -> Option<&'a str> {
    raw.as_str().or_else(|| toml.get(raw.span()?))
}

impl Shown {
    /// Whether this is what an entry of the lock says a string is to be made from.
    pub(super) fn is_of(&self, entry: &Entry) -> bool {
        let says = |lines: &[String]| match &entry.text {
            // What stands above a line that was taken out stays, and is read with the next.
            Some(text) => {
                let own: Vec<&str> = text.lines().map(str::trim_end).collect();
                !own.is_empty() && lines.len() >= own.len() && lines[lines.len() - own.len()..] == own[..]
            }
            None => entry.original.is_of(&lines.join("\n")),
        };
        says(&self.original) || says(&self.previous)
    }

    /// What is known of a string that was made from what is shown.
    pub(super) fn entry(&self) -> Entry {
        Entry::new(&self.original.join("\n"), None, Recorded::Translated)
    }
}
