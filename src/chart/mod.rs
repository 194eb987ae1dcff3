//! Charts: from rows of data to lengths and places between 0 and 1, whatever draws them.
//!
//! [`Chart`] is what a chart shows, once [`judge`] found that its kind can show it honestly;
//! [`ChartLayout`] is where on its scale each value stands. Neither knows of languages, pages or inks.

mod judge;
mod kind;
mod layout;
mod model;
mod scale;
mod shares;
mod time;

pub use judge::{ChartWishes, judge};
pub use kind::{ChartKind, RowOrder};
pub use layout::{ChartLayout, PlacedValue};
pub use model::{Chart, ChartLabel};

#[cfg(test)]
mod tests;
