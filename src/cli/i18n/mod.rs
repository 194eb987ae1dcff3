//! `briefpress i18n`: one file a command.

mod common;
mod exchange;
mod init_tool;
mod row;
mod status;
mod sync;
mod table;

use clap::Subcommand;

use super::context::Global;
use super::error::{Error, Exit};
use super::ui::Ui;

#[derive(Debug, Subcommand)]
pub enum I18nCommand {
    /// Show how far each translation is
    Status(status::StatusArgs),
    /// Write new languages, add new keys, and record what each string was translated from
    Sync(sync::SyncArgs),
    /// Write a translation for a translator's tool
    Export(exchange::ExportArgs),
    /// Take in what a translator's tool wrote
    Import(exchange::ImportArgs),
    /// Write what a translators' tool has to be told: Weblate, Crowdin or OmegaT
    InitTool(init_tool::InitToolArgs),
}

/// Runs one of the commands for translators.
///
/// # Errors
///
/// There is no project, brief, language, key or translation of that name, a file cannot be taken
/// in, or the environment failed.
pub fn run(command: &I18nCommand, global: &Global, ui: &mut Ui) -> Result<Exit, Error> {
    match command {
        I18nCommand::Status(args) => status::run(args, global, ui),
        I18nCommand::Sync(args) => sync::run(args, global, ui),
        I18nCommand::Export(args) => exchange::write_out(args, global, ui),
        I18nCommand::Import(args) => exchange::take_in(args, global, ui),
        I18nCommand::InitTool(args) => init_tool::run(args, global, ui),
    }
}
