//! The folder of the cache: what is in it, and whether it is this program's.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::part::{Bases, StatPart};
use crate::disk::open_regular;

/// The name of the cache in an output folder. It is hidden, and nothing in it is a file of the release.
pub const STAT_CACHE: &str = ".briefpress-cache";

/// What the cache of an earlier version begins with, which was a file.
pub const OLD_HEAD: &[u8] = b"briefpress stat cache 1\n";

/// The part of files that belong to no brief.
pub const COMMON: &str = "project.states";

/// The name of the part of a run, by the id of the brief that it begins with; none for the first.
pub fn name_of(begin: &str) -> String {
    if begin.is_empty() { "briefs.states".into() } else { format!("briefs.{begin}.states") }
}

/// The brief that the run of a part begins with, by the name of the part.
fn begin_of(name: &str) -> Option<&str> {
    let begin = name.strip_prefix("briefs")?.strip_suffix(".states")?;
    if begin.is_empty() { Some("") } else { begin.strip_prefix('.').filter(|id| is_plain(id)) }
}

/// Whether an id can be part of a file name.
pub fn is_plain(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&id.len()) && id.bytes().all(plain)
}

/// Where the cache is, and the files that something is known of.
#[derive(Debug, Default)]
pub struct CacheFolder {
    /// The output folder.
    pub out: PathBuf,
    /// The project's folder, where it was asked for any.
    pub root: Option<PathBuf>,
    /// Whether what is there under the name of the cache is one, or nothing; else it is left alone.
    pub is_ours: bool,
    /// Whether the output folder is this run's to write to.
    pub is_taken: bool,
}

impl CacheFolder {
    /// Where files are.
    pub fn bases(&self) -> Bases<'_> {
        Bases { out: &self.out, root: self.root.as_deref() }
    }

    fn path(&self) -> PathBuf {
        self.out.join(STAT_CACHE)
    }

    /// Reads a part, by its name.
    pub fn read(&self, name: &str) -> StatPart {
        match self.is_ours {
            true => StatPart::read(&self.path().join(name)),
            false => StatPart::default(),
        }
    }

    /// Writes a part, by its name, if it is another now.
    pub fn write(&self, name: &str, part: &mut StatPart) {
        if !self.is_ours || !self.is_taken || !part.is_changed() {
            return;
        }
        let folder = self.path();
        if is_old(&folder) {
            let _ = fs::remove_file(&folder);
        }
        part.write(&folder.join(name), self.bases());
    }

    /// Removes a part, by its name.
    pub fn remove(&self, name: &str) {
        if self.is_ours && self.is_taken {
            let _ = fs::remove_file(self.path().join(name));
        }
    }
}

/// Whether a file is the cache of an earlier version.
fn is_old(path: &Path) -> bool {
    let mut start = [0; OLD_HEAD.len()];
    fs::symlink_metadata(path).is_ok_and(|there| there.is_file())
        && open_regular(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
        && start == *OLD_HEAD
}

/// The briefs that the runs in an output folder begin with, in order; `None` where what is there is somebody's.
pub fn on_disk(out: &Path) -> Option<Vec<String>> {
    let folder = out.join(STAT_CACHE);
    match fs::symlink_metadata(&folder) {
        Ok(there) if there.is_dir() => {}
        Ok(_) => return is_old(&folder).then(Vec::new),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Vec::new()),
        Err(_) => return None,
    }
    let mut begins = Vec::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name();
        let name = name.to_str().filter(|_| entry.file_type().is_ok_and(|kind| kind.is_file()))?;
        // What systems put into any folder is hidden, and so is what is not finished.
        if name != COMMON && !name.starts_with('.') {
            begins.push(begin_of(name)?.to_string());
        }
    }
    begins.sort();
    Some(begins)
}
