//! PNG, JPEG, GIF and WebP: their size, and what they pack, by the headers alone. The decoders are
//! those that the compiler reads images with, so that both see the same size.

use std::io::{Cursor, Read};

use flate2::read::ZlibDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ImageDecoder, ImageFormat, ImageResult};

use super::refusal::AssetRefusal;
use crate::limits::{Grouped, IMAGE, Limits, UNPACKED, megapixels};

/// Whether these are the first bytes of a raster image that the compiler reads.
pub fn is_raster(bytes: &[u8]) -> bool {
    format(bytes).is_some()
}

/// What kind of image these are the first bytes of, by its name.
pub(super) fn kind(bytes: &[u8]) -> Option<&'static str> {
    Some(match format(bytes)? {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::Gif => "GIF",
        ImageFormat::WebP => "WebP",
        _ => return None,
    })
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    use ImageFormat::{Gif, Jpeg, Png, WebP};
    image::guess_format(bytes).ok().filter(|format| matches!(format, Png | Jpeg | Gif | WebP))
}

/// The pixels of an image, counted as four bytes each: one of 16 bits a channel counts twice.
pub(super) fn judge(bytes: &[u8], limits: &Limits) -> Result<u64, AssetRefusal> {
    let (width, height, taken) = match format(bytes) {
        Some(ImageFormat::Png) => {
            judge_png(bytes)?;
            read(PngDecoder::new(Cursor::new(bytes)))
        }
        Some(ImageFormat::Jpeg) => read(JpegDecoder::new(Cursor::new(bytes))),
        Some(ImageFormat::Gif) => read(GifDecoder::new(Cursor::new(bytes))),
        Some(ImageFormat::WebP) => read(WebPDecoder::new(Cursor::new(bytes))),
        _ => return Ok(0),
    }?;
    let pixels = u64::from(width) * u64::from(height);
    let counted = pixels.max(taken.div_ceil(4));
    if counted <= limits.image() {
        return Ok(counted);
    }
    let twice = if counted > pixels {
        format!(", which take as much as {} of 8 bits", megapixels(counted))
    } else {
        String::new()
    };
    let most = megapixels(limits.image());
    let (w, h, m) = (Grouped(width.into()), Grouped(height.into()), megapixels(pixels));
    Err(AssetRefusal::over(
        format!("has {w} × {h} pixels, {m} megapixels{twice}; an image may have {most}"),
        format!("make it smaller: a whole page at 300 dpi has 9; {}", IMAGE.raise()),
    ))
}

/// Width, height and the bytes it takes decoded.
fn read(decoder: ImageResult<impl ImageDecoder>) -> Result<(u32, u32, u64), AssetRefusal> {
    let decoder = decoder
        .map_err(|error| AssetRefusal::broken(format!("cannot be read as an image: {error}")))?;
    let (width, height) = decoder.dimensions();
    Ok((width, height, decoder.total_bytes()))
}

