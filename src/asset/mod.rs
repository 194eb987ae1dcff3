//! Images and fonts, judged before anything is decoded: what they say of themselves is held to the
//! [limits](crate::limits). Nothing here reads files.

mod font;
mod raster;
mod refusal;
mod svg;

pub use font::judge_font;
pub use raster::is_raster;
pub use refusal::AssetRefusal;

use crate::limits::Limits;

/// The pixels an image takes once it is decoded; none for what is no image.
///
/// # Errors
///
/// It is beyond a limit, or what it says of itself cannot be read.
pub fn judge_image(path: &str, bytes: &[u8], limits: &Limits) -> Result<u64, AssetRefusal> {
    if is_raster(bytes) {
        return raster::judge(bytes, limits);
    }
    if svg::is_svg(path, bytes) {
        return svg::judge(bytes, limits);
    }
    Ok(0)
}
