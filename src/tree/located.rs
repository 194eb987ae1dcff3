//! Values with the places where they stood, and what is told of a text by its place.

use std::ops::Range;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

use super::intake::{Lines, decoded, evened};
use crate::calendar::Term;
use crate::diag::{Code, Diagnostic, Sources, Span};

/// A value and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stood.
    pub span: Span,
    /// Its key, such as `finding.police.sources`.
    pub key: String,
}

impl<T> Located<T> {
    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), span: self.span, key: self.key }
    }

    /// The same place with another value.
    pub fn with<U>(&self, value: U) -> Located<U> {
        Located { value, span: self.span, key: self.key.clone() }
    }
}

/// By when something is to be done.
#[derive(Debug, Clone)]
pub enum TermOrText {
    /// A date, or a quarter.
    Term(Located<Term>),
    /// Words that say it.
    Text(Text),
}

/// A string a user wrote: in Unicode normalisation form C, with line feeds for line ends and spaces
/// for tabs, free of control characters, and with balanced bidirectional controls.
pub type Text = Located<String>;

/// What stands in a field of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A text, which may be empty.
    Text(Text),
    /// A number, digit by digit as it was typed, without the underscores that part its digits.
    Number(Located<String>),
}

impl Text {
    /// The string.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// Where a range of bytes of the string stands in the file. Where normalisation makes that
    /// uncertain, the whole string.
    pub fn locate(&self, range: Range<usize>, sources: &Sources) -> Span {
        self.placing(sources).locate(range)
    }

    /// Where the string's characters stand in the file: for whoever asks of many.
    pub fn placing(&self, sources: &Sources) -> Placing {
        let places = decoded(sources.slice(self.span)).and_then(|characters| {
            let placed = [Lines::Many, Lines::One].into_iter().find_map(|lines| {
                let placed = evened(characters.clone(), lines);
                self.value.chars().eq(placed.iter().map(|(_, c)| *c)).then_some(placed)
            })?;
            let starts = self.value.char_indices().map(|(at, _)| at);
            Some(starts.zip(placed.into_iter().map(|(place, _)| place)).collect())
        });
        Placing { whole: self.span, places: places.unwrap_or_default() }
    }

    /// The places of the spaces that were typed as tabs, in a text of several lines.
    pub fn tabs(&self, sources: &Sources) -> Vec<usize> {
        let raw = sources.slice(self.span);
        if !raw.contains('\t') && !raw.contains("\\t") {
            return Vec::new();
        }
        let placed = evened(decoded(raw).unwrap_or_default(), Lines::Many);
        if !self.value.chars().eq(placed.iter().map(|(_, c)| *c)) {
            return Vec::new();
        }
        let typed = |place: &Range<usize>| ["\t", "\\t"].contains(&&raw[place.clone()]);
        let spaces = self.value.char_indices().zip(placed);
        spaces.filter(|(_, (place, _))| typed(place)).map(|((at, _), _)| at).collect()
    }

    /// What is wrong with it as a path at which there is nothing, where it was typed with `\`.
    pub fn escaped_path(&self, sources: &Sources) -> Option<Diagnostic> {
        let typed = sources.slice(self.span).contains('\\') && !self.value.contains('\\');
        typed.then(|| {
            let message = format!("`{}` is what TOML makes of a path with `\\`", self.value);
            Diagnostic::new(Code::BadAsset, message)
                .at(self.span)
                .key(&self.key)
                .help("write `/` between folders, which means the same everywhere")
        })
    }

    /// Whether it says something: a text of spaces and of characters that no one sees does not.
    pub fn says_something(&self) -> bool {
        self.value.contains(is_seen)
    }

    /// What is wrong with it where it says nothing.
    pub(super) fn emptiness(&self) -> &'static str {
        if self.value.trim().is_empty() { "is empty" } else { "holds nothing that can be seen" }
    }

    /// The character that parts its paragraphs without being seen, if one does.
    pub fn unseen_part(&self, sources: &Sources) -> Option<char> {
        let raw = sources.slice(self.span);
        let placed = decoded(raw)?;
        placed.into_iter().map(|(_, c)| c).find(|c| matches!(c, '\u{c}' | '\u{2029}'))
    }
}

/// Where the characters of a text stand in its file.
#[derive(Debug)]
pub struct Placing {
    /// The text's own place.
    whole: Span,
    /// Where each character begins in the text, and its place in the file from the text's. Empty
    /// where that is not known.
    places: Vec<(usize, Range<usize>)>,
}

impl Placing {
    /// Where a range of bytes of the text stands; the whole text where that is not known.
    pub fn locate(&self, range: Range<usize>) -> Span {
        let first = self.places.partition_point(|(at, _)| *at < range.start);
        let end = self.places.partition_point(|(at, _)| *at < range.end);
        match self.places.get(first..end) {
            Some([(_, only)]) => self.span(only.clone()),
            Some([(_, first), .., (_, last)]) => self.span(first.start..last.end),
            _ => self.whole,
        }
    }

    fn span(&self, place: Range<usize>) -> Span {
        let start = self.whole.start;
        Span::new(self.whole.file, start + place.start..start + place.end)
    }
}

/// Whether a character is one that a reader can see: no white space, and none that Unicode has
/// ignored where it is not understood.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}
