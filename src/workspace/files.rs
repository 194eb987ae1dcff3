//! The files of briefs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::astray::{Trace, may_hold_translations, misplaced, seeming, within};
use super::beside::{Beside, read_beside};
use super::folders::BRIEFS;
use super::model::{UnreadFiles, Workspace};
use crate::brief::check_brief_id;
use crate::diag::{Diagnostics, FileId};
use crate::disk::{Item, PathKind, ReadRefusal, items, kind, read_text};
use crate::l10n::{canonical, refusal};
use crate::release::{Digest, Role};

/// The name of a brief's file in its folder.
const FILE: &str = "brief.toml";

/// The name of the folder of its translations.
const TRANSLATIONS: &str = "lang";

/// The files of a brief.
pub struct BriefFiles {
    /// Its id.
    pub id: String,
    /// The brief, if it can be read.
    pub brief: Option<FileId>,
    /// Its translations, by their languages.
    pub translations: Vec<TranslationFiles>,
    /// What is wrong with the brief's own file.
    pub found: Diagnostics,
    /// What is wrong with others: those of its translations, and what stands beside them.
    pub beside: Diagnostics,
    /// Those that cannot be read.
    pub unread: UnreadFiles,
    /// What there is of translations that are not read, by the languages in which there is none.
    pub traces: BTreeMap<String, Trace>,
    /// Files beside the brief that it may name.
    pub attached: Beside,
    /// The languages of translations of which nothing is asked.
    pub passed: Vec<String>,
}

/// A translation and its lock.
pub struct TranslationFiles {
    /// The language, a BCP 47 tag.
    pub language: String,
    /// The translation.
    pub strings: FileId,
    /// Its lock, if there is one.
    pub lock: Option<FileId>,
}

/// Reads the files of a brief. What is wrong with one is among what was found; what the environment
/// refuses is among the workspace's failures.
pub fn read_files(
    workspace: &mut Workspace,
    id: String,
    name: &dyn Fn(&Path) -> String,
) -> BriefFiles {
    let path = brief_path(&workspace.root, &id);
    let (mut found, mut beside) = (Diagnostics::new(), Diagnostics::new());
    let brief = read_file(workspace, &path, name, &mut found);
    if let Some((file, digest)) = &brief {
        let path = format!("{BRIEFS}/{id}/{FILE}");
        workspace.inputs.add_text(*file, Role::Brief, path, *digest);
    }
    let folder = workspace.root.join(BRIEFS).join(&id);
    if check_brief_id(&id).is_err() {
        workspace.doubt(&folder);
    }
    let mut unread = UnreadFiles { brief: brief.is_none(), ..UnreadFiles::default() };
    let astray = leave_lookalikes(workspace, &folder, brief.is_some(), name, &mut beside);
    // Why it is not there is the one thing to say.
    let renamed =
        beside.iter().find(|told| told.help.iter().any(|help| help.contains("`brief.toml`")));
    if let Some(told) = renamed.cloned().filter(|_| brief.is_none()) {
        found = found
            .into_iter()
            .map(|mut missing| {
                missing.span = told.span;
                missing.message.clone_from(&told.message);
                missing.help.clone_from(&told.help);
                missing
            })
            .collect();
        beside = beside.into_iter().filter(|other| *other != told).collect();
    }
    let (translations, mut traces) = match brief {
        Some(_) => translation_files(workspace, &id, name, &mut beside, &mut unread),
        None => Default::default(),
    };
    for (tag, trace) in astray {
        let is_read = translations.iter().any(|own| own.language == tag);
        if !is_read
            && !unread.languages.contains(&tag)
            && !matches!(traces.get(&tag), Some(Trace::Misnamed(_) | Trace::Misplaced(_)))
        {
            traces.insert(tag, trace);
        }
    }
    let attached = match brief {
        Some(_) => read_beside(workspace, &id, name),
        None => Beside::default(),
    };
    let brief = brief.map(|(file, _)| file);
    let passed = Vec::new();
    BriefFiles { id, brief, translations, found, beside, unread, traces, attached, passed }
}

