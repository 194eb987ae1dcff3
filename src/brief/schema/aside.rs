//! `[[box]]` and `[[quote]]`: what stands beside the text of the finding or section that names it.

use super::finding::RawQuote;
use super::named::identify;
use crate::diag::Span;
use crate::tree::{Table, Text};

/// A `[[box]]`.
#[derive(Debug, Clone)]
pub struct RawBox {
    pub span: Span,
    pub id: Option<Text>,
    pub kind: Option<Text>,
    pub title: Option<Text>,
    pub text: Option<Text>,
    pub sources: Vec<Text>,
}

/// A `[[quote]]`.
#[derive(Debug, Clone)]
pub struct RawQuotation {
    pub span: Span,
    pub id: Option<Text>,
    pub quote: RawQuote,
}

impl RawBox {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let panel = Self {
            span: table.span(),
            id: identify(&mut table, "box"),
            kind: table.required_word("kind"),
            title: table.required_text("title"),
            text: table.required_prose("text"),
            sources: table.texts("sources"),
        };
        table.finish();
        panel
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.title.iter_mut().chain(&mut self.text).for_each(each);
    }
}

impl RawQuotation {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let (span, id) = (table.span(), identify(&mut table, "quote"));
        Self { span, id, quote: RawQuote::read(table) }
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.quote.translatable(each);
    }
}
