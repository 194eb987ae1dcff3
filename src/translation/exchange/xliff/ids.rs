//! Ids of units: the key, in the characters that an id may have.

use crate::translation::key::Key;

/// What stands before and after the number of a character that an id cannot have.
const CODE: [char; 2] = [':', '.'];

/// A key, or another name, as an `xs:NMTOKEN`: `finding.a.evidence:5b.2:5d.`. Two names have two ids.
pub(super) fn id(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            id.push(c);
        } else {
            id += &format!("{}{:x}{}", CODE[0], u32::from(c), CODE[1]);
        }
    }
    if id.is_empty() { "_".into() } else { id }
}

/// The name that an id was made of. What [`id`] did not make is a name as it stands.
fn name(id: &str) -> String {
    let mut name = String::new();
    let mut rest = id;
    while let Some((before, after)) = rest.split_once(CODE[0]) {
        name += before;
        let coded = after.split_once(CODE[1]).and_then(|(number, after)| {
            let c = u32::from_str_radix(number, 16).ok().and_then(char::from_u32)?;
            Some((c, after))
        });
        let Some((c, after)) = coded else { return id.to_string() };
        name.push(c);
        rest = after;
    }
    name + rest
}

/// The key that a tool has kept in an attribute of a unit. All of ours have a point; numbers that
/// tools count units by have none.
pub(super) fn key(written: &str) -> Option<Key> {
    written.contains('.').then(|| written.parse().ok()).flatten()
}

/// The key that an id is made of.
pub(super) fn key_of_id(written: &str) -> Option<Key> {
    key(&name(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_names_in_other_characters() {
        for (key, written) in [
            ("brief.key_messages[2]", "brief.key_messages:5b.2:5d."),
            ("abbreviations.N.C.C.T.", "abbreviations.N.C.C.T."),
            ("names.Aide à l’enfance", "names.Aide:20.:e0.:20.l:2019.enfance"),
            ("a.:5b.", "a.:3a.5b."),
        ] {
            assert_eq!(id(key), written);
            assert_eq!(name(written), key);
        }
        // Not ours.
        for other in ["a:b", ":", ":zz.", "finding.a.evidence[1]", ":110000.", "x:5b"] {
            assert_eq!(name(other), other);
        }
        assert_eq!(id(""), "_");
        assert!(key_of_id("2").is_none() && key_of_id("u17").is_none());
    }
}
