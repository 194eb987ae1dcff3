//! Tables of values in workbooks (XLSX): of each sheet that has such a table.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::columns::Columns;
use super::fault::{ValuesFault, ValuesFaultKind};
use super::observation::RowAt;
use super::rows::{DATE, Keeper};
use super::separated::foreign;
use crate::limits::{Grouped, WORKBOOK_TEXT};

/// How many rows of a sheet may stand above the heads of its columns.
const ABOVE: u32 = 20;

/// How many columns are looked at. Exports have some fifty.
const COLUMNS: u32 = 256;

/// Reads the sheets of a workbook that have values; the others are what exports put beside them.
pub(super) fn read_workbook(
    bytes: Cursor<Vec<u8>>,
    keeper: &mut Keeper<'_>,
) -> Result<(), Box<ValuesFault>> {
    let damaged = |sheet: Option<&str>, error: &XlsxError| {
        let place = sheet.map(|sheet| format!("sheet `{sheet}`")).unwrap_or_default();
        let message = match error {
            XlsxError::Password => "the workbook has a password".to_string(),
            error => format!("the workbook is damaged, or none: {error}"),
        };
        let help = "download it again, or open it and save it as XLSX";
        Box::new(ValuesFault::new(ValuesFaultKind::Broken, place, message, help))
    };
    let unpacked = unpacked(bytes.get_ref());
    if unpacked > WORKBOOK_TEXT {
        return Err(Box::new(ValuesFault::new(
            ValuesFaultKind::TooLarge,
            "",
            format!("the workbook unpacks to more than {} MB", Grouped(WORKBOOK_TEXT >> 20)),
            "export the data as CSV, which may be larger",
        )));
    }
    let mut workbook: Xlsx<_> = Xlsx::new(bytes).map_err(|error| damaged(None, &error))?;
    let names = workbook.sheet_names();
    let mut tables = 0;
    for name in &names {
        let mut reader = match workbook.worksheet_cells_reader(name) {
            Ok(reader) => reader,
            // A sheet of a chart has no cells.
            Err(_) if tables > 0 => continue,
            Err(error) => return Err(damaged(Some(name), &error)),
        };
        let mut columns: Option<Columns> = None;
        let mut cells: Vec<Vec<u8>> = Vec::new();
        let mut current: Option<u32> = None;
        loop {
            let cell = reader.next_cell().map_err(|error| damaged(Some(name), &error))?;
            let position = cell.as_ref().map(calamine::Cell::get_position);
            // A row is whole when the next one begins.
            if current.is_some() && position.map(|(row, _)| row) != current {
                let row = current.unwrap_or_default();
                match &columns {
                    None => {
                        let heads: Vec<String> = cells
                            .iter()
                            .map(|cell| String::from_utf8_lossy(cell).trim().to_string())
                            .collect();
                        if Columns::is_head(&heads) {
                            columns = Some(Columns::of(&heads, Some(name), u64::from(row) + 1)?);
                            tables += 1;
                        } else if row >= ABOVE {
                            break;
                        }
                    }
                    Some(columns) if cells.iter().any(|cell| !cell.is_empty()) => {
                        let at = || RowAt { sheet: Some(name.clone()), row: u64::from(row) + 1 };
                        keeper.row(columns, |at| cells.get(at).map_or(&[], Vec::as_slice), at)?;
                    }
                    Some(_) => {}
                }
                cells.iter_mut().for_each(Vec::clear);
            }
            let (Some(cell), Some((row, column))) = (cell, position) else { break };
            current = Some(row);
            if column >= COLUMNS {
                continue;
            }
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, Vec::new());
            }
            cells[column].extend_from_slice(text(cell.get_value()).as_bytes());
        }
    }
    if tables == 0 {
        let mut fault = foreign(1);
        let sheets: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
        fault.place =
            if sheets.is_empty() { String::new() } else { format!("sheets {}", sheets.join(", ")) };
        return Err(Box::new(fault));
    }
    if keeper.values.rows == 0 {
        return Err(Box::new(ValuesFault::new(
            ValuesFaultKind::Empty,
            format!("sheet `{}`", names.first().map_or("", String::as_str)),
            "there is no row below the heads of the columns",
            "export the data again",
        )));
    }
    Ok(())
}

/// A cell as text.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        // Its number counts days, and means nothing here.
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            DATE.to_string()
        }
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// How many bytes the parts of an archive unpack to, as its directory at the end says.
fn unpacked(mut bytes: &[u8]) -> u64 {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let mut sum = 0_u64;
    // The directory is a run of entries near the end; whatever looks like one counts.
    while let Some(at) = bytes.windows(4).position(|window| window == ENTRY) {
        bytes = &bytes[at + 4..];
        let mut size = [0; 4];
        let mut rest = bytes.get(20..).unwrap_or_default();
        if rest.read_exact(&mut size).is_ok() {
            sum += u64::from(u32::from_le_bytes(size));
        }
    }
    sum
}
