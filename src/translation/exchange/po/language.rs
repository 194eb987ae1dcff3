//! What languages are called in PO files: `pt_BR`, `zh_CN`, `sr@latin`.
//!
//! The field `Language` has a language, a country behind `_` and a variant behind `@`, and no
//! scripts. Which of them says a script is CLDR's to know: a country in which the script is the usual
//! one, or else the script by its name.

use icu_locale::subtags::{Script, Variant};
use icu_locale::{LanguageIdentifier, Locale, LocaleExpander};

/// What variants are called that are scripts. Others have their codes.
const SCRIPTS: [(&str, &str); 4] =
    [("arabic", "Arab"), ("cyrillic", "Cyrl"), ("devanagari", "Deva"), ("latin", "Latn")];

/// The name of a BCP 47 tag in a PO file.
pub(super) fn name(tag: &str) -> String {
    let Ok(locale) = tag.parse::<Locale>() else { return tag.replace('-', "_") };
    let LanguageIdentifier { language, script, region, variants } = locale.id;
    let usual = |region| maximized((language, None, region).into()).script;
    let of_script = || maximized((language, script, None).into()).region;
    let mut said = region;
    let mut variant = variants.iter().next().map(|variant| variant.as_str().to_string());
    if let Some(script) = script {
        let region =
            region.or_else(of_script).filter(|region| usual(Some(*region)) == Some(script));
        if region.is_some() {
            said = region;
        } else {
            let code = script.as_str();
            let known = SCRIPTS.iter().find(|(_, known)| *known == code);
            variant = Some(known.map_or_else(|| code.to_lowercase(), |(name, _)| (*name).into()));
        }
    }
    let region = said.map(|region| format!("_{region}")).unwrap_or_default();
    let variant = variant.map(|variant| format!("@{variant}")).unwrap_or_default();
    format!("{language}{region}{variant}")
}

/// The BCP 47 tag of a name in a PO file. What is no name of a language stays as it is.
pub(super) fn tag(name: &str) -> String {
    read(name).map_or_else(|| name.to_string(), |id| id.to_string())
}

fn read(name: &str) -> Option<LanguageIdentifier> {
    let (name, variant) = name.split_once('@').unwrap_or((name, ""));
    // Some have the encoding of a locale: `fr_FR.UTF-8`.
    let name = name.split('.').next()?;
    let mut id: LanguageIdentifier = name.replace('_', "-").parse().ok()?;
    let known = SCRIPTS.iter().find(|(known, _)| *known == variant);
    let script = known.map_or(variant, |(_, code)| code);
    match script.parse::<Script>() {
        // The currency, in locales of old.
        _ if script == "euro" => {}
        Ok(script) => id.script = Some(script),
        Err(_) => {
            if let Ok(variant) = variant.parse::<Variant>() {
                id.variants.push(variant);
            }
        }
    }
    Some(id)
}

/// A language with its likely script and region.
fn maximized(mut id: LanguageIdentifier) -> LanguageIdentifier {
    LocaleExpander::new_extended().maximize(&mut id);
    id
}

#[cfg(test)]
mod tests {
    #[test]
    fn scripts_are_said_by_countries_or_by_name() {
        for (tag, name) in [
            ("fr", "fr"),
            ("pt-BR", "pt_BR"),
            ("es-419", "es_419"),
            ("zh-Hans", "zh_CN"),
            ("zh-Hant", "zh_TW"),
            ("zh-Hans-SG", "zh_SG"),
            ("zh-Hans-HK", "zh_HK@hans"),
            ("sr-Latn", "sr@latin"),
            ("sr-Latn-ME", "sr_ME"),
            ("uz-Cyrl", "uz@cyrillic"),
            ("pa-Arab", "pa_PK"),
            ("ca-valencia", "ca@valencia"),
            ("x y", "x y"),
        ] {
            assert_eq!(super::name(tag), name);
        }
    }

    #[test]
    fn every_name_that_tools_use_is_a_tag() {
        for (name, tag) in [
            ("fr", "fr"),
            ("fr_FR.UTF-8", "fr-FR"),
            ("pt_BR", "pt-BR"),
            ("pt-br", "pt-BR"),
            ("zh_CN", "zh-CN"),
            ("zh_Hans", "zh-Hans"),
            ("zh_Hans_CN", "zh-Hans-CN"),
            ("sr@latin", "sr-Latn"),
            ("sr_RS@latin", "sr-Latn-RS"),
            ("zh_HK@hans", "zh-Hans-HK"),
            ("ca@valencia", "ca-valencia"),
            ("de_DE@euro", "de-DE"),
            ("French", "French"),
        ] {
            assert_eq!(super::tag(name), tag);
        }
    }
}
