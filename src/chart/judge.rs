//! Whether a kind of chart can show its data honestly, and what it shows then.

use crate::dataset::{Cell, DataRow, Dataset, ExactNumber};
use crate::diag::{Code, Diagnostic, Diagnostics, Span, did_you_mean, some};
use crate::tree::{Located, Text};

use super::kind::{ChartKind, RowOrder};
use super::model::{Chart, ChartLabel, ChartPanel, ChartRow};

/// What a brief says of a chart, beside its data.
#[derive(Debug)]
pub struct ChartWishes<'a> {
    /// The kind.
    pub kind: &'a Located<ChartKind>,
    /// The column that names the panels of small multiples.
    pub multiples: Option<&'a Text>,
    /// Rows or columns of numbers to be seen first.
    pub highlight: &'a [Text],
    /// How rows are ordered.
    pub order: RowOrder,
    /// Where the scale begins.
    pub from: Option<&'a Located<ExactNumber>>,
    /// Whether values are per cent.
    pub percent: bool,
    /// Whether something says that its values count: a unit, or how many decimals they have.
    pub counts: bool,
}

/// The chart, or `None` where its kind cannot show the data, which is reported. `place` is where the data
/// are said to be.
pub fn judge(
    data: &Dataset,
    wishes: &ChartWishes<'_>,
    place: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Chart> {
    let before = diagnostics.len();
    let kind = wishes.kind.value;
    let (label, multiples, series) = roles(data, wishes, diagnostics)?;
    let mut chart = Chart {
        kind,
        label,
        multiples,
        panels: panels(data, label, multiples, &series),
        from: None,
        stressed: Vec::new(),
        signed: series.iter().map(|at| data.columns[*at].signed).collect(),
        years: !wishes.counts && data.are_years(&series),
        series,
    };
    counts(&chart, data, wishes, place, diagnostics);
    labels(&chart, data, diagnostics);
    if chart.values().next().is_none() {
        let message = "the data have no value, only missing ones";
        diagnostics.push(unfit(message, place, "leave the chart out"));
    }
    if kind.has_parts() {
        parts(&mut chart, data, wishes, diagnostics);
    }
    if kind == ChartKind::Line {
        in_order(&chart, data, diagnostics);
    }
    scale(&mut chart, wishes, diagnostics);
    highlights(&mut chart, data, wishes, diagnostics);
    if wishes.order != RowOrder::Given && kind != ChartKind::Line {
        for panel in &mut chart.panels {
            order(panel, wishes.order);
        }
    }
    (diagnostics.len() == before).then_some(chart)
}

fn unfit(message: impl Into<String>, span: Span, help: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::ChartUnfit, message).at(span).help(help)
}

