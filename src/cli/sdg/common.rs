//! What the commands about the framework share.

use std::sync::Arc;

use crate::cli::context::Global;
use crate::cli::error::Error;
use crate::cli::ui::Ui;
use crate::sdg::{Framework, Pinned, framework};
use crate::workspace::{framework_in, pinned_in};

/// The framework; within a project with what that adds.
pub fn known(global: &Global) -> Result<Arc<Framework>, Error> {
    match global.project_root() {
        Ok(root) => Ok(framework_in(&root)),
        Err(Error::NoProject) => Ok(Arc::clone(framework())),
        Err(error) => Err(error),
    }
}

/// What the project has pinned, where there is one. What is wrong with it is said.
pub fn known_pinned(global: &Global, ui: &mut Ui) -> Result<Pinned, Error> {
    let root = match global.project_root() {
        Ok(root) => root,
        Err(Error::NoProject) => return Ok(Pinned::default()),
        Err(error) => return Err(error),
    };
    let (pinned, sources, found) = pinned_in(&root);
    ui.diagnostics(&found, &sources);
    Ok(pinned)
}

/// What stands behind what is national.
pub fn mark(national: bool) -> &'static str {
    if national { " (national)" } else { "" }
}
