//! Briefs: from a TOML file to a valid [`Brief`], or to every problem in it at once.

mod id;
mod lint;
mod model;
mod resolve;
mod schema;
pub mod text;

pub use id::{check_brief_id, check_id};
pub use model::{
    Abbreviation, Basis, Brief, Fact, Finding, GoalEntry, IndicatorEntry, IndicatorRef, Quote,
    Recommendation, Source, SourceNumber, Status, TargetEntry, TranslationStatus,
};
pub use resolve::{KnownLanguages, Translated, resolve};
pub use schema::{ABBREVIATION, RawBrief, abbreviation, abbreviations};
