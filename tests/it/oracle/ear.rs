//! The ear: what someone hears to whom the structure tree is read.

use unicode_normalization::UnicodeNormalization;

use super::data::Said;
use super::pdf::Pdf;
use super::search::spaceless;

/// A text block by block, as a listener gets it. A soft hyphen is the one character without a
/// sound: it only says that a line may break there, and Unicode has it ignored everywhere else.
pub fn heard(pdf: &Pdf) -> Vec<String> {
    let quiet = |text: &str| text.chars().filter(|c| *c != '\u{ad}').nfc().collect();
    pdf.blocks.iter().map(|block| quiet(&block.text)).collect()
}

/// How many characters the marks of citations, or a line break, may take between two parts.
const LONGEST_MARK: usize = 40;

/// What a listener makes of a string.
#[derive(PartialEq)]
pub enum Heard {
    Whole,
    /// It is there, and runs together with what is said before it.
    RunsOn,
    Lost,
}

/// Whether a string is found whole and in order in one of the blocks.
pub fn hears(blocks: &[String], said: &Said) -> Heard {
    let parts: Vec<Vec<char>> = said.parts.iter().map(|part| part.text.chars().collect()).collect();
    let mut heard = Heard::Lost;
    for block in blocks {
        let block: Vec<char> = block.chars().collect();
        let first = parts[0][0];
        let starts = (0..block.len()).filter(|at| same(first, block[*at]));
        for at in starts.filter(|at| continues(&block, *at, &parts)) {
            if apart(&block, at, &parts) {
                return Heard::Whole;
            }
            heard = Heard::RunsOn;
        }
    }
    heard
}

/// Whether a string does not run together with what is said before it: no letter or digit stands
/// right before its first one. (Scripts that set no spaces join as they please.)
fn apart(text: &[char], at: usize, parts: &[Vec<char>]) -> bool {
    let (Some(before), first) = (at.checked_sub(1).map(|at| text[at]), parts[0][0]) else {
        return true;
    };
    let joins = |c: char| c.is_alphanumeric() && !spaceless(c);
    !(joins(before) && joins(first))
}

fn continues(text: &[char], at: usize, parts: &[Vec<char>]) -> bool {
    let [first, rest @ ..] = parts else { return true };
    let end = at + first.len();
    if end > text.len() || !first.iter().zip(&text[at..end]).all(|(due, got)| same(*due, *got)) {
        return false;
    }
    rest.is_empty()
        || (end..(end + LONGEST_MARK).min(text.len())).any(|at| continues(text, at, rest))
}

/// A space of the data is that very space. What keeps a line together there (a no-break space) may
/// be read as a plain one, which is what people type who search.
pub fn same(due: char, got: char) -> bool {
    due == got || (matches!(due, '\u{a0}' | '\u{202f}') && got == ' ')
}
