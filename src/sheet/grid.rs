//! A table as rows of typed cells: what CSV and spreadsheets have in common.

use super::model::{
    Direction, IndicatorSheet, SheetColumn, SheetGoal, SheetIndicator, SheetPoint, SheetTarget,
    SheetText, SheetValue,
};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetGridCell {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// A number with all its digits: some have more than programs reckon with.
    Digits(String),
    /// A text, and which way it runs. Codes are texts: 16.10 is not 16.1.
    Text(String, Direction),
}

/// Rows of cells, with what belongs together.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetGrid {
    /// The keys of the columns.
    pub keys: Vec<String>,
    /// Their heads.
    pub heads: Vec<String>,
    /// The rows. What spans several stands in each of them.
    pub rows: Vec<Vec<SheetGridCell>>,
    /// Which rows have cells in common: the column's key, the first row and the last, from 0.
    pub spans: Vec<(&'static str, usize, usize)>,
}

/// Columns of a goal that span all its rows.
const OF_GOAL: [&str; 3] = ["goal", "goal_name", "goal_note"];
/// Columns of a target that span all its rows.
const OF_TARGET: [&str; 3] = ["target", "target_text", "target_note"];
/// Columns of an indicator that span all its rows.
const OF_INDICATOR: [&str; 8] =
    ["indicator", "indicator_text", "basis", "tier", "custodians", "repeats", "cited_as", "note"];

/// The rows of an indicator table, in its order: one for each value of an indicator, and for an indicator,
/// a target or a goal without any.
pub fn grid(sheet: &IndicatorSheet) -> SheetGrid {
    let mut grid = SheetGrid {
        keys: sheet.columns.iter().map(|column| column.key.clone()).collect(),
        heads: sheet.columns.iter().map(|column| column.label.clone()).collect(),
        rows: Vec::new(),
        spans: Vec::new(),
    };
    let row = |goal, target, indicator, reading: Option<&SheetValue>| {
        let cells = sheet.columns.iter();
        let cell = |column: &SheetColumn| {
            let of_value = reading.and_then(|reading| value(sheet, &column.key, reading));
            of_value.unwrap_or_else(|| cell(sheet, &column.key, goal, target, indicator))
        };
        cells.map(cell).collect()
    };
    for goal in &sheet.goals {
        let first = grid.rows.len();
        for target in &goal.targets {
            let first = grid.rows.len();
            for indicator in &target.indicators {
                let first = grid.rows.len();
                for value in &indicator.values {
                    grid.rows.push(row(goal, Some(target), Some(indicator), Some(value)));
                }
                if indicator.values.is_empty() {
                    grid.rows.push(row(goal, Some(target), Some(indicator), None));
                }
                grid.span(&OF_INDICATOR, first);
            }
            if target.indicators.is_empty() {
                grid.rows.push(row(goal, Some(target), None, None));
            }
            grid.span(&OF_TARGET, first);
        }
        if goal.targets.is_empty() {
            grid.rows.push(row(goal, None, None, None));
        }
        grid.span(&OF_GOAL, first);
    }
    // Rows of several briefs are for sorting and counting: each stands by itself.
    if !sheet.briefs.is_empty() {
        grid.spans.clear();
    }
    grid
}

