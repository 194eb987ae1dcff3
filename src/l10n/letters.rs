//! The letters that a language counts with.

use std::borrow::Cow;

use super::locale::Language;

/// Letters in the order of each language, as its official documents count with them: Russian leaves
/// out those that look like digits or others (GOST R 2.105), Chinese has numerals.
const LETTERS: [(&str, &str); 8] = [
    ("ar", "أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ"),
    ("hi", "क ख ग घ ङ च छ ज झ ञ ट ठ ड ढ ण त थ द ध न प फ ब भ म य र ल व श ष स ह"),
    ("km", "ក ខ គ ឃ ង ច ឆ ជ ឈ ញ ដ ឋ ឌ ឍ ណ ត ថ ទ ធ ន ប ផ ព ភ ម យ រ ល វ ស ហ ឡ អ"),
    ("lo", "ກ ຂ ຄ ງ ຈ ສ ຊ ຍ ດ ຕ ຖ ທ ນ ບ ປ ຜ ຝ ພ ຟ ມ ຢ ລ ວ ຫ ອ ຮ"),
    ("my", "က ခ ဂ ဃ င စ ဆ ဇ ဈ ည ဋ ဌ ဍ ဎ ဏ တ ထ ဒ ဓ န ပ ဖ ဗ ဘ မ ယ ရ လ ဝ သ ဟ ဠ အ"),
    ("ru", "А Б В Г Д Е Ж И К Л М Н П Р С Т У Ф Х Ц Ш Щ Э Ю Я"),
    ("th", "ก ข ค ง จ ฉ ช ซ ฌ ญ ฎ ฏ ฐ ฑ ฒ ณ ด ต ถ ท ธ น บ ป ผ ฝ พ ฟ ภ ม ย ร ล ว ศ ษ ส ห ฬ อ ฮ"),
    ("zh", "一 二 三 四 五 六 七 八 九 十"),
];

/// Those of every other language in Latin script.
const LATIN: &str = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z";

impl Language {
    /// Letter `n` of the language, from 1, with several past the last; `None` where it is not known what a
    /// language counts with.
    pub fn letter(&self, n: usize) -> Option<Cow<'static, str>> {
        let own = LETTERS.iter().find(|(language, _)| *language == self.language());
        let letters = match own {
            Some((_, letters)) => letters,
            None if self.script() == "Latn" => LATIN,
            None => return None,
        };
        let letters: Vec<&str> = letters.split(' ').collect();
        if self.language() == "zh" {
            return han(n, &letters).map(Cow::Owned);
        }
        // By GOST R 2.105 numbers follow the last letter.
        if self.language() == "ru" && n > letters.len() {
            return None;
        }
        // Past the last they go on with two, AA after Z: "alphabetic" of CSS Counter Styles.
        let mut rest = n;
        let mut out: Vec<&str> = Vec::new();
        while rest > 0 {
            rest -= 1;
            out.push(letters[rest % letters.len()]);
            rest /= letters.len();
        }
        out.reverse();
        Some(out.concat().into()).filter(|_| n > 0)
    }
}

/// A number up to 99 in Han numerals: 十一 is eleven, 二十 twenty (`zh/spellout-cardinal` of CLDR).
fn han(n: usize, digits: &[&str]) -> Option<String> {
    let digit = |n: usize| n.checked_sub(1).map_or("", |at| digits[at]);
    let tens = match n / 10 {
        0 => String::new(),
        1 => digits[9].to_string(),
        tens => format!("{}{}", digit(tens), digits[9]),
    };
    (1..100).contains(&n).then(|| format!("{tens}{}", digit(n % 10)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::l10n::built_in_languages;

    #[test]
    fn annexes_are_lettered_in_every_language_that_has_labels() {
        for tag in built_in_languages() {
            let language = Language::new(tag);
            let letters: Vec<_> = (1..=60).filter_map(|n| language.letter(n)).collect();
            let expected = if tag == "ru" { 25 } else { 60 };
            assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), expected, "{tag}");
            assert_eq!(language.letter(0), None, "{tag}");
        }
        for (tag, second) in [
            ("en", Some("B")),
            ("pt-BR", Some("B")),
            ("km", Some("ខ")),
            ("ar", Some("ب")),
            ("ru", Some("Б")),
            ("zh-Hant", Some("二")),
            ("el", None),
        ] {
            assert_eq!(Language::new(tag).letter(2).as_deref(), second, "{tag}");
        }
        for (tag, thirtieth) in [("en", "AD"), ("zh-Hans", "三十")] {
            assert_eq!(Language::new(tag).letter(30).as_deref(), Some(thirtieth), "{tag}");
        }
        let han: Vec<_> =
            [10, 11, 19, 20, 21].map(|n| Language::new("zh").letter(n).unwrap()).into();
        assert_eq!(han, ["十", "十一", "十九", "二十", "二十一"]);
    }
}
