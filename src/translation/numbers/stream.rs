//! The characters of a text that can say a number.

use std::ops::Range;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::UnicodeNormalization;

/// The characters of a text with digits as 0 to 9: without what no one sees, the addresses of links,
/// the ids of citations (their pages stay) and marks of emphasis.
#[derive(Debug)]
pub(super) struct Stream {
    /// The characters.
    pub(super) chars: Vec<char>,
    /// Where each stands in the text.
    places: Vec<Range<usize>>,
}

/// What stands where something was taken out.
const GAP: char = '\u{fffc}';

impl Stream {
    pub(super) fn new(text: &str) -> Self {
        let hidden = hidden(text);
        let mut stream = Self { chars: Vec::new(), places: Vec::new() };
        let unseen = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let mut is_raised = false;
        let mut rest = hidden.into_iter().peekable();
        for (at, c) in text.char_indices() {
            let place = at..at + c.len_utf8();
            // All of ASCII can be seen.
            if !c.is_ascii() && unseen.contains(c) {
                continue;
            }
            while rest.next_if(|hidden| hidden.end <= at).is_some() {}
            if rest.peek().is_some_and(|hidden| hidden.contains(&at)) {
                stream.push(GAP, place);
                continue;
            }
            // `km²` is `km^2`: no digit of what stands before it.
            let lifted = lifted(c);
            if lifted.is_some() && !is_raised {
                stream.push('^', place.clone());
            }
            is_raised = lifted.is_some();
            stream.push(lifted.or_else(|| digit(c)).unwrap_or(c), place);
        }
        stream.without_emphasis()
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        self.chars.push(c);
        self.places.push(place);
    }

    /// The same without asterisks, but for those that multiply digits.
    fn without_emphasis(self) -> Self {
        let mut kept = Self { chars: Vec::new(), places: Vec::new() };
        let mut rest = self.chars.iter().zip(self.places).peekable();
        let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        while let Some((c, place)) = rest.next() {
            if *c != '*' {
                kept.push(*c, place);
                continue;
            }
            let end = std::iter::from_fn(|| rest.next_if(|(c, _)| **c == '*')).last();
            if is_digit(kept.chars.last()) && is_digit(rest.peek().map(|(c, _)| *c)) {
                let end = end.map_or(place.end, |(_, place)| place.end);
                kept.push('*', place.start..end);
            }
        }
        kept
    }

    /// Where characters stand in the text.
    pub(super) fn place(&self, at: &Range<usize>) -> Range<usize> {
        match self.places.get(at.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            _ => 0..0,
        }
    }
}

/// What is no claim of a text, though it may have digits: the addresses of links, and the ids of
/// citations.
fn hidden(text: &str) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(']').map(|at| from + at) {
        from = at + 1;
        if text[from..].starts_with('(') {
            let end = text[at..].find(')').map_or(text.len(), |length| at + length + 1);
            hidden.push(at..end);
            from = end;
        }
    }
    let mut from = 0;
    while let Some(at) = text[from..].find("[@").map(|at| from + at) {
        let end = text[at..].find(']').map_or(text.len(), |length| at + length);
        for (mention, _) in text[at..end].match_indices('@') {
            let id = &text[at + mention..end];
            let length = id.find(|c: char| c.is_whitespace() || ";؛；,،，、".contains(c));
            hidden.push(at + mention..at + mention + length.unwrap_or(id.len()));
        }
        from = end;
    }
    hidden.sort_by_key(|range| range.start);
    hidden
}

/// The value of a decimal digit of any script.
fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    // Unicode gives every script its ten digits in a row, from zero; some rows follow each other.
    let is_digit = |c: char| {
        CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DecimalNumber
    };
    if !is_digit(c) {
        return None;
    }
    let before = (1..).map_while(|back| char::from_u32(c as u32 - back).filter(|&c| is_digit(c)));
    char::from_digit((before.count() % 10) as u32, 10)
}

/// The digit that a raised or lowered digit is.
fn lifted(c: char) -> Option<char> {
    let is_lifted = matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '₀'..='₉');
    is_lifted.then(|| std::iter::once(c).nfkc().next()).flatten()
}

/// The numerator and the denominator of a fraction that is one character.
pub(super) fn fraction(c: char) -> Option<(u32, u32)> {
    if CodePointMapData::<GeneralCategory>::new().get(c) != GeneralCategory::OtherNumber {
        return None;
    }
    let parts: String = std::iter::once(c).nfkc().collect();
    let (over, under) = parts.split_once('⁄')?;
    Some((over.parse().ok()?, under.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_claims_something_stays() {
        let shown = |text: &str| -> String {
            Stream::new(text).chars.into_iter().filter(|c| *c != GAP).collect()
        };
        for (text, expected) in [
            ("[5](https://x.org/2025) in", "[5 in"),
            ("3 [@n2, p. 7; @n4]", "3 [, p. 7; ]"),
            ("១២\u{200b}៣ ٤٥ 𝟏𝟗 𞥒", "123 45 19 2"),
            ("km² 10¹²", "km^2 10^12"),
            ("**5** million, 5*3", "5 million, 5*3"),
        ] {
            assert_eq!(shown(text), expected);
        }
        let text = "é [@n, p. ៧]";
        let stream = Stream::new(text);
        let at = stream.chars.iter().position(|c| *c == '7').unwrap();
        assert_eq!(&text[stream.place(&(at..at + 1))], "៧");
        assert_eq!(fraction('⅔'), Some((2, 3)));
        assert_eq!(fraction('5'), None);
    }
}
