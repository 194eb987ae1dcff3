//! Which brief is to have which id.

use serde::{Deserialize, Serialize};

/// What is to be renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renaming {
    /// The brief's id.
    pub from: String,
    /// The id it is to have.
    pub to: String,
}
