//! Opening a project: what is in it is read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::briefs::read_briefs;
use super::config::{limits_in, read_config};
use super::folders::{self, BRIEFS, BriefFolders};
use super::fonts::{self, FontFiles};
use super::inputs::Inputs;
use super::labels::{check_languages, read_templates};
use super::model::Workspace;
use super::named::brief_named;
use super::pinned::read_pinned;
use super::unread::{ReadAll, Unread};
use super::unseen::Unseen;
use super::values::briefs_at_a_time;
use crate::colour::{Greys, Separation};
use crate::diag::{Code, Diagnostic, Diagnostics, Level, Levels, Sources};
use crate::disk::{EnvError, open_text, slashed};
use crate::project::FILE_NAME;
use crate::sdg::framework;
use crate::templates::TemplateFiles;
use crate::typeset::{Fonts, built_in_faces};

/// Why a project cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The command line asks for a brief that is not there; with what to do.
    #[error("{0}")]
    UnknownBrief(String),
    /// The command line names a folder of fonts, or a font, where there is nothing.
    #[error("there is no font or folder of fonts at {}", slashed(.0))]
    NoFonts(PathBuf),
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
}

/// The nearest folder at or above `start` that holds a project file.
pub fn find_project(start: &Path) -> Option<PathBuf> {
    let above = |folder: &&Path| folder.join(FILE_NAME).symlink_metadata().is_ok();
    let found = if is_project(start) { Some(start) } else { start.ancestors().find(above) };
    found.map(Path::to_path_buf)
}

/// Whether a folder holds a project file, or what stands in its place, or may not be looked into: opening
/// it says what is the matter.
pub fn is_project(folder: &Path) -> bool {
    match folder.join(FILE_NAME).symlink_metadata() {
        Ok(_) => true,
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
    }
}

/// The file of a folder that was to be its project file, by its name: with an ending that some systems add
/// and do not show, or with other capitals.
pub fn misnamed_project(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = folder.read_dir().ok()?;
    let near = |name: &str| {
        let lower = name.to_lowercase();
        name != FILE_NAME && (lower == FILE_NAME || lower.strip_suffix(".txt") == Some(FILE_NAME))
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(near))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.into_iter().next()
}

/// What a command line says about opening a project.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// The folder that the names of files are relative to.
    pub base: PathBuf,
    /// Ids of briefs, or paths to their folders or files; all briefs when empty.
    pub briefs: Vec<String>,
    /// Folders of fonts, or font files, besides the project's own.
    pub font_folders: Vec<PathBuf>,
    /// Whether warnings are errors.
    pub deny_warnings: bool,
    /// Whether a text without translation is an error.
    pub deny_missing: bool,
    /// Where one table of several briefs alone is made: in these languages, or in all when empty. A text
    /// without translation is an error then only if that table prints it.
    pub table_alone: Option<Vec<String>>,
    /// What stands in the folder of briefs, where it has been listed.
    pub folders: Option<Arc<BriefFolders>>,
}

impl OpenOptions {
    fn folders_in(&self, root: &Path) -> Result<BriefFolders, EnvError> {
        self.folders.as_deref().cloned().map_or_else(|| BriefFolders::list(root), Ok)
    }
}

/// Lists the folder of briefs of the project in `root`.
///
/// # Errors
///
/// One of the two is there and cannot be looked into.
pub fn list_briefs(root: &Path) -> Result<BriefFolders, EnvError> {
    BriefFolders::list(&real(root)?)
}

/// Reads what is built in and every project is read with, the framework and the faces, unless that is done: where something
/// else takes its time, it can be done beside it.
pub fn read_built_in() {
    framework();
    built_in_faces();
}

/// Where a project is, without links.
fn real(root: &Path) -> Result<PathBuf, EnvError> {
    root.canonicalize().map_err(|cause| EnvError::new("cannot open", root, cause))
}

impl Workspace {
    /// Opens the project in `root` and checks everything in it that was asked for.
    ///
    /// # Errors
    ///
    /// The folder cannot be opened, or a brief that is asked for is not in it. What is wrong *in* the
    /// project is among [`diagnostics`](Self::diagnostics), what cannot be read among
    /// [`failures`](Self::failures).
    pub fn open(root: &Path, options: &OpenOptions) -> Result<Self, OpenError> {
        Self::open_unless(root, options, &ReadAll).map(|(workspace, _)| workspace)
    }

