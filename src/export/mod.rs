//! From pages to files.

mod screen;

pub use screen::{Stamp, screen_pdf};
