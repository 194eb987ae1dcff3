//! What a file asks of its parser, seen before the parser does as it is told.

/// Rows of a predictor may not have more columns or colours than this.
pub const MAX_COLUMNS: i64 = 100_000;
/// Colours.
pub const MAX_COLORS: i64 = 64;

/// What the dictionaries of a file say that the parser believes before anyone else can look.
#[derive(Default)]
pub struct ParserHazards {
    /// Rows or fields so large that undoing a filter would take all memory.
    pub absurd: bool,
    /// Streams of objects.
    pub object_streams: usize,
    /// Objects, those in streams too as far as these say how many they hold.
    pub objects: usize,
    /// How deep arrays and dictionaries seem to stand in each other.
    pub depth: usize,
}

impl ParserHazards {
    /// Finds them in a file's bytes.
    pub fn scan(bytes: &[u8]) -> Self {
        let mut names = ParserHazards { depth: depth(bytes), ..ParserHazards::default() };
        let mut held = 0_usize;
        for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
            let (name, rest) = name_at(&bytes[at + 1..]);
            match name.as_slice() {
                b"ObjStm" => names.object_streams += 1,
                b"N" => held = held.saturating_add(whole(rest)),
                b"Columns" => names.absurd |= exceeds(rest, 1, MAX_COLUMNS),
                b"Colors" => names.absurd |= exceeds(rest, 1, MAX_COLORS),
                b"BitsPerComponent" => names.absurd |= exceeds(rest, 1, 64),
                b"W" => {
                    let list = rest.trim_ascii_start().strip_prefix(b"[");
                    names.absurd |= list.is_some_and(|list| exceeds(list, 3, 1 << 20));
                }
                _ => {}
            }
        }
        let own = bytes.windows(4).filter(|four| *four == b" obj").count();
        // Number trees, functions and profiles have an `N` as well, which is small.
        names.objects = own.saturating_add(if names.object_streams > 0 { held } else { 0 });
        names
    }
}

/// How deep brackets stand in each other, from each object's beginning; streams are passed over. What
/// stands in strings counts too: that many brackets do not stand in one by chance.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    // One without an end hides nothing from the parser; none after it has one either.
    let mut ends = true;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += 1;
        match byte {
            b'[' => depth += 1,
            b'<' if rest.starts_with(b"<<") => (depth, at) = (depth + 1, at + 1),
            b']' => depth = depth.saturating_sub(1),
            b'>' if rest.starts_with(b">>") => (depth, at) = (depth.saturating_sub(1), at + 1),
            b'e' if rest.starts_with(b"endobj") => depth = 0,
            b's' if ends && rest.starts_with(b"stream") => {
                let end = rest.windows(9).position(|nine| nine == b"endstream");
                (depth, at, ends) = (0, at + end.map_or(0, |end| end + 8), end.is_some());
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The number that stands next; zero where there is none.
fn whole(bytes: &[u8]) -> usize {
    let head = bytes[..bytes.len().min(30)].trim_ascii_start();
    let end = head.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(head.len());
    std::str::from_utf8(&head[..end]).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Whether one of the next numbers is larger than a limit.
fn exceeds(bytes: &[u8], count: usize, limit: i64) -> bool {
    let head = bytes[..bytes.len().min(100)].trim_ascii_start();
    let head = head.strip_prefix(b"+").unwrap_or(head);
    let digits = head.split(|byte| byte.is_ascii_whitespace()).take(count);
    let mut runs = digits.map(|word| {
        let end = word.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(word.len());
        std::str::from_utf8(&word[..end]).unwrap_or_default()
    });
    runs.any(|run| !run.is_empty() && run.parse::<i64>().map_or(true, |value| value > limit))
}

/// The name that starts here, without its escapes, and what follows.
fn name_at(bytes: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut name = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).filter(|_| name.len() < 20) {
        match byte {
            b'#' => {
                let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(byte) => name.push(byte),
                    None => break,
                }
                at += 3;
            }
            byte if byte.is_ascii_alphanumeric() => {
                name.push(*byte);
                at += 1;
            }
            _ => break,
        }
    }
    (name, &bytes[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_predictors_are_refused_before_they_are_read() {
        let absurd = |bytes: &[u8]| ParserHazards::scan(bytes).absurd;
        assert!(absurd(b"<</Columns 99999999999>>"));
        assert!(absurd(b"<</Col#75mns 99999999999>>"));
        assert!(absurd(b"<</W [1 99999999999999999999999 1]>>"));
        assert!(!absurd(b"<</Columns 5/W [1 3 1]/Colors 4/BitsPerComponent 8>>"));
        assert!(!absurd(b"<</Columns 5 0 R/Width 99999999999>>"));
        assert_eq!(ParserHazards::scan(b"/Type/ObjStm /Type /Obj#53tm").object_streams, 2);
    }

    #[test]
    fn objects_and_levels_are_counted_before_they_are_read() {
        let packed = ParserHazards::scan(b"1 0 obj<</Type/ObjStm/N 7>>endobj 2 0 obj[1]endobj");
        assert_eq!((packed.objects, packed.depth), (9, 1));
        // A profile says how many colours it has.
        assert_eq!(ParserHazards::scan(b"1 0 obj<</N 4>>endobj").objects, 1);
    }
}