    /// The same, but briefs that `unread` stands for are not read; with what stands for them.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_unless<U: Unread>(
        root: &Path,
        options: &OpenOptions,
        unread: &U,
    ) -> Result<(Self, Vec<U::Kept>), OpenError> {
        let mut opening = Opening::begin(root, options)?;
        let ids = std::mem::take(&mut opening.ids);
        let kept = opening.read(ids, unread);
        Ok((opening.end(), kept))
    }

    /// Opens the project in `root` and shows it to `each` with some of its briefs at a time, so that what it holds does not
    /// grow with their number: what is wrong with the project itself comes with the first, what is wrong with the folder of
    /// briefs with the last. Returns it as it was shown last.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn look_through(
        root: &Path,
        options: &OpenOptions,
        each: &mut dyn FnMut(&Self),
    ) -> Result<Self, OpenError> {
        Self::look_through_unless(root, options, None, &ReadAll, &mut |workspace, _| {
            each(workspace);
            ControlFlow::Continue(())
        })
    }

    /// The same of some of the briefs, by their ids, until `each` has enough; but briefs that `unread` stands for are not read,
    /// and `each` is told what stands for them.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn look_through_unless<U: Unread>(
        root: &Path,
        options: &OpenOptions,
        only: Option<&BTreeSet<String>>,
        unread: &U,
        each: &mut EachLot<'_, U::Kept>,
    ) -> Result<Self, OpenError> {
        let mut opening = Opening::begin(root, options)?;
        let mut ids = std::mem::take(&mut opening.ids);
        ids.retain(|id| only.is_none_or(|only| only.contains(id)));
        let mark = opening.workspace.sources.mark();
        let mut told = ToldOfProject::default();
        let of_briefs = shown(&opening.workspace.root.join(BRIEFS), &opening.base) + "/";
        let mut parts = ids.chunks(briefs_at_a_time(&opening.workspace, PART)).peekable();
        let mut kept = Vec::new();
        while let Some(part) = parts.next() {
            kept = opening.read(part.to_vec(), unread);
            let workspace = &mut opening.workspace;
            told.leave_out(workspace, &of_briefs);
            if parts.peek().is_some() {
                workspace.diagnostics.sort();
                if each(workspace, std::mem::take(&mut kept)).is_break() {
                    return Ok(opening.workspace);
                }
                workspace.let_go(mark);
            }
        }
        let workspace = opening.end();
        let _ = each(&workspace, kept);
        Ok(workspace)
    }

    /// Lets go what was read since there were so many files.
    fn let_go(&mut self, mark: usize) {
        self.briefs = Vec::new();
        self.diagnostics = Diagnostics::new();
        self.failures = Vec::new();
        self.inputs.let_go(self.sources.first_behind(mark));
        self.sources.truncate(mark);
    }
}

/// What sees some briefs of a project after others, with what stands for those that were not read.
type EachLot<'e, K> = dyn FnMut(&Workspace, Vec<K>) -> ControlFlow<()> + 'e;

/// How many briefs are read at a time where they are let go again: some hundred megabytes with six languages each.
const PART: usize = 64;

/// What was told of files that belong to no brief: each part reads those again that its briefs name.
#[derive(Default)]
struct ToldOfProject(BTreeSet<String>);

impl ToldOfProject {
    /// Takes out what was told before. `of_briefs` is how the names of files of briefs begin.
    fn leave_out(&mut self, workspace: &mut Workspace, of_briefs: &str) {
        let Workspace { diagnostics, failures, sources, root, .. } = workspace;
        let all = std::mem::replace(diagnostics, Diagnostics::new());
        // What is an error for one brief may be a warning for another, in the same words.
        let of_project = |one: &Diagnostic| {
            let Diagnostic { code, severity, message, label, key, help, .. } = one;
            let place = one.span.map(|span| (sources.get(span.file).name(), span.start, span.end));
            let is_of_brief = place.is_some_and(|(name, ..)| name.starts_with(of_briefs));
            let said = || format!("{:?}", (place, code, severity, message, label, key, help));
            (!is_of_brief).then(said)
        };
        let new =
            all.into_iter().filter(|one| of_project(one).is_none_or(|what| self.0.insert(what)));
        *diagnostics = new.collect();
        let folder = root.join(BRIEFS);
        failures.retain(|failure| {
            failure.path.starts_with(&folder) || self.0.insert(failure.to_string())
        });
    }
}

/// A project that is being opened.
struct Opening<'a> {
    workspace: Workspace,
    options: &'a OpenOptions,
    /// The briefs that are asked for.
    ids: Vec<String>,
    /// The same, where any were.
    asked: Option<Vec<String>>,
    folders: BriefFolders,
    base: PathBuf,
    levels: Levels,
}

