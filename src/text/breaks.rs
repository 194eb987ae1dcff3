//! Text with the marks that steer where its lines break.

use icu_properties::props::LineBreak;

use super::characters::{class, is_number};
use super::marks::Marks;
use super::{long, numbers, segment};

/// How many letters stand right before a place of a text: no more than a few are counted.
fn letters_before(text: &str, at: usize) -> usize {
    text[..at].chars().rev().take(4).take_while(|c| c.is_alphabetic()).count()
}

/// Where a text gets U+2060 because Typst would break a line and must not, and U+200B because it may
/// and Typst would not. `keep` are words that stay whole beside those of `keep/*.txt`.
pub(super) fn marks(text: &str, language: &str, keep: &[String]) -> Vec<(usize, char)> {
    let mut marks = Marks::default();
    let signs = TextTraits::of(text);
    if signs.numbers {
        numbers::mark(text, language, &mut marks);
    }
    if signs.long {
        long::mark(text, &mut marks);
    }
    if signs.complex {
        segment::mark(text, keep, &mut marks);
    }
    marks.sorted()
}

/// What a glance at a text shows: most need nothing.
#[derive(Debug, Default)]
struct TextTraits {
    /// There are digits, initials or web addresses.
    numbers: bool,
    /// There is something long without a space.
    long: bool,
    /// There are scripts without spaces between words.
    complex: bool,
}

impl TextTraits {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        // Characters since the last space.
        let mut length = 0;
        for (at, c) in text.char_indices() {
            length += 1;
            match c {
                ' ' | '\n' => length = 0,
                '0'..='9' => signs.numbers = true,
                // "J. Smith", "www.", "https://".
                '.' => signs.numbers |= matches!(letters_before(text, at), 1 | 3),
                '/' | '@' | '{' => signs.numbers = true,
                c if c.is_ascii() => {}
                c => match class(c) {
                    LineBreak::ComplexContext => signs.complex = true,
                    // These break anywhere.
                    LineBreak::Ideographic => length = 0,
                    _ => signs.numbers |= is_number(c),
                },
            }
            signs.long |= length > long::LONGEST;
        }
        signs
    }
}
