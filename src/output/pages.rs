//! The pages beside `index.html`, on disk: none is written over a file of somebody else, and those of
//! an earlier build that are not needed any more are removed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::disk::{EnvError, check_below, list, open_regular};
use crate::release::{INDEX_PAGES, is_index_page};

/// How much of a file tells whether it is ours.
const START: u64 = 512;

/// Refuses to write pages over what no build made. `names` are those of all that is written.
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
        if in_folder(name).is_some()
            && out.join(name).symlink_metadata().is_ok()
            && !is_page(&out.join(name))
        {
            let why = "it is there already, and no build made it: move it away or delete it";
            return fail(io::Error::new(io::ErrorKind::AlreadyExists, why));
        }
    }
    Ok(())
}

/// Removes the pages of earlier builds that are not among `names`, and their folder where nothing else
/// is in it.
///
/// # Errors
///
/// One of them cannot be removed.
pub fn clear_pages<'a>(out: &Path, names: impl Iterator<Item = &'a str>) -> Result<(), EnvError> {
    let folder = out.join(INDEX_PAGES);
    let wanted: BTreeSet<&str> = names.filter_map(in_folder).collect();
    // Behind a link is somebody else's.
    let is_folder = fs::symlink_metadata(&folder).is_ok_and(|there| there.is_dir());
    if !is_folder {
        return Ok(());
    }
    let there =
        fs::read_dir(&folder).map_err(|cause| EnvError::new("cannot list", &folder, cause))?;
    let mut old: Vec<PathBuf> = Vec::new();
    for entry in there {
        let entry = entry.map_err(|cause| EnvError::new("cannot list", &folder, cause))?;
        let name = entry.file_name();
        let is_wanted = name.to_str().is_some_and(|name| wanted.contains(name));
        if !is_wanted && is_page(&entry.path()) {
            old.push(entry.path());
        }
    }
    old.sort();
    for path in &old {
        fs::remove_file(path).map_err(|cause| EnvError::new("cannot remove", path, cause))?;
    }
    if !old.is_empty() && list(&folder).is_ok_and(|names| names.is_empty()) {
        // A hidden file may be in it; then it stays.
        let _ = fs::remove_dir(&folder);
    }
    Ok(())
}

/// The name of a page in the folder of pages, by its path from the output folder.
fn in_folder(path: &str) -> Option<&str> {
    path.split_once('/').filter(|(folder, _)| *folder == INDEX_PAGES).map(|(_, name)| name)
}

/// Whether a file is a page that a build made.
fn is_page(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    let mut start = Vec::new();
    let read = open_regular(path).and_then(|file| file.take(START).read_to_end(&mut start));
    read.is_ok() && is_index_page(name, &start)
}
