//! The manifest of a release, and what is made of it, on disk.

use std::convert::Infallible;
use std::io::{self, Write};
use std::iter;
use std::path::Path;
use std::sync::Arc;

use super::intact::Damage;
use super::pages::{check_pages, clear_pages};
use super::tool::tool;
use crate::disk::{
    EnvError, Staging, check_below, check_regular, is_the_same, open_regular, read_regular_within,
};
use crate::release::{
    BILL, Bill, CHECKSUMS, Digest, DigestWriter, Entry, FORMAT, INDEX, MANIFEST, Manifest,
    ManifestFiles, ReleaseHead, Shard, Volume, VolumeEntry, bill_of_materials, checksums,
    in_volumes, index_pages,
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

/// A manifest that stands in a folder, with all its files at hand: those of its volumes, too.
///
/// # Errors
///
/// Why it is none, or which of its volumes is not as it says.
pub fn whole_manifest(json: &[u8], folder: &Path) -> Result<Manifest, String> {
    gather(Manifest::from_json(json)?, folder)
}

/// The same of one that was read.
///
/// # Errors
///
/// Which of its volumes is not as it says.
pub fn gather(mut root: Manifest, folder: &Path) -> Result<Manifest, String> {
    if root.volumes.is_empty() {
        return Ok(root);
    }
    let is_sealed = root.is_sealed();
    let volumes = std::mem::take(&mut root.volumes);
    let mut all: Vec<Arc<Entry>> = Entry::all_of(root.inputs, root.files).map(Arc::new).collect();
    for entry in &volumes {
        let volume = read_volume(folder, entry)
            .and_then(|(volume, is_listed)| match is_listed {
                true => Ok(volume),
                false => Err("it is not the one that the manifest was written with".into()),
            })
            .map_err(|why| format!("{}: {why}", entry.path))?;
        all.extend(Entry::all_of(volume.inputs, volume.files).map(Arc::new));
    }
    all.sort_by(|a, b| a.artifact.path.cmp(&b.artifact.path));
    let (inputs, files) = Entry::numbered(all);
    let whole = Manifest { format: FORMAT, inputs, files, volumes: Vec::new(), seal: None, ..root };
    // One that was changed by hand has no seal.
    Ok(if is_sealed { whole.sealed() } else { whole })
}

/// A volume of a manifest, and whether its bytes are those that the manifest says.
///
/// # Errors
///
/// Why there is none.
pub fn read_volume(folder: &Path, entry: &VolumeEntry) -> Result<(Volume, bool), String> {
    check_below(folder, &entry.path).map_err(|error| error.to_string())?;
    let json = read_manifest(&folder.join(&entry.path)).map_err(|error| error.to_string())?;
    Ok((Volume::from_json(&json)?, Digest::of(&json) == entry.sha256))
}

/// The manifest of some files, all of them at hand.
pub fn assemble(
    mut entries: Vec<Arc<Entry>>,
    mut failed: Vec<String>,
    complete: bool,
    shard: Option<Shard>,
    epoch: Option<i64>,
    publisher: String,
) -> Manifest {
    entries.sort_by(|a, b| a.artifact.path.cmp(&b.artifact.path));
    let (inputs, files) = Entry::numbered(entries);
    failed.sort();
    failed.dedup();
    let format = FORMAT;
    let (tool, volumes, seal) = (tool(), Vec::new(), None);
    Manifest {
        format,
        tool,
        publisher,
        epoch,
        complete,
        failed,
        shard,
        inputs,
        files,
        volumes,
        seal,
    }
    .sealed()
}

/// Whether a manifest is what [`assemble`] makes of the files it lists, for a publisher.
pub fn is_assembled(manifest: &Manifest, publisher: &str) -> bool {
    let Manifest {
        format,
        tool: by,
        publisher: own,
        failed,
        inputs,
        files,
        epoch: _,
        complete: _,
        shard: _,
        volumes,
        seal: _,
    } = manifest;
    let mut is_used = vec![false; inputs.len()];
    files.iter().flat_map(|file| &file.inputs).for_each(|&place| is_used[place] = true);
    *format == FORMAT
        && *by == tool()
        && own == publisher
        && failed.is_sorted_by(|a, b| a < b)
        && inputs.is_sorted_by(|a, b| a < b)
        && !is_used.contains(&false)
        && files.is_sorted_by(|a, b| a.path < b.path)
        && volumes.is_empty()
        && manifest.is_sealed()
}

/// The files written with a manifest that are not in its folder as they would be written, in the order in which they
/// would: by path, with what became of each. Of the manifest itself `json` is the digest of what it should be, where that is not
/// what would be written.
pub fn damaged_beside(
    manifest: &Manifest,
    json: Option<Digest>,
    bill: Bill,
    out: &Path,
) -> Vec<(String, Damage)> {
    let mut damaged = Vec::new();
    let done: Result<(), Infallible> = each_beside(manifest, bill, &mut |name, content| {
        let path = out.join(name);
        let (digest, is_there) = match content {
            Content::Manifest(root) => {
                let json = json.unwrap_or_else(|| root.json_digest());
                let there = open_regular(&path).and_then(Digest::read);
                (json, there.is_ok_and(|there| there == json))
            }
            Content::Volume(volume) => {
                let bytes = volume.to_json();
                (Digest::of(&bytes), is_the_same(&path, &bytes))
            }
            Content::Text(text) => {
                (Digest::of(text.as_bytes()), is_the_same(&path, text.as_bytes()))
            }
        };
        if !is_there {
            let is_lost = open_regular(&path).is_err();
            let damage = if is_lost { Damage::Missing } else { Damage::Altered };
            damaged.push((name.to_string(), damage));
        }
        Ok(digest)
    });
    done.map_or_else(|never| match never {}, |()| damaged)
}

/// What is written of a manifest that is written already: file names and contents, the checksums last.
pub fn files_beside(manifest: &Manifest, json: Vec<u8>, bill: Bill) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut json = Some(json);
    let done: Result<(), Infallible> = each_beside(manifest, bill, &mut |name, content| {
        let bytes = match content {
            Content::Manifest(_) => json.take().unwrap_or_default(),
            Content::Volume(volume) => volume.to_json(),
            Content::Text(text) => text.into_bytes(),
        };
        let digest = Digest::of(&bytes);
        files.push((name.to_string(), bytes));
        Ok(digest)
    });
    done.map_or_else(|never| match never {}, |()| files)
}

