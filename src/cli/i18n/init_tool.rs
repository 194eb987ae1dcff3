//! `briefpress i18n init-tool`: what a translators' tool has to be told of a project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::common;
use crate::cli::candidates;
use crate::cli::context::{Global, OnMissing, Selection, check_language, report};
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::disk::{EnvError, read_regular, slashed, write_all};
use crate::project::FILE_NAME;
use crate::translation::exchange::{Export, Format};
use crate::translation::units;
use crate::workspace::{LoadedBrief, Workspace};

const CROWDIN: &str = include_str!("init_tool/crowdin.yml");
const OMEGAT: &str = include_str!("init_tool/omegat.project");

/// The folders without which OmegaT opens no project. Git keeps none that is empty.
const OMEGAT_FOLDERS: [&str; 6] = ["source", "target", "tm", "glossary", "dictionary", "omegat"];

/// Where Weblate's files are.
const WEBLATE: &str = "weblate";

/// How a file of originals begins, which is ours to write anew.
const ORIGINALS: &str =
    "# Originals, for Weblate. `briefpress i18n init-tool weblate` writes them anew.";

#[derive(Debug, Args)]
pub struct InitToolArgs {
    /// The tool; Poedit and the like need nothing but a file of `i18n export`
    #[arg(value_name = "TOOL")]
    tool: TranslatorsTool,
    /// A language to translate into; may be repeated [default: those that are there, and
    /// `languages` of briefpress.toml]
    #[arg(long = "lang", value_name = "LANG", add = candidates::all_languages())]
    languages: Vec<String>,
    /// For Weblate: where it clones the project from
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// Write over files that say something else
    #[arg(long)]
    force: bool,
}

/// A tool that needs files in the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TranslatorsTool {
    /// Works on the translations themselves, in the project's repository
    Weblate,
    /// Takes and gives PO, in exchange/
    Crowdin,
    /// Takes and gives PO, in omegat/LANG/
    Omegat,
}

/// Writes what a tool has to be told.
///
/// # Errors
///
/// There is no project or nothing to translate, it cannot be read whole, a file is there that says
/// something else, or the environment failed.
pub fn run(args: &InitToolArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let workspace = global.open(&Selection::of(&[]), OnMissing::Source)?;
    for language in &args.languages {
        check_language(language, workspace.labels.keys().map(String::as_str))?;
    }
    let source = source(&workspace)?;
    let files = match args.tool {
        TranslatorsTool::Weblate => {
            if let Some(what) = unread(&workspace) {
                report(&workspace, ui);
                return Err(Error::NotWhole { what });
            }
            weblate(&workspace, source, args.repository.as_deref())?
        }
        TranslatorsTool::Crowdin => vec![crowdin(source, &languages(args, &workspace))],
        TranslatorsTool::Omegat => omegat(source, &languages(args, &workspace))?,
    };
    let changed = changed(files, &workspace.root, args.force)?;
    write_all(&changed)?;
    for (path, _) in &changed {
        ui.status(format!("  {}", slashed(path.strip_prefix(&workspace.root).unwrap_or(path))));
    }
    ui.done(match args.tool {
        _ if changed.is_empty() => "all of it is there already",
        TranslatorsTool::Weblate => {
            "give Weblate weblate/component.json, and its add-on “Component discovery” what \
             weblate/discovery.json says"
        }
        TranslatorsTool::Crowdin => "`briefpress i18n export ID --out exchange/…` writes what `crowdin upload` takes",
        TranslatorsTool::Omegat => {
            "`briefpress i18n export ID --lang LANG --out omegat/LANG/source/ID.po` writes what OmegaT opens"
        }
    });
    Ok(Exit::Success)
}

/// The languages to translate into, without the originals' own.
fn languages(args: &InitToolArgs, workspace: &Workspace) -> BTreeSet<String> {
    if !args.languages.is_empty() {
        return args.languages.iter().cloned().collect();
    }
    workspace.briefs.iter().flat_map(|loaded| common::languages(workspace, loaded)).collect()
}

/// The language of the originals: a tool's project has one.
fn source(workspace: &Workspace) -> Result<&str, Error> {
    let mut all: Vec<&str> = workspace.briefs.iter().map(source_of).collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => Err(Error::ToolConfig {
            message: "the project has no briefs".into(),
            help: "`briefpress new ID --country KH` starts one".into(),
        }),
        [one] => Ok(one),
        several => Err(Error::ToolConfig {
            message: format!("the briefs are written in several languages: {}", several.join(", ")),
            help: "a translators’ tool takes originals in one; put the others into a project of their own"
                .into(),
        }),
    }
}

fn source_of(loaded: &LoadedBrief) -> &str {
    loaded.raw.language.as_ref().map_or("en", |text| &text.value)
}

/// What of the originals could not be read whole.
fn unread(workspace: &Workspace) -> Option<String> {
    if workspace.config.is_none() {
        return Some(FILE_NAME.into());
    }
    let brief = workspace.briefs.iter().find(|loaded| loaded.unread.brief)?;
    Some(format!("the brief `{}`", brief.id))
}

