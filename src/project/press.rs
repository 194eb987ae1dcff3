//! `[press]`: how the print edition is made.

use crate::colour::{Cmyk, Greys, Ink};
use crate::diag::{Code, Diagnostic};
use crate::tree::{Located, Reader, Table, Text};

/// Millimetres of bleed and per cent of ink where the project says nothing.
const BLEED: i64 = 3;
const TOTAL_INK: i64 = 300;

/// Newsprint takes 240 per cent; the colours of the goals take up to this.
const LEAST_TOTAL_INK: u16 = 220;

/// How the print edition is made.
#[derive(Debug, Clone)]
pub struct Press {
    /// Where the ICC profile of the printing condition is, from the project's folder.
    pub profile: Option<Text>,
    /// The registered name of the printing condition, such as `FOGRA51`.
    pub condition: Option<String>,
    /// How far backgrounds run over the trim, in millimetres.
    pub bleed: u8,
    /// The most ink the paper takes, in per cent of the four together.
    pub total_ink: u16,
    /// What pictures without any colour are printed with.
    pub greys: Greys,
    /// What the number of pages is padded to a multiple of.
    pub page_multiple: u8,
    /// The accent colour as it is printed, where it is not separated from the screen's.
    pub accent: Option<Ink>,
    /// The second colour likewise.
    pub second: Option<Ink>,
}

impl Default for Press {
    fn default() -> Self {
        Self {
            profile: None,
            condition: None,
            bleed: BLEED as u8,
            total_ink: TOTAL_INK as u16,
            greys: Greys::default(),
            page_multiple: 1,
            accent: None,
            second: None,
        }
    }
}

/// Reads the table.
pub(super) fn read(table: Table<'_>, reader: &Reader) -> Press {
    let profile = table.text("profile");
    let condition = table.text("condition");
    let bleed = within(&table, "bleed", 0, 20, "whole millimetres", reader);
    let total_ink =
        within(&table, "total_ink", i64::from(LEAST_TOTAL_INK), 400, "per cent", reader);
    let greys = table.word("greys").map(|text| read_greys(&text, reader)).unwrap_or_default();
    let multiple = within(&table, "page_multiple", 1, 64, "pages", reader);
    let total_ink = total_ink.unwrap_or(TOTAL_INK) as u16;
    let accent = table.table("accent").and_then(|ink| read_ink(ink, total_ink, reader));
    let second = table.table("second").and_then(|ink| read_ink(ink, total_ink, reader));
    if let (Some(profile), None) = (&profile, &condition) {
        reader.push(
            Diagnostic::new(Code::MissingKey, "`condition` is missing: what the profile is for")
                .at(profile.span)
                .key(table.path("condition"))
                .help("add the registered name that the print shop gives, such as `condition = \"FOGRA51\"`"),
        );
    }
    if let (None, Some(condition)) = (&profile, &condition) {
        reader.push(
            Diagnostic::new(
                Code::MissingKey,
                "`profile` is missing: the ICC file of the condition",
            )
            .at(condition.span)
            .key(table.path("profile"))
            .help("add `profile = \"….icc\"`, the file that the print shop gives"),
        );
    }
    table.finish();
    Press {
        profile,
        condition: condition.map(|text| text.value),
        bleed: bleed.unwrap_or(BLEED) as u8,
        total_ink,
        greys,
        page_multiple: multiple.unwrap_or(1) as u8,
        accent,
        second,
    }
}

/// A whole number between two others.
fn within(
    table: &Table<'_>,
    key: &str,
    least: i64,
    most: i64,
    unit: &str,
    reader: &Reader,
) -> Option<i64> {
    let number = table.integer(key)?;
    if (least..=most).contains(&number.value) {
        return Some(number.value);
    }
    reader.push(
        Diagnostic::new(Code::BadValue, format!("`{key}` cannot be {}", number.value))
            .at(number.span)
            .key(&number.key)
            .help(format!("it takes {least} to {most} ({unit})")),
    );
    None
}

/// What grey pictures are printed with.
fn read_greys(text: &Text, reader: &Reader) -> Greys {
    match text.value.as_str() {
        "black" => Greys::Black,
        "inks" => Greys::Inks,
        other => {
            reader.push(
                Diagnostic::new(Code::BadValue, format!("`greys` cannot be `{other}`"))
                    .at(text.span)
                    .key(&text.key)
                    .help(
                        "`\"black\"` prints a picture without any colour on black alone, \
                         `\"inks\"` like all others",
                    ),
            );
            Greys::default()
        }
    }
}

/// An ink: `cmyk`, and `spot` where it is one of its own.
fn read_ink(table: Table<'_>, total_ink: u16, reader: &Reader) -> Option<Ink> {
    let spot = table.text("spot");
    let numbers = table.integers("cmyk");
    let span = table.span();
    if numbers.is_none() && !table.keys().any(|(key, _)| key == "cmyk") {
        reader.push(
            Diagnostic::new(Code::MissingKey, "`cmyk` is missing: the four inks of the colour")
                .at(span)
                .key(table.path("cmyk"))
                .help("add the per cent of cyan, magenta, yellow and black: `cmyk = [100, 70, 20, 10]`"),
        );
    }
    table.finish();
    let cmyk = read_cmyk(numbers?, total_ink, reader)?;
    Some(match spot {
        Some(name) => Ink::Spot { name: name.value, alternate: cmyk },
        None => Ink::Process(cmyk),
    })
}

pub(super) fn read_cmyk(
    numbers: Located<Vec<i64>>,
    total_ink: u16,
    reader: &Reader,
) -> Option<Cmyk> {
    let percent = |n: &i64| u8::try_from(*n).ok().filter(|n| *n <= 100);
    let parts: Vec<u8> = numbers.value.iter().filter_map(percent).collect();
    let cmyk = Cmyk::try_from(parts).ok().filter(|_| numbers.value.len() == 4);
    let Some(cmyk) = cmyk else {
        reader.push(
            Diagnostic::new(Code::BadValue, "these are not the four inks of a colour")
                .at(numbers.span)
                .key(&numbers.key)
                .help("write four whole numbers from 0 to 100: `cmyk = [100, 70, 20, 10]`"),
        );
        return None;
    };
    let ink: u16 = cmyk.iter().map(|&part| u16::from(part)).sum();
    if ink > total_ink {
        reader.push(
            Diagnostic::new(
                Code::TotalInk,
                format!("this colour takes {ink} % of ink, and the paper takes {total_ink} %"),
            )
            .at(numbers.span)
            .key(&numbers.key)
            .help("take some of it away, or set `total_ink` to what the print shop says"),
        );
        return None;
    }
    Some(cmyk)
}
