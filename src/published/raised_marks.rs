//! Marks of footnotes that are raised letters in the cells of a workbook: a reader of cells joins them to the
//! word before.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::archive::open;
use crate::limits::SHEET_UNPACKED;

/// The texts of a workbook that have such marks, each without them and with how many they were.
pub fn without_raised(bytes: &[u8]) -> HashMap<String, (String, usize)> {
    let mut all = HashMap::new();
    let is_text = |name: &str| name.ends_with("sharedStrings.xml") || name.contains("worksheets/");
    for part in open(bytes, &is_text) {
        texts_of(part.take(SHEET_UNPACKED), &mut all);
    }
    all
}

/// What cannot be read on is told where the cells are read.
fn texts_of(from: impl Read, all: &mut HashMap<String, (String, usize)>) {
    let mut reader = Reader::from_reader(BufReader::new(from));
    let (mut buffer, mut runs) = (Vec::new(), Vec::<(String, bool)>::new());
    let (mut is_text, mut is_phonetic, mut is_raised) = (false, false, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "si" | "is" => runs.clear(),
                "r" => is_raised = false,
                "t" => {
                    is_text = true;
                    runs.push((String::new(), is_raised));
                }
                "rPh" => is_phonetic = true,
                _ => {}
            },
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == "vertAlign" => {
                let own = tag.try_get_attribute("val").ok().flatten();
                is_raised = own.is_some_and(|own| &*own.value == "superscript");
            }
            Ok(Event::Text(own)) if is_text && !is_phonetic => {
                runs.last_mut().into_iter().for_each(|run| run.0 += &own.xml10_content());
            }
            Ok(Event::GeneralRef(own)) if is_text && !is_phonetic => {
                let Some((run, _)) = runs.last_mut() else { continue };
                match own.resolve_char_ref() {
                    Ok(Some(c)) => run.push(c),
                    _ => *run += quick_xml::escape::resolve_xml_entity(&own).unwrap_or_default(),
                }
            }
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                "t" => is_text = false,
                "r" => is_raised = false,
                "rPh" => is_phonetic = false,
                "si" | "is" => {
                    let mut bare = String::new();
                    let mut count = 0;
                    for (run, is_raised) in &runs {
                        if *is_raised && is_mark(run, &bare) {
                            count += 1;
                        } else {
                            bare += run;
                        }
                    }
                    if count > 0 {
                        let whole = runs.iter().map(|(run, _)| run.as_str()).collect();
                        all.insert(whole, (bare, count));
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Whether a raised run is the mark of a footnote: a small letter, a sign or a number, but no power of a unit
/// of length.
fn is_mark(run: &str, before: &str) -> bool {
    let run = run.trim();
    let is_letter = run.len() == 1 && run.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_sign = !run.is_empty() && run.chars().all(|c| matches!(c, '*' | '†' | '‡' | ','));
    let is_number = matches!(run.len(), 1 | 2) && run.bytes().all(|byte| byte.is_ascii_digit());
    let last = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    is_letter || is_sign || is_number && !["m", "cm", "km", "dm", "mm"].contains(&last)
}
