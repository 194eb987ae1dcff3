//! `[[fact]]`: figures at a glance.

use super::named::identify;
use crate::diag::Span;
use crate::tree::{Table, Text};

/// A `[[fact]]`.
#[derive(Debug, Clone)]
pub struct RawFact {
    pub span: Span,
    pub id: Option<Text>,
    pub value: Option<Text>,
    pub label: Option<Text>,
    pub sources: Vec<Text>,
}

impl RawFact {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let fact = Self {
            span: table.span(),
            id: identify(&mut table, "fact"),
            value: table.required_text("value"),
            label: table.required_prose("label"),
            sources: table.texts("sources"),
        };
        table.finish();
        fact
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.value.iter_mut().chain(&mut self.label).for_each(each);
    }
}
