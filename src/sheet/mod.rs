//! Tables as sheets: CSV for people who open it in whatever program they have, XLSX with typed cells,
//! JSON with stable keys. What is in them is made elsewhere; here it becomes bytes, the same ones each
//! time.

mod csv;
mod fonts;
mod grid;
mod heights;
mod json;
mod model;
mod named;
mod xlsx;

pub use json::schema;
pub use model::{
    Direction, FORMAT, IndicatorSheet, SheetBasis, SheetBrief, SheetColumn, SheetGoal,
    SheetIndicator, SheetMark, SheetNature, SheetPart, SheetPlace, SheetPoint, SheetSource,
    SheetTarget, SheetText, SheetUnit, SheetValue, Titled, ValueKind,
};
pub use xlsx::{Properties, SheetPaper};

use crate::document::SheetFormat;

/// A sheet as the bytes of a file. A workbook is titled and dated by its properties.
///
/// # Errors
///
/// What keeps a workbook from being written.
pub fn write(
    sheet: &IndicatorSheet,
    format: SheetFormat,
    properties: &Properties,
) -> Result<Vec<u8>, String> {
    match format {
        SheetFormat::Csv => Ok(csv::csv(&grid::grid(sheet))),
        SheetFormat::Xlsx => xlsx::workbook(sheet, properties).map_err(|error| error.to_string()),
        SheetFormat::Json => Ok(json::json(sheet)),
    }
}
