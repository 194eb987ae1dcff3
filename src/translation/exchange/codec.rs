//! What a format does: writing the strings of a translation, and reading what came back.

use crate::translation::key::Key;
use crate::translation::units::Unit;

/// A format in which translators' tools take strings and give them back.
pub(super) trait Codec {
    /// Writes the strings of a translation.
    fn write(&self, export: &Export<'_>) -> String;

    /// Reads a file that came back.
    ///
    /// # Errors
    ///
    /// The file is not in this format, or names no strings; or the format only goes out.
    fn read(&self, text: &str) -> Result<Vec<Returned>, ReadError>;
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

/// One string of a file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The key it translates; `None` where the file names only the original.
    pub key: Option<Key>,
    /// The original as the file has it.
    pub source: String,
    /// The translation, empty where there is none.
    pub target: String,
    /// Whether the translator left it to be looked at again.
    pub fuzzy: bool,
}

/// Why a file that came back is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is not in the format. What its parser says.
    #[error("{0}")]
    Syntax(String),
    /// A unit of an XLIFF file says nowhere what it is.
    #[error("a unit without name")]
    UnnamedUnit,
    /// There is nothing in it to be translated.
    #[error("no translation unit in it")]
    NoUnit,
    /// A translation's own TOML comes back as the file that it is.
    #[error("a TOML translation is no exchange file: put it into `lang/`")]
    NoExchange,
}
