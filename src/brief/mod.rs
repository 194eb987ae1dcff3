//! Briefs: from a TOML file to a valid [`Brief`], or to every problem in it at once.

mod address;
mod id;
mod layout;
mod length;
mod lint;
mod model;
mod place;
mod resolve;
mod schema;
pub mod text;

pub use address::address_fault;
pub use id::{IdList, check_brief_id};
pub use length::{LONGEST_FOOT, LONGEST_TITLE};
pub use model::{
    Abbreviation, Basis, Brief, Deadline, Fact, Finding, GoalEntry, IndicatorEntry, IndicatorRef,
    Priority, Recommendation, Source, Status, TargetEntry, TranslationStatus, Whereabouts,
};
pub use place::OwnPlace;
pub use resolve::{Translated, Vocabulary, resolve};
pub use schema::{ABBREVIATION, PLACE, RawBrief, RawPlace, abbreviation, abbreviations};
