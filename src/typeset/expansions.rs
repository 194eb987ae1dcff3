//! Abbreviations on the pages, marked with what they stand for, so that assistive technology can say
//! it. Typst knows no expansions: here each occurrence becomes an element of its own in the
//! structure, an equation that stands for no equation, whose alternative text is the mark. Where the
//! PDF is finished, it becomes a span with the expansion (ISO 32000-1, 14.9.5). Nothing moves on the
//! page.

use std::ops::Range;

use typst::foundations::{Content, NativeElement};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::math::EquationElem;
use typst::text::{Glyph, TextItem};
use typst::utils::hash128;

use crate::document::Expansion;
use crate::occurrences::Finder;

/// What the alternative text of a marked abbreviation begins with: then follow the tag of the
/// expansion's language, empty where it is the text's, a space, and the expansion.
const MARK: &str = "expansion:";

/// Ends of text items that are no farther apart than this touch. In points.
const TOUCHING: f64 = 0.01;

/// The language and the expansion of a mark, if an alternative text is one.
pub fn expanded(alt: &str) -> Option<(Option<&str>, &str)> {
    let (language, full) = alt.strip_prefix(MARK)?.split_once(' ')?;
    Some(((!language.is_empty()).then_some(language), full))
}

/// Marks the abbreviations of a document, page after page.
pub(super) struct Marker<'a> {
    expansions: &'a [Expansion],
    finder: Finder,
    marked: usize,
}

/// A text item with its place, and the bytes of the line that it sets.
struct DecoratedItem {
    position: Point,
    item: TextItem,
    range: Range<usize>,
}

impl<'a> Marker<'a> {
    pub(super) fn new(expansions: &'a [Expansion]) -> Self {
        let finder = Finder::new(expansions.iter().map(|expansion| expansion.short.as_str()));
        Self { expansions, finder, marked: 0 }
    }

    /// How many it has marked.
    pub(super) fn marked(&self) -> usize {
        self.marked
    }

    /// Marks what is on a frame, at every depth.
    pub(super) fn mark(&mut self, frame: &mut Frame) {
        if self.expansions.is_empty() {
            return;
        }
        // Most frames hold none.
        if !self.has_any(frame) {
            frame.retain(|item| {
                if let FrameItem::Group(group) = item {
                    self.mark(&mut group.frame);
                }
                true
            });
            return;
        }
        let mut marked = Frame::new(frame.size(), frame.kind());
        if frame.has_baseline() {
            marked.set_baseline(frame.baseline());
        }
        let mut line: Vec<DecoratedItem> = Vec::new();
        for (position, item) in frame.items() {
            if let FrameItem::Text(text) = item {
                let goes_on =
                    |last: &DecoratedItem| touch(last.position, &last.item, *position, text);
                if !line.last().is_some_and(goes_on) {
                    self.push(std::mem::take(&mut line), &mut marked);
                }
                let start = line.last().map_or(0, |last| last.range.end);
                let range = start..start + text.text.len();
                line.push(DecoratedItem { position: *position, item: text.clone(), range });
                continue;
            }
            self.push(std::mem::take(&mut line), &mut marked);
            let mut item = item.clone();
            if let FrameItem::Group(group) = &mut item {
                self.mark(&mut group.frame);
            }
            marked.push(*position, item);
        }
        self.push(line, &mut marked);
        *frame = marked;
    }

    /// Whether one is in the text of a frame, apart from the groups in it.
    fn has_any(&self, frame: &Frame) -> bool {
        let mut line = String::new();
        let mut last: Option<(Point, &TextItem)> = None;
        for (position, item) in frame.items() {
            let text = if let FrameItem::Text(text) = item { Some(text) } else { None };
            let goes_on = last
                .zip(text)
                .is_some_and(|((start, before), text)| touch(start, before, *position, text));
            if !goes_on {
                if !self.finder.find(&line).is_empty() {
                    return true;
                }
                line.clear();
            }
            last = text.map(|text| (*position, text));
            line.push_str(text.map_or("", |text| &text.text));
        }
        !self.finder.find(&line).is_empty()
    }

