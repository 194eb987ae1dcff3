//! Building: what is there is loaded, what can be built is built, and each brief's files are
//! written together or not at all.

mod coverage;
mod files;
mod run;
mod workspace;

pub use coverage::{Coverage, coverage_of};
pub use files::{EnvError, read_folder, write_all, write_new};
pub use run::{Built, Document, Edition, Event, Options, Report, build};
pub use workspace::{LoadedBrief, OpenError, Opening, Version, Workspace, find_project};
