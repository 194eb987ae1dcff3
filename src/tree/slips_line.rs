//! The line that a slip is on.

use std::ops::Range;

use super::fault::line_from;
use super::tokens::TokenContext;

/// A line, without the white space at its ends.
#[derive(Debug)]
pub(super) struct SlipLine<'t> {
    /// The whole file.
    pub(super) text: &'t str,
    /// The bytes it takes.
    pub(super) place: Range<usize>,
    /// The line itself.
    pub(super) own: &'t str,
    /// What stands before and after its `=`, where one joins a key and a value.
    equals: Option<usize>,
}

impl<'t> SlipLine<'t> {
    /// The line of a byte.
    pub(super) fn of(text: &'t str, standing: &TokenContext<'_>, byte: usize) -> Self {
        let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
        let blank = |c: char| c == ' ' || c == '\t' || c == '\u{feff}';
        let indent = text[start..].len() - text[start..].trim_start_matches(blank).len();
        let place = line_from(text, start + indent);
        let first = standing.open.is_empty().then(|| {
            let own = standing.tokens.iter().skip_while(|token| token.place.start < place.start);
            let mut own = own.take_while(|token| token.place.start < place.end);
            own.find(|token| text[token.place.clone()].starts_with('='))
        });
        let equals = first.flatten().map(|token| token.place.start);
        Self { text, own: &text[place.clone()], place, equals }
    }

    /// What stands before and after its first `=` that is in no text.
    pub(super) fn halves(&self) -> Option<(&'t str, &'t str)> {
        let at = self.equals?;
        Some((self.text[self.place.start..at].trim(), self.text[at + 1..self.place.end].trim()))
    }

    /// The bytes of a part of the file.
    pub(super) fn part(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        start..start + part.len()
    }
}
