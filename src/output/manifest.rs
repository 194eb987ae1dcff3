//! The manifest of a release, and what is made of it, on disk.

use std::io::{self, Write};
use std::iter;
use std::path::Path;
use std::sync::Arc;

use super::intact::Damage;
use super::pages::{check_pages, clear_pages};
use super::sums::Checksums;
use crate::disk::{
    EnvError, Staging, check_below, check_regular, is_the_same, open_regular, read_regular_within,
};
use crate::release::{
    BILL, Bill, CHECKSUMS, Digest, DigestWriter, Entry, FilesByBrief, INDEX, MANIFEST, MadeWith,
    Manifest, ManifestFiles, ReleaseHead, ReleaseIndex, Volume, VolumeEntry, bill_of_materials,
    volumes,
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

/// The files written with a manifest that are not in its folder as they would be written, in the order in which they
/// would: by path, with what became of each. Where the manifest that is `there` says all that would be written, its file may say
/// more: that has its own digest.
///
/// # Errors
///
/// What is known of the files of the release cannot be had.
pub fn damaged_beside(
    head: &ReleaseHead<'_>,
    files: &dyn FilesByBrief<EnvError>,
    there: (&Manifest, Option<Digest>),
    bill: Bill,
    out: &Path,
) -> Result<Vec<(String, Damage)>, EnvError> {
    let mut damaged = Vec::new();
    each_beside(head, files, bill, out, &mut |name, content| {
        let path = out.join(name);
        let own = match content {
            Content::Manifest(manifest) if manifest == there.0 => there.1,
            _ => None,
        };
        let digest = match own {
            Some(json) => json,
            None => content.digest().map_err(|cause| unread(out, cause))?,
        };
        if !open_regular(&path).and_then(Digest::read).is_ok_and(|there| there == digest) {
            let is_lost = open_regular(&path).is_err();
            let damage = if is_lost { Damage::Missing } else { Damage::Altered };
            damaged.push((name.to_string(), damage));
        }
        Ok(digest)
    })?;
    Ok(damaged)
}

/// What is written of a manifest that is written already: file names and contents, the checksums last.
///
/// # Errors
///
/// Some of it cannot be set aside and read again.
pub fn files_beside(
    manifest: &Manifest,
    json: Vec<u8>,
    bill: Bill,
) -> Result<Vec<(String, Vec<u8>)>, EnvError> {
    let mut written = Vec::new();
    let mut json = Some(json);
    let (head, files) = (ReleaseHead::of(manifest), ManifestFiles::of(manifest));
    let out = Path::new("");
    each_beside(&head, &files, bill, out, &mut |name, content| {
        let bytes = match json.take_if(|_| name == MANIFEST) {
            Some(json) => json,
            None => content.bytes().map_err(|cause| unread(out, cause))?,
        };
        let digest = Digest::of(&bytes);
        written.push((name.to_string(), bytes));
        Ok(digest)
    })?;
    Ok(written)
}

/// What was set aside cannot be read.
fn unread(out: &Path, cause: io::Error) -> EnvError {
    EnvError::new("cannot read what is known of the files in", out, cause)
}

/// What a file beside a manifest says, that among them.
enum Content<'c> {
    /// The manifest itself, as it is written.
    Manifest(&'c Manifest),
    /// This.
    Bytes(Vec<u8>),
    /// What is written piece by piece.
    Pieces(&'c dyn Fn(&mut dyn Write) -> io::Result<()>),
}

impl Content<'_> {
    fn digest(&self) -> io::Result<Digest> {
        match self {
            Content::Manifest(manifest) => Ok(manifest.json_digest()),
            Content::Bytes(bytes) => Ok(Digest::of(bytes)),
            Content::Pieces(write) => {
                let mut digest = DigestWriter::leaving(0);
                write(&mut digest).map(|()| digest.finish(b""))
            }
        }
    }

    fn bytes(self) -> io::Result<Vec<u8>> {
        match self {
            Content::Manifest(manifest) => Ok(manifest.to_json().into_bytes()),
            Content::Bytes(bytes) => Ok(bytes),
            Content::Pieces(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes).map(|()| bytes)
            }
        }
    }
}

