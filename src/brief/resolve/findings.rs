//! Findings with their quotations.

use super::Resolver;
use crate::brief::model::{Finding, Quote};
use crate::brief::schema::{RawFinding, RawQuote};

impl Resolver<'_> {
    pub(super) fn findings(&mut self, raw: &[RawFinding]) -> Option<Vec<Finding>> {
        let all: Vec<Option<Finding>> = raw.iter().map(|finding| self.finding(finding)).collect();
        all.into_iter().collect()
    }

    fn finding(&mut self, raw: &RawFinding) -> Option<Finding> {
        let text = self.cited_prose(raw.text.clone());
        let evidence = self.cited_lines(&raw.evidence);
        let quote = match (&raw.quote, &raw.quote_id) {
            (Some(quote), _) => Some(self.quote(quote)),
            (None, Some(id)) => self.quotes(std::slice::from_ref(id)).pop().map(Some),
            (None, None) => None,
        };
        let sources = self.source_ids(&raw.sources);
        let figures = self.figures_at(&raw.figure);
        let boxes = self.boxes(&raw.boxes);
        let targets = self.listed_targets(&raw.targets);
        let implied = self.listed_targets(&raw.implied);
        self.direct_and_implied(&raw.targets, &raw.implied);
        Some(Finding {
            id: raw.id.as_ref()?.value.clone(),
            title: raw.title.clone()?,
            text: text?,
            evidence,
            quote: match quote {
                Some(quote) => Some(quote?),
                None => None,
            },
            sources,
            boxes,
            targets,
            implied,
            figures,
        })
    }

    pub(super) fn quote(&mut self, raw: &RawQuote) -> Option<Quote> {
        let text = self.cited_line(raw.text.clone());
        let sources = self.source_ids(&raw.sources);
        Some(Quote { text: text?, by: raw.by.clone()?, sources })
    }
}
