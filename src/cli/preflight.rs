//! `briefpress preflight`.

use std::path::PathBuf;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::error::{Error, Exit};
use super::ui::Ui;
use crate::disk::slashed;
use crate::limits::{PDF_MEGABYTES, PDF_MEMORY, PDF_OBJECTS, PDF_SECONDS};
use crate::preflight::report::{Judged, Styles, human, json, sarif};
use crate::preflight::{IntendedUse, Settings};
use crate::sarif::Notification;

mod judge;

use judge::{Allowance, answer, judge};

#[derive(Debug, Args)]
#[command(after_help = "Any PDF can be judged, whoever made it. What is found goes to standard \
    output.\n\nExit codes: 0 nothing found, 1 errors or warnings found, 2 wrong usage, 3 a file \
    could not be read.")]
pub struct PreflightArgs {
    /// The PDFs
    #[arg(value_name = "FILE", required_unless_present = "worker")]
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
    /// The largest file that is read, in megabytes
    #[arg(long, value_name = "MB", default_value_t = PDF_MEGABYTES,
        value_parser = clap::value_parser!(u32).range(1..=4_096))]
    max_size: u32,
    /// The most objects a file may have
    #[arg(long, value_name = "COUNT", default_value_t = PDF_OBJECTS,
        value_parser = clap::value_parser!(u32).range(1..=50_000_000))]
    max_objects: u32,
    /// The memory a file may take, in megabytes
    #[arg(long, value_name = "MB", default_value_t = PDF_MEMORY,
        value_parser = clap::value_parser!(u32).range(1_536..=1_048_576))]
    memory: u32,
    /// The time a file may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = PDF_SECONDS,
        value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Judge what comes from standard input by these settings, for another process of the program
    #[arg(long, value_name = "JSON", hide = true, value_parser = settings_of)]
    worker: Option<Settings>,
}

impl PreflightArgs {
    /// Whether this process is started by another of the program.
    pub fn is_worker(&self) -> bool {
        self.worker.is_some()
    }
}

fn settings_of(json: &str) -> Result<Settings, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
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
    if let Some(settings) = &args.worker {
        return answer(settings, args.memory);
    }
    let settings = Settings {
        edition: args.judge,
        bleed: args.bleed,
        safe: args.safe,
        total_ink: args.total_ink,
        objects: args.max_objects,
    };
    let allowance = Allowance {
        size: u64::from(args.max_size) << 20,
        memory: args.memory,
        time: Duration::from_secs(args.timeout),
    };
    let mut exit = Exit::Success;
    let mut reports = Vec::new();
    let mut notifications = Vec::new();
    for path in &args.files {
        let name = slashed(path);
        match judge(path, &settings, allowance) {
            Ok(report) => reports.push((name, report)),
            Err(error) => {
                ui.error(&error);
                notifications.push(Notification { file: name, message: error.to_string() });
                exit = exit.max(error.exit());
            }
        }
    }
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
