//! The chunks of a PNG (ISO/IEC 15948): what stays, and what is left out.

use std::io::{Read, Write};

use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::label::{grey, relabelled};
use crate::limits::UNPACKED;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// What draws the picture, or says how its numbers look.
const KEPT: [&[u8; 4]; 11] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"pHYs",
    b"sBIT",
];

/// A PNG in its parts.
#[derive(Debug, Default)]
pub(super) struct PngParts<'a> {
    /// What stays: names, data, and the whole with its length and checksum.
    kept: Vec<(&'a [u8], &'a [u8], &'a [u8])>,
    /// Camera data.
    pub(super) exif: Option<&'a [u8]>,
    /// Bits of a channel.
    pub(super) depth: u8,
    /// Whether it is grey, with or without alpha.
    is_grey: bool,
    /// Whether anything was left out.
    left_out: bool,
}

impl<'a> PngParts<'a> {
    /// Takes a PNG apart; `None` where it is damaged.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = bytes.strip_prefix(SIGNATURE)?;
        loop {
            let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
            let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
            let (name, data) = (&whole[4..8], &whole[8..8 + length]);
            rest = after;
            if name == b"IHDR" {
                parts.depth = *data.get(8)?;
                parts.is_grey = matches!(data.get(9)?, 0 | 4);
            }
            if KEPT.iter().any(|kept| name == *kept) {
                parts.kept.push((name, data, whole));
            } else {
                parts.left_out = true;
            }
            match name {
                b"eXIf" => parts.exif = Some(data),
                b"IEND" => {
                    parts.left_out |= !rest.is_empty();
                    return Some(parts);
                }
                _ => {}
            }
        }
    }

    /// The colour profile.
    pub(super) fn profile(&self) -> Option<Vec<u8>> {
        let (_, data, _) = self.kept.iter().find(|(name, ..)| *name == b"iCCP")?;
        let name = data.iter().position(|byte| *byte == 0)?;
        let mut profile = Vec::new();
        let packed = ZlibDecoder::new(data.get(name + 2..)?);
        packed.take(UNPACKED).read_to_end(&mut profile).ok()?;
        Some(profile)
    }

    /// The profile of grey that says nothing of how it looks.
    pub(super) fn grey_profile(&self) -> Option<Vec<u8>> {
        let says = |wanted: &[u8]| self.kept.iter().any(|(name, ..)| *name == wanted);
        let is_bare = ![&b"iCCP"[..], b"sRGB", b"gAMA"].into_iter().any(says);
        if self.is_grey && is_bare { grey() } else { None }
    }

    /// The file without what says nothing of its colours; `None` where nothing changes.
    pub(super) fn plain(&self) -> Option<Vec<u8>> {
        let relabelled = self.grey_profile().or_else(|| relabelled(&self.profile()?));
        if !self.left_out && relabelled.is_none() {
            return None;
        }
        let mut out = SIGNATURE.to_vec();
        for (name, _, whole) in &self.kept {
            if *name != b"iCCP" || relabelled.is_none() {
                out.extend(*whole);
            }
            // It comes before the pixels and the palette.
            if let Some(profile) = relabelled.as_ref().filter(|_| *name == b"IHDR") {
                let mut packed = ZlibEncoder::new(b"ICC\0\0".to_vec(), Compression::best());
                packed.write_all(profile).ok()?;
                chunk(&mut out, b"iCCP", &packed.finish().ok()?);
            }
        }
        Some(out)
    }
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(name);
    out.extend(data);
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(data);
    out.extend(sum.sum().to_be_bytes());
}
