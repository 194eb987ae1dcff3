//! The output folder: who may write to it, and what is written down, removed and left in it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use thiserror::Error;

use super::journal::{JOURNAL, Journal, holder};
use super::record::Record;
use crate::disk::{EnvError, clear_unfinished, list};
use crate::release::{Artifact, Entry};

/// The poll interval while another process holds the lock.
const LOOK: Duration = Duration::from_millis(50);

/// Why a folder cannot be had.
#[derive(Debug, Error)]
pub enum TakeError {
    /// The user or the system asked for an end while another build held the lock.
    #[error("interrupted while another build had the folder")]
    Interrupted,
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
}

/// An output folder that this build alone writes to.
#[derive(Debug)]
pub struct OutFolder {
    /// Where it is.
    pub path: PathBuf,
    journal: Journal,
    /// Whether it was not there before.
    is_new: bool,
}

impl OutFolder {
    /// Takes the folder, waiting while another build holds the lock: `on_wait` is told once, with
    /// the process where that is known, and `interrupted` ends the waiting. What a killed build
    /// left unfinished is cleared away.
    ///
    /// # Errors
    ///
    /// The folder cannot be made or written to, the file system has no locks, or the waiting was
    /// interrupted.
    pub fn take(
        path: &Path,
        interrupted: &AtomicBool,
        on_wait: &mut dyn FnMut(Option<u32>),
    ) -> Result<Self, TakeError> {
        let fail = |cause| EnvError::new("cannot write to", path, cause);
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(|cause| EnvError::new("cannot make", path, cause))?;
        let mut waits = false;
        let file = loop {
            let file = Journal::open(path).map_err(fail)?;
            match file.try_lock() {
                Ok(()) if is_same(&file, &path.join(JOURNAL)) => break file,
                // Race: a file that was unlinked meanwhile (its name has another inode, or none);
                // retry.
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                // Without a lock two builds could write at once.
                Err(TryLockError::Error(cause)) => {
                    abandon(path, is_new);
                    return Err(EnvError::new("cannot lock", &path.join(JOURNAL), cause).into());
                }
            }
            if !waits {
                on_wait(holder(path));
                waits = true;
            }
            if interrupted.load(Ordering::Relaxed) {
                return Err(TakeError::Interrupted);
            }
            thread::sleep(LOOK);
        };
        let journal = Journal::take_over(file).map_err(fail)?;
        let folder = Self { path: path.to_path_buf(), journal, is_new };
        folder.clear_unfinished();
        Ok(folder)
    }

    /// Begins to write down what is finished, after what a killed build wrote down.
    ///
    /// # Errors
    ///
    /// The journal cannot be written.
    pub fn begin(&mut self, record: &Record, epoch: Option<i64>) -> Result<(), EnvError> {
        if record.goes_on {
            return Ok(());
        }
        let begun = self.journal.begin(epoch);
        begun.map_err(|cause| self.failed(cause))
    }

    /// Writes down that a file is finished.
    ///
    /// # Errors
    ///
    /// The journal cannot be written.
    pub fn done(&mut self, entry: &Entry) -> Result<(), EnvError> {
        let done = self.journal.done(entry);
        done.map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: io::Error) -> EnvError {
        EnvError::new("cannot write", &self.path.join(JOURNAL), cause)
    }

    /// The build is over and its manifest written. What an earlier build made and this one neither
    /// lists nor removed stays written down while it is as it was made: one slip in a project does not
    /// cost what it took to build it.
    ///
    /// # Errors
    ///
    /// The journal cannot be written or removed.
    pub fn give_back(mut self, unlisted: &[&Entry], epoch: Option<i64>) -> Result<(), EnvError> {
        if !unlisted.is_empty() {
            let begun = self.journal.begin(epoch);
            begun.map_err(|cause| self.failed(cause))?;
            return unlisted.iter().try_for_each(|entry| self.done(entry));
        }
        fs::remove_file(self.path.join(JOURNAL)).map_err(|cause| self.failed(cause))?;
        if self.is_new {
            // One in which nothing was made is not left behind; one with files in it stays.
            let _ = fs::remove_dir(&self.path);
        }
        Ok(())
    }

    fn clear_unfinished(&self) {
        let Ok(names) = fs::read_dir(&self.path) else { return };
        let folders = names.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
        for folder in folders.chain([self.path.clone()]) {
            clear_unfinished(&folder, JOURNAL);
        }
    }

    /// Removes a file that this program made, its picture unless a file that stays has the same, and
    /// the folders that are empty then.
    ///
    /// # Errors
    ///
    /// One of them cannot be removed.
    pub fn remove(&self, artifact: &Artifact, stay: &[&Artifact]) -> Result<(), EnvError> {
        let picture = &artifact.thumbnail.path;
        self.remove_file(&artifact.path)?;
        if !stay.iter().any(|other| other.thumbnail.path == *picture)
            && self.path.join(picture).exists()
        {
            self.remove_file(picture)?;
        }
        Ok(())
    }

    fn remove_file(&self, path: &str) -> Result<(), EnvError> {
        let path = self.path.join(path);
        fs::remove_file(&path).map_err(|cause| EnvError::new("cannot remove", &path, cause))?;
        if let Some(folder) = path.parent()
            && folder != self.path
            && list(folder).is_ok_and(|names| names.is_empty())
        {
            // A hidden file may be in it; then it stays.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }
}

/// Takes away what was made to find out that the folder cannot be locked.
fn abandon(path: &Path, is_new: bool) {
    let journal = path.join(JOURNAL);
    if fs::metadata(&journal).is_ok_and(|there| there.len() == 0) {
        let _ = fs::remove_file(journal);
    }
    if is_new {
        let _ = fs::remove_dir(path);
    }
}

/// Whether a path still names an open file: it was not unlinked meanwhile.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_locked_is_left_as_it_was() {
        let project = tempfile::tempdir().unwrap();
        let out = project.path().join("dist");
        fs::create_dir(&out).unwrap();
        Journal::open(&out).unwrap();
        abandon(&out, true);
        assert!(!out.exists());
        // It was there, and what a killed build wrote down is in it.
        fs::create_dir(&out).unwrap();
        fs::write(out.join(JOURNAL), "x").unwrap();
        abandon(&out, false);
        assert_eq!(fs::read(out.join(JOURNAL)).unwrap(), b"x");
    }
}
