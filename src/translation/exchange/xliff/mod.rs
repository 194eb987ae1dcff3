//! XLIFF 2.0 and 1.2 (OASIS): one unit a string, named after its key. What is read is the structure
//! of the file, of 1.1 and 2.1 too: suggestions, notes and the like are no text.

mod decode;
mod document;
mod ids;
mod read;
mod text;
mod units;
mod v1;
mod v2;
mod write;

#[cfg(test)]
mod tests;

use super::codec::{Codec, Export, ReadError, ReturnedFile};

/// The format: which version is written. Both are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Xliff {
    /// 1.2.
    V1,
    /// 2.0.
    V2,
}

impl Codec for Xliff {
    fn write(&self, export: &Export<'_>) -> String {
        match self {
            Xliff::V1 => write::version_1(export),
            Xliff::V2 => write::version_2(export),
        }
    }

    fn read(&self, bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        read::read(bytes)
    }
}
