//! A file read with what its object streams hold (ISO 32000-1, 7.5.7). The parser would unfold them all at
//! once, each to the same limit, and pass over those that go beyond it; here all together have one, and what
//! cannot be unfolded is told.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::xref::XrefEntry;
use lopdf::{
    DecompressError, Dictionary, Document, Error, LoadOptions, Object, ObjectId, ObjectStream,
    Stream, dictionary,
};

use crate::limits::{Grouped, PDF_STREAM};

/// What all object streams of a small file may unfold to, in bytes.
const AT_LEAST: usize = 8 << 20;

/// How many times larger than the file they may be together. Honest ones grow some tenfold.
const GROWTH: usize = 20;

/// The type of object streams.
const TYPE: &[u8] = b"ObjStm";

/// A type that is none, of the same length: the parser leaves such streams as they are.
const LEFT: &[u8] = b"Folded";

/// A document as it was read.
pub struct Unfolded {
    /// The document.
    pub document: Document,
    /// The object streams by their numbers: which objects each holds, in their order, or what is wrong with it.
    pub streams: BTreeMap<u32, Result<Vec<u32>, Spoilt>>,
}

/// The objects of a stream by their numbers, and where each begins after the index.
type HeldPlaces = Vec<(u32, usize)>;

/// Why an object stream holds nothing.
#[derive(Debug)]
pub enum Spoilt {
    /// It is damaged; how.
    Damaged(String),
    /// It goes beyond a limit; which.
    TooMuch(String),
}

/// Reads a file from its header on, in which so many object streams are named.
pub fn unfold(body: &[u8], named: usize) -> lopdf::Result<Unfolded> {
    let all = AT_LEAST + body.len().saturating_mul(GROWTH);
    // Of an encrypted file the parser alone can read them, and some may hide their type.
    let is_encrypted = body.windows(8).any(|word| word == b"/Encrypt");
    let folded = if named == 0 || is_encrypted { None } else { Some(left_folded(body)) };
    let (bytes, count) = folded.as_ref().map_or((body, 0), |(bytes, count)| (bytes, *count));
    let each = (all / named.saturating_sub(count).max(1)).min(PDF_STREAM);
    let options = LoadOptions::with_max_decompressed_size(each);
    let mut document = Document::load_mem_with_options(bytes, options)?;
    let mut left = all;
    let mut streams = BTreeMap::new();
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    for id in ids {
        let Some(Object::Stream(stream)) = document.objects.get_mut(&id) else { continue };
        let is_folded = stream.dict.has_type(LEFT);
        if is_folded {
            stream.dict.set("Type", Object::Name(TYPE.to_vec()));
        } else if !stream.dict.has_type(TYPE) {
            continue;
        }
        let dict = stream.dict.clone();
        let content = content(stream, &mut left, all);
        let held = content.and_then(|content| {
            let (places, objects) = index(&dict, &content)?;
            if is_folded {
                insert(&mut document, id.0, &places, objects);
            }
            Ok(places.into_iter().map(|(id, _)| id).collect())
        });
        streams.insert(id.0, held);
    }
    Ok(Unfolded { document, streams })
}

/// A file with its object streams under another type, and how many there are.
fn left_folded(body: &[u8]) -> (Vec<u8>, usize) {
    let mut bytes = body.to_vec();
    let mut count = 0;
    for at in 1..body.len().saturating_sub(TYPE.len() - 1) {
        let is_type = || body[..at - 1].trim_ascii_end().ends_with(b"/Type");
        if body[at - 1] == b'/' && body[at..].starts_with(TYPE) && is_type() {
            bytes[at..at + TYPE.len()].copy_from_slice(LEFT);
            count += 1;
        }
    }
    (bytes, count)
}

/// What an object stream unfolds to, taken from what is left of what all may unfold to.
fn content(stream: &Stream, left: &mut usize, all: usize) -> Result<Vec<u8>, Spoilt> {
    let too_much = || match *left < PDF_STREAM {
        true => format!("takes what all of them unfold to beyond {} bytes", Grouped(all as u64)),
        false => format!("unfolds to more than {} bytes", Grouped(PDF_STREAM as u64)),
    };
    let content = stream.get_plain_content_with_limit(PDF_STREAM.min(*left));
    let content = content.map_err(|error| match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            Spoilt::TooMuch(too_much())
        }
        error => Spoilt::Damaged(format!("cannot be unfolded: {error}")),
    })?;
    *left = left.saturating_sub(content.len());
    Ok(content)
}

/// The numbers of the objects in an object stream with the place of each, and the objects.
fn index<'a>(dict: &Dictionary, content: &'a [u8]) -> Result<(HeldPlaces, &'a [u8]), Spoilt> {
    let number = |key: &[u8]| usize::try_from(dict.get(key).and_then(Object::as_i64).ok()?).ok();
    let damaged = |what: &str| Err(Spoilt::Damaged(what.to_string()));
    let (Some(count), Some(first)) = (number(b"N"), number(b"First")) else {
        return damaged("does not say how many objects it holds, or where they begin");
    };
    let Some((head, objects)) = content.split_at_checked(first) else {
        return damaged("is shorter than it says");
    };
    let words = head.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let numbers = words.map_while(|word| std::str::from_utf8(word).ok()?.parse().ok());
    let numbers: Vec<u32> = numbers.take(count.saturating_mul(2)).collect();
    if numbers.len() / 2 < count {
        let [said, listed] = [count, numbers.len() / 2].map(|count| Grouped(count as u64));
        return damaged(&format!("says that it holds {said} objects, and lists {listed}"));
    }
    let places = numbers.chunks_exact(2).map(|pair| (pair[0], pair[1] as usize)).collect();
    Ok((places, objects))
}

/// Puts the objects of a stream into the document, but for those that the cross-reference table has in another.
fn insert(document: &mut Document, container: u32, places: &[(u32, usize)], objects: &[u8]) {
    let mut index = String::new();
    for &(id, place) in places {
        let object = objects.get(place..).unwrap_or_default();
        let _ = write!(index, "{id} {} ", objects.len() - uncommented(object).len());
    }
    let dict = dictionary! {
        "Type" => Object::Name(TYPE.to_vec()),
        "N" => places.len() as i64,
        "First" => index.len() as i64,
    };
    let stream = Stream::new(dict, [index.as_bytes(), objects].concat());
    let Ok(unfolded) = ObjectStream::new(&stream) else { return };
    for (id, object) in unfolded.objects {
        let entry = document.reference_table.get(id.0);
        let is_elsewhere = matches!(entry, Some(XrefEntry::Compressed { container: other, .. })
            if *other != container);
        if !is_elsewhere {
            document.objects.entry(id).or_insert(object);
        }
    }
}

/// What stands after the comments before an object, which the parser does not pass over.
fn uncommented(mut object: &[u8]) -> &[u8] {
    loop {
        object = object.trim_ascii_start();
        let Some(comment) = object.strip_prefix(b"%") else { return object };
        let end = comment.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        object = &comment[end.unwrap_or(comment.len())..];
    }
}

/// A file from its header on, from which its offsets count.
pub fn body(bytes: &[u8]) -> &[u8] {
    let header = bytes.windows(5).position(|window| window == b"%PDF-");
    &bytes[header.unwrap_or(0)..]
}
