//! The same claims in every language: numbers, codes, links, citations and names of a translated
//! text against its original.

use std::borrow::Cow;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use super::accept::Accept;
use super::names::{Names, wanted};
use crate::brief::text::citation::take;
use crate::diag::{Code, Diagnostic, Diagnostics, Sources};
use crate::tree::Text;

/// What a translation says of its names and of its numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claims<'a> {
    /// The names that every translation carries over.
    pub listed: &'a [Text],
    /// Their forms in the translation.
    pub names: &'a Names,
    /// The strings that are answered for.
    pub accept: &'a Accept,
}

/// Reports what the original says and the translation does not, or the other way round.
pub(super) fn compare(
    original: &Text,
    translated: &Text,
    claims: &Claims<'_>,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    let mut report = |code, lost: Vec<String>, added: Vec<String>, what: &str| {
        if lost.is_empty() && added.is_empty() {
            return;
        }
        let message = match (lost.is_empty(), added.is_empty()) {
            (false, true) => format!("`{}` lacks the {what} {}", translated.key, lost.join(", ")),
            (true, _) => format!(
                "`{}` has the {what} {}, which the original has not",
                translated.key,
                added.join(", ")
            ),
            (false, false) => format!(
                "`{}` has the {what} {}, the original {}",
                translated.key,
                added.join(", "),
                lost.join(", ")
            ),
        };
        let span = added
            .first()
            .and_then(|piece| {
                let at = translated.value.find(piece.as_str())?;
                Some(translated.locate(at..at + piece.len(), sources))
            })
            .unwrap_or(translated.span);
        diagnostics.push(
            Diagnostic::new(code, message)
                .at(span)
                .key(&translated.key)
                .related(original.span, "the original")
                .help("say the same in both, or mend the original first"),
        );
    };
    if claims.accept.reason(&translated.key).is_none() {
        let (lost, added) = difference(numbers(&original.value), numbers(&translated.value));
        report(Code::ClaimNumber, lost, added, "number or code");
    }
    let (lost, added) = difference(citations(&original.value), citations(&translated.value));
    report(Code::ClaimCitation, lost, added, "citation");
    let (lost, added) = difference(links(&original.value), links(&translated.value));
    report(Code::ClaimLink, lost, added, "link");
    let lost = claims.names.lost(claims.listed, &original.value, &translated.value);
    for (name, forms) in lost {
        diagnostics.push(
            Diagnostic::new(
                Code::ClaimName,
                format!("`{}` lacks the name {}", translated.key, wanted(name, &forms)),
            )
            .at(translated.span)
            .key(&translated.key)
            .related(original.span, "the original")
            .help(format!(
                "say it; where it has another form here, add that below `[names]`: \
                 `\"{name}\" = [\"…\", \"…\"]`"
            )),
        );
    }
}

/// What is in the first list and not in the second, and the other way round, counting repeats.
fn difference(first: Vec<String>, second: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut added = second;
    let mut lost = Vec::new();
    for item in first {
        match added.iter().position(|other| *other == item) {
            Some(at) => {
                added.remove(at);
            }
            None => lost.push(item),
        }
    }
    (lost, added)
}

/// The value of a decimal digit of any script.
fn digit(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    // Unicode gives every script its ten digits in a row, from zero; some rows follow each other.
    let is_digit = |c: char| {
        CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::DecimalNumber
    };
    if !is_digit(c) {
        return None;
    }
    let before = (1..).map_while(|back| char::from_u32(c as u32 - back).filter(|&c| is_digit(c)));
    char::from_digit((before.count() % 10) as u32, 10)
}

/// Numbers and codes in a text, without thousands separators and in digits 0–9: `100000`, `2023`,
/// `16.3.1`, `16.b.1`.
fn numbers(text: &str) -> Vec<String> {
    let text = without_addresses(text);
    let text = spelled_out(&text);
    if !text.chars().any(|c| digit(c).is_some()) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().map(|c| digit(c).unwrap_or(c)).collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let mut token = String::new();
        while let Some(&c) = chars.get(at) {
            let next_is_digit = is_digit(at + 1);
            if c.is_ascii_digit() {
                token.push(c);
            } else if is_group_separator(c) && groups(&chars, at, &token) {
                // A separator of thousands is no part of the number.
            } else if matches!(c, '.' | '٫' | ',') && next_is_digit {
                token.push('.');
            } else if c == '.'
                && chars.get(at + 1).is_some_and(char::is_ascii_lowercase)
                && !chars.get(at + 2).is_some_and(|c| c.is_alphabetic())
            {
                // The letter of a means-of-implementation target: 16.b, 16.b.1.
                token.push('.');
                token.push(chars[at + 1]);
                at += 1;
            } else {
                break;
            }
            at += 1;
        }
        // A month that other languages name: 3月 is March.
        if chars.get(at) == Some(&'月') {
            continue;
        }
        // Ten thousands and hundred millions, as Chinese counts.
        match chars.get(at) {
            Some('万') => token.push_str("0000"),
            Some('亿') => token.push_str("00000000"),
            _ => {}
        }
        found.push(token);
    }
    found
}

