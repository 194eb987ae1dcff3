//! A way through all that an SVG draws, to find what is not there: elements that are referred to,
//! pictures, characters.

use std::collections::{BTreeMap, BTreeSet};

use data_url::DataUrl;
use image::ImageFormat;
use roxmltree::{Document, Node};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::fault::{PictureFaces, PictureFault};
use super::intact::raster_fault;
use super::svg_select::SVG;
use super::svg_values::unread;

/// What is drawn where something refers to it, or not at all.
const APART: [&str; 20] = [
    "defs",
    "symbol",
    "linearGradient",
    "radialGradient",
    "pattern",
    "mask",
    "clipPath",
    "marker",
    "filter",
    "metadata",
    "title",
    "desc",
    "style",
    "script",
    "view",
    "cursor",
    "font",
    "font-face",
    "color-profile",
    "switch",
];

/// What draws, or groups what does.
const DRAWN: [&str; 36] = [
    "svg",
    "g",
    "a",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "tref",
    "image",
    "stop",
    "feImage",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDropShadow",
    "feFlood",
    "feGaussianBlur",
    "feMerge",
    "feMorphology",
    "feOffset",
    "feSpecularLighting",
    "feTile",
    "feTurbulence",
    "feMergeNode",
    "mpath",
];

/// Attributes with a paint, and what they may refer to.
const PAINTS: [&str; 3] = ["linearGradient", "radialGradient", "pattern"];

/// Attributes that refer to something else than a paint, and what that is.
const OTHERS: [(&str, &str); 7] = [
    ("clip-path", "clipPath"),
    ("mask", "mask"),
    ("filter", "filter"),
    ("marker", "marker"),
    ("marker-start", "marker"),
    ("marker-mid", "marker"),
    ("marker-end", "marker"),
];

/// What is wrong with an SVG that stands in another.
pub(super) type InnerFaults = fn(&[u8], &dyn PictureFaces) -> Vec<PictureFault>;

/// A way through what is drawn.
pub(super) struct SvgWalk<'a, 'input> {
    named: BTreeMap<&'a str, Node<'a, 'input>>,
    faces: &'a dyn PictureFaces,
    /// What is wrong with an SVG in it.
    inner: InnerFaults,
    /// What has been gone through.
    seen: BTreeSet<usize>,
    /// Where to go next.
    pending: Vec<Node<'a, 'input>>,
    /// Characters without a glyph, and the first line with one.
    missing: BTreeMap<char, u32>,
    /// What is wrong.
    pub(super) faults: Vec<PictureFault>,
    /// Whether there is an SVG in it.
    pub(super) has_svg: bool,
}

