//! Rows whose cells are what their columns say.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Span};
use crate::tree::{Field, Located, Text};

use super::grid::{DataGrid, place};
use super::number::ExactNumber;

/// How many cells of a column that are no numbers are told one by one.
const TOLD: usize = 5;

/// How many words a label has at most: names of countries have no more.
const LONGEST_LABEL: usize = 7;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts. One of digits alone, such as a year, is a text too.
    Words,
    /// Numbers; a cell that is none is a fault.
    Numbers,
    /// Numbers where they are some, else texts.
    Either,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Words(Text),
    /// A number.
    Number(Located<ExactNumber>),
    /// No value. It is shown as missing, and is never zero.
    Missing(Span),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataColumn {
    /// Its name.
    pub name: Text,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Whether a number in it was typed with a plus: then all above zero show theirs.
    pub signed: bool,
}

/// A row with as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataRow {
    /// Where it stands.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// Rows of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// The columns.
    pub columns: Vec<DataColumn>,
    /// The rows, at least one.
    pub rows: Vec<DataRow>,
}

impl Cell {
    /// The number, if it is one.
    pub fn number(&self) -> Option<ExactNumber> {
        match self {
            Cell::Number(number) => Some(number.value),
            Cell::Words(_) | Cell::Missing(_) => None,
        }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Cell::Words(text) => text.span,
            Cell::Number(number) => number.span,
            Cell::Missing(span) => *span,
        }
    }

    /// What it says, to be told apart from others.
    fn content(&self) -> String {
        match self {
            Cell::Words(text) => format!("\"{}", text.value),
            Cell::Number(number) => number.value.to_string(),
            Cell::Missing(_) => String::new(),
        }
    }
}

impl DataGrid {
    /// The data, each column read as what it is said to be; what no kind is said of is [`Either`].
    /// `None` where a cell is not what its column says, or a row stands twice; that is reported.
    ///
    /// [`Either`]: ColumnKind::Either
    pub fn typed(self, kinds: &[ColumnKind], diagnostics: &mut Diagnostics) -> Option<Dataset> {
        let before = diagnostics.len();
        let kind = |at: usize| kinds.get(at).copied().unwrap_or(ColumnKind::Either);
        let mut faults = vec![0; self.head.len()];
        let mut signed = vec![false; self.head.len()];
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let mut cells = Vec::with_capacity(row.value.len());
            for (at, field) in row.value.iter().enumerate() {
                cells.push(cell(field, kind(at)).unwrap_or_else(|diagnostic| {
                    faults[at] += 1;
                    if faults[at] <= TOLD {
                        let column = format!("in the column `{}`", self.head[at].value);
                        diagnostics.push(diagnostic.label(column));
                    }
                    Cell::Missing(place(field).0)
                }));
                let is_number = matches!(cells.last(), Some(Cell::Number(_)));
                signed[at] |= is_number && as_typed(field).trim().starts_with('+');
            }
            rows.push(DataRow { span: row.span, cells });
        }
        for (name, faults) in self.head.iter().zip(faults) {
            if faults > TOLD {
                let message =
                    format!("{} more cells of `{}` are no numbers", faults - TOLD, name.value);
                diagnostics.push(Diagnostic::new(Code::DataNumber, message).at(name.span));
            }
        }
        let columns = self.head.into_iter().enumerate();
        let column = |(at, name)| DataColumn { name, kind: kind(at), signed: signed[at] };
        let columns = columns.map(column).collect();
        let data = Dataset { columns, rows };
        if diagnostics.len() == before {
            data.report_twice(
                |row| row.cells.iter().map(Cell::content).collect(),
                diagnostics,
                |_| "a row stands twice in the data".to_string(),
            );
        }
        let fine = diagnostics.len() == before;
        if fine {
            data.report_remark(diagnostics);
        }
        fine.then_some(data)
    }
}

impl Dataset {
    /// Warns of a last row that has no value and whose label reads like a remark, as spreadsheets have a
    /// line on their source: it would print as a row of missing values.
    fn report_remark(&self, diagnostics: &mut Diagnostics) {
        let [others @ .., last] = self.rows.as_slice() else { return };
        let Some(label) = self.remark(last).filter(|_| !others.is_empty()) else { return };
        let others_have_values = others.iter().all(|row| self.remark(row).is_none());
        let says = label.value.trim();
        let is_one = says.contains([':', '：'])
            || others_have_values
                && (says.starts_with(['*', '(', '[', '©', '†', '–', '—'])
                    || says.split(|c: char| !c.is_ascii_digit()).any(|word| word.len() == 4)
                    || says.split_whitespace().count() > LONGEST_LABEL);
        if !is_one {
            return;
        }
        diagnostics.push(
            Diagnostic::new(
                Code::DataRemark,
                format!("the last row, `{}`, has no value, and looks like a remark", label.value),
            )
            .at(last.span)
            .key(&label.key)
            .help("take it out, and say where the data come from with `sources`; else it is shown as missing"),
        );
    }

