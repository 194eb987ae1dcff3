//! What a format does: writing the strings of a translation, and reading what came back.

use crate::translation::key::Key;
use crate::translation::units::Unit;

/// A format in which translators' tools take strings and give them back.
pub(super) trait Codec {
    /// Writes the strings of a translation.
    fn write(&self, export: &Export<'_>) -> String;

    /// Reads a file that came back, of any encoding that the format knows.
    ///
    /// # Errors
    ///
    /// The file is not in this format, is damaged, or has a string twice. Nothing of it is taken then.
    fn read(&self, bytes: &[u8]) -> Result<ReturnedFile, ReadError>;
}

/// What is written for a translator's tool.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// The brief's id.
    pub brief: &'a str,
    /// The original's tag.
    pub source: &'a str,
    /// The translation's tag.
    pub target: &'a str,
    /// The strings, in the order of the original.
    pub units: &'a [Unit],
}

/// A file that came back. What it does not say of itself is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReturnedFile {
    /// The brief's id.
    pub brief: Option<String>,
    /// The language of the originals: its tag, or what the file has in its place.
    pub source: Option<String>,
    /// The language of the translations: its tag, or what the file has in its place.
    pub target: Option<String>,
    /// Its strings, in its order.
    pub units: Vec<Returned>,
    /// What in it is not taken, or not as it stands, in its order.
    pub passed_over: Vec<PassedOver>,
}

/// Something in a file that came back of which nothing is taken, or less than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What it is, and why.
    pub words: String,
}

/// One string of a file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The key it translates; `None` where the file names only the original.
    pub key: Option<Key>,
    /// The original as the file has it, if it does.
    pub source: Option<String>,
    /// The translation, empty where there is none.
    pub target: String,
    /// How far it is.
    pub state: ReturnedState,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// How far a string of a file is that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnedState {
    /// To be looked at again: fuzzy, a machine's, left unapproved.
    NeedsReview,
    /// Translated.
    Translated,
    /// Read by someone, too.
    Reviewed,
}

/// Why a file that came back is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{words}", place(*line, *column))]
pub struct ReadError {
    /// The line, from 1; 0 where it is about the whole file.
    pub line: usize,
    /// The column, in characters from 1; 0 where it is about the whole line.
    pub column: usize,
    /// What is wrong.
    pub words: String,
}

impl ReadError {
    /// What is wrong with a file as a whole.
    pub(super) fn whole(words: impl Into<String>) -> Self {
        Self { line: 0, column: 0, words: words.into() }
    }

    /// What is wrong at a place in a text, given in bytes.
    pub(super) fn at(text: &str, place: usize, words: impl Into<String>) -> Self {
        let before = text.get(..place).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            words: words.into(),
        }
    }
}

/// "line 3, column 7: ", or what is known of it.
fn place(line: usize, column: usize) -> String {
    match (line, column) {
        (0, _) => String::new(),
        (line, 0) => format!("line {line}: "),
        (line, column) => format!("line {line}, column {column}: "),
    }
}
