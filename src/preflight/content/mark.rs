//! What the interpreter reports.

use std::rc::Rc;

use lopdf::{ObjectId, Stream};

use super::super::colour::ColourSpace;
use super::super::font::Font;
use super::super::geometry::{Matrix, Point, Rect};

/// Something met in the content of a page.
pub enum ContentEvent<'m> {
    /// Something was painted.
    Mark(&'m Mark<'m>),
    /// Text was shown where none of it can be seen.
    Hidden(&'m ShownText),
    /// A transparency group names the space in which it is blended.
    Group(Rc<ColourSpace>),
    /// A part could not be examined, and why.
    Gap(&'static str),
}

/// Something painted.
pub struct Mark<'m> {
    /// What shows of it, in points of the page's user space.
    pub bounds: Rect,
    /// How it is marked.
    pub tagging: &'m Tagging,
    /// Whether its place says nothing: a cell of a pattern or the drawing of a character.
    pub detached: bool,
    /// Whether it covers what is below as it is: no blend mode and no soft mask.
    pub plain: bool,
    /// What it is.
    pub shape: Shape<'m>,
}

/// What a mark is.
pub enum Shape<'m> {
    /// Text.
    Text(ShownText),
    /// A filled or stroked path.
    Path(Path<'m>),
    /// A picture.
    Image(Image<'m>),
    /// A gradient over all that the clip leaves free.
    Shading(Rc<ColourSpace>),
}

/// The marked content that something stands in (ISO 32000, 14.6).
#[derive(Debug, Clone, Default)]
pub struct Tagging {
    /// The page or form and the marked-content identifier of the innermost tagged sequence.
    pub content: Option<(Option<ObjectId>, i64)>,
    /// Whether it is an artifact: page furniture or decoration.
    pub artifact: bool,
    /// Whether it is decoration: an artifact, and not a page number or the like (ISO 32000,
    /// 14.8.2.2.2).
    pub decoration: bool,
    /// Whether its text is given by ActualText.
    pub actual_text: bool,
}

/// A colour that is painted with.
#[derive(Debug, Clone)]
pub struct Paint {
    /// Its space; of a gradient, that of its colours.
    pub space: Rc<ColourSpace>,
    /// Its components; none of a pattern.
    pub values: Vec<f64>,
    /// Its opacity, from 0 to 1.
    pub alpha: f64,
    /// The cell of a tiling pattern.
    pub(super) cell: Option<ObjectId>,
}

/// Text shown by one operator.
pub struct ShownText {
    /// The font.
    pub font: Rc<Font>,
    /// The characters.
    pub codes: Vec<u32>,
    /// The size as it is placed, in points.
    pub size: f64,
    /// What it is filled with, where it is filled.
    pub fill: Option<Paint>,
    /// What it is stroked with, where it is.
    pub stroke: Option<Paint>,
    /// Where its characters are, spaces apart, in the order in which they are shown.
    pub letters: Vec<Letter>,
    /// Whether its line runs along an edge of the page.
    pub upright: bool,
    /// Points in its middle and at its ends.
    pub probes: Vec<Point>,
    /// Whether it is nothing but spaces.
    pub blank: bool,
}

/// A character of a text.
#[derive(Debug, Clone, Copy)]
pub struct Letter {
    /// Its code.
    pub code: u32,
    /// From its line to the height of small letters, whether seen or not.
    pub bounds: Rect,
}

/// How far a letter may reach over an edge before it counts as cut, in ems.
const CUT: f64 = 0.1;

impl ShownText {
    /// How many of its letters an edge cuts or leaves outside.
    pub fn cut_by(&self, edge: &Rect) -> usize {
        let slack = CUT * self.size;
        self.letters.iter().filter(|letter| !edge.contains(&letter.bounds, slack)).count()
    }

    /// The text as far as it is known, shortened for a message.
    pub fn excerpt(&self) -> String {
        let mut text = String::new();
        for part in self.codes.iter().filter_map(|code| self.font.unicode.text(*code)) {
            if text.chars().count() >= 24 {
                return format!(" “{}…”", text.trim());
            }
            text.extend(part.chars().filter(|c| !c.is_control()));
        }
        let text = text.trim();
        if text.is_empty() { String::new() } else { format!(" “{text}”") }
    }

    /// Whether anything of it can be seen.
    pub fn visible(&self) -> bool {
        !self.blank && (self.fill.is_some() || self.stroke.is_some())
    }
}

/// A path.
pub struct Path<'m> {
    /// Its outlines, in points of the page's user space; curves are broken into lines.
    pub outlines: &'m [Vec<Point>],
    /// What it is filled with, where it is filled.
    pub fill: Option<Paint>,
    /// What it is stroked with and how wide, in points, where it is stroked.
    pub stroke: Option<(Paint, f64)>,
}

/// A picture.
pub struct Image<'m> {
    /// Its data.
    pub stream: &'m Stream,
    /// Pixels across and down.
    pub pixels: (i64, i64),
    /// Its colour space; none of a mask.
    pub space: Option<Rc<ColourSpace>>,
    /// What a mask is painted with.
    pub fill: Option<Paint>,
    /// From the unit square to the page.
    pub matrix: Matrix,
}

impl Image<'_> {
    /// Its resolution as placed, in pixels an inch: the lesser of both directions. None when it
    /// has no extent.
    pub fn resolution(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "pixels of pictures are few enough")]
        let (width, height) = (self.pixels.0 as f64, self.pixels.1 as f64);
        let (x, y) = (self.matrix.x_scale() / 72.0, self.matrix.y_scale() / 72.0);
        (x > 0.0 && y > 0.0).then(|| (width / x).min(height / y))
    }
}
