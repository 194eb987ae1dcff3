//! Whether a raster image is as it was written: decoded whole, with every checksum that it has.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, DynamicImage, ImageFormat};
use png::{DecodeOptions, Decoder};

use super::fault::PictureFault;
use super::jpeg_scan::scan_fault;

/// What is wrong with a PNG, JPEG, GIF or WebP.
pub(super) fn raster_fault(bytes: &[u8]) -> Option<PictureFault> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Png => png_fault(bytes),
        ImageFormat::Jpeg => jpeg_fault(bytes),
        ImageFormat::Gif => gif_fault(bytes),
        ImageFormat::WebP => webp_fault(bytes),
        _ => None,
    }
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

fn png_fault(bytes: &[u8]) -> Option<PictureFault> {
    let mut options = DecodeOptions::default();
    options.set_ignore_checksums(false);
    options.set_skip_ancillary_crc_failures(false);
    let mut reader = match Decoder::new_with_options(Cursor::new(bytes), options).read_info() {
        Ok(reader) => reader,
        Err(error) => return Some(undecoded(error)),
    };
    if reader.info().animation_control.is_some_and(|control| control.num_frames > 1) {
        return Some(moving());
    }
    loop {
        match reader.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => return Some(undecoded(error)),
        }
    }
    reader.finish().err().map(undecoded)
}

/// A decoder of JPEG makes something of anything: what was coded has to come out even, too.
fn jpeg_fault(bytes: &[u8]) -> Option<PictureFault> {
    if let Err(what) = scan_fault(bytes) {
        return Some(PictureFault::damaged(what));
    }
    image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).err().map(undecoded)
}

fn gif_fault(bytes: &[u8]) -> Option<PictureFault> {
    let decoder = match GifDecoder::new(Cursor::new(bytes)) {
        Ok(decoder) => decoder,
        Err(error) => return Some(undecoded(error)),
    };
    let mut frames = decoder.into_frames();
    match frames.next() {
        Some(Ok(_)) => {}
        Some(Err(error)) => return Some(undecoded(error)),
        None => return Some(PictureFault::damaged("there is no picture in it")),
    }
    match frames.next() {
        None => None,
        Some(Ok(_)) => Some(moving()),
        Some(Err(error)) => Some(undecoded(error)),
    }
}

fn webp_fault(bytes: &[u8]) -> Option<PictureFault> {
    let decoder = match WebPDecoder::new(Cursor::new(bytes)) {
        Ok(decoder) => decoder,
        Err(error) => return Some(undecoded(error)),
    };
    if decoder.has_animation() {
        return Some(moving());
    }
    DynamicImage::from_decoder(decoder).err().map(undecoded)
}
