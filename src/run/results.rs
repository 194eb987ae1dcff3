//! What a build comes to.

use std::sync::Arc;

use crate::output::{Listing, Record};

/// The files of a build.
pub struct Results {
    /// Those that are there.
    pub listing: Listing<Arc<Record>>,
    /// Those that are not.
    pub failed: Vec<String>,
    /// Those that were written over files that no record said anything of, by path.
    pub over_unknown: Vec<String>,
    /// Whether everything that was asked for is there.
    pub complete: bool,
}
