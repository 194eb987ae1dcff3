//! The text layer: what a screen reader hears, a search finds and a reader copies. The pages are
//! set; nothing here moves a glyph. Typst leaves in the text what only steered the layout, sets a
//! run that goes from right to left in pieces from left to right, and gives each glyph of a cluster
//! the whole of it. Here
//!
//! - marks that steer (joiners, break opportunities, isolates) leave the text, and every space is
//!   U+0020;
//! - pieces of one cluster become one again (`clusters`), and where each glyph of a cluster stands
//!   for one character, it says so;
//! - pieces of a line stand in the order in which they are read.

use std::ops::Range;

use typst::introspection::Tag;
use typst::layout::{Abs, Dir, Em, Frame, FrameItem, Point};
use typst::model::HeadingElem;
use typst::text::{Glyph, TextElem, TextItem};

use super::meanings::Meanings;
use super::{clusters, language};

/// Pieces of one line touch; their ends are the same to within this many points.
const TOUCH: f64 = 0.02;

/// The frame with its text layer as it is read, at every depth.
pub fn settle(frame: &Frame, meanings: &mut Meanings) -> Frame {
    let mut pieces: Vec<Piece> = Vec::new();
    for (position, item) in frame.items() {
        match item {
            FrameItem::Text(text) => {
                let Some(mut text) = cleaned(text) else { continue };
                language::settle_item(&mut text);
                if let Some(before) = pieces.last().and_then(Piece::text) {
                    space_like(before, &mut text);
                }
                if let Some(Piece { position: start, item: FrameItem::Text(before), with }) =
                    pieces.last_mut()
                    && with.is_empty()
                    && !hangs(before)
                    && clusters::merge(*start, before, *position, &text)
                {
                    continue;
                }
                pieces.push(Piece::new(*position, FrameItem::Text(text)));
            }
            FrameItem::Group(group) => {
                let mut group = group.clone();
                group.frame = settle(&group.frame, meanings);
                pieces.push(Piece::new(*position, FrameItem::Group(group)));
            }
            // A line under or through a piece of text stays with it.
            FrameItem::Shape(..) if pieces.last().is_some_and(Piece::is_text) => {
                if let Some(piece) = pieces.last_mut() {
                    piece.with.push((*position, item.clone()));
                }
            }
            FrameItem::Tag(tag) => {
                let mut tag = tag.clone();
                language::settle_tag(&mut tag);
                settle_heading(&mut tag);
                pieces.push(Piece::new(*position, FrameItem::Tag(tag)));
            }
            other => pieces.push(Piece::new(*position, other.clone())),
        }
    }
    order(&mut pieces);
    let mut settled = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        settled.set_baseline(frame.baseline());
    }
    for piece in pieces {
        match piece.item {
            FrameItem::Text(mut text) => {
                meanings.spread(&mut text);
                for (position, part) in meanings.divided(piece.position, text) {
                    meanings.learn(&part);
                    settled.push(position, FrameItem::Text(part));
                }
            }
            item => settled.push(piece.position, item),
        }
        for (position, item) in piece.with {
            settled.push(position, item);
        }
    }
    settled
}

/// An item of a frame, and the lines drawn for it.
struct Piece {
    position: Point,
    item: FrameItem,
    with: Vec<(Point, FrameItem)>,
}

impl Piece {
    fn new(position: Point, item: FrameItem) -> Self {
        Self { position, item, with: Vec::new() }
    }

    fn text(&self) -> Option<&TextItem> {
        match &self.item {
            FrameItem::Text(text) => Some(text),
            _ => None,
        }
    }

    fn is_text(&self) -> bool {
        self.text().is_some()
    }
}

/// Whether a character only steers layout: it prints nothing, and whoever reads or searches the text
/// does not expect it. ZERO WIDTH (NON-)JOINER shape what is around them and stay.
fn steers(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A character as it is read: no space but U+0020, except the ideographic one.
fn read_as(c: char) -> char {
    match c {
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => ' ',
        c => c,
    }
}

/// What bookmarks and assistive technology call a heading is taken from its words.
fn settle_heading(tag: &mut Tag) {
    let Tag::Start(element, _) = tag else { return };
    if let Some(heading) = element.to_packed_mut::<HeadingElem>() {
        let words = heading.body.plain_text();
        // The sign of a narrow quotation mark leaves what is set in the template.
        let steers = |c: char| steers(c) || c == '\u{FE00}';
        if words.contains(steers) {
            heading.body = TextElem::packed(unmarked(&words));
        }
    }
}

/// A text as it is read.
pub fn unmarked(text: &str) -> String {
    text.chars().filter(|c| !steers(*c)).map(read_as).collect()
}

/// The text without what only steered its layout; nothing where it is all such.
fn cleaned(text: &TextItem) -> Option<TextItem> {
    let mut text = text.clone();
    if !text.text.chars().any(|c| steers(c) || read_as(c) != c) {
        return Some(text);
    }
    // Where each byte goes.
    let mut moved = vec![0_u16; text.text.len() + 1];
    let mut kept = String::with_capacity(text.text.len());
    for (at, c) in text.text.char_indices() {
        moved[at..at + c.len_utf8()].fill(kept.len() as u16);
        if !steers(c) {
            kept.push(read_as(c));
        }
    }
    moved[text.text.len()] = kept.len() as u16;
    if kept.is_empty() && text.width().abs() < Abs::pt(TOUCH) {
        return None;
    }
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.glyphs.len());
    let mut before = Em::zero();
    for mut glyph in text.glyphs.drain(..) {
        let range = glyph.range();
        glyph.range = moved[range.start]..moved[range.end];
        if glyph.range.is_empty() {
            // The room it took, if any, goes to a neighbour.
            match glyphs.last_mut() {
                Some(last) => last.x_advance += glyph.x_advance,
                None => before += glyph.x_advance,
            }
            continue;
        }
        glyph.x_offset += before;
        glyph.x_advance += std::mem::replace(&mut before, Em::zero());
        glyphs.push(glyph);
    }
    if glyphs.is_empty() {
        return None;
    }
    text.text = kept.into();
    text.glyphs = glyphs;
    Some(text)
}

