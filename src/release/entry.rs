//! A file of a release by itself, with what it was made from.

use serde::{Deserialize, Serialize};

use super::manifest::{Artifact, Input, Manifest};

/// A file with what it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the manifest says of it, without the places of its inputs.
    pub artifact: Artifact,
    /// What it was made from, by role and path.
    pub inputs: Vec<Input>,
}

impl Entry {
    /// A file of a manifest.
    pub fn of(manifest: &Manifest, file: &Artifact) -> Self {
        let inputs = manifest.inputs_of(file).cloned().collect();
        Self { artifact: Artifact { inputs: Vec::new(), ..file.clone() }, inputs }
    }
}
