//! Whether what a JPEG codes comes out even (ITU-T T.81): every block of every scan is there, in codes
//! that its tables have, and nothing is left over. Decoders fill in what is missing, and say nothing.

use super::jpeg_codes::{Bits, CodeEnd, CodeTable};

/// The most that a coefficient of eight bits comes to, and as much again for what rounding adds.
const MOST: i64 = 2048;

/// What is said of a picture whose codes do not come out.
const SPOILED: &str = "a part of its picture is not as it was written";
const SHORT: &str = "it ends before its picture does";

/// A channel.
struct Channel {
    id: u8,
    across: usize,
    down: usize,
    /// How large a step of its first coefficient is, once a table says so.
    table: u8,
    /// How many blocks there are in a scan of its own.
    blocks: (usize, usize),
    /// How many there are in a row of a scan of all.
    stride: usize,
    /// Which coefficients of each block are not zero: progressive scans say more of those.
    set: Vec<u64>,
    /// How many low bits of each coefficient are still to come; `None` where it has not come.
    missing: [Option<u8>; 64],
}

/// What a file has said so far.
#[derive(Default)]
struct JpegSoFar {
    steps: [Option<u16>; 4],
    first: [Option<CodeTable>; 4],
    other: [Option<CodeTable>; 4],
    interval: usize,
    progressive: bool,
    units: (usize, usize),
    channels: Vec<Channel>,
}

/// A scan, as its header has it.
struct Scan {
    /// Channels by place, with the tables of their first and their other coefficients.
    parts: Vec<(usize, usize, usize)>,
    from: usize,
    to: usize,
    /// The low bit of the scan before, and that of this one.
    high: u8,
    low: u8,
}

