//! `briefpress preflight`.

use std::fs;
use std::io::{self, ErrorKind};
use std::panic;

use anstyle::{AnsiColor, Style};

use super::args::{Color, Global, Judge, Preflight, ReportFormat};
use super::ui::Ui;
use super::{Exit, Failure};
use crate::disk::EnvError;
use crate::preflight::report::{Judged, Styles, human, json, sarif};
use crate::preflight::{Edition, Settings, inspect};
use crate::sarif::Trouble;

/// Judges files and prints one report. A file that cannot be read does not stop the others.
pub fn run(args: &Preflight, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
    let settings = Settings {
        edition: args.judge.map(|judge| match judge {
            Judge::Screen => Edition::Screen,
            Judge::Print => Edition::Print,
        }),
        bleed: args.bleed,
        safe: args.safe,
        total_ink: args.total_ink,
    };
    // A check that fails on a file is a finding about the file, not a message about the program.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let mut exit = Exit::Success;
    let mut reports = Vec::new();
    let mut troubles = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        match fs::read(path) {
            Ok(bytes) => reports.push((name, inspect(&bytes, &settings))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let message = format!("there is no file {name}");
                ui.error(&message, None);
                troubles.push(Trouble { file: name, message });
                exit = exit.max(Exit::Usage);
            }
            Err(cause) => {
                let error = EnvError { doing: "cannot read", path: path.clone(), cause };
                ui.failure(&error);
                troubles.push(Trouble { file: name, message: error.to_string() });
                exit = exit.max(Exit::Environment);
            }
        }
    }
    panic::set_hook(hook);
    if reports.iter().any(|(_, report)| !report.findings.is_empty()) {
        exit = exit.max(Exit::Content);
    }
    let judged: Vec<Judged<'_>> =
        reports.iter().map(|(name, report)| Judged { name, report }).collect();
    let text = match args.format {
        ReportFormat::Human if judged.is_empty() => return Ok(exit),
        ReportFormat::Human => human(&judged, &styles(global.color)),
        ReportFormat::Json => json(&judged),
        ReportFormat::Sarif => sarif(&judged, troubles, env!("CARGO_PKG_VERSION")),
    };
    ui.data(text.trim_end())?;
    Ok(exit)
}

/// Colours for standard output, where they are wanted.
fn styles(color: Color) -> Styles {
    let coloured = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    if !coloured {
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
