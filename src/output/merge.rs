//! Joining the parts that shards built into one release. What does not fit together is refused, and
//! nothing is written then.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::folder::{OutFolder, TakeError};
use super::intact::{digest_of, is_inside, is_intact};
use super::manifest::{assemble, write_release};
use super::record::Record;
use super::tool::tool;
use crate::disk::{EnvError, read_regular, write_all};
use crate::release::{Artifact, BILL, Bill, Entry, MANIFEST, Manifest, Shard};

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
    shard: Shard,
}

/// Joins the parts in `folders` in the folder `out`; how many files it has then. Waiting for a build
/// that has the folder is told to `on_wait` and ended by `interrupted`.
///
/// # Errors
///
/// The parts do not fit together, or the environment failed.
pub fn merge(
    folders: &[PathBuf],
    out: &Path,
    bill: Bill,
    interrupted: &AtomicBool,
    on_wait: &mut dyn FnMut(Option<u32>),
) -> Result<usize, MergeError> {
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
                        other.display(),
                        part.folder.display()
                    ),
                    "parts of one build have no file in common; build them again",
                );
            }
            if is_intact(&part.folder, file).is_err() {
                return unfit(
                    format!(
                        "{} in {} is gone or was changed after it was built",
                        file.path,
                        part.folder.display()
                    ),
                    "build that part again",
                );
            }
            entries.insert(&file.path, (Entry::of(&part.manifest, file), &part.folder));
        }
    }
    let Some(first) = parts.first() else { return Ok(0) };
    let (publisher, epoch) = (first.manifest.publisher.clone(), first.manifest.epoch);
    let all = parts.iter().all(|part| part.folder.join(BILL).exists());
    let bill = if all { Bill::Written } else { bill };

    let folder = OutFolder::take(out, interrupted, on_wait)?;
    let record = Record::read(out, epoch);
    for (entry, from) in entries.values() {
        if interrupted.load(Ordering::Relaxed) {
            return Err(MergeError::Interrupted);
        }
        copy(&entry.artifact, from, out)?;
    }
    // What the release had before and has no more.
    let stay: Vec<&Artifact> = entries.values().map(|(entry, _)| &entry.artifact).collect();
    let gone = |(path, old): &(&String, &Entry)| {
        !entries.contains_key(path.as_str()) && is_intact(out, &old.artifact).is_ok()
    };
    // All are asked before one is removed: editions share a picture.
    let gone: Vec<(&String, &Entry)> = record.entries.iter().filter(gone).collect();
    for (_, old) in gone {
        folder.remove(&old.artifact, &stay)?;
    }
    let count = entries.len();
    let entries = entries.into_values().map(|(entry, _)| entry).collect();
    let manifest = assemble(entries, Vec::new(), true, None, epoch, publisher);
    write_release(&manifest, bill, out)?;
    folder.give_back(&[], epoch)?;
    Ok(count)
}

fn read(folder: &Path) -> Result<ShardFolder, MergeError> {
    let path = folder.join(MANIFEST);
    let json = read_regular(&path).map_err(|cause| EnvError::new("cannot read", &path, cause))?;
    let manifest = match Manifest::from_json(&json) {
        Ok(manifest) => manifest,
        Err(why) => {
            return unfit(format!("{}: {why}", path.display()), "build that part again");
        }
    };
    let outside = manifest
        .files
        .iter()
        .any(|file| !is_inside(&file.path) || !is_inside(&file.thumbnail.path));
    if outside {
        return unfit(
            format!("{} names files outside its folder", path.display()),
            "it was not written by briefpress; build that part again",
        );
    }
    match manifest.shard.clone() {
        Some(shard) => Ok(ShardFolder { folder: folder.to_path_buf(), manifest, shard }),
        None => unfit(
            format!("{} is no part of a build", folder.display()),
            "parts are built with `briefpress build --shard K/N`",
        ),
    }
}

/// Whether the parts are all of one build, and all there.
fn check(parts: &[ShardFolder]) -> Result<(), MergeError> {
    let Some(first) = parts.first() else { return Ok(()) };
    let again = "build all parts again, from the same project with the same program and options";
    for part in parts {
        let (a, b) = (first.folder.display(), part.folder.display());
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
        if part.shard.plan != first.shard.plan || one.epoch != other.epoch {
            let changed = one.inputs.iter().find(|input| {
                other.inputs.iter().any(|o| {
                    (o.role, &o.path) == (input.role, &input.path) && o.sha256 != input.sha256
                })
            });
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
                    other.folder.display(),
                    part.folder.display(),
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

/// Copies a file and its picture, unless they are there.
fn copy(artifact: &Artifact, from: &Path, to: &Path) -> Result<(), EnvError> {
    let mut files = Vec::new();
    for (path, sha256) in
        [(&artifact.path, &artifact.sha256), (&artifact.thumbnail.path, &artifact.thumbnail.sha256)]
    {
        if digest_of(to, path).is_some_and(|there| there == *sha256) {
            continue;
        }
        let source = from.join(path);
        let bytes =
            read_regular(&source).map_err(|cause| EnvError::new("cannot read", &source, cause))?;
        files.push((to.join(path), bytes));
    }
    write_all(&files)
}
