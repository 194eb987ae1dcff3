//! Text that lies on other text, or under an area. Runs are held against each other by boxes that
//! are lower than the letters, so that lines set close are not taken for lines that collide; where
//! two boxes meet, the ink of the glyphs decides.

use ttf_parser::GlyphId;
use typst::layout::{Abs, Em, Point, Rect, Transform};
use typst::text::{Glyph, TextItem};

use super::boxes::{around, shared};
use super::misplaced::{Fault, excerpt};

/// How high the boxes are, in ems: as small letters are.
const HEIGHT: f64 = 0.5;

/// Boxes and glyphs that share less than this in one direction do not collide, in ems.
const TOUCH: f64 = 0.08;

/// The share of the smaller glyph's box that lies in the other's.
const SHARE: f64 = 0.25;

/// The share of a run's height, and of an em, that an area hides.
const HIDDEN: f64 = 0.5;

/// Type so many times larger than other type is a pattern behind it, not text it collides with.
const LARGER: f64 = 4.0;

/// The same text twice, no further apart than this in points, is one: fattened, or with a shadow.
const TWICE: f64 = 1.5;

/// A run of text on the page.
pub struct TextRun<'f> {
    /// The run.
    pub item: &'f TextItem,
    /// From its own space, whose origin is where its baseline begins, to the page.
    pub transform: Transform,
    /// Where its small letters are.
    pub bounds: Rect,
    /// The size of its type as it is placed, in points.
    pub size: f64,
    /// When it is painted.
    pub order: usize,
}

/// An area that hides what was painted before it.
pub struct Area {
    /// Where it is.
    pub bounds: Rect,
    /// When it is painted.
    pub order: usize,
}

impl<'f> TextRun<'f> {
    /// A run that shows something, and has an extent: marks alone have none.
    pub fn new(item: &'f TextItem, transform: Transform, order: usize) -> Option<Self> {
        let (mut cursor, mut start, mut end) = (Em::zero(), None, Em::zero());
        for glyph in &item.glyphs {
            let next = cursor + glyph.x_advance;
            if next > cursor && !is_blank(item, glyph) {
                start.get_or_insert(cursor);
                end = next;
            }
            cursor = next;
        }
        let (start, end) = (start?.at(item.size), end.at(item.size));
        let letters =
            Rect::new(Point::new(start, -HEIGHT * item.size), Point::new(end, Abs::zero()));
        let stretch = transform.kx.get().hypot(transform.sy.get());
        let size = item.size.to_pt() * stretch;
        Some(Self { item, transform, bounds: around(letters, transform), size, order })
    }

    /// The glyphs that leave ink and move the pen, with their boxes on the page. Marks are part of
    /// the letter they stand on.
    pub fn glyphs(&self) -> impl Iterator<Item = (usize, Rect)> {
        let item = self.item;
        let mut cursor = Em::zero();
        item.glyphs.iter().enumerate().filter_map(move |(index, glyph)| {
            let at = cursor + glyph.x_offset;
            cursor += glyph.x_advance;
            if glyph.x_advance <= Em::zero() || is_blank(item, glyph) {
                return None;
            }
            let ink = item.font.ttf().glyph_bounding_box(GlyphId(glyph.id))?;
            let corner = |x, y| {
                let x = at + item.font.to_em(x);
                let y = glyph.y_offset + item.font.to_em(y);
                Point::new(x.at(item.size), -y.at(item.size))
            };
            let own = Rect::new(corner(ink.x_min, ink.y_max), corner(ink.x_max, ink.y_min));
            Some((index, around(own, self.transform)))
        })
    }

    /// Whether its lines run along the edges of the page, so that its box is no larger than it is.
    fn is_upright(&self) -> bool {
        let t = self.transform;
        let zero = |ratio: typst::layout::Ratio| ratio.get().abs() < 1e-6;
        (zero(t.kx) && zero(t.ky)) || (zero(t.sx) && zero(t.sy))
    }
}

