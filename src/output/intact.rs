//! Whether files that were made are still there as they were made.

use std::path::Path;

use crate::disk::open_regular;
use crate::release::{Artifact, Digest, THUMBNAILS};

/// Whether a path of a manifest stays inside its folder: manifests are read from anywhere.
pub fn is_inside(path: &str) -> bool {
    let parts = path.split('/');
    !path.contains('\\')
        && parts.into_iter().all(|part| !["", ".", ".."].contains(&part))
        && (path.ends_with(".pdf") || path.starts_with(THUMBNAILS))
}

/// The digest of a file in the output folder; `None` where it is not there.
pub fn digest_of(out: &Path, path: &str) -> Option<Digest> {
    let file = is_inside(path).then(|| open_regular(&out.join(path)).ok())??;
    Digest::read(file).ok()
}

/// Whether the files of an entry are there, as they were made.
///
/// # Errors
///
/// What became of the first that is not.
pub fn is_intact(out: &Path, artifact: &Artifact) -> Result<(), Damage> {
    for (path, sha256) in
        [(&artifact.path, &artifact.sha256), (&artifact.thumbnail.path, &artifact.thumbnail.sha256)]
    {
        match digest_of(out, path) {
            None => return Err(Damage::Missing),
            Some(digest) if digest != *sha256 => return Err(Damage::Altered),
            Some(_) => {}
        }
    }
    Ok(())
}

/// What became of a file after it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// It is not there.
    Missing,
    /// It has other bytes.
    Altered,
}
