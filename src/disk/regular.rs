//! Files that programs wrote, in folders that anyone may have put something else into.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::slashes::slashed;

/// Opens a regular file for reading, through no link: a named pipe would wait for a writer, and a link
/// may lead anywhere.
///
/// # Errors
///
/// It is not there, is something else, or cannot be opened.
pub fn open_regular(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path)
}

/// Opens a regular file as `options` say, through no link, and makes it where they say so.
///
/// # Errors
///
/// It is something else, or cannot be opened.
pub fn open_with(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    match check_regular(path) {
        // It may be one that is to be made.
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    #[cfg(unix)]
    {
        // Whatever took its place in the meantime is neither followed nor waited for.
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(irregular()) }
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

/// The same of one of at most `most` bytes; nothing of a larger one is read.
///
/// # Errors
///
/// As [`read_regular`], or it is larger.
pub fn read_regular_within(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_regular(path)?;
    let length = file.metadata()?.len();
    if length <= most {
        // One more, so that the end is found without room for twice as much.
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 <= most {
            return Ok(bytes);
        }
    }
    let words = format!("it is larger than {} MB", most >> 20);
    Err(io::Error::new(io::ErrorKind::InvalidData, words))
}

/// Whether what is there is a regular file, and no link to one.
///
/// # Errors
///
/// It is not there, or is something else.
pub fn check_regular(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_file() { Ok(()) } else { Err(irregular()) }
}

fn irregular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file; take it away")
}

/// Whether there is a regular file with these bytes.
pub fn is_the_same(path: &Path, bytes: &[u8]) -> bool {
    is_as(path, bytes, bytes.len() as u64)
}

/// Whether two regular files say the same.
pub fn is_the_same_as(path: &Path, other: &Path) -> bool {
    let Ok(other) = open_regular(other) else { return false };
    let length = other.metadata().map(|there| there.len());
    length.is_ok_and(|length| is_as(path, BufReader::new(other), length))
}

/// Whether a regular file says what is read, which is so many bytes.
fn is_as(path: &Path, mut read: impl Read, length: u64) -> bool {
    let Ok(mut file) = open_regular(path) else { return false };
    if !file.metadata().is_ok_and(|there| there.len() == length) {
        return false;
    }
    let (mut there, mut here) = ([0; 64 << 10], [0; 64 << 10]);
    loop {
        match file.read(&mut there) {
            Ok(0) => return matches!(read.read(&mut here[..1]), Ok(0)),
            Ok(count) => {
                let is_read = read.read_exact(&mut here[..count]).is_ok();
                if !is_read || there[..count] != here[..count] {
                    return false;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

/// Whether every folder between `base` and a file below it, by its path from there, is one, or is not
/// there yet: a link would lead elsewhere. `base` itself may be a link. Between this and what is done
/// with the file a folder may be replaced (race): accepted, for no other user writes there.
///
/// # Errors
///
/// One of them is something else, or cannot be looked at.
pub fn check_below(base: &Path, path: &str) -> io::Result<()> {
    let mut folder = base.to_path_buf();
    let Some((folders, _)) = path.rsplit_once('/') else { return Ok(()) };
    for name in folders.split('/') {
        folder.push(name);
        match fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
            Ok(there) if there.is_dir() => {}
            Ok(there) => {
                let what = if there.is_symlink() { "a link" } else { "no folder" };
                let words = format!("{} is {what}; take it away", slashed(&folder));
                return Err(io::Error::new(io::ErrorKind::NotADirectory, words));
            }
        }
    }
    Ok(())
}
