//! `briefpress i18n export` and `briefpress i18n import`.

use std::io;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::common::{
    check_languages, check_lock, current, find, hold_whole, load, lock, misnamed, say_moves, shown,
    write,
};
use crate::cli::candidates;
use crate::cli::context::{Global, current_folder, shown as shown_path};
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::diag::Diagnostics;
use crate::disk::{EnvError, Replacement, read_limited, read_regular, replace_all, slashed};
use crate::l10n::same_language;
use crate::project::FILE_NAME;
use crate::release::Digest;
use crate::translation::exchange::{Export, Format, ReadError, ReturnedFile};
use crate::translation::{self, StringChange, units};
use crate::workspace::{LoadedBrief, Workspace};

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The brief, by id or path
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    brief: String,
    /// The language; the original's own with `--format toml` writes the originals
    #[arg(long, value_name = "LANG", add = candidates::languages())]
    lang: String,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "po")]
    format: Format,
    /// The file, not among the project’s own [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over a file of that format that is there; what was not imported from it is lost
    #[arg(long, requires = "out")]
    force: bool,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The brief, by id or path
    #[arg(value_name = "BRIEF", add = candidates::briefs())]
    brief: String,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The language
    #[arg(long, value_name = "LANG", add = candidates::all_languages())]
    lang: String,
    /// The format [default: by the file's ending]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Who reviewed what the file marks as reviewed; without a name it is taken as translated
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// The id that the brief had when the file was exported, if it was renamed since
    #[arg(long, value_name = "ID")]
    exported_as: Option<String>,
    /// Write nothing; show what would change
    #[arg(long)]
    dry_run: bool,
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

/// Writes a translation for a translator's tool.
///
/// # Errors
///
/// There is no project, brief or translation of that name, something could not be read whole, the
/// file may not be written over, or the environment failed.
pub fn write_out(args: &ExportArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let ExportArgs { brief, lang: language, format, out, force } = args;
    let workspace = load(std::slice::from_ref(brief), global)?;
    let loaded = &workspace.briefs[0];
    hold_whole(&workspace, loaded, language, ui)?;
    let source = source_of(loaded);
    let own = find(loaded, language);
    if own.is_none() && language != source {
        check_languages(std::slice::from_ref(language), &workspace)?;
        if let Some(exit) = say_misnamed(&workspace, loaded, language, ui) {
            return Ok(exit);
        }
        check_lock(&workspace, loaded, language)?;
        let (brief, language) = (loaded.id.clone(), language.clone());
        return Err(Error::NoTranslation { brief, language });
    }
    let units = units(&loaded.originals(workspace.config.as_ref()), own);
    let export = Export { brief: &loaded.id, source, target: language, units: &units };
    let text = format.write(&export);
    match out {
        Some(file) => {
            put(file, (*format, text), *force, &workspace)?;
            ui.status(format!("  {}", slashed(file)));
        }
        None => ui.file(&format!("{}\n", text.trim_end()))?,
    }
    Ok(Exit::Success)
}

