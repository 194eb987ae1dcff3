//! Reading what users wrote: only regular files inside the project, and none that is too large.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::error::EnvError;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::limits::{ASSET, Limits, SettableLimit, TEXT};
use crate::release::Digest;

/// A file that a translator's tool made of one brief is no larger than this.
const LARGEST_EXCHANGE: u64 = 32 << 20;

/// Reads a text file into `sources` under `name`; with the digest of its bytes. `None` when what is
/// in it cannot be used; that has been reported then.
///
/// # Errors
///
/// The environment fails: a file that is there cannot be read.
pub fn read_text(
    path: &Path,
    name: &str,
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<(FileId, Digest)>, EnvError> {
    let most = sources.largest().unwrap_or(Limits::default().text());
    let bytes = match read(path, root, most)? {
        Ok(bytes) => bytes,
        Err(refusal) => {
            let file = sources.add(name, "");
            diagnostics.push(refusal.diagnostic(name, TEXT).at(Span::new(file, 0..0)));
            return Ok(None);
        }
    };
    let digest = Digest::of(&bytes);
    match decode(bytes) {
        Ok(text) => Ok(Some((sources.add(name, text), digest))),
        Err((readable, at, message)) => {
            let file = sources.add(name, readable);
            diagnostics.push(
                Diagnostic::new(Code::FileEncoding, message)
                    .at(Span::new(file, at..at + 1))
                    .help("save the file as UTF-8; every editor has that choice under “Save as”"),
            );
            Ok(None)
        }
    }
}

/// Text, or what of it can be shown, the first byte that is wrong, and why.
fn decode(mut bytes: Vec<u8>) -> Result<String, (String, usize, String)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((String::new(), 0, "the file is UTF-16, not UTF-8".into()));
    }
    // Some editors mark UTF-8 with a byte order mark; it is no part of the text.
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        let readable = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let message = format!(
            "the file is not UTF-8: byte 0x{byte:02X} here (perhaps it was saved as Windows-1252 \
             or Latin-1)"
        );
        (readable, at, message)
    })
}

/// Reads a file of any origin; `None` where it is larger than anything a translator's tool makes of
/// one brief.
///
/// # Errors
///
/// It cannot be read.
pub fn read_limited(path: &Path) -> io::Result<Option<Vec<u8>>> {
    // A pipe would be waited for.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_EXCHANGE + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST_EXCHANGE).then_some(bytes))
}

/// The digest of a text file inside `root`; `None` if it cannot be read.
pub fn digest(path: &Path, root: &Path) -> Option<Digest> {
    read(path, root, u64::from(TEXT.range.1) << 20).ok()?.ok().map(|bytes| Digest::of(&bytes))
}

/// Why a file that is there is not read.
enum ReadRefusal {
    Missing,
    NotAFile,
    Outside,
    TooLarge(u64),
}

impl ReadRefusal {
    fn diagnostic(&self, name: &str, limit: SettableLimit) -> Diagnostic {
        let (code, message, help) = match self {
            ReadRefusal::Missing => (
                Code::FileUnreadable,
                format!("{name} is not there"),
                "check how its name is written".to_string(),
            ),
            ReadRefusal::NotAFile => (
                Code::FileUnreadable,
                format!("{name} is not a regular file"),
                "put a file in its place".to_string(),
            ),
            ReadRefusal::Outside => (
                Code::FileUnreadable,
                format!("{name} leads outside the project"),
                "copy the file into the project; nothing outside it is read".to_string(),
            ),
            ReadRefusal::TooLarge(most) => (
                Code::FileTooLarge,
                format!("{name} is larger than {} MB", most >> 20),
                format!("make it smaller, or split it; {}", limit.raise()),
            ),
        };
        Diagnostic::new(code, message).help(help)
    }
}

