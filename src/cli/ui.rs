//! Streams, colour and progress. Data goes to standard output; messages and progress to standard
//! error.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::panic;
use std::time::Duration;

use anstream::AutoStream;
use anstream::stream::{AsLockedWrite, RawStream};
use anstyle::{AnsiColor, Style};
use clap::builder::PossibleValue;
use clap::error::ErrorKind;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::colours::Color;
use super::error::Error;
use super::usage::{Misuse, code_of};
use crate::diag::{Diagnostic, Diagnostics, MessageFormat, Renderer, Severity, Sources, Totals};
use crate::disk::EnvError;
use crate::visible;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();
const DONE: Style = AnsiColor::Green.on_default().bold();

/// The width of lines where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 120;

/// Messages are not squeezed into less than this.
const NARROWEST: usize = 60;

/// How the program talks to the user.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// How messages are written
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
    /// Whether messages are coloured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Say nothing but errors and warnings
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
}

impl OutputArgs {
    /// What a command line says of it that is wrong elsewhere, so that this can be said as it was asked
    /// for: of each option the last value that there is.
    pub fn of(args: &[OsString]) -> Self {
        let mut found = Self {
            message_format: MessageFormat::Human,
            color: Color::Auto,
            quiet: false,
            verbose: false,
        };
        let mut args = args.iter().skip(1).map(|arg| arg.to_string_lossy());
        while let Some(arg) = args.next().filter(|arg| arg != "--") {
            let (name, value) = match arg.split_once('=') {
                Some((name, value)) => (name.to_string(), Some(value.to_string())),
                None => (arg.into_owned(), None),
            };
            if name == "--message-format" || name == "--color" {
                let value = value.or_else(|| args.next().map(|value| value.into_owned()));
                let value = value.unwrap_or_default();
                if name == "--color" {
                    found.color = Color::from_str(&value, false).unwrap_or(found.color);
                } else {
                    let format = MessageFormat::from_str(&value, false);
                    found.message_format = format.unwrap_or(found.message_format);
                }
            }
        }
        found
    }
}

