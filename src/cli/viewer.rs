//! Showing a file with the program that the system has for it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::disk::slashed;

/// A browser that runs longer than this has the page: nobody is kept waiting for it.
const BROWSER_PATIENCE: Duration = Duration::from_secs(1);

/// A program that runs longer than this has the file: some are the viewer itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// The poll interval until then.
const PAUSE: Duration = Duration::from_millis(20);

/// Why nothing is shown. Displayed it is the fact; [`ViewFault::help`] is what to do.
#[derive(Debug, thiserror::Error)]
pub enum ViewFault {
    /// It is not built.
    #[error("{what} is not built")]
    NotBuilt {
        /// What it is.
        what: String,
        /// What to do.
        help: String,
    },
    /// There is no desktop to show it on.
    #[error("there is no display to show {} on", slashed(.0))]
    NoDisplay(PathBuf),
    /// No program takes it.
    #[error("no program shows {}: {why}", slashed(path))]
    NoProgram {
        /// The file.
        path: PathBuf,
        /// What became of those that were asked.
        why: String,
    },
}

impl ViewFault {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            ViewFault::NotBuilt { help, .. } => help.clone(),
            ViewFault::NoDisplay(_) | ViewFault::NoProgram { .. } => {
                "open it yourself: its path is printed; `--print-path` prints it alone".into()
            }
        })
    }
}

/// Shows a file, by its whole path.
///
/// # Errors
///
/// There is no display, or no program that shows it.
pub fn show(path: &Path) -> Result<(), ViewFault> {
    if !has_display() {
        return Err(ViewFault::NoDisplay(path.to_path_buf()));
    }
    try_programs(path, PATIENCE)
        .map_err(|why| ViewFault::NoProgram { path: path.to_path_buf(), why })
}

/// Shows an address in a browser.
///
/// # Errors
///
/// Why there is none, in words.
pub fn browse(address: &str) -> Result<(), String> {
    if !has_display() {
        return Err("there is no display".into());
    }
    try_programs(address, BROWSER_PATIENCE)
}

/// Asks each program that may show something, until one does.
fn try_programs(shown: impl AsRef<OsStr>, patience: Duration) -> Result<(), String> {
    let mut failed = Vec::new();
    for command in open::commands(shown) {
        let name = command.get_program().to_string_lossy().into_owned();
        match run(command, patience) {
            Ok(()) => return Ok(()),
            Err(Failed::NotThere) => {}
            Err(Failed::With(how)) => failed.push(format!("{name} {how}")),
        }
    }
    Err(match failed.as_slice() {
        [] => "there is none that opens files, such as xdg-open".into(),
        all => all.join(", "),
    })
}

/// Whether there may be a desktop: on macOS and Windows there is one, elsewhere the environment says so.
fn has_display() -> bool {
    let names = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"];
    cfg!(any(windows, target_os = "macos"))
        || names.iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// What became of a program that was to show a file.
enum Failed {
    NotThere,
    With(String),
}

/// Runs a program that is to show a file. It lives on when this one ends, and with it its terminal.
fn run(mut command: Command, patience: Duration) -> Result<(), Failed> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failed::NotThere,
        _ => Failed::With(format!("cannot be started ({error})")),
    })?;
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(Failed::With(format!("failed ({status})"))),
            Ok(None) if start.elapsed() < patience => sleep(PAUSE),
            Ok(None) => return Ok(()),
            Err(error) => return Err(Failed::With(format!("is lost ({error})"))),
        }
    }
}
