//! Languages: script, direction and digits.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality};

use super::pseudo::{PSEUDO_LOCALES, Pseudo};
use super::tags::maximized;

/// The release of Unicode's Common Locale Data Repository that libraries take words and forms from.
pub const CLDR: &str = "49";

/// What a language asks of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag, as in file names.
    pub tag: String,
    /// Which of Unicode's pseudo-locales it is, if any.
    pub pseudo: Option<Pseudo>,
    /// The language with its script and region, the likely ones where the tag has none.
    full: LanguageIdentifier,
}

/// Whether a text is the BCP 47 tag of a language.
pub fn is_language_tag(tag: &str) -> bool {
    tag.parse::<LanguageIdentifier>().is_ok_and(|tag| !tag.language.is_unknown())
}

impl Language {
    /// The language of a tag.
    pub fn new(tag: &str) -> Self {
        let pseudo = PSEUDO_LOCALES.iter().find(|(name, _)| *name == tag).map(|(_, kind)| *kind);
        let words = if pseudo.is_some() { "en" } else { tag };
        Self { tag: tag.to_string(), pseudo, full: maximized(words) }
    }

    /// The tag of the language whose labels, dates and digits are used.
    pub fn words(&self) -> &str {
        if self.pseudo.is_some() { "en" } else { &self.tag }
    }

    /// The language alone, as Typst takes it.
    pub fn language(&self) -> &str {
        self.words().split('-').next().unwrap_or_default()
    }

    /// The region, as Typst takes it: two letters, the tag's own or, where it says a script, one that
    /// says the same. `zh-Hans` is `zh-CN`.
    pub fn region(&self) -> Option<String> {
        let id = self.words().parse::<Locale>().ok()?.id;
        let region = match id.region {
            Some(region) => region,
            None => {
                let region = id.script.and(self.full.region)?;
                let says_it = maximized(&format!("{}-{region}", id.language)).script == id.script;
                says_it.then_some(region)?
            }
        };
        Some(region.to_string()).filter(|region| region.len() == 2)
    }

    /// What Typst calls it, where that says less than the tag: `es` for `es-419`, `sr` for `sr-Latn`.
    pub fn called_less(&self) -> Option<String> {
        if self.pseudo.is_some() {
            return None;
        }
        let mut called = self.language().to_string();
        if let Some(region) = self.region() {
            called = format!("{called}-{region}");
        }
        (maximized(&called) != self.full).then_some(called)
    }

    /// The script it is written in, by its code in ISO 15924: `"Latn"`.
    pub fn script(&self) -> String {
        self.full.script.map_or_else(|| "Latn".to_string(), |script| script.to_string())
    }

    /// Whether it is written from right to left.
    pub fn rtl(&self) -> bool {
        self.pseudo == Some(Pseudo::Mirrored)
            || LocaleDirectionality::new_extended().is_right_to_left(&self.full)
    }

    /// Whether its characters are as wide as Chinese ones.
    pub fn is_wide(&self) -> bool {
        ["Hans", "Hant", "Jpan", "Kore"].contains(&self.script().as_str())
    }

    /// The ten digits it numbers pages and findings with, from zero, as CLDR has them.
    pub fn digits(&self) -> String {
        let formatter = self
            .locale()
            .and_then(|locale| DecimalFormatter::try_new(locale.into(), Default::default()).ok());
        match formatter {
            Some(formatter) => {
                (0..10).map(|n| formatter.format(&Decimal::from(n)).to_string()).collect()
            }
            None => "0123456789".into(),
        }
    }

    /// Its locale in CLDR. English of no country has its dates written as the United Nations does.
    pub(super) fn locale(&self) -> Option<Locale> {
        let words = self.words();
        if words == "en" {
            return "en-GB".parse().ok();
        }
        // Cambodia’s official documents have Khmer digits, where CLDR has Western ones.
        if self.language() == "km" && !words.contains("-u-") {
            return format!("{words}-u-nu-khmr").parse().ok();
        }
        words.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_direction_and_digits() {
        assert!(Language::new("ar").rtl() && Language::new("ar-XB").rtl());
        assert!(!Language::new("km").rtl());
        assert_eq!(Language::new("en").digits(), "0123456789");
        assert_eq!(Language::new("my").digits(), "၀၁၂၃၄၅၆၇၈၉");
        assert_eq!(Language::new("km").digits(), "០១២៣៤៥៦៧៨៩");
        for (tag, rtl) in [("fa", true), ("ckb", true), ("pa-Arab", true), ("az-Latn", false)] {
            assert_eq!(Language::new(tag).rtl(), rtl, "{tag}");
        }
    }

    #[test]
    fn typst_is_told_a_region_that_says_the_script() {
        for (tag, region, script) in [
            ("zh-Hans", Some("CN"), "Hans"),
            ("zh-Hant", Some("TW"), "Hant"),
            ("zh-HK", Some("HK"), "Hant"),
            ("en", None, "Latn"),
            ("en-US", Some("US"), "Latn"),
            ("es-419", None, "Latn"),
            ("sr-Latn", None, "Latn"),
            ("sr", None, "Cyrl"),
            ("ur", None, "Arab"),
            ("ar-XB", None, "Latn"),
        ] {
            let language = Language::new(tag);
            assert_eq!(language.region().as_deref(), region, "{tag}");
            let less = ["es-419", "sr-Latn"].contains(&tag);
            assert_eq!(language.called_less().is_some(), less, "{tag}");
            assert_eq!(language.script(), script, "{tag}");
        }
    }
}
