//! The value that is printed of an indicator: by a rule, which `docs/data.md` states.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::amount::{CellAmount, digits};
use super::breakdown::{canonical, same_part};
use super::codes::{even, is_total};
use super::detail::ObservedDetail;
use super::join::{
    HeldValue, Observations, bare, by_release, same_unit, same_unit_code, with_unit,
};

/// The dimension that says for whom a value was reported, and what stands there for global monitoring.
const REPORTING: (&str, &str) = ("reportingtype", "G");

/// What a choice may be made by that is no dimension: the status of a value.
const STATUS: [&str; 2] = ["observationstatus", "obsstatus"];

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
    /// Series of which there are only parts.
    pub parts: Vec<PartedSeries>,
}

/// What the files have at a place instead of what is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThereInstead {
    /// Other series.
    Series(Vec<String>),
    /// Other parts: codes by dimensions; an empty one is the whole.
    Parts(Vec<(String, Vec<String>)>),
}

/// A series of which there are only parts.
#[derive(Debug, Clone, PartialEq)]
pub struct PartedSeries {
    /// Its code.
    pub series: String,
    /// By what it is parted, with the codes of each.
    pub dimensions: Vec<(String, Vec<String>)>,
    /// A part that there is: a code for each dimension.
    pub example: Vec<(String, String)>,
}

/// Of which part of the whole a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPart {
    /// By what the whole is parted.
    pub dimension: String,
    /// The code of the part.
    pub code: String,
    /// What the file calls it; may be empty.
    pub words: String,
}

/// A series at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct ChosenSeries {
    /// Its code.
    pub series: String,
    /// What the file calls it.
    pub name: String,
    /// Its values year by year, each with a value; at least one. All are of the part, the unit and the
    /// power of ten of the last.
    pub points: Vec<SeriesPoint>,
    /// Others, which cannot be held against the last.
    pub apart: Vec<SeriesPoint>,
    /// For what it was reported, where that is not global monitoring: a code.
    pub reported: Option<String>,
    /// Years of forecasts that are left out for observed values.
    pub forecasts: Vec<u16>,
    /// That other parts have a later value than the last: in which year, and the dimensions and codes of those.
    pub newer: Option<(u16, Vec<(String, String)>)>,
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
    /// What the file calls the unit; may be empty.
    pub unit_name: String,
    /// By which power of ten it is to be multiplied.
    pub power: i8,
    /// The code of how it came about; may be empty.
    pub nature: String,
    /// What the file calls that; may be empty.
    pub nature_name: String,
    /// Where it is from; may be empty.
    pub source: String,
    /// What is said of it.
    pub footnotes: Vec<String>,
    /// What else the file says beside it.
    pub detail: ObservedDetail,
    /// Of which part it is, where it is not of the whole.
    pub dimensions: Vec<SeriesPart>,
    /// The release.
    pub release: String,
    /// The number of the file, from 0.
    pub file: usize,
}

impl SeriesPoint {
    /// The value in plain digits, its power of ten worked in.
    pub fn plain(&self) -> String {
        digits(&self.exact, self.amount, self.power)
    }

    /// Whether it is a forecast.
    pub fn is_forecast(&self) -> bool {
        self.detail.is_forecast()
    }

    /// Whether another is of the same release.
    pub fn is_of_release(&self, other: &Self) -> bool {
        by_release(&self.release, &other.release) == Some(Ordering::Equal)
    }

    /// Whether another is the same value, however many zeros stand at the end.
    pub fn says_the_same(&self, other: &Self) -> bool {
        bare(&self.exact) == bare(&other.exact) && self.has_unit_of(other)
    }

    /// Its value and that of another that is not the same, with their units where these are what differs.
    pub fn told_apart(&self, other: &Self) -> [String; 2] {
        let is_bare = self.has_unit_of(other);
        [self, other].map(|own| match is_bare {
            true => own.exact.clone(),
            false => with_unit(&own.exact, own.power, &own.unit),
        })
    }

    fn has_unit_of(&self, other: &Self) -> bool {
        self.power == other.power && same_unit_code(&self.unit, &other.unit)
    }
}

