//! Joining what layout splits. Where the glyphs of one word or cluster stand at different heights,
//! Typst 0.15 sets them as several text items; each piece of a cluster claims the whole of it, and a
//! reader then copies `សន្តិន្តិ` for `សន្តិ`. Here neighbours become one item again, their heights kept
//! as glyph offsets, so that Khmer, Thai, Lao, Burmese and Arabic can be searched and copied.

use std::ops::Range;

use typst::layout::{Abs, Dir, Em, Point};
use typst::text::TextItem;
use unicode_bidi::{BidiClass, bidi_class};

/// A raised mark starts where the next letter does. PDFium, which reads a line from left to right,
/// must not find it to the right of that letter, by however little. In points.
const BEHIND: f64 = 0.02;

/// The direction an item is read in; none where its characters have none of their own.
pub fn direction(text: &TextItem) -> Option<Dir> {
    if let (Some(first), Some(last)) = (text.glyphs.first(), text.glyphs.last())
        && first.range.start != last.range.start
    {
        return Some(if first.range.start > last.range.start { Dir::RTL } else { Dir::LTR });
    }
    text.text.chars().find_map(|c| match bidi_class(c) {
        BidiClass::R | BidiClass::AL => Some(Dir::RTL),
        BidiClass::L | BidiClass::EN | BidiClass::AN => Some(Dir::LTR),
        _ => None,
    })
}

/// Moves the glyphs of `next` into `before`, if the two are pieces of one cluster or of one word.
pub fn merge(start: Point, before: &mut TextItem, position: Point, next: &TextItem) -> bool {
    let same = before.font == next.font
        && before.size == next.size
        && before.fill == next.fill
        && before.stroke == next.stroke
        && before.lang == next.lang
        && before.region == next.region;
    let gap = (start.x + before.width() - position.x).abs();
    if !same || gap > Abs::pt(0.01) || (start.y - position.y).abs() > before.size * 0.6 {
        return false;
    }
    let Some((text, shift_before, shift_next)) =
        one_cluster(before, next).or_else(|| one_word(before, next))
    else {
        return false;
    };
    if u16::try_from(text.len()).is_err() {
        return false;
    }
    let shifted = |range: Range<u16>, by: usize| {
        let by = by as u16;
        range.start + by..range.end + by
    };
    for glyph in &mut before.glyphs {
        glyph.range = shifted(glyph.range.clone(), shift_before);
    }
    let height = Em::from_abs(start.y - position.y, before.size);
    let behind = Em::from_abs(Abs::pt(BEHIND), before.size);
    before.glyphs.extend(next.glyphs.iter().map(|glyph| {
        let mut glyph = glyph.clone();
        glyph.range = shifted(glyph.range.clone(), shift_next);
        glyph.y_offset += height;
        if glyph.x_advance == Em::zero() {
            glyph.x_offset -= behind;
        }
        glyph
    }));
    before.text = text.into();
    true
}

/// What two pieces say together, and by how many bytes the ranges of each move.
type Joined = (String, usize, usize);

/// Two pieces that share the cluster at their seam.
fn one_cluster(before: &TextItem, next: &TextItem) -> Option<Joined> {
    let (last, first) = (before.glyphs.last()?, next.glyphs.first()?);
    if last.span != first.span || before.text[last.range()] != next.text[first.range()] {
        return None;
    }
    let (last, first) = (last.range(), first.range());
    // In text that runs to the right the seam ends the first text and begins the second; in text
    // that runs to the left it is the other way round.
    if last.end == before.text.len() && first.start == 0 {
        let tail = &next.text[first.end..];
        Some((format!("{}{tail}", before.text), 0, last.start))
    } else if last.start == 0 && first.end == next.text.len() {
        let tail = &before.text[last.end..];
        Some((format!("{}{tail}", next.text), first.start, 0))
    } else {
        None
    }
}

/// Two pieces that are read in the same direction. To the left, words stay apart: PDF has no way to
/// say in which order those of one piece are read.
fn one_word(before: &TextItem, next: &TextItem) -> Option<Joined> {
    if before.glyphs.last()?.span.0 != next.glyphs.first()?.span.0 {
        return None;
    }
    let to_right = match (direction(before), direction(next)) {
        (Some(one), Some(other)) if one != other => return None,
        (one, other) => one.or(other)? == Dir::LTR,
    };
    let (first, second) = if to_right { (before, next) } else { (next, before) };
    let space = char::is_whitespace;
    if !to_right && (first.text.ends_with(space) || second.text.starts_with(space)) {
        return None;
    }
    let text = format!("{}{}", first.text, second.text);
    Some(if to_right { (text, 0, before.text.len()) } else { (text, next.text.len(), 0) })
}
