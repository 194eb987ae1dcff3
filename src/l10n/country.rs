//! Names of countries and areas by ISO 3166-1 alpha-2 code, in every language with labels.

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Names = BTreeMap<String, String>;

macro_rules! tables {
    ($($language:literal,)+) => {
        const TABLES: &[(&str, &str)] =
            &[$(($language, include_str!(concat!("countries/", $language, ".toml"))),)+];
    };
}

for_languages!(tables);

static NAMES: LazyLock<BTreeMap<&str, Names>> = LazyLock::new(|| {
    let read = |toml| toml::from_str(toml).expect("built-in tables are valid; a test holds this");
    TABLES.iter().map(|(language, toml)| (*language, read(toml))).collect()
});

/// The name of a country in a language; in English where there is no table for it.
pub fn country_name(code: &str, language: &str) -> Option<&'static str> {
    let names = NAMES.get(language).unwrap_or(&NAMES["en"]);
    names.get(code).map(String::as_str)
}

/// All codes with their English names, by code.
pub fn country_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES["en"].iter().map(|(code, name)| (code.as_str(), name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_names_every_country() {
        assert_eq!(country_name("KH", "en"), Some("Cambodia"));
        assert_eq!(country_name("KH", "km"), Some("កម្ពុជា"));
        assert_eq!(country_name("XX", "en"), None);
        let languages: Vec<&str> = NAMES.keys().copied().collect();
        assert_eq!(languages, crate::l10n::built_in_languages().collect::<Vec<_>>());
        let english: Vec<&String> = NAMES["en"].keys().collect();
        assert_eq!(english.len(), 249);
        for (language, names) in NAMES.iter() {
            assert_eq!(names.keys().collect::<Vec<_>>(), english, "{language}");
            assert!(names.values().all(|name| !name.is_empty()), "{language}");
        }
    }
}
