//! Reports as SARIF 2.1.0 (OASIS), for tools that gather findings.

use serde_json::{Value, json};

use super::super::{Code, Finding};
use super::{Judged, message};

/// One log, which ends in a line break.
pub fn sarif(files: &[Judged<'_>], version: &str) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = files
        .iter()
        .flat_map(|file| file.report.findings.iter().map(|finding| result(file.name, finding)))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "briefpress", "version": version, "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).expect("plain data is always JSON") + "\n"
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.meaning() },
        "help": { "text": format!("{}.", capitalised(code.help())) },
        "defaultConfiguration": { "level": code.severity().name() },
    })
}

fn result(file: &str, finding: &Finding) -> Value {
    let index = Code::ALL.iter().position(|code| *code == finding.code);
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
        "message": { "text": capitalised(&format!("{on}{}", message(finding))) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(file) } },
        }],
        "properties": properties,
    })
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}

/// A path as a relative reference, or as a `file` URI where it is absolute (RFC 3986).
fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_string() };
    let mut uri = String::new();
    if path.starts_with('/') {
        uri += "file://";
    } else if path.as_bytes().get(1) == Some(&b':') && cfg!(windows) {
        uri += "file:///";
    }
    for byte in path.trim_start_matches("./").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("./dist/a b.pdf"), "dist/a%20b.pdf");
        assert_eq!(uri("dist/អ:1.pdf"), "dist/%E1%9E%A2%3A1.pdf");
        if cfg!(unix) {
            assert_eq!(uri("/tmp/a.pdf"), "file:///tmp/a.pdf");
        }
    }
}
