//! The order of names in a language, as CLDR has it.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

use super::locale::Language;

/// Puts names in the order of a language. A language that CLDR does not know has the order of none.
pub struct NameOrder(Option<CollatorBorrowed<'static>>);

impl NameOrder {
    /// The order of a language.
    pub fn new(language: &Language) -> Self {
        let collator = |locale: icu_locale::Locale| {
            Collator::try_new(locale.into(), CollatorOptions::default()).ok()
        };
        Self(language.locale().and_then(collator))
    }

    /// Which of two names comes first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        match &self.0 {
            Some(collator) => collator.compare(one, other),
            None => one.cmp(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each in the order in which the language's own lists of countries have them: diacritics beside
    /// their letters, strokes of Chinese characters by their sound, Lao and Thai vowels behind the
    /// consonants they are written before.
    #[test]
    fn names_stand_as_dictionaries_have_them() {
        for (language, names) in [
            ("en", ["Åland Islands", "Albania", "Côte d’Ivoire", "Cuba"]),
            ("sv", ["Albanien", "Finland", "Zambia", "Åland"]),
            ("fr", ["Égypte", "Émirats arabes unis", "Équateur", "Fidji"]),
            ("es", ["Nepal", "Nigeria", "Ñuble", "Omán"]),
            ("th", ["กัมพูชา", "เคนยา", "ไทย", "เนปาล"]),
            ("zh-Hans", ["巴西", "古巴", "柬埔寨", "越南"]),
            ("ru", ["Египет", "Йемен", "Китай", "Япония"]),
        ] {
            let order = NameOrder::new(&Language::new(language));
            assert!(
                names.is_sorted_by(|one, other| order.compare(one, other) != Ordering::Greater),
                "{language}"
            );
        }
        let order = NameOrder::new(&Language::new("tlh"));
        assert_eq!(order.compare("a", "b"), Ordering::Less);
    }
}
