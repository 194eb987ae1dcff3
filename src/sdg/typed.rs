//! Codes as people type them.

use unicode_normalization::UnicodeNormalization;

use super::framework::Framework;

/// Words that stand before a code in running text.
const BEFORE: [&str; 6] = ["sdgs", "sdg", "goal", "target", "indicator", "no."];

/// A code as it is written: digits of any form, commas, hyphens or spaces between its parts, capitals and
/// a word before it do not make it another. `None` where nothing of that is a code.
fn plain(typed: &str) -> Option<String> {
    let digit = |c: char| c.to_digit(10).or_else(|| foreign_digit(c));
    let folded: String = typed.nfkc().collect::<String>().to_lowercase();
    let mut rest = folded.trim();
    while let Some(after) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start();
    }
    let mut parts: Vec<String> = Vec::new();
    for part in rest.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let part: String = part
            .chars()
            .map(|c| digit(c).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c))
            .collect();
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit()) && part.len() < 4;
        let is_letter = part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_letter_of_code = is_letter && !parts.is_empty();
        if !is_number && !is_letter_of_code {
            return None;
        }
        let number = part.trim_start_matches('0');
        parts.push(if is_number && !number.is_empty() { number.into() } else { part });
    }
    (2..=3).contains(&parts.len()).then(|| parts.join("."))
}

/// The value of a digit of the scripts in which briefs are written.
fn foreign_digit(c: char) -> Option<u32> {
    // Arabic, Persian, Devanagari, Bengali, Thai, Lao, Burmese, Khmer.
    const ZEROS: [u32; 8] = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xED0, 0x1040, 0x17E0];
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&u32::from(c)))?;
    Some(u32::from(c) - zero)
}

/// The code of a target or indicator that is typed in another way.
pub fn as_typed(framework: &Framework, typed: &str) -> Option<String> {
    let code = plain(typed)?;
    let is_known = framework.target(&code).is_some() || framework.indicator(&code).is_some();
    (code != typed && is_known).then_some(code)
}

/// The codes in a text that lists several.
pub fn listed_codes(framework: &Framework, typed: &str) -> Option<Vec<String>> {
    let parts = typed.split([',', ';', '/', '&', '+']).flat_map(|part| part.split(" and "));
    let code = |part: &str| {
        let part = part.trim();
        let known = framework.target(part).is_some() || framework.indicator(part).is_some();
        if known { Some(part.to_string()) } else { as_typed(framework, part) }
    };
    let codes: Vec<String> = parts.map(code).collect::<Option<_>>()?;
    (codes.len() > 1).then_some(codes)
}

#[cfg(test)]
mod tests {
    use super::super::framework::framework;
    use super::*;

    #[test]
    fn codes_are_known_however_they_are_typed() {
        for (typed, code) in [
            ("16,3", "16.3"),
            ("16-3-1", "16.3.1"),
            ("16.3.1.", "16.3.1"),
            ("16. 3. 1", "16.3.1"),
            ("\u{ff11}\u{ff16}.3.1", "16.3.1"),
            ("១៦.៣", "16.3"),
            ("16.B.1", "16.b.1"),
            ("16.B", "16.b"),
            ("SDG 16.3.1", "16.3.1"),
            ("Target 16.3", "16.3"),
            ("1.01", "1.1"),
        ] {
            assert_eq!(as_typed(framework(), typed).as_deref(), Some(code), "{typed}");
        }
        for typed in ["16.3", "16.33", "justice", "16", "16.3.1.2", "2026-11-24", "", "b.16"] {
            assert_eq!(as_typed(framework(), typed), None, "{typed}");
        }
        let listed = |typed: &str| listed_codes(framework(), typed);
        assert_eq!(listed("16.3, 16.6"), Some(vec!["16.3".into(), "16.6".into()]));
        assert_eq!(listed("16.3 and 16.B"), Some(vec!["16.3".into(), "16.b".into()]));
        assert_eq!(listed("16,3"), None);
    }
}
