//! What commands for translators share: which translations a project has, and what could not be read
//! of them; and writing one.

use std::path::{Path, PathBuf};

use crate::cli::context::{self, Global, OnMissing, Selection, check_language};
use crate::cli::editors::{has_schema_of_translations, line_of_translation, write_of_translations};
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity, Span, some};
use crate::disk::{EnvError, Replacement, clear_unfinished, replace_all};
use crate::l10n::refusal;
use crate::project::FILE_NAME;
use crate::release::Digest;
use crate::translation::{Current, EditLock, Files, Key, Synced, Translation};
use crate::workspace::{LoadedBrief, Trace, Workspace};

/// Opens the project with these briefs, or all where there are none.
///
/// # Errors
///
/// There is no project or brief of that name, or the environment failed.
pub fn load(briefs: &[String], global: &Global) -> Result<Workspace, Error> {
    global.open(&Selection::of(briefs), OnMissing::Source)
}

/// Holds languages that were named against those there are labels for.
pub fn check_languages(languages: &[String], workspace: &Workspace) -> Result<(), Error> {
    let known = || workspace.labels.keys().map(String::as_str);
    languages.iter().try_for_each(|language| check_language(language, known()))
}

/// Refuses languages that were named where every brief is written in one of them.
pub fn check_not_own(languages: &[String], workspace: &Workspace) -> Result<(), Error> {
    let mut own = OwnLanguages::new(languages);
    own.take(&workspace.briefs);
    own.check()
}

/// Whether every brief is written in a language that was named, for whoever sees some briefs at a time.
pub struct OwnLanguages<'a> {
    /// The languages, and whether all briefs so far are written in them.
    named: Vec<(&'a String, bool)>,
    /// The first brief.
    first: Option<String>,
}

impl<'a> OwnLanguages<'a> {
    /// Languages that were named.
    pub fn new(languages: &'a [String]) -> Self {
        Self { named: languages.iter().map(|tag| (tag, true)).collect(), first: None }
    }

    /// Looks at some briefs more.
    pub fn take(&mut self, briefs: &[LoadedBrief]) {
        for loaded in briefs {
            self.first.get_or_insert_with(|| loaded.id.clone());
            let own = loaded.raw.language.as_ref().map(|own| own.value.as_str());
            self.named.iter_mut().for_each(|(tag, all)| *all &= own == Some(tag.as_str()));
        }
    }

    /// Refuses what was named where every brief is written in it.
    pub fn check(&self) -> Result<(), Error> {
        match (self.named.iter().find(|(_, all)| *all), &self.first) {
            (Some((tag, _)), Some(brief)) => {
                Err(Error::OwnLanguage { brief: brief.clone(), language: (*tag).clone() })
            }
            _ => Ok(()),
        }
    }
}

/// The languages that the project expects.
pub fn expected_languages(workspace: &Workspace) -> impl Iterator<Item = &String> {
    let expected = workspace.config.iter().flat_map(|config| &config.languages);
    expected.map(|tag| &tag.value)
}

/// The languages that the project expects, or a brief has a file for, and that there are no labels for. That is
/// an error of the project file, or of that file; nothing is written in them.
pub fn unserved_languages(workspace: &Workspace) -> Vec<&String> {
    let is_refused =
        |tag: &&String| refusal(tag, workspace.labels.keys().map(String::as_str)).is_some();
    let files = workspace.briefs.iter().flat_map(|loaded| &loaded.translations);
    let in_files = files.map(|(translation, _)| &translation.language);
    expected_languages(workspace).chain(in_files).filter(is_refused).collect()
}

/// The languages that a brief is expected in or has a file for, without its own.
pub fn languages(workspace: &Workspace, loaded: &LoadedBrief) -> Vec<String> {
    let unserved = unserved_languages(workspace);
    let read = loaded.translations.iter().map(|(translation, _)| &translation.language);
    let served = expected_languages(workspace).chain(read).filter(|tag| !unserved.contains(tag));
    let mut all: Vec<String> = served.chain(&loaded.unread.languages).cloned().collect();
    all.retain(|tag| loaded.raw.language.as_ref().is_none_or(|own| own.value != *tag));
    all.sort();
    all.dedup();
    all
}

/// Writes a translation, unless it says what it said, and the schema that the first line of one that is
/// begun names, for editors; where that is there, it follows the brief.
///
/// # Errors
///
/// Its folder or a file leads elsewhere, somebody saved it in the meantime, or it cannot be written.
pub fn write(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
    synced: &Synced,
) -> Result<(), Error> {
    let is_begun = current(workspace, loaded, language).is_none();
    put(workspace, loaded, language, synced, is_begun)?;
    if is_begun || has_schema_of_translations(&workspace.root, &loaded.id) {
        write_of_translations(loaded, workspace)?;
    }
    Ok(())
}

fn put(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
    synced: &Synced,
    is_begun: bool,
) -> Result<(), Error> {
    let folder = folder(workspace, loaded);
    clear_unfinished(&folder.join("lang"), "");
    let mut files = synced.files.clone();
    if is_begun {
        files.toml.insert_str(0, &line_of_translation());
    }
    let files = files.at(&folder, language);
    let links = [folder.join("lang")].into_iter().chain(files.iter().map(|(path, _)| path.clone()));
    for path in links {
        if path.symlink_metadata().is_ok_and(|there| there.is_symlink()) {
            return Err(Error::Link { path: context::shown(&path) });
        }
    }
    let read = |path: &Path| {
        let inside = path.strip_prefix(&workspace.root).ok()?.to_str()?;
        let file = workspace.inputs.text_named(inside)?;
        workspace.inputs.text(file).map(|input| input.sha256)
    };
    // Both are looked at, so that one is not written over with what the other said before.
    let files: Vec<Replacement> = files
        .into_iter()
        .map(|(path, bytes)| Replacement { read: read(&path), path, bytes })
        .collect();
    if files.iter().all(|file| file.read.as_ref() == Some(&Digest::of(&file.bytes))) {
        return Ok(());
    }
    // A lock without its translation is what is left of one.
    if let [toml, lock] = files.as_slice()
        && toml.read.is_none()
        && lock.path.exists()
    {
        return Err(Error::LoneLock { path: context::shown(&lock.path) });
    }
    match replace_all(&files)? {
        Some(path) => Err(Error::SavedMeanwhile { path: context::shown(&path) }),
        None => Ok(()),
    }
}

