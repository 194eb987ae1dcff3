//! Light Markdown: paragraphs, emphasis, strong, links, lists, and citations of sources, parsed
//! into a tree that templates render. Everything else prints as typed.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span, did_you_mean};
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

/// A part of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; `start` is the first number of an ordered one.
    List {
        /// The first number, if the list is ordered.
        start: Option<u64>,
        /// The items, each a text of its own.
        items: Vec<Vec<Block>>,
    },
}

/// A part of a line.
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
    /// Citations that stand together, by the ids of their sources.
    Cite(Vec<String>),
    /// A forced line break.
    Break,
}

/// What parsing needs to know besides the text.
pub struct Context<'a> {
    /// The files, to say where a problem stands.
    pub sources: &'a Sources,
    /// The ids of the brief's sources.
    pub source_ids: &'a [&'a str],
}

impl Context<'_> {
    /// Parses text of several paragraphs.
    pub fn prose(&self, source: Text, diagnostics: &mut Diagnostics) -> Prose {
        let blocks = Builder::new(self, &source, diagnostics).blocks();
        Prose { source, blocks }
    }

    /// Parses text that must stay within one paragraph.
    pub fn line(&self, source: Text, diagnostics: &mut Diagnostics) -> Line {
        let mut blocks = Builder::new(self, &source, diagnostics).blocks();
        let inlines = match (blocks.pop(), blocks.is_empty()) {
            (Some(Block::Paragraph(inlines)), true) => inlines,
            (None, _) => Vec::new(),
            _ => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::Markdown,
                        format!("`{}` takes one paragraph without lists", source.key),
                    )
                    .at(source.span)
                    .key(&source.key)
                    .help("join the paragraphs, or begin the line with another character"),
                );
                Vec::new()
            }
        };
        Line { source, inlines }
    }
}

/// Whether a link leads somewhere a reader can go.
pub fn is_address(url: &str) -> bool {
    let rest = ["https://", "http://", "mailto:", "tel:"]
        .into_iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"')
    })
}

/// One level of the tree being built.
enum Frame {
    Root(Vec<Block>),
    Paragraph(Vec<Inline>),
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
    Refused(Vec<Inline>),
}

struct Builder<'a> {
    context: &'a Context<'a>,
    text: &'a Text,
    diagnostics: &'a mut Diagnostics,
    stack: Vec<Frame>,
}

impl<'a> Builder<'a> {
    fn new(context: &'a Context<'a>, text: &'a Text, diagnostics: &'a mut Diagnostics) -> Self {
        Self { context, text, diagnostics, stack: vec![Frame::Root(Vec::new())] }
    }

    fn blocks(mut self) -> Vec<Block> {
        let parser = Parser::new_ext(&self.text.value, Options::empty());
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
            self.event(event, range);
        }
        match self.stack.pop() {
            Some(Frame::Root(mut blocks)) => {
                for block in &mut blocks {
                    self.cite_block(block);
                }
                blocks
            }
            _ => unreachable!("the parser closes what it opens"),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) => {
                // HTML entities are not taken: `&amp;` prints as `&amp;`.
                let typed = &self.text.value[range];
                let text = if typed.starts_with('&') { typed } else { &*text };
                self.inline(Inline::Text(text.to_string()));
            }
            Event::SoftBreak => self.inline(Inline::Text(" ".into())),
            Event::HardBreak => self.inline(Inline::Break),
            // Code, HTML and rules are not taken: what was typed prints as it was typed.
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => {
                let typed = self.text.value[range].trim_end().replace('\n', " ");
                self.inline(Inline::Text(typed));
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

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let frame = match tag {
            Tag::Paragraph => Frame::Paragraph(Vec::new()),
            Tag::List(start) => {
                self.flush_tight();
                Frame::List { start, items: Vec::new() }
            }
            Tag::Item => Frame::Item { blocks: Vec::new(), tight: Vec::new() },
            Tag::Emphasis => Frame::Emph(Vec::new()),
            Tag::Strong => Frame::Strong(Vec::new()),
            Tag::Link { link_type, dest_url, .. } => {
                let url = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                match link_type {
                    // `<a:b>` is no link that anyone meant.
                    LinkType::Autolink if !is_address(&url) => Frame::Angles(Vec::new()),
                    _ => {
                        if !is_address(&url) {
                            self.bad_url(&url, range);
                        }
                        Frame::Link { url, children: Vec::new() }
                    }
                }
            }
            Tag::HtmlBlock => {
                self.flush_tight();
                Frame::Paragraph(Vec::new())
            }
            Tag::Heading { .. } => {
                self.refuse(range, "a heading", "put the title into its own key, such as `title`");
                Frame::Refused(Vec::new())
            }
            Tag::Image { .. } => {
                self.refuse(range, "an image", "text fields hold words only");
                Frame::Refused(Vec::new())
            }
            Tag::CodeBlock(_) => {
                self.refuse(range, "indented or fenced code", "start the line at its beginning");
                Frame::Refused(Vec::new())
            }
            Tag::BlockQuote(_) => {
                self.refuse(
                    range,
                    "a `>` quotation",
                    "use the finding's `quote = { text = \"…\", by = \"…\" }`",
                );
                Frame::Refused(Vec::new())
            }
            _ => Frame::Refused(Vec::new()),
        };
        self.stack.push(frame);
    }

