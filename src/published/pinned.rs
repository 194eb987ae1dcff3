//! The files in which a project pins what others publish: `sdg/fr.toml`, `sdg/tiers.toml`.

use std::collections::BTreeMap;

use crate::calendar::PartialDate;
use crate::diag::{Code, Diagnostic, Diagnostics, FileId, Sources};
use crate::sdg::{PinnedSource, PinnedTier, PinnedTiers, PinnedWording, code_order};
use crate::tree::{Reader, Table, TomlDocument};

use super::codes::is_code;
use super::tiers::tier_of;

/// The folder of these files in a project.
pub const FOLDER: &str = "sdg";

/// The name of the file of tiers.
pub const TIERS: &str = "tiers.toml";

const HEAD: &str = "\
# Written by `briefpress sdg import` from what is named below; import again rather than edit.
";

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.into()).to_string()
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn source_to_toml(source: &PinnedSource) -> String {
    let language = match source.language.as_str() {
        "" => String::new(),
        tag => format!("language = {}\n", quoted(tag)),
    };
    let mut out = format!(
        "{HEAD}\n[source]\n{language}kind = {}\ntitle = {}\nrelease = {}\nimported = {}\nofficial = {}\nlicence = {}\n",
        quoted(&source.kind),
        quoted(&source.title),
        quoted(&source.release),
        quoted(&source.imported),
        source.official,
        quoted(&source.licence),
    );
    for (path, sha256) in &source.files {
        out += &format!("\n[[source.file]]\npath = {}\nsha256 = \"{sha256}\"\n", quoted(path));
    }
    out
}

fn in_order<T>(entries: &BTreeMap<String, T>) -> Vec<(&String, &T)> {
    let mut entries: Vec<_> = entries.iter().collect();
    entries.sort_by_cached_key(|(code, _)| code_order(code));
    entries
}

/// The file of a language.
pub fn wording_to_toml(wording: &PinnedWording) -> String {
    let mut out = source_to_toml(&wording.source);
    let tables = [
        ("names", &wording.names),
        ("goals", &wording.goals),
        ("targets", &wording.targets),
        ("indicators", &wording.indicators),
    ];
    for (name, entries) in tables.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        out += &format!("\n[{name}]\n");
        for (code, text) in in_order(entries) {
            out += &format!("\"{code}\" = {}\n", quoted(text));
        }
    }
    out
}

/// The file of tiers.
pub fn tiers_to_toml(tiers: &PinnedTiers) -> String {
    let mut out = source_to_toml(&tiers.source);
    for (code, own) in in_order(&tiers.indicators) {
        out += &format!("\n[indicators.\"{code}\"]\n");
        if let Some(tier) = &own.tier {
            out += &format!("tier = {}\n", quoted(tier));
        }
        if let Some(custodians) = &own.custodians {
            out += &format!("custodians = {}\n", list(custodians));
        }
        if !own.partners.is_empty() {
            out += &format!("partners = {}\n", list(&own.partners));
        }
    }
    out
}

fn read_source(root: &Table<'_>, reader: &Reader) -> Option<PinnedSource> {
    let Some(table) = root.table("source") else {
        root.missing("source", "`briefpress sdg import` writes the whole file");
        return None;
    };
    let text = |key: &str| table.required_text(key).map(|text| text.value);
    let date = |key: &str| {
        let text = table.required_text(key)?;
        if PartialDate::parse(&text.value).is_err() {
            reader.push(
                Diagnostic::new(Code::BadValue, format!("`{}` is no date", text.value))
                    .at(text.span)
                    .key(&text.key)
                    .help(
                        "write the day, month or year: `\"2025-04-10\"`, `\"2025-04\"`, `\"2025\"`",
                    ),
            );
        }
        Some(text.value)
    };
    let (kind, title) = (text("kind"), text("title"));
    let (release, imported) = (date("release"), date("imported"));
    let official = table.boolean("official");
    if official.is_none() && !table.keys().any(|(key, _)| key == "official") {
        table.missing("official", "add `official = false`, or `true` for the United Nations’ own");
    }
    let licence = text("licence");
    let language = table.text("language").map(|text| text.value).unwrap_or_default();
    let files = table.tables("file").into_iter().filter_map(|file| {
        let path = file.required_text("path");
        let sha256 = file.required_text("sha256");
        file.finish();
        Some((path?.value, sha256?.value))
    });
    let files: Vec<(String, String)> = files.collect();
    table.finish();
    Some(PinnedSource {
        kind: kind?,
        language,
        title: title?,
        release: release?,
        imported: imported?,
        official: official?.value,
        licence: licence?,
        files,
    })
}

