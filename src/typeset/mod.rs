//! Typesetting: Typst compiles a template and its data into pages. Only this stage and
//! [`export`](crate::export) call the compiler.

mod clusters;
mod expansions;
mod fonts;
mod images;
mod language;
mod links;
mod meanings;
mod notes;
mod overlap;
mod pages;
mod places;
mod reading;
mod slug;
mod world;

pub use expansions::{Expansion, expanded};
pub use fonts::Fonts;
pub use pages::{Info, Pages, Place, Problem, TypesetError};
pub use places::{Fault, Misplaced};
pub use world::Typesetter;

/// The version of Typst.
pub fn typst_version() -> &'static str {
    typst::utils::version().raw()
}
