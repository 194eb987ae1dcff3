//! `briefpress preflight`.

use std::fs;
use std::io::ErrorKind;
use std::panic;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::error::{Error, Exit};
use super::ui::Ui;
use crate::disk::EnvError;
use crate::preflight::report::{Judged, Styles, human, json, sarif};
use crate::preflight::{IntendedUse, Settings, inspect};
use crate::sarif::Notification;

#[derive(Debug, Args)]
#[command(after_help = "Any PDF can be judged, whoever made it. What is found goes to standard \
    output.\n\nExit codes: 0 nothing found, 1 errors or warnings found, 2 wrong usage, 3 a file \
    could not be read.")]
pub struct PreflightArgs {
    /// The PDFs
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Judge it as a print file or a screen file [default: what it says it is]
    #[arg(long = "as", value_name = "EDITION")]
    judge: Option<IntendedUse>,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
    /// The least bleed on every side, in millimetres
    #[arg(long, value_name = "MM", default_value = "3", value_parser = millimetres)]
    bleed: f64,
    /// How far text keeps from the trimmed edge, in millimetres
    #[arg(long, value_name = "MM", default_value = "6", value_parser = millimetres)]
    safe: f64,
    /// The most ink in one place, all inks together, in per cent
    #[arg(long, value_name = "PERCENT", default_value = "300", value_parser = percent)]
    total_ink: f64,
}

impl ValueEnum for IntendedUse {
    fn value_variants<'a>() -> &'a [Self] {
        &[IntendedUse::Screen, IntendedUse::Print]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            IntendedUse::Screen => "For reading on screen: tags, headings, tables, contrast",
            IntendedUse::Print => "For a printing press: boxes, bleed, inks, pictures",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// As a table, with what to do
    Human,
    /// As one JSON object
    Json,
    /// As SARIF 2.1.0, for tools that gather findings
    Sarif,
}

fn millimetres(text: &str) -> Result<f64, String> {
    within(text, 0.0, 100.0)
}

fn percent(text: &str) -> Result<f64, String> {
    within(text, 1.0, 400.0)
}

fn within(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("a number from {least} to {most} is wanted"))
}

/// Judges files and prints one report. A file that cannot be read does not stop the others.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn run(args: &PreflightArgs, ui: &Ui) -> Result<Exit, Error> {
    let settings = Settings {
        edition: args.judge,
        bleed: args.bleed,
        safe: args.safe,
        total_ink: args.total_ink,
    };
    // A check that fails on a file is a finding about the file, not a message about the program.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let mut exit = Exit::Success;
    let mut reports = Vec::new();
    let mut notifications = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        let error = match fs::read(path) {
            Ok(bytes) => {
                reports.push((name, inspect(&bytes, &settings)));
                continue;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Error::NoFile(path.clone()),
            Err(cause) => EnvError::new("cannot read", path, cause).into(),
        };
        ui.error(&error);
        notifications.push(Notification { file: name, message: error.to_string() });
        exit = exit.max(error.exit());
    }
    panic::set_hook(hook);
    if reports.iter().any(|(_, report)| !report.findings.is_empty()) {
        exit = exit.max(Exit::Content);
    }
    let judged: Vec<Judged<'_>> =
        reports.iter().map(|(name, report)| Judged { name, report }).collect();
    let text = match args.format {
        ReportFormat::Human if judged.is_empty() => return Ok(exit),
        ReportFormat::Human => human(&judged, &styles(ui)),
        ReportFormat::Json => json(&judged),
        ReportFormat::Sarif => sarif(&judged, notifications, env!("CARGO_PKG_VERSION")),
    };
    ui.document(text.trim_end())?;
    Ok(exit)
}

/// Colours for standard output, where they are wanted.
fn styles(ui: &Ui) -> Styles {
    if !ui.colours_data() {
        return Styles::default();
    }
    let colour = |colour: AnsiColor| colour.on_default().bold().to_string();
    Styles {
        file: Style::new().bold().to_string(),
        error: colour(AnsiColor::Red),
        warning: colour(AnsiColor::Yellow),
        help: colour(AnsiColor::Cyan),
        end: anstyle::Reset.to_string(),
    }
}
