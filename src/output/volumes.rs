//! Volumes on disk: what a manifest says of many briefs, read when something of them is asked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::manifest::read_volume;
use super::stat_cache::{CachedFile, StatCache};
use super::tool::tool;
use crate::release::{Artifact, Entry, VolumeEntry};

/// How many are held.
const HELD: usize = 6;

/// The volumes of a manifest.
#[derive(Debug, Default)]
pub struct Volumes {
    out: PathBuf,
    epoch: Option<i64>,
    /// Whether a build was killed since, which may have written some of them anew and not come to the manifest.
    may_be_newer: bool,
    /// Where they are, in the order of their first briefs.
    all: Vec<VolumeEntry>,
    /// Those that were read last, by their places.
    held: Mutex<Vec<(usize, Arc<HeldVolume>)>>,
    /// What is wrong with those that could not be read.
    faults: Mutex<BTreeMap<String, String>>,
}

/// A volume that was read: its files by brief, and by path.
pub type HeldVolume = BTreeMap<String, BTreeMap<String, Arc<Entry>>>;

impl Volumes {
    /// Those of a manifest in a folder; of such that `may_be_newer` than it, others may be there.
    pub fn new(out: &Path, epoch: Option<i64>, all: Vec<VolumeEntry>, may_be_newer: bool) -> Self {
        Self { out: out.to_path_buf(), epoch, may_be_newer, all, ..Self::default() }
    }

    /// Where they are.
    pub fn all(&self) -> &[VolumeEntry] {
        &self.all
    }

    /// The place of the volume that has a brief, where any has.
    pub fn place_of(&self, brief: &str) -> Option<usize> {
        self.all.partition_point(|volume| volume.first() <= brief).checked_sub(1)
    }

    /// The files of a brief, by path.
    pub fn of_brief(&self, brief: &str, cache: &StatCache) -> Vec<Arc<Entry>> {
        let volume = self.place_of(brief).map(|place| self.read(place, cache));
        let own = volume.as_ref().and_then(|volume| volume.get(brief));
        own.into_iter().flat_map(BTreeMap::values).cloned().collect()
    }

    /// A file, by its path.
    pub fn get(&self, path: &str, cache: &StatCache) -> Option<Arc<Entry>> {
        let (brief, _) = path.split_once('/')?;
        let volume = self.read(self.place_of(brief)?, cache);
        volume.get(brief)?.get(path).cloned()
    }

    /// What a volume says; nothing where it is not believed.
    pub fn read(&self, place: usize, cache: &StatCache) -> Arc<HeldVolume> {
        let Some(volume) = self.all.get(place) else { return Arc::default() };
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = held.iter().position(|(own, _)| *own == place) {
            let own = held.remove(at);
            let read = Arc::clone(&own.1);
            held.push(own);
            return read;
        }
        let read = match self.read_anew(volume, cache) {
            Ok(read) => read,
            Err(why) => {
                let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
                faults.insert(volume.path.clone(), why);
                HeldVolume::new()
            }
        };
        if held.len() == HELD {
            held.remove(0);
        }
        let read = Arc::new(read);
        held.push((place, Arc::clone(&read)));
        read
    }

    fn read_anew(&self, entry: &VolumeEntry, cache: &StatCache) -> Result<HeldVolume, String> {
        let (volume, is_listed) = read_volume(&self.out, entry)?;
        // One of a build that was killed has another digest, and is believed by its seal.
        let is_own = |file: &Artifact| self.place_of(&file.brief) == self.place_of(entry.first());
        if !(is_listed || self.may_be_newer && volume.files.iter().all(is_own)) {
            return Err("it is not the one that the manifest was written with".into());
        }
        let known = cache.known(CachedFile::Beside(&entry.path), &self.out);
        if volume.tool != tool() {
            return Err("it was made by another briefpress".into());
        }
        if volume.epoch != self.epoch {
            return Err("it was made for another moment".into());
        }
        if known.is_none() && !volume.is_sealed() {
            return Err("it was changed after it was written".into());
        }
        let mut read = HeldVolume::new();
        let all = Entry::all_of(volume.inputs, volume.files);
        for entry in all.filter(|entry| entry.artifact.is_named_right()) {
            let own = read.entry(entry.artifact.brief.clone()).or_default();
            own.insert(entry.artifact.path.clone(), Arc::new(entry));
        }
        // What is named after no brief is in no volume.
        read.remove("");
        Ok(read)
    }

    /// What is wrong with those that could not be read so far, by path.
    pub fn faults(&self) -> BTreeMap<String, String> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
