//! Paths, points and lists of numbers in an SVG, read to their end by the grammar: what reads them
//! otherwise draws all up to the first mistake, and says nothing of the rest.

use std::str::FromStr;

use svgtypes::{Error, LengthListParser, NumberListParser, SimplifyingPathParser, ViewBox};

/// What can be set by a style that is drawn, with a list for its value.
const DASHES: &str = "stroke-dasharray";

/// Why the value of an attribute cannot be read to its end; `None` for one that can, and for any that is
/// no list.
pub(super) fn unread(element: &str, name: &str, value: &str) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    match (element, name) {
        ("path", "d") if value != "none" => first(SimplifyingPathParser::from(value)),
        ("polyline" | "polygon", "points") => first(NumberListParser::from(value)).or_else(|| {
            let odd = NumberListParser::from(value).count() % 2 == 1;
            odd.then(|| "a point of it has one number alone".into())
        }),
        (_, "viewBox") => {
            // What is not even that is told of by the library.
            let is_read = ViewBox::from_str(value).is_ok();
            let more = || {
                let more = NumberListParser::from(value).count() > 4;
                more.then(|| "it has more than four numbers".into())
            };
            if is_read { first(NumberListParser::from(value)).or_else(more) } else { None }
        }
        ("text" | "tspan" | "tref", "x" | "y" | "dx" | "dy") => {
            first(LengthListParser::from(value))
        }
        (element, "order" | "stdDeviation" | "kernelUnitLength") if element.starts_with("fe") => {
            first(NumberListParser::from(value))
        }
        (_, DASHES) => unread_dashes(value),
        _ => None,
    }
}

/// The same of a property that a style sets.
pub(super) fn unread_property(name: &str, value: &str) -> Option<String> {
    if name == DASHES { unread_dashes(value) } else { None }
}

fn unread_dashes(value: &str) -> Option<String> {
    let is_word = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if is_word { None } else { first(LengthListParser::from(value)) }
}

/// The first mistake.
fn first<T>(mut parts: impl Iterator<Item = Result<T, Error>>) -> Option<String> {
    parts.find_map(Result::err).map(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_to_their_end() {
        for (element, name, value) in [
            ("path", "d", "M10-20A5.5.3-4 110-.1z"),
            ("path", "d", " none "),
            ("path", "d", ""),
            ("polygon", "points", "1,1 2-3\n4.5.6 "),
            ("svg", "viewBox", "0,0 10 1e2"),
            ("svg", "viewBox", "no numbers at all"),
            ("text", "x", "1 2em,3%"),
            ("line", "stroke-dasharray", "none"),
            ("line", "stroke-dasharray", "4, 2px 1"),
            ("rect", "x", "1 x"),
        ] {
            assert_eq!(unread(element, name, value), None, "{name}={value}");
        }
        for (element, name, value) in [
            ("path", "d", "M1 1 L 2 x 3 4"),
            ("path", "d", "M1 1 L NaN 4 L 5 6"),
            ("path", "d", "L1 1"),
            ("polyline", "points", "1,1 20,b 3,4"),
            ("polyline", "points", "1,1 20,30 3"),
            ("svg", "viewBox", "0 0 10 10 x"),
            ("symbol", "viewBox", "0 0 10 10 10"),
            ("tspan", "dx", "1 2 NaN"),
            ("line", "stroke-dasharray", "4 x 2"),
            ("feGaussianBlur", "stdDeviation", "1 x"),
        ] {
            assert!(unread(element, name, value).is_some(), "{name}={value}");
        }
    }
}
