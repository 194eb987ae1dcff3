//! Drawing what stands outside the trim. The slug of a print edition is for the print shop and is
//! cut away: as outlines it is seen on the sheet, and is no part of the text of the document.

use ttf_parser::{GlyphId, OutlineBuilder};
use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;
use typst::visualize::{Curve, Geometry};

/// The page's frame with text outside it (the frame is the trimmed page) turned into outlines.
pub fn draw_outside(frame: &Frame) -> Frame {
    draw(frame, frame.size(), Transform::identity())
}

fn draw(frame: &Frame, trim: Size, transform: Transform) -> Frame {
    let mut drawn = Frame::new(frame.size(), frame.kind());
    if frame.has_baseline() {
        drawn.set_baseline(frame.baseline());
    }
    for (position, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                let mut group = group.clone();
                group.frame = draw(&group.frame, trim, here.pre_concat(group.transform));
                drawn.push(*position, FrameItem::Group(group));
            }
            FrameItem::Text(text) if is_outside(Point::zero().transform(here), trim) => {
                let span = text
                    .glyphs
                    .first()
                    .map_or(typst::syntax::Span::detached(), |glyph| glyph.span.0);
                let shape = Geometry::Curve(outline(text)).filled(text.fill.clone());
                drawn.push(*position, FrameItem::Shape(shape, span));
            }
            other => drawn.push(*position, other.clone()),
        }
    }
    drawn
}

fn is_outside(point: Point, trim: Size) -> bool {
    let zero = Abs::zero();
    point.x < zero || point.y < zero || point.x > trim.x || point.y > trim.y
}

/// The outlines of a run of text, from the start of its baseline.
fn outline(text: &TextItem) -> Curve {
    let mut pen = Pen {
        curve: Curve::new(),
        scale: text.size / text.font.units_per_em(),
        origin: Point::zero(),
        last: Point::zero(),
    };
    let mut cursor = Point::zero();
    for glyph in &text.glyphs {
        let offset = Point::new(glyph.x_offset.at(text.size), -glyph.y_offset.at(text.size));
        pen.origin = cursor + offset;
        text.font.ttf().outline_glyph(GlyphId(glyph.id), &mut pen);
        cursor += Point::new(glyph.x_advance.at(text.size), -glyph.y_advance.at(text.size));
    }
    pen.curve
}

/// Takes outlines in font units, y upwards, and draws them in points, y downwards.
struct Pen {
    curve: Curve,
    scale: Abs,
    origin: Point,
    last: Point,
}

impl Pen {
    fn point(&self, x: f32, y: f32) -> Point {
        self.origin + Point::new(self.scale * f64::from(x), -(self.scale * f64::from(y)))
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.last = self.point(x, y);
        self.curve.move_(self.last);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.last = self.point(x, y);
        self.curve.line(self.last);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, end) = (self.point(x1, y1), self.point(x, y));
        let toward = |from: Point| from + (control - from) * (2.0 / 3.0);
        self.curve.cubic(toward(self.last), toward(end), end);
        self.last = end;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let end = self.point(x, y);
        self.curve.cubic(self.point(x1, y1), self.point(x2, y2), end);
        self.last = end;
    }

    fn close(&mut self) {
        self.curve.close();
    }
}