    fn close(&mut self, _: TagEnd) {
        match self.stack.pop() {
            Some(Frame::Paragraph(inlines)) => self.block(Block::Paragraph(inlines)),
            Some(Frame::List { start, items }) => self.block(Block::List { start, items }),
            Some(Frame::Item { mut blocks, tight }) => {
                if !tight.is_empty() {
                    blocks.push(Block::Paragraph(tight));
                }
                if let Some(Frame::List { items, .. }) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            Some(Frame::Emph(children)) => self.inline(Inline::Emph(children)),
            Some(Frame::Strong(children)) => self.inline(Inline::Strong(children)),
            Some(Frame::Link { url, children }) => self.inline(Inline::Link { url, children }),
            Some(Frame::Angles(children)) => {
                self.inline(Inline::Text("<".into()));
                children.into_iter().for_each(|child| self.inline(child));
                self.inline(Inline::Text(">".into()));
            }
            Some(Frame::Refused(_)) => {}
            Some(Frame::Root(_)) | None => unreachable!("the parser closes what it opens"),
        }
    }

    /// Items of a tight list hold their words without a paragraph: they become one here.
    fn flush_tight(&mut self) {
        if let Some(Frame::Item { blocks, tight }) = self.stack.last_mut()
            && !tight.is_empty()
        {
            blocks.push(Block::Paragraph(std::mem::take(tight)));
        }
    }

    fn block(&mut self, block: Block) {
        self.flush_tight();
        if let Some(Frame::Root(blocks) | Frame::Item { blocks, .. }) = self.stack.last_mut() {
            blocks.push(block);
        }
    }

    fn inline(&mut self, inline: Inline) {
        let siblings = match self.stack.last_mut() {
            Some(
                Frame::Paragraph(siblings)
                | Frame::Emph(siblings)
                | Frame::Strong(siblings)
                | Frame::Angles(siblings)
                | Frame::Refused(siblings)
                | Frame::Item { tight: siblings, .. }
                | Frame::Link { children: siblings, .. },
            ) => siblings,
            Some(Frame::Root(_) | Frame::List { .. }) | None => return,
        };
        match (siblings.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => siblings.push(inline),
        }
    }

    fn cite_block(&mut self, block: &mut Block) {
        match block {
            Block::Paragraph(inlines) => self.cite_line(inlines),
            Block::List { items, .. } => {
                for block in items.iter_mut().flatten() {
                    self.cite_block(block);
                }
            }
        }
    }

    /// Turns `[@id]` and `[@id; @other]` in the words of a line into citations.
    fn cite_line(&mut self, inlines: &mut Vec<Inline>) {
        let mut cited = Vec::with_capacity(inlines.len());
        for inline in inlines.drain(..) {
            match inline {
                Inline::Text(text) => self.cite_text(&text, &mut cited),
                Inline::Emph(mut children) => {
                    self.cite_line(&mut children);
                    cited.push(Inline::Emph(children));
                }
                Inline::Strong(mut children) => {
                    self.cite_line(&mut children);
                    cited.push(Inline::Strong(children));
                }
                other => cited.push(other),
            }
        }
        *inlines = cited;
    }

    fn cite_text(&mut self, text: &str, into: &mut Vec<Inline>) {
        let mut rest = text;
        let mut kept = String::new();
        while let Some(start) = rest.find("[@") {
            let Some(length) = rest[start..].find(']') else { break };
            let inside = &rest[start + 1..start + length];
            let Some(ids) = citation(inside) else {
                kept.push_str(&rest[..start + 2]);
                rest = &rest[start + 2..];
                continue;
            };
            // A citation stands at the word it supports: the space before it does not print.
            kept.push_str(rest[..start].trim_end_matches([' ', '\u{a0}']));
            if !kept.is_empty() {
                into.push(Inline::Text(std::mem::take(&mut kept)));
            }
            for id in &ids {
                if !self.context.source_ids.contains(id) {
                    self.unknown_source(id);
                }
            }
            into.push(Inline::Cite(ids.into_iter().map(str::to_string).collect()));
            rest = &rest[start + length + 1..];
        }
        kept.push_str(rest);
        if !kept.is_empty() {
            into.push(Inline::Text(kept));
        }
    }

    /// Where a piece of the text stands; the whole text where it stands more than once.
    fn find(&self, piece: &str) -> Span {
        let mut places = self.text.value.match_indices(piece);
        match (places.next(), places.next()) {
            (Some((at, _)), None) => self.text.locate(at..at + piece.len(), self.context.sources),
            _ => self.text.span,
        }
    }

    fn unknown_source(&mut self, id: &str) {
        let near = did_you_mean(id, self.context.source_ids.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean `[@{near}]`?"),
            None => format!("add a `[[source]]` with `id = \"{id}\"`"),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UnknownSource, format!("no source has the id `{id}`"))
                .at(self.find(&format!("@{id}")))
                .key(&self.text.key)
                .help(help),
        );
    }

