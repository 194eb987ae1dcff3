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
/// that set no spaces, after a hyphen or a dash, and anywhere in an address. No reader knows
/// whether a space stood there.
pub fn finds(pages: &[Vec<char>], said: &Said) -> bool {
    let address = said.at.ends_with("url_text");
    said.parts.iter().all(|part| {
        let due: Vec<char> = part.text.chars().collect();
        let reads = |text: &[char], due: &[char]| reads(text, due, address);
        pages.iter().any(|page| (0..page.len()).any(|at| reads(&page[at..], &due).is_ok()))
            || turns(pages, &due, reads)
    })
}

/// How much of `due` a text begins with: all, or so many characters.
fn reads(text: &[char], due: &[char], address: bool) -> Result<(), usize> {
    let mut at = 0;
    let mut done = 0;
    while done < due.len() {
        match text.get(at) {
            Some('\n') if due[done] == ' ' => (at, done) = (at + 1, done + 1),
            Some('\n') if done > 0 && (address || may_end(due[done - 1], due[done])) => at += 1,
            Some(&SOME_HYPHEN) if due[done] == '-' => (at, done) = (at + 1, done + 1),
            Some(&SOME_HYPHEN) if done > 0 => at += 1,
            Some(got) if same(due[done], *got) => (at, done) = (at + 1, done + 1),
            _ => return Err(done),
        }
    }
    Ok(())
}

/// Whether a string begins on one page and goes on on the next: readers say what is at the foot and
/// the head of pages between. Each part must be half a line or more.
fn turns(
    pages: &[Vec<char>],
    due: &[char],
    reads: impl Fn(&[char], &[char]) -> Result<(), usize>,
) -> bool {
    const LEAST: usize = 20;
    pages.windows(2).any(|two| {
        (0..two[0].len()).any(|at| {
            let Err(done) = reads(&two[0][at..], due) else { return true };
            let rest: Vec<char> = due[done..].iter().copied().skip_while(|c| *c == ' ').collect();
            done >= LEAST
                && rest.len() >= LEAST
                && (0..two[1].len()).any(|at| reads(&two[1][at..], &rest).is_ok())
        })
    })
}

/// Whether a line may end between two characters although no space stands there.
fn may_end(before: char, after: char) -> bool {
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
