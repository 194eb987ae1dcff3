//! Tables of values as CSV: RFC 4180, read record by record, in whatever size.

use std::io::{BufRead, ErrorKind};

use super::columns::{Columns, ValuesColumn};
use super::fault::{ValuesFault, ValuesFaultKind, place_of};
use super::observation::{RowAt, ValuesNote};
use super::rows::Keeper;

/// How many rows may stand above the heads of the columns.
const ABOVE: usize = 20;

/// The largest record. The longest footnotes have some kilobytes.
const LARGEST: usize = 1 << 20;

/// A record: its bytes, and where each field ends.
#[derive(Debug, Default)]
struct CsvRecord {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl CsvRecord {
    fn field(&self, at: usize) -> &[u8] {
        let Some(&end) = self.ends.get(at) else { return &[] };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..end]
    }

    fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// Where in a record its reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// At the beginning of a field.
    Start,
    /// In a field without quotes.
    Plain,
    /// In quotes.
    Quoted,
    /// Behind a quotation mark in quotes: the end of them, or the first of two.
    Closing,
}

/// Records of a stream.
struct Records<R> {
    from: R,
    separator: u8,
    /// The number of the row that was read last.
    row: u64,
    /// Whether that row ends with the file, and nothing says that it is whole: neither the end of a line
    /// nor a quotation mark.
    is_open: bool,
}

impl<R: BufRead> Records<R> {
    /// Reads the next record that has a byte; `false` at the end.
    fn read(&mut self, record: &mut CsvRecord) -> Result<bool, Box<ValuesFault>> {
        let row = self.row + 1;
        let broken = |message: &str, help: &str| {
            Box::new(ValuesFault::new(
                ValuesFaultKind::Broken,
                place_of(None, row, None),
                message,
                help,
            ))
        };
        let unclosed = || {
            broken(
                "a quotation mark that opens a field is never closed",
                "close it; a quotation mark inside a field is written twice",
            )
        };
        record.bytes.clear();
        record.ends.clear();
        let mut within = Within::Start;
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    return Err(broken(
                        &format!("the file cannot be read on: {error}"),
                        "copy it again",
                    ));
                }
            };
            if chunk.is_empty() {
                match within {
                    Within::Quoted => return Err(unclosed()),
                    Within::Start if record.ends.is_empty() => return Ok(false),
                    _ => record.ends.push(record.bytes.len()),
                }
                self.is_open = within != Within::Closing;
                self.row = row;
                return Ok(true);
            }
            let mut used = 0;
            let mut done = false;
            while used < chunk.len() {
                let byte = chunk[used];
                match within {
                    Within::Quoted => {
                        let rest = &chunk[used..];
                        let end = rest.iter().position(|byte| *byte == b'"').unwrap_or(rest.len());
                        record.bytes.extend_from_slice(&rest[..end]);
                        used += end;
                        if end < rest.len() {
                            used += 1;
                            within = Within::Closing;
                        }
                        continue;
                    }
                    Within::Plain => {
                        let rest = &chunk[used..];
                        let is_end = |byte: &u8| {
                            *byte == self.separator || matches!(byte, b'\r' | b'\n' | b'"')
                        };
                        let end = rest.iter().position(is_end).unwrap_or(rest.len());
                        record.bytes.extend_from_slice(&rest[..end]);
                        used += end;
                        if end == rest.len() {
                            continue;
                        }
                    }
                    Within::Start | Within::Closing => {}
                }
                let byte = if within == Within::Plain { chunk[used] } else { byte };
                used += 1;
                if byte == self.separator {
                    record.ends.push(record.bytes.len());
                    within = Within::Start;
                } else if byte == b'\n' || byte == b'\r' {
                    // The second half of a line end, or a line without a character.
                    if record.ends.is_empty() && record.bytes.is_empty() && within == Within::Start
                    {
                        continue;
                    }
                    record.ends.push(record.bytes.len());
                    done = true;
                    break;
                } else if byte == b'"' {
                    match within {
                        Within::Start => within = Within::Quoted,
                        Within::Closing => {
                            record.bytes.push(b'"');
                            within = Within::Quoted;
                        }
                        Within::Plain | Within::Quoted => {
                            return Err(broken(
                                "a quotation mark inside a field without quotes",
                                "put the whole field in quotes, and write the one inside it twice",
                            ));
                        }
                    }
                } else if within == Within::Closing {
                    return Err(broken(
                        "something stands after the quotation mark that ends a field",
                        "put a separator there; a quotation mark inside a field is written twice",
                    ));
                } else {
                    record.bytes.push(byte);
                    within = Within::Plain;
                }
            }
            self.from.consume(used);
            if record.bytes.len() > LARGEST {
                return Err(if within == Within::Quoted {
                    unclosed()
                } else {
                    broken("the row is longer than a megabyte", "export the data again")
                });
            }
            if done {
                self.row = row;
                return Ok(true);
            }
        }
    }
}