impl<'a> Opening<'a> {
    /// Reads everything but briefs.
    fn begin(root: &Path, options: &'a OpenOptions) -> Result<Self, OpenError> {
        let root = real(root)?;
        let folders = options.folders_in(&root)?;
        let ids = select(&root, &folders, options)?;
        let font_files =
            FontFiles::find(&options.font_folders, Some(&root)).map_err(OpenError::NoFonts)?;
        let limits = limits_in(&root);
        let (faces, font_errors) = Fonts::load(&font_files.paths, &limits);
        let mut workspace = Workspace {
            config: None,
            framework: Arc::clone(framework()),
            briefs: Vec::new(),
            labels: BTreeMap::new(),
            templates: TemplateFiles::default(),
            assets: BTreeMap::new(),
            separation: Separation::new(None, 300, Greys::default()),
            limits,
            fonts: Arc::new(faces),
            font_files: font_files.paths.clone(),
            sources: Sources::of_at_most(limits.text()),
            inputs: Inputs::default(),
            diagnostics: Diagnostics::new(),
            of_project_file: Vec::new(),
            failures: Vec::new(),
            brief_folders: Arc::clone(&folders.names),
            asked: (!options.briefs.is_empty()).then(|| ids.iter().cloned().collect()),
            unseen: Unseen::default(),
            root,
        };
        workspace.inputs.look_in(workspace.root.clone(), workspace.limits.data());
        let base = options.base.canonicalize().unwrap_or_else(|_| options.base.clone());
        let name = {
            let base = base.clone();
            move |path: &Path| shown(path, &base)
        };
        let passed = fonts::name_fonts(&mut workspace, font_files, font_errors, &name);
        let mut levels = read_config(&mut workspace, &name, options.deny_warnings);
        fonts::leave_others(&mut workspace, passed, &name, &levels);
        if options.deny_missing {
            levels.set(Code::Untranslated, Level::Deny);
        }
        read_pinned(&mut workspace, &name, &levels);
        read_templates(&mut workspace, &name, &levels);
        check_languages(&mut workspace);
        workspace.of_project_file = workspace.at_project_file(&workspace.diagnostics);
        let asked = (!options.briefs.is_empty()).then(|| ids.clone());
        let ids = ids.into_iter().filter(|id| folders.has(id)).collect();
        Ok(Self { workspace, options, ids, asked, folders, base, levels })
    }

    /// Reads briefs.
    fn read<U: Unread>(&mut self, ids: Vec<String>, unread: &U) -> Vec<U::Kept> {
        let Self { workspace, options, base, levels, .. } = self;
        let table = options.table_alone.as_deref().filter(|_| options.deny_missing);
        read_briefs(workspace, ids, &|path| shown(path, base), levels, table, unread)
    }

    /// The project as it was read.
    fn end(self) -> Workspace {
        let Self { mut workspace, folders, asked, base, levels, .. } = self;
        folders::leave_others(
            &mut workspace,
            folders,
            asked.as_deref(),
            &|path| shown(path, &base),
            &levels,
        );
        workspace.diagnostics.sort();
        // Every answer of a worker may add templates to its own.
        workspace.sources.share();
        workspace
    }
}

/// The id of the brief in the project in `root` that a command line names, by its id or a path from `base`.
///
/// # Errors
///
/// There is none, or the folder of briefs cannot be listed.
pub fn find_brief(root: &Path, wanted: &str, base: &Path) -> Result<String, OpenError> {
    let all = BriefFolders::list(root)?.all();
    brief_named(wanted, base, &root.join(BRIEFS), &all).map_err(OpenError::UnknownBrief)
}

/// Whether some brief that is asked for looks as if it were in a language, without reading it. What is read
/// decides where none does.
pub fn may_be_in(root: &Path, options: &OpenOptions, tag: &str) -> bool {
    let Ok(folders) = options.folders_in(root) else { return false };
    let Ok(ids) = select(root, &folders, options) else { return false };
    let folder = |id: &String| root.join(BRIEFS).join(id);
    let is_translated = |id: &String| {
        folder(id).join("lang").join(format!("{tag}.toml")).symlink_metadata().is_ok()
    };
    let is_written = |id: &String| {
        let mut text = String::new();
        let file = open_text(&folder(id).join("brief.toml"), root);
        file.and_then(|mut file| file.read_to_string(&mut text).ok()).is_some()
            && text
                .parse::<toml::Table>()
                .is_ok_and(|brief| brief.get("language").and_then(toml::Value::as_str) == Some(tag))
    };
    ids.iter().any(is_translated) || ids.iter().any(is_written)
}

/// The ids of the briefs that are asked for; all of the project's when none is.
fn select(
    root: &Path,
    folders: &BriefFolders,
    options: &OpenOptions,
) -> Result<Vec<String>, OpenError> {
    let folder = root.join(BRIEFS);
    if options.briefs.is_empty() {
        return Ok(folders.all());
    }
    let named = |wanted: &String| match folders.has(wanted) {
        true => Ok(wanted.clone()),
        false => brief_named(wanted, &options.base, &folder, &folders.all()),
    };
    let named = options.briefs.iter().map(named).collect::<Result<Vec<_>, _>>();
    let mut ids = named.map_err(OpenError::UnknownBrief)?;
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// A path as messages show it: relative to where the user is, where it lies below.
fn shown(path: &Path, base: &Path) -> String {
    slashed(path.strip_prefix(base).unwrap_or(path))
}
