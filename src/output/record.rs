//! What an earlier build left in the output folder: its manifest, and the journal of one that was
//! killed. A record that is damaged, was changed by hand, or is of another version, is not believed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::intact::{Damage, first_damaged_with};
use super::journal::{self, JOURNAL, JournalOf};
use super::listing::{KnownFiles, Listing};
use super::manifest::{WrittenRelease, read_manifest};
use super::on_disk::LazyRelease;
use super::set_aside::{SaidOfFile, SetAside};
use super::stat_cache::{CachedFile, StatCache};
use super::tool::tool;
use super::volumes::{HeldVolume, Volumes};
use crate::disk::{digest_text, open_regular, open_text, slashed};
use crate::release::{
    Artifact, Digest, Entry, ListedBriefs, MANIFEST, Manifest, Picture, Shard, Tool, VolumeEntry,
};

/// What an earlier build left.
#[derive(Debug)]
pub struct Record {
    /// The files by path, but for those in volumes that no journal says otherwise of.
    held: BTreeMap<String, SaidOfFile>,
    /// What is said of them.
    aside: SetAside,
    /// Those of them that the manifest lists.
    listed: BTreeSet<String>,
    /// The volumes of the manifest.
    volumes: Volumes,
    /// The manifest without its volumes, where there are any.
    root: Option<Box<Manifest>>,
    /// Why nothing, or not everything, of what was written down is believed.
    pub note: Option<String>,
    /// Who published then.
    pub publisher: Option<String>,
    /// Pictures of indicator tables that another briefpress made and this one does not, with the path of
    /// the table.
    pub(super) pictures: Vec<(String, Picture)>,
    /// Whether there is a journal of a killed build, which is kept until a manifest is written.
    pub(super) goes_on: bool,
    /// Why that may have made files that are not known for its: its journal cannot be read to its end, or is that of another
    /// program or moment.
    doubt: Option<String>,
    /// Why what a journal said of a file could not be read again.
    lost: OnceLock<String>,
    /// The release that another briefpress made, or that was made for another moment, by its manifest: it is not used, but
    /// what it lists was made so.
    pub(super) before: Option<LazyRelease>,
    /// Whether all that was written with the manifest was there as it was written, before a build began that looks at some briefs.
    stood: OnceLock<bool>,
    /// The digest of the manifest, where it is believed.
    pub(super) manifest: Option<Digest>,
    /// What else that says, but for its files.
    said: Option<SaidOfBuild>,
    /// The folder.
    pub(super) out: PathBuf,
    /// What is known of the files in it, and of those they were made from.
    pub(super) cache: StatCache,
}

/// What a manifest says of a build as a whole.
#[derive(Debug, PartialEq, Eq)]
pub struct SaidOfBuild {
    /// Who publishes.
    pub publisher: String,
    /// Whether everything that was asked for is there.
    pub complete: bool,
    /// Files that could not be made, in their order.
    pub failed: Vec<String>,
    /// Which part of a build it is.
    pub shard: Option<Shard>,
}

impl Record {
    /// A file, by its path.
    pub fn get(&self, path: &str) -> Option<Arc<Entry>> {
        self.of_held(path).or_else(|| self.volumes.get(path, &self.cache))
    }

    fn of_held(&self, path: &str) -> Option<Arc<Entry>> {
        self.said_of(self.held.get(path)?)
    }

    /// What cannot be read again is as if it had not been written down, and is made anew; where that is not done, it is a
    /// [fault](Self::faults).
    fn said_of(&self, said: &SaidOfFile) -> Option<Arc<Entry>> {
        let said = self.aside.get(said);
        said.map_err(|cause| self.lost.get_or_init(|| cause.to_string())).ok()
    }

    /// Those that are held, in the order of their paths.
    fn all_held(&self) -> impl Iterator<Item = Arc<Entry>> {
        self.held.values().filter_map(|said| self.said_of(said))
    }

