//! A whole run as one document, for programs that show what was checked: JUnit XML and SARIF.

mod contents;
mod junit;
mod sarif;

pub use contents::DiagnosticReport;
pub use junit::junit;
pub use sarif::sarif;
