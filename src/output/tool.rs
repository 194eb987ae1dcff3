//! What makes the files: name, version and source digest of this program.

use crate::release::{Digest, Tool};
use crate::typeset::typst_version;

/// The digest of the sources the program was built from, by the build script.
const SOURCES: &str = env!("BRIEFPRESS_SOURCES");

/// What makes the files.
pub fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME").into(),
        version: env!("CARGO_PKG_VERSION").into(),
        sources: Digest::from_hex(SOURCES).expect("the build script writes a digest"),
        typst: typst_version().into(),
    }
}
