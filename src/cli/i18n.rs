//! `briefpress i18n`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};

use super::context::{Global, OnMissing, Selection, check_language, current_folder, shown};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::diag::{Code, Diagnostics};
use crate::disk::{EnvError, clear_unfinished, write_all};
use crate::project::FILE_NAME;
use crate::translation::exchange::{Export, Format, ReadError};
use crate::translation::{
    self, Accepted, Current, EditLock, Files, Key, Lock, NotToml, Progress, Translation, progress,
    units,
};
use crate::workspace::{LoadedBrief, Workspace};

#[derive(Debug, Subcommand)]
pub enum I18nCommand {
    /// Show how far each translation is
    Status(StatusArgs),
    /// Write new languages, add new keys, and record what each string was translated from
    Sync(SyncArgs),
    /// Write a translation for a translator's tool
    Export(ExportArgs),
    /// Take in what a translator's tool wrote
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Briefs by id or path [default: all]
    #[arg(value_name = "BRIEF")]
    briefs: Vec<String>,
    /// As JSON, one object a translation
    #[arg(long)]
    json: bool,
    /// Fail when a translation has fewer of its words translated, in per cent
    #[arg(long, value_name = "PERCENT")]
    fail_under: Option<usize>,
}

#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Briefs by id or path [default: all]
    #[arg(value_name = "BRIEF")]
    briefs: Vec<String>,
    /// A language to add; may be repeated [default: those that are there]
    #[arg(long = "lang", value_name = "LANG")]
    languages: Vec<String>,
    /// A stale string that is right as it is, by its key; `all` for every one
    #[arg(long, value_name = "KEY")]
    accept: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The brief, by id or path
    #[arg(value_name = "BRIEF")]
    brief: String,
    /// The language; the original's own with `--format toml` writes the originals
    #[arg(long, value_name = "LANG")]
    lang: String,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "po")]
    format: Format,
    /// The file [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The brief, by id or path
    #[arg(value_name = "BRIEF")]
    brief: String,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The language
    #[arg(long, value_name = "LANG")]
    lang: String,
    /// The format [default: by the file's ending]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Format::Po, Format::Xliff, Format::Xliff12, Format::Toml]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Format::Po => ("po", "GNU gettext"),
            Format::Xliff => ("xliff", "XLIFF 2.0"),
            Format::Xliff12 => ("xliff-1.2", "XLIFF 1.2"),
            Format::Toml => ("toml", "TOML with the strings in tables by their keys"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// Runs one of the commands for translators.
///
/// # Errors
///
/// There is no project, brief, language, key or translation of that name, a file cannot be taken
/// in, or the environment failed.
pub fn run(command: &I18nCommand, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    match command {
        I18nCommand::Status(args) => status(args, global, ui),
        I18nCommand::Sync(args) => sync(args, global, ui),
        I18nCommand::Export(args) => write_out(args, global, ui),
        I18nCommand::Import(args) => take_in(args, global, ui),
    }
}

fn load(briefs: &[String], global: &Global) -> Result<Workspace, Error> {
    global.open(&Selection::of(briefs), OnMissing::Source)
}

fn status(args: &StatusArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let StatusArgs { briefs, json, fail_under } = args;
    let workspace = load(briefs, global)?;
    let mut all: Vec<Progress> = Vec::new();
    for loaded in &workspace.briefs {
        let originals = loaded.originals(workspace.config.as_ref());
        for (translation, lock) in &loaded.translations {
            let units = units(&originals, Some((translation, lock)));
            let orphans = workspace.diagnostics.iter().filter(|d| {
                d.code == Code::Orphan && d.span.is_some_and(|s| s.file == translation.file)
            });
            all.push(progress(&loaded.id, translation, &units, orphans.count()));
        }
    }
    if *json {
        for progress in &all {
            ui.data(serde_json::to_string(progress).expect("plain data is always JSON"))?;
        }
    } else {
        ui.data(format!(
            "{:<32} {:<8} {:<9} {:>12} {:>8} {:>6} {:>6} {:>7}",
            "brief", "language", "status", "words", "missing", "stale", "same", "orphans"
        ))?;
        for p in &all {
            let words = format!("{}/{} {:>3}%", p.translated_words, p.words, p.percent());
            ui.data(format!(
                "{:<32} {:<8} {:<9} {words:>12} {:>8} {:>6} {:>6} {:>7}",
                p.brief, p.language, p.status, p.missing, p.stale, p.same_as_source, p.orphaned
            ))?;
        }
    }
    let low = fail_under.is_some_and(|least| all.iter().any(|p| p.percent() < least));
    Ok(if low { Exit::Content } else { Exit::Success })
}

fn sync(args: &SyncArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let SyncArgs { briefs, languages, accept } = args;
    let no_string = |key: &str| Error::UnknownKey(key.to_string());
    let accepted = Accepted::parse(accept).map_err(|_| no_string(""))?;
    let _lock = lock(global, ui)?;
    let workspace = load(briefs, global)?;
    for language in languages {
        check_language(language, workspace.labels.keys().map(String::as_str))?;
    }
    let mut known: BTreeSet<Key> = BTreeSet::new();
    let mut exit = Exit::Success;
    let mut refused: Vec<Error> = Vec::new();
    for loaded in &workspace.briefs {
        if let Some(error) = unread(&workspace, loaded, None) {
            refused.push(error);
            continue;
        }
        let originals = loaded.originals(workspace.config.as_ref());
        known.extend(originals.keys().cloned());
        let read = loaded.translations.iter().map(|(translation, _)| &translation.language);
        let there = read.chain(&loaded.unread.languages);
        let tags: BTreeSet<&String> =
            if languages.is_empty() { there.collect() } else { languages.iter().collect() };
        for tag in tags {
            if loaded.raw.language.as_ref().is_some_and(|own| own.value == *tag) {
                continue;
            }
            if let Some(error) = unread(&workspace, loaded, Some(tag)) {
                refused.push(error);
                continue;
            }
            let folder = folder(&workspace, loaded);
            let name = shown(&Files::path(&folder, tag));
            let current = current(&workspace, loaded, tag);
            let Ok(synced) = translation::sync(tag, current, &originals, &accepted) else {
                let error = Error::SkippedTranslation { file: name };
                ui.error(&error);
                exit = exit.max(error.exit());
                continue;
            };
            clear_unfinished(&folder.join("lang"), "");
            write_all(&synced.files.at(&folder, tag))?;
            ui.status(format!("  {name}: {} keys added, {} stale", synced.added, synced.stale));
        }
    }
    if !refused.is_empty() {
        exit = exit.max(say_errors(&workspace, ui));
        refused.iter().for_each(|error| ui.error(error));
        // A key may be one of what was not read.
        return Ok(exit);
    }
    match accepted.keys().iter().find(|key| !known.contains(*key)) {
        Some(key) => Err(no_string(key.as_str())),
        None => Ok(exit),
    }
}

fn write_out(args: &ExportArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let ExportArgs { brief, lang: language, format, out } = args;
    let workspace = load(std::slice::from_ref(brief), global)?;
    let loaded = &workspace.briefs[0];
    hold_whole(&workspace, loaded, language, ui)?;
    let source = loaded.raw.language.as_ref().map_or("en", |text| &text.value);
    let own = find(loaded, language);
    if own.is_none() && language != source {
        let (brief, language) = (loaded.id.clone(), language.clone());
        return Err(Error::NoTranslation { brief, language });
    }
    let units = units(&loaded.originals(workspace.config.as_ref()), own);
    let export = Export { brief: &loaded.id, source, target: language, units: &units };
    let text = format.write(&export);
    match out {
        Some(file) => {
            write_all(&[(current_folder()?.join(file), text.into())])?;
            ui.status(format!("  {}", file.display()));
        }
        None => ui.data(text.trim_end())?,
    }
    Ok(Exit::Success)
}

fn take_in(args: &ImportArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let ImportArgs { brief, file, lang: language, format } = args;
    let _lock = lock(global, ui)?;
    let workspace = load(std::slice::from_ref(brief), global)?;
    check_language(language, workspace.labels.keys().map(String::as_str))?;
    let loaded = &workspace.briefs[0];
    hold_whole(&workspace, loaded, language, ui)?;
    let format = format.or_else(|| Format::of_file(file)).ok_or(Error::UnknownEnding)?;
    let path = current_folder()?.join(file);
    let bytes = std::fs::read(&path).map_err(|cause| EnvError::new("cannot read", &path, cause))?;
    let unreadable =
        |why: ReadError| Error::UnreadableExchange { file: file.clone(), why: why.to_string() };
    let returned = format.read(&bytes).map_err(unreadable)?;
    let originals = loaded.originals(workspace.config.as_ref());
    let folder = folder(&workspace, loaded);
    let name = shown(&Files::path(&folder, language));
    let current = current(&workspace, loaded, language);
    let invalid =
        |why: NotToml| Error::InvalidTranslation { file: name.clone(), why: why.to_string() };
    let imported =
        translation::import(language, current, &originals, &returned.units).map_err(invalid)?;
    let mut exit = Exit::Success;
    for key in &imported.unknown {
        let error = Error::TranslatesNothing { name: key.clone(), brief: loaded.id.clone() };
        ui.error(&error);
        exit = error.exit();
    }
    clear_unfinished(&folder.join("lang"), "");
    write_all(&imported.files.at(&folder, language))?;
    ui.done(format!("{name}: {} strings read, {} changed", imported.read, imported.changed));
    Ok(exit)
}

/// Keeps other commands from changing translations until it is dropped, so that what is read is what
/// is changed. Ctrl-C ends the wait.
fn lock(global: &Global, ui: &Ui) -> Result<Option<EditLock>, Error> {
    let folder = global.project_root()?.join("briefs");
    // A project without briefs has no translations.
    if !folder.is_dir() {
        return Ok(None);
    }
    let lock = EditLock::take(&folder, &mut || {
        ui.status(
            "  waiting for another `briefpress i18n` to finish with the translations of this project",
        );
    });
    Ok(Some(lock.map_err(|cause| EnvError::new("cannot lock", &folder, cause))?))
}

/// What could not be read whole, of a project, a brief, or with a language of its translation: it is
/// not absent, and nothing may be written over it.
fn unread(workspace: &Workspace, loaded: &LoadedBrief, language: Option<&str>) -> Option<Error> {
    let what = if workspace.config.is_none() {
        // Its texts are translated with each brief.
        FILE_NAME.to_string()
    } else if loaded.unread.brief {
        format!("the brief `{}`", loaded.id)
    } else if language.is_some_and(|tag| loaded.unread.languages.contains(tag)) {
        format!("the translation of `{}` into `{}`", loaded.id, language.unwrap_or_default())
    } else {
        return None;
    };
    Some(Error::NotWhole { what })
}

/// The same for a command about one translation, with what is wrong.
///
/// # Errors
///
/// Something could not be read whole.
fn hold_whole(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
    ui: &mut Ui,
) -> Result<(), Error> {
    match unread(workspace, loaded, Some(language)) {
        Some(error) => {
            say_errors(workspace, ui);
            Err(error)
        }
        None => Ok(()),
    }
}

/// Says what is wrong with the files of a project, and what the system would not let us read; how
/// the run ends by it.
fn say_errors(workspace: &Workspace, ui: &mut Ui) -> Exit {
    let mut errors = Diagnostics::new();
    for diagnostic in workspace.diagnostics.iter().filter(|found| found.is_error()) {
        errors.push(diagnostic.clone());
    }
    ui.diagnostics(&errors, &workspace.sources);
    for failure in &workspace.failures {
        ui.failure(failure);
    }
    if workspace.failures.is_empty() { Exit::Content } else { Exit::Environment }
}

/// The translation of a brief into a language.
fn find<'a>(loaded: &'a LoadedBrief, language: &str) -> Option<(&'a Translation, &'a Lock)> {
    let mut all = loaded.translations.iter();
    all.find(|(translation, _)| translation.language == language).map(|(t, lock)| (t, lock))
}

/// The same with the text of its file.
fn current<'a>(
    workspace: &'a Workspace,
    loaded: &'a LoadedBrief,
    language: &str,
) -> Option<Current<'a>> {
    let (translation, lock) = find(loaded, language)?;
    let toml = workspace.sources.get(translation.file).text();
    Some(Current { toml, translation, lock })
}

/// The folder of a brief.
fn folder(workspace: &Workspace, loaded: &LoadedBrief) -> PathBuf {
    workspace.root.join("briefs").join(&loaded.id)
}
