//! Colours and lengths that CSS has and the library that reads an SVG has not, in words that it has.

use std::str::FromStr;

use roxmltree::Node;
use svgtypes::{Color, Length, LengthUnit};

use super::css::{after, is_name};

/// The size of letters where nothing says another.
const LETTERS: f64 = 16.0;

/// How many units one of the root's letters is high, of which the document's `rem` are counted.
pub(super) fn root_letters(root: Node<'_, '_>) -> f64 {
    let styled = root.attribute("style").and_then(|style| {
        let parts = style.split(';').filter_map(|part| part.split_once(':'));
        let mut sizes = parts.filter(|(name, _)| name.trim() == "font-size");
        sizes.next_back().map(|(_, value)| value.trim())
    });
    let Some(value) = styled.or(root.attribute("font-size")) else { return LETTERS };
    if let Some(number) = of_letters(value) {
        return number * LETTERS;
    }
    match Length::from_str(value) {
        Ok(Length { number, unit: LengthUnit::None | LengthUnit::Px }) => number,
        Ok(Length { number, unit: LengthUnit::Pt }) => number * 4.0 / 3.0,
        Ok(Length { number, unit: LengthUnit::Em }) => number * LETTERS,
        _ => LETTERS,
    }
}

/// A length in letters of the root, in units.
pub(super) fn length(value: &str, letters: f64) -> Option<String> {
    of_letters(value).map(|number| format!("{}", number * letters))
}

fn of_letters(value: &str) -> Option<f64> {
    let (number, unit) = value.split_at_checked(value.len().checked_sub(3)?)?;
    unit.eq_ignore_ascii_case("rem").then(|| number.parse().ok()).flatten()
}

/// A colour; `None` where it is said as it is understood.
pub(super) fn colour(value: &str) -> Option<String> {
    if value.eq_ignore_ascii_case("currentcolor") {
        return (value != "currentColor").then(|| "currentColor".into());
    }
    let lower = value.to_ascii_lowercase();
    let inner = lower.strip_prefix("rgb").map(|rest| rest.strip_prefix('a').unwrap_or(rest))?;
    let inner = inner.strip_prefix('(')?.strip_suffix(')')?;
    let parts = inner.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/'));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let [r, g, b, alpha] = parts[..] else { return None };
    let alpha: f64 = alpha.strip_suffix('%')?.parse().ok()?;
    Some(format!("rgba({r}, {g}, {b}, {})", alpha / 100.0))
}

/// A value with the colours within its functions as numbers: brackets in brackets are not understood.
pub(super) fn flat(value: &str) -> Option<String> {
    let (mut out, mut at, mut level) = (String::new(), 0, 0);
    while at < value.len() {
        let name: String = value[at..].chars().take_while(|c| is_name(*c)).collect();
        let open = at + name.len();
        if level > 0 && !name.is_empty() && value[open..].starts_with('(') {
            let end = after(value, open);
            let inner = &value[at..end];
            let Color { red, green, blue, alpha } =
                Color::from_str(&colour(inner).unwrap_or_else(|| inner.into())).ok()?;
            out.push_str(&format!("#{red:02x}{green:02x}{blue:02x}{alpha:02x}"));
            at = end;
            continue;
        }
        let mut end = open;
        if let Some(c) = value[open..].chars().next() {
            match c {
                '(' => level += 1,
                ')' => level -= 1,
                _ => {}
            }
            end = if matches!(c, '"' | '\'') { after(value, open) } else { open + c.len_utf8() };
        }
        out.push_str(&value[at..end]);
        at = end;
    }
    (out != value).then_some(out)
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::*;

    #[test]
    fn colours_and_lengths_are_said_as_they_are_understood() {
        assert_eq!(colour("rgb(10 20 30 / 50%)").as_deref(), Some("rgba(10, 20, 30, 0.5)"));
        assert_eq!(colour("RGBA(10,20,30,5%)").as_deref(), Some("rgba(10, 20, 30, 0.05)"));
        assert_eq!(colour("currentcolor").as_deref(), Some("currentColor"));
        for same in ["rgb(10%, 20%, 30%)", "rgb(1 2 3 / .5)", "red", "currentColor", "url(#a)"] {
            assert_eq!(colour(same), None, "{same}");
        }
        let flat = |value| flat(value);
        let shadow = "drop-shadow(1px 2px rgba(185,185,185,1)) blur(2px)";
        assert_eq!(flat(shadow).as_deref(), Some("drop-shadow(1px 2px #b9b9b9ff) blur(2px)"));
        for same in ["rgb(1, 2, 3)", "url(#a) blur(2px)", "a(b(c))", "'a(rgb(1,2,3))'"] {
            assert_eq!(flat(same), None, "{same}");
        }
        let letters = |root: &str| root_letters(Document::parse(root).unwrap().root_element());
        assert_eq!(letters("<svg/>"), 16.0);
        assert_eq!(letters("<svg font-size='10'/>"), 10.0);
        assert_eq!(letters("<svg font-size='10' style='font-size: 2rem'/>"), 32.0);
        assert_eq!(length("0.5rem", 12.0).as_deref(), Some("6"));
        assert_eq!(length("2em", 12.0), None);
    }
}