/// Says what in the folder of a brief looks as if it was to be read; what of that seems to be translations, by
/// their languages. Whatever else somebody keeps there is theirs.
fn leave_lookalikes(
    workspace: &mut Workspace,
    folder: &Path,
    is_read: bool,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
) -> Vec<(String, Trace)> {
    let mut astray = Vec::new();
    let entries = match items(folder, Some(&workspace.root)) {
        Ok(entries) => entries,
        Err(failure) => {
            // Of a folder that is closed altogether it has been said.
            workspace.failures.extend(Some(failure).filter(|_| is_read));
            return astray;
        }
    };
    let exact = entries.iter().any(|item| item.text() == Some(FILE));
    let has_folder = entries.iter().any(|item| item.text() == Some(TRANSLATIONS));
    let (root, known) = (workspace.root.clone(), workspace.known_languages());
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    for item in entries {
        let lower = item.name.to_string_lossy().to_lowercase();
        let is_folder = matches!(item.kind, PathKind::Folder);
        let help: String = if [FILE, TRANSLATIONS].iter().any(|own| item.text() == Some(own)) {
            continue;
        } else if lower == FILE {
            // On some systems it is the same file.
            if is_read && !exact {
                continue;
            }
            "name the file `brief.toml`".into()
        } else if lower == "brief.toml.txt" {
            "its name ends in `.txt`, which some systems do not show: name the file `brief.toml`"
                .into()
        } else if lower.starts_with(FILE) {
            "name the file `brief.toml`, if it is the brief; keep copies elsewhere".into()
        } else if let Some(tag) =
            misplaced(&item.name.to_string_lossy(), &known).filter(|_| !is_folder)
        {
            let is_there = folder.join(TRANSLATIONS).join(format!("{tag}.toml")).exists();
            let help = match is_there {
                true => format!("`lang/{tag}.toml` is there, too: keep this file elsewhere"),
                false => format!("move it to `lang/{tag}.toml`, if it is the translation"),
            };
            let file = workspace.leave(item, &help, name, found);
            astray.extend(file.map(|file| (tag, Trace::Misplaced(file))));
            continue;
        } else if lower.contains(".toml") || lower.ends_with(".lock") {
            "the brief is `brief.toml`, its translations are in `lang/`; keep copies elsewhere"
                .into()
        } else if is_folder {
            let inner = within(&item.path, &root, &known);
            if !may_hold_translations(&lower) && inner.is_empty() {
                continue;
            }
            for (tag, path) in inner {
                let file = workspace.sources.add(name(&path), "");
                astray.push((tag, Trace::Misplaced(file)));
            }
            match has_folder {
                true => "`lang`, the folder of translations, is there, too: move to it what of them is in this one",
                false => "the folder of translations is called `lang`",
            }
            .into()
        } else if matches!(item.kind, PathKind::Refused(ReadRefusal::NotAFile)) {
            "take it away".into()
        } else {
            continue;
        };
        workspace.leave(item, &help, name, found);
    }
    astray
}

/// Reads a text. What is wrong with it is reported.
fn read_file(
    workspace: &mut Workspace,
    path: &Path,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
) -> Option<(FileId, Digest)> {
    match read_text(path, &name(path), &workspace.root, &mut workspace.sources, found) {
        Ok(read) => read,
        Err(failure) => {
            workspace.failures.push(failure);
            None
        }
    }
}

/// The translations of a brief that can be read, by their tags, with their locks; and what there is of
/// others, by their languages.
fn translation_files(
    workspace: &mut Workspace,
    id: &str,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
    unread: &mut UnreadFiles,
) -> (Vec<TranslationFiles>, BTreeMap<String, Trace>) {
    let folder = workspace.root.join(BRIEFS).join(id).join(TRANSLATIONS);
    let refused = match kind(&folder, Some(&workspace.root)) {
        PathKind::Absent => return Default::default(),
        PathKind::Folder => match items(&folder, Some(&workspace.root)) {
            Ok(entries) => {
                return listed_files(workspace, (id, &folder), entries, name, found, unread);
            }
            Err(failure) => PathKind::Failed(failure),
        },
        PathKind::File => PathKind::Refused(ReadRefusal::NotAFolder),
        refused => refused,
    };
    unread.brief = true;
    workspace.leave(Item::at(&folder, refused), "", name, found);
    Default::default()
}

