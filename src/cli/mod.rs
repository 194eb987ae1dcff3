//! The command line: the only layer that prints, reads the environment or exits.

mod build;
mod check;
mod colours;
mod context;
mod error;
mod fonts;
mod i18n;
mod machine;
mod merge;
mod new;
mod open;
mod preflight;
mod rename;
mod run;
mod schema;
mod sdg;
mod shard;
mod sources;
mod template;
mod ui;
mod verify;
mod viewer;
mod watch;
mod worker;

use std::env;
use std::process::ExitCode;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::error::{ContextKind, ContextValue};
use clap::{Parser, Subcommand};

use context::Global;
use error::{Error, Exit};
use ui::{Ui, show_panics, show_usage};

use crate::visible;

use crate::caught::{caught, keep_words};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator tables.
#[derive(Debug, Parser)]
#[command(name = "briefpress", version, styles = STYLES, max_term_width = 100)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Start with `briefpress init my-briefs`, then `briefpress build` in it.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a project: briefpress.toml and an example that builds
    Init(new::InitArgs),
    /// Start a brief from an annotated skeleton
    New(new::NewArgs),
    /// Give a brief another id: its folder, and all that names it in the project
    Rename(rename::RenameArgs),
    /// Validate briefs and write nothing
    Check(check::CheckArgs),
    /// Build briefs and indicator tables as PDF
    Build(build::BuildArgs),
    /// Open what was built: the page of all, or a brief's PDF
    Open(open::OpenArgs),
    /// See a brief's pages in the browser, set anew with every save
    Watch(watch::WatchArgs),
    /// Rebuild a release and compare it byte for byte
    Verify(verify::VerifyArgs),
    /// Join the parts that shards built into one release
    Merge(merge::MergeArgs),
    /// Judge PDFs as a print shop does, or as a reader with a screen reader would
    Preflight(preflight::PreflightArgs),
    /// See how far translations are, keep them in step, exchange them with translators' tools
    #[command(subcommand)]
    I18n(i18n::I18nCommand),
    /// Take sources from reference managers
    #[command(subcommand)]
    Sources(sources::SourcesCommand),
    /// Show the fonts in use and the languages they cover
    Fonts(context::FontArgs),
    /// Look up goals, targets and indicators
    #[command(subcommand)]
    Sdg(sdg::SdgCommand),
    /// Write the JSON Schema of a file
    Schema(schema::SchemaArgs),
    /// List the templates, copy one to edit, show the data they read
    #[command(subcommand)]
    Template(template::TemplateCommand),
    /// Set documents for another process of the program
    #[command(hide = true)]
    Worker,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for; anything else is wrong usage.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Success };
            return match show_usage(&as_shown(error)) {
                Ok(()) => exit.into(),
                Err(_) => Exit::Environment.into(),
            };
        }
    };
    // What a worker says last is taken in by the program that started it.
    if !matches!(cli.command, Command::Worker) {
        show_panics();
    }
    let mut ui = Ui::new(&cli.global.output);
    keep_words();
    let end = caught(|| dispatch(&cli, &mut ui)).unwrap_or_else(|words| Err(Error::Bug(words)));
    match end {
        Ok(exit) => exit.into(),
        Err(error) => {
            ui.error(&error);
            error.exit_code()
        }
    }
}

/// What is wrong with the command line, said of the arguments as they are shown.
fn as_shown(error: clap::Error) -> clap::Error {
    let shown = env::args_os().map(|arg| visible::line(&arg.to_string_lossy()).into_owned());
    let again = Cli::try_parse_from(shown).err();
    let mut error = again.filter(|again| again.kind() == error.kind()).unwrap_or(error);
    // What it says of the environment's variables, too.
    let shown = |text: &String| visible::line(text).into_owned();
    let said: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(shown(text)))),
            ContextValue::Strings(all) => {
                Some((kind, ContextValue::Strings(all.iter().map(shown).collect())))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in said {
        error.insert(kind, value);
    }
    error
}

fn dispatch(cli: &Cli, ui: &mut Ui) -> Result<Exit, Error> {
    let global = &cli.global;
    machine::outlive_large_files();
    // A worker is ended by the program that started it, and has one thread to work with.
    let is_worker = match &cli.command {
        Command::Worker => true,
        Command::Preflight(args) => args.is_worker(),
        _ => false,
    };
    if !is_worker {
        machine::has_memory()?;
        run::answer_signals()?;
        machine::start_threads();
    }
    match &cli.command {
        Command::Init(args) => new::init(args, ui),
        Command::New(args) => new::new(args, global, ui),
        Command::Rename(args) => rename::run(args, global, ui),
        Command::Check(args) => check::run(args, global, ui),
        Command::Build(args) => build::run(args, global, ui),
        Command::Open(args) => open::run(args, global, ui),
        Command::Watch(args) => watch::run(args, global, ui),
        Command::Verify(args) => verify::run(args, global, ui),
        Command::Merge(args) => merge::run(args, global, ui),
        Command::Preflight(args) => preflight::run(args, ui),
        Command::I18n(command) => i18n::run(command, global, ui),
        Command::Sources(command) => sources::run(command, global, ui),
        Command::Fonts(args) => fonts::run(args, global, ui),
        Command::Sdg(command) => sdg::run(command, global, ui),
        Command::Schema(args) => schema::run(args, ui),
        Command::Template(command) => template::run(command, global, ui),
        Command::Worker => worker::run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
