//! The files that a release has, as they become known: of those that an earlier release lists as they are only the paths are held,
//! and what is said of many others is set aside.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::set_aside::{SaidOfFile, SetAside};
use crate::disk::EnvError;
use crate::release::{Entry, FilesByBrief, MANIFEST, SeeBrief};

/// What is said of files already, and need not be held.
pub trait KnownFiles {
    /// What is said of a file, by its path.
    fn get(&self, path: &str) -> Option<Arc<Entry>>;
}

/// The files that a release has.
pub struct Listing<K> {
    out: PathBuf,
    known: K,
    /// Those of briefs, by their ids.
    briefs: BTreeMap<String, Vec<ListedFile>>,
    /// Tables of several briefs.
    combined: Vec<ListedFile>,
    count: usize,
    aside: SetAside,
    /// Whether what is known says the same of all.
    is_known: bool,
}

struct ListedFile {
    path: String,
    /// What is said of it; none where that is what is known.
    said: Option<SaidOfFile>,
}

impl<K: KnownFiles> Listing<K> {
    /// None yet, of files in a folder.
    pub fn new(known: K, out: &Path) -> Self {
        Self::with(SetAside::new(out), known, out)
    }

    fn with(aside: SetAside, known: K, out: &Path) -> Self {
        let (briefs, combined, out) = (BTreeMap::new(), Vec::new(), out.to_path_buf());
        Self { out, known, briefs, combined, count: 0, aside, is_known: true }
    }

    /// What is known of files besides.
    pub fn known(&self) -> &K {
        &self.known
    }

    /// Adds a file, which is not there yet.
    pub fn push(&mut self, entry: Arc<Entry>) {
        let path = entry.artifact.path.clone();
        let is_known = self
            .known
            .get(&path)
            .is_some_and(|known| Arc::ptr_eq(&known, &entry) || known == entry);
        let brief = entry.artifact.brief.clone();
        let said = (!is_known).then(|| self.aside.put(entry));
        self.is_known &= is_known;
        self.count += 1;
        let files = match brief.is_empty() {
            true => &mut self.combined,
            false => self.briefs.entry(brief).or_default(),
        };
        let place = files.partition_point(|file| file.path < path);
        files.insert(place, ListedFile { path, said });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether what is known says the same of all of them.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Whether a file is there, by its path.
    pub fn has(&self, path: &str) -> bool {
        self.file(path).is_some()
    }

    fn file(&self, path: &str) -> Option<&ListedFile> {
        let files = match path.split_once('/') {
            Some((brief, _)) => self.briefs.get(brief)?,
            None => &self.combined,
        };
        let place = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        files.get(place)
    }

    /// What is said of a file, by its path; none where it is not there.
    ///
    /// # Errors
    ///
    /// It cannot be had any more.
    pub fn get(&self, path: &str) -> Result<Option<Arc<Entry>>, EnvError> {
        self.file(path).map(|file| self.said(file)).transpose()
    }

    /// What is said of all of them, brief by brief.
    ///
    /// # Errors
    ///
    /// It cannot be had any more.
    pub fn all(&self) -> Result<Vec<Arc<Entry>>, EnvError> {
        let files = self.combined.iter().chain(self.briefs.values().flatten());
        files.map(|file| self.said(file)).collect()
    }

    fn said(&self, file: &ListedFile) -> Result<Arc<Entry>, EnvError> {
        let said = match &file.said {
            Some(said) => self.aside.get(said),
            None => self.known.get(&file.path).ok_or_else(|| {
                io::Error::other(format!(
                    "what it says of {} is gone since it was read: run it again",
                    file.path
                ))
            }),
        };
        said.map_err(|cause| EnvError::new("cannot read", &self.out.join(MANIFEST), cause))
    }

    fn said_of(&self, files: &[ListedFile]) -> Result<Vec<Arc<Entry>>, EnvError> {
        files.iter().map(|file| self.said(file)).collect()
    }
}

impl<K: KnownFiles> FilesByBrief<EnvError> for Listing<K> {
    fn briefs(&self) -> usize {
        self.briefs.len()
    }

    fn each(&self, see: SeeBrief<'_, EnvError>) -> Result<(), EnvError> {
        self.briefs.values().try_for_each(|files| see(&self.said_of(files)?))
    }

    fn of(&self, briefs: &[&str], see: SeeBrief<'_, EnvError>) -> Result<(), EnvError> {
        let files = briefs.iter().filter_map(|brief| self.briefs.get(*brief));
        { files }.try_for_each(|files| see(&self.said_of(files)?))
    }

