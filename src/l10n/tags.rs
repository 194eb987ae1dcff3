//! Language tags (BCP 47): how one is written, and whose words serve a language that has none of its
//! own. Both are Unicode's algorithms (UTS #35) with CLDR's data.

use icu_locale::{
    LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander, LocaleFallbacker,
};

use super::pseudo::is_pseudo;

/// A tag as it is written: `en-US` for `EN-us`, `he` for `iw`. `None` where it is no tag.
pub fn canonical(tag: &str) -> Option<String> {
    let mut locale: Locale = tag.parse().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// The language of a tag with its likely script and region.
pub(super) fn maximized(tag: &str) -> LanguageIdentifier {
    let mut id = tag.parse::<Locale>().map_or(LanguageIdentifier::UNKNOWN, |locale| locale.id);
    LocaleExpander::new_extended().maximize(&mut id);
    id
}

/// Whether two tags mean one language in one script, and in one region where both name one or CLDR
/// knows which is likely: `zh-CN` and `zh-Hans`, `pt` and `pt-BR`.
pub fn same_language(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|tag| canonical(&tag.replace('_', "-")));
    match (one, other) {
        (Some(one), Some(other)) => one == other || maximized(&one) == maximized(&other),
        _ => false,
    }
}

/// Those of the known tags whose words a language may take, the nearest first: its own, and then
/// those that CLDR's fallback passes. `pt-BR` takes those of `pt`, `zh-SG` those of `zh-Hans` and
/// `zh-TW` does not. A language in which several scripts are usual must say which, so that `zh` takes
/// neither.
pub fn serving<'k>(tag: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let known: Vec<&str> = known.into_iter().collect();
    let mut found = Vec::new();
    for name in chain(tag) {
        if let Some(own) = known.iter().copied().find(|known| **known == name)
            && !found.contains(&own)
        {
            found.push(own);
        }
    }
    found
}

/// The tags under which words for a language may stand, the nearest first.
pub fn chain(tag: &str) -> Vec<String> {
    let mut names = vec![tag.to_string()];
    let Some(locale) = tag.parse::<Locale>().ok().filter(|_| !is_pseudo(tag)) else { return names };
    let expander = LocaleExpander::new_extended();
    let bare = locale.id.script.is_none() && locale.id.region.is_none();
    let mut steps =
        LocaleFallbacker::new().for_config(Default::default()).fallback_for((&locale.id).into());
    // For some languages CLDR goes on with another (`hi-Latn` with `en-IN`), whose words are not theirs.
    while steps.get().language == locale.id.language && !steps.get().is_unknown() {
        let id = steps.get().into_locale().id;
        let (mut least, mut scripted, mut full) = (id.clone(), id.clone(), id.clone());
        expander.minimize(&mut least);
        expander.minimize_favor_script(&mut scripted);
        expander.maximize(&mut full);
        full.region = None;
        let forms = [Some(id), Some(least), Some(scripted), (!bare).then_some(full)];
        for name in forms.into_iter().flatten().map(|id| id.to_string()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        steps.step();
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::l10n::built_in::built_in_languages;

    #[test]
    fn a_tag_is_written_as_unicode_has_it() {
        for (tag, written) in [
            ("EN-us", Some("en-US")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("iw", Some("he")),
            ("es-419", Some("es-419")),
            ("sr-Latn", Some("sr-Latn")),
            ("de-CH-1901", Some("de-CH-1901")),
            ("e", None),
            ("en-", None),
            ("not a tag", None),
        ] {
            assert_eq!(canonical(tag).as_deref(), written, "{tag}");
        }
    }

    #[test]
    fn tags_of_one_language_are_known_as_such() {
        for (one, other, same) in [
            ("zh_CN", "zh-Hans", true),
            ("zh-Hant", "zh-Hans", false),
            ("pt", "pt-BR", true),
            ("pt-PT", "pt-BR", false),
            ("FR", "fr", true),
            ("fr", "km", false),
            ("", "fr", false),
        ] {
            assert_eq!(same_language(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn words_come_from_the_nearest_language_in_the_same_script() {
        for (tag, expected) in [
            ("en-US", &["en"][..]),
            ("en-GB", &["en"]),
            ("pt-BR", &["pt"]),
            ("pt-AO", &["pt"]),
            ("fr-CA", &["fr"]),
            ("es-419", &["es"]),
            ("es-MX", &["es"]),
            ("zh-CN", &["zh-Hans"]),
            ("zh-Hans-SG", &["zh-Hans"]),
            ("zh-SG", &["zh-Hans"]),
            ("zh", &[]),
            ("zh-TW", &[]),
            ("zh-Hant", &[]),
            ("ar-EG", &["ar"]),
            ("hi-Latn", &[]),
            ("sr-Latn", &[]),
            ("en-XA", &[]),
        ] {
            assert_eq!(serving(tag, built_in_languages()), expected, "{tag}");
        }
        assert_eq!(serving("pt-AO", ["pt", "pt-PT"]), ["pt-PT", "pt"]);
        assert_eq!(serving("pt", ["pt-BR"]), [""; 0]);
        assert_eq!(serving("sr-Latn-ME", ["sr", "sr-Latn"]), ["sr-Latn"]);
    }
}
