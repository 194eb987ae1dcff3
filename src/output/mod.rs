//! The output folder: one build at a time, a brief's files together, and a manifest that says what is
//! there.

mod folder;
mod intact;
mod journal;
mod manifest;
mod merge;
mod record;
mod tool;

pub use folder::{OutFolder, TakeError};
pub use intact::{Damage, is_intact};
pub use manifest::{assemble, release_files, write_release};
pub use merge::{MergeError, merge};
pub use record::Record;
pub use tool::tool;
