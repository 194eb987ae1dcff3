//! `index.html`: the page that shows a release by country and language. Where one page has room for all, there
//! is no other. Else it leads to a page of each country or area, or several of one with many briefs, and
//! searches them all. It needs no network, and is read from the file system as well as from a server.

mod alike;
mod entries;
mod frame;
mod names;
mod one;
mod pages;
mod parts;
mod places;
mod search;
mod words;

use super::manifest::Manifest;
use super::names::INDEX;

pub use alike::is_shown_alike;
pub use names::is_index_page;

/// Most bytes of a page, or of what it loads: a browser opens it at once.
const LARGEST: usize = 500_000;

/// The pages by their paths, `index.html` last: it leads to the others.
pub fn index_pages(manifest: &Manifest) -> Vec<(String, String)> {
    let countries = places::countries(manifest);
    let combined = places::combined(manifest);
    match one::one_page(manifest, &countries, &combined, LARGEST) {
        Some(page) => vec![(INDEX.into(), page)],
        None => pages::pages(manifest, &countries, &combined),
    }
}
