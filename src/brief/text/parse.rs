//! From Markdown to the tree: blocks and emphasis as the Markdown parser finds them, and in the
//! words between them what is ours.

use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::blocks;
use super::builder::{DEEPEST, Headings, TreeBuilder, TreeLevel};
use super::guard::Guarded;
use super::leftover::{Leftover, is_html};
use super::phrase::Phrase;
use super::stand_in::ESCAPED;
use super::{Block, Context, Inline};
use crate::brief::address::address_fault;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::tree::Text;

/// The blocks of a text, which takes headings or not.
pub(super) fn blocks_of(
    context: &Context<'_>,
    text: &Text,
    headings: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Block> {
    let guarded = &Guarded::new(&text.value);
    let stack = vec![TreeLevel::Root(Vec::new())];
    let mut builder = TreeBuilder {
        context,
        text,
        guarded,
        diagnostics,
        seen: Vec::new(),
        stack,
        levels: 0,
        beneath: 0,
        deep: false,
        placing: OnceCell::new(),
        words: Phrase::default(),
        headings: headings.then(Headings::default),
    };
    // A line of many marks costs the Markdown parser more than it can say.
    if let Some(place) = blocks::too_deep(&text.value, DEEPEST) {
        builder.too_deep(place);
        return Vec::new();
    }
    builder.blocks()
}

impl TreeBuilder<'_> {
    fn blocks(mut self) -> Vec<Block> {
        let tabs = self.text.tabs(self.context.sources);
        for (what, place) in blocks::leftovers(&self.text.value, &tabs) {
            self.leftover(what, place);
        }
        let parser = Parser::new_ext(&self.guarded.text, Options::empty());
        // `[words]: …` on a line of its own defines a link in Markdown and prints nothing.
        let definitions = parser.reference_definitions().iter();
        let mut lost: Vec<_> = definitions.map(|(_, definition)| definition.span.clone()).collect();
        lost.sort_by_key(|range| range.start);
        for range in lost {
            self.refuse(
                range,
                "a link definition",
                "write the link where it stands: [words](https://…)",
            );
        }
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(_) if self.beneath > 0 => self.beneath += 1,
                Event::End(_) if self.beneath > 0 => self.beneath -= 1,
                _ if self.beneath > 0 => {}
                event => self.event(event, range),
            }
        }
        self.last_heading();
        match self.stack.pop() {
            Some(TreeLevel::Root(blocks)) => blocks,
            _ => unreachable!("the parser closes what it opens"),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(_) => self.close(range),
            Event::Text(text) => {
                // HTML entities are not taken: `&amp;` prints as `&amp;`.
                let typed = &self.guarded.text[range.clone()];
                if typed.starts_with('&') && typed != &*text {
                    self.literal(range, Some(Leftover::Entity));
                } else if matches!(self.stack.last(), Some(TreeLevel::Angles(_))) {
                    self.literal(range, None);
                } else {
                    self.words.push(&text, range.start);
                }
            }
            Event::SoftBreak => self.words.push(" ", range.start),
            Event::HardBreak => {
                self.flush(false);
                self.inline(Inline::Break);
            }
            // Code, HTML and rules are not taken: what was typed prints as it was typed.
            Event::Code(_) => self.literal(range, Some(Leftover::Code)),
            Event::Html(_) | Event::InlineHtml(_) => {
                let typed = self.typed(&range);
                let what = match typed.starts_with("<!--") {
                    true => Some(Leftover::Struck),
                    false => is_html(&typed).then_some(Leftover::Tag),
                };
                self.literal(range, what);
            }
            Event::Rule => {
                self.refuse(range, "a horizontal rule", "take the line out");
            }
            // These need parser options that are off.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    /// What was typed at a place of the guarded text.
    pub(super) fn typed(&self, range: &Range<usize>) -> String {
        self.text.value[self.guarded.originals(range.clone())].to_string()
    }

    /// Words that print as they were typed, whatever is in them.
    fn literal(&mut self, range: Range<usize>, what: Option<Leftover>) {
        let typed = self.typed(&range);
        for c in typed.trim_end().chars() {
            if c.is_ascii_punctuation() {
                self.words.push(ESCAPED.encode_utf8(&mut [0; 4]), range.start);
            }
            self.words.push(c.encode_utf8(&mut [0; 4]), range.start);
        }
        // HTML that begins a line takes its line end with it.
        if typed.ends_with('\n') {
            self.words.push(" ", range.start);
        }
        if let Some(what) = what {
            let place = self.guarded.originals(range);
            self.leftover(what, place.start..place.start + typed.trim_end().len());
        }
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        self.flush(matches!(tag, Tag::Emphasis | Tag::Strong));
        if self.levels == DEEPEST
            && !matches!(tag, Tag::Paragraph | Tag::Item | Tag::Heading { .. })
        {
            self.beneath = 1;
            self.too_deep(self.guarded.originals(range));
            return;
        }
        let frame = match tag {
            Tag::Paragraph => TreeLevel::Paragraph(Vec::new()),
            Tag::List(start) => {
                self.flush_tight();
                TreeLevel::List { start, items: Vec::new() }
            }
            Tag::Item => TreeLevel::Item { blocks: Vec::new(), tight: Vec::new() },
            Tag::Emphasis => TreeLevel::Emph(Vec::new()),
            Tag::Strong => TreeLevel::Strong(Vec::new()),
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, range),
            Tag::HtmlBlock => {
                self.flush_tight();
                TreeLevel::Paragraph(Vec::new())
            }
            Tag::Heading { level, .. } => self.heading(level, range),
            Tag::Image { .. } => {
                self.refuse(range, "an image", "text fields hold words only");
                TreeLevel::Refused
            }
            Tag::CodeBlock(_) => {
                self.refuse(range, "indented or fenced code", "start the line at its beginning");
                TreeLevel::Refused
            }
            Tag::BlockQuote(_) => {
                self.refuse(
                    range,
                    "a `>` quotation",
                    "use the finding's `quote = { text = \"…\", by = \"…\" }`",
                );
                TreeLevel::Refused
            }
            _ => TreeLevel::Refused,
        };
        self.levels += usize::from(frame.is_level());
        self.stack.push(frame);
    }

    fn link(&mut self, link_type: LinkType, url: &str, range: Range<usize>) -> TreeLevel {
        let typed = self.typed(&range);
        let typed = typed.trim_start_matches('<').trim_end_matches('>');
        let url = match link_type {
            LinkType::Email => format!("mailto:{typed}"),
            LinkType::Autolink => typed.to_string(),
            _ => url.replace(['\u{FDD0}', '\u{FDD1}'], ""),
        };
        // `<a:b>` is no link that anyone meant.
        let fault = address_fault(&url);
        if matches!(link_type, LinkType::Autolink) && fault.is_some() {
            return TreeLevel::Angles(Vec::new());
        }
        if let Some(fault) = fault {
            self.bad_url(&url, &fault, range);
        }
        TreeLevel::Link { url, children: Vec::new() }
    }

    fn close(&mut self, range: Range<usize>) {
        self.flush(false);
        let frame = self.stack.pop();
        self.levels -= usize::from(frame.as_ref().is_some_and(TreeLevel::is_level));
        match frame {
            Some(TreeLevel::Paragraph(inlines)) => self.block(Block::Paragraph(inlines)),
            Some(TreeLevel::Heading { level, inlines }) => self.headed(level, inlines, range),
            Some(TreeLevel::List { start, items }) => self.block(Block::List { start, items }),
            Some(TreeLevel::Item { mut blocks, tight }) => {
                if !tight.is_empty() {
                    blocks.push(Block::Paragraph(tight));
                }
                if let Some(TreeLevel::List { items, .. }) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            Some(TreeLevel::Emph(children)) => self.inline(Inline::Emph(children)),
            Some(TreeLevel::Strong(children)) => self.inline(Inline::Strong(children)),
            Some(TreeLevel::Link { children, .. }) if children.is_empty() => {
                self.refuse(
                    range,
                    "a link without words",
                    "write what it is called: [words](https://…)",
                );
            }
            Some(TreeLevel::Link { url, children }) => self.inline(Inline::Link { url, children }),
            Some(TreeLevel::Angles(children)) => {
                self.inline(Inline::Text("<".into()));
                children.into_iter().for_each(|child| self.inline(child));
                self.inline(Inline::Text(">".into()));
            }
            Some(TreeLevel::Refused) => {}
            Some(TreeLevel::Root(_)) | None => unreachable!("the parser closes what it opens"),
        }
    }

    /// Gives the words so far to the level that is open. `emphasis` is whether that follows.
    fn flush(&mut self, emphasis: bool) {
        let words = std::mem::take(&mut self.words);
        if words.is_empty() || matches!(self.stack.last(), Some(TreeLevel::Refused)) {
            return;
        }
        let linked = self.stack.iter().any(|frame| matches!(frame, TreeLevel::Link { .. }));
        let before = self.siblings().and_then(|siblings| siblings.last());
        let behind = matches!(before, Some(Inline::Emph(_) | Inline::Strong(_)));
        for inline in words.read(self, linked, [behind, emphasis]) {
            self.inline(inline);
        }
    }

    /// Items of a tight list hold their words without a paragraph: they become one here.
    fn flush_tight(&mut self) {
        if let Some(TreeLevel::Item { blocks, tight }) = self.stack.last_mut()
            && !tight.is_empty()
        {
            blocks.push(Block::Paragraph(std::mem::take(tight)));
        }
    }

    pub(super) fn block(&mut self, block: Block) {
        self.flush_tight();
        if let Some(headings) = &mut self.headings
            && !matches!(block, Block::Heading { .. })
        {
            headings.open = None;
        }
        if let Some(TreeLevel::Root(blocks) | TreeLevel::Item { blocks, .. }) =
            self.stack.last_mut()
        {
            blocks.push(block);
        }
    }

    /// The inlines of the level that is open.
    fn siblings(&mut self) -> Option<&mut Vec<Inline>> {
        match self.stack.last_mut()? {
            TreeLevel::Paragraph(siblings)
            | TreeLevel::Heading { inlines: siblings, .. }
            | TreeLevel::Emph(siblings)
            | TreeLevel::Strong(siblings)
            | TreeLevel::Angles(siblings)
            | TreeLevel::Item { tight: siblings, .. }
            | TreeLevel::Link { children: siblings, .. } => Some(siblings),
            TreeLevel::Root(_) | TreeLevel::List { .. } | TreeLevel::Refused => None,
        }
    }

    fn inline(&mut self, inline: Inline) {
        let Some(siblings) = self.siblings() else { return };
        match (siblings.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => siblings.push(inline),
        }
    }

    fn too_deep(&mut self, place: Range<usize>) {
        if std::mem::replace(&mut self.deep, true) {
            return;
        }
        let key = &self.text.key;
        let message = format!(
            "lists, emphasis and links in `{key}` stand in each other, more than {DEEPEST} deep"
        );
        self.diagnostics.push(
            Diagnostic::new(Code::DeepText, message)
                .at(self.located(place))
                .key(key)
                .help("take some of the marks out")
                .help("to print the character itself, put a backslash before it: `\\\\` in \"…\", `\\` in '…'"),
        );
    }

    fn bad_url(&mut self, url: &str, fault: &str, range: Range<usize>) {
        let place = self.guarded.originals(range);
        self.diagnostics.push(
            Diagnostic::new(Code::BadUrl, format!("`{url}` {fault}"))
                .at(self.located(place))
                .key(&self.text.key)
                .help("write the whole address: https://…, mailto:… or tel:…"),
        );
    }

    pub(super) fn refuse(&mut self, range: Range<usize>, what: &str, help: &str) {
        let place = self.guarded.originals(range);
        self.diagnostics.push(
            Diagnostic::new(Code::Markdown, format!("{what} in `{}`", self.text.key))
                .at(self.located(place))
                .key(&self.text.key)
                .help(help)
                .help("to print the character itself, put a backslash before it: `\\\\` in \"…\", `\\` in '…'"),
        );
    }
}
