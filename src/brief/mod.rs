//! Briefs: from a TOML file to a valid [`Brief`], or to every problem in it at once.

mod address;
mod id;
pub mod identifier;
mod layout;
mod length;
pub mod licence;
mod lint;
mod model;
mod resolve;
mod schema;
pub mod text;

pub use address::address_fault;
pub use id::{IdList, check_brief_id, check_id, suggest_id};
pub use length::{LONGEST_FOOT, LONGEST_TITLE};
pub use model::{
    Abbreviation, Author, Basis, Brief, Fact, Finding, Foreword, GoalEntry, Identifiers,
    IndicatorEntry, IndicatorRef, Recommendation, Source, Status, TargetEntry, TranslationStatus,
};
pub use resolve::{Translated, resolve};
pub use schema::{ABBREVIATION, RawBrief, abbreviation, abbreviations};
