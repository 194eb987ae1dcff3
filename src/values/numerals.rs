//! JSON whose numbers are texts, while it is read: a reader of JSON makes binary numbers of them, and what
//! the file has after the point is lost.

use std::io::{self, BufRead, Read};

/// Puts each number between quotation marks. What is no number of JSON (RFC 8259) stays as it is.
pub(super) struct NumbersAsText<R> {
    from: R,
    within: JsonPart,
    number: Vec<u8>,
    /// What is ready, and how much of it was taken.
    out: Vec<u8>,
    taken: usize,
    /// How many bytes of the line are not the file's.
    pub added: usize,
}

/// Where in JSON a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum JsonPart {
    Outside,
    Text,
    /// Behind a backslash.
    Escape,
    Number,
}

impl<R: BufRead> NumbersAsText<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            within: JsonPart::Outside,
            number: Vec::new(),
            out: Vec::new(),
            taken: 0,
            added: 0,
        }
    }

    fn number_ends(&mut self) {
        if is_number(&self.number) {
            self.out.push(b'"');
            self.out.append(&mut self.number);
            self.out.push(b'"');
            self.added += 2;
        } else {
            self.out.append(&mut self.number);
        }
        self.within = JsonPart::Outside;
    }

    fn byte(&mut self, byte: u8) {
        if self.within == JsonPart::Number {
            if matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') {
                return self.number.push(byte);
            }
            self.number_ends();
        }
        self.within = match (self.within, byte) {
            (JsonPart::Outside, b'-' | b'0'..=b'9') => {
                self.number.push(byte);
                self.within = JsonPart::Number;
                return;
            }
            (JsonPart::Outside, b'"') | (JsonPart::Escape, _) => JsonPart::Text,
            (JsonPart::Text, b'"') => JsonPart::Outside,
            (JsonPart::Text, b'\\') => JsonPart::Escape,
            (within, _) => within,
        };
        if byte == b'\n' {
            self.added = 0;
        }
        self.out.push(byte);
    }
}

impl<R: BufRead> Read for NumbersAsText<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.out.len() {
            self.out.clear();
            self.taken = 0;
        }
        // No further than is asked for, so that what was added is known at each byte.
        while self.out.is_empty() {
            let Some(&byte) = self.from.fill_buf()?.first() else {
                if self.within == JsonPart::Number {
                    self.number_ends();
                    break;
                }
                return Ok(0);
            };
            self.from.consume(1);
            self.byte(byte);
        }
        let count = into.len().min(self.out.len() - self.taken);
        into[..count].copy_from_slice(&self.out[self.taken..self.taken + count]);
        self.taken += count;
        Ok(count)
    }
}

/// Whether bytes are a number as JSON writes them.
fn is_number(bytes: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest[0] == b'0' {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(decimals) = rest.strip_prefix(b".") {
        let count = digits(decimals);
        if count == 0 {
            return false;
        }
        rest = &decimals[count..];
    }
    if let [b'e' | b'E', power @ ..] = rest {
        let power = power.strip_prefix(b"+").or(power.strip_prefix(b"-")).unwrap_or(power);
        let count = digits(power);
        return count > 0 && count == power.len();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        for (json, expected) in [
            ("[28.30, -1.5E+3]", "[\"28.30\", \"-1.5E+3\"]"),
            ("{\"a 1\": 0.10, \"b\\\"2\": \"3\"}", "{\"a 1\": \"0.10\", \"b\\\"2\": \"3\"}"),
            ("[01, 1., .5, --1, 1e]", "[01, 1., .\"5\", --1, 1e]"),
            ("12", "\"12\""),
            ("[\"\\\\\", 1]", "[\"\\\\\", \"1\"]"),
        ] {
            let mut read = String::new();
            NumbersAsText::new(json.as_bytes()).read_to_string(&mut read).unwrap();
            assert_eq!(read, expected);
        }
    }
}
