//! SVG: how much it draws, found without drawing it. Elements are counted as often as they are drawn:
//! what `use`, a pattern, a mask, a clip or a marker refers to counts for each reference, and so do
//! the references in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

use data_url::DataUrl;
use flate2::read::MultiGzDecoder;
use roxmltree::{Document, Node, ParsingOptions};

use super::raster::{self, is_raster};
use super::refusal::AssetRefusal;
use crate::limits::{
    ELEMENTS, Grouped, Limits, SVG_ATTRIBUTES, SVG_DEPTH, SVG_ENTITIES, SVG_IN_SVG, UNPACKED,
};

mod charset;
mod entities;
mod tags;

/// How many attributes there may be for an element, on average.
const ATTRIBUTES_EACH: u64 = 10;

/// How many nodes of a tree there may be for an element: text and comments are some as well.
const NODES_EACH: u64 = 3;

/// Whether a file is an SVG to the compiler: by its name, or else by its beginning.
pub fn is_svg(path: &str, bytes: &[u8]) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "svg" | "svgz" => true,
        "typ" | "toml" | "json" | "md" | "txt" | "csv" => false,
        _ => {
            let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
            let head = &start[..start.len().min(64 << 10)];
            is_packed(bytes)
                || head.starts_with(b"<") && head.windows(4).any(|four| four == b"<svg")
        }
    }
}

fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B])
}

/// The pixels of the raster images in an SVG.
pub(super) fn judge(bytes: &[u8], limits: &Limits) -> Result<u64, AssetRefusal> {
    let mut sum = Drawn::default();
    judge_in(bytes, limits, 0, &mut sum)?;
    Ok(sum.pixels)
}

/// What has been counted of an SVG and those in it.
#[derive(Default)]
struct Drawn {
    elements: u64,
    pixels: u64,
}

fn judge_in(
    bytes: &[u8],
    limits: &Limits,
    level: usize,
    sum: &mut Drawn,
) -> Result<(), AssetRefusal> {
    let text = &*svg_text(bytes)?;
    let expanded = entities::expanded(text);
    if expanded > SVG_ENTITIES {
        return Err(AssetRefusal::over(
            format!("has entities that expand to more than {} MB", SVG_ENTITIES >> 20),
            "save it without entities, as “plain SVG”".into(),
        ));
    }
    let tags = tags::count(text);
    if tags.attributes > SVG_ATTRIBUTES || tags.namespaces > tags::NAMESPACES {
        return Err(AssetRefusal::over(
            format!("has an element of more than {} attributes", Grouped(SVG_ATTRIBUTES as u64)),
            "save it as “plain SVG” or “optimised SVG”".into(),
        ));
    }
    if tags.all_attributes > limits.elements() * ATTRIBUTES_EACH {
        return Err(too_many(limits));
    }
    let nodes = (limits.elements() * NODES_EACH).saturating_add(1_000);
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(nodes).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(roxmltree::Error::NodesLimitReached) => return Err(too_many(limits)),
        Err(error) => return Err(broken(&error.to_string())),
    };
    if let Some(depth) = too_deep(&document) {
        return Err(AssetRefusal::over(
            format!("has elements {depth} deep in each other; {SVG_DEPTH} levels may be"),
            "take groups out of groups; most drawing programs can “ungroup”".into(),
        ));
    }
    if document.descendants().any(is_endless) {
        return Err(AssetRefusal::unfit(
            "has a gradient that repeats (`spreadMethod`), which no printable PDF holds".into(),
            "let it run once, with as many colours as it needs, or save it as PNG".into(),
        ));
    }
    sum.elements = sum.elements.saturating_add(elements(&document));
    if sum.elements > limits.elements() {
        return Err(too_many(limits));
    }
    for data in document.descendants().filter_map(embedded) {
        if is_raster(&data) {
            sum.pixels = sum.pixels.saturating_add(raster::judge(&data, limits)?);
        } else if is_svg("", &data) {
            if level == SVG_IN_SVG {
                return Err(AssetRefusal::over(
                    format!("has SVGs in each other, more than {SVG_IN_SVG} deep"),
                    "put them into one".into(),
                ));
            }
            judge_in(&data, limits, level + 1, sum)?;
        }
    }
    Ok(())
}

/// Whether this is a gradient that begins again where it ends.
fn is_endless(node: Node<'_, '_>) -> bool {
    node.tag_name().name().ends_with("Gradient")
        && node.attribute("spreadMethod").is_some_and(|how| how.trim() != "pad")
}

fn too_many(limits: &Limits) -> AssetRefusal {
    AssetRefusal::over(
        format!(
            "draws more than {} elements, counting each time what it repeats",
            Grouped(limits.elements())
        ),
        format!("make it simpler, or save it as PNG; {}", ELEMENTS.raise()),
    )
}

fn broken(why: &str) -> AssetRefusal {
    AssetRefusal::broken(format!("cannot be read as an SVG: {why}"))
}

/// The text of an SVG, which may be packed, and in any encoding that it names.
///
/// # Errors
///
/// It unpacks to too much, or is not what it says of itself.
pub fn svg_text(bytes: &[u8]) -> Result<Cow<'_, str>, AssetRefusal> {
    if !is_packed(bytes) {
        return charset::decoded(bytes).map_err(|why| unreadable(&why));
    }
    let unpacked = unpack(bytes)?;
    let text = charset::decoded(&unpacked).map_err(|why| unreadable(&why))?;
    Ok(Cow::Owned(text.into_owned()))
}

