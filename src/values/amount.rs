//! What stands in a cell of values: a number, a bound of one, or a range.

use crate::dataset::ExactNumber;
use crate::limits::DATA_DIGITS;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellAmount {
    /// A number.
    Number(ExactNumber),
    /// Less, or more, than a number, by the sign that says so.
    Bound(&'static str, ExactNumber),
    /// From a number to another.
    Range(ExactNumber, ExactNumber),
}

/// What the United Nations' files write where there is no value: `N` is what is not relevant.
const ABSENT: [&str; 12] =
    ["", "nan", "n", "na", "n/a", "n.a.", "-", "–", "..", "...", "…", "null"];

/// Signs before a number, and how they are printed.
const BOUNDS: [(&str, &str); 6] =
    [("<=", "≤"), (">=", "≥"), ("≤", "≤"), ("≥", "≥"), ("<", "<"), (">", ">")];

impl CellAmount {
    /// Reads a cell; `Ok(None)` where it says that there is no value.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what to do.
    pub fn read(cell: &str) -> Result<Option<Self>, (String, String)> {
        let cell = cell.trim();
        if ABSENT.contains(&cell.to_lowercase().as_str()) {
            return Ok(None);
        }
        for (typed, sign) in BOUNDS {
            if let Some(rest) = cell.strip_prefix(typed) {
                return number(rest.trim()).map(|number| Some(CellAmount::Bound(sign, number)));
            }
        }
        if let Some((from, to)) = parts_of_range(cell) {
            return Ok(Some(CellAmount::Range(from, to)));
        }
        number(cell).map(|number| Some(CellAmount::Number(number)))
    }

    /// A number to draw it by: of a range the middle.
    pub fn approximate(&self) -> f64 {
        match self {
            CellAmount::Number(number) | CellAmount::Bound(_, number) => number.approximate(),
            CellAmount::Range(from, to) => f64::midpoint(from.approximate(), to.approximate()),
        }
    }
}

/// The ends of a range: `1-5`, `1–5`, `0.1 - 0.5`.
fn parts_of_range(cell: &str) -> Option<(ExactNumber, ExactNumber)> {
    let (from, to) = ends_of(cell)?;
    let both = ExactNumber::parse(from).ok().zip(ExactNumber::parse(to).ok());
    both.filter(|(from, to)| from <= to)
}

fn ends_of(cell: &str) -> Option<(&str, &str)> {
    let (at, sign) = cell.char_indices().skip(1).find(|(_, c)| matches!(c, '-' | '–'))?;
    Some((cell[..at].trim(), cell[at + sign.len_utf8()..].trim()))
}

/// A value in plain digits, each of those it was typed with, times a power of ten: `<100000` for `<0.1` in
/// millions. Zeros at the end of decimals say nothing here.
pub(super) fn digits(exact: &str, amount: CellAmount, power: i8) -> String {
    let exact = exact.trim();
    let one = |text: &str| {
        let text = text.trim().replace('\u{2212}', "-");
        let text = text.strip_prefix('+').unwrap_or(&text);
        shifted(&plain(text).unwrap_or_else(|| text.to_string()), power)
    };
    match amount {
        CellAmount::Number(_) => one(exact),
        // As they are typed, where nothing is to be reckoned.
        _ if power == 0 => exact.to_string(),
        CellAmount::Bound(sign, _) => {
            format!("{sign}{}", one(exact.trim_start_matches(['<', '>', '=', '≤', '≥'])))
        }
        CellAmount::Range(..) => {
            let (from, to) = ends_of(exact).unwrap_or((exact, exact));
            format!("{}-{}", one(from), one(to))
        }
    }
}

/// A text that is a number in plain digits; any other as it is.
pub fn plain_digits(typed: &str) -> String {
    match CellAmount::read(typed) {
        Ok(Some(own)) => digits(typed, own, 0),
        _ => typed.to_string(),
    }
}

/// A decimal number with its point moved to the right by so many places, and without zeros at its end.
pub fn shifted(number: &str, power: i8) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let point = whole.len() as isize + isize::from(power);
    let (whole, part) = match usize::try_from(point) {
        Ok(point) if point >= all.len() => (format!("{all:0<point$}"), String::new()),
        Ok(point) => (all[..point].to_string(), all[point..].to_string()),
        Err(_) => (String::new(), format!("{}{all}", "0".repeat(point.unsigned_abs()))),
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let part = part.trim_end_matches('0');
    let sign = if whole == "0" && part.is_empty() { "" } else { sign };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A number as files have it: with many digits, or as a power of ten.
fn number(text: &str) -> Result<ExactNumber, (String, String)> {
    let fault = match ExactNumber::parse(text) {
        Ok(number) => return Ok(number),
        Err(fault) => fault,
    };
    let plain = plain(text).unwrap_or_else(|| text.to_string());
    // More digits than are told apart come of reckoning; none of them is printed.
    let fraction = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let whole = plain.trim_start_matches(['-', '+', '0']).find('.').unwrap_or(0);
    let room = DATA_DIGITS.saturating_sub(whole);
    let cut = plain.len() - fraction.saturating_sub(room);
    let short = plain.get(..cut).unwrap_or(&plain);
    // What is to be done in a file of data of one's own is not what is to be done here.
    let help = "correct it in the file, with digits and a point, or export the data again";
    ExactNumber::parse(short).map_err(|_| (fault.words(text).0, help.to_string()))
}

/// `1.5e-3` with all its digits.
pub(super) fn plain(text: &str) -> Option<String> {
    let (base, power) = text.split_once(['e', 'E'])?;
    let power: i32 = power.parse().ok().filter(|power: &i32| power.abs() <= 30)?;
    let (sign, base) = base.strip_prefix('-').map_or(("", base), |rest| ("-", rest));
    let (whole, decimals) = base.split_once('.').unwrap_or((base, ""));
    let mut digits = format!("{whole}{decimals}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut point = whole.len() as i32 + power;
    while point <= 0 {
        digits.insert(0, '0');
        point += 1;
    }
    while (digits.len() as i32) < point {
        digits.push('0');
    }
    let (whole, decimals) = digits.split_at(point as usize);
    Some(if decimals.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{decimals}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_files_write() {
        let shown = |cell: &str| match CellAmount::read(cell) {
            Ok(None) => "none".to_string(),
            Ok(Some(CellAmount::Number(number))) => number.to_string(),
            Ok(Some(CellAmount::Bound(sign, number))) => format!("{sign}{number}"),
            Ok(Some(CellAmount::Range(from, to))) => format!("{from}..{to}"),
            Err((message, _)) => message,
        };
        for (cell, expected) in [
            ("73.3000000000000", "73.3000000000000"),
            ("1.703818596705627", "1.703818596705627"),
            ("0.00001703818596705627", "0.000017038185967056"),
            ("<0.1", "<0.1"),
            (">95", ">95"),
            ("<= 3", "≤3"),
            ("-2.54", "-2.54"),
            ("1-5", "1..5"),
            ("0.1 – 0.5", "0.1..0.5"),
            ("1e-05", "0.00001"),
            ("1.5E3", "1500"),
            ("-2.5e-1", "-0.25"),
            ("NaN", "none"),
            ("", "none"),
            ("N", "none"),
            ("abc", "`abc` is no number"),
            ("12,5", "`12,5` has a decimal comma"),
        ] {
            assert_eq!(shown(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_point_is_moved_whatever_stands_before_it() {
        for (number, power, moved) in [
            ("20.50", 0, "20.5"),
            ("20.5", 6, "20500000"),
            ("-20.5", 1, "-205"),
            ("0.25", 1, "2.5"),
            ("20.5", -3, "0.0205"),
            ("7", -1, "0.7"),
            ("0", 3, "0"),
            ("-0.0", 0, "0"),
            ("1e-05", 3, "0.01"),
            ("123456789012345678", 0, "123456789012345678"),
            ("0.1234567890123456789012345", 0, "0.1234567890123456789012345"),
            ("<0.1", 6, "<100000"),
            ("<= 0.1", 1, "≤1"),
            ("<0.10", 0, "<0.10"),
            ("1-5", 6, "1000000-5000000"),
            ("1.5 – 5", 0, "1.5 – 5"),
        ] {
            let amount = CellAmount::read(number).unwrap().unwrap();
            assert_eq!(digits(number, amount, power), moved, "{number}");
        }
    }
}
