//! How close pages are set: a last page that holds too little is saved or filled, by setting all pages
//! once more, tighter or looser. What is tried first depends on how much it holds.

use serde_json::Value;

use crate::document::{Fit, Metadata};
use crate::typeset::{PagePositions, Pages, TypesetError, Typesetter};

/// A last page that holds less of its text area than this holds too little: a third, and what the last
/// line keeps free below its letters.
const TOO_LITTLE: f64 = 1.0 / 3.0 + 0.005;

/// What each other page takes in when pages are set tighter, as a share of a text area.
const TAKEN_IN: f64 = 0.06;

/// A document that is to be set.
pub struct Fitting<'a> {
    /// Its template.
    pub template: &'a str,
    /// Its data, a JSON document.
    pub data: &'a [u8],
    /// What its file says of itself.
    pub metadata: &'a Metadata,
    /// Whether the data have the keys of their strings.
    pub keyed: bool,
}

impl Fitting<'_> {
    /// Sets pages, and where their last one holds too little once more, or twice if that helps nothing.
    /// Says how close those are that are returned.
    pub fn fitted(&self, typesetter: &mut Typesetter) -> Result<(Pages, Fit), TypesetError> {
        let pages = self.set(self.data.to_vec(), None, typesetter)?;
        let count = pages.count();
        for fit in better_fits(pages.last_page, count) {
            // Where things stand is nearly the same.
            let like = Some(pages.positions.clone());
            match self.set(fit_for(self.data, fit), like, typesetter) {
                Ok(other) if is_better(&other, count) => return Ok((other, fit)),
                _ => {}
            }
        }
        Ok((pages, Fit::Natural))
    }

    fn set(
        &self,
        data: Vec<u8>,
        like: Option<PagePositions>,
        typesetter: &mut Typesetter,
    ) -> Result<Pages, TypesetError> {
        typesetter.typeset(self.template, data, self.metadata, self.keyed, like)
    }
}

/// What to try where the last page holds such a share, the likelier first.
fn better_fits(last_page: Option<f64>, pages: usize) -> Vec<Fit> {
    let others = f64::from(u16::try_from(pages.saturating_sub(1)).unwrap_or(u16::MAX));
    match last_page {
        _ if is_filled(last_page) => Vec::new(),
        Some(share) if share > TAKEN_IN * others => vec![Fit::Looser, Fit::Tighter],
        _ => vec![Fit::Tighter, Fit::Looser],
    }
}

/// Whether a page is saved, or none is needed and the last one holds enough.
fn is_better(pages: &Pages, than: usize) -> bool {
    pages.count() < than || (pages.count() == than && is_filled(pages.last_page))
}

/// Whether a last page holds enough, or there is none behind the first.
fn is_filled(last_page: Option<f64>) -> bool {
    last_page.is_none_or(|share| share >= TOO_LITTLE)
}

/// The data of a document that is to be set so close.
pub fn fit_for(data: &[u8], fit: Fit) -> Vec<u8> {
    if fit == Fit::Natural {
        return data.to_vec();
    }
    with_change(data, |data| data["fit"] = fit.name().into())
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
        let first = |share, pages| better_fits(Some(share), pages).first().copied();
        assert_eq!(first(0.34, 4), None);
        assert_eq!(first(0.1, 4), Some(Fit::Tighter));
        assert_eq!(first(0.3, 4), Some(Fit::Looser));
        assert_eq!(first(0.3, 9), Some(Fit::Tighter));
    }

    #[test]
    fn only_what_is_to_change_changes() {
        let data = br#"{"fit":"natural","title":"A"}"#;
        assert_eq!(fit_for(data, Fit::Natural), data);
        let tighter: Value = serde_json::from_slice(&fit_for(data, Fit::Tighter)).unwrap();
        assert_eq!(tighter, serde_json::json!({ "fit": "tighter", "title": "A" }));
    }
}
