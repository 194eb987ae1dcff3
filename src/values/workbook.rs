//! Tables of values in workbooks (XLSX): of each sheet that has such a table.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Style, Xlsx, XlsxError};

use super::columns::{Columns, ValuesColumn};
use super::fault::{ValuesFault, ValuesFaultKind, place_of};
use super::observation::{RowAt, ValuesNote};
use super::packed::{PackedFault, verify};
use super::raised::{bare, raised_texts};
use super::rows::{DATE, FORMATTED, Keeper, RAISED};
use super::separated::foreign;
use super::shown::{SeenNumber, fifteen_digits, seen};
use super::unit::ValueUnit;
use super::unseen::{UnseenCells, unseen};
use crate::limits::{Grouped, WORKBOOK_TEXT};

/// How many rows of a sheet may stand above the heads of its columns.
const ABOVE: u32 = 20;

/// How many columns are looked at. Exports have some fifty.
const COLUMNS: u32 = 256;

/// What stands behind a number that is shown in per cent.
const PER_CENT: &str = "%";

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
    let parts = verify(bytes.get_ref(), WORKBOOK_TEXT).map_err(packed)?;
    let (raised, mut unseen) = (raised_texts(&parts), unseen(&parts));
    drop(parts);
    let mut workbook: Xlsx<_> = Xlsx::new(bytes).map_err(|error| damaged(None, &error))?;
    let names = workbook.sheet_names();
    let visible = |own: &calamine::Sheet| own.visible == SheetVisible::Visible;
    let hidden = workbook.sheets_metadata().iter().filter(|own| !visible(own));
    let hidden: BTreeSet<String> = hidden.map(|own| own.name.clone()).collect();
    let mut tables = 0;
    let mut others = Vec::new();
    for name in &names {
        let mut reader = match workbook.worksheet_cells_reader(name) {
            Ok(reader) => reader,
            // A sheet of a chart has no cells.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(damaged(Some(name), &error)),
        };
        let formats: Vec<String> = reader.styles().iter().map(format_of).collect();
        let mut columns: Option<Columns> = None;
        let mut head = 0;
        let mut says_something = false;
        let mut cells: Vec<Vec<u8>> = Vec::new();
        let mut current: Option<u32> = None;
        loop {
            let cell =
                reader.next_cell_with_style_id().map_err(|error| damaged(Some(name), &error))?;
            let position = cell.as_ref().map(|(cell, _)| cell.get_position());
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
                            // Cells may stand beside the last head.
                            let mut heads = heads;
                            heads.resize(COLUMNS as usize, String::new());
                            columns = Some(Columns::of(&heads, Some(name), u64::from(row) + 1)?);
                            tables += 1;
                            head = row;
                        } else if row >= ABOVE {
                            break;
                        }
                    }
                    Some(columns) if cells.iter().any(|cell| !cell.is_empty()) => {
                        let at = || RowAt { sheet: Some(name.clone()), row: u64::from(row) + 1 };
                        in_per_cent(columns, &mut cells);
                        keeper.row(columns, |at| cells.get(at).map_or(&[], Vec::as_slice), at)?;
                    }
                    Some(_) => {}
                }
                cells.iter_mut().for_each(Vec::clear);
            }
            let (Some((cell, style)), Some((row, column))) = (cell, position) else { break };
            current = Some(row);
            if column >= COLUMNS {
                continue;
            }
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, Vec::new());
            }
            let is_value = columns.as_ref().is_some_and(|own| {
                own.roles.get(column).is_some_and(|role| *role == ValuesColumn::Value)
            });
            let format = formats.get(style).filter(|_| is_value).map(String::as_str);
            let mut text = text(cell.get_value(), format);
            let is_code = columns.as_ref().is_some_and(|own| own.is_code(column));
            if is_code && raised.contains(&bare(&text)) {
                text = format!("{RAISED}{text}");
            }
            says_something |= !text.trim().is_empty();
            cells[column].extend_from_slice(text.as_bytes());
        }
        match columns {
            Some(columns) => {
                drop(reader);
                let merged = workbook.merge_cells_by_sheet_name(name);
                let merged = merged.map_err(|error| damaged(Some(name), &error))?;
                merged_cells(&merged, name, (head, &columns), keeper);
                uncounted(&mut workbook, name, &columns, keeper);
                passed_over(&unseen.remove(name).unwrap_or_default(), name, keeper);
                if hidden.contains(name) {
                    keeper.values.notes.insert(ValuesNote::Hidden(name.clone()));
                }
            }
            None if says_something => others.push(name.clone()),
            None => {}
        }
    }
    if tables == 0 {
        let mut fault = foreign(1);
        let sheets: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
        fault.place =
            if sheets.is_empty() { String::new() } else { format!("sheets {}", sheets.join(", ")) };
        return Err(Box::new(fault));
    }
    keeper.values.notes.extend(others.into_iter().map(ValuesNote::Sheet));
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

/// What is said of an archive that is not what was packed.
fn packed(fault: PackedFault) -> Box<ValuesFault> {
    let again = "download it again, or open it and save it as XLSX";
    let part = |name: &str| format!("part `{name}`");
    let (kind, place, message, help) = match fault {
        PackedFault::NoDirectory => (
            ValuesFaultKind::Broken,
            String::new(),
            "the workbook is damaged, or none: its end, where its parts are listed, is missing"
                .into(),
            again,
        ),
        PackedFault::Locked => (
            ValuesFaultKind::Broken,
            String::new(),
            "the workbook has a password".to_string(),
            "save it without one",
        ),
        PackedFault::Damaged(name) => (
            ValuesFaultKind::Broken,
            part(&name),
            "the workbook is damaged: the part cannot be unpacked".into(),
            again,
        ),
        PackedFault::Changed(name) => (
            ValuesFaultKind::Broken,
            part(&name),
            "the workbook is damaged: the part is not what its checksum is of".into(),
            again,
        ),
        PackedFault::TooLarge => (
            ValuesFaultKind::TooLarge,
            String::new(),
            format!("the workbook unpacks to more than {} MB", Grouped(WORKBOOK_TEXT >> 20)),
            "export the data as CSV, which may be larger",
        ),
    };
    Box::new(ValuesFault::new(kind, place, message, help))
}

