//! From bytes to text: a file's byte order mark or its header says what its bytes mean.

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use crate::translation::exchange::codec::ReadError;

/// A file's text, and the encoding that escapes of bytes in it are in.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Its text, with lines that end in `\n` or `\r\n`.
    pub text: String,
    /// Its encoding.
    pub encoding: &'static Encoding,
}

/// How compiled catalogues begin, on either kind of machine.
const COMPILED: [[u8; 4]; 2] = [[0xDE, 0x12, 0x04, 0x95], [0x95, 0x04, 0x12, 0xDE]];

/// Names of the encoding whose characters are all the same in UTF-8. The WHATWG standard takes them
/// for names of another, with more characters.
const ASCII: [&str; 3] = ["ascii", "us-ascii", "ansi_x3.4-1968"];

/// What templates have in place of a name.
const PLACEHOLDER: &str = "charset";

/// The text of a file.
///
/// # Errors
///
/// Its encoding is not known, or it is not in the encoding it says.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if COMPILED.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(ReadError::whole("this is a compiled catalogue (MO); take the PO file"));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let said = format!("{}, which its first bytes say it is in", encoding.name());
        let text = text(encoding, &bytes[length..], &said)?;
        // Escapes of bytes are written one by one, which UTF-16 cannot be.
        return Ok(Decoded { text, encoding: encoding.output_encoding() });
    }
    let declared = declared(bytes);
    let Some(name) = declared.filter(|name| name.to_ascii_lowercase() != PLACEHOLDER) else {
        let text = text(UTF_8, bytes, "UTF-8, and its header declares no other character set")?;
        return Ok(Decoded { text, encoding: UTF_8 });
    };
    let said = format!("{name}, which its header declares");
    if ASCII.contains(&name.to_ascii_lowercase().as_str())
        && let Some(at) = bytes.iter().position(|byte| !byte.is_ascii())
    {
        let before: String = bytes[..at].iter().map(|byte| char::from(*byte)).collect();
        return Err(wrong_byte(&before, bytes[at], &said));
    }
    let encoding = Encoding::for_label_no_replacement(name.as_bytes());
    let encoding =
        encoding.filter(|known| *known != encoding_rs::X_USER_DEFINED).ok_or_else(|| {
            ReadError::whole(format!(
                "the character set `{name}` is not known; save the file as UTF-8"
            ))
        })?;
    // A header that can be read byte by byte is not in UTF-16.
    let encoding = encoding.output_encoding();
    Ok(Decoded { text: text(encoding, bytes, &said)?, encoding })
}

/// The character set that the header declares.
fn declared(bytes: &[u8]) -> Option<String> {
    // A name is readable before the rest is: all encodings that can stand here have ASCII as it is.
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split(['\n', '\r']).filter(|line| !line.trim_start().starts_with('#'));
    lines.find_map(|line| {
        let lower = line.to_ascii_lowercase();
        let field = lower.find("content-type:")?;
        let start = field + lower[field..].find("charset=")? + "charset=".len();
        let name = line[start..].trim_start();
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)));
        Some(name[..end.unwrap_or(name.len())].to_string()).filter(|name| !name.is_empty())
    })
}

/// Bytes as text. `said` names the encoding in words.
fn text(encoding: &'static Encoding, bytes: &[u8], said: &str) -> Result<String, ReadError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or_default());
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(with_line_ends(text)),
        DecoderResult::Malformed(wrong, after) => {
            let at = read.saturating_sub(usize::from(wrong) + usize::from(after));
            Err(wrong_byte(&text, bytes.get(at).copied().unwrap_or_default(), said))
        }
        DecoderResult::OutputFull => Err(ReadError::whole("the file is too large")),
    }
}

/// A byte that means nothing, after the text that was read.
fn wrong_byte(before: &str, byte: u8, said: &str) -> ReadError {
    ReadError::at(before, before.len(), format!("the byte 0x{byte:02X} is not {said}"))
}

