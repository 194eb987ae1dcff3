//! Reports as SARIF 2.1.0 (OASIS).

use std::collections::HashSet;

use serde_json::{Value, json};

use super::super::code::{Code, Level};
use super::super::message::Diagnostic;
use super::super::source::{Sources, Span};
use super::contents::DiagnosticReport;
use crate::sarif::{Log, Notification, artifact, rule, sentence};
use crate::visible;

/// A log that is gathered.
#[derive(Debug, Default)]
pub struct SarifReport {
    /// The files that were read, in their order, each once.
    files: Vec<String>,
    known: HashSet<String>,
    results: Vec<Value>,
    notifications: Vec<Notification>,
}

impl SarifReport {
    /// Takes in what was found in some files.
    pub fn take(&mut self, part: &DiagnosticReport<'_>) {
        for (_, file) in part.sources.iter() {
            if self.known.insert(file.name().to_string()) {
                self.files.push(file.name().to_string());
            }
        }
        self.results.extend(part.diagnostics.iter().map(|d| result(d, part.sources)));
        self.notifications.extend(part.notifications.iter().cloned());
    }

    /// The log, which ends in a line break.
    pub fn write(self, version: &str) -> String {
        let log = Log {
            about: "check",
            version,
            rules: Code::ALL.iter().map(|code| described(*code)).collect(),
            files: self.files.iter().map(String::as_str).collect(),
            results: self.results,
            notifications: self.notifications,
        };
        log.write()
    }
}

fn described(code: Code) -> Value {
    let level = if code.default_level() == Level::Deny { "error" } else { "warning" };
    let help = if code.is_lint() {
        format!(
            "The message says what to do. Where it does not fit a project, `\"{code}\" = \"allow\"` \
             below `[lints]` in briefpress.toml turns it off"
        )
    } else {
        "The message says what to do; nothing is built until it is mended".into()
    };
    rule(code.name(), code.meaning(), &help, level)
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let help = diagnostic.help.iter().map(|help| format!("\nHelp: {}", sentence(help)));
    let text = sentence(&diagnostic.message) + &help.collect::<String>();
    let mut result = json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": diagnostic.severity.name(),
        "message": { "text": text },
    });
    let mut location = json!({});
    if let Some(span) = diagnostic.span {
        location["physicalLocation"] = place(span, sources);
    }
    if let Some(key) = &diagnostic.key {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": visible::line(key) }]);
    }
    if location != json!({}) {
        result["locations"] = json!([location]);
    }
    if !diagnostic.related.is_empty() {
        let places = diagnostic.related.iter().map(|(span, label)| {
            json!({
                "physicalLocation": place(*span, sources),
                "message": { "text": sentence(label) },
            })
        });
        result["relatedLocations"] = places.collect();
    }
    result
}

/// Lines and columns count as ours do: from 1, in characters, the end one past the last.
fn place(span: Span, sources: &Sources) -> Value {
    let file = sources.get(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({
        "artifactLocation": artifact(file.name()),
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    })
}
