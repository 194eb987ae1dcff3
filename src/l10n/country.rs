//! Names of countries and areas by ISO 3166-1 alpha-2 code, in every language with labels.
//! `docs/countries.md` says which name that is, and why.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::built_in::for_languages;
use super::names::NameTables;

/// What a language's file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryTable {
    /// Whose the names are that say nothing else.
    whose: Whose,
    names: BTreeMap<String, CountryName>,
}

/// How a country is called in a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryName {
    /// Its short name, which pages print.
    pub name: String,
    /// The article that the short name has in a sentence, where the United Nations gives it one.
    pub article: Option<String>,
    /// The formal name of a state, without its article.
    pub formal: Option<String>,
    /// The article of the formal name.
    pub formal_article: Option<String>,
    whose: Option<Whose>,
    /// Other names that it is looked up by. They are printed nowhere.
    #[serde(default)]
    pub also: Vec<String>,
}

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    /// The United Nations’, in a language of theirs.
    Un,
    /// That of the Unicode Common Locale Data Repository.
    Cldr,
    /// The usual one, which is not CLDR's.
    Usage,
    /// The name of the United Nations in words of a language that is none of theirs.
    Rendered,
}

impl Whose {
    /// As machines read it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Un => "un",
            Self::Cldr => "cldr",
            Self::Usage => "usage",
            Self::Rendered => "rendered",
        }
    }
}

macro_rules! tables {
    ($($language:literal,)+) => {
        static COUNTRIES: NameTables<CountryTable> = NameTables::new(
            [$(($language, include_str!(concat!("countries/", $language, ".toml"))),)+]
        );
    };
}

for_languages!(tables);

/// How a country is called in a language, and whose name that is; `None` too where there is no table
/// for the language.
pub fn country_names(code: &str, language: &str) -> Option<(&'static CountryName, Whose)> {
    let table = COUNTRIES.of(language)?;
    let names = table.names.get(code)?;
    Some((names, names.whose.unwrap_or(table.whose)))
}

/// The name of a country in a language; `None` too where there is no table for it.
pub fn country_name(code: &str, language: &str) -> Option<&'static str> {
    country_names(code, language).map(|(names, _)| names.name.as_str())
}

/// The formal name of a state in a language, without its article; `None` too where there is none.
pub fn formal_name(code: &str, language: &str) -> Option<&'static str> {
    country_names(code, language)?.0.formal.as_deref()
}

/// All codes with their English names, by code.
pub fn country_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = COUNTRIES.english().names.iter();
    names.map(|(code, names)| (code.as_str(), names.name.as_str()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use icu_properties::CodePointSetData;
    use icu_properties::props::{BidiControl, DefaultIgnorableCodePoint};
    use unicode_normalization::is_nfc;

    use super::*;
    use crate::l10n::built_in::built_in_languages;

    #[test]
    fn every_table_names_every_country() {
        assert_eq!(country_name("KH", "en"), Some("Cambodia"));
        assert_eq!(country_name("KH", "km"), Some("កម្ពុជា"));
        assert_eq!(country_name("XX", "en"), None);
        let english: Vec<&str> = country_codes().map(|(code, _)| code).collect();
        assert_eq!(english.len(), 249);
        for language in built_in_languages() {
            let names = &COUNTRIES.of(language).unwrap().names;
            assert_eq!(names.keys().collect::<Vec<_>>(), english, "{language}");
        }
    }

    #[test]
    fn names_are_clean_and_no_two_countries_share_one() {
        // Nothing that is not seen: zero width spaces, soft hyphens, marks of direction.
        let unseen = |c: char| {
            CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
                || CodePointSetData::new::<BidiControl>().contains(c)
                || c.is_control()
        };
        for language in built_in_languages() {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for (code, names) in &COUNTRIES.of(language).unwrap().names {
                let all = [Some(&names.name), names.formal.as_ref(), names.article.as_ref()];
                for text in all.into_iter().flatten().chain(&names.also) {
                    let place = format!("{language} {code}: {text:?}");
                    assert!(!text.is_empty() && is_nfc(text), "{place}");
                    assert!(!text.chars().any(unseen), "{place}");
                    assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), *text);
                    assert!(!text.contains(['\'', '*', '[', ']', '_', '&', '"']), "{place}");
                    // Two vowels on one letter are written with a sign that changes the consonant.
                    for pair in ["\u{17bb}\u{17b8}", "\u{17bb}\u{17b7}"] {
                        assert!(!text.contains(pair), "{place}");
                    }
                    let brackets = |open, shut| {
                        assert_eq!(
                            text.matches(open).count(),
                            text.matches(shut).count(),
                            "{place}"
                        );
                    };
                    brackets('(', ')');
                    brackets('（', '）');
                }
                assert!(
                    seen.insert(&names.name),
                    "{language} {code}: {} is there twice",
                    names.name
                );
            }
            // A formal name may be another's short one nowhere.
            for (code, names) in &COUNTRIES.of(language).unwrap().names {
                if let Some(formal) = names.formal.as_deref().filter(|it| *it != names.name) {
                    assert!(!seen.contains(formal), "{language} {code}: {formal}");
                }
            }
        }
    }
}
