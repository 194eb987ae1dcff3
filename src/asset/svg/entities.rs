//! What the entities of a document expand to, without expanding them.

use std::collections::BTreeMap;

/// Entities in entities deeper than this are taken to expand without end.
const DEEPEST: usize = 12;

/// How many bytes the references of a document come to, those in comments too.
pub(super) fn expanded(text: &str) -> u64 {
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for after in text.split("<!ENTITY").skip(1) {
        let Some((name, rest)) = after.trim_start().split_once(|c: char| c.is_ascii_whitespace())
        else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        if let Some((value, _)) = rest[1..].split_once(quote) {
            // The first of a name counts.
            values.entry(name).or_insert(value);
        }
    }
    if values.is_empty() {
        return 0;
    }
    let mut known = BTreeMap::new();
    references(text)
        .fold(0, |sum: u64, name| sum.saturating_add(length(name, &values, &mut known, DEEPEST)))
}

/// How long an entity is, with those in it.
fn length<'t>(
    name: &'t str,
    values: &BTreeMap<&'t str, &'t str>,
    known: &mut BTreeMap<&'t str, u64>,
    left: usize,
) -> u64 {
    let Some(value) = values.get(name) else { return 0 };
    if let Some(length) = known.get(name) {
        return *length;
    }
    if left == 0 {
        return u64::MAX;
    }
    let mut sum = value.len() as u64;
    for inner in references(value) {
        sum = sum.saturating_add(length(inner, values, known, left - 1));
    }
    known.insert(name, sum);
    sum
}

/// The names between `&` and `;`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('&').skip(1).filter_map(|after| {
        let head = after.get(..after.len().min(200)).unwrap_or(after);
        head.split_once(';').map(|(name, _)| name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_count_for_what_they_expand_to() {
        assert_eq!(expanded("<svg>&lt;</svg>"), 0);
        let doctype = "<!DOCTYPE svg [<!ENTITY a \"12345\"> <!ENTITY b '&a;&a;'>]>";
        // The two in `b` stand in the text as well, and what they are written with counts.
        assert_eq!(expanded(&format!("{doctype}<svg>&b;</svg>")), 26);
        assert_eq!(expanded("<!DOCTYPE svg [<!ENTITY a '&a;'>]><svg/>"), u64::MAX);
    }

    #[test]
    fn ten_entities_of_ten_entities_are_too_much() {
        let mut doctype = String::from("<!DOCTYPE svg [<!ENTITY e0 'haha'>");
        for level in 1..10 {
            let inner = format!("&e{};", level - 1).repeat(10);
            doctype.push_str(&format!("<!ENTITY e{level} '{inner}'>"));
        }
        assert!(expanded(&format!("{doctype}]><svg>&e9;</svg>")) > 4_000_000_000);
    }
}
