//! The formats of translators' tools.
//!
//! A format is a file here with a type that is a `Codec`, a value of [`Format`], and a line in
//! `Format::codec`; where its files have an ending of their own, one in [`Format::of_file`].

mod codec;
mod po;
mod toml;
mod xliff;

use std::path::Path;

use codec::Codec;

pub use codec::{Export, ReadError, Returned, ReturnedFile, ReturnedState};

/// A file format that translators' tools exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GNU gettext PO: `msgctxt` is the key, `fuzzy` marks what is stale.
    Po,
    /// XLIFF 2.0 (OASIS).
    Xliff,
    /// XLIFF 1.2 (OASIS).
    Xliff12,
    /// The translation's own TOML, with strings in tables by their keys.
    Toml,
}

impl Format {
    fn codec(self) -> &'static dyn Codec {
        match self {
            Format::Po => &po::Po,
            Format::Xliff => &xliff::Xliff::V2,
            Format::Xliff12 => &xliff::Xliff::V1,
            Format::Toml => &toml::Toml,
        }
    }

    /// The format that a file's ending tells, if it tells one.
    pub fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "po" | "pot" => Some(Format::Po),
            "xlf" | "xliff" | "sdlxliff" | "mqxliff" => Some(Format::Xliff),
            _ => None,
        }
    }

    /// Writes the strings of a translation.
    pub fn write(self, export: &Export<'_>) -> String {
        self.codec().write(export)
    }

    /// Reads a file that came back.
    ///
    /// # Errors
    ///
    /// The file is not in this format, is damaged, or has a string twice.
    pub fn read(self, bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        self.codec().read(bytes)
    }
}
