//! Letters of a drawing as one shape for those that follow each other. Typst draws each letter as a
//! reference to its outline (`use`), and a browser takes more time for references than for what they
//! stand for.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use roxmltree::{Document, Node};

const XLINK: &str = "http://www.w3.org/1999/xlink";

/// How an outline begins: at its own zero. From there it is drawn by differences alone.
const ORIGIN: &str = "M 0 0";

/// Draws letters that follow each other in one opaque colour as one path, which is filled as each of them
/// was. What is no such letter stays as it is, and so does a drawing that cannot be read.
pub fn joined(svg: String) -> String {
    let Ok(document) = Document::parse(&svg) else { return svg };
    let outlines = outlines(&document);
    let mut runs: Vec<LetterRun<'_>> = Vec::new();
    let mut still_used = HashSet::new();
    for node in document.descendants().filter(|node| node.has_tag_name("use")) {
        let Some(letter) = DrawnLetter::of(node, &outlines) else {
            still_used.extend(target(node));
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.range.end == node.range().start && run.colour == letter.colour => {
                run.add(&letter);
            }
            _ => runs.push(LetterRun::of(&letter)),
        }
    }
    let unused = outlines.iter().filter(|(id, _)| !still_used.contains(*id));
    let mut changes: Vec<(Range<usize>, String)> =
        unused.map(|(_, outline)| (outline.symbol.clone(), String::new())).collect();
    changes.extend(runs.into_iter().map(LetterRun::into_change));
    changes.sort_unstable_by_key(|(range, _)| range.start);
    with_changes(&svg, &changes)
}

/// The outline of a letter.
struct Outline<'d> {
    /// Where it stands in the drawing.
    symbol: Range<usize>,
    /// Its path after [`ORIGIN`].
    steps: &'d str,
}

/// The outlines that letters refer to, by id.
fn outlines<'d>(document: &'d Document<'_>) -> BTreeMap<&'d str, Outline<'d>> {
    let symbols = document.descendants().filter(|node| node.has_tag_name("symbol"));
    let outline = |symbol: Node<'d, '_>| {
        let path = symbol.first_element_child().filter(|path| path.has_tag_name("path"))?;
        let is_alone = path.next_sibling_element().is_none() && path.attributes().len() == 1;
        let steps = path.attribute("d")?.strip_prefix(ORIGIN)?;
        let is_relative = !steps.chars().any(|letter| letter.is_ascii_uppercase() && letter != 'Z');
        (is_alone && is_relative)
            .then_some((symbol.attribute("id")?, Outline { symbol: symbol.range(), steps }))
    };
    symbols.filter_map(outline).collect()
}

/// The id of what is referred to.
fn target<'d>(node: Node<'d, '_>) -> Option<&'d str> {
    node.attribute((XLINK, "href"))?.strip_prefix('#')
}

/// A letter.
struct DrawnLetter<'d> {
    range: Range<usize>,
    place: [&'d str; 2],
    colour: &'d str,
    steps: &'d str,
}

impl<'d> DrawnLetter<'d> {
    /// A reference that places an outline and fills it, and does nothing else.
    fn of(node: Node<'d, '_>, outlines: &BTreeMap<&str, Outline<'d>>) -> Option<Self> {
        let place = [node.attribute("x")?, node.attribute("y")?];
        let colour =
            node.attribute("fill").filter(|fill| fill.starts_with('#') && fill.len() == 7)?;
        let is_plain =
            node.attribute("fill-rule") == Some("nonzero") && node.attributes().len() == 5;
        let steps = outlines.get(target(node)?)?.steps;
        is_plain.then_some(Self { range: node.range(), place, colour, steps })
    }
}

/// Letters that follow each other in one colour.
struct LetterRun<'d> {
    range: Range<usize>,
    colour: &'d str,
    path: String,
}

impl<'d> LetterRun<'d> {
    fn of(letter: &DrawnLetter<'d>) -> Self {
        let mut run =
            Self { range: letter.range.clone(), colour: letter.colour, path: String::new() };
        run.add(letter);
        run
    }

    fn add(&mut self, letter: &DrawnLetter<'_>) {
        let [x, y] = letter.place;
        self.range.end = letter.range.end;
        for part in ["M", x, " ", y, letter.steps.trim_end()] {
            self.path.push_str(part);
        }
    }

    fn into_change(self) -> (Range<usize>, String) {
        (self.range, format!(r#"<path fill="{}" d="{}"/>"#, self.colour, self.path))
    }
}

/// A text with changes, in order, none of which touch each other.
fn with_changes(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let mut changed = String::with_capacity(text.len() * 4);
    let mut at = 0;
    for (range, by) in changes {
        changed.push_str(&text[at..range.start]);
        changed.push_str(by);
        at = range.end;
    }
    changed.push_str(&text[at..]);
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(uses: &str) -> String {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="{XLINK}" viewBox="0 0 20 10"><g transform="matrix(1 0 0 -1 0 9)">{uses}</g><defs><symbol id="a" overflow="visible"><path d="M 0 0m 1 1v 6h 3v -6Z "/></symbol><symbol id="b" overflow="visible"><path d="M 0 0m 1 0q 2 8 4 0Z m 1 1v 1h 1v -1Z "/></symbol></defs></svg>"##
        )
    }

    fn letter(id: &str, x: &str, fill: &str) -> String {
        format!(r##"<use xlink:href="#{id}" x="{x}" y="0" fill="{fill}" fill-rule="nonzero"/>"##)
    }

    /// As resvg draws it.
    fn drawn(svg: &str) -> Vec<u8> {
        let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).unwrap();
        let mut pixels = resvg::tiny_skia::Pixmap::new(200, 100).unwrap();
        let scale = resvg::tiny_skia::Transform::from_scale(10.0, 10.0);
        resvg::render(&tree, scale, &mut pixels.as_mut());
        pixels.take()
    }

    #[test]
    fn letters_of_one_colour_are_one_path_that_looks_the_same() {
        let uses = [
            letter("a", "0", "#102030"),
            letter("b", "5.5", "#102030"),
            letter("a", "11", "#ff0000"),
        ];
        let before = drawing(&uses.concat());
        let after = joined(before.clone());
        assert_eq!(
            (after.matches("<path").count(), after.matches("<use").count()),
            (2, 0),
            "{after}"
        );
        assert!(!after.contains("<symbol"), "{after}");
        assert_eq!(drawn(&after), drawn(&before));
        assert_ne!(drawn(&after), drawn(&drawing(&uses[..2].concat())));
    }

    #[test]
    fn what_is_no_plain_letter_stays() {
        for other in [
            letter("a", "0", "#10203080"),
            letter("a", "0", "url(#p)"),
            letter("a", "0", "#102030").replace(" y=", r##" stroke="#000000" y="##),
            letter("c", "0", "#102030"),
        ] {
            let before = drawing(&format!("{other}{}", letter("b", "5", "#102030")));
            let after = joined(before.clone());
            assert!(after.contains(&other), "{after}");
            assert_eq!(after.matches("<use").count(), 1, "{after}");
            assert_eq!(after.contains(r#"id="a""#), other.contains("#a\""), "{after}");
        }
        assert_eq!(joined("no drawing".into()), "no drawing");
    }
}
