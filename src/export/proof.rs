//! A proof for translators, as a plain PDF: it is for people who look at it, and conforms to no
//! standard.

use typst_pdf::PdfStandards;

use super::pdf::write_pdf;
use super::stamp::Stamp;
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
    write_pdf(typesetter, sheets, identity, stamp, PdfStandards::default(), false)
}
