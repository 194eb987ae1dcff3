//! `briefpress merge`.

use super::args::Merge;
use super::build::{interrupted, waiting};
use super::check::{current_folder, shown};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::output::{MergeError, TakeError, merge};
use crate::release::INDEX;

/// Joins the parts that shards built.
pub fn run(args: &Merge, ui: &Ui) -> Result<Exit, Failure> {
    let out = current_folder()?.join(&args.out);
    let wait = &mut |process| ui.status(waiting(process, &out));
    match merge(&args.parts, &out, args.sbom.into(), interrupted(), wait) {
        Ok(files) => {
            ui.done(format!(
                "{files} files of {} parts; {} shows them",
                args.parts.len(),
                shown(&out.join(INDEX))
            ));
            Ok(Exit::Success)
        }
        Err(MergeError::Unfit { what, help }) => {
            ui.error(&what, Some(&help));
            Ok(Exit::Content)
        }
        Err(MergeError::Take(TakeError::Interrupted)) => {
            ui.interrupted("interrupted: nothing was joined");
            Ok(Exit::Environment)
        }
        Err(MergeError::Env(error) | MergeError::Take(TakeError::Env(error))) => {
            Err(Failure::Env(error))
        }
    }
}
