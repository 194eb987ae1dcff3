//! What somebody changed of what an earlier build wrote, and is written over: it is told.

use std::path::Path;

use super::intact::{Damage, damaged_with, digest_of};
use super::listing::KnownFiles;
use super::manifest::{LARGEST_RECORD, damaged_beside, read_manifest};
use super::on_disk::ReleaseOnDisk;
use super::record::Record;
use super::tool::tool;
use crate::disk::{EnvError, check_regular, open_regular, read_regular_within};
use crate::release::{Artifact, BILL, CHECKSUMS, Digest, INDEX, MANIFEST};

/// The files of an entry that is written anew which are there and neither what an earlier build made, by whatever briefpress, nor
/// what is written now, by their paths. Where a build was killed, others may be different: then it is not known.
pub fn changed_since(record: &Record, new: &Artifact) -> Vec<String> {
    if record.goes_on {
        return Vec::new();
    }
    let before = || KnownFiles::get(record.before.as_ref()?, &new.path);
    let Some(old) = record.get(&new.path).or_else(before) else { return Vec::new() };
    let is_the_new_one = |path: &str| {
        let new = new.all_files().find(|(own, ..)| *own == path);
        new.is_some_and(|(_, bytes, sha256)| {
            digest_of(&record.out, path, bytes) == Ok(Some(*sha256))
        })
    };
    let damaged = damaged_with(&record.out, &old.artifact, Some(&record.cache));
    let changed =
        { damaged }.filter(|(path, damage)| *damage == Damage::Altered && !is_the_new_one(path));
    changed.map(|(path, _)| path.to_string()).collect()
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
    let written = (&there.manifest, there.json);
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
