//! Reading what users wrote and writing what was made: only regular files inside the project are
//! read, and no file is ever half-written.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::release::Digest;

/// A text file larger than this is no brief. The longest real ones have some tens of kilobytes.
const LARGEST_TEXT: u64 = 4 << 20;

/// An image or template file larger than this is a mistake.
const LARGEST_ASSET: u64 = 32 << 20;

/// The environment failed: a disk is full, a permission is missing.
#[derive(Debug)]
pub struct EnvError {
    /// What was being done, such as "cannot write".
    pub doing: &'static str,
    /// With which file or folder.
    pub path: PathBuf,
    /// What the system says.
    pub cause: io::Error,
}

impl EnvError {
    /// What went wrong with which file or folder.
    pub fn new(doing: &'static str, path: &Path, cause: io::Error) -> Self {
        Self { doing, path: path.to_path_buf(), cause }
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.doing, self.path.display(), self.cause)
    }
}

impl std::error::Error for EnvError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// Reads a text file into `sources` under `name`; with the digest of its bytes. `None` when what is
/// in it cannot be used; that has been reported then.
pub fn read_text(
    path: &Path,
    name: &str,
    root: &Path,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Option<(FileId, Digest)>, EnvError> {
    let bytes = match read(path, root, LARGEST_TEXT)? {
        Ok(bytes) => bytes,
        Err(refusal) => {
            let file = sources.add(name, "");
            diagnostics.push(refusal.diagnostic(name).at(Span::new(file, 0..0)));
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

/// The digest of a file inside `root`; `None` if it cannot be read.
pub fn digest(path: &Path, root: &Path) -> Option<Digest> {
    read(path, root, LARGEST_ASSET).ok()?.ok().map(|bytes| Digest::of(&bytes))
}

/// Why a file that is there is not read.
enum Refusal {
    Missing,
    NotAFile,
    Outside,
    TooLarge(u64),
}

impl Refusal {
    fn diagnostic(&self, name: &str) -> Diagnostic {
        let (code, message, help) = match self {
            Refusal::Missing => (
                Code::FileUnreadable,
                format!("{name} is not there"),
                "check how its name is written".to_string(),
            ),
            Refusal::NotAFile => (
                Code::FileUnreadable,
                format!("{name} is not a regular file"),
                "put a file in its place".to_string(),
            ),
            Refusal::Outside => (
                Code::FileUnreadable,
                format!("{name} leads outside the project"),
                "copy the file into the project; nothing outside it is read".to_string(),
            ),
            Refusal::TooLarge(most) => (
                Code::FileTooLarge,
                format!("{name} is larger than {} MB", most >> 20),
                "make it smaller, or split it".to_string(),
            ),
        };
        Diagnostic::new(code, message).help(help)
    }
}

/// Reads a regular file of at most `most` bytes inside `root`.
fn read(path: &Path, root: &Path, most: u64) -> Result<Result<Vec<u8>, Refusal>, EnvError> {
    let fail = |cause| EnvError::new("cannot read", path, cause);
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Err(Refusal::Missing)),
        Err(error) => return Err(fail(error)),
    };
    if !real.starts_with(root) {
        return Ok(Err(Refusal::Outside));
    }
    // Asked before opening: opening a named pipe would wait for a writer.
    if !fs::metadata(&real).map_err(fail)?.is_file() {
        return Ok(Err(Refusal::NotAFile));
    }
    let mut bytes = Vec::new();
    File::open(&real).map_err(fail)?.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > most {
        return Ok(Err(Refusal::TooLarge(most)));
    }
    Ok(Ok(bytes))
}

/// Reads an asset, such as a logo. The diagnostic, if any, has no place yet.
pub fn read_asset(
    path: &Path,
    name: &str,
    root: &Path,
) -> Result<Result<Vec<u8>, Diagnostic>, EnvError> {
    Ok(read(path, root, LARGEST_ASSET)?.map_err(|refusal| {
        let mut diagnostic = refusal.diagnostic(name);
        diagnostic.code = Code::BadAsset;
        diagnostic
    }))
}

/// All regular files below a folder by their path in it, with `/` between the parts. A folder that
/// is not there holds none.
pub fn read_folder(folder: &Path, root: &Path) -> Result<BTreeMap<String, Vec<u8>>, EnvError> {
    let mut files = BTreeMap::new();
    let mut pending = vec![(folder.to_path_buf(), String::new())];
    while let Some((next, prefix)) = pending.pop() {
        for name in list(&next)? {
            let path = next.join(&name);
            let inner = format!("{prefix}{name}");
            if path.is_dir() && !path.is_symlink() {
                pending.push((path, format!("{inner}/")));
            } else if let Ok(bytes) = read(&path, root, LARGEST_ASSET)? {
                files.insert(inner, bytes);
            }
        }
    }
    Ok(files)
}

/// The names in a folder, in alphabetical order, without hidden ones. A folder that is not there
/// holds none.
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

/// Writes files that belong together. Each is written whole beside its place, made durable and
/// then moved there; on an error nothing is left behind, and what was there before stays.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), EnvError> {
    let mut written = Vec::new();
    for (path, bytes) in files {
        written.push((beside(path, bytes)?, path));
    }
    for (temporary, path) in written {
        temporary
            .persist(path)
            .map_err(|error| EnvError::new("cannot write", path, error.error))?;
    }
    Ok(())
}

/// Writes a file, unless it says the same already.
pub fn write_changed(path: &Path, bytes: Vec<u8>) -> Result<(), EnvError> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write_all(&[(path.to_path_buf(), bytes)])
}

/// What every file begins with that is not finished.
pub const UNFINISHED: &str = ".briefpress-";

/// Writes a file that must not be there yet; `Ok(false)` if it is.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, EnvError> {
    match beside(path, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(EnvError::new("cannot write", path, error.error)),
    }
}

/// A durable temporary file with the given content, in the folder where it is to stay. It is
/// deleted unless it is moved.
fn beside(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, EnvError> {
    let fail = |cause| EnvError::new("cannot write", path, cause);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|cause| EnvError::new("cannot make", folder, cause))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        // What any program's new file gets; the umask takes away from it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    Ok(file)
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

    #[test]
    fn files_are_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("a/b.pdf");
        write_all(&[(good.clone(), b"one".to_vec())]).unwrap();
        assert_eq!(fs::read(&good).unwrap(), b"one");
        // A folder where the file should be: the second file cannot be moved into place.
        let blocked = folder.path().join("c");
        fs::create_dir(&blocked).unwrap();
        fs::write(blocked.join("x"), "").unwrap();
        assert!(write_all(&[(blocked, b"two".to_vec())]).is_err());
        assert_eq!(list(folder.path()).unwrap(), ["a", "c"]);
        assert!(!write_new(&good, b"three").unwrap());
        assert_eq!(fs::read(&good).unwrap(), b"one");
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
        assert!(matches!(read(&project.join("link"), &project, 9), Ok(Err(Refusal::Outside))));
        assert!(matches!(read(&project.join("none"), &project, 9), Ok(Err(Refusal::Missing))));
        fs::write(project.join("big"), "1234567890").unwrap();
        assert!(matches!(read(&project.join("big"), &project, 9), Ok(Err(Refusal::TooLarge(9)))));
    }
}
