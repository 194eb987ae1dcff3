//! Names of regions by their codes in the United Nations' standard M49, in every language with labels.

use std::collections::BTreeMap;

use super::built_in::for_languages;
use super::names::NameTables;

macro_rules! tables {
    ($($language:literal,)+) => {
        static REGIONS: NameTables<BTreeMap<String, String>> = NameTables::new(
            [$(($language, include_str!(concat!("regions/", $language, ".toml"))),)+]
        );
    };
}

for_languages!(tables);

/// The name of a region in a language; `None` too where there is no table for it.
pub fn region_name(code: &str, language: &str) -> Option<&'static str> {
    REGIONS.of(language)?.get(code).map(String::as_str)
}

/// All codes with their English names, by code.
pub fn region_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    REGIONS.english().iter().map(|(code, name)| (code.as_str(), name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::built_in::built_in_languages;
    use crate::l10n::country::{country_codes, country_name};

    #[test]
    fn every_table_names_every_region_and_no_country() {
        assert_eq!(region_name("035", "en"), Some("South-eastern Asia"));
        assert_eq!(region_name("035", "km"), Some("អាស៊ីអាគ្នេយ៍"));
        assert_eq!(region_name("35", "en"), None);
        let english: Vec<&str> = region_codes().map(|(code, _)| code).collect();
        for language in built_in_languages() {
            let names = REGIONS.of(language).unwrap();
            assert_eq!(names.keys().collect::<Vec<_>>(), english, "{language}");
            for (code, name) in names {
                let same = names.values().filter(|other| *other == name).count();
                assert!(!name.is_empty() && same == 1, "{language} {code}");
                let named = |(code, _)| country_name(code, language) == Some(name);
                assert!(!country_codes().any(named), "{language} {code}: {name} is a country");
            }
        }
    }
}
