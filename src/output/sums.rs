//! `SHA256SUMS`: what `sha256sum --check` reads, a line a file in the order of paths. The lines of a brief are set aside until all
//! are known.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::disk::{Spill, SpilledBytes};
use crate::release::{Digest, Entry};

/// The checksums of a release.
pub struct Checksums {
    /// The lines of briefs, by their folders.
    briefs: BTreeMap<String, SpilledBytes>,
    /// Files in no folder of a brief, by path.
    others: BTreeMap<String, Digest>,
    spill: Spill,
}

impl Checksums {
    /// None yet, for files in a folder.
    pub fn new(out: &Path) -> Self {
        Self { briefs: BTreeMap::new(), others: BTreeMap::new(), spill: Spill::new(out) }
    }

    /// Adds the files of a brief, or of several together.
    pub fn add(&mut self, files: &[Arc<Entry>]) {
        let mut own: BTreeMap<&str, &Digest> = BTreeMap::new();
        let folder = files.first().map(|file| format!("{}/", file.artifact.brief));
        let folder = folder.unwrap_or_default();
        for (path, _, sha256) in files.iter().flat_map(|file| file.artifact.all_files()) {
            match path.starts_with(&folder) {
                true => _ = own.insert(path, sha256),
                false => self.add_other(path, *sha256),
            }
        }
        if !own.is_empty() {
            let lines: String = own.into_iter().map(|(path, sha256)| line(path, *sha256)).collect();
            self.briefs.insert(folder, self.spill.add(lines.as_bytes()));
        }
    }

    /// Adds a file of no brief.
    pub fn add_other(&mut self, path: &str, sha256: Digest) {
        self.others.insert(path.to_string(), sha256);
    }

    /// Writes them.
    ///
    /// # Errors
    ///
    /// What was set aside cannot be read, or what they are written to takes no more.
    pub fn write(&self, into: &mut dyn Write) -> io::Result<()> {
        let mut others = self.others.iter().peekable();
        for (folder, lines) in &self.briefs {
            while let Some((path, sha256)) = others.next_if(|(path, _)| *path < folder) {
                into.write_all(line(path, *sha256).as_bytes())?;
            }
            let own = self.spill.read(*lines)?;
            // A brief may be called as a folder in which there are others.
            if others.peek().is_none_or(|(path, _)| !path.starts_with(folder)) {
                into.write_all(&own)?;
                continue;
            }
            for own in own.split_inclusive(|byte| *byte == b'\n') {
                let of_own = own.get(2 * Digest::LENGTH + 2..).unwrap_or_default();
                while let Some((path, sha256)) =
                    others.next_if(|(path, _)| path.as_bytes() < of_own)
                {
                    into.write_all(line(path, *sha256).as_bytes())?;
                }
                into.write_all(own)?;
            }
        }
        for (path, sha256) in others {
            into.write_all(line(path, *sha256).as_bytes())?;
        }
        Ok(())
    }
}

fn line(path: &str, sha256: Digest) -> String {
    format!("{sha256}  {path}\n")
}
