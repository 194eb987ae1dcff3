//! Open SDG's translations: YAML with a text a key, `16-3-1-title`, `16-title`, `16-short`.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScanError};

use super::codes::is_code;
use super::fault::{FaultPlace, PublishedFault};
use super::part::{EntryKind, PublishedKind, PublishedPart};
use crate::limits::YAML_DEPTH;

/// Whether a text may be such a file: a line of it is a key of a code.
pub fn is_translations(text: &str) -> bool {
    let mut keys = text.lines().filter_map(|line| line.split_once(':'));
    keys.any(|(key, _)| entry(key.trim().trim_matches(['"', '\''])).is_some())
}

/// What a key stands for.
fn entry(key: &str) -> Option<(EntryKind, String)> {
    let (code, what) = key.rsplit_once('-')?;
    let code = code.replace('-', ".");
    match what {
        "title" if is_code(&code) => Some((EntryKind::of(&code), code)),
        "short" if is_code(&code) && !code.contains('.') => Some((EntryKind::Name, code)),
        _ => None,
    }
}

fn place(marker: Marker) -> FaultPlace {
    FaultPlace::Text { line: marker.line(), column: marker.col() + 1 }
}

/// Reads a file.
///
/// # Errors
///
/// It is no YAML, says more than texts by keys, or has a key twice.
pub fn read(text: &str) -> Result<PublishedPart, PublishedFault> {
    let mut part = PublishedPart::new(PublishedKind::OpenSdg);
    let mut seen: BTreeMap<String, FaultPlace> = BTreeMap::new();
    let mut depth = 0_usize;
    // The key that a value is awaited for; only the mapping on top has keys that are asked.
    let mut key: Option<(String, FaultPlace)> = None;
    let syntax = |error: ScanError| {
        let words = format!("it is no YAML: {}", error.info());
        PublishedFault::new(place(*error.marker()), words, "put texts with such signs in quotes")
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(syntax)?;
        let at = || place(span.start);
        let anchored = match &event {
            Event::Alias(_) => true,
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _) => *anchor > 0,
            _ => false,
        };
        if anchored {
            return Err(PublishedFault::new(
                at(),
                "an anchor or alias stands in it, and none is followed",
                "write the text itself in each place",
            ));
        }
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                if depth > YAML_DEPTH {
                    let words = format!("mappings and lists stand deeper than {YAML_DEPTH} levels");
                    return Err(PublishedFault::new(at(), words, "is it a file of Open SDG?"));
                }
                let of_code = key.take().filter(|(key, _)| depth == 2 && entry(key).is_some());
                if let Some((key, place)) = of_code {
                    return Err(PublishedFault::new(
                        place,
                        format!("`{key}` is no text"),
                        "write its text behind it",
                    ));
                }
            }
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            Event::Scalar(value, ..) if depth == 1 => match key.take() {
                None => {
                    let name = value.into_owned();
                    if let Some(before) = seen.insert(name.clone(), at()) {
                        return Err(PublishedFault::new(
                            at(),
                            format!("`{name}` stands in it twice"),
                            format!("the other is at{before}; take one of them out"),
                        ));
                    }
                    key = Some((name, at()));
                }
                Some((name, place)) => {
                    let Some(entry) = entry(&name) else { continue };
                    let words = part.cleaned.clean(&value);
                    if words.is_empty() {
                        part.unready += 1;
                    } else {
                        part.wording.insert(entry, (words, place));
                    }
                }
            },
            Event::Scalar(value, ..) if depth == 0 && !value.trim().is_empty() => {
                return Err(PublishedFault::new(
                    at(),
                    "a text stands where keys with texts belong",
                    "write `key: text`",
                ));
            }
            _ => {}
        }
    }
    Ok(part)
}
