//! UTF-16 as UTF-8, while it is read.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder};

/// Reads UTF-16 with a byte order mark.
pub(super) struct Utf16Reader<R> {
    from: R,
    decoder: Decoder,
    /// Bytes that were read and not yet decoded.
    raw: Vec<u8>,
    /// What was decoded and not yet taken.
    out: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: Read> Utf16Reader<R> {
    pub(super) fn new(from: R, decoder: Decoder) -> Self {
        Self { from, decoder, raw: vec![0; 64 << 10], out: Vec::new(), taken: 0, ended: false }
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.out.len() && !self.ended {
            let count = self.from.read(&mut self.raw)?;
            self.ended = count == 0;
            let mut text = String::with_capacity(3 * count + 16);
            let (result, _, _) =
                self.decoder.decode_to_string(&self.raw[..count], &mut text, self.ended);
            debug_assert!(result == CoderResult::InputEmpty, "there is room for all");
            self.out = text.into_bytes();
            self.taken = 0;
        }
        let count = into.len().min(self.out.len() - self.taken);
        into[..count].copy_from_slice(&self.out[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}
