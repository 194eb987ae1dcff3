//! Reports as SARIF 2.1.0 (OASIS), for tools that gather findings.

use serde_json::{Value, json};

use super::super::{Check, PreflightFinding};
use super::judged::{Judged, message};
use crate::sarif::{Log, Notification, artifact, rule, sentence};

/// One log, which ends in a line break; `notifications` are the files that could not be read.
pub fn sarif(files: &[Judged<'_>], notifications: Vec<Notification>, version: &str) -> String {
    let rule =
        |code: &Check| rule(code.name(), code.meaning(), code.help(), code.severity().name());
    let results =
        files.iter().flat_map(|f| f.report.findings.iter().map(|finding| result(f.name, finding)));
    let log = Log {
        about: "preflight",
        version,
        rules: Check::ALL.iter().map(rule).collect(),
        files: files.iter().map(|file| file.name).collect(),
        results: results.collect(),
        notifications,
    };
    log.write()
}

fn result(file: &str, finding: &PreflightFinding) -> Value {
    let index = Check::ALL.iter().position(|code| *code == finding.code);
    let mut properties = json!({ "count": finding.count });
    if let Some(page) = finding.page {
        properties["page"] = page.into();
    }
    if let Some(place) = finding.place {
        properties["place"] = json!({ "x": place.x, "y": place.y });
    }
    let on = finding.page.map_or(String::new(), |page| format!("Page {page}: "));
    json!({
        "ruleId": finding.code.name(),
        "ruleIndex": index,
        "level": finding.severity.name(),
        "message": { "text": sentence(&format!("{on}{}", message(finding))) },
        "locations": [{ "physicalLocation": { "artifactLocation": artifact(file) } }],
        "properties": properties,
    })
}
