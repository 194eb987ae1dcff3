//! What others publish of the framework, read into what a project pins: a file a format.
//!
//! [`read_published`] tells by the bytes of a file what it is and reads it; [`gather`] makes one
//! [`Pinned`](crate::sdg::Pinned) of several files; [`pinned`] writes and reads the files that a project
//! keeps.

mod archive;
mod clean;
mod codes;
mod detect;
mod fault;
mod framework;
mod gather;
mod grid;
mod language;
mod metadata;
mod openxml;
mod part;
pub mod pinned;
mod raised_marks;
mod schema;
mod script;
mod tiers;
mod translations;
mod tree;

pub use detect::read_published;
pub use fault::{FaultPlace, PublishedFault};
pub use gather::{GatherAs, Gathered, LanguageReport, gather, is_of_united_nations};
pub use language::check_language;
pub use part::{PublishedKind, PublishedPart};
pub use schema::{tiers_schema, wording_schema};
pub use script::check_script;
