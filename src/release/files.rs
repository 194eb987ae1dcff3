//! What everything that is written of a release is made from: what is said of it as a whole, and its files, which are gone
//! through brief by brief, for there may be more of them than are held at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entry::Entry;
use super::manifest::{Artifact, FORMAT, FORMAT_IN_VOLUMES, Input, Manifest, Shard, Tool};
use super::volume_entry::VolumeEntry;
use crate::document::Document;

/// What is said of a release as a whole.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseHead<'a> {
    /// What made the files.
    pub tool: &'a Tool,
    /// Who publishes.
    pub publisher: &'a str,
    /// The moment every PDF says it was made, as a manifest has it.
    pub epoch: Option<i64>,
    /// Whether everything that was asked for is here and up to date.
    pub complete: bool,
    /// Files that were asked for and could not be made, by path.
    pub failed: &'a [String],
    /// Which part of a build this is; none for a whole one.
    pub shard: Option<&'a Shard>,
}

impl<'a> ReleaseHead<'a> {
    /// That of a manifest.
    pub fn of(manifest: &'a Manifest) -> Self {
        let Manifest { tool, publisher, epoch, complete, failed, shard, .. } = manifest;
        Self { tool, publisher, epoch: *epoch, complete: *complete, failed, shard: shard.as_ref() }
    }

    /// The manifest that has these files itself and those of briefs in volumes, where there are any.
    pub fn manifest(self, mut files: Vec<Arc<Entry>>, volumes: Vec<VolumeEntry>) -> Manifest {
        files.sort_by(|a, b| a.artifact.path.cmp(&b.artifact.path));
        let (inputs, files) = Entry::numbered(files);
        let Self { tool, publisher, epoch, complete, failed, shard } = self;
        let mut failed = failed.to_vec();
        failed.sort();
        failed.dedup();
        Manifest {
            format: if volumes.is_empty() { FORMAT } else { FORMAT_IN_VOLUMES },
            tool: tool.clone(),
            publisher: publisher.to_string(),
            epoch,
            complete,
            failed,
            shard: shard.cloned(),
            inputs,
            files,
            volumes,
            seal: None,
        }
        .sealed()
    }
}

/// Is shown the files of a brief.
pub type SeeBrief<'a, E> = &'a mut dyn FnMut(&[Arc<Entry>]) -> Result<(), E>;

/// The files of a release, brief by brief. What is shown need be there no longer than it is looked at.
pub trait FilesByBrief<E> {
    /// How many briefs there are files of.
    fn briefs(&self) -> usize;

    /// Shows the files of each brief, those of one together, by their ids in order; files of a brief come in the order of
    /// their paths.
    ///
    /// # Errors
    ///
    /// They cannot be had, or who is shown them fails.
    fn each(&self, see: SeeBrief<'_, E>) -> Result<(), E>;

    /// Shows those of some of the briefs again, in the same order; `briefs` are their ids in order, each once.
    ///
    /// # Errors
    ///
    /// As [`each`](Self::each).
    fn of(&self, briefs: &[&str], see: SeeBrief<'_, E>) -> Result<(), E>;

    /// The tables of several briefs, in the order of their paths.
    ///
    /// # Errors
    ///
    /// They cannot be had.
    fn combined(&self) -> Result<Vec<Arc<Entry>>, E>;
}

/// What a manifest says of files.
pub fn artifacts(entries: &[Arc<Entry>]) -> Vec<&Artifact> {
    entries.iter().map(|entry| &entry.artifact).collect()
}

/// The files of a manifest that is held.
pub struct ManifestFiles<'a> {
    inputs: Vec<Arc<Input>>,
    briefs: BTreeMap<&'a str, Vec<&'a Artifact>>,
    combined: Vec<&'a Artifact>,
}

impl<'a> ManifestFiles<'a> {
    /// Those of a manifest.
    pub fn of(manifest: &'a Manifest) -> Self {
        let mut briefs: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
        let mut combined = Vec::new();
        for file in &manifest.files {
            match file.document {
                Document::Combined => combined.push(file),
                Document::Brief | Document::Indicators => {
                    briefs.entry(&file.brief).or_default().push(file);
                }
            }
        }
        Self { inputs: manifest.inputs.iter().cloned().map(Arc::new).collect(), briefs, combined }
    }

    fn entries(&self, files: &[&Artifact]) -> Vec<Arc<Entry>> {
        files.iter().map(|file| Arc::new(Entry::of(file, &self.inputs))).collect()
    }
}

impl<E> FilesByBrief<E> for ManifestFiles<'_> {
    fn briefs(&self) -> usize {
        self.briefs.len()
    }

    fn each(&self, see: SeeBrief<'_, E>) -> Result<(), E> {
        self.briefs.values().try_for_each(|files| see(&self.entries(files)))
    }

    fn of(&self, briefs: &[&str], see: SeeBrief<'_, E>) -> Result<(), E> {
        let files = briefs.iter().filter_map(|brief| self.briefs.get(brief));
        { files }.try_for_each(|files| see(&self.entries(files)))
    }

    fn combined(&self) -> Result<Vec<Arc<Entry>>, E> {
        Ok(self.entries(&self.combined))
    }
}
