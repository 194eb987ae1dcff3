//! Files that stand beside a brief, and that it may name: data and pictures.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Diagnostics, FileId};

/// The files beside a brief, by their paths from its folder, with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct FilesBeside(BTreeMap<String, FileBeside>);

/// A file beside a brief.
#[derive(Debug, Clone)]
pub enum FileBeside {
    /// Data as text: CSV.
    Data(FileId),
    /// A picture.
    Picture {
        /// How many pages it has, if it is a PDF.
        pages: Option<usize>,
    },
    /// It cannot be used. What has no place yet is about the whole file.
    Unusable(Box<Diagnostics>),
    /// The system does not let us read it, which is said elsewhere.
    Unread,
}

/// The endings of names of files with data, in lower case.
const DATA: [&str; 2] = ["csv", "tsv"];

/// The endings of names of pictures, in lower case.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "svg", "pdf"];

/// What a file is by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindBeside {
    /// Data as text.
    Data,
    /// A picture.
    Picture,
}

impl KindBeside {
    /// What the file of a path is; `None` for what no brief can use.
    pub fn of(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        let ending = ending.to_lowercase();
        if DATA.contains(&&*ending) {
            Some(KindBeside::Data)
        } else if PICTURES.contains(&&*ending) {
            Some(KindBeside::Picture)
        } else {
            None
        }
    }
}

impl FilesBeside {
    /// Adds a file.
    pub fn insert(&mut self, path: String, file: FileBeside) {
        self.0.insert(path, file);
    }

    /// The file of a path.
    pub fn get(&self, path: &str) -> Option<&FileBeside> {
        self.0.get(path)
    }

    /// The paths of all of a kind.
    pub fn paths(&self, kind: KindBeside) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).filter(move |path| KindBeside::of(path) == Some(kind))
    }
}

impl FileBeside {
    /// A file of which this is to be said.
    pub fn unusable(what: Diagnostic) -> Self {
        let mut found = Diagnostics::new();
        found.push(what);
        FileBeside::Unusable(Box::new(found))
    }
}
