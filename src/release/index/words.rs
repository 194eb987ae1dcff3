//! Words and numbers of the pages, in English, and text of others as HTML.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::l10n::{Labels, Language, date};
use crate::visible::of_page;

/// The name of a language in English.
pub fn english_name(language: &str) -> String {
    if Language::new(language).pseudo.is_some() {
        return format!("Pseudo-locale {language}");
    }
    Labels::built_in("en")
        .map_or_else(|| language.to_string(), |labels| labels.language_name(language))
}

/// A date as people write it.
pub fn in_words(iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_string(), |day| date(day, &Language::new("en")))
}

/// The month and year of a date.
pub fn month(iso: &str) -> String {
    let words = in_words(iso);
    words.split_once('\u{a0}').map_or_else(|| words.clone(), |(_, month)| month.to_string())
}

/// A name as it is looked up: "Côte d’Ivoire" stands before "Croatia", "Åland Islands" before "Albania".
pub fn sort_key(name: &str) -> String {
    let letters = name.nfd().filter(|&c| !is_combining_mark(c));
    letters.collect::<String>().to_lowercase()
}

/// Text in a language of its own.
pub fn foreign(tag: &str, class: &str, language: &str, text: &str) -> String {
    let dir = if Language::new(language).rtl() { "rtl" } else { "ltr" };
    format!("<{tag} lang=\"{}\" dir=\"{dir}\"{class}>{}</{tag}>", escape(language), escape(text))
}

/// A number of things.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{}\u{a0}{}", thousands(number), if number == 1 { one } else { many })
}

/// A number with its thousands set apart, as English has them.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How large a file is.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{}\u{a0}kB", bytes.div_ceil(1000)),
        _ => format!("{:.1}\u{a0}MB", bytes as f64 / 1e6),
    }
}

/// Text as HTML, with what is hidden in it written out.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => match of_page(c) {
                Some(written) => escaped.push_str(&written),
                None => escaped.push(c),
            },
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_data() {
        assert_eq!(escape("<b title=\"x\">&'"), "&lt;b title=&quot;x&quot;&gt;&amp;&#39;");
        let title = "a\u{202e}b\u{1b}\n\u{85}\u{2066}שלום\u{2069}\u{200f}";
        let shown = "a\\u{202e}b\\u{1b}\\n\\u{85}\u{2066}שלום\u{2069}\u{200f}";
        assert_eq!(escape(title), shown);
    }

    #[test]
    fn names_stand_where_they_are_looked_up() {
        let mut names =
            ["Zambia", "Türkiye", "Tuvalu", "Croatia", "Côte d’Ivoire", "Åland Islands"];
        names.sort_by_cached_key(|name| sort_key(name));
        let sorted = ["Åland Islands", "Côte d’Ivoire", "Croatia", "Türkiye", "Tuvalu", "Zambia"];
        assert_eq!(names, sorted);
    }

    #[test]
    fn numbers_are_for_people() {
        assert_eq!(count(1, "file", "files"), "1\u{a0}file");
        assert_eq!(count(999, "file", "files"), "999\u{a0}files");
        assert_eq!(count(1_234_020, "file", "files"), "1,234,020\u{a0}files");
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!(size(999), "1\u{a0}kB");
        assert_eq!(size(188_400), "189\u{a0}kB");
        assert_eq!(size(2_340_000), "2.3\u{a0}MB");
    }
}