/// Goes through a JPEG. The error is what is wrong; a kind that is not known here passes.
pub(super) fn scan_fault(bytes: &[u8]) -> Result<(), &'static str> {
    let mut said = JpegSoFar::default();
    let mut at = 2;
    loop {
        while bytes.get(at) == Some(&0xFF) && bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        let (Some(0xFF), Some(&marker)) = (bytes.get(at), bytes.get(at + 1)) else {
            return Err(SHORT);
        };
        if marker == 0xD9 {
            return said.whole();
        }
        let length = match bytes.get(at + 2..at + 4) {
            Some(two) => usize::from(u16::from_be_bytes([two[0], two[1]])),
            None => return Err(SHORT),
        };
        let body = bytes.get(at + 4..at + 2 + length).ok_or(SHORT)?;
        at += 2 + length;
        match marker {
            0xDB => said.quantisation(body).ok_or(SPOILED)?,
            0xC4 => said.codes(body).ok_or(SPOILED)?,
            0xC0..=0xC2 if said.channels.is_empty() => {
                said.progressive = marker == 0xC2;
                // Twelve bits are left to the decoder.
                if body.first() != Some(&8) {
                    return Ok(());
                }
                said.frame(body).ok_or(SPOILED)?;
            }
            // Lossless, hierarchical and arithmetic ones, and those that say their height later.
            0xC0..=0xCF | 0xDC => return Ok(()),
            0xDD => said.interval = usize::from(word(body, 0).ok_or(SPOILED)?),
            0xDA => {
                let scan = said.scan(body).ok_or(SPOILED)?;
                at = said.read(&scan, bytes, at)?;
            }
            _ => {}
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

impl JpegSoFar {
    fn quantisation(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((head, rest)) = body.split_first() {
            let wide = head >> 4 != 0;
            let first = if wide { word(rest, 0)? } else { u16::from(*rest.first()?) };
            *self.steps.get_mut(usize::from(head & 15))? = Some(first);
            body = rest.get(if wide { 128 } else { 64 }..)?;
        }
        Some(())
    }

    fn codes(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((head, rest)) = body.split_first() {
            let (table, length) = CodeTable::of(rest)?;
            let tables = if head >> 4 == 0 { &mut self.first } else { &mut self.other };
            *tables.get_mut(usize::from(head & 15))? = Some(table);
            body = &rest[length..];
        }
        Some(())
    }

    fn frame(&mut self, body: &[u8]) -> Option<()> {
        let (height, width) = (usize::from(word(body, 1)?), usize::from(word(body, 3)?));
        let parts = body.get(6..6 + 3 * usize::from(*body.get(5)?))?.chunks_exact(3);
        let side = |bits: u8| Some(usize::from(bits)).filter(|side| (1..=4).contains(side));
        for part in parts {
            let (across, down) = (side(part[1] >> 4)?, side(part[1] & 15)?);
            self.channels.push(Channel {
                id: part[0],
                across,
                down,
                table: part[2],
                blocks: (0, 0),
                stride: 0,
                set: Vec::new(),
                missing: [None; 64],
            });
        }
        let most = |side: fn(&Channel) -> usize| self.channels.iter().map(side).max();
        let (across, down) = (most(|it| it.across)?, most(|it| it.down)?);
        self.units = (width.div_ceil(8 * across), height.div_ceil(8 * down));
        for channel in &mut self.channels {
            let blocks =
                |whole: usize, own: usize, most: usize| (whole * own).div_ceil(most).div_ceil(8);
            channel.blocks =
                (blocks(width, channel.across, across), blocks(height, channel.down, down));
            channel.stride = self.units.0 * channel.across;
            if self.progressive {
                channel.set = vec![0; channel.stride * self.units.1 * channel.down];
            }
        }
        Some(())
    }

    fn scan(&self, body: &[u8]) -> Option<Scan> {
        let count = usize::from(*body.first()?);
        let mut parts = Vec::new();
        for part in body.get(1..1 + 2 * count)?.chunks_exact(2) {
            let channel = self.channels.iter().position(|channel| channel.id == part[0])?;
            parts.push((channel, usize::from(part[1] >> 4), usize::from(part[1] & 15)));
        }
        let &[from, to, bits] = body.get(1 + 2 * count..4 + 2 * count)? else { return None };
        let scan = if self.progressive {
            let (from, to) = (usize::from(from), usize::from(to));
            Scan { parts, from, to, high: bits >> 4, low: bits & 15 }
        } else {
            Scan { parts, from: 0, to: 63, high: 0, low: 0 }
        };
        let fits = scan.from <= scan.to && scan.to < 64 && scan.low < 14 && count > 0;
        let alone = scan.from == 0 || count == 1;
        (fits && alone && (!self.progressive || scan.from > 0 || scan.to == 0)).then_some(scan)
    }

    /// Reads what a scan codes, from its place on; where the next marker stands.
    fn read(&mut self, scan: &Scan, bytes: &[u8], at: usize) -> Result<usize, &'static str> {
        let (across, down) = match scan.parts[..] {
            [(only, ..)] => self.channels[only].blocks,
            _ => self.units,
        };
        for &(channel, ..) in &scan.parts {
            for coefficient in scan.from..=scan.to {
                self.channels[channel].missing[coefficient] = Some(scan.low);
            }
        }
        let mut bits = Bits::of(bytes, at);
        let mut before = [0_i64; 4];
        let mut run = 0;
        let ended = |ended: CodeEnd| match ended {
            CodeEnd::Early => SHORT,
            CodeEnd::Unknown => SPOILED,
        };
        for unit in 0..across * down {
            if self.interval > 0 && unit > 0 && unit % self.interval == 0 {
                let number = (unit / self.interval - 1) % 8;
                if run > 0 || !bits.restart(number as u8) {
                    return Err(SPOILED);
                }
                before = [0; 4];
            }
            for (place, &(channel, ..)) in scan.parts.iter().enumerate() {
                let (x, y) = (unit % across, unit / across);
                let it = &self.channels[channel];
                let (wide, high) =
                    if scan.parts.len() == 1 { (1, 1) } else { (it.across, it.down) };
                let stride = it.stride;
                for block in 0..wide * high {
                    let at = (y * high + block / wide) * stride + x * wide + block % wide;
                    let last = before.get_mut(place).ok_or(SPOILED)?;
                    self.block(scan, place, at, &mut bits, last, &mut run).map_err(ended)?;
                }
            }
        }
        if run > 0 {
            return Err(SPOILED);
        }
        bits.end().ok_or(SPOILED)
    }

    /// Reads a block: the coefficients that the scan has of it.
    fn block(
        &mut self,
        scan: &Scan,
        place: usize,
        at: usize,
        bits: &mut Bits<'_>,
        before: &mut i64,
        run: &mut u32,
    ) -> Result<(), CodeEnd> {
        let (channel, first, other) = scan.parts[place];
        let step = usize::from(self.channels[channel].table);
        let step = self.steps.get(step).copied().flatten().ok_or(CodeEnd::Unknown)?;
        let mut from = scan.from;
        if from == 0 {
            if scan.high > 0 {
                bits.read(1)?;
            } else {
                let table = self.first.get(first).and_then(Option::as_ref);
                let size = table.ok_or(CodeEnd::Unknown)?.read(bits)?;
                *before += bits.number(size)?;
                if (*before << scan.low).saturating_mul(i64::from(step)).abs() > MOST {
                    return Err(CodeEnd::Unknown);
                }
            }
            from = 1;
        }
        if scan.to == 0 {
            return Ok(());
        }
        let table = self.other.get(other).and_then(Option::as_ref).ok_or(CodeEnd::Unknown)?;
        if !self.progressive {
            return plain(table, bits);
        }
        let set = self.channels[channel].set.get_mut(at).ok_or(CodeEnd::Unknown)?;
        if scan.high == 0 {
            begun(table, bits, from, scan.to, set, run)
        } else {
            refined(table, bits, from, scan.to, set, run)
        }
    }

    /// Whether all that a picture is made of has come.
    fn whole(&self) -> Result<(), &'static str> {
        let came = |channel: &Channel| channel.missing.iter().all(|bits| *bits == Some(0));
        if !self.channels.is_empty() && self.channels.iter().all(came) {
            Ok(())
        } else {
            Err(SHORT)
        }
    }
}

