//! The command line: the only layer that prints, reads the environment or exits.

mod bash;
mod build;
mod candidates;
mod causes;
mod check;
mod colours;
mod completions;
mod context;
mod editors;
mod error;
mod examples;
mod fonts;
mod i18n;
mod in_the_way;
mod machine;
mod man;
mod merge;
mod new;
mod next;
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
mod unquoted;
mod usage;
mod verify;
mod version;
mod viewer;
mod watch;
mod worker;

use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use context::Global;
use error::{Error, Exit};
use examples::with_examples;
use ui::{OutputArgs, Ui, show_panics, show_usage};

use crate::caught::{caught, keep_words};
use crate::disk::EnvError;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Turns TOML brief definitions into print-ready PDF policy briefs and SDG indicator tables.
#[derive(Debug, Parser)]
#[command(name = "briefpress", styles = STYLES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print the version; with `--verbose` all that a bug report needs
    #[arg(short = 'V', long)]
    version: bool,
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
    /// Write the JSON Schema of a file, or those for editors into the project
    Schema(schema::SchemaArgs),
    /// List the templates, copy one to edit, show the data they read
    #[command(subcommand)]
    Template(template::TemplateCommand),
    /// Write the script that has a shell complete command lines
    Completions(completions::CompletionsArgs),
    /// Write the manual, a page for each command
    Man(man::ManArgs),
    /// Set documents for another process of the program
    #[command(hide = true)]
    Worker,
}

/// The command line, with examples in the help of every command.
fn command_line() -> clap::Command {
    with_examples(Cli::command(), "")
}

/// The names of all options, of the program and of every command.
fn options(command: &clap::Command) -> Vec<String> {
    let own = command.get_opts().filter(|option| !option.is_hide_set());
    let own = own.filter_map(|option| option.get_long()).map(String::from);
    own.chain(command.get_subcommands().flat_map(options)).collect()
}

/// Runs the program.
pub fn main() -> ExitCode {
    if let Some(answered) = completions::answer(command_line) {
        return answered;
    }
    let parsed = command_line().try_get_matches().and_then(|it| Cli::from_arg_matches(&it));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help is asked for; anything else is wrong usage.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Success };
            let args: Vec<OsString> = env::args_os().collect();
            return match show_usage(
                &error,
                &OutputArgs::of(&args),
                &args,
                &options(&command_line()),
            ) {
                Ok(()) => exit.into(),
                Err(cause) if cause.kind() == ErrorKind::BrokenPipe => exit.into(),
                Err(cause) => {
                    let failed =
                        EnvError::new("cannot write to", "standard output".as_ref(), cause);
                    Ui::new(&OutputArgs::of(&args)).failure(&failed);
                    Exit::Environment.into()
                }
            };
        }
    };
    // What a worker says last is taken in by the program that started it.
    if !matches!(cli.command, Some(Command::Worker)) {
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

fn dispatch(cli: &Cli, ui: &mut Ui) -> Result<Exit, Error> {
    let global = &cli.global;
    if cli.version {
        return version::show(ui);
    }
    machine::outlive_large_files();
    // A worker is ended by the program that started it, and has one thread to work with.
    let is_worker = match &cli.command {
        Some(Command::Worker) => true,
        Some(Command::Preflight(args)) => args.is_worker(),
        _ => false,
    };
    if !is_worker {
        machine::has_memory()?;
        run::answer_signals()?;
        machine::start_threads();
    }
    let Some(command) = &cli.command else { return next::run(global, ui) };
    match command {
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
        Command::Schema(args) => schema::run(args, global, ui),
        Command::Template(command) => template::run(command, global, ui),
        Command::Completions(args) => completions::run(args, ui),
        Command::Man(args) => man::run(args, Cli::command(), ui),
        Command::Worker => worker::run(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command_line().debug_assert();
    }
}
