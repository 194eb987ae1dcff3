//! What every PDF of ours has in common: Typst writes it, and says who made it and when.

use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandards};

use super::stamp::{Stamp, creator};
use crate::typeset::{Pages, Problem, Typesetter};

/// Writes pages as PDF by some standards, with tags or without. `identity` tells one document from
/// another over all its versions.
///
/// # Errors
///
/// What cannot be written, or meets no standard.
pub(super) fn write_pdf(
    typesetter: &Typesetter,
    pages: &Pages,
    identity: &str,
    stamp: Stamp,
    standards: PdfStandards,
    tagged: bool,
) -> Result<Vec<u8>, Vec<Problem>> {
    let options = PdfOptions {
        ident: Smart::Custom(identity.to_string()),
        creator: Smart::Custom(Some(creator())),
        timestamp: stamp.timestamp(),
        page_ranges: None,
        standards,
        tagged,
        pretty: false,
    };
    typst_pdf::pdf(&pages.document, &options)
        .map_err(|errors| errors.iter().map(|error| typesetter.problem(error)).collect())
}
