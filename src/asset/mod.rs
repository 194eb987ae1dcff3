//! Images and fonts, judged before anything is decoded: what they say of themselves is held to the
//! [limits](crate::limits). Nothing here reads files.

mod font;
mod raster;
mod refusal;
mod svg;

pub use font::judge_font;
pub use raster::is_raster;
pub use refusal::AssetRefusal;
pub use svg::{is_svg, svg_text};

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
    if is_svg(path, bytes) {
        return svg::judge(bytes, limits);
    }
    Ok(0)
}

/// The same of a file that has to be an image, and one of the kind that its name says.
///
/// # Errors
///
/// As [`judge_image`], or it is something else.
pub fn judge_named_image(path: &str, bytes: &[u8], limits: &Limits) -> Result<u64, AssetRefusal> {
    if bytes.is_empty() {
        return Err(AssetRefusal::broken("is empty".into()));
    }
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let kind = raster::kind(bytes).or_else(|| is_svg(path, bytes).then_some("SVG"));
    let kind = kind.or_else(|| bytes.starts_with(b"%PDF-").then_some("PDF"));
    let named = match ending.as_deref() {
        Some("png") => Some("PNG"),
        Some("jpg" | "jpeg") => Some("JPEG"),
        Some("gif") => Some("GIF"),
        Some("webp") => Some("WebP"),
        Some("svg" | "svgz") => Some("SVG"),
        Some("pdf") => Some("PDF"),
        _ => None,
    };
    match (kind, named) {
        (Some(kind), Some(named)) if kind == named => judge_image(path, bytes, limits),
        (Some(kind), _) => Err(AssetRefusal::broken(format!(
            "is a {kind} image; its name has to end in .{}",
            if kind == "JPEG" { "jpg".into() } else { kind.to_lowercase() }
        ))),
        (None, _) => Err(AssetRefusal::broken(
            "is no PNG, JPEG, SVG, PDF, WebP or GIF image, whatever its name says".into(),
        )),
    }
}
