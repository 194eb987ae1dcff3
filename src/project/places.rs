//! `[[place]]`: places that briefs may be about beside the countries of ISO 3166-1.

use crate::brief::{OwnPlace, PLACE};
use crate::diag::{Code, Diagnostic};
use crate::l10n::{country_codes, country_facts};
use crate::tree::{Located, Reader, Table, Text};

/// A place whose note is still to be read as Markdown.
pub(super) struct ReadPlace {
    pub(super) place: OwnPlace,
    pub(super) note: Option<Text>,
}

/// Reads them; each has a code of its own.
pub(super) fn read(tables: Vec<Table<'_>>, reader: &Reader) -> Vec<ReadPlace> {
    let mut places: Vec<ReadPlace> = Vec::new();
    for mut table in tables {
        let code = table.required_text("code");
        if let Some(code) = &code {
            table.rename(format!("{PLACE}{}", code.value));
        }
        let name = table.required_text("name");
        let note = table.prose("note");
        let m49 = table.integer("m49");
        table.finish();
        let number = m49.and_then(|own| number(&own, reader));
        let Some(code) = code else { continue };
        let same = |other: &&ReadPlace| other.place.code.value.eq_ignore_ascii_case(&code.value);
        let earlier = places.iter().find(same).map(|other| other.place.code.span);
        if let Some(mut fault) = fault(&code) {
            if let Some(earlier) = earlier {
                fault = fault.related(earlier, "the first one");
            }
            reader.push(fault.at(code.span).key(&code.key));
        } else if let Some(earlier) = earlier {
            reader.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("two places of the project have the code `{}`", code.value),
                )
                .at(code.span)
                .key(&code.key)
                .related(earlier, "the first one")
                .help("give one of them another code"),
            );
        } else if let Some(name) = name {
            places
                .push(ReadPlace { place: OwnPlace { code, m49: number, name, note: None }, note });
        }
    }
    places
}

/// The number of a place in files of values; that of a country is none of a place.
fn number(own: &Located<i64>, reader: &Reader) -> Option<u16> {
    let number = u16::try_from(own.value).ok().filter(|number| (1..=999).contains(number));
    let mut all = country_codes();
    let same = number.and_then(|number| {
        all.find(|(code, _)| {
            country_facts(code).is_some_and(|own| own.number.parse() == Ok(number))
        })
    });
    let (message, help) = match (number, same) {
        (Some(number), None) => return Some(number),
        (_, Some((code, name))) => (
            format!("`{}` is the number of {name}, {code}", own.value),
            format!("write `country = \"{code}\"` in the brief, or the number of this place"),
        ),
        (None, None) => (
            format!("`{}` is no number of an area", own.value),
            "write that of the files of values, 1 to 999, such as `m49 = 412` for Kosovo"
                .to_string(),
        ),
    };
    reader.push(Diagnostic::new(Code::BadValue, message).at(own.span).key(&own.key).help(help));
    None
}

/// Why a code cannot be that of a place.
fn fault(code: &Text) -> Option<Diagnostic> {
    let value = code.value.as_str();
    let upper = value.to_uppercase();
    if let Some((iso, name)) = country_codes().find(|(iso, _)| *iso == upper) {
        let message = format!("`{value}` is a country’s code: {name}");
        return Some(Diagnostic::new(Code::InvalidId, message).help(format!(
            "to name it otherwise in a language, write `{iso} = \"…\"` below `[countries]` in \
             templates/labels/<lang>.toml; for another place take another code, such as `x-{}`",
            iso.to_lowercase()
        )));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_code = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.ends_with(|c: char| c.is_ascii_alphanumeric())
        && value.chars().all(plain);
    let message = format!("`{value}` cannot be the code of a place");
    (!is_code).then(|| {
        Diagnostic::new(Code::InvalidId, message)
            .help("begin with a letter, and use letters, digits and hyphens, such as `\"XK\"` or `\"EU\"`")
    })
}
