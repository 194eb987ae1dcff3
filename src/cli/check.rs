//! `briefpress check`.

use std::env;
use std::path::{Path, PathBuf};

use super::args::{Check, CheckFormat, Global, Selection};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::diag::{Diagnostics, Report, Sources, junit, sarif};
use crate::disk::EnvError;
use crate::project::FILE_NAME;
use crate::sarif::Trouble;
use crate::workspace::{OpenOptions, Workspace, find_project};

/// Validates and writes nothing.
pub fn run(args: &Check, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    let workspace = match open(&args.selection, global, false) {
        Ok(workspace) => workspace,
        Err(Failure::Env(error)) => {
            // Whoever reads the report learns it there, too.
            let found = (&Sources::new(), &Diagnostics::new());
            document(args.format, found, std::slice::from_ref(&error), Path::new(""), ui)?;
            return Err(Failure::Env(error));
        }
        Err(failure) => return Err(failure),
    };
    let exit = report(&workspace, ui);
    let valid = workspace.briefs.iter().filter(|loaded| loaded.is_valid()).count();
    let (all, totals) = (workspace.briefs.len(), ui.totals());
    let briefs = if all == 1 { "brief" } else { "briefs" };
    match totals.to_string() {
        found if found.is_empty() => ui.done(format!("{all} {briefs} checked, nothing to mend")),
        found => ui.done(format!("{valid} of {all} {briefs} can be built; {found}")),
    }
    let found = (&workspace.sources, &workspace.diagnostics);
    document(args.format, found, &workspace.failures, &workspace.root, ui)?;
    Ok(exit)
}

/// Prints what was found as one document, where one is asked for.
fn document(
    format: CheckFormat,
    (sources, diagnostics): (&Sources, &Diagnostics),
    failures: &[EnvError],
    root: &Path,
    ui: &Ui,
) -> Result<(), Failure> {
    if format == CheckFormat::Human {
        return Ok(());
    }
    let base = current_folder()?;
    let base = base.canonicalize().unwrap_or(base);
    let trouble = |error: &EnvError| {
        let file = error.path.strip_prefix(&base).unwrap_or(&error.path);
        Trouble { file: file.to_string_lossy().replace('\\', "/"), message: error.to_string() }
    };
    let troubles: Vec<Trouble> = failures.iter().map(trouble).collect();
    let report = Report { sources, diagnostics, troubles: &troubles };
    let text = match format {
        CheckFormat::Sarif => sarif(&report, env!("CARGO_PKG_VERSION")),
        _ => junit(&report, |file| suite(file.map(|file| base.join(file)), root)),
    };
    match ui.data(text.trim_end()) {
        // Whoever went away does not change what was found.
        Ok(()) | Err(Failure::ClosedPipe) => Ok(()),
        Err(failure) => Err(failure),
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

/// Opens the project that the command line and the current folder say.
pub fn open(
    selection: &Selection,
    global: &Global,
    deny_missing: bool,
) -> Result<Workspace, Failure> {
    let opening = opening(selection, deny_missing)?;
    Ok(Workspace::open(&project_root(global)?, &opening)?)
}

/// What the command line says about opening a project.
pub fn opening(selection: &Selection, deny_missing: bool) -> Result<OpenOptions, Failure> {
    Ok(OpenOptions {
        base: current_folder()?,
        briefs: selection.briefs.clone(),
        font_folders: selection.fonts.font_paths.clone(),
        deny_warnings: selection.deny.is_some(),
        deny_missing,
    })
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

/// A path as people read it: from where they are, where it lies below.
pub fn shown(path: &Path) -> String {
    let here = current_folder().ok();
    let real = here.as_deref().and_then(|here| here.canonicalize().ok());
    let below = here.iter().chain(&real).find_map(|here| path.strip_prefix(here).ok());
    below.unwrap_or(path).display().to_string()
}
