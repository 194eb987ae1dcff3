//! Whether files that were made are still there as they were made.

use std::path::Path;

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
    if !is_inside(path) || check_below(out, path).is_err() {
        return Ok(None);
    }
    let Ok(file) = open_regular(&out.join(path)) else { return Ok(None) };
    match file.metadata() {
        Ok(there) if there.len() != bytes as u64 => Err(Damage::Altered),
        _ => Ok(Digest::read(file).ok()),
    }
}

/// Whether the files of an entry are there, as they were made.
///
/// # Errors
///
/// What became of the first that is not.
pub fn is_intact(out: &Path, artifact: &Artifact) -> Result<(), Damage> {
    first_damaged(out, artifact).map_or(Ok(()), |(_, damage)| Err(damage))
}

/// The first file of an entry that is not as it was made: its path, and what became of it.
pub fn first_damaged<'a>(out: &Path, artifact: &'a Artifact) -> Option<(&'a str, Damage)> {
    artifact.all_files().find_map(|(path, bytes, sha256)| {
        let damage = match digest_of(out, path, bytes) {
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
