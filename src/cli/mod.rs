//! The command line: the only layer that prints, reads the environment or exits.

mod args;
mod build;
mod check;
mod fonts;
mod i18n;
mod merge;
mod new;
mod preflight;
mod schema;
mod sdg;
mod shard;
mod template;
mod ui;
mod verify;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use ui::Ui;

use crate::disk::EnvError;
use crate::workspace::OpenError;

/// How a run ends. The contract: `README.md`, “Exit codes”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Exit {
    /// All done; there may have been warnings.
    #[default]
    Success,
    /// Something the user wrote is wrong.
    Content,
    /// Wrong usage of the command line.
    Usage,
    /// The environment failed, or there is a bug in briefpress.
    Environment,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Success => 0,
            Exit::Content => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
        })
    }
}

/// Why a command ends early.
#[derive(Debug)]
enum Failure {
    /// The command line asks for something that is not there or makes no sense.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// The environment failed.
    Env(EnvError),
    /// Standard output was closed by whoever reads it: nothing more to say.
    ClosedPipe,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Failure::Usage { message: message.into(), help: None }
    }

    fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Usage { message: message.into(), help: Some(help.into()) }
    }
}

impl From<EnvError> for Failure {
    fn from(error: EnvError) -> Self {
        Failure::Env(error)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::UnknownBrief(message) => Failure::usage(message),
            OpenError::Env(error) => Failure::Env(error),
        }
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are asked for; anything else is wrong usage.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Success };
            return match error.print() {
                Ok(()) => exit.into(),
                Err(_) => Exit::Environment.into(),
            };
        }
    };
    let mut ui = Ui::new(&args.global);
    let result = match &args.command {
        Command::Init(init) => new::init(init, &mut ui),
        Command::New(new) => new::new(new, &args.global, &mut ui),
        Command::Check(check) => check::run(check, &args.global, &mut ui),
        Command::Build(build) => build::run(build, &args.global, &mut ui),
        Command::Verify(verify) => verify::run(verify, &args.global, &mut ui),
        Command::Merge(merge) => merge::run(merge, &ui),
        Command::Preflight(preflight) => preflight::run(preflight, &args.global, &ui),
        Command::I18n(command) => i18n::run(command, &args.global, &mut ui),
        Command::Fonts(fonts) => fonts::run(fonts, &args.global, &ui),
        Command::Sdg(command) => sdg::run(command, &mut ui),
        Command::Schema(schema) => schema::run(schema, &ui),
        Command::Worker => worker::run(),
        Command::Template(command) => template::run(command, &args.global, &mut ui),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(Failure::Usage { message, help }) => {
            ui.error(&message, help.as_deref());
            Exit::Usage.into()
        }
        Err(Failure::Env(error)) => {
            ui.failure(&error);
            Exit::Environment.into()
        }
        Err(Failure::ClosedPipe) => Exit::Success.into(),
    }
}
