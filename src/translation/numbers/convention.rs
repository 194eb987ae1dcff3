//! How a language writes numbers.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::Locale;

use super::words::{self, NumberWords};

/// How a language writes numbers.
#[derive(Debug, Clone, Copy)]
pub struct Convention {
    /// What stands before the decimals.
    pub(super) decimal: char,
    /// What stands between groups of digits.
    pub(super) group: char,
    /// Whether its countries do not agree on these.
    pub(super) is_mixed: bool,
    /// Its numbers in words.
    pub(super) words: &'static NumberWords,
    /// How many years later than others its calendar has a year.
    years: &'static [LaterYears],
    /// Whether what a number is counted in may stand before it.
    pub(super) counts_before: bool,
}

/// Languages whose countries write numbers in different ways, unless the tag names one; and those
/// that are written in both ways wherever they are.
const MIXED: [&str; 2] = ["ar", "es"];
const MIXED_EVERYWHERE: [&str; 2] = ["km", "lo"];

/// The first of two hundred years of a calendar, and how much more it counts than ours.
type LaterYears = (i64, i64);

/// Calendars that count years from another one, by the languages that write their years, with the
/// years in which that can be: how much more they count than the Gregorian. A year that begins in
/// spring or autumn is in two of ours.
const YEARS: [(&[&str], &[LaterYears]); 4] = [
    // Buddhist; 1900 to 2100.
    (&["km", "lo", "th"], &[(2443, 543)]),
    // Solar Hijri.
    (&["fa", "ps"], &[(1279, -621), (1278, -622)]),
    // Bikram Sambat.
    (&["ne"], &[(1957, 57), (1956, 56)]),
    // Ethiopian.
    (&["am", "ti"], &[(1892, -8), (1893, -7)]),
];

/// Eras that are named before the year: years of them and of ours.
const ERAS: [(&str, i64); 5] =
    [("民國", 1911), ("民国", 1911), ("令和", 2018), ("平成", 1988), ("昭和", 1925)];

impl Convention {
    /// That of a language.
    pub fn of(tag: &str) -> Self {
        let language = tag.split('-').next().unwrap_or_default();
        let is_bare = tag.parse::<Locale>().is_ok_and(|locale| locale.id.region.is_none());
        let (group, decimal) = separators(tag).unwrap_or((',', '.'));
        let years = YEARS.iter().find(|(languages, _)| languages.contains(&language));
        Self {
            decimal,
            group,
            is_mixed: MIXED_EVERYWHERE.contains(&language) || is_bare && MIXED.contains(&language),
            words: words::of(language),
            years: years.map_or(&[], |(_, years)| years),
            counts_before: language == "my",
        }
    }

    /// A number of another language as this one writes it; `None` where that is no other way, and where
    /// its countries do not agree.
    pub fn of_other(&self, number: &str, other: &Self) -> Option<String> {
        let sign = |c: char| match c {
            c if c.is_ascii_digit() => Some(c),
            c if c == other.group => Some(self.group),
            c if c == other.decimal => Some(self.decimal),
            _ => None,
        };
        let written: String = number.chars().map(sign).collect::<Option<String>>()?;
        (!self.is_mixed && !other.is_mixed && written != number).then_some(written)
    }

    /// The years of our calendar that a number can mean.
    pub(super) fn years(&self, number: i64) -> impl Iterator<Item = i64> {
        let years =
            self.years.iter().filter(move |(from, _)| (*from..=from + 200).contains(&number));
        years.map(move |(_, more)| number - more)
    }
}

/// The year of our calendar that a year of an era is, where the text before it names one.
pub(super) fn year_of_era(before: &[char], year: i64) -> Option<i64> {
    let named = |era: &str| {
        let era: Vec<char> = era.chars().collect();
        before.ends_with(&era)
    };
    let (_, first) = ERAS.iter().find(|(era, _)| named(era))?;
    first.checked_add(year)
}

/// What CLDR puts between groups and before decimals.
fn separators(tag: &str) -> Option<(char, char)> {
    let locale: Locale = tag.parse().ok()?;
    let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).ok()?;
    let number: Decimal = "1234567.5".parse().ok()?;
    let shown = formatter.format(&number).to_string();
    let mut between = shown.chars().filter(|c| !c.is_numeric());
    let group = between.next()?;
    Some((group, between.next_back()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_those_of_cldr() {
        for (tag, group, decimal) in [
            ("en", ',', '.'),
            ("fr", '\u{202f}', ','),
            ("es", '.', ','),
            ("es-MX", ',', '.'),
            ("pt-BR", '.', ','),
            ("ru", '\u{a0}', ','),
            ("vi", '.', ','),
            ("hi", ',', '.'),
            ("th", ',', '.'),
            ("zh-Hans", ',', '.'),
        ] {
            let convention = Convention::of(tag);
            assert_eq!((convention.group, convention.decimal), (group, decimal), "{tag}");
        }
        assert!(Convention::of("es").is_mixed && !Convention::of("es-MX").is_mixed);
        assert_eq!(Convention::of("not a tag").decimal, '.');
    }

    #[test]
    fn a_number_is_carried_into_another_language() {
        let (en, fr) = (Convention::of("en"), Convention::of("fr"));
        assert_eq!(fr.of_other("2,400.5", &en).as_deref(), Some("2\u{202f}400,5"));
        assert_eq!(en.of_other("2\u{202f}400,5", &fr).as_deref(), Some("2,400.5"));
        assert_eq!(fr.of_other("2400", &en), None);
        assert_eq!(fr.of_other("16.b", &en), None);
        assert_eq!(Convention::of("es").of_other("2,400", &en), None);
    }

    #[test]
    fn years_of_other_calendars_are_ours() {
        let years = |tag: &str, year| -> Vec<i64> { Convention::of(tag).years(year).collect() };
        assert_eq!(years("th", 2568), [2025]);
        assert_eq!(years("en", 2568), [0; 0]);
        assert_eq!(years("fa", 1404), [2025, 2026]);
        assert_eq!(years("ne", 2082), [2025, 2026]);
        assert_eq!(years("am", 2018), [2026, 2025]);
        let before: Vec<char> = "中華民國".chars().collect();
        assert_eq!(year_of_era(&before, 114), Some(2025));
        assert_eq!(year_of_era(&[], 114), None);
    }
}
