//! Rows of data in a file beside the brief.

use crate::brief::beside::{FileBeside, FilesBeside};
use crate::dataset::{DataGrid, separator};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::Text;

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
            Some(name) => match separator(&name.value) {
                Some(sign) => Some(sign),
                None => {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::BadValue,
                            format!("`separator` cannot be `{}`", name.value),
                        )
                        .at(name.span)
                        .key(&name.key)
                        .help("write `\",\"`, `\";\"` or `\"tab\"`"),
                    );
                    return None;
                }
            },
        };
        let grid = DataGrid::of_csv(sources, *file, named, &self.data.key, diagnostics);
        match self.columns.is_empty() {
            true => grid,
            false => grid.and_then(|grid| grid.with_columns(self.columns, diagnostics)),
        }
    }
}
