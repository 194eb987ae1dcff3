//! What the environment refuses.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::slashes::slashed;

/// The environment failed: a disk is full, a permission is missing.
#[derive(Debug, Error)]
#[error("{doing} {} ({cause})", slashed(path))]
pub struct EnvError {
    /// What was being done, such as "cannot write".
    pub doing: &'static str,
    /// With which file or folder.
    pub path: PathBuf,
    /// What the system says.
    #[source]
    pub cause: io::Error,
    /// Whether it took effect all the same: the file or folder is as it was to be.
    pub took_effect: bool,
}

impl EnvError {
    /// What went wrong with which file or folder.
    pub fn new(doing: &'static str, path: &Path, cause: io::Error) -> Self {
        Self { doing, path: path.to_path_buf(), cause, took_effect: false }
    }

    /// The same of what took effect all the same.
    pub fn in_effect(self) -> Self {
        Self { took_effect: true, ..self }
    }
}

/// What the system says is kept as its kind and words.
impl Clone for EnvError {
    fn clone(&self) -> Self {
        let cause = io::Error::new(self.cause.kind(), self.cause.to_string());
        Self { doing: self.doing, path: self.path.clone(), cause, took_effect: self.took_effect }
    }
}
