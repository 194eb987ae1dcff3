//! `briefpress check`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::{Global, OnMissing, Selection, current_folder, report};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::{DiagnosticReport, Diagnostics, JunitReport, SarifReport, Sources};
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
    let base = current_folder()?;
    let base = base.canonicalize().unwrap_or(base);
    let mut seen =
        SeenBriefs { report: CheckReport::new(args.format), base, ..SeenBriefs::default() };
    let opened = Workspace::look_through(&global.project_root()?, &options, &mut |part| {
        seen.take(part, ui);
    });
    let workspace = match opened.map_err(Error::from) {
        Ok(workspace) => workspace,
        Err(Error::Env(error)) => {
            // Whoever reads the report learns it there, too.
            let failures = std::slice::from_ref(&error);
            seen.gather(&Sources::new(), &Diagnostics::new(), failures, Path::new(""));
            seen.report.print(ui)?;
            return Err(Error::Env(error));
        }
        Err(error) => return Err(error),
    };
    // Without the project file, or what all are made from, there is none.
    let is_stopped = workspace.config.is_none() || workspace.unseen.shared;
    let SeenBriefs { exit, all, valid, report, .. } = seen;
    let (valid, totals) = (if is_stopped { 0 } else { valid }, ui.totals());
    let briefs = if all == 1 { "brief" } else { "briefs" };
    match totals.to_string() {
        found if found.is_empty() && exit == Exit::Environment => {
            ui.done(format!("{valid} of {all} {briefs} can be built; not all could be read"));
        }
        found if found.is_empty() => ui.done(format!("{all} {briefs} checked, nothing to mend")),
        found => ui.done(format!("{valid} of {all} {briefs} can be built; {found}")),
    }
    report.print(ui)?;
    Ok(exit)
}

/// What was seen of some briefs at a time.
#[derive(Default)]
struct SeenBriefs {
    exit: Exit,
    all: usize,
    valid: usize,
    report: CheckReport,
    /// The folder that the names of files are relative to.
    base: PathBuf,
}

impl SeenBriefs {
    /// Says what is wrong with some of them.
    fn take(&mut self, part: &Workspace, ui: &mut Ui) {
        self.exit = self.exit.max(report(part, ui));
        self.all += part.briefs.len();
        self.valid += part.briefs.iter().filter(|loaded| loaded.is_valid()).count();
        self.gather(&part.sources, &part.diagnostics, &part.failures, &part.root);
    }

    /// Takes into the report what was found in the project at `root`.
    fn gather(
        &mut self,
        sources: &Sources,
        diagnostics: &Diagnostics,
        failures: &[EnvError],
        root: &Path,
    ) {
        let base = &self.base;
        let notification = |error: &EnvError| {
            let file = error.path.strip_prefix(base).unwrap_or(&error.path);
            Notification { file: slashed(file), message: error.to_string() }
        };
        let notifications: Vec<Notification> = failures.iter().map(notification).collect();
        let part = DiagnosticReport { sources, diagnostics, notifications: &notifications };
        match &mut self.report {
            CheckReport::None => {}
            CheckReport::Junit(report) => {
                report.take(&part, |file| suite(file.map(|file| base.join(file)), root));
            }
            CheckReport::Sarif(report) => report.take(&part),
        }
    }
}

/// The report on standard output, as far as it is gathered.
#[derive(Default)]
enum CheckReport {
    #[default]
    None,
    Junit(JunitReport),
    Sarif(SarifReport),
}

impl CheckReport {
    fn new(format: CheckFormat) -> Self {
        match format {
            CheckFormat::Human => CheckReport::None,
            CheckFormat::Junit => CheckReport::Junit(JunitReport::default()),
            CheckFormat::Sarif => CheckReport::Sarif(SarifReport::default()),
        }
    }

    /// Prints it as one document, where one is asked for.
    fn print(self, ui: &Ui) -> Result<(), Error> {
        let text = match self {
            CheckReport::None => return Ok(()),
            CheckReport::Junit(report) => report.write(),
            CheckReport::Sarif(report) => report.write(env!("CARGO_PKG_VERSION")),
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
