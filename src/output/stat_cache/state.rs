//! What a file system says of a file.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How much older than the look at it a change has to be: the clocks of file systems tick every two seconds at most.
pub const SETTLED: Duration = Duration::from_secs(2);

/// What a file system says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// The device that it is on.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
    /// Its length.
    pub bytes: u64,
    /// When its content changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything about it did.
    pub changed: i64,
}

impl FileState {
    /// That of what was looked at; `None` where it is no file, or the system does not tell.
    #[cfg(unix)]
    pub fn of(there: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let time = |seconds: i64, rest: i64| seconds.checked_mul(1_000_000_000)?.checked_add(rest);
        // What was changed outside the years 1677 to 2262 is read each time.
        there.is_file().then_some(Self {
            device: there.dev(),
            inode: there.ino(),
            bytes: there.len(),
            modified: time(there.mtime(), there.mtime_nsec())?,
            changed: time(there.ctime(), there.ctime_nsec())?,
        })
    }

    /// The same; no other system tells.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// That of what is at a path now.
    pub fn at(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path).ok().as_ref().and_then(Self::of)
    }

    /// Whether a change after `now` would show.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let before = i64::try_from(since.saturating_sub(SETTLED).as_nanos());
        before.is_ok_and(|before| self.modified.max(self.changed) <= before)
    }
}
