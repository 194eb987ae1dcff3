//! What is to be seen of an SVG: drawn small, to find whether anything shows at all, and which of its
//! words run over the edge.

use resvg::render;
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::{Group, Node, Rect, Tree};

use super::blank::Seen;

/// How many pixels its longer side is drawn in.
const SIDE: f32 = 400.0;

/// How much of the height of its letters a text may be over the edge by.
const OVER: f32 = 0.1;

/// What is to be seen of a picture.
pub(super) fn seen(tree: &Tree) -> Seen {
    let mut seen = Seen::default();
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