/// A component, an add-on that makes the same of every other brief, and the originals: a format with
/// one language a file needs a file with them, and `brief.toml` is none.
fn weblate(
    workspace: &Workspace,
    source: &str,
    repository: Option<&str>,
) -> Result<Vec<ToolFile>, Error> {
    let folder = Path::new(WEBLATE);
    let mut files = Vec::new();
    let component = folder.join("component.json");
    let with_translations = workspace.briefs.iter().find(|loaded| !loaded.translations.is_empty());
    let first = &with_translations.unwrap_or(&workspace.briefs[0]).id;
    if let Some(repository) = repository {
        let says = json!([{
            "name": first,
            "slug": first,
            "vcs": "git",
            "repo": repository,
            "source_language": source,
            "file_format": "toml",
            "filemask": format!("briefs/{first}/lang/*.toml"),
            "template": format!("{WEBLATE}/originals/{first}.toml"),
            // What a brief says is written in its own file; a language is begun by `i18n sync`.
            "edit_template": false,
            "manage_units": false,
            "new_lang": "contact",
            "language_code_style": "bcp",
        }]);
        files.push(ToolFile::new(component, format!("{says:#}\n")));
    } else if !workspace.root.join(&component).exists() {
        return Err(Error::NoRepository);
    }
    let discovery = json!({
        "match": r"briefs/(?P<component>[^/]*)/lang/(?P<language>[^/.]*)\.toml",
        "file_format": "toml",
        "name_template": "{{ component }}",
        "base_file_template": format!("{WEBLATE}/originals/{{{{ component }}}}.toml"),
        "new_base_template": "",
        "intermediate_template": "",
        "language_regex": "^[^.]+$",
        "copy_addons": true,
        "remove": false,
    });
    files.push(ToolFile::new(folder.join("discovery.json"), format!("{discovery:#}\n")));
    for loaded in &workspace.briefs {
        let units = units(&loaded.originals(workspace.config.as_ref()), None);
        let export = Export { brief: &loaded.id, source, target: source, units: &units };
        let path = folder.join("originals").join(format!("{}.toml", loaded.id));
        let text = format!("{ORIGINALS}\n\n{}", Format::Toml.write(&export));
        files.push(ToolFile { is_ours: true, ..ToolFile::new(path, text) });
    }
    Ok(files)
}

/// Which files go to Crowdin, and where they come back.
fn crowdin(source: &str, languages: &BTreeSet<String>) -> ToolFile {
    let mapped = languages.iter().filter_map(|tag| {
        let crowdin = crowdin_id(tag)?;
        Some(format!("        {crowdin}: {tag}\n"))
    });
    let mapped: String = mapped.collect();
    let mapping = if mapped.is_empty() {
        String::new()
    } else {
        format!(
            "    # Languages that Crowdin shortens otherwise than briefpress.\n    languages_mapping:\n      \
             two_letters_code:\n{mapped}"
        )
    };
    let text = CROWDIN.replace("{SOURCE}", source).replace("{MAPPING}\n", &mapping);
    ToolFile::new(PathBuf::from("crowdin.yml"), text)
}

/// What Crowdin calls a language whose two letters alone are not its tag.
fn crowdin_id(tag: &str) -> Option<String> {
    let subtags: Vec<&str> = tag.split('-').collect();
    Some(match subtags.as_slice() {
        [_] => return None,
        ["zh", "Hans"] => "zh-CN".into(),
        ["zh", "Hant"] => "zh-TW".into(),
        ["zh", "Hans" | "Hant", region] => format!("zh-{region}"),
        _ => tag.into(),
    })
}

/// A project of OmegaT for each language.
fn omegat(source: &str, languages: &BTreeSet<String>) -> Result<Vec<ToolFile>, Error> {
    if languages.is_empty() {
        return Err(Error::ToolConfig {
            message: "there is no translation yet, and an OmegaT project is for one language"
                .into(),
            help: "name it: --lang km".into(),
        });
    }
    let mut files = Vec::new();
    for language in languages {
        let folder = Path::new("omegat").join(language);
        let text = OMEGAT.replace("{SOURCE}", source).replace("{TARGET}", language);
        files.push(ToolFile::new(folder.join("omegat.project"), text));
        for name in OMEGAT_FOLDERS {
            files.push(ToolFile::new(folder.join(name).join(".gitkeep"), String::new()));
        }
    }
    Ok(files)
}

/// A file for a tool.
struct ToolFile {
    /// Where it goes, in the project.
    path: PathBuf,
    text: String,
    /// Whether it is written anew each time, if it begins as we begin it.
    is_ours: bool,
}

impl ToolFile {
    fn new(path: PathBuf, text: String) -> Self {
        Self { path, text, is_ours: false }
    }
}

/// The files that are not there as they should be, with their places.
///
/// # Errors
///
/// One is there and says something else, or would be outside of the project; then none is written.
fn changed(
    files: Vec<ToolFile>,
    root: &Path,
    force: bool,
) -> Result<Vec<(PathBuf, Vec<u8>)>, Error> {
    let mut changed = Vec::new();
    for ToolFile { path, text, is_ours } in files {
        let place = root.join(&path);
        hold_inside(&path, root)?;
        let there = match read_regular(&place) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                changed.push((place, text.into_bytes()));
                continue;
            }
            Err(cause) => return Err(EnvError::new("cannot read", &place, cause).into()),
        };
        if there == text.as_bytes() {
            continue;
        }
        let may_go = force || is_ours && there.starts_with(ORIGINALS.as_bytes());
        if !may_go {
            return Err(Error::ToolConfig {
                message: format!("{} is there already and says something else", slashed(&path)),
                help: "nothing is written; `--force` writes over it".into(),
            });
        }
        changed.push((place, text.into_bytes()));
    }
    Ok(changed)
}

/// Holds a file to the project's folder: a link may lead out of it.
fn hold_inside(path: &Path, root: &Path) -> Result<(), Error> {
    let real = |path: &Path| {
        path.canonicalize().map_err(|cause| Error::from(EnvError::new("cannot find", path, cause)))
    };
    let inside = real(root)?;
    for folder in path.ancestors().filter(|folder| root.join(folder).symlink_metadata().is_ok()) {
        if !real(&root.join(folder))?.starts_with(&inside) {
            return Err(Error::ToolConfig {
                message: format!("{} leads out of the project", slashed(folder)),
                help: "nothing is written; take the link away".into(),
            });
        }
    }
    Ok(())
}
