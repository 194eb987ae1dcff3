//! A volume: what a release of many briefs says of the files of some of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::iter;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::entry::Entry;
use super::manifest::{
    Artifact, FORMAT, FORMAT_IN_VOLUMES, Input, Manifest, Tool, check_inputs, seal_of,
};
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

    /// Those of a manifest that has all files at hand, one after another; none where it has room for all itself.
    pub fn all_of(manifest: &Manifest) -> impl Iterator<Item = Self> {
        let mut briefs: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
        for file in manifest.files.iter().filter(|file| !file.brief.is_empty()) {
            briefs.entry(&file.brief).or_default().push(file);
        }
        if briefs.len() <= MOST_TOGETHER {
            briefs.clear();
        }
        let inputs: Vec<Arc<Input>> = match briefs.is_empty() {
            true => Vec::new(),
            false => manifest.inputs.iter().cloned().map(Arc::new).collect(),
        };
        let mut briefs = briefs.into_iter().peekable();
        iter::from_fn(move || {
            let (_, mut files) = briefs.next()?;
            while let Some((_, more)) = briefs.next_if(|(brief, _)| !begins_volume(brief)) {
                files.extend(more);
            }
            let entries = files.into_iter().map(|file| Arc::new(Entry::of(file, &inputs)));
            Some(Self::of(entries.collect(), manifest.tool.clone(), manifest.epoch))
        })
    }

    /// What the manifest says of it, when it has this digest as it is written.
    pub fn entry(&self, sha256: Digest) -> VolumeEntry {
        let mut briefs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for file in &self.files {
            let languages = briefs.entry(file.brief.clone()).or_default();
            languages.extend(file.translation.as_ref().map(|_| file.language.clone()));
        }
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

/// A manifest as it is written when the files of briefs are in volumes: as it is where there are none.
pub fn in_volumes(manifest: &Manifest, volumes: Vec<VolumeEntry>) -> Cow<'_, Manifest> {
    if volumes.is_empty() {
        return Cow::Borrowed(manifest);
    }
    let all: Vec<Arc<Input>> = manifest.inputs.iter().cloned().map(Arc::new).collect();
    let together = manifest.files.iter().filter(|file| file.brief.is_empty());
    let together = together.map(|file| Arc::new(Entry::of(file, &all))).collect();
    let (inputs, files) = Entry::numbered(together);
    let root = Manifest {
        format: FORMAT_IN_VOLUMES,
        tool: manifest.tool.clone(),
        publisher: manifest.publisher.clone(),
        failed: manifest.failed.clone(),
        shard: manifest.shard.clone(),
        inputs,
        files,
        volumes,
        seal: None,
        ..*manifest
    };
    Cow::Owned(root.sealed())
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
