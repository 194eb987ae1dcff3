//! `briefpress schema`.

use clap::{Args, ValueEnum};

use super::error::{Error, Exit};
use super::ui::Ui;
use crate::published::{tiers_schema, wording_schema};
use crate::{release, sheet};

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: SchemaOf,
}

/// A file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaOf {
    /// manifest.json of a release
    Manifest,
    /// An indicator table: .indicators.json
    Indicators,
    /// Wording that a project pins: sdg/LANG.toml
    Wording,
    /// Tiers that a project pins: sdg/tiers.toml
    Tiers,
}

/// Writes a schema to standard output.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn run(args: &SchemaArgs, ui: &Ui) -> Result<Exit, Error> {
    let schema = match args.file {
        SchemaOf::Manifest => release::schema(),
        SchemaOf::Indicators => sheet::schema(),
        SchemaOf::Wording => wording_schema(),
        SchemaOf::Tiers => tiers_schema(),
    };
    ui.document(schema.trim_end())?;
    Ok(Exit::Success)
}
