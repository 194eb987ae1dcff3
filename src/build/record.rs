//! The output folder: who may write to it, what an earlier build left there, and what this one has
//! done so far. The record of a build is its manifest. While a build runs, what it finishes is also
//! written down line by line, so that one that is killed goes on where it was. A record that is
//! damaged, or of another version, is not believed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{EnvError, UNFINISHED, list};
use crate::release::{Artifact, Digest, Input, MANIFEST, Manifest, THUMBNAILS, Tool};
use crate::typeset::typst_version;

/// The name of the journal. It is there while a build runs, after one that was killed, and while
/// there are files that no manifest lists any more.
const JOURNAL: &str = ".briefpress-journal";

/// The digest of the sources the program was built from, by the build script.
const SOURCES: &str = env!("BRIEFPRESS_SOURCES");

/// What makes the files.
pub fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME").into(),
        version: env!("CARGO_PKG_VERSION").into(),
        sources: Digest::from_hex(SOURCES).expect("the build script writes a digest"),
        typst: typst_version().into(),
    }
}

/// A file with what it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the manifest says of it, without the places of its inputs.
    pub artifact: Artifact,
    /// What it was made from, by role and path.
    pub inputs: Vec<Input>,
}

impl Entry {
    /// A file of a manifest.
    pub fn of(manifest: &Manifest, file: &Artifact) -> Self {
        let inputs = manifest.inputs_of(file).cloned().collect();
        Self { artifact: Artifact { inputs: Vec::new(), ..file.clone() }, inputs }
    }
}

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
    goes_on: bool,
}

/// What a line of the journal is about.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Line {
    Begin { tool: Tool, epoch: Option<i64> },
    Done(Box<Entry>),
}

