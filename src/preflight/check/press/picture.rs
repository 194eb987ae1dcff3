//! Pictures: enough pixels, not too much ink.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::super::super::code::{Check, FindingSeverity};
use super::super::super::colour::ColourSpace;
use super::super::super::content::{Image, Mark, Shape};
use super::super::super::finding::{Findings, Found, Settings};
use super::super::super::page::Page;
use super::super::super::pdf::Pdf;

/// Pictures should have this many pixels an inch.
const GOOD: f64 = 300.0;

/// Below this the pixels show.
const BAD: f64 = 150.0;

/// A picture smaller than this on both sides is an icon, in points.
const TINY: f64 = 1.0;

/// About this many pixels of a picture are measured.
const SAMPLES: usize = 200_000;

/// This share of a picture may have too much ink: stray pixels do not smear.
const STRAY: f64 = 0.002;

/// JPEGs larger than this on a side are not decoded, in pixels.
const MAX_SIDE: usize = 16_000;

/// JPEGs with more pixels than this are not decoded.
const MAX_PIXELS: i64 = 40_000_000;

/// Looks at a mark, if it is a picture.
pub fn check(
    pdf: &Pdf,
    page: &Page<'_>,
    mark: &Mark<'_>,
    settings: &Settings,
    findings: &mut Findings,
) {
    let Shape::Image(image) = &mark.shape else { return };
    let corner = page.place(mark.bounds.x0, mark.bounds.y0);
    let mut add = |found: Found| {
        let found = found.page(page.number);
        findings.add(if mark.detached { found } else { found.at(corner) });
    };
    let (width, height) = image.pixels;
    let seen = mark.bounds.overlaps(&page.bleed.unwrap_or(page.finished()), 0.0);
    let sized = image.matrix.x_scale() > TINY && image.matrix.y_scale() > TINY;
    // One pixel is a plain area, however large it is placed.
    let measured = seen && sized && !mark.detached && (width > 1 || height > 1);
    if let Some(dpi) = image.resolution().filter(|dpi| measured && *dpi < GOOD - 0.5) {
        let message = format!("a picture of {width} × {height} pixels is placed at {dpi:.0} dpi");
        let found = Found::new(Check::LowResolution, message).weight(GOOD - dpi);
        add(if dpi < BAD - 0.5 { found.severity(FindingSeverity::Error) } else { found });
    }
    let Some(space) = image.space.as_ref().filter(|space| has_inks(space)) else { return };
    match measure(pdf, image, space, settings.total_ink) {
        Err(why) => add(Found::new(
            Check::InkUnmeasured,
            format!("the ink of a picture was not measured: {why}"),
        )
        .group(why)),
        Ok((most, share)) if share > STRAY => {
            let (limit, share) = (settings.total_ink, share * 100.0);
            let message = format!(
                "up to {most:.0} % of ink in {share:.1} % of a picture, more than {limit:.0} %"
            );
            add(Found::new(Check::TotalInk, message).weight(most).group("picture"));
        }
        Ok(_) => {}
    }
}

/// Whether more than one ink can come together in a pixel.
fn has_inks(space: &ColourSpace) -> bool {
    match space {
        ColourSpace::Cmyk | ColourSpace::ProfiledCmyk => true,
        ColourSpace::Indexed { base, .. } => has_inks(base),
        ColourSpace::Inks { names, .. } => names.len() > 1,
        _ => false,
    }
}

/// The most ink of a pixel, in per cent, and the share of pixels above the limit.
fn measure(
    pdf: &Pdf,
    image: &Image<'_>,
    space: &ColourSpace,
    limit: f64,
) -> Result<(f64, f64), &'static str> {
    let dict = &image.stream.dict;
    let n = space.components().max(1);
    let filters = pdf.filters(dict);
    let last = filters.last().map_or("", String::as_str);
    let data = match last {
        "DCTDecode" | "DCT" if filters.len() == 1 && n == 4 => jpeg(pdf, image)?,
        "DCTDecode" | "DCT" => return Err("it is a JPEG of an unusual form"),
        "JPXDecode" => return Err("it is a JPEG 2000"),
        "JBIG2Decode" | "CCITTFaxDecode" | "CCF" => return Err("it is a fax picture"),
        _ => pdf.decode(image.stream).ok_or("it cannot be decompressed")?,
    };
    let bits = pdf.integer(dict, "BitsPerComponent").or_else(|| pdf.integer(dict, "BPC"));
    if bits.unwrap_or(8) != 8 {
        return Err("it does not have 8 bits a component");
    }
    // Indexed colours are numbers, all others shares of one.
    let indexed = matches!(space, ColourSpace::Indexed { .. });
    let scale = if indexed { 255.0 } else { 1.0 };
    let decode = pdf.get(dict, "Decode").or_else(|| pdf.get(dict, "D"));
    let decode = decode.map(|object| pdf.numbers(object)).filter(|list| list.len() == 2 * n);
    let decode = decode.unwrap_or_else(|| [0.0, scale].repeat(n));
    let step = (data.len() / n / SAMPLES).max(1);
    let (mut most, mut over, mut all) = (0.0_f64, 0.0, 0.0);
    let mut values = vec![0.0; n];
    for pixel in data.chunks_exact(n).step_by(step) {
        for (component, byte) in pixel.iter().enumerate() {
            let (from, to) = (decode[2 * component], decode[2 * component + 1]);
            values[component] = from + f64::from(*byte) / 255.0 * (to - from);
        }
        let total = space.total_ink(&values).unwrap_or(0.0);
        most = most.max(total);
        over += f64::from(u8::from(total > limit + 1.0));
        all += 1.0;
    }
    Ok((most, if all > 0.0 { over / all } else { 0.0 }))
}

/// The inks of a JPEG, as the decoding filter gives them (ISO 32000, 7.4.8).
fn jpeg(pdf: &Pdf, image: &Image<'_>) -> Result<Vec<u8>, &'static str> {
    let (width, height) = image.pixels;
    if width.saturating_mul(height) > MAX_PIXELS {
        return Err("it is a very large JPEG");
    }
    let options = DecoderOptions::default().set_max_width(MAX_SIDE).set_max_height(MAX_SIDE);
    let broken = "it is a JPEG that cannot be decoded";
    let bytes = image.stream.content.as_slice();
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| broken)?;
    let space = decoder.input_colorspace().ok_or(broken)?;
    let (pixels_wide, pixels_high) = decoder.dimensions().ok_or(broken)?;
    if i64::try_from(pixels_wide.saturating_mul(pixels_high)).is_ok_and(|n| n > MAX_PIXELS) {
        return Err("it is a very large JPEG");
    }
    if !pdf.spend(pixels_wide * pixels_high * 4) {
        return Err("the file holds too many pictures");
    }
    if ![ColorSpace::CMYK, ColorSpace::YCCK].contains(&space) {
        return Err("it is a JPEG whose colours are not those the file says");
    }
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let mut data = decoder.decode().map_err(|_| broken)?;
    if data.len() != pixels_wide * pixels_high * 4 {
        return Err(broken);
    }
    if space == ColorSpace::YCCK {
        for pixel in data.chunks_exact_mut(4) {
            let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(f64::from);
            let (cb, cr) = (cb - 128.0, cr - 128.0);
            let rgb = [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb];
            for (ink, light) in pixel.iter_mut().zip(rgb) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "clamped"
                )]
                let light = light.clamp(0.0, 255.0) as u8;
                *ink = 255 - light;
            }
        }
    }
    Ok(data)
}
