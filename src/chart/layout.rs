//! Where on a chart each value stands.

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
    /// For each panel where its rows stand across it; for lines alone.
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
                ChartKind::Line => chart.panels.iter().map(across).collect(),
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
    let part = |(row, squares): (&ChartRow, usize)| {
        let value = row.values.first().copied().flatten()?;
        let from = scale.at(end);
        end += value.approximate();
        Some(PlacedValue { value: printed(value), from, to: scale.at(end), squares })
    };
    let mut part = part;
    panel.rows.iter().zip(counts).map(|row| vec![part(row)]).collect()
}

impl ChartPanel {
    /// What its rows make together, and at least a hundred where they are shares of one.
    fn whole(&self) -> f64 {
        let sum: f64 = self.rows.iter().map(total).sum();
        self.whole.map_or(sum, |whole| whole.approximate().max(sum))
    }
}

/// Where the rows of a line stand across it: evenly, or where they are named by numbers, such as years,
/// as far apart as these are.
fn across(panel: &ChartPanel) -> Vec<f64> {
    let number = |row: &ChartRow| match row.label {
        ChartLabel::Number(number) => Some(number.approximate()),
        ChartLabel::Words(_) => None,
    };
    let numbers: Option<Vec<f64>> = panel.rows.iter().map(number).collect();
    let numbers = numbers.unwrap_or_else(|| (0..panel.rows.len()).map(|n| n as f64).collect());
    let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
    let width = if last > first { last - first } else { 1.0 };
    numbers.iter().map(|number| ((number - first) / width * 1e6).round() / 1e6).collect()
}
