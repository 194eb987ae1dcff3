//! Pages for a browser in the place of files: set as those of a PDF are, drawn, and with where each
//! string stands on them. A page that looks as it did is not drawn again.

use rayon::prelude::*;
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use super::fit::make_room;
use super::message::{DocumentFault, PreviewJob, PreviewPage, Request};
use super::set::{
    coarse_images, faults, first_difference, set, set_fitted, set_fitted_keyed, set_for_press,
};
use super::shop::{DrawnPages, Faults, Shop};
use crate::export::{Drawable, drawable};
use crate::typeset::Pages;

/// How many drawings' names are remembered.
const REMEMBERED: usize = 4096;

/// Sets the pages that are wanted and draws those that whoever asks does not have.
pub fn preview(
    request: &Request,
    job: &PreviewJob,
    shop: &mut Shop,
    warnings: &mut Faults,
) -> Result<Vec<PreviewPage>, Faults> {
    let pages = match &request.press {
        None => screen(request, job, shop)?,
        Some(press) => {
            let (screen, fit) = set_fitted(request, shop)?;
            let texts = screen.texts();
            drop(screen);
            make_room();
            let keyed = set_for_press(&job.data, press, fit, |data| keyed(request, data, shop));
            let pages = match keyed {
                Ok(pages) if !pages.keys.is_empty() => pages,
                _ => {
                    set_for_press(&request.print_data, press, fit, |data| set(request, data, shop))?
                }
            };
            if let Some(difference) = first_difference(&texts, &pages) {
                return Err(vec![difference]);
            }
            warnings.extend(coarse_images(&pages, &shop.typesetter));
            pages
        }
    };
    warnings.extend(pages.warnings.iter().cloned().map(DocumentFault::Problem));
    Ok(drawn(pages, &job.known, &mut shop.drawn))
}

/// The pages for the screen. A template that makes nothing of keys, or cannot do with them, sets its
/// pages as ever.
fn screen(request: &Request, job: &PreviewJob, shop: &mut Shop) -> Result<Pages, Faults> {
    match set_fitted_keyed(request, &job.data, shop) {
        Ok((pages, _)) if !pages.keys.is_empty() => Ok(pages),
        _ => set_fitted(request, shop).map(|(pages, _)| pages),
    }
}

fn keyed(request: &Request, data: Vec<u8>, shop: &mut Shop) -> Result<Pages, Faults> {
    shop.typesetter.typeset_keyed(&request.template, data, &request.metadata).map_err(faults)
}

fn drawn(pages: Pages, known: &[String], drawn: &mut DrawnPages) -> Vec<PreviewPage> {
    if drawn.0.len() > REMEMBERED {
        drawn.0.clear();
    }
    let all: Vec<Drawable<'_>> = drawable(&pages).collect();
    let draw = |page: &Drawable<'_>| {
        let hash = page.hash();
        let name = drawn.0.get(&hash).filter(|name| known.contains(name)).cloned();
        let (name, svg) = match name {
            Some(name) => (name, None),
            None => {
                let svg = page.svg();
                (name_of(svg.as_bytes()), Some(ByteBuf::from(svg)))
            }
        };
        (hash, name, svg)
    };
    let drawings: Vec<(u128, String, Option<ByteBuf>)> = all.par_iter().map(draw).collect();
    let mut runs = pages.runs.clone().into_iter();
    let one = |(page, (hash, name, svg)): (&Drawable<'_>, (u128, String, Option<ByteBuf>))| {
        drawn.0.insert(hash, name.clone());
        let [left, top] = page.trim();
        let mut runs = runs.next().unwrap_or_default();
        for run in &mut runs {
            run.place[0] += left;
            run.place[1] += top;
        }
        PreviewPage { name, size: page.size(), svg, runs }
    };
    all.iter().zip(drawings).map(one).collect()
}

/// A name that tells a drawing from every other.
fn name_of(svg: &[u8]) -> String {
    Sha256::digest(svg)[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}
