//! What is wrong with a file that was published, and where.

use std::fmt;
use std::sync::Arc;

/// Where in a file something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultPlace {
    /// It is about the whole file.
    Whole,
    /// A place in a text, from 1.
    Text {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
    },
    /// A cell of a sheet, counted from 1.
    Cell {
        /// The sheet.
        sheet: Arc<str>,
        /// The row.
        row: usize,
        /// The column, as a number.
        column: usize,
    },
    /// A whole sheet.
    Sheet(Arc<str>),
}

/// What is wrong with a file that was published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{place}: {words}")]
pub struct PublishedFault {
    /// The file, as it is shown.
    pub file: String,
    /// Where in it.
    pub place: FaultPlace,
    /// What is wrong.
    pub words: String,
    /// What to do.
    pub help: String,
    /// Whether it is only that the file is none of those that are read.
    pub is_foreign: bool,
}

impl PublishedFault {
    /// A fault whose file is still to be named.
    pub fn new(place: FaultPlace, words: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            file: String::new(),
            place,
            words: words.into(),
            help: help.into(),
            is_foreign: false,
        }
    }

    /// The same in a file.
    #[must_use]
    pub fn in_file(self, file: &str) -> Self {
        Self { file: file.to_string(), ..self }
    }
}

impl FaultPlace {
    /// The place of a byte in a text.
    pub fn of_byte(text: &str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        FaultPlace::Text {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }
}

impl fmt::Display for FaultPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FaultPlace::Whole => Ok(()),
            FaultPlace::Text { line, column } => write!(f, ":{line}:{column}"),
            FaultPlace::Sheet(sheet) => write!(f, ", sheet “{sheet}”"),
            FaultPlace::Cell { sheet, row, column } => {
                write!(f, ", sheet “{sheet}”, row {row}, column {}", column_name(*column))
            }
        }
    }
}

/// A column as spreadsheets name it: A, Z, AA.
fn column_name(mut column: usize) -> String {
    let mut name = Vec::new();
    while column > 0 {
        column -= 1;
        name.push(char::from(b'A' + (column % 26) as u8));
        column /= 26;
    }
    name.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_as_programs_name_them() {
        for (column, name) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(column_name(column), name);
        }
        assert_eq!(FaultPlace::of_byte("é\nab", 4).to_string(), ":2:2");
    }
}
