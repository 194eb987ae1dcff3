//! Charts: whether they can show what they are to show.

use std::collections::BTreeMap;

use super::Resolver;
use super::distinct::Distinct;
use crate::brief::beside::KindBeside;
use crate::brief::charted::BriefChart;
use crate::brief::schema::{PERCENT, RawChart};
use crate::chart::{Chart, ChartKind, ChartLabel, ChartWishes, RowOrder, judge};
use crate::dataset::{ColumnKind, DataGrid, ExactNumber};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::tree::{Located, Text};

/// The most decimals that are printed.
const MOST_DECIMALS: i64 = 6;

impl Resolver<'_> {
    pub(super) fn chart(&mut self, raw: &RawChart) -> Option<BriefChart> {
        let kind = self.one_of(raw.kind.as_ref(), &ChartKind::NAMES, ChartKind::from_name);
        let order = match &raw.order {
            None => Some(RowOrder::Given),
            order => self
                .one_of(order.as_ref(), &RowOrder::NAMES, RowOrder::from_name)
                .map(|order| order.value),
        };
        let decimals = self.decimals(raw.decimals.as_ref());
        let from = self.from(raw.from.as_ref());
        let path = match &raw.data {
            Some(file) => Some(self.file_beside(file, KindBeside::Data)?),
            None => None,
        };
        let (kind, order, decimals, from) = (kind?, order?, decimals?, from?);
        let grid = raw.grid.clone()?;
        let multiples = raw.multiples.as_ref();
        let named = |head: &Text| multiples.is_some_and(|name| name.value == head.value);
        let label = grid.head().iter().position(|head| !named(head));
        let kinds: Vec<ColumnKind> = grid
            .head()
            .iter()
            .enumerate()
            .map(|(at, head)| match named(head) || Some(at) == label {
                true => ColumnKind::Words,
                false => ColumnKind::Numbers,
            })
            .collect();
        let place = raw.data.as_ref().map(|file| file.span);
        let place = place.or_else(|| raw.columns.first().map(|column| column.span))?;
        let data = grid.typed(&kinds, self.diagnostics)?;
        let percent = raw.unit.as_ref().is_some_and(|unit| unit.value == PERCENT);
        let wishes = ChartWishes {
            kind: &kind,
            multiples,
            highlight: &raw.highlight,
            order,
            from: from.as_ref(),
            percent,
            counts: raw.unit.is_some() || raw.decimals.is_some(),
        };
        let chart = judge(&data, &wishes, place, self.diagnostics)?;
        let labels = raw.labels.iter().cloned().collect();
        self.names_differ(&chart, raw, &labels);
        Some(BriefChart {
            chart,
            heads: raw.heads.clone(),
            labels,
            unit: raw.unit.clone().filter(|_| !percent),
            percent,
            decimals,
            path,
        })
    }

    /// Reports names of a chart that the translation makes the same.
    fn names_differ(&mut self, chart: &Chart, raw: &RawChart, labels: &BTreeMap<String, Text>) {
        let mut distinct = Distinct::default();
        let heads = raw.grid.iter().flat_map(DataGrid::head).map(Text::as_str).zip(&raw.heads);
        distinct.check(heads, self.diagnostics);
        let shown = |label: &ChartLabel| match label {
            ChartLabel::Words(words) => labels.get_key_value(words),
            ChartLabel::Number(_) => None,
        };
        let names = chart.panels.iter().filter_map(|panel| shown(panel.name.as_ref()?));
        distinct.check(names.map(|(name, text)| (name.as_str(), text)), self.diagnostics);
        for panel in &chart.panels {
            let names = panel.rows.iter().filter_map(|row| shown(&row.label));
            distinct.check(names.map(|(name, text)| (name.as_str(), text)), self.diagnostics);
        }
    }

    /// A value that has one of several names; `None` where it is missing or has another, which is
    /// reported.
    pub(super) fn one_of<T>(
        &mut self,
        text: Option<&Text>,
        names: &[(&str, T)],
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let text = text?;
        let value = from_name(&text.value);
        if value.is_none() {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            let help = match did_you_mean(&text.value, names.iter().copied()) {
                Some(near) => format!("did you mean `\"{near}\"`?"),
                None => {
                    let all: Vec<String> =
                        names.iter().map(|name| format!("`\"{name}\"`")).collect();
                    format!("write one of {}", all.join(", "))
                }
            };
            let key = text.key.rsplit('.').next().unwrap_or_default();
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`{key}` cannot be `{}`", text.value))
                    .at(text.span)
                    .key(&text.key)
                    .help(help),
            );
        }
        Some(text.with(value?))
    }

    pub(super) fn decimals(&mut self, asked: Option<&Located<i64>>) -> Option<Option<u8>> {
        let Some(asked) = asked else { return Some(None) };
        if !(0..=MOST_DECIMALS).contains(&asked.value) {
            self.diagnostics.push(
                Diagnostic::new(Code::BadValue, format!("`decimals` cannot be {}", asked.value))
                    .at(asked.span)
                    .key(&asked.key)
                    .help(format!("write a number from 0 to {MOST_DECIMALS}")),
            );
            return None;
        }
        Some(u8::try_from(asked.value).ok())
    }

    fn from(&mut self, typed: Option<&Located<String>>) -> Option<Option<Located<ExactNumber>>> {
        let Some(typed) = typed else { return Some(None) };
        match ExactNumber::parse(&typed.value) {
            Ok(number) => Some(Some(typed.with(number))),
            Err(fault) => {
                let (message, help) = fault.words(&typed.value);
                self.diagnostics.push(
                    Diagnostic::new(Code::DataNumber, message)
                        .at(typed.span)
                        .key(&typed.key)
                        .help(help),
                );
                None
            }
        }
    }
}
