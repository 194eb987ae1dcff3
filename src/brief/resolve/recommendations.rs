//! Recommendations.

use super::Resolver;
use crate::brief::model::{Deadline, Priority, Recommendation};
use crate::brief::schema::{IMMEDIATELY, RawRecommendation};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::{TermOrText, Text};

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
        let by = raw.by.as_ref().map(|by| self.deadline(by));
        let priority = raw.priority.as_ref().and_then(|word| self.priority(word));
        Some(Recommendation {
            id: raw.id.as_ref()?.value.clone(),
            to: raw.to.clone(),
            text: text?,
            by,
            lead: raw.lead.clone(),
            support: raw.support.clone(),
            priority,
            targets,
            findings,
        })
    }

    fn deadline(&mut self, by: &TermOrText) -> Deadline {
        let text = match by {
            TermOrText::Term(term) => return Deadline::Within(term.value),
            TermOrText::Text(text) if text.value == IMMEDIATELY => return Deadline::Immediately,
            TermOrText::Text(text) => text,
        };
        // What a translation says is the translator's own.
        let near = did_you_mean(&text.value.to_lowercase(), [IMMEDIATELY]);
        if self.translation.is_none() && near.is_some() {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`by` is nearly `{IMMEDIATELY}`"))
                    .at(text.span)
                    .key(&text.key)
                    .help(format!(
                        "write `\"{IMMEDIATELY}\"`, which prints in the words of each language"
                    )),
            );
        }
        Deadline::Words(text.clone())
    }

    fn priority(&mut self, word: &Text) -> Option<Priority> {
        let priority = Priority::from_name(&word.value);
        if priority.is_none() {
            self.bad_value(word, &word.value, &Priority::NAMES);
        }
        priority
    }
}
