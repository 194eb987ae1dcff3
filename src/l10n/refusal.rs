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
    if form.as_deref() == Some(tag) && served(tag) {
        return None;
    }
    if let Some(named) = language_named(tag).or_else(|| named_like(tag)) {
        return Some(UnsupportedLanguage::Near(named.to_string()));
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

/// The language whose name, in English or in itself, this may well be: `francais`, `Frensh`.
fn named_like(name: &str) -> Option<&'static str> {
    /// Shorter ones are tags, and like each other.
    const SHORTEST: usize = 4;
    if name.chars().count() < SHORTEST || name.contains(['-', '_']) {
        return None;
    }
    let mut names: Vec<(String, &str)> = Vec::new();
    for tag in built_in_languages() {
        for words in ["en", tag].into_iter().filter_map(Labels::built_in) {
            names.push((plain(words.get(&format!("language_{tag}"))), tag));
        }
    }
    let near = did_you_mean(&plain(name), names.iter().map(|(name, _)| name.as_str()))?;
    names.iter().find(|(name, _)| name == near).map(|(_, tag)| *tag)
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
