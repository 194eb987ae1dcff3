//! Contrast of text with what is behind it (WCAG 2.2, 1.4.3).

use super::super::super::code::Check;
use super::super::super::colour::contrast;
use super::super::super::content::{Mark, Shape};
use super::super::super::finding::{Findings, Found};
use super::super::super::geometry::{Point, Rect};
use super::super::super::page::Page;

/// What text needs.
const NORMAL: f64 = 4.5;

/// What large type needs.
const LARGE: f64 = 3.0;

/// Type of this size is large, in points; bold type of the second size too.
const LARGE_SIZE: (f64, f64) = (18.0, 14.0);

/// No more areas of a page than this are remembered.
const MAX_AREAS: usize = 20_000;

/// Comparisons of a point with an area that a whole file may take.
const MAX_WORK: usize = 300_000_000;

/// Areas of a page painted so far.
pub struct Contrast {
    page: usize,
    areas: Vec<PaintedArea>,
    /// Points of their outlines.
    points: usize,
    work: usize,
}

impl Default for Contrast {
    fn default() -> Self {
        Self { page: 0, areas: Vec::new(), points: 0, work: MAX_WORK }
    }
}

struct PaintedArea {
    bounds: Rect,
    /// The outline, where it is not just its bounds.
    outlines: Vec<Vec<Point>>,
    /// The colour and its opacity; none where it is not known.
    colour: Option<([f64; 3], f64)>,
}

impl Contrast {
    /// Notes areas; compares text with those below it.
    pub fn hear(&mut self, page: &Page<'_>, mark: &Mark<'_>, findings: &mut Findings) {
        if self.page != page.number {
            self.page = page.number;
            self.areas.clear();
            self.points = 0;
        }
        if mark.detached {
            return;
        }
        match &mark.shape {
            // Text that is decoration needs no contrast; page numbers do.
            Shape::Text(text) if text.visible() && !mark.tagging.decoration => {
                let Some(fill) = text.fill.as_ref().filter(|_| mark.plain) else { return };
                let Some(colour) = fill.space.rgb(&fill.values) else { return };
                let Some(left) = self.work.checked_sub(self.points * text.probes.len()) else {
                    let message = "the page has too many areas to compare all text with them";
                    findings.add(Found::new(Check::Unexamined, message).page(page.number));
                    return;
                };
                self.work = left;
                let bold = text.font.bold && text.size >= LARGE_SIZE.1;
                let need = if bold || text.size >= LARGE_SIZE.0 { LARGE } else { NORMAL };
                let ratios = text.probes.iter().filter_map(|probe| {
                    let below = self.below(*probe)?;
                    Some(contrast(mixed(below, colour, fill.alpha), below))
                });
                if let Some(least) = ratios.min_by(f64::total_cmp).filter(|r| *r < need - 0.005) {
                    let message = format!(
                        "text{} has a contrast of {least:.1} : 1, less than {need} : 1",
                        text.excerpt()
                    );
                    let found = Found::new(Check::Contrast, message).page(page.number);
                    let corner = page.place(mark.bounds.x0, mark.bounds.y0);
                    findings.add(found.at(corner).weight(need - least));
                }
            }
            Shape::Text(_) => {}
            Shape::Path(path) => {
                if let Some(fill) = &path.fill {
                    let colour = fill.space.rgb(&fill.values).filter(|_| mark.plain);
                    let outlines =
                        if is_box(path.outlines) { Vec::new() } else { path.outlines.to_vec() };
                    self.add(mark, outlines, colour.map(|colour| (colour, fill.alpha)));
                }
            }
            Shape::Image(_) | Shape::Shading(_) => self.add(mark, Vec::new(), None),
        }
    }

    fn add(&mut self, mark: &Mark<'_>, outlines: Vec<Vec<Point>>, colour: Option<([f64; 3], f64)>) {
        let points = outlines.iter().map(Vec::len).sum::<usize>();
        if self.areas.len() < MAX_AREAS && points < 2_000 {
            self.points += 1 + points;
            self.areas.push(PaintedArea { bounds: mark.bounds, outlines, colour });
        }
    }

    /// The colour at a point, on white paper; none where something unknown is painted.
    fn below(&self, p: Point) -> Option<[f64; 3]> {
        let mut seen = Some([1.0; 3]);
        for area in self.areas.iter().filter(|area| area.holds(p)) {
            seen = match (seen, area.colour) {
                (_, Some((colour, alpha))) if alpha >= 1.0 => Some(colour),
                (Some(below), Some((colour, alpha))) => Some(mixed(below, colour, alpha)),
                _ => None,
            };
        }
        seen
    }
}

impl PaintedArea {
    fn holds(&self, p: Point) -> bool {
        self.bounds.holds(p) && (self.outlines.is_empty() || inside(&self.outlines, p))
    }
}

/// Whether outlines are one upright box.
fn is_box(outlines: &[Vec<Point>]) -> bool {
    let [outline] = outlines else { return false };
    (4..=5).contains(&outline.len())
        && outline.windows(2).all(|pair| {
            (pair[0].x - pair[1].x).abs() < 1e-6 || (pair[0].y - pair[1].y).abs() < 1e-6
        })
}

/// Whether a point is inside outlines, by the nonzero winding number rule.
fn inside(outlines: &[Vec<Point>], p: Point) -> bool {
    let mut winding = 0;
    for outline in outlines {
        let next = outline.iter().skip(1).chain(outline.first());
        for (a, b) in outline.iter().zip(next) {
            let side = (b.x - a.x) * (p.y - a.y) - (p.x - a.x) * (b.y - a.y);
            if a.y <= p.y && b.y > p.y && side > 0.0 {
                winding += 1;
            } else if a.y > p.y && b.y <= p.y && side < 0.0 {
                winding -= 1;
            }
        }
    }
    winding != 0
}

fn mixed(below: [f64; 3], above: [f64; 3], alpha: f64) -> [f64; 3] {
    [0, 1, 2].map(|part| below[part] + (above[part] - below[part]) * alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_found_inside_outlines() {
        let p = |x, y| Point { x, y };
        let triangle = vec![vec![p(0.0, 0.0), p(10.0, 0.0), p(0.0, 10.0)]];
        assert!(inside(&triangle, p(2.0, 2.0)));
        assert!(!inside(&triangle, p(8.0, 8.0)));
        assert!(!is_box(&triangle));
        assert!(is_box(&[vec![p(0.0, 0.0), p(1.0, 0.0), p(1.0, 1.0), p(0.0, 1.0)]]));
    }
}
