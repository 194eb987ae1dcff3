//! Citations: `[@id]`, `[@id; @other]`, `[@id, p. 3]`.

/// One source cited, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The id of the source.
    pub id: String,
    /// A page, a chapter, a paragraph: what was written after the id.
    pub pinpoint: Option<String>,
}

/// What stands before the id of a figure.
pub(super) const FIGURE: &str = "fig.";

/// The figure that an id of a citation means, if it means one.
pub(super) fn figure(id: &str) -> Option<&str> {
    id.strip_prefix(FIGURE)
}

/// What stands between square brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Brackets {
    /// No citation.
    Words,
    Citations(Vec<Citation>),
    /// A citation with words before the `@` of its first source.
    Before {
        words: String,
        ids: Vec<String>,
    },
    /// A part of a citation that names no source.
    Nameless(String),
}

/// The semicolons and commas of the scripts that have their own.
const SEMICOLONS: [char; 3] = [';', '؛', '；'];
const COMMAS: [char; 4] = [',', '،', '，', '、'];

/// Whether a character can stand in an id.
pub(super) fn is_of_id(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Whether an `@` behind a character is part of a mail address.
pub(super) fn is_of_address(c: char) -> bool {
    c.is_alphanumeric() || c == '.' || c == '_'
}

/// Reads what stands between square brackets.
pub(super) fn read(inside: &str) -> Brackets {
    if !inside.trim_start().starts_with('@') {
        let ids = mentions(inside);
        let words = inside.split('@').next().unwrap_or_default().trim().to_string();
        return if ids.is_empty() { Brackets::Words } else { Brackets::Before { words, ids } };
    }
    let mut citations = Vec::new();
    for part in parts(inside) {
        let Some(rest) = part.strip_prefix('@') else { return Brackets::Nameless(part.into()) };
        let end =
            rest.find(|c: char| c.is_whitespace() || COMMAS.contains(&c)).unwrap_or(rest.len());
        let (id, rest) = rest.split_at(end);
        let pinpoint = rest.trim_start().trim_start_matches(COMMAS).trim();
        if !mentions(pinpoint).is_empty() {
            return Brackets::Nameless(pinpoint.into());
        }
        citations.push(Citation {
            id: id.to_string(),
            pinpoint: (!pinpoint.is_empty()).then(|| pinpoint.to_string()),
        });
    }
    Brackets::Citations(citations)
}

/// The parts for one source each: a semicolon parts them, and so does a comma before an `@`.
fn parts(inside: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in inside.split(SEMICOLONS) {
        let mut from = 0;
        for (comma, sign) in part.match_indices(COMMAS) {
            let after = comma + sign.len();
            if part[after..].trim_start().starts_with('@') {
                parts.push(part[from..comma].trim());
                from = after;
            }
        }
        parts.push(part[from..].trim());
    }
    parts
}

/// What follows each `@` that is no part of a mail address.
fn mentions(text: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for (at, _) in text.match_indices('@') {
        if text[..at].ends_with(is_of_address) {
            continue;
        }
        let rest = &text[at + 1..];
        let end = rest.find(|c| !is_of_id(c)).unwrap_or(rest.len());
        if end > 0 {
            ids.push(rest[..end].to_string());
        }
    }
    ids
}

/// The text without its citations, and those in their order.
pub fn take(text: &str) -> (String, Vec<Citation>) {
    let (mut words, mut citations) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find("[@") {
        words.push_str(&rest[..at]);
        let length = rest[at..].find(']').unwrap_or(rest.len() - at - 1);
        if let Brackets::Citations(found) = read(&rest[at + 1..at + length]) {
            citations.extend(found);
        }
        rest = &rest[at + length + 1..];
    }
    words.push_str(rest);
    (words, citations)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(inside: &str) -> Vec<(String, Option<String>)> {
        match read(inside) {
            Brackets::Citations(citations) => {
                citations.into_iter().map(|citation| (citation.id, citation.pinpoint)).collect()
            }
            other => panic!("{inside}: {other:?}"),
        }
    }

    #[test]
    fn citations_are_read_as_people_write_them() {
        let one = |id: &str, pinpoint: &str| {
            (id.to_string(), (!pinpoint.is_empty()).then(|| pinpoint.to_string()))
        };
        assert_eq!(cited("@a"), [one("a", "")]);
        assert_eq!(cited("@a; @b"), [one("a", ""), one("b", "")]);
        assert_eq!(cited("@a,@b"), [one("a", ""), one("b", "")]);
        assert_eq!(cited("@a, p. 3–5, 7; @b ch. 2"), [one("a", "p. 3–5, 7"), one("b", "ch. 2")]);
        assert_eq!(cited("@a، ص. 3؛ @b"), [one("a", "ص. 3"), one("b", "")]);
        assert_eq!(cited("@a，第3页；@b"), [one("a", "第3页"), one("b", "")]);
        assert_eq!(read("info@example.org"), Brackets::Words);
        let before = Brackets::Before { words: "see".into(), ids: vec!["a".into()] };
        assert_eq!(read("see @a"), before);
        assert_eq!(read("@a @b"), Brackets::Nameless("@b".into()));
        assert_eq!(read("@a; b"), Brackets::Nameless("b".into()));
    }
}
