//! A project as it is on disk: read, parsed and resolved, with every problem found.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::coverage;
use super::files::{EnvError, list, read_asset, read_folder, read_text};
use super::inputs::Inputs;
use super::record::Entry;
use super::unchanged::Earlier;
use crate::brief::{Brief, Originals, RawBrief, Translation};
use crate::colour::{Profile, ProfileError, Separation};
use crate::diag::{
    Code, Diagnostic, Diagnostics, FileId, Level, Levels, Sources, Span, did_you_mean,
};
use crate::i18n::{Lock, Progress};
use crate::l10n::{Labels, built_in_languages, canonical, chain, serving};
use crate::project::{Config, FILE_NAME};
use crate::release::{Digest, Role};
use crate::templates::{FOLDER, TemplateFiles};
use crate::tree::Text;
use crate::typeset::Fonts;

/// A loaded project.
pub struct Workspace {
    /// The project's folder.
    pub root: PathBuf,
    /// The project file, unless something in it is wrong.
    pub config: Option<Config>,
    /// The briefs that were asked for, in the order of their ids.
    pub briefs: Vec<LoadedBrief>,
    /// The files of briefs that were asked for and need not be read, for an earlier build made them
    /// from what is there now and had nothing to say about it.
    pub unchanged: Vec<Entry>,
    /// Labels by language.
    pub labels: BTreeMap<String, Labels>,
    /// What templates may read.
    pub templates: TemplateFiles,
    /// Images and other assets by the path templates use.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// How colours become inks in the print edition.
    pub separation: Separation,
    /// The faces.
    pub fonts: Arc<Fonts>,
    /// The folders of those that are not built in.
    pub font_folders: Vec<PathBuf>,
    /// The files that were read.
    pub sources: Sources,
    /// Their digests, and those of what templates may read.
    pub inputs: Inputs,
    /// Every problem, at the project's levels.
    pub diagnostics: Diagnostics,
    /// What the environment would not let us read.
    pub failures: Vec<EnvError>,
}

/// A brief of the project, with its translations.
pub struct LoadedBrief {
    /// Its id.
    pub id: String,
    /// What it was written as, whatever it is worth.
    pub raw: RawBrief,
    /// The original and then the translations, by their tags.
    pub versions: Vec<Version>,
    /// Its translations as they stand, by their tags, with what each was made from.
    pub translations: Vec<(Translation, Lock)>,
}

/// A brief in one language.
#[derive(Default)]
pub struct Version {
    /// The language, a BCP 47 tag; `None` when the original names none that is known.
    pub language: Option<String>,
    /// The brief, unless something in it is an error.
    pub brief: Option<Brief>,
    /// The project file with this language's words.
    pub config: Option<Config>,
    /// How far the translation is; `None` for the original.
    pub progress: Option<Progress>,
    /// The files it is written in: the brief's, and a translation's with its lock.
    pub files: Vec<FileId>,
    /// Every text of its own file, to find where a character on a page came from.
    pub texts: Arc<[Text]>,
    /// The same of the original's file, where this is a translation.
    pub original_texts: Arc<[Text]>,
    /// What is said of the translation at places of the original's file: what it lacks.
    pub lacking: Vec<Diagnostic>,
}

impl Version {
    /// Every text it is made of.
    pub fn all_texts(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter().chain(self.original_texts.iter())
    }
}

impl LoadedBrief {
    /// Whether every version of it can be built.
    pub fn is_valid(&self) -> bool {
        self.versions.iter().all(|version| version.brief.is_some())
    }

    /// The texts that translations are checked against.
    pub fn originals(&self, config: Option<&Config>) -> Originals {
        Originals::new(&self.raw, config.map(Config::texts))
    }
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
    /// Whether a text without translation is an error.
    pub deny_missing: bool,
}

impl Workspace {
    /// Opens the project in `root` and checks everything in it that was asked for.
    pub fn open(root: &Path, opening: &Opening) -> Result<Self, OpenError> {
        Self::open_since(root, opening, None)
    }