/// What is found of a series at a place.
enum FoundSeries {
    None,
    Parts(PartedSeries),
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
                    FoundSeries::Parts(parts) => chosen.parts.push(parts),
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
        if STATUS.contains(&even(dimension).as_str()) {
            let own = self.asked(question).map(|held| &held.own.detail.status);
            let all: BTreeSet<&String> = own.filter(|status| !status.is_empty()).collect();
            return all.into_iter().cloned().collect();
        }
        let asked = self.asked(question);
        let own = asked.flat_map(|held| &held.own.dimensions);
        let codes: BTreeSet<&String> =
            own.filter(|(name, _)| even(name) == even(dimension)).map(|(_, code)| code).collect();
        codes.into_iter().cloned().collect()
    }

    /// What the files have at a place of what is asked for, where they have no row of the series or the part
    /// that is chosen: the series, or else the codes of each dimension that a part is chosen of.
    pub fn instead(&self, question: &Question<'_>, place: u16) -> Option<ThereInstead> {
        let own = self.held.iter().filter(|held| held.own.place == place);
        let own: Vec<_> = own
            .filter(|held| {
                question.series.is_some_and(|series| held.own.series == series)
                    || held.indicators.iter().any(|code| question.codes.contains(code))
            })
            .collect();
        let code = |held: &HeldValue<'_>, name: &str| {
            if STATUS.contains(&even(name).as_str()) {
                return held.own.detail.status.clone();
            }
            let mut all = held.own.dimensions.iter();
            all.find(|(own, _)| even(own) == even(name)).map_or("", |(_, code)| code).to_string()
        };
        let is_chosen =
            |held: &&&HeldValue<'_>| question.series.is_none_or(|series| held.own.series == series);
        let of_series: Vec<_> = own.iter().filter(is_chosen).collect();
        let is_part = |held: &&HeldValue<'_>| {
            let mut wanted = question.dimensions.iter();
            wanted.all(|(name, wanted)| same_part(name, &code(held, name), wanted))
        };
        // A row that says that there is no value is one.
        if own.is_empty() || of_series.iter().any(|held| is_part(held)) {
            return None;
        }
        if of_series.is_empty() {
            let all: BTreeSet<&String> = own.iter().map(|held| &held.own.series).collect();
            return Some(ThereInstead::Series(all.into_iter().cloned().collect()));
        }
        let codes = |name: &str| {
            let all: BTreeSet<String> = of_series.iter().map(|held| code(held, name)).collect();
            all.into_iter().collect()
        };
        let names = question.dimensions.iter();
        Some(ThereInstead::Parts(names.map(|(name, _)| (name.to_string(), codes(name))).collect()))
    }

    /// Whether a file says anything of what is asked for, of whatever place.
    pub fn covers(&self, question: &Question<'_>) -> bool {
        match question.series {
            Some(series) => self.has_series(series),
            None => question.codes.iter().any(|code| !self.series_of(code).is_empty()),
        }
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
        let code = |held: &HeldValue<'_>, name: &str| {
            held.own.dimensions.get(name).cloned().unwrap_or_default()
        };
        let codes = |rows: &[&HeldValue<'_>], name: &str| {
            rows.iter().map(|held| code(held, name)).collect::<BTreeSet<String>>()
        };
        let names: BTreeSet<&str> =
            rows.iter().flat_map(|held| held.own.dimensions.keys()).map(String::as_str).collect();
        // What does not name a dimension is of its whole.
        for (_, wanted) in question
            .dimensions
            .iter()
            .filter(|(wanted, _)| !STATUS.contains(&even(wanted).as_str()))
            .filter(|(wanted, _)| !names.iter().any(|name| even(name) == even(wanted)))
        {
            rows.retain(|_| is_total(wanted));
        }
        let mut open = Vec::new();
        let mut reported = None;
        for name in names {
            let wanted = question.dimensions.iter().find(|(own, _)| even(own) == even(name));
            if let Some((_, wanted)) = wanted {
                rows.retain(|held| same_part(name, &code(held, name), wanted));
            } else if even(name) == REPORTING.0 {
                let is_global = |held: &HeldValue<'_>| {
                    let code = code(held, name);
                    code.is_empty() || code.eq_ignore_ascii_case(REPORTING.1)
                };
                // Where it was reported for something else alone, that is one part, or several.
                match rows.iter().any(|held| is_global(held)) {
                    true => rows.retain(|held| is_global(held)),
                    false => {
                        reported = codes(&rows, name).into_iter().next();
                        open.push(name);
                    }
                }
            } else {
                open.push(name);
            }
        }
        let wanted =
            question.dimensions.iter().find(|(own, _)| STATUS.contains(&even(own).as_str()));
        let mut forecasts: Vec<u16> = Vec::new();
        if let Some((_, wanted)) = wanted {
            rows.retain(|held| held.own.detail.status.eq_ignore_ascii_case(wanted));
        } else if rows.iter().any(|held| !held.own.detail.is_forecast()) {
            let left = rows.iter().filter(|held| held.own.detail.is_forecast());
            forecasts.extend(left.map(|held| held.own.year).collect::<BTreeSet<u16>>());
            rows.retain(|held| !held.own.detail.is_forecast());
        }
        if rows.is_empty() {
            return FoundSeries::None;
        }
        // Of each dimension the total, where all can be had at once.
        let before = rows.clone();
        let with_total: Vec<&str> = open
            .iter()
            .copied()
            .filter(|name| rows.iter().any(|held| is_total(&code(held, name))))
            .collect();
        rows.retain(|held| with_total.iter().all(|name| is_total(&code(held, name))));
        let apart = if rows.is_empty() { &before } else { &rows };
        let is_parted = |name: &&str| {
            let codes: BTreeSet<String> =
                codes(apart, name).iter().map(|code| canonical(name, code)).collect();
            codes.len() > 1
        };
        let parted: Vec<&str> = open.iter().copied().filter(is_parted).collect();
        if rows.is_empty() || !parted.is_empty() {
            let last = apart.iter().max_by_key(|held| held.own.year);
            let of = |name: &&str| (name.to_string(), codes(apart, name).into_iter().collect());
            let own = |name: &&str| {
                (name.to_string(), last.map(|held| code(held, name)).unwrap_or_default())
            };
            return FoundSeries::Parts(PartedSeries {
                series: series.to_string(),
                dimensions: parted.iter().map(of).collect(),
                example: parted.iter().map(own).collect(),
            });
        }
        rows.sort_by_key(|held| held.own.year);
        // Of two of one year, told apart by a dimension that one of them does not name, the later row.
        let mut points: BTreeMap<u16, (&HeldValue<'_>, SeriesPoint)> = BTreeMap::new();
        for held in &rows {
            points.extend(point(held).map(|point| (point.year, (*held, point))));
        }
        let Some((latest, like)) = points.values().next_back().cloned() else {
            return FoundSeries::None;
        };
        let is_like = |(held, point): &(&HeldValue<'_>, SeriesPoint)| {
            same_unit(held.own, latest.own) && same_parts(&point.dimensions, &like.dimensions)
        };
        let last_year = like.year;
        let later: Vec<_> = before.iter().filter(|held| held.own.year > last_year).collect();
        let newer = later.iter().map(|held| held.own.year).max().map(|year| {
            let parts = |name: &&str| {
                let own = code(latest, name);
                let mut other = later.iter().map(|held| code(held, name));
                let other = other.find(|code| !same_part(name, code, &own));
                other.map(|code| (name.to_string(), code))
            };
            (year, open.iter().filter_map(parts).collect())
        });
        let (points, apart): (Vec<_>, Vec<_>) = points.into_values().partition(is_like);
        let bare = |all: Vec<(&HeldValue<'_>, SeriesPoint)>| -> Vec<SeriesPoint> {
            all.into_iter().map(|(_, point)| point).collect()
        };
        let (points, apart) = (bare(points), bare(apart));
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
            apart,
            reported,
            forecasts,
            newer,
        })
    }
}

