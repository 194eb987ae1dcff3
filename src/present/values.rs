//! Values of indicators: rounded by one rule, in the digits and words of the language, each with where
//! it is from.

use super::data::{
    DataSourceData, DimensionData, NationalValueData, NatureData, OtherSeriesData, PlaceValuesData,
    PointData, SeriesValueData, TrendData, UnitData, Words,
};
use super::presenter::Presenter;
use crate::brief::{IndicatorEntry, NationalValue};
use crate::dataset::ExactNumber;
use crate::l10n::NumberFormat;
use crate::values::{CellAmount, ChosenSeries, ChosenValues, SeriesPoint};

/// How many values make a trend.
const TREND: usize = 3;

/// Codes of per cent, and of what is counted.
const PERCENT: [&str; 3] = ["PERCENT", "PT", "PERCENTAGE"];
const COUNTS: [&str; 3] = ["NUMBER", "N", "COUNT"];

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
            let national = entry.national.iter().find(|own| own.place == at);
            let lacking = chosen.filter(|own| own.series.is_none() && own.others.is_empty());
            PlaceValuesData {
                place,
                lacking: lacking.is_some_and(|own| own.parts.is_empty()),
                parts: lacking.is_some_and(|own| !own.parts.is_empty()),
                global: chosen
                    .and_then(|own| own.series.as_ref())
                    .map(|own| self.series(own, &format)),
                others: chosen.map(|own| self.others(own, &format)).unwrap_or_default(),
                national: national.map(|own| self.national(own, &format)),
            }
        };
        places.map(of).collect()
    }

    fn series(&self, own: &ChosenSeries, format: &NumberFormat) -> SeriesValueData {
        let last = own.points.last().expect("a series that is chosen has a value");
        let nature = Some(last.nature.as_str()).filter(|code| !code.is_empty());
        SeriesValueData {
            series: self.code(&own.series),
            name: self.label(&own.name),
            latest: self.point(last, format),
            unit: self.unit(last, format),
            nature: nature.map(|code| self.nature(code)),
            dimensions: self.parts(last),
            footnotes: last.footnotes.iter().map(|note| self.label(note)).collect(),
            source: self.source_of(last),
            release: self.left_to_right(self.unbroken(&last.release)),
            baseline: own.baseline.map(|at| self.point(&own.points[at], format)),
            trend: self.trend(&own.points, format),
        }
    }

    fn others(&self, chosen: &ChosenValues, format: &NumberFormat) -> Vec<OtherSeriesData> {
        let of = |own: &ChosenSeries| {
            let last = own.points.last()?;
            Some(OtherSeriesData {
                series: self.code(&own.series),
                name: self.label(&own.name),
                latest: self.point(last, format),
                unit: self.unit(last, format),
                dimensions: self.parts(last),
                footnotes: last.footnotes.iter().map(|note| self.label(note)).collect(),
                source: self.source_of(last),
                release: self.left_to_right(self.unbroken(&last.release)),
            })
        };
        chosen.others.iter().filter_map(of).collect()
    }

    fn point(&self, own: &SeriesPoint, format: &NumberFormat) -> PointData {
        let is_percent = PERCENT.contains(&own.unit.as_str());
        let one = |number: ExactNumber| {
            let number = rounded(number).to_string();
            if is_percent { format.percent(&number) } else { format.number(&number) }
        };
        let text = match own.amount {
            CellAmount::Number(number) => one(number),
            CellAmount::Bound(sign, number) => format!("{sign}\u{2060}{}", one(number)),
            CellAmount::Range(from, to) => {
                format!("{}\u{2060}–\u{2060}{}", format.number(&rounded(from).to_string()), one(to))
            }
        };
        let text =
            if own.power == 0 { text } else { format!("{text}\u{a0}×\u{a0}10^{}", own.power) };
        // A value runs from left to right on every page, apart from the year behind it.
        let text = self.left_to_right(self.own_words(&text));
        PointData {
            year: own.year.to_string(),
            year_text: self.own_words(&format.bare(&own.year.to_string())),
            exact: own.exact.clone(),
            number: match own.amount {
                CellAmount::Number(number) => Some(shifted(&number.to_string(), own.power)),
                CellAmount::Bound(..) | CellAmount::Range(..) => None,
            },
            text,
        }
    }

    /// The unit, where the value does not show it, as per cent does. What is counted says so beside the
    /// value: the indicator may be a rate.
    fn unit(&self, own: &SeriesPoint, format: &NumberFormat) -> Option<UnitData> {
        let code = own.unit.as_str();
        if code.is_empty() {
            return None;
        }
        let (shown, counts) = (PERCENT.contains(&code), COUNTS.contains(&code));
        let of = code.strip_prefix("PER_").and_then(|rest| rest.strip_suffix("_POP"));
        let of = of.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        let text = match of {
            _ if shown => None,
            _ if counts => Some(Words::Plain(self.own_words(self.labels.get("unit_number")))),
            Some(number) => {
                let words =
                    self.labels.get("per_population").replace("{n}", &format.number(number));
                Some(Words::Plain(self.own_words(&words)))
            }
            None => Some(self.label(&code.replace('_', " ").to_lowercase())),
        };
        Some(UnitData { code: code.to_string(), text, counts })
    }

    fn nature(&self, code: &str) -> NatureData {
        let text = match NATURES.contains(&code) {
            true => self.own_words(self.labels.get(&format!("nature_{}", code.to_lowercase()))),
            false => self.code(code),
        };
        NatureData { code: code.to_string(), text }
    }

    fn parts(&self, own: &SeriesPoint) -> Vec<DimensionData> {
        let part = |(name, code): &(String, String)| DimensionData {
            name: self.label(name),
            code: self.code(code),
        };
        own.dimensions.iter().map(part).collect()
    }

    /// Where the United Nations have a value from; their database where they do not say it.
    fn source_of(&self, own: &SeriesPoint) -> Words {
        let source = Some(own.source.as_str()).filter(|source| !source.is_empty());
        source.map_or_else(
            || Words::Plain(self.own_words(self.labels.get("values_database"))),
            |source| self.label(source),
        )
    }

    fn trend(&self, points: &[SeriesPoint], format: &NumberFormat) -> Vec<TrendData> {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
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
            across: share(f64::from(own.year), years.0, years.1),
            up: share(value, low, high),
        };
        points.iter().zip(values).map(of).collect()
    }

    fn national(&self, own: &NationalValue, format: &NumberFormat) -> NationalValueData {
        let is_percent = own.unit.as_ref().is_some_and(|unit| unit.value == "%");
        let value = match ExactNumber::parse(&own.value.value) {
            Ok(number) if is_percent => Words::Plain(
                self.left_to_right(self.own_words(&format.percent(&number.to_string()))),
            ),
            Ok(number) => Words::Plain(
                self.left_to_right(self.own_words(&format.number(&number.to_string()))),
            ),
            Err(_) => self.words(&own.value),
        };
        NationalValueData {
            value,
            exact: own.value.value.clone(),
            year: own.year.to_string(),
            year_text: self.own_words(&format.bare(&own.year.to_string())),
            unit: own.unit.as_ref().filter(|_| !is_percent).map(|unit| self.words(unit)),
            sources: self.numbers_of(std::slice::from_ref(&own.source)),
        }
    }
}

