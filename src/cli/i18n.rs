//! `briefpress i18n`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{ExchangeFormat, Fonts, Global, I18n, Selection};
use super::check::{current_folder, open, project_root, shown};
use super::new::has_labels;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::diag::Code;
use crate::disk::{EnvError, write_all};
use crate::translation::exchange::{Export, Format};
use crate::translation::{
    self, Accepted, Current, EditLock, Files, Key, Lock, Progress, Translation, progress, units,
};
use crate::workspace::{LoadedBrief, Workspace};

/// Runs one of the commands for translators.
pub fn run(command: &I18n, global: &Global, ui: &mut Ui) -> Result<Exit, Failure> {
    match command {
        I18n::Status { briefs, json, fail_under } => status(briefs, *json, *fail_under, global, ui),
        I18n::Sync { briefs, languages, accept } => sync(briefs, languages, accept, global, ui),
        I18n::Export { brief, lang, format, out } => {
            write_out(brief, lang, (*format).into(), out.as_deref(), global, ui)
        }
        I18n::Import { brief, file, lang, format } => {
            take_in(brief, file, lang, *format, global, ui)
        }
    }
}

impl From<ExchangeFormat> for Format {
    fn from(format: ExchangeFormat) -> Self {
        match format {
            ExchangeFormat::Po => Format::Po,
            ExchangeFormat::Xliff => Format::Xliff,
            ExchangeFormat::Xliff12 => Format::Xliff12,
            ExchangeFormat::Toml => Format::Toml,
        }
    }
}

fn load(briefs: &[String], global: &Global) -> Result<Workspace, Failure> {
    let selection = Selection { briefs: briefs.to_vec(), fonts: Fonts::default(), deny: None };
    open(&selection, global, false)
}

fn status(
    briefs: &[String],
    json: bool,
    fail_under: Option<usize>,
    global: &Global,
    ui: &Ui,
) -> Result<Exit, Failure> {
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
    if json {
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

fn sync(
    briefs: &[String],
    languages: &[String],
    accept: &[String],
    global: &Global,
    ui: &Ui,
) -> Result<Exit, Failure> {
    let no_string = |key: &str| Failure::usage(format!("no brief has a string `{key}`"));
    let accepted = Accepted::parse(accept).map_err(|_| no_string(""))?;
    let _lock = lock(global, ui)?;
    let workspace = load(briefs, global)?;
    for language in languages {
        has_labels(language, workspace.labels.keys().map(String::as_str))?;
    }
    let mut known: BTreeSet<Key> = BTreeSet::new();
    let mut exit = Exit::Success;
    for loaded in &workspace.briefs {
        let originals = loaded.originals(workspace.config.as_ref());
        known.extend(originals.keys().cloned());
        let there = loaded.translations.iter().map(|(translation, _)| &translation.language);
        let tags: BTreeSet<&String> =
            if languages.is_empty() { there.collect() } else { languages.iter().collect() };
        for tag in tags {
            if loaded.raw.language.as_ref().is_some_and(|own| own.value == *tag) {
                continue;
            }
            let folder = folder(&workspace, loaded);
            let name = shown(&Files::path(&folder, tag));
            let current = current(&workspace, loaded, tag);
            let Ok(synced) = translation::sync(tag, current, &originals, &accepted) else {
                ui.error(
                    &format!("{name} is not valid TOML and stays as it is"),
                    Some("`briefpress check` says where"),
                );
                exit = Exit::Content;
                continue;
            };
            write_all(&synced.files.at(&folder, tag))?;
            ui.status(format!("  {name}: {} keys added, {} stale", synced.added, synced.stale));
        }
    }
    match accepted.keys().iter().find(|key| !known.contains(*key)) {
        Some(key) => Err(no_string(key.as_str())),
        None => Ok(exit),
    }
}

fn write_out(
    brief: &str,
    language: &str,
    format: Format,
    out: Option<&Path>,
    global: &Global,
    ui: &Ui,
) -> Result<Exit, Failure> {
    let workspace = load(&[brief.to_string()], global)?;
    let loaded = &workspace.briefs[0];
    let source = loaded.raw.language.as_ref().map_or("en", |text| &text.value);
    let own = find(loaded, language);
    if own.is_none() && language != source {
        return Err(Failure::with_help(
            format!("`{}` has no translation into `{language}`", loaded.id),
            format!("`briefpress i18n sync {} --lang {language}` begins one", loaded.id),
        ));
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

fn take_in(
    brief: &str,
    file: &Path,
    language: &str,
    format: Option<ExchangeFormat>,
    global: &Global,
    ui: &Ui,
) -> Result<Exit, Failure> {
    let _lock = lock(global, ui)?;
    let workspace = load(&[brief.to_string()], global)?;
    has_labels(language, workspace.labels.keys().map(String::as_str))?;
    let loaded = &workspace.briefs[0];
    let format = match format.map(Format::from).or_else(|| Format::of_file(file)) {
        Some(format) => format,
        None => {
            return Err(Failure::usage("the file’s ending tells no format; name it: --format po"));
        }
    };
    let path = current_folder()?.join(file);
    let text = std::fs::read_to_string(&path)
        .map_err(|cause| EnvError::new("cannot read", &path, cause))?;
    let returned = match format.read(&text) {
        Ok(returned) => returned,
        Err(error) => {
            ui.error(&format!("{} cannot be read: {error}", file.display()), None);
            return Ok(Exit::Content);
        }
    };
    let originals = loaded.originals(workspace.config.as_ref());
    let folder = folder(&workspace, loaded);
    let name = shown(&Files::path(&folder, language));
    let current = current(&workspace, loaded, language);
    let imported = match translation::import(language, current, &originals, &returned) {
        Ok(imported) => imported,
        Err(error) => {
            ui.error(&format!("{name} is {error}"), None);
            return Ok(Exit::Content);
        }
    };
    for key in &imported.unknown {
        ui.error(&format!("`{key}` translates nothing in `{}`", loaded.id), None);
    }
    write_all(&imported.files.at(&folder, language))?;
    ui.done(format!("{name}: {} strings read, {} changed", imported.read, imported.changed));
    Ok(if imported.unknown.is_empty() { Exit::Success } else { Exit::Content })
}

/// Keeps other commands from changing translations until it is dropped, so that what is read is what
/// is changed. Ctrl-C ends the wait.
fn lock(global: &Global, ui: &Ui) -> Result<Option<EditLock>, Failure> {
    let folder = project_root(global)?.join("briefs");
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
