//! UNSD's sheet of tiers, of whatever year: its columns are found by their heads.

use super::clean::Cleanings;
use super::codes::leading_code;
use super::fault::PublishedFault;
use super::grid::Grid;
use super::part::{PublishedKind, PublishedPart};
use crate::sdg::PinnedTier;

/// How far down a sheet its head may stand.
const HEAD_WITHIN: usize = 60;

/// The columns of a sheet of tiers.
#[derive(Debug)]
pub struct TierColumns {
    /// The first row below the head.
    first: usize,
    indicator: usize,
    tier: usize,
    custodians: Option<usize>,
    partners: Option<usize>,
}

impl TierColumns {
    /// Finds them. A head may take two rows, of which the upper has what several columns have in common.
    pub fn find(grid: &Grid) -> Option<Self> {
        let width = grid.width();
        for row in 0..grid.rows.len().min(HEAD_WITHIN) {
            let of_rows = |rows: usize| {
                let head = |column: usize| -> String {
                    let cells = (row..row + rows).filter_map(|row| grid.cell(row, column));
                    let texts: Vec<String> = cells.map(|cell| cell.text.to_lowercase()).collect();
                    texts.join(" ")
                };
                let heads: Vec<String> = (0..width).map(head).collect();
                Self::of_heads(&heads, row + rows)
            };
            let says = |row: usize, test: &dyn Fn(&str) -> bool| {
                let mut cells = grid.rows.get(row).into_iter().flatten().flatten();
                cells.any(|cell| test(&cell.text))
            };
            if !says(row, &|_| true) {
                continue;
            }
            // A row of the table itself has a code or a tier.
            let is_data = says(row + 1, &|text| {
                leading_code(text).is_some() || tier_of(text).is_some_and(|tier| tier.is_some())
            });
            let known = |found: &Self| {
                usize::from(found.custodians.is_some()) + usize::from(found.partners.is_some())
            };
            let (one, two) = (of_rows(1), of_rows(2).filter(|_| !is_data));
            let found = match (one, two) {
                (Some(one), Some(two)) if known(&two) < known(&one) => Some(one),
                (one, two) => two.or(one),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn of_heads(heads: &[String], first: usize) -> Option<Self> {
        // What is longer is a sentence that speaks of tiers.
        let is_head = |head: &str| head.chars().count() <= 90;
        let has = |head: &String, word: &str| is_head(head) && head.contains(word);
        let find = |test: &dyn Fn(&String) -> bool| heads.iter().position(test);
        let tiers: Vec<usize> = (0..heads.len())
            .filter(|at| {
                let head = &heads[*at];
                has(head, "tier")
                    && !["initial", "proposed", "note", "indicator", "previous"]
                        .iter()
                        .any(|word| head.contains(word))
            })
            .collect();
        let current = |at: &&usize| {
            ["updated", "current", "latest"].iter().any(|word| heads[**at].contains(word))
        };
        let tier = *tiers.iter().rfind(current).or(tiers.last())?;
        let indicator = find(&|head| {
            has(head, "indicator")
                && !["tier", "code", "custodian", "partner", "note", "unsd"]
                    .iter()
                    .any(|word| head.contains(word))
        })?;
        let custodians = find(&|head| has(head, "custodian"));
        let partners = find(&|head| has(head, "partner"));
        (indicator != tier).then_some(Self { first, indicator, tier, custodians, partners })
    }
}

/// Reads a sheet of tiers.
///
/// # Errors
///
/// A row names no indicator, a tier is none, or a code stands twice with different things.
pub fn read(grid: &Grid, columns: &TierColumns) -> Result<PublishedPart, PublishedFault> {
    let mut part = PublishedPart::new(PublishedKind::TierSheet);
    part.release = release(grid, columns.first);
    part.cleaned.marks(grid.marks);
    for row in columns.first..grid.rows.len() {
        let text = |column: Option<usize>| column.and_then(|column| grid.cell(row, column));
        let read =
            [Some(columns.indicator), Some(columns.tier), columns.custodians, columns.partners];
        for cell in read.into_iter().filter_map(text) {
            cell.reckoned()?;
        }
        let tier = text(Some(columns.tier));
        let Some(cell) = text(Some(columns.indicator)) else {
            let is_row = tier.is_some_and(|cell| tier_of(&cell.text).is_some_and(|t| t.is_some()));
            if is_row && text(columns.custodians).is_some() {
                let place = tier.map(|cell| cell.place.clone()).expect("the row has a tier");
                return Err(PublishedFault::new(
                    place,
                    "a row has a tier and names no indicator",
                    "write the indicator into its row, or take the row out",
                ));
            }
            continue;
        };
        let known = leading_code(&cell.text).filter(|(code, _)| code.matches('.').count() == 2);
        let Some((code, _)) = known else {
            // Notes stand below the table, and goals between its rows.
            if tier.is_some_and(|tier| tier_of(&tier.text) == Some(None) || tier.text == cell.text)
                || tier.is_none()
                || text(columns.custodians).is_none()
            {
                continue;
            }
            return Err(PublishedFault::new(
                cell.place.clone(),
                "a row has a tier, and its indicator does not begin with a code",
                "write the code before the words, as in `1.1.1 Proportion of …`",
            ));
        };
        let mut own = PinnedTier::default();
        if let Some(tier) = tier {
            own.tier = tier_of(&tier.text).ok_or_else(|| {
                PublishedFault::new(
                    tier.place.clone(),
                    format!("“{}” is no tier", tier.text.trim()),
                    "a tier is `Tier I`, `Tier II` or `Tier III`, or several of these with what each is for",
                )
            })?;
        }
        let cleaned = &mut part.cleaned;
        if columns.custodians.is_some() {
            let named = text(columns.custodians).map(|cell| agencies(&cell.text, cleaned));
            own.custodians = Some(named.unwrap_or_default());
        }
        own.partners =
            text(columns.partners).map(|cell| agencies(&cell.text, cleaned)).unwrap_or_default();
        match part.tiers.get(&code) {
            Some((before, _)) if *before == own => part.doubled.push(code),
            Some((_, place)) => {
                return Err(PublishedFault::new(
                    cell.place.clone(),
                    format!("{code} stands in the sheet twice, with different things"),
                    format!("the other is at{place}; take one of them out"),
                ));
            }
            None => _ = part.tiers.insert(code, (own, cell.place.clone())),
        }
    }
    Ok(part)
}

/// The tiers that a cell names, as in `I (a)/II (b)`. The inner `None` is a cell that says there is
/// none; the outer, a cell that says something else.
pub(super) fn tier_of(text: &str) -> Option<Option<String>> {
    let text = text.replace(['\u{a0}', '\n', '\r'], " ");
    let lower = text.trim().to_lowercase();
    let is_none = ["", "-", "–", "—", "n/a", "na", "tbd", "none", "not available", "pending"]
        .contains(&lower.as_str());
    if is_none {
        return Some(None);
    }
    // What was it before stands in parentheses.
    let mut tiers: Vec<(&str, Option<&str>)> = Vec::new();
    let mut rest = text.trim();
    while let Some(start) = rest.find(|c: char| matches!(c, 'I' | '1'..='3')) {
        let before = rest[..start].chars().next_back();
        let from = &rest[start..];
        let end = from.find(|c: char| !matches!(c, 'I' | '1'..='3')).unwrap_or(from.len());
        let tier = match &from[..end] {
            "I" | "1" => "I",
            "II" | "2" => "II",
            "III" | "3" => "III",
            _ => "",
        };
        let after = &from[end..];
        rest = after;
        let is_word = before.is_some_and(char::is_alphanumeric)
            || after.starts_with(|c: char| c.is_alphanumeric());
        // "(classified as Tier I in 2021)" is the past.
        let is_open = text[..text.len() - from.len()].matches('(').count()
            > text[..text.len() - from.len()].matches(')').count();
        if tier.is_empty() || is_word || is_open {
            continue;
        }
        let parts = after.trim_start().strip_prefix('(').and_then(|after| after.split_once(')'));
        let parts = parts.map(|(parts, _)| parts.trim());
        let is_letters = |parts: &&str| {
            !parts.is_empty()
                && parts
                    .split([',', ' ', '&'])
                    .filter(|part| !part.is_empty() && *part != "and")
                    .all(|part| part.len() == 1 && part.chars().all(|c| c.is_ascii_lowercase()))
        };
        tiers.push((tier, parts.filter(is_letters)));
    }
    if tiers.is_empty() {
        return None;
    }
    tiers.dedup();
    let shown = tiers.iter().map(|(tier, parts)| match parts {
        Some(parts) => format!("{tier} ({parts})"),
        None => (*tier).to_string(),
    });
    Some(Some(shown.collect::<Vec<_>>().join("/")))
}

/// The agencies of a cell: parted by commas, semicolons or line ends, but not within parentheses.
fn agencies(text: &str, cleaned: &mut Cleanings) -> Vec<String> {
    let (mut names, mut name, mut depth) = (Vec::new(), String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(c, ',' | ';' | '\n') {
            names.push(std::mem::take(&mut name));
        } else {
            name.push(c);
        }
    }
    names.push(name);
    let mut clean = |name: String| {
        let name = cleaned.clean(&name);
        cleaned.without_notes(&name)
    };
    names.into_iter().map(&mut clean).filter(|name| !name.is_empty()).collect()
}

/// The latest day that what stands above the table, or the sheet's name, names of it.
fn release(grid: &Grid, below: usize) -> Option<String> {
    let above = grid.rows[..below.min(grid.rows.len())].iter().flatten().flatten();
    let texts = above.map(|cell| cell.text.as_str()).chain([&*grid.name]);
    let about = |text: &&str| {
        let lower = text.to_lowercase();
        ["tier", "as of", "updated", "classification"].iter().any(|word| lower.contains(word))
    };
    texts.filter(about).flat_map(days).max()
}

/// The days that a text names in English: "30 November 2022", "30 Nov. 2022", "2022-11-30".
fn days(text: &str) -> Vec<String> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| -> Option<u32> {
        let word = word.to_lowercase();
        let place = MONTHS.iter().position(|month| word.starts_with(month))?;
        u32::try_from(place + 1).ok()
    };
    let number = |word: &str| word.parse::<u32>().ok();
    let mut found = Vec::new();
    for three in words.windows(3) {
        let dates = [
            (number(three[0]), month(three[1]), number(three[2])),
            (number(three[1]), month(three[0]), number(three[2])),
            (number(three[2]), number(three[1]).filter(|_| three[0].len() == 4), number(three[0])),
        ];
        for (day, month, year) in dates {
            let (Some(day), Some(month), Some(year)) = (day, month, year) else { continue };
            let day = chrono::NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or(0), month, day);
            found.extend(day.filter(|_| (2015..2100).contains(&year)).map(|day| day.to_string()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_told_from_what_stands_around_them() {
        for (text, expected) in [
            ("Tier I", Some(Some("I"))),
            ("Tier II ", Some(Some("II"))),
            ("Tier I (a)/Tier II (b)", Some(Some("I (a)/II (b)"))),
            ("Tier I (a) / Tier II (b, c)", Some(Some("I (a)/II (b, c)"))),
            ("Tier I/II depending on service", Some(Some("I/II"))),
            ("Tier I (reclassified from Tier II in Nov. 2022)", Some(Some("I"))),
            ("2", Some(Some("II"))),
            ("TIER III", Some(Some("III"))),
            ("", Some(None)),
            ("n/a", Some(None)),
            ("Tier", None),
            ("yes", None),
            ("Tier IIII", None),
        ] {
            assert_eq!(tier_of(text), expected.map(|tier| tier.map(String::from)), "{text}");
        }
    }

    #[test]
    fn agencies_are_parted_outside_parentheses() {
        let mut cleaned = Cleanings::default();
        let text = "Under discussion (ILO, WHO), UN Women;\nUNEP*,";
        assert_eq!(
            agencies(text, &mut cleaned),
            ["Under discussion (ILO, WHO)", "UN Women", "UNEP"]
        );
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, expected) in [
            ("Tier Classification as of 30 November 2022", vec!["2022-11-30"]),
            ("(updated 7 Mar. 2024)", vec!["2024-03-07"]),
            ("April 10, 2025", vec!["2025-04-10"]),
            ("tiers 2026-03-30", vec!["2026-03-30"]),
            ("A/RES/71/313", vec![]),
            ("Agenda 2030", vec![]),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
