//! Strings and text of a brief as a template sees them: with the marks that keep directions apart,
//! and marked where they are in another language than the page's.

use std::sync::Arc;

use super::address::bare_address;
use super::data::{LinkData, Node, Words};
use super::presenter::Presenter;
use crate::brief::Source;
use crate::brief::text::{Block, Citation, Inline, Line, Prose};
use crate::l10n::Language;
use crate::sdg::Target;
use crate::text::bidi::OBJECT;
use crate::text::{LayoutControl, Setting, breakable_address, breakable_code, isolated};
use crate::tree::Text;

impl Presenter<'_> {
    /// Whether a text of a translated version is not translated. On a page in a language that the brief
    /// is not in, none is.
    pub(super) fn is_foreign(&self, text: &Text) -> bool {
        let is_other = self.language.pseudo.is_none() && self.brief.language != self.language.tag;
        is_other || self.brief.translation.is_some() && text.span.file != self.brief.file
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
        self.title_in(source, &source.title)
    }

    /// The title of a source, or of what it stands in.
    pub(super) fn title_in(&self, source: &Source, title: &Text) -> Words {
        let Some(tag) = &source.language else { return self.words(title) };
        if Language::new(tag).language() == self.language.language() {
            return Words::Plain(self.plain(&title.value));
        }
        self.foreign(tag, &title.value)
    }

    /// One of our labels, which are English.
    pub(super) fn label(&self, label: &str) -> Words {
        if self.language.language() == "en" {
            return Words::Plain(self.plain(label));
        }
        self.foreign("en", label)
    }

    pub(super) fn foreign(&self, tag: &str, text: &str) -> Words {
        let language = Language::new(tag);
        let mut text = self.marked(&language, text);
        if self.laid_out && language.rtl() != self.language.rtl() {
            text = isolated(&text, language.rtl());
        }
        Words::Foreign { text, lang: language.language().to_string(), dir: direction(&language) }
    }

    pub(super) fn plain(&self, text: &str) -> String {
        match self.language.pseudo {
            Some(pseudo) => self.breakable(&pseudo.transform(text)),
            None => self.marked(self.language, text),
        }
    }

    /// A text of a language with the marks of its layout.
    fn marked(&self, language: &Language, text: &str) -> String {
        if self.laid_out { self.setting(language).marked(text) } else { text.to_string() }
    }

    /// Words of the program's own, complete.
    pub(super) fn own_words(&self, words: &str) -> String {
        match self.language.pseudo {
            Some(_) => self.breakable(words),
            None => self.marked(self.language, words),
        }
    }

    /// A name that stays on one line, such as "UN Women" and "UN-Habitat".
    pub(super) fn unbroken(&self, name: &str) -> String {
        if !self.laid_out {
            return self.own_words(name);
        }
        self.own_words(&name.replace(' ', "\u{a0}").replace('-', "-\u{2060}"))
    }

    /// One of the program's words, in which something may still be filled.
    pub(super) fn breakable(&self, word: &str) -> String {
        if self.laid_out {
            return self.setting(self.language).breakable(word);
        }
        word.to_string()
    }

    fn setting<'a>(&'a self, language: &'a Language) -> Setting<'a> {
        Setting {
            language: language.words(),
            rtl: language.rtl(),
            wide: self.language.is_wide(),
            keep: self.config.lines.keep(language.words()),
        }
    }

    /// A code, which always runs from left to right; one with a letter must be told so.
    pub(super) fn code(&self, code: &str) -> String {
        if self.laid_out && self.language.rtl() && code.chars().any(|c| c.is_ascii_alphabetic()) {
            return format!("\u{2066}{code}\u{2069}");
        }
        code.to_string()
    }

    /// A code out of a file of others, of any length: it runs from left to right, and breaks where it must.
    pub(super) fn raw(&self, code: &str) -> String {
        if self.laid_out { self.left_to_right(breakable_code(code)) } else { code.to_string() }
    }

    pub(super) fn codes(&self, targets: &[Arc<Target>]) -> Vec<String> {
        targets.iter().map(|target| self.code(&target.code)).collect()
    }

    /// A link as it prints, which always runs from left to right.
    pub(super) fn link(&self, url: &str) -> LinkData {
        let text = bare_address(url);
        let text = if self.laid_out { breakable_address(text) } else { text.to_string() };
        LinkData { url: url.to_string(), text: self.left_to_right(text) }
    }

    /// A number in the alphabet of its standard, such as an ISBN with its name: it stays on one line.
    pub(super) fn identifier(&self, name: &str, number: &str) -> String {
        if !self.laid_out {
            return format!("{name} {number}");
        }
        let number = number.replace(['-', '\u{2010}', '\u{2011}'], "-\u{2060}");
        self.left_to_right(format!("{name}\u{a0}{}", number.replace(' ', "\u{a0}")))
    }

    pub(super) fn left_to_right(&self, text: String) -> String {
        if self.laid_out && self.language.rtl() { isolated(&text, false) } else { text }
    }

    pub(super) fn line(&self, line: &Line) -> Vec<Node> {
        self.paragraph(&line.source, &line.inlines)
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
                Node::Paragraph { children: self.paragraph(source, inlines) }
            }
            Block::Heading { level, inlines } => {
                Node::Heading { level: *level, children: self.paragraph(source, inlines) }
            }
            Block::List { start, items } => Node::List {
                ordered: start.is_some(),
                start: start.unwrap_or(1),
                items: items.iter().map(|item| self.blocks(item, source)).collect(),
            },
        };
        blocks.iter().map(node).collect()
    }

    /// The nodes of a paragraph, marked with their language where it is not the page's. What steers
    /// layout is found in the paragraph as a whole: a phrase may be emphasised in part.
    fn paragraph(&self, source: &Text, inlines: &[Inline]) -> Vec<Node> {
        let mut whole = String::new();
        flatten(inlines, &mut whole);
        if !self.is_foreign(source) {
            let marks = match self.language.pseudo {
                None if self.laid_out => self.setting(self.language).marks(&whole),
                _ => Vec::new(),
            };
            return self.inlines(inlines, &mut PendingMarks { marks: &marks, at: 0 });
        }
        let language = Language::new(&self.brief.original);
        let marks = match self.laid_out {
            true => self.setting(&language).marks(&whole),
            false => Vec::new(),
        };
        let mut children = self.inlines(inlines, &mut PendingMarks { marks: &marks, at: 0 });
        if self.laid_out && language.rtl() != self.language.rtl() {
            let [open, close] = isolated("", language.rtl()).chars().collect::<Vec<_>>()[..] else {
                unreachable!("an isolate has two ends");
            };
            children.insert(0, Node::Text { text: open.into() });
            children.push(Node::Text { text: close.into() });
        }
        let lang = language.language().to_string();
        vec![Node::Foreign { lang, dir: direction(&language), children }]
    }

    fn words_of(&self, text: &str, marks: &mut PendingMarks<'_>) -> Node {
        let text = match self.language.pseudo {
            Some(pseudo) => self.breakable(&pseudo.transform(text)),
            None => marks.put(text),
        };
        Node::Text { text }
    }

    fn inlines(&self, inlines: &[Inline], marks: &mut PendingMarks<'_>) -> Vec<Node> {
        let node = |inline: &Inline| match inline {
            Inline::Text(text) => self.words_of(text, marks),
            Inline::Emph(children) => Node::Emph { children: self.inlines(children, marks) },
            Inline::Strong(children) => Node::Strong { children: self.inlines(children, marks) },
            Inline::Link { url, children } => {
                Node::Link { url: url.clone(), children: self.inlines(children, marks) }
            }
            Inline::Super(text) => Node::Super { children: vec![self.words_of(text, marks)] },
            Inline::Sub(text) => Node::Sub { children: vec![self.words_of(text, marks)] },
            Inline::Cite(citations) => {
                marks.pass(OBJECT);
                self.cite(citations)
            }
            Inline::Refer(id) => {
                marks.pass(OBJECT);
                self.refer(id)
            }
            Inline::Break => {
                marks.pass(LINE_END);
                Node::Break
            }
        };
        inlines.iter().map(node).collect()
    }

    fn refer(&self, id: &str) -> Node {
        match self.brief.figures.iter().find(|figure| figure.id == id) {
            Some(figure) => Node::Refer {
                series: figure.shown.series().name(),
                number: figure.number,
                text: self.figure_label(figure),
            },
            None => Node::Text { text: String::new() },
        }
    }

    /// The number of the endnote with a source, from 1.
    fn number_of(&self, id: &str) -> Option<usize> {
        self.endnotes.place(id).map(|place| place + 1)
    }

    /// The numbers of endnotes, ascending.
    pub(super) fn numbers_of(&self, ids: &[String]) -> Vec<usize> {
        let mut numbers: Vec<usize> = ids.iter().filter_map(|id| self.number_of(id)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn cite(&self, citations: &[Citation]) -> Node {
        let mut cited: Vec<(usize, Option<String>)> = citations
            .iter()
            .filter_map(|citation| {
                let pinpoint = citation.pinpoint.as_ref().map(|text| self.plain(text));
                Some((self.number_of(&citation.id)?, pinpoint))
            })
            .collect();
        cited.sort_by_key(|(number, _)| *number);
        cited.dedup();
        let (sources, pinpoints) = cited.into_iter().unzip();
        Node::Cite { sources, pinpoints }
    }
}

pub(super) fn direction(language: &Language) -> &'static str {
    if language.rtl() { "rtl" } else { "ltr" }
}

