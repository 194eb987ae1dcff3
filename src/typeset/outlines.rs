//! Text in an SVG, as shapes. A PDF could not say what its glyphs mean wherever several make one
//! character, as in Arabic; what a picture shows is said by the words beside it. What usvg cannot set has
//! been refused.

use std::sync::{Arc, Mutex, PoisonError};

use typst::text::{FontStretch, FontStyle, FontVariant, FontWeight};
use usvg::fontdb::{Database, FaceInfo, ID, Source};
use usvg::{
    FontFamily, FontResolver, Group, ImageHrefResolver, ImageKind, Node, Options, Tree,
    WriteOptions,
};

use super::fonts::Fonts;

/// What sets text whose families are not there, or have not all of its characters: the pages' own
/// faces for what is no running text, one for a script. Others may be for headings alone.
const OWN: [&str; 3] = ["source sans 3", "amiri", "noto sans sc"];

/// What an SVG begins with: its mark of UTF-8, a tag, or what packs it.
const BEGINS: [&[u8]; 3] = [b"\xEF\xBB\xBF", b"<", b"\x1F\x8B"];

/// What stands in every SVG that has text, or holds another one that might.
const SIGNS: [&[u8]; 3] = [b"text", b"data:image/svg", b"\x1F\x8B"];

/// An SVG with its text as shapes, set in our faces and the project's; `None` where it has none, or is
/// no SVG that can be read.
pub(super) fn outlined(bytes: &[u8], fonts: &Fonts) -> Option<Vec<u8>> {
    let has = |sign: &[u8]| bytes.windows(sign.len()).any(|part| part == sign);
    let start = bytes.trim_ascii_start();
    if !BEGINS.iter().any(|begin| start.starts_with(begin)) || !SIGNS.iter().any(|sign| has(sign)) {
        return None;
    }
    let loaded = Mutex::new(Vec::new());
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            // Nothing outside the file can be named.
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver {
            select_font: Box::new(|font, faces| {
                let variant = variant(font);
                let named = font.families().iter().filter_map(|family| match family {
                    FontFamily::Named(name) => Some(name.to_lowercase()),
                    _ => None,
                });
                let mut chosen = named.chain([OWN[0].to_string()]);
                let face = chosen.find_map(|name| fonts.book().select(&name, variant))?;
                id_of(face, fonts, faces, &loaded)
            }),
            select_fallback: Box::new(|c, tried, faces| {
                let known = loaded.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let first = known.iter().find(|(_, id)| tried.first() == Some(id));
                let like = first.and_then(|(face, _)| fonts.book().info(*face));
                let variant = like.map(|info| info.variant).unwrap_or_default();
                let book = fonts.book();
                let covers = |face: &usize| {
                    book.info(*face).is_some_and(|info| info.coverage.contains(c as u32))
                };
                let mut own = OWN.iter().filter_map(|name| book.select(name, variant));
                let text = c.to_string();
                let other = || book.select_fallback(like, variant, &text);
                let face = own.find(covers).or_else(other)?;
                id_of(face, fonts, faces, &loaded).filter(|id| !tried.contains(id))
            }),
        },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).ok().filter(|tree| has_text(tree.root()))?;
    Some(tree.to_string(&WriteOptions::default()).into_bytes())
}

/// Whether there is text in a group, in the groups in it, or in what any of it is drawn with.
fn has_text(group: &Group) -> bool {
    group.children().iter().any(|node| {
        let mut found = match node {
            Node::Text(_) => true,
            Node::Group(group) => has_text(group),
            Node::Image(image) => match image.kind() {
                ImageKind::SVG(tree) => has_text(tree.root()),
                _ => false,
            },
            Node::Path(_) => false,
        };
        node.subroots(|group| found |= has_text(group));
        found
    })
}

fn variant(font: &usvg::Font) -> FontVariant {
    let style = match font.style() {
        usvg::FontStyle::Normal => FontStyle::Normal,
        usvg::FontStyle::Italic => FontStyle::Italic,
        usvg::FontStyle::Oblique => FontStyle::Oblique,
    };
    FontVariant::new(style, FontWeight::from_number(font.weight()), FontStretch::NORMAL)
}

/// What a face is called among those that have been loaded.
fn id_of(
    face: usize,
    fonts: &Fonts,
    faces: &mut Arc<Database>,
    loaded: &Mutex<Vec<(usize, ID)>>,
) -> Option<ID> {
    let mut loaded = loaded.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, id)) = loaded.iter().find(|(known, _)| *known == face) {
        return Some(*id);
    }
    let font = fonts.font(face)?;
    let info = font.info();
    let id = Arc::make_mut(faces).push_face_info(FaceInfo {
        id: ID::dummy(),
        source: Source::Binary(Arc::new(font.data().clone())),
        index: font.index(),
        families: Vec::new(),
        post_script_name: String::new(),
        style: usvg::fontdb::Style::Normal,
        weight: usvg::fontdb::Weight(info.variant.weight.to_number()),
        stretch: usvg::fontdb::Stretch::Normal,
        monospaced: false,
    });
    loaded.push((face, id));
    Some(id)
}
