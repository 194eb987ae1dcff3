//! What both editions need of any picture, wherever it comes from.

use std::borrow::Cow;

use image::ImageFormat;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::jpeg::JpegParts;
use super::raster::{RasterParts, of_eight_bits, upright, written};
use super::svg;
use crate::colour::{Profile, SourceProfile, light_of_inks, wide_profile};

/// A picture without what a camera or a program wrote about it, upright, with a profile that both
/// editions can hold, and in light: inks become light by their own profile, else by that of the
/// printing condition. What is no picture, or cannot be read, stays as it is.
pub fn settled<'a>(bytes: &'a [u8], printing: Option<&Profile>) -> Cow<'a, [u8]> {
    let settled = match RasterParts::of(bytes) {
        Some(parts) => settled_raster(bytes, &parts, printing),
        None => svg::settled(bytes, |picture| match settled(picture, printing) {
            Cow::Owned(picture) => Some(picture),
            Cow::Borrowed(_) => None,
        }),
    };
    settled.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// Whether a PNG or JPEG is all there, from its beginning to its end mark; anything else is.
pub fn is_whole(bytes: &[u8]) -> bool {
    let is_raster = matches!(image::guess_format(bytes), Ok(ImageFormat::Png | ImageFormat::Jpeg));
    !is_raster || RasterParts::of(bytes).is_some()
}

/// Whether this is a JPEG of inks.
pub(super) fn is_of_inks(bytes: &[u8]) -> bool {
    matches!(RasterParts::of(bytes), Some(RasterParts::Jpeg(parts)) if parts.channels == 4)
}

fn settled_raster(
    bytes: &[u8],
    parts: &RasterParts<'_>,
    printing: Option<&Profile>,
) -> Option<Vec<u8>> {
    let orientation = parts.orientation();
    match parts {
        RasterParts::Jpeg(jpeg) if jpeg.channels == 4 => {
            let (image, profile) = light(bytes, jpeg, printing)?;
            written(&upright(image, orientation), true, profile.as_deref())
        }
        RasterParts::Png(png) if png.depth == 16 || orientation != 1 => {
            let image = image::load_from_memory_with_format(bytes, ImageFormat::Png).ok()?;
            let image = upright(of_eight_bits(image), orientation);
            written(&image, false, parts.meant().as_deref())
        }
        RasterParts::Jpeg(_) if orientation != 1 => {
            let image = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).ok()?;
            written(&upright(image, orientation), true, parts.meant().as_deref())
        }
        _ => parts.plain(),
    }
}

/// A JPEG of inks as light, with the profile of that.
fn light(
    bytes: &[u8],
    jpeg: &JpegParts<'_>,
    printing: Option<&Profile>,
) -> Option<(image::DynamicImage, Option<Vec<u8>>)> {
    let (width, height, inks) = inks(bytes, jpeg)?;
    let own = jpeg.profile().and_then(|profile| SourceProfile::parse(&profile, 4));
    let given = printing.and_then(|profile| SourceProfile::parse(&profile.bytes, 4));
    let source = own.or(given);
    let rgb = light_of_inks(source.as_ref(), &inks);
    let image = image::RgbImage::from_raw(width, height, rgb)?;
    Some((image.into(), source.and_then(|_| wide_profile())))
}

/// The samples of a JPEG of four channels; 255 is all ink.
fn inks(bytes: &[u8], jpeg: &JpegParts<'_>) -> Option<(u32, u32, Vec<u8>)> {
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_max_width(side).set_max_height(side);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().ok()?;
    let space = decoder.input_colorspace()?;
    if ![ColorSpace::CMYK, ColorSpace::YCCK].contains(&space) {
        return None;
    }
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let mut data = decoder.decode().ok()?;
    let (width, height) = decoder.dimensions()?;
    if space == ColorSpace::YCCK {
        for pixel in data.chunks_exact_mut(4) {
            let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
            let (cb, cr) = (cb - 128.0, cr - 128.0);
            let parts = [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb];
            for (part, value) in pixel.iter_mut().zip(parts) {
                *part = value.round().clamp(0.0, 255.0) as u8;
            }
        }
    }
    // Adobe's programs write how little ink there is.
    if jpeg.is_adobe() {
        data.iter_mut().for_each(|part| *part = 255 - *part);
    }
    Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?, data))
}
