//! Which files need to be made, and why, by content hashes, not modification times: where every
//! input has the bytes it had, the file is as it was. Where one has not, the data it results in
//! decide: a comment changes nothing.

use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use super::fingerprint::{fingerprint, inputs_now};
use super::parts::{Job, Part, Plan, Shared};
use crate::caught::caught;
use crate::output::{Damage, Record};
use crate::release::{Entry, Input, Stage};

/// Why a file is made, or is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is as it would be made.
    UpToDate,
    /// It was asked for.
    Forced,
    /// It is new.
    New,
    /// It, its picture or one of its sheets is gone.
    Missing,
    /// It, its picture or one of its sheets was changed after it was made.
    Altered,
    /// An input is another, or gone.
    Input(Input),
    /// An input is new.
    NewInput(Input),
    /// It is a table of other briefs.
    Briefs,
    /// What else decides its bytes is another: an option.
    Options,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::UpToDate => f.write_str("up to date"),
            Reason::Forced => f.write_str("--force"),
            Reason::New => f.write_str("not built yet"),
            Reason::Missing => f.write_str("the file, its picture or a sheet beside it is gone"),
            Reason::Altered => f.write_str(
                "the file, its picture or a sheet beside it was changed after it was built",
            ),
            Reason::Input(input) => write!(f, "{} changed", input.path),
            Reason::NewInput(input) => write!(f, "{} is new", input.path),
            Reason::Briefs => f.write_str("it was made of other briefs"),
            Reason::Options => f.write_str("other options"),
        }
    }
}

/// What is to be done about a job.
#[derive(Debug)]
pub struct Decision {
    /// Why.
    pub reason: Reason,
    /// What is kept, if it is up to date.
    pub kept: Option<Arc<Entry>>,
}

/// Which files are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rebuild {
    /// Those that are not up to date.
    #[default]
    Outdated,
    /// All.
    All,
}

/// Decides about every job of the plan, part by part, in parallel (rayon).
pub fn decide(plan: &Plan<'_>, record: &Record, rebuild: Rebuild) -> Vec<Vec<Decision>> {
    let decide = |part: &Part<'_>| {
        let of = |job: &Job| {
            if rebuild == Rebuild::All {
                return Decision { reason: Reason::Forced, kept: None };
            }
            match kept(part, job, &plan.shared, record) {
                Ok(entry) => Decision { reason: Reason::UpToDate, kept: Some(entry) },
                Err(reason) => Decision { reason, kept: None },
            }
        };
        let decisions = part.jobs.iter().map(of).collect();
        // What is to be made is presented again when its turn comes; until then it would take memory.
        part.let_go();
        decisions
    };
    plan.parts.par_iter().map(decide).collect()
}

/// The entry of a file that need not be made.
///
/// # Errors
///
/// Why it has to be made.
pub fn kept(
    part: &Part<'_>,
    job: &Job,
    shared: &Shared<'_>,
    record: &Record,
) -> Result<Arc<Entry>, Reason> {
    let entry = record.get(&job.path).ok_or(Reason::New)?;
    record.is_intact(&entry.artifact).map_err(|damage| match damage {
        Damage::Missing => Reason::Missing,
        Damage::Altered => Reason::Altered,
    })?;
    let inputs = inputs_now(&entry, part.inputs.clone(), shared.inputs)
        .map_err(|gone| Reason::Input(gone.clone()))?;
    if inputs == entry.inputs {
        return Ok(entry);
    }
    let members = part.members.iter().map(|member| &member.brief.id);
    let is_of_others = !part.members.is_empty() && !members.eq(&entry.artifact.briefs);
    let change = || {
        if is_of_others {
            return Reason::Briefs;
        }
        let other = entry.inputs.iter().find(|input| !inputs.contains(input));
        let new = inputs.iter().find(|input| !entry.inputs.iter().any(|o| o.path == input.path));
        match (other, new) {
            (Some(other), _) => Reason::Input(Input::clone(other)),
            (None, Some(new)) => Reason::NewInput(Input::clone(new)),
            (None, None) => Reason::Options,
        }
    };
    // A warning whose file says other things now may have moved, or gone.
    let moved = entry.artifact.warnings.iter().any(|warning| {
        warning.stage == Stage::Typeset
            && warning.place.as_ref().is_some_and(|place| {
                !inputs.iter().any(|i| i.path == place.file && entry.inputs.contains(i))
            })
    });
    // What cannot be put together is said where it is asked for.
    let print = || caught(|| fingerprint(part, job, shared, &inputs));
    if moved || print().as_ref() != Ok(&entry.artifact.fingerprint) {
        return Err(change());
    }
    Ok(Arc::new(Entry { inputs, artifact: entry.artifact.clone() }))
}
