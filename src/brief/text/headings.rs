//! Headings within the text of a section. They are taken there and nowhere else, so that what a reader
//! can jump to follows from the brief's own tables.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::builder::{TreeBuilder, TreeLevel};
use super::{Block, Inline};
use crate::brief::length::LONGEST_TITLE;

impl TreeBuilder<'_> {
    /// Opens a heading, or refuses it.
    pub(super) fn heading(&mut self, level: HeadingLevel, range: Range<usize>) -> TreeLevel {
        let typed = self.typed(&range);
        let level = level as u8;
        let refused = match &self.headings {
            None => Some(("a heading", "put the title into its own key, such as `title`")),
            Some(_) if !matches!(self.stack.last(), Some(TreeLevel::Root(_))) => {
                Some(("a heading in a list", "put it before the list"))
            }
            // A line of hyphens or equals signs under a paragraph makes a heading of it in Markdown.
            Some(_) if !typed.starts_with('#') => {
                Some(("a line that makes a heading of the one above it", "take it out"))
            }
            Some(_) if level == 1 => Some((
                "a heading with one `#`",
                "the title of the section stands in `title`; headings in its text begin with `##`",
            )),
            Some(_) if level > 3 => {
                Some(("a heading of a fourth level", "use `##`, and `###` below it"))
            }
            Some(headings) if level == 3 && headings.last.is_none() => {
                Some(("a `###` with no `##` above it", "begin with `##`"))
            }
            Some(_) => None,
        };
        let Some((what, help)) = refused else {
            return TreeLevel::Heading { level, inlines: Vec::new() };
        };
        self.refuse(range, what, help);
        TreeLevel::Refused
    }

    /// Takes a heading that is complete.
    pub(super) fn headed(&mut self, level: u8, inlines: Vec<Inline>, range: Range<usize>) {
        let long = self.typed(&range).chars().count() > LONGEST_TITLE;
        if inlines.is_empty() {
            self.refuse(range.clone(), "a heading without words", "write them behind the `#`");
        } else if inlines.iter().any(is_reference) {
            let help =
                "bookmarks list it as it stands; put the citation or link into the text below";
            self.refuse(range.clone(), "a citation or link in a heading", help);
        } else if long {
            self.refuse(
                range.clone(),
                "a very long heading",
                "shorten it; a PDF lists it as a whole",
            );
        }
        let above = self.headings.as_mut().and_then(|headings| {
            headings.last = Some(level);
            headings.open.replace((level, range))
        });
        if let Some((_, place)) = above.filter(|(above, _)| *above >= level) {
            self.heads_nothing(place);
        }
        self.block(Block::Heading { level, inlines });
    }

    /// Reports a heading at the end of a text.
    pub(super) fn last_heading(&mut self) {
        if let Some((_, place)) = self.headings.as_mut().and_then(|headings| headings.open.take()) {
            self.heads_nothing(place);
        }
    }

    fn heads_nothing(&mut self, place: Range<usize>) {
        self.refuse(
            place,
            "a heading with nothing below it",
            "write what it heads, or take it out",
        );
    }
}

fn is_reference(inline: &Inline) -> bool {
    match inline {
        Inline::Cite(_) | Inline::Refer(_) | Inline::Link { .. } => true,
        Inline::Emph(children) | Inline::Strong(children) => children.iter().any(is_reference),
        Inline::Text(_) | Inline::Super(_) | Inline::Sub(_) | Inline::Break => false,
    }
}
