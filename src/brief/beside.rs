//! Files that stand beside a brief, and that it may name: data and pictures.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

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
        /// What is to be said of it.
        judge: PictureJudge,
    },
    /// It cannot be used. What has no place yet is about the whole file.
    Unusable(Box<Diagnostics>),
    /// The system does not let us read it, which is said elsewhere.
    Unread,
}

/// Judges a picture once it is named: to go through all of it takes longer than to read what it says
/// of itself. What it says has no place yet.
#[derive(Clone)]
pub struct PictureJudge(Arc<Judging>);

/// What is said of a picture with a page.
type JudgePage = dyn Fn(usize) -> Vec<Diagnostic> + Send + Sync;

struct Judging {
    judge: Box<JudgePage>,
    /// What has been said, by page.
    said: Mutex<BTreeMap<usize, Vec<Diagnostic>>>,
}

impl PictureJudge {
    /// A judge of one file.
    pub fn new(judge: impl Fn(usize) -> Vec<Diagnostic> + Send + Sync + 'static) -> Self {
        Self(Arc::new(Judging { judge: Box::new(judge), said: Mutex::default() }))
    }

    /// What is to be said of a picture, or of a page of it; each is gone through once.
    pub fn of(&self, page: usize) -> Vec<Diagnostic> {
        let mut said = self.0.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.entry(page).or_insert_with(|| (self.0.judge)(page)).clone()
    }
}

impl fmt::Debug for PictureJudge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PictureJudge")
    }
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