/// Which columns name the rows, name the panels, and are numbers.
fn roles(
    data: &Dataset,
    wishes: &ChartWishes<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(usize, Option<usize>, Vec<usize>)> {
    let multiples = match wishes.multiples {
        None => None,
        Some(name) => {
            let names: Vec<&str> = data.columns.iter().map(|column| column.name.as_str()).collect();
            let Some(at) = names.iter().position(|column| *column == name.value) else {
                let help = match did_you_mean(&name.value, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("columns that are there: {}", some(&names)),
                };
                let message = format!("the data have no column `{}`", name.value);
                diagnostics.push(
                    Diagnostic::new(Code::UnknownColumn, message)
                        .at(name.span)
                        .key(&name.key)
                        .help(help),
                );
                return None;
            };
            Some(at)
        }
    };
    let mut others = (0..data.columns.len()).filter(|at| Some(*at) != multiples);
    let Some(label) = others.next() else {
        if let Some(name) = wishes.multiples {
            let message = format!("`{}` is the only column", name.value);
            let help = "add the column that names the rows, and one of numbers";
            diagnostics.push(unfit(message, name.span, help));
        }
        return None;
    };
    Some((label, multiples, others.collect()))
}

fn label_of(cell: &Cell) -> ChartLabel {
    match cell {
        Cell::Words(text) => ChartLabel::of(&text.value),
        Cell::Number(number) => ChartLabel::of(&number.value.to_string()),
        Cell::Missing(_) => ChartLabel::Words(String::new()),
    }
}

/// The rows by panels, in the order in which each is named first.
fn panels(
    data: &Dataset,
    label: usize,
    multiples: Option<usize>,
    series: &[usize],
) -> Vec<ChartPanel> {
    let mut panels: Vec<ChartPanel> = Vec::new();
    for row in &data.rows {
        let name = multiples.map(|at| label_of(&row.cells[at]));
        let values = series.iter().map(|at| row.cells[*at].number()).collect();
        let label = label_of(&row.cells[label]);
        let row = ChartRow { span: row.span, label, values, stressed: false };
        match panels.iter_mut().find(|panel| panel.name == name) {
            Some(panel) => panel.rows.push(row),
            None => panels.push(ChartPanel { name, rows: vec![row], whole: None }),
        }
    }
    panels
}

/// Reports more or fewer rows, columns and panels than the kind can show.
fn counts(
    chart: &Chart,
    data: &Dataset,
    wishes: &ChartWishes<'_>,
    place: Span,
    diagnostics: &mut Diagnostics,
) {
    /// Panels of small multiples that a page has room for.
    const PANELS: usize = 12;
    let kind = chart.kind;
    let name = kind.name();
    let (least, most) = kind.columns();
    let found = chart.series.len();
    if !(least..=most).contains(&found) {
        let wanted = match (least, most) {
            (1, 1) => "one column of numbers".to_string(),
            (least, most) if least == most => format!("{least} columns of numbers"),
            _ => format!("{least} to {most} columns of numbers"),
        };
        let first = data.columns.get(chart.label).map_or(place, |column| column.name.span);
        let at = match found > most {
            true => data.columns[chart.series[most]].name.span,
            false => first,
        };
        let help = match kind {
            ChartKind::Bar if found > 1 => {
                "take `kind = \"grouped-bar\"` or `\"stacked-bar\"`, or pick the columns with `columns`"
            }
            ChartKind::GroupedBar | ChartKind::StackedBar if found < 2 => "take `kind = \"bar\"`",
            _ => "pick the columns with `columns`: first the one that names the rows",
        };
        let message = format!("a chart of the kind `{name}` takes {wanted}, and there are {found}");
        diagnostics.push(unfit(message, at, help).key(&wishes.kind.key));
    }
    let (least, most) = kind.rows();
    for panel in &chart.panels {
        let rows = panel.rows.len();
        if (least..=most).contains(&rows) {
            continue;
        }
        let message = match rows < least {
            true => format!("a chart of the kind `{name}` takes {least} rows at least"),
            false => format!(
                "a chart of the kind `{name}` shows {most} rows at most, and there are {rows}"
            ),
        };
        let help = match kind {
            ChartKind::Line => "take `kind = \"bar\"` for one value",
            ChartKind::Slope | ChartKind::Share | ChartKind::Waffle => {
                "put the small ones together as one row, or take `kind = \"bar\"`"
            }
            _ => "leave out what the text does not speak of, or show it in a table",
        };
        diagnostics.push(unfit(message, place, help));
    }
    if chart.panels.len() > PANELS {
        let message = format!("{} small charts; there may be {PANELS}", chart.panels.len());
        let at = wishes.multiples.map_or(place, |text| text.span);
        diagnostics.push(unfit(message, at, "leave out what the text does not speak of"));
    }
}

/// Reports rows without a name, and names that stand twice in a panel.
fn labels(chart: &Chart, data: &Dataset, diagnostics: &mut Diagnostics) {
    let Some(multiples) = chart.multiples else {
        data.labels_differ(chart.label, diagnostics);
        return;
    };
    data.labels_differ_within(&[multiples, chart.label], diagnostics);
}

/// The cells of a column of numbers, with their values.
fn cells<'a>(data: &'a Dataset, chart: &'a Chart) -> impl Iterator<Item = (&'a Cell, ExactNumber)> {
    let cells = data.rows.iter().flat_map(|row| chart.series.iter().map(|at| &row.cells[*at]));
    cells.filter_map(|cell| cell.number().map(|number| (cell, number)))
}

/// Parts are no less than zero, and shares of a hundred make a hundred.
fn parts(
    chart: &mut Chart,
    data: &Dataset,
    wishes: &ChartWishes<'_>,
    diagnostics: &mut Diagnostics,
) {
    let before = diagnostics.len();
    for (cell, number) in cells(data, chart) {
        if number.is_negative() {
            let message = format!("`{number}` is less than zero, and is to be a part of something");
            let help = "take `kind = \"bar\"`, which shows what is above and below zero";
            diagnostics.push(unfit(message, cell.span(), help));
        }
    }
    if chart.kind == ChartKind::StackedBar || diagnostics.len() > before {
        return;
    }
    for panel in &mut chart.panels {
        let rows = &panel.rows;
        let sum = rows.iter().filter_map(|row| row.values.first().copied().flatten());
        let Some(sum) = sum.reduce(|one, two| one.plus(two).unwrap_or(one)) else { continue };
        let name = panel.name.clone();
        let first =
            data.rows.iter().find(|row| chart.multiples.map(|at| label_of(&row.cells[at])) == name);
        let Some(at) = first.map(|row| row.span) else { continue };
        if sum.is_zero() {
            diagnostics.push(unfit("the parts make nothing", at, "leave the chart out"));
            continue;
        }
        if let Some(row) = rows.iter().find(|row| row.values.first() == Some(&None)) {
            let name = match &row.label {
                ChartLabel::Words(words) => words.clone(),
                ChartLabel::Number(number) => number.to_string(),
            };
            let message = format!("`{name}` has no value, so that nothing says what the whole is");
            let help = "take the row out, and say in a note what is missing";
            diagnostics.push(unfit(message, at, help));
            continue;
        }
        if !wishes.percent {
            continue;
        }
        panel.whole = Some(ExactNumber::whole(100));
        // Each part may have lost or won half a unit of its last digit by rounding.
        let slack = 0.5 * rows.len() as f64 / 10_f64.powi(sum.decimals().into());
        let (sum_of, hundred) = (sum.approximate(), 100.0);
        let too_much = sum_of > hundred + slack;
        let too_little = chart.kind == ChartKind::Share && sum_of < hundred - slack;
        if too_much || too_little {
            let message = format!("the parts make {sum} per cent, not 100");
            let help = match too_much {
                true => {
                    "parts of one whole are no more than it; take `kind = \"bar\"` for other numbers"
                }
                false => "add the rest as a row of its own",
            };
            diagnostics.push(Diagnostic::new(Code::ChartWhole, message).at(at).help(help));
        }
    }
}

