//! `[[source]]`: what the brief rests on.

use chrono::NaiveDate;

use super::named::identify;
use crate::calendar::PartialDate;
use crate::diag::Span;
use crate::tree::{Located, Table, Text};

/// A `[[source]]`.
#[derive(Debug, Clone)]
pub struct RawSource {
    pub span: Span,
    pub id: Option<Text>,
    pub title: Option<Text>,
    pub language: Option<Text>,
    pub publisher: Option<Text>,
    pub author: Option<Text>,
    pub date: Option<Located<PartialDate>>,
    pub url: Option<Text>,
    pub accessed: Option<Located<NaiveDate>>,
    pub note: Option<Text>,
}

impl RawSource {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let source = Self {
            span: table.span(),
            id: identify(&mut table, "source"),
            title: table.required_text("title"),
            language: table.text("language"),
            publisher: table.required_text("publisher"),
            author: table.text("author"),
            date: table.partial_date("date"),
            url: table.text("url"),
            accessed: table.date("accessed"),
            note: table.prose("note"),
        };
        table.finish();
        source
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.note.iter_mut().for_each(each);
    }
}
