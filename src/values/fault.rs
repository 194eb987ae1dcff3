//! What is wrong with a file of values.

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValuesFaultKind {
    /// It is no file of values, or one of a kind that is not read.
    Foreign,
    /// It is damaged, or its form is broken.
    Broken,
    /// There is nothing in it.
    Empty,
    /// A column or a cell is not what it should be.
    Cell,
    /// There is too much in it.
    TooLarge,
}

/// What is wrong with a file of values, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValuesFault {
    /// The kind.
    pub kind: ValuesFaultKind,
    /// Where in the file: sheet, row and column, as far as there are some; may be empty.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl ValuesFault {
    /// A fault.
    pub(super) fn new(
        kind: ValuesFaultKind,
        place: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { kind, place: place.into(), message: message.into(), help: help.into() }
    }
}

/// Where in a file a row, or a cell of it, stands.
pub(super) fn place_of(sheet: Option<&str>, row: u64, column: Option<&str>) -> String {
    let sheet = sheet.map(|sheet| format!("sheet `{sheet}`, ")).unwrap_or_default();
    let column = column.map(|column| format!(", column `{column}`")).unwrap_or_default();
    format!("{sheet}row {row}{column}")
}