/// The coefficients of a block that comes at once.
fn plain(table: &CodeTable, bits: &mut Bits<'_>) -> Result<(), CodeEnd> {
    let mut next = 1;
    while next < 64 {
        let code = table.read(bits)?;
        let (zeros, size) = (usize::from(code >> 4), code & 15);
        match (zeros, size) {
            (_, 1..) => {
                next += zeros + 1;
                if next > 64 {
                    return Err(CodeEnd::Unknown);
                }
                bits.read(size)?;
            }
            (15, _) => next += 16,
            _ => break,
        }
    }
    Ok(())
}

/// The first bits of some coefficients.
fn begun(
    table: &CodeTable,
    bits: &mut Bits<'_>,
    from: usize,
    to: usize,
    set: &mut u64,
    run: &mut u32,
) -> Result<(), CodeEnd> {
    if *run > 0 {
        *run -= 1;
        return Ok(());
    }
    let mut next = from;
    while next <= to {
        let code = table.read(bits)?;
        let (zeros, size) = (code >> 4, code & 15);
        if size > 0 {
            next += usize::from(zeros);
            if next > to {
                return Err(CodeEnd::Unknown);
            }
            bits.read(size)?;
            *set |= 1 << next;
            next += 1;
        } else if zeros == 15 {
            next += 16;
        } else {
            *run = (1 << zeros) + bits.read(zeros)? - 1;
            break;
        }
    }
    Ok(())
}

/// One bit more of some coefficients, and those that this bit makes.
fn refined(
    table: &CodeTable,
    bits: &mut Bits<'_>,
    from: usize,
    to: usize,
    set: &mut u64,
    run: &mut u32,
) -> Result<(), CodeEnd> {
    let mut next = from;
    if *run == 0 {
        while next <= to {
            let code = table.read(bits)?;
            let (mut zeros, size) = (code >> 4, code & 15);
            match size {
                0 if zeros < 15 => {
                    *run = (1 << zeros) + bits.read(zeros)?;
                    break;
                }
                0 => {}
                1 => _ = bits.read(1)?,
                _ => return Err(CodeEnd::Unknown),
            }
            while next <= to {
                if *set >> next & 1 == 1 {
                    bits.read(1)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                next += 1;
            }
            if size == 1 {
                if next > to {
                    return Err(CodeEnd::Unknown);
                }
                *set |= 1 << next;
            }
            next += 1;
        }
    }
    if *run > 0 {
        for place in next..=to {
            if *set >> place & 1 == 1 {
                bits.read(1)?;
            }
        }
        *run -= 1;
    }
    Ok(())
}
