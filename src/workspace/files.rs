//! The files of briefs.

use std::path::{Path, PathBuf};

use super::model::{UnreadFiles, Workspace};
use crate::diag::{Diagnostics, FileId};
use crate::disk::{list, read_text};
use crate::release::{Digest, Role};

/// The files of a brief.
pub struct BriefFiles {
    /// Its id.
    pub id: String,
    /// The brief, if it can be read.
    pub brief: Option<FileId>,
    /// Its translations, by their languages.
    pub translations: Vec<TranslationFiles>,
    /// What is wrong with the files themselves.
    pub found: Diagnostics,
    /// Those that cannot be read.
    pub unread: UnreadFiles,
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
    let mut found = Diagnostics::new();
    let brief = read_file(workspace, &path, name, &mut found);
    if let Some((file, digest)) = &brief {
        let path = format!("briefs/{id}/brief.toml");
        workspace.inputs.add_text(*file, Role::Brief, path, digest.clone());
    }
    let mut unread = UnreadFiles { brief: brief.is_none(), ..UnreadFiles::default() };
    let translations = match brief {
        Some(_) => translation_files(workspace, &id, name, &mut found, &mut unread),
        None => Vec::new(),
    };
    BriefFiles { id, brief: brief.map(|(file, _)| file), translations, found, unread }
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

/// The translations of a brief that can be read, by their tags, with their locks.
fn translation_files(
    workspace: &mut Workspace,
    id: &str,
    name: &dyn Fn(&Path) -> String,
    found: &mut Diagnostics,
    unread: &mut UnreadFiles,
) -> Vec<TranslationFiles> {
    let folder = workspace.root.join("briefs").join(id).join("lang");
    let names = match list(&folder) {
        Ok(names) => names,
        Err(failure) => {
            workspace.failures.push(failure);
            unread.brief = true;
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    for language in names.iter().filter_map(|name| name.strip_suffix(".toml")) {
        let path = folder.join(format!("{language}.toml"));
        let Some((strings, digest)) = read_file(workspace, &path, name, found) else {
            unread.languages.insert(language.to_string());
            continue;
        };
        let path = format!("briefs/{id}/lang/{language}.toml");
        workspace.inputs.add_text(strings, Role::Translation, path, digest);
        let lock = folder.join(format!("{language}.lock"));
        let there = lock.symlink_metadata().is_ok();
        let lock = there.then(|| read_file(workspace, &lock, name, found)).flatten();
        if there && lock.is_none() {
            unread.languages.insert(language.to_string());
        }
        let lock = lock.map(|(file, digest)| {
            let path = format!("briefs/{id}/lang/{language}.lock");
            workspace.inputs.add_text(file, Role::Lock, path, digest);
            file
        });
        files.push(TranslationFiles { language: language.to_string(), strings, lock });
    }
    files
}

/// Where a brief is.
pub fn brief_path(root: &Path, id: &str) -> PathBuf {
    root.join("briefs").join(id).join("brief.toml")
}
