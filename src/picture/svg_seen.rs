//! What is to be seen of an SVG: drawn small, to find whether anything shows at all, and which of its
//! words run over the edge.

use resvg::render;
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::{BlendMode, Group, Node, Paint, Rect, Tree};

use super::blank::Seen;

/// How many pixels its longer side is drawn in.
const SIDE: f32 = 300.0;

/// How much of the height of its letters a text may be over the edge by.
const OVER: f32 = 0.1;

/// What a shape has to be long or high of a picture, and its line thick of its width, to be seen for sure;
/// and how much of the picture it covers to hide what is below.
const LARGE: f32 = 0.01;
const THIN: f32 = 0.0002;
const MUCH: f32 = 0.4;

/// What is to be seen of a picture.
pub(super) fn seen(tree: &Tree) -> Seen {
    let mut seen = Seen::default();
    if is_plain(tree.root(), tree) == Some(true) {
        seen.add([0, 0, 0, 255]);
        seen.add([0; 4]);
        return seen;
    }
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SIDE / width.max(height);
    // What is much longer than high is not drawn thinner than a pixel.
    let [wide, high] = [width, height].map(|side| (side * scale).ceil().max(1.0) as u32);
    let Some(mut pixmap) = Pixmap::new(wide, high) else { return seen };
    let transform = Transform::from_scale(wide as f32 / width, high as f32 / height);
    render(tree, transform, &mut pixmap.as_mut());
    for pixel in pixmap.pixels() {
        let pixel = pixel.demultiply();
        seen.add([pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]);
        if seen.is_settled() {
            break;
        }
    }
    seen
}

/// Whether something is seen without drawing: a shape in ink that stands free in the picture, and over
/// which nothing else may lie. `None` where a group has neither.
fn is_plain(group: &Group, tree: &Tree) -> Option<bool> {
    let is_bare = group.clip_path().is_none()
        && group.mask().is_none()
        && group.filters().is_empty()
        && group.opacity().get() == 1.0
        && group.blend_mode() == BlendMode::Normal;
    let (wide, high) = (tree.size().width(), tree.size().height());
    let covers =
        |bounds: Rect| (bounds.width() * bounds.height() > wide * high * MUCH).then_some(false);
    if !is_bare {
        return covers(group.abs_stroke_bounding_box());
    }
    group.children().iter().rev().find_map(|node| {
        let path = match node {
            Node::Group(group) => return is_plain(group, tree),
            Node::Path(path) => path,
            Node::Image(_) | Node::Text(_) => {
                return covers(node.abs_stroke_bounding_box());
            }
        };
        let bounds = path.abs_bounding_box();
        let is_inside = bounds.left() >= 0.0
            && bounds.top() >= 0.0
            && bounds.right() <= wide
            && bounds.bottom() <= high;
        let is_large = bounds.width() > wide * LARGE || bounds.height() > high * LARGE;
        let (x, y) = path.abs_transform().get_scale();
        let is_ink = path.fill().is_some_and(|it| {
            is_ink(it.paint(), it.opacity().get()) && bounds.width().min(bounds.height()) > 0.0
        }) || path.stroke().is_some_and(|it| {
            is_ink(it.paint(), it.opacity().get()) && it.width().get() * x.min(y) > wide * THIN
        });
        if path.fill().is_some() && covers(bounds).is_some() {
            return Some(false);
        }
        (path.is_visible() && is_inside && is_large && is_ink).then_some(true)
    })
}

fn is_ink(paint: &Paint, opacity: f32) -> bool {
    let Paint::Color(colour) = paint else { return false };
    opacity > 0.1 && colour.red.min(colour.green).min(colour.blue) < 200
}

/// The texts that run over the edge, by what they say.
pub(super) fn over_the_edge(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    texts(tree.root(), tree, &mut found);
    found
}

fn texts(group: &Group, tree: &Tree, found: &mut Vec<String>) {
    if group.opacity().get() == 0.0 {
        return;
    }
    for node in group.children() {
        match node {
            Node::Group(group) => texts(group, tree, found),
            Node::Text(text) => {
                let ink = text.abs_stroke_bounding_box();
                let has_ink = !text.flattened().children().is_empty();
                if has_ink && is_over(ink, tree) {
                    found.push(text.chunks().iter().map(|chunk| chunk.text()).collect());
                }
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn is_over(ink: Rect, tree: &Tree) -> bool {
    let most = ink.width().min(ink.height()) * OVER;
    let size = tree.size();
    ink.left() < -most
        || ink.top() < -most
        || ink.right() > size.width() + most
        || ink.bottom() > size.height() + most
}
