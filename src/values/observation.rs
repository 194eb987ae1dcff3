//! A row of a file of values, and which rows are wanted.

use std::collections::{BTreeMap, BTreeSet};

use super::amount::CellAmount;
use super::detail::ObservedDetail;

/// Which rows of files are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedValues {
    /// Codes of indicators.
    pub indicators: BTreeSet<String>,
    /// Codes of series.
    pub series: BTreeSet<String>,
    /// Places, by their numbers in M49.
    pub places: BTreeSet<u16>,
}

impl WantedValues {
    /// Adds what another wants.
    pub fn add(&mut self, other: &Self) {
        self.indicators.extend(other.indicators.iter().cloned());
        self.series.extend(other.series.iter().cloned());
        self.places.extend(&other.places);
    }
}

/// Where a row stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowAt {
    /// The sheet, where the file has sheets.
    pub sheet: Option<String>,
    /// Its number, from 1; in JSON that of the entry.
    pub row: u64,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The indicators it serves; none where the file names only the series.
    pub indicators: Vec<String>,
    /// The series.
    pub series: String,
    /// What the file calls the series; may be empty.
    pub name: String,
    /// The place, by its number in M49.
    pub place: u16,
    /// The year.
    pub year: u16,
    /// The value, if there is one.
    pub amount: Option<CellAmount>,
    /// The value as it stands in the file.
    pub exact: String,
    /// The unit's code; may be empty.
    pub unit: String,
    /// What the file calls the unit; may be empty.
    pub unit_name: String,
    /// By which power of ten the value is to be multiplied.
    pub power: i8,
    /// The code of how it came about; may be empty.
    pub nature: String,
    /// What the file calls that; may be empty.
    pub nature_name: String,
    /// Where the United Nations have it from; may be empty.
    pub source: String,
    /// What is said of it.
    pub footnotes: Vec<String>,
    /// What else the file says of it beside it.
    pub detail: ObservedDetail,
    /// Whether the row says that the value is to be taken out of the database.
    pub deleted: bool,
    /// Of which part it is: codes by dimensions.
    pub dimensions: BTreeMap<String, String>,
    /// What the file calls these parts, by dimensions, as far as it does.
    pub words: BTreeMap<String, String>,
    /// What stands in columns that are not known, by their heads.
    pub unknown: BTreeMap<String, String>,
    /// The release, where the file says it.
    pub release: Option<String>,
    /// Where it stands.
    pub at: RowAt,
}

/// Something to be told of a file that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ValuesNote {
    /// It is in Windows-1252.
    Windows1252,
    /// It is one page of several.
    Page {
        /// Which.
        number: u64,
        /// Of how many.
        of: u64,
        /// How many values all of them have.
        values: Option<u64>,
    },
    /// It says that it has so many values, and has others.
    Count {
        /// How many it says.
        said: u64,
        /// How many there are.
        found: u64,
    },
    /// A sheet of it is no table of values.
    Sheet(String),
    /// A sheet of it that has values is hidden.
    Hidden(String),
    /// What it calls a wanted place.
    Place {
        /// The place, by its number in M49.
        number: u16,
        /// Its name there.
        name: String,
    },
    /// Rows have a value, and a status that says that there is none.
    Valueless {
        /// Where the first of them stands.
        place: String,
        /// The status of the first.
        status: String,
        /// How many they are.
        count: u64,
    },
    /// Rows of a sheet that have values are hidden.
    HiddenRows {
        /// The sheet.
        sheet: String,
        /// The first of them.
        row: u64,
        /// How many they are.
        count: u64,
    },
    /// A column of it is not known, and tells rows of one series and place apart.
    Column(String),
    /// Rows do not say which indicator they serve.
    Uncoded {
        /// Where the first of them stands.
        place: String,
        /// What stands there.
        cell: String,
        /// How many they are.
        count: u64,
    },
    /// It ends within a line, in a row that is wanted.
    Cut(String),
}

/// What was kept of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileValues {
    /// The rows, in the order of the file.
    pub observations: Vec<Observation>,
    /// The series of each wanted indicator in the order of the file, whatever place their rows are about.
    pub order: BTreeMap<String, Vec<String>>,
    /// The wanted series that it has, whatever place their rows are about, and the codes of the indicators
    /// that it gives each to.
    pub series: BTreeMap<String, BTreeSet<String>>,
    /// Whether it says which indicators its rows serve.
    pub with_indicators: bool,
    /// What is to be told.
    pub notes: BTreeSet<ValuesNote>,
    /// How many rows it has.
    pub rows: u64,
}

impl FileValues {
    /// Remembers what the file calls a place.
    pub(super) fn name(&mut self, number: u16, name: &str) {
        if !name.is_empty() {
            self.notes.insert(ValuesNote::Place { number, name: name.to_string() });
        }
    }

    /// Remembers that the file has a wanted series, and to which indicators a row gives it.
    pub(super) fn give(&mut self, series: &str, codes: &[String]) {
        let own = match self.series.get_mut(series) {
            Some(own) => own,
            None => self.series.entry(series.to_string()).or_default(),
        };
        for code in codes {
            if !own.contains(code) {
                own.insert(code.clone());
            }
        }
    }
}
