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

/// The framework with the tiers that a project has pinned, and all that it has pinned. What is wrong
/// with that is said, and then nothing is told of codes: it would not be what prints.
pub fn known_with_pinned(
    global: &Global,
    ui: &mut Ui,
) -> Result<Option<(Arc<Framework>, Pinned)>, Error> {
    let framework = known(global)?;
    let root = match global.project_root() {
        Ok(root) => root,
        Err(Error::NoProject) => return Ok(Some((framework, Pinned::default()))),
        Err(error) => return Err(error),
    };
    let (pinned, sources, found) = pinned_in(&root);
    ui.diagnostics(&found, &sources);
    if found.has_errors() {
        return Ok(None);
    }
    let framework = match &pinned.tiers {
        Some(tiers) => Arc::new(framework.with_tiers(tiers)),
        None => framework,
    };
    Ok(Some((framework, pinned)))
}

/// What stands behind what is national.
pub fn mark(national: bool) -> &'static str {
    if national { " (national)" } else { "" }
}
