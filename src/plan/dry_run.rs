//! What a build would do.

use std::sync::Arc;

use super::decide::{Reason, Rebuild, decide};
use super::parts::Plan;
use crate::output::Record;
use crate::release::Entry;

/// A file of the plan, and why it would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The file, from the output folder.
    pub path: String,
    /// Why.
    pub reason: Reason,
    /// The sheets beside it, which are made when it is.
    pub sheets: Vec<String>,
}

impl Planned {
    /// Whether it would be kept as it is.
    pub fn is_kept(&self) -> bool {
        self.reason == Reason::UpToDate
    }
}

/// What a build would do with a plan, in its order; first the files of briefs that need not be read.
pub fn dry_run(
    plan: &Plan<'_>,
    unread: &[Arc<Entry>],
    record: &Record,
    rebuild: Rebuild,
) -> Vec<Planned> {
    let unread = unread.iter().map(|entry| Planned {
        path: entry.artifact.path.clone(),
        reason: Reason::UpToDate,
        sheets: entry.artifact.sheets.iter().map(|sheet| sheet.path.clone()).collect(),
    });
    let decisions = decide(plan, record, rebuild);
    let jobs = plan.parts.iter().zip(decisions).flat_map(|(part, decisions)| {
        part.jobs.iter().zip(decisions).map(|(job, decision)| {
            let formats = job.document.sheets().iter();
            Planned {
                path: job.path.clone(),
                reason: decision.reason,
                sheets: formats.map(|&format| part.sheet_path(job.document, format)).collect(),
            }
        })
    });
    unread.chain(jobs).collect()
}
