//! Joining the parts that shards built into one release. What does not fit together is refused, and
//! nothing is written then.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::changed::{Overwritten, changed_beside, changed_since, is_over_unknown};
use super::claim::{JoinedParts, Owner};
use super::folder::{OutFolder, TakeError};
use super::intact::{digest_of, first_damaged, is_inside, is_intact};
use super::listing::{KnownFiles, Listing};
use super::manifest::{read_manifest, write_release};
use super::on_disk::{ReleaseOnDisk, ReleaseSources};
use super::pages::pages_in;
use super::place::real;
use super::record::Record;
use super::sums::Checksums;
use super::tool::tool;
use crate::disk::{
    EnvError, check_below, check_regular, in_shell, open_regular, read_regular, slashed,
};
use crate::release::{
    Artifact, BILL, Bill, CHECKSUMS, Digest, DigestWriter, Entry, INDEX, INDEX_PAGES, Input,
    MANIFEST, Manifest, ReleaseHead, Role, Shard,
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

/// A part.
struct ShardFolder {
    release: ReleaseOnDisk,
    sources: ReleaseSources,
    shard: Shard,
}

impl ShardFolder {
    fn folder(&self) -> &Path {
        &self.release.folder
    }

    /// How it is built again.
    fn again(&self) -> String {
        again(&self.shard, self.folder())
    }
}

/// How a part in a folder is built again.
fn again(Shard { number, count, .. }: &Shard, folder: &Path) -> String {
    let out = in_shell(folder);
    format!(
        "build that part again, with the other options that it had: `briefpress build --shard {number}/{count} --out {out}`"
    )
}

/// What parts say of their files.
struct FilesOfParts<'a> {
    parts: &'a [ShardFolder],
    /// The places of the parts that have them, by path.
    places: BTreeMap<String, usize>,
}

impl KnownFiles for FilesOfParts<'_> {
    fn get(&self, path: &str) -> Option<Arc<Entry>> {
        self.parts.get(*self.places.get(path)?)?.release.get(path)
    }
}

/// What joining parts came to.
#[derive(Debug, Default)]
pub struct Merged {
    /// How many files the release has.
    pub files: usize,
    /// Files that it had before, and whose brief or translation is gone from the project.
    pub removed: Vec<String>,
    /// Others that it had before, and that are in no part: they stay, and are listed no more.
    pub left: Vec<String>,
}

/// What happens meanwhile.
#[derive(Debug)]
pub enum MergeEvent<'a> {
    /// A build holds the lock of the folder, in this process where that is known; that it gives it back is waited for.
    Waiting(Option<u32>),
    /// Something was written over something else than was written there before.
    Overwritten(Overwritten<'a>),
}

