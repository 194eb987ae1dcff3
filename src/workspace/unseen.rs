//! What of a project could not be seen: nothing is made without it.

use std::collections::BTreeSet;

use crate::l10n::chain;

/// What could not be seen.
#[derive(Debug, Default)]
pub struct Unseen {
    /// Whether something is among it that all documents may be made from: a template, a font, the
    /// profile of the press.
    pub shared: bool,
    /// The languages whose words could not be read.
    pub labels: BTreeSet<String>,
    /// Folders, by their paths in the project, in which something stands that was not read and may be
    /// what is missed in them.
    folders: BTreeSet<String>,
}

impl Unseen {
    /// Whether there is nothing that keeps documents from being made.
    pub fn stops_none(&self) -> bool {
        !self.shared && self.labels.is_empty()
    }

    /// Whether documents in a language would be made without something that they may be made from.
    pub fn stops(&self, language: &str) -> bool {
        let words = || chain(language).iter().any(|tag| self.labels.contains(tag));
        self.shared || !self.labels.is_empty() && words()
    }

    /// Remembers that something stands in a folder that was not read, and may be what is missed in it.
    pub(super) fn doubt(&mut self, folder: String) {
        self.folders.insert(folder);
    }

    /// Whether such a thing stands beside a file, or beside a folder it is in.
    pub(super) fn is_in_doubt(&self, path: &str) -> bool {
        let is_in = |folder: &String| {
            path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        self.folders.iter().any(is_in)
    }
}
