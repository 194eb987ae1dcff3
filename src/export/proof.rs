//! A proof for translators, as a plain PDF: it is for people who look at it, and conforms to no
//! standard.

use typst::foundations::Smart;
use typst_pdf::{PdfOptions, PdfStandards};

use super::stamp::{Stamp, creator};
use crate::typeset::{Pages, Problem, Typesetter};

/// Writes the sheets of a proof as PDF.
///
/// # Errors
///
/// What cannot be written.
pub fn proof_pdf(
    typesetter: &Typesetter,
    sheets: &Pages,
    identity: &str,
    stamp: Stamp,
) -> Result<Vec<u8>, Vec<Problem>> {
    let options = PdfOptions {
        ident: Smart::Custom(identity.to_string()),
        creator: Smart::Custom(Some(creator())),
        timestamp: stamp.timestamp(),
        page_ranges: None,
        standards: PdfStandards::default(),
        tagged: false,
        pretty: false,
    };
    typst_pdf::pdf(&sheets.document, &options)
        .map_err(|errors| errors.iter().map(|error| typesetter.problem(error)).collect())
}