fn unreadable(why: &str) -> AssetRefusal {
    AssetRefusal::unfit(
        format!("cannot be read as an SVG: {why}"),
        "save it as UTF-8, or let its first line name its encoding: \
         `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`"
            .into(),
    )
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, AssetRefusal> {
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(UNPACKED + 1).read_to_end(&mut unpacked);
    if unpacked.len() as u64 > UNPACKED {
        return Err(AssetRefusal::over(
            format!("unpacks to more than {} MB", UNPACKED >> 20),
            "make it simpler, or save it as PNG".into(),
        ));
    }
    read.map_err(|error| broken(&error.to_string()))?;
    Ok(unpacked)
}

/// How deep its elements stand in each other, where that is too deep. The tree is not gone down but
/// along, for it may be deeper than a stack.
fn too_deep(document: &Document<'_>) -> Option<usize> {
    let mut depths: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for node in document.descendants() {
        let above = node.parent().map_or(0, |parent| depths[parent.id().get_usize()]);
        depths.resize(node.id().get_usize() + 1, 0);
        depths[node.id().get_usize()] = above + usize::from(node.is_element());
        deepest = deepest.max(above + usize::from(node.is_element()));
    }
    (deepest > SVG_DEPTH).then_some(deepest)
}

/// How many elements are drawn. What refers to itself is drawn once.
fn elements(document: &Document<'_>) -> u64 {
    let named: BTreeMap<&str, Node<'_, '_>> = document
        .descendants()
        .filter_map(|node| node.attribute("id").map(|id| (id, node)))
        .collect();
    let mut counts: BTreeMap<usize, Option<u64>> = BTreeMap::new();
    let mut pending = vec![Counted::of(document.root_element(), &named)];
    loop {
        let Some(last) = pending.last_mut() else { return 0 };
        if let Some((next, times)) = last.parts.pop() {
            match counts.get(&next.id().get_usize()) {
                Some(known) => {
                    last.count =
                        last.count.saturating_add(known.unwrap_or(0).saturating_mul(times));
                }
                None => {
                    last.parts.push((next, times));
                    counts.insert(next.id().get_usize(), None);
                    pending.push(Counted::of(next, &named));
                }
            }
            continue;
        }
        let (id, count) = (last.id, last.count);
        pending.pop();
        if pending.is_empty() {
            return count;
        }
        counts.insert(id, Some(count));
    }
}

/// An element that is being counted, with what it draws besides itself and how often.
struct Counted<'a, 'input> {
    id: usize,
    count: u64,
    parts: Vec<(Node<'a, 'input>, u64)>,
}

impl<'a, 'input> Counted<'a, 'input> {
    fn of(node: Node<'a, 'input>, named: &BTreeMap<&str, Node<'a, 'input>>) -> Self {
        let mut parts: Vec<_> =
            node.children().filter(Node::is_element).map(|child| (child, 1)).collect();
        let repeats = ["use", "feImage", "pattern"].contains(&node.tag_name().name());
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let whole = if name == "href" && repeats { value.strip_prefix('#') } else { None };
            for id in whole.into_iter().chain(in_urls(value)) {
                let Some(target) = named.get(id) else { continue };
                // A gradient is a few numbers, however often it is used.
                if target.tag_name().name().ends_with("Gradient") {
                    continue;
                }
                let times = if target.tag_name().name() == "marker" { vertices(node) } else { 1 };
                parts.push((*target, times));
            }
        }
        Self { id: node.id().get_usize(), count: 1, parts }
    }
}

/// The ids in `url(#id)`.
fn in_urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|after| {
        let id = after.split(')').next()?.trim().trim_matches(['"', '\'']);
        id.trim().strip_prefix('#')
    })
}

/// How many points the lines of an element, or those in it, have: a marker may stand at each.
fn vertices(node: Node<'_, '_>) -> u64 {
    let points = |node: Node<'_, '_>| -> u64 {
        let written = node.attribute("d").or(node.attribute("points")).unwrap_or("");
        numbers(written) / 2 + 2
    };
    node.descendants().filter(Node::is_element).map(points).sum()
}

/// How many numbers a list has; a second point begins another.
fn numbers(list: &str) -> u64 {
    let (mut count, mut within, mut point) = (0, false, false);
    for byte in list.bytes() {
        let begins = match byte {
            b'0'..=b'9' => !within,
            b'.' => !within || point,
            _ => {
                within = false;
                continue;
            }
        };
        if begins {
            (count, point) = (count + 1, false);
        }
        within = true;
        point |= byte == b'.';
    }
    count
}

/// What stands in an image as data.
fn embedded(node: Node<'_, '_>) -> Option<Vec<u8>> {
    if !["image", "feImage"].contains(&node.tag_name().name()) {
        return None;
    }
    let href = node.attributes().find(|attribute| attribute.name() == "href")?;
    let url = DataUrl::process(href.value()).ok()?;
    url.decode_to_vec().ok().map(|(data, _)| data)
}

#[cfg(test)]
mod tests;
