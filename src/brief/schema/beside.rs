//! Rows of data, in the brief or in a file beside it.

use crate::brief::beside::{FileBeside, FilesBeside};
use crate::dataset::{DataGrid, separator};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::{Table, Text};

/// The rows that stand in the brief itself, as `rows`, with the names of their columns. `None` where there
/// are none, where they have no names, or where there is something wrong with them, which is reported, as it
/// is that there are rows in a file too, or neither. `what` has them: “a chart”.
pub(super) fn rows_within(table: &Table<'_>, what: &str, head: Vec<Text>) -> Option<DataGrid> {
    let mut found = Diagnostics::new();
    let has = |key: &str| table.keys().any(|(name, _)| name == key);
    let (rows, file) = (has("rows"), has("data"));
    if rows && file {
        found.push(
            Diagnostic::new(Code::BadValue, format!("{what} has `rows` or `data`, not both"))
                .at(table.place("data").unwrap_or(table.span()))
                .key(table.path("data"))
                .help("take one of them out"),
        );
    }
    if !rows && !file {
        table.missing_all(
            &["rows", "data"],
            "add `rows = [[\"…\", 12], …]`, or `data = \"file.csv\"`",
        );
    }
    let grid = if rows && !head.is_empty() {
        DataGrid::of_toml(table, "rows", head, &mut found)
    } else {
        // The key is known, whatever stands there.
        if rows || table.is_recorded() {
            table.rows("rows");
        }
        None
    };
    table.report(found);
    grid
}

/// What parts the fields of a file of rows, where the table says so; a word that names nothing of the
/// kind is reported, whether there is a file or not.
pub(super) fn separator_of(table: &Table<'_>) -> Option<Text> {
    let named = table.word("separator")?;
    if separator(&named.value).is_none() {
        let mut found = Diagnostics::new();
        found.push(
            Diagnostic::new(Code::BadValue, format!("`separator` cannot be `{}`", named.value))
                .at(named.span)
                .key(&named.key)
                .help("write `\",\"`, `\";\"` or `\"tab\"`"),
        );
        table.report(found);
    }
    Some(named)
}

/// A key that names a file with rows, and what parts the fields in it.
pub(super) struct RowsBeside<'a> {
    pub(super) data: &'a Text,
    pub(super) separator: Option<&'a Text>,
    /// The columns that are wanted; all of them where there is none.
    pub(super) columns: &'a [Text],
}

impl RowsBeside<'_> {
    /// The rows. `None` where there is something wrong with them, which is reported, or where the file
    /// is not there, which is told when the brief is resolved.
    pub(super) fn read(
        &self,
        files: &FilesBeside,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<DataGrid> {
        let path = self.data.value.strip_prefix("./").unwrap_or(&self.data.value);
        let Some(FileBeside::Data(file)) = files.get(path) else { return None };
        let named = match self.separator {
            None => None,
            // Another word has been told.
            Some(name) => Some(separator(&name.value)?),
        };
        let grid = DataGrid::of_csv(sources, *file, named, &self.data.key, diagnostics);
        match self.columns.is_empty() {
            true => grid,
            false => grid.and_then(|grid| grid.with_columns(self.columns, diagnostics)),
        }
    }
}
