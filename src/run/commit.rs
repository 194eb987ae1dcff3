//! Committing the files of a part: staged, appended to the journal, and then put in place, all or none.

use std::sync::Arc;

use super::event::Event;
use super::results::Results;
use super::tasks::FinishedFile;
use crate::output::{OutFolder, Overwritten, Record, changed_since, is_over_unknown};
use crate::plan::{Job, Reason};
use crate::release::Entry;

/// Stages the files of a part, appends them to the journal and puts them in place, all or none. So there is none that neither an
/// earlier build nor the journal knows, whenever this one is killed.
pub fn commit(
    made: Vec<(Entry, FinishedFile)>,
    reasons: &[(&Job, Reason)],
    (folder, record): (&mut OutFolder, &Record),
    results: &mut Results,
    on_event: &mut dyn FnMut(Event<'_>),
) {
    let (mut files, mut entries) = (Vec::new(), Vec::new());
    for (entry, finished) in made {
        files.push((entry.artifact.path.clone(), finished.made.bytes));
        // Two editions share a picture, and sheets.
        let thumbnail = entry.artifact.thumbnail.as_ref().map(|picture| picture.path.clone());
        let thumbnail = thumbnail.zip(finished.thumbnail);
        let sheets = entry.artifact.sheets.iter().map(|sheet| sheet.path.clone());
        let sheets = sheets.zip(finished.sheets.into_iter().map(|sheet| sheet.bytes));
        for (path, bytes) in thumbnail.into_iter().chain(sheets) {
            if !files.iter().any(|(other, _)| *other == path) {
                files.push((path, bytes));
            }
        }
        entries.push(entry);
    }
    let changed = |entry: &Entry| changed_since(record, &entry.artifact);
    let changed: Vec<Vec<String>> = entries.iter().map(changed).collect();
    let unknown = entries.iter().map(|entry| &entry.artifact);
    let unknown = unknown.filter(|new| is_over_unknown(record, new)).map(|new| new.path.clone());
    let unknown: Vec<String> = unknown.collect();
    let wanted = entries.iter().map(|entry| &entry.artifact);
    let written =
        folder.check_free(wanted, record).and_then(|()| folder.stage(files)).and_then(|staged| {
            entries.iter().try_for_each(|entry| folder.log(entry))?;
            staged.place()
        });
    if let Err(failure) = written {
        on_event(Event::Failure(&failure));
        results.failed.extend(entries.into_iter().map(|entry| entry.artifact.path));
        return;
    }
    results.over_unknown.extend(unknown);
    for (entry, changed) in entries.into_iter().zip(changed) {
        if let Some((_, reason)) = reasons.iter().find(|(job, _)| job.path == entry.artifact.path) {
            on_event(Event::Written(&entry.artifact, reason));
            if !changed.is_empty() || *reason == Reason::Altered && !record.is_doubtful() {
                let path = &entry.artifact.path;
                on_event(Event::Overwritten(Overwritten::Changed(path, &changed)));
            }
        }
        record.wrote(&entry.artifact);
        results.listing.push(Arc::new(entry));
    }
}
