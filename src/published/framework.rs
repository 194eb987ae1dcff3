//! A spreadsheet of the framework: a column of goals and targets, one of indicators, codes before the
//! texts. The columns are found by these codes, whatever the language.

use std::collections::BTreeSet;

use super::codes::leading_code;
use super::fault::PublishedFault;
use super::grid::{Grid, GridCell};
use super::part::{EntryKind, PublishedKind, PublishedPart};

/// The fewest indicators by which a column is taken for that of the indicators.
const FEWEST: usize = 3;

/// The most letters of a text that is told.
const SHOWN: usize = 40;

/// The words for indicators in the heads of the six languages.
const HEADS: [(&str, &str); 6] = [
    ("indicators", "en"),
    ("indicateurs", "fr"),
    ("indicadores", "es"),
    ("показатели", "ru"),
    ("指标", "zh-Hans"),
    ("المؤشرات", "ar"),
];

/// Whether a sheet holds the framework: a column in which codes of indicators stand, most of them once.
/// In a sheet of values they stand many times.
pub fn holds_framework(grid: &Grid) -> bool {
    let count = |column: usize| {
        let cells = (0..grid.rows.len()).filter_map(|row| grid.cell(row, column));
        let codes = cells.filter_map(|cell| leading_code(&cell.text)).map(|(code, _)| code);
        let codes: Vec<String> =
            codes.filter(|code| EntryKind::of(code) == EntryKind::Indicator).collect();
        (codes.iter().collect::<BTreeSet<_>>().len(), codes.len())
    };
    (0..grid.width()).map(count).any(|(codes, cells)| codes >= FEWEST && 2 * codes >= cells)
}

/// Reads a sheet of the framework.
///
/// # Errors
///
/// A code stands alone, or twice with different words.
pub fn read(grid: &Grid) -> Result<PublishedPart, PublishedFault> {
    let mut part = PublishedPart::new(PublishedKind::FrameworkSheet);
    part.cleaned.marks(grid.marks);
    uncoded(grid, &mut part);
    for (row, cells) in grid.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            cell.reckoned()?;
            part.language = part.language.or_else(|| {
                let lower = cell.text.trim().to_lowercase();
                let named = HEADS.iter().find(|(head, _)| lower == *head);
                named.map(|(_, language)| (*language).to_string())
            });
            // Several may stand in one cell, each on its line.
            for line in entries(&cell.text) {
                let Some((code, words)) = leading_code(&line) else { continue };
                let of_framework = code.split('.').next().and_then(|goal| goal.parse().ok());
                if of_framework.is_none_or(|goal: u8| goal > 17) {
                    continue;
                }
                let words = if words.trim().is_empty() {
                    // A column of its own for the code.
                    let beside = grid.cell(row, column + 1);
                    match beside.filter(|next| leading_code(&next.text).is_none()) {
                        Some(next) => next.text.clone(),
                        None => {
                            return Err(PublishedFault::new(
                                cell.place.clone(),
                                format!("{code} has no words"),
                                "write them behind the code, or into the next column",
                            ));
                        }
                    }
                } else {
                    words.to_string()
                };
                let words = part.cleaned.clean(&words);
                let words = part.cleaned.without_notes(&words);
                put(&mut part, code, words, cell)?;
            }
        }
    }
    Ok(part)
}

/// Tells the texts that stand in a column of codes, between the first of them and the last, and begin with none:
/// the rest of what is written above, it may be, or something that lost its code. Heads stand again on pages.
fn uncoded(grid: &Grid, part: &mut PublishedPart) {
    for column in 0..grid.width() {
        let cells: Vec<(usize, &GridCell)> =
            (0..grid.rows.len()).filter_map(|row| Some((row, grid.cell(row, column)?))).collect();
        let is_coded = |cell: &GridCell| leading_code(&cell.text).is_some();
        let coded = || cells.iter().enumerate().filter(|(_, (_, cell))| is_coded(cell));
        let (Some((first, _)), Some((last, _))) = (coded().next(), coded().next_back()) else {
            continue;
        };
        if 2 * coded().count() < last - first {
            continue;
        }
        let heads: Vec<&str> = cells[..first].iter().map(|(_, cell)| cell.text.trim()).collect();
        for (row, cell) in &cells[first..last] {
            // A code may stand in a column of its own.
            let beside = column.checked_sub(1).and_then(|left| grid.cell(*row, left));
            let is_beside = beside.is_some_and(|cell| {
                leading_code(&cell.text).is_some_and(|(_, rest)| rest.trim().is_empty())
            });
            if !is_coded(cell) && !is_beside && !heads.contains(&cell.text.trim()) {
                let words: String = cell.text.trim().chars().take(SHOWN).collect();
                part.uncoded.push(format!("“{words}” at{}", cell.place));
            }
        }
    }
}

/// The lines of a cell, those that do not begin with a code joined to the one before.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.lines() {
        match entries.last_mut() {
            Some(last) if leading_code(line).is_none() => {
                last.push(' ');
                last.push_str(line);
            }
            _ => entries.push(line.to_string()),
        }
    }
    entries
}

fn put(
    part: &mut PublishedPart,
    code: String,
    words: String,
    cell: &GridCell,
) -> Result<(), PublishedFault> {
    if words.is_empty() {
        part.unready += 1;
        return Ok(());
    }
    let key = (EntryKind::of(&code), code);
    match part.wording.get(&key) {
        Some((before, _)) if *before == words => {
            // A target stands beside each of its indicators.
            if key.0 == EntryKind::Indicator {
                part.doubled.push(key.1);
            }
        }
        Some((_, place)) => {
            return Err(PublishedFault::new(
                cell.place.clone(),
                format!("{} stands in the sheet twice, with different words", key.1),
                format!("the other is at{place}; take one of them out"),
            ));
        }
        None => _ = part.wording.insert(key, (words, cell.place.clone())),
    }
    Ok(())
}
