//! Values of indicators as the United Nations Statistics Division publishes them: its files read row by
//! row, of which only those about wanted indicators and places are kept, and the value that a rule
//! chooses of what they say.
//!
//! [`read_values`] tells by its content what a file is. [`Observations::join`] puts several files
//! together, and [`Observations::choose`] finds what is printed of an indicator.

mod amount;
mod breakdown;
mod choose;
mod codes;
mod columns;
mod detail;
mod fault;
mod join;
mod json;
mod numerals;
mod observation;
mod packed;
mod raised;
mod read;
mod rows;
mod separated;
mod shown;
mod unit;
mod unknown;
mod unseen;
mod utf16;
mod workbook;

pub use amount::{CellAmount, plain_digits, shifted};
pub use breakdown::{AgeSpan, AgeUnit, Breakdown, same_part};
pub use choose::{ChosenSeries, ChosenValues, Question, SeriesPart, SeriesPoint, ThereInstead};
pub use detail::ObservedDetail;
pub use fault::{ValuesFault, ValuesFaultKind};
pub use join::{JoinFault, JoinFile, Observations, ReleaseOf};
pub use observation::{FileValues, ValuesNote, WantedValues};
pub use read::read_values;
pub use unit::ValueUnit;
