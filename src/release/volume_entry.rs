//! Where volumes are: a release of many briefs has what is said of their files in several documents beside its manifest, of
//! which a build of one brief touches one. Where one ends and the next begins hangs on the ids of briefs alone
//! (content-defined chunking), so that a brief that comes or goes moves no other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::listed_briefs::ListedBriefs;
use super::names::VOLUMES;

/// How many briefs a volume has, about.
const BRIEFS: u8 = 64;

/// A release of more briefs than this is in volumes.
pub const MOST_TOGETHER: usize = 256;

/// Whether a new volume begins with a brief, by its id.
pub fn begins_volume(brief: &str) -> bool {
    Digest::of(brief.as_bytes()).first().is_multiple_of(BRIEFS)
}

/// Where a manifest has the files of some of its briefs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Volume")]
pub struct VolumeEntry {
    /// Where it is, from the manifest's folder.
    pub path: String,
    /// The ids of its briefs, each with the languages in which it has files that were made from a translation.
    pub briefs: ListedBriefs,
    /// How many files these have.
    pub files: usize,
    /// The digest of its bytes.
    pub sha256: Digest,
}

impl VolumeEntry {
    /// Whether its path is the one it has: manifests are read from anywhere.
    pub fn is_named_right(&self) -> bool {
        is_plain(self.first()) && self.path == volume_path(self.first())
    }

    /// The id of its first brief; empty where it has none.
    pub fn first(&self) -> &str {
        self.briefs.iter().next().map_or("", |(id, _)| id)
    }
}

/// Where the volume is that begins with a brief.
pub fn volume_path(first: &str) -> String {
    format!("{VOLUMES}/{first}.json")
}

/// Whether a file of the folder of volumes is named as one. No document of a brief is named so.
pub fn is_volume_name(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(is_plain)
}

/// Whether a text may be the id of a brief.
fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_of_about_as_many_briefs() {
        let begun = (0..20_000).filter(|number| begins_volume(&format!("brief-{number:05}")));
        assert!((250..400).contains(&begun.count()), "20,000 / 64 is 312");
    }

    #[test]
    fn no_document_is_named_as_a_volume() {
        assert!(is_volume_name("brief-00001.json"));
        for name in ["manifest.en.indicators.json", "a.en.pdf", ".json", "../a.json", "a.b.json"] {
            assert!(!is_volume_name(name), "{name}");
        }
    }
}
