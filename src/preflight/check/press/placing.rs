//! What lies where: to the edge of the bleed or away from the trimmed edge, and not too fine.

use super::super::super::code::Check;
use super::super::super::content::{Mark, Paint, Shape};
use super::super::super::finding::{Findings, Found, Settings};
use super::super::super::geometry::{MM, Point, Rect};
use super::super::super::page::Page;

/// What ends within this of an edge ends at it, in points.
const SLACK: f64 = 0.25;

/// The thinnest line a press holds, in points.
const HAIRLINE: f64 = 0.25;

/// The smallest type, in points.
const SMALL_TYPE: f64 = 6.0;

/// Lines up to this wide may be crop marks, in points.
const MARK: f64 = 2.0;

/// Looks at where a mark lies and how fine it is.
pub fn check(page: &Page<'_>, mark: &Mark<'_>, settings: &Settings, findings: &mut Findings) {
    if mark.detached {
        return;
    }
    let trim = page.finished();
    let sheet = page.bleed.unwrap_or(trim);
    let on_page = mark.bounds.intersection(trim).is_some();
    let mut add = |found: Found| {
        let corner = page.place(mark.bounds.x0, mark.bounds.y0);
        findings.add(found.page(page.number).at(corner));
    };
    match &mark.shape {
        Shape::Text(text) if text.visible() && on_page => {
            let excerpt = text.excerpt();
            if text.size < SMALL_TYPE - 0.01 && !text.font.type3 {
                let message = format!("text{excerpt} is {:.1} pt high", text.size);
                add(Found::new(Check::SmallType, message).weight(SMALL_TYPE - text.size));
            }
            let near = nearness(&mark.bounds, &trim);
            let safe = settings.safe * MM;
            // Ascents are estimates: a point either way is no finding. What the edge cuts is a worse
            // one.
            if near < safe - 1.0 && text.cut_by(&trim) == 0 {
                let edge = if near < 0.0 {
                    format!("text{excerpt} runs over the trimmed edge")
                } else {
                    let (near, safe) = (near / MM, settings.safe);
                    format!(
                        "text{excerpt} is {near:.1} mm from the trimmed edge, less than {safe} mm"
                    )
                };
                add(Found::new(Check::SafeArea, edge).weight(safe - near));
            }
        }
        Shape::Text(_) => {}
        Shape::Path(path) => {
            if on_page {
                if let Some((_, width)) =
                    path.stroke.as_ref().filter(|(p, w)| shows(p) && *w < HAIRLINE - 0.001)
                {
                    let message = format!("a line is {width:.2} pt wide");
                    add(Found::new(Check::Hairline, message).weight(HAIRLINE - width));
                }
                let thin = path
                    .fill
                    .as_ref()
                    .filter(|paint| shows(paint))
                    .and_then(|_| thinnest(path.outlines, HAIRLINE));
                if let Some(width) = thin {
                    let message = format!("an area is {width:.2} pt wide");
                    add(Found::new(Check::Hairline, message)
                        .weight(HAIRLINE - width)
                        .group("area"));
                }
            }
            let fill = path.fill.as_ref();
            let stroke = path.stroke.as_ref().map(|(paint, _)| paint);
            if [fill, stroke].into_iter().flatten().any(shows) {
                edges(page, mark, &trim, &sheet, "an area or line", &mut add);
            }
        }
        Shape::Image(image) => {
            if image.fill.as_ref().is_none_or(shows) {
                edges(page, mark, &trim, &sheet, "a picture", &mut add);
            }
        }
        Shape::Shading(_) => edges(page, mark, &trim, &sheet, "a gradient", &mut add),
    }
}

/// Whether a colour leaves ink on the paper.
fn shows(paint: &Paint) -> bool {
    let white = match paint.space.total_ink(&paint.values) {
        Some(ink) => ink < 0.5,
        None => paint.space.rgb(&paint.values).is_some_and(|rgb| rgb.iter().all(|c| *c > 0.999)),
    };
    paint.alpha > 0.0 && !white
}

/// How far inside the finished page something lies, in points; negative when it runs over the edge.
fn nearness(bounds: &Rect, trim: &Rect) -> f64 {
    let sides =
        [bounds.x0 - trim.x0, trim.x1 - bounds.x1, bounds.y0 - trim.y0, trim.y1 - bounds.y1];
    sides.into_iter().fold(f64::INFINITY, f64::min)
}

/// The width of the thinnest box among outlines, where it is thinner than a line may be.
pub fn thinnest(outlines: &[Vec<Point>], least: f64) -> Option<f64> {
    let boxes = outlines.iter().filter(|outline| (4..=5).contains(&outline.len()));
    let widths = boxes.filter_map(|outline| {
        let r = Rect::around(outline.iter().copied())?;
        let (thin, long) = (r.width().min(r.height()), r.width().max(r.height()));
        (thin < least - 0.001 && long > 1.0).then_some(thin)
    });
    widths.min_by(f64::total_cmp)
}

/// What reaches an edge must bleed, and what bleeds must end.
fn edges(
    page: &Page<'_>,
    mark: &Mark<'_>,
    trim: &Rect,
    sheet: &Rect,
    what: &str,
    add: &mut impl FnMut(Found),
) {
    if page.bleed.is_none() {
        return;
    }
    let b = &mark.bounds;
    if b.overlaps(trim, SLACK) {
        // Outwards is positive on every side.
        let sides = [
            ("left", trim.x0 - b.x0, b.x0 - sheet.x0),
            ("right", b.x1 - trim.x1, sheet.x1 - b.x1),
            ("bottom", trim.y0 - b.y0, b.y0 - sheet.y0),
            ("top", b.y1 - trim.y1, sheet.y1 - b.y1),
        ];
        for (side, beyond_trim, missing) in sides {
            if beyond_trim > -SLACK && missing > SLACK {
                let missing = missing / MM;
                let message =
                    format!("{what} stops {missing:.1} mm short of the bleed at the {side}");
                add(Found::new(Check::StopsShort, message).weight(missing));
            }
        }
        // Whatever covers the whole sheet is a background; it is cut off with the sheet.
        let over = sides.iter().map(|(.., missing)| -missing).fold(0.0, f64::max);
        if over > 1.0 {
            let message = format!("{what} runs {:.1} mm beyond the bleed", over / MM);
            add(Found::new(Check::BeyondBleed, message).weight(over));
        }
    } else if b.overlaps(sheet, SLACK) {
        let line = match &mark.shape {
            Shape::Path(path) => path.stroke.is_some() || b.width().min(b.height()) <= MARK,
            _ => false,
        };
        let leaves = !sheet.contains(b, SLACK);
        if line || leaves {
            add(Found::new(Check::MarkInBleed, "a mark stands in the bleed"));
        }
    }
}
