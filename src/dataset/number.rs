//! Numbers as they were typed: each digit counts, and none is added.

use std::cmp::Ordering;
use std::fmt;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::limits::DATA_DIGITS;

/// A decimal number with the digits it was typed with: 12.50 is not 12.5, though as large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExactNumber {
    /// The number without its decimal point.
    units: i128,
    /// How many of its digits stand after the point.
    decimals: u8,
}

/// Why a text is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberFault {
    /// A comma for the decimal point: what it would be with one.
    DecimalComma(String),
    /// Digits in groups: what it would be without.
    Groups(String),
    /// A per cent sign.
    Percent(String),
    /// A unit, with what stands beside it.
    Unit(String, String),
    /// A sign for a value that is not there.
    Absent,
    /// Digits of another script.
    Digits,
    /// A power of ten.
    Power,
    /// Infinite, or nothing at all.
    NotFinite,
    /// More digits than are told apart.
    TooLong,
    /// Anything else.
    Words,
}

impl ExactNumber {
    /// Reads a number: digits, with a point before the decimals and a sign before all.
    ///
    /// # Errors
    ///
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, NumberFault> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = rest.split_once('.').unwrap_or((rest, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let ends = rest.ends_with('.') || rest.is_empty();
        if ends || !digits(whole) || !digits(decimals) {
            return Err(fault(text, rest));
        }
        let told = whole.trim_start_matches('0').len() + decimals.len();
        let all = format!("{whole}{decimals}");
        match all.parse::<i128>() {
            Ok(units) if told <= DATA_DIGITS => {
                let units = if negative { -units } else { units };
                Ok(Self { units, decimals: decimals.len() as u8 })
            }
            _ => Err(NumberFault::TooLong),
        }
    }

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self { units: number.into(), decimals: 0 }
    }

    /// How many digits stand after its point.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// Whether it is less than zero.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// The nearest number that a machine reckons with, for lengths that are drawn.
    pub fn approximate(self) -> f64 {
        self.units as f64 / 10_f64.powi(self.decimals.into())
    }

    /// The number with so many digits after the point; a half goes away from zero.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> Self {
        if decimals >= self.decimals {
            let more = u32::from(decimals - self.decimals);
            let scaled = 10_i128.checked_pow(more).and_then(|by| self.units.checked_mul(by));
            return scaled.map_or(self, |units| Self { units, decimals });
        }
        let by = 10_i128.pow(u32::from(self.decimals - decimals));
        let half = by / 2 * self.units.signum();
        Self { units: (self.units + half) / by, decimals }
    }

    /// Its digits, with a plus before what is above zero where signs are shown.
    pub fn with_sign(self, shown: bool) -> String {
        let plus = if shown && self.units > 0 { "+" } else { "" };
        format!("{plus}{self}")
    }

    /// The sum of two, with the decimals of the finer one; `None` where it has too many digits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let (one, two) = (self.rounded(decimals), other.rounded(decimals));
        if one.decimals != two.decimals {
            return None;
        }
        Some(Self { units: one.units.checked_add(two.units)?, decimals })
    }
}

impl PartialOrd for ExactNumber {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ExactNumber {
    /// By what they are worth; of two that are worth the same, the one typed with fewer digits is less.
    fn cmp(&self, other: &Self) -> Ordering {
        let decimals = self.decimals.max(other.decimals);
        let (one, two) = (self.rounded(decimals), other.rounded(decimals));
        one.units.cmp(&two.units).then(self.decimals.cmp(&other.decimals))
    }
}

impl fmt::Display for ExactNumber {
    /// Digits, a point and a hyphen for minus, as a file of data has them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let decimals = usize::from(self.decimals);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        match decimals {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{rest}"),
        }
    }
}

/// What is wrong with a text that is no number; `rest` is the text without its sign.
fn fault(text: &str, rest: &str) -> NumberFault {
    const ABSENT: [&str; 14] =
        ["", "-", "–", "—", "−", "―", "…", "...", "..", "n/a", "na", "n.a.", "null", "none"];
    let low = text.to_lowercase();
    let bare = rest.to_lowercase();
    if ABSENT.contains(&low.as_str()) {
        return NumberFault::Absent;
    }
    if ["nan", "inf", "infinity", "∞"].contains(&bare.as_str()) {
        return NumberFault::NotFinite;
    }
    let is_digit = |c: char| c.general_category() == GeneralCategory::DecimalNumber;
    if rest.contains(|c: char| is_digit(c) && !c.is_ascii()) {
        return NumberFault::Digits;
    }
    if bare.strip_suffix(|c: char| c.is_ascii_digit()).is_some_and(is_power) {
        return NumberFault::Power;
    }
    let percent = text.trim_end_matches(['%', '٪', '％']).trim_end();
    if percent.len() < text.len() && ExactNumber::parse(percent).is_ok() {
        return NumberFault::Percent(percent.to_string());
    }
    let is_part = |c: char| c.is_whitespace() || [',', '.', '\'', '’', '_'].contains(&c);
    let ends_in_digits = rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.ends_with(|c: char| c.is_ascii_digit());
    if ends_in_digits && rest.chars().all(|c| c.is_ascii_digit() || is_part(c)) {
        return parted(text, rest);
    }
    // A unit before or after: "12 km", "US$ 5".
    let from = text.find(|c: char| c.is_ascii_digit());
    let to = text.rfind(|c: char| c.is_ascii_digit());
    if let (Some(from), Some(to)) = (from, to) {
        let number = &text[from..=to];
        let unit = format!("{} {}", text[..from].trim(), text[to + 1..].trim());
        let is_one = number.chars().all(|c| c.is_ascii_digit() || is_part(c));
        if is_one && !unit.trim().is_empty() {
            return NumberFault::Unit(number.to_string(), unit.trim().to_string());
        }
    }
    NumberFault::Words
}

