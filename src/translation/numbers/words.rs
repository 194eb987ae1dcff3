//! Numbers in words, and what numbers are counted in.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, LogicalOrderException};
use icu_properties::{CodePointMapData, CodePointSetData};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};

use super::amount::Amount;

/// The words of a language by how they are folded.
#[derive(Debug, Default)]
pub(super) struct NumberWords {
    meanings: BTreeMap<String, Meaning>,
    /// The length of the longest, in characters.
    longest: usize,
    /// What may be written onto the front of a word.
    attached: &'static [&'static str],
}

/// What a word can mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Meaning {
    /// How many.
    pub(super) word: Option<Amount>,
    /// Times which power of ten.
    pub(super) scale: Option<u32>,
    /// The how-manieth.
    pub(super) ordinal: Option<u32>,
    /// Into how many parts the whole is parted.
    pub(super) part: Option<u32>,
    /// The same, where it says two of them.
    pub(super) pair: Option<u32>,
    /// A half.
    pub(super) is_half: bool,
    /// What stands between the words of a number.
    pub(super) is_link: bool,
    /// What stands before the number of a month.
    pub(super) is_month: bool,
    /// What only begins like one of the others.
    is_other: bool,
}

/// The words of one language, as the file has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct WordList {
    link: Vec<String>,
    half: Vec<String>,
    other: Vec<String>,
    month: Vec<String>,
    words: BTreeMap<String, Vec<String>>,
    ordinals: BTreeMap<String, Vec<String>>,
    parts: BTreeMap<String, Vec<String>>,
    pairs: BTreeMap<String, Vec<String>>,
    scales: BTreeMap<String, Vec<String>>,
}

/// The lists by language, and what is made of one when it is first asked for.
static LANGUAGES: LazyLock<BTreeMap<String, (WordList, OnceLock<NumberWords>)>> =
    LazyLock::new(|| {
        let lists: BTreeMap<String, WordList> =
            toml::from_str(include_str!("words.toml")).unwrap_or_default();
        let unread = |(language, list)| (language, (list, OnceLock::new()));
        lists.into_iter().map(unread).collect()
    });

static NONE: LazyLock<NumberWords> = LazyLock::new(NumberWords::default);

/// The words of a language; none where we have none.
pub(super) fn of(language: &str) -> &'static NumberWords {
    let Some((list, words)) = LANGUAGES.get(language) else { return &NONE };
    // Arabic writes its conjunctions, prepositions and article onto words.
    let attached: &[&str] = match language == "ar" {
        true => &["و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال"],
        false => &[],
    };
    words.get_or_init(|| NumberWords::new(list, attached))
}

impl NumberWords {
    fn new(list: &WordList, attached: &'static [&'static str]) -> Self {
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        let mut mean = |words: &[String], set: &dyn Fn(&mut Meaning)| {
            for word in words {
                set(meanings.entry(folded(word)).or_default());
            }
        };
        mean(&list.other, &|meaning| meaning.is_other = true);
        mean(&list.link, &|meaning| meaning.is_link = true);
        mean(&list.half, &|meaning| meaning.is_half = true);
        mean(&list.month, &|meaning| meaning.is_month = true);
        for (number, words) in &list.words {
            mean(words, &|meaning| meaning.word = Amount::parse(number));
        }
        for (number, words) in &list.ordinals {
            mean(words, &|meaning| meaning.ordinal = number.parse().ok());
        }
        for (number, words) in &list.parts {
            mean(words, &|meaning| meaning.part = number.parse().ok());
        }
        for (number, words) in &list.pairs {
            mean(words, &|meaning| meaning.pair = number.parse().ok());
        }
        for (power, words) in &list.scales {
            mean(words, &|meaning| meaning.scale = power.parse().ok());
        }
        let longest = meanings.keys().map(|word| word.chars().count()).max().unwrap_or(0);
        Self { meanings, longest, attached }
    }

    /// The longest word that begins at a character, and where it ends.
    pub(super) fn at(&self, chars: &[char], start: usize) -> Option<(usize, &Meaning)> {
        if self.longest == 0 || !begins(chars, start) {
            return None;
        }
        let bare = self.longest_at(chars, start);
        let attached = || {
            let after = self.attached.iter().filter_map(|attached| {
                let length = attached.chars().count();
                let there = chars.get(start..start + length)?;
                there.iter().copied().eq(attached.chars()).then_some(start + length)
            });
            after.filter_map(|start| self.longest_at(chars, start)).max_by_key(|(end, _)| *end)
        };
        bare.or_else(attached)
    }

    fn longest_at(&self, chars: &[char], start: usize) -> Option<(usize, &Meaning)> {
        let mut word = String::new();
        let mut length = 0;
        let mut longest = None;
        for (at, c) in chars.iter().enumerate().skip(start) {
            if length == self.longest {
                break;
            }
            for c in fold(*c) {
                word.push(c);
                length += 1;
            }
            let meaning = self.meanings.get(&word);
            if let Some(meaning) = meaning.filter(|word| word.is_other || ends(chars, at + 1)) {
                longest = Some((at + 1, meaning));
            }
        }
        longest
    }
}

