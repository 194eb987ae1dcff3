//! A grid as CSV: RFC 4180, UTF-8.
//!
//! It begins with a byte order mark, for spreadsheet programs on Windows take a file without one for
//! text of the system's code page. Lines end with CR LF; within a cell with LF, as spreadsheets have it.
//!
//! A text that such a program would take for a formula has an apostrophe before it. Numbers have none,
//! nor has anything in the other formats, where the type of a cell says what it is.

use super::grid::{SheetGrid, SheetGridCell};

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// With what formulas begin; full-width forms too, which some programs take for the plain ones.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A grid as CSV.
pub fn csv(grid: &SheetGrid) -> Vec<u8> {
    let mut out = String::from(MARK);
    line(grid.heads.iter().map(|head| text(head)), &mut out);
    for row in &grid.rows {
        line(row.iter().map(cell), &mut out);
    }
    out.into_bytes()
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            out.push(',');
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

fn cell(cell: &SheetGridCell) -> String {
    match cell {
        SheetGridCell::Empty => String::new(),
        SheetGridCell::Number(number) => number.to_string(),
        SheetGridCell::Digits(digits) => digits.clone(),
        SheetGridCell::Text(words, _) => text(words),
    }
}

fn text(words: &str) -> String {
    let harmless = if words.starts_with(FORMULA) { format!("'{words}") } else { words.to_string() };
    let plain = !harmless.contains(['"', ',', '\r', '\n'])
        && !harmless.starts_with(char::is_whitespace)
        && !harmless.ends_with(char::is_whitespace);
    if plain { harmless } else { format!("\"{}\"", harmless.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::model::Direction;

    #[test]
    fn text_is_data() {
        for (written, cell) in [
            ("a b", "a b"),
            ("", ""),
            ("a, b", "\"a, b\""),
            ("\"a\"", "\"\"\"a\"\"\""),
            ("a\nb", "\"a\nb\""),
            (" a", "\" a\""),
            ("=1+1", "'=1+1"),
            ("+33 1", "'+33 1"),
            ("-a", "'-a"),
            ("@a", "'@a"),
            ("=a(1,2)", "\"'=a(1,2)\""),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("a=b", "a=b"),
            ("– a", "– a"),
        ] {
            assert_eq!(text(written), cell);
        }
        assert_eq!(cell(&SheetGridCell::Number(-3.25)), "-3.25");
        assert_eq!(cell(&SheetGridCell::Number(16.0)), "16");
        assert_eq!(cell(&SheetGridCell::Text("16.10".into(), Direction::Ltr)), "16.10");
    }
}
