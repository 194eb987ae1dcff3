//! A file of a release by itself, with what it was made from.

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::manifest::{Artifact, Input};

/// A file with what it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the manifest says of it, without the places of its inputs.
    pub artifact: Artifact,
    /// What it was made from, by role and path. Files share most of it.
    #[serde(with = "shared")]
    pub inputs: Vec<Arc<Input>>,
}

impl Entry {
    /// A file of a manifest with these inputs.
    pub fn of(file: &Artifact, inputs: &[Arc<Input>]) -> Self {
        let own = file.inputs.iter().map(|&at| Arc::clone(&inputs[at])).collect();
        Self { artifact: Artifact { inputs: Vec::new(), ..file.clone() }, inputs: own }
    }

    /// The files of a manifest or a volume, with the inputs of it.
    pub fn all_of(inputs: Vec<Input>, files: Vec<Artifact>) -> impl Iterator<Item = Self> {
        let inputs: Vec<Arc<Input>> = inputs.into_iter().map(Arc::new).collect();
        files.into_iter().map(move |mut artifact| {
            let places = std::mem::take(&mut artifact.inputs);
            let own = places.into_iter().map(|at| Arc::clone(&inputs[at])).collect();
            Self { artifact, inputs: own }
        })
    }

    /// What a manifest or a volume says of files, in their order: all they were made from, by role and path, and of each file where
    /// in that list it has its own.
    pub fn numbered(entries: Vec<Arc<Self>>) -> (Vec<Input>, Vec<Artifact>) {
        let used: HashSet<&Arc<Input>> = entries.iter().flat_map(|entry| &entry.inputs).collect();
        let mut inputs: Vec<Arc<Input>> = used.into_iter().cloned().collect();
        inputs.sort_unstable();
        let files = entries.into_iter().map(|entry| {
            let Self { artifact, inputs: own } = Arc::unwrap_or_clone(entry);
            let places = own.iter().filter_map(|input| inputs.binary_search(input).ok());
            Artifact { inputs: places.collect(), ..artifact }
        });
        let files = files.collect();
        (inputs.into_iter().map(Arc::unwrap_or_clone).collect(), files)
    }
}

/// Shared inputs are written as if each were the file's own.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::Input;

    pub fn serialize<S: Serializer>(inputs: &[Arc<Input>], into: S) -> Result<S::Ok, S::Error> {
        into.collect_seq(inputs.iter().map(|input| &**input))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Arc<Input>>, D::Error> {
        Ok(Vec::<Input>::deserialize(from)?.into_iter().map(Arc::new).collect())
    }
}
