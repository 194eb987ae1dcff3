//! `[[table]]`: rows and columns, set.

use super::beside::{RowsBeside, rows_within, separator_of};
use super::chart::PERCENT;
use crate::brief::beside::FilesBeside;
use crate::dataset::{DataGrid, ExactNumber};
use crate::diag::{Diagnostics, Sources, Span};
use crate::tree::{Located, Table, Text};

/// What a `[[table]]` has besides what all figures have.
#[derive(Debug, Clone)]
pub struct RawTable {
    pub data: Option<Text>,
    pub separator: Option<Text>,
    pub columns: Vec<RawColumn>,
    pub group: Option<Text>,
    pub totals: Vec<Text>,
    pub notes: Vec<RawRowNote>,
    /// The rows, once they are read.
    pub grid: Option<DataGrid>,
    /// The words in its cells, each once, as the data have them and as they are shown.
    pub labels: Vec<(String, Text)>,
    /// The key of these.
    key: String,
}

/// A `[[table.column]]`.
#[derive(Debug, Clone)]
pub struct RawColumn {
    pub span: Span,
    pub head: Option<Text>,
    /// The head as the brief has it, by which other keys name the column.
    pub name: String,
    pub from: Option<Text>,
    pub kind: Option<Text>,
    pub unit: Option<Text>,
    pub align: Option<Text>,
    pub decimals: Option<Located<i64>>,
}

/// A `[[table.row_note]]`.
#[derive(Debug, Clone)]
pub struct RawRowNote {
    pub row: Option<Text>,
    pub text: Option<Text>,
}

impl RawTable {
    pub(super) fn read(table: &Table<'_>) -> Self {
        let mut units = 0;
        let columns = table.tables("column").into_iter().enumerate();
        let columns: Vec<RawColumn> = columns
            .map(|(at, column)| {
                let column = RawColumn::read(column);
                units += usize::from(column.has_unit());
                column.keyed(table, at + 1, units)
            })
            .collect();
        if columns.is_empty() || table.is_recorded() {
            table.missing("column", "add a `[[table.column]]` with `head` for each column");
        }
        let heads: Vec<Text> = columns.iter().filter_map(|column| column.head.clone()).collect();
        let is_whole = heads.len() == columns.len();
        let grid = rows_within(table, "a table", if is_whole { heads } else { Vec::new() });
        let notes = table.tables("row_note").into_iter().enumerate();
        let mut own = Self {
            data: table.text("data"),
            separator: separator_of(table),
            columns,
            group: table.text("group"),
            totals: table.one_or_several("totals"),
            notes: notes.map(|(at, note)| RawRowNote::read(note, table, at + 1)).collect(),
            grid: None,
            labels: Vec::new(),
            key: table.path("labels"),
        };
        own.take(grid);
        own
    }

    /// Reads the rows of a file, where they stand in one.
    pub(super) fn read_data(
        &mut self,
        files: &FilesBeside,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(data) = &self.data else { return };
        let named =
            self.columns.iter().filter_map(|column| column.from.as_ref().or(column.head.as_ref()));
        let (columns, separator): (Vec<Text>, _) =
            (named.cloned().collect(), self.separator.as_ref());
        let rows = RowsBeside { data, separator, columns: &columns };
        let grid = rows.read(files, sources, diagnostics);
        self.take(grid);
    }

    /// Takes rows, and out of them what is shown in words.
    fn take(&mut self, grid: Option<DataGrid>) {
        let Some(grid) = grid else { return };
        let all: Vec<usize> = (0..grid.head().len()).collect();
        for text in grid.texts(&all) {
            let words = ExactNumber::parse(&text.value).is_err();
            let is_new = self.labels.iter().all(|(known, _)| *known != text.value);
            if words && is_new && text.says_something() {
                let key = format!("{}[{}]", self.key, self.labels.len() + 1);
                self.labels.push((text.value.clone(), Text { key, ..text.clone() }));
            }
        }
        self.grid = Some(grid);
    }

    /// What its data say in words.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.labels.iter().map(|(_, text)| text)
    }

    /// What stands in it without markup: heads, units and the words in cells.
    pub fn plain_texts(&self) -> impl Iterator<Item = &Text> {
        let heads = self.columns.iter().filter_map(|column| column.head.as_ref());
        let units = self.columns.iter().filter(|column| column.has_unit());
        heads.chain(units.filter_map(|column| column.unit.as_ref())).chain(self.texts())
    }

    pub(super) fn translatable(&mut self, each: &mut dyn FnMut(&mut Text)) {
        for column in &mut self.columns {
            column.head.iter_mut().for_each(&mut *each);
        }
        for column in self.columns.iter_mut().filter(|column| column.has_unit()) {
            column.unit.iter_mut().for_each(&mut *each);
        }
        self.labels.iter_mut().for_each(|(_, text)| each(text));
        self.notes.iter_mut().filter_map(|note| note.text.as_mut()).for_each(each);
    }
}

impl RawColumn {
    fn read(table: Table<'_>) -> Self {
        let head = table.required_text("head");
        let column = Self {
            span: table.span(),
            name: head.as_ref().map_or_else(String::new, |head| head.value.clone()),
            head,
            from: table.text("from"),
            kind: table.word("kind"),
            unit: table.text("unit"),
            align: table.word("align"),
            decimals: table.integer("decimals"),
        };
        table.finish();
        column
    }

    /// Whether it has a unit in words.
    fn has_unit(&self) -> bool {
        self.unit.as_ref().is_some_and(|unit| unit.value != PERCENT)
    }

    /// The same with the keys that a translation has: its heads and units are lists.
    fn keyed(mut self, table: &Table<'_>, at: usize, unit: usize) -> Self {
        if let Some(head) = &mut self.head {
            head.key = format!("{}[{at}]", table.path("columns"));
        }
        if let Some(own) = self.unit.as_mut().filter(|own| own.value != PERCENT) {
            own.key = format!("{}[{unit}]", table.path("units"));
        }
        self
    }
}

impl RawRowNote {
    fn read(note: Table<'_>, table: &Table<'_>, at: usize) -> Self {
        let mut own = Self { row: note.required_text("row"), text: note.required_prose("text") };
        note.finish();
        if let Some(text) = &mut own.text {
            text.key = format!("{}[{at}]", table.path("notes"));
        }
        own
    }
}