fn is_blank(item: &TextItem, glyph: &Glyph) -> bool {
    item.text[glyph.range()].chars().all(char::is_whitespace)
}

/// The runs that something lies on.
pub fn find<'r, 'f>(runs: &'r [TextRun<'f>], areas: &[Area]) -> Vec<(&'r TextRun<'f>, Fault)> {
    let mut sorted: Vec<&TextRun<'f>> = runs.iter().filter(|run| run.is_upright()).collect();
    sorted.sort_by_key(|run| (run.bounds.min.y, run.order));
    let mut found = Vec::new();
    // From the head of the page to its foot; open are those that reach down to where it is.
    let mut open: Vec<(&TextRun<'f>, Edges)> = Vec::new();
    for run in sorted {
        let edges = Edges::of(run.bounds);
        open.retain(|(_, other)| other.bottom > edges.top);
        for (above, _) in open.iter().filter(|(_, other)| edges.share_a_column(other)) {
            let smaller = above.size.min(run.size);
            if meet(above.bounds, run.bounds, smaller)
                && above.size.max(run.size) < LARGER * smaller
                && !is_twice(above, run)
                && collide(above, run, smaller)
            {
                let (first, second) =
                    if above.order < run.order { (*above, run) } else { (run, *above) };
                found.push((first, Fault::OnText(excerpt(second.item))));
            }
        }
        open.push((run, edges));
    }
    for area in areas {
        for run in runs.iter().filter(|run| run.order < area.order) {
            let size = shared(run.bounds, area.bounds).size();
            let least = HIDDEN * run.size;
            if size.x.to_pt() > least && size.y.to_pt() > HIDDEN * least {
                found.push((run, Fault::Covered));
            }
        }
    }
    found.sort_by_key(|(run, _)| run.order);
    found
}

/// The edges of a box, in points: numbers compare faster than lengths.
struct Edges {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Edges {
    fn of(Rect { min, max }: Rect) -> Self {
        let [left, right] = [min.x, max.x].map(Abs::to_pt);
        let [top, bottom] = [min.y, max.y].map(Abs::to_pt);
        Self { left, right, top, bottom }
    }

    /// Whether something can stand above or below both.
    fn share_a_column(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right
    }
}

/// Whether two boxes share more than a touch.
fn meet(a: Rect, b: Rect, size: f64) -> bool {
    let both = shared(a, b).size();
    both.x.to_pt() > TOUCH * size && both.y.to_pt() > TOUCH * size
}

fn is_twice(a: &TextRun<'_>, b: &TextRun<'_>) -> bool {
    let apart = a.bounds.min - b.bounds.min;
    a.item.text == b.item.text && apart.hypot() < Abs::pt(TWICE)
}

/// Whether a glyph of one lies on a glyph of the other. Where one run follows the other, the last
/// glyph may reach over the first: letters are kerned, and bars and accents are set so.
fn collide(a: &TextRun<'_>, b: &TextRun<'_>, size: f64) -> bool {
    let (first, second) = if a.order < b.order { (a, b) } else { (b, a) };
    let follows = second.order == first.order + 1;
    let last = first.item.glyphs.len().saturating_sub(1);
    let under: Vec<(usize, Rect)> =
        first.glyphs().filter(|(_, ink)| meet(*ink, second.bounds, 0.0)).collect();
    second.glyphs().any(|(there, ink)| {
        under.iter().any(|(here, other)| {
            let seam = follows && *here == last && there == 0;
            !seam && meet(*other, ink, size) && share(*other, ink) > SHARE
        })
    })
}

/// What part of the smaller box lies in the other.
fn share(a: Rect, b: Rect) -> f64 {
    let area = |r: Rect| r.size().x.to_pt() * r.size().y.to_pt();
    area(shared(a, b)) / area(a).min(area(b)).max(f64::EPSILON)
}
