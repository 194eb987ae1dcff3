//! Points, rectangles and matrices in PDF user space. Lengths are in points of 1/72 inch.

/// Points in a millimetre.
pub const MM: f64 = 72.0 / 25.4;

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

/// A rectangle whose first corner is the lower left one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left.
    pub x0: f64,
    /// Bottom.
    pub y0: f64,
    /// Right.
    pub x1: f64,
    /// Top.
    pub y1: f64,
}

impl Rect {
    /// A rectangle from any two opposite corners.
    pub fn new(a: Point, b: Point) -> Self {
        Self { x0: a.x.min(b.x), y0: a.y.min(b.y), x1: a.x.max(b.x), y1: a.y.max(b.y) }
    }

    /// The smallest rectangle around points; nothing around none.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().fold(None, |all, p| {
            let one = Rect::new(p, p);
            Some(all.map_or(one, |all: Rect| all.union(one)))
        })
    }

    /// The width.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// The height.
    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// The smallest rectangle around both.
    pub fn union(self, other: Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What both share; nothing where they do not meet.
    pub fn intersection(self, other: Rect) -> Option<Rect> {
        let both = Rect {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (both.x0 <= both.x1 && both.y0 <= both.y1).then_some(both)
    }

    /// Whether the two share more than `slack` points in both directions.
    pub fn overlaps(&self, other: &Rect, slack: f64) -> bool {
        self.x0 + slack < other.x1
            && other.x0 + slack < self.x1
            && self.y0 + slack < other.y1
            && other.y0 + slack < self.y1
    }

    /// Whether `other` lies inside, give or take `slack` points.
    pub fn contains(&self, other: &Rect, slack: f64) -> bool {
        other.x0 >= self.x0 - slack
            && other.y0 >= self.y0 - slack
            && other.x1 <= self.x1 + slack
            && other.y1 <= self.y1 + slack
    }

    /// Whether a point lies inside.
    pub fn holds(&self, p: Point) -> bool {
        p.x >= self.x0 && p.x <= self.x1 && p.y >= self.y0 && p.y <= self.y1
    }

    /// The rectangle smaller by `by` points on every side; larger when `by` is negative.
    pub fn inset(self, by: f64) -> Rect {
        Rect { x0: self.x0 + by, y0: self.y0 + by, x1: self.x1 - by, y1: self.y1 - by }
    }
}

/// A transformation: `[a b c d e f]` of ISO 32000, 8.3.3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A move.
    pub fn translate(x: f64, y: f64) -> Self {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `next`.
    pub fn then(&self, next: &Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, next.0);
        Matrix([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// Where a point goes.
    pub fn apply(&self, p: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point { x: a * p.x + c * p.y + e, y: b * p.x + d * p.y + f }
    }

    /// How much longer a step to the right becomes.
    pub fn x_scale(&self) -> f64 {
        self.0[0].hypot(self.0[1])
    }

    /// How much longer a step upwards becomes.
    pub fn y_scale(&self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// How much wider a line becomes: the square root of the change of area.
    pub fn mean_scale(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }

    /// Whether upright rectangles stay upright.
    pub fn is_upright(&self) -> bool {
        let [a, b, c, d, ..] = self.0;
        let none = |one: f64, other: f64| one.abs() < 1e-6 && other.abs() < 1e-6;
        none(b, c) || none(a, d)
    }

    /// The smallest upright rectangle around a transformed one.
    pub fn apply_rect(&self, r: Rect) -> Rect {
        let corners = [(r.x0, r.y0), (r.x1, r.y0), (r.x0, r.y1), (r.x1, r.y1)];
        Rect::around(corners.map(|(x, y)| self.apply(Point { x, y }))).unwrap_or(r)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_are_applied_in_the_order_they_are_written() {
        let scale = Matrix([2.0, 0.0, 0.0, 3.0, 0.0, 0.0]);
        let both = scale.then(&Matrix::translate(10.0, 20.0));
        assert_eq!(both.apply(Point { x: 1.0, y: 1.0 }), Point { x: 12.0, y: 23.0 });
        assert_eq!((both.x_scale(), both.y_scale()), (2.0, 3.0));
        let turned = Matrix([0.0, 2.0, -2.0, 0.0, 0.0, 0.0]);
        assert_eq!((turned.x_scale(), turned.mean_scale()), (2.0, 2.0));
    }

    #[test]
    fn rectangles_know_what_they_share() {
        let rect = |x0, y0, x1, y1| Rect { x0, y0, x1, y1 };
        let a = rect(0.0, 0.0, 10.0, 10.0);
        assert_eq!(a.intersection(rect(5.0, 5.0, 20.0, 6.0)), Some(rect(5.0, 5.0, 10.0, 6.0)));
        assert_eq!(a.intersection(rect(11.0, 0.0, 12.0, 1.0)), None);
        assert!(a.contains(&rect(-0.1, 0.0, 10.0, 10.0), 0.2));
        assert!(!a.overlaps(&rect(10.0, 0.0, 20.0, 10.0), 0.01));
        assert_eq!(a.inset(1.0), rect(1.0, 1.0, 9.0, 9.0));
    }
}
