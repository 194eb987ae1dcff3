//! Texts that a brief may have and has not: nothing of them is there to be translated.

use std::collections::BTreeMap;

use super::expected::Expected;
use super::key::Key;
use crate::brief::RawBrief;
use crate::diag::some;
use crate::tree::Table;

/// The texts that the top of a brief may do without.
const OF_BRIEF: [&str; 10] = [
    "subtitle",
    "short_title",
    "area",
    "ask",
    "method",
    "contact",
    "licence",
    "citation",
    "acknowledgements",
    "keywords",
];

/// Tables that a translation may have of a brief, though not with every text that may stand in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Wordless {
    /// By their names as a translation has them, what the brief calls them, and their texts.
    tables: BTreeMap<String, (String, &'static [&'static str])>,
    /// Those above them of which the brief has no text at all.
    kinds: Vec<&'static str>,
}

impl Wordless {
    /// Those of a brief whose texts a translation is held against.
    pub(super) fn of(raw: &RawBrief, expected: &Expected) -> Self {
        let mut own = Self::default();
        own.tables.insert("brief".into(), ("brief".into(), &OF_BRIEF));
        let mut add = |kind: &str, code: &str, texts| {
            let table = Key::of_path(&format!("{kind}.{code}.text"));
            let table = table.item().unwrap_or_default().to_string();
            own.tables.insert(table, (format!("{kind} {code}"), texts));
        };
        for goal in &raw.goals {
            if let Some(number) = &goal.number {
                add("goal", &number.value.to_string(), &["note"]);
            }
            for target in &goal.targets {
                target.code.iter().for_each(|code| add("target", &code.value, &["text", "note"]));
                let codes = target.indicators.iter().filter_map(|entry| entry.code.as_ref());
                codes.for_each(|code| add("indicator", &code.value, &["text", "note"]));
            }
        }
        let is_there = |kind: &&str| expected.tables().any(|(own, _)| own == *kind);
        own.kinds.extend(["target", "indicator"].into_iter().filter(|kind| !is_there(kind)));
        own
    }

    /// Whether a table is one of those of which the brief has no text at all.
    pub(super) fn is_kind(&self, table: &str) -> bool {
        self.kinds.contains(&table)
    }

    /// What is wrong with a key under which the brief has no text though it may, and what to do.
    pub(super) fn meant(&self, table: &Table<'_>, name: &str) -> Option<(String, String)> {
        let path = table.path(name);
        let ((what, _), keys) = match (self.tables.get(&path), self.tables.get(table.key())) {
            (Some(own), _) => {
                let inner = table.has_table(name).then(|| table.table(name)).flatten()?;
                let texts = own.1.iter().copied();
                (own, texts.filter(|text| inner.keys().any(|(key, _)| key == *text)).collect())
            }
            (None, Some(own)) if own.1.contains(&name) => (own, vec![name]),
            _ => return None,
        };
        if keys.is_empty() {
            return None;
        }
        let message = match what.as_str() {
            "brief" => format!("the brief has no {}", some(&keys)),
            what => format!("the brief has {what} without {}", some(&keys)),
        };
        Some((message, "give it one in brief.toml first, or take this out".to_string()))
    }
}