/// Joins the parts in `folders` in the folder `out`. `project` is the one
/// this is done in, where it is done in one. Waiting for a build that has the folder is ended by `interrupted`.
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
    on_event: &mut dyn FnMut(MergeEvent<'_>),
) -> Result<Merged, MergeError> {
    let place = real(out);
    if folders.iter().any(|part| place.starts_with(real(part))) {
        return Err(MergeError::IntoPart(out.to_path_buf()));
    }
    let mut parts = folders.iter().map(|folder| read(folder)).collect::<Result<Vec<_>, _>>()?;
    check(&parts)?;
    parts.sort_by_key(|part| part.shard.number);
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut checksums = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let mut sums = Checksums::new(part.folder());
        part.release.each_folder(&mut |files| {
            sums.add(files);
            files.iter().try_for_each(|file| look_at(file, place, &parts, &mut places))
        })?;
        checksums.push(sums);
    }
    for (part, sums) in parts.iter().zip(checksums) {
        if !is_as_written(part, sums)? {
            return unfit(
                format!(
                    "what {} says of its files was changed after they were built",
                    slashed(part.folder())
                ),
                part.again(),
            );
        }
    }
    let Some(first) = parts.first() else {
        return Ok(Merged::default());
    };
    let whole = ReleaseHead { tool: &tool(), failed: &[], shard: None, ..first.release.head() };
    let all = parts.iter().all(|part| has_bill(part.folder()));
    let bill = if all { Bill::Written } else { bill };

    let mut joined =
        JoinedParts { publisher: Some(whole.publisher.to_string()), ..JoinedParts::default() };
    for part in &parts {
        joined.briefs.extend(part.sources.briefs.iter().cloned());
        joined.inputs.extend(part.sources.inputs.iter().cloned());
    }
    let owner = Owner::parts(joined, project);
    let wait = &mut |process| on_event(MergeEvent::Waiting(process));
    let mut folder = OutFolder::take(out, &owner, interrupted, wait)?;
    let record = Record::read(out, whole.epoch);
    folder.begin(&record, whole.epoch)?;
    let mut listing = Listing::new(FilesOfParts { parts: &parts, places }, out);
    let mut unknown = Vec::new();
    let copied = parts.iter().try_for_each(|part| {
        part.release.each_file(&mut |file| {
            if interrupted.load(Ordering::Relaxed) {
                return Err(MergeError::Interrupted);
            }
            let path = &file.artifact.path;
            let (changed, is_unknown) = copy(&file.artifact, part.folder(), &folder, &record)?;
            if !changed.is_empty() {
                on_event(MergeEvent::Overwritten(Overwritten::Changed(path, &changed)));
            }
            unknown.extend(is_unknown.then(|| path.clone()));
            listing.push(Arc::clone(file));
            Ok(())
        })
    });
    if !unknown.is_empty() {
        on_event(MergeEvent::Overwritten(Overwritten::Unknown(&unknown)));
    }
    copied?;
    // What no part has may have been left out of this build: that is no proof that its source is gone.
    let mut unlisted: Vec<Arc<Entry>> = Vec::new();
    record.each(&mut |old| {
        if !listing.has(&old.artifact.path) && is_intact(out, &old.artifact).is_ok() {
            unlisted.push(Arc::clone(old));
        }
    });
    unlisted.sort_by(|a, b| a.artifact.path.cmp(&b.artifact.path));
    let (gone, unlisted): (Vec<Arc<Entry>>, Vec<Arc<Entry>>) =
        unlisted.into_iter().partition(|old| owner.has_withdrawn(old));
    for old in &gone {
        folder.remove(&old.artifact, &listing)?;
    }
    let removed = gone.iter().map(|old| old.artifact.path.clone()).collect();
    let left = unlisted.iter().map(|old| old.artifact.path.clone()).collect();
    let changed = changed_beside(&record)?;
    write_release(&whole, &listing, bill, out)?;
    changed.iter().for_each(|name| on_event(MergeEvent::Overwritten(Overwritten::Beside(name))));
    folder.remove_pictures(&record, &listing)?;
    folder.give_back(&unlisted, whole.epoch)?;
    Ok(Merged { files: listing.len(), removed, left })
}

/// Looks at a file of a part, and takes note of its place.
fn look_at(
    file: &Entry,
    place: usize,
    parts: &[ShardFolder],
    places: &mut BTreeMap<String, usize>,
) -> Result<(), MergeError> {
    let (path, folder) = (&file.artifact.path, parts[place].folder());
    if let Some(&other) = places.get(path) {
        return unfit(
            format!("{path} is in {} and in {}", slashed(parts[other].folder()), slashed(folder)),
            "parts of one build have no file in common; build them again",
        );
    }
    if let Some((path, _)) = first_damaged(folder, &file.artifact) {
        return unfit(
            format!("{path} in {} is gone or was changed after it was built", slashed(folder)),
            parts[place].again(),
        );
    }
    places.insert(path.clone(), place);
    Ok(())
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
    let mut is_within = true;
    let see = &mut |Entry { artifact: own, .. }: &Entry| {
        is_within &= own.all_files().all(|(path, ..)| is_inside(path)) && own.is_named_right();
    };
    let (release, sources) = match ReleaseSources::open(&json, folder, see) {
        Ok(opened) => opened,
        Err(why) => {
            // The manifest itself may be whole.
            let shard = Manifest::from_json(&json).ok().and_then(|manifest| manifest.shard);
            let help = shard.map(|shard| again(&shard, folder));
            let help = help.unwrap_or_else(|| "build that part again".into());
            return unfit(format!("{}: {why}", slashed(&path)), help);
        }
    };
    if !is_within {
        return unfit(
            format!("{} names files outside its folder", slashed(&path)),
            "it was not written by briefpress; build that part again",
        );
    }
    match release.manifest.shard.clone() {
        Some(shard) => Ok(ShardFolder { release, sources, shard }),
        None => unfit(
            format!("{} is no part of a build", slashed(folder)),
            "parts are built with `briefpress build --shard K/N`",
        ),
    }
}

