//! A release that stands in a folder, whoever made it: its manifest, and what that says of files, which is read volume by volume
//! when it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::listing::KnownFiles;
use super::manifest::read_volume;
use crate::disk::EnvError;
use crate::release::{Digest, Entry, FilesByBrief, Input, Manifest, ReleaseHead, SeeBrief};

/// How many volumes are held.
const HELD: usize = 4;

/// A release in a folder.
#[derive(Debug)]
pub struct ReleaseOnDisk {
    /// The folder.
    pub folder: PathBuf,
    /// The manifest, as it is written.
    pub manifest: Manifest,
    /// The digest of the file that it was read from, which may say more than this program knows of; none where it is from no file.
    pub json: Option<Digest>,
    /// What the manifest lists itself.
    own: VolumeFiles,
    /// Which volumes have files in a folder, by its name; that of files in none is empty.
    folders: BTreeMap<String, BTreeSet<usize>>,
    files: usize,
    /// Volumes that were read last, by their places.
    held: Mutex<Vec<(usize, VolumeFiles)>>,
}

/// The files of a volume, by the names of their folders.
type VolumeFiles = Arc<BTreeMap<String, Vec<Arc<Entry>>>>;

impl ReleaseOnDisk {
    /// The release whose manifest is in a folder.
    ///
    /// # Errors
    ///
    /// Why it is none, or which of its volumes is not as it says.
    pub fn open(json: &[u8], folder: &Path) -> Result<Self, String> {
        Self::open_and_see(json, folder, &mut |_| ())
    }

    /// The same, where all files are shown as they are read.
    ///
    /// # Errors
    ///
    /// Why it is none, or which of its volumes is not as it says.
    pub fn open_and_see(
        json: &[u8],
        folder: &Path,
        see: &mut dyn FnMut(&Entry),
    ) -> Result<Self, String> {
        Self::read(Manifest::from_json(json)?, Some(Digest::of(json)), folder, see)
    }

    /// The release that a manifest in a folder lists. All of its volumes are read once.
    ///
    /// # Errors
    ///
    /// Which of its volumes is not as it says.
    pub fn of(manifest: Manifest, json: Option<Digest>, folder: &Path) -> Result<Self, String> {
        Self::read(manifest, json, folder, &mut |_| ())
    }

    fn read(
        manifest: Manifest,
        json: Option<Digest>,
        folder: &Path,
        see: &mut dyn FnMut(&Entry),
    ) -> Result<Self, String> {
        let own = Entry::all_of(manifest.inputs.clone(), manifest.files.clone());
        let mut release = Self {
            folder: folder.to_path_buf(),
            json,
            own: by_folder(own),
            manifest,
            folders: BTreeMap::new(),
            files: 0,
            held: Mutex::default(),
        };
        for place in release.places() {
            let volume = release.volume(place)?;
            release.files += volume.values().map(Vec::len).sum::<usize>();
            volume.values().flatten().for_each(|file| see(file));
            for folder in volume.keys() {
                release.folders.entry(folder.clone()).or_default().insert(place);
            }
        }
        Ok(release)
    }

    /// The places of volumes; that of the manifest itself is the first.
    fn places(&self) -> std::ops::RangeInclusive<usize> {
        0..=self.manifest.volumes.len()
    }

    /// What a volume lists.
    fn volume(&self, place: usize) -> Result<VolumeFiles, String> {
        let Some(at) = place.checked_sub(1) else { return Ok(Arc::clone(&self.own)) };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = held.iter().position(|(own, _)| *own == place) {
            let own = held.remove(at);
            let read = Arc::clone(&own.1);
            held.push(own);
            return Ok(read);
        }
        let Some(entry) = self.manifest.volumes.get(at) else { return Ok(Arc::default()) };
        let (volume, is_listed) =
            read_volume(&self.folder, entry).map_err(|why| format!("{}: {why}", entry.path))?;
        if !is_listed {
            let why = "it is not the one that the manifest was written with";
            return Err(format!("{}: {why}", entry.path));
        }
        let read = by_folder(Entry::all_of(volume.inputs, volume.files));
        if held.len() == HELD {
            held.remove(0);
        }
        held.push((place, Arc::clone(&read)));
        Ok(read)
    }

    fn volume_again(&self, place: usize) -> Result<VolumeFiles, EnvError> {
        let changed = |why| {
            let cause = io::Error::other(format!(
                "{why}; it changed since it was first read: run it again"
            ));
            EnvError::new("cannot read", &self.folder, cause)
        };
        self.volume(place).map_err(changed)
    }

    /// How many files it lists.
    pub fn len(&self) -> usize {
        self.files
    }