    /// Whether nothing is known of any file.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.volumes.all().is_empty()
    }

    /// Whether the manifest lists a file, by its path.
    pub fn lists(&self, path: &str) -> bool {
        self.listed.contains(path) || self.volumes.get(path, &self.cache).is_some()
    }

    /// The files of a brief, by its id, in the order of their paths.
    pub fn of_brief(&self, id: &str) -> Vec<Arc<Entry>> {
        let folder = format!("{id}/");
        let held = self.held.range(folder.clone()..);
        let held = held.take_while(|(path, _)| path.starts_with(&folder));
        let held = held.filter_map(|(_, said)| self.said_of(said));
        let mut held: Vec<Arc<Entry>> = held.collect();
        let volume = self.volumes.of_brief(id, &self.cache);
        if !volume.is_empty() {
            held.extend(
                volume.into_iter().filter(|own| !self.held.contains_key(&own.artifact.path)),
            );
            held.sort_by(|a, b| a.artifact.path.cmp(&b.artifact.path));
        }
        held
    }

    /// The tables of several briefs.
    pub fn together(&self) -> impl Iterator<Item = Arc<Entry>> {
        let paths = self.held.keys().filter(|path| !path.contains('/'));
        paths.filter_map(|path| self.of_held(path)).filter(|own| own.artifact.brief.is_empty())
    }

    /// Whether any file is as asked: those that are held are asked first, then those in volumes, one volume after another.
    pub fn any(&self, is_so: impl Fn(&Entry) -> bool) -> bool {
        self.all_held().any(|entry| is_so(&entry))
            || (0..self.volumes.all().len()).any(|place| {
                let volume = self.volumes.read(place, &self.cache);
                volume.values().flat_map(BTreeMap::values).any(|entry| is_so(entry))
            })
    }

    /// The briefs that the manifest lists files of, with the languages of files made from translations: those of each volume, and
    /// those in none.
    pub fn listed_briefs(&self) -> Vec<Cow<'_, ListedBriefs>> {
        let mut own: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for entry in self.listed.iter().filter_map(|path| self.of_held(path)) {
            let Artifact { brief, language, translation, .. } = &entry.artifact;
            if !brief.is_empty() {
                let languages = own.entry(brief.clone()).or_default();
                languages.extend(translation.as_ref().map(|_| language.clone()));
            }
        }
        let of_volumes = self.volumes.all().iter().map(|volume| Cow::Borrowed(&volume.briefs));
        of_volumes.chain([Cow::Owned(ListedBriefs::of(&own))]).collect()
    }

    /// Files of which only a journal says anything, and that are not in a listing.
    pub fn unlisted(&self, listing: &Listing<Arc<Self>>) -> Vec<Arc<Entry>> {
        let is_unlisted = |path: &&String| {
            !self.listed.contains(*path) && !listing.has(path) && !self.lists(path)
        };
        self.held.keys().filter(is_unlisted).filter_map(|path| self.of_held(path)).collect()
    }

    /// Shows all files, those of one volume after those of another.
    pub fn each(&self, see: &mut dyn FnMut(&Arc<Entry>)) {
        for place in 0..self.volumes.all().len() {
            let volume = self.volumes.read(place, &self.cache);
            let own = volume.values().flatten().filter(|(path, _)| !self.held.contains_key(*path));
            own.for_each(|(_, entry)| see(entry));
        }
        self.all_held().for_each(|entry| see(&entry));
    }

    /// What is wrong with what could not be read so far, volumes and what is set aside: a sentence each.
    pub fn faults(&self) -> Vec<String> {
        let told = |(path, why)| format!("{}: {why}", slashed(&self.out.join(path)));
        let lost = self.lost.get().map(|why| (JOURNAL.to_string(), why.clone()));
        self.volumes.faults().into_iter().chain(lost).map(told).collect()
    }

    /// Whether there is a manifest, and it and all volumes that were read are believed: else more may have been built than is known.
    pub fn is_believed(&self) -> bool {
        self.manifest.is_some() && self.faults().is_empty()
    }

    /// The manifest without its volumes, and these, where it and all that is written with it are as they were written, and no
    /// killed build has made files since.
    pub(super) fn untouched_root(&self) -> Option<(&Manifest, &[VolumeEntry])> {
        let root = self.root.as_deref().filter(|_| !self.goes_on && self.is_intact_beside());
        root.map(|root| (root, self.volumes.all()))
    }

    /// The volume that a brief is in, by its place and whole.
    pub(super) fn volume_of(&self, brief: &str) -> Option<(usize, Arc<HeldVolume>)> {
        let place = self.volumes.place_of(brief)?;
        Some((place, self.volumes.read(place, &self.cache)))
    }

    /// The files that are written with the manifest, that among them, by their paths, as they were noted; with the digests of those
    /// that have to be read for it.
    pub(super) fn beside(&self) -> Vec<(String, Option<Digest>)> {
        self.cache.beside()
    }

    /// Whether files may be other ones than are known for another reason than that somebody changed them.
    pub fn is_doubtful(&self) -> bool {
        self.doubt.is_some()
    }

    /// Why it is not known what there is of the briefs that a manifest names: a volume of it is not believed, or another build was
    /// killed since.
    pub fn fault(&self) -> Option<String> {
        if !self.look_beside() {
            (0..self.volumes.all().len())
                .for_each(|place| drop(self.volumes.read(place, &self.cache)));
        }
        // Where the manifest is not believed anyway, nothing of it stays listed.
        let doubt = self.doubt.iter().filter(|_| self.manifest.is_some());
        let doubt = doubt.map(|why| format!("{}: {why}", slashed(&self.out.join(JOURNAL))));
        self.faults().into_iter().chain(doubt).next()
    }

    /// Whether all that was written with a manifest that has volumes is there as it was written, which is found out when
    /// first asked; without volumes nothing is looked at.
    pub fn look_beside(&self) -> bool {
        self.volumes.all().is_empty() || *self.stood.get_or_init(|| self.is_intact_beside())
    }

    /// How many files the manifest lists.
    fn listed_count(&self) -> usize {
        self.listed.len() + self.volumes.all().iter().map(|volume| volume.files).sum::<usize>()
    }

    /// Whether a manifest that says this of these files, and all that is written with it, is there already,
    /// as far as what the system says of the files shows.
    /// Where these are all of some briefs, `only` has the ids of those, and of others nothing is asked.
    pub fn is_written(
        &self,
        said: &SaidOfBuild,
        listing: &Listing<Arc<Self>>,
        only: Option<&BTreeSet<String>>,
    ) -> bool {
        !self.goes_on
            && listing.is_known()
            && self.said.as_ref() == Some(said)
            && only.map_or_else(|| self.listed_count(), |only| self.listed_of(only))
                == listing.len()
            && self.stood.get().copied().unwrap_or_else(|| self.is_intact_beside())
    }

    /// Whether nothing is known of any file that is not in a listing.
    pub fn is_all_in(&self, listing: &Listing<Arc<Self>>) -> bool {
        !self.goes_on && listing.is_known() && listing.len() == self.listed_count()
    }

    /// How many files of some briefs, and of tables with one of them, the manifest lists.
    fn listed_of(&self, briefs: &BTreeSet<String>) -> usize {
        let is_of = |entry: &Arc<Entry>| entry.artifact.briefs.iter().any(|id| briefs.contains(id));
        let own = briefs.iter().flat_map(|id| self.of_brief(id));
        let own = own.filter(|entry| self.lists(&entry.artifact.path)).count();
        let together = self.together().filter(is_of);
        own + together.filter(|entry| self.lists(&entry.artifact.path)).count()
    }

    /// What the manifest says of the build that wrote it.
    pub fn said(&self) -> Option<&SaidOfBuild> {
        self.said.as_ref()
    }

    /// Whether the manifest and all that is written with it are there as they were written.
    pub(super) fn is_intact_beside(&self) -> bool {
        self.manifest.is_some_and(|manifest| self.cache.stands(manifest, &self.out))
    }

    /// Takes note of what was written with a manifest, by the names of the files.
    pub fn wrote_release(&self, written: &WrittenRelease) {
        let names = written.names.iter().map(|(name, digest)| (name.as_str(), *digest));
        if let Some(manifest) = written.manifest {
            self.cache.stand(names, manifest, &self.out);
        }
    }

    /// Whether the manifest that was read is there and untouched.
    pub fn is_untouched(&self) -> bool {
        let there = self.cache.known(CachedFile::Beside(MANIFEST), &self.out);
        there.is_some() && there == self.manifest
    }

    /// Whether it may be one of a project's: it has the same publisher, or a brief of it. Nothing is
    /// removed for another project's record that was copied here.
    pub fn is_of(&self, publisher: &str, has_brief: impl Fn(&str) -> bool) -> bool {
        self.publisher.as_deref().is_none_or(|own| own.is_empty() || own == publisher)
            || self.any(|own| own.artifact.brief_ids().any(|id| has_brief(id)))
    }

    /// Whether the files of an entry are there, as they were made.
    ///
    /// # Errors
    ///
    /// What became of the first that is not.
    pub fn is_intact(&self, artifact: &Artifact) -> Result<(), Damage> {
        self.first_damaged(artifact).map_or(Ok(()), |(_, damage)| Err(damage))
    }

    /// The first file of an entry that is not as it was made: its path, and what became of it.
    pub fn first_damaged<'a>(&self, artifact: &'a Artifact) -> Option<(&'a str, Damage)> {
        first_damaged_with(&self.out, artifact, Some(&self.cache))
    }

    /// Whether a file that belongs to a document was made with any edition of it.
    pub(super) fn has_made(&self, path: &str, artifact: &Artifact) -> bool {
        artifact.editions().iter().any(|edition| {
            let other = self.get(edition);
            other.is_some_and(|other| other.artifact.companions().any(|(own, ..)| own == path))
        })
    }

    /// The digest of a text of the project in `root`, by its path from there; `None` if it cannot be read.
    pub fn source(&self, path: &str, root: &Path) -> Option<Digest> {
        let file = CachedFile::Source(path);
        let known = self.cache.known(file, root);
        known.or_else(|| self.cache.taken(file, &open_text(&root.join(path), root)?, digest_text))
    }

    /// Takes note of the files of an entry, which were written just now.
    pub fn wrote(&self, artifact: &Artifact) {
        for (path, _, sha256) in artifact.all_files() {
            self.cache.wrote(path, sha256, &self.out);
        }
    }

    /// Lets go of how files are of runs of briefs that end before one, by its id, and writes it down. The folder is
    /// this build's.
    pub fn let_go_states(&self, before: &str) {
        self.cache.let_go(before);
    }

    /// Writes down how files are, so that the next build need not read those that stay so.
    pub fn save_states(&self) {
        self.cache.save(&self.out);
    }

    /// Reads what an earlier build of the same program and moment left in a folder.
    pub fn read(out: &Path, epoch: Option<i64>) -> Self {
        Self::read_with(out, epoch, StatCache::read(out))
    }

    /// Reads it again where another build may have written since. What did not change is not read twice.
    #[must_use]
    pub fn read_again(this: Arc<Self>, epoch: Option<i64>) -> Arc<Self> {
        let is_same =
            || Some(this.is_untouched() || this.manifest? == digest_of_manifest(&this.out)?);
        let is_nobodys = || journal::whose(&this.out, epoch).ok() == Some(JournalOf::Nobody);
        let is_alone = !this.goes_on && is_nobodys();
        if is_alone && is_same() == Some(true) {
            return this;
        }
        Arc::new(Self::read(&this.out, epoch))
    }

    fn read_with(out: &Path, epoch: Option<i64>, cache: StatCache) -> Self {
        let mut record = Self {
            held: BTreeMap::new(),
            aside: SetAside::new(out),
            listed: BTreeSet::new(),
            volumes: Volumes::default(),
            root: None,
            note: None,
            publisher: None,
            pictures: Vec::new(),
            goes_on: false,
            doubt: None,
            lost: OnceLock::new(),
            before: None,
            stood: OnceLock::new(),
            manifest: None,
            said: None,
            out: out.to_path_buf(),
            cache,
        };
        let path = out.join(MANIFEST);
        let json = read_manifest(&path);
        // Asked when it has been read: then that is what was read.
        let untouched = record.cache.known(CachedFile::Beside(MANIFEST), out);
        match json {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => record.note = Some(format!("{}: {error}", slashed(&path))),
            Ok(json) => match Manifest::from_json(&json) {
                Err(why) => record.note = Some(format!("{}: {why}", slashed(&path))),
                Ok(manifest) if manifest.tool != tool() => {
                    let pictures = manifest
                        .files
                        .iter()
                        .filter(|file| !file.document.has_thumbnail() && file.is_named_right());
                    let picture = |file: &Artifact| {
                        file.thumbnail.clone().map(|picture| (file.path.clone(), picture))
                    };
                    record.pictures = pictures.filter_map(picture).collect();
                    let Tool { version, .. } = &manifest.tool;
                    record.note = Some(format!("it was made by another briefpress ({version})"));
                    record.before = Some(LazyRelease::new(manifest, &json, out));
                }
                Ok(manifest) if manifest.epoch != epoch => {
                    record.note = Some("it was made for another moment".into());
                    record.before = Some(LazyRelease::new(manifest, &json, out));
                }
                Ok(manifest) if untouched.is_none() && !manifest.is_sealed() => {
                    let words = "it was changed after it was written";
                    record.note = Some(format!("{}: {words}", slashed(&path)));
                }
                Ok(mut manifest) => {
                    record.manifest = untouched.or_else(|| Some(Digest::of(&json)));
                    record.said = Some(SaidOfBuild {
                        publisher: manifest.publisher.clone(),
                        complete: manifest.complete,
                        failed: manifest.failed.clone(),
                        shard: manifest.shard.clone(),
                    });
                    record.publisher = Some(manifest.publisher.clone());
                    if !manifest.volumes.is_empty() {
                        let is_killed = journal::whose(out, epoch).ok() == Some(JournalOf::This);
                        let volumes = std::mem::take(&mut manifest.volumes);
                        record.volumes = Volumes::new(out, epoch, volumes, is_killed);
                        record.root = Some(Box::new(manifest.clone()));
                    }
                    let inputs = std::mem::take(&mut manifest.inputs);
                    let all = Entry::all_of(inputs, manifest.files);
                    for entry in all.filter(|entry| entry.artifact.is_named_right()) {
                        let path = entry.artifact.path.clone();
                        record.listed.insert(path.clone());
                        record.held.insert(path, SaidOfFile::Held(Arc::new(entry)));
                    }
                }
            },
        }
        let left = journal::each(out, epoch, &mut |entry| {
            if entry.artifact.is_named_right() {
                record.hold(entry);
            }
        });
        record.goes_on = !matches!(left, Ok(JournalOf::Nobody));
        record.doubt = match left {
            Ok(JournalOf::Nobody | JournalOf::This) => None,
            Ok(JournalOf::Another) => {
                Some("a build by another briefpress, or for another moment, was killed".into())
            }
            Err(cause) => Some(format!("it cannot be read: {cause}")),
        };
        record
    }

    /// Takes over what a journal says of a file. It was said before the file was put in place: where what the manifest lists is
    /// there still, that stands.
    fn hold(&mut self, entry: Entry) {
        let path = entry.artifact.path.clone();
        let is_older = |old: Arc<Entry>| self.is_intact(&old.artifact).is_ok();
        if self.is_intact(&entry.artifact).is_ok() || !self.get(&path).is_some_and(is_older) {
            let said = self.aside.put(Arc::new(entry));
            self.held.insert(path, said);
        }
    }
}

