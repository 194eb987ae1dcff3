//! Schemas in the words of JSON Schema, draft 7, which is what editors of TOML read.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::choices::{Choice, Choices};
use super::file::WrittenFile;
use super::translation::translation_shape;
use super::words::{example, words};
use crate::limits::SETTABLE;
use crate::translation::Originals;
use crate::tree::{ANY_KEY, KeyKind, KeyShape, TableShape};

/// What every schema says of itself. A file that says so is ours to write anew.
pub const MADE: &str = "made by `briefpress schema --write`; what is changed here is lost";

/// The schema of a file.
pub fn schema(file: WrittenFile, choices: &Choices) -> String {
    Writer { file, choices, originals: None, lists: Map::new() }.write(&file.shape())
}

/// The schema of the translations of one brief, whose keys are the texts of these.
pub fn schema_of_translations(originals: &Originals, choices: &Choices) -> String {
    let shape = translation_shape(Some(originals));
    let (file, originals) = (WrittenFile::Translation, Some(originals));
    Writer { file, choices, originals, lists: Map::new() }.write(&shape)
}

struct Writer<'a> {
    file: WrittenFile,
    choices: &'a Choices,
    /// What is translated, where that is known.
    originals: Option<&'a Originals>,
    /// Lists of what may stand under keys, by name.
    lists: Map<String, Value>,
}

impl Writer<'_> {
    fn write(mut self, shape: &TableShape) -> String {
        let mut root = self.table(shape, "");
        if self.file == WrittenFile::Labels {
            let named = root["additionalProperties"].take();
            root["patternProperties"] = json!({ "^language_": named });
            root["additionalProperties"] = false.into();
        }
        root["$schema"] = "http://json-schema.org/draft-07/schema#".into();
        root["$comment"] = MADE.into();
        root["title"] = self.file.title().into();
        if !self.lists.is_empty() {
            root["definitions"] = Value::Object(self.lists);
        }
        let mut json = serde_json::to_string_pretty(&root).expect("a schema is always JSON");
        json.push('\n');
        json
    }

    /// A table. What is read of one that is read whole, whatever it holds, is not said.
    fn table(&mut self, shape: &TableShape, path: &str) -> Value {
        if shape.keys.is_empty() {
            return json!({ "type": "object" });
        }
        let (mut properties, mut others) = (Map::new(), Value::from(false));
        let mut required = Vec::new();
        for (key, own) in &shape.keys {
            let below = below(path, key);
            let mut value = self.key(own, &below);
            let said = value["description"].as_str().unwrap_or_default();
            let said = [said, &alternatives(shape, key)].join(" ");
            value["description"] = said.trim().into();
            if key == ANY_KEY {
                others = value;
                continue;
            }
            properties.insert(key.clone(), value);
            if own.required {
                required.push(key.clone());
            }
        }
        let mut table = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": others,
        });
        if !required.is_empty() {
            table["required"] = required.into();
        }
        table
    }

    /// A key. Where it takes several kinds, those without more to say of them are one list of types.
    fn key(&mut self, own: &KeyShape, path: &str) -> Value {
        let kinds: Vec<Value> = own.kinds.iter().map(|kind| self.kind(*kind, own, path)).collect();
        let mut value = match &kinds[..] {
            [one] => one.clone(),
            _ if kinds.iter().all(is_plain) => {
                let types: BTreeSet<&str> =
                    kinds.iter().filter_map(|kind| kind["type"].as_str()).collect();
                json!({ "type": types })
            }
            _ => json!({ "anyOf": kinds }),
        };
        let said = match self.originals.and_then(|originals| original(originals, path)) {
            Some(text) => text,
            None => words(self.file, path),
        };
        value["description"] = said.into();
        if let Some(example) = example(self.file, path) {
            value["examples"] = json!([example]);
        }
        value
    }

    fn kind(&mut self, kind: KeyKind, own: &KeyShape, path: &str) -> Value {
        let list = |entries: Value| json!({ "type": "array", "items": entries });
        match kind {
            KeyKind::Text | KeyKind::Prose => match self.choices.get(self.file, path) {
                Some(choice) => self.either(&choice),
                None => json!({ "type": "string" }),
            },
            KeyKind::Texts | KeyKind::Proses => match self.choices.get(self.file, path) {
                Some(choice) => list(self.either(&choice)),
                None => list(json!({ "type": "string" })),
            },
            // As JSON a date of TOML is a text.
            KeyKind::Date if own.kinds.len() > 1 => json!({ "type": "string" }),
            KeyKind::Date => json!({ "type": "string", "format": "date" }),
            KeyKind::Integer => self.integer(path),
            KeyKind::Integers => list(json!({ "type": "integer" })),
            KeyKind::Number => json!({ "type": "number" }),
            KeyKind::Numbers => list(json!({ "type": "number" })),
            KeyKind::Boolean => json!({ "type": "boolean" }),
            KeyKind::Rows => list(list(json!({ "type": ["string", "number"] }))),
            KeyKind::Table => self.table(&own.table, path),
            KeyKind::Tables => list(self.table(&own.table, path)),
        }
    }

    /// One of some texts; where others may stand there, too, those are what is offered. Editors show what
    /// each means, some of them by `description`, some by what `x-taplo` has.
    fn either(&mut self, choice: &Choice) -> Value {
        let values = choice.values.iter();
        if choice.values.iter().all(|(_, said)| said.is_empty()) {
            return json!({ "type": "string", "enum": values.map(|(value, _)| value).collect::<Vec<_>>() });
        }
        let all: Vec<Value> =
            values.map(|(value, said)| one_of(value.as_str().into(), said)).collect();
        let mut of = vec![self.named(choice.name, &json!({ "type": "string", "oneOf": all }))];
        if !choice.is_closed {
            of.push(json!({ "type": "string" }));
        }
        json!({ "anyOf": of })
    }

    /// A list that has a name, so that it is written once.
    fn named(&mut self, name: &str, list: &Value) -> Value {
        self.lists.insert(name.to_string(), list.clone());
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    fn integer(&mut self, path: &str) -> Value {
        if (self.file, path) == (WrittenFile::Brief, "goal.number") {
            let goals = self.choices.goals();
            let all: Vec<Value> =
                goals.map(|(number, name)| one_of(number.into(), &name)).collect();
            let goals = self.named("goals", &json!({ "type": "integer", "oneOf": all }));
            return json!({ "anyOf": [goals] });
        }
        let range = SETTABLE.iter().find(|limit| path.strip_prefix("limits.") == Some(limit.key));
        match range {
            Some(limit) => {
                json!({ "type": "integer", "minimum": limit.range.0, "maximum": limit.range.1 })
            }
            None => json!({ "type": "integer" }),
        }
    }
}

