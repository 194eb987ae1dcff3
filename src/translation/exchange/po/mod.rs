//! GNU gettext PO: `msgctxt` is the key, `msgid` the original, `fuzzy` marks what is to be looked at
//! again.
//!
//! Read is all that gettext's own tools read. What was written goes through `msgcat --no-wrap`
//! unchanged, byte for byte.

mod charset;
mod fields;
mod grammar;
mod language;
mod plurals;
mod read;
mod write;

pub(super) use read::file_of_header;

use super::codec::{Codec, Export, ReadError, ReturnedFile};

/// The format.
pub(super) struct Po;

impl Codec for Po {
    fn write(&self, export: &Export<'_>) -> String {
        write::write(export)
    }

    fn read(&self, bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        read::read(bytes)
    }
}

#[cfg(test)]
mod tests;
