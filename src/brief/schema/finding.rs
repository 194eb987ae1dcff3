//! `[[finding]]`: what was found, with its quotation.

use super::named::identify;
use crate::diag::Span;
use crate::tree::{Table, Text};

/// A `[[finding]]`.
#[derive(Debug, Clone)]
pub struct RawFinding {
    pub span: Span,
    pub id: Option<Text>,
    pub title: Option<Text>,
    pub text: Option<Text>,
    pub evidence: Vec<Text>,
    pub quote: Option<RawQuote>,
    /// The id of a `[[quote]]` that stands for a quotation of its own.
    pub quote_id: Option<Text>,
    pub boxes: Vec<Text>,
    pub sources: Vec<Text>,
    pub targets: Vec<Text>,
    pub implied: Vec<Text>,
    pub figure: Vec<Text>,
}

/// The `quote` of a finding, or what a `[[quote]]` says.
#[derive(Debug, Clone)]
pub struct RawQuote {
    pub text: Option<Text>,
    pub by: Option<Text>,
    pub sources: Vec<Text>,
}

impl RawFinding {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let (span, id) = (table.span(), identify(&mut table, "finding"));
        let (quote_id, quote) = table.text_or_table("quote");
        let finding = Self {
            span,
            id,
            title: table.required_text("title"),
            text: table.required_prose("text"),
            evidence: table.proses("evidence"),
            quote_id,
            quote: quote.map(RawQuote::read),
            boxes: table.one_or_several("box"),
            sources: table.texts("sources"),
            targets: table.words("targets"),
            implied: table.words("implied"),
            figure: table.one_or_several("figure"),
        };
        table.finish();
        finding
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.title.iter_mut().chain(&mut self.text).for_each(&mut *each);
        self.evidence.iter_mut().for_each(&mut *each);
        if let Some(quote) = &mut self.quote {
            quote.translatable(each);
        }
    }
}

impl RawQuote {
    pub(super) fn read(table: Table<'_>) -> Self {
        let quote = Self {
            text: table.required_prose("text"),
            by: table.required_text("by"),
            sources: table.texts("sources"),
        };
        table.finish();
        quote
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.text.iter_mut().chain(&mut self.by).for_each(each);
    }
}
