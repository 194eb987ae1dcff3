//! A ZIP archive measured before anything reads it: what it unpacks to is counted by unpacking, for
//! what it says of itself may be wrong.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

use crate::limits::SHEET_UNPACKED;

/// Why an archive is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveFault {
    /// It is damaged, or of a kind that spreadsheets are not.
    Broken,
    /// It is encrypted.
    Locked,
    /// It unpacks to more than is taken.
    TooLarge,
}

/// The most parts of an archive: a workbook has some ten, and one a sheet and a picture.
const MOST_PARTS: usize = 2_000;

/// The names of the parts of an archive, if it is one that can be read.
///
/// # Errors
///
/// It cannot.
pub fn parts(bytes: &[u8]) -> Result<Vec<String>, ArchiveFault> {
    let (mut at, count) = directory(bytes).ok_or(ArchiveFault::Broken)?;
    let (mut left, mut names) = (SHEET_UNPACKED, Vec::new());
    if count > MOST_PARTS {
        return Err(ArchiveFault::TooLarge);
    }
    for _ in 0..count {
        let entry = ArchivePart::read(bytes, at).ok_or(ArchiveFault::Broken)?;
        at = entry.next;
        if entry.is_locked {
            return Err(ArchiveFault::Locked);
        }
        left = left.checked_sub(entry.unpacked()?).ok_or(ArchiveFault::TooLarge)?;
        names.push(entry.name);
    }
    Ok(names)
}

/// The parts of an archive that was measured, those whose names are wanted, unpacked as they are read.
pub fn open<'a>(bytes: &'a [u8], is_wanted: &dyn Fn(&str) -> bool) -> Vec<Box<dyn Read + 'a>> {
    let Some((mut at, count)) = directory(bytes) else { return Vec::new() };
    let mut all: Vec<Box<dyn Read + 'a>> = Vec::new();
    for _ in 0..count {
        let Some(part) = ArchivePart::read(bytes, at) else { break };
        at = part.next;
        match part.method {
            _ if !is_wanted(&part.name) => {}
            0 => all.push(Box::new(part.data)),
            _ => all.push(Box::new(DeflateDecoder::new(part.data))),
        }
    }
    all
}

fn two(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?).into())
}

fn four(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// Where the directory at an archive's end begins, and how many entries it has (APPNOTE 4.3.16).
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    const LEAST: usize = 22;
    let last = bytes.len().checked_sub(LEAST)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    Some((four(bytes, end + 16)?, two(bytes, end + 10)?))
}

/// An entry of the directory.
struct ArchivePart<'a> {
    name: String,
    method: usize,
    is_locked: bool,
    data: &'a [u8],
    next: usize,
}

impl<'a> ArchivePart<'a> {
    fn read(bytes: &'a [u8], at: usize) -> Option<Self> {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name_end = at + 46 + two(bytes, at + 28)?;
        let local = four(bytes, at + 42)?;
        if !bytes.get(local..)?.starts_with(b"PK\x03\x04") {
            return None;
        }
        let start = local + 30 + two(bytes, local + 26)? + two(bytes, local + 28)?;
        Some(Self {
            name: String::from_utf8_lossy(bytes.get(at + 46..name_end)?).into_owned(),
            method: two(bytes, at + 10)?,
            is_locked: two(bytes, at + 8)? & 1 == 1,
            data: bytes.get(start..start.checked_add(four(bytes, at + 20)?)?)?,
            next: name_end + two(bytes, at + 30)? + two(bytes, at + 32)?,
        })
    }

    /// How many bytes it unpacks to; one more than the limit for all that is more.
    fn unpacked(&self) -> Result<u64, ArchiveFault> {
        match self.method {
            0 => Ok(self.data.len() as u64),
            8 => {
                let mut unpacked = DeflateDecoder::new(self.data).take(SHEET_UNPACKED + 1);
                io::copy(&mut unpacked, &mut io::sink()).map_err(|_| ArchiveFault::Broken)
            }
            _ => Err(ArchiveFault::Broken),
        }
    }
}