/// The checksums that are written with a manifest that is written already, and of which only the digest is known.
pub fn checksums_beside(manifest: &Manifest, json: Digest, bill: Bill) -> String {
    let mut sums = String::new();
    let done: Result<(), Infallible> = each_beside(manifest, bill, &mut |name, content| {
        let text = match content {
            Content::Manifest(_) => return Ok(json),
            Content::Volume(volume) => return Ok(Digest::of(&volume.to_json())),
            Content::Text(text) => text,
        };
        let digest = Digest::of(text.as_bytes());
        if name == CHECKSUMS {
            sums = text;
        }
        Ok(digest)
    });
    done.map_or_else(|never| match never {}, |()| sums)
}

/// What a file beside a manifest says.
enum Content<'m> {
    /// The manifest itself, as it is written.
    Manifest(&'m Manifest),
    /// A volume of it.
    Volume(Volume),
    /// This.
    Text(String),
}

/// Hands on what is written of a manifest, one file after another, so that not all need be held: first what
/// `index.html` leads to, the checksums last. Takes back the digest of each.
fn each_beside<E>(
    manifest: &Manifest,
    bill: Bill,
    each: &mut dyn FnMut(&str, Content<'_>) -> Result<Digest, E>,
) -> Result<(), E> {
    let mut digests = Vec::new();
    let mut one = |name: &str, content: Content<'_>| -> Result<Digest, E> {
        let digest = each(name, content)?;
        digests.push((name.to_string(), digest));
        Ok(digest)
    };
    // What the manifest and `index.html` lead to is there before they are.
    let mut volumes = Vec::new();
    for volume in Volume::all_of(manifest) {
        let mut entry = volume.entry(Digest::of(b""));
        entry.sha256 = one(&entry.path, Content::Volume(volume))?;
        volumes.push(entry);
    }
    let root = in_volumes(manifest, volumes);
    let (head, files) = (ReleaseHead::of(manifest), ManifestFiles::of(manifest));
    index_pages(&head, &files, &mut |name, page| {
        if name == INDEX {
            one(MANIFEST, Content::Manifest(&root))?;
        }
        one(name, Content::Text(page)).map(|_| ())
    })?;
    if bill == Bill::Written {
        one(BILL, Content::Text(bill_of_materials(manifest)))?;
    }
    let sums = checksums(manifest, digests.iter().map(|(name, digest)| (name.as_str(), *digest)));
    each(CHECKSUMS, Content::Text(sums)).map(|_| ())
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
    let mut staging = Staging::default();
    each_beside(manifest, bill, &mut |name, content| {
        check_pages(out, iter::once(name))?;
        let path = out.join(name);
        let mut put = |bytes: &[u8]| -> Result<Digest, EnvError> {
            if !is_the_same(&path, bytes) {
                staging.add(&path, bytes)?;
            }
            Ok(Digest::of(bytes))
        };
        let digest = match content {
            Content::Text(text) => put(text.as_bytes())?,
            Content::Volume(volume) => put(&volume.to_json())?,
            Content::Manifest(manifest) => {
                staging.new_first();
                let digest = staging.add_changed(&path, |file| {
                    let mut both = Both { file, digest: DigestWriter::leaving(0) };
                    manifest.write_json(&mut both)?;
                    Ok(both.digest.finish(b""))
                })?;
                written.manifest = Some(digest);
                digest
            }
        };
        written.names.push((name.to_string(), Some(digest)));
        Ok(digest)
    })?;
    staging.place()?;
    clear_pages(out, written.names.iter().map(|(name, _)| name.as_str()))?;
    Ok(written)
}

