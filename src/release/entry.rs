//! A file of a release by itself, with what it was made from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::manifest::{Artifact, Input, Manifest};

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

    /// The files of a manifest.
    pub fn all_of(manifest: Manifest) -> impl Iterator<Item = Self> {
        let inputs: Vec<Arc<Input>> = manifest.inputs.into_iter().map(Arc::new).collect();
        manifest.files.into_iter().map(move |mut artifact| {
            let places = std::mem::take(&mut artifact.inputs);
            let own = places.into_iter().map(|at| Arc::clone(&inputs[at])).collect();
            Self { artifact, inputs: own }
        })
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
