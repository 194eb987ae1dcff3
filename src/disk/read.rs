//! Reading what users wrote: only regular files inside the project, and none that is too large.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::error::EnvError;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::limits::{ASSET, DATA, Limits, SettableLimit, TEXT};
use crate::release::Digest;

/// A file of a translator's tool larger than this is not about one brief.
const LARGEST_EXCHANGE: u64 = 20 << 20;

/// How Git LFS begins what it puts in the place of a file.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

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
    let bytes = match read(path, root, (most, TEXT))? {
        Ok(bytes) => bytes,
        Err(refusal) => {
            let file = sources.add(name, "");
            diagnostics.push(refusal.diagnostic(name).at(Span::new(file, 0..0)));
            return Ok(None);
        }
    };
    let digest = Digest::of(&bytes);
    Ok(add_text(bytes, name, sources, diagnostics).map(|file| (file, digest)))
}

/// Adds the text of a file that was read to `sources` under `name`. `None` when it is none, or too long
/// to be one; that has been reported then.
pub fn add_text(
    bytes: Vec<u8>,
    name: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<FileId> {
    let most = sources.largest().unwrap_or(Limits::default().text());
    if bytes.len() as u64 > most {
        let file = sources.add(name, "");
        let refusal = ReadRefusal::TooLarge(most, TEXT).diagnostic(name);
        diagnostics.push(refusal.at(Span::new(file, 0..0)));
        return None;
    }
    match decode(bytes) {
        Ok(text) => Some(sources.add(name, text)),
        Err((readable, at, message)) => {
            let file = sources.add(name, readable);
            diagnostics.push(
                Diagnostic::new(Code::FileEncoding, message)
                    .at(Span::new(file, at..at + 1))
                    .help("save the file as UTF-8; every editor has that choice under “Save as”"),
            );
            None
        }
    }
}

/// What a file is that a program wrote for itself, by what stands in it, whatever its name.
fn document(bytes: &[u8]) -> Option<&'static str> {
    let has = |sign: &[u8]| bytes.windows(sign.len()).any(|part| part == sign);
    let wide = |word: &str| word.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    if bytes.starts_with(b"%PDF") {
        return Some("the file is a PDF, whatever its name, and no plain text");
    }
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    let is_old = bytes.starts_with(b"\xD0\xCF\x11\xE0");
    if is_zip && (has(b"xl/workbook") || has(b"opendocument.spreadsheet"))
        || is_old && has(&wide("Workbook"))
    {
        return Some(
            "the file is a workbook of a spreadsheet, such as Excel’s, whatever its name: save its sheet as \
             CSV (UTF-8)",
        );
    }
    if is_zip && (has(b"word/document.xml") || has(b"opendocument.text")) {
        return Some(
            "the file is a document of a word processor, whatever its name, and no plain text",
        );
    }
    None
}

/// Text, or what of it can be shown, the first byte that is wrong, and why.
fn decode(mut bytes: Vec<u8>) -> Result<String, (String, usize, String)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((String::new(), 0, "the file is UTF-16, not UTF-8".into()));
    }
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    if let Some(message) = document(&bytes) {
        return Err((String::new(), 0, message.into()));
    }
    let is_document = [&b"PK\x03\x04"[..], b"\xD0\xCF\x11\xE0", b"%PDF"];
    if is_document.iter().any(|sign| bytes.starts_with(sign)) {
        let message =
            "the file is a document of a word processor, or another that is no plain text";
        return Err((String::new(), 0, message.into()));
    }
    if bytes.len() > 3 && zeros > bytes.len() / 4 {
        return Err((String::new(), 0, "the file is UTF-16, or no text, and not UTF-8".into()));
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
    read_at_most(path, LARGEST_EXCHANGE)
}

/// The bytes of a file of any origin; `None` where it has more than `most`.
///
/// # Errors
///
/// It is no regular file, or cannot be read.
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    // A pipe would be waited for.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// A text is never larger, whatever a project allows.
const LARGEST_TEXT: u64 = (TEXT.range.1 as u64) << 20;

/// The digest of a text file inside `root`; `None` if it cannot be read.
pub fn digest(path: &Path, root: &Path) -> Option<Digest> {
    digest_text(&open_text(path, root)?)
}

/// The text of a file inside `root`; `None` if it cannot be read, or is none.
pub fn text_of(path: &Path, root: &Path) -> Option<String> {
    let bytes = read(path, root, (LARGEST_TEXT, TEXT)).ok()?.ok()?;
    decode(bytes).ok()
}

/// Why something that a project names, or that stands in one of its folders, is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadRefusal {
    /// There is nothing.
    Missing,
    /// A link to nothing.
    Dangling,
    /// A pipe, a device, or a folder in the place of a file.
    NotAFile,
    /// A file in the place of a folder.
    NotAFolder,
    /// A link out of the project.
    Outside,
    /// A link from a folder to one that it stands in.
    Loop,
    /// A file of more bytes than this.
    TooLarge(u64, SettableLimit),
    /// A folder with more files, or more in them, than any project has.
    TooMany,
    /// A name that is not UTF-8.
    BadName,
    /// A path with `\`, which is a folder to some systems and part of a name to others.
    Backslash,
    /// What Git LFS puts in the place of a file that it has not brought.
    Pointer,
}

