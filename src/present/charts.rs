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
                .map(|tick| TickData { at: tick.at, text: self.on_scale(tick.value) })
                .collect(),
            in_order: chart.is_in_order(),
            square: (chart.kind == ChartKind::Waffle).then(|| self.square()),
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
                            values: (values.iter().enumerate())
                                .map(|(column, value)| self.value(*value, column))
                                .collect(),
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    fn value(&self, value: Option<PlacedValue>, column: usize) -> Option<ValueData> {
        let PlacedValue { value, from, to, squares } = value?;
        Some(ValueData { text: self.number(value, self.is_signed(column)), from, to, squares })
    }

    fn is_signed(&self, column: usize) -> bool {
        self.own.chart.signed.get(column).copied().unwrap_or_default()
    }

    /// A number on the scale, which is that of all columns.
    fn on_scale(&self, number: ExactNumber) -> String {
        self.number(number, self.own.chart.signed.iter().all(|signed| *signed))
    }

    /// What each of a hundred squares is.
    fn square(&self) -> Words {
        let label = self.presenter.labels.get("chart_square");
        let words = label.replace("{value}", &self.format.percent("1"));
        Words::Plain(self.presenter.own_words(&words))
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

    fn number(&self, number: ExactNumber, signed: bool) -> String {
        let digits = number.with_sign(signed);
        match (self.own.percent, self.own.chart.years) {
            (true, _) => self.format.percent(&digits),
            (_, true) => self.format.bare(&digits),
            _ => self.format.number(&digits),
        }
    }

    /// What is said of a scale that does not begin at zero.
    fn note(&self, from: ExactNumber) -> String {
        self.presenter.labels.get("chart_from").replace("{value}", &self.on_scale(from))
    }

    /// What the chart shows, in a sentence made from its data.
    pub(super) fn sentence(&self, title: &Text) -> Words {
        let chart = &self.own.chart;
        let labels = self.presenter.labels;
        let kind = format!("chart_{}", chart.kind.name().replace('-', "_"));
        let title = title.value.trim_end_matches(['.', '。', '។', '။', '।']);
        let values: Vec<(String, (ExactNumber, usize))> = chart
            .values()
            .map(|(panel, row, column, value)| (self.place(panel, row, column), (value, column)))
            .collect();
        let said = |(value, column): &(ExactNumber, usize)| self.with_unit(*value, *column);
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
                        high = if value.1.0 > high.1.0 { value } else { high };
                        low = if value.1.0 < low.1.0 { value } else { low };
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

    fn with_unit(&self, number: ExactNumber, column: usize) -> String {
        let number = self.own.decimals.map_or(number, |decimals| number.rounded(decimals));
        let number = self.number(number, self.is_signed(column));
        match &self.own.unit {
            Some(unit) => format!("{number}\u{a0}{}", unit.value),
            None => number,
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
