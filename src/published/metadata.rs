//! UNSD's metadata of indicators as translators have it: PO or XLIFF, in which the names of goals,
//! targets and indicators stand among much else. They are known by their codes.

use super::codes::leading_code;
use super::fault::{FaultPlace, PublishedFault};
use super::part::{EntryKind, PublishedKind, PublishedPart};
use crate::translation::exchange::{Format, ReadError, ReturnedState};

/// Reads a file.
///
/// # Errors
///
/// It is not in its format, or has a code twice with different words.
pub fn read(bytes: &[u8], format: Format) -> Result<PublishedPart, PublishedFault> {
    let returned = format.read(bytes).map_err(|error: ReadError| {
        let place = match error.line {
            0 => FaultPlace::Whole,
            line => FaultPlace::Text { line, column: error.column.max(1) },
        };
        PublishedFault::new(place, error.words, "download the file again")
    })?;
    let mut part = PublishedPart::new(PublishedKind::Metadata);
    part.language = returned.target.clone();
    for unit in &returned.units {
        let Some(source) = &unit.source else { continue };
        let plain = part.cleaned_aside(source);
        let Some((code, rest)) = leading_code(&plain) else { continue };
        // A sentence that begins with a number is none.
        if rest.is_empty() || plain.starts_with(|c: char| c.is_ascii_digit()) && rest.len() < 12 {
            continue;
        }
        let place = FaultPlace::Text { line: unit.line.max(1), column: 1 };
        if unit.target.trim().is_empty() || unit.state == ReturnedState::NeedsReview {
            part.unready += 1;
            continue;
        }
        let words = part.cleaned.clean(&unit.target);
        // What was not translated stands there as it was.
        let is_english = part.language.as_deref().is_some_and(|own| own.starts_with("en"));
        if !is_english && words == plain {
            part.unready += 1;
            continue;
        }
        let own = leading_code(&words);
        let kind = EntryKind::of(&code);
        // A number that is no code of that kind may begin a text.
        if let Some((other, _)) = own.as_ref().filter(|(other, _)| EntryKind::of(other) == kind)
            && *other != code
        {
            return Err(PublishedFault::new(
                place,
                format!("{code} is {other} in the translation"),
                "mend whichever is wrong: the original and its translation name one code",
            ));
        }
        let own = own.filter(|(own, _)| *own == code);
        let words = own.map_or(words.as_str(), |(_, rest)| rest).to_string();
        let words = part.cleaned.without_notes(&words);
        if words.trim().is_empty() {
            part.unready += 1;
            continue;
        }
        let key = (kind, code);
        match part.wording.get(&key) {
            Some((before, _)) if *before == words => part.doubled.push(key.1),
            Some((_, before)) => {
                return Err(PublishedFault::new(
                    place,
                    format!("{} stands in it twice, with different words", key.1),
                    format!("the other is at{before}; take one of them out"),
                ));
            }
            None => _ = part.wording.insert(key, (words, place)),
        }
    }
    Ok(part)
}

impl PublishedPart {
    /// A text cleaned without counting: it is not what is taken.
    fn cleaned_aside(&self, text: &str) -> String {
        super::clean::Cleanings::default().clean(text)
    }
}
