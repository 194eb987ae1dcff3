//! XLIFF 2.0 and 2.1: what their elements mean.

use std::collections::HashMap;

use roxmltree::Node;

use super::document::{XliffTree, attribute};
use super::ids;
use super::text::{ReadText, character, keeps_space};
use super::units::{FileHead, FoundUnits, check_language};
use crate::brief::check_brief_id;
use crate::translation::exchange::codec::{ReadError, Returned, ReturnedFile, ReturnedState};

/// What the codes of a unit stand for, by their ids.
type NativeData<'t> = HashMap<&'t str, String>;

/// A segment of a unit, or what stands between two.
struct UnitPart {
    source: ReadText,
    target: Option<ReadText>,
    /// Where in the translation it stands, from 1.
    order: usize,
    state: ReturnedState,
    /// Whether someone has said something of its translation.
    is_begun: bool,
    /// Whether it is translated by itself.
    is_segment: bool,
}

/// The units of a file.
///
/// # Errors
///
/// It is of several briefs, has a unit twice, or what is in it can be read in two ways.
pub(super) fn read<'t>(tree: &'t XliffTree<'t>) -> Result<ReturnedFile, ReadError> {
    let mut found = FoundUnits::new(tree);
    let root = tree.root();
    let own = |name: &str| attribute(root, name).map(str::to_string);
    for (_, node) in tree.children(root).filter(|(name, _)| *name == "file") {
        if node.descendants().any(|node| tree.name(node) == "unit") {
            // Its id tells it from others in the file, and nothing else.
            let original = attribute(node, "original").filter(|id| check_brief_id(id).is_ok());
            let head = FileHead {
                original: original.map(str::to_string),
                source: own("srcLang"),
                target: own("trgLang"),
            };
            found.begin(node, head)?;
        }
        walk(tree, node, is_translatable(node, true), &mut found)?;
    }
    found.finish()
}

/// Whether what is in an element is to be translated, if what it is in is.
fn is_translatable<'t>(node: Node<'t, 't>, outside: bool) -> bool {
    attribute(node, "translate").map_or(outside, |own| own != "no")
}

fn walk<'t>(
    tree: &'t XliffTree<'t>,
    node: Node<'t, 't>,
    translatable: bool,
    found: &mut FoundUnits<'t>,
) -> Result<(), ReadError> {
    for (name, child) in tree.children(node) {
        let translatable = is_translatable(child, translatable);
        match name {
            "group" => walk(tree, child, translatable, found)?,
            "unit" if !translatable => found.pass_over(child, "not to be translated"),
            "unit" => unit(tree, child, found)?,
            _ => {}
        }
    }
    Ok(())
}

fn unit<'t>(
    tree: &'t XliffTree<'t>,
    node: Node<'t, 't>,
    found: &mut FoundUnits<'t>,
) -> Result<(), ReadError> {
    let data = native_data(tree, node)?;
    let mut parts = Vec::new();
    for (name, child) in tree.children(node) {
        if ["segment", "ignorable"].contains(&name) {
            let part = part(tree, child, name == "segment", parts.len() + 1, &data)?;
            parts.push(part);
        }
    }
    let mut source = ReadText::default();
    for part in &parts {
        source.append(part.source.clone());
    }
    let named = attribute(node, "name").and_then(ids::key);
    let mut unit = Returned {
        key: named.or_else(|| attribute(node, "id").and_then(ids::key_of_id)),
        source: Some(source.finish()),
        target: String::new(),
        state: ReturnedState::NeedsReview,
        line: tree.line(node),
    };
    let segments = parts.iter().filter(|part| part.is_segment);
    let (done, left): (Vec<&UnitPart>, Vec<&UnitPart>) =
        segments.partition(|part| part.target.as_ref().is_some_and(|target| !target.is_blank()));
    // Spaces alone are not translated, whatever holds them.
    let is_whole = left.iter().all(|part| part.source.is_blank() && !part.source.has_unknown);
    if !done.is_empty() && is_whole {
        let is_begun = done.iter().any(|part| part.is_begun);
        let states = done.iter().map(|part| part.state);
        unit.state = states.min_by_key(|state| rank(*state)).unwrap_or(ReturnedState::NeedsReview);
        let mut target = ReadText::default();
        for part in in_order(tree, node, parts)? {
            target.append(part.target.unwrap_or(part.source));
        }
        unit.target = target.finish();
        if !is_begun && unit.source.as_ref() == Some(&unit.target) {
            // A tool has begun with the original, as many do.
            unit.target.clear();
        } else if target.has_unknown {
            unit.state = ReturnedState::NeedsReview;
            let words = "an inline code in its translation stands for something that the file does \
                         not say: it is left out";
            found.pass_over(node, words);
        }
    } else if !done.is_empty() {
        found.pass_over(node, "only some of its segments are translated");
    }
    found.add(node, unit)
}

