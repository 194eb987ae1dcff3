//! How workers end without an answer.

use std::process::ExitStatus;
use std::{fmt, io};

use thiserror::Error;

use super::watch::KilledFor;

/// Why there is no answer to a request.
#[derive(Debug, Error)]
pub enum Ended {
    /// The worker took longer than it may.
    #[error("it takes longer than it may")]
    TooLong,
    /// It wanted more memory than it may have.
    #[error("it takes more memory than it may")]
    TooMuchMemory,
    /// It went in deeper than its stack.
    #[error("it goes in too deep")]
    TooDeep,
    /// It could not be started or spoken to.
    #[error("there is no process to set it with: {0}")]
    Failed(#[source] io::Error),
    /// It ended for another reason, which is a bug; with its last words.
    #[error("the process ended, {0}")]
    Crashed(LastWords),
    /// There is no request, for putting it together failed, which is a bug; with what was said.
    #[error("what it is set from could not be put together: {0}")]
    Unasked(String),
    /// The build was interrupted.
    #[error("the build was interrupted")]
    Interrupted,
}

impl From<KilledFor> for Ended {
    fn from(why: KilledFor) -> Self {
        match why {
            KilledFor::TooLong => Ended::TooLong,
            KilledFor::Interrupted => Ended::Interrupted,
        }
    }
}

/// How a worker ended, and what it said last.
#[derive(Debug)]
pub struct LastWords {
    pub(super) status: Option<ExitStatus>,
    pub(super) words: String,
}

impl fmt::Display for LastWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(status) = self.status {
            write!(f, "{status}")?;
        }
        write!(f, "\n{}", self.words.trim_end())
    }
}
