//! `briefpress sdg`: one file a command.

mod codes;
mod common;
mod country;
mod entry;
mod find;
mod show;

use clap::Subcommand;

use super::context::Global;
use super::error::{Error, Exit};
use super::ui::Ui;
use common::known;

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
}

/// Runs one of the commands about the framework.
///
/// # Errors
///
/// Nothing is found by the words, there is no project where the command line says, or standard output
/// is closed or fails.
pub fn run(command: &SdgCommand, global: &Global, ui: &Ui) -> Result<Exit, Error> {
    match command {
        SdgCommand::Show(args) => show::run(args, known(global)?.as_ref(), ui),
        SdgCommand::Find(args) => find::run(args, known(global)?.as_ref(), ui),
        SdgCommand::Codes(args) => codes::run(args, known(global)?.as_ref(), ui),
        SdgCommand::Country(args) => country::run(args, ui),
    }
}
