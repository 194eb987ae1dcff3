//! What a file shows above its strings. A translator translates what they see: a file that stood in a
//! mailbox while the brief went on, or a line that was moved with the original above it, says itself
//! what its strings were made from, whatever the lock has learnt since.

use std::collections::BTreeMap;

use toml_edit::{Document, Item, RawString, TableLike, Value};

use super::key::Key;
use super::lock::{LockEntry, Recorded};
use super::notes::{Above, notes_in};

/// What is shown above the strings of a file, by the keys they stand under.
pub(super) fn shown(toml: &str) -> BTreeMap<Key, Above> {
    let mut all = BTreeMap::new();
    // What is no TOML has been reported.
    if let Ok(document) = Document::parse(toml) {
        collect("", document.as_table(), toml, &mut all);
    }
    all
}

fn collect(path: &str, table: &dyn TableLike, toml: &str, all: &mut BTreeMap<Key, Above>) {
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

impl Above {
    /// Whether this is what an entry of the lock says a string is to be made from.
    pub(super) fn is_of(&self, entry: &LockEntry) -> bool {
        match &entry.text {
            Some(text) => says(self.made_from(), text),
            None => entry.original.is_of(&self.made_from().join("\n")),
        }
    }

    /// Whether the original is this text.
    pub(super) fn is_original(&self, text: &str) -> bool {
        says(&self.original, text)
    }

    /// What is known of a string that was made from what is shown, and of which the lock says something
    /// else.
    pub(super) fn entry(&self) -> LockEntry {
        LockEntry::new(&self.made_from().join("\n"), None, Recorded::NeedsReview)
    }

    /// The original that the string was made from: the one before, while that is shown, too.
    fn made_from(&self) -> &[String] {
        if self.previous.is_empty() { &self.original } else { &self.previous }
    }
}

/// Whether lines are a text. What stands above a line that was taken out stays, and is read with the
/// next.
fn says(lines: &[String], text: &str) -> bool {
    let own: Vec<&str> = text.lines().map(str::trim_end).collect();
    !own.is_empty() && lines.len() >= own.len() && lines[lines.len() - own.len()..] == own[..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_a_string_says_what_it_was_made_from() {
        let toml = "[brief]\n# mine\n#. One\n#.\n#. Two\ntitle = \"Un\"\nlist = [\n  \"a\",\n  #| Old\n  #. New\n  \
                    \"b\", # so\n]\nquote = { text = \"T\" }\n";
        let all = shown(toml);
        let keys: Vec<&str> = all.keys().map(Key::as_str).collect();
        assert_eq!(keys, ["brief.list[2]", "brief.title"]);
        let of = |text: &str| LockEntry::new(text, None, Recorded::Offered);
        assert!(
            all["brief.title"].is_of(&of("One\n\nTwo")) && !all["brief.title"].is_of(&of("One"))
        );
        // While it is stale, it was made from the original before.
        let stale = &all["brief.list[2]"];
        assert!(stale.is_of(&of("Old")) && !stale.is_of(&of("New")) && stale.is_original("New"));
        assert_eq!(stale.entry().text.as_deref(), Some("Old"));
        assert!(shown("not = [").is_empty());
    }
}
