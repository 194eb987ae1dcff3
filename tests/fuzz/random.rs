//! Chance that can be repeated, and what it does to a file.

/// Numbers that follow from the first one.
pub struct Random(u64);

/// Sequences of bytes at which reading often goes wrong, whatever the format.
const AWKWARD: [&[u8]; 16] = [
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\t",
    b"\"",
    b"\\",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xC3",
    b"\xE2\x80\xA8",
    b"\xC2\xA0",
    b"\xF0\x9F\x87\xB0",
    b"\xED\xA0\x80",
    b"18446744073709551616",
];

impl Random {
    /// Chance by a number.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (SplitMix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below another, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Changes something in a file: its bytes, its lines, or its words. `other` is another file of
    /// the kind.
    pub fn change(&mut self, file: &mut Vec<u8>, other: &[u8], words: &[Vec<u8>]) {
        let at = self.below(file.len() + 1);
        let most = [2, 20, 400][self.below(3)];
        let length = self.below(most);
        let end = (at + length).min(file.len());
        match self.below(12) {
            0 if at < file.len() => file[at] ^= 1 << self.below(8),
            1 if at < file.len() => file[at] = self.below(256) as u8,
            2 => drop(file.drain(at..end)),
            3 => {
                let again = file[at..end].to_vec();
                file.splice(at..at, again);
            }
            4 => file.truncate(at),
            5 => {
                let from = self.below(other.len() + 1);
                let part = &other[from..(from + length).min(other.len())];
                file.splice(at..at, part.iter().copied());
            }
            6 => self.lines(file),
            7 => {
                let awkward = AWKWARD[self.below(AWKWARD.len())];
                file.splice(at..at, awkward.iter().copied());
            }
            8 => {
                let all = String::from_utf8_lossy(file).into_owned();
                *file = match self.below(4) {
                    0 => all.replace('\n', "\r\n").into_bytes(),
                    1 => all.replace('\n', "\r").into_bytes(),
                    2 => all.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
                    _ => {
                        let units = "\u{FEFF}".encode_utf16().chain(all.encode_utf16());
                        units.flat_map(u16::to_le_bytes).collect()
                    }
                };
            }
            _ if !words.is_empty() => {
                let word = &words[self.below(words.len())];
                file.splice(at..end.min(at + word.len()), word.iter().copied());
            }
            _ => {}
        }
    }

    /// Takes a line out, doubles it, or puts it elsewhere.
    fn lines(&mut self, file: &mut Vec<u8>) {
        let mut lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
        if lines.is_empty() {
            return;
        }
        let (from, to) = (self.below(lines.len()), self.below(lines.len()));
        match self.below(3) {
            0 => drop(lines.remove(from)),
            1 => lines.insert(to, lines[from]),
            _ => lines.swap(from, to),
        }
        *file = lines.concat();
    }
}
