//! How workers end without an answer.

use std::process::ExitStatus;
use std::{fmt, io};

use thiserror::Error;

use super::watch::KilledFor;

/// The exit code with which a worker says that it cannot be one: the system refuses it something.
const REFUSED: i32 = 3;

/// The one with which it says that a mistake in the program ended it, and its last words tell which.
pub const GAVE_UP: i32 = 101;

/// What a process says that has no memory left: the allocator, the system's library, and a thread whose stack
/// has no room. (Where the system lets there be too few threads, a worker has said so as it began.)
const NO_MEMORY: [&str; 3] =
    ["memory allocation of", "out of memory", "failed to spawn thread: Os { code: 11,"];

/// Why there is no answer to a request.
#[derive(Debug, Error)]
pub enum Ended {
    /// The worker took longer than it may.
    #[error("it takes longer than it may")]
    TooLong,
    /// It wanted more memory than it may have.
    #[error("it takes more memory than it may")]
    TooMuchMemory,
    /// It held more than its share of the memory, while others were at work.
    #[error("it takes more memory than its share")]
    TooLarge,
    /// It went in deeper than its stack.
    #[error("it goes in too deep")]
    TooDeep,
    /// It could not be started or spoken to.
    #[error("there is no process to set it with: {0}")]
    Failed(#[source] io::Error),
    /// Somebody else ended it: the system where memory is short, or a user; with how.
    #[error("the process was killed ({0})")]
    Killed(ExitStatus),
    /// Somebody had it stop, until its time was over.
    #[error("the process was stopped")]
    Stopped,
    /// It ended for another reason, which is a bug; with its last words.
    #[error("{0}")]
    Crashed(LastWords),
    /// There is no request, for putting it together failed, which is a bug; with what was said.
    #[error("what it is set from could not be put together: {0}")]
    Unasked(String),
    /// The build was interrupted.
    #[error("the build was interrupted")]
    Interrupted,
}

impl Ended {
    /// Whether it may be another matter when there is more room on the machine.
    pub(super) fn is_the_machines(&self) -> bool {
        matches!(self, Ended::Killed(_) | Ended::Stopped | Ended::TooLarge | Ended::Failed(_))
    }
}

impl From<KilledFor> for Ended {
    fn from(why: KilledFor) -> Self {
        match why {
            KilledFor::TooLong => Ended::TooLong,
            KilledFor::Stopped => Ended::Stopped,
            KilledFor::TooLarge => Ended::TooLarge,
            KilledFor::Interrupted => Ended::Interrupted,
        }
    }
}

impl From<LastWords> for Ended {
    fn from(last: LastWords) -> Self {
        match last.status {
            _ if NO_MEMORY.iter().any(|words| last.words.contains(words)) => Ended::TooMuchMemory,
            _ if last.words.contains("overflowed its stack") => Ended::TooDeep,
            Some(status) if status.code() == Some(REFUSED) => {
                let words = last.words.lines().next().unwrap_or_default();
                let words = words.trim_start_matches("error: ");
                Ended::Failed(io::Error::other(words.to_string()))
            }
            Some(status) if is_from_outside(status) => Ended::Killed(status),
            _ => Ended::Crashed(last),
        }
    }
}

/// Whether a process was ended by a signal that it does not bring upon itself.
#[cfg(unix)]
fn is_from_outside(status: ExitStatus) -> bool {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;
    let own = [
        Signal::ILL,
        Signal::TRAP,
        Signal::ABORT,
        Signal::BUS,
        Signal::FPE,
        Signal::SEGV,
        Signal::SYS,
    ];
    status.signal().is_some_and(|number| own.iter().all(|signal| signal.as_raw() != number))
}

#[cfg(not(unix))]
fn is_from_outside(_: ExitStatus) -> bool {
    false
}

/// How a worker ended, and what it said last.
#[derive(Debug)]
pub struct LastWords {
    /// How it ended by itself; `None` where it went on without an answer and was ended for it.
    pub(super) status: Option<ExitStatus>,
    pub(super) words: String,
}

impl fmt::Display for LastWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words.trim_end();
        match self.status {
            Some(status) if status.code() == Some(GAVE_UP) && !words.is_empty() => {
                return write!(f, "what sets it gave up: {words}");
            }
            Some(status) => write!(f, "the process ended, {status}")?,
            None => write!(f, "the process gave no answer")?,
        }
        if words.is_empty() { Ok(()) } else { write!(f, "\n{words}") }
    }
}
