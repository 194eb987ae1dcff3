//! Files that programs wrote, in folders that anyone may have put something else into.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Opens a regular file for reading, through no link: a named pipe would wait for a writer, and a link
/// may lead anywhere.
///
/// # Errors
///
/// It is not there, is something else, or cannot be opened.
pub fn open_regular(path: &Path) -> io::Result<File> {
    check_regular(path)?;
    File::open(path)
}

/// The bytes of a regular file, read through no link.
///
/// # Errors
///
/// As [`open_regular`], or it cannot be read.
pub fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether what is there is a regular file, and no link to one. Between this and the open it may be
/// replaced (race): accepted, for no other user writes to the folder.
///
/// # Errors
///
/// It is not there, or is something else.
pub fn check_regular(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_file() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file; take it away"))
}
