//! What is asked for, and what is said at the end.

use std::path::Path;
use std::time::{Duration, Instant};

use super::args::BuildArgs;
use crate::cli::context::shown;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::plan::Options;
use crate::release::INDEX;
use crate::run::{BuildOptions, Summary};
use crate::workspace::{OpenOptions, Workspace};

/// What a command line asks for.
pub struct AskedBuild<'a> {
    /// The command line itself.
    pub args: &'a BuildArgs,
    /// The project's folder.
    pub root: &'a Path,
    /// What is to be built.
    pub options: Options,
    /// What else.
    pub build_options: BuildOptions,
    /// How the project is read.
    pub open_options: OpenOptions,
    /// When it was asked.
    pub start: Instant,
}

impl AskedBuild<'_> {
    /// Says what a build came to.
    pub fn end(
        &self,
        result: &Summary,
        mut exit: Exit,
        workspace: Workspace,
        ui: &mut Ui,
    ) -> Result<Exit, Error> {
        ui.finish();
        if result.interrupted {
            exit = Exit::Environment;
        }
        let summary = summary(result, self.start.elapsed(), &self.options.out, &workspace, ui);
        if result.interrupted {
            ui.interrupted(&summary)
        } else {
            ui.done(summary)
        }
        // The process ends here; taking a thousand briefs apart first would be time for nothing.
        std::mem::forget(workspace);
        Ok(exit)
    }
}

/// Why nothing is built with `--locked`.
pub const NOT_LOCKED: &str =
    "nothing built: `--locked` wants translations and their locks up to date";

fn summary(result: &Summary, time: Duration, out: &Path, workspace: &Workspace, ui: &Ui) -> String {
    let files = |number: usize| format!("{number} {}", if number == 1 { "file" } else { "files" });
    let mut summary = format!("{} built", files(result.built));
    if result.reused > 0 {
        summary += &format!(", {} up to date", result.reused);
    }
    if result.failed > 0 {
        summary += &format!(", {} not built", files(result.failed));
    }
    summary += &format!(" in {:.1} s", time.as_secs_f64());
    let found = ui.totals().to_string();
    if !found.is_empty() {
        summary += &format!("; {found}");
    }
    if result.interrupted {
        summary.insert_str(0, "interrupted: ");
        summary += "; the next build goes on from here";
    } else if result.complete
        && result.built + result.reused == 0
        && workspace.config.is_some()
        && workspace.brief_folders.is_empty()
    {
        summary += "; `briefpress new ID --country KH` starts a brief";
    } else if result.indexed {
        summary += &format!("; {} shows them", shown(&out.join(INDEX)));
    }
    summary
}
