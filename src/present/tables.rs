//! Tables: numbers in the language, one decimal sign below the other, and what stands in words.

use super::data::{
    RowNoteData, TableCellData, TableColumnData, TableData, TableGroupData, TableRowData, Words,
};
use super::presenter::Presenter;
use crate::brief::{BriefTable, ColumnAlign, TableColumn, TableRow};
use crate::dataset::{Cell, ExactNumber};
use crate::l10n::NumberFormat;

impl Presenter<'_> {
    pub(super) fn table(&self, table: &BriefTable) -> TableData {
        let format = NumberFormat::new(self.language);
        let deepest: Vec<u8> = (0..table.columns.len()).map(|at| decimals(table, at)).collect();
        let mut groups: Vec<(Option<&String>, Vec<TableRowData>)> = Vec::new();
        for row in &table.rows {
            let own = self.table_row(table, row, &deepest, &format);
            match groups.last_mut() {
                Some((name, rows)) if *name == row.group.as_ref() => rows.push(own),
                _ => groups.push((row.group.as_ref(), vec![own])),
            }
        }
        let groups = groups.into_iter().map(|(name, rows)| TableGroupData {
            name: name.map(|name| self.cell_words(table, name, &format)),
            rows,
        });
        let notes = table.notes.iter().enumerate();
        TableData {
            columns: table.columns.iter().map(|column| self.column(column, &format)).collect(),
            groups: groups.collect(),
            notes: notes
                .map(|(at, note)| RowNoteData { mark: self.mark(at), text: self.line(note) })
                .collect(),
            lacking: table
                .rows
                .iter()
                .any(|row| row.cells.iter().any(|cell| matches!(cell, Cell::Missing(_)))),
        }
    }

    fn column(&self, column: &TableColumn, format: &NumberFormat) -> TableColumnData {
        let per_cent = || {
            let sign = format.percent("0").replace(&format.number("0"), "");
            Words::Plain(sign.trim_matches('\u{a0}').to_string())
        };
        let unit = column.unit.as_ref().map(|unit| self.words(unit));
        TableColumnData {
            head: self.words(&column.head),
            unit: unit.or_else(|| column.percent.then(per_cent)),
            align: column.align.name(),
        }
    }

    fn table_row(
        &self,
        table: &BriefTable,
        row: &TableRow,
        deepest: &[u8],
        format: &NumberFormat,
    ) -> TableRowData {
        let cell = |(at, cell): (usize, &Cell)| {
            let column = &table.columns[at];
            match cell {
                Cell::Missing(_) => None,
                Cell::Words(text) => Some(TableCellData {
                    text: self.cell_words(table, &text.value, format),
                    pad: String::new(),
                }),
                Cell::Number(number) => {
                    let number = match column.decimals {
                        Some(decimals) => number.value.rounded(decimals),
                        None => number.value,
                    };
                    let pad = match column.align {
                        ColumnAlign::Decimal => pad(number.decimals(), deepest[at], format),
                        _ => String::new(),
                    };
                    let digits = number.with_sign(column.signed);
                    let printed = match column.years {
                        true => format.bare(&digits),
                        false => format.number(&digits),
                    };
                    let text = Words::Plain(self.own_words(&printed));
                    Some(TableCellData { text, pad })
                }
            }
        };
        TableRowData {
            total: row.total,
            marks: row.notes.iter().map(|at| self.mark(*at)).collect(),
            cells: row.cells.iter().enumerate().map(cell).collect(),
        }
    }

    /// Words in a cell, or a number that names something, such as a year.
    fn cell_words(&self, table: &BriefTable, words: &str, format: &NumberFormat) -> Words {
        match (ExactNumber::parse(words), table.labels.get(words)) {
            (Ok(number), _) if number.to_string() == words => {
                Words::Plain(self.own_words(&format.bare(words)))
            }
            (_, Some(text)) => self.words(text),
            // Zeros before a number, and a sign, are part of a code.
            (_, None) => Words::Plain(self.plain(words)),
        }
    }

    /// What note `at` is marked with: a small letter of the language, since numbers lead to sources.
    fn mark(&self, at: usize) -> String {
        match self.language.letter(at + 1) {
            Some(letter) => letter.to_lowercase(),
            None => "*".repeat(at + 1),
        }
    }
}

/// How many decimals the numbers of a column have at most, as they are printed.
fn decimals(table: &BriefTable, at: usize) -> u8 {
    let numbers = table.rows.iter().filter_map(|row| row.cells.get(at)?.number());
    let printed = numbers.map(|number| match table.columns[at].decimals {
        Some(decimals) => number.rounded(decimals).decimals(),
        None => number.decimals(),
    });
    printed.max().unwrap_or_default()
}

/// What stands behind a number with so many decimals where it had the most: the decimal sign, and
/// zeros for their width.
pub(super) fn pad(own: u8, most: u8, format: &NumberFormat) -> String {
    if own >= most {
        return String::new();
    }
    let longest = format.bare(&format!("0.{}", "0".repeat(most.into())));
    let behind = usize::from(most - own) + usize::from(own == 0);
    let skipped = longest.chars().count().saturating_sub(behind);
    longest.chars().skip(skipped).collect()
}
