//! The file of a translation as another reader than ours sees it, and what must be left of one.

use std::collections::{BTreeMap, BTreeSet};

/// Where a string stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub tables: Vec<String>,
    pub name: String,
    /// Which entry of a list it is, from 0.
    pub entry: Option<usize>,
}

impl Place {
    /// The key of the string.
    pub fn key(&self) -> String {
        let mut key = self.tables.join(".");
        if !key.is_empty() {
            key.push('.');
        }
        key += &self.name;
        self.entry.map_or(key.clone(), |entry| format!("{key}[{}]", entry + 1))
    }
}

/// The tables of a translation that hold none of its strings.
const OTHERS: [&str; 3] = ["translation", "accept", "kept"];

/// The strings of a file, where each stands, with those in `[kept]` or without.
pub fn strings(toml: &str, with_kept: bool) -> Vec<(Place, String)> {
    fn walk(tables: &[String], table: &toml::Table, all: &mut Vec<(Place, String)>) {
        for (name, value) in table {
            let place = |entry| Place { tables: tables.to_vec(), name: name.clone(), entry };
            match value {
                toml::Value::String(text) => all.push((place(None), text.clone())),
                toml::Value::Array(entries) => {
                    let texts = entries.iter().enumerate();
                    all.extend(texts.filter_map(|(at, text)| {
                        Some((place(Some(at)), text.as_str()?.to_string()))
                    }));
                }
                toml::Value::Table(inner) => {
                    let tables: Vec<String> = tables.iter().chain([name]).cloned().collect();
                    walk(&tables, inner, all);
                }
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    let root: toml::Table = toml::from_str(toml).unwrap_or_else(|e| panic!("{e}\n{toml}"));
    walk(&[], &root, &mut all);
    all.retain(|(place, _)| {
        let first = place.tables.first().map_or("", String::as_str);
        !OTHERS.contains(&first) || with_kept && first == "kept"
    });
    all
}

/// How often each text stands in a file, `[kept]` included.
pub fn counted(toml: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (_, text) in strings(toml, true) {
        if !plain(&text).is_empty() {
            *counts.entry(plain(&text)).or_default() += 1;
        }
    }
    counts
}

/// A text without its white space, which reading may change.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a translator wrote beside the strings: each note is marked.
pub fn notes(toml: &str) -> Vec<&str> {
    let marked = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    toml.split('§').filter(marked).collect()
}

/// Every text and every note of a file is in another, but for what may go.
pub fn nothing_is_gone(before: &str, after: &str, replaced: &BTreeMap<String, usize>) {
    let now = counted(after);
    for (text, count) in counted(before) {
        let may_go = replaced.get(&text).copied().unwrap_or_default();
        let there = now.get(&text).copied().unwrap_or_default();
        assert!(
            there + may_go >= count,
            "{text:?} is gone\n--- before\n{before}\n--- after\n{after}"
        );
    }
    let all: BTreeSet<&str> = after.lines().flat_map(notes).collect();
    // What stands behind our own marks is ours.
    let own = |line: &&str| ["#.", "#|"].iter().any(|mark| line.contains(mark));
    let theirs: Vec<&str> = before.lines().filter(|line| !own(line)).collect();
    for note in theirs.iter().flat_map(|line| notes(line)) {
        assert!(
            all.contains(note),
            "note {note} is gone\n--- before\n{before}\n--- after\n{after}"
        );
    }
}
