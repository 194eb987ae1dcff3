//! What editors and tools leave in texts, taken out and counted.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_script::{Script, UnicodeScript};

/// What was cleaned away, by its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleanings(BTreeMap<&'static str, usize>);

impl Cleanings {
    fn add(&mut self, kind: &'static str, count: usize) {
        if count > 0 {
            *self.0.entry(kind).or_default() += count;
        }
    }

    /// Takes in what was cleaned elsewhere.
    pub fn extend(&mut self, other: &Cleanings) {
        for (kind, count) in &other.0 {
            self.add(kind, *count);
        }
    }

    /// How many of each kind there were.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.0.iter().map(|(kind, count)| (*kind, *count))
    }

    /// A text without what is no part of it, on one line and in NFC.
    pub fn clean(&mut self, text: &str) -> String {
        let mut text = self.without_markup(text);
        if !is_nfc(&text) {
            self.add("texts not in NFC", 1);
            text = text.nfc().collect();
        }
        // In scripts without spaces it says where a line may break.
        let is_spaceless = |c: char| {
            matches!(c.script(), Script::Khmer | Script::Thai | Script::Lao | Script::Myanmar)
        };
        let keeps_breaks = text.chars().any(is_spaceless);
        let mut kept = String::with_capacity(text.len());
        for c in text.chars() {
            let kind = match c {
                '\u{0640}' => "tatweel",
                '\u{00ad}' => "soft hyphens",
                '\u{200b}' if keeps_breaks => "",
                '\u{200b}' | '\u{2060}' | '\u{feff}' => "zero-width characters",
                '\u{200e}'
                | '\u{200f}'
                | '\u{061c}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' => "marks of direction",
                '\t' | '\n' | '\r' | ' ' => "",
                c if c.is_control() => "control characters",
                _ => "",
            };
            match kind {
                "" => kept.push(c),
                kind => self.add(kind, 1),
            }
        }
        self.spaced(&kept)
    }

    /// The same with one space where there are several, and none at the ends. Where one of several is
    /// a no-break space, that one stays.
    fn spaced(&mut self, text: &str) -> String {
        let is_space = char::is_whitespace;
        let mut spaced = String::with_capacity(text.len());
        let mut run = String::new();
        for c in text.trim_matches(is_space).chars() {
            if is_space(c) {
                run.push(c);
                continue;
            }
            if !run.is_empty() {
                let kept = run.chars().find(|c| matches!(c, '\u{a0}' | '\u{202f}')).unwrap_or(' ');
                // A line's end with the indent after it is how files fold texts.
                if run.chars().count() > 1 && !run.contains(['\n', '\r']) {
                    self.add("doubled spaces", 1);
                }
                spaced.push(kept);
                run.clear();
            }
            spaced.push(c);
        }
        spaced
    }

    /// The same without tags of HTML, and with the characters that its entities stand for.
    fn without_markup(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['<', '&']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            if let Some(length) = tag(from) {
                self.add("HTML tags", 1);
                // What stood on lines of their own stays apart.
                let name = from.trim_start_matches(['<', '/']);
                if ["p", "br", "li", "div", "ul", "ol"].iter().any(|block| {
                    name.to_ascii_lowercase()
                        .strip_prefix(block)
                        .is_some_and(|rest| rest.starts_with(|c: char| !c.is_ascii_alphanumeric()))
                }) {
                    out.push('\n');
                }
                rest = &from[length..];
            } else if let Some((c, length)) = entity(from) {
                self.add("HTML entities", 1);
                out.push(c);
                rest = &from[length..];
            } else {
                out.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
        out.push_str(rest);
        out
    }

    /// Counts marks of footnotes that were taken out elsewhere.
    pub fn marks(&mut self, count: usize) {
        self.add("marks of footnotes", count);
    }

    /// A text without the marks of footnotes: a letter or number in square brackets wherever it stands, and
    /// signs and raised letters at its end.
    pub fn without_notes(&mut self, text: &str) -> String {
        let text = self.without_brackets(text);
        let mut text = text.trim_end();
        loop {
            let is_mark = |c: char| {
                matches!(c, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | 'ª' | 'ⁱ' | 'ⁿ')
                    || matches!(c, '\u{1d43}'..='\u{1d6a}' | '\u{1d9b}'..='\u{1dbf}')
            };
            let shorter = text.trim_end_matches(is_mark).trim_end();
            let shorter = bracketed(shorter).unwrap_or(shorter);
            if shorter.len() == text.len() || shorter.is_empty() {
                return text.to_string();
            }
            self.add("marks of footnotes", 1);
            text = shorter;
        }
    }
}

