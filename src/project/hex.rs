//! Colours as a project writes them.

use crate::colour::channels;
use crate::diag::{Code, Diagnostic};
use crate::tree::{Reader, Text};

/// The channels of a colour that is written `#rrggbb`; anything else is reported.
pub(super) fn read(text: &Text, reader: &Reader) -> Option<[u8; 3]> {
    let channels = channels(&text.value);
    if channels.is_none() {
        reader.push(
            Diagnostic::new(Code::BadValue, format!("`{}` is no colour", text.value))
                .at(text.span)
                .key(&text.key)
                .help("write it as # and six hexadecimal digits, such as `\"#1d3f63\"`"),
        );
    }
    channels
}
