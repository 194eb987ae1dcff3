//! `[[chart]]`: numbers, drawn.

use super::beside::{RowsBeside, rows_within, separator_of};
use crate::brief::beside::FilesBeside;
use crate::chart::ChartLabel;
use crate::dataset::DataGrid;
use crate::diag::{Diagnostics, Sources};
use crate::tree::{Located, Table, Text};

/// What a `[[chart]]` has besides what all figures have.
#[derive(Debug, Clone)]
pub struct RawChart {
    pub kind: Option<Text>,
    pub data: Option<Text>,
    pub separator: Option<Text>,
    pub columns: Vec<Text>,
    pub unit: Option<Text>,
    pub decimals: Option<Located<i64>>,
    pub multiples: Option<Text>,
    pub highlight: Vec<Text>,
    pub order: Option<Text>,
    pub from: Option<Located<String>>,
    /// The rows, once they are read.
    pub grid: Option<DataGrid>,
    /// The names of the columns as they are shown: a translation has its own.
    pub heads: Vec<Text>,
    /// What names rows and panels, each once, as the data have it and as it is shown.
    pub labels: Vec<(String, Text)>,
}

impl RawChart {
    pub(super) fn read(table: &Table<'_>) -> Self {
        let columns = table.texts("columns");
        let grid = rows_within(table, "a chart", columns.clone());
        let has = |key: &str| table.keys().any(|(name, _)| name == key);
        if has("rows") && !has("columns") {
            table.missing("columns", "add `columns = [\"…\", \"…\"]`, the names of the columns");
        }
        let axis = table.table("axis");
        let from = axis.as_ref().and_then(|axis| axis.number("from"));
        axis.into_iter().for_each(Table::finish);
        let mut chart = Self {
            kind: table.required_word("kind"),
            data: table.text("data"),
            separator: separator_of(table),
            columns,
            unit: table.text("unit"),
            decimals: table.integer("decimals"),
            multiples: table.text("multiples"),
            highlight: table.one_or_several("highlight"),
            order: table.word("order"),
            from,
            grid: None,
            heads: Vec::new(),
            labels: Vec::new(),
        };
        chart.take(grid, &table.path("labels"), &table.path("columns"));
        chart
    }

    /// Reads the rows of a file, where the data stand in one.
    pub(super) fn read_data(
        &mut self,
        files: &FilesBeside,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(data) = &self.data else { return };
        let (separator, columns) = (self.separator.as_ref(), &self.columns[..]);
        let grid = RowsBeside { data, separator, columns }.read(files, sources, diagnostics);
        let table = data.key.rsplit_once('.').map_or("", |(table, _)| table).to_string();
        self.take(grid, &format!("{table}.labels"), &format!("{table}.columns"));
    }

    /// Takes rows, and out of them what is shown in words.
    fn take(&mut self, grid: Option<DataGrid>, labels: &str, columns: &str) {
        let Some(grid) = grid else { return };
        let heads = grid.head().iter().enumerate();
        self.heads = heads
            .map(|(at, head)| Text { key: format!("{columns}[{}]", at + 1), ..head.clone() })
            .collect();
        let multiples = self
            .multiples
            .as_ref()
            .and_then(|name| grid.head().iter().position(|head| head.value == name.value));
        let label = usize::from(multiples == Some(0));
        let naming: Vec<usize> = multiples.into_iter().chain([label]).collect();
        for text in grid.texts(&naming) {
            let words = matches!(ChartLabel::of(&text.value), ChartLabel::Words(_));
            let is_new = self.labels.iter().all(|(known, _)| *known != text.value);
            if words && is_new && text.says_something() {
                let key = format!("{labels}[{}]", self.labels.len() + 1);
                self.labels.push((text.value.clone(), Text { key, ..text.clone() }));
            }
        }
        self.grid = Some(grid);
    }

    /// What it says in words: names of columns, rows and panels, and a unit that is no sign.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let unit = self.unit.iter().filter(|unit| unit.value != PERCENT);
        self.heads.iter().chain(self.labels.iter().map(|(_, text)| text)).chain(unit)
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        self.heads.iter_mut().for_each(&mut *each);
        self.labels.iter_mut().for_each(|(_, text)| each(text));
        self.unit.iter_mut().filter(|unit| unit.value != PERCENT).for_each(each);
    }
}

/// The unit of values that are per cent, which every language writes by itself.
pub const PERCENT: &str = "%";
