//! Tables of a valid brief.

use std::collections::BTreeMap;

use super::text::Line;
use crate::dataset::Cell;
use crate::tree::Text;

/// A table, with the words in it.
#[derive(Debug, Clone)]
pub struct BriefTable {
    /// Its columns; the first names the rows.
    pub columns: Vec<TableColumn>,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// What the words in its cells are, by what the data have.
    pub labels: BTreeMap<String, Text>,
    /// Notes on rows.
    pub notes: Vec<Line>,
    /// The path of the file with its data, from the brief's folder.
    pub path: Option<String>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct TableColumn {
    /// What stands at its head.
    pub head: Text,
    /// What its numbers count, if that is said and they are not per cent.
    pub unit: Option<Text>,
    /// Whether its numbers are per cent.
    pub percent: bool,
    /// How many decimals are printed; `None` for those that were typed.
    pub decimals: Option<u8>,
    /// How its cells are set.
    pub align: ColumnAlign,
    /// Whether its numbers show the sign of what is above zero.
    pub signed: bool,
    /// Whether its numbers are years, which count nothing.
    pub years: bool,
}

/// A row.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// What the group is called that it belongs to, in the data.
    pub group: Option<String>,
    /// One for each column.
    pub cells: Vec<Cell>,
    /// Whether it sums up others.
    pub total: bool,
    /// Which notes are about it, from 0.
    pub notes: Vec<usize>,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnAlign {
    /// Where lines begin.
    Start,
    /// In the middle.
    Center,
    /// Where lines end.
    End,
    /// Numbers, one decimal sign below the other.
    Decimal,
}

impl ColumnAlign {
    /// The words of `brief.toml`, and of template data.
    pub const NAMES: [(&'static str, ColumnAlign); 4] = [
        ("start", ColumnAlign::Start),
        ("center", ColumnAlign::Center),
        ("end", ColumnAlign::End),
        ("decimal", ColumnAlign::Decimal),
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}