    /// What is said of it as a whole.
    pub fn head(&self) -> ReleaseHead<'_> {
        ReleaseHead::of(&self.manifest)
    }

    /// Shows all files, those of one volume after those of another.
    ///
    /// # Errors
    ///
    /// A volume cannot be read any more, or who is shown them fails.
    pub fn each_file<E: From<EnvError>>(
        &self,
        see: &mut dyn FnMut(&Arc<Entry>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_folder(&mut |files| files.iter().try_for_each(&mut *see))
    }

    /// Shows all files, those that stand in one folder together.
    ///
    /// # Errors
    ///
    /// As [`each_file`](Self::each_file).
    pub fn each_folder<E: From<EnvError>>(&self, see: SeeBrief<'_, E>) -> Result<(), E> {
        for place in self.places() {
            self.volume_again(place)?.values().try_for_each(|files| see(files))?;
        }
        Ok(())
    }

    /// The folders that its files stand in, by their names.
    pub fn folders(&self) -> impl Iterator<Item = &String> {
        self.folders.keys()
    }

    /// The files in a folder, by its name, in the order in which they are listed.
    ///
    /// # Errors
    ///
    /// A volume cannot be read any more.
    pub fn in_folder(&self, folder: &str) -> Result<Vec<Arc<Entry>>, EnvError> {
        let mut files = Vec::new();
        for place in self.folders.get(folder).into_iter().flatten() {
            let volume = self.volume_again(*place)?;
            files.extend(volume.get(folder).into_iter().flatten().cloned());
        }
        Ok(files)
    }

    /// Everything that its files were made from, and that the manifest says they were.
    ///
    /// # Errors
    ///
    /// A volume cannot be read any more.
    pub fn inputs(&self) -> Result<BTreeSet<Arc<Input>>, EnvError> {
        let own = self.manifest.inputs.iter().cloned().map(Arc::new);
        let mut sources = ReleaseSources { inputs: own.collect(), ..ReleaseSources::default() };
        self.each_file::<EnvError>(&mut |entry| {
            sources.add(entry);
            Ok(())
        })?;
        Ok(sources.inputs)
    }
}

/// What the files of a release are of, and were made from.
#[derive(Debug, Default)]
pub struct ReleaseSources {
    /// The ids of the briefs.
    pub briefs: BTreeSet<String>,
    /// What they were made from, and what the manifest says they were.
    pub inputs: BTreeSet<Arc<Input>>,
}

impl ReleaseSources {
    /// Opens the release whose manifest is in a folder, and takes note of its sources on the way; all files are shown to `see`,
    /// too.
    ///
    /// # Errors
    ///
    /// Why it is none, or which of its volumes is not as it says.
    pub fn open(
        json: &[u8],
        folder: &Path,
        see: &mut dyn FnMut(&Entry),
    ) -> Result<(ReleaseOnDisk, Self), String> {
        let mut sources = Self::default();
        let release = ReleaseOnDisk::open_and_see(json, folder, &mut |file| {
            sources.add(file);
            see(file);
        })?;
        sources.inputs.extend(release.manifest.inputs.iter().cloned().map(Arc::new));
        Ok((release, sources))
    }

    fn add(&mut self, file: &Entry) {
        let new: Vec<_> = file.inputs.iter().filter(|own| !self.inputs.contains(*own)).collect();
        self.inputs.extend(new.into_iter().cloned());
        let ids = file.artifact.brief_ids();
        let new: Vec<_> = ids.filter(|id| !self.briefs.contains(*id)).collect();
        self.briefs.extend(new.into_iter().cloned());
    }
}

/// A release in a folder, which is opened when something of it is asked.
#[derive(Debug)]
pub struct LazyRelease {
    manifest: Manifest,
    json: Digest,
    folder: PathBuf,
    opened: OnceLock<Option<ReleaseOnDisk>>,
}

impl LazyRelease {
    /// The release that a manifest in a folder lists, with the file it was read from.
    pub fn new(manifest: Manifest, json: &[u8], folder: &Path) -> Self {
        let (json, folder) = (Digest::of(json), folder.to_path_buf());
        Self { manifest, json, folder, opened: OnceLock::new() }
    }

    fn open(&self) -> Option<ReleaseOnDisk> {
        ReleaseOnDisk::of(self.manifest.clone(), Some(self.json), &self.folder).ok()
    }
}

impl KnownFiles for LazyRelease {
    /// Nothing where it is none.
    fn get(&self, path: &str) -> Option<Arc<Entry>> {
        self.opened.get_or_init(|| self.open()).as_ref()?.get(path)
    }
}

impl KnownFiles for ReleaseOnDisk {
    fn get(&self, path: &str) -> Option<Arc<Entry>> {
        let files = self.in_folder(folder_of(path)).ok()?;
        files.into_iter().find(|entry| entry.artifact.path == path)
    }
}

impl KnownFiles for &ReleaseOnDisk {
    fn get(&self, path: &str) -> Option<Arc<Entry>> {
        KnownFiles::get(*self, path)
    }
}

impl FilesByBrief<EnvError> for ReleaseOnDisk {
    fn briefs(&self) -> usize {
        self.folders.keys().filter(|folder| *folder != TOGETHER).count()
    }

    fn each(&self, see: SeeBrief<'_, EnvError>) -> Result<(), EnvError> {
        for place in self.places() {
            let volume = self.volume_again(place)?;
            let briefs = volume.iter().filter(|(folder, _)| *folder != TOGETHER);
            { briefs }.try_for_each(|(_, files)| see(files))?;
        }
        Ok(())
    }

    fn of(&self, briefs: &[&str], see: SeeBrief<'_, EnvError>) -> Result<(), EnvError> {
        for brief in briefs.iter().filter(|brief| self.folders.contains_key(**brief)) {
            see(&self.in_folder(brief)?)?;
        }
        Ok(())
    }

    fn combined(&self) -> Result<Vec<Arc<Entry>>, EnvError> {
        self.in_folder(TOGETHER)
    }
}

/// The folder of tables of several briefs.
const TOGETHER: &str = "";

/// The folder that a file of a release stands in, which is named by its brief.
fn folder_of(path: &str) -> &str {
    path.split_once('/').map_or(TOGETHER, |(folder, _)| folder)
}

fn by_folder(files: impl Iterator<Item = Entry>) -> VolumeFiles {
    let mut folders: BTreeMap<String, Vec<Arc<Entry>>> = BTreeMap::new();
    for entry in files {
        let folder = folder_of(&entry.artifact.path).to_string();
        folders.entry(folder).or_default().push(Arc::new(entry));
    }
    Arc::new(folders)
}
