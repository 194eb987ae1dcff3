//! Lines without length in an SVG: with round or square ends they are dots (SVG 2, 11.4), which the
//! library that reads it leaves out. Here they become as long as nothing that is seen.

use std::str::FromStr;

use roxmltree::Node;
use svgtypes::{Length, NumberListParser, SimplePathSegment, SimplifyingPathParser};

/// How long a dot becomes at least, and by how much of its place, which is known to seven digits.
const LEAST: f64 = 0.001;
const SHARE: f64 = 1e-6;

/// What an attribute is to be, for dots to be drawn.
#[derive(Debug, PartialEq)]
pub(super) enum Dot {
    /// It has another value.
    As(&'static str, String),
    /// It cannot be said in another way.
    Unfit,
}

/// What makes the dots of an element visible, if it has any.
pub(super) fn dots(node: Node<'_, '_>) -> Option<Dot> {
    match node.tag_name().name() {
        "path" => path(node.attribute("d")?).map(|d| Dot::As("d", d)),
        "line" => line(node).map(|end| Dot::As("x2", end)),
        "polyline" | "polygon" => {
            let points: Result<Vec<f64>, _> =
                NumberListParser::from(node.attribute("points")?).collect();
            let points = points.ok()?;
            let [x, y, ..] = points[..] else { return None };
            let is_closed = node.tag_name().name() == "polygon";
            let is_dot = points.chunks(2).all(|point| point == [x, y]);
            if !is_dot || points.len() < 4 && !is_closed {
                None
            } else if is_closed {
                Some(Dot::Unfit)
            } else {
                Some(Dot::As("points", format!("{x} {y} {} {y}", beside(x))))
            }
        }
        _ => None,
    }
}

/// A place next to another.
fn beside(x: f64) -> f64 {
    x + (x.abs() * SHARE).max(LEAST)
}

/// Where a line without length is to end.
fn line(node: Node<'_, '_>) -> Option<String> {
    let [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"]
        .map(|name| Length::from_str(node.attribute(name).unwrap_or("0").trim()).ok());
    if x1 != x2 || y1 != y2 {
        return None;
    }
    let Length { number, unit } = x2?;
    Some(Length { number: beside(number), unit }).map(|it| format!("{}{}", it.number, suffix(it)))
}

fn suffix(length: Length) -> &'static str {
    use svgtypes::LengthUnit::{Cm, Em, Ex, In, Mm, None, Pc, Percent, Pt, Px};
    match length.unit {
        None => "",
        Em => "em",
        Ex => "ex",
        Px => "px",
        In => "in",
        Cm => "cm",
        Mm => "mm",
        Pt => "pt",
        Pc => "pc",
        Percent => "%",
    }
}

/// A path whose dots are lines.
fn path(d: &str) -> Option<String> {
    let segments: Result<Vec<SimplePathSegment>, _> = SimplifyingPathParser::from(d).collect();
    let segments = segments.ok()?;
    let (mut out, mut found, mut at) = (String::new(), false, 0);
    while let Some(SimplePathSegment::MoveTo { x, y }) = segments.get(at) {
        let (x, y) = (*x, *y);
        let rest = &segments[at + 1..];
        let is_start = |it: &SimplePathSegment| matches!(it, SimplePathSegment::MoveTo { .. });
        let count = rest.iter().position(is_start).unwrap_or(rest.len());
        let own = &rest[..count];
        if count > 0 && own.iter().all(|it| stays(it, x, y)) {
            out.push_str(&format!("M{x} {y}L{} {y}", beside(x)));
            found = true;
        } else {
            out.push_str(&format!("M{x} {y}"));
            own.iter().for_each(|it| out.push_str(&written(it)));
        }
        at += 1 + count;
    }
    (found && at == segments.len()).then_some(out)
}

/// Whether a segment goes nowhere.
fn stays(segment: &SimplePathSegment, x: f64, y: f64) -> bool {
    match *segment {
        SimplePathSegment::MoveTo { x: a, y: b } | SimplePathSegment::LineTo { x: a, y: b } => {
            (a, b) == (x, y)
        }
        SimplePathSegment::CurveTo { x1, y1, x2, y2, x: a, y: b } => {
            [(x1, y1), (x2, y2), (a, b)].iter().all(|it| *it == (x, y))
        }
        SimplePathSegment::Quadratic { x1, y1, x: a, y: b } => {
            [(x1, y1), (a, b)].iter().all(|it| *it == (x, y))
        }
        SimplePathSegment::ClosePath => true,
    }
}

fn written(segment: &SimplePathSegment) -> String {
    match *segment {
        SimplePathSegment::MoveTo { x, y } => format!("M{x} {y}"),
        SimplePathSegment::LineTo { x, y } => format!("L{x} {y}"),
        SimplePathSegment::CurveTo { x1, y1, x2, y2, x, y } => {
            format!("C{x1} {y1} {x2} {y2} {x} {y}")
        }
        SimplePathSegment::Quadratic { x1, y1, x, y } => format!("Q{x1} {y1} {x} {y}"),
        SimplePathSegment::ClosePath => "Z".into(),
    }
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;

    #[test]
    fn what_has_no_length_gets_one_and_nothing_else_does() {
        let of = |element: &str| dots(Document::parse(element).unwrap().root_element());
        for (element, name, value) in [
            ("<path d='M12 12L12 12'/>", "d", "M12 12L12.001 12"),
            ("<path d='m10 10v0'/>", "d", "M10 10L10.001 10"),
            ("<path d='M80 80z'/>", "d", "M80 80L80.001 80"),
            ("<path d='M1 2h3zM9 9c0 0 0 0 0 0'/>", "d", "M1 2L4 2ZM9 9L9.001 9"),
            ("<line x1='12' y1='1' x2='12' y2='1'/>", "x2", "12.001"),
            ("<line x1='5%' x2='5%'/>", "x2", "5.001%"),
            ("<line/>", "x2", "0.001"),
            ("<polyline points='5,5 5 5'/>", "points", "5 5 5.001 5"),
        ] {
            assert_eq!(of(element), Some(Dot::As(name, value.into())), "{element}");
        }
        assert_eq!(of("<polygon points='5,5'/>"), Some(Dot::Unfit));
        for element in [
            "<path d='M12 12'/>",
            "<path d='M1 1L1 1L2 2'/>",
            "<path d='M1 1a2 2 0 0 1 2 0z'/>",
            "<line x1='1' x2='2'/>",
            "<polyline points='5,5'/>",
            "<rect width='0' height='0'/>",
        ] {
            assert_eq!(of(element), None, "{element}");
        }
    }
}
