//! Text by the Unicode algorithms: what keeps directions apart (UAX #9). Marks that steer layout are
//! put into the text that templates get; they leave it again when the pages are set
//! (`typeset/reading.rs`), so that no reader, search or clipboard meets them.

pub mod bidi;

/// LEFT-TO-RIGHT ISOLATE.
const LRI: char = '\u{2066}';
/// RIGHT-TO-LEFT ISOLATE.
const RLI: char = '\u{2067}';
/// POP DIRECTIONAL ISOLATE.
const PDI: char = '\u{2069}';

/// A mark for layout, and the byte of the paragraph before which it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The byte.
    pub at: usize,
    /// The mark.
    pub mark: char,
}

impl Mark {
    /// Whether it ends something, and so belongs to the text before it.
    pub fn closes(self) -> bool {
        self.mark == PDI
    }
}

/// How the text of a page is set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Whether it runs from right to left.
    pub rtl: bool,
}

impl Setting {
    /// The marks of a paragraph, in order. [`bidi::OBJECT`] stands in it for what is no text.
    pub fn marks(self, paragraph: &str) -> Vec<Mark> {
        let open = if self.rtl { LRI } else { RLI };
        bidi::foreign_runs(paragraph, self.rtl)
            .into_iter()
            .flat_map(|run| [Mark { at: run.start, mark: open }, Mark { at: run.end, mark: PDI }])
            .collect()
    }

    /// A text that is a paragraph, or stands in one as a whole, with its marks.
    pub fn marked(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for Mark { at, mark } in self.marks(text) {
            out.push_str(&text[from..at]);
            out.push(mark);
            from = at;
        }
        out.push_str(&text[from..]);
        out
    }
}

/// A text of one direction as it stands in text of the other.
pub fn isolated(text: &str, rtl: bool) -> String {
    let open = if rtl { RLI } else { LRI };
    format!("{open}{text}{PDI}")
}
