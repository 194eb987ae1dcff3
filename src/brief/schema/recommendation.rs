//! `[[recommendation]]`: what is asked of whom.

use chrono::NaiveDate;

use super::named::identify;
use crate::diag::Span;
use crate::tree::{Located, Table, Text};

/// A `[[recommendation]]`.
#[derive(Debug, Clone)]
pub struct RawRecommendation {
    pub span: Span,
    pub id: Option<Text>,
    pub to: Option<Text>,
    pub text: Option<Text>,
    pub by: Option<Located<NaiveDate>>,
    pub targets: Vec<Text>,
    pub findings: Vec<Text>,
}

impl RawRecommendation {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let recommendation = Self {
            span: table.span(),
            id: identify(&mut table, "recommendation"),
            to: table.text("to"),
            text: table.required_prose("text"),
            by: table.date("by"),
            targets: table.texts("targets"),
            findings: table.texts("findings"),
        };
        table.finish();
        recommendation
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.to.iter_mut().chain(&mut self.text).for_each(each);
    }
}
