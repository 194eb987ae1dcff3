//! The files of a project that may name a brief or lead to it.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::disk::read_at_most;

/// How much of a file tells whether it is a text.
const HEAD: u64 = 8 << 10;

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
    /// What may be a text and is too large to be looked into.
    pub unread: Vec<String>,
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
        files.unread.sort();
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
                Ok(Some(bytes)) => {
                    let text = utf16(&bytes).map(String::into_bytes);
                    self.texts.extend(text.map(|text| (path, text)));
                }
                Ok(None) if may_be_text(&entry.path()) => self.unread.push(path),
                Ok(None) => {}
                Err(_) => self.unread.push(path),
            }
        }
    }
}

/// A text whose characters are two bytes each, as programs of Windows write them, with their mark or without.
fn utf16(bytes: &[u8]) -> Option<String> {
    let zeros = |at: usize| bytes.iter().skip(at).step_by(2).filter(|byte| **byte == 0).count();
    let is_big = match bytes {
        [0xFE, 0xFF, ..] => true,
        [0xFF, 0xFE, ..] => false,
        // Of Latin letters every other byte is 0.
        _ if zeros(0) * 4 > bytes.len() && zeros(1) == 0 => true,
        _ if zeros(1) * 4 > bytes.len() && zeros(0) == 0 => false,
        _ => return None,
    };
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair.get(1).copied().unwrap_or_default()];
        if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let units: Vec<u16> = bytes.chunks(2).map(unit).collect();
    Some(String::from_utf16_lossy(&units))
}

/// Whether a large file may be a text: pictures and archives have zeros at their beginnings.
fn may_be_text(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let is_text = !head.contains(&0) || utf16(&head).is_some();
    read.is_err() || is_text && !head.starts_with(b"%PDF")
}
