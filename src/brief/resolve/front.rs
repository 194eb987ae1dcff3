//! Figures at a glance.

use super::Resolver;
use crate::brief::model::Fact;
use crate::brief::schema::RawFact;

impl Resolver<'_> {
    pub(super) fn facts(&mut self, raw: &[RawFact]) -> Option<Vec<Fact>> {
        let all: Vec<Option<Fact>> = raw.iter().map(|fact| self.fact(fact)).collect();
        all.into_iter().collect()
    }

    fn fact(&mut self, raw: &RawFact) -> Option<Fact> {
        let label = self.cited_line(raw.label.clone());
        let sources = self.source_ids(&raw.sources);
        Some(Fact {
            id: raw.id.as_ref()?.value.clone(),
            value: raw.value.clone()?,
            label: label?,
            sources,
        })
    }
}
