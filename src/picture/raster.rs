//! A raster picture taken apart, decoded and written again.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder, ImageFormat};

use super::jpeg::JpegParts;
use super::label::{grey, relabelled};
use super::png::PngParts;

/// How well a JPEG is written again.
const QUALITY: u8 = 92;

/// What a file is made of.
pub(super) enum RasterParts<'a> {
    Jpeg(JpegParts<'a>),
    Png(PngParts<'a>),
}

impl<'a> RasterParts<'a> {
    /// Takes a PNG or JPEG apart; `None` for what is neither, or damaged.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        match image::guess_format(bytes).ok()? {
            ImageFormat::Png => PngParts::of(bytes).map(Self::Png),
            ImageFormat::Jpeg => JpegParts::of(bytes).map(Self::Jpeg),
            _ => None,
        }
    }

    /// Its colour profile.
    pub(super) fn profile(&self) -> Option<Vec<u8>> {
        match self {
            Self::Jpeg(parts) => parts.profile(),
            Self::Png(parts) => parts.profile(),
        }
    }

    /// The profile it is written again with: its own, or that of grey which says nothing.
    pub(super) fn meant(&self) -> Option<Vec<u8>> {
        self.profile().or_else(|| match self {
            Self::Jpeg(parts) => grey().filter(|_| parts.channels == 1),
            Self::Png(parts) => parts.grey_profile(),
        })
    }

    /// How it has to be turned to stand upright, as EXIF numbers it.
    pub(super) fn orientation(&self) -> u16 {
        let exif = match self {
            Self::Jpeg(parts) => parts.exif,
            Self::Png(parts) => parts.exif,
        };
        exif.and_then(orientation).filter(|it| (1..=8).contains(it)).unwrap_or(1)
    }

    /// Without what says nothing of its colours; `None` where nothing changes.
    pub(super) fn plain(&self) -> Option<Vec<u8>> {
        match self {
            Self::Jpeg(parts) => parts.plain(),
            Self::Png(parts) => parts.plain(),
        }
    }
}

/// The orientation in the first directory of camera data (TIFF).
fn orientation(exif: &[u8]) -> Option<u16> {
    let big = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let word = |at: usize| -> Option<u16> {
        let bytes = exif.get(at..at + 2)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |at: usize| -> Option<usize> {
        let bytes = exif.get(at..at + 4)?.try_into().ok()?;
        let number = if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        usize::try_from(number).ok()
    };
    let start = long(4)?;
    let entries = usize::from(word(start)?);
    let at = |entry: usize| start + 2 + entry * 12;
    let entry = (0..entries).find(|entry| word(at(*entry)) == Some(0x0112))?;
    word(at(entry) + 8)
}

/// Turns a picture upright.
pub(super) fn upright(image: DynamicImage, orientation: u16) -> DynamicImage {
    match orientation {
        2 => image.fliph(),
        3 => image.rotate180(),
        4 => image.flipv(),
        5 => image.rotate90().fliph(),
        6 => image.rotate90(),
        7 => image.rotate270().fliph(),
        8 => image.rotate270(),
        _ => image,
    }
}

/// Channels of eight bits, which is what both editions hold.
pub(super) fn of_eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma16(_) => image.into_luma8().into(),
        DynamicImage::ImageLumaA16(_) => image.into_luma_alpha8().into(),
        DynamicImage::ImageRgb16(_) | DynamicImage::ImageRgb32F(_) => image.into_rgb8().into(),
        DynamicImage::ImageRgba16(_) | DynamicImage::ImageRgba32F(_) => image.into_rgba8().into(),
        image => image,
    }
}

/// Writes a picture, as a JPEG where it was one, with its profile.
pub(super) fn written(
    image: &DynamicImage,
    as_jpeg: bool,
    profile: Option<&[u8]>,
) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let profile = profile.map(|profile| relabelled(profile).unwrap_or_else(|| profile.to_vec()));
    if as_jpeg {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).ok()?;
        }
        image.write_with_encoder(encoder).ok()?;
    } else {
        let filter = FilterType::Adaptive;
        let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, filter);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile).ok()?;
        }
        image.write_with_encoder(encoder).ok()?;
    }
    Some(bytes.into_inner())
}
