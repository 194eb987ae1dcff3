//! Digests of files that are as they were: a stat cache, as version control has one. A file whose device, inode, length and
//! times of change are those it had when its digest was taken is not read again. The time at which the system changed a file
//! cannot be set, so what was written in its place, or into it, is seen whatever it says of itself.
//!
//! Racy files are left out: one that changed just before it was looked at may change again within the same tick of the
//! clock, and look the same. So are those of systems that tell none of this. Nothing here is believed by `verify` or `merge`,
//! which read everything.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File, Metadata};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::manifest::LARGEST_RECORD;
use crate::disk::{check_below, read_regular_within, write_changed};
use crate::release::Digest;

/// The name of the cache in an output folder. It is hidden, and no file of the release.
pub const STAT_CACHE: &str = ".briefpress-cache";

/// Its first line.
const HEAD: &str = "briefpress stat cache 1";

/// How much older than the look at it a change has to be: the clocks of file systems tick every two seconds at most.
const SETTLED: Duration = Duration::from_secs(2);

/// What a file system says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileState {
    device: u64,
    inode: u64,
    bytes: u64,
    /// When its content changed, and when anything about it did, in nanoseconds since 1970.
    modified: i128,
    changed: i128,
}

impl FileState {
    #[cfg(unix)]
    fn of(there: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let time = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        there.is_file().then(|| Self {
            device: there.dev(),
            inode: there.ino(),
            bytes: there.len(),
            modified: time(there.mtime(), there.mtime_nsec()),
            changed: time(there.ctime(), there.ctime_nsec()),
        })
    }

    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether a change after `now` would show.
    fn is_settled(&self, now: SystemTime) -> bool {
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let before = since.saturating_sub(SETTLED).as_nanos().cast_signed();
        self.modified.max(self.changed) <= before
    }
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CachedFile<'p> {
    /// One in the output folder, by its path from there.
    Made(&'p str),
    /// One of the project, by its path from there.
    Source(&'p str),
}

impl CachedFile<'_> {
    fn key(self) -> String {
        match self {
            CachedFile::Made(path) => format!("made {path}"),
            CachedFile::Source(path) => format!("source {path}"),
        }
    }
}

type States = BTreeMap<String, (FileState, Digest)>;

/// Digests of files by what the file system says of them.
#[derive(Debug, Default)]
pub struct StatCache {
    /// What an earlier run knew.
    known: States,
    /// What this run has looked at, and what it has written, which may be racy still.
    seen: Mutex<States>,
    written: Mutex<States>,
}

fn held(states: &Mutex<States>) -> MutexGuard<'_, States> {
    states.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StatCache {
    /// What an earlier run left in an output folder; nothing where it left none, or it is damaged.
    pub fn read(out: &Path) -> Self {
        let text = read_regular_within(&out.join(STAT_CACHE), LARGEST_RECORD).ok();
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        let known = text.and_then(|text| parse(&text)).unwrap_or_default();
        Self { known, ..Self::default() }
    }

    /// The digest of a file below `base`, if it is as it was when that was taken. Between `base` and the file there is no link.
    pub fn known(&self, file: CachedFile<'_>, base: &Path) -> Option<Digest> {
        let key = file.key();
        let (CachedFile::Made(path) | CachedFile::Source(path)) = file;
        let (state, digest) = {
            let seen = held(&self.seen).get(&key).cloned();
            seen.or_else(|| self.known.get(&key).cloned())?
        };
        let now = FileState::of(&fs::symlink_metadata(base.join(path)).ok()?)?;
        (now == state && check_below(base, path).is_ok()).then(|| {
            held(&self.seen).insert(key, (state, digest.clone()));
            digest
        })
    }

    /// The digest of a file that was opened, as `read` takes it.
    pub fn taken(
        &self,
        file: CachedFile<'_>,
        opened: &File,
        read: impl FnOnce(&File) -> Option<Digest>,
    ) -> Option<Digest> {
        let (now, state) = (SystemTime::now(), opened.metadata().ok());
        let state = state.as_ref().and_then(FileState::of);
        let digest = read(opened)?;
        // It may have been written to while it was read.
        let after = opened.metadata().ok().as_ref().and_then(FileState::of);
        if let Some(state) = state.filter(|own| own.is_settled(now) && after == Some(*own)) {
            held(&self.seen).insert(file.key(), (state, digest.clone()));
        }
        Some(digest)
    }

    /// Takes note of a file that this run has just written into `out`.
    pub fn wrote(&self, path: &str, digest: &Digest, out: &Path) {
        let there = fs::symlink_metadata(out.join(path)).ok();
        if let Some(state) = there.as_ref().and_then(FileState::of) {
            let key = CachedFile::Made(path).key();
            held(&self.written).insert(key, (state, digest.clone()));
        }
    }

    /// Writes down what this run has seen, for the next. Where it cannot be written, that one reads the files.
    pub fn save(&self, out: &Path) {
        let mut all = held(&self.seen).clone();
        let now = SystemTime::now();
        for (key, (state, digest)) in held(&self.written).iter() {
            let path = key.strip_prefix("made ").unwrap_or_default();
            let there = fs::symlink_metadata(out.join(path)).ok();
            if state.is_settled(now) && there.as_ref().and_then(FileState::of) == Some(*state) {
                all.insert(key.clone(), (*state, digest.clone()));
            }
        }
        if all != self.known {
            let _ = write_changed(&out.join(STAT_CACHE), write(&all).into_bytes());
        }
    }
}

/// The cache as it is written: a line a file, and last the digest of these.
fn write(all: &States) -> String {
    let lines = all.iter().filter(|(key, _)| !key.contains(['\n', '\r']));
    let mut text = format!("{HEAD}\n");
    for (key, (state, digest)) in lines {
        let FileState { device, inode, bytes, modified, changed } = state;
        let _ = writeln!(text, "{device} {inode} {bytes} {modified} {changed} {digest} {key}");
    }
    let seal = Digest::of(text.as_bytes());
    text + &seal.to_hex() + "\n"
}

/// What a cache says; `None` where it is not as it was written.
fn parse(text: &str) -> Option<States> {
    let (lines, seal) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let written = &text[..=lines.len()];
    if Digest::of(written.as_bytes()).to_hex() != seal {
        return None;
    }
    let lines = lines.strip_prefix(HEAD)?;
    let state = |line: &str| {
        let mut parts = line.splitn(7, ' ');
        let mut number = || parts.next()?.parse::<i128>().ok();
        let [device, inode, bytes] = [number()?, number()?, number()?];
        let [modified, changed] = [number()?, number()?];
        let [device, inode, bytes] = [device, inode, bytes].map(|n| u64::try_from(n).ok());
        let (device, inode, bytes) = (device?, inode?, bytes?);
        let digest = Digest::from_hex(parts.next()?)?;
        let state = FileState { device, inode, bytes, modified, changed };
        Some((parts.next()?.to_string(), (state, digest)))
    };
    lines.lines().filter(|line| !line.is_empty()).map(state).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::FileTimes;

    use super::*;
    use crate::disk::open_regular;

    const FILE: CachedFile<'_> = CachedFile::Made("a/a.pdf");

    /// A folder with a file that was made long ago, as far as it says.
    fn folder() -> tempfile::TempDir {
        let out = tempfile::tempdir().unwrap();
        fs::create_dir(out.path().join("a")).unwrap();
        fs::write(out.path().join("a/a.pdf"), "one").unwrap();
        out
    }

    fn taken(cache: &StatCache, out: &Path) -> Digest {
        let file = open_regular(&out.join("a/a.pdf")).unwrap();
        cache.taken(FILE, &file, |file| Digest::read(file).ok()).unwrap()
    }

    /// A cache that knows the file as it is now, as if time had passed since.
    fn settled(out: &Path) -> StatCache {
        let state = FileState::of(&fs::metadata(out.join("a/a.pdf")).unwrap()).unwrap();
        let digest = Digest::of(&fs::read(out.join("a/a.pdf")).unwrap());
        let known = States::from([(FILE.key(), (state, digest))]);
        StatCache { known, ..StatCache::default() }
    }

    #[test]
    fn what_changed_just_now_is_not_believed() {
        let out = folder();
        let cache = StatCache::default();
        taken(&cache, out.path());
        assert_eq!(cache.known(FILE, out.path()), None, "it may change in the same tick");
        cache.wrote("a/a.pdf", &Digest::of(b"one"), out.path());
        cache.save(out.path());
        assert_eq!(StatCache::read(out.path()).known(FILE, out.path()), None);
        let state = FileState::of(&fs::metadata(out.path().join("a/a.pdf")).unwrap()).unwrap();
        let changed = SystemTime::UNIX_EPOCH
            + Duration::from_nanos(u64::try_from(state.changed.max(state.modified)).unwrap());
        assert!(!state.is_settled(changed + Duration::from_millis(1999)));
        assert!(state.is_settled(changed + SETTLED));
    }

    #[test]
    fn a_file_of_the_same_length_and_times_is_another() {
        let out = folder();
        let path = out.path().join("a/a.pdf");
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let again = |path: &Path| {
            let file = File::options().write(true).open(path).unwrap();
            file.set_times(FileTimes::new().set_modified(modified)).unwrap();
        };
        let cache = settled(out.path());
        assert_eq!(cache.known(FILE, out.path()), Some(Digest::of(b"one")));
        // Written into, with its time set back: the system knows.
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&path, "two").unwrap();
        again(&path);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), modified);
        assert_eq!(cache.known(FILE, out.path()), None);
        // Another in its place.
        let cache = settled(out.path());
        fs::write(out.path().join("other"), "six").unwrap();
        again(&out.path().join("other"));
        fs::rename(out.path().join("other"), &path).unwrap();
        assert_eq!(cache.known(FILE, out.path()), None);
        // Behind a link, or gone.
        let cache = settled(out.path());
        fs::rename(out.path().join("a"), out.path().join("b")).unwrap();
        std::os::unix::fs::symlink("b", out.path().join("a")).unwrap();
        assert_eq!(cache.known(FILE, out.path()), None);
        fs::remove_file(out.path().join("a")).unwrap();
        assert_eq!(cache.known(FILE, out.path()), None);
    }

    #[test]
    fn what_is_damaged_is_no_cache() {
        let out = folder();
        let cache = settled(out.path());
        cache.known(FILE, out.path());
        let all = held(&cache.seen).clone();
        let text = write(&all);
        assert_eq!(parse(&text), Some(all));
        assert_eq!(parse(&write(&States::new())), Some(States::new()));
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] ^= 1;
            let other = String::from_utf8(other).unwrap();
            assert_eq!(parse(&other), None, "{other}");
            assert_eq!(parse(&text[..at]), None, "{at}");
        }
    }
}
