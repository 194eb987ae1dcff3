//! Names of countries and areas by ISO 3166-1 alpha-2 code, in every language with labels.

use super::built_in::for_languages;
use super::names::NameTables;

macro_rules! tables {
    ($($language:literal,)+) => {
        static COUNTRIES: NameTables = NameTables::new(
            [$(($language, include_str!(concat!("countries/", $language, ".toml"))),)+]
        );
    };
}

for_languages!(tables);

/// The name of a country in a language; `None` too where there is no table for it.
pub fn country_name(code: &str, language: &str) -> Option<&'static str> {
    COUNTRIES.name(code, language)
}

/// All codes with their English names, by code.
pub fn country_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.english()
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
        let english: Vec<&str> = country_codes().map(|(code, _)| code).collect();
        assert_eq!(english.len(), 249);
        for language in built_in_languages() {
            let names = COUNTRIES.of(language).unwrap();
            assert_eq!(names.keys().collect::<Vec<_>>(), english, "{language}");
            assert!(names.values().all(|name| !name.is_empty()), "{language}");
        }
    }
}