    /// The one text of a row that has nothing else.
    fn remark<'d>(&self, row: &'d DataRow) -> Option<&'d Text> {
        let [Cell::Words(label), rest @ ..] = row.cells.as_slice() else { return None };
        let is_empty = |cell: &Cell| matches!(cell, Cell::Missing(_));
        (!rest.is_empty() && rest.iter().all(is_empty)).then_some(label)
    }

    /// Whether all numbers of some columns are years, for all one can see: whole, of these two or three
    /// centuries, and none typed with a plus. Missing values and words say nothing.
    pub fn are_years(&self, columns: &[usize]) -> bool {
        let mut cells = self.rows.iter().flat_map(|row| columns.iter().map(|at| &row.cells[*at]));
        let (first, last) = (ExactNumber::whole(1800), ExactNumber::whole(2100));
        let is_year =
            |number: ExactNumber| number.decimals() == 0 && (first..=last).contains(&number);
        let any = cells.clone().any(|cell| cell.number().is_some());
        let signed = columns.iter().any(|at| self.columns[*at].signed);
        any && !signed && cells.all(|cell| cell.number().is_none_or(is_year))
    }

    /// Reports each row whose cell in a column says nothing, or what an earlier one says. Whether
    /// there is none.
    pub fn labels_differ(&self, column: usize, diagnostics: &mut Diagnostics) -> bool {
        self.labels_differ_within(&[column], diagnostics)
    }

    /// The same for rows that several columns name together; the last of them is told.
    pub fn labels_differ_within(&self, columns: &[usize], diagnostics: &mut Diagnostics) -> bool {
        let before = diagnostics.len();
        for column in columns {
            let name = &self.columns[*column].name.value;
            let cells = self.rows.iter().map(|row| &row.cells[*column]);
            for cell in cells.filter(|cell| matches!(cell, Cell::Missing(_))) {
                diagnostics.push(
                    Diagnostic::new(Code::DataShape, format!("a row has nothing in `{name}`"))
                        .at(cell.span())
                        .help("name what the row is about"),
                );
            }
        }
        let name = columns.last().map_or("", |column| self.columns[*column].name.as_str());
        self.report_twice(
            |row| columns.iter().map(|column| row.cells[*column].content()).collect(),
            diagnostics,
            |labels| {
                let label = labels.last().map_or("", |label| label.trim_start_matches('"'));
                format!("`{label}` stands twice in `{name}`")
            },
        );
        diagnostics.len() == before
    }

    /// Reports rows of which something is said twice.
    fn report_twice(
        &self,
        of: impl Fn(&DataRow) -> Vec<String>,
        diagnostics: &mut Diagnostics,
        message: impl Fn(&[String]) -> String,
    ) {
        let mut seen: BTreeMap<Vec<String>, Span> = BTreeMap::new();
        for row in &self.rows {
            let content = of(row);
            if content.iter().all(String::is_empty) {
                continue;
            }
            match seen.get(&content) {
                Some(first) => {
                    diagnostics.push(
                        Diagnostic::new(Code::DataDuplicate, message(&content))
                            .at(row.span)
                            .related(*first, "the first time")
                            .help("take one out, or say in what they differ"),
                    );
                }
                None => {
                    seen.insert(content, row.span);
                }
            }
        }
    }
}

/// A field as a cell of a column.
fn cell(field: &Field, kind: ColumnKind) -> Result<Cell, Box<Diagnostic>> {
    let (typed, (span, key)) = (as_typed(field), place(field));
    let at = |value: ExactNumber| Cell::Number(Located { value, span, key: key.to_string() });
    let words = || {
        let text = Located { value: typed.to_string(), span, key: key.to_string() };
        if text.says_something() { Cell::Words(text) } else { Cell::Missing(span) }
    };
    match kind {
        ColumnKind::Words => Ok(words()),
        // A number with zeros before it is a code.
        ColumnKind::Either => Ok(match ExactNumber::parse(typed) {
            Ok(number) if !is_code(typed) => at(number),
            _ => words(),
        }),
        ColumnKind::Numbers if typed.trim().is_empty() => Ok(Cell::Missing(span)),
        ColumnKind::Numbers => ExactNumber::parse(typed).map(at).map_err(|fault| {
            let (message, help) = fault.words(typed);
            Box::new(Diagnostic::new(Code::DataNumber, message).at(span).key(key).help(help))
        }),
    }
}

/// Whether a number is written as no one counts: 007.
fn is_code(typed: &str) -> bool {
    let digits = typed.trim().trim_start_matches(['+', '-']);
    digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.")
}

fn as_typed(field: &Field) -> &str {
    match field {
        Field::Text(text) => &text.value,
        Field::Number(number) => &number.value,
    }
}
