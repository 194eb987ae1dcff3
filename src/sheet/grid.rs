//! A table as rows of typed cells: what CSV and spreadsheets have in common.

use super::model::{Direction, IndicatorSheet, SheetGoal, SheetIndicator, SheetTarget, SheetText};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum GridCell {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// A text, and which way it runs. Codes are texts: 16.10 is not 16.1.
    Text(String, Direction),
}

/// Rows of cells, with what belongs together.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The keys of the columns.
    pub keys: Vec<String>,
    /// Their heads.
    pub heads: Vec<String>,
    /// The rows. What spans several stands in each of them.
    pub rows: Vec<Vec<GridCell>>,
    /// Which rows have cells in common: the column's key, the first row and the last, from 0.
    pub spans: Vec<(&'static str, usize, usize)>,
}

/// Columns of a goal that span all its rows.
const OF_GOAL: [&str; 3] = ["goal", "goal_name", "goal_note"];
/// Columns of a target that span all its rows.
const OF_TARGET: [&str; 3] = ["target", "target_text", "target_note"];

/// The rows of an indicator table, in its order: one for each indicator, and for a target or a goal
/// without any.
pub fn grid(sheet: &IndicatorSheet) -> Grid {
    let mut grid = Grid {
        keys: sheet.columns.iter().map(|column| column.key.clone()).collect(),
        heads: sheet.columns.iter().map(|column| column.label.clone()).collect(),
        rows: Vec::new(),
        spans: Vec::new(),
    };
    let row = |goal, target, indicator| {
        let cells = sheet.columns.iter();
        cells.map(|column| cell(sheet, &column.key, goal, target, indicator)).collect()
    };
    for goal in &sheet.goals {
        let first = grid.rows.len();
        for target in &goal.targets {
            let first = grid.rows.len();
            for indicator in &target.indicators {
                grid.rows.push(row(goal, Some(target), Some(indicator)));
            }
            if target.indicators.is_empty() {
                grid.rows.push(row(goal, Some(target), None));
            }
            grid.span(&OF_TARGET, first);
        }
        if goal.targets.is_empty() {
            grid.rows.push(row(goal, None, None));
        }
        grid.span(&OF_GOAL, first);
    }
    grid
}

impl Grid {
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
) -> GridCell {
    let own = |text: &str| GridCell::Text(text.to_string(), sheet.direction);
    let code = |text: &str| GridCell::Text(text.to_string(), Direction::Ltr);
    let text = |text: &SheetText| GridCell::Text(text.text.clone(), text.direction);
    let codes = |codes: &[String]| (!codes.is_empty()).then(|| code(&codes.join(", ")));
    let cell = match key {
        "goal" => Some(GridCell::Number(f64::from(goal.number))),
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
        "basis" => indicator.map(|indicator| own(&indicator.basis.name)),
        "tier" => indicator.and_then(|indicator| indicator.tier.as_deref()).map(code),
        "custodians" => indicator.and_then(|indicator| several(&indicator.custodians)),
        "repeats" => indicator.and_then(|indicator| codes(&indicator.repeats)),
        "cited_as" => indicator.and_then(|indicator| indicator.cited_as.as_deref()).map(code),
        "note" => indicator.and_then(|indicator| indicator.note.as_ref()).map(text),
        _ => None,
    };
    cell.unwrap_or(GridCell::Empty)
}

/// Several names in one cell. A semicolon parts them in every language: names have commas.
fn several(names: &[SheetText]) -> Option<GridCell> {
    let first = names.first()?;
    let all: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    Some(GridCell::Text(all.join("; "), first.direction))
}
