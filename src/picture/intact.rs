//! Whether a raster image is as it was written: decoded whole, with every checksum that it has.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageFormat};
use png::{ColorType, DecodeOptions, Decoder, Info, Transformations};

use super::blank::{Ground, Seen};
use super::fault::PictureFault;
use super::jpeg_scan::scan_fault;

/// What is wrong with a PNG, JPEG, GIF or WebP that stands in another picture.
pub(super) fn raster_fault(bytes: &[u8]) -> Option<PictureFault> {
    seen(bytes).err()
}

/// The same of one that is to be seen on this ground.
pub(super) fn shown_fault(bytes: &[u8], ground: Ground) -> Option<PictureFault> {
    match seen(bytes) {
        Ok(seen) => seen.one_pixel().or_else(|| seen.fault(ground)),
        Err(fault) => Some(fault),
    }
}

fn seen(bytes: &[u8]) -> Result<Seen, PictureFault> {
    let mut seen = Seen::default();
    match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => png(bytes, &mut seen)?,
        Ok(ImageFormat::Jpeg) => seen.add_all(&jpeg(bytes)?),
        Ok(ImageFormat::Gif) => seen.add_all(&gif(bytes)?),
        Ok(ImageFormat::WebP) => seen.add_all(&webp(bytes)?),
        _ => {}
    }
    Ok(seen)
}

/// Of an image with several pictures, of which paper would show the first.
fn moving() -> PictureFault {
    PictureFault::refused(
        "moves, and a page shows one picture of it",
        "save the picture that is to be shown as PNG",
    )
}

fn undecoded(error: impl std::fmt::Display) -> PictureFault {
    PictureFault::damaged(error.to_string().trim_end_matches('.'))
}

fn png(bytes: &[u8], seen: &mut Seen) -> Result<(), PictureFault> {
    let mut options = DecodeOptions::default();
    options.set_ignore_checksums(false);
    options.set_skip_ancillary_crc_failures(false);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    let indexed = decoder.read_header_info().map_err(undecoded)?.color_type == ColorType::Indexed;
    // Indices stay as they are: made colours, those beyond the palette would be black.
    if !indexed {
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    }
    let mut reader = decoder.read_info().map_err(undecoded)?;
    if reader.info().animation_control.is_some_and(|control| control.num_frames > 1) {
        return Err(moving());
    }
    if indexed {
        let mut indices = vec![0; reader.output_buffer_size().unwrap_or(0)];
        reader.next_frame(&mut indices).map_err(undecoded)?;
        of_palette(reader.info(), &indices, seen)?;
    } else {
        let samples = reader.output_color_type().0.samples();
        while let Some(row) = reader.next_row().map_err(undecoded)? {
            for pixel in row.data().chunks_exact(samples) {
                if seen.is_settled() {
                    break;
                }
                seen.add(match *pixel {
                    [grey] => [grey, grey, grey, 255],
                    [grey, alpha] => [grey, grey, grey, alpha],
                    [r, g, b] => [r, g, b, 255],
                    [r, g, b, alpha, ..] => [r, g, b, alpha],
                    [] => continue,
                });
            }
        }
    }
    reader.finish().map_err(undecoded)
}

/// Takes in the colours of a palette that are used (ISO/IEC 15948, 11.2.2): none may be beyond its end.
fn of_palette(info: &Info<'_>, indices: &[u8], seen: &mut Seen) -> Result<(), PictureFault> {
    let Some(palette) = &info.palette else {
        return Err(PictureFault::damaged("it has no palette, and its pixels are numbers of one"));
    };
    let alphas = info.trns.as_deref().unwrap_or_default();
    let (width, depth) = (info.width as usize, info.bit_depth as usize);
    let bytes = (width * depth).div_ceil(8).max(1);
    for row in indices.chunks_exact(bytes) {
        for at in 0..width {
            let bit = at * depth;
            let index = row[bit / 8] >> (8 - depth - bit % 8) & (255 >> (8 - depth));
            let Some(colour) = palette.chunks_exact(3).nth(usize::from(index)) else {
                let words = "its pixels name colours that its palette does not have";
                return Err(PictureFault::damaged(words));
            };
            let alpha = alphas.get(usize::from(index)).copied().unwrap_or(255);
            if !seen.is_settled() {
                seen.add([colour[0], colour[1], colour[2], alpha]);
            }
        }
    }
    Ok(())
}

/// A decoder of JPEG makes something of anything: what was coded has to come out even, too.
fn jpeg(bytes: &[u8]) -> Result<DynamicImage, PictureFault> {
    scan_fault(bytes).map_err(PictureFault::damaged)?;
    image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).map_err(undecoded)
}

fn gif(bytes: &[u8]) -> Result<DynamicImage, PictureFault> {
    let mut frames = GifDecoder::new(Cursor::new(bytes)).map_err(undecoded)?.into_frames();
    let first = match frames.next() {
        Some(frame) => frame.map_err(undecoded)?.into_buffer(),
        None => return Err(PictureFault::damaged("there is no picture in it")),
    };
    match frames.next() {
        None => Ok(first.into()),
        Some(Ok(_)) => Err(moving()),
        Some(Err(error)) => Err(undecoded(error)),
    }
}

fn webp(bytes: &[u8]) -> Result<DynamicImage, PictureFault> {
    let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(undecoded)?;
    if decoder.has_animation() {
        return Err(moving());
    }
    DynamicImage::from_decoder(decoder).map_err(undecoded)
}
