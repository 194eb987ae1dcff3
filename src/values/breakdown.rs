//! What part of a population a value is of, by the codes of its dimensions: those of SDMX's global code
//! lists, and what the SDG data portal writes.

use super::codes::{even, short};

/// A dimension that has words in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breakdown {
    /// Ages, counted in a unit.
    Age(AgeUnit, Option<AgeSpan>),
    /// Women or men, by the key of the word.
    Sex(Option<&'static str>),
    /// Town or country, by the key of the word.
    Location(Option<&'static str>),
}

/// What ages are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeUnit {
    /// Years.
    Years,
    /// Months.
    Months,
    /// Days.
    Days,
}

/// From which age to which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeSpan {
    /// One age.
    At(u16),
    /// From an age to another, both counted in.
    Range(u16, u16),
    /// From an age on.
    From(u16),
    /// Below an age.
    Below(u16),
}

impl Breakdown {
    /// What a code of a dimension says; without a part where the code is not known. `None` for other
    /// dimensions.
    pub fn of(dimension: &str, code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        match even(dimension).as_str() {
            "age" => {
                let (unit, span) = age(&code);
                Some(Self::Age(unit, span))
            }
            "sex" => Some(Self::Sex(match code.as_str() {
                "F" | "FEMALE" => Some("sex_f"),
                "M" | "MALE" => Some("sex_m"),
                _ => None,
            })),
            "location" | "urbanisation" | "urbanization" => {
                Some(Self::Location(match code.as_str() {
                    "U" | "URBAN" => Some("location_u"),
                    "R" | "RURAL" => Some("location_r"),
                    _ => None,
                }))
            }
            _ => None,
        }
    }
}

/// A code of a dimension in one form, however a file writes it: `F` and `FEMALE`, `15+` and `Y_GE15` are one.
pub(super) fn canonical(dimension: &str, code: &str) -> String {
    match Breakdown::of(dimension, code) {
        Some(Breakdown::Age(unit, Some(span))) => format!("{span:?} {unit:?}"),
        _ => short(code),
    }
}

/// Whether two codes of a dimension mean the same part.
pub fn same_part(dimension: &str, one: &str, two: &str) -> bool {
    canonical(dimension, one) == canonical(dimension, two)
}

/// Ages by their code: `Y5T17`, `Y_GE15`, `M0T11`; `5-17`, `15+`, `<1Y`.
fn age(code: &str) -> (AgeUnit, Option<AgeSpan>) {
    let sdmx = [('Y', AgeUnit::Years), ('M', AgeUnit::Months), ('D', AgeUnit::Days)]
        .into_iter()
        .find_map(|(letter, unit)| Some((unit, code.strip_prefix(letter)?)));
    match sdmx {
        Some((unit, rest)) => (unit, of_sdmx(rest)),
        None => (AgeUnit::Years, of_portal(code.strip_suffix('Y').unwrap_or(code))),
    }
}

fn of_sdmx(rest: &str) -> Option<AgeSpan> {
    if let Some((sign, rest)) = rest.strip_prefix('_').and_then(|rest| rest.split_at_checked(2)) {
        let age = whole(rest)?;
        return match sign {
            "GE" => Some(AgeSpan::From(age)),
            "GT" => Some(AgeSpan::From(age.checked_add(1)?)),
            "LT" => Some(AgeSpan::Below(age)),
            "LE" => Some(AgeSpan::Below(age.checked_add(1)?)),
            _ => None,
        };
    }
    if let Some((from, to)) = rest.split_once('T') {
        return range(whole(from)?, whole(to)?);
    }
    whole(rest).map(AgeSpan::At)
}

fn of_portal(code: &str) -> Option<AgeSpan> {
    if let Some(age) = code.strip_suffix('+') {
        return whole(age).map(AgeSpan::From);
    }
    if let Some(age) = code.strip_prefix(">=") {
        return whole(age).map(AgeSpan::From);
    }
    if let Some(age) = code.strip_prefix('<') {
        return whole(age).map(AgeSpan::Below);
    }
    match code.split_once(['-', '–']) {
        Some((from, to)) => range(whole(from)?, whole(to)?),
        None => whole(code).map(AgeSpan::At),
    }
}

fn range(from: u16, to: u16) -> Option<AgeSpan> {
    (from < to).then_some(AgeSpan::Range(from, to))
}

/// A number in digits alone, as numbers are written: `007` is a code of something else.
fn whole(text: &str) -> Option<u16> {
    let text = text.trim();
    if text.len() > 1 && text.starts_with('0') {
        return None;
    }
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_ages_are_read_by_rule() {
        use AgeSpan::{At, Below, From, Range};
        use AgeUnit::{Days, Months, Years};
        for (code, expected) in [
            ("Y5T17", (Years, Some(Range(5, 17)))),
            ("Y15T24", (Years, Some(Range(15, 24)))),
            ("Y_GE15", (Years, Some(From(15)))),
            ("Y_GT15", (Years, Some(From(16)))),
            ("Y_LT5", (Years, Some(Below(5)))),
            ("Y_LE4", (Years, Some(Below(5)))),
            ("Y0", (Years, Some(At(0)))),
            ("M36T47", (Months, Some(Range(36, 47)))),
            ("D0T27", (Days, Some(Range(0, 27)))),
            ("15+", (Years, Some(From(15)))),
            ("<1Y", (Years, Some(Below(1)))),
            ("<5", (Years, Some(Below(5)))),
            ("5-17", (Years, Some(Range(5, 17)))),
            ("15-49Y", (Years, Some(Range(15, 49)))),
            ("Y17T5", (Years, None)),
            ("YOUTH", (Years, None)),
            ("Y", (Years, None)),
            ("M", (Months, None)),
            ("+", (Years, None)),
            ("Y_GE", (Years, None)),
            ("Y_GÉ5", (Years, None)),
            ("Y5T99999", (Years, None)),
        ] {
            assert_eq!(age(code), expected, "{code}");
        }
    }

    #[test]
    fn dimensions_are_known_however_files_write_them() {
        assert_eq!(Breakdown::of("Sex", "FEMALE"), Breakdown::of("SEX", "F"));
        assert_eq!(Breakdown::of("Location", "URBAN"), Breakdown::of("URBANISATION", "U"));
        assert_eq!(Breakdown::of("Sex", "X"), Some(Breakdown::Sex(None)));
        assert_eq!(Breakdown::of("Quantile", "Q1"), None);
    }
}
