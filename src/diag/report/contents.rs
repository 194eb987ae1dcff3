//! What a report is made of.

use super::super::message::Diagnostics;
use super::super::source::Sources;
use crate::sarif::Trouble;

/// What a run looked at and what it found.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The files that were read.
    pub sources: &'a Sources,
    /// What was found in them.
    pub diagnostics: &'a Diagnostics,
    /// What the environment would not do.
    pub troubles: &'a [Trouble],
}
