//! Rows of cells, of a sheet or of CSV, each knowing where it stands.

use std::sync::Arc;

use super::fault::{FaultPlace, PublishedFault};
use crate::dataset::csv_records;
use crate::limits::{SHEET_CELL, SHEET_CELLS, SHEET_COLUMNS, SHEET_ROWS, SHEET_TEXT};

/// A cell that says something.
#[derive(Debug, Clone)]
pub struct GridCell {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub place: FaultPlace,
}

/// A sheet.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// Its name; empty for CSV.
    pub name: Arc<str>,
    /// Its rows, each with its cells by their columns; an empty cell is `None`.
    pub rows: Vec<Vec<Option<GridCell>>>,
    /// How many cells its file has so far, and how many bytes of text are in them.
    pub taken: (usize, usize),
    /// How many raised marks of footnotes were taken out of its texts.
    pub marks: usize,
}

impl GridCell {
    /// Refuses what its spreadsheet could not reckon, such as `#REF!` (ECMA-376, 18.17.3).
    ///
    /// # Errors
    ///
    /// It says that.
    pub fn reckoned(&self) -> Result<(), PublishedFault> {
        const ERRORS: [&str; 8] =
            ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];
        if !ERRORS.contains(&self.text.trim()) {
            return Ok(());
        }
        Err(PublishedFault::new(
            self.place.clone(),
            format!("the cell is an error of the spreadsheet, `{}`", self.text.trim()),
            "write into it what was published, or download the file again",
        ))
    }
}

impl Grid {
    /// Puts a cell into its place, both from 0.
    ///
    /// # Errors
    ///
    /// It is larger than a cell may be, or stands farther out than anything is read.
    pub fn put(&mut self, row: usize, column: usize, text: String) -> Result<(), PublishedFault> {
        let place =
            FaultPlace::Cell { sheet: Arc::clone(&self.name), row: row + 1, column: column + 1 };
        self.put_at(row, column, text, place)
    }

    fn put_at(
        &mut self,
        row: usize,
        column: usize,
        text: String,
        place: FaultPlace,
    ) -> Result<(), PublishedFault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let is_far = row >= SHEET_ROWS || column >= SHEET_COLUMNS;
        if is_far || text.chars().nth(SHEET_CELL).is_some() {
            let (words, help) = if is_far {
                let words = format!(
                    "a cell stands beyond the {SHEET_ROWS} rows and {SHEET_COLUMNS} columns that are read"
                );
                (words, "keep only the sheet of the framework in the file")
            } else {
                let words = format!("a cell holds more than {SHEET_CELL} characters");
                (words, "is it the sheet that was published?")
            };
            return Err(PublishedFault::new(place, words, help));
        }
        self.taken = (self.taken.0 + 1, self.taken.1 + text.len());
        if self.taken.0 > SHEET_CELLS || self.taken.1 > SHEET_TEXT {
            let most = SHEET_TEXT >> 20;
            let words =
                format!("its sheets have more than {SHEET_CELLS} cells, or {most} MB of text");
            return Err(PublishedFault::new(
                place,
                words,
                "keep only the sheet of the framework in the file",
            ));
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize_with(column + 1, || None);
        }
        cells[column] = Some(GridCell { text, place });
        Ok(())
    }

    /// The rows of a CSV text.
    ///
    /// # Errors
    ///
    /// It is no CSV, or too large.
    pub fn of_csv(text: &str) -> Result<Self, PublishedFault> {
        let records = csv_records(text).map_err(|(at, words, help)| {
            PublishedFault::new(FaultPlace::of_byte(text, at), words, help)
        })?;
        // What was cut off ends in the middle of a row.
        let width = records.iter().map(Vec::len).max().unwrap_or_default();
        if let Some(last) = records.last().filter(|last| last.len() < width)
            && !text.ends_with(['\n', '\r'])
        {
            return Err(PublishedFault::new(
                FaultPlace::of_byte(text, text.len()),
                format!(
                    "the file ends in the middle of a row, after {} of {width} cells",
                    last.len()
                ),
                "download it again; where it is whole, end its last line",
            ));
        }
        let mut grid = Grid::default();
        let (mut line, mut from) = (1, 0);
        for (row, fields) in records.into_iter().enumerate() {
            for (column, (field, at)) in fields.into_iter().enumerate() {
                line += text[from..at].matches('\n').count();
                from = at;
                let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
                let place = FaultPlace::Text { line, column: text[start..at].chars().count() + 1 };
                grid.put_at(row, column, field, place)?;
            }
        }
        Ok(grid)
    }

    /// The cell at a place, if it says something.
    pub fn cell(&self, row: usize, column: usize) -> Option<&GridCell> {
        self.rows.get(row)?.get(column)?.as_ref()
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }
}