    /// Adds text that touches to a frame, with the abbreviations in it marked.
    fn push(&mut self, mut line: Vec<DecoratedItem>, frame: &mut Frame) {
        let text: String = line.iter().map(|piece| piece.item.text.as_str()).collect();
        let mut found = self.finder.find(&text);
        // One that begins or ends within a glyph stays as it is.
        found.retain(|(range, _)| {
            let (start, end) = (cut(&mut line, range.start), cut(&mut line, range.end));
            start && end
        });
        let mut found = found.into_iter().peekable();
        let mut open = None;
        for piece in line {
            if let Some((range, which)) = found.peek()
                && range.start == piece.range.start
            {
                let start = self.start(*which, piece.item.lang.as_str());
                open = Some((start.location(), range.end));
                frame.push(piece.position, FrameItem::Tag(start));
                found.next();
            }
            let (position, end) = (piece.position, piece.range.end);
            frame.push(position, FrameItem::Text(piece.item));
            if let Some((location, last)) = open
                && last == end
            {
                frame.push(position, FrameItem::Tag(Tag::End(location, 0, TAGGED)));
                open = None;
            }
        }
    }

    /// What begins a marked abbreviation in text of a language.
    fn start(&mut self, which: usize, lang: &str) -> Tag {
        let short = &self.expansions[which].short;
        let speaks = |expansion: &&Expansion| expansion.language.split('-').next() == Some(lang);
        let same = || self.expansions.iter().filter(|other| other.short == *short);
        // The last that was given is that of the page's own language.
        let (language, full) = match same().find(speaks) {
            Some(expansion) => ("", &expansion.full),
            None => {
                let expansion = same().next_back().unwrap_or(&self.expansions[which]);
                (expansion.language.as_str(), &expansion.full)
            }
        };
        let alt = format!("{MARK}{language} {full}");
        let mut element = EquationElem::new(Content::empty()).with_alt(Some(alt.into())).pack();
        element.set_location(Location::new(hash128(&(MARK, self.marked))));
        self.marked += 1;
        Tag::Start(element, TAGGED)
    }
}

/// The tag is for the structure, not for queries.
const TAGGED: TagFlags = TagFlags { introspectable: false, tagged: true };

/// Whether a text item goes on where the one before it ends, on one line and in either direction.
fn touch(start: Point, before: &TextItem, position: Point, text: &TextItem) -> bool {
    let near = |a: Abs, b: Abs| (a - b).abs() <= Abs::pt(TOUCHING);
    near(start.y, position.y)
        && (near(start.x + before.width(), position.x) || near(position.x + text.width(), start.x))
}

/// Divides the item that sets a place of the line, so that one begins there. `false` where a glyph
/// sets what is before and after it.
fn cut(line: &mut Vec<DecoratedItem>, at: usize) -> bool {
    let Some(index) = line.iter().position(|piece| at > piece.range.start && at < piece.range.end)
    else {
        return true;
    };
    let piece = &line[index];
    let within = at - piece.range.start;
    let glyphs = &piece.item.glyphs;
    let is_before = |glyph: &Glyph| glyph.range().end <= within;
    let straddles = glyphs.iter().any(|glyph| !is_before(glyph) && glyph.range().start < within);
    // In text that runs to the left the glyphs of what comes before stand after the others.
    let leads = glyphs.first().is_some_and(is_before);
    let turn = glyphs.iter().take_while(|glyph| is_before(glyph) == leads).count();
    let apart = glyphs[turn..].iter().all(|glyph| is_before(glyph) != leads);
    if straddles || !apart || turn == 0 || turn == glyphs.len() {
        return false;
    }
    let part = |glyphs: Range<usize>, text: Range<usize>| {
        let advance: Em = piece.item.glyphs[..glyphs.start].iter().map(|g| g.x_advance).sum();
        let mut item = piece.item.clone();
        item.text = piece.item.text[text.clone()].into();
        item.glyphs = piece.item.glyphs[glyphs].to_vec();
        for glyph in &mut item.glyphs {
            let shift = text.start as u16;
            glyph.range = glyph.range.start - shift..glyph.range.end - shift;
        }
        let position = piece.position + Point::with_x(advance.at(piece.item.size));
        let range = piece.range.start + text.start..piece.range.start + text.end;
        DecoratedItem { position, item, range }
    };
    let (first, second) =
        if leads { (0..turn, turn..glyphs.len()) } else { (turn..glyphs.len(), 0..turn) };
    let parts = [part(first, 0..within), part(second, within..piece.item.text.len())];
    line.splice(index..=index, parts);
    true
}
