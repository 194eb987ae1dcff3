//! Light Markdown: paragraphs, emphasis, strong, links, lists, what is raised and lowered, and
//! citations of sources, parsed into a tree that templates render. Everything else prints as typed,
//! with a warning where it looks like markup.

mod blocks;
mod builder;
pub mod citation;
mod fields;
mod guard;
mod headings;
mod items;
mod leftover;
mod parse;
mod phrase;
mod stand_in;
mod words;

use std::ops::Range;

pub use self::citation::Citation;
use self::leftover::Leftover;
use crate::brief::id::IdList;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::tree::Text;

/// Text of several paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// What was written.
    pub source: Text,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// Text within one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was written.
    pub source: Text,
    /// What it says.
    pub inlines: Vec<Inline>,
}

/// A part of prose. Lists, emphasis and links stand in each other at most 16 deep: what is deeper is
/// refused where the text is read, so that going through a tree takes no more stack than that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading within a section, which only its text takes.
    Heading {
        /// How many `#` it is written with: 2, or 3 below one of 2.
        level: u8,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// A list; `start` is the first number of an ordered one.
    List {
        /// The first number, if the list is ordered.
        start: Option<u64>,
        /// The items, each a text of its own.
        items: Vec<Vec<Block>>,
    },
}

/// A part of a line, no deeper than a [`Block`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Emphasised words.
    Emph(Vec<Inline>),
    /// Strongly emphasised words.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// A web, mail or telephone address.
        url: String,
        /// The words.
        children: Vec<Inline>,
    },
    /// Raised words.
    Super(String),
    /// Lowered words.
    Sub(String),
    /// Citations that stand together.
    Cite(Vec<Citation>),
    /// A figure that is spoken of, by its id: “Figure 3”.
    Refer(String),
    /// A forced line break.
    Break,
}

/// What parsing needs to know besides the text.
pub struct Context<'a> {
    /// The files, to say where a problem stands.
    pub sources: &'a Sources,
    /// The ids of the brief's sources.
    pub source_ids: &'a IdList,
    /// The ids of the brief's figures.
    pub figure_ids: &'a IdList,
    /// The only file whose leftovers are told of, if there is one.
    pub only: Option<FileId>,
}

impl Context<'_> {
    /// Warns of what looks like markup and prints as it was typed.
    fn leftover(
        &self,
        text: &Text,
        what: Leftover,
        place: Range<usize>,
        diagnostics: &mut Diagnostics,
    ) {
        if self.only.is_some_and(|file| file != text.span.file) {
            return;
        }
        let typed = &text.value[place.clone()];
        let shown = match typed.char_indices().nth(30) {
            Some((at, _)) => format!("{}…", &typed[..at]),
            None => typed.to_string(),
        };
        let shown = shown.replace('\n', " ");
        let mut diagnostic = Diagnostic::new(
            Code::LeftoverMarkup,
            format!("`{shown}` in `{}` prints as it stands", text.key),
        )
        .at(text.locate(place, self.sources))
        .key(&text.key)
        .help(what.help());
        if what.can_be_escaped() {
            diagnostic = diagnostic
                .help("if it is meant so, put a backslash before it: `\\\\` in \"…\", `\\` in '…'");
        }
        diagnostics.push(diagnostic);
    }
}

/// Gives everything in a line that is no markup to `each`, in its order.
fn leaves<'a>(inlines: &'a [Inline], each: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        match inline {
            Inline::Emph(children) | Inline::Strong(children) | Inline::Link { children, .. } => {
                leaves(children, each);
            }
            leaf => each(leaf),
        }
    }
}

fn leaves_of_blocks<'a>(blocks: &'a [Block], each: &mut dyn FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading { inlines, .. } => leaves(inlines, each),
            Block::List { items, .. } => {
                items.iter().for_each(|item| leaves_of_blocks(item, each));
            }
        }
    }
}

fn cited<'a>(leaf: &'a Inline, ids: &mut Vec<&'a str>) {
    if let Inline::Cite(cited) = leaf {
        ids.extend(cited.iter().map(|citation| citation.id.as_str()));
    }
}

fn referred<'a>(leaf: &'a Inline, ids: &mut Vec<&'a str>) {
    if let Inline::Refer(id) = leaf {
        ids.push(id);
    }
}

impl Prose {
    /// The ids of sources that it cites, in their order.
    pub fn citations(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        leaves_of_blocks(&self.blocks, &mut |leaf| cited(leaf, &mut ids));
        ids
    }

    /// The ids of figures that it speaks of, in their order.
    pub fn references(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        leaves_of_blocks(&self.blocks, &mut |leaf| referred(leaf, &mut ids));
        ids
    }
}

impl Line {
    /// The ids of sources that it cites, in their order.
    pub fn citations(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        leaves(&self.inlines, &mut |leaf| cited(leaf, &mut ids));
        ids
    }

    /// The ids of figures that it speaks of, in their order.
    pub fn references(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        leaves(&self.inlines, &mut |leaf| referred(leaf, &mut ids));
        ids
    }
}

#[cfg(test)]
mod tests;
