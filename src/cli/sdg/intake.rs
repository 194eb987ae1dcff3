//! The files that `sdg import` and `sdg diff` are given.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::context::{current_folder, shown};
use crate::cli::error::Error;
use crate::disk::EnvError;
use crate::l10n::{built_in_languages, canonical, chain};
use crate::limits::{PUBLISHED_FILE, PUBLISHED_FILES};
use crate::published::{
    FaultPlace, PublishedFault, PublishedKind, PublishedPart, check_language, check_script,
    read_published,
};
use crate::release::Digest;

/// The endings of files that are looked at in folders. What they hold is told by what is in them.
const ENDINGS: [&str; 9] = ["yml", "yaml", "json", "xlsx", "csv", "po", "pot", "xlf", "xliff"];

/// What one file says, with its digest and language.
pub type SettledPart = (PublishedPart, String, String);

/// What was read.
pub struct TakenFiles {
    parts: Vec<(PublishedPart, String, Option<String>)>,
    passed: usize,
}

impl TakenFiles {
    /// The parts, each with its digest and language, and how many files say nothing.
    ///
    /// # Errors
    ///
    /// The language of one is not known.
    pub fn settled(self) -> Result<(Vec<SettledPart>, usize), Error> {
        let mut settled = Vec::new();
        for (part, sha256, language) in self.parts {
            // A sheet of tiers has no language.
            let none = part.wording.is_empty() && part.unready == 0;
            let language = match language {
                Some(language) => language,
                None if none => String::new(),
                None => return Err(Error::NoLanguageOf(part.file.into())),
            };
            if !language.is_empty() {
                check_script(&part, &language).map_err(Error::published)?;
                check_language(&part, &language).map_err(Error::published)?;
            }
            settled.push((part, sha256, language));
        }
        Ok((settled, self.passed))
    }
}

/// Reads files, and those in folders, in the order of their names.
///
/// # Errors
///
/// One cannot be read, is too large, or is of no kind that is read; in folders the last is passed over.
pub fn read_all(paths: &[PathBuf], language: Option<&str>) -> Result<TakenFiles, Error> {
    let language = language.map(tag).transpose()?;
    let mut files = Vec::new();
    for path in paths {
        let whole = current_folder()?.join(path);
        let there = fs::metadata(&whole).map_err(|cause| Error::unread(path, cause))?;
        if there.is_dir() { collect(&whole, &mut files, 0)? } else { files.push((whole, false)) }
    }
    let mut all = TakenFiles { parts: Vec::new(), passed: 0 };
    for (path, in_folder) in files {
        let name = shown(&path);
        let bytes = read_whole(&path)?;
        let part = match read_published(&name, &bytes) {
            Ok(part) => part,
            Err(fault) if in_folder && fault.is_foreign => {
                all.passed += 1;
                continue;
            }
            Err(fault) => return Err(Error::published(fault)),
        };
        let said = part.language.as_deref().and_then(canonical).map(of_china);
        let own = match (&said, &language) {
            (Some(said), Some(given)) if said != given => {
                let words = format!("it says it is in `{said}`, not in `{given}`");
                let help = format!("take `--lang` away, or write `--lang {said}`");
                let fault = PublishedFault::new(FaultPlace::Whole, words, help);
                return Err(Error::published(fault.in_file(&name)));
            }
            (None, Some(given)) if is_other_folder(&part, &path, given) => {
                let folder = folder_language(&path).unwrap_or_default();
                let words = format!("its folder says that it is in `{folder}`, not in `{given}`");
                let help = format!("take `--lang` away, or write `--lang {folder}`");
                let fault = PublishedFault::new(FaultPlace::Whole, words, help);
                return Err(Error::published(fault.in_file(&name)));
            }
            (_, Some(given)) => Some(given.clone()),
            (Some(said), None) => Some(said.clone()),
            (None, None) if part.kind == PublishedKind::OpenSdg => folder_language(&path),
            (None, None) => None,
        };
        all.parts.push((part, Digest::of(&bytes).to_hex(), own));
    }
    Ok(all)
}

/// A language tag as it is written.
fn tag(given: &str) -> Result<String, Error> {
    match canonical(given) {
        Some(tag) => Ok(of_china(tag)),
        None => Err(Error::NoLanguageTag(given.to_string())),
    }
}

/// The Chinese of the United Nations is written in simplified characters.
fn of_china(tag: String) -> String {
    if tag == "zh" || chain(&tag).first().is_some_and(|first| first == "zh") {
        return "zh-Hans".into();
    }
    tag
}

/// The language that a folder of Open SDG is named by.
fn folder_language(path: &Path) -> Option<String> {
    let name = path.parent()?.file_name()?.to_str()?;
    let is_short = name.split(['-', '_']).next().is_some_and(|first| first.len() == 2);
    canonical(&name.replace('_', "-")).filter(|_| is_short).map(of_china)
}

/// Whether the folder of a file of Open SDG is named by another language, one that there are words for.
fn is_other_folder(part: &PublishedPart, path: &Path, given: &str) -> bool {
    let of_folder = folder_language(path).filter(|_| part.kind == PublishedKind::OpenSdg);
    of_folder.is_some_and(|folder| folder != given && built_in_languages().any(|tag| tag == folder))
}

/// The files of a folder and those below it.
fn collect(folder: &Path, files: &mut Vec<(PathBuf, bool)>, depth: usize) -> Result<(), Error> {
    const DEEPEST: usize = 8;
    let fail = |cause| EnvError::new("cannot read", folder, cause);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        entries.push(entry.map_err(fail)?);
    }
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type().map_err(fail)?);
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if kind.is_dir() && depth < DEEPEST {
            collect(&path, files, depth + 1)?;
        } else if kind.is_file() && ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
            files.push((path, true));
        }
        if files.len() > PUBLISHED_FILES {
            let words = format!("it holds more than {PUBLISHED_FILES} files");
            let help = "name the folder of one language";
            let fault = PublishedFault::new(FaultPlace::Whole, words, help);
            return Err(Error::published(fault.in_file(&shown(folder))));
        }
    }
    Ok(())
}

/// The bytes of a file that is not too large.
fn read_whole(path: &Path) -> Result<Vec<u8>, Error> {
    let fail = |cause| EnvError::new("cannot read", path, cause);
    let bytes = crate::disk::read_at_most(path, PUBLISHED_FILE).map_err(fail)?;
    bytes.ok_or_else(|| {
        let words = format!("it is larger than {} MB", PUBLISHED_FILE >> 20);
        let fault = PublishedFault::new(FaultPlace::Whole, words, "is it what was published?");
        Error::published(fault.in_file(&shown(path)))
    })
}
