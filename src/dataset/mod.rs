//! Rows of data with named columns, as charts and tables show them: read from TOML or from a CSV
//! file, and every problem told where it stands.
//!
//! [`Grid`] is what was read; [`Grid::typed`] makes it a [`Dataset`], whose numbers are exactly those
//! that were typed. Whoever needs other columns, or labels that stand once, asks for that on the way.

mod csv;
mod grid;
mod number;
mod typed;

pub use csv::separator;
pub use grid::Grid;
pub use number::ExactNumber;
pub use typed::{Cell, ColumnKind, Dataset};

#[cfg(test)]
mod tests;
