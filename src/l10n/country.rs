//! Names of countries and areas by ISO 3166-1 alpha-2 code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

type Names = BTreeMap<String, String>;

static ENGLISH: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("countries/en.toml"))
        .expect("the built-in table of countries is valid; a test holds this")
});

/// The name of a country.
pub fn country_name(code: &str) -> Option<&'static str> {
    ENGLISH.get(code).map(String::as_str)
}

/// All codes with their names, by code.
pub fn country_codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENGLISH.iter().map(|(code, name)| (code.as_str(), name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_two_letter_codes() {
        assert_eq!(country_name("KH"), Some("Cambodia"));
        assert_eq!(country_name("XX"), None);
        assert_eq!(country_codes().count(), 249);
        assert!(country_codes().all(|(c, n)| c.len() == 2 && !n.is_empty()));
    }
}