impl Cleanings {
    /// A text without small letters and numbers in square brackets, and the space before each.
    fn without_brackets(&mut self, text: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, from)) = rest.split_once('[') {
            let mark = from.split_once(']').filter(|(mark, _)| {
                mark.len() == 1 && mark.bytes().all(|byte| byte.is_ascii_lowercase())
                    || matches!(mark.len(), 1 | 2) && mark.bytes().all(|byte| byte.is_ascii_digit())
            });
            match mark {
                Some((_, after)) => {
                    out.push_str(before.trim_end());
                    self.marks(1);
                    rest = after;
                }
                None => {
                    out.push_str(before);
                    out.push('[');
                    rest = from;
                }
            }
        }
        out.push_str(rest);
        out
    }
}

/// A text without a number or letter in square brackets at its end.
fn bracketed(text: &str) -> Option<&str> {
    let (before, mark) = text.strip_suffix(']')?.rsplit_once('[')?;
    let is_mark = !mark.is_empty() && mark.len() <= 2 && mark.chars().all(char::is_alphanumeric);
    is_mark.then(|| before.trim_end())
}

/// How long a tag at the beginning of a text is. "< 5 years" and "<-2" are none.
fn tag(text: &str) -> Option<usize> {
    const LONGEST: usize = 2_000;
    let name = text.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = text.find('>').filter(|end| *end < LONGEST)?;
    (!text[1..end].contains('<')).then_some(end + 1)
}

/// The character that an entity at the beginning of a text stands for, and how long that is.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end <= 10)?;
    let name = &text[1..end];
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    });
    let c = match (number, name) {
        (Some(number), _) => char::from_u32(number.ok()?)?,
        (None, "amp") => '&',
        (None, "lt") => '<',
        (None, "gt") => '>',
        (None, "quot") => '"',
        (None, "apos") => '\'',
        (None, "nbsp") => '\u{a0}',
        (None, "ndash") => '–',
        (None, "mdash") => '—',
        (None, "rsquo") => '’',
        (None, "lsquo") => '‘',
        (None, "rdquo") => '”',
        (None, "ldquo") => '“',
        (None, "hellip") => '…',
        (None, "shy") => '\u{ad}',
        _ => return None,
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_part_of_a_text_goes_and_is_counted() {
        let mut cleanings = Cleanings::default();
        for (text, expected) in [
            ("نسـبة", "نسبة"),
            ("a\u{ad}b", "ab"),
            ("a\u{200b}b", "ab"),
            ("ក\u{200b}ខ", "ក\u{200b}ខ"),
            ("Доля  лиц", "Доля лиц"),
            ("folded\n  text", "folded text"),
            ("<p>one</p><p>two &amp; &#8211; three</p>", "one two & – three"),
            ("weight <-2 and < 5 & more", "weight <-2 and < 5 & more"),
            ("e\u{301}", "é"),
            (" \u{200f}a\u{a0} b ", "a\u{a0}b"),
        ] {
            assert_eq!(cleanings.clean(text), expected, "{text:?}");
        }
        let counts: Vec<_> = cleanings.counts().collect();
        assert_eq!(
            counts,
            [
                ("HTML entities", 2),
                ("HTML tags", 4),
                ("doubled spaces", 2),
                ("marks of direction", 1),
                ("soft hyphens", 1),
                ("tatweel", 1),
                ("texts not in NFC", 1),
                ("zero-width characters", 1),
            ]
        );
    }

    #[test]
    fn marks_of_footnotes_go_from_the_end() {
        let mut cleanings = Cleanings::default();
        for (text, expected) in [
            ("of women*", "of women"),
            ("of women [a] **", "of women"),
            ("of women¹", "of women"),
            ("of womenᵇ", "of women"),
            ("fisheries [c] subsidies [12], and", "fisheries subsidies, and"),
            ("an [in]complete list", "an [in]complete list"),
            ("per 1,000", "per 1,000"),
            ("index (see [below])", "index (see [below])"),
        ] {
            assert_eq!(cleanings.without_notes(text), expected);
        }
    }
}