/// Writes to a file, and takes the digest of what is written.
struct Both<'f> {
    file: &'f mut dyn Write,
    digest: DigestWriter,
}

impl Write for Both<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.write_all(bytes)?;
        self.file.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What was written of a release besides its documents.
#[derive(Debug)]
pub struct WrittenRelease {
    /// The files, by their paths from its folder, with the digests of those that this run made.
    pub names: Vec<(String, Option<Digest>)>,
    /// The digest of the manifest.
    pub manifest: Option<Digest>,
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::release::{Input, Role, Tool};

    #[test]
    fn what_is_written_piece_by_piece_is_what_is_held() {
        let out = tempfile::tempdir().unwrap();
        let failed = vec!["a/a.pdf".to_string()];
        let manifest = assemble(Vec::new(), failed, false, None, Some(1), "A \"publisher\"".into());
        let json = serde_json::to_string_pretty(&manifest).unwrap() + "\n";
        assert_eq!(manifest.to_json(), json);
        let written = write_release(&manifest, Bill::Written, out.path()).unwrap();
        assert_eq!(written.manifest, Some(Digest::of(json.as_bytes())));
        let files = files_beside(&manifest, json.into_bytes(), Bill::Written);
        for (name, bytes) in &files {
            assert_eq!(&fs::read(out.path().join(name)).unwrap(), bytes, "{name}");
        }
        let named = |(name, bytes): &(String, Vec<u8>)| (name.clone(), Some(Digest::of(bytes)));
        assert_eq!(written.names, files.iter().map(named).collect::<Vec<_>>());
        let sums = checksums_beside(&manifest, written.manifest.unwrap(), Bill::Written);
        assert!(files.iter().any(|(name, bytes)| name == CHECKSUMS && *bytes == sums.as_bytes()));
        // And what is there is held against what would be.
        let json = manifest.json_digest();
        assert_eq!(written.manifest, Some(json));
        let damaged = || damaged_beside(&manifest, Some(json), Bill::Written, out.path());
        assert_eq!(damaged(), []);
        fs::remove_file(out.path().join(INDEX)).unwrap();
        fs::write(out.path().join(MANIFEST), "{}").unwrap();
        let found = [(MANIFEST, Damage::Altered), (INDEX, Damage::Missing)];
        assert_eq!(damaged(), found.map(|(name, damage)| (name.to_string(), damage)));
    }

    #[test]
    fn a_manifest_is_as_it_is_assembled_or_not() {
        let inputs = ["a", "b"].map(|path| Input {
            role: Role::Brief,
            path: path.into(),
            sha256: Digest::of(path.as_bytes()),
        });
        let failed = vec!["b".into(), "a".into()];
        let mut manifest = assemble(Vec::new(), failed, false, None, None, "A".into());
        assert!(is_assembled(&manifest, "A") && !is_assembled(&manifest, "B"));
        let mut others: Vec<Manifest> = vec![Manifest { seal: None, ..manifest.clone() }];
        let mut add = |other: Manifest| others.push(other.sealed());
        add(Manifest { failed: vec!["b".into(), "a".into()], ..manifest.clone() });
        add(Manifest { failed: vec!["a".into(), "a".into()], ..manifest.clone() });
        add(Manifest { inputs: inputs.to_vec(), ..manifest.clone() });
        add(Manifest {
            tool: Tool { name: "other".into(), ..manifest.tool.clone() },
            ..manifest.clone()
        });
        for other in others {
            assert!(!is_assembled(&other, "A"), "{other:?}");
        }
        manifest.complete = true;
        assert!(!is_assembled(&manifest, "A"), "the seal is that of another");
        assert!(is_assembled(&manifest.sealed(), "A"));
    }

    #[test]
    fn where_one_file_cannot_be_written_those_that_were_there_stay() {
        let out = tempfile::tempdir().unwrap();
        let manifest =
            |failed| assemble(Vec::new(), vec![failed], false, None, None, String::new());
        write_release(&manifest("a".into()), Bill::NotAsked, out.path()).unwrap();
        let before = fs::read(out.path().join(MANIFEST)).unwrap();
        // The last of them has no room.
        fs::remove_file(out.path().join(CHECKSUMS)).unwrap();
        fs::create_dir(out.path().join(CHECKSUMS)).unwrap();
        write_release(&manifest("b".into()), Bill::NotAsked, out.path()).unwrap_err();
        assert_eq!(fs::read(out.path().join(MANIFEST)).unwrap(), before);
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 3);
    }
}
