//! Where given words occur in a text, as words of their own.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

/// Looks for some words in texts.
#[derive(Debug, Clone)]
pub struct Finder(Vec<String>);

impl Finder {
    /// Looks for these words; what is found is told by their order.
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            words
                .into_iter()
                .map(|word| Folded::new(&word.nfc().collect::<String>()).text)
                .collect(),
        )
    }

    /// Where they occur, in bytes of the text, and which of them it is. Marks behind it that only steer
    /// layout belong to it, for no glyph sets them alone. Of two that begin at one
    /// place the longer counts; none lies within another.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        // Most texts hold none.
        if !self.0.iter().any(|word| word.chars().next().is_some_and(|c| text.contains(c))) {
            return found;
        }
        let folded = Folded::new(text);
        let mut edges = None;
        let mut at = 0;
        while let Some(rest) = folded.text.get(at..) {
            let Some(first) = rest.chars().next() else { break };
            let mut edge = |at| {
                let edges = edges.get_or_insert_with(|| word_edges(&folded.text));
                is_edge(&folded.text, at, edges)
            };
            let here = self.0.iter().enumerate().filter(|(_, word)| {
                !word.is_empty() && rest.starts_with(*word) && edge(at) && edge(at + word.len())
            });
            match here.max_by_key(|(_, word)| word.len()) {
                Some((which, word)) => {
                    found.push((folded.original(at..at + word.len()), which));
                    at += word.len();
                }
                None => at += first.len_utf8(),
            }
        }
        found
    }
}

/// A text without the marks that only steer its layout, every space the same, and where its
/// characters stood.
struct Folded {
    text: String,
    /// For each byte where its character stood, and behind them where the text ended.
    places: Vec<usize>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), places: Vec::new() };
        for (at, c) in text.char_indices().filter(|(_, c)| !steers(*c)) {
            folded.text.push(if c.is_whitespace() { ' ' } else { c });
            folded.places.resize(folded.text.len(), at);
        }
        folded.places.push(text.len());
        folded
    }

    /// Where bytes of it stood.
    fn original(&self, range: Range<usize>) -> Range<usize> {
        self.places[range.start]..self.places[range.end]
    }
}

/// Whether a character only says how those around it are laid out.
fn steers(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The edges of words as UAX #29 has them.
fn word_edges(text: &str) -> Vec<usize> {
    text.split_word_bound_indices().map(|(at, _)| at).collect()
}

/// Whether a word can begin or end there: at an edge of UAX #29, tailored for abbreviations, which
/// take articles and endings after an apostrophe ("l’ONU", "the UN’s") and in another script than
/// their own.
fn is_edge(text: &str, at: usize, edges: &[usize]) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next())
    else {
        return true;
    };
    let apostrophe = |c: char| matches!(c, '\'' | '’' | 'ʼ');
    edges.binary_search(&at).is_ok()
        || apostrophe(before)
        || apostrophe(after)
        || matches!((script(before), script(after)), (Some(one), Some(other)) if one != other)
}

/// The script of a character that belongs to one.
fn script(c: char) -> Option<Script> {
    match c.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        script => Some(script),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(words: &[&str], text: &'t str) -> Vec<&'t str> {
        Finder::new(words.iter().copied()).find(text).into_iter().map(|(at, _)| &text[at]).collect()
    }

    #[test]
    fn whole_words_are_found_in_every_script() {
        for (text, count) in [
            ("The NCCT said so (NCCT); NCCT-led.", 3),
            ("the NCCT’s and d'NCCT", 2),
            ("NCCTs, xNCCT, NCCT2 and NCCT_a", 0),
            ("وقالت الNCCT إن", 1),
            ("据NCCT称", 1),
            ("របស់NCCTថា", 1),
            ("a \u{2066}NC\u{2060}CT\u{2069}.", 1),
            ("ncct", 0),
            ("", 0),
        ] {
            assert_eq!(found(&["NCCT"], text).len(), count, "{text}");
        }
    }

    #[test]
    fn the_longer_word_counts_and_spaces_are_alike() {
        let text = "UN\u{a0}Women and the UN.";
        assert_eq!(found(&["UN", "UN Women"], text), ["UN\u{a0}Women", "UN"]);
        assert_eq!(found(&["U.S."], "the U.S. and U.S.-led"), ["U.S.", "U.S."]);
    }
}
