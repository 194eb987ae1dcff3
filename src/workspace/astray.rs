//! Translations that are not where they are read from: files of other names or in other places, and what is left
//! of one.

use std::path::{Path, PathBuf};

use crate::diag::{FileId, Sources, did_you_mean};
use crate::disk::{PathKind, items};
use crate::l10n::{canonical, language_within, refusal};

/// How files end that may be a translation, beside those with `.toml` in their names.
const ENDINGS: [&str; 6] = ["", "txt", "text", "bak", "old", "orig"];

/// Names of folders, in small letters, that may be meant for translations.
const FOLDERS: [&str; 9] = [
    "lang",
    "langs",
    "language",
    "languages",
    "locale",
    "locales",
    "i18n",
    "translation",
    "translations",
];

/// What there is of a translation that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    /// A file of another name.
    Misnamed(FileId),
    /// A file in another folder.
    Misplaced(FileId),
    /// Its lock alone.
    LoneLock(FileId),
}

impl Trace {
    /// The file.
    pub fn file(self) -> FileId {
        match self {
            Trace::Misnamed(file) | Trace::Misplaced(file) | Trace::LoneLock(file) => file,
        }
    }

    /// What is to be done where the translation into a language is asked for.
    pub fn help(self, language: &str, sources: &Sources) -> String {
        let shown = sources.get(self.file()).name();
        match self {
            Trace::Misnamed(_) => {
                format!("{shown} seems to be a translation into it: name that `{language}.toml`")
            }
            Trace::Misplaced(_) => format!(
                "{shown} seems to be a translation into it: move that to `{language}.toml` in the folder `lang` of \
                 the brief"
            ),
            Trace::LoneLock(_) => format!(
                "{shown} is there, and its translation is not: take that back from your version control, or delete \
                 the lock to begin anew"
            ),
        }
    }
}

/// The language of a translation that a file seems to be under another name: `fr.toml.txt`, `fr.TOML`,
/// `french.toml.bak`, `fr - Copy.txt`.
pub fn seeming(name: &str, known: &[&str]) -> Option<String> {
    match stem(name)? {
        (stem, true) => match refusal(stem, known.iter().copied()) {
            None => Some(stem.to_string()),
            Some(refusal) => refusal.meant().map(String::from).or_else(|| canonical(stem)),
        },
        (stem, false) => language_within(stem, known),
    }
}

/// What of the name of a file would be its language, and whether it goes on with `.toml`. `None` where it is no
/// translation: a lock, a file of a translator's tool, a hidden one.
fn stem(name: &str) -> Option<(&str, bool)> {
    let lower = name.to_ascii_lowercase();
    if lower.starts_with('.') || lower.ends_with(".lock") {
        return None;
    }
    if let Some(at) = lower.find(".toml") {
        return Some((&name[..at], true));
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_lowercase();
    let may_be = ENDINGS.contains(&&*ending) || did_you_mean(&ending, ["toml"]).is_some();
    may_be.then_some((stem, false))
}

/// The language of a translation that a file seems to be in another folder: only one that is certain.
pub fn misplaced(name: &str, known: &[&str]) -> Option<String> {
    let (stem, is_toml) = stem(name)?;
    language_within(stem, known).filter(|_| is_toml)
}

/// Whether a folder in that of a brief is called as one for translations might be.
pub fn may_hold_translations(name: &str) -> bool {
    FOLDERS.contains(&&*name.to_lowercase())
}

/// The translations that seem to be in a folder, by their languages: those that its files name, or it does.
pub fn within(folder: &Path, root: &Path, known: &[&str]) -> Vec<(String, PathBuf)> {
    let own = folder.file_name().and_then(|name| name.to_str());
    let own = own.and_then(|name| language_within(name, known));
    let entries = items(folder, Some(root)).unwrap_or_default();
    let files = entries.into_iter().filter(|item| matches!(item.kind, PathKind::File));
    let language = |name: &str| {
        let (_, is_toml) = stem(name)?;
        misplaced(name, known).or_else(|| own.clone().filter(|_| is_toml))
    };
    files.filter_map(|item| Some((language(item.text()?)?, item.path.clone()))).collect()
}
