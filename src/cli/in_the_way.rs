//! What stands in the place of a file that is to be written.

use std::path::PathBuf;

/// A file, or something else, that is no page of the manual.
#[derive(Debug, thiserror::Error)]
#[error("{} is there already, and is no page of this manual: nothing is written", .0.display())]
pub struct InTheWay(pub PathBuf);

impl InTheWay {
    /// What to do about it.
    pub fn help(&self) -> String {
        "choose another folder, or take the file away".into()
    }
}
