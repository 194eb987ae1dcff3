//! From bytes to characters, as XML says: the mark at the beginning tells the encoding, or else the
//! declaration, or else it is UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::translation::exchange::codec::ReadError;

/// The largest file that is read. A translation of a brief has some hundred kilobytes.
const LARGEST: usize = 32 << 20;

/// How far the end of a declaration is looked for.
const DECLARATION: usize = 1024;

/// The text of a file.
///
/// # Errors
///
/// The file is too large, its encoding is not known, or it is not in the encoding it says.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    if bytes.len() > LARGEST {
        let words = format!("it has more than {} MB, which no translation has", LARGEST >> 20);
        return Err(ReadError::whole(words));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::whole("it is empty"));
    }
    let (encoding, text) = encoding(bytes)?;
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(text);
    decoded.ok_or_else(|| match std::str::from_utf8(text) {
        Err(error) if encoding == UTF_8 => {
            let before = String::from_utf8_lossy(&text[..error.valid_up_to()]);
            ReadError::at(&before, before.len(), "this is not UTF-8, which the file should be in")
        }
        _ => ReadError::whole(format!("it is not in {}, as it says of itself", encoding.name())),
    })
}

/// The encoding of a file, and the file without the mark that tells it.
fn encoding(bytes: &[u8]) -> Result<(&'static Encoding, &[u8]), ReadError> {
    if matches!(bytes, [0, 0, 0xFE, 0xFF, ..] | [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0, b'<', ..]) {
        return Err(ReadError::whole("it is in UTF-32, which is not read: save it as UTF-8"));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok((encoding, &bytes[mark..]));
    }
    let encoding = match bytes {
        [b'<', 0, ..] => UTF_16LE,
        [0, b'<', ..] => UTF_16BE,
        _ => match declared(bytes) {
            None => UTF_8,
            Some(label) => of_label(&label)?,
        },
    };
    Ok((encoding, bytes))
}

/// The encoding that a name stands for.
fn of_label(label: &str) -> Result<&'static Encoding, ReadError> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    match encoding {
        // Its declaration could be read as ASCII.
        Some(encoding) if !encoding.is_ascii_compatible() => {
            let words = format!("it is not in {label}, as it says of itself: save it as UTF-8");
            Err(ReadError::whole(words))
        }
        Some(encoding) => Ok(encoding),
        None => {
            let words = format!("it is in `{label}`, which is not read: save it as UTF-8");
            Err(ReadError::whole(words))
        }
    }
}

/// The encoding that the declaration names, if it does.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let end = head.windows(2).position(|two| two == b"?>")? + 2;
    let head: String = head[..end].iter().copied().map(char::from).collect();
    match Reader::from_str(&head).read_event() {
        Ok(Event::Decl(declaration)) => Some(declaration.encoding()?.ok()?.into_owned()),
        _ => None,
    }
}
