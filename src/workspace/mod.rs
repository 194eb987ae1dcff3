//! A project as it is on disk: what is in it is found, read, parsed and resolved, and what is wrong
//! with it is said. Nothing here knows of an earlier build.

mod astray;
mod beside;
mod briefs;
mod checks;
mod config;
mod coverage;
mod files;
mod folders;
mod fonts;
mod gone;
mod inputs;
mod intact;
mod labels;
mod model;
mod named;
mod open;
mod pinned;
mod printed;
mod unread;
mod unseen;
mod values;

pub use astray::Trace;
pub use config::framework_in;
pub use coverage::{coverage_of, prints, trace};
pub use files::{BriefFiles, TranslationFiles};
pub use folders::ids_of_briefs;
pub use fonts::given_fonts;
pub use inputs::{CurrentInputs, Inputs, SourceDigest};
pub use model::{LoadedBrief, Version, Workspace};
pub use open::{
    OpenError, OpenOptions, find_brief, find_project, is_project, list_briefs, may_be_in,
    misnamed_project, read_built_in,
};
pub use pinned::pinned_in;
pub use unread::{ReadAll, ReadSoFar, Unread};
