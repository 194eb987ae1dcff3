//! Briefs: from a TOML file to a valid [`Brief`], or to every problem in it at once.

mod address;
mod beside;
mod charted;
mod figure;
mod id;
pub mod identifier;
mod layout;
mod length;
mod lint;
mod model;
mod resolve;
mod schema;
mod tabled;
pub mod text;

pub use address::address_fault;
pub use beside::{FileBeside, FilesBeside, KindBeside};
pub use charted::BriefChart;
pub use figure::{BriefFigure, BriefPicture, PicturePart, Shown};
pub use id::{IdList, check_brief_id, check_id, suggest_id};
pub use layout::{LayoutChoice, LayoutPart};
pub use length::{LONGEST_FOOT, LONGEST_TITLE};
pub use model::{
    Abbreviation, Basis, Brief, BriefBox, Fact, Finding, GoalEntry, IndicatorEntry, IndicatorRef,
    Quote, Recommendation, Section, Source, Status, TargetEntry, TranslationStatus,
};
pub use resolve::{Surroundings, Translated, Vocabulary, resolve};
pub use schema::{ABBREVIATION, RawBrief, RawLayout, abbreviation, abbreviations};
pub use tabled::{BriefTable, ColumnAlign, TableColumn, TableRow};
