//! White space as it comes along from word processors and web pages: made into spaces and line
//! ends, with the place of each character in the file.

use std::ops::Range;

use icu_properties::props::{EastAsianWidth, EmojiPresentation};
use icu_properties::{CodePointMapData, CodePointSetData};

/// How the line ends of a text count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// The text is one line: white space within it is one space, and none stands at its ends.
    One,
    /// Line ends stay.
    Many,
}

/// A character and the bytes it was read from.
pub(super) type PlacedCharacter = (Range<usize>, char);

/// The text with its white space evened out; `None` where it is even as it stands.
pub(super) fn even(text: &str, lines: Lines) -> Option<String> {
    if !is_uneven(text, lines) {
        return None;
    }
    let placed = text.char_indices().map(|(at, c)| (at..at + c.len_utf8(), c)).collect();
    Some(evened(placed, lines).into_iter().map(|(_, c)| c).collect())
}

/// Whether a text holds white space that is not to stay as it is.
fn is_uneven(text: &str, lines: Lines) -> bool {
    let odd = |c: char| match c {
        '\n' => lines == Lines::One,
        '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{3000}' => true,
        '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{205F}' => true,
        _ => false,
    };
    text.contains(odd) || lines == Lines::One && (text.contains("  ") || text.trim() != text)
}

/// Tabs and the spaces of typographers become a space, or a no-break space where they do not
/// break; the separators of lines and paragraphs become line ends.
pub(super) fn evened(placed: Vec<PlacedCharacter>, lines: Lines) -> Vec<PlacedCharacter> {
    let mut even: Vec<PlacedCharacter> = Vec::with_capacity(placed.len());
    // Tabs at the beginning of a line are an indent, which Markdown reads.
    let mut indent = true;
    // The letters beside the white space that is being looked at; the one after it once it is asked.
    let (mut before, mut after) = (None, None);
    for (index, (place, c)) in placed.iter().enumerate() {
        let next = placed.get(index + 1).map(|(_, c)| *c);
        let c = match c {
            '\r' if next == Some('\n') => continue,
            '\r' | '\u{b}' | '\u{85}' | '\u{2028}' => '\n',
            '\u{c}' | '\u{2029}' => {
                even.push((place.clone(), '\n'));
                '\n'
            }
            '\t' if indent && lines == Lines::Many => '\t',
            '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}' | '\u{205F}' => {
                ' '
            }
            '\u{2007}' => '\u{a0}',
            // The space of those who write in squares.
            '\u{3000}' => {
                let find = || placed[index..].iter().map(|(_, c)| *c).find(|c| !c.is_whitespace());
                let after = *after.get_or_insert_with(find);
                let among = [before, after].into_iter().flatten().any(is_wide);
                if among { '\u{3000}' } else { ' ' }
            }
            other => *other,
        };
        if !c.is_whitespace() {
            (before, after) = (Some(c), None);
        }
        indent = c == '\n' || indent && matches!(c, ' ' | '\t');
        even.push((place.clone(), c));
    }
    if lines == Lines::One { one_line(even) } else { even }
}

/// One space for each run of spaces and line ends, and none at the ends.
fn one_line(placed: Vec<PlacedCharacter>) -> Vec<PlacedCharacter> {
    let mut line: Vec<PlacedCharacter> = Vec::with_capacity(placed.len());
    for (place, c) in placed {
        match line.last_mut() {
            Some((before, ' ')) if matches!(c, ' ' | '\n') => before.end = place.end,
            Some(_) if c == '\n' => line.push((place, ' ')),
            None if c.is_whitespace() => {}
            _ => line.push((place, c)),
        }
    }
    while line.pop_if(|(_, c)| c.is_whitespace()).is_some() {}
    line
}

/// Whether a character is one of those that stand in a square: Chinese, Japanese, Korean.
pub fn is_wide(c: char) -> bool {
    let width = CodePointMapData::<EastAsianWidth>::new().get(c);
    c >= '\u{1100}'
        && [EastAsianWidth::Wide, EastAsianWidth::Fullwidth, EastAsianWidth::Halfwidth]
            .contains(&width)
        && !CodePointSetData::new::<EmojiPresentation>().contains(c)
}

/// The characters that a TOML string stands for, with where each stands in it. `None` if this is
/// no TOML string.
pub(super) fn decoded(raw: &str) -> Option<Vec<PlacedCharacter>> {
    let delimiter = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|d| raw.starts_with(d))?;
    let basic = delimiter.starts_with('"');
    let end = raw.len().checked_sub(delimiter.len())?;
    let mut at = delimiter.len();
    if delimiter.len() == 3 {
        // A line break right after the opening delimiter is not part of the string.
        let rest = &raw[at..];
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let mut placed = Vec::new();
    loop {
        if basic {
            at += line_continuation(raw.get(at..)?);
        }
        if at >= end {
            return Some(placed);
        }
        let rest = &raw[at..];
        let first = rest.chars().next()?;
        let (c, length) = if basic && first == '\\' { escape(rest)? } else { (first, 0) };
        let length = length.max(c.len_utf8());
        placed.push((at..at + length, c));
        at += length;
    }
}

/// The character an escape stands for, and how many bytes the escape takes.
fn escape(rest: &str) -> Option<(char, usize)> {
    let hexadecimal = |digits: usize| {
        let number = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
        Some((char::from_u32(number)?, 2 + digits))
    };
    match rest.as_bytes().get(1)? {
        b'x' => hexadecimal(2),
        b'u' => hexadecimal(4),
        b'U' => hexadecimal(8),
        b'b' => Some(('\u{8}', 2)),
        b't' => Some(('\t', 2)),
        b'n' => Some(('\n', 2)),
        b'f' => Some(('\u{c}', 2)),
        b'r' => Some(('\r', 2)),
        b'e' => Some(('\u{1b}', 2)),
        byte => Some((char::from(*byte), 2)),
    }
}

/// How many bytes a backslash at the end of a line, and the white space after it, take.
fn line_continuation(rest: &str) -> usize {
    let Some(after) = rest.strip_prefix('\\') else { return 0 };
    let line = after.trim_start_matches([' ', '\t']);
    if line.starts_with(['\n', '\r']) { rest.len() - after.trim_start().len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_white_space_vanishes_or_stretches() {
        for (text, one, many) in [
            ("2019\t2020", "2019 2020", "2019 2020"),
            (" a \n  b\t", "a b", " a \n  b "),
            ("a\u{2028}b\u{2029}c\u{b}d", "a b c d", "a\nb\n\nc\nd"),
            ("1\u{2003}2\u{2007}3\u{205F}4", "1 2\u{a0}3 4", "1 2\u{a0}3 4"),
            ("10\u{a0}000\u{202f}000", "10\u{a0}000\u{202f}000", "10\u{a0}000\u{202f}000"),
            ("水\u{3000}法", "水\u{3000}法", "水\u{3000}法"),
            ("a\u{3000}b", "a b", "a b"),
            ("- a\r\n\t- b\rc", "- a - b c", "- a\n\t- b\nc"),
        ] {
            assert_eq!(even(text, Lines::One).as_deref().unwrap_or(text), one, "{text:?}");
            assert_eq!(even(text, Lines::Many).as_deref().unwrap_or(text), many, "{text:?}");
        }
    }
}
