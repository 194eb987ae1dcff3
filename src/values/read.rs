//! What a file of values is, by its content.

use std::io::{BufRead, BufReader, Cursor, Read};

use super::fault::{ValuesFault, ValuesFaultKind};
use super::json::read_json;
use super::observation::{FileValues, WantedValues};
use super::rows::Keeper;
use super::separated::read_separated;
use super::utf16::Utf16Reader;
use super::workbook::read_workbook;
use crate::limits::{Grouped, WORKBOOK};

/// How much of a file is read at once.
const CHUNK: usize = 256 << 10;

/// Reads a file of values to its end, and keeps the rows that are wanted.
///
/// # Errors
///
/// Everything that is wrong with it; of faults of one kind the first ones.
pub fn read_values(from: impl Read, wanted: &WantedValues) -> Result<FileValues, Vec<ValuesFault>> {
    let mut from = BufReader::with_capacity(CHUNK, from);
    let mut keeper = Keeper::new(wanted);
    let read = detected(&mut from, &mut keeper);
    if let Err(fault) = read {
        keeper.faults.push(*fault);
        keeper.wrong = keeper.wrong.max(keeper.faults.len());
    }
    keeper.done()
}

fn detected(mut from: &mut impl BufRead, keeper: &mut Keeper<'_>) -> Result<(), Box<ValuesFault>> {
    let fault =
        |kind, message: &str, help: &str| Box::new(ValuesFault::new(kind, "", message, help));
    let head = from.fill_buf().map_err(|error| {
        fault(ValuesFaultKind::Broken, &format!("it cannot be read: {error}"), "copy it again")
    })?;
    let start: Vec<u8> = head.iter().take(512).copied().collect();
    let is = |sign: &[u8]| start.starts_with(sign);
    if start.is_empty() {
        return Err(fault(
            ValuesFaultKind::Empty,
            "there is nothing in it",
            "export the data again",
        ));
    }
    if is(b"PK\x03\x04") || is(b"PK\x05\x06") {
        let mut bytes = Vec::new();
        from.take(WORKBOOK + 1).read_to_end(&mut bytes).map_err(|error| {
            fault(ValuesFaultKind::Broken, &format!("it cannot be read: {error}"), "copy it again")
        })?;
        if bytes.len() as u64 > WORKBOOK {
            let message = format!("the workbook is larger than {} MB", Grouped(WORKBOOK >> 20));
            return Err(fault(
                ValuesFaultKind::TooLarge,
                &message,
                "export the data as CSV, which may be larger",
            ));
        }
        return read_workbook(Cursor::new(bytes), keeper);
    }
    if is(b"\xD0\xCF\x11\xE0") {
        return Err(fault(
            ValuesFaultKind::Foreign,
            "it is a workbook of the old kind (XLS), or one with a password",
            "save it as XLSX, without a password",
        ));
    }
    if is(b"%PDF") || is(b"\x1f\x8b") {
        let what = if is(b"%PDF") { "a PDF" } else { "compressed" };
        return Err(fault(
            ValuesFaultKind::Foreign,
            &format!("it is {what}"),
            "name the XLSX, CSV or JSON that the SDG data portal gives, unpacked",
        ));
    }
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&start) {
        if encoding != encoding_rs::UTF_8 {
            let text = Utf16Reader::new(from, encoding.new_decoder());
            let mut text = BufReader::with_capacity(CHUNK, text);
            return text_of(&mut text, keeper);
        }
        from.consume(3);
    }
    text_of(&mut from, keeper)
}

/// Whether a text begins with a dimension in brackets.
fn is_head(start: &[u8]) -> bool {
    let start = start.trim_ascii_start();
    start
        .get(1..)
        .and_then(|rest| rest.trim_ascii_start().first())
        .is_some_and(u8::is_ascii_alphabetic)
}

/// Reads what is text.
fn text_of(from: &mut impl BufRead, keeper: &mut Keeper<'_>) -> Result<(), Box<ValuesFault>> {
    let head = from.fill_buf().unwrap_or_default();
    let start: Vec<u8> = head.iter().take(2_048).copied().collect();
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    if start.contains(&0) {
        return Err(Box::new(ValuesFault::new(
            ValuesFaultKind::Foreign,
            "",
            "it is neither a workbook nor a text",
            "name a file as the SDG data portal or its API gives it: XLSX, CSV, JSON or SDMX-CSV",
        )));
    }
    match first {
        Some(b'{') => read_json(from, keeper),
        // A dimension stands in brackets, too, and heads the first column of some CSV.
        Some(b'[') if !is_head(&start) => read_json(from, keeper),
        Some(b'<') => {
            let low = String::from_utf8_lossy(&start).to_lowercase();
            let (message, help) = if low.contains("<html") {
                (
                    "it is a web page",
                    "download the file itself; the page may say why it was not given",
                )
            } else if low.contains("sdmx") {
                ("it is SDMX-ML, which is not read", "export SDMX-CSV from the same place")
            } else {
                ("it is XML", "export XLSX, CSV, JSON or SDMX-CSV")
            };
            Err(Box::new(ValuesFault::new(ValuesFaultKind::Foreign, "", message, help)))
        }
        _ => read_separated(from, keeper),
    }
}