/// Takes a space from the face of the text before it: then both are one piece. PDFium loses a space
/// that is a piece by itself where the text before it needed `ActualText`.
fn space_like(before: &TextItem, text: &mut TextItem) {
    let alike = before.size == text.size && before.lang == text.lang && before.font != text.font;
    if !alike || text.text != " " || clusters::direction(before) != Some(Dir::LTR) {
        return;
    }
    if let (Some(space), [glyph]) = (before.font.ttf().glyph_index(' '), &mut text.glyphs[..]) {
        glyph.id = space.0;
        glyph.x_offset = Em::zero();
        text.font = before.font.clone();
    }
}

/// Whether a piece was written behind all of another, in the same text.
fn follows(piece: &Piece, other: &Piece) -> bool {
    let (Some(text), Some(before)) = (piece.text(), other.text()) else { return false };
    let first = text.glyphs.iter().map(|glyph| glyph.span).min_by_key(|(_, offset)| *offset);
    first.is_some_and(|(span, offset)| {
        before.glyphs.iter().all(|glyph| glyph.span.0 == span && glyph.span.1 < offset)
    })
}

/// Puts the pieces of each run that goes from right to left into the order in which they are read.
/// Typst puts the runs of a line into this order, and leaves the pieces of a run, which it divides
/// where face or height change, from left to right.
fn order(pieces: &mut [Piece]) {
    hang_spaces(pieces);
    let mut start = 0;
    while start < pieces.len() {
        let mut end = start + 1;
        while end < pieces.len() && touches(&pieces[end - 1], &pieces[end]) {
            end += 1;
        }
        if end - start > 1 {
            order_run(&mut pieces[start..end]);
        }
        start = end;
    }
}

/// Whether a piece is the space at the end of a line, which takes no room.
fn hangs(text: &TextItem) -> bool {
    text.text == " " && text.width().abs() < Abs::pt(TOUCH)
}

/// The space at the end of a line has the direction of the paragraph (UAX #9, L1). Behind a run of
/// the other direction Typst sets it at the far end of the line, before that run.
fn hang_spaces(pieces: &mut [Piece]) {
    let origin = |text: &TextItem| text.glyphs.first().map(|glyph| glyph.span);
    for at in (1..pieces.len()).rev() {
        let Some(text) = pieces[at - 1].text() else { continue };
        let (Some((span, offset)), true) = (origin(text), hangs(text)) else { continue };
        let line = pieces[at - 1].position.y;
        let follows = |piece: &Piece| {
            piece.text().is_some_and(|text| {
                let same = (piece.position.y - line).abs() < text.size * 0.6;
                same && origin(text).is_some_and(|(other, before)| other == span && before < offset)
            })
        };
        let length = pieces[at..].iter().take_while(|piece| follows(piece)).count();
        let run = pieces[at..at + length].iter().filter_map(Piece::text);
        let mut directions = run.filter_map(clusters::direction).peekable();
        // In a run that goes to the left it stands where it should.
        if directions.peek().is_some() && directions.all(|direction| direction == Dir::LTR) {
            pieces[at - 1..at + length].rotate_left(1);
        }
    }
}

/// Whether a piece of text begins where the one before it ends, on the same line.
fn touches(before: &Piece, next: &Piece) -> bool {
    let (Some(text), Some(other)) = (before.text(), next.text()) else { return false };
    let gap = before.position.x + text.width() - next.position.x;
    let drop = (before.position.y - next.position.y).abs();
    gap.abs() < Abs::pt(TOUCH) && drop < text.size.max(other.size) * 0.6
}

/// Pieces that touch: those which are read from right to left, with what stands between them, are
/// turned about. In a paragraph that itself runs to the left, so are the neutral ones at their ends.
fn order_run(pieces: &mut [Piece]) {
    let directions: Vec<Option<Dir>> =
        pieces.iter().map(|piece| clusters::direction(piece.text()?)).collect();
    let to_left = |at: usize| directions[at] == Some(Dir::RTL);
    let to_right = |at: usize| directions[at] == Some(Dir::LTR);
    let whole = |at: usize| pieces[at].text().is_some_and(|text| text.lang.dir() == Dir::RTL);
    let mut at = 0;
    let mut reversed: Vec<Range<usize>> = Vec::new();
    while at < pieces.len() {
        if to_right(at) {
            at += 1;
            continue;
        }
        let end = (at..pieces.len()).find(|&other| to_right(other)).unwrap_or(pieces.len());
        let (first, last) = ((at..end).find(|&i| to_left(i)), (at..end).rfind(|&i| to_left(i)));
        let alone = at == 0 && end == pieces.len();
        match (first, last) {
            _ if alone && (at..end).all(whole) => reversed.push(at..end),
            (Some(mut first), Some(mut last)) => {
                // Neutral ones at its ends belong to it where they were written on its other side.
                while first > at && follows(&pieces[first - 1], &pieces[first]) {
                    first -= 1;
                }
                while last + 1 < end && follows(&pieces[last], &pieces[last + 1]) {
                    last += 1;
                }
                reversed.push(first..last + 1);
            }
            _ => {}
        }
        at = end;
    }
    for run in reversed {
        pieces[run].reverse();
    }
}
