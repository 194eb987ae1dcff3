//! Which files need to be made, and why. What decides a file's bytes is hashed; times are not asked.
//! Where every input has the bytes it had, the file is as it was. Where one has not, the data it
//! results in decide: a comment changes nothing.

use std::fmt;

use rayon::prelude::*;

use super::inputs::Inputs;
use super::plan::{Job, Options, Part, Plan};
use super::record::{Damage, Entry, Record, is_intact, tool};
use super::workspace::Workspace;
use crate::diag::{Code, Level};
use crate::document::Edition;
use crate::release::{Digest, Input, Role, Stage};
use crate::worker::{caught, encode};

/// Why a file is made, or is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is as it would be made.
    UpToDate,
    /// It was asked for.
    Forced,
    /// It is new.
    New,
    /// It, or its picture, is gone.
    Missing,
    /// It, or its picture, was changed after it was made.
    Altered,
    /// An input is another, or gone.
    Input(Input),
    /// An input is new.
    NewInput(Input),
    /// What else decides its bytes is another: an option.
    Options,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::UpToDate => f.write_str("up to date"),
            Reason::Forced => f.write_str("--force"),
            Reason::New => f.write_str("not built yet"),
            Reason::Missing => f.write_str("the file or its picture is gone"),
            Reason::Altered => {
                f.write_str("the file or its picture was changed after it was built")
            }
            Reason::Input(input) => write!(f, "{} changed", input.path),
            Reason::NewInput(input) => write!(f, "{} is new", input.path),
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
    pub kept: Option<Entry>,
}

/// Decides about every job of the plan, part by part.
pub fn decide(
    plan: &Plan<'_>,
    options: &Options,
    workspace: &Workspace,
    record: &Record,
    force: bool,
) -> Vec<Vec<Decision>> {
    let decide = |part: &Part<'_>| {
        let of = |job: &Job| {
            if force {
                return Decision { reason: Reason::Forced, kept: None };
            }
            match kept(part, job, options, workspace, record) {
                Ok(entry) => Decision { reason: Reason::UpToDate, kept: Some(entry) },
                Err(reason) => Decision { reason, kept: None },
            }
        };
        part.jobs.iter().map(of).collect()
    };
    plan.parts.par_iter().map(decide).collect()
}

/// The entry of a file that need not be made, or why it has to be.
pub fn kept(
    part: &Part<'_>,
    job: &Job,
    options: &Options,
    workspace: &Workspace,
    record: &Record,
) -> Result<Entry, Reason> {
    let entry = record.entries.get(&job.path).ok_or(Reason::New)?;
    is_intact(&options.out, &entry.artifact).map_err(|damage| match damage {
        Damage::Missing => Reason::Missing,
        Damage::Altered => Reason::Altered,
    })?;
    let inputs = inputs_now(entry, part.inputs.clone(), &workspace.inputs)
        .map_err(|gone| Reason::Input(gone.clone()))?;
    if inputs == entry.inputs {
        return Ok(entry.clone());
    }
    let change = || {
        let other = entry.inputs.iter().find(|input| !inputs.contains(input));
        let new = inputs.iter().find(|input| !entry.inputs.iter().any(|o| o.path == input.path));
        match (other, new) {
            (Some(other), _) => Reason::Input(other.clone()),
            (None, Some(new)) => Reason::NewInput(new.clone()),
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
    let print = || caught(|| fingerprint(part, job, options, workspace, &inputs));
    if moved || print().as_ref() != Ok(&entry.artifact.fingerprint) {
        return Err(change());
    }
    Ok(Entry { inputs, ..entry.clone() })
}

/// What a file would be made from now, by role and path: what it is written in, what it read when it
/// was made, and what all read. The error is the first of those that is gone.
pub fn inputs_now<'e>(
    entry: &'e Entry,
    written: Vec<Input>,
    inputs: &Inputs,
) -> Result<Vec<Input>, &'e Input> {
    let mut now = written;
    for read in &entry.inputs {
        if matches!(read.role, Role::Template | Role::Asset) {
            now.push(inputs.named(read.role, &read.path).ok_or(read)?.clone());
        }
    }
    now.extend(common(inputs, entry.artifact.edition));
    now.sort();
    Ok(now)
}

/// What every file of an edition is made from besides what it reads: fonts, and for the press its
/// profile.
pub fn common(inputs: &Inputs, edition: Edition) -> impl Iterator<Item = Input> + '_ {
    let profile = inputs.profile().filter(|_| edition == Edition::Print);
    inputs.fonts().iter().chain(profile).cloned()
}

/// Lints that are found while pages are set. A file's warnings are kept with it.
const TYPESET_LINTS: [Code; 2] = [Code::TemplateWarning, Code::PressLowResolution];

/// The digest of everything that decides a file's bytes and warnings.
pub fn fingerprint(
    part: &Part<'_>,
    job: &Job,
    options: &Options,
    workspace: &Workspace,
    inputs: &[Input],
) -> Digest {
    let request = part.request(job.document, &[job.edition], options, workspace);
    let request = encode(&request);
    let reads: Vec<&Input> = inputs.iter().filter(|input| input.role.is_read()).collect();
    let reads = serde_json::to_vec(&reads).expect("plain data is always JSON");
    // The order of fonts decides which of two that have a character sets it.
    let fonts = serde_json::to_vec(workspace.inputs.fonts()).expect("plain data is always JSON");
    let allowed: Vec<u8> = TYPESET_LINTS
        .iter()
        .map(|&lint| u8::from(part.config.levels.level(lint) == Level::Allow))
        .collect();
    Digest::of_parts([
        tool().sources.as_str().as_bytes(),
        &request,
        &workspace.separation.total_ink.to_le_bytes(),
        &reads,
        &fonts,
        &allowed,
    ])
}
