//! `briefpress verify`.

use std::io::ErrorKind;
use std::num::{NonZeroU64, NonZeroUsize};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use clap::{Args, ValueHint};

use super::causes::hold_folder;
use super::context::{FontArgs, Global, current_folder, report};
use super::error::{Error, Exit};
use super::run::{of_strays, show_event, workers};
use super::ui::Ui;
use crate::disk::{EnvError, in_shell, slashed};
use crate::limits::MemorySize;
use crate::output::{ReleaseOnDisk, Strays, read_manifest, strays};
use crate::release::{FilesByBrief, MANIFEST};
use crate::run::{Difference, Event, Mismatch, TIME_LIMIT, Verification};
use crate::workspace::{ReadAll, Workspace};

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
    let dir = current_folder()?.join(&args.dir);
    let release =
        ReleaseOnDisk::open(&json, &dir).map_err(|why| Error::ReleaseManifest { path, why })?;
    drop(json);
    let open_options = args.fonts.open_options()?;
    let root = global.project_root()?;
    // A table of several briefs is made of all of them at once.
    let is_whole = !release.combined()?.is_empty();
    let whole = is_whole.then(|| Workspace::open(&root, &open_options)).transpose()?;
    let workers = workers(args.jobs, args.timeout, args.memory)?;
    let is_interrupted = || workers.interrupted.load(Ordering::Relaxed);
    let mut exit = Exit::Success;
    let mut begun: Option<Verification<'_>> = None;
    let mut told: Result<(), EnvError> = Ok(());
    let mut see = |workspace: &Workspace| {
        exit = exit.max(report(workspace, ui));
        let verification = match begun.take() {
            Some(verification) => Ok(verification),
            None => Verification::begin(workspace, &release, &workers),
        };
        told = verification.and_then(|mut verification| {
            let on_event = &mut |event: Event<'_>| exit = exit.max(show_event(event, &dir, ui));
            verification.add(workspace, on_event)?;
            begun = Some(verification);
            Ok(())
        });
        let ends = told.is_err() || is_interrupted();
        if ends { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let seen = &mut |workspace: &Workspace, _: Vec<()>| see(workspace);
    match whole {
        Some(workspace) => _ = seen(&workspace, Vec::new()),
        None => {
            Workspace::look_through_unless(&root, &open_options, None, &ReadAll, seen)?;
        }
    }
    told?;
    let differences = match begun {
        Some(verification) if !is_interrupted() => verification.end()?,
        _ => Vec::new(),
    };
    ui.finish();
    if is_interrupted() {
        ui.done("interrupted: nothing is known about the release");
        return Ok(Exit::Environment);
    }
    let build = build_command(&args.dir, &root);
    for Difference { path, why } in &differences {
        ui.data(format!("{path}: {}", words(why, &build)))?;
    }
    let shown = slashed(&args.dir);
    if differences.is_empty() {
        let incomplete =
            if release.manifest.complete { "" } else { "; but the release is not complete" };
        match strays(&dir) {
            Ok(Strays { count: 0, .. }) => {}
            Ok(strays) => ui.note(of_strays(&shown, &strays)),
            Err(failure) => {
                ui.failure(&failure);
                exit = exit.max(Exit::Environment);
            }
        }
        ui.done(format!("{shown}: {} files, the same to the byte{incomplete}", release.len()));
    } else {
        ui.done(format!(
            "{shown}: {} of {} files are not what the project makes",
            differences.len(),
            release.len()
        ));
        exit = exit.max(Exit::Content);
    }
    Ok(exit)
}

/// The command that builds into a folder.
fn build_command(dir: &Path, root: &Path) -> String {
    let is_own = |own: PathBuf| root.join("dist").canonicalize().is_ok_and(|dist| dist == own);
    match dir.canonicalize().is_ok_and(is_own) {
        true => "briefpress build".into(),
        false => format!("briefpress build --out {}", in_shell(dir)),
    }
}

fn words(why: &Mismatch, build: &str) -> String {
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
            format!("it does not describe the files as they are; `{build}` writes it anew")
        }
    }
}