impl ReadRefusal {
    /// What is said of it, still without a place.
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let (message, help) = match self {
            ReadRefusal::Missing => {
                (format!("{name} is not there"), "check how its name is written")
            }
            ReadRefusal::Dangling => (
                format!("{name} is a link that leads nowhere"),
                "put what is meant in its place, or take the link away",
            ),
            ReadRefusal::NotAFile => {
                (format!("{name} is not a regular file"), "put a file in its place")
            }
            ReadRefusal::NotAFolder => {
                (format!("{name} is not a folder"), "put a folder in its place")
            }
            ReadRefusal::Outside => (
                format!("{name} leads outside the project"),
                "copy what it leads to into the project; nothing outside it is read",
            ),
            ReadRefusal::Loop => {
                (format!("{name} is a link to a folder that it stands in"), "take the link away")
            }
            ReadRefusal::TooLarge(most, limit) => {
                let message = format!("{name} is larger than {} MB", most >> 20);
                let help = format!("make it smaller, or split it; {}", limit.raise());
                return Diagnostic::new(Code::FileTooLarge, message).help(help);
            }
            ReadRefusal::TooMany => (
                format!("{name} holds more than can be read"),
                "keep there only what documents are made from",
            ),
            ReadRefusal::BadName => {
                (format!("the name of {name} is not UTF-8"), "give it another name")
            }
            ReadRefusal::Backslash => {
                (format!("`{name}` names a file with `\\`"), "write `/` between folders")
            }
            ReadRefusal::Pointer => (
                format!("{name} is a pointer of Git LFS, which stands in the place of the file"),
                "bring the file itself: `git lfs install`, then `git lfs pull`",
            ),
        };
        let code = match self {
            ReadRefusal::TooLarge(..) | ReadRefusal::TooMany => Code::FileTooLarge,
            _ => Code::FileUnreadable,
        };
        Diagnostic::new(code, message).help(help)
    }
}

/// Opens a file of values of at most `most` bytes inside `root`, to be read as it comes.
///
/// # Errors
///
/// As [`read_text`].
pub fn open_within(
    path: &Path,
    root: &Path,
    most: u64,
) -> Result<Result<File, ReadRefusal>, EnvError> {
    open(path, root, (most, DATA))
}

/// Opens a text file inside `root`; `None` if it cannot be read.
pub fn open_text(path: &Path, root: &Path) -> Option<File> {
    open(path, root, (LARGEST_TEXT, TEXT)).ok()?.ok()
}

/// The digest of a text that was opened; `None` if it is none.
pub fn digest_text(file: &File) -> Option<Digest> {
    let bytes = read_opened(file, (LARGEST_TEXT, TEXT)).ok()?.ok()?;
    Some(Digest::of(&bytes))
}

/// Reads a regular file of at most `most` bytes inside `root`.
pub(super) fn read(
    path: &Path,
    root: &Path,
    (most, limit): (u64, SettableLimit),
) -> Result<Result<Vec<u8>, ReadRefusal>, EnvError> {
    let fail = |cause| EnvError::new("cannot read", path, cause);
    let file = match open(path, root, (most, limit))? {
        Ok(file) => file,
        Err(refusal) => return Ok(Err(refusal)),
    };
    read_opened(&file, (most, limit)).map_err(fail)
}

/// Reads a file of at most `most` bytes that was opened.
fn read_opened(
    file: &File,
    (most, limit): (u64, SettableLimit),
) -> io::Result<Result<Vec<u8>, ReadRefusal>> {
    // It may grow while it is read.
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Ok(Err(ReadRefusal::TooLarge(most, limit)));
    }
    Ok(if bytes.starts_with(POINTER) { Err(ReadRefusal::Pointer) } else { Ok(bytes) })
}

/// Opens a regular file of at most `most` bytes inside `root`.
fn open(
    path: &Path,
    root: &Path,
    (most, limit): (u64, SettableLimit),
) -> Result<Result<File, ReadRefusal>, EnvError> {
    let fail = |cause| EnvError::new("cannot read", path, cause);
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let is_link = path.symlink_metadata().is_ok_and(|there| there.is_symlink());
            return Ok(Err(if is_link { ReadRefusal::Dangling } else { ReadRefusal::Missing }));
        }
        Err(error) => return Err(fail(error)),
    };
    if !real.starts_with(root) {
        return Ok(Err(ReadRefusal::Outside));
    }
    // Asked before opening: opening a named pipe would wait for a writer. Between this and the open
    // the file may be replaced (race): accepted.
    let there = fs::metadata(&real).map_err(fail)?;
    if !there.is_file() {
        return Ok(Err(ReadRefusal::NotAFile));
    }
    if there.len() > most {
        return Ok(Err(ReadRefusal::TooLarge(most, limit)));
    }
    File::open(&real).map(Ok).map_err(fail)
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
    let read = match name.contains('\\') {
        true => Err(ReadRefusal::Backslash),
        false => read(path, root, (most, ASSET))?,
    };
    Ok(read.map_err(|refusal| {
        let mut diagnostic = refusal.diagnostic(name);
        diagnostic.code = Code::BadAsset;
        diagnostic
    }))
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
        assert!(decode(b"a\0b\0c\0".to_vec()).unwrap_err().2.contains("UTF-16"));
        assert!(decode(b"PK\x03\x04\x14".to_vec()).unwrap_err().2.contains("word processor"));
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
        assert!(matches!(
            read(&project.join("link"), &project, (9, TEXT)),
            Ok(Err(ReadRefusal::Outside))
        ));
        assert!(matches!(
            read(&project.join("none"), &project, (9, TEXT)),
            Ok(Err(ReadRefusal::Missing))
        ));
        fs::write(project.join("big"), "1234567890").unwrap();
        assert!(matches!(
            read(&project.join("big"), &project, (9, TEXT)),
            Ok(Err(ReadRefusal::TooLarge(9, _)))
        ));
    }
}
