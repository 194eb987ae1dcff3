//! Pictures that have been made smaller, so that none is for each document again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use typst::foundations::{Bytes, Smart};
use typst::visualize::{ExchangeFormat, RasterImage};

use crate::picture::scaled;

/// How many pictures are remembered in the size they were made in.
const REMEMBERED: usize = 64;

/// Pictures that have been made smaller, by what they were and how wide they became.
#[derive(Default)]
pub(super) struct Fitted(Mutex<BTreeMap<(u128, u32), Option<RasterImage>>>);

impl Fitted {
    /// A picture of this many pixels across; `None` where there is none.
    pub(super) fn get(&self, raster: &RasterImage, hash: u128, width: u32) -> Option<RasterImage> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let made = known.entry((hash, width)).or_insert_with(|| {
            let bytes = Bytes::new(scaled(raster.data(), width)?);
            let format = ExchangeFormat::detect(&bytes)?;
            RasterImage::new(bytes, format, Smart::Auto).ok()
        });
        made.clone()
    }
}
