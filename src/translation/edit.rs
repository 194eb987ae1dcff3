//! Changing a translation's TOML without touching what a translator wrote around it.

use std::collections::BTreeMap;

use toml_edit::{
    Array, Decor, DocumentMut, InlineTable, Item, RawString, Table, TableLike, TomlError, Value,
    value,
};
use unicode_normalization::UnicodeNormalization;

use super::edit_list::{self, Slot, arrange, is_noted};
use super::held::KEPT;
use super::key::Key;
use super::names::split;
use super::notes::{Notes, comments, has_notes, with_notes};
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
             behind `#.`.\n# Citations such as [@source] and links stay as they are. Comments of your \
             own begin with `# `.\n# `briefpress check` says what is not right yet.\n\n"
        ));
        head.insert("status", value("draft"));
        head.insert("translator", value(""));
        let mut file = DocumentMut::new();
        file.insert("translation", Item::Table(head));
        Self(file)
    }

    /// Sets a string. A name with several forms has one a line.
    pub fn set(&mut self, key: &Key, text: &str) {
        let name = key.name();
        let new = match key.name_of() {
            Some(_) => forms(text),
            None => text.into(),
        };
        let table = self.table(key);
        match key.entry() {
            None => match table.get_mut(name).and_then(Item::as_value_mut) {
                Some(old) => replace(old, new),
                None => {
                    table.insert(name, Item::Value(new));
                }
            },
            Some(number) => {
                let array = list(table, name);
                let mut slots: Vec<Slot> = (0..array.len()).map(Slot::Old).collect();
                slots.resize(slots.len().max(number.get()), Slot::New(String::new()));
                arrange(array, &slots);
                if let Some(old) = array.get_mut(number.get() - 1) {
                    replace(old, new);
                }
            }
        }
    }

    /// Adds a key that is not there yet, empty. `false` when it is there.
    pub fn add(&mut self, key: &Key) -> bool {
        let is_there = self.has(key);
        if !is_there {
            self.set(key, "");
        }
        !is_there
    }

    /// Whether it has a place for a string, filled or not.
    pub(super) fn has(&self, key: &Key) -> bool {
        self.item(key).is_some_and(|item| match key.entry() {
            None => true,
            Some(number) => item.as_array().is_some_and(|array| array.len() >= number.get()),
        })
    }

    /// Writes the original above a string, and the one it was made from where that is another;
    /// `anyway` where there was none before.
    pub(super) fn note(&mut self, key: &Key, notes: Notes<'_>, anyway: bool) {
        if self.is_inline(key) {
            return;
        }
        let table = self.table(key);
        match key.entry() {
            None => {
                let Some(mut leaf) = table.key_mut(key.name()) else { return };
                let decor = leaf.leaf_decor_mut();
                let before = prefix(decor);
                if anyway || has_notes(&before) {
                    decor.set_prefix(with_notes(&before, notes));
                }
            }
            Some(number) => {
                let Some(array) = table.get_mut(key.name()).and_then(Item::as_array_mut) else {
                    return;
                };
                if anyway || is_noted(array, number.get() - 1) {
                    edit_list::note(array, number.get() - 1, notes);
                }
            }
        }
    }

    /// Writes comments of a translator above a string, or above the list it is an entry of; at the end
    /// of the file where that is gone.
    pub(super) fn comment(&mut self, key: &Key, comments: &[String]) {
        if comments.is_empty() {
            return;
        }
        if self.item(key).is_none() {
            return self.remark(comments);
        }
        let is_inline = self.is_inline(key);
        let table = self.table(key);
        let leaf = table.key_mut(key.name()).filter(|_| !is_inline);
        let Some(mut leaf) = leaf else { return self.remark(comments) };
        let decor = leaf.leaf_decor_mut();
        let before = prefix(decor);
        let (lines, indent) = before.rsplit_once('\n').unwrap_or(("", &before));
        let mut all = if lines.is_empty() { String::new() } else { format!("{lines}\n") };
        for comment in comments {
            all += &format!("{comment}\n");
        }
        decor.set_prefix(all + indent);
    }

    /// Writes comments at the end of the file: those of what is gone.
    fn remark(&mut self, comments: &[String]) {
        let mut end = self.0.trailing().as_str().unwrap_or_default().to_string();
        if !end.is_empty() && !end.ends_with('\n') {
            end.push('\n');
        }
        for comment in comments {
            end += &format!("{comment}\n");
        }
        self.0.set_trailing(end);
    }

    /// Takes a string out that is no entry of a list, with its table where that is empty then. Its
    /// comments, and those of the table, are returned.
    pub(super) fn take(&mut self, key: &Key) -> Vec<String> {
        let tables: Vec<&str> = key.tables().collect();
        take(self.0.as_table_mut(), &tables, key.name())
    }

    /// Takes a place out that says nothing, a list of them whole, with its table where that is empty then;
    /// not where a translator wrote a comment there.
    pub(super) fn clear(&mut self, key: &Key) {
        let is_empty = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
        let says_nothing =
            self.item(key).and_then(Item::as_value).is_some_and(|value| match value {
                Value::Array(entries) => entries.iter().all(is_empty),
                value => is_empty(value),
            });
        if says_nothing {
            let mut without = self.clone();
            let list = key.entry().map(|_| key.without_entry());
            if without.take(list.as_ref().unwrap_or(key)).is_empty() {
                *self = without;
            }
        }
    }

    /// Gives the list of a key other entries, as [`arrange`] does. Comments of entries that are
    /// left out are returned.
    pub(super) fn arrange(&mut self, key: &Key, slots: &[Slot]) -> Vec<Vec<String>> {
        let table = self.table(key);
        if slots.is_empty() && !table.contains_key(key.name()) {
            return Vec::new();
        }
        arrange(list(table, key.name()), slots)
    }

    /// How many entries the list of a key has.
    pub(super) fn length(&self, key: &Key) -> usize {
        self.item(key).and_then(Item::as_array).map_or(0, Array::len)
    }

    /// Gives a table that is named after an item the name that the item has now. `false` where it
    /// is not there, or one of that name is.
    pub(super) fn rename(&mut self, old: &str, new: &str) -> bool {
        let (Some((kind, old)), Some((_, new))) = (old.split_once('.'), new.split_once('.')) else {
            return false;
        };
        let Some(items) = self.0.get_mut(kind).and_then(Item::as_table_mut) else { return false };
        if items.contains_key(new) {
            return false;
        }
        if !items.contains_key(old) {
            return false;
        }
        // All are taken out and put in again, so that it stays in its place.
        let names: Vec<String> = items.iter().map(|(name, _)| name.to_string()).collect();
        let all: Vec<_> = names.iter().filter_map(|name| items.remove_entry(name)).collect();
        for (key, item) in all {
            let renamed = match key.get() == old {
                true => toml_edit::Key::new(new)
                    .with_leaf_decor(key.leaf_decor().clone())
                    .with_dotted_decor(key.dotted_decor().clone()),
                false => key,
            };
            items.insert_formatted(&renamed, item);
        }
        true
    }

    /// Puts a string that lost its original into `[kept]`, under the key that it had.
    pub(super) fn keep(
        &mut self,
        key: &Key,
        text: &str,
        original: Option<&str>,
        comments: &[String],
    ) {
        let kept = self.0.entry(KEPT).or_insert_with(|| {
            let mut table = Table::new();
            table.decor_mut().set_prefix(KEPT_HEAD);
            Item::Table(table)
        });
        let Some(kept) = kept.as_table_mut() else { return };
        let name = key.as_str();
        match kept.get_mut(name).and_then(Item::as_value_mut) {
            Some(Value::Array(texts)) => texts.push(text),
            Some(old) => {
                let mut texts = Array::new();
                let mut first = old.clone();
                first.decor_mut().clear();
                texts.push_formatted(first);
                texts.push(text);
                replace(old, Value::Array(texts));
            }
            None => {
                kept.insert(name, value(text));
            }
        }
        let Some(mut leaf) = kept.key_mut(name) else { return };
        let decor = leaf.leaf_decor_mut();
        let mut before = prefix(decor);
        for comment in comments {
            before += &format!("{comment}\n");
        }
        let notes = Notes { original: original.unwrap_or_default(), previous: None };
        decor.set_prefix(with_notes(&before, notes));
    }

    /// Takes a string out of `[kept]`.
    pub(super) fn take_kept(&mut self, key: &Key, text: &str) -> Vec<String> {
        let Some(kept) = self.0.get_mut(KEPT).and_then(Item::as_table_mut) else {
            return Vec::new();
        };
        if let Some(texts) = kept.get_mut(key.as_str()).and_then(Item::as_array_mut) {
            let same = |value: &Value| value.as_str().is_some_and(|own| is_said(own, text));
            let place = texts.iter().position(same);
            if let Some(at) = place {
                texts.remove(at);
            }
            if !texts.is_empty() {
                return Vec::new();
            }
        }
        let comments = kept.remove_entry(key.as_str()).map(|(key, item)| comments_of(&key, &item));
        if kept.is_empty() {
            self.prune();
        }
        comments.unwrap_or_default()
    }

    /// Drops the strings in `[kept]`.
    pub(super) fn prune(&mut self) {
        let Some(Item::Table(kept)) = self.0.remove(KEPT) else { return };
        // What a translator wrote above it is about something else, too.
        let decor = kept.decor();
        let suffix = decor.suffix().and_then(RawString::as_str).unwrap_or_default();
        let mut all = comments(&prefix(decor));
        all.retain(|line| !KEPT_HEAD.lines().any(|own| own == line));
        all.extend(comments(suffix));
        self.remark(&all);
    }

    /// Gives the reasons of `[accept]` the keys that their strings have now.
    pub(super) fn rename_accepted(&mut self, now: &BTreeMap<String, String>) {
        let Some(accept) = self.0.get_mut(ACCEPT).and_then(Item::as_table_mut) else { return };
        let names: Vec<String> = accept.iter().map(|(name, _)| name.to_string()).collect();
        let mut moved = Vec::new();
        for old in names {
            let Some(new) = now.get(&old) else { continue };
            moved.extend(accept.remove_entry(&old).map(|(key, item)| (key, item, new)));
        }
        for (key, item, new) in moved {
            let renamed =
                toml_edit::Key::new(new.as_str()).with_leaf_decor(key.leaf_decor().clone());
            accept.insert_formatted(&renamed, item);
        }
    }

    /// The file's text, with the tables of each parent together.
    pub fn finish(mut self) -> String {
        group(&mut self.0);
        let mut toml = self.0.to_string();
        // A table that was written in a line has no place until the file is read again.
        for _ in 0..3 {
            let Ok(mut again) = toml.parse::<DocumentMut>() else { break };
            group(&mut again);
            let grouped = again.to_string();
            if grouped == toml {
                break;
            }
            toml = grouped;
        }
        toml
    }

    /// What stands under a key, or under the list it is an entry of.
    fn item(&self, key: &Key) -> Option<&Item> {
        let mut table = self.0.as_table() as &dyn TableLike;
        for name in key.tables() {
            table = table.get(name)?.as_table_like()?;
        }
        table.get(key.name())
    }

    /// The table that a key is in, made where it is not there.
    fn table(&mut self, key: &Key) -> &mut dyn TableLike {
        let mut table: &mut dyn TableLike = self.0.as_table_mut();
        let mut is_inline = false;
        let mut names = key.tables().peekable();
        while let Some(name) = names.next() {
            let last = names.peek().is_none();
            let item = table.entry(name).or_insert_with(|| {
                // What stands in braces stays in them.
                if is_inline {
                    return Item::Value(Value::InlineTable(InlineTable::new()));
                }
                let mut new = Table::new();
                // Only the innermost table needs a header of its own.
                new.set_implicit(!last);
                Item::Table(new)
            });
            is_inline |= item.is_inline_table();
            if item.as_table_like().is_none() {
                *item = Item::Table(Table::new());
            }
            table = item.as_table_like_mut().expect("made a table above");
        }
        table
    }

    /// Whether a key stands in braces, where no line can stand above it.
    fn is_inline(&self, key: &Key) -> bool {
        let mut table = self.0.as_table() as &dyn TableLike;
        for name in key.tables() {
            let Some(item) = table.get(name) else { return false };
            let Some(inner) = item.as_table_like().filter(|_| !item.is_inline_table()) else {
                return true;
            };
            table = inner;
        }
        false
    }
}

