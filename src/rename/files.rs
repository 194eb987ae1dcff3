//! The files of a project that may name a brief or lead to it.

use std::fs;
use std::path::Path;

use crate::disk::read_at_most;

/// More entries than these are not looked at.
const MOST_ENTRIES: usize = 20_000;

/// A text of more bytes is not looked into.
const MOST_BYTES: u64 = 1 << 20;

/// Folders in which nobody writes.
const MADE: [&str; 7] = [".git", ".hg", ".svn", ".jj", "node_modules", "dist", "proofs"];

/// What lies in an output folder.
const MARKER: &str = ".briefpress";

/// What a project holds, but for what was made from it; by paths in it, in their order.
#[derive(Debug, Default)]
pub struct ProjectFiles {
    /// The texts, with their bytes.
    pub texts: Vec<(String, Vec<u8>)>,
    /// The links.
    pub links: Vec<String>,
    /// Whether not all of the project was looked at.
    pub is_part: bool,
}

impl ProjectFiles {
    /// Looks through a project.
    pub fn of(root: &Path) -> Self {
        let (mut files, mut count) = (Self::default(), 0);
        let mut pending = vec![String::new()];
        while let Some(folder) = pending.pop() {
            let Ok(entries) = fs::read_dir(root.join(&folder)) else {
                files.is_part = true;
                continue;
            };
            for entry in entries {
                count += 1;
                let Some(entry) = entry.ok().filter(|_| count <= MOST_ENTRIES) else {
                    files.is_part = true;
                    break;
                };
                files.take(&folder, &entry, &mut pending);
            }
        }
        files.texts.sort();
        files.links.sort();
        files
    }

    /// Takes in an entry of a folder; what is below one is still `pending`.
    fn take(&mut self, folder: &str, entry: &fs::DirEntry, pending: &mut Vec<String>) {
        let name = entry.file_name();
        let (Some(name), Ok(kind)) = (name.to_str(), entry.file_type()) else {
            self.is_part = true;
            return;
        };
        let path = format!("{folder}{name}");
        if kind.is_symlink() {
            self.links.push(path);
        } else if kind.is_dir() {
            if !MADE.contains(&name) && !entry.path().join(MARKER).is_file() {
                pending.push(format!("{path}/"));
            }
        } else if kind.is_file() {
            match read_at_most(&entry.path(), MOST_BYTES) {
                Ok(Some(bytes)) if !bytes.contains(&0) => self.texts.push((path, bytes)),
                Ok(_) => {}
                Err(_) => self.is_part = true,
            }
        }
    }
}
