//! The manifest of a release, and what is made of it, on disk.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::pages::{check_pages, clear_pages};
use super::tool::tool;
use crate::disk::{EnvError, check_regular, is_the_same, read_regular_within, write_all};
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

/// What is written of a manifest that is written already: file names and contents, the checksums last.
pub fn files_beside(manifest: &Manifest, json: Vec<u8>, bill: Bill) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    each_beside(manifest, || json, bill, &mut |name, bytes| files.push((name, bytes)));
    files
}

/// Hands on what is written of a manifest, one file after another, so that not all need be held: first what
/// `index.html` leads to, the checksums last.
fn each_beside(
    manifest: &Manifest,
    json: impl FnOnce() -> Vec<u8>,
    bill: Bill,
    each: &mut dyn FnMut(String, Vec<u8>),
) {
    let mut digests = Vec::new();
    let mut one = |name: String, bytes: Vec<u8>| {
        digests.push((name.clone(), Digest::of(&bytes)));
        each(name, bytes);
    };
    // What `index.html` leads to is there before it is.
    let mut pages = index_pages(manifest).into_iter();
    let index = pages.next_back();
    pages.for_each(|(name, page)| one(name, page.into_bytes()));
    one(MANIFEST.into(), json());
    index.into_iter().for_each(|(name, page)| one(name, page.into_bytes()));
    if bill == Bill::Written {
        one(BILL.into(), bill_of_materials(manifest).into_bytes());
    }
    let sums = checksums(manifest, digests.iter().map(|(name, digest)| (name.as_str(), *digest)));
    each(CHECKSUMS.into(), sums.into_bytes());
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
    let mut written = WrittenRelease { names: Vec::new(), manifest: None };
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut pages = 0;
    each_beside(manifest, || manifest.to_json().into_bytes(), bill, &mut |name, bytes| {
        if name == MANIFEST {
            written.manifest = Some(Digest::of(&bytes));
            pages = files.len();
        }
        let path = out.join(&name);
        if !is_the_same(&path, &bytes) {
            files.push((path, bytes));
        }
        written.names.push(name);
    });
    check_pages(out, written.names.iter().map(String::as_str))?;
    files[..pages].sort_by_key(|(path, _)| path.symlink_metadata().is_ok());
    write_all(&files)?;
    clear_pages(out, written.names.iter().map(String::as_str))?;
    Ok(written)
}

/// What was written of a release besides its documents.
#[derive(Debug)]
pub struct WrittenRelease {
    /// The files, by their paths from its folder.
    pub names: Vec<String>,
    /// The digest of the manifest.
    pub manifest: Option<Digest>,
}
