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
    let mut out = String::with_capacity(2 * address.len());
    let mut from = 0;
    for (at, mark) in marks.sorted() {
        out.push_str(&address[from..at]);
        out.push(mark);
        from = at;
    }
    out.push_str(&address[from..]);
    out
}

/// Where lines may break, in order: before a mark, but behind a colon, two slashes and an equals
/// sign; not between two marks, and never so that a letter or two stand alone.
fn places(address: &str) -> Vec<usize> {
    const ALONE: usize = 2;
    let mut before = None;
    let mut places = Vec::new();
    for (at, c) in address.char_indices() {
        let is_place = match (before, c) {
            (Some('/'), '/') => false,
            (Some(':' | '='), c) => c != '/',
            (before, '/' | '~' | '.' | ',' | '-' | '_' | '?' | '#' | '%' | '&') => {
                before.is_some_and(char::is_alphanumeric)
            }
            (Some('/'), _) => address[..at].ends_with("//"),
            _ => false,
        };
        before = Some(c);
        if is_place && at > ALONE && at + ALONE < address.len() {
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
            ("example.org/a-long-path/file.html", "example|.org|/+a|-+long|-+path|/+file|.html"),
            ("example.org/?a=b&c=d", "example|.org|/?+a=|b|&c=d"),
            ("doi.org/10.1000/182", "doi|.org|/10|.1000|/182"),
            ("example.org/%E1%9E%80", "example|.org|/+%E1|%9E|%80"),
        ] {
            assert_eq!(shown(address), expected);
        }
        let endless = format!("example.org/{}", "a".repeat(100));
        let widest = breakable_address(&endless).split(OPPORTUNITY).map(str::len).max();
        assert!(widest <= Some(30), "{widest:?}");
    }
}
