//! Languages in which briefs cannot be, and what is meant by their tags.

use icu_locale::{LanguageIdentifier, Locale};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::built_in::built_in_languages;
use super::labels::{Labels, language_named};
use super::tags::{canonical, maximized, serving};
use crate::diag::did_you_mean;

/// Why briefs cannot be in a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsupportedLanguage {
    /// Its tag is written in another way: `en-US` for `EN_us`.
    Written(String),
    /// There are no labels for it; this language has some, and may be meant.
    Near(String),
    /// There are no labels for it.
    NoLabels,
}

impl UnsupportedLanguage {
    /// The language that is, or may be, meant.
    pub fn meant(&self) -> Option<&str> {
        match self {
            UnsupportedLanguage::Written(tag) | UnsupportedLanguage::Near(tag) => Some(tag),
            UnsupportedLanguage::NoLabels => None,
        }
    }

    /// The fact.
    pub fn message(&self, tag: &str) -> String {
        match self {
            UnsupportedLanguage::Written(form) => {
                format!("the language `{tag}` is written `{form}`")
            }
            _ => format!("there are no labels for the language `{tag}`"),
        }
    }
}

/// Why briefs cannot be in a language, where there are labels for the known ones; `None` where they
/// can.
pub fn refusal<'k>(
    tag: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<UnsupportedLanguage> {
    let known: Vec<&str> = known.into_iter().collect();
    let served = |tag: &str| !serving(tag, known.iter().copied()).is_empty();
    let form = canonical(tag).or_else(|| canonical(&tag.replace('_', "-")));
    let is_copy = form.as_deref().is_some_and(is_of_copy);
    if form.as_deref() == Some(tag) && served(tag) && !is_copy {
        return None;
    }
    let within = || language_within(tag, &known).filter(|_| form.is_none() || is_copy);
    let named = language_named(tag).map(String::from).or_else(within);
    if let Some(named) = named.or_else(|| named_like(tag).map(String::from)) {
        return Some(UnsupportedLanguage::Near(named));
    }
    let Some(form) = form else {
        let near = did_you_mean(tag, known).map(String::from);
        return Some(near.map_or(UnsupportedLanguage::NoLabels, UnsupportedLanguage::Near));
    };
    if form != tag && served(&form) {
        return Some(UnsupportedLanguage::Written(form));
    }
    // The same language in the script that is likeliest: `zh-Hans` for `zh`.
    let id = form.parse::<Locale>().map_or(LanguageIdentifier::UNKNOWN, |locale| locale.id);
    let full = maximized(&form);
    let likely = known
        .iter()
        .find(|known| id.script.is_none() && id.region.is_none() && maximized(known) == full);
    if let Some(likely) = likely {
        return Some(UnsupportedLanguage::Near((*likely).to_string()));
    }
    // A code of two or three letters is a language of its own, not a slip for one with another letter.
    let near = did_you_mean(&form, known).filter(|_| id.language.as_str().len() > 3);
    Some(
        near.map_or(UnsupportedLanguage::NoLabels, |near| {
            UnsupportedLanguage::Near(near.to_string())
        }),
    )
}

/// The language that the name of a file begins or ends with, whatever stands around it: `fr (1)`, `Copie de fr`,
/// `pt_BR-v2`, `brief.km`, `French copy`. It is served by those that there are labels for.
pub fn language_within(name: &str, known: &[&str]) -> Option<String> {
    let name = plain(name);
    let is_part = |c: char| c.is_alphanumeric() || ['-', '_'].contains(&c);
    let mut words = name
        .split(|c| !is_part(c))
        .map(|word| word.trim_matches(['-', '_']))
        .filter(|word| word.contains(char::is_alphabetic));
    let first = words.next()?;
    let last = words.next_back().unwrap_or(first);
    let language = |word: &str| {
        let form = canonical(&word.replace('_', "-"));
        let is_served =
            |form: &String| !is_of_copy(form) && !serving(form, known.iter().copied()).is_empty();
        form.filter(is_served).or_else(|| {
            names().into_iter().find(|(name, _)| name == word).map(|(_, tag)| tag.to_string())
        })
    };
    let cuts =
        |word: &str| -> Vec<usize> { word.match_indices(['-', '_']).map(|(at, _)| at).collect() };
    // The longest first, for a tag has several parts itself.
    let beginning = |word: &str| {
        let ends = std::iter::once(word.len()).chain(cuts(word).into_iter().rev());
        ends.into_iter().find_map(|end| language(&word[..end]))
    };
    let end = |word: &str| cuts(word).into_iter().find_map(|at| language(&word[at + 1..]));
    beginning(first).or_else(|| end(last)).or_else(|| beginning(last)).or_else(|| end(first))
}

