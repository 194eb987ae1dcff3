//! Words, codes and web addresses longer than a column.

use std::ops::Range;

use icu_properties::props::{GeneralCategory, LineBreak};
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{
    GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed, LineSegmenter,
    LineSegmenterBorrowed,
};

use super::characters::{category, class, is_digit};
use super::marks::{Marks, OPPORTUNITY};

/// As many characters stand in any column we set.
pub(super) const LONGEST: usize = 30;

/// So many stand together in what is longer, where no punctuation offers a better place.
const PIECE: usize = 12;

/// UAX #14 alone, as Typst applies it outside of scripts without spaces.
pub(super) static RULES: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// What a reader takes for one character.
static CLUSTERS: GraphemeClusterSegmenterBorrowed<'static> = GraphemeClusterSegmenter::new();

/// How many characters a reader sees.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { CLUSTERS.segment_str(text).count() - 1 }
}

/// Where, within a word, UAX #14 lets a line break.
pub(super) fn opportunities(word: &str) -> impl Iterator<Item = usize> {
    RULES.segment_str(word).filter(|at| *at > 0 && *at < word.len())
}

/// The words of a text: what stands between spaces and characters that break by themselves
/// (ideographs, scripts without spaces), with its place.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|(_, c)| !belongs(*c)).is_some() {}
        let (start, _) = *rest.peek()?;
        let mut end = start;
        while let Some((at, c)) = rest.next_if(|(_, c)| belongs(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// Whether a character is part of a word that UAX #14 keeps together.
fn belongs(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_whitespace();
    }
    !c.is_whitespace()
        && !matches!(
            class(c),
            LineBreak::Ideographic
                | LineBreak::ConditionalJapaneseStarter
                | LineBreak::Nonstarter
                | LineBreak::ComplexContext
                | LineBreak::H2
                | LineBreak::H3
                | LineBreak::JL
                | LineBreak::JV
                | LineBreak::JT
                | LineBreak::ZWSpace
        )
}

/// Lets a line break within what is longer than any column: after punctuation, or failing that
/// after every twelfth character.
pub(super) fn mark(text: &str, marks: &mut Marks) {
    for place in words(text).filter(|word| columns(&text[word.clone()]) > LONGEST) {
        let word = &text[place.clone()];
        let mut ends: Vec<usize> = opportunities(word).collect();
        let given = ends.len();
        for seam in seams(word) {
            // They come in order, each once.
            if ends[..given].binary_search(&seam).is_err() {
                marks.add(place.start + seam, OPPORTUNITY);
                ends.push(seam);
            }
        }
        ends.push(word.len());
        ends.sort_unstable();
        let mut last = 0;
        for end in ends {
            if columns(&word[last..end]) > LONGEST {
                divide(&word[last..end], place.start + last, marks);
            }
            last = end;
        }
    }
}

/// As many characters of a code stand together in the narrowest column of one.
const CODE: usize = 16;

/// A code, which breaks after each low line, and where these are far apart, within.
pub fn breakable_code(code: &str) -> String {
    let mut marks = Marks::default();
    let mut last = 0;
    let ends = code.match_indices('_').map(|(at, low)| at + low.len());
    for end in ends.chain([code.len()]) {
        if columns(&code[last..end]) > CODE {
            divide(&code[last..end], last, &mut marks);
        }
        if end < code.len() {
            marks.add(end, OPPORTUNITY);
        }
        last = end;
    }
    marks.put(code)
}

/// Where a word is best divided: after punctuation, but not within a number.
fn seams(word: &str) -> impl Iterator<Item = usize> {
    let (mut second, mut first) = (None, None);
    clusters(word).filter_map(move |(at, cluster)| {
        let seam = first.is_some_and(is_seam) && !cluster.starts_with(is_seam);
        let in_number = matches!(first, Some('.' | '-'))
            && second.is_some_and(is_digit)
            && cluster.starts_with(is_digit);
        (second, first) = (first, cluster.chars().next_back());
        (seam && !in_number && is_beginning(cluster)).then_some(at)
    })
}

/// Divides what has no punctuation and begins at `start`.
pub(super) fn divide(part: &str, start: usize, marks: &mut Marks) {
    let mut since = 0;
    for (at, cluster) in clusters(part) {
        if since >= PIECE && is_beginning(cluster) {
            marks.add(start + at, OPPORTUNITY);
            since = 0;
        }
        since += 1;
    }
}

fn clusters(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut last = 0;
    CLUSTERS.segment_str(word).filter(|end| *end > 0).map(move |end| {
        let cluster = (last, &word[last..end]);
        last = end;
        cluster
    })
}

/// Whether a long address or code is best divided after it.
fn is_seam(c: char) -> bool {
    matches!(c, '/' | '?' | '&' | '=' | '.' | '_' | '-')
}

/// Whether a line can begin with it: no closing mark can, nor what hangs on the character before.
fn is_beginning(cluster: &str) -> bool {
    cluster.starts_with(|c| {
        !matches!(
            class(c),
            LineBreak::ClosePunctuation
                | LineBreak::CloseParenthesis
                | LineBreak::Exclamation
                | LineBreak::InfixNumeric
                | LineBreak::BreakSymbols
                | LineBreak::Quotation
                | LineBreak::Glue
                | LineBreak::WordJoiner
                | LineBreak::CombiningMark
                | LineBreak::ZWJ
        ) && category(c) != GeneralCategory::ModifierSymbol
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_break_after_low_lines_and_never_run_on() {
        let shown = |code: &str| breakable_code(code).replace(OPPORTUNITY, "|");
        for (code, expected) in [
            ("PER_1000_HECTARES", "PER_|1000_|HECTARES"),
            ("M_USD", "M_|USD"),
            ("15+", "15+"),
            ("A_", "A_"),
            ("ABCDEFGHIJKLMNOPQRST", "ABCDEFGHIJKL|MNOPQRST"),
        ] {
            assert_eq!(shown(code), expected);
        }
    }
}
