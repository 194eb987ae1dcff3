//! Names of countries and areas by ISO 3166-1 alpha-2 code, in every language with labels.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::built_in::for_languages;

type CountryNames = BTreeMap<String, String>;

macro_rules! tables {
    ($($language:literal,)+) => {
        const TABLES: &[(&str, &str)] =
            &[$(($language, include_str!(concat!("countries/", $language, ".toml"))),)+];
    };
}

for_languages!(tables);

/// The names in a language, where there is a table for it. A table is read when it is first asked
/// for.
fn names_in(language: &str) -> Option<&'static CountryNames> {
    static READ: [OnceLock<CountryNames>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
    let at = TABLES.iter().position(|(name, _)| *name == language)?;
    Some(READ[at].get_or_init(|| {
        toml::from_str(TABLES[at].1).expect("built-in tables are valid; a test holds this")
    }))
}

fn english() -> &'static CountryNames {
    names_in("en").expect("English is built in")
}

/// The name of a country in a language; `None` too where there is no table for it.
pub fn country_name(code: &str, language: &str) -> Option<&'static str> {
    names_in(language)?.get(code).map(String::as_str)
}

/// All codes with their English names, by code.
pub fn country_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    english().iter().map(|(code, name)| (code.as_str(), name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::built_in::built_in_languages;

    #[test]
    fn every_table_names_every_country() {
        assert_eq!(country_name("KH", "en"), Some("Cambodia"));
        assert_eq!(country_name("KH", "km"), Some("កម្ពុជា"));
        assert_eq!(country_name("XX", "en"), None);
        let english: Vec<&String> = english().keys().collect();
        assert_eq!(english.len(), 249);
        for language in built_in_languages() {
            let names = names_in(language).unwrap();
            assert_eq!(names.keys().collect::<Vec<_>>(), english, "{language}");
            assert!(names.values().all(|name| !name.is_empty()), "{language}");
        }
    }
}