/// The line that an element begins in.
pub(super) fn line_of(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

impl<'a, 'input> SvgWalk<'a, 'input> {
    /// Goes through a document.
    pub(super) fn through(
        document: &'a Document<'input>,
        faces: &'a dyn PictureFaces,
        inner: InnerFaults,
    ) -> Self {
        let ids = document.descendants().filter_map(|node| Some((node.attribute("id")?, node)));
        let mut walk = Self {
            named: ids.collect(),
            faces,
            inner,
            seen: BTreeSet::new(),
            pending: vec![document.root_element()],
            missing: BTreeMap::new(),
            faults: Vec::new(),
            has_svg: false,
        };
        while let Some(node) = walk.pending.pop() {
            if walk.seen.insert(node.id().get_usize()) {
                walk.visit(node);
            }
        }
        for node in document.descendants().filter(|node| is(*node, "script")) {
            walk.told(node, "has a script", "a page runs none");
        }
        for node in document.descendants().filter(|node| is(*node, "style")) {
            let sheet: String = node.children().filter_map(|part| part.text()).collect();
            for id in urls(&sheet).filter(|id| !walk.named.contains_key(id)).collect::<Vec<_>>() {
                walk.absent(node, "a rule", id);
            }
        }
        walk.characters();
        walk
    }

    fn visit(&mut self, node: Node<'a, 'input>) {
        if style(node, "display") == Some("none") {
            return;
        }
        self.references(node);
        self.lists(node);
        match node.tag_name().name() {
            "switch" => return self.switch(node),
            "image" | "feImage" => self.picture(node),
            "text" => self.text(node),
            // draw.io writes this into files whose words others than browsers see in part.
            "a" if has_words(node, "Text is not SVG") => self.told(
                node,
                "says “Text is not SVG”",
                "its labels may be cut short, the note itself being left out: take “formatted text” out in \
                 draw.io, or save it as PDF",
            ),
            name if name.starts_with("animate") || name == "set" => {
                self.told(node, "moves", "a page shows how it begins");
            }
            _ => {}
        }
        for child in node.children().filter(|child| child.tag_name().namespace() == Some(SVG)) {
            let name = child.tag_name().name();
            if name == "switch" || !APART.contains(&name) {
                self.enter(child);
            }
        }
    }

    /// Goes to a child that is drawn where it stands, unless no one draws it.
    fn enter(&mut self, node: Node<'a, 'input>) {
        let name = node.tag_name().name();
        let is_known = DRAWN.contains(&name)
            || ["switch", "set"].contains(&name)
            || name.starts_with("animate");
        if is_known || name.starts_with("fe") {
            self.pending.push(node);
        } else if style(node, "display") != Some("none") && has_content(node) {
            self.refused(
                format!("has a `{name}` in line {}, which is not drawn", line_of(node)),
                "turn what it holds into paths or into plain text, or save it as PDF or PNG",
            );
        }
    }

    /// The first of several that can be drawn is.
    fn switch(&mut self, node: Node<'a, 'input>) {
        let children = || node.children().filter(|it| it.tag_name().namespace() == Some(SVG));
        let is_drawn = |child: &Node<'_, '_>| DRAWN.contains(&child.tag_name().name());
        let mut found = false;
        for child in children().filter(is_drawn) {
            self.pending.push(child);
            found = true;
        }
        if let Some(first) = children().next().filter(|_| !found) {
            self.enter(first);
        }
    }

    /// Paths and lists of numbers: they can be read to their end.
    fn lists(&mut self, node: Node<'a, 'input>) {
        for attribute in node.attributes().filter(|it| it.namespace().is_none()) {
            let name = attribute.name();
            let Some(why) = unread(node.tag_name().name(), name, attribute.value()) else {
                continue;
            };
            let line = node.document().text_pos_at(attribute.range().start).row;
            self.refused(
                format!("has `{name}` in line {line} that cannot be read to its end: {why}"),
                "save it again with the program that made it, or mend what stands there: all after \
                 it would be lost",
            );
        }
    }

    /// What an element refers to: it is there, and what it has to be.
    fn references(&mut self, node: Node<'a, 'input>) {
        for name in ["fill", "stroke"] {
            let Some(value) = style(node, name) else { continue };
            let Some(id) = urls(value).next() else { continue };
            let has_fallback =
                value.split_once(')').is_some_and(|(_, rest)| !rest.trim().is_empty());
            match self.named.get(id) {
                Some(target) if PAINTS.contains(&target.tag_name().name()) => {
                    self.pending.push(*target);
                }
                _ if has_fallback => {}
                Some(_) => self.unfit(node, name, id, "gradient or pattern"),
                None => self.absent(node, &format!("`{name}`"), id),
            }
        }
        for (name, wanted) in OTHERS {
            for id in style(node, name).into_iter().flat_map(urls).collect::<Vec<_>>() {
                match self.named.get(id) {
                    Some(target) if target.tag_name().name() == wanted => {
                        self.pending.push(*target);
                    }
                    Some(_) => self.unfit(node, name, id, &format!("`{wanted}`")),
                    None => self.absent(node, &format!("`{name}`"), id),
                }
            }
        }
        let name = node.tag_name().name();
        let Some(href) = href(node) else { return };
        let is_spare = |own: fn(Node<'_, '_>) -> bool| node.children().any(own);
        match name {
            "use" | "textPath" | "tref" => match href.trim().strip_prefix('#') {
                Some(id) => match self.named.get(id) {
                    Some(target) => self.pending.push(*target),
                    None => self.absent(node, &format!("`{name}`"), id),
                },
                None => self.refused(
                    format!("takes a part from another file in line {}: `{href}`", line_of(node)),
                    "put that part into the file itself",
                ),
            },
            // What they have of their own goes before.
            "linearGradient" | "radialGradient" | "pattern" | "filter" => {
                let id = href.trim().strip_prefix('#').unwrap_or(href);
                match self.named.get(id) {
                    Some(target) => self.pending.push(*target),
                    None if is_spare(|child| child.is_element()) => {}
                    None => self.absent(node, &format!("`{name}`"), id),
                }
            }
            _ => {}
        }
    }

    fn picture(&mut self, node: Node<'a, 'input>) {
        let Some(href) = href(node).map(str::trim).filter(|href| !href.is_empty()) else { return };
        let line = line_of(node);
        if let Some(id) = href.strip_prefix('#').filter(|_| is(node, "feImage")) {
            match self.named.get(id) {
                Some(target) => self.pending.push(*target),
                None => self.absent(node, "`feImage`", id),
            }
            return;
        }
        if !href.starts_with("data:") {
            let shown: String = href.chars().take(80).collect();
            return self.refused(
                format!("has a picture in line {line} that is not in the file: `{shown}`"),
                "embed its pictures: most drawing programs can, as they save or by “embed images”",
            );
        }
        let kept = "save it again with its pictures embedded as PNG or JPEG";
        let data = DataUrl::process(href).ok().and_then(|url| url.decode_to_vec().ok());
        let Some((data, _)) = data else {
            return self.refused(format!("has a picture in line {line} that cannot be read"), kept);
        };
        let mut inner = match image::guess_format(&data) {
            Ok(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP) => {
                raster_fault(&data).into_iter().collect()
            }
            _ if data.windows(4).take(4096).any(|four| four == b"<svg") => {
                self.has_svg = true;
                (self.inner)(&data, self.faces)
            }
            _ => {
                let what = format!("has a picture in line {line} that is no PNG, JPEG or SVG");
                return self.refused(what, kept);
            }
        };
        for fault in &mut inner {
            fault.what = format!("has a picture in line {line} that {}", fault.what);
        }
        self.faults.extend(inner);
    }

    /// The characters of a text that print.
    fn text(&mut self, node: Node<'a, 'input>) {
        self.scripts(node);
        for part in node.descendants().filter(|part| part.is_text()) {
            for c in part.text().unwrap_or_default().chars() {
                let group = c.general_category_group();
                if matches!(group, GeneralCategoryGroup::Other | GeneralCategoryGroup::Separator) {
                    continue;
                }
                // What chooses between forms is no character of its own.
                if !matches!(c, '\u{FE00}'..='\u{FE0F}') && !self.faces.covers(c) {
                    self.missing.entry(c).or_insert_with(|| part.parent().map_or(1, line_of));
                }
            }
        }
    }

    /// Text that usvg cannot set: it shapes what a second face has to set as if each letter stood alone,
    /// and of a third face it sets nothing.
    fn scripts(&mut self, node: Node<'a, 'input>) {
        let mut others: Vec<Script> = Vec::new();
        let parts = node.descendants().filter(|part| part.is_text());
        for c in parts.flat_map(|part| part.text().unwrap_or_default().chars()) {
            let group = match c.script() {
                Script::Latin | Script::Greek | Script::Cyrillic => continue,
                Script::Common | Script::Inherited | Script::Unknown => continue,
                // One face sets all of these.
                Script::Hiragana | Script::Katakana | Script::Bopomofo => Script::Han,
                script => script,
            };
            if !others.contains(&group) {
                others.push(group);
            }
        }
        let alone = [Script::Arabic, Script::Han, Script::Hangul, Script::Hebrew];
        let unfit = match others.as_slice() {
            [] => return,
            [one] if alone.contains(one) => return,
            several => several,
        };
        let names: Vec<&str> = unfit.iter().map(|script| script.full_name()).collect();
        let line = line_of(node);
        self.refused(
            format!(
                "has text in line {line} that would not print as it is written ({})",
                names.join(", ")
            ),
            "turn text into outlines (paths) in the program that made it",
        );
    }

    /// The characters that no face has.
    fn characters(&mut self) {
        let Some(line) = self.missing.values().min().copied() else { return };
        let names: Vec<String> = self.missing.keys().take(6).map(|c| named(*c)).collect();
        let more = if self.missing.len() > 6 { " and others" } else { "" };
        self.refused(
            format!("has text in line {line} that no font has a glyph for: {}{more}", names.join(", ")),
            "turn text into outlines (paths) in the program that made it, or put a font that has it \
             into the project’s `fonts` folder",
        );
    }

    fn refused(&mut self, what: String, help: &str) {
        let fault = PictureFault::refused(what, help);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn told(&mut self, node: Node<'_, '_>, what: &str, why: &str) {
        let what = format!("{what} (line {}), and {why}", line_of(node));
        let help = "save it as it is to be shown, without it";
        // Once is enough.
        if self.faults.iter().all(|fault| fault.help != help) {
            self.faults.push(PictureFault::told(what, help));
        }
    }

    fn absent(&mut self, node: Node<'_, '_>, what: &str, id: &str) {
        let line = line_of(node);
        self.refused(
            format!("has {what} in line {line} that refers to `#{id}`, which is not in it"),
            "save it again whole, or put a colour or a part that is there in its place",
        );
    }

    fn unfit(&mut self, node: Node<'_, '_>, what: &str, id: &str, wanted: &str) {
        let line = line_of(node);
        self.refused(
            format!("has `{what}` in line {line} that refers to `#{id}`, which is no {wanted}"),
            "save it again as “plain SVG”, or as PDF or PNG",
        );
    }
}

/// Whether an element of the SVG namespace has this name.
fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((SVG, name))
}

/// Whether there are these words in an element.
fn has_words(node: Node<'_, '_>, words: &str) -> bool {
    node.descendants()
        .any(|part| part.is_text() && part.text().is_some_and(|it| it.contains(words)))
}

/// Whether an element that is not drawn holds anything to be seen.
fn has_content(node: Node<'_, '_>) -> bool {
    node.descendants().any(|part| {
        part.is_text() && part.text().is_some_and(|text| !text.trim().is_empty())
            || ["img", "image", "canvas", "video", "path"].contains(&part.tag_name().name())
    })
}

/// What an element says of a property: its style goes before its attributes.
fn style<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let declared = node.attribute("style").and_then(|style| {
        let mut parts = style.split(';').filter_map(|part| part.split_once(':'));
        parts.find(|(property, _)| property.trim() == name).map(|(_, value)| value.trim())
    });
    declared.or_else(|| node.attribute(name))
}

/// What an element refers to as a whole.
fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href").map(|it| it.value())
}

/// The ids in `url(#id)`.
fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|after| {
        let id = after.split(')').next()?.trim().trim_matches(['"', '\'']);
        id.trim().strip_prefix('#')
    })
}

/// A character with its number.
fn named(c: char) -> String {
    format!("“{c}” (U+{:04X})", u32::from(c))
}
