//! `briefpress i18n`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{ExchangeFormat, Fonts, Global, I18n, Selection};
use super::check::{current_folder, open, shown};
use super::new::has_labels;
use super::ui::Ui;
use super::{Exit, Failure};
use crate::diag::Code;
use crate::disk::{EnvError, write_all};
use crate::i18n::{Editor, Format, Languages, Lock, Progress, export, import, progress, units};
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
    let workspace = load(briefs, global)?;
    for language in languages {
        has_labels(language, workspace.labels.keys().map(String::as_str))?;
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
                    ui.error(
                        &format!("{} is not valid TOML and stays as it is", shown(&path)),
                        Some("`briefpress check` says where"),
                    );
                    exit = Exit::Content;
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
        Some(key) => Err(Failure::usage(format!("no brief has a string `{key}`"))),
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
    let text = export(format, &loaded.id, Languages { source, target: language }, &units);
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
    let workspace = load(&[brief.to_string()], global)?;
    has_labels(language, workspace.labels.keys().map(String::as_str))?;
    let loaded = &workspace.briefs[0];
    let ending = file.extension().and_then(|ending| ending.to_str());
    let format = match (format, ending) {
        (Some(format), _) => format.into(),
        (None, Some("po" | "pot")) => Format::Po,
        (None, Some("xlf" | "xliff")) => Format::Xliff,
        _ => return Err(Failure::usage("the file’s ending tells no format; name it: --format po")),
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
            ui.error(&format!("{} cannot be read: {message}", file.display()), None);
            return Ok(Exit::Content);
        }
    };
    let originals = loaded.originals(workspace.config.as_ref());
    let (path, text) = file_of(&workspace, loaded, language);
    let mut editor = match text.map(|text| Editor::parse(&text)) {
        Some(Ok(editor)) => editor,
        Some(Err(message)) => {
            ui.error(&format!("{} is not valid TOML: {message}", shown(&path)), None);
            return Ok(Exit::Content);
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
            ui.error(&format!("`{name}` translates nothing in `{}`", loaded.id), None);
            exit = Exit::Content;
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
