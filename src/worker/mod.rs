//! Worker processes. A compile cannot be cancelled or contained inside a process, so documents are
//! set by processes of the same binary: each is told once what all documents share
//! ([`Setup`]), and then takes one [`Request`] after another over a pipe. One that takes too long, too
//! much memory, or crashes, is ended without the others noticing.

mod ended;
mod limits;
mod make;
mod message;
mod pool;
mod process;
mod serve;
mod watch;

pub use ended::Ended;
pub use message::{
    Answer, DocumentFault, GOOD_DPI, Made, MessageError, PressJob, ProofJob, Request, Setup,
    Wanted, encode,
};
pub use pool::{Pool, Work};
pub use serve::{ServeError, serve};
