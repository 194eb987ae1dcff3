//! Images as they are placed: how many pixels stand on an inch of paper. And those that cannot be: which
//! of them the compiler speaks of.

use typst::layout::{Abs, Frame, FrameItem, Size, Transform};
use typst::syntax::Span;
use typst::visualize::{ExchangeFormat, Image, ImageKind, RasterImage};

use super::problem::Problem;
use super::world::Typesetter;
use crate::asset::is_raster;
use crate::diag::Code;

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
                found.push(PlacedImage {
                    dpi: dots_per_inch(image, *size, transform),
                    data: raster.data().to_vec(),
                    span: *span,
                });
            }
            _ => {}
        }
    }
}

/// The pixels on an inch of an image in the direction in which they are fewer.
pub(super) fn dots_per_inch(image: &Image, size: Size, transform: Transform) -> f64 {
    // A transformation stretches the axes by the lengths of its columns.
    let across = transform.sx.get().hypot(transform.ky.get());
    let down = transform.kx.get().hypot(transform.sy.get());
    let dpi = |pixels: f64, length: Abs, stretch: f64| {
        pixels * 72.0 / (length.to_pt() * stretch).max(f64::EPSILON)
    };
    dpi(image.width(), size.x, across).min(dpi(image.height(), size.y, down))
}

/// Which of the problems are about an image, by its path: one that was refused, an SVG with a mistake at
/// a place in it, or a raster image that cannot be decoded.
pub(super) fn about_images(
    typesetter: &Typesetter,
    problems: &[Problem],
) -> Vec<(String, Problem)> {
    let refused = typesetter.admission().refused();
    let read = typesetter.admission().read();
    let about = |problem: &Problem| {
        let mut refused = refused.iter();
        if let Some((path, refusal)) = refused.find(|(_, r)| problem.message.contains(&r.what)) {
            let problem = Problem {
                code: Code::AssetTooLarge,
                message: format!("`{}` {}", shown(path), refusal.what),
                hints: vec![refusal.help.clone()],
                place: problem.place.clone(),
            };
            return Some((path.clone(), problem));
        }
        let at = problem.place.as_ref().map(|place| format!("/{}", place.file));
        let is_image = |path: &str| !path.ends_with(".typ");
        let path = at.filter(|at| read.contains(at) && is_image(at)).or_else(|| {
            let undecoded = problem.message.starts_with("failed to decode image");
            read.iter().find(|path| undecoded && !is_decoded(typesetter, path)).cloned()
        })?;
        let message = format!("`{}` cannot be used: {}", shown(&path), problem.message);
        Some((path, Problem { code: Code::BadAsset, message, ..problem.clone() }))
    };
    problems.iter().filter_map(about).collect()
}

/// Whether the compiler can decode a file, or has no reason to.
fn is_decoded(typesetter: &Typesetter, path: &str) -> bool {
    let Some(bytes) = typesetter.allowed(path) else { return true };
    if !is_raster(bytes) {
        // It may only be called a picture.
        let lower = path.to_lowercase();
        return !["png", "jpg", "jpeg", "gif", "webp"].iter().any(|end| lower.ends_with(end));
    }
    let format = ExchangeFormat::detect(bytes);
    format.is_none_or(|format| RasterImage::plain(bytes.clone(), format).is_ok())
}

/// A path that templates use, as users know it.
pub(super) fn shown(path: &str) -> &str {
    path.strip_prefix("/project/").unwrap_or(path.trim_start_matches('/'))
}