/// The parts of a unit as they follow each other in its translation.
fn in_order<'t>(
    tree: &XliffTree<'t>,
    unit: Node<'t, 't>,
    mut parts: Vec<UnitPart>,
) -> Result<Vec<UnitPart>, ReadError> {
    parts.sort_by_key(|part| part.order);
    for (index, part) in parts.iter().enumerate() {
        if part.order != index + 1 {
            let words = "the `order` of its targets leaves out a place, or has one twice";
            return Err(tree.error(unit, words));
        }
    }
    Ok(parts)
}

fn part<'t>(
    tree: &XliffTree<'t>,
    node: Node<'t, 't>,
    is_segment: bool,
    number: usize,
    data: &NativeData<'t>,
) -> Result<UnitPart, ReadError> {
    let source = tree.only(node, "source")?;
    let source = source.map_or(ReadText::default(), |source| read_text(tree, source, data));
    let mut order = number;
    let mut text = None;
    if let Some(target) = tree.only(node, "target")? {
        check_language(tree, target, attribute(tree.root(), "trgLang"))?;
        if let Some(written) = attribute(target, "order") {
            let wrong = || tree.error(target, format!("`{written}` is no `order`: 1, 2, …"));
            order = written.trim().parse().map_err(|_| wrong())?;
        }
        text = Some(read_text(tree, target, data));
    }
    // It is at the beginning where it does not say, the standard has it.
    let written = attribute(node, "state").unwrap_or("initial");
    let is_begun = written != "initial" || attribute(node, "subState").is_some();
    Ok(UnitPart { source, target: text, order, state: state(written), is_begun, is_segment })
}

/// How far a segment is.
fn state(written: &str) -> ReturnedState {
    match written {
        "translated" => ReturnedState::Translated,
        "reviewed" | "final" => ReturnedState::Reviewed,
        _ => ReturnedState::NeedsReview,
    }
}

/// A unit is as far as the last of its segments.
fn rank(state: ReturnedState) -> u8 {
    match state {
        ReturnedState::NeedsReview => 0,
        ReturnedState::Translated => 1,
        ReturnedState::Reviewed => 2,
    }
}

/// What `originalData` says that codes stand for.
fn native_data<'t>(tree: &XliffTree<'t>, unit: Node<'t, 't>) -> Result<NativeData<'t>, ReadError> {
    let mut data = NativeData::new();
    let Some(all) = tree.only(unit, "originalData")? else { return Ok(data) };
    for (_, one) in tree.children(all).filter(|(name, _)| *name == "data") {
        let mut text = ReadText::default();
        for child in one.children() {
            if child.is_text() {
                text.push(child.text().unwrap_or_default(), true);
            } else if tree.name(child) == "cp" {
                text.push_code(code_point(child).as_deref());
            }
        }
        if let Some(id) = attribute(one, "id").filter(|_| !text.has_unknown) {
            data.insert(id, text.finish());
        }
    }
    Ok(data)
}

/// The character that XML cannot hold.
fn code_point<'t>(node: Node<'t, 't>) -> Option<String> {
    attribute(node, "hex").and_then(character)
}

/// What the content of an element says.
fn read_text<'t>(tree: &XliffTree<'t>, node: Node<'t, 't>, data: &NativeData<'t>) -> ReadText {
    let mut text = ReadText::default();
    let keeps_space = keeps_space(node);
    for child in node.children() {
        if child.is_text() {
            text.push(child.text().unwrap_or_default(), keeps_space);
        } else if child.is_element() {
            // What a code stands for: its data, or what it is equivalent to.
            let native = |reference: &str, equivalent: &str| {
                let known = attribute(child, reference).and_then(|id| data.get(id));
                let same = attribute(child, equivalent).filter(|text| !text.is_empty());
                known.map(String::as_str).or(same)
            };
            match tree.name(child) {
                "mrk" => text.append(read_text(tree, child, data)),
                "cp" if !child.has_children() => text.push_code(code_point(child).as_deref()),
                "sm" | "em" if !child.has_children() => {}
                "ph" | "sc" | "ec" if !child.has_children() => {
                    text.push_code(native("dataRef", "equiv"));
                }
                "pc" => {
                    text.push_code(native("dataRefStart", "equivStart"));
                    text.append(read_text(tree, child, data));
                    text.push_code(native("dataRefEnd", "equivEnd"));
                }
                _ => {
                    text.append(read_text(tree, child, data));
                    text.push_code(None);
                }
            }
        }
    }
    text
}
