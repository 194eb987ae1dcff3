//! Codes of countries and areas, what each is to the United Nations, and the regions and groups that it
//! is in: `countries/codes.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// What is known of a country beside its names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryFacts {
    /// Its ISO 3166-1 alpha-3 code.
    pub alpha3: String,
    /// Its three digits in ISO 3166-1 and M49.
    pub number: String,
    /// Whether M49 lists it.
    #[serde(default = "yes")]
    pub in_m49: bool,
    /// What it is to the United Nations.
    #[serde(rename = "is")]
    pub standing: Membership,
    /// The codes of its region, its subregion and, where there is one, its intermediate region.
    pub regions: Vec<String>,
    /// The groups it is in.
    #[serde(default)]
    pub groups: Vec<CountryGroup>,
    /// What else has to be said.
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}

/// What a country is to the United Nations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Membership {
    /// A member state.
    Member,
    /// A state that observes without being a member.
    Observer,
    /// Neither.
    Area,
}

impl Membership {
    /// As machines read it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Observer => "observer",
            Self::Area => "area",
        }
    }

    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Member => "member state of the United Nations",
            Self::Observer => "observer state at the United Nations",
            Self::Area => "area; neither member nor observer state of the United Nations",
        }
    }
}

/// A group of countries in M49.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountryGroup {
    /// Least developed countries.
    Ldc,
    /// Landlocked developing countries.
    Lldc,
    /// Small island developing States.
    Sids,
}

impl CountryGroup {
    /// As machines read it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ldc => "ldc",
            Self::Lldc => "lldc",
            Self::Sids => "sids",
        }
    }

    /// In words.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Ldc => "least developed countries",
            Self::Lldc => "landlocked developing countries",
            Self::Sids => "small island developing States",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryCodes {
    as_of: String,
    countries: BTreeMap<String, CountryFacts>,
}

fn facts() -> &'static CountryCodes {
    static FACTS: OnceLock<CountryCodes> = OnceLock::new();
    let read = || toml::from_str(include_str!("countries/codes.toml"));
    FACTS.get_or_init(|| read().expect("the built-in codes are valid; a test holds this"))
}

/// What is known of a country, by its ISO 3166-1 alpha-2 code.
pub fn country_facts(code: &str) -> Option<&'static CountryFacts> {
    facts().countries.get(code)
}

/// The country with a code of ISO 3166-1 or M49, whatever its case and leading zeros.
pub fn country_with_code(code: &str) -> Option<&'static str> {
    let upper = code.to_ascii_uppercase();
    let number = match code.bytes().all(|byte| byte.is_ascii_digit()) {
        true => code.parse::<u16>().ok(),
        false => None,
    };
    let is_it = |alpha2: &str, facts: &CountryFacts| {
        let own = || facts.number.parse::<u16>().ok();
        alpha2 == upper || facts.alpha3 == upper || (number.is_some() && number == own())
    };
    let found = facts().countries.iter().find(|(alpha2, facts)| is_it(alpha2, facts));
    found.map(|(alpha2, _)| alpha2.as_str())
}

/// The day for which the groups are told, as ISO 8601 writes it.
pub fn groups_as_of() -> &'static str {
    &facts().as_of
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::l10n::built_in::built_in_languages;
    use crate::l10n::country::{Whose, country_codes, country_names};
    use crate::l10n::region::region_name;

    /// Those that have short and formal names in lists of the United Nations.
    const UN: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh-Hans"];

    /// Formal names that are those of the states themselves, in a language of their own; the last is how
    /// the state wants to be called in it.
    const STATES_OWN: [(&str, &str); 16] = [
        ("hi", "IN"),
        ("km", "KH"),
        ("lo", "LA"),
        ("my", "MM"),
        ("pt", "AO"),
        ("pt", "BR"),
        ("pt", "CV"),
        ("pt", "GQ"),
        ("pt", "GW"),
        ("pt", "MZ"),
        ("pt", "PT"),
        ("pt", "ST"),
        ("pt", "TL"),
        ("th", "TH"),
        ("vi", "VN"),
        ("vi", "KR"),
    ];

    #[test]
    fn every_country_has_codes_of_its_own() {
        let facts = facts();
        let named: Vec<&str> = country_codes().map(|(code, _)| code).collect();
        assert_eq!(facts.countries.keys().collect::<Vec<_>>(), named);
        let (mut alpha3, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for (code, facts) in &facts.countries {
            assert!(facts.alpha3.len() == 3 && alpha3.insert(&facts.alpha3), "{code}");
            assert!(facts.number.len() == 3 && numbers.insert(&facts.number), "{code}");
            assert!(facts.number.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            assert!(region_name(&facts.number, "en").is_none(), "{code}");
            // Antarctica is in no region.
            assert_eq!(facts.regions.is_empty(), code == "AQ", "{code}");
            let known = |region: &String| region_name(region, "en").is_some();
            assert!(facts.regions.iter().all(known), "{code}");
        }
    }

    #[test]
    fn every_member_and_observer_has_its_names() {
        let with = |standing| {
            let all = facts().countries.iter().filter(move |(_, facts)| facts.standing == standing);
            all.map(|(code, _)| code.as_str())
        };
        let observers: Vec<&str> = with(Membership::Observer).collect();
        assert_eq!((with(Membership::Member).count(), observers), (193, vec!["PS", "VA"]));
        for code in with(Membership::Member).chain(with(Membership::Observer)) {
            for language in built_in_languages() {
                let (names, whose) = country_names(code, language).unwrap();
                let is_own = UN.contains(&language);
                assert_eq!(whose == Whose::Un, is_own, "{language} {code}");
                let formal = names.formal.as_deref();
                assert!(!is_own || formal.is_some(), "{language} {code}");
                // In other languages it is the short name, where the United Nations has one name only,
                // or the state's own.
                let english = country_names(code, "en").unwrap().0;
                let is_one = english.formal.as_ref() == Some(&english.name);
                let is_turned = ["BO", "FM", "IR", "NL", "VE"].contains(&code);
                let is_states_own = STATES_OWN.contains(&(language, code));
                let expected = is_own || is_one || is_turned || is_states_own;
                assert_eq!(formal.is_some(), expected, "{language} {code}");
                if !is_own && !is_states_own {
                    assert!(formal.is_none_or(|formal| formal == names.name), "{language} {code}");
                }
            }
        }
    }

    #[test]
    fn codes_are_known_in_any_way_they_are_written() {
        for code in ["KH", "kh", "KHM", "khm", "116", "0116"] {
            assert_eq!(country_with_code(code), Some("KH"), "{code}");
        }
        for code in ["4", "04", "004"] {
            assert_eq!(country_with_code(code), Some("AF"), "{code}");
        }
        for code in ["", "+4", "K", "XX", "035", "99999999"] {
            assert_eq!(country_with_code(code), None, "{code}");
        }
    }
}