/// Reads a regular file of at most `most` bytes inside `root`.
fn read(path: &Path, root: &Path, most: u64) -> Result<Result<Vec<u8>, ReadRefusal>, EnvError> {
    let fail = |cause| EnvError::new("cannot read", path, cause);
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Err(ReadRefusal::Missing));
        }
        Err(error) => return Err(fail(error)),
    };
    if !real.starts_with(root) {
        return Ok(Err(ReadRefusal::Outside));
    }
    // Asked before opening: opening a named pipe would wait for a writer. Between this and the open
    // the file may be replaced (race): accepted.
    if !fs::metadata(&real).map_err(fail)?.is_file() {
        return Ok(Err(ReadRefusal::NotAFile));
    }
    if fs::metadata(&real).map_err(fail)?.len() > most {
        return Ok(Err(ReadRefusal::TooLarge(most)));
    }
    let mut bytes = Vec::new();
    File::open(&real).map_err(fail)?.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > most {
        return Ok(Err(ReadRefusal::TooLarge(most)));
    }
    Ok(Ok(bytes))
}

/// Reads an asset of at most so many bytes, such as a logo. The diagnostic, if any, has no place yet.
///
/// # Errors
///
/// As [`read_text`].
pub fn read_asset(
    path: &Path,
    name: &str,
    root: &Path,
    most: u64,
) -> Result<Result<Vec<u8>, Diagnostic>, EnvError> {
    Ok(read(path, root, most)?.map_err(|refusal| {
        let mut diagnostic = refusal.diagnostic(name, ASSET);
        diagnostic.code = Code::BadAsset;
        diagnostic
    }))
}

/// All regular files below a folder by their path in it, with `/` between the parts. A folder that
/// is not there holds none.
///
/// # Errors
///
/// A folder cannot be listed, or a file in it not be read.
pub fn read_folder(
    folder: &Path,
    root: &Path,
    most: u64,
) -> Result<BTreeMap<String, Vec<u8>>, EnvError> {
    let mut files = BTreeMap::new();
    let mut pending = vec![(folder.to_path_buf(), String::new())];
    while let Some((next, prefix)) = pending.pop() {
        for name in list(&next)? {
            let path = next.join(&name);
            let inner = format!("{prefix}{name}");
            if path.is_dir() && !path.is_symlink() {
                pending.push((path, format!("{inner}/")));
            } else if let Ok(bytes) = read(&path, root, most)? {
                files.insert(inner, bytes);
            }
        }
    }
    Ok(files)
}

/// The names in a folder, in alphabetical order, without hidden ones. A folder that is not there
/// holds none.
///
/// # Errors
///
/// It is there and cannot be listed.
pub fn list(folder: &Path) -> Result<Vec<String>, EnvError> {
    let fail = |cause| EnvError::new("cannot list", folder, cause);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fail(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(fail)?.file_name();
        if let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) {
            names.push(name.to_string());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_utf8_are_located() {
        assert_eq!(decode(b"\xEF\xBB\xBFa".to_vec()), Ok("a".into()));
        let (_, at, message) = decode(b"caf\xE9".to_vec()).unwrap_err();
        assert_eq!(at, 3);
        assert!(message.contains("0xE9"), "{message}");
        assert!(decode(vec![0xFF, 0xFE, b'a', 0]).unwrap_err().2.contains("UTF-16"));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_outside_the_project_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let project = root.join("project");
        fs::create_dir(&project).unwrap();
        fs::write(root.join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(root.join("secret"), project.join("link")).unwrap();
        assert!(matches!(read(&project.join("link"), &project, 9), Ok(Err(ReadRefusal::Outside))));
        assert!(matches!(read(&project.join("none"), &project, 9), Ok(Err(ReadRefusal::Missing))));
        fs::write(project.join("big"), "1234567890").unwrap();
        assert!(matches!(
            read(&project.join("big"), &project, 9),
            Ok(Err(ReadRefusal::TooLarge(9)))
        ));
    }
}
