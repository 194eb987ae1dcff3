//! Images and fonts, judged before anything is decoded: what they say of themselves is held to the
//! [limits](crate::limits). Nothing here reads files.

mod font;
mod raster;
mod svg;

pub use font::judge_font;
pub use raster::is_raster;

use crate::limits::Limits;

/// Why an image or font is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRefusal {
    /// Whether it is too much, rather than broken.
    pub over: bool,
    /// What is wrong with it, to stand after its name.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl AssetRefusal {
    fn over(what: String, help: String) -> Self {
        Self { over: true, what, help }
    }

    fn broken(what: String) -> Self {
        Self { over: false, what, help: "save it again with the program that made it".into() }
    }
}

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