/// The code that a key is, reported where it is none.
fn check_code(table: &Table<'_>, key: &str, parts: usize, reader: &Reader) -> bool {
    let fits = is_code(key) && key.matches('.').count() == parts;
    if !fits && let Some((_, span)) = table.keys().find(|(other, _)| *other == key) {
        reader.push(
            Diagnostic::new(Code::BadValue, format!("`{key}` is no code that stands here"))
                .at(span)
                .key(table.path(key))
                .help("`briefpress sdg import` writes the codes as they are"),
        );
    }
    fits
}

/// Reads the file of a language. `None` when something in it is an error.
pub fn read_wording(
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<PinnedWording> {
    let mut found = Diagnostics::new();
    let document = TomlDocument::parse(sources, file, &mut found);
    let reader = Reader::new();
    let root = document.root(&reader);
    let source = read_source(&root, &reader);
    let texts = |name: &str, parts: usize| -> BTreeMap<String, String> {
        let Some(table) = root.table(name) else { return BTreeMap::new() };
        let keys: Vec<String> = table.keys().map(|(key, _)| key.to_string()).collect();
        let entries = keys.into_iter().filter_map(|key| {
            // One without words would print none.
            let text = table.required_text(&key);
            check_code(&table, &key, parts, &reader).then_some((key, text?.value))
        });
        let entries = entries.collect();
        table.finish();
        entries
    };
    let (names, goals) = (texts("names", 0), texts("goals", 0));
    let (targets, indicators) = (texts("targets", 1), texts("indicators", 2));
    root.finish();
    document.report(reader, &mut found);
    let wrong = found.has_errors();
    diagnostics.extend(found);
    let wording = PinnedWording { source: source?, names, goals, targets, indicators };
    (!wrong).then_some(wording)
}

/// Reads the file of tiers. `None` when something in it is an error.
pub fn read_tiers(
    file: FileId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<PinnedTiers> {
    let mut found = Diagnostics::new();
    let document = TomlDocument::parse(sources, file, &mut found);
    let reader = Reader::new();
    let root = document.root(&reader);
    let source = read_source(&root, &reader);
    let mut indicators = BTreeMap::new();
    if let Some(table) = root.table("indicators") {
        let keys: Vec<String> = table.keys().map(|(key, _)| key.to_string()).collect();
        for key in keys {
            let Some(own) = table.table(&key) else { continue };
            let values = |name: &str| own.texts(name).into_iter().map(|text| text.value).collect();
            let has_custodians = own.keys().any(|(key, _)| key == "custodians");
            let has_tier = own.keys().any(|(key, _)| key == "tier");
            let written = has_tier.then(|| own.required_text("tier")).flatten();
            if let Some(text) = &written
                && tier_of(&text.value) != Some(Some(text.value.clone()))
            {
                reader.push(
                    Diagnostic::new(Code::BadValue, format!("`{}` is no tier", text.value))
                        .at(text.span)
                        .key(&text.key)
                        .help("write `I`, `II` or `III`, or several: `I/II`, `I (a)/II (b)`"),
                );
            }
            let tier = PinnedTier {
                tier: written.map(|text| text.value),
                custodians: has_custodians.then(|| values("custodians")),
                partners: values("partners"),
            };
            own.finish();
            if check_code(&table, &key, 2, &reader) {
                indicators.insert(key, tier);
            }
        }
        table.finish();
    }
    root.finish();
    document.report(reader, &mut found);
    let wrong = found.has_errors();
    diagnostics.extend(found);
    let tiers = PinnedTiers { source: source?, indicators };
    (!wrong).then_some(tiers)
}
