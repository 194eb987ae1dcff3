//! Words and numbers of the pages, in English, and text of others as HTML.

use std::borrow::Cow;
use std::fmt::{self, Write};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::tongues::Tongue;
use crate::l10n::{Language, date};
use crate::visible::of_page;

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

/// Writes text in a language of its own.
pub fn foreign(
    html: &mut impl Write,
    tag: &str,
    class: &str,
    (language, tongue): (&str, &Tongue),
    text: &str,
) {
    let (language, dir, text) = (escape(language), tongue.dir, escape(text));
    let _ = write!(html, "<{tag} lang=\"{language}\" dir=\"{dir}\"{class}>{text}</{tag}>");
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
pub fn escape(text: &str) -> Escaped<'_> {
    Escaped(text)
}

/// Text that is shown as HTML.
pub struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, html: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0;
        let mut plain = 0;
        for (at, c) in text.char_indices() {
            let written = match c {
                '&' => Cow::Borrowed("&amp;"),
                '<' => Cow::Borrowed("&lt;"),
                '>' => Cow::Borrowed("&gt;"),
                '"' => Cow::Borrowed("&quot;"),
                '\'' => Cow::Borrowed("&#39;"),
                c => match of_page(c) {
                    Some(written) => Cow::Owned(written),
                    None => continue,
                },
            };
            html.write_str(&text[plain..at])?;
            html.write_str(&written)?;
            plain = at + c.len_utf8();
        }
        html.write_str(&text[plain..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_data() {
        assert_eq!(
            escape("<b title=\"x\">&'").to_string(),
            "&lt;b title=&quot;x&quot;&gt;&amp;&#39;"
        );
        let title = "a\u{202e}b\u{1b}\n\u{85}\u{2066}שלום\u{2069}\u{200f}";
        let shown = "a\\u{202e}b\\u{1b}\\n\\u{85}\u{2066}שלום\u{2069}\u{200f}";
        assert_eq!(escape(title).to_string(), shown);
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