    fn combined(&self) -> Result<Vec<Arc<Entry>>, EnvError> {
        self.said_of(&self.combined)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use serde_json::json;

    use super::*;
    use crate::release::{Manifest, ManifestFiles};

    impl KnownFiles for BTreeMap<String, Arc<Entry>> {
        fn get(&self, path: &str) -> Option<Arc<Entry>> {
            BTreeMap::get(self, path).cloned()
        }
    }

    /// Some files of briefs of which the id of one begins with that of another, and a table of all, from inputs of their own.
    fn manifest() -> Manifest {
        let digest = "0".repeat(64);
        let input =
            |at: usize| json!({ "role": "brief", "path": format!("{at:02}"), "sha256": digest });
        let file = |at: usize, brief: &str, path: String| {
            json!({
                "path": path, "brief": brief, "title": "", "country": "", "language": "en", "edition": "screen",
                "document": if brief.is_empty() { "combined" } else { "indicators" }, "date": "2026-01-01",
                "status": "final", "translation": null, "pages": 1, "glyphs": at, "bytes": 1, "sha256": digest,
                "standards": [], "fonts": [], "warnings": [], "thumbnail": null, "sheets": [], "inputs": [at],
                "fingerprint": digest,
            })
        };
        let paths = [
            ("", "indicators.pdf"),
            ("a", "a/b.pdf"),
            ("a", "a/c.pdf"),
            ("a-b", "a-b/a.pdf"),
            ("b", "b/b.pdf"),
        ];
        let files =
            paths.iter().enumerate().map(|(at, (brief, path))| file(at, brief, (*path).into()));
        let manifest = json!({
            "format": 1, "publisher": "", "epoch": null, "complete": true, "failed": [], "shard": null,
            "inputs": (0..paths.len()).map(input).collect::<Vec<_>>(), "files": files.collect::<Vec<_>>(),
            "tool": { "name": "briefpress", "version": "1.0", "sources": digest, "typst": "0.1" },
        });
        Manifest::from_json(manifest.to_string().as_bytes()).unwrap()
    }

    /// The files in the order in which they are shown, by brief.
    fn shown<E: std::fmt::Debug>(files: &dyn FilesByBrief<E>) -> Vec<Vec<Arc<Entry>>> {
        let mut all = vec![files.combined().unwrap()];
        let mut see = |files: &[Arc<Entry>]| {
            all.push(files.to_vec());
            Ok(())
        };
        files.each(&mut see).unwrap();
        files.of(&["a", "b", "c"], &mut see).unwrap();
        all
    }

    #[test]
    fn what_is_not_held_is_what_was_said() {
        let out = tempfile::tempdir().unwrap();
        let manifest = manifest();
        let held = ManifestFiles::of(&manifest);
        let wanted = shown::<Infallible>(&held);
        let all: Vec<Arc<Entry>> = wanted[..4].iter().flatten().cloned().collect();
        assert_eq!((all.len(), wanted.len()), (5, 6));
        let mut other = Entry::clone(&all[1]);
        other.artifact.title = "Another".into();
        for (most, known) in [(9, 0), (0, 0), (2, 1), (0, 5), (0, 3)] {
            let mut said: BTreeMap<String, Arc<Entry>> = all[..known]
                .iter()
                .map(|entry| (entry.artifact.path.clone(), Arc::clone(entry)))
                .collect();
            // What is known otherwise is not that.
            if known == 3 {
                said.insert(other.artifact.path.clone(), Arc::new(other.clone()));
            }
            let mut listing = Listing::with(SetAside::holding(most, out.path()), said, out.path());
            all.iter().rev().for_each(|entry| listing.push(Arc::new(Entry::clone(entry))));
            assert_eq!((listing.len(), listing.is_known()), (5, known == 5));
            assert!(shown(&listing) == wanted, "{most} held, {known} known");
            assert_eq!(FilesByBrief::briefs(&listing), FilesByBrief::<Infallible>::briefs(&held));
            for entry in &all {
                assert_eq!(listing.get(&entry.artifact.path).unwrap().as_ref(), Some(entry));
            }
            for path in ["a", "a/", "a/a.pdf", "c/c.pdf", ""] {
                assert!(!listing.has(path) && listing.get(path).unwrap().is_none(), "{path}");
            }
        }
    }

    #[test]
    fn what_is_known_no_more_is_told() {
        let manifest = manifest();
        let all = FilesByBrief::<Infallible>::combined(&ManifestFiles::of(&manifest)).unwrap();
        let known = [(all[0].artifact.path.clone(), Arc::clone(&all[0]))].into();
        let mut listing: Listing<BTreeMap<String, Arc<Entry>>> =
            Listing::new(known, Path::new("dist"));
        listing.push(Arc::clone(&all[0]));
        listing.known.clear();
        let told = listing.all().unwrap_err().to_string();
        assert!(told.contains("dist/manifest.json"), "{told}");
    }
}
