//! What a reader of cells passes over in the sheets of a workbook: rows that are hidden, and numbers that are
//! not written in digits alone.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::packed::PackedPart;

/// What is passed over in a sheet.
#[derive(Debug, Default)]
pub(super) struct UnseenCells {
    /// Rows that are hidden, by their numbers.
    pub(super) hidden: BTreeSet<u64>,
    /// Cells whose number has an entity, a comment or the like in it (`2.&#51;`): no more than digits are read.
    pub(super) parted: Vec<String>,
}

/// What is passed over in the sheets of a workbook, by their names.
pub(super) fn unseen(parts: &[PackedPart<'_>]) -> BTreeMap<String, UnseenCells> {
    let names = names_of(parts);
    let of = |part: &PackedPart<'_>| {
        let mut names = names.iter();
        let (_, name) = names.find(|(target, _)| part.name.ends_with(target.as_str()))?;
        Some((name.clone(), read(part)))
    };
    parts.iter().filter(|part| part.is_odd).filter_map(of).collect()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let all = tag.attributes().flatten();
    let mut own = all.filter(|own| own.key.as_ref() == name);
    let text = own.next()?.value;
    Some(quick_xml::escape::unescape(&text).ok()?.into_owned())
}

/// Which part which sheet is: the end of the part's name, and the name of the sheet.
fn names_of(parts: &[PackedPart<'_>]) -> Vec<(String, String)> {
    let tags = |end: &str, name: &str, keys: [&str; 2]| {
        let mut all = Vec::new();
        let Some(part) = parts.iter().find(|part| part.name.ends_with(end)) else { return all };
        let mut reader = Reader::from_reader(BufReader::new(part.open()));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == name => {
                    let [one, two] = keys.map(|key| attribute(&tag, key).unwrap_or_default());
                    all.push((one, two));
                }
                Ok(Event::Eof) | Err(_) => return all,
                Ok(_) => {}
            }
        }
    };
    let sheets = tags("workbook.xml", "sheet", ["r:id", "name"]);
    let targets = tags("workbook.xml.rels", "Relationship", ["Id", "Target"]);
    let named = |(id, name): (String, String)| {
        let (_, target) = targets.iter().find(|(own, _)| *own == id)?;
        Some((target.trim_start_matches(['.', '/']).to_string(), name))
    };
    sheets.into_iter().filter_map(named).collect()
}

/// What cannot be read on is told where the cells are read.
fn read(part: &PackedPart<'_>) -> UnseenCells {
    let mut reader = Reader::from_reader(BufReader::new(part.open()));
    let (mut buffer, mut found) = (Vec::new(), UnseenCells::default());
    let (mut row, mut cell, mut is_value, mut is_number) = (0, String::new(), false, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "row" => {
                row = attribute(&tag, "r").and_then(|own| own.parse().ok()).unwrap_or(row + 1);
                if attribute(&tag, "hidden").is_some_and(|own| own == "1" || own == "true") {
                    found.hidden.insert(row);
                }
            }
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "c" => {
                    cell = attribute(&tag, "r").unwrap_or_else(|| format!("of row {row}"));
                    let kind = attribute(&tag, "t").unwrap_or_default();
                    is_number = matches!(kind.as_str(), "" | "n" | "s" | "b" | "e");
                }
                "v" => is_value = is_number,
                _ => {}
            },
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "v" => is_value = false,
            Ok(Event::Text(_)) => {}
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) if is_value && found.parted.last() != Some(&cell) => {
                found.parted.push(cell.clone());
            }
            Ok(_) => {}
        }
    }
}
