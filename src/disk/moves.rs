//! Giving files and folders another place in their file system.

use std::fs;
use std::io;
use std::path::Path;

use super::error::EnvError;
use super::slashes::slashed;
use super::write::{folder_of, sync_folder};

/// Renames a file or folder, over nothing that is there, and fsyncs the folders that it was and is in.
/// Where the two names differ in case alone, some file systems take them for one: that is no other file.
///
/// # Errors
///
/// Something is there, or the system refuses.
pub fn move_to(from: &Path, to: &Path) -> Result<(), EnvError> {
    let fail = |cause| EnvError::new("cannot rename", from, cause);
    if to.symlink_metadata().is_ok() && !is_same(from, to) {
        let words = format!("{} is there already", slashed(to));
        return Err(fail(io::Error::new(io::ErrorKind::AlreadyExists, words)));
    }
    fs::rename(from, to).map_err(fail)?;
    for folder in [folder_of(from), folder_of(to)] {
        sync_folder(folder).map_err(|cause| EnvError::new("cannot write to", folder, cause))?;
    }
    Ok(())
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
}
