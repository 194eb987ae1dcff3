//! The formats of translators' tools.
//!
//! A format is a file here with a type that is a `Codec`, a value of [`Format`], and a line in
//! `Format::codec`; where its files have an ending of their own, one in [`Format::of_file`].

mod codec;
mod po;
mod renamed;
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

    /// A file of the brief `old` as one of the brief `new`, which is the same brief; `None` where it is none
    /// of `old`.
    ///
    /// # Errors
    ///
    /// It is, in a form that cannot be changed here.
    pub fn renamed(self, bytes: &[u8], old: &str, new: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let is_old = |file: &ReturnedFile| file.brief.as_deref() == Some(old);
        let Some(read) = self.read(bytes).ok().filter(is_old) else { return Ok(None) };
        let refused = || ReadError::whole("its form is not one in which its head can be changed");
        let text = std::str::from_utf8(bytes).map_err(|_| refused())?;
        let changed = match self {
            Format::Po => renamed::in_header(text, old, new),
            Format::Xliff | Format::Xliff12 => renamed::in_tags(text, old, new),
            Format::Toml => return Ok(None),
        };
        let again = self.read(changed.as_bytes())?;
        let is_right = again.brief.as_deref() == Some(new) && again.units == read.units;
        if is_right { Ok(Some(changed.into_bytes())) } else { Err(refused()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Sources, Span};
    use crate::translation::state::State;
    use crate::translation::units::Unit;
    use crate::tree::Text;

    #[test]
    fn a_file_is_what_it_would_be_of_a_brief_of_that_name() {
        let file = Sources::new().add("t", "");
        let text = |value: &str| Text {
            value: value.into(),
            span: Span::new(file, 0..0),
            key: "k".into(),
        };
        let unit = Unit {
            key: "brief.title".parse().unwrap(),
            source: text("original=\"a\" X-Briefpress-Brief: a\\n"),
            target: Some(text("<file id=\"a\" original=\"a\">")),
            state: State::Translated,
            previous: None,
            is_same: false,
            reviewer: None,
            is_needed: true,
        };
        let units = [unit];
        for format in [Format::Po, Format::Xliff, Format::Xliff12] {
            let of = |brief| {
                let export = Export { brief, source: "en", target: "fr", units: &units };
                format.write(&export).into_bytes()
            };
            let renamed = format.renamed(&of("a"), "a", "new-name").unwrap().unwrap();
            assert!(renamed == of("new-name"), "{}", String::from_utf8_lossy(&renamed));
            assert_eq!(format.renamed(&of("b"), "a", "new-name"), Ok(None));
            assert_eq!(format.renamed(b"nothing", "a", "new-name"), Ok(None));
        }
        let single = "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'>\
                      <file original='a' source-language='en' target-language='fr'><body>\
                      <trans-unit id='brief.title'><source>x</source></trans-unit></body></file></xliff>";
        let renamed = Format::Xliff12.renamed(single.as_bytes(), "a", "b").unwrap().unwrap();
        assert_eq!(renamed, single.replace("'a'", "'b'").into_bytes());
    }
}
