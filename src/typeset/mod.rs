//! Typesetting: Typst compiles a template and its data into pages. Only this stage and
//! [`export`](crate::export) call the compiler.

mod admission;
mod boxes;
mod clusters;
mod ending;
mod expansions;
mod filters;
mod fit;
mod fitted;
mod font_file;
mod fonts;
mod images;
mod keys;
mod language;
mod links;
mod meanings;
mod misplaced;
mod notes;
mod outlines;
mod overlap;
mod pages;
mod places;
mod problem;
mod proof;
mod reading;
mod refused;
mod slug;
mod world;

pub use ending::TextEnding;
pub use expansions::expanded;
pub use fonts::{FontError, Fonts, built_in_faces};
pub use keys::KeyedRun;
pub use misplaced::{Fault, Misplaced};
pub use pages::{Pages, Unfinished};
pub use problem::{Problem, TemplateSpan, TypesetError};
pub use world::Typesetter;

/// The version of Typst.
pub fn typst_version() -> &'static str {
    typst::utils::version().raw()
}
