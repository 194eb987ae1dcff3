//! Texts of a workbook of which a part is raised or lowered: a sign of a footnote stands so behind a
//! number, and reads as one more digit.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::packed::PackedPart;

/// The texts of parts that have raised or lowered letters in them, as [`bare`] makes them.
pub(super) fn raised_texts(parts: &[PackedPart<'_>]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for part in parts.iter().filter(|part| part.is_raised) {
        texts_of(BufReader::new(part.open()), &mut all);
    }
    all
}

/// A text without its spaces: readers trim its runs in different ways.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What cannot be read on is told where the cells are read.
fn texts_of(from: impl BufRead, all: &mut BTreeSet<String>) {
    let mut reader = Reader::from_reader(from);
    let (mut buffer, mut text) = (Vec::new(), String::new());
    let (mut is_text, mut is_phonetic, mut is_raised) = (false, false, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "si" | "is" => {
                    text.clear();
                    is_raised = false;
                }
                "t" => is_text = true,
                "rPh" => is_phonetic = true,
                _ => {}
            },
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == "vertAlign" => {
                let own = tag.try_get_attribute("val").ok().flatten();
                is_raised |= own.is_some_and(|own| &*own.value != "baseline");
            }
            Ok(Event::Text(own)) if is_text && !is_phonetic => text += &own.xml10_content(),
            Ok(Event::GeneralRef(own)) if is_text && !is_phonetic => match own.resolve_char_ref() {
                Ok(Some(c)) => text.push(c),
                _ => text += quick_xml::escape::resolve_xml_entity(&own).unwrap_or_default(),
            },
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                "t" => is_text = false,
                "rPh" => is_phonetic = false,
                "si" | "is" if is_raised => {
                    all.insert(bare(&text));
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