    /// The same, but briefs that have not changed since an earlier build are not read.
    pub fn open_since(
        root: &Path,
        opening: &Opening,
        earlier: Option<&Earlier<'_>>,
    ) -> Result<Self, OpenError> {
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
            unchanged: Vec::new(),
            labels: BTreeMap::new(),
            templates: TemplateFiles::default(),
            assets: BTreeMap::new(),
            separation: Separation { profile: None, total_ink: 300 },
            fonts: Arc::new(fonts),
            font_folders: font_folders.clone(),
            sources: Sources::new(),
            inputs: Inputs::default(),
            diagnostics: Diagnostics::new(),
            failures: Vec::new(),
            root,
        };
        let base = opening.base.canonicalize().unwrap_or_else(|_| opening.base.clone());
        let name = |path: &Path| shown(path, &base);
        workspace.read_fonts(&font_folders);
        for error in font_errors {
            let message = format!("{}: {}", name(&error.path), error.message);
            workspace.diagnostics.push(
                Diagnostic::new(Code::BadFont, message).help("replace the file or take it out"),
            );
        }
        let mut levels = workspace.read_config(&name, opening.deny_warnings);
        if opening.deny_missing {
            levels.set(Code::Untranslated, Level::Deny);
        }
        workspace.read_templates(&name);
        workspace.read_briefs(ids, &name, &levels, earlier);
        workspace.diagnostics.sort();
        // Every answer of a worker may add templates to its own.
        workspace.sources.share();
        Ok(workspace)
    }

    fn read_config(&mut self, name: &dyn Fn(&Path) -> String, deny_warnings: bool) -> Levels {
        let path = self.root.join(FILE_NAME);
        let mut found = Diagnostics::new();
        match read_text(&path, &name(&path), &self.root, &mut self.sources, &mut found) {
            Ok(Some((file, digest))) => {
                self.inputs.add_text(file, Role::Project, FILE_NAME.into(), digest);
                self.config = Config::read(file, &self.sources, &mut found);
            }
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
            let texts: Vec<_> = config.texts().iter().collect();
            let families = coverage::families(&config.brand);
            coverage::check(&texts, &families, &self.fonts, &self.sources, &mut found);
            found = found.leveled(&config.levels);
        }
        let mut levels = self.config.as_ref().map_or_else(Levels::default, |c| c.levels.clone());
        if deny_warnings {
            levels.deny_warnings();
        }
        if let Some(logo) = self.config.as_ref().and_then(|config| config.brand.logo.clone()) {
            match read_asset(&self.root.join(&logo.path.value), &logo.path.value, &self.root) {
                Ok(Ok(bytes)) => {
                    let path = logo.path.value;
                    self.inputs.add_read(&logo.virtual_path, Role::Asset, path, &bytes);
                    self.assets.insert(logo.virtual_path, bytes);
                }
                Ok(Err(refusal)) => found.push(refusal.at(logo.path.span).key(&logo.path.key)),
                Err(failure) => self.failures.push(failure),
            }
        }
        self.read_profile(&mut found);
        if found.has_errors() {
            self.config = None;
        }
        self.diagnostics.extend(found);
        levels
    }

    /// The digests of the fonts that are not built in. A folder of the command line is known by its
    /// place among them: where it lies is no one's business.
    fn read_fonts(&mut self, folders: &[PathBuf]) {
        for (number, folder) in folders.iter().enumerate() {
            let shown = match folder.strip_prefix(&self.root) {
                Ok(inside) => inside.to_string_lossy().replace('\\', "/"),
                Err(_) => format!("--font-path {}", number + 1),
            };
            for path in self.fonts.files_in(folder) {
                let inner = path.strip_prefix(folder).unwrap_or(path);
                let name = format!("{shown}/{}", inner.to_string_lossy().replace('\\', "/"));
                match std::fs::read(path) {
                    Ok(bytes) => self.inputs.add_font(name, Digest::of(&bytes)),
                    Err(cause) => {
                        self.failures.push(EnvError::new("cannot read", path, cause));
                    }
                }
            }
        }
    }

    /// The profile of the printing condition, where the project names one.
    fn read_profile(&mut self, found: &mut Diagnostics) {
        let Some(press) = self.config.as_ref().map(|config| config.press.clone()) else { return };
        self.separation.total_ink = press.total_ink;
        let Some(path) = press.profile else { return };
        let bytes = match read_asset(&self.root.join(&path.value), &path.value, &self.root) {
            Ok(Ok(bytes)) => {
                self.inputs.set_profile(path.value.clone(), &bytes);
                bytes
            }
            Ok(Err(mut refusal)) => {
                refusal.code = Code::PressProfile;
                found.push(refusal.at(path.span).key(&path.key));
                return;
            }
            Err(failure) => return self.failures.push(failure),
        };
        let (what, help) = match Profile::parse(bytes) {
            Ok(profile) => return self.separation.profile = Some(profile),
            Err(ProfileError::Broken) => {
                ("is no ICC profile, or a damaged one", "ask the print shop for the file again")
            }
            Err(ProfileError::NotCmyk) => (
                "is a profile for other colours than CMYK",
                "name the profile of the printing condition, which the print shop gives",
            ),
            Err(ProfileError::NotOutput) => (
                "does not describe how a press prints",
                "name an output profile (class `prtr`), which the print shop gives",
            ),
        };
        let message = format!("`{}` {what}", path.value);
        found.push(
            Diagnostic::new(Code::PressProfile, message).at(path.span).key(&path.key).help(help),
        );
    }

    /// The labels that serve a language: its own, or those of the nearest that has some.
    pub fn labels_of(&self, language: &str) -> Option<Cow<'_, Labels>> {
        let known = self.labels.keys().map(String::as_str);
        let serving = serving(language, known).first().map(|tag| &self.labels[*tag])?;
        Some(serving.serve(language))
    }

    fn read_templates(&mut self, name: &dyn Fn(&Path) -> String) {
        let folder = self.root.join(FOLDER);
        let files = read_folder(&folder, &self.root).unwrap_or_else(|failure| {
            self.failures.push(failure);
            BTreeMap::new()
        });
        self.templates = TemplateFiles::shadowed_by(files);
        for (path, bytes) in self.templates.iter() {
            let path = format!("{FOLDER}/{path}");
            self.inputs.add_read(&format!("/{path}"), Role::Template, path.clone(), bytes);
        }
        self.labels = built_in_languages()
            .filter_map(|language| {
                Some((language.to_string(), Labels::built_in(language)?.clone()))
            })
            .collect();
        let labels = folder.join("labels");
        let names = list(&labels).unwrap_or_default();
        let mut tags: Vec<&str> =
            names.iter().filter_map(|name| name.strip_suffix(".toml")).collect();
        // A language is read after the one it falls back to.
        tags.sort_by_key(|tag| (chain(tag).len(), *tag));
        for language in tags {
            let path = labels.join(format!("{language}.toml"));
            let found = &mut self.diagnostics;
            let (file, _) =
                match read_text(&path, &name(&path), &self.root, &mut self.sources, found) {
                    Ok(Some(read)) => read,
                    Ok(None) => continue,
                    Err(failure) => {
                        self.failures.push(failure);
                        continue;
                    }
                };
            let written = canonical(language);
            if written.as_deref() != Some(language) {
                let help = match written {
                    Some(written) => format!("name the file `{written}.toml`"),
                    None => "name the file by a tag of BCP 47, such as `pt-BR.toml`".to_string(),
                };
                let message = format!("`{language}` is not how a language tag is written");
                found.push(
                    Diagnostic::new(Code::UnknownLanguage, message)
                        .at(Span::new(file, 0..0))
                        .help(help),
                );
                continue;
            }
            let known = self.labels.keys().map(String::as_str);
            let behind = serving(language, known).first().map(|tag| &self.labels[*tag]);
            let labels = Labels::read(file, behind, &self.sources, found);
            self.labels.insert(language.to_string(), labels);
        }
    }
}

/// Where a brief is.
pub(super) fn brief_path(root: &Path, id: &str) -> PathBuf {
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
    let shown = path.strip_prefix(base).unwrap_or(path);
    shown.to_string_lossy().replace('\\', "/")
}
