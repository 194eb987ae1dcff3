//! What is written in folders beside `index.html` and the manifest: pages, and volumes. None is written over a file of somebody
//! else, and those of an earlier build that are not needed any more are removed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::disk::{EnvError, check_below, is_bare, list, open_regular};
use crate::release::{INDEX_PAGES, VOLUMES, is_index_page, is_volume};

/// How much of a file tells whether it is ours.
const START: u64 = 512;

/// The folders.
const FOLDERS: [&str; 2] = [INDEX_PAGES, VOLUMES];

/// Refuses to write pages or volumes over what no build made. `names` are those of all that is written.
///
/// # Errors
///
/// There is such a file, or a page would be written through a link.
pub fn check_pages<'a>(out: &Path, names: impl Iterator<Item = &'a str>) -> Result<(), EnvError> {
    for name in names {
        let fail = |cause| Err(EnvError::new("cannot write", &out.join(name), cause));
        if let Err(cause) = check_below(out, name) {
            return fail(cause);
        }
        if in_folder(name).is_none() || out.join(name).symlink_metadata().is_err() {
            continue;
        }
        match is_ours(&out.join(name)) {
            Ok(true) => {}
            Ok(false) => {
                let why = "it is there already, and no build made it: move it away or delete it";
                return fail(io::Error::new(io::ErrorKind::AlreadyExists, why));
            }
            Err(cause) => return fail(cause),
        }
    }
    Ok(())
}

/// Removes the pages and volumes of earlier builds that are not among `names`, and their folders where nothing else
/// is in them.
///
/// # Errors
///
/// One of them cannot be removed.
pub fn clear_pages<'a>(out: &Path, names: impl Iterator<Item = &'a str>) -> Result<(), EnvError> {
    let wanted: BTreeSet<(&str, &str)> = names.filter_map(in_folder).collect();
    FOLDERS
        .iter()
        .try_for_each(|folder| clear(&out.join(folder), &|name| wanted.contains(&(*folder, name))))
}

fn clear(folder: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Result<(), EnvError> {
    // Behind a link is somebody else's.
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir());
    if !is_folder {
        return Ok(());
    }
    let there =
        fs::read_dir(folder).map_err(|cause| EnvError::new("cannot list", folder, cause))?;
    let mut old: Vec<PathBuf> = Vec::new();
    for entry in there {
        let entry = entry.map_err(|cause| EnvError::new("cannot list", folder, cause))?;
        let name = entry.file_name();
        if !name.to_str().is_some_and(is_wanted) && is_ours(&entry.path()).unwrap_or(false) {
            old.push(entry.path());
        }
    }
    old.sort();
    for path in &old {
        fs::remove_file(path).map_err(|cause| EnvError::new("cannot remove", path, cause))?;
    }
    if !old.is_empty() && is_bare(folder) {
        // A hidden file may be in it; then it stays.
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

/// The pages beside `index.html` that stand in a folder, by their paths from there.
///
/// # Errors
///
/// They cannot be listed.
pub fn pages_in(out: &Path) -> Result<Vec<String>, EnvError> {
    let folder = out.join(INDEX_PAGES);
    let mut names = if folder.is_dir() { list(&folder)? } else { Vec::new() };
    names.retain(|name| is_ours(&folder.join(name)).unwrap_or(false));
    Ok(names.into_iter().map(|name| format!("{INDEX_PAGES}/{name}")).collect())
}

/// The folder of a page or volume, and its name there, by its path from the output folder.
fn in_folder(path: &str) -> Option<(&str, &str)> {
    path.split_once('/').filter(|(folder, _)| FOLDERS.contains(folder))
}

/// Whether a file is a page or a volume that a build made, by its name and what it begins with.
///
/// # Errors
///
/// It is no regular file, or cannot be read.
fn is_ours(path: &Path) -> io::Result<bool> {
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).map(String::from);
    let (Some(own), Some(folder)) = (name(path), path.parent().and_then(name)) else {
        return Ok(false);
    };
    let mut start = Vec::new();
    open_regular(path)?.take(START).read_to_end(&mut start)?;
    Ok(match folder.as_str() {
        VOLUMES => is_volume(&own, &start),
        _ => is_index_page(&own, &start),
    })
}
