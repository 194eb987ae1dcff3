//! The value that is printed of an indicator: by a rule, which `docs/data.md` states.

use std::collections::{BTreeMap, BTreeSet};

use super::amount::CellAmount;
use super::join::{HeldValue, Observations, is_total};

/// The dimension that says for whom a value was reported, and what stands there for global monitoring.
const REPORTING: (&str, &str) = ("reportingtype", "G");

/// What is asked of an indicator.
#[derive(Debug, Clone, Default)]
pub struct Question<'q> {
    /// The codes under which its data stand: its own, and those of the indicators that it repeats.
    pub codes: Vec<&'q str>,
    /// The series, where the brief names it.
    pub series: Option<&'q str>,
    /// The parts that are wanted, by dimensions, where the brief says it.
    pub dimensions: Vec<(&'q str, &'q str)>,
    /// The places.
    pub places: Vec<u16>,
    /// The year that a value is compared with; the first one where there is none.
    pub baseline: Option<u16>,
}

/// What files say of an indicator at a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChosenValues {
    /// The place, by its number in M49.
    pub place: u16,
    /// The series that was chosen, if it has a value there.
    pub series: Option<ChosenSeries>,
    /// The others that have one, in the order of the files.
    pub others: Vec<ChosenSeries>,
    /// Series of which there are only parts, with the dimensions that part them.
    pub parts: Vec<(String, Vec<String>)>,
}

/// A series at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct ChosenSeries {
    /// Its code.
    pub series: String,
    /// What the file calls it.
    pub name: String,
    /// Its values year by year, each with a value; at least one.
    pub points: Vec<SeriesPoint>,
    /// The point that the last one is compared with, where it is not that one.
    pub baseline: Option<usize>,
}

/// A value in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesPoint {
    /// The year.
    pub year: u16,
    /// The value.
    pub amount: CellAmount,
    /// The value as it stands in the file.
    pub exact: String,
    /// The code of its unit; may be empty.
    pub unit: String,
    /// By which power of ten it is to be multiplied.
    pub power: i8,
    /// The code of how it came about; may be empty.
    pub nature: String,
    /// Where it is from; may be empty.
    pub source: String,
    /// What is said of it.
    pub footnotes: Vec<String>,
    /// Of which part it is, where it is not of the whole.
    pub dimensions: Vec<(String, String)>,
    /// The release.
    pub release: String,
    /// The number of the file, from 0.
    pub file: usize,
}

/// What is found of a series at a place.
enum FoundSeries {
    None,
    Parts(Vec<String>),
    Series(ChosenSeries),
}