/// No line of checksums that a build wrote has more bytes.
const LONGEST_LINE: u64 = 4096;

/// Whether a part's manifest and checksums say what its build wrote, and what is written with them is what the checksums say.
/// `sums` are those of its files.
fn is_as_written(part: &ShardFolder, mut sums: Checksums) -> Result<bool, EnvError> {
    let ShardFolder { release: ReleaseOnDisk { manifest, json, folder, .. }, .. } = part;
    sums.add_other(MANIFEST, json.unwrap_or_else(|| manifest.json_digest()));
    manifest.volumes.iter().for_each(|volume| sums.add_other(&volume.path, volume.sha256));
    // Pages and a bill of materials are not made anew for it: they are held against what is said of them.
    let path = folder.join(CHECKSUMS);
    let Ok(there) = open_regular(&path) else { return Ok(false) };
    let mut there = BufReader::new(there);
    let (mut line, mut named) = (Vec::new(), BTreeSet::new());
    loop {
        line.clear();
        let read = there.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|cause| EnvError::new("cannot read", &path, cause))? == 0 {
            break;
        }
        let Some(line) = line.strip_suffix(b"\n") else { return Ok(false) };
        let name = line.get(2 * Digest::LENGTH + 2..).unwrap_or_default();
        let Ok(name) = str::from_utf8(name) else { return Ok(false) };
        // A brief may be called as the folder of pages.
        let is_page =
            || !is_inside(name) && name.split_once('/').is_some_and(|(of, _)| of == INDEX_PAGES);
        if [INDEX, BILL].contains(&name) || is_page() {
            let digest = check_below(folder, name)
                .and_then(|()| open_regular(&folder.join(name)).and_then(Digest::read));
            let Ok(digest) = digest else { return Ok(false) };
            sums.add_other(name, digest);
            named.insert(name.to_string());
        }
    }
    let pages = pages_in(folder)?.into_iter().chain([INDEX.to_string()]);
    let all: BTreeSet<String> = pages.chain(has_bill(folder).then(|| BILL.to_string())).collect();
    if named != all {
        return Ok(false);
    }
    let mut digest = DigestWriter::leaving(0);
    sums.write(&mut digest).map_err(|cause| EnvError::new("cannot read", &path, cause))?;
    let there = open_regular(&path).and_then(Digest::read);
    Ok(manifest.is_sealed() && there.is_ok_and(|there| there == digest.finish(b"")))
}

fn has_bill(folder: &Path) -> bool {
    check_regular(&folder.join(BILL)).is_ok()
}

/// Whether the parts are all of one build, and all there.
fn check(parts: &[ShardFolder]) -> Result<(), MergeError> {
    let Some(first) = parts.first() else { return Ok(()) };
    let again = "build all parts again, from the same project with the same program and options";
    for part in parts {
        let (a, b) = (slashed(first.folder()), slashed(part.folder()));
        let (one, other) = (&first.release.manifest, &part.release.manifest);
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
            part.sources.inputs.iter().map(|o| ((o.role, o.path.as_str()), &o.sha256)).collect();
        let is_other = |input: &&Arc<Input>| {
            theirs.get(&(input.role, input.path.as_str())).is_some_and(|o| **o != input.sha256)
        };
        let changed = first.sources.inputs.iter().find(is_other);
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
                    slashed(other.folder()),
                    slashed(part.folder()),
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

/// Copies a file, its picture and its sheets, unless they are there. What somebody had changed of those that were there before,
/// and whether no record says anything of these.
fn copy(
    artifact: &Artifact,
    from: &Path,
    to: &OutFolder,
    record: &Record,
) -> Result<(Vec<String>, bool), EnvError> {
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
    if files.is_empty() {
        return Ok((Vec::new(), false));
    }
    // Of editions that share a sheet the first brings it.
    let is_there = |(path, _): &(String, _)| to.path.join(path).symlink_metadata().is_ok();
    let mut over = (Vec::new(), false);
    if files.iter().any(is_there) {
        to.check_free([artifact].into_iter(), record)?;
        over = (changed_since(record, artifact), is_over_unknown(record, artifact));
    }
    to.write(files).map(|()| over)
}
