//! The manifest of a release, and what is made of it, on disk.

use std::collections::HashSet;
use std::convert::Infallible;
use std::io::{self, Write};
use std::iter;
use std::path::Path;
use std::sync::Arc;

use super::pages::{check_pages, clear_pages};
use super::tool::tool;
use crate::disk::{EnvError, Staging, check_regular, is_the_same, read_regular_within};
use crate::release::{
    Artifact, BILL, Bill, CHECKSUMS, Digest, DigestWriter, Entry, FORMAT, INDEX, Input, MANIFEST,
    Manifest, ManifestFiles, ReleaseHead, Shard, bill_of_materials, checksums, index_pages,
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
    let mut json = Some(json);
    let done: Result<(), Infallible> = each_beside(manifest, bill, &mut |name, content| {
        let bytes = match content {
            Content::Manifest => json.take().unwrap_or_default(),
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
        let Content::Text(text) = content else { return Ok(json) };
        let digest = Digest::of(text.as_bytes());
        if name == CHECKSUMS {
            sums = text;
        }
        Ok(digest)
    });
    done.map_or_else(|never| match never {}, |()| sums)
}

/// What a file beside a manifest says.
enum Content {
    /// The manifest itself.
    Manifest,
    /// This.
    Text(String),
}

/// Hands on what is written of a manifest, one file after another, so that not all need be held: first what
/// `index.html` leads to, the checksums last. Takes back the digest of each.
fn each_beside<E>(
    manifest: &Manifest,
    bill: Bill,
    each: &mut dyn FnMut(&str, Content) -> Result<Digest, E>,
) -> Result<(), E> {
    let mut digests = Vec::new();
    let mut one = |name: &str, content: Content| -> Result<(), E> {
        digests.push((name.to_string(), each(name, content)?));
        Ok(())
    };
    // What `index.html` leads to is there before it is.
    let (head, files) = (ReleaseHead::of(manifest), ManifestFiles::of(manifest));
    index_pages(&head, &files, &mut |name, page| {
        if name == INDEX {
            one(MANIFEST, Content::Manifest)?;
        }
        one(name, Content::Text(page))
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
        written.names.push(name.to_string());
        let path = out.join(name);
        match content {
            Content::Text(text) => {
                if !is_the_same(&path, text.as_bytes()) {
                    staging.add(&path, text.as_bytes())?;
                }
                Ok(Digest::of(text.as_bytes()))
            }
            Content::Manifest => {
                staging.new_first();
                let digest = staging.add_changed(&path, |file| {
                    let mut both = Both { file, digest: DigestWriter::leaving(0) };
                    manifest.write_json(&mut both)?;
                    Ok(both.digest.finish(b""))
                })?;
                written.manifest = Some(digest);
                Ok(digest)
            }
        }
    })?;
    staging.place()?;
    clear_pages(out, written.names.iter().map(String::as_str))?;
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
    /// The files, by their paths from its folder.
    pub names: Vec<String>,
    /// The digest of the manifest.
    pub manifest: Option<Digest>,
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

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
        assert_eq!(written.names, files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        let sums = checksums_beside(&manifest, written.manifest.unwrap(), Bill::Written);
        assert!(files.iter().any(|(name, bytes)| name == CHECKSUMS && *bytes == sums.as_bytes()));
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
