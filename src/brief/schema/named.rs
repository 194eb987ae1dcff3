//! Tables that have an id.

use crate::tree::{Table, Text};

/// Reads the id of a table, and names the table after it in keys.
pub(super) fn identify(table: &mut Table<'_>, kind: &str) -> Option<Text> {
    let id = table.required_text("id");
    if let Some(id) = &id {
        table.rename(format!("{kind}.{}", id.value));
    }
    id
}
