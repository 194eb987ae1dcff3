//! `briefpress sdg find`.

use clap::Args;

use super::common::mark;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::sdg::{Framework, find};

#[derive(Debug, Args)]
pub struct FindArgs {
    /// Words of the subject, in English
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
}

/// Lists what is found by words.
///
/// # Errors
///
/// Nothing is found, or standard output is closed or fails.
pub fn run(args: &FindArgs, framework: &Framework, ui: &Ui) -> Result<Exit, Error> {
    let words = args.words.join(" ");
    let hits = find(framework, &words);
    if hits.is_empty() {
        return Err(Error::NothingAbout(words));
    }
    for hit in hits {
        let kind = match hit.code.matches('.').count() {
            0 => "goal",
            1 => "target",
            _ => "indicator",
        };
        ui.data(format!("{:<8} {kind:<10} {}{}", hit.code, hit.label, mark(hit.national)))?;
    }
    Ok(Exit::Success)
}
