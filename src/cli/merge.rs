//! `briefpress merge`.

use std::path::PathBuf;

use clap::Args;

use super::context::{current_folder, shown};
use super::error::{Error, Exit};
use super::run::{interrupted, show_waiting};
use super::ui::Ui;
use crate::output::merge;
use crate::release::INDEX;

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The folders of all parts
    #[arg(value_name = "DIR", required = true)]
    parts: Vec<PathBuf>,
    /// The folder of the release
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write a bill of materials too: sbom.cdx.json, CycloneDX 1.6
    #[arg(long)]
    sbom: bool,
}

/// Joins the parts that shards built.
///
/// # Errors
///
/// The parts do not fit together, or the environment failed.
pub fn run(args: &MergeArgs, ui: &Ui) -> Result<Exit, Error> {
    let out = current_folder()?.join(&args.out);
    let wait = &mut |process| show_waiting(process, &out, ui);
    let files = merge(&args.parts, &out, args.sbom.into(), interrupted(), wait)?;
    ui.done(format!(
        "{files} files of {} parts; {} shows them",
        args.parts.len(),
        shown(&out.join(INDEX))
    ));
    Ok(Exit::Success)
}