impl Record {
    /// Reads what an earlier build of the same program and moment left in a folder.
    pub fn read(out: &Path, epoch: Option<i64>) -> Self {
        let mut record = Self::default();
        let path = out.join(MANIFEST);
        match fs::read(&path) {
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
        if let Ok(journal) = fs::read_to_string(out.join(JOURNAL)) {
            record.read_journal(&journal, epoch);
        }
        record
    }

    fn read_journal(&mut self, journal: &str, epoch: Option<i64>) {
        let mut lines = journal.lines().map(serde_json::from_str::<Line>);
        let begin = Line::Begin { tool: tool(), epoch };
        if !matches!(lines.next(), Some(Ok(first)) if first == begin) {
            return;
        }
        // A line that was cut off, or damaged, is passed over.
        for line in lines.filter_map(Result::ok) {
            if let Line::Done(entry) = line {
                self.entries.insert(entry.artifact.path.clone(), *entry);
            }
        }
        self.goes_on = true;
    }
}

/// An output folder that this build alone writes to.
#[derive(Debug)]
pub struct OutFolder {
    /// Where it is.
    pub path: PathBuf,
    journal: File,
    /// Whether it was not there before.
    is_new: bool,
}

impl OutFolder {
    /// Takes the folder, waiting for a build that has it; `on_wait` is told. What a killed build left
    /// unfinished is cleared away.
    pub fn take(path: &Path, on_wait: &mut dyn FnMut()) -> Result<Self, EnvError> {
        let fail = |cause| EnvError::new("cannot write to", path, cause);
        let is_new = !path.exists();
        fs::create_dir_all(path).map_err(|cause| EnvError::new("cannot make", path, cause))?;
        let name = path.join(JOURNAL);
        let journal = loop {
            let mut options = OpenOptions::new();
            let file = options.create(true).append(true).open(&name).map_err(fail)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    on_wait();
                    file.lock().map_err(fail)?;
                }
                // A file system without locks: nothing to be done about it.
                Err(TryLockError::Error(_)) => break file,
            }
            // The build before may have taken its journal away in the meantime.
            if is_same(&file, &name) {
                break file;
            }
        };
        let folder = Self { path: path.to_path_buf(), journal, is_new };
        folder.clear_unfinished();
        Ok(folder)
    }

    /// Begins to write down what is finished, after what a killed build wrote down.
    pub fn begin(&mut self, record: &Record, epoch: Option<i64>) -> Result<(), EnvError> {
        if record.goes_on {
            // The last line may have been cut off.
            return self.journal.write_all(b"\n").map_err(|cause| self.failed(cause));
        }
        self.journal.set_len(0).map_err(|cause| self.failed(cause))?;
        self.write(&Line::Begin { tool: tool(), epoch })
    }

    /// Writes down that a file is finished.
    pub fn done(&mut self, entry: &Entry) -> Result<(), EnvError> {
        self.write(&Line::Done(Box::new(entry.clone())))
    }

    fn write(&mut self, line: &Line) -> Result<(), EnvError> {
        let mut json = serde_json::to_vec(line).expect("plain data is always JSON");
        json.push(b'\n');
        self.journal.write_all(&json).map_err(|cause| self.failed(cause))
    }

    fn failed(&self, cause: io::Error) -> EnvError {
        EnvError::new("cannot write", &self.path.join(JOURNAL), cause)
    }

    /// The build is over and its manifest written. What an earlier build made and this one neither
    /// lists nor removed stays written down while it is as it was made: one slip in a project does not
    /// cost what it took to build it.
    pub fn release(mut self, unlisted: &[&Entry], epoch: Option<i64>) -> Result<(), EnvError> {
        if !unlisted.is_empty() {
            self.journal.set_len(0).map_err(|cause| self.failed(cause))?;
            self.write(&Line::Begin { tool: tool(), epoch })?;
            return unlisted.iter().try_for_each(|entry| self.done(entry));
        }
        fs::remove_file(self.path.join(JOURNAL)).map_err(|cause| self.failed(cause))?;
        if self.is_new {
            // One in which nothing was made is not left behind; one with files in it stays.
            let _ = fs::remove_dir(&self.path);
        }
        Ok(())
    }

    fn clear_unfinished(&self) {
        let Ok(names) = fs::read_dir(&self.path) else { return };
        let folders = names.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
        for folder in folders.chain([self.path.clone()]) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let unfinished = name.to_str().is_some_and(|name| name.starts_with(UNFINISHED));
                if unfinished && name != JOURNAL {
                    // It is in no one's way if it stays.
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }

    /// Removes a file that this program made, its picture unless a file that stays has the same, and
    /// the folders that are empty then.
    pub fn remove(&self, artifact: &Artifact, stay: &[&Artifact]) -> Result<(), EnvError> {
        let picture = &artifact.thumbnail.path;
        self.remove_file(&artifact.path)?;
        if !stay.iter().any(|other| other.thumbnail.path == *picture)
            && self.path.join(picture).exists()
        {
            self.remove_file(picture)?;
        }
        Ok(())
    }

    fn remove_file(&self, path: &str) -> Result<(), EnvError> {
        let path = self.path.join(path);
        fs::remove_file(&path).map_err(|cause| EnvError::new("cannot remove", &path, cause))?;
        if let Some(folder) = path.parent()
            && folder != self.path
            && list(folder).is_ok_and(|names| names.is_empty())
        {
            // A hidden file may be in it; then it stays.
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Whether a path of a manifest stays inside its folder: manifests are read from anywhere.
pub fn is_inside(path: &str) -> bool {
    let parts = path.split('/');
    !path.contains('\\')
        && parts.into_iter().all(|part| !["", ".", ".."].contains(&part))
        && (path.ends_with(".pdf") || path.starts_with(THUMBNAILS))
}

/// The digest of a file in the output folder; `None` where it is not there.
pub fn digest_of(out: &Path, path: &str) -> Option<Digest> {
    let file = is_inside(path).then(|| File::open(out.join(path)).ok())??;
    Digest::read(file).ok()
}

/// Whether the files of an entry are there, as they were made.
pub fn is_intact(out: &Path, artifact: &Artifact) -> Result<(), Damage> {
    for (path, sha256) in
        [(&artifact.path, &artifact.sha256), (&artifact.thumbnail.path, &artifact.thumbnail.sha256)]
    {
        match digest_of(out, path) {
            None => return Err(Damage::Missing),
            Some(digest) if digest != *sha256 => return Err(Damage::Altered),
            Some(_) => {}
        }
    }
    Ok(())
}

/// What became of a file after it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It is not there.
    Missing,
    /// It has other bytes.
    Altered,
}
