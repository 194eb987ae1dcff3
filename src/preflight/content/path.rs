//! Paths under construction (ISO 32000, 8.5.2).

use super::super::geometry::{Matrix, Point, Rect};

/// Points beyond this many widen the bounds and are otherwise forgotten.
const MAX_POINTS: usize = 50_000;

/// A path. Its points are already where they are on the page.
#[derive(Default)]
pub struct PathBuilder {
    outlines: Vec<Vec<Point>>,
    bounds: Option<Rect>,
    points: usize,
    current: Option<Point>,
}

impl PathBuilder {
    /// `m`.
    pub fn move_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.outlines.push(Vec::new());
        self.current = Some(Point { x, y });
        self.push(ctm.apply(Point { x, y }));
    }

    /// `l`.
    pub fn line_to(&mut self, ctm: &Matrix, x: f64, y: f64) {
        self.current = Some(Point { x, y });
        self.push(ctm.apply(Point { x, y }));
    }

    /// `c`: a few points of the curve stand for it.
    pub fn curve_to(&mut self, ctm: &Matrix, one: Option<Point>, two: Point, end: Point) {
        let start = self.current.unwrap_or(end);
        let one = one.unwrap_or(start);
        for t in [0.25, 0.5, 0.75, 1.0] {
            let s: f64 = 1.0 - t;
            let mix = |p0: f64, p1: f64, p2: f64, p3: f64| {
                s.powi(3) * p0 + 3.0 * s * s * t * p1 + 3.0 * s * t * t * p2 + t.powi(3) * p3
            };
            let (x, y) = (mix(start.x, one.x, two.x, end.x), mix(start.y, one.y, two.y, end.y));
            self.push(ctm.apply(Point { x, y }));
        }
        self.current = Some(end);
    }

    /// `re`.
    pub fn rectangle(&mut self, ctm: &Matrix, x: f64, y: f64, width: f64, height: f64) {
        self.move_to(ctm, x, y);
        self.line_to(ctm, x + width, y);
        self.line_to(ctm, x + width, y + height);
        self.line_to(ctm, x, y + height);
        self.close();
    }

    /// `h`.
    pub fn close(&mut self) {
        let first = self.outlines.last().and_then(|outline| outline.first().copied());
        if let Some(first) = first {
            self.push(first);
        }
    }

    fn push(&mut self, p: Point) {
        if !(p.x.is_finite() && p.y.is_finite()) {
            return;
        }
        let one = Rect::new(p, p);
        self.bounds = Some(self.bounds.map_or(one, |all| all.union(one)));
        self.points += 1;
        if self.points <= MAX_POINTS {
            match self.outlines.last_mut() {
                Some(outline) => outline.push(p),
                None => self.outlines.push(vec![p]),
            }
        }
    }

    /// The smallest rectangle around all points.
    pub fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// The outlines.
    pub fn outlines(&self) -> &[Vec<Point>] {
        &self.outlines
    }
}
