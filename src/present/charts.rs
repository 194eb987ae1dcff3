//! Charts as they are drawn: lengths, places, numbers in the language, and what they say to whoever
//! cannot see them.

use super::data::{
    ChartData, ChartPanelData, ChartRowData, SeriesData, TickData, ValueData, Words,
};
use super::presenter::Presenter;
use crate::brief::BriefChart;
use crate::chart::{ChartKind, ChartLabel, ChartLayout, PlacedValue};
use crate::dataset::ExactNumber;
use crate::l10n::NumberFormat;
use crate::tree::Text;

/// A chart on its way into a language.
pub(super) struct ChartPresenter<'p, 'b> {
    presenter: &'p Presenter<'b>,
    own: &'p BriefChart,
    format: NumberFormat,
}

impl<'p, 'b> ChartPresenter<'p, 'b> {
    pub(super) fn new(presenter: &'p Presenter<'b>, own: &'p BriefChart) -> Self {
        Self { presenter, own, format: NumberFormat::new(presenter.language) }
    }

    pub(super) fn data(&self) -> ChartData {
        let (own, chart) = (self.own, &self.own.chart);
        let layout = ChartLayout::of(chart, own.decimals);
        let name = |at: usize| self.presenter.words(&own.heads[at]);
        let stressed = |at: usize| chart.stressed.get(at).copied().unwrap_or_default();
        let rows = chart.panels.iter().flat_map(|panel| &panel.rows);
        let panels = chart.panels.iter().zip(&layout.values).enumerate();
        ChartData {
            kind: chart.kind.name(),
            head: name(chart.label),
            unit: own.unit.as_ref().map(|unit| self.presenter.words(unit)),
            from: chart.from.map(|from| Words::Plain(self.presenter.own_words(&self.note(from)))),
            stressed: rows.into_iter().any(|row| row.stressed),
            zero: layout.zero,
            ticks: (layout.ticks.iter())
                .map(|tick| TickData { at: tick.at, text: self.number(tick.value) })
                .collect(),
            series: (chart.series.iter().enumerate())
                .map(|(at, column)| SeriesData { name: name(*column), stressed: stressed(at) })
                .collect(),
            panels: panels
                .map(|(p, (panel, values))| ChartPanelData {
                    name: panel.name.as_ref().map(|name| self.label(name)),
                    rows: (panel.rows.iter().zip(values).enumerate())
                        .map(|(r, (row, values))| ChartRowData {
                            label: self.label(&row.label),
                            stressed: row.stressed,
                            across: layout.across.get(p).map(|across| across[r]),
                            values: values.iter().map(|value| self.value(*value)).collect(),
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    fn value(&self, value: Option<PlacedValue>) -> Option<ValueData> {
        let PlacedValue { value, from, to, squares } = value?;
        Some(ValueData { text: self.number(value), from, to, squares })
    }

    fn label(&self, label: &ChartLabel) -> Words {
        match label {
            ChartLabel::Number(number) => Words::Plain(self.format.bare(&number.to_string())),
            ChartLabel::Words(words) => match self.own.labels.get(words) {
                Some(text) => self.presenter.words(text),
                None => Words::Plain(self.presenter.plain(words)),
            },
        }
    }

    fn number(&self, number: ExactNumber) -> String {
        match self.own.percent {
            true => self.format.percent(&number.to_string()),
            false => self.format.number(&number.to_string()),
        }
    }

    /// What is said of a scale that does not begin at zero.
    fn note(&self, from: ExactNumber) -> String {
        self.presenter.labels.get("chart_from").replace("{value}", &self.number(from))
    }

    /// What the chart shows, in a sentence made from its data.
    pub(super) fn sentence(&self, title: &Text) -> Words {
        let chart = &self.own.chart;
        let labels = self.presenter.labels;
        let kind = format!("chart_{}", chart.kind.name().replace('-', "_"));
        let title = title.value.trim_end_matches(['.', '。', '។', '။', '।']);
        let values: Vec<(String, ExactNumber)> = chart
            .values()
            .map(|(panel, row, column, value)| (self.place(panel, row, column), value))
            .collect();
        let said = |value: &ExactNumber| self.with_unit(*value);
        let kind = labels.get(&kind);
        let words = match values.as_slice() {
            [] => format!("{kind}. {title}."),
            [(place, value)] => filled(
                labels.get("chart_one"),
                &[("kind", kind), ("title", title), ("label", place), ("value", &said(value))],
            ),
            [first, .., last] => {
                let in_time = chart.kind == ChartKind::Line && chart.series.len() == 1;
                let (label, names, one, two) = if in_time && chart.panels.len() == 1 {
                    ("chart_change", ["first_label", "first", "last_label", "last"], first, last)
                } else {
                    let (mut high, mut low) = (first, first);
                    for value in &values {
                        high = if value.1 > high.1 { value } else { high };
                        low = if value.1 < low.1 { value } else { low };
                    }
                    ("chart_range", ["high_label", "high", "low_label", "low"], high, low)
                };
                filled(
                    labels.get(label),
                    &[
                        ("kind", kind),
                        ("title", title),
                        (names[0], &one.0),
                        (names[1], &said(&one.1)),
                        (names[2], &two.0),
                        (names[3], &said(&two.1)),
                    ],
                )
            }
        };
        let words = match chart.from {
            Some(from) => format!("{words} {}", self.note(from)),
            None => words,
        };
        Words::Plain(self.presenter.own_words(&words))
    }

    /// What names a value: panel, row, and column where there are several.
    fn place(&self, panel: usize, row: usize, column: usize) -> String {
        let chart = &self.own.chart;
        let of = |label: &ChartLabel| match label {
            ChartLabel::Number(number) => self.format.bare(&number.to_string()),
            ChartLabel::Words(words) => {
                self.own.labels.get(words).map_or(words.clone(), |text| text.value.clone())
            }
        };
        let panel = &chart.panels[panel];
        let mut names: Vec<String> = panel.name.iter().map(of).collect();
        names.push(of(&panel.rows[row].label));
        if chart.series.len() > 1 {
            names.push(self.own.heads[chart.series[column]].value.clone());
        }
        names.join(self.presenter.labels.get("separator"))
    }

    fn with_unit(&self, number: ExactNumber) -> String {
        let number = self.own.decimals.map_or(number, |decimals| number.rounded(decimals));
        match &self.own.unit {
            Some(unit) => format!("{}\u{a0}{}", self.number(number), unit.value),
            None => self.number(number),
        }
    }
}

/// A label with its placeholders filled, all at once: what stands in their place is not filled in turn.
fn filled(label: &str, values: &[(&str, &str)]) -> String {
    let mut parts = label.split('{');
    let mut all = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        all.push_str(value.map_or("", |(_, value)| value));
        all.push_str(rest);
    }
    all
}
