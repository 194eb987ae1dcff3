//! `briefpress schema`.

use super::args::{Schema, SchemaOf};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::release;

/// Writes a schema to standard output.
pub fn run(args: &Schema, ui: &Ui) -> Result<Exit, Failure> {
    let schema = match args.file {
        SchemaOf::Manifest => release::schema(),
    };
    ui.data(schema.trim_end())?;
    Ok(Exit::Success)
}
