//! Numbers as a language writes them, by CLDR: digits, decimal sign, groups, per cent.

use std::str::FromStr;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};

use super::locale::Language;
use super::tags::chain;

/// How languages write per cent (`percentFormats` of CLDR 48, in the digits each is written with).
/// Where a language has no line, the sign follows the number. Regions stand before their languages.
const PERCENT: [(&str, &[&str]); 8] = [
    ("{n}%", &["de-CH", "de-LI", "es-419", "fr-CH"]),
    ("{n}\u{66a}\u{61c}", &["ar-EG", "ar-SA", "sd"]),
    ("{n}\u{200e}%\u{200e}", &["ar"]),
    (
        "{n}\u{a0}%",
        &[
            "be", "br", "ca", "cs", "da", "de", "dz", "es", "fi", "fo", "fr", "gl", "hr", "hsb",
            "lb", "lt", "mk", "nb", "nn", "no", "qu", "ro", "ru", "sk", "sl", "sv", "tk", "tt",
        ],
    ),
    ("{n}\u{a0}\u{66a}", &["ckb"]),
    ("%\u{a0}{n}", &["eu"]),
    ("{n}\u{66a}", &["fa", "ps"]),
    ("%{n}", &["ku", "tr"]),
];

/// Writes numbers in a language.
#[derive(Debug)]
pub struct NumberFormat {
    grouped: Option<DecimalFormatter>,
    bare: Option<DecimalFormatter>,
    percent: &'static str,
}

impl NumberFormat {
    /// The numbers of a language. One that CLDR does not know has those of no language.
    pub fn new(language: &Language) -> Self {
        let formatter = |grouping: GroupingStrategy| {
            let mut options = DecimalFormatterOptions::default();
            options.grouping_strategy = Some(grouping);
            DecimalFormatter::try_new(language.locale()?.into(), options).ok()
        };
        let tags = chain(language.words());
        let patterns = tags.iter().filter_map(|tag| {
            PERCENT.iter().find(|(_, tags)| tags.iter().any(|other| other == tag))
        });
        Self {
            grouped: formatter(GroupingStrategy::Auto),
            bare: formatter(GroupingStrategy::Never),
            percent: patterns.map(|(pattern, _)| *pattern).next().unwrap_or("{n}%"),
        }
    }

    /// A number of digits with a point and a hyphen for minus: `-1234.50`. All its digits are kept.
    pub fn number(&self, number: &str) -> String {
        written(self.grouped.as_ref(), number)
    }

    /// A number that counts nothing, such as a year: without groups.
    pub fn bare(&self, number: &str) -> String {
        written(self.bare.as_ref(), number)
    }

    /// A number of per cent.
    pub fn percent(&self, number: &str) -> String {
        self.percent.replace("{n}", &self.number(number))
    }
}

/// The minus of printers stands for the hyphen that CLDR has in its place.
fn written(formatter: Option<&DecimalFormatter>, number: &str) -> String {
    let formatted = Decimal::from_str(number)
        .ok()
        .and_then(|number| formatter.map(|formatter| formatter.format(&number).to_string()));
    formatted.unwrap_or_else(|| number.to_string()).replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_cldr_with_all_their_digits() {
        for (tag, number, percent) in [
            ("en", "\u{2212}1,234,567.50", "12.0%"),
            ("fr", "\u{2212}1\u{202f}234\u{202f}567,50", "12,0\u{a0}%"),
            ("es", "\u{2212}1.234.567,50", "12,0\u{a0}%"),
            ("es-MX", "\u{2212}1,234,567.50", "12.0%"),
            ("hi", "\u{2212}12,34,567.50", "12.0%"),
            ("km", "\u{2212}១.២៣៤.៥៦៧,៥០", "១២,០%"),
            ("my", "\u{2212}၁,၂၃၄,၅၆၇.၅၀", "၁၂.၀%"),
            ("ru", "\u{2212}1\u{a0}234\u{a0}567,50", "12,0\u{a0}%"),
            ("ar", "\u{200e}\u{2212}1,234,567.50", "12.0\u{200e}%\u{200e}"),
            ("pt", "\u{2212}1.234.567,50", "12,0%"),
            ("tr", "\u{2212}1.234.567,50", "%12,0"),
            ("zh-Hans", "\u{2212}1,234,567.50", "12.0%"),
        ] {
            let format = NumberFormat::new(&Language::new(tag));
            assert_eq!(format.number("-1234567.50"), number, "{tag}");
            assert_eq!(format.percent("12.0"), percent, "{tag}");
        }
        let spanish = NumberFormat::new(&Language::new("es"));
        assert_eq!(
            (spanish.number("1234"), spanish.bare("12345")),
            ("1234".into(), "12345".into())
        );
        assert_eq!(NumberFormat::new(&Language::new("km")).bare("2019"), "២០១៩");
    }
}
