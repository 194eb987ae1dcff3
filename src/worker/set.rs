//! Setting the pages of an edition.

use super::fit::{fit_for, fitted, make_room, with_change};
use super::message::{DocumentFault, GOOD_DPI, PressJob, Request};
use super::shop::{Faults, Shop};
use crate::document::Fit;
use crate::typeset::{Pages, TypesetError, Typesetter};

/// The pages of a document from its data.
pub(super) fn set(request: &Request, data: Vec<u8>, shop: &mut Shop) -> Result<Pages, Faults> {
    shop.typesetter.typeset(&request.template, data, &request.metadata).map_err(faults)
}

/// The pages of a document from its data, as close as their last page asks for.
pub(super) fn set_fitted(request: &Request, shop: &mut Shop) -> Result<(Pages, Fit), Faults> {
    let typesetter = &mut shop.typesetter;
    let set = |data| typesetter.set(&request.template, data);
    fitted(&request.screen_data, &request.metadata, set).map_err(faults)
}

/// The same from data that have the keys of their strings.
pub(super) fn set_fitted_keyed(
    request: &Request,
    data: &[u8],
    shop: &mut Shop,
) -> Result<(Pages, Fit), Faults> {
    let typesetter = &mut shop.typesetter;
    let set = |data| typesetter.set_keyed(&request.template, data);
    fitted(data, &request.metadata, set).map_err(faults)
}

pub(super) fn faults(error: TypesetError) -> Faults {
    match error {
        TypesetError::Template(problems) => {
            problems.into_iter().map(DocumentFault::Problem).collect()
        }
        TypesetError::MissingGlyphs(missing) => vec![DocumentFault::MissingGlyphs(missing)],
        TypesetError::Misplaced(misplaced) => vec![DocumentFault::Misplaced(misplaced)],
        TypesetError::Assets(assets) => assets
            .into_iter()
            .map(|(asset, problem)| DocumentFault::Asset { asset, problem })
            .collect(),
    }
}

/// The pages of the print edition from its data, with blank ones after them where their number must be
/// a multiple.
pub(super) fn set_for_press(
    data: &[u8],
    press: &PressJob,
    fit: Fit,
    mut set: impl FnMut(Vec<u8>) -> Result<Pages, Faults>,
) -> Result<Pages, Faults> {
    let data = fit_for(data, fit);
    let pages = set(data.clone())?;
    let multiple = usize::from(press.page_multiple).max(1);
    let blank = pages.count().next_multiple_of(multiple) - pages.count();
    if blank == 0 {
        return Ok(pages);
    }
    drop(pages);
    make_room();
    set(with_change(&data, |data| data["press"]["blank"] = blank.into()))
}

/// Images that are too coarse for the press, or nearly.
pub(super) fn coarse_images<'a>(
    pages: &'a Pages,
    typesetter: &'a Typesetter,
) -> impl Iterator<Item = DocumentFault> + 'a {
    let coarse = pages.images().into_iter().filter(|image| image.dpi < GOOD_DPI);
    coarse.map(|image| DocumentFault::CoarseImage {
        dpi: image.dpi,
        asset: typesetter.asset_of(&image),
        place: typesetter.place_of(&image),
    })
}

/// The first place where the print edition does not say what the screen edition says on its pages: the page,
/// from 1, and some text of each. Blank pages say nothing.
pub(super) fn first_difference(screen: &[String], print: &Pages) -> Option<DocumentFault> {
    let print = print.texts();
    for page in 0..screen.len().max(print.len()) {
        let [here, there] =
            [screen, &print].map(|texts| texts.get(page).map_or("", String::as_str));
        if here == there {
            continue;
        }
        let same = here.chars().zip(there.chars()).take_while(|(a, b)| a == b).count();
        // From the beginning of the word that differs.
        let before: String = here.chars().take(same).collect();
        let same = before.rfind(' ').map_or(0, |at| before[..=at].chars().count());
        let few = |text: &str| text.chars().skip(same).take(40).collect();
        return Some(DocumentFault::TextDiffers {
            page: page + 1,
            screen: few(here),
            print: few(there),
        });
    }
    None
}
