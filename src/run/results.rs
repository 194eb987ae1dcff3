//! What a build comes to.

use std::sync::Arc;

use crate::release::Entry;

/// The files of a build.
#[derive(Debug, Default)]
pub struct Results {
    /// Those that are there.
    pub entries: Vec<Arc<Entry>>,
    /// Those that are not.
    pub failed: Vec<String>,
    /// Whether everything that was asked for is there.
    pub complete: bool,
}
