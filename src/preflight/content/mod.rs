//! Interpreting page content (ISO 32000, 8 and 9): what is painted, where, in which colour and size.

mod interpret;
mod mark;
mod paint;
mod path;
mod resources;
mod state;
mod text;

pub use interpret::Interpreter;
pub use mark::{Event, Image, Mark, Paint, Shape, Text};
