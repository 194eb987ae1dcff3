//! The brief that `new` and `init` write, and what of it a writer has left as it was.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::schema::RawBrief;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources, some};
use crate::tree::Text;

/// What every brief has.
pub const BRIEF: &str = include_str!("skeleton/brief.toml");

/// All that a brief may hold besides, below what every brief has.
pub const FULL: &str = include_str!("skeleton/full.toml");

/// The same of the keys at its top.
pub const FULL_TOP: &str = "\n\
# In the place of `country`: countries = [\"KH\", \"LA\"], region = \"035\" (UN M49), area = \"…\"
# figure   = \"waits\"                # a figure on page one, by its id
# template = \"fact-sheet\"           # templates/fact-sheet/main.typ of the project
# citation = \"How to cite the brief; without it, one is made\"
# isbn, issn, doi = \"…\"             # the numbers it is known by
acknowledgements = \"To the courts that opened their registers.\"
";

/// The title of the example.
pub const TITLE: &str = "Appeals are decided late, and no one is told why";

/// What stands behind the name of the country in the title of a new brief.
pub const CLAIM: &str = ": what the brief claims, in one line";

/// The fewest words of a text that nobody else comes to write.
const FEWEST: usize = 4;

/// A text as it is compared.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of the skeleton that are nobody's own.
fn texts() -> &'static BTreeSet<String> {
    static TEXTS: OnceLock<BTreeSet<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let toml = format!("{BRIEF}{FULL}")
            .replace("{MORE}", FULL_TOP)
            .replace("{TITLE}", TITLE)
            .replace("{DATE}", "2025-06-30");
        let table: toml::Table = toml.parse().expect("the skeleton is TOML");
        let mut texts = BTreeSet::new();
        collect(&toml::Value::Table(table), &mut texts);
        texts
    })
}

fn collect(value: &toml::Value, texts: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) if text.split_whitespace().count() >= FEWEST => {
            texts.insert(folded(text));
        }
        toml::Value::Array(entries) => entries.iter().for_each(|entry| collect(entry, texts)),
        // A publisher may be called so.
        toml::Value::Table(table) => {
            let own = table.iter().filter(|(key, _)| *key != "publisher");
            own.for_each(|(_, value)| collect(value, texts));
        }
        _ => {}
    }
}

/// Reports texts that nobody has changed since they were written with the brief: that of an example is
/// published by no one.
pub(super) fn left_over(
    raw: &RawBrief,
    is_final: bool,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut found: Vec<Text> = Vec::new();
    let mut look = |text: &Text| {
        let own = folded(&text.value);
        if own.ends_with(CLAIM) || texts().contains(&own) {
            found.push(text.clone());
        }
    };
    raw.clone().translatable(&mut |text| look(text));
    raw.authors.iter().filter_map(|author| author.name.as_ref()).for_each(&mut look);
    found.sort_by_key(|text| text.span.start);
    let Some(first) = found.first() else { return };
    let keys: Vec<&str> = found.iter().map(|text| text.key.as_str()).collect();
    let mut lines: Vec<usize> = found
        .iter()
        .map(|text| sources.get(text.span.file).position(text.span.start).line)
        .collect();
    lines.dedup();
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let (have, line) = match (keys.len(), lines.len()) {
        (1, _) => ("has", "line"),
        (_, 1) => ("have", "line"),
        _ => ("have", "lines"),
    };
    let code = if is_final { Code::ExampleFinal } else { Code::ExampleText };
    diagnostics.push(
        Diagnostic::new(code, format!("{} {have} the words of the example still", some(&keys)))
            .at(first.span)
            .key(&first.key)
            .help(format!("write your own over them, on {line} {}", lines.join(", "))),
    );
}