    fn bad_url(&mut self, url: &str, range: Range<usize>) {
        self.diagnostics.push(
            Diagnostic::new(Code::BadUrl, format!("`{url}` is no web, mail or telephone address"))
                .at(self.text.locate(range, self.context.sources))
                .key(&self.text.key)
                .help("write the whole address: https://…, mailto:… or tel:…"),
        );
    }

    fn refuse(&mut self, range: Range<usize>, what: &str, help: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::Markdown, format!("{what} in `{}`", self.text.key))
                .at(self.text.locate(range, self.context.sources))
                .key(&self.text.key)
                .help(help)
                .help("to print the character itself, put a backslash before it: `\\\\` in \"…\", `\\` in '…'"),
        );
    }
}

/// The ids of `@a; @b`, if that is what it is.
fn citation(inside: &str) -> Option<Vec<&str>> {
    inside
        .split(';')
        .map(|part| {
            let id = part.trim().strip_prefix('@')?;
            let known = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            (!id.is_empty() && id.chars().all(known)).then_some(id)
        })
        .collect()
}

/// The ids a line cites, in their order.
pub fn citations(inlines: &[Inline]) -> Vec<&str> {
    let mut ids = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Cite(cited) => ids.extend(cited.iter().map(String::as_str)),
            Inline::Emph(children) | Inline::Strong(children) | Inline::Link { children, .. } => {
                ids.extend(citations(children))
            }
            Inline::Text(_) | Inline::Break => {}
        }
    }
    ids
}

impl Prose {
    /// The ids it cites, in their order.
    pub fn citations(&self) -> Vec<&str> {
        fn walk<'a>(blocks: &'a [Block], ids: &mut Vec<&'a str>) {
            for block in blocks {
                match block {
                    Block::Paragraph(inlines) => ids.extend(citations(inlines)),
                    Block::List { items, .. } => items.iter().for_each(|item| walk(item, ids)),
                }
            }
        }
        let mut ids = Vec::new();
        walk(&self.blocks, &mut ids);
        ids
    }
}

impl Line {
    /// The ids it cites, in their order.
    pub fn citations(&self) -> Vec<&str> {
        citations(&self.inlines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(markdown: &str) -> (Vec<Block>, Vec<Code>) {
        let mut sources = Sources::new();
        let file = sources.add("t.toml", format!("'''{markdown}'''"));
        let text = Text {
            value: markdown.to_string(),
            span: Span::new(file, 0..markdown.len() + 6),
            key: "text".into(),
        };
        let mut diagnostics = Diagnostics::new();
        let context = Context { sources: &sources, source_ids: &["amnesty", "unsd"] };
        let prose = context.prose(text, &mut diagnostics);
        (prose.blocks, diagnostics.iter().map(|d| d.code).collect())
    }

    fn words(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn light_markdown_becomes_a_tree() {
        let (blocks, codes) = parse(
            "One *two* **three** [four](https://x.org) [@amnesty; @unsd].\n\n- a\n- b\n\n3. c",
        );
        assert_eq!(codes, []);
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![
                    words("One "),
                    Inline::Emph(vec![words("two")]),
                    words(" "),
                    Inline::Strong(vec![words("three")]),
                    words(" "),
                    Inline::Link { url: "https://x.org".into(), children: vec![words("four")] },
                    Inline::Cite(vec!["amnesty".into(), "unsd".into()]),
                    words("."),
                ]),
                Block::List {
                    start: None,
                    items: vec![
                        vec![Block::Paragraph(vec![words("a")])],
                        vec![Block::Paragraph(vec![words("b")])],
                    ],
                },
                Block::List {
                    start: Some(3),
                    items: vec![vec![Block::Paragraph(vec![words("c")])]]
                },
            ]
        );
    }

    #[test]
    fn what_is_no_light_markdown_prints_as_typed() {
        for typed in [
            r#"#read("x") $x$ @ref <label> `code` <b>html</b> [Police] a_b_c 2*3 &amp; <a:b>"#,
            "<label> alone",
            "<div>",
        ] {
            let (blocks, codes) = parse(typed);
            assert_eq!(codes, []);
            assert_eq!(blocks, [Block::Paragraph(vec![words(typed)])]);
        }
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        for (markdown, code) in [
            ("# Title", Code::Markdown),
            ("> quoted", Code::Markdown),
            ("```\ncode\n```", Code::Markdown),
            ("![alt](x.png)", Code::Markdown),
            ("a\n\n---\n\nb", Code::Markdown),
            ("[x]: https://x.org", Code::Markdown),
            ("[x](javascript:alert)", Code::BadUrl),
            ("see [@amnesti]", Code::UnknownSource),
        ] {
            let (_, codes) = parse(markdown);
            assert_eq!(codes, [code], "{markdown}");
        }
    }
}
