//! A release of many briefs in which a few are made anew: their volumes, the manifest and the checksums are written again, and
//! of what is said of others nothing is read. It comes to what writing all of it anew would come to, or is left to that.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::manifest::{LARGEST_RECORD, WrittenRelease};
use super::record::{Record, SaidOfBuild};
use crate::disk::{EnvError, Staging, check_regular, read_regular_within};
use crate::release::{
    BILL, CHECKSUMS, Digest, Entry, MANIFEST, Manifest, Volume, VolumeEntry, is_shown_alike,
};

/// Writes down that these are the files of some briefs now, by the ids of these, and that of others nothing has changed; none
/// where more than a few files would have to be written, and nothing is then.
///
/// # Errors
///
/// One of the files cannot be written.
pub fn update_release(
    record: &Record,
    briefs: &BTreeSet<String>,
    entries: &[Arc<Entry>],
    said: &SaidOfBuild,
    out: &Path,
) -> Result<Option<WrittenRelease>, EnvError> {
    let Some((root, old)) = record.untouched_root() else { return Ok(None) };
    let says_the_same = root.publisher == said.publisher
        && (root.complete, &root.failed) == (said.complete, &said.failed)
        && root.shard.is_none()
        && said.shard.is_none();
    let is_together = |id: &String| briefs.contains(id);
    let is_alone = !root.files.iter().any(|file| file.briefs.iter().any(is_together));
    let has_bill = check_regular(&out.join(BILL)).is_ok();
    if !says_the_same || !is_alone || has_bill {
        return Ok(None);
    }
    let Some(changed) = changed(record, briefs, entries) else { return Ok(None) };
    let mut staging = Staging::default();
    let mut sums: BTreeMap<&str, Digest> = entries
        .iter()
        .flat_map(|entry| entry.artifact.all_files())
        .map(|(path, _, sha256)| (path, *sha256))
        .collect();
    let mut volumes = old.to_vec();
    for (place, entries) in changed {
        let volume = Volume::of(entries, root.tool.clone(), root.epoch);
        let json = volume.to_json();
        let entry = volume.entry(Digest::of(&json));
        staging.add(&out.join(&entry.path), &json)?;
        volumes[place] = entry;
    }
    let before = old.iter().zip(&volumes);
    if before.clone().any(|(old, new)| VolumeEntry { sha256: new.sha256, ..old.clone() } != *new) {
        return Ok(None);
    }
    sums.extend(old.iter().zip(&volumes).map(|(old, new)| (&*old.path, new.sha256)));
    let json = Manifest { volumes, ..root.clone() }.sealed().to_json();
    let manifest = Digest::of(json.as_bytes());
    sums.insert(MANIFEST, manifest);
    let path = out.join(CHECKSUMS);
    let Ok(mut text) = read_regular_within(&path, LARGEST_RECORD) else { return Ok(None) };
    if !sums.iter().all(|(path, digest)| set(&mut text, path, digest)) {
        return Ok(None);
    }
    staging.add(&out.join(MANIFEST), json.as_bytes())?;
    staging.add(&path, &text)?;
    staging.place()?;
    let written: BTreeMap<&str, Digest> =
        sums.into_iter().chain([(CHECKSUMS, Digest::of(&text))]).collect();
    let mut names = record.beside();
    for (name, digest) in &mut names {
        *digest = written.get(name.as_str()).copied().or(*digest);
    }
    Ok(Some(WrittenRelease { names, manifest: Some(manifest) }))
}

/// The files of every volume that is another now, by its place; none where pages that show them would be others, too, or files
/// come or go.
fn changed(
    record: &Record,
    briefs: &BTreeSet<String>,
    entries: &[Arc<Entry>],
) -> Option<BTreeMap<usize, Vec<Arc<Entry>>>> {
    let mut now: BTreeMap<&str, Vec<&Arc<Entry>>> = BTreeMap::new();
    for entry in entries {
        now.entry(&entry.artifact.brief).or_default().push(entry);
    }
    if !now.keys().copied().eq(briefs.iter().map(String::as_str)) {
        return None;
    }
    let mut changed: BTreeMap<usize, Vec<Arc<Entry>>> = BTreeMap::new();
    for (brief, now) in &mut now {
        now.sort_by(|a, b| a.artifact.path.cmp(&b.artifact.path));
        let (place, volume) = record.volume_of(brief)?;
        let old = volume.get(*brief)?;
        let is_alike =
            |(old, new): (&Arc<Entry>, &&Arc<Entry>)| is_shown_alike(&old.artifact, &new.artifact);
        if old.len() != now.len() || !old.values().zip(now.iter()).all(is_alike) {
            return None;
        }
        changed.entry(place).or_insert_with(|| {
            let others = volume.iter().filter(|(id, _)| !briefs.contains(*id));
            others.flat_map(|(_, files)| files.values().cloned()).collect()
        });
        changed.get_mut(&place)?.extend(now.iter().map(|entry| Arc::clone(entry)));
    }
    Some(changed)
}

/// Sets the digest of a file in checksums, which stand in the order of paths; whether it is there.
fn set(sums: &mut [u8], path: &str, digest: &Digest) -> bool {
    let (mut low, mut high) = (0, sums.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = sums[low..middle].iter().rposition(|&byte| byte == b'\n');
        let start = start.map_or(low, |at| low + at + 1);
        let end = sums[start..high].iter().position(|&byte| byte == b'\n');
        let end = end.map_or(high, |at| start + at);
        let Some((hex, there)) = sums[start..end].split_at_checked(2 * Digest::LENGTH) else {
            return false;
        };
        let Some(there) = there.strip_prefix(b"  ") else { return false };
        match there.cmp(path.as_bytes()) {
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
            Ordering::Equal => {
                let length = hex.len();
                sums[start..start + length].copy_from_slice(digest.to_hex().as_bytes());
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_set_where_its_path_stands() {
        let paths = ["a/a.pdf", "a-b/a.pdf", "b/b.pdf", "index.html", "manifest.json", "z"];
        let mut sorted = paths;
        sorted.sort_unstable();
        let line = |path: &&str| format!("{}  {path}\n", Digest::of(path.as_bytes()));
        let sums: String = sorted.iter().map(line).collect();
        for path in paths {
            let mut text = sums.clone().into_bytes();
            let new = Digest::of(b"new");
            assert!(set(&mut text, path, &new), "{path}");
            let wanted = sums.replace(&line(&path), &format!("{new}  {path}\n"));
            assert_eq!(String::from_utf8(text).unwrap(), wanted);
        }
        for path in ["", "a", "b/b.pdf2", "zz", "index"] {
            assert!(!set(&mut sums.clone().into_bytes(), path, &Digest::of(b"")), "{path}");
        }
        assert!(!set(&mut [], "a", &Digest::of(b"")));
    }
}
