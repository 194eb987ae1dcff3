//! Tables: what their columns hold, and which rows are spoken of.

use super::Resolver;
use super::distinct::Distinct;
use crate::brief::beside::KindBeside;
use crate::brief::schema::{PERCENT, RawColumn, RawTable};
use crate::brief::tabled::{BriefTable, ColumnAlign, TableColumn, TableRow};
use crate::dataset::{Cell, ColumnKind, DataRow, Dataset};
use crate::diag::{Code, Diagnostic, did_you_mean, some};
use crate::tree::Text;

/// What a column may be said to hold.
const KINDS: [(&str, ColumnKind); 2] =
    [("text", ColumnKind::Words), ("number", ColumnKind::Numbers)];

impl Resolver<'_> {
    pub(super) fn table(&mut self, raw: &RawTable) -> Option<BriefTable> {
        let notes: Vec<Option<_>> =
            raw.notes.iter().map(|note| self.cited_line(note.text.clone())).collect();
        let path = match &raw.data {
            Some(file) => Some(self.file_beside(file, KindBeside::Data)?),
            None => None,
        };
        let columns: Vec<Option<(ColumnKind, TableColumn)>> =
            raw.columns.iter().map(|column| self.column(column)).collect();
        let columns: Vec<(ColumnKind, TableColumn)> = columns.into_iter().collect::<Option<_>>()?;
        let group = match &raw.group {
            Some(named) => Some(self.group_column(named, &raw.columns)?),
            None => None,
        };
        let first = usize::from(group == Some(0));
        let kinds: Vec<ColumnKind> = columns.iter().map(|(kind, _)| *kind).collect();
        let kind = |at: usize| match Some(at) == group || at == first {
            true => ColumnKind::Words,
            false => kinds[at],
        };
        let kinds: Vec<ColumnKind> = (0..kinds.len()).map(kind).collect();
        let data = raw.grid.clone()?.typed(&kinds, self.diagnostics)?;
        let naming: Vec<usize> = group.into_iter().chain([first]).collect();
        if first >= columns.len() || !data.labels_differ_within(&naming, self.diagnostics) {
            return None;
        }
        let is_total = |row: &DataRow| raw.totals.iter().any(|own| named(row, first) == own.value);
        let of_row = |row: &DataRow| {
            let about = |text: &Option<Text>| {
                text.as_ref().is_some_and(|own| named(row, first) == own.value)
            };
            (0..raw.notes.len()).filter(|at| about(&raw.notes[*at].row)).collect()
        };
        let rows = data.rows.iter().map(|row| TableRow {
            group: group.map(|at| named(row, at).to_string()),
            cells: printed(row, group),
            total: is_total(row),
            notes: of_row(row),
        });
        let rows = rows.collect();
        let spoken = raw.totals.iter().chain(raw.notes.iter().filter_map(|note| note.row.as_ref()));
        for row in spoken {
            self.known_row(row, &data, first);
        }
        self.names_in_table_differ(raw, &data, group, first);
        let columns = columns.into_iter().enumerate().filter(|(at, _)| Some(*at) != group);
        let columns = columns.map(|(at, (_, column))| set(column, at, first, &data)).collect();
        Some(BriefTable {
            columns,
            rows,
            labels: raw.labels.iter().cloned().collect(),
            notes: notes.into_iter().collect::<Option<_>>()?,
            path,
        })
    }

    /// Reports heads of columns, names of groups and rows, and words in a column, that the translation
    /// makes the same.
    fn names_in_table_differ(
        &mut self,
        raw: &RawTable,
        data: &Dataset,
        group: Option<usize>,
        first: usize,
    ) {
        let mut distinct = Distinct::default();
        let heads = raw.columns.iter();
        let heads = heads.filter_map(|column| Some((column.name.as_str(), column.head.as_ref()?)));
        distinct.check(heads, self.diagnostics);
        let shown = |name: &str| raw.labels.iter().find(|(known, _)| known == name);
        let as_shown = |name| shown(name).map(|(name, text)| (name.as_str(), text));
        let own = group;
        let mut groups: Vec<&str> = Vec::new();
        let own_group = |row| group.map_or("", |at| named(row, at));
        for row in &data.rows {
            let name = own_group(row);
            if !groups.contains(&name) {
                groups.push(name);
            }
        }
        distinct.check(groups.iter().filter_map(|name| as_shown(name)), self.diagnostics);
        for group in groups {
            let rows = data.rows.iter().filter(|row| own_group(row) == group);
            let names = rows.filter_map(|row| as_shown(named(row, first)));
            distinct.check(names, self.diagnostics);
        }
        let others = (0..data.columns.len()).filter(|at| *at != first && Some(*at) != own);
        for at in others {
            let words = data.rows.iter().filter_map(|row| as_shown(named(row, at)));
            distinct.check(words, self.diagnostics);
        }
    }

    fn column(&mut self, raw: &RawColumn) -> Option<(ColumnKind, TableColumn)> {
        let kind = match &raw.kind {
            Some(_) => self
                .one_of(raw.kind.as_ref(), &KINDS, |name| {
                    KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
                })
                .map(|kind| kind.value),
            None if raw.unit.is_some() || raw.decimals.is_some() => Some(ColumnKind::Numbers),
            None => Some(ColumnKind::Either),
        };
        let by_name = |name: &str| {
            let known = ColumnAlign::NAMES.iter().find(|(known, _)| *known == name);
            known.map(|(_, align)| *align)
        };
        let align = match &raw.align {
            Some(_) => self
                .one_of(raw.align.as_ref(), &ColumnAlign::NAMES, by_name)
                .map(|align| Some(align.value)),
            None => Some(None),
        };
        let decimals = self.decimals(raw.decimals.as_ref());
        let percent = raw.unit.as_ref().is_some_and(|unit| unit.value == PERCENT);
        let (kind, align) = (kind?, align?);
        let usual =
            if kind == ColumnKind::Numbers { ColumnAlign::Decimal } else { ColumnAlign::Start };
        // Where nothing is said, what stands in it decides.
        let kind = match (kind, align) {
            (ColumnKind::Either, Some(ColumnAlign::Decimal)) => ColumnKind::Numbers,
            _ => kind,
        };
        let column = TableColumn {
            head: raw.head.clone()?,
            unit: raw.unit.clone().filter(|_| !percent),
            percent,
            decimals: decimals?,
            align: align.unwrap_or(usual),
            signed: false,
            years: false,
        };
        Some((kind, column))
    }

    fn group_column(&mut self, named: &Text, columns: &[RawColumn]) -> Option<usize> {
        let heads: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        let place = heads.iter().position(|head| *head == named.value);
        if place.is_none() {
            let help = match did_you_mean(&named.value, heads.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("columns that are there: {}", some(&heads)),
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownColumn,
                    format!("the table has no column `{}`", named.value),
                )
                .at(named.span)
                .key(&named.key)
                .help(help),
            );
        }
        place
    }

    /// Reports a row that is spoken of and not there.
    fn known_row(&mut self, row: &Text, data: &Dataset, first: usize) {
        let names: Vec<&str> = data.rows.iter().map(|row| named(row, first)).collect();
        if names.contains(&row.value.as_str()) {
            return;
        }
        let help = match did_you_mean(&row.value, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("rows that are there: {}", some(&names)),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownRow, format!("the table has no row `{}`", row.value))
                .at(row.span)
                .key(&row.key)
                .help(help),
        );
    }
}

/// What names a row in a column of words.
fn named(row: &DataRow, at: usize) -> &str {
    match row.cells.get(at) {
        Some(Cell::Words(text)) => &text.value,
        _ => "",
    }
}

/// The cells of a row without the one that names its group.
fn printed(row: &DataRow, group: Option<usize>) -> Vec<Cell> {
    let cells = row.cells.iter().enumerate().filter(|(at, _)| Some(*at) != group);
    cells.map(|(_, cell)| cell.clone()).collect()
}

/// A column whose numbers stand one below the other, if there is nothing else in it, with what these are.
fn set(column: TableColumn, at: usize, first: usize, data: &Dataset) -> TableColumn {
    let mut cells = data.rows.iter().filter_map(|row| row.cells.get(at));
    let is_open = data.columns[at].kind == ColumnKind::Either;
    let numbers = cells.clone().any(|cell| cell.number().is_some());
    let only = cells.all(|cell| !matches!(cell, Cell::Words(_)));
    let align =
        match is_open && at != first && numbers && only && column.align == ColumnAlign::Start {
            true => ColumnAlign::Decimal,
            false => column.align,
        };
    let (signed, years) = (data.columns[at].signed, is_open && data.are_years(&[at]));
    TableColumn { align, signed, years, ..column }
}
