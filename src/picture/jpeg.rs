//! The segments of a JPEG (ITU-T T.81): what stays, and what is left out.

use super::label::{grey, relabelled};

/// What begins the segments that hold a colour profile, and those that hold camera data.
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const EXIF: &[u8] = b"Exif\0\0";

/// The most bytes of a profile in one segment.
const PART: usize = 65_519;

/// A JPEG in its parts.
#[derive(Debug, Default)]
pub(super) struct JpegParts<'a> {
    /// Tables, frames and scans, in order and with their markers.
    drawing: Vec<&'a [u8]>,
    /// The density that JFIF says, without a thumbnail.
    density: Option<[u8; 7]>,
    /// What Adobe's marker says of the colours.
    adobe: Option<&'a [u8]>,
    profile: Vec<(u8, &'a [u8])>,
    /// Camera data.
    pub(super) exif: Option<&'a [u8]>,
    /// How many channels it has.
    pub(super) channels: u8,
    /// Whether anything was left out.
    left_out: bool,
}

impl<'a> JpegParts<'a> {
    /// Takes a JPEG apart; `None` where it is damaged.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut parts = Self::default();
        let mut at = bytes.starts_with(b"\xFF\xD8").then_some(2)?;
        loop {
            // Any number of 0xFF may fill the space before a marker.
            let start = at;
            while *bytes.get(at)? == 0xFF && *bytes.get(at + 1)? == 0xFF {
                at += 1;
            }
            if *bytes.get(at)? != 0xFF {
                return None;
            }
            let marker = *bytes.get(at + 1)?;
            if marker == 0xD9 {
                parts.left_out |= at + 2 != bytes.len();
                return Some(parts);
            }
            let length =
                usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
            let body = bytes.get(at + 4..at + 2 + length)?;
            let mut end = at + 2 + length;
            if marker == 0xDA {
                // A scan runs to the next marker that is neither a stuffed byte nor a restart.
                let more = bytes[end..]
                    .windows(2)
                    .position(|two| two[0] == 0xFF && !matches!(two[1], 0x00 | 0xD0..=0xD7 | 0xFF));
                end += more?;
            }
            parts.take(marker, &bytes[start..end], body);
            at = end;
        }
    }

    fn take(&mut self, marker: u8, whole: &'a [u8], body: &'a [u8]) {
        match marker {
            0xE0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                self.left_out |= body.len() > 14;
                self.density = body[5..12].try_into().ok();
            }
            0xE2 if body.starts_with(PROFILE) && body.len() > PROFILE.len() + 2 => {
                let rest = &body[PROFILE.len()..];
                self.profile.push((rest[0], &rest[2..]));
            }
            0xEE if body.starts_with(b"Adobe") => self.adobe = Some(whole),
            0xE1 if body.starts_with(EXIF) => {
                self.left_out = true;
                self.exif = self.exif.or(Some(&body[EXIF.len()..]));
            }
            0xE0..=0xEF | 0xFE => self.left_out = true,
            _ => {
                let frame = matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC);
                if frame && self.channels == 0 {
                    self.channels = body.get(5).copied().unwrap_or(0);
                }
                self.drawing.push(whole);
            }
        }
    }

    /// Whether the samples of inks are turned round: Adobe's programs write them so.
    pub(super) fn is_adobe(&self) -> bool {
        self.adobe.is_some()
    }

    /// The colour profile.
    pub(super) fn profile(&self) -> Option<Vec<u8>> {
        let mut parts = self.profile.clone();
        parts.sort_by_key(|(number, _)| *number);
        let bytes: Vec<u8> = parts.iter().flat_map(|(_, part)| part.iter().copied()).collect();
        (!bytes.is_empty()).then_some(bytes)
    }

    /// The file without what says nothing of its colours; `None` where nothing changes.
    pub(super) fn plain(&self) -> Option<Vec<u8>> {
        let profile = self.profile();
        let relabelled = match &profile {
            Some(profile) => relabelled(profile),
            None if self.channels == 1 => grey(),
            None => None,
        };
        if !self.left_out && relabelled.is_none() {
            return None;
        }
        let mut out = b"\xFF\xD8".to_vec();
        if let Some(density) = self.density {
            out.extend(b"\xFF\xE0\0\x10JFIF\0");
            out.extend(density);
            out.extend([0, 0]);
        }
        out.extend(self.adobe.unwrap_or_default());
        let profile = relabelled.or(profile).unwrap_or_default();
        let count = profile.chunks(PART).len();
        for (at, part) in profile.chunks(PART).enumerate() {
            let length = u16::try_from(part.len() + PROFILE.len() + 4).unwrap_or(u16::MAX);
            out.extend([0xFF, 0xE2]);
            out.extend(length.to_be_bytes());
            out.extend(PROFILE);
            out.extend([at as u8 + 1, count as u8]);
            out.extend(part);
        }
        for part in &self.drawing {
            out.extend(*part);
        }
        out.extend([0xFF, 0xD9]);
        Some(out)
    }
}
