//! A translation's own TOML, for tools that read it: strings in tables by their keys. It says neither
//! what its strings were made from nor how far they are.

use toml_edit::{Array, Document, Item, TableLike, Value};

use super::codec::{Codec, Export, ReadError, Returned, ReturnedFile, ReturnedState};
use crate::translation::edit::Editor;
use crate::translation::key::Key;

/// The format.
pub(super) struct Toml;

/// Tables of a translation that hold no strings of its brief.
const OTHERS: [&str; 3] = ["translation", "accept", "kept"];

impl Codec for Toml {
    fn write(&self, export: &Export<'_>) -> String {
        let mut editor = Editor::empty();
        for unit in export.units {
            let text = unit.target.as_ref().map_or("", |target| &target.value);
            let own = if export.source == export.target { &unit.source.value } else { text };
            editor.set(&unit.key, own);
        }
        editor.finish()
    }

    fn read(&self, bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let readable = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            ReadError::at(&readable, readable.len(), "this is not UTF-8")
        })?;
        let document = Document::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            ReadError::at(text, at, error.message())
        })?;
        let mut units = Vec::new();
        for (name, item) in document.as_table().iter().filter(|(name, _)| !OTHERS.contains(name)) {
            read(name, item, text, &mut units)?;
        }
        if units.is_empty() {
            return Err(ReadError::whole("no string in it"));
        }
        Ok(ReturnedFile { units, ..ReturnedFile::default() })
    }
}

/// Reads the strings of an item that stands under a key.
fn read(path: &str, item: &Item, text: &str, units: &mut Vec<Returned>) -> Result<(), ReadError> {
    let key = path.parse::<Key>().ok();
    match item {
        Item::Value(Value::Array(entries))
            if key.as_ref().is_some_and(|k| k.name_of().is_some()) =>
        {
            // The forms of a name, one a line.
            let forms: Option<Vec<&str>> = entries.iter().map(Value::as_str).collect();
            let forms = forms.ok_or_else(|| no_text(path, item.span(), text))?;
            units.push(returned(path, &forms.join("\n"), item.span(), text));
        }
        Item::Value(Value::Array(entries)) => read_list(path, entries, text, units)?,
        Item::Value(Value::String(value)) => {
            units.push(returned(path, value.value(), item.span(), text));
        }
        Item::Value(Value::InlineTable(table)) => read_table(path, table, text, units)?,
        Item::Table(table) => read_table(path, table, text, units)?,
        _ => return Err(no_text(path, item.span(), text)),
    }
    Ok(())
}

fn read_table(
    path: &str,
    table: &dyn TableLike,
    text: &str,
    units: &mut Vec<Returned>,
) -> Result<(), ReadError> {
    table.iter().try_for_each(|(name, item)| read(&format!("{path}.{name}"), item, text, units))
}

fn read_list(
    path: &str,
    entries: &Array,
    text: &str,
    units: &mut Vec<Returned>,
) -> Result<(), ReadError> {
    for (index, entry) in entries.iter().enumerate() {
        let path = format!("{path}[{}]", index + 1);
        let value = entry.as_str().ok_or_else(|| no_text(&path, entry.span(), text))?;
        units.push(returned(&path, value, entry.span(), text));
    }
    Ok(())
}

fn returned(path: &str, value: &str, span: Option<std::ops::Range<usize>>, text: &str) -> Returned {
    let at = span.map_or(0, |span| span.start);
    Returned {
        key: path.parse().ok(),
        source: None,
        target: value.to_string(),
        state: ReturnedState::Translated,
        line: text[..at].matches('\n').count() + 1,
    }
}

fn no_text(path: &str, span: Option<std::ops::Range<usize>>, text: &str) -> ReadError {
    ReadError::at(text, span.map_or(0, |span| span.start), format!("`{path}` is no text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_by_their_keys() {
        let toml = "[translation]\nstatus = \"draft\"\n[names]\n\"A. B.\" = [\"Un\", \"Deux\"]\n\
                    [brief]\ntitle = \"T\"\nkey_messages = [\n  \"\",\n  \"Zwei\",\n]\n\
                    [finding.a]\nquote = { text = \"Q\" }\n[kept]\n\"x.y\" = \"Z\"\n";
        let file = Toml.read(toml.as_bytes()).unwrap();
        let units: Vec<(String, &str, usize)> = file
            .units
            .iter()
            .map(|unit| (unit.key.as_ref().unwrap().to_string(), unit.target.as_str(), unit.line))
            .collect();
        assert_eq!(
            units,
            [
                ("names.A. B.".to_string(), "Un\nDeux", 4),
                ("brief.title".to_string(), "T", 6),
                ("brief.key_messages[1]".to_string(), "", 8),
                ("brief.key_messages[2]".to_string(), "Zwei", 9),
                ("finding.a.quote.text".to_string(), "Q", 12),
            ]
        );
        for (toml, place) in [
            ("[brief]\ntitle = \"T\n", "line 2, column"),
            ("[brief]\ntitle = 3\n", "line 2, column 9: `brief.title` is no text"),
            ("a = 1\na = 2\n", "line 2, column"),
            ("[translation]\n", "no string in it"),
        ] {
            let error = Toml.read(toml.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(place), "{error}");
        }
        assert!(Toml.read(b"[brief]\ntitle = \"\xE9\"\n").is_err());
    }
}
