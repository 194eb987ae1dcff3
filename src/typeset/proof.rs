//! A proof for translators: pages on wider sheets, with notes beside them. The pages are set as they
//! are and then put on sheets that are a document of their own, so that no note moves anything.

use serde_json::{Value, json};
use typst::diag::Warned;
use typst::ecow::EcoVec;
use typst::foundations::Label;
use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem, GroupItem, Point, Transform};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use super::meanings::Meanings;
use super::pages::Pages;
use super::problem::TypesetError;
use super::reading;
use super::world::Typesetter;

/// The label of the place on a sheet where its page goes.
const PAGE: &str = "proof-page";

impl Typesetter {
    /// Puts pages on sheets with the keys of their strings beside them. `data` is what the pages were
    /// made from, `sheet` what is to be said of them: `name` and `what` they are, `original`, and
    /// `strings`.
    pub fn proof(
        &mut self,
        mut pages: Pages,
        data: &Value,
        mut sheet: Value,
    ) -> Result<Pages, TypesetError> {
        let sizes = pages.document.pages().iter().map(|page| page.frame.size());
        let sizes: Vec<Value> = sizes
            .map(|size| json!({ "width": size.x.to_pt(), "height": size.y.to_pt() }))
            .collect();
        sheet["pages"] = sizes.into();
        sheet["notes"] = json!(pages.keys);
        sheet["fonts"] = data["brand"]["display_fonts"].clone();
        sheet["text-fonts"] = data["brand"]["text_fonts"].clone();
        sheet["accent"] = data["brand"]["accent"].clone();
        self.prepare_proof(serde_json::to_vec(&sheet).expect("plain data is always JSON"));
        let Warned { output, .. } = typst::compile::<PagedDocument>(&*self);
        let sheets = output.map_err(|errors| {
            TypesetError::Template(errors.iter().map(|error| self.problem(error)).collect())
        })?;
        let mut all = EcoVec::from(sheets.pages());
        let mut meanings = Meanings::default();
        for (sheet, page) in all.make_mut().iter_mut().zip(pages.document.pages()) {
            let place = without_tags(&mut sheet.frame).unwrap_or_default();
            sheet.frame = reading::settle(&sheet.frame, &mut meanings);
            let page = GroupItem::new(page.frame.clone());
            sheet.frame.prepend(place, FrameItem::Group(page));
        }
        for sheet in all.make_mut().iter_mut().skip(pages.count()) {
            without_tags(&mut sheet.frame);
            sheet.frame = reading::settle(&sheet.frame, &mut meanings);
        }
        let info = pages.document.info_mut().clone();
        pages.document = PagedDocument::new(all, info);
        Ok(pages)
    }
}

/// Takes the tags off a sheet: to the PDF it is the pages that have a structure. Where the page goes,
/// which one of them says.
fn without_tags(frame: &mut Frame) -> Option<Point> {
    let label = Label::new(PicoStr::intern(PAGE));
    let mut found = None;
    walk(frame, Transform::identity(), &mut |tag, place| {
        if let Tag::Start(element, _) = tag
            && element.label().is_some()
            && element.label() == label
        {
            found = Some(place);
        }
    });
    found
}

fn walk(frame: &mut Frame, transform: Transform, on_tag: &mut dyn FnMut(&Tag, Point)) {
    let places: Vec<Point> = frame.items().map(|(position, _)| *position).collect();
    let mut places = places.into_iter();
    frame.retain(|item| {
        let place = places.next().unwrap_or_default();
        let here = transform.pre_concat(Transform::translate(place.x, place.y));
        match item {
            FrameItem::Group(group) => {
                let inside = here.pre_concat(group.transform);
                walk(&mut group.frame, inside, on_tag);
                true
            }
            FrameItem::Tag(tag) => {
                on_tag(tag, Point::zero().transform(here));
                false
            }
            _ => true,
        }
    });
}
