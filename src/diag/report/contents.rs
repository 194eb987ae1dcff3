//! What a report is made of.

use super::super::message::Diagnostics;
use super::super::source::Sources;
use crate::sarif::Notification;

/// What a run looked at and what it found, or a part of that.
#[derive(Debug, Clone, Copy)]
pub struct DiagnosticReport<'a> {
    /// The files that were read.
    pub sources: &'a Sources,
    /// What was found in them.
    pub diagnostics: &'a Diagnostics,
    /// What the environment would not do.
    pub notifications: &'a [Notification],
}
