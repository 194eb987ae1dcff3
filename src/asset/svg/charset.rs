//! From bytes to the characters of an SVG, as XML says (appendix F): the mark at the beginning tells
//! the encoding, or else the declaration, or else it is UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far the end of a declaration is looked for.
const DECLARATION: usize = 1024;

/// The text of an SVG. The error is why it is none, to stand after a colon.
pub(super) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let (encoding, text) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (declared(bytes)?, bytes),
    };
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(text) {
        return Ok(text);
    }
    Err(match (encoding == UTF_8, label(bytes)) {
        (true, None) => "it is not UTF-8, and does not say what else it is".into(),
        (_, label) => format!("it is not {}, as it says", label.unwrap_or(encoding.name())),
    })
}

/// The encoding of a text without a mark.
fn declared(bytes: &[u8]) -> Result<&'static Encoding, String> {
    match bytes {
        [b'<', 0, ..] => return Ok(UTF_16LE),
        [0, b'<', ..] => return Ok(UTF_16BE),
        _ => {}
    }
    let Some(label) = label(bytes) else { return Ok(UTF_8) };
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        // A declaration that can be read as ASCII is of no such encoding: the text was converted.
        Some(encoding) if !encoding.is_ascii_compatible() => Ok(UTF_8),
        Some(encoding) => {
            let is_other = encoding != UTF_8 && encoding.is_single_byte();
            match std::str::from_utf8(bytes) {
                Ok(text) if is_other && !text.is_ascii() => {
                    Err(format!("it says that it is {label}, and is UTF-8"))
                }
                _ => Ok(encoding),
            }
        }
        None => Err(format!("it is in `{label}`, which is no encoding that is known")),
    }
}

/// What the declaration calls the encoding.
fn label(bytes: &[u8]) -> Option<&str> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = &head[..head.len().min(DECLARATION)];
    let end = head.windows(2).position(|two| two == b"?>")?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_mark_or_a_declaration_tells_the_encoding() {
        let says = |label: &str, text: &[u8]| {
            [format!("<?xml version='1.0' encoding=\"{label}\"?><a>").as_bytes(), text].concat()
        };
        let ends = |bytes: &[u8], end: &str| {
            let text = decoded(bytes).unwrap();
            assert!(text.ends_with(end), "{text}");
        };
        ends(&says("ISO-8859-1", b"caf\xE9"), "café");
        ends(&says("windows-1252", b"\x80 5"), "€ 5");
        ends(&says("Shift_JIS", b"\x93\xFA"), "日");
        ends(&says("UTF-8", "é".as_bytes()), "é");
        // Programs that write for Windows say this of any text.
        ends(&says("UTF-16", "é".as_bytes()), "é");
        ends(&[b"\xEF\xBB\xBF", &says("UTF-8", "é".as_bytes())[..]].concat(), "é");
        let wide = "<?xml version='1.0' encoding='UTF-16'?><a>ក";
        ends(&[b"\xFF\xFE", &utf16(wide, u16::to_le_bytes)[..]].concat(), "ក");
        ends(&[b"\xFE\xFF", &utf16(wide, u16::to_be_bytes)[..]].concat(), "ក");
        ends(&utf16(wide, u16::to_le_bytes), "ក");
        ends(&utf16(wide, u16::to_be_bytes), "ក");
    }

    #[test]
    fn a_text_that_is_not_what_it_says_is_refused() {
        let why = |bytes: &[u8]| decoded(bytes).unwrap_err();
        assert!(why(b"<a>caf\xE9").contains("does not say what else"));
        assert!(why(b"<?xml version='1.0' encoding='UTF-8'?>\xE9").contains("is not UTF-8, as it"));
        assert!(why(b"<?xml version='1.0' encoding='klingon'?>").contains("`klingon`"));
        let other = "<?xml version='1.0' encoding='ISO-8859-1'?>é".as_bytes();
        assert!(why(other).contains("says that it is ISO-8859-1, and is UTF-8"));
    }
}
