//! Writing what was made: no file is ever half-written, and files that belong together are written
//! together or, after a failure, not at all. By fsync, then rename: a failed rename is rolled back,
//! a crash between two is not.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::error::EnvError;
use super::regular::{check_regular, read_regular};

/// What every file begins with that is not finished.
const UNFINISHED: &str = ".briefpress-";

/// Writes files that belong together as a group: each is written whole beside its place and
/// fsynced, then all are renamed into place, and the folders are fsynced. Where one cannot be
/// renamed, those before it are rolled back, and nothing is left behind.
///
/// # Errors
///
/// The first file that cannot be written. What was there before is there then.
pub fn write_all(files: &[(PathBuf, Vec<u8>)]) -> Result<(), EnvError> {
    let mut staged = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        staged.push(Staged { path, new: beside(path, bytes)?, old: Backup::of(path)? });
    }
    let mut folders: Vec<&Path> = files.iter().map(|(path, _)| folder_of(path)).collect();
    folders.sort_unstable();
    folders.dedup();
    let mut renamed: Vec<(&Path, Backup)> = Vec::with_capacity(staged.len());
    for Staged { path, new, old } in staged {
        if let Err(error) = new.persist(path) {
            let cause = roll_back(renamed, error.error);
            return Err(EnvError::new("cannot write", path, cause));
        }
        renamed.push((path, old));
    }
    for folder in folders {
        if let Err(cause) = sync_folder(folder) {
            let cause = roll_back(renamed, cause);
            return Err(EnvError::new("cannot write to", folder, cause));
        }
    }
    Ok(())
}

/// A file that is ready to be renamed into its place.
struct Staged<'f> {
    path: &'f Path,
    new: NamedTempFile,
    old: Backup,
}

/// What a place held before a group of files was written.
enum Backup {
    /// No file.
    Absent,
    /// A file, which is kept under this name until the group is written.
    File(TempPath),
}

impl Backup {
    fn of(path: &Path) -> Result<Self, EnvError> {
        let fail = |cause| EnvError::new("cannot write", path, cause);
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Backup::Absent),
            Err(error) => return Err(fail(error)),
            Ok(there) if there.is_dir() => {
                return Err(fail(io::Error::new(
                    io::ErrorKind::IsADirectory,
                    "there is a folder of this name",
                )));
            }
            Ok(_) => {}
        }
        // A second name for the same file; where a file system has none, a copy.
        let link = builder().make_in(folder_of(path), |name| fs::hard_link(path, name));
        let kept = match link {
            Ok(link) => link,
            Err(_) => builder()
                // A pipe would wait for a writer.
                .make_in(folder_of(path), |name| {
                    check_regular(path)?;
                    fs::copy(path, name)?;
                    File::open(name)?.sync_all()
                })
                .map_err(fail)?,
        };
        Ok(Backup::File(kept.into_temp_path()))
    }

    fn restore(self, path: &Path) -> io::Result<()> {
        match self {
            Backup::Absent => fs::remove_file(path),
            Backup::File(kept) => kept.persist(path).map_err(|error| error.error),
        }
    }
}

/// Rolls back: places get back what they held, the last first. What to say of it all.
fn roll_back(renamed: Vec<(&Path, Backup)>, cause: io::Error) -> io::Error {
    let mut lost = Vec::new();
    for (path, old) in renamed.into_iter().rev() {
        if let Err(error) = old.restore(path) {
            lost.push(format!("{} is the new one ({error})", path.display()));
        }
    }
    if lost.is_empty() { cause } else { io::Error::other(format!("{cause}; {}", lost.join("; "))) }
}

/// Fsyncs the directory, which makes renames in it durable.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems cannot sync a folder, and say so; what was renamed is there all the same.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}

/// Elsewhere a folder cannot be opened to be fsynced.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Clears away what a program that was killed left unfinished in a folder, but for the file of one
/// name. Whoever calls it holds a lock, so that no one is writing there. What cannot be removed is in
/// no one's way.
pub fn clear_unfinished(folder: &Path, but: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let unfinished = name.to_str().is_some_and(|name| name.starts_with(UNFINISHED));
        if unfinished && name != but {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a file, unless it says the same already.
///
/// # Errors
///
/// As [`write_all`].
pub fn write_changed(path: &Path, bytes: Vec<u8>) -> Result<(), EnvError> {
    if read_regular(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    write_all(&[(path.to_path_buf(), bytes)])
}

/// Writes a file that must not be there yet; `Ok(false)` if it is.
///
/// # Errors
///
/// It cannot be written, for another reason.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, EnvError> {
    match beside(path, bytes)?.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(EnvError::new("cannot write", path, error.error)),
    }
}

/// An fsynced temporary file with the given content, in the folder where it is to stay. It is
/// deleted unless it is moved.
fn beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, EnvError> {
    let fail = |cause| EnvError::new("cannot write", path, cause);
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(|cause| EnvError::new("cannot make", folder, cause))?;
    let mut file = builder().tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    Ok(file)
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    {
        // What any program's new file gets; the umask takes away from it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// The folder a file is in.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("a/b.pdf");
        write_all(&[(good.clone(), b"one".to_vec())]).unwrap();
        assert_eq!(fs::read(&good).unwrap(), b"one");
        // A folder where the file should be: it cannot be moved into place.
        let blocked = folder.path().join("c");
        fs::create_dir(&blocked).unwrap();
        fs::write(blocked.join("x"), "").unwrap();
        assert!(write_all(&[(blocked, b"two".to_vec())]).is_err());
        assert_eq!(names(folder.path()), ["a", "c"]);
        assert!(!write_new(&good, b"three").unwrap());
        assert_eq!(fs::read(&good).unwrap(), b"one");
    }

    #[test]
    fn a_group_is_written_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new, last] = ["old.pdf", "new.pdf", "last.pdf"].map(|n| folder.path().join(n));
        fs::write(&old, "old").unwrap();
        let group = |paths: &[&PathBuf]| -> Vec<(PathBuf, Vec<u8>)> {
            paths.iter().map(|path| (path.to_path_buf(), b"new".to_vec())).collect()
        };
        // The last file of the group cannot be staged.
        let inside = old.join("below");
        assert!(write_all(&group(&[&old, &new, &inside])).is_err());
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["old.pdf"]);
        write_all(&group(&[&old, &new, &last])).unwrap();
        for path in [&old, &new, &last] {
            assert_eq!(fs::read(path).unwrap(), b"new");
        }
        assert_eq!(names(folder.path()), ["last.pdf", "new.pdf", "old.pdf"]);
    }

    #[test]
    fn what_was_renamed_gets_back_what_it_held() {
        let folder = tempfile::tempdir().unwrap();
        let [there, absent] = ["there.pdf", "absent.pdf"].map(|name| folder.path().join(name));
        fs::write(&there, "old").unwrap();
        let mut renamed = Vec::new();
        for path in [&there, &absent] {
            let old = Backup::of(path).unwrap();
            beside(path, b"new").unwrap().persist(path).unwrap();
            renamed.push((path.as_path(), old));
        }
        assert_eq!(names(folder.path()).len(), 3);
        let cause = roll_back(renamed, io::Error::other("the disk is full"));
        assert_eq!(cause.to_string(), "the disk is full");
        assert_eq!(names(folder.path()), ["there.pdf"]);
        assert_eq!(fs::read(&there).unwrap(), b"old");
    }
}
