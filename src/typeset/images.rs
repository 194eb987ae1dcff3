//! Images as they are placed: how many pixels stand on an inch of paper.

use typst::layout::{Abs, Frame, FrameItem, Transform};
use typst::syntax::Span;
use typst::visualize::ImageKind;

/// A raster image on a page.
#[derive(Debug, Clone)]
pub struct PlacedImage {
    /// Pixels on an inch, in the direction in which they are fewer.
    pub dpi: f64,
    /// Its file.
    pub data: Vec<u8>,
    /// Where the template places it.
    pub(super) span: Span,
}

/// Collects the raster images of a frame.
pub(super) fn collect(frame: &Frame, transform: Transform, found: &mut Vec<PlacedImage>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                collect(&group.frame, transform.pre_concat(group.transform), found);
            }
            FrameItem::Image(image, size, span) => {
                let ImageKind::Raster(raster) = image.kind() else { continue };
                // A transformation stretches the axes by the lengths of its columns.
                let across = transform.sx.get().hypot(transform.ky.get());
                let down = transform.kx.get().hypot(transform.sy.get());
                let dpi = |pixels: f64, length: Abs, stretch: f64| {
                    pixels * 72.0 / (length.to_pt() * stretch).max(f64::EPSILON)
                };
                found.push(PlacedImage {
                    dpi: dpi(image.width(), size.x, across).min(dpi(image.height(), size.y, down)),
                    data: raster.data().to_vec(),
                    span: *span,
                });
            }
            _ => {}
        }
    }
}
