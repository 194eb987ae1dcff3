//! The manifest of a release, and what is made of it, on disk.

use std::collections::BTreeSet;
use std::path::Path;

use super::tool::tool;
use crate::disk::{EnvError, write_changed};
use crate::release::{
    Artifact, BILL, Bill, CHECKSUMS, Entry, FORMAT, INDEX, Input, MANIFEST, Manifest, Shard,
    bill_of_materials, checksums, index_page,
};

/// The manifest of some files.
pub fn assemble(
    entries: Vec<Entry>,
    mut failed: Vec<String>,
    complete: bool,
    shard: Option<Shard>,
    epoch: Option<i64>,
    publisher: String,
) -> Manifest {
    let used = entries.iter().flat_map(|entry| &entry.inputs).cloned();
    let inputs: Vec<Input> = used.collect::<BTreeSet<_>>().into_iter().collect();
    let mut files: Vec<Artifact> = entries
        .into_iter()
        .map(|Entry { artifact, inputs: own }| {
            let places = own.iter().filter_map(|input| inputs.binary_search(input).ok());
            Artifact { inputs: places.collect(), ..artifact }
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    failed.sort();
    let format = FORMAT;
    Manifest { format, tool: tool(), publisher, epoch, complete, failed, shard, inputs, files }
}

/// What is written of a manifest: file names and contents, the checksums last.
pub fn release_files(manifest: &Manifest, bill: Bill) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![
        (MANIFEST, manifest.to_json().into_bytes()),
        (INDEX, index_page(manifest).into_bytes()),
    ];
    if bill == Bill::Written {
        files.push((BILL, bill_of_materials(manifest).into_bytes()));
    }
    let others: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let sums = checksums(manifest, &others).into_bytes();
    files.push((CHECKSUMS, sums));
    files
}

/// Writes a manifest and what is made of it. A bill of materials that is there is kept up to date.
///
/// # Errors
///
/// One of the files cannot be written.
pub fn write_release(manifest: &Manifest, bill: Bill, out: &Path) -> Result<(), EnvError> {
    let bill = if out.join(BILL).exists() { Bill::Written } else { bill };
    let files = release_files(manifest, bill);
    files.into_iter().try_for_each(|(name, bytes)| write_changed(&out.join(name), bytes))
}