/// Reads a table. What cannot be said of one row ends the reading.
pub(super) fn read_separated(
    from: impl BufRead,
    keeper: &mut Keeper<'_>,
) -> Result<(), Box<ValuesFault>> {
    let mut records = Records { from, separator: b',', row: 0, is_open: false };
    let first = match records.from.fill_buf() {
        Ok(chunk) => &chunk[..chunk.len().min(64 << 10)],
        Err(_) => &[],
    };
    records.separator = told_apart(first);
    let mut record = CsvRecord::default();
    let mut heads: Vec<String>;
    let mut above = 0;
    loop {
        if !records.read(&mut record)? {
            if above > 0 {
                return Err(Box::new(foreign(1)));
            }
            return Err(Box::new(ValuesFault::new(
                ValuesFaultKind::Empty,
                "",
                "there is nothing in it",
                "export the data again",
            )));
        }
        if record.is_blank() {
            continue;
        }
        let field = |at: usize| String::from_utf8_lossy(record.field(at)).trim().to_string();
        heads = (0..record.ends.len()).map(field).collect();
        if Columns::is_head(&heads) {
            break;
        }
        // Titles may stand above the table, and what says how its fields are parted.
        above += 1;
        if above > ABOVE {
            return Err(Box::new(foreign(1)));
        }
    }
    let width = record.ends.len();
    // Columns without a name are what a spreadsheet leaves at the side of a table.
    let named = heads.iter().rposition(|head| !head.is_empty()).map_or(0, |at| at + 1);
    let columns = Columns::of(&heads, None, records.row)?;
    while records.read(&mut record)? {
        // Commas alone are what a spreadsheet leaves below a table.
        if record.is_blank() {
            continue;
        }
        if record.ends.len() != width {
            // Commas of columns without a name are not always there.
            let fits = record.ends.len() >= named
                && (named..record.ends.len()).all(|at| record.field(at).is_empty());
            if !fits {
                return Err(Box::new(ValuesFault::new(
                    ValuesFaultKind::Broken,
                    place_of(None, records.row, None),
                    format!("the row has {} fields, and the first one {width}", record.ends.len()),
                    "a comma inside a field needs quotation marks around the field",
                )));
            }
        }
        let row = records.row;
        let kept = keeper.values.observations.len();
        keeper.row(&columns, |at| record.field(at), || RowAt { sheet: None, row })?;
        let is_last = record.ends.len() == named;
        if records.is_open && is_last && keeper.values.observations.len() > kept {
            cut_off(&columns, named, row, keeper);
        }
    }
    if keeper.values.rows == 0 {
        return Err(Box::new(ValuesFault::new(
            ValuesFaultKind::Empty,
            place_of(None, records.row, None),
            "there is no row below the heads of the columns",
            "export the data again",
        )));
    }
    Ok(())
}

/// Says that a file may end within its last row, whose last field was read. A value that lacks its last
/// digits cannot be told from a whole one.
fn cut_off(columns: &Columns, named: usize, row: u64, keeper: &mut Keeper<'_>) {
    let last = named.saturating_sub(1);
    let Some((role, head)) = columns.roles.get(last).zip(columns.heads.get(last)) else { return };
    let place = place_of(None, row, Some(head));
    match role {
        ValuesColumn::Other | ValuesColumn::Unknown => {}
        ValuesColumn::Value | ValuesColumn::Year | ValuesColumn::Power => {
            keeper.fault(ValuesFault::new(
                ValuesFaultKind::Broken,
                place,
                "the file ends within this line, and the number may lack digits",
                "export the data again; or see that the last row is whole, and end its line",
            ));
        }
        _ => {
            keeper.values.notes.insert(ValuesNote::Cut(place));
        }
    }
}

/// What is said of a file that is none of values.
pub(super) fn foreign(row: u64) -> ValuesFault {
    ValuesFault::new(
        ValuesFaultKind::Foreign,
        place_of(None, row, None),
        "it is no file of the United Nations’ values: columns such as `SeriesCode` and `GeoAreaCode` are not there",
        "name a file as the SDG data portal or its API gives it: XLSX, CSV, JSON or SDMX-CSV",
    )
}

/// The sign that parts the fields of the heads; where none are found, of the first line.
fn told_apart(first: &[u8]) -> u8 {
    const SIGNS: [u8; 3] = [b',', b';', b'\t'];
    let lines =
        || first.split(|byte| matches!(byte, b'\r' | b'\n')).filter(|line| !line.is_empty());
    for line in lines().take(ABOVE + 1) {
        let line = String::from_utf8_lossy(line);
        let parts = |sign: u8| -> Vec<String> {
            let parts = line.split(char::from(sign));
            parts.map(|part| part.trim().trim_matches(['"', '\u{feff}']).to_string()).collect()
        };
        if let Some(sign) = SIGNS.into_iter().find(|sign| Columns::is_head(&parts(*sign))) {
            return sign;
        }
    }
    let line = lines().next();
    let count = |sign: u8| line.map_or(0, |line| line.iter().filter(|byte| **byte == sign).count());
    // Of two that are as many the first.
    let mut best = b',';
    for sign in SIGNS {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}
