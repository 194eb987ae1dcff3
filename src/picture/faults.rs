//! All that is wrong with a picture, whatever it is.

use image::ImageFormat;

use super::blank::Ground;
use super::fault::{FaultWeight, PictureFaces, PictureFault};
use super::intact::shown_fault;
use super::pdf::is_pdf;
use super::pdf_intact::pdf_fault;
use super::svg_faults::svg_faults;
use crate::limits::Limits;

/// What is wrong with a picture that has been judged (`asset`), on this ground: of a PDF, with the page
/// that is shown.
pub fn picture_faults(
    bytes: &[u8],
    page: usize,
    ground: Ground,
    faces: &dyn PictureFaces,
    limits: &Limits,
) -> Vec<PictureFault> {
    let mut found = if is_pdf(bytes) {
        pdf_fault(bytes, page, ground, limits).into_iter().collect()
    } else if is_raster(bytes) {
        shown_fault(bytes, ground).into_iter().collect()
    } else {
        svg_faults(bytes, faces, Some(ground))
    };
    // What stops it says more than what is to be known of it.
    if found.iter().any(|fault| fault.weight > FaultWeight::Told) {
        found.retain(|fault| fault.weight > FaultWeight::Told);
    }
    found
}

/// Whether this is a raster image that can stand on a page.
fn is_raster(bytes: &[u8]) -> bool {
    use ImageFormat::{Gif, Jpeg, Png, WebP};
    image::guess_format(bytes).is_ok_and(|format| matches!(format, Png | Jpeg | Gif | WebP))
}