/// Refuses numbers that are not written in digits alone, and tells rows with values that are hidden.
fn passed_over(unseen: &UnseenCells, sheet: &str, keeper: &mut Keeper<'_>) {
    for cell in &unseen.parted {
        keeper.fault(ValuesFault::new(
            ValuesFaultKind::Cell,
            format!("sheet `{sheet}`, cell {cell}"),
            "what the cell holds is written with an entity or a comment in it, and cannot be read",
            "open the workbook in a spreadsheet program and save it",
        ));
    }
    let own = keeper.values.observations.iter();
    let own = own.filter(|own| own.at.sheet.as_deref() == Some(sheet) && own.amount.is_some());
    let hidden: BTreeSet<u64> =
        own.map(|own| own.at.row).filter(|row| unseen.hidden.contains(row)).collect();
    if let Some(&row) = hidden.first() {
        let (sheet, count) = (sheet.to_string(), hidden.len() as u64);
        keeper.values.notes.insert(ValuesNote::HiddenRows { sheet, row, count });
    }
}

/// Refuses merged cells among the heads and the rows of a table: what they hold stands in the first of them,
/// and the others look empty.
fn merged_cells(
    all: &[Dimensions],
    sheet: &str,
    (head, columns): (u32, &Columns),
    keeper: &mut Keeper<'_>,
) {
    for own in all.iter().filter(|own| own.end.0 >= head) {
        let mut across = own.start.1..=own.end.1;
        if across.any(|at| columns.is_read(at as usize)) {
            let name = |(row, column): (u32, u32)| format!("{}{}", letters(column), row + 1);
            keeper.fault(ValuesFault::new(
                ValuesFaultKind::Cell,
                format!("sheet `{sheet}`, cells {}:{}", name(own.start), name(own.end)),
                "the cells are merged, and only the first of them holds what is seen",
                "take them apart, and write into each what it is to hold",
            ));
        }
    }
}

/// The letters of a column: A to Z, AA and on.
fn letters(column: u32) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    let before = if column < 26 { String::new() } else { letters(column / 26 - 1) };
    format!("{before}{last}")
}

/// Refuses formulas without a result among the values of a sheet: programs that write workbooks without
/// reckoning leave them, and their cells look empty.
fn uncounted(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    sheet: &str,
    columns: &Columns,
    keeper: &mut Keeper<'_>,
) {
    let own = keeper.values.observations.iter();
    let own = own.filter(|own| own.at.sheet.as_deref() == Some(sheet) && own.exact.is_empty());
    let empty: BTreeSet<u64> = own.map(|own| own.at.row).collect();
    let at = columns.roles.iter().position(|role| *role == ValuesColumn::Value);
    let (false, Some(value)) = (empty.is_empty(), at) else { return };
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return };
    while let Ok(Some(formula)) = reader.next_formula() {
        let (row, column) = formula.get_position();
        let row = u64::from(row) + 1;
        if column as usize == value && empty.contains(&row) && !formula.get_value().is_empty() {
            keeper.fault(ValuesFault::new(
                ValuesFaultKind::Cell,
                place_of(Some(sheet), row, Some(columns.name(&ValuesColumn::Value))),
                "the cell has a formula and no result",
                "open the workbook in a spreadsheet program and save it, so that it is reckoned",
            ));
        }
    }
}

/// The number format of a style.
fn format_of(style: &Style) -> String {
    let own = style.number_format.as_ref();
    own.map_or("General", |format| format.format_code.as_str()).to_string()
}

/// A cell as text. Of a number with a format, it is what is seen.
fn text(cell: &DataRef<'_>, format: Option<&str>) -> String {
    let number = |number: f64| match format {
        None => number.to_string(),
        Some(format) => match seen(format, number) {
            SeenNumber::Itself => fifteen_digits(number, 0),
            SeenNumber::Hundredfold(count) => {
                format!("{}{PER_CENT}", fifteen_digits(number, count))
            }
            SeenNumber::Other => format!("{FORMATTED}{format}"),
        },
    };
    match cell {
        DataRef::Int(whole) => match format {
            None => whole.to_string(),
            Some(_) => number(*whole as f64),
        },
        DataRef::Float(own) => number(*own),
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

/// Takes the sign from a value that is shown in per cent, where its unit is per cent too. Where it is
/// another the sign stays, and the value is refused.
fn in_per_cent(columns: &Columns, cells: &mut [Vec<u8>]) {
    let at = |role: ValuesColumn| columns.roles.iter().position(|own| *own == role);
    let unit = at(ValuesColumn::Unit).and_then(|at| cells.get(at));
    let unit = unit.map(|cell| String::from_utf8_lossy(cell).trim().to_string());
    let is_percent = unit.is_none_or(|unit| unit.is_empty() || ValueUnit::of(&unit).is_percent());
    let value = at(ValuesColumn::Value).and_then(|at| cells.get_mut(at));
    if let Some(value) = value.filter(|_| is_percent)
        && value.ends_with(PER_CENT.as_bytes())
        && value[..value.len() - 1].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'))
    {
        value.pop();
    }
}
