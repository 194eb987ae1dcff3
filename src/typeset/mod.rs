//! Typesetting: Typst compiles a template and its data into pages. Only this stage and
//! [`export`](crate::export) call the compiler.

mod clusters;
mod expansions;
mod fonts;
mod images;
mod links;
mod pages;
mod slug;
mod world;

pub use expansions::{Expansion, expanded};
pub use fonts::{CharSet, FontError, Fonts};
pub use images::PlacedImage;
pub use pages::{Info, Pages, Place, Problem, TypesetError};
pub use world::Typesetter;

/// The version of Typst.
pub fn typst_version() -> &'static str {
    typst::utils::version().raw()
}
