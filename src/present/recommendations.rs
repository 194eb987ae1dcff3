//! Recommendations, by who must act.

use super::data::{FindingRef, RecommendationData, RecommendationGroup, Words};
use super::presenter::Presenter;
use crate::brief::Recommendation;

impl Presenter<'_> {
    /// Groups by who must act, in the order in which each is first named; numbers run through.
    pub(super) fn recommendations(&self) -> Vec<RecommendationGroup> {
        let mut groups: Vec<(Option<Words>, Vec<&Recommendation>)> = Vec::new();
        for recommendation in &self.brief.recommendations {
            let to = recommendation.to.as_ref().map(|text| self.words(text));
            match groups.iter_mut().find(|(other, _)| *other == to) {
                Some((_, items)) => items.push(recommendation),
                None => groups.push((to, vec![recommendation])),
            }
        }
        let mut number = 0;
        groups
            .into_iter()
            .map(|(to, items)| RecommendationGroup {
                to,
                items: items
                    .into_iter()
                    .map(|item| {
                        number += 1;
                        self.recommendation(number, item)
                    })
                    .collect(),
            })
            .collect()
    }

    pub(super) fn recommendation(
        &self,
        number: usize,
        item: &Recommendation,
    ) -> RecommendationData {
        let findings = item
            .findings
            .iter()
            .map(|&number| FindingRef { id: self.brief.findings[number - 1].id.clone(), number });
        RecommendationData {
            id: item.id.clone(),
            number,
            text: self.prose(&item.text),
            by: item.by.map(|by| self.date(by)),
            targets: self.codes(&item.targets),
            findings: findings.collect(),
        }
    }
}
