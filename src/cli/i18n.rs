//! `briefpress i18n`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};

use super::context::{Global, OnMissing, Selection, check_language, current_folder, shown};
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::build::{EnvError, LoadedBrief, Workspace, write_all};
use crate::diag::Code;
use crate::i18n::{Editor, Format, Languages, Lock, Progress, export, import, progress, units};

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
pub fn run(command: &I18nCommand, global: &Global, ui: &Ui) -> Result<Exit, Error> {
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

fn sync(args: &SyncArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let SyncArgs { briefs, languages, accept } = args;
    let workspace = load(briefs, global)?;
    for language in languages {
        check_language(language, workspace.labels.keys().map(String::as_str))?;
    }
    let mut known = BTreeSet::new();
    let mut exit = Exit::Success;
    for loaded in &workspace.briefs {
        let originals = loaded.originals(workspace.config.as_ref());
        known.extend(originals.iter().map(|(key, _)| key.to_string()));
        let there = loaded.translations.iter().map(|(translation, _)| &translation.language);
        let tags: BTreeSet<&String> =
            if languages.is_empty() { there.collect() } else { languages.iter().collect() };
        for tag in tags {
            if loaded.raw.language.as_ref().is_some_and(|own| own.value == *tag) {
                continue;
            }
            let all = units(&originals, find(loaded, tag));
            let (path, text) = file_of(&workspace, loaded, tag);
            let mut editor = match text.map(|text| Editor::parse(&text)) {
                None => {
                    let mut editor = Editor::empty();
                    editor.begin(tag);
                    editor
                }
                Some(Ok(editor)) => editor,
                Some(Err(_)) => {
                    let error = Error::SkippedTranslation { file: shown(&path) };
                    ui.error(&error);
                    exit = error.exit();
                    continue;
                }
            };
            let added = all
                .iter()
                .filter(|unit| unit.target.is_none())
                .filter(|unit| editor.add(&unit.key, &unit.source.value))
                .count();
            let mut lock = find(loaded, tag).map(|(_, lock)| lock.clone()).unwrap_or_default();
            lock.record(&all, |key| accept.iter().any(|own| own == "all" || own == key));
            let files =
                [(path.clone(), editor.finish().into()), (lock_path(&path), lock.to_toml().into())];
            write_all(&files)?;
            let stale = all.iter().filter(|unit| lock.is_stale(&unit.key, &unit.source)).count();
            ui.status(format!("  {}: {added} keys added, {stale} stale", shown(&path)));
        }
    }
    match accept.iter().find(|key| *key != "all" && !known.contains(*key)) {
        Some(key) => Err(Error::UnknownKey(key.clone())),
        None => Ok(exit),
    }
}

fn write_out(args: &ExportArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let ExportArgs { brief, lang: language, format, out } = args;
    let workspace = load(std::slice::from_ref(brief), global)?;
    let loaded = &workspace.briefs[0];
    let source = loaded.raw.language.as_ref().map_or("en", |text| &text.value);
    let own = find(loaded, language);
    if own.is_none() && language != source {
        let (brief, language) = (loaded.id.clone(), language.clone());
        return Err(Error::NoTranslation { brief, language });
    }
    let units = units(&loaded.originals(workspace.config.as_ref()), own);
    let text = export(*format, &loaded.id, Languages { source, target: language }, &units);
    match out {
        Some(file) => {
            write_all(&[(current_folder()?.join(file), text.into())])?;
            ui.status(format!("  {}", file.display()));
        }
        None => ui.data(text.trim_end())?,
    }
    Ok(Exit::Success)
}

fn take_in(args: &ImportArgs, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    let ImportArgs { brief, file, lang: language, format } = args;
    let workspace = load(std::slice::from_ref(brief), global)?;
    check_language(language, workspace.labels.keys().map(String::as_str))?;
    let loaded = &workspace.briefs[0];
    let ending = file.extension().and_then(|ending| ending.to_str());
    let format = match (format, ending) {
        (Some(format), _) => *format,
        (None, Some("po" | "pot")) => Format::Po,
        (None, Some("xlf" | "xliff")) => Format::Xliff,
        _ => return Err(Error::UnknownEnding),
    };
    let path = current_folder()?.join(file);
    let text = std::fs::read_to_string(&path).map_err(|cause| EnvError {
        doing: "cannot read",
        path: path.clone(),
        cause,
    })?;
    let returned = match import(format, &text) {
        Ok(returned) => returned,
        Err(message) => {
            return Err(Error::UnreadableExchange { file: file.clone(), why: message });
        }
    };
    let originals = loaded.originals(workspace.config.as_ref());
    let (path, text) = file_of(&workspace, loaded, language);
    let mut editor = match text.map(|text| Editor::parse(&text)) {
        Some(Ok(editor)) => editor,
        Some(Err(message)) => {
            let why = message.to_string();
            return Err(Error::InvalidTranslation { file: shown(&path), why });
        }
        None => {
            let mut editor = Editor::empty();
            editor.begin(language);
            editor
        }
    };
    let mut lock = find(loaded, language).map(|(_, lock)| lock.clone()).unwrap_or_default();
    let mut exit = Exit::Success;
    let (mut taken, mut changed) = (0, 0);
    let own = find(loaded, language).map(|(own, _)| &own.strings);
    for mut unit in returned {
        if unit.key.is_empty() {
            let same: Vec<&str> = originals
                .iter()
                .filter(|(_, text)| text.value == unit.source)
                .map(|(key, _)| key)
                .collect();
            // A text that stands in several places tells nothing apart: what is there stays.
            let missing = |key: &str| !own.is_some_and(|own| own.contains_key(key));
            match same.as_slice() {
                [] => {}
                [one] => unit.key = (*one).to_string(),
                several => match several.iter().find(|key| missing(key)) {
                    Some(key) => unit.key = (*key).to_string(),
                    None => continue,
                },
            }
        }
        if !originals.iter().any(|(key, _)| key == unit.key) {
            let name = if unit.key.is_empty() { &unit.source } else { &unit.key };
            let (name, brief) = (name.clone(), loaded.id.clone());
            let error = Error::TranslatesNothing { name, brief };
            ui.error(&error);
            exit = error.exit();
            continue;
        }
        if unit.target.is_empty() {
            continue;
        }
        let old = own.and_then(|own| own.get(&unit.key));
        let same = old.is_some_and(|old| old.value == unit.target);
        if !same {
            editor.set(&unit.key, &unit.target);
            changed += 1;
        }
        taken += 1;
        // What the translator left marked stays stale; what they saw is what they translated.
        if !unit.fuzzy {
            lock.set(&unit.key, &unit.source);
        }
    }
    let files = [(path.clone(), editor.finish().into()), (lock_path(&path), lock.to_toml().into())];
    write_all(&files)?;
    ui.done(format!("{}: {taken} strings read, {changed} changed", shown(&path)));
    Ok(exit)
}

/// The translation of a brief into a language.
fn find<'a>(
    loaded: &'a LoadedBrief,
    language: &str,
) -> Option<(&'a crate::brief::Translation, &'a Lock)> {
    let mut all = loaded.translations.iter();
    all.find(|(translation, _)| translation.language == language).map(|(t, lock)| (t, lock))
}

/// Where a translation's file is, and what is in it.
fn file_of(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
) -> (PathBuf, Option<String>) {
    let folder = workspace.root.join("briefs").join(&loaded.id).join("lang");
    let text = find(loaded, language)
        .map(|(translation, _)| workspace.sources.get(translation.file).text().to_string());
    (folder.join(format!("{language}.toml")), text)
}

fn lock_path(path: &Path) -> PathBuf {
    path.with_extension("lock")
}
