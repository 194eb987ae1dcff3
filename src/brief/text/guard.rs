//! Text as it is given to the Markdown parser. Backslashes are put before what is no markup here
//! (an asterisk between digits, what only looks like the mark of a list), and characters that no
//! text may hold where emphasis beside Chinese punctuation begins or ends. Nothing is taken out, so
//! every place can be found again in what was written.

use std::ops::Range;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::blocks;
use crate::tree::is_wide;

/// A text with what was put into it.
pub(super) struct Guarded {
    pub(super) text: String,
    added: Vec<Insertion>,
}

/// Something that was put into a text.
struct Insertion {
    /// Where it begins in the guarded text.
    start: usize,
    /// Where it was put in the original.
    place: usize,
    length: usize,
}

impl Guarded {
    pub(super) fn new(original: &str) -> Self {
        let mut added = Vec::new();
        blocks::guard(original, &mut added);
        comparisons(original, &mut added);
        if original.contains(['*', '\\', '_']) {
            inline(original, &mut added);
        }
        added.sort_by_key(|(at, _)| *at);
        let mut guarded = Self {
            text: String::with_capacity(original.len() + 3 * added.len()),
            added: Vec::with_capacity(added.len()),
        };
        let mut from = 0;
        for (place, what) in added {
            guarded.text.push_str(&original[from..place]);
            guarded.added.push(Insertion { start: guarded.text.len(), place, length: what.len() });
            guarded.text.push_str(what);
            from = place;
        }
        guarded.text.push_str(&original[from..]);
        guarded
    }

    /// Where a byte of the guarded text stands in the original.
    pub(super) fn original(&self, at: usize) -> usize {
        let before = self.added.partition_point(|added| added.start <= at);
        match self.added[..before].last() {
            Some(added) => added.place + (at - added.start).saturating_sub(added.length),
            None => at,
        }
    }

    pub(super) fn originals(&self, range: Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }
}

/// "> 5 million": a sign before a number begins no quotation.
fn comparisons(original: &str, added: &mut Vec<(usize, &'static str)>) {
    let mut at = 0;
    for line in original.split('\n') {
        let words = line.trim_start();
        let number =
            |rest: &str| rest.trim_start_matches(['=', ' ', '\u{a0}']).starts_with(is_digit);
        if words.strip_prefix('>').is_some_and(number) {
            added.push((at + line.len() - words.len(), "\\"));
        }
        at += line.len() + 1;
    }
}

/// Marks escapes, and gives runs of asterisks the meaning they have here.
fn inline(original: &str, added: &mut Vec<(usize, &'static str)>) {
    let mut before = '\n';
    let mut addresses = Addresses::new(original);
    let mut rest = original.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let escaped = rest.peek().map(|(_, next)| *next).filter(char::is_ascii_punctuation);
        if let ('\\', Some(next)) = (c, escaped) {
            added.push((at, "\u{FDD1}"));
            before = next;
            rest.next();
            continue;
        }
        if !matches!(c, '*' | '_') {
            before = c;
            continue;
        }
        // An underscore is a letter of names, and an address is never markup. In angle brackets the
        // parser takes no backslash.
        let linked = addresses.at(at);
        if (c == '_' && linked != Some(true)) || (c == '*' && linked == Some(false)) {
            added.push((at, "\\"));
            before = c;
            continue;
        }
        if linked.is_some() {
            before = c;
            continue;
        }
        let mut end = at + 1;
        while rest.next_if(|(_, c)| *c == '*').is_some() {
            end += 1;
        }
        let after = original[end..].chars().next().unwrap_or('\n');
        if is_digit(before) && is_digit(after) {
            added.extend((at..end).map(|at| (at, "\\")));
        } else {
            // A run of Markdown that begins or ends emphasis does not where punctuation stands
            // between it and its words' neighbours.
            let (prior, later) = (Neighbour::of(before), Neighbour::of(after));
            if later.is_punctuation() && !prior.parts() && opens(prior, later) {
                added.push((end, "\u{FDD0}"));
            }
            if prior.is_punctuation() && !later.parts() && opens(later, prior) {
                added.push((at, "\u{FDD0}"));
            }
        }
        before = '*';
    }
}

/// The web addresses that were typed in a text, as it is gone through from its beginning.
struct Addresses<'a> {
    text: &'a str,
    /// Where something stands that begins an address, and where that ends.
    leads: Vec<Range<usize>>,
    /// The first of them that does not stand before the current word.
    next: usize,
    /// Where the current word begins, and how far it was looked for.
    word: usize,
    seen: usize,
}

impl<'a> Addresses<'a> {
    fn new(text: &'a str) -> Self {
        let mut leads = Vec::new();
        let lower = text.to_ascii_lowercase();
        for lead in ["http://", "https://", "www."] {
            leads.extend(lower.match_indices(lead).map(|(at, lead)| at..at + lead.len()));
        }
        leads.sort_by_key(|lead| lead.start);
        Self { text, leads, next: 0, word: 0, seen: 0 }
    }

    /// Whether a place, behind all that were asked for, stands in an address: none where it does
    /// not, and otherwise whether the address stands in angle brackets.
    fn at(&mut self, at: usize) -> Option<bool> {
        let since = &self.text[self.seen..at];
        if let Some((space, c)) = since.char_indices().rfind(|(_, c)| c.is_whitespace()) {
            self.word = self.seen + space + c.len_utf8();
        }
        self.seen = at;
        let before = |lead: &Range<usize>| lead.start < self.word;
        self.next += self.leads[self.next..].iter().take_while(|lead| before(lead)).count();
        let address = self.leads.get(self.next).filter(|lead| lead.end <= at)?.start;
        let before = &self.text[self.word..address];
        // The address of `[words](…)` is the parser's.
        (!before.ends_with("](")).then_some(before.ends_with('<'))
    }
}

/// What stands beside a run of asterisks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    Space,
    Mark,
    /// Punctuation of those who write in squares.
    WideMark,
    Wide,
    Letter,
}

impl Neighbour {
    fn of(c: char) -> Self {
        let group = c.general_category_group();
        let mark =
            matches!(group, GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol);
        match (c.is_whitespace(), mark, is_wide(c)) {
            (true, _, _) => Neighbour::Space,
            (_, true, true) => Neighbour::WideMark,
            (_, true, false) => Neighbour::Mark,
            (_, false, true) => Neighbour::Wide,
            _ => Neighbour::Letter,
        }
    }

    fn is_punctuation(self) -> bool {
        matches!(self, Neighbour::Mark | Neighbour::WideMark)
    }

    /// Whether it parts words as Markdown has it.
    fn parts(self) -> bool {
        self == Neighbour::Space || self.is_punctuation()
    }
}

/// Whether a run flanks the words on its one side, with what stands on the other: CommonMark's rule
/// with the amendment for Chinese, Japanese and Korean, whose words no space parts.
fn opens(outside: Neighbour, words: Neighbour) -> bool {
    match words {
        Neighbour::Space => false,
        Neighbour::Mark => outside != Neighbour::Letter,
        Neighbour::WideMark | Neighbour::Wide | Neighbour::Letter => true,
    }
}

fn is_digit(c: char) -> bool {
    c.is_numeric() && c.general_category_group() == GeneralCategoryGroup::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_again() {
        let original = "5*3 *“强制”*手段 \\* x\n+ 5";
        let guarded = Guarded::new(original);
        for (at, c) in original.char_indices() {
            let place = guarded
                .text
                .char_indices()
                .find(|(place, g)| *g == c && guarded.original(*place) == at);
            assert!(place.is_some(), "{at} {c}");
        }
    }
}
