//! What stands in the place of a file that is to be written.

use std::path::PathBuf;

/// A file, or something else.
#[derive(Debug, thiserror::Error)]
pub enum InTheWay {
    /// It is no page of the manual.
    #[error("{} is there already, and is no page of this manual: nothing is written", .0.display())]
    Page(PathBuf),
    /// It is no folder.
    #[error("{} is a file, and no folder to write into: nothing is written", .0.display())]
    Folder(PathBuf),
}

impl InTheWay {
    /// What to do about it.
    pub fn help(&self) -> String {
        "choose another folder, or take the file away".into()
    }
}
