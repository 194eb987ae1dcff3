//! SARIF 2.1.0 (OASIS): what every log of ours has in common. What is found, its writers know.

use serde_json::{Value, json};

use crate::visible;

/// A log of one run.
#[derive(Debug, Clone)]
pub struct Log<'a> {
    /// Which of the program's logs it is, such as `check`; a store of logs keeps them apart by it.
    pub about: &'a str,
    /// The program's version.
    pub version: &'a str,
    /// What can be found, each made by [`rule`].
    pub rules: Vec<Value>,
    /// The names of the files that were examined.
    pub files: Vec<&'a str>,
    /// What was found.
    pub results: Vec<Value>,
    /// What the environment would not do: the run is no success then.
    pub notifications: Vec<Notification>,
}

/// Something that the environment would not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// The file or folder, as messages name it.
    pub file: String,
    /// What went wrong.
    pub message: String,
}

impl Log<'_> {
    /// The log as JSON, which ends in a line break.
    pub fn write(self) -> String {
        let artifacts: Vec<Value> = self
            .files
            .iter()
            .map(|file| json!({ "location": artifact(file), "roles": ["analysisTarget"] }))
            .collect();
        let notifications: Vec<Value> = self
            .notifications
            .iter()
            .map(|notification| {
                json!({
                    "level": "error",
                    "message": { "text": sentence(&notification.message) },
                    "locations": [{
                        "physicalLocation": { "artifactLocation": artifact(&notification.file) },
                    }],
                })
            })
            .collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {
                    "driver": {
                        "name": "briefpress",
                        "semanticVersion": self.version,
                        "version": self.version,
                        "rules": self.rules,
                    },
                },
                "automationDetails": { "id": format!("briefpress/{}/", self.about) },
                "invocations": [{
                    "executionSuccessful": self.notifications.is_empty(),
                    "toolExecutionNotifications": notifications,
                }],
                "artifacts": artifacts,
                "columnKind": "unicodeCodePoints",
                "results": self.results,
            }],
        });
        let json = serde_json::to_string_pretty(&log).expect("plain data is always JSON");
        format!("{}\n", visible::json(&json))
    }
}

/// A kind of result: its stable name, what it means, what to do, and its level.
pub fn rule(name: &str, meaning: &str, help: &str, level: &str) -> Value {
    json!({
        "id": name,
        "shortDescription": { "text": sentence(meaning) },
        "fullDescription": { "text": sentence(meaning) },
        "help": { "text": sentence(help) },
        "defaultConfiguration": { "level": level },
    })
}

/// Where a file is.
pub fn artifact(file: &str) -> Value {
    json!({ "uri": uri(file) })
}

/// Words as a sentence of plain text, in which nothing is hidden, a placeholder or a link.
pub fn sentence(text: &str) -> String {
    let text = visible::line(text.trim());
    let mut chars = text.chars();
    let mut sentence =
        chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>());
    sentence += chars.as_str();
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence.replace('{', "{{").replace('}', "}}").replace("](", "\\](")
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

    #[test]
    fn text_is_text() {
        assert_eq!(sentence("is `KH` meant?"), "Is `KH` meant?");
        assert_eq!(sentence("`{0}` is [no link](1)"), "`{{0}}` is [no link\\](1).");
        assert_eq!(sentence("ßà"), "SSà.");
    }
}