impl Observations<'_> {
    /// What is printed of an indicator, place by place.
    pub fn choose(&self, question: &Question<'_>) -> Vec<ChosenValues> {
        let order = self.order_of(question);
        let mut all: Vec<ChosenValues> = question
            .places
            .iter()
            .map(|&place| ChosenValues { place, ..ChosenValues::default() })
            .collect();
        let mut found: Vec<BTreeMap<&str, ChosenSeries>> = Vec::new();
        for chosen in &mut all {
            let mut own = BTreeMap::new();
            for series in &order {
                match self.of_series(question, series, chosen.place) {
                    FoundSeries::Series(values) => {
                        own.insert(*series, values);
                    }
                    FoundSeries::Parts(names) => chosen.parts.push(((*series).to_string(), names)),
                    FoundSeries::None => {}
                }
            }
            found.push(own);
        }
        // The series of most places, so that these can be compared; of several the first.
        let count = |series: &str| found.iter().filter(|own| own.contains_key(series)).count();
        let most = order.iter().map(|series| count(series)).max().unwrap_or_default();
        let first = order.iter().find(|series| most > 0 && count(series) == most);
        for (chosen, mut own) in all.iter_mut().zip(found) {
            chosen.series = first.and_then(|series| own.remove(*series));
            chosen.others = order.iter().filter_map(|series| own.remove(*series)).collect();
        }
        all
    }

    /// The dimensions of what is asked for.
    pub fn dimensions_of(&self, question: &Question<'_>) -> Vec<String> {
        let asked = self.asked(question);
        let names: BTreeSet<&String> = asked.flat_map(|held| held.own.dimensions.keys()).collect();
        names.into_iter().cloned().collect()
    }

    /// The codes that a dimension has in what is asked for.
    pub fn codes_of(&self, question: &Question<'_>, dimension: &str) -> Vec<String> {
        let asked = self.asked(question);
        let own = asked.flat_map(|held| &held.own.dimensions);
        let codes: BTreeSet<&String> =
            own.filter(|(name, _)| even(name) == even(dimension)).map(|(_, code)| code).collect();
        codes.into_iter().cloned().collect()
    }

    fn asked<'s>(&'s self, question: &Question<'_>) -> impl Iterator<Item = &'s HeldValue<'s>> {
        let is_asked = move |held: &&HeldValue<'_>| match question.series {
            Some(series) => held.own.series == series,
            None => held.indicators.iter().any(|code| question.codes.contains(code)),
        };
        self.held.iter().filter(is_asked)
    }

    /// The series that are asked for, in the order of the files.
    fn order_of<'q>(&'q self, question: &Question<'q>) -> Vec<&'q str> {
        if let Some(series) = question.series {
            return vec![series];
        }
        let mut order: Vec<&str> = Vec::new();
        for code in &question.codes {
            for series in self.series_of(code) {
                if !order.contains(series) {
                    order.push(series);
                }
            }
        }
        order
    }

    fn of_series(&self, question: &Question<'_>, series: &str, place: u16) -> FoundSeries {
        let is_asked = |held: &&HeldValue<'_>| {
            held.own.amount.is_some()
                && (question.series.is_some()
                    || held.indicators.iter().any(|code| question.codes.contains(code)))
        };
        let all = self.index.get(&(series, place)).into_iter().flatten();
        let mut rows: Vec<&HeldValue<'_>> =
            all.map(|at| &self.held[*at]).filter(is_asked).collect();
        let names: BTreeSet<&str> =
            rows.iter().flat_map(|held| held.own.dimensions.keys()).map(String::as_str).collect();
        let mut parted = Vec::new();
        for name in names {
            let code =
                |held: &HeldValue<'_>| held.own.dimensions.get(name).cloned().unwrap_or_default();
            let wanted = question.dimensions.iter().find(|(own, _)| even(own) == even(name));
            if let Some((_, wanted)) = wanted {
                rows.retain(|held| same_code(&code(held), wanted));
            } else if even(name) == REPORTING.0 {
                rows.retain(|held| code(held).is_empty() || code(held) == REPORTING.1);
            } else if rows.iter().any(|held| is_total(&code(held))) {
                rows.retain(|held| is_total(&code(held)));
            } else if rows.iter().map(|held| code(held)).collect::<BTreeSet<_>>().len() > 1 {
                parted.push(name.to_string());
            }
        }
        if rows.is_empty() {
            return FoundSeries::None;
        }
        if !parted.is_empty() {
            return FoundSeries::Parts(parted);
        }
        rows.sort_by_key(|held| held.own.year);
        // Of two of one year, told apart by a dimension that one of them does not name, the later row.
        let mut points: BTreeMap<u16, SeriesPoint> = BTreeMap::new();
        for held in &rows {
            points.extend(point(held).map(|point| (point.year, point)));
        }
        let points: Vec<SeriesPoint> = points.into_values().collect();
        let last = points.len().saturating_sub(1);
        let baseline =
            points.iter().position(|point| question.baseline.is_none_or(|year| point.year >= year));
        let name =
            rows.iter().rev().map(|held| held.own.name.as_str()).find(|name| !name.is_empty());
        FoundSeries::Series(ChosenSeries {
            series: series.to_string(),
            name: name.unwrap_or_default().to_string(),
            baseline: baseline.filter(|at| *at < last),
            points,
        })
    }
}

fn point(held: &HeldValue<'_>) -> Option<SeriesPoint> {
    let own = held.own;
    let parts = own.dimensions.iter().filter(|(name, code)| {
        !(is_total(code) || even(name) == REPORTING.0 && *code == REPORTING.1)
    });
    Some(SeriesPoint {
        year: own.year,
        amount: own.amount?,
        exact: own.exact.clone(),
        unit: own.unit.clone(),
        power: own.power,
        nature: own.nature.clone(),
        source: own.source.clone(),
        footnotes: own.footnotes.clone(),
        dimensions: parts.map(|(name, code)| (name.clone(), code.clone())).collect(),
        release: held.release.to_string(),
        file: held.file,
    })
}

/// A dimension's name without what files write in one way or another.
fn even(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two codes mean the same: SDMX has one letter for what the portal writes out.
pub fn same_code(one: &str, two: &str) -> bool {
    let short = |code: &str| match code.to_ascii_uppercase().as_str() {
        "FEMALE" => "F".to_string(),
        "MALE" => "M".to_string(),
        "URBAN" => "U".to_string(),
        "RURAL" => "R".to_string(),
        code if is_total(code) => "_T".to_string(),
        code => code.to_string(),
    };
    short(one) == short(two)
}
