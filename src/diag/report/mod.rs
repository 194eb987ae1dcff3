//! A whole run as one document, for programs that show what was checked: JUnit XML and SARIF. It is gathered part by part;
//! of files only the names are kept.

mod contents;
mod junit;
mod sarif;

pub use contents::DiagnosticReport;
pub use junit::JunitReport;
pub use sarif::SarifReport;
