//! What an SVG would lose or change on its way to a page.

use roxmltree::{Document, Node, ParsingOptions};

use super::blank::Ground;
use super::fault::{FaultWeight, PictureFaces, PictureFault};
use super::said::with_words;
use super::svg_seen::{over_the_edge, seen};
use super::svg_style::{Styled, styled};
use super::svg_tree::{AskedFamilies, svg_tree};
use super::svg_walk::{SvgWalk, line_of};
use crate::asset::svg_text;

/// How many faults are told of one file.
const TOLD: usize = 5;

/// What an SVG that stands in another would lose or change.
fn inner_faults(bytes: &[u8], faces: &dyn PictureFaces) -> Vec<PictureFault> {
    svg_faults(bytes, faces, None)
}

/// What an SVG would lose or change, on this ground.
pub(super) fn svg_faults(
    bytes: &[u8],
    faces: &dyn PictureFaces,
    ground: Option<Ground>,
) -> Vec<PictureFault> {
    // What cannot be read has been told of.
    let Ok(text) = svg_text(bytes) else { return Vec::new() };
    let Styled { text: other, faults } = styled(&text);
    let text = other.as_deref().unwrap_or(&text);
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return Vec::new() };
    let walk = SvgWalk::through(&document, faces, inner_faults);
    let mut found = faults;
    found.extend(walk.faults);
    let ((tree, families), words) = with_words(|| svg_tree(text, faces));
    for words in words {
        if let Some(fault) = said(&words, &document) {
            found.push(fault);
        }
    }
    let is_whole = found.iter().all(|fault| fault.weight == FaultWeight::Told);
    match tree {
        Ok(tree) => {
            if let Some(ground) = ground.filter(|_| is_whole) {
                let (seen, _) = with_words(|| seen(&tree));
                found.extend(seen.fault(ground));
            }
            let mut texts = over_the_edge(&tree);
            // It is left out where the picture is set.
            texts.retain(|text| !text.contains("Text is not SVG"));
            found.extend(texts.iter().map(|text| cut_off(text, &document)));
        }
        Err(error) => found.push(PictureFault::refused(
            format!("cannot be drawn: {error}"),
            "save it again as “plain SVG”, with a width and a height",
        )),
    }
    found.extend(families.iter().filter_map(|families| other_face(families, faces)));
    found.sort_by_key(|fault| std::cmp::Reverse(fault.weight));
    let more = found.len().saturating_sub(TOLD);
    found.truncate(TOLD);
    if let Some(last) = found.last_mut().filter(|_| more > 0) {
        last.what.push_str(&format!("; and {more} more of this kind"));
    }
    found
}

/// Of a text that runs over the edge of the picture.
fn cut_off(text: &str, document: &Document<'_>) -> PictureFault {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let wanted = squeezed(text);
    let is_it = |node: &Node<'_, '_>| {
        let words =
            || node.descendants().filter_map(|it| it.is_text().then(|| it.text()).flatten());
        node.has_tag_name("text") && squeezed(&words().collect::<String>()) == wanted
    };
    let line = document.descendants().find(is_it).map(|node| line_of(node));
    let line = line.map_or(String::new(), |line| format!(" in line {line}"));
    let shown: String = text.trim().chars().take(40).collect();
    PictureFault::told(
        format!("has text{line} that runs over its edge and is cut off there: “{shown}”"),
        "make the picture (its `viewBox`) wider or the text shorter, or turn text into outlines \
         (paths) in the program that made it, where it fits",
    )
}

/// The fault of a text whose families are not there.
fn other_face(asked: &AskedFamilies, faces: &dyn PictureFaces) -> Option<PictureFault> {
    // Without any, a text says nothing of its face; a page's own faces are without serifs.
    let first = asked.iter().find(|(name, _)| !name.is_empty())?;
    let is_there = |(name, generic): &(String, bool)| !generic && faces.has_family(name);
    if asked.iter().any(is_there) || first == &("sans-serif".to_string(), true) {
        return None;
    }
    Some(PictureFault::told(
        format!(
            "has text in `{}`, which is not there: it is set in the document’s own face",
            first.0
        ),
        "turn text into outlines (paths) in the program that made it, put the font into the project’s \
         `fonts` folder, or leave it, if all of it still fits",
    ))
}

/// How words begin that say what every viewer does, or what is judged otherwise here.
const HARMLESS: [&str; 10] = [
    "No match for",
    "No fonts with",
    "Fallback from",
    "Failed to parse font-variation",
    "Failed to parse font-family",
    "Invalid font-variation",
    "Invalid gradient child",
    "Rect '",
    "Circle '",
    "Ellipse '",
];

/// What is in such words, wherever it stands.
const HARMLESS_PARTS: [&str; 12] = [
    "zero-sized",
    "less than 2 points",
    "lacks the 'xlink:href'",
    "filter input isn't supported",
    "malformed bbox",
    "@font-face rule",
    "@charset rule",
    "@namespace rule",
    "@page rule",
    "keyframes rule",
    "':root' is not",
    "Failed to load nested",
];

/// What may be meant for other media.
const PERHAPS: [&str; 4] = ["@media rule", "@supports rule", "is no a valid 'clip-path'", "'::"];

/// What the library that reads an SVG says of it, as a fault.
fn said(words: &str, document: &Document<'_>) -> Option<PictureFault> {
    let is = |part: &&str| words.contains(*part);
    if HARMLESS.iter().any(|start| words.starts_with(start)) || HARMLESS_PARTS.iter().any(is) {
        return None;
    }
    let quoted = words.split('\'').nth(1).filter(|quoted| !quoted.is_empty());
    // A value comes last in the words that name an attribute.
    let value = words.split("value: '").nth(1).and_then(|rest| rest.split('\'').next());
    let place = value.or(quoted).and_then(|value| place_of(value, document));
    let place = place.map_or(String::new(), |line| format!(" in line {line}"));
    let words = words.trim_end_matches('.');
    let what = format!("has something{place} that cannot be drawn as it is written: {words}");
    let help = "write it in another way, or save it again as “plain SVG” or as PNG";
    Some(if PERHAPS.iter().any(is) {
        PictureFault::told(what, help)
    } else {
        PictureFault::refused(what, help)
    })
}

/// The line of what has a value: in an attribute, a declaration or a rule.
fn place_of(value: &str, document: &Document<'_>) -> Option<u32> {
    let has = |node: &Node<'_, '_>| {
        node.attributes().any(|attribute| attribute.value() == value)
            || node.attribute("style").is_some_and(|style| style.contains(value))
            || node.tag_name().name() == "style" && node.text().is_some_and(|it| it.contains(value))
    };
    document.descendants().find(has).map(|node| line_of(node))
}
