//! Whether pages show two files alike, so that they need not be made anew.

use super::words::size;
use crate::release::digest::Digest;
use crate::release::manifest::{Artifact, Picture, SheetFile};

/// Whether pages say the same of a file that was made anew: all that a manifest says of it and they show, or may come to show, is
/// as it was.
pub fn is_shown_alike(old: &Artifact, new: &Artifact) -> bool {
    let sizes = |file: &Artifact| -> Vec<String> {
        let all = file.all_files().map(|(_, bytes, _)| size(bytes));
        all.collect()
    };
    let is_alike = |old: &Artifact, new: &Artifact| shown(old) == shown(new);
    old.warnings.len() == new.warnings.len() && sizes(old) == sizes(new) && is_alike(old, new)
}

/// A file without what pages do not show of it.
fn shown(file: &Artifact) -> Artifact {
    let none = Digest::of(b"");
    let picture = |picture: &Picture| Picture { bytes: 0, sha256: none, ..picture.clone() };
    let sheet = |sheet: &SheetFile| SheetFile { bytes: 0, sha256: none, ..sheet.clone() };
    Artifact {
        glyphs: 0,
        bytes: 0,
        sha256: none,
        fingerprint: none,
        standards: Vec::new(),
        fonts: Vec::new(),
        warnings: Vec::new(),
        inputs: Vec::new(),
        thumbnail: file.thumbnail.as_ref().map(picture),
        sheets: file.sheets.iter().map(sheet).collect(),
        ..file.clone()
    }
}
