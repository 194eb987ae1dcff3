//! What a reader asks for, written down: the keys of a file, as the code that reads it names them.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::OnceLock;

use toml::de::DeTable;

/// What may stand under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A text of one line.
    Text,
    /// A text of several lines.
    Prose,
    /// Texts of one line in a list.
    Texts,
    /// Texts of several lines in a list.
    Proses,
    /// A whole number.
    Integer,
    /// Whole numbers in a list.
    Integers,
    /// A number.
    Number,
    /// Numbers in a list.
    Numbers,
    /// `true` or `false`.
    Boolean,
    /// A day.
    Date,
    /// Rows, a list of lists of texts and numbers.
    Rows,
    /// A table.
    Table,
    /// Tables in a list.
    Tables,
}

/// A key, as it is read.
#[derive(Debug, Clone, Default)]
pub struct KeyShape {
    /// What it takes: one of these.
    pub kinds: Vec<KeyKind>,
    /// Whether it must be there.
    pub required: bool,
    /// What its table holds, or each of its tables.
    pub table: TableShape,
}

/// A table, as it is read.
#[derive(Debug, Clone, Default)]
pub struct TableShape {
    /// Its keys, in the order in which they are asked for. [`ANY_KEY`] stands for those that a writer names.
    pub keys: Vec<(String, KeyShape)>,
    /// Keys of which one at least must be there.
    pub any_of: Vec<Vec<String>>,
}

/// Stands for a key that whoever writes the file names.
pub const ANY_KEY: &str = "*";

/// Takes down what a [`Reader`](super::Reader) is asked for.
#[derive(Debug, Clone, Default)]
pub struct Recorder(Rc<RefCell<TableShape>>);

impl Recorder {
    /// What was taken down.
    pub fn shape(&self) -> TableShape {
        self.0.borrow().clone()
    }

    /// Takes down a key of the table below these keys.
    pub(super) fn key(&self, trail: &[String], key: &str, set: impl FnOnce(&mut KeyShape)) {
        set(self.0.borrow_mut().below(trail).key(key));
    }

    /// Takes down that the table below these keys must have one of others.
    pub(super) fn any_of(&self, trail: &[String], keys: &[&str]) {
        let keys = keys.iter().map(ToString::to_string).collect();
        self.0.borrow_mut().below(trail).any_of.push(keys);
    }
}

impl TableShape {
    /// One of its keys.
    pub fn get(&self, key: &str) -> Option<&KeyShape> {
        self.keys.iter().find(|(name, _)| name == key).map(|(_, shape)| shape)
    }

    fn key(&mut self, key: &str) -> &mut KeyShape {
        let at = self.keys.iter().position(|(name, _)| name == key).unwrap_or(self.keys.len());
        if at == self.keys.len() {
            self.keys.push((key.to_string(), KeyShape::default()));
        }
        &mut self.keys[at].1
    }

    fn below(&mut self, trail: &[String]) -> &mut Self {
        trail.iter().fold(self, |table, key| &mut table.key(key).table)
    }
}

/// A table without a key, which is read to see what is asked for.
pub(super) fn nothing() -> &'static DeTable<'static> {
    static NOTHING: OnceLock<DeTable<'static>> = OnceLock::new();
    NOTHING.get_or_init(DeTable::new)
}
