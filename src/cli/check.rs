//! `briefpress check`.

use std::env;
use std::path::PathBuf;

use super::args::{Check, Global, Selection};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::build::{EnvError, Opening, Workspace, find_project};
use crate::project::FILE_NAME;

/// Validates and writes nothing.
pub fn run(args: &Check, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    let workspace = open(&args.selection, global, false)?;
    let exit = report(&workspace, ui);
    let valid = workspace.briefs.iter().filter(|loaded| loaded.is_valid()).count();
    let (all, totals) = (workspace.briefs.len(), ui.totals());
    let briefs = if all == 1 { "brief" } else { "briefs" };
    match totals.to_string() {
        found if found.is_empty() => ui.done(format!("{all} {briefs} checked, nothing to mend")),
        found => ui.done(format!("{valid} of {all} {briefs} can be built; {found}")),
    }
    Ok(exit)
}

/// Opens the project that the command line and the current folder say.
pub fn open(
    selection: &Selection,
    global: &Global,
    deny_missing: bool,
) -> Result<Workspace, Failure> {
    let root = project_root(global)?;
    let opening = Opening {
        base: current_folder()?,
        briefs: selection.briefs.clone(),
        font_folders: selection.fonts.font_paths.clone(),
        deny_warnings: selection.deny.is_some(),
        deny_missing,
    };
    Ok(Workspace::open(&root, &opening)?)
}

/// Says everything that was found, and what the run comes to so far.
pub fn report(workspace: &Workspace, ui: &mut Ui) -> Exit {
    ui.diagnostics(&workspace.diagnostics, &workspace.sources);
    for failure in &workspace.failures {
        ui.failure(failure);
    }
    if !workspace.failures.is_empty() {
        Exit::Environment
    } else if workspace.diagnostics.has_errors() {
        Exit::Content
    } else {
        Exit::Success
    }
}

/// The folder of the project.
pub fn project_root(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(folder) = &global.project {
        if folder.join(FILE_NAME).is_file() {
            return Ok(folder.clone());
        }
        return Err(Failure::with_help(
            format!("there is no {FILE_NAME} in {}", folder.display()),
            format!("`briefpress init {}` starts a project there", folder.display()),
        ));
    }
    find_project(&current_folder()?).ok_or_else(|| {
        Failure::with_help(
            format!("there is no {FILE_NAME} in this folder or above it"),
            "go to your project’s folder, or start one with `briefpress init my-briefs`",
        )
    })
}

/// The folder the user is in.
pub fn current_folder() -> Result<PathBuf, Failure> {
    env::current_dir().map_err(|cause| {
        Failure::Env(EnvError { doing: "cannot find", path: "the current folder".into(), cause })
    })
}
