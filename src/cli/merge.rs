//! `briefpress merge`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::causes::hold_folder;
use super::context::{Global, current_folder, shown};
use super::error::{Error, Exit};
use super::run::{interrupted, show_overwritten, show_waiting};
use super::ui::Ui;
use crate::output::{MergeEvent, Merged, check_place, merge};
use crate::release::INDEX;

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The folders of all parts
    #[arg(value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    parts: Vec<PathBuf>,
    /// The folder of the release
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out: PathBuf,
    /// Write a bill of materials too: sbom.cdx.json, CycloneDX 1.6
    #[arg(long)]
    sbom: bool,
}

/// Joins the parts that shards built.
///
/// # Errors
///
/// The parts do not fit together, the folder is no place for a release or someone else's, or the
/// environment failed.
pub fn run(args: &MergeArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let out = current_folder()?.join(&args.out);
    let project = global.root_if_any()?;
    check_place(&out, project.as_deref(), &[])
        .map_err(|why| Error::OutAmongSources { folder: shown(&out).into(), why })?;
    args.parts.iter().try_for_each(|part| hold_folder(part))?;
    let on_event = &mut |event: MergeEvent<'_>| match event {
        MergeEvent::Waiting(process) => show_waiting(process, &out, ui),
        MergeEvent::Overwritten(what) => show_overwritten(what, ui),
    };
    let project = project.as_deref();
    let Merged { files, removed, left } =
        merge(&args.parts, &out, args.sbom.into(), project, interrupted(), on_event)?;
    for path in removed {
        ui.status(format!("  removed {path}: what it was made from is gone"));
    }
    for path in left {
        ui.status(format!("  {path} is not listed any more: it is in no part"));
    }
    ui.done(format!(
        "{files} files of {} parts; {} shows them",
        args.parts.len(),
        shown(&out.join(INDEX))
    ));
    Ok(Exit::Success)
}
