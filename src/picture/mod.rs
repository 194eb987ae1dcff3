//! Pictures before they are set: upright, without what a camera or a program wrote about them, cut
//! around what matters, and in colours that both editions can keep. Nothing here reads files; what
//! comes in has been judged (`asset`).

mod blank;
mod css;
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
mod svg_cascade;
mod svg_dots;
mod svg_faults;
mod svg_properties;
mod svg_seen;
mod svg_select;
mod svg_sheets;
mod svg_style;
mod svg_tree;
mod svg_unheard;
mod svg_units;
mod svg_values;
mod svg_variables;
mod svg_walk;

pub use blank::Ground;
pub use cut::{Focus, Ratio};
pub use fault::{FaultWeight, PictureFace, PictureFaces};
pub use faults::picture_faults;
pub use pdf::{is_locked, is_pdf, pdf_pages};
pub use prepared::{Preparation, prepared};
pub use scaled::scaled;
pub use settled::{is_whole, settled};

/// Where templates find the pictures of briefs.
pub const FOLDER: &str = "/pictures/";
