//! XLIFF 1.1 and 1.2: what their elements mean.

use std::collections::HashSet;

use roxmltree::Node;

use super::document::{XliffTree, attribute};
use super::ids;
use super::text::{Codes, ReadText, character, keeps_space};
use super::units::{FileHead, FoundUnits, check_language};
use super::write::CHARACTER;
use crate::brief::check_brief_id;
use crate::translation::exchange::codec::{ReadError, Returned, ReturnedFile, ReturnedState};
use crate::translation::exchange::po::file_of_header;
use crate::translation::key::Key;

/// What a `file` is as its units are read.
struct FileOfUnits<'t> {
    target: Option<&'t str>,
    /// The tool that makes XLIFF of PO files: it gives units numbers, and says where they were.
    is_of_po: bool,
}

/// The units of a file.
///
/// # Errors
///
/// It is of several briefs, has a unit twice, or what is in it can be read in two ways.
pub(super) fn read<'t>(tree: &'t XliffTree<'t>) -> Result<ReturnedFile, ReadError> {
    let mut found = FoundUnits::new(tree);
    for (_, node) in tree.children(tree.root()).filter(|(name, _)| *name == "file") {
        let Some(body) = tree.only(node, "body")? else { continue };
        let own = |name: &str| attribute(node, name).map(str::to_string);
        let header = body.descendants().find(|unit| is_po_header(*unit));
        let has_units =
            body.descendants().any(|node| ["trans-unit", "bin-unit"].contains(&tree.name(node)));
        if has_units {
            let head = match header {
                Some(header) => head_of_po(tree, header)?,
                None => FileHead {
                    // A path is that of a file of a tool.
                    original: own("original").filter(|id| check_brief_id(id).is_ok()),
                    source: own("source-language"),
                    target: own("target-language"),
                },
            };
            found.begin(node, head)?;
        }
        let of =
            FileOfUnits { target: attribute(node, "target-language"), is_of_po: header.is_some() };
        walk(tree, body, &of, is_translatable(node, true), &mut found)?;
    }
    found.finish()
}

/// Whether a unit is the head of a PO file, as `po2xliff` writes it.
fn is_po_header<'t>(node: Node<'t, 't>) -> bool {
    attribute(node, "restype") == Some("x-gettext-domain-header")
}

/// What the head of a PO file says of it. What `po2xliff` says of it besides is a guess.
fn head_of_po<'t>(tree: &XliffTree<'t>, header: Node<'t, 't>) -> Result<FileHead, ReadError> {
    let text = tree.only(header, "target")?.and_then(|target| target.text()).unwrap_or_default();
    let said = file_of_header(text);
    Ok(FileHead { original: said.brief, source: said.source, target: said.target })
}

/// Whether what is in an element is to be translated, if what it is in is.
fn is_translatable<'t>(node: Node<'t, 't>, outside: bool) -> bool {
    attribute(node, "translate").map_or(outside, |own| own != "no")
}

fn walk<'t>(
    tree: &'t XliffTree<'t>,
    node: Node<'t, 't>,
    file: &FileOfUnits<'t>,
    translatable: bool,
    found: &mut FoundUnits<'t>,
) -> Result<(), ReadError> {
    for (name, child) in tree.children(node) {
        let translatable = is_translatable(child, translatable);
        match name {
            "group" => walk(tree, child, file, translatable, found)?,
            "trans-unit" if is_po_header(child) => {}
            "trans-unit" if !translatable => found.pass_over(child, "not to be translated"),
            "trans-unit" => unit(tree, child, file, found)?,
            "bin-unit" => found.pass_over(child, "no text"),
            _ => {}
        }
    }
    Ok(())
}

fn unit<'t>(
    tree: &'t XliffTree<'t>,
    node: Node<'t, 't>,
    file: &FileOfUnits<'t>,
    found: &mut FoundUnits<'t>,
) -> Result<(), ReadError> {
    let source = tree.only(node, "source")?;
    let target = tree.only(node, "target")?;
    let segmented = tree.only(node, "seg-source")?;
    let mut codes = Codes::new();
    let source = source.map(|source| {
        let text = read_text(tree, source, &Codes::new());
        codes = codes_of(tree, source);
        text
    });
    let mut unit = Returned {
        key: key(tree, node, file),
        source: source.map(|source| source.finish()),
        target: String::new(),
        state: ReturnedState::NeedsReview,
        line: tree.line(node),
    };
    if let Some(target) = target {
        check_language(tree, target, file.target)?;
        let text = read_text(tree, target, &codes);
        if text.is_blank() && !text.has_unknown {
            // It is not translated.
        } else if segmented.is_some_and(|segmented| is_half(tree, segmented, target)) {
            found.pass_over(node, "only some of its segments are translated");
        } else if attribute(target, "state") == Some("new")
            && unit.source.as_ref() == Some(&text.finish())
        {
            // A tool has begun with the original, as many do.
        } else {
            unit.target = text.finish();
            unit.state = state(node, target);
            if text.has_unknown {
                unit.state = ReturnedState::NeedsReview;
                let words = "an inline code in its translation stands for something that the file \
                             does not say: it is left out";
                found.pass_over(node, words);
            }
        }
    }
    found.add(node, unit)
}

