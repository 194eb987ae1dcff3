//! `briefpress verify`.

use std::io::ErrorKind;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use clap::{Args, ValueHint};

use super::causes::hold_folder;
use super::context::{FontArgs, Global, current_folder, report};
use super::error::{Error, Exit};
use super::run::{show_event, workers};
use super::ui::Ui;
use crate::disk::{EnvError, slashed};
use crate::limits::MemorySize;
use crate::output::{read_manifest, whole_manifest};
use crate::release::MANIFEST;
use crate::run::{Difference, Mismatch, TIME_LIMIT, verify};
use crate::workspace::Workspace;

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 the same bytes, 1 something differs, 2 wrong usage, 3 the \
    environment failed.")]
pub struct VerifyArgs {
    /// The folder of the release
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: PathBuf,
    #[command(flatten)]
    fonts: FontArgs,
    /// How many documents are set at once [default: one a processor core]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// How long one document may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TIME_LIMIT)]
    timeout: NonZeroU64,
    /// How much memory one document may take, with its unit
    #[arg(long, value_name = "SIZE", default_value_t)]
    memory: MemorySize,
}

/// Builds a release again and says what is not the same.
///
/// # Errors
///
/// There is no release to read or no project to build it from, or the environment failed.
pub fn run(args: &VerifyArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let path = args.dir.join(MANIFEST);
    hold_folder(&args.dir)?;
    let json = match read_manifest(&path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            return Err(Error::ReleaseManifest { path, why: "it is not there".into() });
        }
        read => read.map_err(|cause| EnvError::new("cannot read", &path, cause))?,
    };
    let manifest =
        whole_manifest(&json, &args.dir).map_err(|why| Error::ReleaseManifest { path, why })?;
    let open_options = args.fonts.open_options()?;
    let workspace = Workspace::open(&global.project_root()?, &open_options)?;
    let mut exit = report(&workspace, ui);
    let workers = workers(args.jobs, args.timeout, args.memory)?;
    let dir = current_folder()?.join(&args.dir);
    let differences = verify(&dir, &manifest, &workspace, &workers, &mut |event| {
        exit = exit.max(show_event(event, &dir, ui));
    });
    ui.finish();
    if workers.interrupted.load(Ordering::Relaxed) {
        ui.done("interrupted: nothing is known about the release");
        return Ok(Exit::Environment);
    }
    for Difference { path, why } in &differences {
        ui.data(format!("{path}: {}", words(why)))?;
    }
    let shown = slashed(&args.dir);
    if differences.is_empty() {
        let incomplete = if manifest.complete { "" } else { "; but the release is not complete" };
        ui.done(format!(
            "{shown}: {} files, the same to the byte{incomplete}",
            manifest.files.len()
        ));
    } else {
        ui.done(format!(
            "{shown}: {} of {} files are not what the project makes",
            differences.len(),
            manifest.files.len()
        ));
        exit = exit.max(Exit::Content);
    }
    Ok(exit)
}

fn words(why: &Mismatch) -> String {
    match why {
        Mismatch::Missing => "it is not there".into(),
        Mismatch::Altered => "it was changed after it was built".into(),
        Mismatch::Input(input) => format!("{} changed since it was built", input.path),
        Mismatch::Gone(input) if input.path.starts_with("--font-path") => {
            format!("{} was there when it was built, and is not given now", input.path)
        }
        Mismatch::Gone(input) => format!("{} is gone since it was built", input.path),
        Mismatch::NewInput(input) => format!("{} is new since it was built", input.path),
        Mismatch::NewBrief(id) => {
            format!("it is of all briefs, and the brief `{id}` is new since it was built")
        }
        Mismatch::Tool(tool) => {
            format!(
                "built by {} {} with Typst {}, not by this program",
                tool.name, tool.version, tool.typst
            )
        }
        Mismatch::NotBuilt => {
            "the project does not make it: its brief or translation is gone, or cannot be built"
                .into()
        }
        Mismatch::Unexplained => {
            "the same inputs make other bytes; this is a bug in briefpress, please report it".into()
        }
        Mismatch::Description => {
            "it does not describe the files as they are; `briefpress build` writes it anew".into()
        }
    }
}
