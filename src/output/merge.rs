//! Joining the parts that shards built into one release. What does not fit together is refused, and
//! nothing is written then.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::claim::Owner;
use super::folder::{OutFolder, TakeError};
use super::intact::{digest_of, is_inside, is_intact};
use super::manifest::{assemble, checksums_beside, read_manifest, whole_manifest, write_release};
use super::place::real;
use super::record::Record;
use super::tool::tool;
use crate::disk::{EnvError, check_regular, is_the_same, read_regular, slashed};
use crate::release::{
    Artifact, BILL, Bill, CHECKSUMS, Digest, Entry, Input, MANIFEST, Manifest, Role, Shard,
};

/// Why parts are not joined.
#[derive(Debug, Error)]
pub enum MergeError {
    /// They do not fit together.
    #[error("{what}")]
    Unfit {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
    },
    /// They are to be joined in the folder of one of them.
    #[error("{} is one of the parts", slashed(.0))]
    IntoPart(PathBuf),
    /// The folder they go to cannot be had.
    #[error(transparent)]
    Take(#[from] TakeError),
    /// The user or the system asked for an end before all files were copied.
    #[error("interrupted")]
    Interrupted,
    /// The environment failed.
    #[error(transparent)]
    Env(#[from] EnvError),
}

fn unfit<T>(what: impl Into<String>, help: impl Into<String>) -> Result<T, MergeError> {
    Err(MergeError::Unfit { what: what.into(), help: help.into() })
}

/// A part with its folder.
struct ShardFolder {
    folder: PathBuf,
    manifest: Manifest,
    /// Its inputs, shared by its files.
    inputs: Vec<Arc<Input>>,
    /// The digest of the manifest as it is written.
    json: Digest,
    shard: Shard,
}

/// What joining parts came to.
#[derive(Debug)]
pub struct Merged {
    /// How many files the release has.
    pub files: usize,
    /// Files that it had before, and whose brief or translation is gone from the project.
    pub removed: Vec<String>,
    /// Others that it had before, and that are in no part: they stay, and are listed no more.
    pub left: Vec<String>,
}

/// Joins the parts in `folders` in the folder `out`. `project` is the one
/// this is done in, where it is done in one. Waiting for a build that has the folder is told to
/// `on_wait` and ended by `interrupted`.
///
/// # Errors
///
/// The parts do not fit together, or the environment failed.
pub fn merge(
    folders: &[PathBuf],
    out: &Path,
    bill: Bill,
    project: Option<&Path>,
    interrupted: &AtomicBool,
    on_wait: &mut dyn FnMut(Option<u32>),
) -> Result<Merged, MergeError> {
    let place = real(out);
    if folders.iter().any(|part| place.starts_with(real(part))) {
        return Err(MergeError::IntoPart(out.to_path_buf()));
    }
    let mut parts = folders.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
    check(&parts)?;
    parts.sort_by_key(|part| part.shard.number);
    let mut entries: BTreeMap<&str, (Entry, &Path)> = BTreeMap::new();
    for part in &parts {
        for file in &part.manifest.files {
            if let Some((_, other)) = entries.get(file.path.as_str()) {
                return unfit(
                    format!(
                        "{} is in {} and in {}",
                        file.path,
                        slashed(other),
                        slashed(&part.folder)
                    ),
                    "parts of one build have no file in common; build them again",
                );
            }
            if is_intact(&part.folder, file).is_err() {
                return unfit(
                    format!(
                        "{} in {} is gone or was changed after it was built",
                        file.path,
                        slashed(&part.folder)
                    ),
                    "build that part again",
                );
            }
            entries.insert(&file.path, (Entry::of(file, &part.inputs), &part.folder));
        }
    }
    if let Some(part) = parts.iter().find(|part| !is_as_written(part)) {
        return unfit(
            format!(
                "what {} says of its files was changed after they were built",
                slashed(&part.folder)
            ),
            "build that part again",
        );
    }
    let Some(first) = parts.first() else {
        return Ok(Merged { files: 0, removed: Vec::new(), left: Vec::new() });
    };
    let (publisher, epoch) = (first.manifest.publisher.clone(), first.manifest.epoch);
    let all = parts.iter().all(|part| has_bill(&part.folder));
    let bill = if all { Bill::Written } else { bill };

    let manifests: Vec<&Manifest> = parts.iter().map(|part| &part.manifest).collect();
    let owner = Owner::parts(&manifests, project);
    let mut folder = OutFolder::take(out, &owner, interrupted, on_wait)?;
    let record = Record::read(out, epoch);
    folder.begin(&record, epoch)?;
    for (entry, from) in entries.values() {
        if interrupted.load(Ordering::Relaxed) {
            return Err(MergeError::Interrupted);
        }
        copy(&entry.artifact, from, &folder)?;
    }
    // What no part has may have been left out of this build: that is no proof that its source is gone.
    let unlisted: Vec<Arc<Entry>> = record
        .all()
        .into_iter()
        .filter(|old| {
            let Artifact { path, .. } = &old.artifact;
            !entries.contains_key(path.as_str()) && is_intact(out, &old.artifact).is_ok()
        })
        .collect();
    let stays = |path: &str| entries.get(path).map(|(entry, _)| &entry.artifact);
    let (gone, unlisted): (Vec<Arc<Entry>>, Vec<Arc<Entry>>) =
        unlisted.into_iter().partition(|old| owner.has_withdrawn(old));
    for old in &gone {
        folder.remove(&old.artifact, &stays)?;
    }
    let removed = gone.iter().map(|old| old.artifact.path.clone()).collect();
    let left = unlisted.iter().map(|old| old.artifact.path.clone()).collect();
    let files = entries.len();
    let entries = entries.into_values().map(|(entry, _)| Arc::new(entry)).collect();
    let manifest = assemble(entries, Vec::new(), true, None, epoch, publisher);
    write_release(&manifest, bill, out)?;
    folder.remove_pictures(&record, &manifest)?;
    folder.give_back(&unlisted, epoch)?;
    Ok(Merged { files, removed, left })
}

fn read(folder: &Path) -> Result<ShardFolder, MergeError> {
    let path = folder.join(MANIFEST);
    let json = match read_manifest(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return unfit(
                format!("{} is no part of a build: it has no {MANIFEST}", slashed(folder)),
                "build that part again, and name the folder it was built into",
            );
        }
        read => read.map_err(|cause| EnvError::new("cannot read", &path, cause))?,
    };
    let manifest = match whole_manifest(&json, folder) {
        Ok(manifest) => manifest,
        Err(why) => {
            return unfit(format!("{}: {why}", slashed(&path)), "build that part again");
        }
    };
    let is_outside = |file: &Artifact| {
        !file.all_files().all(|(path, ..)| is_inside(path)) || !file.is_named_right()
    };
    if manifest.files.iter().any(is_outside) {
        return unfit(
            format!("{} names files outside its folder", slashed(&path)),
            "it was not written by briefpress; build that part again",
        );
    }
    match manifest.shard.clone() {
        Some(shard) => {
            let inputs = manifest.inputs.iter().cloned().map(Arc::new).collect();
            let json = Digest::of(&json);
            Ok(ShardFolder { folder: folder.to_path_buf(), manifest, inputs, json, shard })
        }
        None => unfit(
            format!("{} is no part of a build", slashed(folder)),
            "parts are built with `briefpress build --shard K/N`",
        ),
    }
}

/// Whether a part's manifest and checksums say what its build wrote.
fn is_as_written(part: &ShardFolder) -> bool {
    let bill = if has_bill(&part.folder) { Bill::Written } else { Bill::NotAsked };
    let sums = checksums_beside(&part.manifest, part.json, bill);
    part.manifest.is_sealed() && is_the_same(&part.folder.join(CHECKSUMS), sums.as_bytes())
}

fn has_bill(folder: &Path) -> bool {
    check_regular(&folder.join(BILL)).is_ok()
}

/// Whether the parts are all of one build, and all there.
fn check(parts: &[ShardFolder]) -> Result<(), MergeError> {
    let Some(first) = parts.first() else { return Ok(()) };
    let again = "build all parts again, from the same project with the same program and options";
    for part in parts {
        let (a, b) = (slashed(&first.folder), slashed(&part.folder));
        let (one, other) = (&first.manifest, &part.manifest);
        if other.tool != tool() {
            return unfit(
                format!("{b} was built by another briefpress ({})", other.tool.version),
                "merge with the program that built the parts",
            );
        }
        if !other.complete {
            return unfit(
                format!("{b} is incomplete: its build failed or was interrupted"),
                "see what that build said, and build the part again",
            );
        }
        if part.shard.count != first.shard.count {
            let (n, m) = (first.shard.count, part.shard.count);
            return unfit(format!("{a} is one of {n} parts and {b} one of {m}"), again);
        }
        let is_same = part.shard.plan == first.shard.plan
            && one.epoch == other.epoch
            && one.publisher == other.publisher;
        let theirs: BTreeMap<(Role, &str), &Digest> =
            other.inputs.iter().map(|o| ((o.role, o.path.as_str()), &o.sha256)).collect();
        let is_other = |input: &&Input| {
            theirs.get(&(input.role, input.path.as_str())).is_some_and(|o| **o != input.sha256)
        };
        let changed = one.inputs.iter().find(is_other);
        if !is_same || changed.is_some() {
            return match changed {
                Some(input) => unfit(
                    format!(
                        "{a} and {b} were not built from the same inputs: {} is not the same",
                        input.path
                    ),
                    again,
                ),
                None => unfit(
                    format!(
                        "{a} and {b} were not built from the same inputs, or not divided alike"
                    ),
                    "build all parts again, from the same project with the same program and \
                     options, and with the same `--balance`",
                ),
            };
        }
    }
    let mut seen: BTreeMap<usize, &ShardFolder> = BTreeMap::new();
    for part in parts {
        if let Some(other) = seen.insert(part.shard.number, part) {
            return unfit(
                format!(
                    "{} and {} are both part {}",
                    slashed(&other.folder),
                    slashed(&part.folder),
                    part.shard.number
                ),
                "name every part once",
            );
        }
    }
    let missing: BTreeSet<usize> =
        (1..=first.shard.count).filter(|number| !seen.contains_key(number)).collect();
    if !missing.is_empty() {
        let numbers: Vec<String> = missing.iter().map(ToString::to_string).collect();
        return unfit(
            format!("of {} parts these are missing: {}", first.shard.count, numbers.join(", ")),
            "name the folders of all parts",
        );
    }
    Ok(())
}

/// Copies a file, its picture and its sheets, unless they are there.
fn copy(artifact: &Artifact, from: &Path, to: &OutFolder) -> Result<(), EnvError> {
    let mut files = Vec::new();
    for (path, bytes, sha256) in artifact.all_files() {
        if digest_of(&to.path, path, bytes) == Ok(Some(*sha256)) {
            continue;
        }
        let source = from.join(path);
        let fail = |cause| EnvError::new("cannot read", &source, cause);
        let read = read_regular(&source).map_err(fail)?;
        if Digest::of(&read) != *sha256 {
            return Err(fail(io::Error::other("it changed in the meantime")));
        }
        files.push((path.to_string(), read));
    }
    to.write(files)
}
