//! The search box: what the programs that people read with find on a page.

use unicode_normalization::UnicodeNormalization;

use super::data::{Said, steers};
use super::ear::same;

/// A hyphen at the end of a line in PDFium and pdf.js, which tell no soft one from a hard one.
const SOME_HYPHEN: char = '\u{f0000}';

/// A page as a reader extracts it. Each reader adds direction marks and its own signs for the end
/// of a line; what is left of a line's end is one `\n`.
pub fn page(text: &str, reader: &str) -> Vec<char> {
    let bare = text.chars().filter(|c| !steers(*c) && !matches!(c, '\u{202a}'..='\u{202e}'));
    let mut page: Vec<char> = vec![];
    for c in bare.nfc() {
        if matches!(c, '\n' | '\r' | '\u{c}') {
            // Spaces before the end of a line and empty lines are part of that end.
            while page.last().is_some_and(|last| matches!(last, ' ' | '\n')) {
                page.pop();
            }
            match page.last_mut() {
                // So is a soft hyphen.
                Some('\u{ad}' | &mut SOME_HYPHEN) => {}
                Some(last) if *last == '-' && reader.starts_with("pdf.js") => *last = SOME_HYPHEN,
                _ => page.push('\n'),
            }
        } else if matches!(c, '\u{2}' | '\u{fffe}') {
            page.push(SOME_HYPHEN);
        } else if !(c == ' ' && page.last() == Some(&'\n')) {
            page.push(c);
        }
    }
    page.retain(|c| *c != '\u{ad}');
    page
}

/// Whether every part of a string is found on a page, or from the end of one to the next. The end
/// of a line counts as a space. It may count as nothing where lines end without one: in scripts
/// that set no spaces, after a hyphen or a dash, anywhere in an address, and in a word too long for
/// a line. No reader knows whether a space stood there.
pub fn finds(pages: &[Vec<char>], said: &Said) -> bool {
    let address = said.at.ends_with("url_text");
    said.parts.iter().all(|part| {
        let due = Due::new(&part.text, address);
        pages.iter().any(|page| due.starts(page).any(|at| due.reads(&page[at..], 0).is_ok()))
            || due.crosses_pages(pages)
    })
}

/// As many characters make a word that may be longer than its line.
const LONG_WORD: usize = 30;

/// A string that is looked for.
struct Due {
    text: Vec<char>,
    /// Whether a line may end before the character at each place although no space stands there.
    may_end: Vec<bool>,
}

impl Due {
    fn new(text: &str, address: bool) -> Self {
        let text: Vec<char> = text.chars().collect();
        let mut may_end = vec![false];
        may_end.extend(text.windows(2).map(|two| address || ends_between(two[0], two[1])));
        let mut start = 0;
        for word in text.split_inclusive(|c| *c == ' ') {
            if word.len() > LONG_WORD {
                may_end[start + 1..start + word.len()].fill(true);
            }
            start += word.len();
        }
        Self { text, may_end }
    }

    /// Where on a page the string can begin.
    fn starts<'a>(&'a self, page: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        let first = self.text[0];
        (0..page.len()).filter(move |at| same(first, page[*at]))
    }

    /// How far a text goes on with the string from a place on: to its end, or to another place.
    fn reads(&self, text: &[char], from: usize) -> Result<(), usize> {
        let mut at = 0;
        let mut done = from;
        while let Some(due) = self.text.get(done) {
            match text.get(at) {
                Some('\n') if *due == ' ' => (at, done) = (at + 1, done + 1),
                Some('\n') if done > 0 && self.may_end[done] => at += 1,
                Some(&SOME_HYPHEN) if *due == '-' => (at, done) = (at + 1, done + 1),
                Some(&SOME_HYPHEN) if done > 0 => at += 1,
                Some(got) if same(*due, *got) => (at, done) = (at + 1, done + 1),
                _ => return Err(done),
            }
        }
        Ok(())
    }

    /// Whether the string begins on one page and goes on on the next: readers say what is at the
    /// foot and the head of pages between. Each part must be half a line or more.
    fn crosses_pages(&self, pages: &[Vec<char>]) -> bool {
        const LEAST: usize = 20;
        pages.windows(2).any(|two| {
            self.starts(&two[0]).any(|at| {
                let Err(mut done) = self.reads(&two[0][at..], 0) else { return true };
                while self.text[done] == ' ' {
                    done += 1;
                }
                let next = self.text[done];
                done >= LEAST
                    && self.text.len() - done >= LEAST
                    && (0..two[1].len())
                        .filter(|at| same(next, two[1][*at]))
                        .any(|at| self.reads(&two[1][at..], done).is_ok())
            })
        })
    }
}

/// Whether a line may end between two characters although no space stands there.
fn ends_between(before: char, after: char) -> bool {
    spaceless(before) || spaceless(after) || matches!(before, '-' | '\u{2010}' | '–' | '—' | '/')
}

/// Letters and signs of the scripts that set no space between words: Thai, Lao, Burmese, Khmer,
/// Chinese and Japanese.
pub fn spaceless(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2018}'..='\u{201d}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A text without any white space.
pub fn without_spaces(text: &str) -> String {
    text.nfc().filter(|c| !c.is_whitespace()).collect()
}
