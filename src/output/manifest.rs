//! The manifest of a release, and what is made of it, on disk.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pages::{check_pages, clear_pages};
use super::tool::tool;
use crate::disk::{EnvError, check_regular, read_regular_within, write_all};
use crate::release::{
    Artifact, BILL, Bill, CHECKSUMS, Digest, Entry, FORMAT, Input, MANIFEST, Manifest, Shard,
    bill_of_materials, checksums, index_pages,
};

/// A manifest or journal larger than this is none of ours: a file takes 2 to 3 kB in one, so that all of twenty thousand
/// briefs in six languages take 700 MB.
pub const LARGEST_RECORD: u64 = 1 << 30;

/// The bytes of a manifest.
///
/// # Errors
///
/// It is not there, is no regular file, cannot be read, or is larger than any of ours.
pub fn read_manifest(path: &Path) -> io::Result<Vec<u8>> {
    read_regular_within(path, LARGEST_RECORD)
}

/// The same of one whose path was given: that may be a link.
///
/// # Errors
///
/// As [`read_manifest`].
pub fn read_given_manifest(path: &Path) -> io::Result<Vec<u8>> {
    read_manifest(&path.canonicalize()?)
}

/// The manifest of some files.
pub fn assemble(
    entries: Vec<Arc<Entry>>,
    mut failed: Vec<String>,
    complete: bool,
    shard: Option<Shard>,
    epoch: Option<i64>,
    publisher: String,
) -> Manifest {
    let used: HashSet<&Arc<Input>> = entries.iter().flat_map(|entry| &entry.inputs).collect();
    let mut inputs: Vec<Arc<Input>> = used.into_iter().cloned().collect();
    inputs.sort_unstable();
    let mut files: Vec<Artifact> = entries
        .into_iter()
        .map(|entry| {
            let Entry { artifact, inputs: own } = Arc::unwrap_or_clone(entry);
            let places = own.iter().filter_map(|input| inputs.binary_search(input).ok());
            Artifact { inputs: places.collect(), ..artifact }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    failed.sort();
    failed.dedup();
    let inputs = inputs.into_iter().map(Arc::unwrap_or_clone).collect();
    let format = FORMAT;
    let (tool, seal) = (tool(), None);
    Manifest { format, tool, publisher, epoch, complete, failed, shard, inputs, files, seal }
        .sealed()
}

/// What is written of a manifest: file names and contents, the checksums last.
fn release_files(manifest: &Manifest, bill: Bill) -> Vec<(String, Vec<u8>)> {
    files_beside(manifest, manifest.to_json().into_bytes(), bill)
}

/// The same for a manifest that is written already.
pub fn files_beside(manifest: &Manifest, json: Vec<u8>, bill: Bill) -> Vec<(String, Vec<u8>)> {
    // What `index.html` leads to is there before it is.
    let pages = index_pages(manifest).into_iter();
    let mut files: Vec<(String, Vec<u8>)> =
        pages.map(|(path, page)| (path, page.into_bytes())).collect();
    files.insert(files.len() - 1, (MANIFEST.into(), json));
    if bill == Bill::Written {
        files.push((BILL.into(), bill_of_materials(manifest).into_bytes()));
    }
    let others: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let sums = checksums(manifest, &others).into_bytes();
    files.push((CHECKSUMS.into(), sums));
    files
}

/// Writes a manifest and what is made of it: all of them, or after a failure none. A bill of materials
/// that is there is kept up to date. Pages come before those that lead to them, and go after.
///
/// # Errors
///
/// One of the files cannot be written, or is one that no build made in the place of a page; or a page of
/// before cannot be removed.
pub fn write_release(
    manifest: &Manifest,
    bill: Bill,
    out: &Path,
) -> Result<WrittenRelease, EnvError> {
    let bill = if check_regular(&out.join(BILL)).is_ok() { Bill::Written } else { bill };
    let files = release_files(manifest, bill);
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let json = files.iter().find(|(name, _)| name == MANIFEST).map_or(&[][..], |(_, json)| json);
    let digest = Digest::of(json);
    check_pages(out, names.iter().map(String::as_str))?;
    let mut files: Vec<(PathBuf, Vec<u8>)> =
        files.into_iter().map(|(name, bytes)| (out.join(name), bytes)).collect();
    let pages = files.iter().position(|(path, _)| *path == out.join(MANIFEST)).unwrap_or(0);
    files[..pages].sort_by_key(|(path, _)| path.symlink_metadata().is_ok());
    let changed = |(path, bytes): &(PathBuf, Vec<u8>)| {
        !read_regular_within(path, bytes.len() as u64).is_ok_and(|there| there == *bytes)
    };
    write_all(&files.into_iter().filter(changed).collect::<Vec<_>>())?;
    clear_pages(out, names.iter().map(String::as_str))?;
    Ok(WrittenRelease { names, manifest: digest })
}

/// What was written of a release besides its documents.
#[derive(Debug)]
pub struct WrittenRelease {
    /// The files, by their paths from its folder.
    pub names: Vec<String>,
    /// The digest of the manifest.
    pub manifest: Digest,
}
