//! Committing the files of a part: all or none, and then written down.

use super::event::Event;
use super::results::Results;
use super::tasks::FinishedFile;
use crate::disk::write_all;
use crate::output::OutFolder;
use crate::plan::{Job, Part, Reason, Shared, common, fingerprint};
use crate::release::{Artifact, Digest, Entry, Picture};

/// Writes the files of a part, all or none, and writes down that they are there.
pub fn commit(
    made: Vec<(Entry, FinishedFile)>,
    reasons: &[(&Job, Reason)],
    folder: &mut OutFolder,
    results: &mut Results,
    on_event: &mut dyn FnMut(Event<'_>),
) {
    let (mut files, mut entries) = (Vec::new(), Vec::new());
    for (entry, finished) in made {
        files.push((folder.path.join(&entry.artifact.path), finished.made.bytes));
        // Two editions share a picture.
        let thumbnail = folder.path.join(&entry.artifact.thumbnail.path);
        if !files.iter().any(|(path, _)| *path == thumbnail) {
            files.push((thumbnail, finished.thumbnail));
        }
        entries.push(entry);
    }
    let written =
        write_all(&files).and_then(|()| entries.iter().try_for_each(|entry| folder.done(entry)));
    if let Err(failure) = written {
        on_event(Event::Failure(&failure));
        results.failed.extend(entries.into_iter().map(|entry| entry.artifact.path));
        return;
    }
    for entry in entries {
        if let Some((_, reason)) = reasons.iter().find(|(job, _)| job.path == entry.artifact.path) {
            on_event(Event::Written(&entry.artifact, reason));
        }
        results.entries.push(entry);
    }
}

/// What a manifest says of a file that was made.
pub fn entry(part: &Part<'_>, finished: &FinishedFile, shared: &Shared<'_>) -> Entry {
    let FinishedFile { document, made, thumbnail, warnings } = finished;
    let name = document.file_name(&part.brief.id, &part.language.tag, made.edition);
    let job = Job {
        document: *document,
        edition: made.edition,
        path: format!("{}/{name}", part.brief.id),
    };
    let mut inputs = part.inputs.clone();
    inputs.extend(made.reads.iter().filter_map(|path| shared.inputs.read(path)).cloned());
    inputs.extend(common(shared.inputs, made.edition));
    inputs.sort();
    let mut artifact = Artifact {
        path: job.path.clone(),
        brief: String::new(),
        title: String::new(),
        country: String::new(),
        language: part.language.tag.clone(),
        document: *document,
        edition: made.edition,
        date: String::new(),
        status: String::new(),
        translation: None,
        pages: made.pages,
        glyphs: made.glyphs,
        bytes: made.bytes.len(),
        sha256: Digest::of(&made.bytes),
        standards: part.standards(made.edition, shared.separation),
        fonts: made.fonts.clone(),
        warnings: warnings.clone(),
        thumbnail: Picture {
            path: part.thumbnail(*document),
            bytes: thumbnail.len(),
            sha256: Digest::of(thumbnail),
        },
        inputs: Vec::new(),
        fingerprint: fingerprint(part, &job, shared, &inputs),
    };
    part.describe(&mut artifact);
    Entry { artifact, inputs }
}
