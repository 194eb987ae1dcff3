//! `briefpress check`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::{Global, OnMissing, Selection, current_folder, report};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::{DiagnosticReport, Diagnostics, Sources, junit, sarif};
use crate::disk::{EnvError, slashed};
use crate::sarif::Notification;
use crate::workspace::Workspace;

#[derive(Debug, Args)]
#[command(
    after_help = "With `--format junit` or `sarif`, standard output holds one document with \
    every file that was read and all that was found; messages go to standard error as ever."
)]
pub struct CheckArgs {
    #[command(flatten)]
    selection: Selection,
    /// A report on standard output, besides the messages
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: CheckFormat,
}

/// The report of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// None: the messages are the report
    Human,
    /// As JUnit XML, for the test results of a CI engine: a suite a brief, a test case a file
    Junit,
    /// As SARIF 2.1.0, for tools that gather findings
    Sarif,
}

/// Validates and writes nothing.
///
/// # Errors
///
/// There is no project, a selected brief is not in it, or the environment failed.
pub fn run(args: &CheckArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let options = args.selection.open_options(OnMissing::Source)?;
    let mut seen = SeenBriefs::default();
    // A report is one document of all that was found.
    let opened = match args.format {
        CheckFormat::Human => {
            Workspace::look_through(&global.project_root()?, &options, &mut |part| {
                seen.take(part, ui);
            })
        }
        CheckFormat::Junit | CheckFormat::Sarif => {
            Workspace::open(&global.project_root()?, &options)
                .inspect(|workspace| seen.take(workspace, ui))
        }
    };
    let workspace = match opened.map_err(Error::from) {
        Ok(workspace) => workspace,
        Err(Error::Env(error)) => {
            // Whoever reads the report learns it there, too.
            let found = CheckOutcome {
                sources: &Sources::new(),
                diagnostics: &Diagnostics::new(),
                failures: std::slice::from_ref(&error),
                root: Path::new(""),
            };
            found.print(args.format, ui)?;
            return Err(Error::Env(error));
        }
        Err(error) => return Err(error),
    };
    // Without the project file, or what all are made from, there is none.
    let is_stopped = workspace.config.is_none() || workspace.unseen.shared;
    let SeenBriefs { exit, all, valid } = seen;
    let (valid, totals) = (if is_stopped { 0 } else { valid }, ui.totals());
    let briefs = if all == 1 { "brief" } else { "briefs" };
    match totals.to_string() {
        found if found.is_empty() && exit == Exit::Environment => {
            ui.done(format!("{valid} of {all} {briefs} can be built; not all could be read"));
        }
        found if found.is_empty() => ui.done(format!("{all} {briefs} checked, nothing to mend")),
        found => ui.done(format!("{valid} of {all} {briefs} can be built; {found}")),
    }
    let found = CheckOutcome {
        sources: &workspace.sources,
        diagnostics: &workspace.diagnostics,
        failures: &workspace.failures,
        root: &workspace.root,
    };
    found.print(args.format, ui)?;
    Ok(exit)
}

/// What was seen of the briefs.
#[derive(Default)]
struct SeenBriefs {
    exit: Exit,
    all: usize,
    valid: usize,
}

impl SeenBriefs {
    /// Says what is wrong with some of them.
    fn take(&mut self, part: &Workspace, ui: &mut Ui) {
        self.exit = self.exit.max(report(part, ui));
        self.all += part.briefs.len();
        self.valid += part.briefs.iter().filter(|loaded| loaded.is_valid()).count();
    }
}

/// What was found in the project at `root`.
struct CheckOutcome<'a> {
    sources: &'a Sources,
    diagnostics: &'a Diagnostics,
    failures: &'a [EnvError],
    root: &'a Path,
}

impl CheckOutcome<'_> {
    /// Prints it as one document, where one is asked for.
    fn print(&self, format: CheckFormat, ui: &Ui) -> Result<(), Error> {
        if format == CheckFormat::Human {
            return Ok(());
        }
        let base = current_folder()?;
        let base = base.canonicalize().unwrap_or(base);
        let notification = |error: &EnvError| {
            let file = error.path.strip_prefix(&base).unwrap_or(&error.path);
            Notification { file: slashed(file), message: error.to_string() }
        };
        let notifications: Vec<Notification> = self.failures.iter().map(notification).collect();
        let (sources, diagnostics) = (self.sources, self.diagnostics);
        let report = DiagnosticReport { sources, diagnostics, notifications: &notifications };
        let text = match format {
            CheckFormat::Sarif => sarif(&report, env!("CARGO_PKG_VERSION")),
            _ => junit(&report, |file| suite(file.map(|file| base.join(file)), self.root)),
        };
        match ui.document(text.trim_end()) {
            // Whoever went away does not change what was found.
            Ok(()) | Err(Error::ClosedPipe) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// What a file belongs to: its brief, or the project.
fn suite(file: Option<PathBuf>, root: &Path) -> String {
    let folder = root.join("briefs");
    let inside = file.as_deref().and_then(|file| file.strip_prefix(&folder).ok());
    match inside.and_then(|inside| inside.iter().next()) {
        Some(id) => format!("briefs/{}", id.to_string_lossy()),
        None => "project".into(),
    }
}
