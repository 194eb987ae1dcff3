//! A sheet as JSON, and the schema of it.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};

use super::model::IndicatorSheet;

/// JSON with one value a line.
pub fn json(sheet: &IndicatorSheet) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(sheet).expect("plain data is always JSON");
    json.push(b'\n');
    json
}

/// The JSON Schema (draft 2020-12) of an indicator table. Like that of the manifest it says in words of
/// its own that there may be more fields.
pub fn schema() -> String {
    described::<IndicatorSheet>("briefpress indicator table")
}

fn described<T: JsonSchema>(title: &str) -> String {
    let open = RecursiveTransform(|schema: &mut Schema| {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".into(), true.into());
        }
    });
    let settings = SchemaSettings::draft2020_12().with_transform(open);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".into(), title.into());
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema is always JSON");
    json.push('\n');
    json
}
