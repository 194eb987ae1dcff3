//! Upright rectangles on a page.

use typst::layout::{Point, Rect, Transform};

/// The upright rectangle around a transformed one.
pub(super) fn around(rect: Rect, transform: Transform) -> Rect {
    let corners = [
        rect.min,
        Point::new(rect.max.x, rect.min.y),
        rect.max,
        Point::new(rect.min.x, rect.max.y),
    ];
    let [first, rest @ ..] = corners.map(|corner| corner.transform(transform));
    let wider = |r: Rect, p: Point| Rect::new(r.min.min(p), r.max.max(p));
    rest.into_iter().fold(Rect::new(first, first), wider)
}

/// What both share; without extent where they do not meet.
pub(super) fn shared(a: Rect, b: Rect) -> Rect {
    let min = a.min.max(b.min);
    Rect::new(min, a.max.min(b.max).max(min))
}
