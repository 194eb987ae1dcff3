//! A small picture of the first page, for a list of documents.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use typst_render::RenderOptions;

use crate::typeset::Pages;

/// Pixels across. Shown at half of that, so that screens of two pixels a point show it sharp.
const WIDTH: f64 = 240.0;

/// The first page as PNG, eight bits of grey or colour a sample, without transparency.
pub fn thumbnail(pages: &Pages) -> Vec<u8> {
    let Some(page) = pages.document.pages().first() else { return Vec::new() };
    let options = RenderOptions {
        pixel_per_pt: (WIDTH / page.frame.width().to_pt()).into(),
        ..RenderOptions::default()
    };
    let pixmap = typst_render::render(page, &options);
    let rgb: Vec<u8> =
        pixmap.data().chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive)
        .write_image(&rgb, pixmap.width(), pixmap.height(), ExtendedColorType::Rgb8)
        .expect("the picture has the size it says");
    png
}
