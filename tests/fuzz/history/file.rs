//! The file of a translation, as a translator changes it, and as another reader than ours sees it.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, TableLike, Value};

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

/// A file being changed by hand.
pub struct ByHand(DocumentMut);

impl ByHand {
    pub fn of(toml: &str) -> Self {
        Self(toml.parse().unwrap_or_else(|e| panic!("{e}\n{toml}")))
    }

    pub fn done(self) -> String {
        self.0.to_string()
    }

    fn item(&mut self, place: &Place) -> Option<&mut Item> {
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        for name in &place.tables {
            table = table.get_mut(name)?.as_table_like_mut()?;
        }
        table.get_mut(&place.name)
    }

    /// The list that a string stands in.
    pub fn list(&mut self, place: &Place) -> Option<&mut toml_edit::Array> {
        self.item(place)?.as_array_mut()
    }

    /// Writes a text in the place of another.
    pub fn set(&mut self, place: &Place, new: Value) {
        let Some(item) = self.item(place) else { return };
        let old = match place.entry {
            Some(at) => item.as_array_mut().and_then(|array| array.get_mut(at)),
            None => item.as_value_mut(),
        };
        if let Some(old) = old {
            let decor = old.decor().clone();
            *old = new;
            *old.decor_mut() = decor;
        }
    }

    /// Takes a string out.
    pub fn remove(&mut self, place: &Place) {
        if let Some(at) = place.entry {
            if let Some(array) = self.list(place) {
                array.remove(at);
            }
            return;
        }
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        for name in &place.tables {
            let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) else { return };
            table = inner;
        }
        table.remove(&place.name);
    }

    /// Writes the table of a string, or the string, in another way that says the same.
    pub fn restyle(&mut self, place: &Place, how: u8) {
        let Some((name, outer)) = place.tables.split_last() else { return };
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        for name in outer {
            let Some(inner) = table.get_mut(name).and_then(Item::as_table_like_mut) else { return };
            table = inner;
        }
        let Some(item) = table.get_mut(name) else { return };
        match how % 3 {
            0 => {
                if let Ok(inline) = std::mem::take(item).into_table().map(|t| t.into_inline_table())
                {
                    *item = Item::Value(Value::InlineTable(inline));
                }
            }
            1 => {
                if let Some(table) = item.as_table_mut() {
                    table.set_dotted(true);
                }
            }
            _ => {
                if let Some(table) = item.as_inline_table_mut() {
                    table.set_dotted(true);
                }
            }
        }
    }
}
