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
        Self { head, rows }.checked(&whole, None, diagnostics)
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

    /// The grid, if it is one: names that differ, rows as long as the head, and not too much of it. In a
    /// file, a sign parts the fields.
    pub(super) fn checked(
        self,
        whole: &Located<()>,
        separator: Option<char>,
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
                false => match decimal_comma(&row.value, separator) {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic.help(
                        "take out what is too much; in a CSV file a text with a separator in it stands \
                         in quotes",
                    ),
                },
            };
            diagnostics.push(diagnostic);
        }
        (diagnostics.len() == before).then_some(self)
    }

    /// Warns of columns whose numbers all have three digits behind their point: where commas stand before
    /// decimals, points part thousands.
    pub(super) fn report_thousands(&self, diagnostics: &mut Diagnostics) {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_grouped = |typed: &str| {
            typed.split_once('.').is_some_and(|(whole, rest)| {
                (1..=3).contains(&whole.len())
                    && digits(whole)
                    && !whole.starts_with('0')
                    && rest.len() == 3
                    && digits(rest)
            })
        };
        for (at, name) in self.head.iter().enumerate() {
            let fields = self.rows.iter().filter_map(|row| match row.value.get(at)? {
                Field::Text(text) => Some(text).filter(|text| !text.value.trim().is_empty()),
                Field::Number(_) => None,
            });
            let fields: Vec<&Text> = fields.collect();
            let bare = |text: &Text| text.value.trim().trim_start_matches(['-', '+']).to_string();
            let grouped: Vec<&&Text> =
                fields.iter().filter(|text| is_grouped(&bare(text))).collect();
            let is_small = |typed: &str| !typed.is_empty() && typed.len() <= 3 && digits(typed);
            let all = fields.iter().all(|text| is_grouped(&bare(text)) || is_small(&bare(text)));
            let [first, _, ..] = grouped[..] else { continue };
            if !all {
                continue;
            }
            let typed = first.value.trim();
            diagnostics.push(
                Diagnostic::new(
                    Code::DataThousands,
                    format!(
                        "the points in `{}` may part thousands: `{typed}` is read as a number with \
                         decimals, little more than {}",
                        name.value,
                        typed.split('.').next().unwrap_or_default()
                    ),
                )
                .at(first.span)
                .key(&first.key)
                .help(format!(
                    "write `{}` if thousands are meant, and so in the whole column",
                    typed.replace('.', "")
                )),
            );
        }
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

/// What to do where a row is too long, and a number in it may have a comma before its decimals.
fn decimal_comma(row: &[Field], separator: Option<char>) -> Option<String> {
    if separator.is_some_and(|sign| sign != ',') {
        return None;
    }
    let typed = |field: &Field| match field {
        Field::Text(text) => text.value.trim().to_string(),
        Field::Number(number) => number.value.clone(),
    };
    let is_whole = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let pairs: Vec<(String, String)> = row
        .windows(2)
        .map(|pair| (typed(&pair[0]), typed(&pair[1])))
        .filter(|(first, second)| {
            is_whole(first.trim_start_matches(['-', '+', '\u{2212}'])) && is_whole(second)
        })
        .collect();
    let (first, second) = pairs.first()?;
    let written = match pairs.len() {
        1 if second.len() == 3 => format!(
            "if `{first},{second}` is one number, write it without the comma: `{first}{second}`, or \
             `{first}.{second}` where these are decimals"
        ),
        1 => format!(
            "if `{first},{second}` is one number, write a point before its decimals: `{first}.{second}`"
        ),
        _ => format!(
            "if a number has a comma before its decimals, write a point, as in `{first}.{second}`"
        ),
    };
    Some(match separator {
        Some(_) => format!(
            "commas part the columns of this file; {written}; a text with a comma in it stands in quotes"
        ),
        None => written,
    })
}

/// Where a field stands.
pub(super) fn place(field: &Field) -> (Span, &str) {
    match field {
        Field::Text(text) => (text.span, &text.key),
        Field::Number(number) => (number.span, &number.key),
    }
}
