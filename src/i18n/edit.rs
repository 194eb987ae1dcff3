//! Changing a translation's TOML without touching what a translator wrote around it.

use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use crate::brief::place_of;

/// A translation file being changed.
#[derive(Debug, Clone)]
pub struct Editor(DocumentMut);

impl Editor {
    /// An empty file.
    pub fn empty() -> Self {
        Self(DocumentMut::new())
    }

    /// A file that is there. The error is what its syntax lacks.
    pub fn parse(toml: &str) -> Result<Self, String> {
        toml.parse().map(Self).map_err(|error: toml_edit::TomlError| error.message().to_string())
    }

    /// Begins a new file: its head, as a draft.
    pub fn begin(&mut self, language: &str) {
        let mut head = Table::new();
        head.decor_mut().set_prefix(format!(
            "# Translation into {language}. Write between the quotes; the original stands above each \
             as a comment.\n# Citations such as [@source] and links stay as they are. `briefpress \
             check` says what is not right yet.\n\n"
        ));
        head.insert("status", value("draft"));
        head.insert("translator", value(""));
        self.0.insert("translation", Item::Table(head));
    }

    /// Sets a string.
    pub fn set(&mut self, key: &str, text: &str) {
        let (tables, name, entry) = place_of(key);
        let table = self.table(&tables);
        match entry {
            None => match table.get_mut(name).and_then(Item::as_value_mut) {
                Some(old) => replace(old, text.into()),
                None => {
                    table.insert(name, value(text));
                }
            },
            Some(number) => {
                let array = list(table, name);
                while array.len() < number {
                    array.push("");
                }
                if let Some(old) = array.get_mut(number - 1) {
                    replace(old, text.into());
                }
            }
        }
    }

    /// Adds a key that is not there yet, empty, with its original as a comment. `false` when it is
    /// there.
    pub fn add(&mut self, key: &str, original: &str) -> bool {
        let (tables, name, entry) = place_of(key);
        let table = self.table(&tables);
        let is_new = !table.contains_key(name);
        match entry {
            None if is_new => {
                table.insert(name, value(""));
            }
            None => return false,
            Some(number) => {
                let array = list(table, name);
                if array.len() >= number {
                    return false;
                }
                array.push("");
            }
        }
        let comment: String = original.lines().map(|line| format!("# {line}\n")).collect();
        if let Some(mut leaf) = table.key_mut(name) {
            let decor = leaf.leaf_decor_mut();
            let before =
                decor.prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_string();
            decor.set_prefix(format!("{before}{comment}"));
        }
        true
    }

    /// The file's text.
    pub fn finish(self) -> String {
        self.0.to_string()
    }

    /// The table of that path, made where it is not there.
    fn table(&mut self, tables: &[&str]) -> &mut Table {
        let mut table = self.0.as_table_mut();
        for (depth, name) in tables.iter().enumerate() {
            let last = depth + 1 == tables.len();
            let item = table.entry(name).or_insert_with(|| {
                let mut new = Table::new();
                // Only the innermost table needs a header of its own.
                new.set_implicit(!last);
                Item::Table(new)
            });
            if !item.is_table() {
                let inline = std::mem::take(item).into_table().unwrap_or_default();
                *item = Item::Table(inline);
            }
            table = item.as_table_mut().expect("made a table above");
        }
        table
    }
}

/// The list under a key, made where it is not there.
fn list<'a>(table: &'a mut Table, name: &str) -> &'a mut Array {
    let item = table.entry(name).or_insert_with(|| value(Array::new()));
    if !item.is_array() {
        *item = value(Array::new());
    }
    item.as_array_mut().expect("made a list above")
}

/// Changes a value and keeps the white space and comments around it.
fn replace(old: &mut Value, mut new: Value) {
    *new.decor_mut() = old.decor().clone();
    *old = new;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_translator_wrote_around_a_string_stays() {
        let toml = "# mine\n[finding.police]\ntitle = \"old\" # why\n";
        let mut editor = Editor::parse(toml).unwrap();
        editor.set("finding.police.title", "new");
        editor.set("indicator.16-3-1.note", "code");
        assert!(!editor.add("finding.police.title", "x"));
        assert!(editor.add("finding.police.evidence[1]", "One"));
        assert!(editor.add("finding.police.evidence[2]", "Two"));
        assert_eq!(
            editor.finish(),
            "# mine\n[finding.police]\ntitle = \"new\" # why\n# One\n# Two\nevidence = [\"\", \"\"]\n\n\
             [indicator.16-3-1]\nnote = \"code\"\n"
        );
    }
}
