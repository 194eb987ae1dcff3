//! How much the last page of the text holds, where a template says where that ends.

use typst::foundations::{Label, Selector};
use typst::introspection::Introspector;
use typst::utils::PicoStr;
use typst_layout::{Page, PagedIntrospector};

use super::places::Margins;

/// The label a template sets where its text ends; of several the first counts.
const END: &str = "text-end";

/// The share of the text area of that page that is used: none where all stands on one page, and
/// where a template does not say where its text ends or what margins it keeps free.
pub fn last_page(introspector: &PagedIntrospector, pages: &[Page]) -> Option<f64> {
    let label = Label::new(PicoStr::intern(END))?;
    let end = introspector.query(&Selector::Label(label)).first()?.location()?;
    let end = introspector.position(end)?;
    let number = end.page.get();
    if number < 2 {
        return None;
    }
    let page = pages.get(number - 1)?;
    let area = Margins::of(introspector).area(number, page.frame.size())?;
    Some((end.point.y - area.min.y) / area.size().y)
}
