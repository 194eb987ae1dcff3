//! Briefs that a manifest names, each with languages.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The ids of briefs, in order, each with languages: as JSON, an object of arrays. There may be as many as a release has briefs,
/// in as many languages, so all are one text: a line a brief, with spaces between its id and its languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedBriefs(String);

impl ListedBriefs {
    /// Those of a map.
    pub fn of(briefs: &BTreeMap<String, BTreeSet<String>>) -> Self {
        let mut text = String::new();
        for (id, languages) in briefs {
            text += id;
            languages.iter().for_each(|tag| text.extend([" ", tag]));
            text += "\n";
        }
        Self(text)
    }

    /// Each brief, by its id, with its languages.
    pub fn iter(&self) -> impl Iterator<Item = (&str, BriefLanguages<'_>)> {
        self.0.lines().map(|line| {
            let (id, languages) = line.split_once(' ').unwrap_or((line, ""));
            (id, BriefLanguages(languages))
        })
    }
}

/// The languages of one of them.
#[derive(Debug, Clone, Copy)]
pub struct BriefLanguages<'l>(&'l str);

impl<'l> BriefLanguages<'l> {
    /// Each, by its tag.
    pub fn iter(self) -> impl Iterator<Item = &'l str> {
        self.0.split_ascii_whitespace()
    }
}

impl Serialize for BriefLanguages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Serialize for ListedBriefs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for ListedBriefs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::new();
        deserializer.deserialize_map(MapInto(&mut text))?;
        Ok(Self(text))
    }
}

/// Reads the whole of it into a text.
struct MapInto<'t>(&'t mut String);

impl<'de> Visitor<'de> for MapInto<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("briefs with their languages")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut last = 0..0;
        loop {
            let from = self.0.len();
            if map.next_key_seed(WordInto(self.0))?.is_none() {
                return Ok(());
            }
            let id = from..self.0.len();
            if self.0[last.clone()] >= self.0[id.clone()] {
                return Err(A::Error::custom("its briefs are not in order"));
            }
            last = id;
            map.next_value_seed(LanguagesInto(self.0))?;
            self.0.push('\n');
        }
    }
}

/// Adds languages to a text, each after a space.
struct LanguagesInto<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for LanguagesInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for LanguagesInto<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("languages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut languages: A) -> Result<(), A::Error> {
        loop {
            let from = self.0.len();
            self.0.push(' ');
            if languages.next_element_seed(WordInto(self.0))?.is_none() {
                self.0.truncate(from);
                return Ok(());
            }
        }
    }
}

/// Adds an id or a language to a text.
struct WordInto<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for WordInto<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for WordInto<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id or a language")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<(), E> {
        if word.is_empty() || word.contains(char::is_whitespace) {
            return Err(E::custom(format!("{word:?} is no id and no language")));
        }
        self.0.push_str(word);
        Ok(())
    }
}

impl JsonSchema for ListedBriefs {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ListedBriefs".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, BTreeSet<String>>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Briefs = BTreeMap<String, BTreeSet<String>>;

    #[test]
    fn they_are_what_json_says() {
        for json in [r#"{}"#, r#"{"a":[]}"#, r#"{"a":["fr","km"],"a-1":[],"b":["zh-Hant"]}"#] {
            let briefs: ListedBriefs = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&briefs).unwrap(), json);
            let map: Briefs = serde_json::from_str(json).unwrap();
            assert_eq!(briefs, ListedBriefs::of(&map));
            let each = briefs.iter().map(|(id, languages)| {
                (id.to_string(), languages.iter().map(str::to_string).collect())
            });
            assert_eq!(each.collect::<Briefs>(), map);
        }
    }

    #[test]
    fn what_no_build_writes_is_none() {
        for (json, why) in [
            (r#"{"b":[],"a":[]}"#, "order"),
            (r#"{"a":[],"a":["fr"]}"#, "order"),
            (r#"{"":[]}"#, "\"\""),
            (r#"{"a b":[]}"#, "no id"),
            (r#"{"a\nb":[]}"#, "no id"),
            (r#"{"a":["fr\u00a0"]}"#, "no language"),
            (r#"{"a":"fr"}"#, "languages"),
            (r#"{"a":[1]}"#, "language"),
            (r#"["a"]"#, "briefs"),
        ] {
            let error = serde_json::from_str::<ListedBriefs>(json).unwrap_err().to_string();
            assert!(error.contains(why), "{json}: {error}");
        }
    }
}
