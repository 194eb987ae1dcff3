//! `SHA256SUMS`: what `sha256sum --check` reads.

use std::collections::BTreeMap;

use super::digest::Digest;
use super::manifest::Manifest;

/// The checksums of all files of a release, by path: what the manifest lists, and `others`, by
/// their digests, such as the manifest itself, which were not made yet when it was.
pub fn checksums<'a>(
    manifest: &'a Manifest,
    others: impl Iterator<Item = (&'a str, Digest)>,
) -> String {
    let mut sums = BTreeMap::new();
    for file in &manifest.files {
        sums.extend(file.all_files().map(|(path, _, sha256)| (path, *sha256)));
    }
    sums.extend(others);
    sums.into_iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}
