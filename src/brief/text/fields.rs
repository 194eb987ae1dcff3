//! The kinds of text that a field holds: prose, a line, or words without markup.

use super::parse::blocks_of;
use super::{Block, Context, Line, Prose, leftover};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::tree::Text;

impl Context<'_> {
    /// Parses text of several paragraphs.
    pub fn prose(&self, source: Text, diagnostics: &mut Diagnostics) -> Prose {
        let blocks = blocks_of(self, &source, false, diagnostics);
        Prose { source, blocks }
    }

    /// Parses text of several paragraphs that may have headings among them.
    pub fn sectioned(&self, source: Text, diagnostics: &mut Diagnostics) -> Prose {
        let blocks = blocks_of(self, &source, true, diagnostics);
        Prose { source, blocks }
    }

    /// Parses text that must stay within one paragraph.
    pub fn line(&self, source: Text, diagnostics: &mut Diagnostics) -> Line {
        let mut blocks = blocks_of(self, &source, false, diagnostics);
        let inlines = match (blocks.pop(), blocks.is_empty()) {
            (Some(Block::Paragraph(inlines)), true) => inlines,
            (None, _) => Vec::new(),
            _ => {
                let diagnostic = match source.unseen_part(self.sources) {
                    Some(c) => Diagnostic::new(
                        Code::Markdown,
                        format!(
                            "a character that begins a paragraph, U+{:04X}, in `{}`, which takes one \
                             paragraph",
                            c as u32, source.key
                        ),
                    )
                    .help("delete it; it often comes along when text is pasted from elsewhere"),
                    None => Diagnostic::new(
                        Code::Markdown,
                        format!("`{}` takes one paragraph without lists", source.key),
                    )
                    .help("join the paragraphs, or begin the line with another character")
                    .help(
                        "to print the mark of a list, put a backslash before it: `\\\\-` or `1\\\\.` \
                         in \"…\"",
                    ),
                };
                diagnostics.push(diagnostic.at(source.span).key(&source.key));
                Vec::new()
            }
        };
        Line { source, inlines }
    }

    /// Warns of markup in a text that takes none.
    pub fn plain(&self, text: &Text, diagnostics: &mut Diagnostics) {
        if let Some((what, place)) = leftover::in_plain(&text.value) {
            self.leftover(text, what, place, diagnostics);
        }
    }
}
