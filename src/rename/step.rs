//! What a rename changes, one file, link or folder at a time.

use std::path::PathBuf;

use super::quoted::Rewritten;

/// A file that says something else.
#[derive(Debug, Clone)]
pub struct Edit {
    /// Its path in the project.
    pub path: String,
    /// What it says.
    pub before: Vec<u8>,
    /// What it is to say.
    pub after: Vec<u8>,
    /// What of it is another; none where that is its head alone.
    pub rewritten: Vec<Rewritten>,
}

/// A link that leads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relink {
    /// Its path in the project.
    pub path: String,
    /// Where it leads, as it says.
    pub before: PathBuf,
    /// Where it is to lead.
    pub after: PathBuf,
}

/// A file or folder that has another place, by its paths in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Where it is.
    pub from: String,
    /// Where it is to be.
    pub to: String,
}
