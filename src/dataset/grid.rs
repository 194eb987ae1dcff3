//! Rows as they were read, before anyone says what they mean.

use crate::diag::{Code, Diagnostic, Diagnostics, Span, did_you_mean, some};
use crate::limits::{DATA_COLUMNS, DATA_ROWS, Grouped};
use crate::tree::{Field, Located, Table, Text};

/// Rows of fields below a head; every row has as many fields as the head has names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataGrid {
    /// The names of the columns.
    pub(super) head: Vec<Text>,
    /// The rows, with their keys.
    pub(super) rows: Vec<Located<Vec<Field>>>,
}

impl DataGrid {
    /// The rows of a table's key, below a head that stands elsewhere. `None` where something is wrong
    /// with them, which is reported.
    pub fn of_toml(
        table: &Table<'_>,
        key: &str,
        head: Vec<Text>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let rows = table.rows(key)?;
        let place = table.place(key).unwrap_or(table.span());
        let whole = Located { value: (), span: place, key: table.path(key) };
        Self { head, rows }.checked(&whole, diagnostics)
    }

    /// The names of the columns.
    pub fn head(&self) -> &[Text] {
        &self.head
    }

    /// The texts in some columns, as far as there are such, row by row.
    pub fn texts<'g>(&'g self, columns: &'g [usize]) -> impl Iterator<Item = &'g Text> {
        let fields =
            self.rows.iter().flat_map(|row| columns.iter().filter_map(|at| row.value.get(*at)));
        fields.filter_map(|field| match field {
            Field::Text(text) => Some(text),
            Field::Number(_) => None,
        })
    }

    /// The grid, if it is one: names that differ, rows as long as the head, and not too much of it.
    pub(super) fn checked(
        self,
        whole: &Located<()>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let before = diagnostics.len();
        let (width, height) = (self.head.len(), self.rows.len());
        let too_much = |count: usize, most: usize, what: &str| {
            let message =
                format!("{} {what}; there may be {}", Grouped(count as u64), Grouped(most as u64));
            Diagnostic::new(Code::DataTooLarge, message)
                .at(whole.span)
                .key(&whole.key)
                .help("show the part that the text speaks of, and name the source of the rest")
        };
        if height > DATA_ROWS {
            diagnostics.push(too_much(height, DATA_ROWS, "rows"));
        }
        if width > DATA_COLUMNS {
            diagnostics.push(too_much(width, DATA_COLUMNS, "columns"));
        }
        if height == 0 {
            diagnostics.push(
                Diagnostic::new(Code::DataEmpty, "there is no row of data")
                    .at(whole.span)
                    .key(&whole.key)
                    .help("add a row, or take out what shows it"),
            );
        }
        for (index, name) in self.head.iter().enumerate() {
            if let Some(first) = self.head[..index].iter().find(|first| first.value == name.value) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::DataDuplicate,
                        format!("two columns are called `{}`", name.value),
                    )
                    .at(name.span)
                    .key(&name.key)
                    .related(first.span, "the first one")
                    .help("give each a name of its own"),
                );
            }
        }
        for row in &self.rows {
            let count = row.value.len();
            if count == width {
                continue;
            }
            let fields = if count == 1 { "field" } else { "fields" };
            let mut diagnostic = Diagnostic::new(
                Code::DataShape,
                format!("this row has {count} {fields}, and there are {width} columns"),
            )
            .at(row.span)
            .key(&row.key);
            diagnostic = match count < width {
                true => diagnostic.help("add what is missing; an empty field is a missing value"),
                false => diagnostic.help(
                    "take out what is too much; in a CSV file a text with a separator in it stands in \
                     quotes",
                ),
            };
            diagnostics.push(diagnostic);
        }
        (diagnostics.len() == before).then_some(self)
    }

    /// The same with these columns alone, in this order. `None` where one is not there, which is
    /// reported.
    pub fn with_columns(self, wanted: &[Text], diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut places = Vec::new();
        for name in wanted {
            match self.head.iter().position(|head| head.value == name.value) {
                Some(place) => places.push(place),
                None => {
                    let names: Vec<&str> = self.head.iter().map(Text::as_str).collect();
                    let help = match did_you_mean(&name.value, names.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("columns that are there: {}", some(&names)),
                    };
                    diagnostics.push(
                        Diagnostic::new(
                            Code::UnknownColumn,
                            format!("the data have no column `{}`", name.value),
                        )
                        .at(name.span)
                        .key(&name.key)
                        .help(help),
                    );
                }
            }
        }
        if places.len() < wanted.len() {
            return None;
        }
        let pick = |row: Located<Vec<Field>>| {
            let fields = places.iter().map(|place| row.value[*place].clone()).collect();
            Located { value: fields, span: row.span, key: row.key }
        };
        let head = places.iter().map(|place| self.head[*place].clone()).collect();
        Some(Self { head, rows: self.rows.into_iter().map(pick).collect() })
    }
}

/// Where a field stands.
pub(super) fn place(field: &Field) -> (Span, &str) {
    match field {
        Field::Text(text) => (text.span, &text.key),
        Field::Number(number) => (number.span, &number.key),
    }
}
