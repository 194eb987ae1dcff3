//! `[[recommendation]]`: what is asked of whom.

use super::named::identify;
use crate::diag::Span;
use crate::tree::{Table, TermOrText, Text};

/// A `[[recommendation]]`.
#[derive(Debug, Clone)]
pub struct RawRecommendation {
    pub span: Span,
    pub id: Option<Text>,
    pub to: Vec<Text>,
    pub text: Option<Text>,
    pub by: Option<TermOrText>,
    pub lead: Option<Text>,
    pub support: Option<Text>,
    pub priority: Option<Text>,
    pub targets: Vec<Text>,
    pub findings: Vec<Text>,
}

/// The word for a deadline that every language has a word of its own for.
pub const IMMEDIATELY: &str = "immediately";

impl RawRecommendation {
    pub(super) fn read(mut table: Table<'_>) -> Self {
        let recommendation = Self {
            span: table.span(),
            id: identify(&mut table, "recommendation"),
            to: table.one_or_several("to"),
            text: table.required_prose("text"),
            by: table.term("by"),
            lead: table.text("lead"),
            support: table.text("support"),
            priority: table.word("priority"),
            targets: table.words("targets"),
            findings: table.texts("findings"),
        };
        table.finish();
        recommendation
    }

    /// The words that say by when, where the writer has words of his own.
    fn by_words(&mut self) -> Option<&mut Text> {
        match &mut self.by {
            Some(TermOrText::Text(text)) if text.value != IMMEDIATELY => Some(text),
            _ => None,
        }
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.to.iter_mut().chain(&mut self.text).for_each(&mut *each);
        self.by_words().into_iter().for_each(&mut *each);
        self.lead.iter_mut().chain(&mut self.support).for_each(each);
    }
}