/// Whether a tag is one by chance, of the name of a copy: what would be its script is none (`fr-Copy`), or
/// what would be its variant is a word (`fr-final`).
fn is_of_copy(tag: &str) -> bool {
    const WORDS: [&str; 11] = [
        "backup", "changed", "conflict", "copia", "copie", "draft", "edited", "final", "kopie",
        "reviewed", "version",
    ];
    let Ok(id) = tag.parse::<Locale>().map(|locale| locale.id) else { return false };
    // What is likely for any script that is one is another language than for none.
    let is_none = |script: &str| {
        let likely = maximized(&format!("und-{script}")).language;
        script != "Latn" && (likely.is_unknown() || likely.as_str() == "en")
    };
    id.script.is_some_and(|script| is_none(script.as_str()))
        || id.variants.iter().any(|variant| WORDS.contains(&variant.as_str()))
}

/// The language whose name, in English or in itself, this may well be: `francais`, `Frensh`.
fn named_like(name: &str) -> Option<&'static str> {
    /// Shorter ones are tags, and like each other.
    const SHORTEST: usize = 4;
    if name.chars().count() < SHORTEST || name.contains(['-', '_']) {
        return None;
    }
    let names = names();
    let near = did_you_mean(&plain(name), names.iter().map(|(name, _)| name.as_str()))?;
    names.iter().find(|(name, _)| name == near).map(|(_, tag)| *tag)
}

/// The names of languages, in English and in themselves, in small letters.
fn names() -> Vec<(String, &'static str)> {
    let mut names = Vec::new();
    for tag in built_in_languages() {
        for words in ["en", tag].into_iter().filter_map(Labels::built_in) {
            names.push((plain(words.get(&format!("language_{tag}"))), tag));
        }
    }
    names
}

/// A name in small letters, without what stands on and below them.
fn plain(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// How labels for a language are added, where its tag is one.
pub fn how_to_add<'k>(tag: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let known = known.join(", ");
    let Some(tag) = canonical(tag) else { return format!("languages with labels: {known}") };
    format!(
        "languages with labels: {known}; to add them, copy `templates/labels/en.toml`, which \
         `briefpress template eject labels` writes, to `templates/labels/{tag}.toml` and translate \
         its words"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_refused_says_what_may_be_meant() {
        let near = |tag: &str| Some(UnsupportedLanguage::Near(tag.into()));
        for (tag, expected) in [
            ("en", None),
            ("pt-BR", None),
            ("EN-us", Some(UnsupportedLanguage::Written("en-US".into()))),
            ("pt_BR", Some(UnsupportedLanguage::Written("pt-BR".into()))),
            ("zh", near("zh-Hans")),
            ("Khmer", near("km")),
            ("francais", near("fr")),
            ("Français", near("fr")),
            ("Frensh", near("fr")),
            ("Espanol", near("es")),
            ("Klingon", Some(UnsupportedLanguage::NoLabels)),
            ("zh-Hans-", near("zh-Hans")),
            // Names of copies, some of which are tags by chance.
            ("fr (1)", near("fr")),
            ("fr - Copy", near("fr")),
            ("fr-copy", near("fr")),
            ("fr-Copy", near("fr")),
            ("fr-final", near("fr")),
            ("fr_v2", near("fr")),
            ("fr.utf8", near("fr")),
            ("Copie de fr (2)", near("fr")),
            ("pt_BR copy", near("pt-BR")),
            ("zh-Hans-v2", near("zh-Hans")),
            ("brief-fr", near("fr")),
            ("Français (1)", near("fr")),
            ("notes (1)", Some(UnsupportedLanguage::NoLabels)),
            ("sr-Latn", Some(UnsupportedLanguage::NoLabels)),
            ("uz-Cyrl", Some(UnsupportedLanguage::NoLabels)),
            ("fr-Latn", None),
            ("zh-TW", Some(UnsupportedLanguage::NoLabels)),
            // A language of its own, one letter from `ar`.
            ("sr", Some(UnsupportedLanguage::NoLabels)),
            ("xx", Some(UnsupportedLanguage::NoLabels)),
            ("?", Some(UnsupportedLanguage::NoLabels)),
        ] {
            assert_eq!(refusal(tag, built_in_languages()), expected, "{tag}");
        }
    }
}
