//! Recommendations.

use super::Resolver;
use crate::brief::model::Recommendation;
use crate::brief::schema::RawRecommendation;

impl Resolver<'_> {
    pub(super) fn recommendations(
        &mut self,
        raw: &[RawRecommendation],
    ) -> Option<Vec<Recommendation>> {
        let all: Vec<Option<Recommendation>> =
            raw.iter().map(|recommendation| self.recommendation(recommendation)).collect();
        all.into_iter().collect()
    }

    fn recommendation(&mut self, raw: &RawRecommendation) -> Option<Recommendation> {
        let text = self.cited_prose(raw.text.clone());
        let targets = self.listed_targets(&raw.targets);
        let findings = self.ids.finding_numbers(&raw.findings, self.diagnostics);
        Some(Recommendation {
            id: raw.id.as_ref()?.value.clone(),
            to: raw.to.clone(),
            text: text?,
            by: raw.by.as_ref().map(|date| date.value),
            targets,
            findings,
        })
    }
}
