//! What a file is, by its bytes: its name says nothing that could not be wrong.

use super::fault::{FaultPlace, PublishedFault};
use super::framework::{self, holds_framework};
use super::grid::Grid;
use super::metadata;
use super::openxml::sheets;
use super::part::PublishedPart;
use super::tiers::{self, TierColumns};
use super::translations::{self, is_translations};
use super::tree;
use crate::translation::exchange::Format;

/// How Excel's old files and encrypted new ones begin.
const COMPOUND: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Reads a file of any of the kinds that are known.
///
/// # Errors
///
/// It is of none, or something in it is wrong.
pub fn read_published(file: &str, bytes: &[u8]) -> Result<PublishedPart, PublishedFault> {
    let mut part = read(bytes).map_err(|fault| fault.in_file(file))?;
    part.file = file.to_string();
    if part.is_empty() {
        return Err(unknown("there is no goal, target or indicator in it").in_file(file));
    }
    Ok(part)
}

fn unknown(words: &str) -> PublishedFault {
    let help = "what is read: UNSD’s tier sheet (.xlsx or .csv), the goal tree of the UN SDG API (.json), \
         translations of Open SDG (.yml), a spreadsheet of the framework (.xlsx or .csv), SDG \
         metadata (.po, .xlf)";
    PublishedFault { is_foreign: true, ..PublishedFault::new(FaultPlace::Whole, words, help) }
}

fn read(bytes: &[u8]) -> Result<PublishedPart, PublishedFault> {
    if bytes.starts_with(b"PK") {
        return of_sheets(&sheets(bytes)?);
    }
    if bytes.starts_with(&COMPOUND) {
        return Err(PublishedFault::new(
            FaultPlace::Whole,
            "it is a workbook of the old kind .xls, or one with a password",
            "save it as .xlsx, without a password",
        ));
    }
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    // These say their encodings themselves.
    let of_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if start.starts_with(b"<") || of_utf16 {
        return metadata::read(bytes, Format::Xliff);
    }
    if start.split(|byte| *byte == b'\n').any(|line| line.trim_ascii().starts_with(b"msgid ")) {
        check_end(bytes)?;
        return metadata::read(bytes, Format::Po);
    }
    let text = str::from_utf8(bytes).map_err(|error| {
        let readable = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
        let place = FaultPlace::of_byte(&readable, readable.len());
        let words = format!("it is not UTF-8: byte 0x{:02X} here", bytes[error.valid_up_to()]);
        PublishedFault::new(place, words, "save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(unknown("it is empty")),
        Some('[' | '{') => tree::read(text),
        Some(_) if is_translations(text) => {
            check_end(bytes)?;
            translations::read(text)
        }
        // Running text may be anything but a table.
        Some(_) => match Grid::of_csv(text) {
            // A text has no sheets.
            Ok(grid) => of_sheets(&[grid]).map_err(|fault| match fault.is_foreign {
                true => unknown(
                    "it has no columns of indicators and tiers, no codes before the words of indicators, and no \
                     keys as translations of Open SDG have (`16-3-1-title`)",
                ),
                false => fault,
            }),
            Err(fault) => {
                let is_table = text.lines().next().is_some_and(|head| {
                    let head = head.to_lowercase();
                    head.contains("indicator") && head.contains([',', ';', '\t'])
                });
                Err(PublishedFault { is_foreign: !is_table, ..fault })
            }
        },
    }
}

/// Whether a text ends with its last line, as what writes these formats has it: one that was cut off, in the
/// middle of a text that would be pinned as it is, seldom does.
fn check_end(bytes: &[u8]) -> Result<(), PublishedFault> {
    if bytes.ends_with(b"\n") || bytes.ends_with(b"\r") {
        return Ok(());
    }
    let text = String::from_utf8_lossy(bytes);
    Err(PublishedFault::new(
        FaultPlace::of_byte(&text, text.len()),
        "the file ends in the middle of a line",
        "download it again; where it is whole, end its last line",
    ))
}

/// Reads the sheet of a workbook that is one of those known.
fn of_sheets(grids: &[Grid]) -> Result<PublishedPart, PublishedFault> {
    for grid in grids {
        if let Some(columns) = TierColumns::find(grid) {
            return tiers::read(grid, &columns);
        }
    }
    match grids.iter().find(|grid| holds_framework(grid)) {
        Some(grid) => framework::read(grid),
        None => Err(unknown(
            "no sheet in it has columns of indicators and tiers, or codes before the words of indicators",
        )),
    }
}
