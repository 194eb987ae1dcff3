//! Folders that are made for files, and go again where the files are not written.

use std::fs;
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

/// Folders that were made. Dropped, it removes those that are empty, unless they are to be kept.
#[derive(Debug, Default)]
pub struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes a folder, and those it is in.
    ///
    /// # Errors
    ///
    /// One cannot be made, or something else is there.
    pub fn make(&mut self, folder: &Path) -> io::Result<()> {
        let is_missing = |folder: &&Path| {
            let there = folder.symlink_metadata();
            there.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.0.push(folder.to_path_buf()),
                // Somebody else made it, who may need it.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        fs::create_dir_all(folder)
    }

    /// Keeps them.
    pub fn keep(mut self) {
        mem::take(&mut self.0);
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // What somebody put something into stays.
            let _ = fs::remove_dir(folder);
        }
    }
}
