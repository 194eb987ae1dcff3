//! Why a brief is not renamed.

use std::path::PathBuf;

use thiserror::Error;

use super::renaming::Renaming;
use crate::disk::{EnvError, slashed};

/// Why a brief is not renamed. Displayed it is the fact; [`RenameError::help`] is what to do.
#[derive(Debug, Error)]
pub enum RenameError {
    /// It has that name.
    #[error("the brief is called `{0}` already")]
    Same(String),
    /// Something has the name it is to have.
    #[error("{path} is there already{}", spelt(*is_other_case))]
    Taken {
        /// Its path in the project.
        path: String,
        /// Whether it is the same name to some systems alone.
        is_other_case: bool,
    },
    /// A file or folder that would be changed is a link.
    #[error("{0} is a link: nothing is written through it")]
    Link(String),
    /// A file that may name the brief and cannot be read as what it is.
    #[error("{0} is not valid TOML and may name the brief: nothing is renamed")]
    NotToml(String),
    /// Somebody saved a file that was to be changed.
    #[error("{} was saved by somebody in the meantime", slashed(.0))]
    SavedMeanwhile(PathBuf),
    /// A rename was killed, and is neither undone nor finished.
    #[error("renaming the brief `{}` to `{}` was interrupted, and is half done", .0.from, .0.to)]
    HalfDone(Renaming),
    /// The same where both folders are there, or neither.
    #[error(
        "renaming the brief `{}` to `{}` was interrupted, and {} is there",
        .renaming.from,
        .renaming.to,
        if *.both { "a folder of either name" } else { "no folder of either name" }
    )]
    Unclear {
        /// What was to be done.
        renaming: Renaming,
        /// Whether both are there.
        both: bool,
    },
    /// A record that says nothing.
    #[error("{0} is there, by which renaming a brief begins and ends, and says nothing")]
    BadRecord(String),
    /// It failed, and is neither undone nor finished.
    #[error("{cause}; {}", .left.words())]
    Unfinished {
        /// What was to be done.
        renaming: Renaming,
        /// What failed first.
        cause: Box<RenameError>,
        /// What is left.
        left: Left,
    },
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
}

/// What a rename leaves that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Changes that could not be undone.
    Changes,
    /// Changes that were made before, by a run that was killed.
    Earlier,
    /// The record alone: all is done.
    Record,
}

impl Left {
    /// What is said of it.
    fn words(self) -> &'static str {
        match self {
            Left::Changes => "not all that was changed could be undone",
            Left::Earlier => "it is still half done",
            Left::Record => "all else is done",
        }
    }
}

/// What is said of a name that is another one to some systems.
fn spelt(is_other_case: bool) -> &'static str {
    if is_other_case { ": some systems take the two for one name" } else { "" }
}

impl RenameError {
    /// Whether what failed took effect all the same.
    pub(super) fn took_effect(&self) -> bool {
        matches!(self, RenameError::Env(failure) if failure.took_effect)
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        let finish = |Renaming { from, to }: &Renaming| {
            format!("`briefpress rename {from} {to}` finishes it")
        };
        Some(match self {
            RenameError::Same(_) | RenameError::Env(_) => return None,
            RenameError::Taken { .. } => "choose another id, or take it away first".into(),
            RenameError::Link(_) => "put the file or folder itself there".into(),
            RenameError::NotToml(_) => "`briefpress check` says what is wrong with it".into(),
            RenameError::SavedMeanwhile(_) => "run the command again".into(),
            RenameError::HalfDone(renaming) | RenameError::Unfinished { renaming, .. } => {
                finish(renaming)
            }
            RenameError::Unclear { renaming: renaming @ Renaming { from, to }, both: true } => {
                format!(
                    "keep one of briefs/{from} and briefs/{to}, and move the other out of the \
                     project; then {}",
                    finish(renaming)
                )
            }
            RenameError::Unclear { renaming: renaming @ Renaming { from, .. }, both: false } => {
                format!(
                    "take briefs/{from} back from your version control; then {}",
                    finish(renaming)
                )
            }
            RenameError::BadRecord(_) => {
                "see that one folder of the brief is there, and take the file away".into()
            }
        })
    }
}