/// The same, of the entries of their folder.
fn listed_files(
    workspace: &mut Workspace,
    (id, folder): (&str, &Path),
    entries: Vec<Item>,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
    unread: &mut UnreadFiles,
) -> (Vec<TranslationFiles>, BTreeMap<String, Trace>) {
    let tag = |item: &Item| item.text()?.strip_suffix(".toml").map(str::to_string);
    let languages: Vec<String> = entries.iter().filter_map(tag).collect();
    let mut files = Vec::new();
    for language in &languages {
        let path = folder.join(format!("{language}.toml"));
        let Some((strings, digest)) = read_file(workspace, &path, name, found) else {
            unread.languages.insert(language.clone());
            continue;
        };
        if canonical(language).as_ref() != Some(language) {
            workspace.doubt(&path);
        }
        let path = format!("{BRIEFS}/{id}/{TRANSLATIONS}/{language}.toml");
        workspace.inputs.add_text(strings, Role::Translation, path, digest);
        let lock = folder.join(format!("{language}.lock"));
        let mut read = None;
        if lock.symlink_metadata().is_ok() {
            // Without it nothing is known of what the strings were made from, nor who read them.
            let Some((file, digest)) = read_file(workspace, &lock, name, found) else {
                unread.languages.insert(language.clone());
                continue;
            };
            let path = format!("{BRIEFS}/{id}/{TRANSLATIONS}/{language}.lock");
            workspace.inputs.add_text(file, Role::Lock, path, digest);
            read = Some(file);
        }
        files.push(TranslationFiles { language: language.clone(), strings, lock: read });
    }
    let is_lock = |item: &Item| {
        let stem = item.text().and_then(|name| name.strip_suffix(".lock"));
        stem.is_some_and(|stem| languages.iter().any(|language| language == stem))
    };
    let root = workspace.root.clone();
    let known = workspace.known_languages();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    // Of several the first is meant; what is read under no language's name goes before what is not read.
    let mut traces = BTreeMap::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut meant = Vec::new();
    for own in &files {
        let refused = refusal(&own.language, known.iter().copied());
        let Some(tag) = refused.as_ref().and_then(|refused| refused.meant()) else { continue };
        meant.push((tag.to_string(), format!("{}.toml", own.language), own));
        if !languages.iter().any(|language| language == tag) {
            seen.entry(tag.into()).or_insert(format!("{}.toml", own.language));
            traces.entry(tag.into()).or_insert(Trace::Misnamed(own.strings));
        }
    }
    let is_other = |item: &Item| tag(item).is_none() && !is_lock(item);
    let others: Vec<(Item, Option<String>)> = entries
        .into_iter()
        .filter(is_other)
        .map(|item| {
            let tag =
                Some(item.name.to_string_lossy()).filter(|_| matches!(item.kind, PathKind::File));
            let tag = tag.and_then(|name| seeming(&name, &known));
            (item, tag)
        })
        .collect();
    for (item, tag) in &others {
        if let Some(tag) = tag.as_ref().filter(|tag| !languages.contains(tag)) {
            seen.entry(tag.clone()).or_insert(item.name.to_string_lossy().into());
        }
    }
    for (item, seeming) in others {
        let shown = item.name.to_string_lossy().into_owned();
        let (stem, rest) = shown.split_once('.').unwrap_or((&shown, ""));
        let locked = canonical(stem).filter(|_| rest == "lock");
        let inner = match item.kind {
            PathKind::Folder => within(&item.path, &root, &known),
            _ => Vec::new(),
        };
        if let Some(tag) = locked.as_ref().filter(|tag| !seen.contains_key(*tag)) {
            // What is of a region may have been called so since.
            let is_like = |other: &str| other.split('-').next() == tag.split('-').next();
            let like = meant.iter().find(|(other, _, own)| is_like(other) && own.lock.is_none());
            if let Some((_, file, own)) = like {
                seen.insert(tag.clone(), file.clone());
                traces.entry(tag.clone()).or_insert(Trace::Misnamed(own.strings));
            }
        }
        let help = match (&locked, &seeming) {
            (Some(tag), _) => match seen.get(tag) {
                Some(other) => {
                    format!("its translation seems to be `{other}`: name that `{tag}.toml`")
                }
                None => format!("bring its translation `{stem}.toml` back, or delete it"),
            },
            (None, Some(tag)) if languages.contains(tag) => {
                format!("`{tag}.toml` is there, too: keep this file elsewhere")
            }
            (None, Some(tag)) => {
                let why = unshown(rest);
                format!("{why}name it `{tag}.toml` if it is the translation, or keep it elsewhere")
            }
            _ => match inner.first() {
                Some((tag, path)) => {
                    let path = path.file_name().unwrap_or_default().to_string_lossy();
                    format!(
                        "translations are in `lang/` itself: move `{shown}/{path}` to `lang/{tag}.toml`"
                    )
                }
                None => {
                    "only `LANG.toml` and `LANG.lock` are read; keep other files elsewhere".into()
                }
            },
        };
        // A lock without its translation, or a note, is none under another name.
        let is_other = matches!(item.kind, PathKind::File) && item.text().is_some();
        let file = if is_other && seeming.is_none() && !shown.to_lowercase().contains("toml") {
            workspace.tell(item, &help, name, found)
        } else {
            workspace.leave(item, &help, name, found)
        };
        if let Some((tag, file)) = seeming.filter(|tag| !languages.contains(tag)).zip(file) {
            traces.entry(tag).or_insert(Trace::Misnamed(file));
        } else if let Some((tag, file)) = locked.filter(|tag| !seen.contains_key(tag)).zip(file)
            && is_other
        {
            traces.entry(tag).or_insert(Trace::LoneLock(file));
        }
        for (tag, path) in inner {
            if !languages.contains(&tag) && !matches!(traces.get(&tag), Some(Trace::Misnamed(_))) {
                let file = workspace.sources.add(name(&path), "");
                traces.insert(tag, Trace::Misplaced(file));
            }
        }
    }
    (files, traces)
}

/// What is to be said first of a file whose name goes on behind `toml`: why that may not be seen.
fn unshown(rest: &str) -> &'static str {
    match rest.to_lowercase() == "toml.txt" {
        true => "its name ends in `.txt`, which some systems do not show: ",
        false => "",
    }
}

/// Where a brief is.
pub fn brief_path(root: &Path, id: &str) -> PathBuf {
    root.join(BRIEFS).join(id).join(FILE)
}
