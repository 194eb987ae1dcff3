//! Worker processes. A compile cannot be cancelled or contained inside a process, so documents are
//! set by processes of the same binary: each is told once what all documents share
//! ([`Setup`]), and then takes one [`Request`] after another over a pipe. One that takes too long, too
//! much memory, or crashes, is ended without the others noticing; one that was killed from outside may
//! have been one too many, so its document is set once more when no other is.

mod ended;
mod fit;
mod limits;
mod make;
mod message;
mod pool;
mod preview;
mod process;
mod serve;
mod set;
mod shop;
mod warm;
mod watch;

pub use ended::{Ended, GAVE_UP};
pub use limits::granted_memory;
pub use message::{
    Answer, DocumentFault, GOOD_DPI, Made, MadeSheet, MessageError, PressJob, PreviewJob,
    PreviewPage, ProofJob, Request, Setup, SheetJob, Wanted, encode,
};
pub use pool::{Fate, Pool, Work};
pub use serve::{ServeError, serve};
pub use warm::Warm;
