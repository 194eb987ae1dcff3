//! Judging PDFs, ours or not: as a print shop does before it makes plates, and as a reader with a
//! screen reader would.
//!
//! Bytes go in and a [`Report`] comes out; nothing here reads files, prints or knows the rest of
//! the program. A file may be broken or hostile in any way: [`inspect`] always returns, with
//! bounded memory and time.

mod check;
mod code;
mod colour;
mod content;
mod finding;
mod font;
mod geometry;
mod hazards;
mod lost;
mod page;
mod pdf;
pub mod report;
mod structure;
mod unfold;
mod xmp;

use std::thread;

pub use code::{Check, FindingSeverity};
pub use finding::{IntendedUse, PreflightFinding, Report, Settings};
pub use geometry::Point;

/// Objects nest, and parsers and checks follow them: this is enough for all limits there are.
const STACK: usize = 256 << 20;

/// Judges a file. Should a check itself fail, the file is reported as unreadable.
pub fn inspect(bytes: &[u8], settings: &Settings) -> Report {
    let examined = thread::scope(|scope| {
        let examine = || check::examine(bytes, settings);
        match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, examine) {
            Ok(running) => running.join().map_err(|panic| cause(&*panic)),
            Err(error) => Err(error.to_string()),
        }
    });
    examined.unwrap_or_else(|cause| Report::unexamined(settings, &cause))
}

/// What a panic says.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
