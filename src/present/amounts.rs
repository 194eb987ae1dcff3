//! What values print as: numbers rounded by one rule, bounds and ranges as they are.

use crate::dataset::ExactNumber;
use crate::l10n::NumberFormat;
use crate::values::{CellAmount, shifted};

/// So many bytes of both its numbers make a range long.
const LONG_RANGE: usize = 18;

/// A value of a file in the language, with its power of ten written out, so that nobody has to reckon. A
/// bound that were rounded would be false.
pub(super) fn amount(own: &CellAmount, power: i8, percent: bool, format: &NumberFormat) -> String {
    match *own {
        CellAmount::Number(number) => {
            let whole = whole(number, power);
            let shown = ExactNumber::parse(&whole).map_or(whole, |own| rounded(own).to_string());
            if percent { format.percent(&shown) } else { format.number(&shown) }
        }
        own => written(own, power, percent, format),
    }
}

/// A value that a brief gives, in the language, with all its digits; `None` where it is in words.
pub(super) fn as_typed(typed: &str, percent: bool, format: &NumberFormat) -> Option<String> {
    let own = CellAmount::read(typed).ok().flatten()?;
    Some(written(own, 0, percent, format))
}

fn written(own: CellAmount, power: i8, percent: bool, format: &NumberFormat) -> String {
    let one = |number: ExactNumber| match percent {
        true => format.percent(&whole(number, power)),
        false => format.number(&whole(number, power)),
    };
    match own {
        CellAmount::Number(number) => one(number),
        CellAmount::Bound(sign, number) => format!("{sign}\u{2060}{}", one(number)),
        CellAmount::Range(from, to) => {
            let (from, to) = (format.number(&whole(from, power)), one(to));
            // A range that is wider than a column breaks behind its dash.
            let mark = if from.len() + to.len() > LONG_RANGE { '\u{200b}' } else { '\u{2060}' };
            format!("{from}\u{2060}–{mark}{to}")
        }
    }
}

/// A number with its power of ten, digit by digit.
fn whole(number: ExactNumber, power: i8) -> String {
    match power {
        0 => number.to_string(),
        power => shifted(&number.to_string(), power),
    }
}

/// A number as it is printed: zeros at the end of what the file has are left out; of 1 and more one decimal
/// is kept, of less two digits from the first that is not zero on. A zero that comes of rounding stays, for
/// it says how fine the number is.
fn rounded(number: ExactNumber) -> ExactNumber {
    let typed = number.to_string();
    let bare = match typed.contains('.') {
        true => typed.trim_end_matches('0').trim_end_matches('.'),
        false => &typed,
    };
    let number = ExactNumber::parse(bare).unwrap_or(number);
    let once = number.rounded(kept(number));
    // What is rounded up to the next power of ten has a digit more than it needs.
    number.rounded(kept(once).min(kept(number)))
}

/// How many decimals of a number are kept.
fn kept(number: ExactNumber) -> u8 {
    let text = number.to_string();
    let (whole, decimals) = text.trim_start_matches('-').split_once('.').unwrap_or((&text, ""));
    if number.is_zero() || whole.bytes().any(|byte| byte != b'0') {
        return number.decimals().min(1);
    }
    let zeros = decimals.bytes().take_while(|byte| *byte == b'0').count();
    u8::try_from(zeros + 2).unwrap_or(u8::MAX).min(number.decimals())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::Language;

    #[test]
    fn numbers_are_rounded_by_one_rule() {
        for (typed, printed) in [
            ("73.3000000000000", "73.3"),
            ("69.36211", "69.4"),
            ("2.31327", "2.3"),
            ("-2.54", "-2.5"),
            ("331", "331"),
            ("70.00", "70"),
            ("12.96", "13.0"),
            ("0.0345", "0.035"),
            ("0.5", "0.5"),
            ("0.05", "0.05"),
            ("0.456", "0.46"),
            ("0.00", "0"),
            ("0.999", "1.0"),
            ("-0.996", "-1.0"),
            ("0.0996", "0.10"),
            ("0.00099999", "0.0010"),
            ("0.994", "0.99"),
            ("1200000", "1200000"),
        ] {
            let number = ExactNumber::parse(typed).unwrap();
            assert_eq!(rounded(number).to_string(), printed, "{typed}");
        }
    }
    #[test]
    fn thousands_and_millions_are_written_out() {
        let format = NumberFormat::new(&Language::new("en"));
        for (typed, power, shown) in [
            ("1028.31234", 6, "1,028,312,340"),
            ("17", 3, "17,000"),
            ("69.36211", 0, "69.4"),
            ("345", -4, "0.035"),
            ("123456789012345", 6, "123,456,789,012,345,000,000"),
            ("<0.125", 0, "<\u{2060}0.125"),
            ("<0.1", 6, "<\u{2060}100,000"),
            ("1.25-3.75", 3, "1,250\u{2060}–\u{2060}3,750"),
            ("2.5-78.25", 6, "2,500,000\u{2060}–\u{200b}78,250,000"),
        ] {
            let own = CellAmount::read(typed).unwrap().unwrap();
            assert_eq!(amount(&own, power, false, &format), shown, "{typed}");
        }
    }
}
