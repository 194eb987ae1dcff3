//! The two files of a translation: its strings, and the lock with what they were made from.

use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::overlay::Translation;

/// A translation as it is.
#[derive(Debug, Clone, Copy)]
pub struct Current<'a> {
    /// The text of its file.
    pub toml: &'a str,
    /// What was read there.
    pub translation: &'a Translation,
    /// What it was made from.
    pub lock: &'a Lock,
}

/// A translation as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The text of its file.
    pub toml: String,
    /// The text of its lock.
    pub lock: String,
}

impl Files {
    /// Where the strings of a language stand in the folder of a brief.
    pub fn path(brief: &Path, language: &str) -> PathBuf {
        brief.join("lang").join(format!("{language}.toml"))
    }

    /// The files with their places in the folder of a brief.
    pub fn at(self, brief: &Path, language: &str) -> [(PathBuf, Vec<u8>); 2] {
        let path = Self::path(brief, language);
        let lock = path.with_extension("lock");
        [(path, self.toml.into()), (lock, self.lock.into())]
    }
}
