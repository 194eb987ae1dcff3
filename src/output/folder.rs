//! The output folder: who may write to it, and what is written down, removed and left in it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use thiserror::Error;

use super::claim::{ClaimError, MARKER, NotOwned, Owner, check_owner, mark};
use super::intact::digest_of;
use super::journal::{JOURNAL, Journal, holder};
use super::listing::{KnownFiles, Listing};
use super::record::Record;
use super::tool::tool;
use crate::disk::{
    EnvError, Room, Staging, check_below, check_writable, clear_unfinished, is_bare,
    read_regular_within,
};
use crate::release::{Artifact, Entry, Picture};

/// The poll interval while another process holds the lock.
const LOOK: Duration = Duration::from_millis(50);

/// Why a folder cannot be had.
#[derive(Debug, Error)]
pub enum TakeError {
    /// The user or the system asked for an end while another build held the lock.
    #[error("interrupted while another build had the folder")]
    Interrupted,
    /// It is someone else's.
    #[error(transparent)]
    NotOwned(#[from] NotOwned),
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
}

impl From<ClaimError> for TakeError {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::NotOwned(why) => TakeError::NotOwned(why),
            ClaimError::Env(error) => TakeError::Env(error),
        }
    }
}

/// An output folder that this build alone writes to.
#[derive(Debug)]
pub struct OutFolder {
    /// Where it is.
    pub path: PathBuf,
    journal: Journal,
    /// Whether it was not there before.
    is_new: bool,
    /// Whether it had no marker before.
    is_unmarked: bool,
    /// What is kept free for the manifest.
    room: Option<Room>,
}

impl OutFolder {
    /// Takes the folder for its owner, and marks it as his, waiting while another build holds the lock:
    /// `on_wait` is told once, with the process where that is known, and `interrupted` ends the waiting.
    /// What a killed build left unfinished is cleared away.
    ///
    /// # Errors
    ///
    /// The folder is someone else's, and then nothing is written; it cannot be made or written to, the
    /// file system has no locks, or the waiting was interrupted.
    pub fn take(
        path: &Path,
        owner: &Owner<'_>,
        interrupted: &AtomicBool,
        on_wait: &mut dyn FnMut(Option<u32>),
    ) -> Result<Self, TakeError> {
        let fail = |cause| EnvError::new("cannot write to", &path.join(JOURNAL), cause);
        check_owner(path, owner)?;
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
        // Another may have been the first.
        if let Err(error) = check_owner(path, owner) {
            abandon(path, is_new);
            return Err(error.into());
        }
        let is_unmarked = path.join(MARKER).symlink_metadata().is_err();
        // A build that ended took its journal away, or wrote one down when nothing was unfinished any more.
        let is_left = file.metadata().is_ok_and(|there| there.len() > 0);
        // Nothing is made below a folder in which the manifest could not be: making the journal shows that, where it was not there.
        if is_left {
            check_writable(path)?;
        }
        let journal = Journal::take_over(file).map_err(fail)?;
        mark(path, owner)?;
        let folder = Self { path: path.to_path_buf(), journal, is_new, is_unmarked, room: None };
        if is_left {
            folder.clear_unfinished();
        }
        Ok(folder)
    }

    /// Keeps room free for the manifest and what is made of it, so that a disk that is full by then
    /// does not keep it from saying what is there. Where there is no such room, what follows says so.
    pub fn keep_room(&mut self, bytes: usize) {
        self.room = Room::keep(&self.path, bytes).ok();
    }

    /// Stages files that belong together, by their paths from the folder.
    ///
    /// # Errors
    ///
    /// One of them cannot be written, or would be written through a link.
    pub fn stage(&self, files: Vec<(String, Vec<u8>)>) -> Result<Staging, EnvError> {
        stage_below(&self.path, files)
    }

    /// Writes files that belong together, by their paths from the folder, all or none.
    ///
    /// # Errors
    ///
    /// One of them cannot be written, or would be written through a link.
    pub fn write(&self, files: Vec<(String, Vec<u8>)>) -> Result<(), EnvError> {
        write_below(&self.path, files)
    }

