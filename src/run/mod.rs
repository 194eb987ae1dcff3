//! Doing it: what a plan says is kept or made, each brief's files are committed together, and whoever
//! shows it hears of what happens.

mod build;
mod commit;
mod entry;
mod event;
mod findings;
mod finish;
mod keep;
mod misplaced;
mod preview;
mod proof;
mod queue;
mod results;
mod tasks;
mod verify;

pub use build::{Build, BuildOptions, Building, Summary, build};
pub use event::Event;
pub use preview::{Preview, Viewed, preview};
pub use proof::{Proofs, proofs};
pub use tasks::{TIME_LIMIT, Workers};
pub use verify::{Difference, Mismatch, Verification, verify};
