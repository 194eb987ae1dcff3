//! Where on a chart each value stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::ExactNumber;

use super::kind::ChartKind;
use super::model::{Chart, ChartLabel, ChartPanel, ChartRow};
use super::scale::Scale;
use super::shares::squares;

/// The lengths and places of a chart, each from 0 to 1: of the width of what is drawn for bars and
/// ranges, of its height, from below, for lines.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartLayout {
    /// Where zero stands, if it is on the scale.
    pub zero: Option<f64>,
    /// The round numbers on its scale, for the kinds that print them.
    pub ticks: Vec<Tick>,
    /// For each panel where its rows stand across it, the same in all of them; for lines alone.
    pub across: Vec<Vec<f64>>,
    /// The values, by panel, row and column; `None` where one is missing.
    pub values: Vec<Vec<Vec<Option<PlacedValue>>>>,
}

/// A number on a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// Where it stands.
    pub at: f64,
    /// The number.
    pub value: ExactNumber,
}

/// A value on a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedValue {
    /// The number, as it is to be printed.
    pub value: ExactNumber,
    /// Where its bar begins; zero for a point.
    pub from: f64,
    /// Where it ends, or the point stands.
    pub to: f64,
    /// How many squares of a hundred it has, in a waffle.
    pub squares: usize,
}

/// How many squares a waffle has.
const SQUARES: usize = 100;

impl ChartLayout {
    /// Lays a chart out; values are printed with so many decimals, or as they were typed.
    pub fn of(chart: &Chart, decimals: Option<u8>) -> Self {
        let drawn = chart.values().map(|(.., value)| value.approximate());
        let scale = match chart.kind {
            ChartKind::Bar | ChartKind::GroupedBar => Scale::through_zero(drawn),
            ChartKind::StackedBar => Scale::through_zero(rows(chart).map(total)),
            ChartKind::Share | ChartKind::Waffle => Scale::through_zero(std::iter::once(1.0)),
            ChartKind::Line | ChartKind::Slope | ChartKind::DotRange => {
                Scale::round(drawn, chart.from)
            }
        };
        let printed = |value: ExactNumber| decimals.map_or(value, |n| value.rounded(n));
        let values = chart.panels.iter().map(|panel| match chart.kind {
            ChartKind::Share | ChartKind::Waffle => parts(panel, &printed),
            ChartKind::StackedBar => {
                panel.rows.iter().map(|row| stacked(row, &scale, &printed)).collect()
            }
            _ => panel.rows.iter().map(|row| placed(row, &scale, &printed)).collect(),
        });
        let zero = chart.from.is_none_or(|from| from.approximate() <= 0.0);
        Self {
            zero: zero.then(|| scale.at(0.0)),
            ticks: (scale.ticks.iter())
                .map(|tick| Tick { at: scale.at(tick.approximate()), value: *tick })
                .collect(),
            across: match chart.kind {
                ChartKind::Line => across(chart),
                _ => Vec::new(),
            },
            values: values.collect(),
        }
    }
}

fn rows(chart: &Chart) -> impl Iterator<Item = &ChartRow> {
    chart.panels.iter().flat_map(|panel| &panel.rows)
}

fn total(row: &ChartRow) -> f64 {
    row.values.iter().flatten().map(|value| value.approximate()).sum()
}

/// The values of a row from zero, or as points.
fn placed(
    row: &ChartRow,
    scale: &Scale,
    printed: &impl Fn(ExactNumber) -> ExactNumber,
) -> Vec<Option<PlacedValue>> {
    let value = |value: ExactNumber| PlacedValue {
        value: printed(value),
        from: scale.at(0.0),
        to: scale.at(value.approximate()),
        squares: 0,
    };
    row.values.iter().map(|one| one.map(value)).collect()
}

/// The values of a row, each from where the one before it ends.
fn stacked(
    row: &ChartRow,
    scale: &Scale,
    printed: &impl Fn(ExactNumber) -> ExactNumber,
) -> Vec<Option<PlacedValue>> {
    let mut end = 0.0;
    let mut next = |value: ExactNumber| {
        let from = scale.at(end);
        end += value.approximate();
        PlacedValue { value: printed(value), from, to: scale.at(end), squares: 0 }
    };
    row.values.iter().map(|value| value.map(&mut next)).collect()
}

