//! Building: what is there is loaded and planned, what is up to date is kept, the rest is made by
//! workers, and each brief's files are written together or not at all.

mod conclude;
mod coverage;
mod data;
mod files;
mod fingerprint;
mod inputs;
mod load;
mod locks;
mod merge;
mod misplaced;
mod plan;
mod produce;
mod record;
mod run;
mod troubles;
mod turns;
mod unchanged;
mod verify;
mod warnings;
mod workspace;

pub use coverage::{Coverage, coverage_of};
pub use data::template_data;
pub use files::{EnvError, read_folder, write_all, write_new};
pub use fingerprint::Reason;
pub use locks::check_locks;
pub use merge::{MergeError, merge};
pub use plan::Options;
pub use record::Record;
pub use run::{Event, Extent, Planned, Report, Running, Sharding, build, dry_run};
pub use unchanged::Earlier;
pub use verify::{Difference, Why, verify};
pub use workspace::{LoadedBrief, OpenError, Opening, Version, Workspace, find_project};