/// Numbers and dates that name the rows of a line come one after the other.
fn in_order(chart: &Chart, data: &Dataset, diagnostics: &mut Diagnostics) {
    let Some(places) = chart.in_time() else { return };
    for (panel, places) in chart.panels.iter().zip(&places) {
        let is_own =
            |row: &&DataRow| chart.multiples.map(|at| label_of(&row.cells[at])) == panel.name;
        let later = data.rows.iter().filter(is_own).skip(1);
        let back = places.windows(2).zip(later).find(|(pair, _)| pair[1] < pair[0]);
        if let Some((_, row)) = back {
            let message = "the rows of a line are not in their order";
            let help = "sort them: the line goes from one row to the next";
            diagnostics.push(unfit(message, row.span, help));
            return;
        }
    }
}

/// A scale of lengths begins at zero. Another begins where the brief says, if all values are on it.
fn scale(chart: &mut Chart, wishes: &ChartWishes<'_>, diagnostics: &mut Diagnostics) {
    let Some(from) = wishes.from.filter(|from| !from.value.is_zero()) else { return };
    let broken = |message: String, help: &str| {
        Diagnostic::new(Code::ChartAxis, message).at(from.span).key(&from.key).help(help)
    };
    if chart.kind.has_lengths() {
        let message = format!(
            "the scale of a chart of the kind `{}` begins at zero, for lengths are compared on it",
            chart.kind.name()
        );
        diagnostics.push(broken(
            message,
            "take this out; a line, slope or dot range can begin elsewhere, and says so",
        ));
        return;
    }
    let least = chart.values().map(|(.., value)| value).min();
    if let Some(least) = least.filter(|least| *least < from.value) {
        let message = format!("the scale begins at {}, and a value is {least}", from.value);
        diagnostics.push(broken(message, "begin at the least value or below"));
        return;
    }
    chart.from = Some(from.value);
}

/// Marks what is to be seen first.
fn highlights(
    chart: &mut Chart,
    data: &Dataset,
    wishes: &ChartWishes<'_>,
    diagnostics: &mut Diagnostics,
) {
    let names: Vec<String> =
        chart.series.iter().map(|at| data.columns[*at].name.value.clone()).collect();
    chart.stressed = vec![false; names.len()];
    for wish in wishes.highlight {
        let label = ChartLabel::of(&wish.value);
        let mut found = false;
        for row in chart.panels.iter_mut().flat_map(|panel| &mut panel.rows) {
            if row.label == label {
                (row.stressed, found) = (true, true);
            }
        }
        if let Some(at) = names.iter().position(|name| *name == wish.value) {
            (chart.stressed[at], found) = (true, true);
        }
        if !found {
            let labels = data.rows.iter().filter_map(|row| match &row.cells[chart.label] {
                Cell::Words(text) => Some(text.as_str()),
                _ => None,
            });
            let known: Vec<&str> = labels.chain(names.iter().map(String::as_str)).collect();
            let help = match did_you_mean(&wish.value, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("what can stand here: {}", some(&known)),
            };
            let message = format!("the data have no row or column `{}`", wish.value);
            diagnostics.push(
                Diagnostic::new(Code::UnknownColumn, message)
                    .at(wish.span)
                    .key(&wish.key)
                    .help(help),
            );
        }
    }
}

/// Orders the rows of a panel by their first value; those without stay at the end.
fn order(panel: &mut ChartPanel, order: RowOrder) {
    let value = |row: &ChartRow| row.values.first().copied().flatten();
    panel.rows.sort_by(|one, two| match (value(one), value(two)) {
        (Some(one), Some(two)) if order == RowOrder::Descending => two.cmp(&one),
        (Some(one), Some(two)) => one.cmp(&two),
        (one, two) => two.is_some().cmp(&one.is_some()),
    });
}
