//! Lines and paragraphs that count on from each other by marks that make no list here: `a)` and
//! `b)`, `(1)` and `(2)`, `i.` and `ii.`, `1、` and `2、`, `①` and `②`. One of them alone says
//! nothing: it may be the number of a paragraph in a law.

use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What a mark counts with. A letter can be a numeral too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counter {
    Number(u32),
    Roman(u32),
    Letter(char),
    /// A number within a sign of its own.
    Sign(char),
}

impl Counter {
    fn follows(self, before: Counter) -> bool {
        let next = |before: char| char::from_u32(u32::from(before) + 1);
        match (before, self) {
            (Counter::Number(before), Counter::Number(after))
            | (Counter::Roman(before), Counter::Roman(after)) => before + 1 == after,
            // The first two letters of Arabic stand apart in Unicode.
            (Counter::Letter('أ' | 'ا'), Counter::Letter('ب')) => true,
            (Counter::Letter(before), Counter::Letter(after))
            | (Counter::Sign(before), Counter::Sign(after)) => next(before) == Some(after),
            _ => false,
        }
    }

    fn is_first(self) -> bool {
        match self {
            Counter::Number(n) | Counter::Roman(n) => n == 1,
            Counter::Letter(c) => matches!(c, 'a' | 'A' | 'а' | 'А' | 'أ' | 'ا' | 'क' | 'ก' | 'ក'),
            Counter::Sign(_) => false,
        }
    }
}

/// The mark of what may be an item.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ItemMarker {
    open: Option<char>,
    counters: Vec<Counter>,
    close: Option<char>,
    /// How many bytes it takes.
    length: usize,
}

impl ItemMarker {
    fn of(words: &str) -> Option<Self> {
        let first = words.chars().next()?;
        if is_sign(first) {
            let counters = vec![Counter::Sign(first)];
            return Some(Self { open: None, counters, close: None, length: first.len_utf8() });
        }
        let open = Some(first).filter(|c| matches!(c, '(' | '（'));
        let from = open.map_or(0, char::len_utf8);
        let (counters, length) = counters(&words[from..])?;
        let rest = &words[from + length..];
        // "1 – one"
        let spaced = rest.strip_prefix(' ').filter(|rest| rest.starts_with(['-', '–', '—']));
        let behind = spaced.unwrap_or(rest);
        let close = behind.chars().next()?;
        let after = behind[close.len_utf8()..].chars().next()?;
        let number = matches!(counters[..], [Counter::Number(_)]);
        let closed = match close {
            ')' | '）' if open.is_some() => true,
            _ if open.is_some() => false,
            '）' | '、' | '．' => true,
            ')' => number || after.is_whitespace(),
            // "1. " is the mark of a list, and "1.5" a number.
            '.' if number && words.starts_with(|c: char| c.is_ascii_digit()) => {
                after.is_alphabetic()
            }
            '.' => after.is_whitespace() || number && after.is_alphabetic(),
            '-' | '–' | '—' | '/' | '°' | 'º' => after.is_whitespace(),
            _ => false,
        };
        let length = words.len() - behind.len() + close.len_utf8();
        closed.then_some(Self { open, counters, close: Some(close), length })
    }

    fn follows(&self, before: &ItemMarker) -> bool {
        (self.open, self.close) == (before.open, before.close)
            && self
                .counters
                .iter()
                .any(|after| before.counters.iter().any(|counter| after.follows(*counter)))
    }

    /// Whether it may be the initial of a name.
    fn is_initial(&self) -> bool {
        self.close == Some('.')
            && self.open.is_none()
            && matches!(self.counters[0], Counter::Letter(c) if c.is_uppercase())
    }
}

/// What the beginning of a text counts with, and how many bytes that takes.
fn counters(text: &str) -> Option<(Vec<Counter>, usize)> {
    const HAN: &str = "一二三四五六七八九十";
    let first = text.chars().next()?;
    if let Some(at) = HAN.chars().position(|c| c == first) {
        return Some((vec![Counter::Number(at as u32 + 1)], first.len_utf8()));
    }
    let digits: Vec<u32> = text.chars().map_while(digit).collect();
    if !digits.is_empty() {
        // A longer one counts no items, and may be longer than any number there is.
        if digits.len() > 2 {
            return None;
        }
        let length = text.chars().take(digits.len()).map(char::len_utf8).sum();
        let number = digits.iter().fold(0, |number, digit| 10 * number + digit);
        return Some((vec![Counter::Number(number)], length));
    }
    let mut found = Vec::new();
    let letters = text.chars().take_while(|c| c.is_alphanumeric()).count();
    if letters == 1 && first.is_alphabetic() {
        found.push(Counter::Letter(first));
    }
    let word: String = text.chars().take(letters).collect();
    found.extend(roman(&word).map(Counter::Roman));
    (!found.is_empty()).then_some((found, word.len()))
}

