//! What an earlier build left in the output folder: its manifest, and the journal of one that was
//! killed. A record that is damaged, was changed by hand, or is of another version, is not believed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::journal;
use super::manifest::read_manifest;
use super::tool::tool;
use crate::disk::slashed;
use crate::release::{Artifact, Entry, MANIFEST, Manifest, Picture, Tool};

/// What an earlier build left.
#[derive(Debug, Default)]
pub struct Record {
    /// The files by path.
    pub entries: BTreeMap<String, Entry>,
    /// Those that the manifest lists.
    pub listed: BTreeSet<String>,
    /// Why nothing, or not everything, of what was written down is believed.
    pub note: Option<String>,
    /// Who published then.
    pub publisher: Option<String>,
    /// Pictures of indicator tables that another briefpress made and this one does not, with the path of
    /// the table.
    pub(super) pictures: Vec<(String, Picture)>,
    /// Whether there is a journal of a killed build to go on with.
    pub(super) goes_on: bool,
}

impl Record {
    /// Whether it may be one of a project's: it has the same publisher, or a brief of it. Nothing is
    /// removed for another project's record that was copied here.
    pub fn is_of(&self, publisher: &str, has_brief: impl Fn(&str) -> bool) -> bool {
        self.publisher.as_deref().is_none_or(|own| own.is_empty() || own == publisher)
            || self
                .entries
                .values()
                .flat_map(|own| own.artifact.brief_ids())
                .any(|id| has_brief(id))
    }

    /// Reads what an earlier build of the same program and moment left in a folder.
    pub fn read(out: &Path, epoch: Option<i64>) -> Self {
        let mut record = Self::default();
        let path = out.join(MANIFEST);
        match read_manifest(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => record.note = Some(format!("{}: {error}", slashed(&path))),
            Ok(json) => match Manifest::from_json(&json) {
                Err(why) => record.note = Some(format!("{}: {why}", slashed(&path))),
                Ok(manifest) if manifest.tool != tool() => {
                    let pictures = manifest
                        .files
                        .iter()
                        .filter(|file| !file.document.has_thumbnail() && file.is_named_right());
                    let picture = |file: &Artifact| {
                        file.thumbnail.clone().map(|picture| (file.path.clone(), picture))
                    };
                    record.pictures = pictures.filter_map(picture).collect();
                    let Tool { version, .. } = &manifest.tool;
                    record.note = Some(format!("it was made by another briefpress ({version})"));
                }
                Ok(manifest) if manifest.epoch != epoch => {
                    record.note = Some("it was made for another moment".into());
                }
                Ok(manifest) if !manifest.is_sealed() => {
                    let words = "it was changed after it was written";
                    record.note = Some(format!("{}: {words}", slashed(&path)));
                }
                Ok(manifest) => {
                    record.publisher = Some(manifest.publisher.clone());
                    for file in manifest.files.iter().filter(|file| file.is_named_right()) {
                        record.listed.insert(file.path.clone());
                        record.entries.insert(file.path.clone(), Entry::of(&manifest, file));
                    }
                }
            },
        }
        if let Some(entries) = journal::read(out, epoch) {
            let named = |entry: &Entry| entry.artifact.is_named_right();
            let entries =
                entries.into_iter().filter(named).map(|entry| (entry.artifact.path.clone(), entry));
            record.entries.extend(entries);
            record.goes_on = true;
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_manifest_that_cannot_be_read_is_told_from_none() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(Record::read(out.path(), None).note, None);
        fs::create_dir(out.path().join(MANIFEST)).unwrap();
        let note = Record::read(out.path(), None).note.expect("something is wrong");
        assert!(note.contains(MANIFEST), "{note}");
    }
}