fn is_group_separator(c: char) -> bool {
    matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '’' | '٬' | '،')
}

/// Whether the separator at `at` stands between groups of three digits.
fn groups(chars: &[char], at: usize, before: &str) -> bool {
    let three = (1..=3).all(|step| chars.get(at + step).is_some_and(char::is_ascii_digit));
    let ends = !chars.get(at + 4).is_some_and(char::is_ascii_digit);
    let short = !before.contains('.') && (before.len() <= 3 || before.len().is_multiple_of(3));
    // "16.300" could be a decimal; codes never have three digits after a point.
    three && ends && short && !before.is_empty()
}

/// The text with raised and lowered digits as Markdown writes them: `km²` is `km^2`.
fn spelled_out(text: &str) -> Cow<'_, str> {
    let plain = |c: char| match c {
        '¹' => Some('1'),
        '²' | '³' => char::from_digit(c as u32 - 0xB0, 10),
        '⁰' | '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10),
        '₀'..='₉' => char::from_digit(c as u32 - 0x2080, 10),
        _ => None,
    };
    if !text.contains(|c| plain(c).is_some()) {
        return text.into();
    }
    let mut out = String::new();
    let mut raised = false;
    for c in text.chars() {
        if plain(c).is_some() && !raised {
            out.push('^');
        }
        raised = plain(c).is_some();
        out.push(plain(c).unwrap_or(c));
    }
    out.into()
}

/// The text without the addresses of its links, and with the pinpoints of its citations in their
/// place: the digits of an address or an id are no claims, a page is.
fn without_addresses(text: &str) -> Cow<'_, str> {
    if !text.contains('[') {
        return text.into();
    }
    let (words, citations) = take(text);
    let mut out = String::new();
    let mut rest = words.as_str();
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        match rest[at..].find(')') {
            Some(length) => rest = &rest[at + length + 1..],
            None => rest = "",
        }
    }
    out.push_str(rest);
    for pinpoint in citations.into_iter().filter_map(|citation| citation.pinpoint) {
        out.push_str("; ");
        out.push_str(&pinpoint);
    }
    out.into()
}

fn citations(text: &str) -> Vec<String> {
    let mut ids: Vec<String> =
        take(text).1.into_iter().map(|citation| format!("[@{}]", citation.id)).collect();
    ids.sort();
    ids
}

fn links(text: &str) -> Vec<String> {
    let parts = text.split("](").skip(1).filter_map(|part| part.split_once(')'));
    parts.map(|(url, _)| url.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_in_every_script() {
        for (text, expected) in [
            ("In 2023, 16.3.1 and 16.b.1.", vec!["2023", "16.3.1", "16.b.1"]),
            ("១៦.៣ ២០២៣", vec!["16.3", "2023"]),
            ("٢٠٢٣ و٥", vec!["2023", "5"]),
            ("২০২৩ ௨௦௨௩ 𞥒𞥐𞥒𞥓 𝟏𝟗", vec!["2023", "2023", "2023", "19"]),
            ("per 100,000 people", vec!["100000"]),
            ("pour 100\u{a0}000 habitants", vec!["100000"]),
            ("每10万人", vec!["100000"]),
            ("2025年3月", vec!["2025"]),
            ("aged 5–17, 12 months", vec!["5", "17", "12"]),
            ("3.5 and 3,5", vec!["3.5", "3.5"]),
            ("[a](https://x.org/2025) [@n2]", vec![]),
            ("3 of [@n2, p. 7; @n4]", vec!["3", "7"]),
            ("5 km² of CO₂, 10¹²", vec!["5", "2", "2", "10", "12"]),
            ("5 km^2^ of CO~2~, 10^12^", vec!["5", "2", "2", "10", "12"]),
            ("1.a and 17.18.1 in 2020.", vec!["1.a", "17.18.1", "2020"]),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }
}
