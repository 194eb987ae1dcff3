//! What else of a project names a brief: prose, scripts, files of CI engines. It is told, not changed.

use std::fs;
use std::path::Path;

use crate::disk::read_at_most;

/// More entries than these are not looked at.
const MOST_ENTRIES: usize = 20_000;

/// A text of more bytes is not looked into.
const MOST_BYTES: u64 = 1 << 20;

/// No more places are told.
const MOST_TOLD: usize = 20;

/// Folders in which nobody writes.
const MADE: [&str; 7] = [".git", ".hg", ".svn", ".jj", "node_modules", "dist", "proofs"];

/// What lies in an output folder.
const MARKER: &str = ".briefpress";

/// Folders before the name of a brief, and programs before it.
const BEFORE: [&str; 9] =
    ["briefs", "dist", "exchange", "originals", "out", "proofs", "public", "source", "target"];

/// A place that names a brief.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The file, by its path in the project.
    pub path: String,
    /// The line, from 1; 0 where it is the file itself.
    pub line: usize,
}

/// The places that name a brief.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// The first of them.
    pub told: Vec<Mention>,
    /// How many more there are.
    pub more: usize,
    /// Whether not all of the project was looked at.
    pub is_part: bool,
}

impl Mentions {
    /// Adds the lines of a text that name a brief.
    pub fn look(&mut self, path: &str, text: &str, id: &str) {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| names(line, id)) {
            let _ = line;
            self.add(path, number + 1);
        }
    }

    /// Adds a place.
    pub fn add(&mut self, path: &str, line: usize) {
        if self.told.len() < MOST_TOLD {
            self.told.push(Mention { path: path.into(), line });
        } else {
            self.more += 1;
        }
    }
}

/// Whether a line names a brief: as a folder or file below those of the project, or in a command.
fn names(line: &str, id: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let is_command = line.contains("briefpress");
    line.match_indices(id).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + id.len()..]);
        let ends = !after.starts_with(is_of_name);
        let folder = before.strip_suffix(['/', '\\']);
        let is_below = folder.is_some_and(|folder| {
            let name = folder.rsplit(|c: char| !is_of_name(c)).next().unwrap_or_default();
            BEFORE.contains(&name)
        });
        let is_word = before.ends_with([' ', '"', '\'', '=']) && !after.starts_with(['.', '/']);
        ends && (is_below || is_command && is_word)
    })
}

/// The texts of a project by their paths in it, in their order, without what was made from it; and whether
/// these are all.
pub fn texts(root: &Path) -> (Vec<(String, Vec<u8>)>, bool) {
    let (mut found, mut count, mut is_whole) = (Vec::new(), 0, true);
    let mut pending = vec![String::new()];
    while let Some(folder) = pending.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else {
            is_whole = false;
            continue;
        };
        let mut names: Vec<_> = entries.flatten().collect();
        names.sort_by_key(fs::DirEntry::file_name);
        for entry in names {
            count += 1;
            if count > MOST_ENTRIES {
                return (found, false);
            }
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let path = format!("{folder}{name}");
            match entry.file_type() {
                Ok(kind)
                    if kind.is_dir()
                        && !MADE.contains(&name)
                        && !entry.path().join(MARKER).is_file() =>
                {
                    pending.push(format!("{path}/"));
                }
                Ok(kind) if kind.is_file() => match read_at_most(&entry.path(), MOST_BYTES) {
                    Ok(Some(bytes)) if !bytes.contains(&0) => found.push((path, bytes)),
                    Ok(_) => {}
                    Err(_) => is_whole = false,
                },
                _ => {}
            }
        }
    }
    found.sort();
    (found, is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_a_brief_by_path_or_in_a_command() {
        for line in [
            "cp briefs/water/assets/x.svg .",
            "see briefs/water",
            "dist\\water\\water.en.pdf",
            "upload: dist/water/*.pdf",
            "run: briefpress build water",
            "briefpress watch 'water' --lang km",
            "weblate/originals/water.toml",
        ] {
            assert!(names(line, "water"), "{line}");
        }
        for line in [
            "water is scarce",
            "briefs/water-2/x",
            "briefs/fresh-water",
            "x/water",
            "briefpress.toml: water/x",
        ] {
            assert!(!names(line, "water"), "{line}");
        }
    }
}