/// A text in which `\r` alone ends lines, as on old computers, with line ends as they are elsewhere.
fn with_line_ends(text: String) -> String {
    if text.contains('\n') { text } else { text.replace('\r', "\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header that declares an encoding, and what follows it.
    fn file(charset: &str, rest: &[u8]) -> Vec<u8> {
        let header = "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=";
        [header.as_bytes(), charset.as_bytes(), b"\\n\"\n", rest].concat()
    }

    fn ending(bytes: &[u8]) -> Result<String, String> {
        let decoded = decode(bytes).map_err(|error| error.to_string())?;
        Ok(decoded.text.rsplit('\n').next().unwrap().to_string())
    }

    #[test]
    fn text_is_read_in_the_encoding_that_the_header_declares() {
        for (charset, bytes, text) in [
            ("UTF-8", "é".as_bytes(), "é"),
            ("utf8", "é".as_bytes(), "é"),
            ("CHARSET", "é".as_bytes(), "é"),
            ("", "é".as_bytes(), "é"),
            ("ISO-8859-1", b"\xE9", "é"),
            ("windows-1252", b"\x93\xE9\x94", "“é”"),
            ("ISO-8859-6", b"\xC7", "ا"),
            ("KOI8-R", b"\xC1", "а"),
            ("TIS-620", b"\xA1", "ก"),
            // The second byte is a backslash in ASCII.
            ("Shift_JIS", b"\x95\x5C", "表"),
            ("GB18030", "中".as_bytes(), "涓\u{FFFD}"),
            ("GBK", b"\xD6\xD0", "中"),
            ("US-ASCII", b"e", "e"),
            // Its own header shows that it is not.
            ("UTF-16", "é".as_bytes(), "é"),
        ] {
            let read = ending(&file(charset, bytes));
            if text.contains('\u{FFFD}') {
                assert!(read.is_err(), "{charset} {read:?}");
            } else {
                assert_eq!(read.as_deref(), Ok(text), "{charset}");
            }
        }
        assert_eq!(ending(&[b"\xEF\xBB\xBF".as_slice(), "é".as_bytes()].concat()).unwrap(), "é");
        assert_eq!(ending(b"\xFF\xFEe\0\xE9\0").unwrap(), "eé");
        assert_eq!(ending(b"\xFE\xFF\0e\0\xE9").unwrap(), "eé");
        assert_eq!(ending(b"a\rb").unwrap(), "b");
    }

    #[test]
    fn what_cannot_be_text_is_refused_where_it_stands() {
        for (bytes, said) in [
            (file("UTF-8", "aé\n  b\u{e9}".as_bytes()), None),
            (
                file("UTF-8", b"a\n\xC3\xA9b\xE9c"),
                Some("line 5, column 3: the byte 0xE9 is not UTF-8, which its header declares"),
            ),
            (
                b"\"\xE9\"".to_vec(),
                Some(
                    "line 1, column 2: the byte 0xE9 is not UTF-8, and its header declares no other character set",
                ),
            ),
            (
                file("US-ASCII", "é".as_bytes()),
                Some("line 4, column 1: the byte 0xC3 is not US-ASCII, which its header declares"),
            ),
            (
                file("ARMSCII-8", b""),
                Some("the character set `ARMSCII-8` is not known; save the file as UTF-8"),
            ),
            (
                file("ISO-2022-KR", b""),
                Some("the character set `ISO-2022-KR` is not known; save the file as UTF-8"),
            ),
            (
                b"\xEF\xBB\xBFa\xFF".to_vec(),
                Some(
                    "line 1, column 2: the byte 0xFF is not UTF-8, which its first bytes say it is in",
                ),
            ),
            (
                b"\xDE\x12\x04\x95\0\0\0\0".to_vec(),
                Some("this is a compiled catalogue (MO); take the PO file"),
            ),
        ] {
            assert_eq!(ending(&bytes).err().as_deref(), said);
        }
    }
}
