//! A picture of a brief, as it is set.

use serde::{Deserialize, Serialize};

use super::cut::{Focus, Ratio, cut};
use super::pdf::{is_pdf, page_as_svg};
use super::settled::{is_of_inks, settled};
use super::svg;
use crate::colour::Profile;

/// What a brief wants of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Preparation {
    /// Its shape, where that is not the file's.
    pub ratio: Option<Ratio>,
    /// What stays in sight.
    pub focus: Focus,
    /// Which page of a PDF it is, from 1.
    pub page: usize,
}

/// The picture that is to be set. The error is what keeps it from being made, to stand after its name.
///
/// # Errors
///
/// A PDF has no such page, or one that cannot be drawn.
pub fn prepared(
    bytes: &[u8],
    wanted: &Preparation,
    printing: Option<&Profile>,
) -> Result<Vec<u8>, String> {
    let page;
    let bytes = if is_pdf(bytes) {
        page = page_as_svg(bytes, wanted.page)?;
        &page
    } else {
        bytes
    };
    let Some(ratio) = wanted.ratio else { return Ok(settled(bytes, printing).into_owned()) };
    // What is cut is written anew; once is enough.
    if !is_of_inks(bytes)
        && let Some(part) = cut(bytes, ratio, wanted.focus)
    {
        return Ok(part);
    }
    let whole = settled(bytes, printing).into_owned();
    let part = cut(&whole, ratio, wanted.focus).or_else(|| svg::cut(&whole, ratio, wanted.focus));
    Ok(part.unwrap_or(whole))
}
