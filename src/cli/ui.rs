//! Streams, colour and progress. Data goes to standard output; messages and progress to standard
//! error.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Failure;
use super::args::{Color, Global, MessageFormat};
use crate::diag::{Diagnostics, Format, Renderer, Sources, Totals};
use crate::disk::EnvError;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();
const DONE: Style = AnsiColor::Green.on_default().bold();

/// The width of lines where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 120;

/// Messages are not squeezed into less than this.
const NARROWEST: usize = 60;

/// What talks to the user.
pub struct Ui {
    renderer: Renderer,
    format: MessageFormat,
    quiet: bool,
    verbose: bool,
    styled: bool,
    terminal: bool,
    bar: Option<ProgressBar>,
    totals: Totals,
}

impl Ui {
    /// Set up as the command line and the terminal say.
    pub fn new(global: &Global) -> Self {
        let terminal = io::stderr().is_terminal();
        let format = match global.message_format {
            MessageFormat::Human => Format::Human,
            MessageFormat::Short => Format::Short,
            MessageFormat::Json => Format::Json,
            MessageFormat::Github => Format::Github,
        };
        let styled = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never
            }
        };
        let width = terminal_size::terminal_size_of(io::stderr())
            .map_or(DEFAULT_WIDTH, |(columns, _)| usize::from(columns.0).max(NARROWEST));
        Self {
            renderer: Renderer::new(format, styled, width),
            format: global.message_format,
            quiet: global.quiet,
            verbose: global.verbose,
            styled,
            terminal,
            bar: None,
            totals: Totals::default(),
        }
    }

    /// Prints data, one line.
    pub fn data(&self, line: impl fmt::Display) -> Result<(), Failure> {
        self.bytes(format!("{line}\n").as_bytes())
    }

    /// Writes data as it is.
    pub fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        match io::stdout().lock().write_all(bytes) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::ClosedPipe),
            Err(cause) => Err(Failure::Env(EnvError {
                doing: "cannot write to",
                path: "standard output".into(),
                cause,
            })),
        }
    }

    /// Prints diagnostics and counts them.
    pub fn diagnostics(&mut self, diagnostics: &Diagnostics, sources: &Sources) {
        for diagnostic in diagnostics.iter() {
            self.totals.count(diagnostic.severity);
            self.message(&self.renderer.render(diagnostic, sources));
        }
    }

    /// How many errors and warnings there were.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Says what went on, for people only.
    pub fn status(&self, text: impl fmt::Display) {
        if !self.quiet && self.for_people() {
            self.message(&format!("{text}\n"));
        }
    }

    /// Says how it ended, for people only.
    pub fn done(&self, text: impl fmt::Display) {
        if !self.quiet && self.for_people() {
            self.message(&format!("{} {text}\n", self.paint(DONE, "briefpress:")));
        }
    }

    /// Says that it was interrupted, and what was done, to programs too, and where only errors are
    /// wanted.
    pub fn interrupted(&self, text: &str) {
        if self.for_people() && !self.quiet { self.done(text) } else { self.error(text, None) }
    }

    /// Says what only those who asked for more want to know.
    pub fn detail(&self, text: impl fmt::Display) {
        if self.verbose {
            self.status(text);
        }
    }

    /// Says what is wrong with the command line, or with anything but the text of a file.
    pub fn error(&self, message: &str, help: Option<&str>) {
        if let Some(text) = self.renderer.failure(message, help) {
            return self.message(&text);
        }
        let mut text = format!("{} {message}\n", self.paint(ERROR, "error:"));
        if let Some(help) = help {
            text += &format!("  {} {help}\n", self.paint(HELP, "help:"));
        }
        self.message(&text);
    }

    /// Says what the environment would not do.
    pub fn failure(&self, error: &EnvError) {
        self.error(&error.to_string(), None);
    }

    /// Starts a progress bar over `total` steps, where someone watches.
    pub fn start(&mut self, total: usize) {
        if self.quiet || !self.terminal || !self.for_people() || total == 0 {
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

    fn for_people(&self) -> bool {
        matches!(self.format, MessageFormat::Human | MessageFormat::Short)
    }

    /// Writes to standard error. Where that is closed there is no one to tell.
    fn message(&self, text: &str) {
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
