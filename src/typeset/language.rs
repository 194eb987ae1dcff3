//! The language of pages whose lines break where the text says so. Templates set those as Japanese,
//! for which Typst looks for no words, in a region that tells which language it is; here the pages
//! get their language again.

use typst::introspection::Tag;
use typst::model::FigureElem;
use typst::text::{Lang, Locale, Region, TextItem};
use typst::visualize::ImageElem;
use typst_layout::PagedDocument;

/// The regions that stand for a language without spaces.
const SEGMENTED: [(&str, &str); 4] = [("KH", "km"), ("LA", "lo"), ("MM", "my"), ("TH", "th")];

/// The language that is meant; none where it is the one that is said.
fn meant(lang: Lang, region: Option<Region>) -> Option<Lang> {
    let region = region.filter(|_| lang == Lang::JAPANESE)?;
    let (_, tag) = SEGMENTED.iter().find(|(name, _)| region.as_str() == *name)?;
    tag.parse().ok()
}

/// Gives an item of a page its language.
pub fn settle_item(text: &mut TextItem) {
    if let Some(lang) = meant(text.lang, text.region) {
        text.lang = lang;
        text.region = None;
    }
}

/// Gives an element that assistive technology is told of its language.
pub fn settle_tag(tag: &mut Tag) {
    let Tag::Start(element, _) = tag else { return };
    let settled = |locale: Option<Locale>| {
        let locale = locale?;
        Some(Locale::new(meant(locale.lang, locale.region)?, None))
    };
    if let Some(figure) = element.to_packed_mut::<FigureElem>() {
        if let Some(locale) = settled(figure.locale) {
            figure.locale = Some(locale);
        }
    } else if let Some(image) = element.to_packed_mut::<ImageElem>()
        && let Some(locale) = settled(image.locale)
    {
        image.locale = Some(locale);
    }
}

/// Gives the document its language.
pub fn settle_document(document: &mut PagedDocument) {
    let info = document.info_mut();
    if let typst::foundations::Smart::Custom(locale) = info.locale
        && let Some(lang) = meant(locale.lang, locale.region)
    {
        info.locale = typst::foundations::Smart::Custom(Locale::new(lang, None));
    }
}
