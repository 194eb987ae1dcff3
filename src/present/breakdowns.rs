//! Of which part a value is, in the words of the page.

use super::data::{DimensionData, Words};
use super::presenter::Presenter;
use crate::l10n::NumberFormat;
use crate::values::{AgeSpan, AgeUnit, Breakdown, SeriesPart, SeriesPoint};

impl Presenter<'_> {
    /// The parts that a value is of. What has no words of ours prints as the file calls it, or else by its
    /// code.
    pub(super) fn parts(&self, own: &SeriesPoint, format: &NumberFormat) -> Vec<DimensionData> {
        own.dimensions.iter().map(|part| self.part(part, format)).collect()
    }

    fn part(&self, own: &SeriesPart, format: &NumberFormat) -> DimensionData {
        let label = |key: &str| Words::Plain(self.own_words(self.labels.get(key)));
        let code = self.code(&own.code);
        let known = Breakdown::of(&own.dimension, &own.code);
        let (name, text) = match known {
            Some(Breakdown::Age(unit, Some(span))) => {
                let key = match unit {
                    AgeUnit::Years => "age_in_years",
                    AgeUnit::Months => "age_in_months",
                    AgeUnit::Days => "age_in_days",
                };
                (label(key), Some(Words::Plain(self.ages(span, format))))
            }
            Some(Breakdown::Sex(Some(key)) | Breakdown::Location(Some(key))) => {
                (self.dimension(&own.dimension), Some(label(key)))
            }
            _ => (self.dimension(&own.dimension), None),
        };
        let text = text.unwrap_or_else(|| match own.words.as_str() {
            "" => Words::Plain(self.raw(&own.code)),
            words => self.label(words),
        });
        DimensionData { name, code, text }
    }

    /// What a dimension is called.
    pub(super) fn dimension(&self, name: &str) -> Words {
        let key = match Breakdown::of(name, "") {
            Some(Breakdown::Age(..)) => "dimension_age",
            Some(Breakdown::Sex(_)) => "dimension_sex",
            Some(Breakdown::Location(_)) => "dimension_location",
            None => return self.label(name),
        };
        Words::Plain(self.own_words(self.labels.get(key)))
    }

    fn ages(&self, span: AgeSpan, format: &NumberFormat) -> String {
        let number = |age: u16| format.bare(&age.to_string());
        let said = |key: &str, age: u16| {
            self.own_words(&self.labels.get(key).replace("{n}", &number(age)))
        };
        match span {
            AgeSpan::At(age) => self.own_words(&number(age)),
            AgeSpan::Range(from, to) => self.left_to_right(self.own_words(&format!(
                "{}\u{2060}–\u{2060}{}",
                number(from),
                number(to)
            ))),
            AgeSpan::From(age) => said("age_from", age),
            AgeSpan::Below(age) => said("age_below", age),
        }
    }
}