/// Whether two values are of the same part.
fn same_parts(one: &[SeriesPart], two: &[SeriesPart]) -> bool {
    one.len() == two.len()
        && one.iter().zip(two).all(|(one, two)| {
            even(&one.dimension) == even(&two.dimension)
                && same_part(&one.dimension, &one.code, &two.code)
        })
}

fn point(held: &HeldValue<'_>) -> Option<SeriesPoint> {
    let own = held.own;
    let parts = own.dimensions.iter().filter(|(name, code)| {
        let is_global = even(name) == REPORTING.0 && code.eq_ignore_ascii_case(REPORTING.1);
        !(is_total(code) || is_global)
    });
    let part = |(name, code): (&String, &String)| SeriesPart {
        dimension: name.clone(),
        code: code.clone(),
        words: own.words.get(name).cloned().unwrap_or_default(),
    };
    // A forecast is no observed value, and is called one wherever it prints.
    let forecast = own.detail.is_forecast().then(|| SeriesPart {
        dimension: "Observation Status".to_string(),
        code: own.detail.status.clone(),
        words: own.detail.status_words().to_string(),
    });
    let notes = held.footnotes.iter().map(|note| (*note).to_string());
    Some(SeriesPoint {
        year: own.year,
        amount: own.amount?,
        exact: own.exact.clone(),
        unit: own.unit.clone(),
        unit_name: own.unit_name.clone(),
        power: own.power,
        nature: own.nature.clone(),
        nature_name: own.nature_name.clone(),
        source: own.source.clone(),
        footnotes: notes.chain(own.detail.notes()).collect(),
        detail: own.detail.clone(),
        dimensions: parts.map(part).chain(forecast).collect(),
        release: held.release.to_string(),
        file: held.file,
    })
}
