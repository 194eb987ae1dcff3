//! A volume: what a release of many briefs says of the files of some of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::entry::Entry;
use super::files::{FilesByBrief, ReleaseHead};
use super::listed_briefs::ListedBriefs;
use super::manifest::{Artifact, FORMAT, Input, Manifest, Tool, check_inputs, seal_of};
use super::volume_entry::{MOST_TOGETHER, VolumeEntry, begins_volume, is_volume_name, volume_path};

/// The files of some briefs of a release of many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Volume {
    /// Version of this description, as that of a manifest.
    pub format: u32,
    /// What made the files.
    pub tool: Tool,
    /// The moment every PDF says it was made, as a manifest has it.
    pub epoch: Option<i64>,
    /// Everything the files were made from, by role and path.
    pub inputs: Vec<Input>,
    /// The files, brief by brief in the order of ids, and those of one by path.
    pub files: Vec<Artifact>,
    /// The digest of all the rest.
    pub seal: Option<Digest>,
}

impl Volume {
    /// That of some files.
    pub fn of(mut entries: Vec<Arc<Entry>>, tool: Tool, epoch: Option<i64>) -> Self {
        let place =
            |entry: &Arc<Entry>| (entry.artifact.brief.clone(), entry.artifact.path.clone());
        entries.sort_by_cached_key(place);
        let (inputs, files) = Entry::numbered(entries);
        Self { format: FORMAT, tool, epoch, inputs, files, seal: None }.sealed()
    }

    /// What the manifest says of it, when it has this digest as it is written.
    pub fn entry(&self, sha256: Digest) -> VolumeEntry {
        let mut briefs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in &self.files {
            let languages = briefs.entry(file.brief.clone()).or_default();
            languages.extend(file.translation.as_ref().map(|_| file.language.clone()));
        }
        let briefs = ListedBriefs::of(&briefs);
        let entry = VolumeEntry { path: String::new(), briefs, files: self.files.len(), sha256 };
        VolumeEntry { path: volume_path(entry.first()), ..entry }
    }

    fn write_json(&self, into: &mut dyn Write) -> io::Result<()> {
        let Self { format, tool, epoch, inputs, files, seal } = self;
        write!(into, "{START}{format},\n\"tool\": ")?;
        serde_json::to_writer(&mut *into, tool)?;
        into.write_all(b",\n\"epoch\": ")?;
        serde_json::to_writer(&mut *into, epoch)?;
        into.write_all(b",\n\"inputs\": ")?;
        lines(inputs, into)?;
        into.write_all(b",\n\"files\": ")?;
        lines(files, into)?;
        into.write_all(b",\n\"seal\": ")?;
        serde_json::to_writer(&mut *into, seal)?;
        into.write_all(b"\n}\n")
    }

    /// As it is written.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        self.write_json(&mut json).expect("plain data is always JSON");
        json
    }

    /// Reads one; the error says why it is none, or none of this version.
    pub fn from_json(json: &[u8]) -> Result<Self, String> {
        let volume: Self =
            serde_json::from_slice(json).map_err(|error| format!("it is damaged ({error})"))?;
        if volume.format != FORMAT {
            return Err(format!("it has format {}, not {FORMAT}", volume.format));
        }
        check_inputs(&volume.files, volume.inputs.len())?;
        Ok(volume)
    }

    /// The same with its seal.
    pub fn sealed(mut self) -> Self {
        self.seal = None;
        Self { seal: Some(seal_of(&self, None)), ..self }
    }

    /// Whether it says what it said when it was written.
    pub fn is_sealed(&self) -> bool {
        self.seal == Some(seal_of(self, self.seal))
    }
}

/// Hands on the volumes of a release, one after another; none where its manifest has room for all. Takes back the digest of each
/// as it is written. Returns the manifest that names them, or has all files itself. `see` sees the files of each brief on the way.
///
/// # Errors
///
/// The files cannot be had, or a volume is not taken.
pub fn volumes<E>(
    head: &ReleaseHead<'_>,
    files: &dyn FilesByBrief<E>,
    see: &mut dyn FnMut(&[Arc<Entry>]),
    put: &mut dyn FnMut(&str, &Volume) -> Result<Digest, E>,
) -> Result<Manifest, E> {
    let is_many = files.briefs() > MOST_TOGETHER;
    let mut volumes = Vec::new();
    let mut own: Vec<Arc<Entry>> = Vec::new();
    let mut end = |files: &mut Vec<Arc<Entry>>| -> Result<(), E> {
        let volume = Volume::of(mem::take(files), head.tool.clone(), head.epoch);
        let mut entry = volume.entry(Digest::of(b""));
        entry.sha256 = put(&entry.path, &volume)?;
        volumes.push(entry);
        Ok(())
    };
    files.each(&mut |files| {
        see(files);
        let begins = files.first().is_some_and(|file| begins_volume(&file.artifact.brief));
        if is_many && begins && !own.is_empty() {
            end(&mut own)?;
        }
        own.extend_from_slice(files);
        Ok(())
    })?;
    if is_many {
        end(&mut own)?;
    }
    own.extend(files.combined()?);
    Ok(head.manifest(own, volumes))
}

/// Whether a file of the folder of volumes is one, by its name and what it begins with. Who checks a release into version control
/// may have got it with other line ends.
pub fn is_volume(name: &str, start: &[u8]) -> bool {
    let start = String::from_utf8_lossy(start).replace('\r', "");
    let is_ours = start.starts_with(START) && start.contains(MADE_BY);
    // A crash may leave one empty, and there is nothing in it to lose.
    is_volume_name(name) && (is_ours || start.is_empty())
}

/// What every volume begins with.
const START: &str = "{\n\"format\": ";

/// What stands in its first lines.
const MADE_BY: &str = "\"tool\": {\"name\":\"briefpress\"";

/// A list with a line a value.
fn lines(values: &[impl Serialize], into: &mut dyn Write) -> io::Result<()> {
    into.write_all(b"[")?;
    for (place, value) in values.iter().enumerate() {
        into.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *into, value)?;
    }
    into.write_all(b"\n]")
}
