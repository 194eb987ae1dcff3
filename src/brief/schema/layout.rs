//! `[layout]`: which parts are printed, in which order, and what is added to them. A project and a
//! brief may each have one.

use crate::diag::Span;
use crate::tree::{Located, Table, Text};

/// A `[layout]`.
#[derive(Debug, Clone)]
pub struct RawLayout {
    /// Where `parts` stands, if it is there.
    pub listed: Option<Span>,
    pub parts: Vec<Text>,
    pub cover: Option<Located<bool>>,
    /// Parts that are printed on request, by their keys.
    pub added: Vec<(&'static str, Located<bool>)>,
}

impl RawLayout {
    /// Reads the table; `requests` are the keys of what is printed on request.
    pub fn read(table: Table<'_>, requests: impl Iterator<Item = &'static str>) -> Self {
        let listed = table.keys().find(|(key, _)| *key == "parts").map(|(_, span)| span);
        let layout = Self {
            listed,
            parts: table.texts("parts"),
            cover: table.boolean("cover"),
            added: requests.filter_map(|key| Some((key, table.boolean(key)?))).collect(),
        };
        table.finish();
        layout
    }
}
