//! Whether the parts of a workbook are what was packed: each is unpacked to its end, measured, and held
//! against its checksum. A reader of cells stops where the cells end, and asks none.

use std::io::{self, Read, Write};

use flate2::Crc;
use flate2::read::DeflateDecoder;

/// What is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PackedFault {
    /// It has no directory, or one that leads nowhere.
    NoDirectory,
    /// A part is encrypted.
    Locked,
    /// A part cannot be unpacked.
    Damaged(String),
    /// The bytes of a part are not those that its checksum is of.
    Changed(String),
    /// It unpacks to more than is taken.
    TooLarge,
}

/// What stands in a part that has raised or lowered letters in it (ECMA-376, 18.4.14), in one that may have hidden
/// rows, and in one that has an entity, a comment or the like.
const SIGNS: [&[u8]; 4] = [b"<vertAlign", b" hidden=", b"<!", b"&"];

/// The longest of them.
const LONGEST: usize = 10;

/// How parts are called that say which sheet is which part.
const LISTS: [&str; 2] = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"];

/// Counts what is unpacked, and sums it up.
struct Measure {
    sum: Crc,
    left: u64,
    full: bool,
    /// The last bytes, with which a word may begin.
    last: Vec<u8>,
    found: [bool; 4],
}

impl Write for Measure {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len() as u64;
        if length > self.left {
            self.full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.left -= length;
        self.sum.update(bytes);
        if self.found.contains(&false) {
            let most = LONGEST - 1;
            let mut seam = std::mem::take(&mut self.last);
            seam.extend_from_slice(&bytes[..bytes.len().min(most)]);
            for (sign, found) in SIGNS.iter().zip(&mut self.found) {
                let holds = |bytes: &[u8]| bytes.windows(sign.len()).any(|own| own == *sign);
                *found = *found || holds(&seam) || holds(bytes);
            }
            let tail = if bytes.len() < most { seam.as_slice() } else { bytes };
            self.last = tail[tail.len().saturating_sub(most)..].to_vec();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Unpacks each part of an archive, `most` bytes in all, and finds those that have raised letters in them, or
/// something that a reader of cells passes over, and those that list the sheets.
///
/// # Errors
///
/// The first thing that is wrong.
pub(super) fn verify(bytes: &[u8], most: u64) -> Result<Vec<PackedPart<'_>>, PackedFault> {
    let (mut at, count) = directory(bytes).ok_or(PackedFault::NoDirectory)?;
    let mut left = most;
    let mut kept = Vec::new();
    for _ in 0..count {
        let mut part = PackedPart::read(bytes, at).ok_or(PackedFault::NoDirectory)?;
        at = part.next;
        if part.is_locked {
            return Err(PackedFault::Locked);
        }
        let mut measure =
            Measure { sum: Crc::new(), left, full: false, last: Vec::new(), found: [false; 4] };
        let copied = match part.method {
            0 => io::copy(&mut { part.data }, &mut measure),
            8 => io::copy(&mut DeflateDecoder::new(part.data), &mut measure),
            _ => Err(io::ErrorKind::Unsupported.into()),
        };
        if measure.full {
            return Err(PackedFault::TooLarge);
        }
        let Ok(size) = copied else { return Err(PackedFault::Damaged(part.name)) };
        if measure.sum.sum() != part.sum || size != part.size {
            return Err(PackedFault::Changed(part.name));
        }
        left = measure.left;
        let [is_raised, signs @ ..] = measure.found;
        part.is_raised = is_raised;
        part.is_odd = part.name.contains("worksheets/") && signs.contains(&true);
        let is_list = LISTS.iter().any(|end| part.name.ends_with(end));
        if part.is_raised || part.is_odd || is_list {
            kept.push(part);
        }
    }
    Ok(kept)
}

fn two(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?).into())
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Where the directory at the end begins, and how many parts it names (APPNOTE 4.3.16).
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    let last = bytes.len().checked_sub(22)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    Some((usize::try_from(four(bytes, end + 16)?).ok()?, two(bytes, end + 10)?))
}

/// A part, as the directory has it (APPNOTE 4.3.12).
pub(super) struct PackedPart<'a> {
    pub(super) name: String,
    /// Whether it has raised letters in it.
    pub(super) is_raised: bool,
    /// Whether it is a sheet that may have something in it that a reader of cells passes over.
    pub(super) is_odd: bool,
    method: usize,
    is_locked: bool,
    sum: u32,
    size: u64,
    data: &'a [u8],
    next: usize,
}

impl<'a> PackedPart<'a> {
    /// What is in it.
    pub(super) fn open(&self) -> Box<dyn Read + 'a> {
        match self.method {
            0 => Box::new(self.data),
            _ => Box::new(DeflateDecoder::new(self.data)),
        }
    }

    fn read(bytes: &'a [u8], at: usize) -> Option<Self> {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name_end = at + 46 + two(bytes, at + 28)?;
        let local = usize::try_from(four(bytes, at + 42)?).ok()?;
        if !bytes.get(local..)?.starts_with(b"PK\x03\x04") {
            return None;
        }
        let start = local + 30 + two(bytes, local + 26)? + two(bytes, local + 28)?;
        let length = usize::try_from(four(bytes, at + 20)?).ok()?;
        Some(Self {
            name: String::from_utf8_lossy(bytes.get(at + 46..name_end)?).into_owned(),
            is_raised: false,
            is_odd: false,
            method: two(bytes, at + 10)?,
            is_locked: two(bytes, at + 8)? & 1 == 1,
            sum: four(bytes, at + 16)?,
            size: u64::from(four(bytes, at + 24)?),
            data: bytes.get(start..start.checked_add(length)?)?,
            next: name_end + two(bytes, at + 30)? + two(bytes, at + 32)?,
        })
    }
}
