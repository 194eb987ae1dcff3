//! From pages to files.

mod expansions;
mod gradients;
mod identity;
mod language;
mod objects;
mod pdf;
mod press;
mod proof;
mod samples;
mod screen;
mod separation;
mod spaces;
mod stamp;
mod streams;
mod svg;
mod svg_text;
mod thumbnail;

pub use identity::Identity;
pub use language::rename_language;
pub use objects::packed;
pub use press::{PressError, Printing, print_pdf};
pub use proof::proof_pdf;
pub use screen::screen_pdf;
pub use stamp::Stamp;
pub use svg::{Drawable, drawable};
pub use thumbnail::thumbnail;