impl ValueEnum for MessageFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[MessageFormat::Human, MessageFormat::Short, MessageFormat::Json, MessageFormat::Github]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            MessageFormat::Human => ("human", "With the line shown, and what to do"),
            MessageFormat::Short => {
                ("short", "One line each: file:line:column: severity[code]: message")
            }
            MessageFormat::Json => ("json", "One JSON object a line"),
            MessageFormat::Github => ("github", "Workflow commands for GitHub Actions"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verbosity {
    /// Errors and warnings.
    Quiet,
    /// What goes on, too.
    Normal,
    /// And every file.
    Verbose,
}

/// Says how the program is used, or, as `output` says, what is wrong with the command line.
///
/// # Errors
///
/// The stream is closed or fails.
pub fn show_usage(
    error: &clap::Error,
    output: &OutputArgs,
    args: &[OsString],
    options: &[String],
) -> io::Result<()> {
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let for_people = output.message_format == MessageFormat::Human;
    if error.use_stderr() && !(is_help && for_people) {
        let args: Vec<String> = args.iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
        Ui::new(output).misuse(&Misuse::of(error, &args, options));
        return Ok(());
    }
    let text = error.render().ansi().to_string();
    let text = visible::lines(&text);
    match error.use_stderr() {
        true => write_styled(io::stderr(), output.color, &text),
        false => write_styled(io::stdout(), output.color, &text),
    }
}

/// Writes a text with its colours, or without them.
fn write_styled(
    stream: impl RawStream + AsLockedWrite + IsTerminal,
    color: Color,
    text: &str,
) -> io::Result<()> {
    let mut stream = match color.on(&stream) {
        true => AutoStream::always(stream),
        false => AutoStream::never(stream),
    };
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// From now on a panic, which may quote what was read, is said like all else.
pub fn show_panics() {
    panic::set_hook(Box::new(|panic| {
        let trace = Backtrace::capture();
        let trace = match trace.status() {
            BacktraceStatus::Captured => format!("{trace}\n"),
            _ => String::new(),
        };
        let text = format!("briefpress {}\n{trace}", visible::line(&panic.to_string()));
        let _ = io::stderr().lock().write_all(visible::lines(&text).as_bytes());
    }));
}

/// A diagnostic as it is printed.
#[derive(Debug)]
pub struct RenderedMessage {
    severity: Severity,
    text: String,
}

/// What talks to the user.
pub struct Ui {
    renderer: Renderer,
    format: MessageFormat,
    verbosity: Verbosity,
    color: Color,
    /// Whether messages are coloured.
    styled: bool,
    /// Whether messages go to a terminal.
    terminal: bool,
    bar: Option<ProgressBar>,
    totals: Totals,
}

impl Ui {
    /// Set up as the command line and the terminal say.
    pub fn new(args: &OutputArgs) -> Self {
        let styled = args.color.on(&io::stderr());
        if styled {
            // A console of Windows takes colours once it is asked to.
            let _ = AutoStream::always_ansi(io::stderr());
        }
        let width = terminal_size::terminal_size_of(io::stderr())
            .map_or(DEFAULT_WIDTH, |(columns, _)| usize::from(columns.0).max(NARROWEST));
        Self {
            renderer: Renderer::new(args.message_format, styled, width),
            format: args.message_format,
            verbosity: match (args.quiet, args.verbose) {
                (true, _) => Verbosity::Quiet,
                (false, true) => Verbosity::Verbose,
                (false, false) => Verbosity::Normal,
            },
            color: args.color,
            styled,
            terminal: io::stderr().is_terminal(),
            bar: None,
            totals: Totals::default(),
        }
    }

    /// Whether data is coloured.
    pub fn colours_data(&self) -> bool {
        self.color.on(&io::stdout())
    }

    /// Prints data, one line.
    ///
    /// # Errors
    ///
    /// Standard output is closed or fails.
    pub fn data(&self, line: impl fmt::Display) -> Result<(), Error> {
        self.document(&visible::line(&line.to_string()))
    }

    /// Prints a document of several lines, such as a report.
    ///
    /// # Errors
    ///
    /// Standard output is closed or fails.
    pub fn document(&self, text: &str) -> Result<(), Error> {
        Self::output(&format!("{}\n", visible::lines(text)))
    }

    /// Prints a file for another program as it is, unless it is a terminal that would read it.
    ///
    /// # Errors
    ///
    /// Standard output is closed or fails.
    pub fn file(&self, text: &str) -> Result<(), Error> {
        match io::stdout().is_terminal() {
            true => self.document(text.trim_end()),
            false => Self::output(text),
        }
    }

    fn output(text: &str) -> Result<(), Error> {
        io::stdout().lock().write_all(text.as_bytes()).map_err(|cause| match cause.kind() {
            io::ErrorKind::BrokenPipe => Error::ClosedPipe,
            _ => EnvError::new("cannot write to", "standard output".as_ref(), cause).into(),
        })
    }

    /// Prints diagnostics and counts them.
    pub fn diagnostics(&mut self, diagnostics: &Diagnostics, sources: &Sources) {
        for diagnostic in diagnostics.iter() {
            self.totals.count(diagnostic.severity);
            self.message(&self.renderer.render(diagnostic, sources));
        }
    }

    /// Diagnostics as they are printed, for whoever prints them when their files are let go.
    pub fn render(&self, diagnostics: &Diagnostics, sources: &Sources) -> Vec<RenderedMessage> {
        let render = |diagnostic: &Diagnostic| RenderedMessage {
            severity: diagnostic.severity,
            text: self.renderer.render(diagnostic, sources),
        };
        diagnostics.iter().map(render).collect()
    }

    /// Prints what was rendered, and counts it.
    pub fn rendered(&mut self, messages: &[RenderedMessage]) {
        for message in messages {
            self.totals.count(message.severity);
            self.message(&message.text);
        }
    }

    /// How many errors and warnings there were.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Says what went on, for people only.
    pub fn status(&self, text: impl fmt::Display) {
        if self.is_chatty() {
            self.message(&format!("{}\n", visible::line(&text.to_string())));
        }
    }

    /// Says what is no problem and has to be known all the same, such as what is left as it is: to programs,
    /// too, though not where only errors and warnings are wanted.
    pub fn note(&self, text: impl fmt::Display) {
        let text = text.to_string();
        match self.renderer.note(&text).filter(|_| self.verbosity > Verbosity::Quiet) {
            Some(text) => self.message(&text),
            None => self.status(format!("  {text}")),
        }
    }

    /// Whether notes are messages for programs, each by itself.
    pub fn notes_are_messages(&self) -> bool {
        self.renderer.note("").is_some()
    }

    /// Says how it ended, for people only.
    pub fn done(&self, text: impl fmt::Display) {
        if self.is_chatty() {
            let text = text.to_string();
            let line = visible::line(&text);
            self.message(&format!("{} {line}\n", self.paint(DONE, "briefpress:")));
        }
    }

    /// Says that it was interrupted, and what was done, to programs too, and where only errors are
    /// wanted.
    pub fn interrupted(&self, text: &str) {
        if self.is_chatty() { self.done(text) } else { self.problem(None, text, &[]) }
    }

    /// Whether someone wants to know more.
    pub fn is_verbose(&self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    /// Says what only those who asked for more want to know.
    pub fn detail(&self, text: impl fmt::Display) {
        if self.is_verbose() {
            self.status(text);
        }
    }

    /// Says what a command, or a part of it, stopped at.
    pub fn error(&self, error: &Error) {
        match error {
            Error::ClosedPipe => {}
            _ => {
                let help = Vec::from_iter(error.help());
                self.problem(code_of(error), &error.to_string(), &help);
            }
        }
    }

    /// Says what the environment would not do.
    pub fn failure(&self, error: &EnvError) {
        self.problem(None, &error.to_string(), &[]);
    }

    /// Says what is wrong with the command line.
    fn misuse(&self, misuse: &Misuse) {
        self.problem(Some(misuse.code), &misuse.message, &misuse.help);
    }

    /// Says what is wrong with anything but the text of a file.
    fn problem(&self, code: Option<&'static str>, message: &str, help: &[String]) {
        if let Some(text) = self.renderer.failure(code, message, help) {
            return self.message(&text);
        }
        let title = code.map_or("error:".into(), |code| format!("error[{code}]:"));
        let mut text = format!("{} {}\n", self.paint(ERROR, &title), visible::line(message));
        for help in help {
            text += &format!("  {} {}\n", self.paint(HELP, "help:"), visible::line(help));
        }
        self.message(&text);
    }

    /// Starts a progress bar over `total` steps, where someone watches.
    pub fn start(&mut self, total: usize) {
        if !self.terminal || !self.is_chatty() || total == 0 {
            return;
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left")
            .expect("the template is valid")
            .progress_chars("━━─");
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(200));
        self.bar = Some(bar);
    }

    /// Some steps further.
    pub fn step(&self, steps: usize) {
        if let Some(bar) = &self.bar {
            bar.inc(steps as u64);
        }
    }

    /// Takes the progress bar away.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Whether people read along who want to know more than what is wrong.
    fn is_chatty(&self) -> bool {
        let for_people = matches!(self.format, MessageFormat::Human | MessageFormat::Short);
        for_people && self.verbosity > Verbosity::Quiet
    }

    /// Writes to standard error. Where that is closed there is no one to tell.
    fn message(&self, text: &str) {
        let text = self.renderer.printed(text);
        let write = || {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.styled { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}
