//! Text by the Unicode algorithms: what keeps directions apart (UAX #9), and where lines may break.
//!
//! Typst breaks lines by UAX #14, and by a model of its own in the scripts that write no spaces
//! between words. Both are tailored here with two marks that have no width: U+2060 WORD JOINER where
//! a line must not break, U+200B ZERO WIDTH SPACE where it may.
//!
//! Marks are for layout alone. They are put into the text that templates get, and leave it again when
//! the pages are set (`typeset/reading.rs`), so that no reader, search or clipboard meets them.

mod address;
pub mod bidi;
mod breaks;
mod characters;
mod long;
mod marks;
mod memory;
mod numbers;
mod quotes;
mod segment;
mod units;

#[cfg(test)]
mod tests;

use std::sync::Mutex;

use self::memory::Memory;

pub use address::breakable_address;
pub use long::breakable_code;
pub use marks::{JOINER, OPPORTUNITY};
pub use quotes::NARROW;
pub use segment::{UNSPACED, is_unspaced};

/// LEFT-TO-RIGHT ISOLATE.
const LRI: char = '\u{2066}';
/// RIGHT-TO-LEFT ISOLATE.
const RLI: char = '\u{2067}';
/// POP DIRECTIONAL ISOLATE.
const PDI: char = '\u{2069}';

/// A mark for layout, and the byte of the paragraph before which it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutControl {
    /// The byte.
    pub at: usize,
    /// The mark.
    pub mark: char,
}

impl LayoutControl {
    /// Whether it ends something, and so belongs to the text before it.
    pub fn closes(self) -> bool {
        matches!(self.mark, PDI | NARROW)
    }

    /// Marks at one place stand in this order: a joiner works on the space before it, and an isolate
    /// between the two would part them.
    fn rank(self) -> u8 {
        match self.mark {
            NARROW => 0,
            PDI => 1,
            JOINER | OPPORTUNITY => 2,
            _ => 3,
        }
    }
}

/// The marks of paragraphs that were seen before, where a project keeps nothing whole of its own.
static PARAGRAPHS: Mutex<Memory<LayoutControl>> = Memory::new(4 << 20);

/// The same for texts into which something may still be filled.
static LABELS: Mutex<Memory<LayoutControl>> = Memory::new(1 << 20);

/// How text of a language is set.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Its BCP 47 tag.
    pub language: &'a str,
    /// Whether it runs from right to left.
    pub rtl: bool,
    /// Whether the page's own quotation marks are wide.
    pub wide: bool,
    /// Words that no line breaks, besides those that ship with the language.
    pub keep: &'a [String],
}

impl Setting<'_> {
    /// The marks of a paragraph, in order. [`bidi::OBJECT`] stands in it for what is no text.
    pub fn marks(self, paragraph: &str) -> Vec<LayoutControl> {
        self.remembered(&PARAGRAPHS, paragraph, Self::find_marks)
    }

    /// The marks of a text, from memory where it was seen before.
    fn remembered(
        self,
        memory: &Mutex<Memory<LayoutControl>>,
        text: &str,
        find: fn(Self, &str) -> Vec<LayoutControl>,
    ) -> Vec<LayoutControl> {
        if !self.keep.is_empty() {
            return find(self, text);
        }
        let (rtl, wide) = (u8::from(self.rtl), u8::from(self.wide));
        let key = format!("{} {rtl}{wide} {text}", self.language);
        Memory::recall(memory, key, || find(self, text))
    }

    fn find_marks(self, paragraph: &str) -> Vec<LayoutControl> {
        let open = if self.rtl { LRI } else { RLI };
        let breaks = breaks::marks(paragraph, self.language, self.keep);
        let mut marks: Vec<LayoutControl> =
            breaks.into_iter().map(|(at, mark)| LayoutControl { at, mark }).collect();
        for run in bidi::foreign_runs(paragraph, self.rtl) {
            marks.push(LayoutControl { at: run.start, mark: open });
            // What runs to the left has numbers and names that do not.
            let inner = if self.rtl {
                Vec::new()
            } else {
                bidi::foreign_runs(&paragraph[run.clone()], true)
            };
            for inside in inner {
                marks.push(LayoutControl { at: run.start + inside.start, mark: LRI });
                marks.push(LayoutControl { at: run.start + inside.end, mark: PDI });
            }
            marks.push(LayoutControl { at: run.end, mark: PDI });
        }
        marks.extend(self.narrow(paragraph));
        marks.sort_by_key(|mark| (mark.at, mark.rank()));
        marks
    }

    /// A text that is a paragraph, or stands in one as a whole, with its marks.
    pub fn marked(self, text: &str) -> String {
        with_marks(text, self.marks(text))
    }

    /// A text into which something may still be filled, with the marks of where it breaks.
    pub fn breakable(self, text: &str) -> String {
        with_marks(text, self.remembered(&LABELS, text, Self::find_breaks))
    }

    fn find_breaks(self, text: &str) -> Vec<LayoutControl> {
        let breaks = breaks::marks(text, self.language, self.keep);
        let mut marks: Vec<LayoutControl> =
            breaks.into_iter().map(|(at, mark)| LayoutControl { at, mark }).collect();
        marks.extend(self.narrow(text));
        marks.sort_by_key(|mark| (mark.at, mark.rank()));
        marks
    }

    /// The marks behind quotation marks of another script than the page's.
    fn narrow(self, text: &str) -> impl Iterator<Item = LayoutControl> {
        let places = if self.wide { quotes::narrow(text) } else { Vec::new() };
        places.into_iter().map(|at| LayoutControl { at, mark: NARROW })
    }
}

fn with_marks(text: &str, marks: Vec<LayoutControl>) -> String {
    let mut out = String::with_capacity(text.len() + 3 * marks.len());
    let mut from = 0;
    for LayoutControl { at, mark } in marks {
        out.push_str(&text[from..at]);
        out.push(mark);
        from = at;
    }
    out.push_str(&text[from..]);
    out
}

/// A text of one direction as it stands in text of the other.
pub fn isolated(text: &str, rtl: bool) -> String {
    let open = if rtl { RLI } else { LRI };
    format!("{open}{text}{PDI}")
}
