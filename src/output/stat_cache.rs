//! Digests of files that are as they were: a stat cache, as version control has one. A file whose device, inode, length and
//! times of change are those it had when its digest was taken is not read again. The time at which the system changed a file
//! cannot be set, so what was written in its place, or into it, is seen whatever it says of itself.
//!
//! Racy files are left out: one that changed just before it was looked at may change again within the same tick of the
//! clock, and look the same. So are those of systems that tell none of this. Nothing here is believed by `verify` or `merge`,
//! which read everything.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
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
    modified: i64,
    changed: i64,
}

impl FileState {
    #[cfg(unix)]
    fn of(there: &Metadata) -> Option<Self> {
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

    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether a change after `now` would show.
    fn is_settled(&self, now: SystemTime) -> bool {
        let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let before = i64::try_from(since.saturating_sub(SETTLED).as_nanos());
        before.is_ok_and(|before| self.modified.max(self.changed) <= before)
    }
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CachedFile<'p> {
    /// One in the output folder, by its path from there.
    Made(&'p str),
    /// One of the project, by its path from there.
    Source(&'p str),
    /// One that is written with the manifest, or that itself, by its path from the output folder; with the digest of the manifest.
    Beside(&'p str),
}

impl CachedFile<'_> {
    fn key(self) -> String {
        match self {
            CachedFile::Made(path) => format!("made {path}"),
            CachedFile::Source(path) => format!("source {path}"),
            CachedFile::Beside(path) => format!("{BESIDE}{path}"),
        }
    }

    fn path(&self) -> &str {
        let (Self::Made(path) | Self::Source(path) | Self::Beside(path)) = self;
        path
    }
}

/// What the keys of files beside the manifest begin with.
const BESIDE: &str = "beside ";

type States = BTreeMap<String, (FileState, Digest)>;

/// What an earlier run knew of a file.
#[derive(Debug)]
struct KnownFile {
    state: FileState,
    digest: Digest,
    /// Whether this run has seen that it is so still.
    is_seen: AtomicBool,
}

/// Digests of files by what the file system says of them.
#[derive(Debug, Default)]
pub struct StatCache {
    /// What an earlier run knew.
    known: BTreeMap<String, KnownFile>,
    /// What this run has looked at, and what it has written, which may be racy still.
    seen: Mutex<States>,
    written: Mutex<States>,
    /// What stands beside the files of a manifest, where that was noted anew; nothing where not all of it could be seen.
    beside: Mutex<Option<States>>,
    /// Folders between which and what they are below there is no link.
    plain: Mutex<HashSet<PathBuf>>,
}

fn held<T>(states: &Mutex<T>) -> MutexGuard<'_, T> {
    states.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StatCache {
    /// What an earlier run left in an output folder; nothing where it left none, or it is damaged.
    pub fn read(out: &Path) -> Self {
        let text = read_regular_within(&out.join(STAT_CACHE), LARGEST_RECORD).ok();
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        Self::of(text.and_then(|text| parse(&text)).unwrap_or_default())
    }

    fn of(states: States) -> Self {
        let known = states.into_iter().map(|(key, (state, digest))| {
            (key, KnownFile { state, digest, is_seen: AtomicBool::new(false) })
        });
        Self { known: known.collect(), ..Self::default() }
    }

    /// The digest of a file below `base`, if it is as it was when that was taken. Between `base` and the file there is no link.
    pub fn known(&self, file: CachedFile<'_>, base: &Path) -> Option<Digest> {
        let (key, path) = (file.key(), file.path());
        let earlier = self.known.get(&key);
        let seen = held(&self.seen).get(&key).copied();
        let (state, digest) = seen.or_else(|| earlier.map(|own| (own.state, own.digest)))?;
        let now = FileState::of(&fs::symlink_metadata(base.join(path)).ok()?)?;
        (now == state && self.is_below(base, path)).then(|| {
            if let Some(earlier) = earlier {
                earlier.is_seen.store(true, Ordering::Relaxed);
            }
            digest
        })
    }

    /// Whether there is no link between a folder and a file below it, which each folder is asked once.
    fn is_below(&self, base: &Path, path: &str) -> bool {
        let folder = base.join(path);
        let folder = folder.parent().unwrap_or(base);
        if held(&self.plain).contains(folder) {
            return true;
        }
        let is_plain = check_below(base, path).is_ok();
        if is_plain {
            held(&self.plain).insert(folder.to_path_buf());
        }
        is_plain
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
            held(&self.seen).insert(file.key(), (state, digest));
        }
        Some(digest)
    }

    /// Takes note of a file that this run has just written into `out`.
    pub fn wrote(&self, path: &str, digest: &Digest, out: &Path) {
        let there = fs::symlink_metadata(out.join(path)).ok();
        if let Some(state) = there.as_ref().and_then(FileState::of) {
            let key = CachedFile::Made(path).key();
            held(&self.written).insert(key, (state, *digest));
        }
    }

    /// Takes note of what stands beside the files of a manifest, that itself among it, as it is now; and of
    /// nothing else.
    pub fn stand<'p>(&self, paths: impl Iterator<Item = &'p str>, manifest: Digest, out: &Path) {
        let state = |path: &str| {
            let there = fs::symlink_metadata(out.join(path)).ok();
            let state = there.as_ref().and_then(FileState::of)?;
            Some((CachedFile::Beside(path).key(), (state, manifest)))
        };
        // A part of them would look like all of them.
        let beside: Option<States> = paths.map(state).collect();
        *held(&self.beside) = Some(beside.unwrap_or_default());
    }

    /// What an earlier run noted to stand beside the files of a manifest, by path.
    pub fn beside(&self) -> Vec<String> {
        let beside = self.known.range(BESIDE.to_string()..);
        beside.map_while(|(key, _)| key.strip_prefix(BESIDE).map(String::from)).collect()
    }

    /// Whether what an earlier run noted to stand beside the files of a manifest is there as it was; `false`
    /// where it noted nothing.
    pub fn stands(&self, manifest: Digest, out: &Path) -> bool {
        let beside = self.known.range(BESIDE.to_string()..);
        let beside: Vec<&str> = beside.map_while(|(key, _)| key.strip_prefix(BESIDE)).collect();
        let as_it_was = |path: &&str| self.known(CachedFile::Beside(path), out) == Some(manifest);
        !beside.is_empty() && beside.iter().all(as_it_was)
    }

    /// Writes down what this run has seen, for the next. Where it cannot be written, that one reads the files.
    pub fn save(&self, out: &Path) {
        let (mut seen, written, beside) =
            (held(&self.seen), held(&self.written), held(&self.beside));
        let now = SystemTime::now();
        let rests = |(key, (state, _)): &(&String, &(FileState, Digest))| {
            let path = key.split_once(' ').map_or("", |(_, path)| path);
            let there = fs::symlink_metadata(out.join(path)).ok();
            state.is_settled(now) && there.as_ref().and_then(FileState::of) == Some(*state)
        };
        seen.extend(written.iter().filter(rests).map(|(key, own)| (key.clone(), *own)));
        if let Some(beside) = beside.as_ref().filter(|beside| beside.iter().all(|own| rests(&own)))
        {
            seen.extend(beside.iter().map(|(key, own)| (key.clone(), *own)));
        }
        let is_noted_anew = beside.is_some();
        let is_seen = |key: &str, own: &KnownFile| {
            own.is_seen.load(Ordering::Relaxed) && !(is_noted_anew && key.starts_with(BESIDE))
        };
        let is_new = |(key, own): (&String, &(FileState, Digest))| {
            self.known.get(key).is_none_or(|known| (known.state, known.digest) != *own)
        };
        let is_gone =
            |(key, own): (&String, &KnownFile)| !is_seen(key, own) && !seen.contains_key(key);
        if !seen.iter().any(is_new) && !self.known.iter().any(is_gone) {
            return;
        }
        let still =
            self.known.iter().filter(|(key, own)| is_seen(key, own) && !seen.contains_key(*key));
        let still = still.map(|(key, own)| (key.as_str(), &own.state, &own.digest));
        let new = seen.iter().map(|(key, (state, digest))| (key.as_str(), state, digest));
        let mut all: Vec<_> = still.chain(new).collect();
        all.sort_unstable_by_key(|(key, ..)| *key);
        let _ = write_changed(&out.join(STAT_CACHE), write(all.into_iter()).into_bytes());
    }
}

/// The cache as it is written: a line a file, and last the digest of these.
fn write<'s>(all: impl Iterator<Item = (&'s str, &'s FileState, &'s Digest)>) -> String {
    let lines = all.filter(|(key, ..)| !key.contains(['\n', '\r']));
    let mut text = format!("{HEAD}\n");
    for (key, state, digest) in lines {
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
        let mut number = || parts.next()?.parse::<u64>().ok();
        let [device, inode, bytes] = [number()?, number()?, number()?];
        let mut time = || parts.next()?.parse::<i64>().ok();
        let [modified, changed] = [time()?, time()?];
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
        StatCache::of(known)
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
            + Duration::from_nanos(state.changed.max(state.modified).cast_unsigned());
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
    fn what_stands_beside_is_known_whole_or_not_at_all() {
        let (out, manifest) = (folder(), Digest::of(b"manifest"));
        let names = ["old.html", "new.html"];
        fs::write(out.path().join("old.html"), "old").unwrap();
        // One of them is gone, and nothing is noted.
        let cache = StatCache::default();
        cache.stand(names.into_iter(), manifest, out.path());
        cache.save(out.path());
        assert!(!StatCache::read(out.path()).stands(manifest, out.path()));
        // Both are there, one of them so new that it may change unseen.
        std::thread::sleep(SETTLED);
        fs::write(out.path().join("new.html"), "new").unwrap();
        let cache = StatCache::default();
        cache.stand(names.into_iter(), manifest, out.path());
        cache.save(out.path());
        let again = StatCache::read(out.path());
        assert!(!again.stands(manifest, out.path()), "a part of them is none");
        // Both have rested.
        std::thread::sleep(SETTLED);
        let cache = StatCache::default();
        cache.stand(names.into_iter(), manifest, out.path());
        cache.save(out.path());
        assert!(StatCache::read(out.path()).stands(manifest, out.path()));
        assert!(!StatCache::read(out.path()).stands(Digest::of(b"other"), out.path()));
        fs::write(out.path().join("new.html"), "mine").unwrap();
        assert!(!StatCache::read(out.path()).stands(manifest, out.path()));
    }

    #[test]
    fn what_is_damaged_is_no_cache() {
        let out = folder();
        let cache = settled(out.path());
        let KnownFile { state, digest, .. } = &cache.known[&FILE.key()];
        let all = States::from([(FILE.key(), (*state, *digest))]);
        let written =
            |all: &States| write(all.iter().map(|(key, (state, digest))| (&**key, state, digest)));
        let text = written(&all);
        assert_eq!(parse(&text), Some(all));
        assert_eq!(parse(&written(&States::new())), Some(States::new()));
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] ^= 1;
            let other = String::from_utf8(other).unwrap();
            assert_eq!(parse(&other), None, "{other}");
            assert_eq!(parse(&text[..at]), None, "{at}");
        }
    }
}
