//! Pictures before they are set: upright, without what a camera or a program wrote about them, cut
//! around what matters, and in colours that both editions can keep. Nothing here reads files; what
//! comes in has been judged (`asset`).

mod cut;
mod jpeg;
mod label;
mod pdf;
mod png;
mod prepared;
mod raster;
mod scaled;
mod settled;
mod svg;

pub use cut::{Focus, Ratio};
pub use pdf::{is_pdf, pdf_pages};
pub use prepared::{Preparation, prepared};
pub use scaled::scaled;
pub use settled::{is_whole, settled};

/// Where templates find the pictures of briefs.
pub const FOLDER: &str = "/pictures/";
