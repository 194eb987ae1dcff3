//! What an SVG would lose or change on its way to a page.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;
use roxmltree::{Document, Node, ParsingOptions};
use usvg::{FontFamily, FontResolver, Group, ImageHrefResolver, Options, Tree};

use super::fault::{PictureFaces, PictureFault};
use super::said::with_words;
use super::svg_walk::{SvgWalk, line_of};
use crate::limits::UNPACKED;

/// How many faults are told of one file.
const TOLD: usize = 5;

/// What an SVG would lose or change.
pub(super) fn svg_faults(bytes: &[u8], faces: &dyn PictureFaces) -> Vec<PictureFault> {
    let bytes = unpacked(bytes);
    let Ok(text) = std::str::from_utf8(&bytes) else { return Vec::new() };
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    // What cannot be read has been told of.
    let Ok(document) = Document::parse_with_options(text, options) else { return Vec::new() };
    let walk = SvgWalk::through(&document, faces, svg_faults);
    let mut found = walk.faults;
    let families = Mutex::new(BTreeSet::new());
    let (tree, words) = with_words(|| drawn(text, &families));
    for words in words {
        if let Some(fault) = said(&words, &document) {
            found.push(fault);
        }
    }
    match tree {
        Ok(tree) if !paints(tree.root()) && !walk.has_text && found.is_empty() => {
            found.push(PictureFault::refused(
                "draws nothing: its page would be blank",
                "save it again with the program that made it, or take another file",
            ));
        }
        Ok(_) => {}
        Err(error) => found.push(PictureFault::refused(
            format!("cannot be drawn: {error}"),
            "save it again as “plain SVG”, with a width and a height",
        )),
    }
    let families = families.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.extend(families.iter().filter_map(|families| other_face(families, faces)));
    found.sort_by_key(|fault| std::cmp::Reverse(fault.weight));
    let more = found.len().saturating_sub(TOLD);
    found.truncate(TOLD);
    if let Some(last) = found.last_mut().filter(|_| more > 0) {
        last.what.push_str(&format!("; and {more} more of this kind"));
    }
    found
}

/// The text of an SVG that may be packed; it has been unpacked before within the limits.
fn unpacked(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return Cow::Borrowed(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    }
    let mut text = Vec::new();
    match MultiGzDecoder::new(bytes).take(UNPACKED).read_to_end(&mut text) {
        Ok(_) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(bytes),
    }
}

/// The families that a text asks for, in order; whether one is the generic family of pages, or
/// another generic one.
type AskedFamilies = Vec<(String, bool)>;

/// What is drawn, with the families that its texts ask for. The texts themselves are set later, in
/// the faces of the document.
fn drawn(text: &str, families: &Mutex<BTreeSet<AskedFamilies>>) -> Result<Tree, usvg::Error> {
    let asked = |font: &usvg::Font| {
        let names = font.families().iter().map(|family| match family {
            FontFamily::Named(name) => (name.clone(), false),
            FontFamily::Serif => ("serif".into(), true),
            FontFamily::SansSerif => ("sans-serif".into(), true),
            FontFamily::Cursive => ("cursive".into(), true),
            FontFamily::Fantasy => ("fantasy".into(), true),
            FontFamily::Monospace => ("monospace".into(), true),
        });
        names.collect::<AskedFamilies>()
    };
    let options = Options {
        font_family: String::new(),
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: Box::new(|font, _| {
                let mut families = families.lock().unwrap_or_else(PoisonError::into_inner);
                families.insert(asked(font));
                None
            }),
            select_fallback: Box::new(|_, _, _| None),
        },
        fontdb: Arc::default(),
        ..Options::default()
    };
    Tree::from_str(text, &options)
}

/// Whether there is anything to be seen.
pub(super) fn paints(group: &Group) -> bool {
    group.children().iter().any(|node| match node {
        usvg::Node::Group(group) => paints(group),
        usvg::Node::Path(path) => {
            path.is_visible() && (path.fill().is_some() || path.stroke().is_some())
        }
        usvg::Node::Image(image) => image.is_visible(),
        usvg::Node::Text(_) => true,
    })
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
