//! Keeping what is up to date, and saying again what it was warned of.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::event::Event;
use super::results::Results;
use crate::diag::Diagnostics;
use crate::plan::{Decision, Job, Part, Reason, Shared, from_warning, redescribe};
use crate::release::{Artifact, Entry, Stage, Warning};

/// Keeps the files of briefs that were not read.
pub fn keep_unread(
    unread: Vec<Arc<Entry>>,
    results: &mut Results,
    on_event: &mut dyn FnMut(Event<'_>),
) {
    for entry in unread {
        // Race: the record was read before the lock was taken.
        if results.listing.known().get(&entry.artifact.path).as_ref() == Some(&entry) {
            on_event(Event::Kept(&entry.artifact));
            results.listing.push(entry);
        } else {
            on_event(Event::Overtaken(&entry.artifact.path));
            results.failed.push(entry.artifact.path.clone());
        }
    }
}

/// Keeps the files of a part that are up to date; those that are not are left to make.
pub fn keep<'a>(
    part: &'a Part<'_>,
    decisions: Vec<Decision>,
    shared: &Shared<'_>,
    results: &mut Results,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Vec<(&'a Job, Reason)> {
    let mut make = Vec::new();
    let mut said = BTreeSet::new();
    for (job, Decision { reason, kept }) in part.jobs.iter().zip(decisions) {
        let Some(mut entry) = kept else {
            make.push((job, reason));
            continue;
        };
        if say_again(&entry.artifact, part, shared, &mut said, on_event) {
            redescribe(&mut entry, part);
            on_event(Event::Kept(&entry.artifact));
            results.listing.push(entry);
        } else {
            results.failed.push(entry.artifact.path.clone());
        }
    }
    make
}

/// Says again what a file that is kept was warned of while it was set, once for each part; whether
/// none of it is an error now.
fn say_again(
    artifact: &Artifact,
    part: &Part<'_>,
    shared: &Shared<'_>,
    said: &mut BTreeSet<Warning>,
    on_event: &mut dyn FnMut(Event<'_>),
) -> bool {
    let mut warnings = artifact.warnings.iter().filter(|w| w.stage == Stage::Typeset).peekable();
    if warnings.peek().is_none() {
        return true;
    }
    let mut sources = shared.sources.clone();
    let (mut all, mut new) = (Diagnostics::new(), Diagnostics::new());
    for warning in warnings {
        let Some(diagnostic) = from_warning(warning, shared.inputs, shared.templates, &mut sources)
        else {
            continue;
        };
        if said.insert(warning.clone()) {
            new.push(diagnostic.clone());
        }
        all.push(diagnostic);
    }
    let levels = &part.config.levels;
    let new = new.leveled(levels);
    if !new.is_empty() {
        on_event(Event::Diagnostics(&new, &sources));
    }
    !all.leveled(levels).has_errors()
}