/// A number as it is printed: zeros at its end are left out; of 1 and more one decimal is kept, of less
/// two digits that are not zero.
fn rounded(number: ExactNumber) -> ExactNumber {
    let typed = number.to_string();
    let bare = if typed.contains('.') {
        typed.trim_end_matches('0').trim_end_matches('.')
    } else {
        &typed
    };
    let number = ExactNumber::parse(bare).unwrap_or(number);
    if number.decimals() <= 1 {
        return number;
    }
    let (whole, decimals) = bare.trim_start_matches('-').split_once('.').unwrap_or((bare, ""));
    if whole.bytes().any(|byte| byte != b'0') {
        return number.rounded(1);
    }
    let zeros = decimals.bytes().take_while(|byte| *byte == b'0').count();
    number.rounded(u8::try_from(zeros + 2).unwrap_or(u8::MAX).min(number.decimals()))
}

/// A decimal number with its point moved to the right by so many places.
fn shifted(number: &str, power: i8) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let point = whole.len() as isize + isize::from(power);
    let (whole, part) = match usize::try_from(point) {
        Ok(point) if point >= all.len() => (format!("{all:0<point$}"), String::new()),
        Ok(point) => (all[..point].to_string(), all[point..].to_string()),
        Err(_) => (String::new(), format!("{}{all}", "0".repeat(point.unsigned_abs()))),
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    if power == 0 {
        return number.to_string();
    }
    let part = part.trim_end_matches('0');
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_by_one_rule() {
        for (typed, printed) in [
            ("73.3000000000000", "73.3"),
            ("69.36211", "69.4"),
            ("2.31327", "2.3"),
            ("-2.54", "-2.5"),
            ("331", "331"),
            ("70.00", "70"),
            ("12.96", "13.0"),
            ("0.0345", "0.035"),
            ("0.5", "0.5"),
            ("0.05", "0.05"),
            ("0.456", "0.46"),
            ("0.00", "0"),
            ("1200000", "1200000"),
        ] {
            let number = ExactNumber::parse(typed).unwrap();
            assert_eq!(rounded(number).to_string(), printed, "{typed}");
        }
    }

    #[test]
    fn a_point_is_moved_whatever_stands_before_it() {
        for (number, power, moved) in [
            ("20.50", 0, "20.50"),
            ("20.5", 6, "20500000"),
            ("-20.5", 1, "-205"),
            ("0.25", 1, "2.5"),
            ("20.5", -3, "0.0205"),
            ("7", -1, "0.7"),
            ("0", 3, "0"),
        ] {
            assert_eq!(shifted(number, power), moved, "{number}");
        }
    }
}
