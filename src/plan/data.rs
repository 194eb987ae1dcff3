//! What templates read, for those who write them.

use std::path::PathBuf;

use super::parts::{Options, Plan};
use crate::document::{Document, Edition};
use crate::workspace::Workspace;

/// The bytes that templates read as `/brief.json`, for the first brief of a workspace in a language;
/// in the one it was written in where none is named. `None` where there is no such brief that can be
/// built. A print edition that ends with blank pages reads how many only once its pages are counted:
/// here there are none.
pub fn template_data(
    workspace: &Workspace,
    language: Option<&str>,
    edition: Edition,
) -> Option<Vec<u8>> {
    // Both documents are made from the same data.
    let options = Options {
        languages: language.into_iter().map(String::from).collect(),
        documents: vec![Document::Brief],
        editions: vec![edition],
        out: PathBuf::new(),
        epoch: None,
        combined: Vec::new(),
    };
    let plan = Plan::new(workspace, &options);
    let request = plan.parts.first()?.request(Document::Brief, &[edition], &plan.shared);
    Some(match edition {
        Edition::Screen => request.screen_data,
        Edition::Print => request.print_data,
    })
}
