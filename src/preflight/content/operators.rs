//! How many operators and operands a content stream has, before any is read: each becomes an object.

/// Operands weigh less than operators: a line of six numbers is no more than two operators.
const OPERANDS: usize = 6;

/// Whether a content stream has more operators than so many, or operands that weigh as much. What
/// stands in strings is passed over; the bytes of inline images are not told from operators, of which
/// honest ones have few.
pub fn exceeds(data: &[u8], most: usize) -> bool {
    let (mut operators, mut operands) = (0_usize, 0_usize);
    let mut at = 0;
    while let Some(&byte) = data.get(at) {
        at += 1;
        match byte {
            b'(' => {
                at = end_of_string(data, at);
                operands += 1;
            }
            b'%' => at += data[at..].iter().take_while(|&&b| b != b'\n' && b != b'\r').count(),
            b'[' | b'<' => operands += 1,
            b'/' | b'0'..=b'9' | b'+' | b'-' | b'.' => {
                at += word(&data[at..]);
                operands += 1;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'"' => {
                at += word(&data[at..]);
                operators += 1;
            }
            _ => {}
        }
        if operators + operands / OPERANDS > most {
            return true;
        }
    }
    false
}

/// How many regular characters (ISO 32000, 7.2.3) come next.
fn word(data: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\0()<>[]{}/%".contains(byte);
    data.iter().position(ends).unwrap_or(data.len())
}

/// Where a string ends that began here.
fn end_of_string(data: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while let Some(byte) = data.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_counted_as_the_parser_finds_them() {
        let content = b"q 1 0 0 1 0 0 cm /F1 12 Tf (a (b) q q \\) q) Tj % q q q\n[(a) 3] TJ Q";
        let parsed = lopdf::content::Content::decode(content).unwrap().operations.len();
        assert_eq!(parsed, 6);
        // Thirteen operands weigh two operators.
        assert!(exceeds(content, 7));
        assert!(!exceeds(content, 8));
        assert!(!exceeds(b"q Q q Q", 4) && exceeds(b"q Q q Q q", 4));
        assert!(exceeds(&b"[".repeat(100), 10) && !exceeds(b"(unended q q q", 1));
    }
}
