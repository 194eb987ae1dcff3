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
    pub container: Option<Text>,
    pub volume: Option<Text>,
    pub issue: Option<Text>,
    pub pages: Option<Text>,
    pub date: Option<Located<PartialDate>>,
    pub url: Option<Text>,
    pub accessed: Option<Located<NaiveDate>>,
    pub archive: Option<Text>,
    pub doi: Option<Text>,
    pub isbn: Option<Text>,
    pub note: Option<Text>,
}

impl RawSource {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let id = identify(&mut table, "source");
        let title = table.required_text("title");
        let container = table.text("in");
        // Journals are known by their names.
        let publisher = match container {
            Some(_) => table.text("publisher"),
            None => table.required_text_without("publisher", "in"),
        };
        let source = Self {
            span: table.span(),
            id,
            title,
            language: table.word("language"),
            publisher,
            author: table.text("author"),
            container,
            volume: table.numeral("volume"),
            issue: table.numeral("issue"),
            pages: table.numeral("pages"),
            date: table.partial_date("date"),
            url: table.text("url"),
            accessed: table.date("accessed"),
            archive: table.text("archive"),
            doi: table.text("doi"),
            isbn: table.numeral("isbn"),
            note: table.prose("note"),
        };
        table.finish();
        source
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.note.iter_mut().for_each(each);
    }
}
