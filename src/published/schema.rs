//! JSON Schemas of the files that a project pins, for editors that know them. TOML says the same as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

/// sdg/LANG.toml: wording of goals, targets and indicators in a language.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "it is a description")]
struct WordingFile {
    /// Where the wording is from.
    source: WordingOrigin,
    /// The short names of goals, by their numbers.
    #[serde(default)]
    names: GoalTexts,
    /// The goals in full, by their numbers.
    #[serde(default)]
    goals: GoalTexts,
    /// Targets, by their codes.
    #[serde(default)]
    targets: TargetTexts,
    /// Indicators, by their codes.
    #[serde(default)]
    indicators: IndicatorTexts,
}

/// sdg/tiers.toml: tiers and custodians of indicators.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "it is a description")]
struct TiersFile {
    /// Where they are from.
    source: WordingOrigin,
    /// Indicators, by their codes.
    #[serde(default)]
    indicators: IndicatorTiers,
}

/// Where something pinned is from.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Source")]
#[expect(dead_code, reason = "it is a description")]
struct WordingOrigin {
    /// The language of the wording, a BCP 47 tag; not there where it is about tiers.
    #[serde(default)]
    language: Option<String>,
    /// What it was read from, such as "open-sdg".
    kind: String,
    /// What it was read from, for people.
    title: String,
    /// The day, month or year of what was published.
    #[schemars(regex(pattern = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    release: String,
    /// The day it was taken into the project.
    #[schemars(regex(pattern = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"))]
    imported: String,
    /// Whether it is the wording of the United Nations or of the country's government.
    official: bool,
    /// What may be done with it.
    licence: String,
    /// The files it was read from.
    #[serde(default)]
    file: Vec<OriginFile>,
}

/// A file that was read.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "File")]
#[expect(dead_code, reason = "it is a description")]
struct OriginFile {
    /// Its name, with its folder's.
    path: String,
    /// Its SHA-256.
    sha256: String,
}

/// Tier and agencies of an indicator.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Tier")]
#[expect(dead_code, reason = "it is a description")]
struct TierEntry {
    /// Such as "I" or "I (a)/II (b)".
    #[serde(default)]
    #[schemars(regex(
        pattern = r"^I{1,3}( \([a-z][a-z, &]*\))?(/I{1,3}( \([a-z][a-z, &]*\))?)*$"
    ))]
    tier: Option<String>,
    /// Who compiles it.
    #[serde(default)]
    custodians: Vec<String>,
    /// Who helps.
    #[serde(default)]
    partners: Vec<String>,
}

type GoalTexts = BTreeMap<String, String>;
type TargetTexts = BTreeMap<String, String>;
type IndicatorTexts = BTreeMap<String, String>;
type IndicatorTiers = BTreeMap<String, TierEntry>;

/// The JSON Schema (draft 2020-12) of sdg/LANG.toml. Unlike those of what the program writes for others it
/// allows no more keys: in these files each other one is an error.
pub fn wording_schema() -> String {
    described::<WordingFile>(
        "briefpress wording of the framework",
        &[
            ("names", GOAL_CODE),
            ("goals", GOAL_CODE),
            ("targets", TARGET_CODE),
            ("indicators", INDICATOR_CODE),
        ],
    )
}

/// The same of sdg/tiers.toml.
pub fn tiers_schema() -> String {
    described::<TiersFile>("briefpress tiers of the framework", &[("indicators", INDICATOR_CODE)])
}

const GOAL_CODE: &str = r"^([1-9]|1[0-7])$";
const TARGET_CODE: &str = r"^([1-9]|1[0-7])\.([1-9][0-9]?|[a-d])$";
const INDICATOR_CODE: &str = r"^([1-9]|1[0-7])\.([1-9][0-9]?|[a-d])\.[1-9][0-9]?$";

/// The schema of a file, with what the keys of its tables look like.
fn described<T: JsonSchema>(title: &str, tables: &[(&str, &str)]) -> String {
    let settings = SchemaSettings::draft2020_12();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".into(), title.into());
    for (name, pattern) in tables {
        let table = schema.get_mut("properties").and_then(|all| all.get_mut(name));
        if let Some(table) = table.and_then(|table| table.as_object_mut()) {
            table.remove("default");
            table.insert("propertyNames".into(), serde_json::json!({ "pattern": pattern }));
        }
    }
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema is always JSON");
    json.push('\n');
    json
}
