//! When the rows of a chart are, where their names say that.

use chrono::{Datelike, NaiveDate, Weekday};

use super::model::{Chart, ChartLabel};
use crate::calendar::Term;

impl Chart {
    /// Where each of its rows stands in time or among numbers, panel by panel: as far apart as they are
    /// there. `None` where the names of rows are words.
    ///
    /// Names are read in one way, all of them: numbers, such as years; days, weeks, months, quarters and
    /// years as ISO 8601 writes them, each by its first day; two years, such as `2000/01`, by the first; or
    /// dates with strokes.
    pub(super) fn in_time(&self) -> Option<Vec<Vec<f64>>> {
        let typed = |label: &ChartLabel| match label {
            ChartLabel::Words(words) => words.clone(),
            ChartLabel::Number(number) => number.to_string(),
        };
        let panels = self.panels.iter().map(|panel| panel.rows.iter().map(|row| typed(&row.label)));
        let panels: Vec<Vec<String>> = panels.map(Iterator::collect).collect();
        let readings: [fn(&str) -> Option<f64>; 4] = [number, day, two_years, day_with_strokes];
        readings.iter().find_map(|read| {
            panels.iter().map(|panel| panel.iter().map(|name| read(name)).collect()).collect()
        })
    }

    /// Whether its rows stand in an order that everyone knows, so that the names left out between two that
    /// are printed are known too, and may be where they have no room.
    pub fn is_in_order(&self) -> bool {
        self.in_time().is_some()
    }
}

fn number(name: &str) -> Option<f64> {
    match ChartLabel::of(name) {
        ChartLabel::Number(number) => Some(number.approximate()),
        ChartLabel::Words(_) => None,
    }
}

/// The first day of a date, of a quarter, or of a week: `2024-W05`.
fn day(name: &str) -> Option<f64> {
    let of_week = || {
        let (year, week) = name.split_once("-W")?;
        let is_number = week.len() == 2 && week.bytes().all(|byte| byte.is_ascii_digit());
        let week = is_number.then(|| week.parse().ok()).flatten()?;
        NaiveDate::from_isoywd_opt(year_of(year)?, week, Weekday::Mon)
    };
    let day = Term::parse(name).ok().map(Term::first_day).or_else(of_week)?;
    Some(f64::from(day.num_days_from_ce()))
}

/// The first of two years that follow each other: `2000/01`, `2000/2001`.
fn two_years(name: &str) -> Option<f64> {
    let (first, second) = name.split_once(['/', '–'])?;
    let year = year_of(first)?;
    let next = format!("{:04}", year + 1);
    (second == next || second == &next[next.len() - 2..]).then_some(f64::from(year))
}

/// A date with strokes for hyphens: `2024/05`.
fn day_with_strokes(name: &str) -> Option<f64> {
    day(&name.replace('/', "-"))
}

/// A year of four digits.
fn year_of(digits: &str) -> Option<i32> {
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| digits.parse().ok()).flatten()
}
