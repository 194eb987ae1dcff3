//! The letters that a language counts with.

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
    /// Letter `n` of the language, from 1; `None` past the last, and where it is not known what a
    /// language counts with.
    pub fn letter(&self, n: usize) -> Option<&'static str> {
        let own = LETTERS.iter().find(|(language, _)| *language == self.language());
        let letters = match own {
            Some((_, letters)) => letters,
            None if self.script() == "Latn" => LATIN,
            None => return None,
        };
        letters.split(' ').nth(n.checked_sub(1)?)
    }
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
            let letters: Vec<&str> = (1..=10).filter_map(|n| language.letter(n)).collect();
            assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), 10, "{tag}");
            assert_eq!((language.letter(0), language.letter(99)), (None, None), "{tag}");
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
            assert_eq!(Language::new(tag).letter(2), second, "{tag}");
        }
    }
}
