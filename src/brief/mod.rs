//! Briefs: from a TOML file to a valid [`Brief`], or to every problem in it at once.

mod address;
mod beside;
mod charted;
mod disagreement;
mod figure;
mod id;
pub mod identifier;
mod layout;
mod length;
pub mod licence;
mod lint;
mod model;
mod place;
mod resolve;
mod schema;
pub mod skeleton;
mod tabled;
pub mod text;
mod values;

pub use address::address_fault;
pub use beside::{FileBeside, FilesBeside, KindBeside, PictureJudge};
pub use charted::BriefChart;
pub use disagreement::disagreements;
pub use figure::{BriefFigure, BriefPicture, PicturePart, Shown};
pub use id::{IdList, check_brief_id, check_id, suggest_id};
pub use layout::{LayoutChoice, LayoutPart};
pub use length::{LONGEST_FOOT, LONGEST_TITLE};
pub use model::{
    Abbreviation, Author, Basis, BoxKind, Brief, BriefBox, Deadline, Fact, Finding, Foreword,
    GoalEntry, Identifiers, IndicatorEntry, IndicatorRef, Priority, Quote, Recommendation, Section,
    Source, Status, TargetEntry, TranslationStatus, Whereabouts,
};
pub use place::OwnPlace;
pub use resolve::{Surroundings, Translated, Vocabulary, resolve};
pub use schema::{
    ABBREVIATION, PLACE, RawBrief, RawData, RawDataFile, RawLayout, RawPlace, abbreviation,
    abbreviations,
};
pub use tabled::{BriefTable, ColumnAlign, TableColumn, TableRow};
pub use values::{NationalValue, ValuesAround, ValuesNamed};
