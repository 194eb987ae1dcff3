//! What the pages are made from: the files of a release, which they go through brief by brief, for there may be more of them
//! than are held at once.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::release::manifest::{Artifact, Manifest, Shard, Tool};

/// What pages say of a release as a whole.
#[derive(Debug, Clone, Copy)]
pub struct ReleaseHead<'a> {
    /// What made the files.
    pub tool: &'a Tool,
    /// Who publishes.
    pub publisher: &'a str,
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
        let Manifest { tool, publisher, complete, failed, shard, .. } = manifest;
        Self { tool, publisher, complete: *complete, failed, shard: shard.as_ref() }
    }
}

/// The files of a release, brief by brief. What is shown need be there no longer than it is looked at.
pub trait FilesByBrief<E> {
    /// Shows the files of each brief, those of one together, by their ids in order; files of a brief come in the order of
    /// the manifest.
    ///
    /// # Errors
    ///
    /// They cannot be had.
    fn each(&self, see: &mut dyn FnMut(&[&Artifact])) -> Result<(), E>;

    /// Shows those of some of the briefs again, in the same order; `briefs` are their ids in order, each once.
    ///
    /// # Errors
    ///
    /// They cannot be had.
    fn of(&self, briefs: &[&str], see: &mut dyn FnMut(&[&Artifact])) -> Result<(), E>;

    /// Shows the tables of several briefs, all at once, in the order of the manifest.
    ///
    /// # Errors
    ///
    /// They cannot be had.
    fn combined(&self, see: &mut dyn FnMut(&[&Artifact])) -> Result<(), E>;
}

/// The files of a manifest that is held.
pub struct ManifestFiles<'a> {
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
        Self { briefs, combined }
    }
}

impl<E> FilesByBrief<E> for ManifestFiles<'_> {
    fn each(&self, see: &mut dyn FnMut(&[&Artifact])) -> Result<(), E> {
        self.briefs.values().for_each(|files| see(files));
        Ok(())
    }

    fn of(&self, briefs: &[&str], see: &mut dyn FnMut(&[&Artifact])) -> Result<(), E> {
        briefs.iter().filter_map(|brief| self.briefs.get(brief)).for_each(|files| see(files));
        Ok(())
    }

    fn combined(&self, see: &mut dyn FnMut(&[&Artifact])) -> Result<(), E> {
        see(&self.combined);
        Ok(())
    }
}
