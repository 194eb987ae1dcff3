//! How much the last page of the text holds, where a template says where that ends.

use typst::foundations::{Label, Selector};
use typst::introspection::Introspector;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::utils::PicoStr;
use typst_layout::{Page, PagedIntrospector};

use super::places::Margins;

/// The label a template sets where its text ends; of several the first counts.
const END: &str = "text-end";

/// How a text ends that takes more than a page, as shares of a text area.
#[derive(Debug, Clone, Copy)]
pub struct TextEnding {
    /// How much of its last page it takes.
    pub holds: f64,
    /// How much is left of the page before: what the last one holds may have been too high for it, and kept
    /// whole.
    pub left: f64,
}

/// How the text ends: not where all stands on one page, and where a template does not say where its text
/// ends or what margins it keeps free.
pub fn ending(introspector: &PagedIntrospector, pages: &[Page]) -> Option<TextEnding> {
    let label = Label::new(PicoStr::intern(END))?;
    let end = introspector.query(&Selector::Label(label)).first()?.location()?;
    let end = introspector.position(end)?;
    let number = end.page.get();
    let margins = Margins::of(introspector);
    let area = |number: usize| margins.area(number, pages.get(number - 1)?.frame.size());
    let before = number.checked_sub(1).filter(|&before| before > 0)?;
    let (last, other) = (area(number)?, area(before)?);
    let mut lowest = other.min.y;
    sink(&pages.get(before - 1)?.frame, Transform::identity(), other, &mut lowest);
    Some(TextEnding {
        holds: (end.point.y - last.min.y) / last.size().y,
        left: (other.max.y - lowest) / other.size().y,
    })
}

/// Lowers a height to that of the lowest line of text within an area.
fn sink(frame: &Frame, transform: Transform, area: Rect, lowest: &mut Abs) {
    for (position, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                sink(&group.frame, here.pre_concat(group.transform), area, lowest);
            }
            FrameItem::Text(_) => {
                let line = Point::zero().transform(here).y;
                if line <= area.max.y {
                    *lowest = line.max(*lowest);
                }
            }
            _ => {}
        }
    }
}
