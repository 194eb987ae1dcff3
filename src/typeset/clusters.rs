//! Joining what layout splits. Where the glyphs of one cluster stand at different heights, Typst
//! 0.15 sets them as several text items, each of which claims the whole cluster; a reader then
//! copies `សន្តិន្តិ` for `សន្តិ`. Here neighbours that share a cluster become one item again, their
//! heights kept as glyph offsets, so that Khmer, Thai, Lao, Burmese and Arabic can be searched and
//! copied.

use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::text::TextItem;

/// A raised mark starts where the next letter does. PDFium, which reads a line from left to right,
/// must not find it to the right of that letter, by however little. In points.
const BEHIND: f64 = 0.02;

/// The frame with split clusters joined, at every depth.
pub fn join(frame: &Frame) -> Frame {
    let mut joined = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        joined.set_baseline(frame.baseline());
    }
    let mut pending: Option<(Point, TextItem)> = None;
    for (position, item) in frame.items() {
        match item {
            FrameItem::Text(text) => {
                if let Some((start, before)) = &mut pending {
                    if merge(*start, before, *position, text) {
                        continue;
                    }
                    let (start, before) = (*start, before.clone());
                    joined.push(start, FrameItem::Text(before));
                }
                pending = Some((*position, text.clone()));
            }
            other => {
                if let Some((start, before)) = pending.take() {
                    joined.push(start, FrameItem::Text(before));
                }
                let mut other = other.clone();
                if let FrameItem::Group(group) = &mut other {
                    group.frame = join(&group.frame);
                }
                joined.push(*position, other);
            }
        }
    }
    if let Some((start, before)) = pending {
        joined.push(start, FrameItem::Text(before));
    }
    joined
}

/// Moves the glyphs of `next` into `before`, if the two share the cluster at their seam.
fn merge(start: Point, before: &mut TextItem, position: Point, next: &TextItem) -> bool {
    let same = before.font == next.font
        && before.size == next.size
        && before.fill == next.fill
        && before.stroke == next.stroke
        && before.lang == next.lang
        && before.region == next.region;
    let (Some(last), Some(first)) = (before.glyphs.last(), next.glyphs.first()) else {
        return false;
    };
    let gap = (start.x + before.width() - position.x).abs();
    if !same
        || last.span != first.span
        || before.text[last.range()] != next.text[first.range()]
        || gap > Abs::pt(0.01)
    {
        return false;
    }
    let (last, first) = (last.range(), first.range());
    // In text that runs to the right the seam ends the first text and begins the second; in text
    // that runs to the left it is the other way round.
    let (text, shift_before, shift_next) = if last.end == before.text.len() && first.start == 0 {
        let tail = &next.text[first.end..];
        (format!("{}{tail}", before.text), 0, last.start)
    } else if last.start == 0 && first.end == next.text.len() {
        let tail = &before.text[last.end..];
        (format!("{}{tail}", next.text), first.start, 0)
    } else {
        return false;
    };
    if u16::try_from(text.len()).is_err() {
        return false;
    }
    let shifted = |range: std::ops::Range<u16>, by: usize| {
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