/// Whether a word may begin at a character: not within another one.
fn begins(chars: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| chars.get(before)) else { return true };
    let Some(first) = chars.get(at) else { return false };
    if is_mark(*first) || CodePointSetData::new::<LogicalOrderException>().contains(*before) {
        return false;
    }
    !before.is_alphabetic() && !is_mark(*before) || is_run_together(*before)
}

/// Whether a word may end before a character.
fn ends(chars: &[char], at: usize) -> bool {
    let Some(last) = at.checked_sub(1).and_then(|last| chars.get(last)) else { return false };
    let Some(after) = chars.get(at) else { return true };
    // Vowels that are written behind their consonant belong to it.
    let is_vowel = matches!(after, 'ะ' | 'า' | 'ำ' | 'ๅ' | 'ະ' | 'າ' | 'ຳ');
    if is_mark(*after) || is_vowel {
        return false;
    }
    !after.is_alphabetic() || is_run_together(*last)
}

/// Whether a character is of a script that writes words without spaces, or with endings that a number
/// does not lose itself in.
fn is_run_together(c: char) -> bool {
    use Script::{Han, Hangul, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai};
    [Han, Hangul, Hiragana, Katakana, Khmer, Lao, Myanmar, Thai].contains(&c.script())
}

fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// A character as words are compared: small, without the marks that writers leave out, with one sort
/// of hyphen and space and of the letters that stand for each other.
fn fold(c: char) -> impl Iterator<Item = char> {
    let small = c.to_lowercase();
    small.filter(|c| !matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{93c}' | '\u{9bc}')).map(
        |c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ँ' => 'ं',
            'ё' => 'е',
            '-' | '\u{2010}' | '\u{2011}' => ' ',
            c if c.is_whitespace() => ' ',
            c => c,
        },
    )
}

fn folded(word: &str) -> String {
    word.nfc().flat_map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_the_longest() {
        let found = |language: &str, text: &str| -> Option<String> {
            let chars: Vec<char> = text.chars().collect();
            let (end, meaning) = of(language).at(&chars, 0)?;
            let amount = meaning.word.map(|word| word.to_string());
            let scale = meaning.scale.map(|power| format!("e{power}"));
            Some(format!("{end} {}", amount.or(scale)?))
        };
        for (language, text, expected) in [
            ("en", "Five people", Some("4 5")),
            ("en", "fives", None),
            ("fr", "soixante-dix", Some("12 70")),
            ("fr", "quatre‑vingt-dix", Some("16 90")),
            ("ar", "وخمسةٌ", Some("6 5")),
            ("ar", "المليون", Some("7 e6")),
            ("th", "ล้านคน", Some("4 e6")),
            ("th", "พันธุ์", None),
            ("zh", "万亿", Some("1 e4")),
            ("zh", "千克", None),
            ("hi", "हजार", Some("4 e3")),
            ("hi", "हज़ार", Some("5 e3")),
            ("xx", "five", None),
        ] {
            assert_eq!(found(language, text).as_deref(), expected, "{language} {text}");
        }
    }

    #[test]
    fn every_word_of_the_file_is_read() {
        let file: toml::Table = toml::from_str(include_str!("words.toml")).unwrap();
        assert_eq!(LANGUAGES.len(), file.len());
        for language in LANGUAGES.keys() {
            let words = of(language);
            assert!(words.meanings.len() > 20, "{language}");
            for meaning in words.meanings.values() {
                assert!(meaning.scale.is_none_or(|power| power <= 18), "{language}");
            }
        }
    }
}
