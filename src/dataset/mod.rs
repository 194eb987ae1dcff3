//! Rows of data with named columns, as charts and tables show them: read from TOML or from a CSV
//! file, and every problem told where it stands.
//!
//! [`DataGrid`] is what was read; [`DataGrid::typed`] makes it a [`Dataset`], whose numbers are exactly those
//! that were typed. Whoever needs other columns, or labels that stand once, asks for that on the way.

mod csv;
mod grid;
mod number;
mod typed;

pub use csv::{csv_records, separator};
pub use grid::DataGrid;
pub use number::{ExactNumber, NumberFault};
pub use typed::{Cell, ColumnKind, DataRow, Dataset};

#[cfg(test)]
mod tests;
