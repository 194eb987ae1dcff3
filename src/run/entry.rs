//! What is written down of a file that was made: by a build, and by what builds it again to compare.

use super::tasks::FinishedFile;
use crate::plan::{Job, Part, Shared, common, fingerprint};
use crate::release::{Artifact, Digest, Entry, Picture, PlaceEntry, SheetFile};

/// What a manifest says of a file that was made.
pub fn entry(part: &Part<'_>, finished: &FinishedFile, shared: &Shared<'_>) -> Entry {
    let FinishedFile { document, made, thumbnail, sheets, warnings } = finished;
    let path = part.path(*document, made.edition);
    let job = Job { document: *document, edition: made.edition, path };
    let mut inputs = part.inputs.clone();
    inputs.extend(made.reads.iter().filter_map(|path| shared.inputs.read(path)).cloned());
    inputs.extend(common(shared.inputs, made.edition));
    inputs.sort();
    let mut artifact = Artifact {
        path: job.path.clone(),
        brief: String::new(),
        briefs: Vec::new(),
        all_briefs: false,
        title: String::new(),
        country: String::new(),
        place: PlaceEntry::default(),
        language: part.language.tag.clone(),
        document: *document,
        edition: made.edition,
        date: String::new(),
        status: String::new(),
        has_goals: true,
        translation: None,
        pages: made.pages,
        glyphs: made.glyphs,
        bytes: made.bytes.len(),
        sha256: Digest::of(&made.bytes),
        standards: part.standards(made.edition, shared.separation),
        fonts: made.fonts.clone(),
        warnings: warnings.clone(),
        thumbnail: thumbnail.as_ref().map(|thumbnail| Picture {
            path: part.thumbnail(*document),
            bytes: thumbnail.len(),
            sha256: Digest::of(thumbnail),
        }),
        sheets: sheets
            .iter()
            .map(|sheet| SheetFile {
                format: sheet.format,
                path: part.sheet_path(*document, sheet.format),
                bytes: sheet.bytes.len(),
                sha256: Digest::of(&sheet.bytes),
            })
            .collect(),
        inputs: Vec::new(),
        fingerprint: fingerprint(part, &job, shared, &inputs),
    };
    part.describe(&mut artifact);
    Entry { artifact, inputs }
}
