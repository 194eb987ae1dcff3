//! Web addresses over several lines. A mark at the end of a line would be taken for the end of a
//! sentence or for a hyphen of the line break, so lines break before marks rather than behind them.

use super::long::{LONGEST, columns, divide, opportunities};
use super::marks::{JOINER, Marks, OPPORTUNITY};

/// An address, with marks where a line may break and where UAX #14 would let it and must not.
pub fn breakable_address(address: &str) -> String {
    let mut marks = Marks::default();
    let places = places(address);
    for at in opportunities(address).filter(|at| places.binary_search(at).is_err()) {
        marks.add(at, JOINER);
    }
    for at in &places {
        marks.add(*at, OPPORTUNITY);
    }
    let mut last = 0;
    for end in places.into_iter().chain([address.len()]) {
        if columns(&address[last..end]) > LONGEST {
            divide(&address[last..end], last, &mut marks);
        }
        last = end;
    }
    marks.put(address)
}

/// Where lines may break, in order: before a mark, but behind a colon, two slashes and an equals
/// sign; not between two marks, not in a number, not in the name of a host that has room in any
/// column, and never so that a letter or two stand alone.
fn places(address: &str) -> Vec<usize> {
    const ALONE: usize = 2;
    let host = address.find(['/', '?', '#']).unwrap_or(address.len());
    let whole = if columns(&address[..host]) > LONGEST { 0 } else { host };
    let mut before = None;
    let mut places = Vec::new();
    for (at, c) in address.char_indices() {
        let next = address[at + c.len_utf8()..].chars().next();
        let is_place = match (before, c) {
            (Some('0'..='9'), '.' | ',') if next.is_some_and(|c| c.is_ascii_digit()) => false,
            (Some('/'), '/') => false,
            (Some(':' | '='), c) => c != '/',
            (before, '/' | '~' | '.' | ',' | '-' | '_' | '?' | '#' | '%' | '&') => {
                before.is_some_and(char::is_alphanumeric)
            }
            (Some('/'), _) => address[..at].ends_with("//"),
            _ => false,
        };
        before = Some(c);
        if is_place && at >= whole.max(ALONE + 1) && at + ALONE < address.len() {
            places.push(at);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_breaks_before_its_marks_and_nowhere_else() {
        let shown = |address: &str| {
            breakable_address(address).replace(OPPORTUNITY, "|").replace(JOINER, "+")
        };
        for (address, expected) in [
            ("example.org/a-long-path/file.html", "example.org|/+a|-+long|-+path|/+file|.html"),
            ("example.org/?a=b&c=d", "example.org|/?+a=|b|&c=d"),
            ("doi.org/10.1000/182", "doi.org|/10.1000|/182"),
            ("example.org/%E1%9E%80", "example.org|/+%E1|%9E|%80"),
        ] {
            assert_eq!(shown(address), expected);
        }
        let endless = format!("example.org/{}", "a".repeat(100));
        let widest = breakable_address(&endless).split(OPPORTUNITY).map(str::len).max();
        assert!(widest <= Some(30), "{widest:?}");
    }
}
