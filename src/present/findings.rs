//! Findings.

use super::data::FindingData;
use super::presenter::Presenter;
use crate::brief::Finding;

impl Presenter<'_> {
    pub(super) fn finding(&self, index: usize, finding: &Finding) -> FindingData {
        let mut goals: Vec<u8> =
            finding.targets.iter().chain(&finding.implied).map(|target| target.goal).collect();
        goals.sort_unstable();
        goals.dedup();
        FindingData {
            id: finding.id.clone(),
            number: index + 1,
            title: self.words(&finding.title),
            text: self.prose(&finding.text),
            evidence: self.lines(&finding.evidence),
            quote: finding.quote.as_ref().map(|quote| self.quote(quote)),
            boxes: self.boxes(&finding.boxes),
            sources: self.numbers_of(&finding.sources),
            targets: self.codes(&finding.targets),
            implied: self.codes(&finding.implied),
            goals,
            figures: finding.figures.clone(),
        }
    }
}
