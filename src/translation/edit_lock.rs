//! One command at a time changes the translations of a project: an exclusive lock between
//! processes.

use std::fs::File;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// The poll interval while another process holds the lock.
const PAUSE: Duration = Duration::from_millis(20);

/// After how many attempts it is said that someone else holds it. A change takes less.
const PATIENCE: u32 = 50;

/// The right to read translations in order to change them, until it is dropped. Other processes wait
/// for it: what a command writes then follows from what is there.
#[derive(Debug)]
pub struct EditLock {
    /// The kernel releases the lock when it is closed, however the process ends.
    _handle: File,
}

impl EditLock {
    /// Takes the lock of the folder that holds a project's briefs, once nobody else has it; when that
    /// takes long, `on_wait` is told. No file of the project is in the way of it, and none is left.
    ///
    /// # Errors
    ///
    /// The folder cannot be opened, or its file system has no locks.
    pub fn take(folder: &Path, on_wait: &mut dyn FnMut()) -> io::Result<Self> {
        let mut attempts = 0;
        loop {
            if let Some(handle) = try_lock(folder)? {
                return Ok(Self { _handle: handle });
            }
            attempts += 1;
            if attempts == PATIENCE {
                on_wait();
            }
            thread::sleep(PAUSE);
        }
    }
}

/// The lock of a folder, unless someone has it: the system's lock of the folder itself, which is
/// there for as long as the briefs are.
#[cfg(not(windows))]
fn try_lock(folder: &Path) -> io::Result<Option<File>> {
    use std::fs::TryLockError;

    let handle = File::open(folder)?;
    match handle.try_lock() {
        Ok(()) => Ok(Some(handle)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The lock of a folder, unless someone has it. Windows locks no folders: the lock is a file that one
/// process alone may open, and that the system removes when that process closes it or ends.
#[cfg(windows)]
fn try_lock(folder: &Path) -> io::Result<Option<File>> {
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt;

    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const ACCESS_DENIED: i32 = 5;
    const SHARING_VIOLATION: i32 = 32;
    const DELETE_PENDING: i32 = 303;

    let mut options = OpenOptions::new();
    options.write(true).create(true).share_mode(0).custom_flags(DELETE_ON_CLOSE);
    let mut denied = 0;
    loop {
        let error = match options.open(folder.join(".briefpress-i18n")) {
            Ok(handle) => return Ok(Some(handle)),
            Err(error) => error,
        };
        match error.raw_os_error() {
            Some(SHARING_VIOLATION | DELETE_PENDING) => return Ok(None),
            // So it is called, too, while the file is being removed.
            Some(ACCESS_DENIED) if denied < PATIENCE => denied += 1,
            _ => return Err(error),
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_has_the_lock_and_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = EditLock::take(folder.path(), &mut || panic!("nobody has it")).unwrap();
        assert!(try_lock(folder.path()).unwrap().is_none());
        // The first one ends while the second waits, and says so.
        let mut first = Some(first);
        let second = EditLock::take(folder.path(), &mut || drop(first.take())).unwrap();
        assert!(try_lock(folder.path()).unwrap().is_none());
        drop(second);
        assert!(try_lock(folder.path()).unwrap().is_some());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(EditLock::take(&folder.path().join("none"), &mut || ()).is_err());
    }
}