/// How far a translation is. What a unit is approved as, tools say differently: some of all that is
/// translated, some of nothing; that it has been read, its state says.
fn state<'t>(unit: Node<'t, 't>, target: Node<'t, 't>) -> ReturnedState {
    let qualifier = attribute(target, "state-qualifier").unwrap_or_default();
    let is_made = qualifier.starts_with("leveraged-")
        || qualifier.ends_with("-suggestion")
        || qualifier == "fuzzy-match";
    let is_rejected = qualifier.starts_with("rejected-");
    let approved = attribute(unit, "approved");
    match attribute(target, "state") {
        _ if is_rejected => ReturnedState::NeedsReview,
        Some("signed-off" | "final") if approved == Some("no") => ReturnedState::Translated,
        Some("signed-off" | "final") => ReturnedState::Reviewed,
        _ if is_made => ReturnedState::NeedsReview,
        Some("translated") => ReturnedState::Translated,
        None if approved != Some("no") => ReturnedState::Translated,
        _ => ReturnedState::NeedsReview,
    }
}

/// Whether a target lacks segments that its source has.
fn is_half<'t>(tree: &XliffTree<'t>, source: Node<'t, 't>, target: Node<'t, 't>) -> bool {
    let segments = |node: Node<'t, 't>| {
        let marks = node
            .descendants()
            .filter(|mark| tree.name(*mark) == "mrk" && attribute(*mark, "mtype") == Some("seg"));
        marks.filter_map(|mark| {
            let text = read_text(tree, mark, &Codes::new());
            Some((attribute(mark, "mid")?, text.is_blank() && !text.has_unknown))
        })
    };
    let mut in_target = segments(target).peekable();
    if in_target.peek().is_none() {
        return false;
    }
    let done: HashSet<&str> =
        in_target.filter(|(_, is_blank)| !is_blank).map(|(id, _)| id).collect();
    segments(source).any(|(id, is_blank)| !is_blank && !done.contains(id))
}

/// Which string a unit is: what `msgctxt` was, or the name or id that a tool has kept, or else where
/// it was in the PO file.
fn key<'t>(tree: &XliffTree<'t>, unit: Node<'t, 't>, file: &FileOfUnits<'t>) -> Option<Key> {
    let contexts = |name: &'static str, kind: &'static str| {
        let groups = tree.children(unit).filter(move |(element, group)| {
            *element == "context-group" && attribute(*group, "name") == Some(name)
        });
        groups.flat_map(|(_, group)| tree.children(group)).filter_map(move |(_, context)| {
            let is_meant = attribute(context, "context-type") == Some(kind);
            is_meant.then(|| context.text().unwrap_or_default().trim())
        })
    };
    let written = contexts("po-entry", "x-po-msgctxt").find_map(ids::key);
    let named = || attribute(unit, "resname").and_then(ids::key);
    let numbered = || attribute(unit, "id").and_then(ids::key_of_id);
    let placed = || {
        let has_line = contexts("po-reference", "linenumber").next().is_some();
        let mut places = contexts("po-reference", "sourcefile");
        let place = places.next().filter(|place| !place.is_empty() && !place.contains(['/', '\\']));
        let is_one = places.next().is_none() && !has_line && file.is_of_po;
        place.filter(|_| is_one).map(Key::of_path)
    };
    written.or_else(named).or_else(numbered).or_else(placed)
}

/// The codes of a source that say what they stand for.
fn codes_of<'t>(tree: &XliffTree<'t>, source: Node<'t, 't>) -> Codes<'t> {
    let elements = source.descendants().filter(Node::is_element);
    let coded = elements.filter_map(|node| {
        let (name, id) = (tree.name(node), attribute(node, "id")?);
        let native = native(tree, name, node, &Codes::new())?;
        Some(((name, id), native.finish()))
    });
    coded.collect()
}

/// What the content of an element says.
fn read_text<'t>(tree: &XliffTree<'t>, node: Node<'t, 't>, codes: &Codes<'t>) -> ReadText {
    let mut text = ReadText::default();
    let keeps_space = keeps_space(node);
    for child in node.children() {
        if child.is_text() {
            text.push(child.text().unwrap_or_default(), keeps_space);
        } else if child.is_element() {
            let name = tree.name(child);
            match name {
                "mrk" | "sub" => text.append(read_text(tree, child, codes)),
                "ph" | "bpt" | "ept" | "it" | "x" | "bx" | "ex" => {
                    match native(tree, name, child, codes) {
                        Some(native) => text.append(native),
                        None => {
                            text.append(read_text(tree, child, codes));
                            text.push_code(None);
                        }
                    }
                }
                // What stands at both ends of it, nothing says.
                _ => {
                    text.append(read_text(tree, child, codes));
                    text.push_code(None);
                }
            }
        }
    }
    text
}

/// What an inline code stands for, if the file says so: its content, what it is equivalent to, or
/// the code of the source that it repeats.
fn native<'t>(
    tree: &XliffTree<'t>,
    name: &'t str,
    node: Node<'t, 't>,
    codes: &Codes<'t>,
) -> Option<ReadText> {
    let equivalent = attribute(node, "equiv-text").filter(|text| !text.is_empty());
    let mut plain = ReadText::default();
    let plain = |text: &str| {
        plain.push(text, true);
        plain
    };
    match name {
        "ph" | "bpt" | "ept" | "it" => {
            let content = read_text(tree, node, codes);
            if !content.is_empty() {
                return Some(content);
            }
        }
        "x" if attribute(node, "ctype") == Some(CHARACTER) => {
            return equivalent.and_then(character).map(|c| plain(&c));
        }
        "x" | "bx" | "ex" => {}
        _ => return None,
    }
    let repeated = || codes.get(&(name, attribute(node, "id")?)).map(String::as_str);
    equivalent.or_else(repeated).map(plain)
}
