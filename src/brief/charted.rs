//! Charts of a valid brief.

use std::collections::BTreeMap;

use crate::chart::Chart;
use crate::tree::Text;

/// A chart, with the words on it.
#[derive(Debug, Clone)]
pub struct BriefChart {
    /// What it shows.
    pub chart: Chart,
    /// The names of the columns of its data.
    pub heads: Vec<Text>,
    /// What its rows and panels are called, by what the data call them.
    pub labels: BTreeMap<String, Text>,
    /// What its values count, if that is said and they are not per cent.
    pub unit: Option<Text>,
    /// Whether its values are per cent.
    pub percent: bool,
    /// How many decimals are printed; `None` for those that were typed.
    pub decimals: Option<u8>,
    /// The path of the file with its data, from the brief's folder.
    pub path: Option<String>,
}
