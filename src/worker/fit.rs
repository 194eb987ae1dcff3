//! How close pages are set: a last page that holds too little is saved or filled, by setting all pages
//! once more, tighter or looser. What is tried first depends on how much it holds.

use serde_json::Value;

use super::limits::is_short_of_memory;
use crate::document::{Fit, Metadata};
use crate::typeset::{Pages, TextEnding, TypesetError, Typesetter, Unfinished};

/// A last page that holds less of its text area than this holds too little: a third, and what the last
/// line keeps free below its letters.
const TOO_LITTLE: f64 = 1.0 / 3.0 + 0.005;

/// What each other page takes in when pages are set tighter, as a share of a text area.
const TAKEN_IN: f64 = 0.06;

/// Sets pages, and where their last one holds too little once more, or twice if that helps nothing. Finishes
/// those it returns, and says how close they are.
pub fn fitted(
    data: &[u8],
    metadata: &Metadata,
    mut set: impl FnMut(Vec<u8>) -> Result<Unfinished, TypesetError>,
) -> Result<(Pages, Fit), TypesetError> {
    let pages = set(data.to_vec())?;
    let count = pages.count();
    let fits = pages.ending.map_or_else(Vec::new, |ending| better_fits(ending, count));
    // Others have no room beside the pages of a large document.
    let mut natural = Some(pages).filter(|_| fits.is_empty() || !is_short_of_memory());
    for fit in fits {
        if natural.is_none() {
            make_room();
        }
        let other = set(fit_for(data, fit)).ok().filter(|other| is_better(other, count));
        if let Some(Ok(pages)) = other.map(|other| other.finish(metadata)) {
            return Ok((pages, fit));
        }
    }
    let natural = match natural.take() {
        Some(pages) => pages,
        None => {
            make_room();
            set(data.to_vec())?
        }
    };
    Ok((natural.finish(metadata)?, Fit::Natural))
}

/// Where memory is short, has forgotten what the compiler remembers of pages that are set: what comes next is
/// a file of them, or other pages.
pub fn make_room() {
    if is_short_of_memory() {
        Typesetter::forget_all();
    }
}

/// What to try with such a last page, the likelier first: what it holds more than is left of the page before is
/// what others would have to take in.
fn better_fits(ending: TextEnding, pages: usize) -> Vec<Fit> {
    let others = f64::from(u16::try_from(pages.saturating_sub(1)).unwrap_or(u16::MAX));
    if ending.holds >= TOO_LITTLE {
        Vec::new()
    } else if ending.holds - ending.left <= TAKEN_IN * others {
        vec![Fit::Tighter, Fit::Looser]
    } else {
        vec![Fit::Looser, Fit::Tighter]
    }
}

/// Whether a page is saved, or none is needed and the last one holds enough.
fn is_better(pages: &Unfinished, than: usize) -> bool {
    let fills = pages.ending.is_none_or(|ending| ending.holds >= TOO_LITTLE);
    pages.count() < than || (pages.count() == than && fills)
}

/// The data of a document that is to be set so close.
pub fn fit_for(data: &[u8], fit: Fit) -> Vec<u8> {
    if fit == Fit::Natural {
        return data.to_vec();
    }
    // Nothing else is touched, not even the order of keys, by which Typst tells dictionaries apart: so it
    // remembers what it made of them. In a string the quotation marks would be escaped.
    let [natural, other] = [Fit::Natural, fit].map(|fit| format!(r#""fit":"{}""#, fit.name()));
    match data.windows(natural.len()).position(|part| part == natural.as_bytes()) {
        Some(at) => [&data[..at], other.as_bytes(), &data[at + natural.len()..]].concat(),
        None => with_change(data, |data| data["fit"] = fit.name().into()),
    }
}

/// Data with a change.
pub fn with_change(data: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut data: Value = serde_json::from_slice(data).expect("the program writes valid JSON");
    change(&mut data);
    serde_json::to_vec(&data).expect("plain data is always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_saved_where_the_others_can_take_it_in_and_else_filled() {
        let first =
            |holds, left, pages| better_fits(TextEnding { holds, left }, pages).first().copied();
        assert_eq!(first(0.34, 0.0, 4), None);
        assert_eq!(first(0.1, 0.0, 4), Some(Fit::Tighter));
        assert_eq!(first(0.3, 0.0, 4), Some(Fit::Looser));
        assert_eq!(first(0.3, 0.0, 9), Some(Fit::Tighter));
        // What was kept whole and nearly had room.
        assert_eq!(first(0.3, 0.25, 3), Some(Fit::Tighter));
    }

    #[test]
    fn only_what_is_to_change_changes() {
        let data = br#"{"fit":"natural","title":"A"}"#;
        assert_eq!(fit_for(data, Fit::Natural), data);
        let tighter: Value = serde_json::from_slice(&fit_for(data, Fit::Tighter)).unwrap();
        assert_eq!(tighter, serde_json::json!({ "fit": "tighter", "title": "A" }));
    }
}
