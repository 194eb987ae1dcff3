//! A PO file that came back, as strings of a translation.

use std::collections::BTreeMap;

use super::charset::decode;
use super::fields::{BRIEF, SOURCE, TARGET};
use super::grammar::{Message, messages};
use super::language;
use crate::translation::exchange::codec::{ReadError, Returned, ReturnedFile, ReturnedState};

/// Reads a file.
///
/// # Errors
///
/// It is no PO, it is damaged, its encoding is not known, or it has a string twice.
pub(super) fn read(bytes: &[u8]) -> Result<ReturnedFile, ReadError> {
    let decoded = decode(bytes)?;
    let text = decoded.text.as_str();
    let messages = messages(text, decoded.encoding)
        .map_err(|error| ReadError::at(text, error.at, error.words))?;
    let starts: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let line = |at: usize| starts.partition_point(|start| *start <= at) + 1;

    let mut file = ReturnedFile::default();
    let mut seen: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for message in &messages {
        let name = match key(message, file.brief.is_some()) {
            Some(key) => (true, key),
            None => (false, message.id.as_str()),
        };
        if let Some(before) = seen.insert(name, message.at) {
            let name = if name == HEADER { "the header" } else { &format!("`{}`", shown(name.1)) };
            let words = format!("{name} is here and on line {}", line(before));
            return Err(ReadError::at(text, message.at, words));
        }
        if name == HEADER {
            let fields = message.translations.first().map_or("", String::as_str);
            file = ReturnedFile { units: file.units, ..file_of_header(fields) };
        } else {
            file.units.push(returned(name, message, line(message.at)));
        }
    }
    if file.units.is_empty() {
        return Err(ReadError::whole("there is no string in it: not one `msgid` with a text"));
    }
    Ok(file)
}

/// The entry that says something about the file.
const HEADER: (bool, &str) = (false, "");

/// What the header says of the file.
pub(crate) fn file_of_header(fields: &str) -> ReturnedFile {
    ReturnedFile {
        brief: field(fields, BRIEF).map(String::from),
        source: field(fields, SOURCE).map(language::tag),
        target: field(fields, TARGET).map(language::tag),
        ..ReturnedFile::default()
    }
}

/// A field of the header, if it says anything.
fn field<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let mut fields = header.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(found, _)| found.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// What an entry says that it translates. Some tools drop `msgctxt`, and keep the reference: in a file
/// of ours that is the key as well.
fn key(message: &Message, is_ours: bool) -> Option<&str> {
    let context = message.context.as_deref().filter(|context| !context.is_empty());
    context.or_else(|| message.reference.as_deref().filter(|_| is_ours && !message.id.is_empty()))
}

/// An entry as a string that came back, by its key or, without one, by its original.
fn returned((is_key, name): (bool, &str), message: &Message, line: usize) -> Returned {
    let first = message.translations.first().map_or("", String::as_str);
    // None of our strings has plurals. If a tool made some, the form for one is what was asked for;
    // where the others say something else, someone has to look.
    let differ = message.translations.iter().any(|other| other != first);
    let says_something = first.contains(|c: char| !c.is_whitespace());
    Returned {
        key: name.parse().ok().filter(|_| is_key),
        source: Some(message.id.clone()),
        target: if says_something { first.to_string() } else { String::new() },
        state: if message.is_fuzzy || differ {
            ReturnedState::NeedsReview
        } else {
            ReturnedState::Translated
        },
        line,
    }
}

/// The beginning of a text, on one line.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