/// The table of reasons.
const ACCEPT: &str = "accept";

/// What stands above the table `[kept]`.
const KEPT_HEAD: &str = "\n# Kept by briefpress: translations that lost their original, or their place to one that is to be\n\
    # looked at again. They print nowhere, and come back when the original or the place does.\n\
    # `briefpress i18n sync --prune` drops them.\n";

/// The forms of a name, one a line, as a file has them.
fn forms(text: &str) -> Value {
    match split(text).as_slice() {
        [] => "".into(),
        [one] => one.as_str().into(),
        several => Value::Array(several.iter().map(String::as_str).collect()),
    }
}

/// Whether a string of the file is what was read there, in form C and with one sort of line end.
fn is_said(own: &str, read: &str) -> bool {
    let seen = |text: &str| text.nfc().filter(|c| !c.is_whitespace()).collect::<String>();
    seen(own) == seen(read)
}

fn prefix(decor: &Decor) -> String {
    decor.prefix().and_then(RawString::as_str).unwrap_or_default().to_string()
}

/// The comments of a translator before a value, and behind it on its line.
fn comments_of(key: &toml_edit::Key, item: &Item) -> Vec<String> {
    let mut all = comments(&prefix(key.leaf_decor()));
    let value = item.as_value().map(Value::decor);
    all.extend(value.map(|decor| comments(&prefix(decor))).unwrap_or_default());
    let suffix = value.and_then(|decor| decor.suffix()?.as_str());
    all.extend(comments(suffix.unwrap_or_default()));
    if let Some(array) = item.as_array() {
        let befores = array.iter().map(|value| prefix(value.decor()));
        all.extend(befores.flat_map(|before| comments(&before)));
        all.extend(comments(array.trailing().as_str().unwrap_or_default()));
    }
    all
}

