//! What somebody changed of what an earlier build wrote, and is written over: it is told.

use std::path::Path;
use std::sync::Arc;

use super::intact::{Damage, damaged_with, digest_of};
use super::listing::KnownFiles;
use super::manifest::{LARGEST_RECORD, damaged_beside, read_manifest};
use super::on_disk::ReleaseOnDisk;
use super::record::Record;
use super::tool::tool;
use crate::disk::{EnvError, check_regular, open_regular, read_regular_within};
use crate::release::{Artifact, BILL, CHECKSUMS, Digest, Entry, INDEX, MANIFEST};

/// What is written over something else than an earlier build wrote.
#[derive(Debug, Clone, Copy)]
pub enum Overwritten<'a> {
    /// A file, by its path, and what of it, its picture and its sheets somebody had changed, where that is known.
    Changed(&'a str, &'a [String]),
    /// Files that no record says anything of, by path: whether somebody had changed them is not known.
    Unknown(&'a [String]),
    /// What is written of a release besides its documents, by name, and somebody had changed.
    Beside(&'a str),
}

/// The files of an entry that is written anew which are there and neither what an earlier build made, by whatever briefpress, nor
/// what is written now, by their paths. Where a build was killed, others may be different: then it is not known.
pub fn changed_since(record: &Record, new: &Artifact) -> Vec<String> {
    if record.goes_on {
        return Vec::new();
    }
    let Some(old) = known(record, &new.path) else { return Vec::new() };
    let is_the_new_one = |path: &str| {
        let new = new.all_files().find(|(own, ..)| *own == path);
        new.is_some_and(|(_, bytes, sha256)| {
            digest_of(&record.out, path, bytes) == Ok(Some(*sha256))
        })
    };
    let mut changed = altered(record, &old.artifact);
    changed.retain(|path| !is_the_new_one(path));
    changed
}

/// The files of an entry that are there and not as they were made, by their paths.
pub fn altered(record: &Record, made: &Artifact) -> Vec<String> {
    let damaged = damaged_with(&record.out, made, Some(&record.cache));
    let altered = damaged.filter(|(_, damage)| *damage == Damage::Altered);
    altered.map(|(path, _)| path.to_string()).collect()
}

fn known(record: &Record, path: &str) -> Option<Arc<Entry>> {
    record.get(path).or_else(|| KnownFiles::get(record.before.as_ref()?, path))
}

/// Whether an entry is written over a file that no record says anything of: whether somebody changed that is not known.
pub fn is_over_unknown(record: &Record, new: &Artifact) -> bool {
    let is_other = |(path, bytes, sha256): (&str, usize, &Digest)| {
        let there = digest_of(&record.out, path, bytes);
        there.map_or(true, |there| there.is_some_and(|there| there != *sha256))
    };
    !record.goes_on && known(record, &new.path).is_none() && new.all_files().any(is_other)
}

/// The files written with the manifest that are there and not what was written then, by their names. Where a build was killed, or
/// the manifest was changed itself, it is not known.
///
/// # Errors
///
/// What the manifest says of the files of the release cannot be had.
pub fn changed_beside(record: &Record) -> Result<Vec<String>, EnvError> {
    let out = &record.out;
    if record.goes_on || record.is_intact_beside() {
        return Ok(Vec::new());
    }
    let Ok(json) = read_manifest(&out.join(MANIFEST)) else { return Ok(Vec::new()) };
    let Ok(there) = ReleaseOnDisk::open(&json, out) else { return Ok(Vec::new()) };
    if there.manifest.tool != tool() {
        return Ok(unlike_checksums(out));
    }
    if record.manifest.is_none() && !there.manifest.is_sealed() {
        return Ok(Vec::new());
    }
    let has_bill = check_regular(&out.join(BILL)).is_ok();
    // What else may stand in its file, no build of this program wrote.
    let written = (&there.manifest, Some(there.manifest.json_digest()));
    let damaged = damaged_beside(&there.head(), &there, written, has_bill.into(), out)?;
    let changed = damaged.into_iter().filter(|(_, damage)| *damage == Damage::Altered);
    Ok(changed.map(|(path, _)| path).collect())
}

/// What another briefpress wrote beside the files of a release and has another digest than its checksums say: it is not known
/// here what it would write.
fn unlike_checksums(out: &Path) -> Vec<String> {
    let Ok(sums) = read_regular_within(&out.join(CHECKSUMS), LARGEST_RECORD) else {
        return Vec::new();
    };
    let said = |name: &str| {
        let line = format!("  {name}");
        let lines = sums.split(|byte| *byte == b'\n');
        let mut own = lines.filter_map(|said| said.strip_suffix(line.as_bytes()));
        own.next().map(<[u8]>::to_vec)
    };
    let is_other = |name: &str| {
        let there = open_regular(&out.join(name)).and_then(Digest::read);
        let said = said(name);
        there.is_ok_and(|there| said.is_some_and(|said| said != there.to_hex().as_bytes()))
    };
    [INDEX, BILL].into_iter().filter(|name| is_other(name)).map(String::from).collect()
}
