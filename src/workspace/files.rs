//! The files of briefs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    /// Those that are not read and seem to be translations, by their languages.
    pub misnamed: BTreeMap<String, FileId>,
    /// Files beside the brief that it may name.
    pub attached: Beside,
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
        workspace.inputs.add_text(*file, Role::Brief, path, digest.clone());
    }
    let folder = workspace.root.join(BRIEFS).join(&id);
    if check_brief_id(&id).is_err() {
        workspace.doubt(&folder);
    }
    let mut unread = UnreadFiles { brief: brief.is_none(), ..UnreadFiles::default() };
    leave_lookalikes(workspace, &folder, brief.is_some(), name, &mut beside);
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
    let (translations, misnamed) = match brief {
        Some(_) => translation_files(workspace, &id, name, &mut beside, &mut unread),
        None => Default::default(),
    };
    let attached = match brief {
        Some(_) => read_beside(workspace, &id, name),
        None => Beside::default(),
    };
    let brief = brief.map(|(file, _)| file);
    BriefFiles { id, brief, translations, found, beside, unread, misnamed, attached }
}

/// Says what in the folder of a brief looks as if it was to be read. Whatever else somebody keeps there
/// is theirs.
fn leave_lookalikes(
    workspace: &mut Workspace,
    folder: &Path,
    is_read: bool,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
) {
    let entries = match items(folder, Some(&workspace.root)) {
        Ok(entries) => entries,
        // Of a folder that is closed altogether it has been said.
        Err(failure) if is_read => return workspace.failures.push(failure),
        Err(_) => return,
    };
    let exact = entries.iter().any(|item| item.text() == Some(FILE));
    for item in entries {
        let lower = item.name.to_string_lossy().to_lowercase();
        let is_folder = matches!(item.kind, PathKind::Folder);
        let help = if [FILE, TRANSLATIONS].iter().any(|own| item.text() == Some(own)) {
            continue;
        } else if lower == FILE {
            // On some systems it is the same file.
            if is_read && !exact {
                continue;
            }
            "name the file `brief.toml`"
        } else if lower == "brief.toml.txt" {
            "its name ends in `.txt`, which some systems do not show: name the file `brief.toml`"
        } else if lower.starts_with(FILE) {
            "name the file `brief.toml`, if it is the brief; keep copies elsewhere"
        } else if lower.contains(".toml") || lower.ends_with(".lock") {
            "the brief is `brief.toml`, its translations are in `lang/`; keep copies elsewhere"
        } else if is_folder && ["lang", "langs", "language", "languages"].contains(&&*lower)
            || ["translation", "translations"].contains(&&*lower)
        {
            "the folder of translations is called `lang`"
        } else if matches!(item.kind, PathKind::Refused(ReadRefusal::NotAFile)) {
            "take it away"
        } else {
            continue;
        };
        workspace.leave(item, help, name, found);
    }
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

/// The translations of a brief that can be read, by their tags, with their locks; and what seems to be one
/// and has another name, by the language.
fn translation_files(
    workspace: &mut Workspace,
    id: &str,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
    unread: &mut UnreadFiles,
) -> (Vec<TranslationFiles>, BTreeMap<String, FileId>) {
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
) -> (Vec<TranslationFiles>, BTreeMap<String, FileId>) {
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
    let is_other = |item: &Item| tag(item).is_none() && !is_lock(item);
    let others: Vec<(Item, Option<String>)> = entries
        .into_iter()
        .filter(is_other)
        .map(|item| {
            let seeming = misnamed(&item.name.to_string_lossy(), workspace);
            (item, seeming)
        })
        .collect();
    let missed = |item: &Item, seeming: &Option<String>| {
        let is_file = matches!(item.kind, PathKind::File);
        seeming.clone().filter(|tag| is_file && !languages.contains(tag))
    };
    // Of several the first is meant.
    let seen: BTreeMap<String, String> = others
        .iter()
        .rev()
        .filter_map(|(item, tag)| Some((missed(item, tag)?, item.name.to_string_lossy().into())))
        .collect();
    let mut misnamed_files = BTreeMap::new();
    for (item, seeming) in others {
        let missed = missed(&item, &seeming);
        let shown = item.name.to_string_lossy().into_owned();
        let (stem, rest) = shown.split_once('.').unwrap_or((&shown, ""));
        let help = match (canonical(stem).filter(|_| rest == "lock"), seeming) {
            (Some(tag), _) => match seen.get(&tag) {
                Some(other) => {
                    format!("its translation seems to be `{other}`: name that `{tag}.toml`")
                }
                None => format!("bring its translation `{stem}.toml` back, or delete it"),
            },
            (None, Some(tag)) => {
                let why = unshown(rest);
                format!("{why}name it `{tag}.toml` if it is the translation, or keep it elsewhere")
            }
            _ => "only `LANG.toml` and `LANG.lock` are read; keep other files elsewhere".into(),
        };
        // A lock without its translation, or a note, is none under another name.
        let is_other = matches!(item.kind, PathKind::File) && item.text().is_some();
        let file = if is_other && !shown.to_lowercase().contains("toml") {
            workspace.tell(item, &help, name, found)
        } else {
            workspace.leave(item, &help, name, found)
        };
        if let Some((tag, file)) = missed.zip(file) {
            misnamed_files.entry(tag).or_insert(file);
        }
    }
    (files, misnamed_files)
}

/// The language of a translation that a file seems to be under another name: `fr.toml.txt`, `fr.TOML`,
/// `french.toml.bak`.
fn misnamed(name: &str, workspace: &Workspace) -> Option<String> {
    let (stem, _) =
        name.split_once('.').filter(|(_, rest)| rest.to_lowercase().starts_with("toml"))?;
    match refusal(stem, workspace.labels.keys().map(String::as_str)) {
        None => Some(stem.to_string()),
        Some(refusal) => refusal.meant().map(String::from).or_else(|| canonical(stem)),
    }
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
