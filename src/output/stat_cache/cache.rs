//! What is asked of the cache: whether files are as they were, and what is to be written down of them.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::file::CachedFile;
use super::part::{Bases, FileNote, FileNotes};
use super::parts::StatParts;
use super::state::FileState;
use crate::disk::{check_below, open_regular};
use crate::release::{Digest, MANIFEST};

/// Of how many folders it is known that there is no link to them.
const MOST_PLAIN: usize = 4096;

/// Digests of files by what the file system says of them.
#[derive(Debug, Default)]
pub struct StatCache {
    parts: Mutex<StatParts>,
    /// What stands beside the files of a manifest, where that was noted anew; nothing where not all of it could be seen.
    beside: Mutex<Option<BesideManifest>>,
    /// Folders between which and what they are below there is no link.
    plain: Mutex<HashSet<PathBuf>>,
}

/// What stands beside the files of a manifest; of nothing it is not known.
#[derive(Debug, Clone)]
struct BesideManifest {
    /// The digest of the manifest.
    manifest: Digest,
    files: Vec<StandingFile>,
}

/// A file beside those of a manifest.
#[derive(Debug, Clone)]
struct StandingFile {
    /// Where it is, from the output folder.
    path: String,
    state: FileState,
    /// Its digest, where this run wrote it or read it.
    digest: Option<Digest>,
}

