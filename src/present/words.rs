//! Strings and text of a brief as a template sees them: kept together where they must not break,
//! and marked where they are in another language than the page's.

use super::Presenter;
use super::data::{Node, Words};
use super::plain::plain;
use crate::brief::Source;
use crate::brief::text::{Block, Inline, Line, Prose};
use crate::l10n::Language;
use crate::sdg::Target;
use crate::tree::Text;

impl Presenter<'_> {
    /// Whether a text of a translated version is not translated.
    pub(super) fn is_foreign(&self, text: &Text) -> bool {
        self.brief.translation.is_some() && text.span.file != self.brief.file
    }

    /// A string of the brief.
    pub(super) fn words(&self, text: &Text) -> Words {
        if self.is_foreign(text) {
            return self.foreign(&self.brief.original, &text.value);
        }
        Words::Plain(self.plain(&text.value))
    }

    /// The title of a source, in the language the brief says it is in.
    pub(super) fn title_of(&self, source: &Source) -> Words {
        let Some(tag) = &source.language else { return self.words(&source.title) };
        if Language::new(tag).language() == self.language.language() {
            return Words::Plain(self.plain(&source.title.value));
        }
        self.foreign(tag, &source.title.value)
    }

    /// One of our labels, which are English.
    pub(super) fn label(&self, label: &str) -> Words {
        if self.language.language() == "en" {
            return Words::Plain(self.plain(label));
        }
        self.foreign("en", label)
    }

    pub(super) fn words_or_label(&self, text: Option<&Text>, label: &str) -> Words {
        text.map_or_else(|| self.label(label), |text| self.words(text))
    }

    pub(super) fn foreign(&self, tag: &str, text: &str) -> Words {
        let language = Language::new(tag);
        Words::Foreign {
            text: plain(text, language.rtl()),
            lang: language.language().to_string(),
            dir: direction(&language),
        }
    }

    pub(super) fn plain(&self, text: &str) -> String {
        match self.language.pseudo {
            Some(pseudo) => pseudo.transform(&plain(text, false)),
            None => plain(text, self.language.rtl()),
        }
    }

    /// A code, which always runs from left to right; one with a letter must be told so.
    pub(super) fn code(&self, code: &str) -> String {
        if self.language.rtl() && code.chars().any(|c| c.is_ascii_alphabetic()) {
            return format!("\u{2066}{code}\u{2069}");
        }
        code.to_string()
    }

    pub(super) fn codes(&self, targets: &[&Target]) -> Vec<String> {
        targets.iter().map(|target| self.code(&target.code)).collect()
    }

    /// A link as it prints, which always runs from left to right.
    pub(super) fn link_text(&self, text: &str) -> String {
        if self.language.rtl() { format!("\u{2066}{text}\u{2069}") } else { text.to_string() }
    }

    pub(super) fn line(&self, line: &Line) -> Vec<Node> {
        self.marked(&line.source, self.inlines(&line.inlines))
    }

    pub(super) fn lines(&self, lines: &[Line]) -> Vec<Vec<Node>> {
        lines.iter().map(|line| self.line(line)).collect()
    }

    pub(super) fn prose(&self, prose: &Prose) -> Vec<Node> {
        self.blocks(&prose.blocks, &prose.source)
    }

    pub(super) fn blocks(&self, blocks: &[Block], source: &Text) -> Vec<Node> {
        let node = |block: &Block| match block {
            Block::Paragraph(inlines) => {
                Node::Paragraph { children: self.marked(source, self.inlines(inlines)) }
            }
            Block::List { start, items } => Node::List {
                ordered: start.is_some(),
                start: start.unwrap_or(1),
                items: items.iter().map(|item| self.blocks(item, source)).collect(),
            },
        };
        blocks.iter().map(node).collect()
    }

    /// The nodes of a text, marked with their language where it is not the page's.
    pub(super) fn marked(&self, source: &Text, children: Vec<Node>) -> Vec<Node> {
        if !self.is_foreign(source) {
            return children;
        }
        let language = Language::new(&self.brief.original);
        let lang = language.language().to_string();
        vec![Node::Foreign { lang, dir: direction(&language), children }]
    }

    pub(super) fn inlines(&self, inlines: &[Inline]) -> Vec<Node> {
        let node = |inline: &Inline| match inline {
            Inline::Text(text) => Node::Text { text: self.plain(text) },
            Inline::Emph(children) => Node::Emph { children: self.inlines(children) },
            Inline::Strong(children) => Node::Strong { children: self.inlines(children) },
            Inline::Link { url, children } => {
                Node::Link { url: url.clone(), children: self.inlines(children) }
            }
            Inline::Cite(ids) => Node::Cite { sources: self.numbers(ids) },
            Inline::Break => Node::Break,
        };
        inlines.iter().map(node).collect()
    }

    pub(super) fn numbers(&self, ids: &[String]) -> Vec<usize> {
        let sources = &self.brief.sources;
        let mut numbers: Vec<usize> = ids
            .iter()
            .filter_map(|id| sources.iter().position(|source| source.id == *id))
            .map(|index| index + 1)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

pub(super) fn direction(language: &Language) -> &'static str {
    if language.rtl() { "rtl" } else { "ltr" }
}
