//! Giving files and folders another place in their file system, and links another place to lead to.

use std::fs;
use std::io;
use std::path::Path;

use super::error::EnvError;
use super::slashes::slashed;
use super::write::{builder, folder_of, sync_folder};

/// Renames a file or folder, over nothing that is there, and fsyncs the folders that it was and is in.
/// Where the two names differ in case alone, some file systems take them for one: that is no other file.
///
/// # Errors
///
/// Something is there, or the system refuses; or a folder cannot be fsynced, and the file or folder has its
/// new place all the same.
pub fn move_to(from: &Path, to: &Path) -> Result<(), EnvError> {
    let fail = |cause| EnvError::new("cannot rename", from, cause);
    if to.symlink_metadata().is_ok() && !is_same(from, to) {
        let words = format!("{} is there already", slashed(to));
        return Err(fail(io::Error::new(io::ErrorKind::AlreadyExists, words)));
    }
    fs::rename(from, to).map_err(fail)?;
    [folder_of(from), folder_of(to)].into_iter().try_for_each(keep)
}

/// Has a link lead to `after` instead of `before`: at no moment is there none. `Ok(false)` where it leads
/// elsewhere by now, or is no link.
///
/// # Errors
///
/// The system refuses; or the folder cannot be fsynced, and the link leads to `after` all the same.
pub fn relink(path: &Path, before: &Path, after: &Path) -> Result<bool, EnvError> {
    let fail = |cause| EnvError::new("cannot write", path, cause);
    if !fs::read_link(path).is_ok_and(|target| target == before) {
        return Ok(false);
    }
    let new = builder().make_in(folder_of(path), |name| link(path, after, name)).map_err(fail)?;
    new.into_temp_path().persist(path).map_err(|error| fail(error.error))?;
    keep(folder_of(path)).map(|()| true)
}

/// Makes a link of the kind that another one is.
#[cfg(unix)]
fn link(_: &Path, target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

/// Makes a link of the kind that another one is: Windows tells those to folders from those to files.
#[cfg(windows)]
fn link(other: &Path, target: &Path, at: &Path) -> io::Result<()> {
    use std::os::windows::fs::{FileTypeExt, symlink_dir, symlink_file};

    match other.symlink_metadata()?.file_type().is_symlink_dir() {
        true => symlink_dir(target, at),
        false => symlink_file(target, at),
    }
}

/// Fsyncs a folder in which something was renamed.
fn keep(folder: &Path) -> Result<(), EnvError> {
    let fail = |cause| EnvError::new("cannot write to", folder, cause).in_effect();
    sync_folder(folder).map_err(fail)
}

/// Whether two names in one folder that differ in case alone are of one file.
fn is_same(from: &Path, to: &Path) -> bool {
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    let real = |path: &Path| path.canonicalize().ok();
    lower(from) == lower(to) && real(from).is_some() && real(from) == real(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two, three] = ["one", "two", "three"].map(|name| folder.path().join(name));
        fs::create_dir(&one).unwrap();
        fs::write(one.join("x"), "x").unwrap();
        // An empty folder would be replaced by the system.
        fs::create_dir(&two).unwrap();
        assert!(move_to(&one, &two).is_err());
        move_to(&one, &three).unwrap();
        assert!(three.join("x").is_file() && !one.exists());
        assert!(move_to(&one, &three).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_elsewhere_by_now_stays() {
        let folder = tempfile::tempdir().unwrap();
        let [link, file] = ["link", "file"].map(|name| folder.path().join(name));
        let [one, two, three] = ["one", "two", "three"].map(Path::new);
        std::os::unix::fs::symlink(one, &link).unwrap();
        fs::write(&file, "x").unwrap();
        assert!(relink(&link, one, two).unwrap());
        assert!(!relink(&link, one, three).unwrap());
        assert!(!relink(&file, one, two).unwrap());
        assert_eq!(fs::read_link(&link).unwrap(), two);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
