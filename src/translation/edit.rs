//! Changing a translation's TOML without touching what a translator wrote around it.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, TomlError, Value, value};

use super::key::Key;
use super::order::group;

/// A translation file being changed.
#[derive(Debug, Clone)]
pub struct Editor(DocumentMut);

/// Why a file cannot be changed: its syntax.
#[derive(Debug, thiserror::Error)]
#[error("not valid TOML: {}", .0.message())]
pub struct NotToml(#[source] TomlError);

impl Editor {
    /// An empty file.
    pub fn empty() -> Self {
        Self(DocumentMut::new())
    }

    /// A file that is there.
    ///
    /// # Errors
    ///
    /// It is not valid TOML.
    pub fn parse(toml: &str) -> Result<Self, NotToml> {
        toml.parse().map(Self).map_err(NotToml)
    }

    /// A new file: its head, as a draft.
    pub fn begin(language: &str) -> Self {
        let mut head = Table::new();
        head.decor_mut().set_prefix(format!(
            "# Translation into {language}. Write between the quotes; the original stands above each \
             as a comment.\n# Citations such as [@source] and links stay as they are. `briefpress \
             check` says what is not right yet.\n\n"
        ));
        head.insert("status", value("draft"));
        head.insert("translator", value(""));
        let mut file = DocumentMut::new();
        file.insert("translation", Item::Table(head));
        Self(file)
    }

    /// Sets a string.
    pub fn set(&mut self, key: &Key, text: &str) {
        let name = key.name();
        let table = self.table(key);
        match key.entry() {
            None => match table.get_mut(name).and_then(Item::as_value_mut) {
                Some(old) => replace(old, text.into()),
                None => {
                    table.insert(name, value(text));
                }
            },
            Some(number) => {
                let array = list(table, name);
                while array.len() < number.get() {
                    array.push("");
                }
                if let Some(old) = array.get_mut(number.get() - 1) {
                    replace(old, text.into());
                }
            }
        }
    }

    /// Adds a key that is not there yet, empty, with its original as a comment. `false` when it is
    /// there.
    pub fn add(&mut self, key: &Key, original: &str) -> bool {
        let name = key.name();
        let table = self.table(key);
        let is_new = !table.contains_key(name);
        match key.entry() {
            None if is_new => {
                table.insert(name, value(""));
            }
            None => return false,
            Some(number) => {
                let array = list(table, name);
                if array.len() >= number.get() {
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

    /// Whether the file says something under a key, whatever its brief has there.
    pub fn says(&self, key: &Key) -> bool {
        let mut table = Some(self.0.as_table() as &dyn TableLike);
        for name in key.tables() {
            table = table.and_then(|table| table.get(name)?.as_table_like());
        }
        let item = table.and_then(|table| table.get(key.name()));
        let text = match key.entry() {
            None => item.and_then(Item::as_str),
            Some(number) => {
                item.and_then(|item| item.as_array()?.get(number.get() - 1)).and_then(Value::as_str)
            }
        };
        text.is_some_and(|text| !text.trim().is_empty())
    }

    /// The file's text, with the tables of each parent together.
    pub fn finish(mut self) -> String {
        group(&mut self.0);
        self.0.to_string()
    }

    /// The table that a key is in, made where it is not there.
    fn table(&mut self, key: &Key) -> &mut Table {
        let mut table = self.0.as_table_mut();
        let mut names = key.tables().peekable();
        while let Some(name) = names.next() {
            let last = names.peek().is_none();
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
        let key = |written: &str| written.parse::<Key>().unwrap();
        let mut editor = Editor::parse(toml).unwrap();
        editor.set(&key("finding.police.title"), "new");
        editor.set(&key("indicator.16-3-1.note"), "code");
        assert!(!editor.add(&key("finding.police.title"), "x"));
        assert!(editor.says(&key("finding.police.title")));
        assert!(!editor.says(&key("finding.police.text")) && !editor.says(&key("brief.title")));
        assert!(editor.add(&key("finding.police.evidence[1]"), "One"));
        assert!(editor.add(&key("finding.police.evidence[2]"), "Two"));
        assert!(!editor.says(&key("finding.police.evidence[2]")));
        assert_eq!(
            editor.finish(),
            "# mine\n[finding.police]\ntitle = \"new\" # why\n# One\n# Two\nevidence = [\"\", \"\"]\n\n\
             [indicator.16-3-1]\nnote = \"code\"\n"
        );
    }
}
