//! `[[section]]`: prose under a title of its own, before or after the findings or as an annex.

use super::named::identify;
use crate::diag::Span;
use crate::tree::{Table, Text};

/// A `[[section]]`.
#[derive(Debug, Clone)]
pub struct RawSection {
    pub span: Span,
    pub id: Option<Text>,
    pub title: Option<Text>,
    pub text: Option<Text>,
    pub at: Option<Text>,
    pub sources: Vec<Text>,
    pub quotes: Vec<Text>,
    pub boxes: Vec<Text>,
    pub figure: Vec<Text>,
}

impl RawSection {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let section = Self {
            span: table.span(),
            id: identify(&mut table, "section"),
            title: table.required_text("title"),
            text: table.required_prose("text"),
            at: table.word("at"),
            sources: table.texts("sources"),
            quotes: table.one_or_several("quote"),
            boxes: table.one_or_several("box"),
            figure: table.one_or_several("figure"),
        };
        table.finish();
        section
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.title.iter_mut().chain(&mut self.text).for_each(each);
    }
}
