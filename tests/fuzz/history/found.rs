//! Histories in which something was lost once, or was called current that was not.

use super::step::Step;

/// Each as short as it could be made.
pub const FOUND: &[&[Step]] = &[];