/// The rows of a panel as parts of a whole.
fn parts(
    panel: &ChartPanel,
    printed: &impl Fn(ExactNumber) -> ExactNumber,
) -> Vec<Vec<Option<PlacedValue>>> {
    let sizes: Vec<f64> = panel.rows.iter().map(total).collect();
    let whole = panel.whole();
    let counts = squares(&sizes, whole, SQUARES);
    let scale = Scale::through_zero(std::iter::once(whole));
    let mut end = 0.0;
    let mut part = |(row, squares): (&ChartRow, usize)| {
        let value = row.values.first().copied().flatten()?;
        let from = scale.at(end);
        end += value.approximate();
        Some(PlacedValue { value: printed(value), from, to: scale.at(end), squares })
    };
    panel.rows.iter().zip(counts).map(|row| vec![part(row)]).collect()
}

impl ChartPanel {
    /// What its rows make together, and at least a hundred where they are shares of one.
    fn whole(&self) -> f64 {
        let sum: f64 = self.rows.iter().map(total).sum();
        self.whole.map_or(sum, |whole| whole.approximate().max(sum))
    }
}

/// Where the rows of lines stand across them: as far apart as they are in time, or as the numbers that name
/// them, and evenly where words do. Panels have one axis, so that what stands below each other is the same.
fn across(chart: &Chart) -> Vec<Vec<f64>> {
    let in_time = chart.in_time();
    let order = match in_time {
        Some(_) => None,
        None => common_order(&chart.panels),
    };
    let shared = in_time.is_some() || order.is_some();
    let place = |at: usize, row: &ChartRow| {
        order.as_ref().and_then(|order| order.get(&row.label).copied()).unwrap_or(at) as f64
    };
    let places: Vec<Vec<f64>> = in_time.unwrap_or_else(|| {
        let panels = chart.panels.iter().map(|panel| panel.rows.iter().enumerate());
        panels.map(|rows| rows.map(|(at, row)| place(at, row)).collect()).collect()
    });
    let ends = |places: &[f64]| {
        let least = places.iter().copied().fold(f64::INFINITY, f64::min);
        let most = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (least, if most > least { most - least } else { 1.0 })
    };
    let all = places.concat();
    (places.iter())
        .map(|own| {
            let (first, width) = ends(if shared { &all } else { own });
            own.iter().map(|place| ((place - first) / width * 1e6).round() / 1e6).collect()
        })
        .collect()
}

/// The places of the names of all panels in the one order that no panel contradicts, if there is one: each
/// behind those that stand before it somewhere, and what was named first before the rest.
fn common_order(panels: &[ChartPanel]) -> Option<BTreeMap<&ChartLabel, usize>> {
    let mut names: BTreeMap<&ChartLabel, usize> = BTreeMap::new();
    for row in panels.iter().flat_map(|panel| &panel.rows) {
        let next = names.len();
        names.entry(&row.label).or_insert(next);
    }
    // Which names stand right behind each, and behind how many each stands.
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
    let mut waits_for = vec![0; names.len()];
    for pair in panels.iter().flat_map(|panel| panel.rows.windows(2)) {
        let [one, next] = pair else { continue };
        behind[names[&one.label]].push(names[&next.label]);
        waits_for[names[&next.label]] += 1;
    }
    let mut ready: BTreeSet<usize> = (0..names.len()).filter(|at| waits_for[*at] == 0).collect();
    let mut place = vec![None; names.len()];
    let mut placed = 0;
    while let Some(at) = ready.pop_first() {
        place[at] = Some(placed);
        placed += 1;
        for next in &behind[at] {
            waits_for[*next] -= 1;
            if waits_for[*next] == 0 {
                ready.insert(*next);
            }
        }
    }
    names.into_iter().map(|(name, at)| Some((name, place[at]?))).collect()
}
