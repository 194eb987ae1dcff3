//! Reports as JSON.

use serde::Serialize;

use super::super::{Point, PreflightFinding};
use super::judged::Judged;
use crate::visible;

/// Version of the shape. It changes when a field changes its meaning or goes away, not when one is
/// added.
pub const JSON_FORMAT: u32 = 1;

/// All files.
#[derive(Serialize)]
struct JsonFiles<'r> {
    /// [`JSON_FORMAT`].
    format: u32,
    /// In the order of the command line.
    files: Vec<JsonFile<'r>>,
}

/// One file.
#[derive(Serialize)]
struct JsonFile<'r> {
    /// Its name as it was given.
    file: &'r str,
    /// What it was judged as: `screen` or `print`.
    edition: &'static str,
    /// The number of pages; 0 when they cannot be read.
    pages: usize,
    /// Width and height of the first page's TrimBox, or of its MediaBox, in points.
    trim: Option<[f64; 2]>,
    /// What was found; empty when the file is good.
    findings: Vec<JsonFinding<'r>>,
}

/// One finding.
#[derive(Serialize)]
struct JsonFinding<'r> {
    /// The stable name of the check.
    code: &'static str,
    /// `error` or `warning`.
    severity: &'static str,
    /// The fact; of several cases, the worst or first.
    message: &'r str,
    /// The page, from 1; null when it is about the whole file.
    page: Option<usize>,
    /// Where, in points from the lower left corner of the TrimBox; null when not known.
    place: Option<JsonPoint>,
    /// How many cases there are.
    count: usize,
    /// What to do.
    help: &'static str,
}

#[derive(Serialize)]
struct JsonPoint {
    x: f64,
    y: f64,
}

/// One object, which ends in a line break.
pub fn json(files: &[Judged<'_>]) -> String {
    let files = files.iter().map(|file| JsonFile {
        file: file.name,
        edition: file.report.edition.name(),
        pages: file.report.pages,
        trim: file.report.trim.map(|(width, height)| [rounded(width), rounded(height)]),
        findings: file.report.findings.iter().map(finding).collect(),
    });
    let all = JsonFiles { format: JSON_FORMAT, files: files.collect() };
    let json = serde_json::to_string_pretty(&all).expect("plain data is always JSON");
    format!("{}\n", visible::json(&json))
}

fn finding(finding: &PreflightFinding) -> JsonFinding<'_> {
    JsonFinding {
        code: finding.code.name(),
        severity: finding.severity.name(),
        message: &finding.message,
        page: finding.page,
        place: finding.place.map(|Point { x, y }| JsonPoint { x: rounded(x), y: rounded(y) }),
        count: finding.count,
        help: finding.code.help(),
    }
}

/// To hundredths of a point.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
