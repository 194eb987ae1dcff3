//! What reports are made of.

use super::super::{FindingSeverity, PreflightFinding, Report};

/// A file and what it comes to.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'r> {
    /// The file's name, as it is to be shown.
    pub name: &'r str,
    /// What was found.
    pub report: &'r Report,
}

/// How many findings have a severity, in all files.
pub(super) fn count(files: &[Judged<'_>], severity: FindingSeverity) -> usize {
    let findings = files.iter().flat_map(|file| &file.report.findings);
    findings.filter(|finding| finding.severity == severity).count()
}

/// A message, with how many cases there are when there are more than one.
pub(super) fn message(finding: &PreflightFinding) -> String {
    match finding.count {
        1 => finding.message.clone(),
        count => format!("{} (and {} more like it)", finding.message, count - 1),
    }
}
