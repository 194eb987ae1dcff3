//! The page of all keys, `docs/keys.md`, made from what schemas are made from.

use std::fmt::Write;

use super::choices::Choices;
use super::file::WrittenFile;
use super::json::{alternatives, below};
use super::words::{example, words};
use crate::tree::{ANY_KEY, KeyKind, KeyShape, TableShape};

/// How many choices are told one by one.
const TOLD: usize = 20;

const HEAD: &str = "\
# Keys

Every key that briefpress reads, from what it reads them with: the same that editors show ([editors](editors.md)). `*` stands
for a name of your own: an id, a code, a language. A key that is needed is marked so; its table need not be there. Dates are
written without quotes, `2025-06-30`.
";

fn page() -> String {
    let mut page = HEAD.to_string();
    for file in WrittenFile::ALL {
        let _ = write!(page, "\n## {}\n", file.title());
        match file {
            WrittenFile::Labels => {
                page += "\nIts keys are those of `templates/labels/en.toml`, and these:\n"
            }
            WrittenFile::Translation => {
                page += "\nIts keys are those of the texts of its brief: `briefpress i18n sync` writes them.\n"
            }
            WrittenFile::Brief | WrittenFile::Project => {}
        }
        table(file, &file.shape(), "", "", &mut page);
    }
    page
}

/// The keys of a table, and below it those of the tables in it.
fn table(file: WrittenFile, shape: &TableShape, path: &str, header: &str, page: &mut String) {
    // The words of a language are read in its file.
    let is_word = |key: &str| {
        let told = path.is_empty() && [ANY_KEY, "countries", "regions"].contains(&key);
        file == WrittenFile::Labels && !told
    };
    let keys: Vec<&(String, KeyShape)> =
        shape.keys.iter().filter(|(key, _)| !is_word(key)).collect();
    if keys.is_empty() {
        return;
    }
    if !header.is_empty() {
        let _ = write!(page, "\n### `{header}`\n\n{}\n", words(file, path));
    }
    *page += "\n| key | takes | says |\n|---|---|---|\n";
    for (key, own) in &keys {
        let below = below(path, key);
        let mut said = words(file, &below);
        for more in [alternatives(shape, key), choices(file, &below), such_as(file, &below, own)] {
            if !more.is_empty() {
                said = format!("{said} {more}");
            }
        }
        let needed = if own.required { "**needed**; " } else { "" };
        let kinds: Vec<&str> = own.kinds.iter().map(|kind| takes(*kind)).collect();
        let name = if key.contains("::") { format!("\"{key}\"") } else { key.clone() };
        let said = said.replace('|', "\\|");
        let _ = writeln!(*page, "| `{name}` | {needed}{} | {} |", kinds.join(" or "), said.trim());
    }
    for (key, own) in keys {
        let name = below(path, key);
        let is_list = own.kinds.contains(&KeyKind::Tables);
        let header = if is_list { format!("[[{name}]]") } else { format!("[{name}]") };
        table(file, &own.table, &name, &header, page);
    }
}

/// What stands under a key, in words.
fn takes(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Text => "text",
        KeyKind::Prose => "text of several lines",
        KeyKind::Texts => "texts in a list",
        KeyKind::Proses => "texts of several lines in a list",
        KeyKind::Integer => "whole number",
        KeyKind::Integers => "whole numbers in a list",
        KeyKind::Number => "number",
        KeyKind::Numbers => "numbers in a list",
        KeyKind::Boolean => "`true` or `false`",
        KeyKind::Date => "date",
        KeyKind::Rows => "rows",
        KeyKind::Table => "table",
        KeyKind::Tables => "tables",
    }
}

fn choices(file: WrittenFile, path: &str) -> String {
    let Some(choice) = Choices::default().get(file, path) else { return String::new() };
    if choice.values.len() > TOLD {
        return format!("One of {} codes, with those of the project.", choice.values.len());
    }
    let all: Vec<String> = choice.values.iter().map(|(value, _)| format!("`{value}`")).collect();
    let more = if choice.is_closed { "" } else { ", or another one" };
    format!("{}{more}.", all.join(", "))
}

fn such_as(file: WrittenFile, path: &str, own: &KeyShape) -> String {
    let Some(example) = example(file, path) else { return String::new() };
    let date =
        example.as_str().filter(|_| own.kinds.contains(&KeyKind::Date) && !path.ends_with(".by"));
    let example = date.map_or_else(|| example.to_string(), String::from);
    format!("Such as `{example}`.")
}

/// The page is as it would be made now; `BRIEFPRESS_BLESS=1` makes it.
#[test]
fn the_page_of_keys_says_what_is_read() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let page = page();
    if option_env!("BRIEFPRESS_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == page,
        "docs/keys.md is of other keys: run this test with BRIEFPRESS_BLESS=1"
    );
}
