//! What a chart shows.

use crate::dataset::ExactNumber;
use crate::diag::Span;

use super::kind::ChartKind;

/// A chart that its kind can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its kind.
    pub kind: ChartKind,
    /// The places of its columns in the data: of what names the rows, of what names the panels, and of
    /// the numbers.
    pub label: usize,
    /// See above.
    pub multiples: Option<usize>,
    /// See above.
    pub series: Vec<usize>,
    /// Its panels, one where there are no small multiples.
    pub panels: Vec<ChartPanel>,
    /// Where its scale begins, if not at zero.
    pub from: Option<ExactNumber>,
    /// Which of the columns of numbers are to be seen first.
    pub stressed: Vec<bool>,
    /// Which of them show the sign of what is above zero.
    pub signed: Vec<bool>,
    /// Whether its values are years, which count nothing.
    pub years: bool,
}

/// One panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartPanel {
    /// What names it, where there are several.
    pub name: Option<ChartLabel>,
    /// Its rows in their order.
    pub rows: Vec<ChartRow>,
    /// What its rows are parts of, where they are and it is known.
    pub whole: Option<ExactNumber>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRow {
    /// Where it stands.
    pub span: Span,
    /// What names it.
    pub label: ChartLabel,
    /// One value a column of numbers; `None` where it is missing.
    pub values: Vec<Option<ExactNumber>>,
    /// Whether it is to be seen first.
    pub stressed: bool,
}

/// What names a row or panel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChartLabel {
    /// Words, which have a translation.
    Words(String),
    /// A number, such as a year, which every language writes by itself.
    Number(ExactNumber),
}

impl ChartLabel {
    /// A label as it was typed.
    pub fn of(typed: &str) -> Self {
        let is_number = typed.bytes().all(|byte| byte.is_ascii_digit()) && !typed.starts_with('0');
        match ExactNumber::parse(typed) {
            Ok(number) if is_number => Self::Number(number),
            _ => Self::Words(typed.to_string()),
        }
    }
}

impl Chart {
    /// All values with the panel, row and column each stands in.
    pub fn values(&self) -> impl Iterator<Item = (usize, usize, usize, ExactNumber)> {
        self.panels.iter().enumerate().flat_map(|(p, panel)| {
            panel.rows.iter().enumerate().flat_map(move |(r, row)| {
                let values = row.values.iter().enumerate();
                values.filter_map(move |(c, value)| value.map(|value| (p, r, c, value)))
            })
        })
    }
}
