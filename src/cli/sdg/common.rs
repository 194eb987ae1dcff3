//! What the commands about the framework share.

use std::sync::Arc;

use crate::cli::context::Global;
use crate::cli::error::Error;
use crate::sdg::{Framework, framework};
use crate::workspace::framework_in;

/// The framework; within a project with what that adds.
pub fn known(global: &Global) -> Result<Arc<Framework>, Error> {
    match global.project_root() {
        Ok(root) => Ok(framework_in(&root)),
        Err(Error::NoProject) => Ok(Arc::clone(framework())),
        Err(error) => Err(error),
    }
}

/// What stands behind what is national.
pub fn mark(national: bool) -> &'static str {
    if national { " (national)" } else { "" }
}