/// The path of a key.
pub(super) fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_string() } else { format!("{path}.{key}") }
}

/// Whether nothing is said but a type.
fn is_plain(value: &Value) -> bool {
    value.as_object().is_some_and(|own| own.len() == 1) && value["type"].is_string()
}

/// A value, and what it means.
fn one_of(value: Value, said: &str) -> Value {
    json!({
        "const": value,
        "description": said,
        "x-taplo": { "docs": { "main": "", "constValue": said } },
    })
}

/// That another key may stand in the place of one. As a rule of the schema it would have editors say of
/// the whole file that it is not valid.
pub(super) fn alternatives(shape: &TableShape, key: &str) -> String {
    let Some(all) = shape.any_of.iter().find(|keys| keys.iter().any(|other| other == key)) else {
        return String::new();
    };
    let names: Vec<String> = all.iter().map(|key| format!("`{key}`")).collect();
    let (last, others) = names.split_last().expect("keys of which one is needed");
    format!("One of {} and {last} is needed.", others.join(", "))
}

/// What a key of a translation translates, in the words of the original.
fn original(originals: &Originals, path: &str) -> Option<String> {
    let of = |text: &str| format!("Translates: {text}");
    let entry = |key: &str| {
        let list = key.strip_prefix(path).is_some_and(|rest| rest.starts_with('['));
        key == path || list
    };
    let texts = originals.iter().filter(|(key, _)| entry(key.as_str()));
    let texts: Vec<&str> = texts.map(|(_, text)| text.as_str()).collect();
    (!texts.is_empty()).then(|| of(&texts.join("\n\n")))
}
