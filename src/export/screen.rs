//! The screen edition: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file.

use lopdf::Document;
use typst_pdf::{PdfStandard, PdfStandards};

use super::expansions::write_expansions;
use super::pdf::write_pdf;
use super::stamp::Stamp;
use crate::typeset::{Pages, Problem, Typesetter};

/// Writes the pages as PDF. `identity` tells one document from another over all its versions.
/// The error is every rule of the two standards that a page does not meet.
pub fn screen_pdf(
    typesetter: &Typesetter,
    pages: &Pages,
    identity: &str,
    stamp: Stamp,
) -> Result<Vec<u8>, Vec<Problem>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .expect("the two standards go together");
    let bytes = write_pdf(typesetter, pages, identity, stamp, standards, true)?;
    // A file without abbreviations is what Typst wrote.
    if pages.expanded == 0 {
        return Ok(bytes);
    }
    expand(&bytes).map_err(|error| {
        vec![Problem::of_template(format!("abbreviations cannot be expanded: {error}"))]
    })
}

fn expand(bytes: &[u8]) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(bytes)?;
    write_expansions(&mut document);
    let mut finished = Vec::with_capacity(bytes.len());
    document.save_to(&mut finished)?;
    Ok(finished)
}