/// Hands on what is written of a release besides its documents, one file after another, so that not all need be held: first what
/// `index.html` leads to, the checksums last. Takes back the digest of each. What is set aside for it is so in `out`.
fn each_beside(
    head: &ReleaseHead<'_>,
    files: &dyn FilesByBrief<EnvError>,
    bill: Bill,
    out: &Path,
    each: &mut dyn FnMut(&str, Content<'_>) -> Result<Digest, EnvError>,
) -> Result<(), EnvError> {
    let mut sums = Checksums::new(out);
    let mut made_with = MadeWith::default();
    let mut beside: Vec<(String, Digest)> = Vec::new();
    // What the manifest and `index.html` lead to is there before they are.
    let mut note = |files: &[Arc<Entry>]| {
        sums.add(files);
        if bill == Bill::Written {
            made_with.add(files);
        }
    };
    // Reading them again costs more than what the pages keep of them.
    let mut index = ReleaseIndex::default();
    let mut see = |files: &[Arc<Entry>]| {
        note(files);
        index.see(files);
    };
    let root = volumes(head, files, &mut see, &mut |name, volume| {
        let digest = each(name, Content::Bytes(volume.to_json()))?;
        beside.push((name.to_string(), digest));
        Ok(digest)
    })?;
    let combined = files.combined()?;
    note(&combined);
    index.see_combined(&combined);
    drop(combined);
    let mut one = |name: &str, content: Content<'_>| -> Result<(), EnvError> {
        let digest = each(name, content)?;
        beside.push((name.to_string(), digest));
        Ok(())
    };
    index.pages(head, files, &mut |name, page| {
        if name == INDEX {
            one(MANIFEST, Content::Manifest(&root))?;
        }
        one(name, Content::Bytes(page.into_bytes()))
    })?;
    if bill == Bill::Written {
        one(BILL, Content::Bytes(bill_of_materials(&root, &made_with).into_bytes()))?;
    }
    for (name, digest) in beside {
        sums.add_other(&name, digest);
    }
    each(CHECKSUMS, Content::Pieces(&|into| sums.write(into))).map(|_| ())
}