/// Takes a key out of the innermost of some tables, and tables that are empty then.
fn take(table: &mut dyn TableLike, tables: &[&str], name: &str) -> Vec<String> {
    let Some((first, rest)) = tables.split_first() else {
        let at = table.key(name).cloned();
        let taken = table.remove(name);
        return at.zip(taken).map(|(key, item)| comments_of(&key, &item)).unwrap_or_default();
    };
    let Some(item) = table.get_mut(first) else { return Vec::new() };
    let Some(inner) = item.as_table_like_mut() else { return Vec::new() };
    let mut all = take(inner, rest, name);
    if !inner.is_empty() {
        return all;
    }
    let decor = match item {
        Item::Table(own) => own.decor().clone(),
        Item::Value(own) => own.decor().clone(),
        _ => Decor::default(),
    };
    let suffix = decor.suffix().and_then(RawString::as_str).unwrap_or_default();
    let mut own =
        table.key(first).map(|key| comments(&prefix(key.leaf_decor()))).unwrap_or_default();
    own.extend(comments(&prefix(&decor)));
    own.extend(comments(suffix));
    all.splice(0..0, own);
    table.remove(first);
    all
}

/// The list under a key, made where it is not there.
fn list<'a>(table: &'a mut dyn TableLike, name: &str) -> &'a mut Array {
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

    fn key(written: &str) -> Key {
        written.parse().unwrap()
    }

    #[test]
    fn what_a_translator_wrote_around_a_string_stays() {
        let toml = "# mine\n[finding.police]\ntitle = \"old\" # why\n";
        let mut editor = Editor::parse(toml).unwrap();
        editor.set(&key("finding.police.title"), "new");
        editor.set(&key("indicator.16-3-1.note"), "code");
        assert!(!editor.add(&key("finding.police.title")));
        assert!(editor.add(&key("finding.police.evidence[1]")));
        assert!(editor.add(&key("finding.police.evidence[2]")));
        let notes = Notes { original: "Two", previous: None };
        editor.note(&key("finding.police.evidence[2]"), notes, true);
        editor.note(&key("finding.police.title"), notes, false);
        assert_eq!(
            editor.finish(),
            "# mine\n[finding.police]\ntitle = \"new\" # why\nevidence = [\n  \"\",\n  #. Two\n  \"\",\n]\n\n\
             [indicator.16-3-1]\nnote = \"code\"\n"
        );
    }

    #[test]
    fn what_loses_its_original_is_kept_with_its_comments() {
        let toml = "[brief]\ntitle = \"T\"\n\n# about it\n[finding.old]\n# mine\n#. Old\ntext = \"Vieux\" # so\n";
        let mut editor = Editor::parse(toml).unwrap();
        let comments = editor.take(&key("finding.old.text"));
        assert_eq!(comments, ["# about it", "# mine", "# so"]);
        editor.keep(&key("finding.old.text"), "Vieux", Some("Old"), &comments);
        editor.keep(&key("finding.old.text"), "Autre", None, &[]);
        let kept = editor.clone().finish();
        assert!(kept.starts_with("[brief]\ntitle = \"T\"\n\n# Kept by"), "{kept}");
        assert!(
            kept.ends_with(
                "# about it\n# mine\n# so\n\"finding.old.text\" = [\"Vieux\", \"Autre\"]\n"
            ),
            "{kept}"
        );
        assert_eq!(editor.take_kept(&key("finding.old.text"), "Vieux"), [""; 0]);
        let back = editor.take_kept(&key("finding.old.text"), "Autre");
        assert_eq!(back, ["# about it", "# mine", "# so"]);
        assert_eq!(editor.finish(), "[brief]\ntitle = \"T\"\n");
    }

    #[test]
    fn a_renamed_item_has_its_table_renamed() {
        let toml = "# a\n[finding.a] # b\ntitle = \"A\"\n[finding.a.quote]\nby = \"B\"\n[finding.c]\ntitle = \"C\"\n";
        let mut editor = Editor::parse(toml).unwrap();
        assert!(editor.rename("finding.a", "finding.z"));
        assert!(
            !editor.rename("finding.z", "finding.c") && !editor.rename("finding.a", "finding.d")
        );
        assert_eq!(editor.finish(), toml.replace("finding.a", "finding.z"));
    }
}
