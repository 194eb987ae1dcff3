//! Translators' work: how far each language is, what went stale, and the files their own tools
//! read and write.

mod edit;
mod lock;
mod po;
mod progress;
mod xliff;

pub use edit::Editor;
pub use lock::Lock;
pub use progress::{Progress, State, Unit, progress, units};

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

/// One string of a file that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The key it translates; empty where the file names only the original.
    pub key: String,
    /// The original as the file has it.
    pub source: String,
    /// The translation, empty where there is none.
    pub target: String,
    /// Whether the translator left it to be looked at again.
    pub fuzzy: bool,
}

/// Which way a file goes.
#[derive(Debug, Clone, Copy)]
pub struct Languages<'a> {
    /// The original's tag.
    pub source: &'a str,
    /// The translation's tag.
    pub target: &'a str,
}

/// Writes the strings of a translation in a format.
pub fn export(format: Format, id: &str, languages: Languages<'_>, units: &[Unit]) -> String {
    match format {
        Format::Po => po::write(id, languages, units),
        Format::Xliff => xliff::write(xliff::Version::V2, id, languages, units),
        Format::Xliff12 => xliff::write(xliff::Version::V1, id, languages, units),
        Format::Toml => {
            let mut editor = Editor::empty();
            for unit in units {
                let text = unit.target.as_ref().map_or("", |target| &target.value);
                let own =
                    if languages.source == languages.target { &unit.source.value } else { text };
                editor.set(&unit.key, own);
            }
            editor.finish()
        }
    }
}

/// Reads a file that came back. The error says what is wrong with it.
pub fn import(format: Format, text: &str) -> Result<Vec<Returned>, String> {
    match format {
        Format::Po => po::read(text),
        Format::Xliff | Format::Xliff12 => xliff::read(text),
        Format::Toml => Err("a TOML translation is no exchange file: put it into `lang/`".into()),
    }
}
