//! Whether files that were made are still there as they were made.

use std::path::Path;

use super::stat_cache::{CachedFile, StatCache};
use crate::disk::{check_below, open_regular};
use crate::document::Document;
use crate::release::{Artifact, Digest, THUMBNAILS};

/// Whether a path of a manifest stays inside its folder: manifests are read from anywhere.
pub fn is_inside(path: &str) -> bool {
    let parts = path.split('/');
    !path.contains('\\')
        && parts.into_iter().all(|part| !["", ".", ".."].contains(&part))
        && (path.ends_with(".pdf") || path.starts_with(THUMBNAILS) || Document::is_sheet_name(path))
}

/// The digest of a file in the output folder that has so many bytes; `None` where it is not there, or
/// behind a link.
///
/// # Errors
///
/// It has another length: then it is not read.
pub fn digest_of(out: &Path, path: &str, bytes: usize) -> Result<Option<Digest>, Damage> {
    cached_digest(out, path, bytes, None)
}

/// The same; a file that is as a cache knows it is not read.
fn cached_digest(
    out: &Path,
    path: &str,
    bytes: usize,
    cache: Option<&StatCache>,
) -> Result<Option<Digest>, Damage> {
    if !is_inside(path) {
        return Ok(None);
    }
    let known = cache.and_then(|cache| cache.known(CachedFile::Made(path), out));
    if known.is_some() {
        return Ok(known);
    }
    if check_below(out, path).is_err() {
        return Ok(None);
    }
    let Ok(file) = open_regular(&out.join(path)) else { return Ok(None) };
    match (file.metadata(), cache) {
        (Ok(there), _) if there.len() != bytes as u64 => Err(Damage::Altered),
        (_, Some(cache)) => {
            Ok(cache.taken(CachedFile::Made(path), &file, |file| Digest::read(file).ok()))
        }
        (_, None) => Ok(Digest::read(file).ok()),
    }
}

/// Whether the files of an entry are there, as they were made; each is read.
///
/// # Errors
///
/// What became of the first that is not.
pub fn is_intact(out: &Path, artifact: &Artifact) -> Result<(), Damage> {
    first_damaged(out, artifact).map_or(Ok(()), |(_, damage)| Err(damage))
}

/// Whether what is there of the files of an entry is as it was made, and anything is there: others may be gone.
pub fn is_partly_there(out: &Path, artifact: &Artifact) -> bool {
    let mut is_there = false;
    for (path, bytes, sha256) in artifact.all_files() {
        match digest_of(out, path, bytes) {
            Ok(None) => {}
            Ok(Some(digest)) if digest == *sha256 => is_there = true,
            Ok(Some(_)) | Err(_) => return false,
        }
    }
    is_there
}

/// The first file of an entry that is not as it was made: its path, and what became of it.
pub fn first_damaged<'a>(out: &Path, artifact: &'a Artifact) -> Option<(&'a str, Damage)> {
    first_damaged_with(out, artifact, None)
}

/// The same; a file that is as a cache knows it is not read.
pub fn first_damaged_with<'a>(
    out: &Path,
    artifact: &'a Artifact,
    cache: Option<&StatCache>,
) -> Option<(&'a str, Damage)> {
    damaged_with(out, artifact, cache).next()
}

/// All files of an entry that are not as they were made.
pub fn damaged_with<'a>(
    out: &Path,
    artifact: &'a Artifact,
    cache: Option<&StatCache>,
) -> impl Iterator<Item = (&'a str, Damage)> {
    artifact.all_files().filter_map(move |(path, bytes, sha256)| {
        let damage = match cached_digest(out, path, bytes, cache) {
            Err(damage) => damage,
            Ok(None) => Damage::Missing,
            Ok(Some(digest)) if digest != *sha256 => Damage::Altered,
            Ok(Some(_)) => return None,
        };
        Some((path, damage))
    })
}

/// What became of a file after it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It is not there.
    Missing,
    /// It has other bytes.
    Altered,
}