    /// Refuses to write over what somebody else has put where a file is to stand: a PDF that this program did not make, or,
    /// beside no PDF that it made, a picture or sheet that no build made.
    ///
    /// # Errors
    ///
    /// There is such a file.
    pub fn check_free<'a>(
        &self,
        wanted: impl Iterator<Item = &'a Artifact>,
        record: &Record,
    ) -> Result<(), EnvError> {
        // Where no record of earlier builds is believed, or one was killed, more may be of this program.
        let is_known = record.note.is_none() && !record.goes_on;
        let is_there = |path: &str| self.path.join(path).symlink_metadata().is_ok();
        let foreign = |own: &'a Artifact| {
            if record.get(&own.path).is_some() {
                return None;
            }
            match is_there(&own.path) {
                true if is_ours(&self.path.join(&own.path)) => None,
                true => Some(own.path.as_str()),
                false if !is_known => None,
                false => {
                    let mut beside = own.companions().map(|(path, ..)| path);
                    beside.find(|path| is_there(path) && !record.has_made(path, own))
                }
            }
        };
        let Some(path) = { wanted }.find_map(foreign) else { return Ok(()) };
        let why = "it is there already, and no build made it: move it away or delete it";
        let cause = io::Error::new(io::ErrorKind::AlreadyExists, why);
        Err(EnvError::new("cannot write", &self.path.join(path), cause))
    }

    /// Gives the folder back as it is, with what a killed build wrote down.
    ///
    /// # Errors
    ///
    /// The journal cannot be removed.
    pub fn leave(self, record: &Record) -> Result<(), EnvError> {
        if record.goes_on {
            return Ok(());
        }
        fs::remove_file(self.path.join(JOURNAL)).map_err(|cause| self.failed(cause))
    }

    /// Gives the room back that was kept for the manifest, which is written now.
    pub fn free_room(&mut self) {
        self.room = None;
    }

    /// Begins to write down what is made, after what a killed build wrote down. A journal that says nothing to this build is
    /// kept as it is until the manifest is written: while it is there, everybody knows that files may be other ones.
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

    /// Writes down that a file is finished, and is there if the next thing that was done was to write it.
    ///
    /// # Errors
    ///
    /// The journal cannot be written.
    pub fn log(&mut self, entry: &Entry) -> Result<(), EnvError> {
        let logged = self.journal.log(entry);
        logged.map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: io::Error) -> EnvError {
        EnvError::new("cannot write", &self.path.join(JOURNAL), cause)
    }

    /// The build is over and its manifest written. What an earlier build made and this one neither
    /// lists nor removed stays written down while it is as it was made: one slip in a project does not
    /// cost what it took to build it, and what is left of a file that somebody took away is known for ours.
    ///
    /// # Errors
    ///
    /// The journal cannot be written or removed.
    pub fn give_back(
        mut self,
        unlisted: &[Arc<Entry>],
        epoch: Option<i64>,
    ) -> Result<(), EnvError> {
        if !unlisted.is_empty() {
            let begun = self.journal.begin(epoch);
            begun.map_err(|cause| self.failed(cause))?;
            return unlisted.iter().try_for_each(|entry| self.log(entry));
        }
        fs::remove_file(self.path.join(JOURNAL)).map_err(|cause| self.failed(cause))?;
        // One in which nothing was made is not left behind, nor is its marker; one with files in it stays.
        if self.is_unmarked && is_bare(&self.path) {
            let _ = fs::remove_file(self.path.join(MARKER));
        }
        if self.is_new {
            let _ = fs::remove_dir(&self.path);
        }
        Ok(())
    }

    fn clear_unfinished(&self) {
        let Ok(names) = fs::read_dir(&self.path) else { return };
        // The folder itself may be a link; one in it leads to someone else's.
        let Ok(own) = self.path.canonicalize() else { return };
        for folder in names.flatten().map(|entry| entry.path()).chain([own]) {
            clear_unfinished(&folder, JOURNAL);
        }
    }

    /// Removes the picture and the sheets of a file that this program made, unless an edition that `stays`, by its
    /// path, has the same, then the file, and the folders that are empty then. What is gone already is no failure.
    ///
    /// # Errors
    ///
    /// One of them cannot be removed.
    pub fn remove<K: KnownFiles>(
        &self,
        artifact: &Artifact,
        stays: &Listing<K>,
    ) -> Result<(), EnvError> {
        let editions = artifact.editions();
        let editions = editions.iter().filter_map(|path| stays.get(path).transpose());
        let editions: Vec<Arc<Entry>> = editions.collect::<Result<_, _>>()?;
        let is_file =
            |path: &str| self.path.join(path).symlink_metadata().is_ok_and(|there| there.is_file());
        for (own, ..) in artifact.companions() {
            let is_shared =
                |other: &Arc<Entry>| other.artifact.companions().any(|(path, ..)| path == own);
            if !editions.iter().any(is_shared) && is_file(own) {
                self.remove_file(own)?;
            }
        }
        if is_file(&artifact.path) { self.remove_file(&artifact.path) } else { Ok(()) }
    }

    /// Removes pictures that another briefpress made for tables, which have been made anew without. What
    /// has other bytes than it wrote is somebody's.
    ///
    /// # Errors
    ///
    /// One of them cannot be removed.
    pub fn remove_pictures<K: KnownFiles>(
        &self,
        record: &Record,
        listing: &Listing<K>,
    ) -> Result<(), EnvError> {
        for (table, Picture { path, bytes, sha256 }) in &record.pictures {
            let is_there = || digest_of(&self.path, path, *bytes) == Ok(Some(*sha256));
            let own = listing.get(table)?;
            if own.is_some_and(|own| own.artifact.thumbnail.is_none()) && is_there() {
                self.remove_file(path)?;
            }
        }
        Ok(())
    }

    fn remove_file(&self, path: &str) -> Result<(), EnvError> {
        let below = check_below(&self.path, path);
        let path = self.path.join(path);
        let fail = |cause| EnvError::new("cannot remove", &path, cause);
        below.and_then(|()| fs::remove_file(&path)).map_err(fail)?;
        if let Some(folder) = path.parent()
            && folder != self.path
            && is_bare(folder)
        {
            // A hidden file may be in it; then it stays.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }
}

/// Whether a PDF says that this program made it, in whatever version. What is no file is told when it is written to.
fn is_ours(pdf: &Path) -> bool {
    let says = format!("<xmp:CreatorTool>{} ", tool().name);
    match read_regular_within(pdf, LARGEST_PDF) {
        Ok(bytes) => bytes.windows(says.len()).any(|part| part == says.as_bytes()),
        Err(_) => !pdf.is_file(),
    }
}

/// No PDF of this program has more bytes than this.
const LARGEST_PDF: u64 = 1 << 29;

/// Writes files that belong together, by their paths from a folder, through no link below it.
///
/// # Errors
///
/// One of them cannot be written; then none is.
pub fn write_below(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<(), EnvError> {
    stage_below(folder, files)?.place()
}

fn stage_below(folder: &Path, files: Vec<(String, Vec<u8>)>) -> Result<Staging, EnvError> {
    for (path, _) in &files {
        check_below(folder, path)
            .map_err(|cause| EnvError::new("cannot write", &folder.join(path), cause))?;
    }
    let mut staging = Staging::default();
    files.iter().try_for_each(|(path, bytes)| staging.add(&folder.join(path), bytes))?;
    Ok(staging)
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

    #[test]
    fn what_a_killed_build_left_unfinished_in_the_cache_is_cleared_away() {
        let project = tempfile::tempdir().unwrap();
        let out = project.path().join("dist");
        let cache = out.join(".briefpress-cache");
        fs::create_dir_all(&cache).unwrap();
        for name in ["briefs.states", ".briefpress-a1b2c3"] {
            fs::write(cache.join(name), "").unwrap();
        }
        fs::write(out.join(JOURNAL), "x").unwrap();
        let owner = Owner::project(project.path(), None);
        OutFolder::take(&out, &owner, &AtomicBool::new(false), &mut |_| ()).unwrap();
        let names = fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.collect::<Vec<_>>(), ["briefs.states"]);
    }
}
