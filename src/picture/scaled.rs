//! A picture of fewer pixels.

use image::imageops::FilterType;

use super::raster::{RasterParts, of_eight_bits, upright, written};

/// A PNG or JPEG that is so many pixels wide; `None` for another, or where it has no more.
pub fn scaled(bytes: &[u8], width: u32) -> Option<Vec<u8>> {
    let parts = RasterParts::of(bytes)?;
    let as_jpeg = matches!(parts, RasterParts::Jpeg(_));
    let image = image::load_from_memory(bytes).ok()?;
    let image = upright(of_eight_bits(image), parts.orientation());
    if width == 0 || width >= image.width() {
        return None;
    }
    let height = f64::from(image.height()) * f64::from(width) / f64::from(image.width());
    let height = (height.round() as u32).max(1);
    let image = image.resize_exact(width, height, FilterType::CatmullRom);
    written(&image, as_jpeg, parts.meant().as_deref())
}
