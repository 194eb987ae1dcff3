//! Pictures before they are set: upright, without what a camera or a program wrote about them, cut
//! around what matters, and in colours that both editions can keep. Nothing here reads files; what
//! comes in has been judged (`asset`).

mod cut;
mod fault;
mod faults;
mod intact;
mod jpeg;
mod jpeg_codes;
mod jpeg_scan;
mod label;
mod pdf;
mod pdf_content;
mod pdf_intact;
mod png;
mod prepared;
mod raster;
mod said;
mod scaled;
mod settled;
mod svg;
mod svg_faults;
mod svg_walk;

pub use cut::{Focus, Ratio};
pub use fault::{FaultWeight, PictureFaces};
pub use faults::picture_faults;
pub use pdf::{is_pdf, pdf_pages};
pub use prepared::{Preparation, prepared};
pub use scaled::scaled;
pub use settled::{is_whole, settled};

/// Where templates find the pictures of briefs.
pub const FOLDER: &str = "/pictures/";
