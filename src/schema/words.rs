//! What is said of keys: `keys.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::file::WrittenFile;
use crate::diag::Code;
use crate::l10n::{Labels, country_name, region_name};
use crate::limits::SETTABLE;
use crate::tree::ANY_KEY;

/// A sentence for each key, by file.
type KeyWords = BTreeMap<String, BTreeMap<String, String>>;

/// Examples of what is written, by file and key.
type Examples = BTreeMap<String, BTreeMap<String, Value>>;

fn said() -> &'static KeyWords {
    static SAID: OnceLock<KeyWords> = OnceLock::new();
    SAID.get_or_init(|| {
        toml::from_str(include_str!("keys.toml")).expect("keys.toml is valid; a test holds this")
    })
}

fn examples() -> &'static Examples {
    static EXAMPLES: OnceLock<Examples> = OnceLock::new();
    EXAMPLES.get_or_init(|| {
        toml::from_str(include_str!("examples.toml")).expect("as keys.toml; a test holds this")
    })
}

/// The line of `keys.toml` about a key of a file, by the table and the key it stands under there.
fn line(file: &str, path: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let last = path.rsplit('.').next().unwrap_or(path);
    let whole = path.rsplit_once('.').map(|(table, _)| format!("{table}.*"));
    let names = [Some(path.to_string()), whole, Some(format!("*.{last}"))];
    names.into_iter().flatten().find_map(|name| {
        [file, "both"].into_iter().find_map(|table| {
            let (table, keys) = said().get_key_value(table)?;
            let (key, text) = keys.get_key_value(&name)?;
            Some((table.as_str(), key.as_str(), text.as_str()))
        })
    })
}

/// What a key of a file is; empty where nothing is said of it.
pub(super) fn words(file: WrittenFile, path: &str) -> String {
    if let Some(code) = path.strip_prefix("lints.") {
        let code = Code::lints().find(|known| known.name() == code);
        return code.map_or_else(String::new, |code| {
            format!(
                "Reports {}; `{}` unless set.",
                code.meaning().trim_end_matches('.'),
                code.default_level().name()
            )
        });
    }
    if let Some(limit) = path.strip_prefix("limits.") {
        let limit = SETTABLE.iter().find(|known| known.key == limit);
        return limit.map_or_else(String::new, |limit| {
            let ((least, most), unit) = (limit.range, limit.unit);
            format!(
                "How many {unit} are taken: {least} to {most}, and {} unless set.",
                limit.default
            )
        });
    }
    match file {
        WrittenFile::Labels => of_labels(path),
        WrittenFile::Translation => of_translation(path),
        WrittenFile::Brief | WrittenFile::Project => of_file(file, path),
    }
}

fn of_file(file: WrittenFile, path: &str) -> String {
    line(file.name(), path).map_or_else(String::new, |(.., text)| text.to_string())
}

/// A word as English has it.
fn of_labels(path: &str) -> String {
    let named = |name: Option<&str>| name.map(|name| format!("The name of {name}."));
    let own = match path.split_once('.') {
        Some(("countries", code)) => named(country_name(code, "en")),
        Some(("regions", code)) => named(region_name(code, "en")),
        _ => Labels::built_in("en")
            .and_then(|english| english.all().get(path))
            .map(|word| format!("In English: {word}")),
    };
    own.unwrap_or_else(|| of_file(WrittenFile::Labels, path))
}

/// What is said of a text is said of its translation.
fn of_translation(path: &str) -> String {
    let own = &said()[WrittenFile::Translation.name()];
    let whole = path.rsplit_once('.').map(|(table, _)| format!("{table}.*"));
    if let Some(text) = own.get(path).or_else(|| own.get(&whole?)) {
        return text.clone();
    }
    let (kind, rest) = path.split_once('.').unwrap_or((path, ""));
    // Without the id or the code.
    let item = |rest: &str| rest.split_once('.').map(|(_, name)| format!(".{name}"));
    let of = |table: &str, rest: &str| format!("{table}{}", item(rest).unwrap_or_default());
    match kind {
        "brief" => of_file(WrittenFile::Brief, rest),
        "foreword" => of_file(WrittenFile::Brief, path),
        "project" if ["name", "unit", "address"].contains(&rest) => {
            of_file(WrittenFile::Project, &format!("organisation.{rest}"))
        }
        "project" => of_file(WrittenFile::Project, rest),
        "place" => of_file(WrittenFile::Project, &of("place", rest)),
        "framework" => {
            let (kind, rest) = rest.split_once('.').unwrap_or((rest, ""));
            of_file(WrittenFile::Project, &of(&coded(kind, "framework.goal"), rest))
        }
        _ => {
            let path = of(&coded(kind, "goal"), rest);
            let one = path.replace(&format!(".{ANY_KEY}"), "");
            of_file(WrittenFile::Brief, &one)
        }
    }
}

/// Where a kind of table stands in a brief or a project: targets below goals.
fn coded(kind: &str, goal: &str) -> String {
    match kind {
        "goal" => goal.to_string(),
        "target" => format!("{goal}.target"),
        "indicator" => format!("{goal}.target.indicator"),
        _ => kind.to_string(),
    }
}

/// How a key of a file may look.
pub(super) fn example(file: WrittenFile, path: &str) -> Option<&'static Value> {
    examples().get(file.name())?.get(path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tree::TableShape;

    fn paths(shape: &TableShape, above: &str, found: &mut Vec<String>) {
        for (key, own) in &shape.keys {
            let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
            paths(&own.table, &path, found);
            found.push(path);
        }
    }

    /// Each key that is read is described, and each that is described is read; so are the examples.
    #[test]
    fn keys_are_described_and_described_keys_are_read() {
        let mut used = BTreeSet::new();
        let mut silent = Vec::new();
        let mut examples_left: BTreeSet<(String, String)> = BTreeSet::new();
        for (file, keys) in examples() {
            examples_left.extend(keys.keys().map(|key| (file.clone(), key.clone())));
        }
        used.extend(said()["translation"].keys().map(|key| ("translation", key.as_str())));
        for file in WrittenFile::ALL {
            let mut found = Vec::new();
            paths(&file.shape(), "", &mut found);
            assert!(found.len() > 60, "{found:?}");
            for path in found {
                if words(file, &path).is_empty() {
                    silent.push(format!("{}: {path}", file.name()));
                }
                used.extend(line(file.name(), &path).map(|(table, key, _)| (table, key)));
                examples_left.remove(&(file.name().to_string(), path));
            }
        }
        assert!(silent.is_empty(), "nothing is said of {silent:#?}");
        for (table, keys) in said() {
            for key in keys.keys() {
                assert!(
                    used.contains(&(table.as_str(), key.as_str())),
                    "[{table}] {key}: not read"
                );
            }
        }
        assert!(examples_left.is_empty(), "{examples_left:?}");
    }
}