/// Says what follows its original, and what is kept.
pub fn say_moves(name: &str, synced: &Synced, ui: &Ui) {
    for (old, new) in &synced.renamed {
        ui.status(format!("  {name}: `{old}` is `{new}` now, and so are its translations"));
    }
    for (keys, words) in [
        (&synced.restored, "translated as what says the same was"),
        (&synced.kept, "without original, kept at the end of the file"),
        (&synced.replaced, "to be looked at again; what they said is kept at the end of the file"),
    ] {
        if !keys.is_empty() {
            let keys: Vec<&str> = keys.iter().map(Key::as_str).collect();
            ui.status(format!("  {name}: {words}: {}", some(&keys)));
        }
    }
}

/// Keeps other commands from changing translations until it is dropped, so that what is read is what
/// is changed. Ctrl-C ends the wait.
pub fn lock(global: &Global, ui: &Ui) -> Result<Option<EditLock>, Error> {
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
pub fn unread(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: Option<&str>,
) -> Option<Error> {
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
pub fn hold_whole(
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

/// Why nothing is written about a translation: it is not there, and a file seems to be it that has another
/// name, or is in another place.
pub fn misnamed(workspace: &Workspace, loaded: &LoadedBrief, language: &str) -> Option<Diagnostic> {
    let trace = *loaded.traces.get(language)?;
    let file = trace.file();
    let how = match trace {
        Trace::LoneLock(_) => return None,
        Trace::Misnamed(_) => format!("name it `{language}.toml`"),
        Trace::Misplaced(_) => {
            format!("move it to `{}`, with its lock", shown(workspace, loaded, language))
        }
    };
    let shown = workspace.sources.get(file).name();
    let message =
        format!("{shown} seems to be the translation into `{language}`: nothing is written");
    let why = if shown.to_lowercase().ends_with(".txt") {
        "its name ends in `.txt`, which some systems do not show: "
    } else {
        ""
    };
    let found = Diagnostic {
        severity: Severity::Error,
        ..Diagnostic::new(Code::PassedOver, message).at(Span::new(file, 0..0))
    };
    Some(found.help(format!("{why}{how}, or keep it elsewhere")))
}

/// Refuses a translation of which there is nothing but its lock.
pub fn check_lock(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
) -> Result<(), Error> {
    match loaded.traces.get(language) {
        Some(Trace::LoneLock(file)) => {
            Err(Error::LoneLock { path: workspace.sources.get(*file).name().into() })
        }
        _ => Ok(()),
    }
}

/// Says what stands in a project and is not read though it looks as if it was to be. Of what `said` is about nothing more
/// is to be said.
pub fn say_passed_over(workspace: &Workspace, said: &Diagnostics, ui: &mut Ui) {
    let is_said = |found: &Diagnostic| said.iter().any(|other| other.span == found.span);
    let passed = passed_over(workspace);
    let passed: Diagnostics = passed.iter().filter(|found| !is_said(found)).cloned().collect();
    ui.diagnostics(&passed, &workspace.sources);
}

/// What stands in a project and is not read though it looks as if it was to be: a translation may be missed there.
pub fn passed_over(workspace: &Workspace) -> Diagnostics {
    let is_passed = |found: &&Diagnostic| {
        matches!(found.code, Code::PassedOver | Code::NoBriefs) && !found.is_error()
    };
    workspace.diagnostics.iter().filter(is_passed).cloned().collect()
}

/// Says what is wrong with the files of a project, and what the system would not let us read; how
/// the run ends by it.
pub fn say_errors(workspace: &Workspace, ui: &mut Ui) -> Exit {
    ui.diagnostics(&errors(workspace), &workspace.sources);
    for failure in &workspace.failures {
        ui.failure(failure);
    }
    if workspace.failures.is_empty() { Exit::Content } else { Exit::Environment }
}

/// What is wrong with the files of a project.
pub fn errors(workspace: &Workspace) -> Diagnostics {
    workspace.diagnostics.iter().filter(|found| found.is_error()).cloned().collect()
}

/// The translation of a brief into a language.
pub fn find<'a>(loaded: &'a LoadedBrief, language: &str) -> Option<&'a Translation> {
    let mut all = loaded.translations.iter();
    all.find(|(translation, _)| translation.language == language)
        .map(|(translation, _)| translation)
}

/// The same with the text of its file, and its lock.
pub fn current<'a>(
    workspace: &'a Workspace,
    loaded: &'a LoadedBrief,
    language: &str,
) -> Option<Current<'a>> {
    let mut all = loaded.translations.iter();
    let (translation, lock) = all.find(|(translation, _)| translation.language == language)?;
    let toml = workspace.sources.get(translation.file).text();
    Some(Current { toml, translation, lock })
}

/// The folder of a brief.
pub fn folder(workspace: &Workspace, loaded: &LoadedBrief) -> PathBuf {
    workspace.root.join("briefs").join(&loaded.id)
}

/// Where the strings of a language stand, as users read it.
pub fn shown(workspace: &Workspace, loaded: &LoadedBrief, language: &str) -> String {
    context::shown(&Files::path(&folder(workspace, loaded), language))
}
