//! Briefs: from a TOML file to a valid [`Brief`], or to every problem in it at once.

pub mod claims;
mod id;
mod lint;
mod model;
mod resolve;
mod schema;
pub mod text;
mod translation;

pub use id::{IdList, check_brief_id, check_id};
pub use model::{
    Abbreviation, Basis, Brief, Fact, Finding, GoalEntry, IndicatorEntry, IndicatorRef, Quote,
    Recommendation, Source, SourceNumber, Status, TargetEntry,
};
pub use resolve::{KnownLanguages, resolve};
pub use schema::{RawBrief, abbreviation};
pub use translation::{
    Originals, Translation, TranslationStatus, is_optional, place_of, translation_key,
};
