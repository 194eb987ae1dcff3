//! `briefpress schema`.

use clap::{Args, ValueEnum};

use super::context::{Global, OnMissing, Selection, report};
use super::editors::write_all;
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::published::{tiers_schema, wording_schema};
use crate::schema::{Choices, WrittenFile, schema};
use crate::{release, sheet};

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The file
    #[arg(value_name = "FILE", required_unless_present = "write")]
    file: Option<SchemaOf>,
    /// Write the schemas of what users write into the project's folder `schemas`, with its own goals,
    /// places and briefs, for editors
    #[arg(long, conflicts_with = "file")]
    write: bool,
}

/// A file with a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaOf {
    /// brief.toml
    Brief,
    /// A translation: lang/LANG.toml
    Translation,
    /// briefpress.toml
    Project,
    /// Words that templates print: templates/labels/LANG.toml
    Labels,
    /// manifest.json of a release
    Manifest,
    /// An indicator table: .indicators.json
    Indicators,
    /// Wording that a project pins: sdg/LANG.toml
    Wording,
    /// Tiers that a project pins: sdg/tiers.toml
    Tiers,
}

/// Writes a schema to standard output, or those for editors to the project.
///
/// # Errors
///
/// Standard output is closed or fails, there is no project, or a file cannot be written.
pub fn run(args: &SchemaArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let Some(file) = args.file else { return write(global, ui) };
    let of = |file| schema(file, &Choices::default());
    let schema = match file {
        SchemaOf::Brief => of(WrittenFile::Brief),
        SchemaOf::Translation => of(WrittenFile::Translation),
        SchemaOf::Project => of(WrittenFile::Project),
        SchemaOf::Labels => of(WrittenFile::Labels),
        SchemaOf::Manifest => release::schema(),
        SchemaOf::Indicators => sheet::schema(),
        SchemaOf::Wording => wording_schema(),
        SchemaOf::Tiers => tiers_schema(),
    };
    ui.document(schema.trim_end())?;
    Ok(Exit::Success)
}

/// What is wrong with briefs is no matter here; without the project file its goals and places are not
/// known.
fn write(global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let workspace = global.open(&Selection::of(&[]), OnMissing::Source)?;
    if workspace.config.is_none() || !workspace.failures.is_empty() {
        return Ok(report(&workspace, ui).max(Exit::Content));
    }
    let changed = write_all(&workspace)?;
    changed.iter().for_each(|name| ui.status(format!("  {name}")));
    ui.done(match changed.len() {
        0 => "the schemas are up to date".to_string(),
        1 => "1 schema written".to_string(),
        count => format!("{count} schemas written"),
    });
    Ok(Exit::Success)
}
