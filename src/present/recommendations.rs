//! Recommendations, by who must act, and in the order in which they are due.

use chrono::NaiveDate;

use super::data::{
    DeadlineData, FindingRef, PriorityData, RecommendationData, RecommendationGroup, Words,
};
use super::presenter::Presenter;
use crate::brief::{Deadline, LayoutPart, Priority, Recommendation};
use crate::calendar::{PartialDate, Term};
use crate::l10n;
use crate::tree::Text;

/// A group as it grows: who must act, and what is asked of them.
type AddressedGroup<'a> = (Vec<Words>, Vec<&'a Recommendation>);

impl Presenter<'_> {
    /// Groups by all who must act, in the order in which each group is first named; numbers run through.
    pub(super) fn recommendations(&self) -> Vec<RecommendationGroup> {
        let mut number = 0;
        let groups = self.groups().into_iter().map(|(to, items)| {
            let of = addressees(items[0]);
            let written: Vec<&str> = of.iter().map(|text| text.value.as_str()).collect();
            let line = if to.is_empty() { Vec::new() } else { self.joined(&written, &to) };
            RecommendationGroup {
                to: self.one(&written, to),
                addressees: line,
                items: items
                    .into_iter()
                    .map(|item| {
                        number += 1;
                        self.recommendation(number, item)
                    })
                    .collect(),
            }
        });
        groups.collect()
    }

    fn groups(&self) -> Vec<AddressedGroup<'_>> {
        let mut groups: Vec<AddressedGroup<'_>> = Vec::new();
        for recommendation in &self.brief.recommendations {
            let to: Vec<Words> =
                addressees(recommendation).iter().map(|text| self.words(text)).collect();
            match groups.iter_mut().find(|(other, _)| *other == to) {
                Some((_, items)) => items.push(recommendation),
                None => groups.push((to, vec![recommendation])),
            }
        }
        groups
    }

    /// Those who must act as one string; in the language of the page where they are in several.
    fn one(&self, written: &[&str], mut to: Vec<Words>) -> Option<Words> {
        match to.len() {
            0 => None,
            1 => to.pop(),
            _ => Some(Words::Plain(self.plain(&l10n::list(written, self.language)))),
        }
    }

    /// The numbers of the recommendations as they are due: at once, by their last days, in the writer's
    /// words, without a deadline. `None` where the page they are for is not asked for.
    pub(super) fn tear_off(&self) -> Option<Vec<usize>> {
        let groups = self.groups();
        let items = groups.iter().flat_map(|(_, items)| items);
        let mut due: Vec<((u8, NaiveDate), usize)> =
            items.zip(1..).map(|(item, number)| (urgency(item), number)).collect();
        due.sort_unstable();
        (self.brief.layout.has(LayoutPart::TearOff) && !due.is_empty())
            .then(|| due.into_iter().map(|(_, number)| number).collect())
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
        // Who leads and no one else is addressed heads the group.
        let lead = item.lead.as_ref().filter(|_| !item.to.is_empty());
        RecommendationData {
            id: item.id.clone(),
            number,
            text: self.prose(&item.text),
            by: item.by.as_ref().map(|by| self.deadline(by)),
            lead: lead.map(|text| self.words(text)),
            support: item.support.as_ref().map(|text| self.words(text)),
            priority: item.priority.map(|priority| self.priority(priority)),
            targets: self.codes(&item.targets),
            findings: findings.collect(),
        }
    }

    fn deadline(&self, by: &Deadline) -> DeadlineData {
        let (iso, text) = match by {
            Deadline::Words(text) => (None, self.words(text)),
            Deadline::Immediately => {
                (None, Words::Plain(self.own_words(self.labels.get("immediately"))))
            }
            Deadline::Within(Term::Date(date)) => {
                let date = self.breakable_date(*date);
                (Some(date.iso), Words::Plain(date.text))
            }
            Deadline::Within(term @ Term::Quarter(year, quarter)) => {
                let year = l10n::partial_date(PartialDate::Year(*year), self.language);
                let pattern = self.labels.get(&format!("quarter_{quarter}"));
                let words = self.own_words(&pattern.replace("{year}", &year));
                (Some(term.to_string()), Words::Plain(words))
            }
        };
        DeadlineData { iso, text }
    }

    fn priority(&self, priority: Priority) -> PriorityData {
        let code = priority.name();
        PriorityData { code, text: self.own_words(self.labels.get(&format!("priority_{code}"))) }
    }
}

/// Who must act: those addressed, or else who leads.
fn addressees(item: &Recommendation) -> Vec<&Text> {
    match item.to.as_slice() {
        [] => item.lead.iter().collect(),
        to => to.iter().collect(),
    }
}

/// What comes first is due first.
fn urgency(item: &Recommendation) -> (u8, NaiveDate) {
    match &item.by {
        Some(Deadline::Immediately) => (0, NaiveDate::MIN),
        Some(Deadline::Within(term)) => (1, term.last_day()),
        Some(Deadline::Words(_)) => (2, NaiveDate::MIN),
        None => (3, NaiveDate::MIN),
    }
}