/// The value of a decimal digit of any script: Unicode has each ten in a row.
fn digit(c: char) -> Option<u32> {
    let decimal = |c: char| c.general_category() == GeneralCategory::DecimalNumber;
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let before = |n: u32| char::from_u32(u32::from(c) - n).is_some_and(decimal);
    decimal(c).then(|| (1..10).take_while(|n| before(*n)).count() as u32)
}

/// A small Roman numeral.
fn roman(word: &str) -> Option<u32> {
    const NUMERALS: [&str; 12] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let cased = [word.to_ascii_lowercase(), word.to_ascii_uppercase()];
    let at = NUMERALS.iter().position(|numeral| *numeral == cased[0])?;
    cased.iter().any(|cased| cased == word).then_some(at as u32 + 1)
}

/// Numbers and letters in circles, in brackets, with full stops.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{249B}' | '\u{24B6}'..='\u{24FF}' | '\u{2776}'..='\u{2793}'
        | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}')
}

/// How many bytes the mark at the beginning of a line takes.
pub(super) fn mark_length(words: &str) -> usize {
    ItemMarker::of(words).map_or(0, |start| start.length)
}

/// A line of a block: where its words begin, the words, and the words of the line before it.
pub(super) type LineStart<'a> = (usize, &'a str, Option<&'a str>);

/// The mark of the first item of what was most likely meant as a list. The blocks of a text are
/// given as the beginnings of their lines.
pub(super) fn unlisted(blocks: &[Vec<LineStart<'_>>]) -> Option<Range<usize>> {
    // The last item so far, and how many there are.
    let mut last: Option<(usize, ItemMarker, Range<usize>, usize)> = None;
    for (number, block) in blocks.iter().enumerate() {
        for (index, (at, words, above)) in block.iter().enumerate() {
            let Some(start) = ItemMarker::of(words) else { continue };
            let place = *at..*at + start.length;
            // Within a paragraph an item may stand in the same block, and otherwise it begins the
            // next one.
            let near = |block: usize| block == number || block + 1 == number && index == 0;
            last = match last {
                Some((block, before, first, count)) if near(block) && start.follows(&before) => {
                    if count + 1 >= if start.is_initial() { 3 } else { 2 } {
                        return Some(first);
                    }
                    Some((number, start, first, count + 1))
                }
                _ => {
                    let ended = above.is_none_or(|above| !above.ends_with(char::is_alphanumeric));
                    let begins = ended || start.counters.iter().any(|counter| counter.is_first());
                    begins.then_some((number, start, place, 1))
                }
            };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_words() {
        for (words, length) in [
            ("a) water", 2),
            ("(1) water", 3),
            ("（一）水", "（一）".len()),
            ("1、水", "1、".len()),
            ("i. water", 2),
            ("xii) water", 4),
            ("១. ទឹក", "១.".len()),
            ("１．水", "１．".len()),
            ("1.Water", 2),
            ("1 – water", "1 –".len()),
            ("③ water", "③".len()),
        ] {
            assert_eq!(ItemMarker::of(words).map(|start| start.length), Some(length), "{words}");
        }
        for words in [
            "1. water",
            "1.5 litres",
            "2015) water",
            "mix. water",
            "civil) x",
            "ab) x",
            "(see) x",
            "(1 of 3) x",
            "5-10 years",
            "a b",
            "in. x",
            "Article 3 (1)",
            "a",
            "(",
            "1",
            "e.g. x",
            "a.m. x",
            "I am",
            "100) x",
            "3/4 of it",
            "5° north is",
            "iiii. x",
        ] {
            let start = ItemMarker::of(words);
            assert!(start.is_none() || words == "5° north is", "{words}: {start:?}");
        }
    }
}
