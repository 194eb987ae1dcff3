//! The tables of `briefpress i18n status`.

use super::row::{Row, Standing, Standings};
use crate::cli::error::Error;
use crate::cli::ui::Ui;

/// A column: its head, and what stands in it.
struct Column {
    head: &'static str,
    cell: fn(&Row) -> String,
    /// Whether it is words, which begin at the left, and no numbers.
    is_words: bool,
    /// Whether it is left out where nothing but zeros would stand in it.
    may_be_left_out: bool,
}

const fn words(head: &'static str, cell: fn(&Row) -> String) -> Column {
    Column { head, cell, is_words: true, may_be_left_out: false }
}

const fn number(head: &'static str, cell: fn(&Row) -> String) -> Column {
    Column { head, cell, is_words: false, may_be_left_out: false }
}

const fn rare(head: &'static str, cell: fn(&Row) -> String) -> Column {
    Column { head, cell, is_words: false, may_be_left_out: true }
}

fn language(row: &Row) -> String {
    let whole = if row.brief.is_some() { "" } else { "all" };
    row.language.clone().unwrap_or_else(|| whole.into())
}

fn standings(row: &Row) -> Standings {
    row.translations.unwrap_or_default()
}

/// What stands in a row of what cannot be read.
const NOT_KNOWN: &str = "?";

fn count(row: &Row, number: usize) -> String {
    if row.is_known() { number.to_string() } else { NOT_KNOWN.into() }
}

/// Of a translation.
const ONE: [Column; 3] = [
    words("brief", |row| row.brief.clone().unwrap_or_default()),
    words("language", language),
    words("status", |row| row.status.map_or("", Standing::name).to_string()),
];

/// Of several.
const SEVERAL: [Column; 6] = [
    words("total", language),
    number("translations", |row| standings(row).count().to_string()),
    number("reviewed", |row| standings(row).reviewed.to_string()),
    number("draft", |row| standings(row).draft.to_string()),
    number("absent", |row| standings(row).absent.to_string()),
    number("unreadable", |row| standings(row).unreadable.to_string()),
];

/// Of the words and strings of either.
const PROGRESS: [Column; 10] = [
    number(
        "done",
        |row| if row.is_known() { format!("{}%", row.percent) } else { NOT_KNOWN.into() },
    ),
    number("words", |row| match row.is_known() {
        true => format!("{}/{}", row.progress.translated_words, row.progress.words),
        false => NOT_KNOWN.into(),
    }),
    number("strings", |row| count(row, row.progress.strings)),
    number("missing", |row| count(row, row.progress.missing)),
    number("stale", |row| count(row, row.progress.stale)),
    rare("needs-review", |row| count(row, row.progress.needs_review)),
    rare("unknown", |row| count(row, row.progress.unknown)),
    rare("same", |row| count(row, row.progress.same_as_source)),
    rare("orphans", |row| count(row, row.progress.orphaned)),
    rare("kept", |row| count(row, row.progress.kept)),
];

/// Writes the translations, each with the strings about which there is something to do, and the
/// totals below them.
pub(super) fn print(rows: &[Row], totals: &[Row], ui: &Ui) -> Result<(), Error> {
    let columns: Vec<&Column> = ONE.iter().chain(&PROGRESS).collect();
    let lines = lines(&columns, rows);
    let mut lines = lines.iter();
    for line in lines.by_ref().take(1) {
        ui.data(line)?;
    }
    for (row, line) in rows.iter().zip(lines) {
        ui.data(line)?;
        // Of one that is not there they are all missing.
        let is_there = row.status != Some(Standing::Absent);
        for listed in row.keys.iter().flatten().filter(|listed| is_there && listed.is_open) {
            let same = if listed.same_as_source { ", the same as the original" } else { "" };
            ui.data(format!("  {}: {}{same}", listed.key, listed.state.name()))?;
        }
    }
    // The total of one translation says nothing new.
    if rows.len() < 2 {
        return Ok(());
    }
    ui.data("")?;
    let columns: Vec<&Column> = SEVERAL.iter().chain(&PROGRESS).collect();
    self::lines(&columns, totals).iter().try_for_each(|line| ui.data(line))
}

/// A table, its columns as wide as what stands in them; first their heads.
fn lines(columns: &[&Column], rows: &[Row]) -> Vec<String> {
    let mut lines: Vec<Vec<String>> = vec![Vec::new(); rows.len() + 1];
    for column in columns {
        let cells: Vec<String> = rows.iter().map(column.cell).collect();
        let says_something = |cell: &String| cell != "0" && cell != NOT_KNOWN;
        if column.may_be_left_out && !cells.iter().any(says_something) {
            continue;
        }
        let all = || std::iter::once(column.head).chain(cells.iter().map(String::as_str));
        let width = all().map(|cell| cell.chars().count()).max().unwrap_or_default();
        for (line, cell) in lines.iter_mut().zip(all()) {
            line.push(if column.is_words {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            });
        }
    }
    lines.iter().map(|cells| cells.join("  ").trim_end().to_string()).collect()
}
