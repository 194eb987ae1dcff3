//! What translators' tools have of a brief in the project: the files of `i18n init-tool` and `i18n export`.

use std::ops::Range;
use std::path::Path;

use super::named::{BRIEFS, renamed};
use super::quoted::Rewritten;

/// What Weblate is told of a project.
pub const COMPONENT: &str = "weblate/component.json";

/// The folder of originals, for Weblate.
const ORIGINALS: &str = "weblate/originals/";

/// The originals of a brief, for Weblate, by their path in the project.
pub fn originals(id: &str) -> String {
    format!("{ORIGINALS}{id}.toml")
}

/// What Weblate is told, with another id: in paths, and as the name of the component.
pub fn component(json: &str, old: &str, new: &str) -> (String, Vec<Rewritten>) {
    let (mut text, mut all, mut at) = (String::new(), Vec::new(), 0);
    let mut key = "";
    for (span, is_key) in strings(json) {
        let token = &json[span.clone()];
        let value = &token[1..token.len() - 1];
        if is_key {
            key = value;
            continue;
        }
        let after = match key {
            "name" | "slug" if value == old => Some(new.to_string()),
            "filemask" | "template" if value == originals(old) => Some(originals(new)),
            "filemask" | "template" => renamed(value, &[], old, new),
            _ => None,
        };
        let Some(after) = after else { continue };
        text.push_str(&json[at..=span.start]);
        text.push_str(&after);
        at = span.end - 1;
        let line = json[..span.start].matches('\n').count() + 1;
        all.push(Rewritten { line, before: value.into(), after });
    }
    text.push_str(&json[at..]);
    (text, all)
}

/// The strings of a JSON text with their quotes, and whether each is a key.
fn strings(json: &str) -> Vec<(Range<usize>, bool)> {
    let bytes = json.as_bytes();
    let (mut all, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len() && bytes[at] != b'"' {
            at += 1 + usize::from(bytes[at] == b'\\');
        }
        at += 1;
        if at > bytes.len() {
            break;
        }
        all.push((start..at, json[at..].trim_start().starts_with(':')));
    }
    all
}

/// The path of a file for a translators' tool once its brief has another name; `None` where the file is
/// not named after it.
pub fn other_name(path: &str, old: &str, new: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let ending = name.strip_prefix(old)?.strip_prefix('.')?;
    Some(format!("{}{new}.{ending}", &path[..path.len() - name.len()]))
}

/// Whether a path is of a brief's own folder.
pub fn is_in_briefs(path: &str) -> bool {
    Path::new(path).starts_with(BRIEFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weblate_is_told_the_new_name() {
        let json = "[{\n  \"name\": \"a\", \"slug\":\"a\",\n  \"filemask\": \"briefs/a/lang/*.toml\",\n  \
                    \"template\": \"weblate/originals/a.toml\",\n  \"push\": \"a\\\"\", \"vcs\": \"briefs/a/x\"\n}]\n";
        let (text, all) = component(json, "a", "b");
        let expected = "[{\n  \"name\": \"b\", \"slug\":\"b\",\n  \"filemask\": \"briefs/b/lang/*.toml\",\n  \
                    \"template\": \"weblate/originals/b.toml\",\n  \"push\": \"a\\\"\", \"vcs\": \"briefs/a/x\"\n}]\n";
        assert_eq!(text, expected);
        assert_eq!(all.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 2, 3, 4]);
        for damaged in ["\"", "{\"name\": \"a", "\"a\\"] {
            assert_eq!(component(damaged, "a", "b"), (damaged.to_string(), vec![]));
        }
        assert_eq!(other_name("exchange/km/a.po", "a", "b").as_deref(), Some("exchange/km/b.po"));
        assert_eq!(other_name("exchange/a/ab.po", "a", "b"), None);
    }
}
