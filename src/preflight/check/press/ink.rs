//! Colour on the plates: only inks, not too much of them, and black type in black alone.

use super::super::super::code::Check;
use super::super::super::colour::{ColourSpace, TRACE};
use super::super::super::content::{Mark, Paint, Shape};
use super::super::super::finding::{Findings, Found, Settings};
use super::super::super::page::Page;
use super::placing::thinnest;

/// Text with at least this much black is black text.
const BLACK: f64 = 0.8;

/// Text with at least this much of cyan, magenta and yellow each is meant to be black.
const HEAVY: f64 = 0.6;

/// Letters smaller than this, and lines thinner, are to be of one ink, in points: several never lie
/// exactly on each other.
const FINE_LETTERS: f64 = 10.0;
const FINE_LINES: f64 = 0.5;

/// Looks at the colours of a mark.
pub fn check(page: &Page<'_>, mark: &Mark<'_>, settings: &Settings, findings: &mut Findings) {
    let mut ink = InkCheck { page, mark, settings, findings };
    match &mark.shape {
        Shape::Text(text) if text.visible() => {
            let excerpt = text.excerpt();
            for paint in [&text.fill, &text.stroke].into_iter().flatten() {
                ink.space(&paint.space, "text", &format!("text{excerpt} is"));
                if !ink.rich_black(paint, &excerpt) && text.size < FINE_LETTERS - 0.01 {
                    let size = text.size;
                    ink.fine(paint, "text", &format!("text{excerpt} is {size:.1} pt high"));
                }
                ink.total(paint, "text");
            }
        }
        Shape::Text(_) => {}
        Shape::Path(path) => {
            let stroke = path.stroke.as_ref().map(|(paint, _)| paint);
            for (paint, what) in [(path.fill.as_ref(), "area"), (stroke, "line")] {
                let Some(paint) = paint else { continue };
                ink.space(
                    &paint.space,
                    what,
                    if what == "area" { "an area is" } else { "a line is" },
                );
                ink.total(paint, what);
            }
            if let Some((paint, width)) = &path.stroke
                && *width < FINE_LINES - 0.001
            {
                ink.fine(paint, "line", &format!("a line is {width:.2} pt wide"));
            }
            if let Some(paint) = &path.fill
                && let Some(width) = thinnest(path.outlines, FINE_LINES)
            {
                ink.fine(paint, "area", &format!("an area is {width:.2} pt wide"));
            }
        }
        Shape::Image(image) => {
            if let Some(space) = &image.space {
                ink.space(space, "picture", "a picture is");
            }
            if let Some(paint) = &image.fill {
                ink.space(&paint.space, "area", "a picture of one colour is");
                ink.total(paint, "area");
            }
        }
        Shape::Shading(space) => ink.space(space, "area", "a gradient is"),
    }
}

/// A transparency group must blend inks.
pub fn group(page: &Page<'_>, space: &ColourSpace, findings: &mut Findings) {
    if let Some((_, name)) = space.flaw() {
        let message = format!("transparency is blended in {name}");
        findings.add(Found::new(Check::BlendSpace, message).page(page.number));
    }
}

struct InkCheck<'c, 'a> {
    page: &'c Page<'a>,
    mark: &'c Mark<'c>,
    settings: &'c Settings,
    findings: &'c mut Findings,
}

impl InkCheck<'_, '_> {
    fn add(&mut self, found: Found) {
        let found = found.page(self.page.number);
        let corner = self.page.place(self.mark.bounds.x0, self.mark.bounds.y0);
        self.findings.add(if self.mark.detached { found } else { found.at(corner) });
    }

    fn space(&mut self, space: &ColourSpace, group: &str, subject: &str) {
        if let Some((code, name)) = space.flaw() {
            let spot = match space {
                ColourSpace::Inks { names, .. } => {
                    format!(", behind the ink {}", names.first().map_or("", String::as_str))
                }
                ColourSpace::Indexed { .. } => ", as a table of colours".to_string(),
                _ => String::new(),
            };
            self.add(Found::new(code, format!("{subject} in {name}{spot}")).group(group));
        }
    }

    /// Whether text is black of several inks.
    fn rich_black(&mut self, paint: &Paint, excerpt: &str) -> bool {
        let Some(inks @ [c, m, y, k]) = paint.space.cmyk(&paint.values) else { return false };
        let others = c.max(m).max(y);
        let black = k >= BLACK && others > TRACE;
        let found = black || c.min(m).min(y) >= HEAVY;
        if found {
            let percent = inks.map(|ink| format!("{:.0}", ink * 100.0)).join(", ");
            let message = format!("text{excerpt} is black made of several inks ({percent} % CMYK)");
            self.add(Found::new(Check::RichBlack, message));
        }
        found
    }

    /// What is fine on the finished page and not of one ink.
    fn fine(&mut self, paint: &Paint, group: &str, subject: &str) {
        let on_page = self.mark.bounds.intersection(self.page.finished()).is_some();
        let inks = paint.space.inks(&paint.values).unwrap_or(0);
        if !self.mark.detached && on_page && paint.alpha > 0.0 && inks > 1 {
            let message = format!("{subject} and of {inks} inks");
            self.add(Found::new(Check::FineColour, message).group(group));
        }
    }

    fn total(&mut self, paint: &Paint, group: &str) {
        // Crop marks are printed in all inks, and cut off.
        let sheet = self.page.bleed.unwrap_or(self.page.finished());
        if !self.mark.detached && self.mark.bounds.intersection(sheet).is_none() {
            return;
        }
        let limit = self.settings.total_ink;
        let total = paint.space.total_ink(&paint.values).unwrap_or(0.0);
        if total > limit + 0.5 {
            let message = format!("{total:.0} % of ink in {group}, more than {limit:.0} %");
            self.add(Found::new(Check::TotalInk, message).weight(total).group(group));
        }
    }
}