/// Stands for a forced line break in a paragraph.
const LINE_END: char = '\n';

/// The text of a paragraph, with a character for each thing that is no text.
fn flatten(inlines: &[Inline], whole: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Super(text) | Inline::Sub(text) => whole.push_str(text),
            Inline::Emph(children) | Inline::Strong(children) | Inline::Link { children, .. } => {
                flatten(children, whole);
            }
            Inline::Cite(_) | Inline::Refer(_) => whole.push(OBJECT),
            Inline::Break => whole.push(LINE_END),
        }
    }
}

/// Marks of a paragraph on their way into its nodes.
struct PendingMarks<'a> {
    marks: &'a [LayoutControl],
    /// How far in the paragraph the nodes have come, in bytes.
    at: usize,
}

impl PendingMarks<'_> {
    /// The next piece of the paragraph with its marks. One that closes stands at the end of a piece,
    /// any other at the beginning of the next.
    fn put(&mut self, text: &str) -> String {
        let start = self.at;
        let end = start + text.len();
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        while let [mark, rest @ ..] = self.marks
            && (mark.at < end || (mark.at == end && mark.closes()))
        {
            let at = mark.at.saturating_sub(start);
            out.push_str(&text[from..at]);
            out.push(mark.mark);
            from = at;
            self.marks = rest;
        }
        out.push_str(&text[from..]);
        self.at = end;
        out
    }

    /// Goes by what is no text.
    fn pass(&mut self, stands_for_it: char) {
        self.at += stands_for_it.len_utf8();
    }
}