/// Writes a manifest and what is made of it: all of them, or after a failure none. A bill of materials
/// that is there is kept up to date. Pages come before those that lead to them, and go after.
///
/// # Errors
///
/// One of the files cannot be written, or is one that no build made in the place of a page; a page of
/// before cannot be removed; or what is known of the files of the release cannot be had.
pub fn write_release(
    head: &ReleaseHead<'_>,
    files: &dyn FilesByBrief<EnvError>,
    bill: Bill,
    out: &Path,
) -> Result<WrittenRelease, EnvError> {
    let bill = if check_regular(&out.join(BILL)).is_ok() { Bill::Written } else { bill };
    let mut written = WrittenRelease { names: Vec::new(), manifest: None };
    let mut staging = Staging::default();
    each_beside(head, files, bill, out, &mut |name, content| {
        check_pages(out, iter::once(name))?;
        let path = out.join(name);
        let pieces = |staging: &mut Staging, write: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
            staging.add_changed(&path, |file| {
                let mut both = Both { file, digest: DigestWriter::leaving(0) };
                write(&mut both)?;
                Ok(both.digest.finish(b""))
            })
        };
        let digest = match content {
            Content::Manifest(manifest) => {
                staging.new_first();
                let digest = pieces(&mut staging, &|into| manifest.write_json(into))?;
                written.manifest = Some(digest);
                digest
            }
            Content::Bytes(bytes) => {
                if !is_the_same(&path, &bytes) {
                    staging.add(&path, &bytes)?;
                }
                Digest::of(&bytes)
            }
            Content::Pieces(write) => pieces(&mut staging, write)?,
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

    use super::super::tool::tool;
    use super::*;
    use crate::release::{Input, Role, Tool, index_pages};

    /// The manifest of no files, when some could not be made.
    fn empty(failed: Vec<String>) -> Manifest {
        let (tool, publisher) = (&tool(), "A \"publisher\"");
        let (epoch, complete, shard) = (Some(1), false, None);
        let head = ReleaseHead { tool, publisher, epoch, complete, failed: &failed, shard };
        head.manifest(Vec::new(), Vec::new())
    }

    #[test]
    fn what_is_written_piece_by_piece_is_what_is_held() {
        let out = tempfile::tempdir().unwrap();
        let failed = vec!["a/a.pdf".to_string()];
        let manifest = empty(failed);
        let json = serde_json::to_string_pretty(&manifest).unwrap() + "\n";
        assert_eq!(manifest.to_json(), json);
        let (head, none) = (ReleaseHead::of(&manifest), ManifestFiles::of(&manifest));
        let written = write_release(&head, &none, Bill::Written, out.path()).unwrap();
        assert_eq!(written.manifest, Some(Digest::of(json.as_bytes())));
        let files = files_beside(&manifest, json.into_bytes(), Bill::Written).unwrap();
        for (name, bytes) in &files {
            assert_eq!(&fs::read(out.path().join(name)).unwrap(), bytes, "{name}");
        }
        let named = |(name, bytes): &(String, Vec<u8>)| (name.clone(), Some(Digest::of(bytes)));
        assert_eq!(written.names, files.iter().map(named).collect::<Vec<_>>());
        // And what is there is held against what would be.
        let json = manifest.json_digest();
        assert_eq!(written.manifest, Some(json));
        let damaged = || {
            let there = (&manifest, Some(json));
            damaged_beside(&head, &none, there, Bill::Written, out.path()).unwrap()
        };
        assert_eq!(damaged(), []);
        fs::remove_file(out.path().join(INDEX)).unwrap();
        fs::write(out.path().join(MANIFEST), "{}").unwrap();
        let found = [(MANIFEST, Damage::Altered), (INDEX, Damage::Missing)];
        assert_eq!(damaged(), found.map(|(name, damage)| (name.to_string(), damage)));
    }

    #[test]
    fn pages_made_with_the_volumes_are_those_of_all_files() {
        let digest = Digest::of(b"");
        let file = |path: String, brief: &str, document: &str, briefs: &[String]| {
            serde_json::json!({
                "path": path, "brief": brief, "briefs": briefs, "title": format!("Of {brief}"), "country": "KH",
                "language": "en", "edition": "screen", "document": document, "date": "2026-01-01", "status": "final",
                "translation": null, "pages": 1, "glyphs": 1, "bytes": 1, "sha256": digest, "standards": [], "fonts": [],
                "warnings": [], "thumbnail": null, "sheets": [], "inputs": [], "fingerprint": digest,
            })
        };
        // On one page, and on several.
        for count in [2, 2_000] {
            let ids: Vec<String> = (0..count).map(|number| format!("b-{number}")).collect();
            let of_brief = |id: &String| file(format!("{id}/{id}.en.pdf"), id, "brief", &[]);
            let files = ids.iter().map(of_brief);
            let files = files.chain([file("all.en.pdf".into(), "", "combined", &ids)]);
            let files: Vec<_> = files.map(|file| serde_json::from_value(file).unwrap()).collect();
            let manifest = Manifest { files, ..empty(Vec::new()) }.sealed();
            let json = manifest.to_json().into_bytes();
            let written = files_beside(&manifest, json, Bill::NotAsked).unwrap();
            let (head, all) = (ReleaseHead::of(&manifest), ManifestFiles::of(&manifest));
            let mut pages = Vec::new();
            let done: Result<(), EnvError> = index_pages(&head, &all, &mut |name, page| {
                pages.push((name.to_string(), page.into_bytes()));
                Ok(())
            });
            done.unwrap();
            assert_eq!(pages.len() > 1, count > 2, "{count}");
            let is_page = |name: &str| name == INDEX || name.starts_with("index/");
            let written: Vec<_> = written.into_iter().filter(|(name, _)| is_page(name)).collect();
            assert!(written == pages, "{count}: other pages, or in another order");
        }
    }

    #[test]
    fn a_manifest_is_as_it_would_be_written_or_not() {
        let out = tempfile::tempdir().unwrap();
        let manifest = empty(vec!["b".into(), "a".into()]);
        // Whether one that is there in its place, and may say more than is known of, is taken for it.
        let is_told = |head: &ReleaseHead<'_>, there: &Manifest| {
            let json = there.to_json() + " ";
            fs::write(out.path().join(MANIFEST), &json).unwrap();
            let (none, there) =
                (ManifestFiles::of(&manifest), (there, Some(Digest::of(json.as_bytes()))));
            let damaged = damaged_beside(head, &none, there, Bill::NotAsked, out.path()).unwrap();
            damaged.contains(&(MANIFEST.to_string(), Damage::Altered))
        };
        let head = ReleaseHead::of(&manifest);
        assert!(!is_told(&head, &manifest));
        assert!(is_told(&ReleaseHead { publisher: "B", ..head }, &manifest));
        let input = |path: &str| {
            let sha256 = Digest::of(path.as_bytes());
            Input { role: Role::Brief, path: path.into(), sha256 }
        };
        let mut others: Vec<Manifest> = vec![
            Manifest { seal: None, ..manifest.clone() },
            // The seal is that of another.
            Manifest { complete: true, ..manifest.clone() },
        ];
        let mut add = |other: Manifest| others.push(other.sealed());
        add(Manifest { failed: vec!["b".into(), "a".into()], ..manifest.clone() });
        add(Manifest { failed: vec!["a".into(), "a".into()], ..manifest.clone() });
        add(Manifest { inputs: ["a", "b"].map(input).to_vec(), ..manifest.clone() });
        let tool = Tool { name: "other".into(), ..manifest.tool.clone() };
        add(Manifest { tool, ..manifest.clone() });
        for other in others {
            assert!(is_told(&head, &other), "{other:?}");
        }
        let complete = Manifest { complete: true, ..manifest.clone() }.sealed();
        assert!(!is_told(&ReleaseHead::of(&complete), &complete));
    }

    #[test]
    fn where_one_file_cannot_be_written_those_that_were_there_stay() {
        let out = tempfile::tempdir().unwrap();
        let write = |failed: &str| {
            let manifest = empty(vec![failed.into()]);
            let (head, none) = (ReleaseHead::of(&manifest), ManifestFiles::of(&manifest));
            write_release(&head, &none, Bill::NotAsked, out.path())
        };
        write("a").unwrap();
        let before = fs::read(out.path().join(MANIFEST)).unwrap();
        // The last of them has no room.
        fs::remove_file(out.path().join(CHECKSUMS)).unwrap();
        fs::create_dir(out.path().join(CHECKSUMS)).unwrap();
        write("b").unwrap_err();
        assert_eq!(fs::read(out.path().join(MANIFEST)).unwrap(), before);
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 3);
    }
}
