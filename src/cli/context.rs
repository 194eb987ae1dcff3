//! What commands share: the global options; which project, briefs, fonts and editions they work
//! with; and what opening a project finds.

use std::env;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};

use super::candidates;
use super::error::{Error, Exit};
use super::ui::{OutputArgs, Ui};
use crate::disk::{EnvError, slashed};
use crate::document::Edition;
use crate::l10n::{how_to_add, refusal};
use crate::rename::Renaming;
use crate::workspace::{OpenOptions, Workspace, find_project, is_project, misnamed_project};

/// Options every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The project's folder [default: the nearest one here or above that holds briefpress.toml]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    project: Option<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

impl Global {
    /// The folder of the project.
    ///
    /// # Errors
    ///
    /// There is none where the command line says, or at the current folder or above it; or a brief of it
    /// is renamed in part.
    pub fn project_root(&self) -> Result<PathBuf, Error> {
        let root = self.root_as_it_is()?;
        Renaming::hold_none(&root)?;
        Ok(root)
    }

    /// The same of a project in which a brief may be renamed in part.
    ///
    /// # Errors
    ///
    /// There is none where the command line says, or at the current folder or above it.
    pub fn root_as_it_is(&self) -> Result<PathBuf, Error> {
        match &self.project {
            Some(folder) if is_project(folder) => Ok(folder.clone()),
            Some(folder) => Err(match misnamed_project(folder) {
                Some(file) => Error::ProjectMisnamed(shown(&file).into()),
                None => Error::NoProjectIn(folder.clone()),
            }),
            None => {
                let here = current_folder()?;
                find_project(&here).ok_or_else(|| {
                    let misnamed = here.ancestors().find_map(misnamed_project);
                    let named = |file: PathBuf| Error::ProjectMisnamed(shown(&file).into());
                    misnamed.map_or(Error::NoProject, named)
                })
            }
        }
    }

    /// The same where a command needs no project: `None` outside of one.
    ///
    /// # Errors
    ///
    /// A brief of it is renamed in part.
    pub fn root_if_any(&self) -> Result<Option<PathBuf>, Error> {
        match self.project_root() {
            Err(error @ Error::Rename(_)) => Err(error),
            root => Ok(root.ok()),
        }
    }

    /// Opens the project.
    ///
    /// # Errors
    ///
    /// There is no project, a selected brief is not in it, or the environment failed.
    pub fn open(&self, selection: &Selection, on_missing: OnMissing) -> Result<Workspace, Error> {
        let open_options = selection.open_options(on_missing)?;
        Ok(Workspace::open(&self.project_root()?, &open_options)?)
    }
}

/// Which briefs, with which fonts, how strictly.
#[derive(Debug, Default, Args)]
pub struct Selection {
    /// Briefs by id, or by the path of their folder or file [default: all]
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    briefs: Vec<String>,
    #[command(flatten)]
    fonts: FontArgs,
    /// Treat warnings as errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

impl Selection {
    /// These briefs, or all where there are none, with the project's fonts.
    pub fn of(briefs: &[String]) -> Self {
        Self { briefs: briefs.to_vec(), ..Self::default() }
    }

    /// How a project is opened for it.
    ///
    /// # Errors
    ///
    /// There is no current folder.
    pub fn open_options(&self, on_missing: OnMissing) -> Result<OpenOptions, Error> {
        Ok(OpenOptions {
            briefs: self.briefs.clone(),
            deny_warnings: self.deny.is_some(),
            deny_missing: on_missing == OnMissing::Error,
            ..self.fonts.open_options()?
        })
    }
}

/// Folders of fonts, and font files.
#[derive(Debug, Default, Args)]
pub struct FontArgs {
    /// A folder of fonts or a font, added to those built in and the project's own
    // Typst's option, but not its variable: what a computer sets for another program must not change
    // what a project makes.
    #[arg(
        long = "font-path",
        value_name = "DIR",
        value_delimiter = if cfg!(windows) { ';' } else { ':' }
    )]
    pub font_paths: Vec<PathBuf>,
}

impl FontArgs {
    /// How a project is opened with them: all of its briefs.
    ///
    /// # Errors
    ///
    /// There is no current folder.
    pub fn open_options(&self) -> Result<OpenOptions, Error> {
        Ok(OpenOptions {
            base: current_folder()?,
            font_folders: self.font_paths.clone(),
            ..OpenOptions::default()
        })
    }
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Every warning that briefpress.toml does not allow
    Warnings,
}

/// What to do about a text that is not translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnMissing {
    /// It is an error
    Error,
    /// It is a warning, and the original prints
    Source,
}

impl ValueEnum for Edition {
    fn value_variants<'a>() -> &'a [Self] {
        &[Edition::Screen, Edition::Print]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Edition::Screen => PossibleValue::new("screen")
                .help("For reading on screen and archiving: PDF/UA-1 and PDF/A-2a"),
            Edition::Print => PossibleValue::new("print").help(
                "For the press: trim, bleed, crop marks and CMYK; PDF/X-4 where briefpress.toml \
                 names a profile",
            ),
        })
    }
}

/// Says everything that opening a project found, and what the run comes to by it.
pub fn report(workspace: &Workspace, ui: &mut Ui) -> Exit {
    report_in(workspace, &[], ui)
}

/// The same, without what is said of translations into other languages than these, where any are named.
pub fn report_in(workspace: &Workspace, languages: &[String], ui: &mut Ui) -> Exit {
    let found = workspace.diagnostics_in(languages);
    ui.diagnostics(&found, &workspace.sources);
    for failure in &workspace.failures {
        ui.failure(failure);
    }
    if !workspace.failures.is_empty() {
        Exit::Environment
    } else if found.has_errors() {
        Exit::Content
    } else {
        Exit::Success
    }
}

/// The folder the user is in.
///
/// # Errors
///
/// It is gone, or may not be read.
pub fn current_folder() -> Result<PathBuf, Error> {
    let folder = env::current_dir();
    Ok(folder
        .map_err(|cause| EnvError::new("cannot find", "the current folder".as_ref(), cause))?)
}

/// A path as people read it: from where they are, where it lies below.
pub fn shown(path: &Path) -> String {
    let here = current_folder().ok();
    let real = here.as_deref().and_then(|here| here.canonicalize().ok());
    let below = here.iter().chain(&real).find_map(|here| path.strip_prefix(here).ok());
    match slashed(below.unwrap_or(path)) {
        here if here.is_empty() => ".".into(),
        shown => shown,
    }
}

/// Holds a language against those that have labels.
///
/// # Errors
///
/// Briefs cannot be in it.
pub fn check_language<'k>(
    tag: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Result<(), Error> {
    let known: Vec<&str> = known.into_iter().collect();
    match refusal(tag, known.iter().copied()) {
        None => Ok(()),
        Some(refusal) => Err(Error::Language {
            tag: tag.to_string(),
            refusal,
            how_to_add: how_to_add(tag, known),
        }),
    }
}
