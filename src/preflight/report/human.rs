//! A table for people.

use std::collections::BTreeSet;

use super::super::geometry::MM;
use super::super::{Check, FindingSeverity};
use super::judged::{Judged, count, message};
use crate::visible;

/// The beginnings of what is set off, each ended by `end`; all empty without colour.
#[derive(Debug, Clone, Default)]
pub struct Styles {
    /// Before the name of a file.
    pub file: String,
    /// Before an error's severity.
    pub error: String,
    /// Before a warning's severity.
    pub warning: String,
    /// Before `help:`.
    pub help: String,
    /// After each of them.
    pub end: String,
}

/// One table a file, what to do once for each code, and a sum.
pub fn human(files: &[Judged<'_>], styles: &Styles) -> String {
    let mut text = String::new();
    let mut explained = BTreeSet::new();
    for file in files {
        text += &header(file, styles);
        text += &table(file, &mut explained, styles);
        text.push('\n');
    }
    text + &sum(files) + "\n"
}

fn header(file: &Judged<'_>, styles: &Styles) -> String {
    let report = file.report;
    let pages = number(report.pages, "page");
    let size = report.trim.map_or(String::new(), |(width, height)| {
        format!(", {:.1} × {:.1} mm", width / MM, height / MM)
    });
    let edition = report.edition.name();
    let (start, end) = (&styles.file, &styles.end);
    let name = visible::line(file.name);
    format!("{start}{name}{end}: {pages}{size}, judged as a {edition} file\n")
}

fn table(file: &Judged<'_>, explained: &mut BTreeSet<Check>, styles: &Styles) -> String {
    let findings = &file.report.findings;
    if findings.is_empty() {
        return "  nothing found\n".into();
    }
    let page = |page: Option<usize>| page.map_or("–".to_string(), |page| page.to_string());
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let severities = width(&mut findings.iter().map(|f| f.severity.name().len()));
    let pages = width(&mut findings.iter().map(|f| page(f.page).chars().count())).max(4);
    let codes = width(&mut findings.iter().map(|f| f.code.name().len()));
    let mut text =
        format!("  {:severities$}  {:>pages$}  {:codes$}  message\n", "", "page", "check");
    for finding in findings {
        let style = match finding.severity {
            FindingSeverity::Error => &styles.error,
            FindingSeverity::Warning => &styles.warning,
        };
        text += &format!(
            "  {style}{:severities$}{}  {:>pages$}  {:codes$}  {}\n",
            finding.severity.name(),
            styles.end,
            page(finding.page),
            finding.code.name(),
            visible::line(&message(finding))
        );
    }
    let codes: BTreeSet<Check> = findings.iter().map(|finding| finding.code).collect();
    for code in codes.into_iter().filter(|code| explained.insert(*code)) {
        text += &format!("  {}help:{} {code}: {}\n", styles.help, styles.end, code.help());
    }
    text
}

fn sum(files: &[Judged<'_>]) -> String {
    let (errors, warnings) =
        (count(files, FindingSeverity::Error), count(files, FindingSeverity::Warning));
    let found = match (errors, warnings) {
        (0, 0) => "nothing found".to_string(),
        (errors, 0) => number(errors, "error"),
        (0, warnings) => number(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", number(errors, "error"), number(warnings, "warning"))
        }
    };
    format!("{}: {found}", number(files.len(), "file"))
}

fn number(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}
