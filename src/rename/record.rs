//! The record of a rename that has begun: it is there from before the first change until after the last.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::RenameError;
use super::named::BRIEFS;
use super::renaming::Renaming;
use crate::disk::{EnvError, read_regular_within, write_all};
use crate::translation::EditLock;

/// Its name, in the folder of briefs.
const RECORD: &str = ".briefpress-renaming";

/// It holds two names.
const LARGEST: u64 = 4096;

impl Renaming {
    /// What has begun in a project and has not ended.
    ///
    /// # Errors
    ///
    /// The record cannot be read.
    pub fn begun(root: &Path) -> Result<Option<Self>, RenameError> {
        let path = place(root);
        match read_regular_within(&path, LARGEST) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(renaming) => Ok(Some(renaming)),
                Err(_) => Err(RenameError::BadRecord(format!("{BRIEFS}/{RECORD}"))),
            },
            // Not even a folder of briefs may be there.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(EnvError::new("cannot read", &path, error).into()),
        }
    }

    /// Holds a project to be in one state: a rename that runs is waited for.
    ///
    /// # Errors
    ///
    /// One has begun and has been killed, or its record cannot be read.
    pub fn hold_none(root: &Path) -> Result<(), RenameError> {
        if place(root).symlink_metadata().is_err() {
            return Ok(());
        }
        // Whoever renames has this lock.
        let _lock = EditLock::take(&root.join(BRIEFS), &mut || ()).ok();
        match Self::begun(root)? {
            Some(renaming) => Err(RenameError::HalfDone(renaming)),
            None => Ok(()),
        }
    }

    /// Writes down that it begins.
    pub(super) fn begin(&self, root: &Path) -> Result<(), RenameError> {
        let text = serde_json::to_vec(self).expect("two names can be written as JSON");
        Ok(write_all(&[(place(root), text)])?)
    }

    /// Writes down that it is over.
    pub(super) fn end(root: &Path) -> Result<(), RenameError> {
        let path = place(root);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(EnvError::new("cannot remove", &path, cause).into())
            }
            _ => Ok(()),
        }
    }
}

fn place(root: &Path) -> PathBuf {
    root.join(BRIEFS).join(RECORD)
}
