//! JSON Schemas of what users write, for their editors: made from what the code that reads the files asks
//! for ([`TableShape`](crate::tree::TableShape)), with what `keys.toml` says of each key.

mod choices;
mod file;
mod json;
#[cfg(test)]
mod page;
mod translation;
mod words;

pub use self::choices::Choices;
pub use self::file::WrittenFile;
pub use self::json::{MADE, schema, schema_of_translations};
