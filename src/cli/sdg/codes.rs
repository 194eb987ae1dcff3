//! `briefpress sdg codes`.

use clap::{Args, ValueEnum};

use super::common::mark;
use super::entry::CodeEntry;
use crate::cli::error::{Error, Exit};
use crate::cli::ui::Ui;
use crate::sdg::Framework;
use crate::visible;

/// The columns of the CSV.
const COLUMNS: [&str; 12] = [
    "code",
    "kind",
    "label",
    "national",
    "tier",
    "tier_depends_on",
    "tier_source",
    "custodians",
    "partners",
    "repeats",
    "retired",
    "instead",
];

#[derive(Debug, Args)]
#[command(
    after_help = "Labels are briefpress’s own. `tier_source` is the day of the United Nations’ sheet, \
    or the document that decided later. CSV is UTF-8 and as RFC 4180 has it, several names in one \
    field are parted by semicolons."
)]
pub struct CodesArgs {
    /// How they are listed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: CodesFormat,
    /// Codes that were deleted as well
    #[arg(long)]
    retired: bool,
}

/// How all codes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CodesFormat {
    /// A line each, to read
    #[value(alias = "text")]
    Human,
    /// As CSV, with all that is known of each
    Csv,
    /// The same as JSON, a list
    Json,
}

/// Lists all goals, targets and indicators.
///
/// # Errors
///
/// Standard output is closed or fails.
pub fn run(args: &CodesArgs, framework: &Framework, ui: &Ui) -> Result<Exit, Error> {
    let entries = CodeEntry::all(framework, args.retired);
    match args.format {
        CodesFormat::Human => {
            for entry in &entries {
                ui.data(line(entry))?;
            }
        }
        CodesFormat::Csv => {
            let head = COLUMNS.map(String::from);
            let rows = std::iter::once(head).chain(entries.iter().map(fields));
            ui.file(&rows.map(|row| record(&row)).collect::<String>())?;
        }
        CodesFormat::Json => {
            let json = serde_json::to_string_pretty(&entries).expect("plain data is always JSON");
            ui.document(&visible::json(&json))?;
        }
    }
    Ok(Exit::Success)
}

fn line(entry: &CodeEntry<'_>) -> String {
    let gone = entry.retired.map_or_else(String::new, |year| format!(" (deleted in {year})"));
    let tier = entry.tier.unwrap_or_default();
    let (kind, own) = (entry.kind.name(), mark(entry.national));
    format!("{:<8} {kind:<10} {tier:<15} {}{own}{gone}", entry.code, entry.label)
}

/// What stands in the columns.
fn fields(entry: &CodeEntry<'_>) -> [String; COLUMNS.len()] {
    let optional = |text: Option<&str>| text.unwrap_or_default().to_string();
    let several = |list: &[String]| list.join("; ");
    [
        entry.code.clone(),
        entry.kind.name().to_string(),
        entry.label.to_string(),
        entry.national.to_string(),
        optional(entry.tier),
        optional(entry.tier_depends_on),
        optional(entry.tier_source),
        several(entry.custodians),
        several(entry.partners),
        several(entry.repeats),
        entry.retired.map_or_else(String::new, |year| year.to_string()),
        several(entry.instead),
    ]
}

/// A record of RFC 4180, with the end of its line.
fn record(fields: &[String]) -> String {
    let quoted = fields.iter().map(|field| match field.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.clone(),
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}
