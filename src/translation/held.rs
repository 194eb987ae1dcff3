//! The strings that a translation's file holds, by the keys they stand under, whatever its brief says.

use std::collections::BTreeMap;

use super::expected::{Expected, NOTHING, lines_of, orphan};
use super::key::Key;
use super::lock::Lock;
use super::notes::Above;
use super::shown::shown;
use super::wordless::Wordless;
use crate::diag::{Code, Span, did_you_mean};
use crate::tree::{Table, Text, ValueShape};

/// The table of strings that lost their original.
pub(super) const KEPT: &str = "kept";

/// What a file holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    /// Its strings, and the entries of lists that say nothing.
    pub strings: BTreeMap<Key, Text>,
    /// The strings in its table `[kept]`, by the key they had.
    pub kept: Vec<(Key, Text)>,
    /// What it shows above its strings.
    pub shown: BTreeMap<Key, Above>,
    /// Keys that its brief has no use for, the outermost of each; none lies within another.
    pub strays: Vec<Stray>,
    /// What its brief has without words of its own.
    pub wordless: Wordless,
}

/// A key that the brief has no use for: a text, a list or a whole table.
#[derive(Debug, Clone)]
pub(super) struct Stray {
    /// The key as it is written.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// What is wrong with it, where it is known what it means.
    pub message: Option<String>,
    /// What it may be instead.
    pub help: String,
}

impl Stray {
    /// Whether a string stands under it.
    pub(super) fn holds(&self, key: &Key) -> bool {
        let rest = key.as_str().strip_prefix(self.path.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl Held {
    /// Sees what the file shows above its strings, where there are any that its lock does not know as
    /// they are.
    pub(super) fn look(&mut self, toml: &str, lock: &Lock) {
        let is_known = |key: &Key, text: &Text| {
            lock.strings.get(key).is_some_and(|entry| entry.is_about(&text.value))
        };
        let mut all = self.strings.iter().filter(|(_, text)| text.says_something());
        if !lock.strings.is_empty() && all.any(|(key, text)| !is_known(key, text)) {
            self.shown = shown(toml);
        }
    }

    /// Reads a table and those within it. What is no text is reported.
    pub(super) fn read(&mut self, table: &Table<'_>, expected: &Expected) {
        for (name, is_list) in expected.names() {
            if is_list {
                self.take_list(table, name);
            } else {
                self.take(table, name);
            }
        }
        for (name, inner) in expected.tables() {
            if let Some(inner_table) = table.table(name) {
                self.read(&inner_table, inner);
                inner_table.finish_as(Code::Orphan, orphan);
            }
        }
        let known =
            || expected.names().map(|(name, _)| name).chain(expected.tables().map(|(n, _)| n));
        for (name, span) in table.unasked() {
            // Each of what the brief has without words is told by itself.
            if self.wordless.is_kind(&table.path(name))
                && let Some(inner) = table.has_table(name).then(|| table.table(name)).flatten()
            {
                self.read(&inner, &Expected::default());
                inner.finish_as(Code::Orphan, orphan);
                continue;
            }
            let means = self.wordless.meant(table, name);
            let is_table = table.has_table(name);
            if self.stray(table, name) {
                let near = did_you_mean(name, known());
                let (message, help) = match (means, near) {
                    (Some((message, help)), _) => (Some(message), help),
                    (None, Some(near)) => (None, format!("did you mean `{near}`?")),
                    (None, None) if is_table => (None, NOTHING.to_string()),
                    (None, None) => (None, orphan(name).unwrap_or_default()),
                };
                self.strays.push(Stray { path: table.path(name), span, message, help });
            }
        }
    }

    /// Reads the strings of a key that is not expected. `false` where it is no text, list or table.
    fn stray(&mut self, table: &Table<'_>, name: &str) -> bool {
        match table.shape(name) {
            Some(ValueShape::Text) => self.take(table, name),
            Some(ValueShape::Texts) => self.take_list(table, name),
            Some(ValueShape::Table) => {
                let Some(inner) = table.table(name) else { return true };
                for (name, _) in inner.unasked() {
                    self.stray(&inner, name);
                }
                inner.finish_as(Code::Orphan, orphan);
            }
            Some(ValueShape::Other) | None => return false,
        }
        true
    }

    fn take(&mut self, table: &Table<'_>, name: &str) {
        let text = table.text_of(name, lines_of(table.key(), name));
        self.strings.extend(text.map(|text| (Key::of_translated(&text), text)));
    }

    fn take_list(&mut self, table: &Table<'_>, name: &str) {
        let texts = table.entries(name, lines_of(table.key(), name));
        self.strings.extend(texts.into_iter().map(|text| (Key::of_translated(&text), text)));
    }

    /// Reads the table `[kept]`: texts, or lists of them, by the keys they had.
    pub(super) fn read_kept(&mut self, root: &Table<'_>) {
        let Some(table) = root.table(KEPT) else { return };
        let keys: Vec<String> = table.keys().map(|(key, _)| key.to_string()).collect();
        for written in keys {
            let texts = match table.shape(&written) {
                Some(ValueShape::Texts) => table.proses(&written),
                _ => table.prose(&written).into_iter().collect(),
            };
            if let Ok(key) = written.parse::<Key>() {
                self.kept.extend(texts.into_iter().map(|text| (key.clone(), text)));
            }
        }
        table.finish();
    }
}
