//! Reports as text: a table for people, JSON, and SARIF for other tools.

mod human;
mod json;
mod judged;
mod sarif;

pub use human::{Styles, human};
pub use json::{JSON_FORMAT, json};
pub use judged::Judged;
pub use sarif::sarif;
