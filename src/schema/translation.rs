//! The keys of translations: those of the texts of their brief, and of any brief.

use crate::brief::RawBrief;
use crate::diag::{Diagnostics, Sources};
use crate::project::{Config, FILE_NAME};
use crate::translation::{Key, Originals};
use crate::tree::{ANY_KEY, KeyKind, KeyShape, Reader, TableShape, TomlDocument};

/// A project that has all a project may have translated.
const PROJECT: &str = r##"
contact = "a"
licence = "a"
imprint = "a"
[organisation]
name = "a"
unit = "a"
address = "a"
[[place]]
code = "XA"
name = "a"
note = "a"
[[framework.goal]]
number = 18
name = "a"
title = "a"
colour = "#000000"
custodians = ["a"]
note = "a"
[[framework.goal.target]]
code = "18.1"
text = "a"
custodians = ["a"]
note = "a"
[[framework.goal.target.indicator]]
code = "18.1.1"
text = "a"
custodians = ["a"]
note = "a"
"##;

/// The keys of the translations of a brief and its project; of any, where none are given.
pub(super) fn translation_shape(originals: Option<&Originals>) -> TableShape {
    let is_any = originals.is_none();
    let mut shape = head();
    let any = [any_originals(false), any_originals(true)];
    for originals in originals.map_or(any.each_ref().to_vec(), |own| vec![own]) {
        for (key, _) in originals.iter() {
            // Abbreviations may be the translation's own.
            match key.name_of() {
                Some(name) => {
                    let kinds = vec![KeyKind::Text, KeyKind::Texts];
                    table(&mut shape, "names").keys.push((name.to_string(), of(kinds)));
                }
                None if key.abbreviation().is_some() => {}
                None => take(&mut shape, key, is_any),
            }
        }
    }
    if is_any {
        let names = table(&mut shape, "names");
        names.keys = vec![(ANY_KEY.to_string(), of(vec![KeyKind::Text, KeyKind::Texts]))];
    }
    shape
}

/// What every translation may have, whatever its brief says.
fn head() -> TableShape {
    let mut shape = TableShape::default();
    let own = table(&mut shape, "translation");
    own.keys.push(("status".into(), KeyShape { required: true, ..of(vec![KeyKind::Text]) }));
    for key in ["translator", "reviewer"] {
        own.keys.push((key.into(), of(vec![KeyKind::Text])));
    }
    shape.keys[0].1.required = true;
    table(&mut shape, "names");
    for (name, kinds) in [
        ("abbreviations", vec![KeyKind::Text]),
        ("kept", vec![KeyKind::Text, KeyKind::Texts]),
        ("accept", vec![KeyKind::Text, KeyKind::Table]),
    ] {
        table(&mut shape, name).keys.push((ANY_KEY.to_string(), of(kinds)));
    }
    shape
}

fn of(kinds: Vec<KeyKind>) -> KeyShape {
    KeyShape { kinds, ..KeyShape::default() }
}

/// The table under a key.
fn table<'s>(shape: &'s mut TableShape, key: &str) -> &'s mut TableShape {
    let at = shape.keys.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
        shape.keys.push((key.to_string(), of(vec![KeyKind::Table])));
        shape.keys.len() - 1
    });
    &mut shape.keys[at].1.table
}

/// Takes in a key. Of any brief, ids and codes are whatever they are.
fn take(shape: &mut TableShape, key: &Key, is_any: bool) {
    let id = key.item().and_then(|item| item.rsplit_once('.')).map(|(_, id)| id);
    let mut inner = shape;
    for name in key.tables() {
        let name = if is_any && id == Some(name) { ANY_KEY } else { name };
        inner = table(inner, name);
    }
    let kind = if key.entry().is_some() { KeyKind::Texts } else { KeyKind::Text };
    match inner.keys.iter_mut().find(|(name, _)| name == key.name()) {
        None => inner.keys.push((key.name().to_string(), of(vec![kind]))),
        Some((_, own)) if !own.kinds.contains(&kind) => own.kinds.push(kind),
        Some(_) => {}
    }
}

/// The texts of a brief that has one of all it may have; in lists, where it may be either, or alone.
fn any_originals(in_lists: bool) -> Originals {
    let mut sources = Sources::new();
    let text = sample(&RawBrief::shape(), in_lists);
    let brief = sources.add("brief.toml", text.as_str());
    let project = sources.add(FILE_NAME, PROJECT);
    let config = Config::read(project, &sources, &mut Diagnostics::new());
    let document = TomlDocument::parse(&sources, brief, &mut Diagnostics::new());
    let reader = Reader::new();
    let raw = RawBrief::read(document.root(&reader));
    Originals::new(&raw, config.as_ref().map(Config::texts))
}

/// The file of a table that has each of its keys.
fn sample(shape: &TableShape, in_lists: bool) -> String {
    let line = |(key, own): &(String, KeyShape)| format!("{key} = {}\n", value(key, own, in_lists));
    shape.keys.iter().map(line).collect()
}

/// What may stand under a key: tables rather than texts, which are all that is translated.
fn value(key: &str, own: &KeyShape, in_lists: bool) -> String {
    let has = |kind: KeyKind| own.kinds.contains(&kind);
    if has(KeyKind::Table) || has(KeyKind::Tables) {
        let inner: Vec<String> = own
            .table
            .keys
            .iter()
            .map(|(key, own)| {
                let name = if key == ANY_KEY { "a" } else { key };
                format!("{name} = {}", value(key, own, in_lists))
            })
            .collect();
        let table = format!("{{ {} }}", inner.join(", "));
        return if has(KeyKind::Tables) { format!("[{table}]") } else { table };
    }
    match own.kinds.first() {
        // The one place that the project names.
        _ if key == "countries" => "[\"XA\"]".into(),
        _ if has(KeyKind::Text) && !(in_lists && has(KeyKind::Texts)) => "\"a\"".into(),
        Some(KeyKind::Texts | KeyKind::Proses) => "[\"a\"]".into(),
        Some(KeyKind::Integer | KeyKind::Number) => "1".into(),
        Some(KeyKind::Integers | KeyKind::Numbers) => "[1]".into(),
        Some(KeyKind::Boolean) => "true".into(),
        Some(KeyKind::Date) => "2025-06-30".into(),
        Some(KeyKind::Rows) => "[[\"a\"]]".into(),
        _ => "\"a\"".into(),
    }
}
