//! A whole run as one document, for programs that show what was checked: JUnit XML and SARIF.

mod junit;
mod sarif;

pub use junit::junit;
pub use sarif::sarif;

use super::{Diagnostics, Sources};
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
