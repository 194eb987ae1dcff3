//! `briefpress completions`, and the answers to shells that ask what a line can go on with.

use std::env;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::env::{Elvish, Fish, Powershell, Shells, Zsh};

use super::bash::BashCompleter;
use super::error::{Error, Exit};
use super::ui::Ui;
use crate::caught::{caught, keep_words};

/// The variable that says which shell asks.
const ASKED_BY: &str = "BRIEFPRESS_COMPLETE";

/// The program's name, in lines and on the search path.
const PROGRAM: &str = "briefpress";

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: CompletingShell,
}

/// A shell that completes command lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CompletingShell {
    /// Bash, from 4.4 on best
    Bash,
    /// Zsh, with compinit
    Zsh,
    /// Fish
    Fish,
    /// PowerShell, from 5.0 on
    #[value(name = "powershell", alias = "pwsh")]
    PowerShell,
    /// Elvish
    Elvish,
}

impl CompletingShell {
    /// What it is called in the variable.
    fn name(self) -> &'static str {
        match self {
            CompletingShell::Bash => "bash",
            CompletingShell::Zsh => "zsh",
            CompletingShell::Fish => "fish",
            CompletingShell::PowerShell => "powershell",
            CompletingShell::Elvish => "elvish",
        }
    }
}

/// The shells that are answered.
const SHELLS: Shells<'static> = Shells(&[&BashCompleter, &Elvish, &Fish, &Powershell, &Zsh]);

/// Where zsh loads the script from its folder of functions, it is the function: the first time, too,
/// something is to be completed.
const ZSH_LOADED: &str = "\
if [[ ${funcstack[1]} == _briefpress ]]; then
    _clap_dynamic_completer_briefpress \"$@\"
fi
";

/// Writes the script to standard output that has a shell ask the program.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn run(args: &CompletionsArgs, ui: &Ui) -> Result<Exit, Error> {
    let mut script = Vec::new();
    let shell = SHELLS.completer(args.shell.name()).expect("it is one of those built in");
    shell
        .write_registration(ASKED_BY, PROGRAM, PROGRAM, PROGRAM, &mut script)
        .expect("memory takes all that is written");
    let script = String::from_utf8(script).expect("a script is text");
    let mut script = format!("{}\n", script.trim());
    if args.shell == CompletingShell::Zsh {
        script += ZSH_LOADED;
    }
    ui.file(&script)?;
    Ok(Exit::Success)
}

/// Answers a shell that asks; `None` where none does. Nothing is written but the answer, and nothing is
/// said of what is wrong.
pub fn answer(command_line: fn() -> clap::Command) -> Option<ExitCode> {
    env::var_os(ASKED_BY)?;
    keep_words();
    let here = env::current_dir().ok();
    let ask = || {
        let shells = CompleteEnv::with_factory(command_line).shells(Shells(SHELLS.0));
        shells
            .var(ASKED_BY)
            .bin(PROGRAM)
            .completer(PROGRAM)
            .try_complete(env::args_os(), here.as_deref())
    };
    match caught(ask) {
        Ok(Ok(false)) => None,
        Ok(Ok(true)) | Err(_) => Some(Exit::Success.into()),
        Ok(Err(_)) => Some(Exit::Usage.into()),
    }
}
