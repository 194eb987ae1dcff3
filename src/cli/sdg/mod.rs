//! `briefpress sdg`: one file a command.

mod codes;
mod common;
mod country;
mod diff;
mod entry;
mod find;
mod import;
mod intake;
mod pinned;
mod show;

use clap::Subcommand;

use super::context::Global;
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::sdg::framework;
use common::{known, known_with_pinned};

#[derive(Debug, Subcommand)]
pub enum SdgCommand {
    /// Show a goal, target or indicator by its code
    Show(show::ShowArgs),
    /// Find goals, targets and indicators by words
    Find(find::FindArgs),
    /// List all goals, targets and indicators, as a table for other programs too
    Codes(codes::CodesArgs),
    /// Show the names and codes of a country, and the groups it is in
    Country(country::CountryArgs),
    /// Take in wording, tiers and custodians as they are published, and pin them in the project
    Import(import::SdgImportArgs),
    /// Say what changed between two imports, or between two files that are published
    Diff(diff::DiffArgs),
}

/// Runs one of the commands about the framework.
///
/// # Errors
///
/// Nothing is found by the words, there is no project where the command line says, or standard output
/// is closed or fails.
pub fn run(command: &SdgCommand, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    match command {
        SdgCommand::Show(args) => {
            let Some((framework, pinned)) = known_with_pinned(global, ui)? else {
                return Ok(Exit::Content);
            };
            let exit = show::run(args, &framework, ui)?;
            if !args.is_json() {
                pinned::show(&show::as_listed(args.code(), &framework), &pinned, ui)?;
            }
            Ok(exit)
        }
        SdgCommand::Find(args) => find::run(args, known(global)?.as_ref(), ui),
        SdgCommand::Codes(args) => match known_with_pinned(global, ui)? {
            Some((framework, _)) => codes::run(args, &framework, ui),
            None => Ok(Exit::Content),
        },
        SdgCommand::Country(args) => country::run(args, ui),
        SdgCommand::Import(args) => import::run(args, framework(), global, ui),
        SdgCommand::Diff(args) => diff::run(args, framework(), ui),
    }
}