/// A PNG's header comes first and says its size; before the pixels stands its colour profile, which
/// the decoder unpacks whatever it comes to.
fn judge_png(bytes: &[u8]) -> Result<(), AssetRefusal> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((head, after)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((data, after)) = after.split_at_checked(length) else { break };
        match &head[4..] {
            b"iCCP" => {
                // A name, a zero, the method, and the packed profile.
                let name = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
                let packed = data.get(name + 2..).unwrap_or_default();
                let mut unpacked = ZlibDecoder::new(packed).take(UNPACKED + 1);
                let length = std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap_or(0);
                if length > UNPACKED {
                    return Err(AssetRefusal::over(
                        format!("has a colour profile of more than {} MB", UNPACKED >> 20),
                        "save it with another colour profile, such as sRGB".into(),
                    ));
                }
            }
            b"IDAT" => break,
            _ => {}
        }
        // A checksum follows.
        rest = after.get(4..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A PNG that says it has this size and kind of pixels, with chunks before its pixels, of which
    /// there are none.
    fn png(
        width: u32,
        height: u32,
        depth: u8,
        colour: u8,
        chunks: &[(&[u8; 4], &[u8])],
    ) -> Vec<u8> {
        let mut header = Vec::new();
        header.extend(width.to_be_bytes());
        header.extend(height.to_be_bytes());
        header.extend([depth, colour, 0, 0, 0]);
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        let own: [(&[u8; 4], &[u8]); 1] = [(b"IHDR", &header)];
        for (name, data) in own.iter().chain(chunks).chain(&[(b"IDAT", &[][..]), (b"IEND", &[])]) {
            bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            let from = bytes.len();
            bytes.extend(*name);
            bytes.extend(*data);
            let mut checksum = flate2::Crc::new();
            checksum.update(&bytes[from..]);
            bytes.extend(checksum.sum().to_be_bytes());
        }
        bytes
    }

    fn limits(megapixels: u32) -> Limits {
        let mut limits = Limits::default();
        limits.set(IMAGE.key, megapixels);
        limits
    }

    #[test]
    fn a_png_is_judged_by_what_its_header_says() {
        assert_eq!(judge(&png(8000, 8000, 8, 2, &[]), &Limits::default()), Ok(64_000_000));
        let more = judge(&png(8000, 8001, 8, 2, &[]), &Limits::default()).unwrap_err();
        assert!(more.over && more.what.contains("8,000 × 8,001 pixels, 65 megapixels"), "{more:?}");
        let bomb = judge(&png(60_000, 60_000, 8, 2, &[]), &Limits::default()).unwrap_err();
        assert!(bomb.what.contains("3,600 megapixels; an image may have 64"), "{bomb:?}");
        assert!(bomb.help.contains("`image_megapixels` below `[limits]`"), "{bomb:?}");
        assert_eq!(judge(&png(1000, 2000, 8, 0, &[]), &limits(2)), Ok(2_000_000));
        assert!(judge(&png(1000, 2001, 8, 0, &[]), &limits(2)).is_err());
        // Sixteen bits of four channels are eight bytes.
        assert_eq!(judge(&png(1000, 1000, 16, 6, &[]), &limits(2)), Ok(2_000_000));
        let deep = judge(&png(1000, 1001, 16, 6, &[]), &limits(2)).unwrap_err();
        assert!(deep.what.contains("as much as 3 of 8 bits"), "{deep:?}");
    }

    #[test]
    fn a_profile_that_unpacks_without_end_is_not_unpacked() {
        let packed = |length: u64| {
            let mut profile =
                flate2::write::ZlibEncoder::new(b"p\0\0".to_vec(), flate2::Compression::best());
            let zeros = vec![0; 1 << 20];
            for _ in 0..length >> 20 {
                profile.write_all(&zeros).unwrap();
            }
            profile.finish().unwrap()
        };
        let fine = packed(UNPACKED);
        assert!(judge(&png(1, 1, 8, 2, &[(b"iCCP", &fine)]), &Limits::default()).is_ok());
        let bomb = packed(UNPACKED + (1 << 20));
        let refusal = judge(&png(1, 1, 8, 2, &[(b"iCCP", &bomb)]), &Limits::default()).unwrap_err();
        assert!(refusal.what.contains("a colour profile of more than 32 MB"), "{refusal:?}");
    }

    #[test]
    fn a_jpeg_a_gif_and_a_webp_are_judged_by_what_their_headers_say() {
        let sized = |width: u16, height: u16| {
            let mut jpeg = b"\xFF\xD8\xFF\xC0\x00\x0B\x08".to_vec();
            jpeg.extend(height.to_be_bytes());
            jpeg.extend(width.to_be_bytes());
            jpeg.extend(b"\x01\x01\x11\x00\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\xFF\xD9");
            jpeg
        };
        assert_eq!(judge(&sized(8000, 8000), &Limits::default()), Ok(64_000_000));
        let bomb = judge(&sized(65_535, 65_535), &Limits::default()).unwrap_err();
        assert!(bomb.what.contains("65,535 × 65,535"), "{bomb:?}");
        let gif = |width: u16, height: u16| {
            let mut gif = b"GIF89a".to_vec();
            gif.extend(width.to_le_bytes());
            gif.extend(height.to_le_bytes());
            gif.extend(b"\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x4C\x01\0;");
            gif
        };
        assert_eq!(judge(&gif(8000, 8000), &Limits::default()), Ok(64_000_000));
        assert!(judge(&gif(8000, 8001), &Limits::default()).is_err());
        // 14 bits each of the width and the height, less one.
        let webp = |width: u32, height: u32| {
            let bits = (width - 1) | (height - 1) << 14;
            let mut data = b"VP8L\x06\0\0\0\x2F".to_vec();
            data.extend(bits.to_le_bytes());
            data.push(0);
            let mut webp = b"RIFF".to_vec();
            webp.extend(u32::try_from(data.len() + 4).unwrap().to_le_bytes());
            webp.extend(b"WEBP");
            webp.extend(data);
            webp
        };
        assert_eq!(judge(&webp(8000, 8000), &Limits::default()), Ok(64_000_000));
        assert!(judge(&webp(16_000, 16_000), &Limits::default()).is_err());
    }

    #[test]
    fn what_cannot_be_read_is_broken_and_not_too_much() {
        for bytes in [&b"\x89PNG\r\n\x1a\n"[..], b"\xFF\xD8\xFF", b"GIF89a", b"RIFF\0\0\0\0WEBP"] {
            assert!(!judge(bytes, &Limits::default()).unwrap_err().over, "{bytes:?}");
        }
    }
}