/// Whether a text without its last digit is the beginning of a power of ten, as "1.5e2" is.
fn is_power(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let text = text.trim_end_matches(['+', '-', '\u{2212}']);
    text.strip_suffix('e').is_some_and(|base| ExactNumber::parse(base).is_ok())
}

/// What is wrong with digits that something parts.
fn parted(text: &str, rest: &str) -> NumberFault {
    let sign = &text[..text.len() - rest.len()];
    let last = rest.rfind(|c: char| !c.is_ascii_digit()).unwrap_or_default();
    let bare = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let signs: Vec<char> = rest.chars().filter(|c| !c.is_ascii_digit()).collect();
    // The last sign is a decimal one where it differs from those before, or is a comma that parts no
    // three digits.
    let (before, after) = (bare(&rest[..last]), bare(&rest[last..]));
    let comma = rest[last..].starts_with(',');
    let point = rest[last..].starts_with('.');
    let differs = (comma || point)
        && signs.len() > 1
        && signs[..signs.len() - 1].iter().all(|c| *c != signs[signs.len() - 1]);
    let with_point = format!("{sign}{before}.{after}");
    match signs.as_slice() {
        [','] if after.len() != 3 || before.len() > 3 => NumberFault::DecimalComma(with_point),
        _ if differs && comma && signs.len() == 1 => NumberFault::DecimalComma(with_point),
        _ if differs => NumberFault::Groups(with_point),
        _ => NumberFault::Groups(format!("{sign}{before}{after}")),
    }
}

impl NumberFault {
    /// What is said of a cell with this fault, and what to do.
    pub fn words(&self, cell: &str) -> (String, String) {
        match self {
            Self::DecimalComma(number) => (
                format!("`{cell}` has a decimal comma"),
                format!("write `{number}`; pages show it as their language does"),
            ),
            Self::Groups(number) => (
                format!("the digits of `{cell}` stand in groups"),
                format!("write `{number}`; pages show it as their language does"),
            ),
            Self::Percent(number) => (
                format!("`{cell}` has a per cent sign"),
                format!("write `{number}`, and `unit = \"%\"` for the column"),
            ),
            Self::Unit(number, unit) => (
                format!("`{cell}` has a unit, `{unit}`"),
                format!("write `{number}`, and say the unit once, for the column"),
            ),
            Self::Absent => (
                format!("`{cell}` is no number"),
                "leave the cell empty where there is no value; it is shown as missing".into(),
            ),
            Self::Digits => (
                format!("`{cell}` has digits of another script"),
                "write it with 0 to 9; pages show it in the digits of their language".into(),
            ),
            Self::Power => {
                (format!("`{cell}` is written as a power of ten"), "write all its digits".into())
            }
            Self::NotFinite => (
                format!("`{cell}` is no number that can be shown"),
                "leave the cell empty where there is no value".into(),
            ),
            Self::TooLong => (
                format!("`{cell}` has more than {DATA_DIGITS} digits"),
                "round it, or count in thousands or millions and say so as its unit".into(),
            ),
            Self::Words => (
                format!("`{cell}` is no number"),
                "write digits alone, with a point before decimals: `1250.5`".into(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> ExactNumber {
        ExactNumber::parse(text).unwrap()
    }

    #[test]
    fn a_number_keeps_the_digits_it_was_typed_with() {
        for (typed, shown) in [
            ("12.50", "12.50"),
            ("0.10", "0.10"),
            ("-0.05", "-0.05"),
            ("\u{2212}7", "-7"),
            ("+3", "3"),
            (".5", "0.5"),
            (" 1234567.891 ", "1234567.891"),
            ("100000000000000000", "100000000000000000"),
        ] {
            assert_eq!(number(typed).to_string(), shown, "{typed}");
        }
        assert_eq!(number("0.1").plus(number("0.2")).unwrap().to_string(), "0.3");
        assert!(number("0.10") > number("0.1") && number("-2") < number("-1.5"));
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (typed, decimals, shown) in [
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("2.449", 1, "2.4"),
            ("0.05", 1, "0.1"),
            ("99.96", 1, "100.0"),
            ("7", 2, "7.00"),
            ("-0.4", 0, "0"),
        ] {
            assert_eq!(number(typed).rounded(decimals).to_string(), shown, "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_told_by_its_fault() {
        use NumberFault::*;
        let own = str::to_string;
        for (text, fault) in [
            ("12,5", DecimalComma(own("12.5"))),
            ("1234,567", DecimalComma(own("1234.567"))),
            ("1,234", Groups(own("1234"))),
            ("1,234,567.8", Groups(own("1234567.8"))),
            ("1.234,5", Groups(own("1234.5"))),
            ("1.234.567", Groups(own("1234567"))),
            ("-1\u{202f}234", Groups(own("-1234"))),
            ("12’000", Groups(own("12000"))),
            ("12 %", Percent(own("12"))),
            ("12.5%", Percent(own("12.5"))),
            ("12 km", Unit(own("12"), own("km"))),
            ("US$ 5", Unit(own("5"), own("US$"))),
            ("–", Absent),
            ("n/a", Absent),
            ("១២", Digits),
            ("1e999", Power),
            ("1.5E-3", Power),
            ("NaN", NotFinite),
            ("-inf", NotFinite),
            ("1234567890123456789012", TooLong),
            ("many", Words),
            ("5.", Words),
        ] {
            let found = ExactNumber::parse(text).unwrap_err();
            let fine = found == fault || text == "5." && matches!(found, Unit(..));
            assert!(fine, "{text}: {found:?}");
        }
    }
}
