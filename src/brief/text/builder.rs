//! A tree while it is built.

use std::cell::OnceCell;
use std::ops::Range;

use super::guard::Guarded;
use super::leftover::Leftover;
use super::phrase::Phrase;
use super::{Block, Context, Inline};
use crate::diag::{Diagnostics, Span};
use crate::tree::{Placing, Text};

/// How deep lists, emphasis and links may stand in each other. Nothing that is made of a text is
/// deeper, so that whoever goes through it needs little stack.
pub(super) const DEEPEST: usize = 16;

/// One level of the tree being built.
pub(super) enum TreeLevel {
    Root(Vec<Block>),
    Paragraph(Vec<Inline>),
    Heading {
        level: u8,
        inlines: Vec<Inline>,
    },
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Item {
        blocks: Vec<Block>,
        tight: Vec<Inline>,
    },
    Emph(Vec<Inline>),
    Strong(Vec<Inline>),
    Link {
        url: String,
        children: Vec<Inline>,
    },
    /// Words in angle brackets, printed as typed.
    Angles(Vec<Inline>),
    /// Markup that is refused; its content goes nowhere.
    Refused,
}

impl TreeLevel {
    /// Whether it is one of the things that [`DEEPEST`] counts.
    pub(super) fn is_level(&self) -> bool {
        !matches!(
            self,
            TreeLevel::Root(_)
                | TreeLevel::Paragraph(_)
                | TreeLevel::Heading { .. }
                | TreeLevel::Item { .. }
        )
    }
}

/// The headings of a text so far.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// The level of the last one.
    pub(super) last: Option<u8>,
    /// The last one with its place, while nothing stands below it.
    pub(super) open: Option<(u8, Range<usize>)>,
}

/// A text, and what is made of it so far.
pub(super) struct TreeBuilder<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) text: &'a Text,
    pub(super) guarded: &'a Guarded,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// What was warned about: once is enough.
    pub(super) seen: Vec<Leftover>,
    /// The levels that are open.
    pub(super) stack: Vec<TreeLevel>,
    /// How many levels are open, and how many things are in the deepest that are not taken.
    pub(super) levels: usize,
    pub(super) beneath: usize,
    /// Whether it was said that the text is too deep.
    pub(super) deep: bool,
    /// Where the characters of the text stand, once that was asked.
    pub(super) placing: OnceCell<Placing>,
    /// Words that no markup has parted yet.
    pub(super) words: Phrase,
    /// The headings so far, in a text that takes some.
    pub(super) headings: Option<Headings>,
}

impl TreeBuilder<'_> {
    /// Where a part of the text stands in its file.
    pub(super) fn located(&self, place: Range<usize>) -> Span {
        let placing = self.placing.get_or_init(|| self.text.placing(self.context.sources));
        placing.locate(place)
    }

    /// Warns of markup that would print as it was typed.
    pub(super) fn leftover(&mut self, what: Leftover, place: Range<usize>) {
        if !self.seen.contains(&what) {
            self.seen.push(what);
            self.context.leftover(self.text, what, place, self.diagnostics);
        }
    }
}
