//! Values of indicators: rounded by one rule, in the digits and words of the language, each with where
//! it is from.

use super::amounts::{amount, as_typed};
use super::data::{
    BaselineData, DataSourceData, LatestValueData, NationalValueData, NatureData, PlaceValuesData,
    PointData, PointOrigin, ScaledPoint, SeriesValueData, TrendData, UnitData, Words,
};
use super::presenter::Presenter;
use crate::brief::{IndicatorEntry, NationalValue};
use crate::l10n::NumberFormat;
use crate::project::National;
use crate::values::{CellAmount, ChosenSeries, ChosenValues, SeriesPoint, ValueUnit, plain_digits};

/// How many values make a trend.
const TREND: usize = 3;

/// Units whose words follow a number in every language, for they are signs. The others are said apart.
const SIGNS: [&str; 8] = ["ha", "j", "kg", "km2", "l", "m3", "t", "w"];

/// What the United Nations' files say for how a value came about. Others print as they are.
const NATURES: [&str; 7] = ["C", "CA", "E", "G", "M", "N", "NA"];

impl Presenter<'_> {
    /// The files that values come from.
    pub(super) fn data_sources(&self) -> Vec<DataSourceData> {
        let used = self.brief.values.iter().filter(|file| !file.releases.is_empty());
        let of = |release: &String, path: &String| DataSourceData {
            path: path.clone(),
            release: self.left_to_right(self.unbroken(release)),
        };
        used.flat_map(|file| file.releases.iter().map(|release| of(release, &file.path))).collect()
    }

    /// What is known of an indicator, place by place.
    pub(super) fn values(&self, entry: &IndicatorEntry) -> Vec<PlaceValuesData> {
        if entry.chosen.is_empty() && entry.national.is_empty() {
            return Vec::new();
        }
        let format = NumberFormat::new(self.language);
        let places = self.place().names.into_iter().enumerate();
        let of = |(at, place)| {
            let chosen: Option<&ChosenValues> = entry.chosen.get(at);
            let national = entry.national.iter().filter(|own| own.place == at);
            let lacking = chosen.filter(|own| own.series.is_none() && own.others.is_empty());
            PlaceValuesData {
                place,
                lacking: lacking.is_some_and(|own| own.parts.is_empty()),
                parts: lacking.is_some_and(|own| !own.parts.is_empty()),
                parted_by: lacking.and_then(|own| own.parts.first()).map_or(Vec::new(), |parts| {
                    parts.dimensions.iter().map(|(name, _)| self.dimension(name)).collect()
                }),
                global: chosen
                    .and_then(|own| own.series.as_ref())
                    .map(|own| self.series(entry, own, &format)),
                others: chosen.map(|own| self.others(own, &format)).unwrap_or_default(),
                national: national.map(|own| self.national(own, &format)).collect(),
            }
        };
        places.map(of).collect()
    }

    fn series(
        &self,
        entry: &IndicatorEntry,
        own: &ChosenSeries,
        format: &NumberFormat,
    ) -> SeriesValueData {
        let last = own.points.last().expect("a series that is chosen has a value");
        let trend = self.trend(&own.points, last, format);
        // A line would go up or down between bounds of which nobody knows how they lie.
        let is_drawn = !trend.is_empty() && trend.iter().all(|own| own.point.number.is_some());
        let printed: Vec<&SeriesPoint> = if !is_drawn {
            own.baseline.iter().map(|at| &own.points[*at]).chain([last]).collect()
        } else {
            own.points.iter().collect()
        };
        SeriesValueData {
            own: self.latest(own, last, &printed, format),
            named: self.says_more(entry, &own.name),
            baseline: own.baseline.map(|at| self.baseline(&own.points[at], last, format)),
            trend_years: match own.points.as_slice() {
                [first, .., last] if is_drawn => {
                    Some(self.year_to_year(first.year, last.year, format))
                }
                _ => None,
            },
            trend,
        }
    }

    /// A series and its latest value, of those of it that print.
    fn latest(
        &self,
        own: &ChosenSeries,
        last: &SeriesPoint,
        printed: &[&SeriesPoint],
        format: &NumberFormat,
    ) -> LatestValueData {
        LatestValueData {
            series: self.code(&own.series),
            name: self.label(&own.name),
            latest: self.point(last, format),
            unit: self.unit(last, format),
            nature: self.nature(last),
            dimensions: self.parts(last, format),
            footnotes: last.footnotes.iter().map(|note| self.label(note)).collect(),
            source: self.source_of(last),
            release: self.release(last),
            origins: self.origins(printed, format),
            notes: self.value_notes(printed, format),
        }
    }

    /// Whether the name of a series says something else than the indicator, in whatever wording that is
    /// known here.
    fn says_more(&self, entry: &IndicatorEntry, name: &str) -> bool {
        let of = National::Indicator(entry.indicator.code());
        let own = entry.text.as_ref().map(|text| text.value.as_str());
        let pinned = self.pinned(of).map(|(words, _)| words);
        let mut wordings = [own, pinned, Some(entry.indicator.label())].into_iter().flatten();
        let name = gist(name);
        !name.is_empty() && !wordings.any(|words| gist(words) == name)
    }

    fn baseline(
        &self,
        own: &SeriesPoint,
        last: &SeriesPoint,
        format: &NumberFormat,
    ) -> BaselineData {
        BaselineData {
            point: self.point(own, format),
            named: self.brief.baseline.is_some(),
            nature: (own.nature != last.nature).then(|| self.nature(own)).flatten(),
            release: (own.release != last.release).then(|| self.release(own)),
            from: self.origin(own),
        }
    }

    pub(super) fn origin(&self, own: &SeriesPoint) -> PointOrigin {
        PointOrigin {
            nature: self.nature(own),
            source: self.source_of(own),
            release: self.release(own),
            footnotes: own.footnotes.iter().map(|note| self.label(note)).collect(),
        }
    }

    fn release(&self, own: &SeriesPoint) -> String {
        self.left_to_right(self.unbroken(&own.release))
    }

    fn others(&self, chosen: &ChosenValues, format: &NumberFormat) -> Vec<LatestValueData> {
        let of = |own: &ChosenSeries| {
            let last = own.points.last()?;
            Some(self.latest(own, last, &[last], format))
        };
        chosen.others.iter().filter_map(of).collect()
    }

    fn point(&self, own: &SeriesPoint, format: &NumberFormat) -> PointData {
        let is_percent = ValueUnit::of(&own.unit).is_percent();
        let with = |power| {
            let text = amount(&own.amount, power, is_percent, format);
            // A value runs from left to right on every page, apart from the year behind it.
            self.left_to_right(self.own_words(&text))
        };
        PointData {
            year: own.year.to_string(),
            year_text: self.own_words(&format.bare(&own.year.to_string())),
            exact: own.exact.clone(),
            number: matches!(own.amount, CellAmount::Number(_)).then(|| own.plain()),
            plain: own.plain(),
            detail: own.detail.clone(),
            text: with(own.power),
            scaled: ScaledPoint { power: own.power, text: with(0) },
        }
    }

    /// The unit, in words where the value does not show it, as per cent does. Some words would have to
    /// follow the number in its case, and stand apart from it; that something is counted does, too, for the
    /// indicator may be a rate. A unit without a word prints as the file has it.
    fn unit(&self, own: &SeriesPoint, format: &NumberFormat) -> Option<UnitData> {
        let code = own.unit.as_str();
        if code.is_empty() {
            return None;
        }
        let label = |key: &str| Words::Plain(self.own_words(self.labels.get(key)));
        let (text, apart) = match ValueUnit::of(code) {
            ValueUnit::Percent => (None, false),
            ValueUnit::Count => (Some(label("unit_number")), true),
            ValueUnit::Per(key, number) => {
                let words = self.labels.get(key).replace("{n}", &format.number(number));
                (Some(Words::Plain(self.own_words(&words))), false)
            }
            ValueUnit::Named(key) => (Some(label(&format!("unit_{key}"))), !SIGNS.contains(&key)),
            ValueUnit::Other(code) if own.unit_name.is_empty() => {
                (Some(Words::Plain(self.raw(code))), true)
            }
            ValueUnit::Other(code) => {
                (Some(self.label(&own.unit_name).with(&format!(" ({})", self.raw(code)))), true)
            }
        };
        Some(UnitData { code: code.to_string(), text, apart })
    }

    fn nature(&self, own: &SeriesPoint) -> Option<NatureData> {
        let code = own.nature.as_str();
        if code.is_empty() {
            return None;
        }
        let known = NATURES.iter().find(|known| known.eq_ignore_ascii_case(code));
        let text = match known {
            Some(known) => Words::Plain(
                self.own_words(self.labels.get(&format!("nature_{}", known.to_lowercase()))),
            ),
            None if own.nature_name.is_empty() => Words::Plain(self.raw(code)),
            None => self.label(&own.nature_name),
        };
        Some(NatureData { code: code.to_string(), text })
    }

    /// Where the United Nations have a value from; their database where they do not say it.
    fn source_of(&self, own: &SeriesPoint) -> Words {
        let source = Some(own.source.as_str()).filter(|source| !source.is_empty());
        source.map_or_else(
            || Words::Plain(self.own_words(self.labels.get("values_database"))),
            |source| self.label(source),
        )
    }

    fn trend(
        &self,
        points: &[SeriesPoint],
        last: &SeriesPoint,
        format: &NumberFormat,
    ) -> Vec<TrendData> {
        let Some(first) = points.first() else { return Vec::new() };
        if points.len() < TREND {
            return Vec::new();
        }
        let values: Vec<f64> = points.iter().map(|point| point.amount.approximate()).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let share = |value: f64, from: f64, to: f64| {
            if to > from { (value - from) / (to - from) } else { 0.5 }
        };
        let years = (f64::from(first.year), f64::from(last.year));
        let of = |(own, value): (&SeriesPoint, f64)| TrendData {
            point: self.point(own, format),
            nature: (own.nature != last.nature).then(|| self.nature(own)).flatten(),
            from: self.origin(own),
            across: share(f64::from(own.year), years.0, years.1),
            up: share(value, low, high),
        };
        points.iter().zip(values).map(of).collect()
    }

    fn national(&self, own: &NationalValue, format: &NumberFormat) -> NationalValueData {
        // Words say their unit apart.
        let of_percent = own.unit.as_ref().is_some_and(|unit| unit.value == "%");
        let written = as_typed(&own.value.value, of_percent, format);
        let is_percent = of_percent && written.is_some();
        let value = match written {
            Some(text) => Words::Plain(self.left_to_right(self.own_words(&text))),
            None => self.words(&own.value),
        };
        let numbers = self.numbers_of(std::slice::from_ref(&own.source));
        NationalValueData {
            value,
            exact: own.value.value.clone(),
            plain: plain_digits(&own.value.value),
            percent: is_percent,
            year: own.year.to_string(),
            year_text: self.own_words(&format.bare(&own.year.to_string())),
            unit: own.unit.as_ref().filter(|_| !is_percent).map(|unit| self.words(unit)),
            source: numbers.first().and_then(|number| {
                self.brief.sources.get(number - 1).map(|source| self.title_of(source))
            }),
            sources: numbers,
        }
    }
}

/// What a name says, to be held against another: its words without what stands in brackets, which is the
/// unit, and without by what it is parted.
fn gist(name: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let bare: String = name
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
        .collect();
    let whole = bare.split(", by ").next().unwrap_or_default().to_lowercase();
    let words = whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_say_the_same_are_told_from_others() {
        for (name, wording, same) in [
            (
                "Annual growth rate of real GDP per capita (%)",
                "Annual growth rate of real GDP per capita",
                true,
            ),
            (
                "Number of victims of intentional homicide per 100,000 population, by sex (victims per 100,000 population)",
                "Number of victims of intentional homicide per 100,000 population, by sex and age",
                true,
            ),
            (
                "Number of victims of intentional homicide, by sex (number)",
                "Number of victims of intentional homicide per 100,000 population, by sex and age",
                false,
            ),
            ("Detected victims", "Victims", false),
        ] {
            assert_eq!(gist(name) == gist(wording), same, "{name}");
        }
    }
}
