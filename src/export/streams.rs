//! The bytes of streams.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Object, Stream};

/// The most bytes an image or a content stream may unfold to.
pub(super) const LARGEST: usize = 256 << 20;

/// From so many bytes on, the last per cent that deflating saves takes longer than all before it.
const LARGE: usize = 1 << 20;

/// Puts other bytes into a stream, deflated.
pub(super) fn replace(stream: &mut Stream, bytes: Vec<u8>) {
    stream.dict.remove(b"DecodeParms");
    stream.dict.remove(b"Filter");
    if bytes.len() > LARGE {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        if let Ok(packed) = packed.write_all(&bytes).and_then(|()| packed.finish()) {
            stream.set_content(packed);
            stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
            return;
        }
    }
    stream.set_plain_content(bytes);
    // What does not become smaller stays as it is.
    let _ = stream.compress();
}
