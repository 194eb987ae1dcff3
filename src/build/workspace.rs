//! A project as it is on disk: read, parsed and resolved, with every problem found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::coverage;
use super::files::{EnvError, list, read_asset, read_folder, read_text};
use crate::brief::{Brief, RawBrief, check_brief_id, resolve};
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, Span, did_you_mean};
use crate::l10n::{Labels, built_in_languages};
use crate::project::{Config, FILE_NAME};
use crate::templates::{FOLDER, TemplateFiles};
use crate::tree::{Document, Reader, Text};
use crate::typeset::Fonts;

/// A loaded project.
pub struct Workspace {
    /// The project's folder.
    pub root: PathBuf,
    /// The project file, unless something in it is wrong.
    pub config: Option<Config>,
    /// The briefs that were asked for, in the order of their ids.
    pub briefs: Vec<LoadedBrief>,
    /// Labels by language.
    pub labels: BTreeMap<String, Labels>,
    /// What templates may read.
    pub templates: TemplateFiles,
    /// Images and other assets by the path templates use.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// The faces.
    pub fonts: Arc<Fonts>,
    /// The files that were read.
    pub sources: Sources,
    /// Every problem, at the project's levels.
    pub diagnostics: Diagnostics,
    /// What the environment would not let us read.
    pub failures: Vec<EnvError>,
}

/// A brief of the project.
pub struct LoadedBrief {
    /// Its id.
    pub id: String,
    /// The brief, unless something in it is an error.
    pub brief: Option<Brief>,
    /// Every text in its file, to find where a character on a page came from.
    pub texts: Vec<Text>,
}

/// Why a project cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The command line asks for a brief that is not there.
    UnknownBrief(String),
    /// The environment failed.
    Env(EnvError),
}

impl From<EnvError> for OpenError {
    fn from(error: EnvError) -> Self {
        OpenError::Env(error)
    }
}

/// The nearest folder at or above `start` that holds a project file.
pub fn find_project(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(FILE_NAME).is_file()).map(Path::to_path_buf)
}

/// What a command line says about opening a project.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// The folder that the names of files are relative to.
    pub base: PathBuf,
    /// Ids of briefs, or paths to their folders or files; all briefs when empty.
    pub briefs: Vec<String>,
    /// Folders of fonts besides the project's own.
    pub font_folders: Vec<PathBuf>,
    /// Whether warnings are errors.
    pub deny_warnings: bool,
}

impl Workspace {
    /// Opens the project in `root` and checks everything in it that was asked for.
    pub fn open(root: &Path, opening: &Opening) -> Result<Self, OpenError> {
        let root = root.canonicalize().map_err(|cause| EnvError {
            doing: "cannot open",
            path: root.to_path_buf(),
            cause,
        })?;
        let ids = select(&root, opening)?;
        let mut font_folders = opening.font_folders.clone();
        font_folders.push(root.join("fonts"));
        let (fonts, font_errors) = Fonts::load(&font_folders);
        let mut workspace = Self {
            config: None,
            briefs: Vec::new(),
            labels: BTreeMap::new(),
            templates: TemplateFiles::default(),
            assets: BTreeMap::new(),
            fonts: Arc::new(fonts),
            sources: Sources::new(),
            diagnostics: Diagnostics::new(),
            failures: Vec::new(),
            root,
        };
        let name = |path: &Path| shown(path, &opening.base);
        for error in font_errors {
            let message = format!("{}: {}", name(&error.path), error.message);
            workspace.diagnostics.push(
                Diagnostic::new(Code::BadFont, message).help("replace the file or take it out"),
            );
        }
        workspace.read_config(&name, opening.deny_warnings);
        workspace.read_templates(&name);
        for id in ids {
            workspace.read_brief(&id, &name, opening.deny_warnings);
        }
        workspace.diagnostics.sort();
        Ok(workspace)
    }

    fn read_config(&mut self, name: &dyn Fn(&Path) -> String, deny_warnings: bool) {
        let path = self.root.join(FILE_NAME);
        let mut found = Diagnostics::new();
        match read_text(&path, &name(&path), &self.root, &mut self.sources, &mut found) {
            Ok(Some(file)) => self.config = Config::read(file, &self.sources, &mut found),
            Ok(None) => {}
            Err(failure) => self.failures.push(failure),
        }
        if let Some(config) = &mut self.config {
            if deny_warnings {
                config.levels.deny_warnings();
            }
            for family in &config.brand.font_names {
                if !self.fonts.has_family(&family.value) {
                    let families = self.fonts.families();
                    let help = match did_you_mean(&family.value, families.iter().copied()) {
                        Some(near) => format!("did you mean `\"{near}\"`?"),
                        None => format!(
                            "put its files into the project’s `fonts` folder; families there are: {}",
                            families.join(", ")
                        ),
                    };
                    found.push(
                        Diagnostic::new(
                            Code::UnknownFont,
                            format!("there is no font family `{}`", family.value),
                        )
                        .at(family.span)
                        .key(&family.key)
                        .help(help),
                    );
                }
            }
            let texts: Vec<_> = config.texts().collect();
            coverage::check(&texts, &config.brand, &self.fonts, &self.sources, &mut found);
            found = found.leveled(&config.levels);
        }
        if let Some(logo) = self.config.as_ref().and_then(|config| config.brand.logo.clone()) {
            match read_asset(&self.root.join(&logo.path.value), &logo.path.value, &self.root) {
                Ok(Ok(bytes)) => {
                    self.assets.insert(logo.virtual_path, bytes);
                }
                Ok(Err(refusal)) => found.push(refusal.at(logo.path.span).key(&logo.path.key)),
                Err(failure) => self.failures.push(failure),
            }
        }
        if found.has_errors() {
            self.config = None;
        }
        self.diagnostics.extend(found);
    }