impl KnownFiles for Arc<Record> {
    fn get(&self, path: &str) -> Option<Arc<Entry>> {
        Record::get(self, path)
    }
}

/// The digest of the manifest in a folder; `None` where it cannot be read.
fn digest_of_manifest(out: &Path) -> Option<Digest> {
    Digest::read(open_regular(&out.join(MANIFEST)).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_manifest_that_cannot_be_read_is_told_from_none() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(Record::read(out.path(), None).note, None);
        fs::create_dir(out.path().join(MANIFEST)).unwrap();
        let note = Record::read(out.path(), None).note.expect("something is wrong");
        assert!(note.contains(MANIFEST), "{note}");
    }

    #[test]
    fn what_cannot_be_read_again_is_a_fault() {
        let out = tempfile::tempdir().unwrap();
        let mut record = Record::read(out.path(), None);
        assert_eq!((record.faults(), record.fault()), (Vec::new(), None));
        // What is set aside is somewhere else.
        let digest = Digest::of(b"");
        let artifact = serde_json::json!({
            "path": "a/a.en.pdf", "brief": "a", "title": "", "country": "", "language": "en", "edition": "screen",
            "document": "brief", "date": "2026-01-01", "status": "final", "translation": null, "pages": 1, "glyphs": 1,
            "bytes": 1, "sha256": digest, "standards": [], "fonts": [], "warnings": [], "thumbnail": null, "sheets": [],
            "inputs": [], "fingerprint": digest,
        });
        let artifact: Artifact = serde_json::from_value(artifact).unwrap();
        let entry = Arc::new(Entry { inputs: Vec::new(), artifact });
        let mut other = SetAside::holding(0, out.path());
        record.held.insert("a/a.en.pdf".into(), other.put(entry));
        record.each(&mut |_| panic!("it was read"));
        let faults = record.faults();
        assert!(faults.len() == 1 && faults[0].contains(JOURNAL), "{faults:?}");
        assert_eq!(record.fault().as_ref(), faults.first());
    }
}
