//! The bits of a JPEG's scans, and the codes in them (ITU-T T.81, annexes C and F).

/// Why a code cannot be read.
pub(super) enum CodeEnd {
    /// There are no more bits.
    Early,
    /// There is no such code.
    Unknown,
}

/// The codes of a table: shortest first, and of a length in order.
pub(super) struct CodeTable {
    /// For each length from one bit on: the first code, how many there are, and where their values
    /// begin.
    lengths: [(u32, u32, usize); 16],
    values: Vec<u8>,
}

impl CodeTable {
    /// A table as a file has it, and how many bytes it takes.
    pub(super) fn of(bytes: &[u8]) -> Option<(Self, usize)> {
        let counts = bytes.get(..16)?;
        let mut lengths = [(0, 0, 0); 16];
        let (mut code, mut at) = (0_u32, 0_usize);
        for (bits, count) in counts.iter().enumerate() {
            let count = u32::from(*count);
            lengths[bits] = (code, count, at);
            code += count;
            // More codes than there are numbers of this length.
            if code > 2 << bits {
                return None;
            }
            code <<= 1;
            at += count as usize;
        }
        let values = bytes.get(16..16 + at)?.to_vec();
        Some((Self { lengths, values }, 16 + at))
    }

    /// What the next code stands for.
    pub(super) fn read(&self, bits: &mut Bits<'_>) -> Result<u8, CodeEnd> {
        let mut code = 0;
        for (first, count, at) in self.lengths {
            code = code << 1 | bits.read(1)?;
            if let Some(place) = code.checked_sub(first).filter(|place| *place < count) {
                return Ok(self.values[at + place as usize]);
            }
        }
        Err(CodeEnd::Unknown)
    }
}

/// The bits of a scan, up to the next marker.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// What has been taken of the bytes and not been read, and how many bits of it there are.
    held: u32,
    count: u8,
}

impl<'a> Bits<'a> {
    /// Those from a place on.
    pub(super) fn of(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0 }
    }

    /// The next bits, up to sixteen of them, as a number.
    pub(super) fn read(&mut self, wanted: u8) -> Result<u32, CodeEnd> {
        while self.count < wanted {
            let byte = *self.bytes.get(self.at).ok_or(CodeEnd::Early)?;
            if byte == 0xFF {
                // A zero is put after such a byte, so that it is no marker.
                if self.bytes.get(self.at + 1) != Some(&0) {
                    return Err(CodeEnd::Early);
                }
                self.at += 1;
            }
            self.at += 1;
            self.held = self.held << 8 | u32::from(byte);
            self.count += 8;
        }
        self.count -= wanted;
        let number = self.held >> self.count & ((1 << wanted) - 1);
        Ok(number)
    }

    /// A number of so many bits, which may be below zero.
    pub(super) fn number(&mut self, size: u8) -> Result<i64, CodeEnd> {
        if size > 15 {
            return Err(CodeEnd::Unknown);
        }
        let number = i64::from(self.read(size)?);
        let half = 1_i64 << size >> 1;
        Ok(if number < half { number - (1 << size) + 1 } else { number })
    }

    /// Goes on after the restart of this number, which has to stand here.
    pub(super) fn restart(&mut self, number: u8) -> bool {
        let at = self.marker();
        let is_there = self.bytes.get(at) == Some(&0xFF)
            && self.bytes.get(at + 1) == Some(&(0xD0 + number))
            && self.is_even();
        *self = Self::of(self.bytes, at + 2);
        is_there
    }

    /// Where the marker stands that ends the scan; `None` where something else is left over. Some
    /// cameras fill up with zeros before the end of the file.
    pub(super) fn end(self) -> Option<usize> {
        let at = self.marker();
        if self.bytes.get(at) == Some(&0xFF) {
            return self.is_even().then_some(at);
        }
        let rest = self.bytes.get(at..)?;
        let zeros = rest.iter().take_while(|byte| **byte == 0).count();
        rest[zeros..].starts_with(b"\xFF\xD9").then_some(at + zeros)
    }

    /// Whether less than a byte is left.
    fn is_even(&self) -> bool {
        self.count < 8
    }

    /// The next place, with what fills the space before a marker passed over.
    fn marker(&self) -> usize {
        let mut at = self.at;
        while self.bytes.get(at) == Some(&0xFF) && self.bytes.get(at + 1) == Some(&0xFF) {
            at += 1;
        }
        at
    }
}