    fn read_templates(&mut self, name: &dyn Fn(&Path) -> String) {
        let folder = self.root.join(FOLDER);
        let files = read_folder(&folder, &self.root).unwrap_or_else(|failure| {
            self.failures.push(failure);
            BTreeMap::new()
        });
        self.templates = TemplateFiles::shadowed_by(files);
        self.labels = built_in_languages()
            .filter_map(|language| Some((language.to_string(), Labels::built_in(language)?)))
            .collect();
        let labels = folder.join("labels");
        let names = list(&labels).unwrap_or_default();
        for language in names.iter().filter_map(|name| name.strip_suffix(".toml")) {
            let path = labels.join(format!("{language}.toml"));
            let found = &mut self.diagnostics;
            match read_text(&path, &name(&path), &self.root, &mut self.sources, found) {
                Ok(Some(file)) => {
                    let labels = Labels::read(language, file, &self.sources, found);
                    self.labels.insert(language.to_string(), labels);
                }
                Ok(None) => {}
                Err(failure) => self.failures.push(failure),
            }
        }
    }

    fn read_brief(&mut self, id: &str, name: &dyn Fn(&Path) -> String, deny_warnings: bool) {
        let path = brief_path(&self.root, id);
        let mut found = Diagnostics::new();
        let mut brief = None;
        let mut texts = Vec::new();
        match read_text(&path, &name(&path), &self.root, &mut self.sources, &mut found) {
            Ok(Some(file)) => {
                if let Err((message, help)) = check_brief_id(id) {
                    found.push(
                        Diagnostic::new(Code::InvalidId, message)
                            .at(Span::new(file, 0..0))
                            .help(format!("rename the folder: {help}")),
                    );
                }
                let document = Document::parse(&self.sources, file, &mut found);
                let reader = Reader::new();
                let raw = RawBrief::read(document.root(&reader));
                texts = document.report(reader, &self.sources, &mut found);
                let languages: Vec<String> = self.labels.keys().cloned().collect();
                brief = resolve(id, raw, &self.sources, &languages, &mut found);
            }
            Ok(None) => {}
            Err(failure) => self.failures.push(failure),
        }
        match &self.config {
            Some(config) => {
                let printed: Vec<&Text> =
                    texts.iter().filter(|text| !text.key.starts_with("keywords[")).collect();
                coverage::check(&printed, &config.brand, &self.fonts, &self.sources, &mut found);
                found = found.leveled(&config.levels);
            }
            None if deny_warnings => {
                let mut levels = crate::diag::Levels::default();
                levels.deny_warnings();
                found = found.leveled(&levels);
            }
            None => {}
        }
        let brief = brief.filter(|_| !found.has_errors());
        self.diagnostics.extend(found);
        self.briefs.push(LoadedBrief { id: id.to_string(), brief, texts });
    }
}

fn brief_path(root: &Path, id: &str) -> PathBuf {
    root.join("briefs").join(id).join("brief.toml")
}

/// The ids of the briefs that are asked for; all of the project's when none is.
fn select(root: &Path, opening: &Opening) -> Result<Vec<String>, OpenError> {
    let folder = root.join("briefs");
    let all: Vec<String> =
        list(&folder)?.into_iter().filter(|name| folder.join(name).is_dir()).collect();
    if opening.briefs.is_empty() {
        return Ok(all);
    }
    let mut ids = Vec::new();
    for wanted in &opening.briefs {
        if all.contains(wanted) {
            ids.push(wanted.clone());
            continue;
        }
        let path = opening.base.join(wanted).canonicalize().ok();
        let inside = path.as_deref().and_then(|path| path.strip_prefix(&folder).ok());
        let id = inside.and_then(|path| path.iter().next()).and_then(|id| id.to_str());
        match id.filter(|id| all.iter().any(|other| other == id)) {
            Some(id) => ids.push(id.to_string()),
            None => {
                let near = did_you_mean(wanted, all.iter().map(String::as_str));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if all.is_empty() => "`briefpress new ID --country KH` writes one".into(),
                    None => format!("briefs there are: {}", all.join(", ")),
                };
                let message = format!("there is no brief `{wanted}` in this project; {help}");
                return Err(OpenError::UnknownBrief(message));
            }
        }
    }
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// A path as messages show it: relative to where the user is, where it lies below.
fn shown(path: &Path, base: &Path) -> String {
    let base = base.canonicalize().unwrap_or_else(|_| base.to_path_buf());
    let shown = path.strip_prefix(&base).unwrap_or(path);
    shown.to_string_lossy().replace('\\', "/")
}
