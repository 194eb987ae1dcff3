//! Finding a country by a code or by its name in any language, and what an unknown name may have meant.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::built_in::built_in_languages;
use super::country::{CountryName, country_codes, country_names};
use super::country_codes::country_with_code;

/// A name as it is compared: its letters, vowel signs and digits, in lower case, without accents. Accents
/// are marks that Unicode gives a place at a letter, above or below it, and Arabic vowels, which
/// may be left out; other marks are letters of their script.
fn folded(name: &str) -> String {
    let is_accent = |c: char| matches!(canonical_combining_class(c), 27..=35 | 200..);
    let counts = |c: &char| !is_accent(*c) && (c.is_alphanumeric() || is_combining_mark(*c));
    name.nfkd().filter(counts).flat_map(char::to_lowercase).collect()
}

/// Every way in which a country is called.
fn ways(names: &CountryName) -> impl Iterator<Item = String> {
    let short = [Some(names.name.clone()), names.formal.clone()];
    let with = |article: &Option<String>, name: &str| {
        article.as_ref().map(|article| format!("{article} {name}"))
    };
    let formal = names.formal.as_deref();
    let long = [
        with(&names.article, &names.name),
        formal.and_then(|formal| with(&names.formal_article, formal)),
    ];
    short.into_iter().chain(long).flatten().chain(names.also.iter().cloned())
}

/// Countries with their names in every language.
fn named() -> impl Iterator<Item = (&'static str, String)> {
    country_codes().flat_map(|(code, _)| {
        let names = built_in_languages().filter_map(move |language| country_names(code, language));
        names.flat_map(move |(names, _)| ways(names).map(move |way| (code, way)))
    })
}

/// Countries by their folded names, each with a name that is folded like this.
fn index() -> &'static BTreeMap<String, Vec<(&'static str, String)>> {
    static INDEX: OnceLock<BTreeMap<String, Vec<(&'static str, String)>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
        for (code, way) in named() {
            let same = index.entry(folded(&way)).or_default();
            if same.iter().all(|(other, _)| *other != code) {
                same.push((code, way));
            }
        }
        index
    })
}

/// The countries of a code or name: as a rule one, none where it is unknown. A name that two have in
/// different languages finds both.
pub fn find_countries(text: &str) -> Vec<&'static str> {
    if let Some(code) = country_with_code(text.trim()) {
        return vec![code];
    }
    let found = index().get(&folded(text)).into_iter().flatten();
    found.map(|(code, _)| *code).collect()
}

/// Countries that a name may have meant, the nearest first, each with the name that is near.
pub fn nearest_countries(text: &str) -> Vec<(&'static str, String)> {
    /// More than these would be no help.
    const MOST: usize = 5;
    let wanted = folded(text);
    let length = wanted.chars().count();
    if length < 2 {
        return Vec::new();
    }
    let near = |other: &str| {
        let other_length = other.chars().count();
        let longer = other_length.max(length);
        let most = (longer * 2 / 5).max(1);
        let distance = if length > 3 && other.contains(&wanted) {
            1
        } else if other_length.abs_diff(length) > most {
            return None;
        } else {
            strsim::damerau_levenshtein(&wanted, other)
        };
        (distance <= most).then_some((distance, longer))
    };
    let mut found: Vec<_> = index()
        .iter()
        .filter_map(|(name, same)| Some((near(name)?, same)))
        .flat_map(|(near, same)| same.iter().map(move |(code, way)| (near, *code, way)))
        .collect();
    found.sort();
    let mut nearest: Vec<(&str, String)> = Vec::new();
    for (_, code, way) in found {
        if nearest.len() < MOST && nearest.iter().all(|(other, _)| *other != code) {
            nearest.push((code, way.clone()));
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_any_of_its_names() {
        for text in [
            "Cambodia",
            "CAMBODIA",
            "le Cambodge",
            "Reino de Camboya",
            "the Kingdom of Cambodia",
            "កម្ពុជា",
            "柬埔寨王国",
            "Камбоджа",
            "كمبوديا",
            "116",
        ] {
            assert_eq!(find_countries(text), ["KH"], "{text}");
        }
        for (text, code) in [
            ("Cote d'Ivoire", "CI"),
            ("Vietnam", "VN"),
            ("viet-nam", "VN"),
            ("Laos", "LA"),
            ("turkiye", "TR"),
            ("Турция", "TR"),
            ("أندورا", "AD"),
            ("اندورا", "AD"),
            ("ទីម័រខាងកើត", "TL"),
            ("São Tomé e Príncipe", "ST"),
            ("Iran", "IR"),
            ("DRC", "CD"),
            ("DR Congo", "CD"),
            ("Zaire", "CD"),
            ("CAR", "CF"),
            ("UAE", "AE"),
            ("PNG", "PG"),
            ("Ivory Coast", "CI"),
            ("Burma", "MM"),
            ("Swaziland", "SZ"),
            ("Cape Verde", "CV"),
            ("Macedonia", "MK"),
            ("F.Y.R.O.M.", "MK"),
            ("Czech Republic", "CZ"),
            ("Lao P.D.R.", "LA"),
            ("Bosnia", "BA"),
            ("ROK", "KR"),
            ("DPRK", "KP"),
            ("KSA", "SA"),
            ("St. Lucia", "LC"),
            ("Holland", "NL"),
        ] {
            assert_eq!(find_countries(text), [code], "{text}");
        }
        assert_eq!(find_countries("Atlantis"), [""; 0]);
        assert_eq!(find_countries(" - "), [""; 0]);
    }

    #[test]
    fn a_country_is_found_by_every_name_it_prints() {
        for (code, way) in named() {
            assert!(find_countries(&way).contains(&code), "{code}: {way}");
        }
    }

    /// A short form that two shared would lead to the wrong one.
    #[test]
    fn what_a_country_is_also_called_in_english_is_its_alone() {
        for (code, _) in country_codes() {
            let Some((names, _)) = country_names(code, "en") else { continue };
            for also in &names.also {
                assert_eq!(find_countries(also), [code], "{also}");
            }
        }
    }

    #[test]
    fn signs_that_are_letters_of_a_script_tell_names_apart() {
        assert_ne!(folded("ម៉ាលី"), folded("មីលា"));
        assert_ne!(folded("ကမ်"), folded("ကိမ်"));
        assert_eq!(folded("Äland"), folded("aland"));
    }

    #[test]
    fn an_unknown_name_leads_to_the_nearest() {
        let codes = |text: &str| {
            nearest_countries(text).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
        };
        assert_eq!(codes("Kambodscha")[0], "KH");
        assert_eq!(codes("Cambodja")[0], "KH");
        assert_eq!(codes("Phillipines")[0], "PH");
        assert!(codes("Guinea").contains(&"GN"));
        assert!(codes("q").is_empty());
    }
}
