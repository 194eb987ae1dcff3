//! The bytes of streams.

use lopdf::Stream;

/// The most bytes an image or a content stream may unfold to.
pub(super) const LARGEST: usize = 256 << 20;

/// Puts other bytes into a stream, deflated.
pub(super) fn replace(stream: &mut Stream, bytes: Vec<u8>) {
    stream.dict.remove(b"DecodeParms");
    stream.dict.remove(b"Filter");
    stream.set_plain_content(bytes);
    // What does not become smaller stays as it is.
    let _ = stream.compress();
}
