//! What of a project is gone, and what is there and not read.

use std::fs;
use std::io;
use std::path::Path;

use super::model::Workspace;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Span};
use crate::disk::{Item, PathKind, slashed};

impl Workspace {
    /// Whether a file, by its path in the project, is known to be gone: all that was to be read could
    /// be read, the folder it was in is there, and nothing stands there or beside it that may be it. No
    /// brief at all is more like a disk that is not mounted.
    pub fn has_lost(&self, path: &str) -> bool {
        if !self.failures.is_empty()
            || self.brief_folders.is_empty()
            || self.unseen.is_in_doubt(path)
        {
            return false;
        }
        // A folder without its brief is reported: the file may have another name by now.
        if let Some(id) =
            path.strip_prefix("briefs/").and_then(|path| path.strip_suffix("/brief.toml"))
            && self.root.join("briefs").join(id).symlink_metadata().is_ok()
        {
            return false;
        }
        let mut there = self.root.clone();
        for part in path.split('/') {
            there.push(part);
            match there.symlink_metadata() {
                Err(error) => return error.kind() == io::ErrorKind::NotFound,
                // What a link leads to may come back.
                Ok(entry) if entry.is_symlink() && fs::metadata(&there).is_err() => return false,
                Ok(_) => {}
            }
        }
        false
    }

    /// Says of something that stands in a folder of the project that it is not read: as an error, or a
    /// failure, where it was to be; in passing where it only looks so, with what to do. Which file that
    /// message is about.
    pub(super) fn leave(
        &mut self,
        item: Item,
        help: &str,
        name: &dyn Fn(&Path) -> String,
        found: &mut Diagnostics,
    ) -> Option<FileId> {
        self.doubt(&item.path);
        self.tell(item, help, name, found)
    }

    /// The same of what is nothing that is missed in its folder.
    pub(super) fn tell(
        &mut self,
        item: Item,
        help: &str,
        name: &dyn Fn(&Path) -> String,
        found: &mut Diagnostics,
    ) -> Option<FileId> {
        let shown = name(&item.path);
        let diagnostic = match item.kind {
            PathKind::Failed(failure) => {
                self.failures.push(failure);
                return None;
            }
            PathKind::Refused(refusal) => refusal.diagnostic(&shown),
            _ => Diagnostic::new(Code::PassedOver, format!("{shown} is not read")).help(help),
        };
        let file = self.sources.add(shown, "");
        found.push(diagnostic.at(Span::new(file, 0..0)));
        Some(file)
    }

    /// Remembers that a folder holds what may be something else that is missed in it.
    pub(super) fn doubt(&mut self, path: &Path) {
        let folder = path.parent().and_then(|folder| folder.strip_prefix(&self.root).ok());
        let is_named = |folder: &&Path| folder.to_str().is_some_and(|name| !name.is_empty());
        if let Some(folder) = folder.filter(is_named) {
            self.unseen.doubt(slashed(folder));
        }
    }
}
