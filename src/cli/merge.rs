//! `briefpress merge`.

use super::args::Merge;
use super::check::{current_folder, shown};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::build::{MergeError, merge};
use crate::release::INDEX;

/// Joins the parts that shards built.
pub fn run(args: &Merge, ui: &Ui) -> Result<Exit, Failure> {
    let out = current_folder()?.join(&args.out);
    match merge(&args.parts, &out, args.sbom) {
        Ok(files) => {
            ui.done(format!(
                "{files} files of {} parts; {} shows them",
                args.parts.len(),
                shown(&out.join(INDEX))
            ));
            Ok(Exit::Success)
        }
        Err(MergeError::Unfit(what, help)) => {
            ui.error(&what, Some(&help));
            Ok(Exit::Content)
        }
        Err(MergeError::Env(error)) => Err(Failure::Env(error)),
    }
}