impl SheetGrid {
    /// Joins cells of these columns from a row to the last.
    fn span(&mut self, keys: &[&'static str], first: usize) {
        let last = self.rows.len().saturating_sub(1);
        if last > first {
            self.spans.extend(keys.iter().map(|key| (*key, first, last)));
        }
    }
}

fn cell(
    sheet: &IndicatorSheet,
    key: &str,
    goal: &SheetGoal,
    target: Option<&SheetTarget>,
    indicator: Option<&SheetIndicator>,
) -> SheetGridCell {
    let own = |text: &str| SheetGridCell::Text(text.to_string(), sheet.direction);
    let code = |text: &str| SheetGridCell::Text(text.to_string(), Direction::Ltr);
    let text = |text: &SheetText| SheetGridCell::Text(text.text.clone(), text.direction);
    let codes = |codes: &[String]| (!codes.is_empty()).then(|| code(&codes.join(", ")));
    let cell = match key {
        "goal" => Some(SheetGridCell::Number(f64::from(goal.number))),
        "goal_name" => Some(text(&goal.name)),
        "goal_note" => goal.note.as_ref().map(text),
        "target" => target.map(|target| code(&target.code)),
        "target_text" => Some(match target {
            Some(target) => text(&target.text),
            None => own(&sheet.unnamed[0]),
        }),
        "target_note" => target.and_then(|target| target.note.as_ref()).map(text),
        "indicator" => indicator.map(|indicator| code(&indicator.code)),
        "indicator_text" => match (indicator, target) {
            (Some(indicator), _) => Some(text(&indicator.text)),
            (None, Some(_)) => Some(own(&sheet.unnamed[1])),
            (None, None) => None,
        },
        "basis" => indicator.and_then(|it| it.basis.as_ref()).map(|basis| own(&basis.name)),
        "tier" => indicator.and_then(|indicator| indicator.tier.as_deref()).map(code),
        "custodians" => indicator.and_then(|indicator| several(indicator.custodians.iter())),
        "repeats" => indicator.and_then(|indicator| codes(&indicator.repeats)),
        "cited_as" => indicator.and_then(|indicator| indicator.cited_as.as_deref()).map(code),
        "note" => indicator.and_then(|indicator| indicator.note.as_ref()).map(text),
        _ => None,
    };
    cell.unwrap_or(SheetGridCell::Empty)
}

/// What stands in a column of values; `None` where the column is another.
fn value(sheet: &IndicatorSheet, key: &str, value: &SheetValue) -> Option<SheetGridCell> {
    let own = |text: &str| SheetGridCell::Text(text.to_string(), sheet.direction);
    let code = |text: &str| SheetGridCell::Text(text.to_string(), Direction::Ltr);
    let text = |text: &SheetText| SheetGridCell::Text(text.text.clone(), text.direction);
    let amount = |point: &SheetPoint| match point.number {
        Some(_) => SheetGridCell::Digits(point.plain.clone()),
        None => code(&point.plain),
    };
    let year = |point: &SheetPoint| match point.year.parse() {
        Ok(year) => SheetGridCell::Number(year),
        Err(_) => code(&point.year),
    };
    let latest = value.latest.as_ref();
    // What briefs name and what is the first there is have columns of their own where both occur.
    let parted = sheet.columns.iter().any(|column| column.key == "first_value");
    let (key, wanted) = match key.strip_prefix("first_value") {
        Some(rest) => (format!("baseline{rest}"), false),
        None => (key.to_string(), true),
    };
    let is_wanted = !parted || value.baseline_named == Some(wanted);
    let baseline = value.baseline.as_ref().filter(|_| is_wanted);
    let is_of_several = !sheet.briefs.is_empty();
    let cell = match key.as_str() {
        "place" => Some(text(&value.place_name)),
        "value" => match (latest, &value.said) {
            (Some(point), _) => Some(amount(point)),
            (None, said) => said.as_deref().map(own),
        },
        "year" => latest.map(year),
        "unit" => value.unit.as_ref().map(|unit| text(&unit.name)),
        "value_kind" => match (&value.nature, &value.said) {
            (Some(nature), _) => Some(own(&nature.name)),
            (None, said) => said.as_deref().filter(|_| latest.is_some()).map(own),
        },
        "series" => value.series.as_deref().map(code),
        "series_name" => value.series_name.as_ref().filter(|name| !name.text.is_empty()).map(text),
        "dimensions" => {
            let parts = value.dimensions.iter();
            let parts: Vec<String> =
                parts.map(|part| format!("{}: {}", part.name.text, part.text.text)).collect();
            (!parts.is_empty()).then(|| own(&parts.join("; ")))
        }
        "baseline" => baseline.map(amount),
        "baseline_year" => baseline.map(year),
        "baseline_kind" => {
            let nature = baseline.and_then(|point| point.nature.as_ref());
            nature.map(|nature| own(&nature.name))
        }
        "baseline_source" => baseline.and_then(|own| own.source.as_ref()).map(text),
        "baseline_release" => baseline.and_then(|own| own.release.as_deref()).map(code),
        "value_source" => match &value.source {
            Some(source) => Some(text(source)),
            None => {
                let sources = sheet.sources.iter();
                let cited: Vec<&SheetText> = sources
                    .filter(|source| value.sources.contains(&source.number))
                    .map(|source| &source.title)
                    .collect();
                several(cited)
            }
        },
        "release" => value.release.as_deref().map(code),
        "value_note" => several(value.footnotes.iter()),
        "named_as" => value.basis.as_ref().map(|basis| own(&basis.name)),
        "brief" => {
            let of = sheet.briefs.iter().find(|brief| value.brief.as_ref() == Some(&brief.id));
            of.map(|brief| text(&brief.name))
        }
        "text_in_brief" => value.text_in_brief.as_ref().map(text),
        "cited_as" if is_of_several => value.cited_as.as_deref().map(code),
        "note" if is_of_several => value.note.as_ref().map(text),
        _ => return None,
    };
    Some(cell.unwrap_or(SheetGridCell::Empty))
}

/// Several names in one cell. A semicolon parts them in every language: names have commas.
fn several<'n>(names: impl IntoIterator<Item = &'n SheetText>) -> Option<SheetGridCell> {
    let names: Vec<&SheetText> = names.into_iter().collect();
    let first = names.first()?;
    let all: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    Some(SheetGridCell::Text(all.join("; "), first.direction))
}