/// Writes what is for a translator's tool to its file: not among the sources, and over no other file
/// unless that is said.
fn put(
    file: &Path,
    (format, text): (Format, String),
    force: bool,
    workspace: &Workspace,
) -> Result<(), Error> {
    let path = current_folder()?.join(file);
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    let is_source = |folder: PathBuf| {
        let of_root = |name: &str| folder.starts_with(workspace.root.join(name));
        ["briefs", "templates", "fonts"].into_iter().any(of_root)
            || folder == workspace.root && path.file_name().is_some_and(|name| name == FILE_NAME)
    };
    if folder.is_some_and(is_source) {
        return Err(Error::AmongSources(file.to_path_buf()));
    }
    let read = match read_regular(&path) {
        Ok(bytes) if bytes == text.as_bytes() => return Ok(()),
        Ok(bytes) if force && format.read(&bytes).is_ok() => Some(Digest::of(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Ok(_) if force => return Err(Error::NoExchange(file.to_path_buf())),
        Ok(_) => return Err(Error::FileExists(file.to_path_buf())),
        Err(error) => return Err(EnvError::new("cannot write", &path, error).into()),
    };
    match replace_all(&[Replacement { path, bytes: text.into(), read }])? {
        Some(path) => Err(Error::SavedMeanwhile { path: shown_path(&path) }),
        None => Ok(()),
    }
}

/// Takes in what a translator's tool gave back.
///
/// # Errors
///
/// There is no project or brief of that name, the file cannot be read or belongs to something else,
/// something could not be read whole, or the environment failed.
pub fn take_in(args: &ImportArgs, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    let ImportArgs { brief, file, lang: language, format, reviewer, exported_as, dry_run } = args;
    let _lock = lock(global, ui)?;
    let workspace = load(std::slice::from_ref(brief), global)?;
    check_languages(std::slice::from_ref(language), &workspace)?;
    let loaded = &workspace.briefs[0];
    if source_of(loaded) == language {
        return Err(Error::OwnLanguage { brief: loaded.id.clone(), language: language.clone() });
    }
    hold_whole(&workspace, loaded, language, ui)?;
    if let Some(exit) = say_misnamed(&workspace, loaded, language, ui) {
        return Ok(exit);
    }
    check_lock(&workspace, loaded, language)?;
    let format = format.or_else(|| Format::of_file(file)).ok_or(Error::UnknownEnding("po"))?;
    let path = current_folder()?.join(file);
    let unreadable = |why: String| Error::UnreadableExchange { file: file.clone(), why };
    let bytes =
        read_limited(&path).map_err(|cause| Error::unread(file, cause))?.ok_or_else(|| {
            unreadable("it is too large for a translation of a brief: more than 20 MB".into())
        })?;
    let returned = format.read(&bytes).map_err(|why: ReadError| unreadable(why.to_string()))?;
    if let Some(why) = foreign(&returned, loaded, language, exported_as.as_deref()) {
        return Err(unreadable(why));
    }
    let originals = loaded.originals(workspace.config.as_ref());
    let name = shown(&workspace, loaded, language);
    let current = current(&workspace, loaded, language);
    let imported =
        translation::import(language, current, &originals, &returned.units, reviewer.as_deref())
            .map_err(|why| unreadable(why.to_string()))?;
    let mut exit = Exit::Success;
    for passed in &returned.passed_over {
        let (line, words) = (passed.line, passed.words.clone());
        let error = Error::PassedOver { file: file.clone(), line, words };
        ui.error(&error);
        exit = error.exit();
    }
    for unknown in &imported.unknown {
        let (line, name) = (unknown.line, unknown.name.clone());
        let error =
            Error::TranslatesNothing { file: file.clone(), line, name, brief: loaded.id.clone() };
        ui.error(&error);
        exit = error.exit();
    }
    let count = imported.changes.iter().filter(|change| change.says_else()).count();
    if *dry_run {
        for change in &imported.changes {
            in_words(change).iter().try_for_each(|line| ui.data(line))?;
        }
        say_moves(&name, &imported.synced, ui);
        ui.done(format!("{name}: {} strings read, {count} would change", imported.read));
        return Ok(exit);
    }
    write(&workspace, loaded, language, &imported.synced)?;
    say_moves(&name, &imported.synced, ui);
    ui.done(format!("{name}: {} strings read, {count} changed", imported.read));
    Ok(exit)
}

/// Says what seems to be a translation that is not there; how the run ends by it.
fn say_misnamed(
    workspace: &Workspace,
    loaded: &LoadedBrief,
    language: &str,
    ui: &mut Ui,
) -> Option<Exit> {
    let found = Diagnostics::from_iter([misnamed(workspace, loaded, language)?]);
    ui.diagnostics(&found, &workspace.sources);
    Some(Exit::Content)
}

/// The language of a brief.
fn source_of(loaded: &LoadedBrief) -> &str {
    loaded.raw.language.as_ref().map_or("en", |text| &text.value)
}

/// Why a file belongs to something else, if it does.
fn foreign(
    returned: &ReturnedFile,
    loaded: &LoadedBrief,
    language: &str,
    exported_as: Option<&str>,
) -> Option<String> {
    let ReturnedFile { brief, source, target, .. } = returned;
    let is_own = |id: &String| *id == loaded.id || Some(id.as_str()) == exported_as;
    if let Some(other) = brief.as_ref().filter(|other| !is_own(other)) {
        return Some(format!(
            "it belongs to the brief `{other}`, not to `{}`; if that is what this one was called, say so: \
             `--exported-as {other}`",
            loaded.id
        ));
    }
    if let Some(other) = target.as_ref().filter(|other| !same_language(other, language)) {
        return Some(format!("its translations are in `{other}`, not in `{language}`"));
    }
    let own = source_of(loaded);
    let other = source.as_ref().filter(|other| !same_language(other, own))?;
    Some(format!("its originals are in `{other}`, those of the brief in `{own}`"))
}

/// A change as a dry run shows it.
fn in_words(change: &StringChange) -> Vec<String> {
    let StringChange { key, before, after, was, is } = change;
    let mut lines = vec![format!("{key}: {} → {}", was.name(), is.name())];
    if change.says_else() {
        for (sign, text) in before.iter().map(|before| ('-', before)).chain([('+', after)]) {
            let signs = std::iter::once(sign).chain(std::iter::repeat(' '));
            lines.extend(signs.zip(text.split('\n')).map(|(sign, line)| format!("{sign} {line}")));
        }
    }
    lines
}
