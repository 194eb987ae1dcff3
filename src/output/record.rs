//! What an earlier build left in the output folder: its manifest, and the journal of one that was
//! killed. A record that is damaged, or of another version, is not believed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::journal;
use super::tool::tool;
use crate::disk::read_regular;
use crate::release::{Entry, MANIFEST, Manifest, Tool};

/// What an earlier build left.
#[derive(Debug, Default)]
pub struct Record {
    /// The files by path.
    pub entries: BTreeMap<String, Entry>,
    /// Those that the manifest lists.
    pub listed: BTreeSet<String>,
    /// Why nothing, or not everything, of what was written down is believed.
    pub note: Option<String>,
    /// Whether there is a journal of a killed build to go on with.
    pub(super) goes_on: bool,
}

impl Record {
    /// Reads what an earlier build of the same program and moment left in a folder.
    pub fn read(out: &Path, epoch: Option<i64>) -> Self {
        let mut record = Self::default();
        let path = out.join(MANIFEST);
        match read_regular(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => record.note = Some(format!("{}: {error}", path.display())),
            Ok(json) => match Manifest::from_json(&json) {
                Err(why) => record.note = Some(format!("{}: {why}", path.display())),
                Ok(manifest) if manifest.tool != tool() => {
                    let Tool { version, .. } = &manifest.tool;
                    record.note = Some(format!("it was made by another briefpress ({version})"));
                }
                Ok(manifest) if manifest.epoch != epoch => {
                    record.note = Some("it was made for another moment".into());
                }
                Ok(manifest) => {
                    for file in &manifest.files {
                        record.listed.insert(file.path.clone());
                        record.entries.insert(file.path.clone(), Entry::of(&manifest, file));
                    }
                }
            },
        }
        if let Some(entries) = journal::read(out, epoch) {
            let entries = entries.into_iter().map(|entry| (entry.artifact.path.clone(), entry));
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
