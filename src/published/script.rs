//! Whether wording is written as its language is: with a mistaken `--lang`, Khmer would print as French.

use unicode_script::{Script, UnicodeScript};

use super::fault::{FaultPlace, PublishedFault};
use super::part::PublishedPart;
use crate::l10n::Language;

/// The most letters of a text that a message shows.
const SHOWN: usize = 40;

/// The scripts of a language, whose names ISO 15924 may give to several together.
fn scripts(language: &Language) -> Vec<Script> {
    let named = language.script();
    match named.as_str() {
        "Hans" | "Hant" => vec![Script::Han],
        "Jpan" => vec![Script::Han, Script::Hiragana, Script::Katakana],
        "Kore" => vec![Script::Hangul, Script::Han],
        name => Script::from_short_name(name).into_iter().collect(),
    }
}

/// Holds the wording of a file against the script of the language that it is said to be in.
///
/// # Errors
///
/// Most of it has no letter of that script.
pub fn check_script(part: &PublishedPart, language: &str) -> Result<(), PublishedFault> {
    let tongue = Language::new(language);
    let own = scripts(&tongue);
    let is_letter = |c: char| !matches!(c.script(), Script::Common | Script::Inherited);
    let is_other = |text: &str| {
        text.chars().any(is_letter) && !text.chars().any(|c| own.contains(&c.script()))
    };
    let others: Vec<&(String, FaultPlace)> =
        part.wording.values().filter(|(text, _)| is_other(text)).collect();
    // Names of agencies, and a text that is not translated, are in Latin letters everywhere.
    let [(text, place), ..] = others[..] else { return Ok(()) };
    if own.is_empty() || 2 * others.len() <= part.wording.len() {
        return Ok(());
    }
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if text.chars().count() > SHOWN { "…" } else { "" };
    let script = tongue.script();
    let words =
        format!("“{shown}{more}” is not written as `{language}` is, in the script {script}");
    let help =
        "say the language the words are in with `--lang`, and put them into a folder of that name";
    Err(PublishedFault::new(place.clone(), words, help).in_file(&part.file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::part::{EntryKind, PublishedKind};

    #[test]
    fn words_are_held_against_the_script_of_their_language() {
        let of = |texts: &[&str]| {
            let mut part = PublishedPart::new(PublishedKind::OpenSdg);
            for (at, text) in texts.iter().enumerate() {
                let key = (EntryKind::Target, format!("1.{}", at + 1));
                part.wording.insert(key, ((*text).to_string(), FaultPlace::Whole));
            }
            part
        };
        for (language, texts, fits) in [
            ("fr", &["Mettre fin à la faim"][..], true),
            ("fr", &["បញ្ចប់ភាពក្រីក្រ"], false),
            ("km", &["បញ្ចប់ភាពក្រីក្រ", "GDP"], true),
            ("km", &["Mettre fin à la faim"], false),
            ("zh-Hans", &["消除贫困"], true),
            ("ja", &["すべての人に", "貧困"], true),
            ("ar", &["القضاء على الفقر 2030"], true),
            ("ar", &["12 345"], true),
            ("ru", &["消除贫困", "Ликвидация"], true),
            ("ru", &["消除贫困", "贫困", "Ликвидация"], false),
        ] {
            assert_eq!(check_script(&of(texts), language).is_ok(), fits, "{language} {texts:?}");
        }
    }
}
