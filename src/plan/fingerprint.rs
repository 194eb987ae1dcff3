//! What decides a file's bytes: its inputs by their digests, and the digest of all that is made of
//! them.

use std::sync::Arc;

use super::parts::{Job, Part, Shared};
use crate::diag::{Code, Level};
use crate::document::Edition;
use crate::output::tool;
use crate::release::{Digest, Entry, Input, Role};
use crate::worker::encode;
use crate::workspace::Inputs;

/// What a file would be made from now, by role and path: what it is written in, what it read when it
/// was made, and what all read.
///
/// # Errors
///
/// The first of those that is gone.
pub fn inputs_now<'e>(
    entry: &'e Entry,
    written: Vec<Arc<Input>>,
    inputs: &Inputs,
) -> Result<Vec<Arc<Input>>, &'e Input> {
    let mut now = written;
    for read in &entry.inputs {
        if matches!(read.role, Role::Template | Role::Asset) {
            now.push(Arc::clone(inputs.named(read.role, &read.path).ok_or(&**read)?));
        }
    }
    now.extend(common(inputs, entry.artifact.edition));
    now.sort();
    Ok(now)
}

/// What every file of an edition is made from besides what it reads: fonts, and for the press its
/// profile.
pub fn common(inputs: &Inputs, edition: Edition) -> impl Iterator<Item = Arc<Input>> + '_ {
    let profile = inputs.profile().filter(|_| edition == Edition::Print);
    inputs.fonts().iter().chain(profile).cloned()
}

/// Lints that are found while pages are set. A file's warnings are kept with it.
const TYPESET_LINTS: [Code; 2] = [Code::TemplateWarning, Code::PressLowResolution];

/// The cache key of a file: the digest of everything that decides its bytes and warnings.
pub fn fingerprint(
    part: &Part<'_>,
    job: &Job,
    shared: &Shared<'_>,
    inputs: &[Arc<Input>],
) -> Digest {
    let reads: Vec<&Input> =
        inputs.iter().map(|input| &**input).filter(|input| input.role.is_read()).collect();
    let reads = serde_json::to_vec(&reads).expect("plain data is always JSON");
    let allowed: Vec<u8> = TYPESET_LINTS
        .iter()
        .map(|&lint| u8::from(part.config.levels.level(lint) == Level::Allow))
        .collect();
    // With others, what is kept might have been refused.
    let limits = encode(shared.limits);
    part.with_request(job.document, &[job.edition], shared, |request, screen, print| {
        Digest::of_parts([
            tool().sources.to_hex().as_bytes(),
            &encode(request),
            screen,
            print,
            &shared.separation.total_ink.to_le_bytes(),
            &[shared.separation.greys as u8],
            &reads,
            &allowed,
            &limits,
        ])
    })
}