fn held<T>(own: &Mutex<T>) -> MutexGuard<'_, T> {
    own.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StatCache {
    /// What an earlier run left in an output folder, which is read as it is asked for; nothing where it left none, or somebody
    /// has put something else in its place.
    pub fn read(out: &Path) -> Self {
        Self { parts: Mutex::new(StatParts::list(out)), ..Self::default() }
    }

    /// The digest of a file below `base`, if it is as it was when that was taken. Between `base` and the file there is no link.
    pub fn known(&self, file: CachedFile<'_>, base: &Path) -> Option<Digest> {
        let note = held(&self.parts).known(file, base)?;
        let is_so = FileState::at(&base.join(file.path())) == Some(note.state);
        if is_so && self.is_below(base, file.path()) {
            return Some(note.digest);
        }
        held(&self.parts).forget(file, &note);
        None
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
            let mut plain = held(&self.plain);
            if plain.len() >= MOST_PLAIN {
                plain.clear();
            }
            plain.insert(folder.to_path_buf());
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
            held(&self.parts).note(file, FileNote { state, digest });
        }
        Some(digest)
    }

    /// Takes note of a file that this run has just written into `out`.
    pub fn wrote(&self, path: &str, digest: &Digest, out: &Path) {
        if let Some(state) = FileState::at(&out.join(path)) {
            let note = FileNote { state, digest: *digest };
            held(&self.parts).note_written(CachedFile::Made(path), note);
        }
    }

    /// Takes note of what stands beside the files of a manifest, that itself among it, as it is now, with the digests of what was
    /// written by this run; and of nothing else.
    pub fn stand<'p>(
        &self,
        files: impl Iterator<Item = (&'p str, Option<Digest>)>,
        manifest: Digest,
        out: &Path,
    ) {
        let note = |(path, digest): (&str, _)| {
            Some(StandingFile {
                path: path.to_string(),
                state: FileState::at(&out.join(path))?,
                digest,
            })
        };
        // A part of them would look like all of them.
        let files = files.map(note).collect::<Option<Vec<_>>>().unwrap_or_default();
        *held(&self.beside) = Some(BesideManifest { manifest, files });
    }

    /// Whether what an earlier run noted to stand beside the files of a manifest is there as it was; `false`
    /// where it noted nothing. What was written so lately then that it may have changed unseen is read.
    pub fn stands(&self, manifest: Digest, out: &Path) -> bool {
        let (beside, racy) = {
            let mut parts = held(&self.parts);
            (parts.beside(), parts.racy())
        };
        let as_it_was = |path: &String| self.known(CachedFile::Beside(path), out) == Some(manifest);
        let as_written = |(path, note): &(String, FileNote)| {
            let is_so = self.known(CachedFile::Racy(path), out) == Some(note.digest)
                && (path != MANIFEST || note.digest == manifest);
            is_so && open_regular(&out.join(path)).and_then(Digest::read).ok() == Some(note.digest)
        };
        let there = !(beside.is_empty() && racy.is_empty())
            && beside.iter().all(as_it_was)
            && racy.iter().all(as_written);
        if there && !racy.is_empty() {
            let beside = beside.iter().map(|path| (path.as_str(), None));
            let racy = racy.iter().map(|(path, note)| (path.as_str(), Some(note.digest)));
            self.stand(beside.chain(racy), manifest, out);
        }
        there
    }

    /// What an earlier run noted to stand beside the files of a manifest, by path, with the digest of what it is to be read for.
    pub fn beside(&self) -> Vec<(String, Option<Digest>)> {
        let mut parts = held(&self.parts);
        let beside = parts.beside().into_iter().map(|path| (path, None));
        let racy = parts.racy().into_iter().map(|(path, note)| (path, Some(note.digest)));
        beside.chain(racy).collect()
    }

    /// Lets go of what is known of runs of briefs that end before one, by its id, and writes down what is another now. The
    /// output folder is this run's to write to.
    pub fn let_go(&self, before: &str) {
        held(&self.parts).let_go(before);
    }

    /// Writes down what is known now, for the next run. Where it cannot be written, that one reads the files.
    pub fn save(&self, out: &Path) {
        let now = SystemTime::now();
        let bases = Bases { out, root: None };
        let beside = held(&self.beside).clone().map(|BesideManifest { manifest, files }| {
            let note = |StandingFile { path, state, digest }: StandingFile| {
                let (file, digest) = match state.is_settled(now) {
                    true => (CachedFile::Beside(&path), manifest),
                    false => (CachedFile::Racy(&path), digest?),
                };
                let note = FileNote { state, digest };
                bases.is_so(&file.key(), &note).then(|| (file.key(), note))
            };
            files.into_iter().map(note).collect::<Option<FileNotes>>().unwrap_or_default()
        });
        held(&self.parts).save(beside);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, FileTimes};
    use std::time::Duration;

    use super::super::state::SETTLED;
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
        let state = FileState::at(&out.join("a/a.pdf")).unwrap();
        let digest = Digest::of(&fs::read(out.join("a/a.pdf")).unwrap());
        let cache = StatCache::read(out);
        held(&cache.parts).note(FILE, FileNote { state, digest });
        cache
    }

    #[test]
    fn what_changed_just_now_is_not_believed() {
        let out = folder();
        let cache = StatCache::read(out.path());
        taken(&cache, out.path());
        assert_eq!(cache.known(FILE, out.path()), None, "it may change in the same tick");
        cache.wrote("a/a.pdf", &Digest::of(b"one"), out.path());
        cache.save(out.path());
        assert_eq!(StatCache::read(out.path()).known(FILE, out.path()), None);
        let state = FileState::at(&out.path().join("a/a.pdf")).unwrap();
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
        let names = [("old.html", None), ("new.html", Some(Digest::of(b"new")))];
        fs::write(out.path().join("old.html"), "old").unwrap();
        // One of them is gone, and nothing is noted.
        let cache = StatCache::read(out.path());
        cache.stand(names.into_iter(), manifest, out.path());
        cache.save(out.path());
        assert!(!StatCache::read(out.path()).stands(manifest, out.path()));
        // Both are there, one of them so new that it may change unseen: it is read, if it is known what it said.
        std::thread::sleep(SETTLED);
        fs::write(out.path().join("new.html"), "new").unwrap();
        let cache = StatCache::read(out.path());
        cache.stand(names.map(|(name, _)| (name, None)).into_iter(), manifest, out.path());
        cache.save(out.path());
        assert!(
            !StatCache::read(out.path()).stands(manifest, out.path()),
            "a part of them is none"
        );
        for (said, is_so) in [("new", true), ("old", false)] {
            let cache = StatCache::read(out.path());
            let own = Some(Digest::of(said.as_bytes()));
            cache.stand([("old.html", None), ("new.html", own)].into_iter(), manifest, out.path());
            cache.save(out.path());
            let again = StatCache::read(out.path());
            assert_eq!(again.stands(manifest, out.path()), is_so, "{said}");
            assert_eq!(again.known(CachedFile::Beside("new.html"), out.path()), None);
        }
        // Both have rested.
        std::thread::sleep(SETTLED);
        let cache = StatCache::read(out.path());
        cache.stand(names.into_iter(), manifest, out.path());
        cache.save(out.path());
        let again = StatCache::read(out.path());
        assert_eq!(again.known(CachedFile::Beside("new.html"), out.path()), Some(manifest));
        assert!(again.stands(manifest, out.path()));
        assert!(!StatCache::read(out.path()).stands(Digest::of(b"other"), out.path()));
        fs::write(out.path().join("new.html"), "mine").unwrap();
        assert!(!StatCache::read(out.path()).stands(manifest, out.path()));
    }
}
