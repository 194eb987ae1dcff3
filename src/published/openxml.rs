//! XLSX as rows of cells. Cells are read one by one: what a sheet says of its size would be believed
//! by a reader of whole sheets.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::archive::{ArchiveFault, parts};
use super::fault::{FaultPlace, PublishedFault};
use super::grid::Grid;
use super::raised_marks::without_raised;
use crate::caught::caught;
use crate::limits::{SHEET_COLUMNS, SHEET_ROWS, SHEET_UNPACKED};

/// The sheets of a workbook.
///
/// # Errors
///
/// It is damaged, encrypted or too large.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Grid>, PublishedFault> {
    let whole = |words: String, help: &str| PublishedFault::new(FaultPlace::Whole, words, help);
    let damaged = |words: String| whole(words, "download the file again");
    let parts = parts(bytes).map_err(|fault| match fault {
        ArchiveFault::Broken => damaged("it begins like a spreadsheet, and is damaged".into()),
        ArchiveFault::Locked => {
            whole("it is protected by a password".into(), "save it without one")
        }
        ArchiveFault::TooLarge => whole(
            format!("it unpacks to more than {} MB", SHEET_UNPACKED >> 20),
            "is it the sheet that was published?",
        ),
    })?;
    if !parts.iter().any(|name| name == "xl/workbook.xml") {
        return Err(whole(
            "it is an archive, and no workbook of the kind .xlsx".into(),
            "save the sheet as .xlsx, or unpack the archive and name what is in it",
        ));
    }
    // The reader of workbooks may come to its end with a panic where one is damaged.
    caught(|| unpacked(bytes)).unwrap_or_else(|_| Err(damaged("it is no whole workbook".into())))
}

/// The sheets of a workbook that is small enough.
fn unpacked(bytes: &[u8]) -> Result<Vec<Grid>, PublishedFault> {
    let damaged =
        |words: String| PublishedFault::new(FaultPlace::Whole, words, "download the file again");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error: XlsxError| damaged(format!("it is no whole workbook: {error}")))?;
    let names = workbook.sheet_names();
    let raised = without_raised(bytes);
    let mut grids: Vec<Grid> = Vec::new();
    for name in names {
        let broken = |error: XlsxError| {
            let place = FaultPlace::Sheet(name.as_str().into());
            PublishedFault::new(place, format!("it is damaged: {error}"), "download the file again")
        };
        let taken = grids.last().map_or((0, 0), |grid| grid.taken);
        let mut grid = Grid { name: name.as_str().into(), rows: Vec::new(), taken, marks: 0 };
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet of a chart has no cells.
            Err(XlsxError::WorksheetNotFound(_)) => continue,
            Err(error) => return Err(broken(error)),
        };
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let text = shown(cell.get_value());
            let text = match raised.get(&text) {
                Some((bare, count)) => {
                    grid.marks += count;
                    bare.clone()
                }
                None => text,
            };
            grid.put(row as usize, column as usize, text)?;
        }
        grids.push(grid);
    }
    merged(&mut workbook, &mut grids)?;
    Ok(grids)
}

/// How many cells of merged regions are filled, and how long a text is that fills them: heads are
/// short, and stand over a few columns.
const MERGED_CELLS: usize = 100_000;
const MERGED_TEXT: usize = 500;

/// Gives the cells of merged regions what the first of each says.
fn merged(workbook: &mut Xlsx<Cursor<&[u8]>>, grids: &mut [Grid]) -> Result<(), PublishedFault> {
    let mut left = MERGED_CELLS;
    for grid in grids {
        let Ok(regions) = workbook.merge_cells_by_sheet_name(&grid.name) else { continue };
        let (rows, columns) = (grid.rows.len().min(SHEET_ROWS), grid.width().min(SHEET_COLUMNS));
        for region in regions {
            let (top, first_column) = (region.start.0 as usize, region.start.1 as usize);
            let Some(first) = grid.cell(top, first_column).map(|cell| cell.text.clone()) else {
                continue;
            };
            if first.len() > MERGED_TEXT {
                continue;
            }
            for row in top..=(region.end.0 as usize).min(rows.saturating_sub(1)) {
                for column in first_column..=(region.end.1 as usize).min(columns.saturating_sub(1))
                {
                    left = left.saturating_sub(1);
                    if left == 0 {
                        return Ok(());
                    }
                    if grid.cell(row, column).is_none() {
                        grid.put(row, column, first.clone())?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// What a cell says, as text.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(_) | DataRef::Empty => String::new(),
    }
}
