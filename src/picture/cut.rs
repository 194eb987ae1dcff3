//! Cutting a picture to a shape, around what matters in it.

use serde::{Deserialize, Serialize};

use super::raster::{RasterParts, of_eight_bits, upright, written};

/// Where in a picture stands what matters: shares of its width and height, from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Focus {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Default for Focus {
    fn default() -> Self {
        Self { x: 0.5, y: 0.5 }
    }
}

/// Width against height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// Parts of the width.
    pub width: u32,
    /// Parts of the height.
    pub height: u32,
}

impl Ratio {
    /// The largest rectangle of this shape in a picture, with the focus as near its middle as the
    /// edges allow: left, top, width and height, in pixels.
    pub fn rectangle(self, (width, height): (u32, u32), focus: Focus) -> (u32, u32, u32, u32) {
        let (w, h) = (f64::from(width), f64::from(height));
        let shape = f64::from(self.width) / f64::from(self.height);
        let wide = (h * shape).min(w).round().max(1.0);
        let high = (w / shape).min(h).round().max(1.0);
        let start = |share: f64, whole: f64, part: f64| {
            (share * whole - part / 2.0).round().clamp(0.0, whole - part) as u32
        };
        (start(focus.x, w, wide), start(focus.y, h, high), wide as u32, high as u32)
    }
}

/// A PNG or JPEG, settled, of this shape; `None` where it has it, or cannot be read.
pub(super) fn cut(bytes: &[u8], ratio: Ratio, focus: Focus) -> Option<Vec<u8>> {
    let parts = RasterParts::of(bytes)?;
    let as_jpeg = matches!(parts, RasterParts::Jpeg(_));
    let image = image::load_from_memory(bytes).ok()?;
    let image = upright(of_eight_bits(image), parts.orientation());
    let (left, top, width, height) = ratio.rectangle((image.width(), image.height()), focus);
    if (width, height) == (image.width(), image.height()) {
        return None;
    }
    let image = image.crop_imm(left, top, width, height);
    written(&image, as_jpeg, parts.meant().as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_stands_in_the_middle_where_the_edges_allow_it() {
        let square = Ratio { width: 1, height: 1 };
        let at = |x, y| square.rectangle((300, 100), Focus { x, y });
        assert_eq!(at(0.5, 0.5), (100, 0, 100, 100));
        assert_eq!(at(0.0, 0.9), (0, 0, 100, 100));
        assert_eq!(at(0.95, 0.0), (200, 0, 100, 100));
        let wide = Ratio { width: 3, height: 2 };
        assert_eq!(wide.rectangle((300, 400), Focus { x: 0.5, y: 0.25 }), (0, 0, 300, 200));
        assert_eq!(wide.rectangle((3, 2), Focus::default()), (0, 0, 3, 2));
    }
}
