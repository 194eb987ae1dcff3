//! What a file lists and what cannot be read of it. The parser passes over objects that it cannot read, and a
//! file without half of its tags would be judged as one that never had them.

use std::collections::HashSet;

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId};

use super::unfold::{Spoilt, Unfolded};

/// Something that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Lost {
    /// What, and why.
    pub message: String,
    /// What kind of thing it is.
    pub kind: LostKind,
}

/// What is told together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostKind {
    /// An object stream that goes beyond a limit.
    TooMuch,
    /// A damaged object stream.
    Stream,
    /// An object.
    Object,
}

/// What of a file is lost: `body` are its bytes from the header on. Of objects that nothing refers to, none is
/// missed.
pub fn lost(unfolded: &Unfolded, body: &[u8]) -> Vec<Lost> {
    let document = &unfolded.document;
    let mut all = Vec::new();
    for (id, stream) in &unfolded.streams {
        let (why, kind) = match stream {
            Ok(_) => continue,
            Err(Spoilt::Damaged(why)) => (why, LostKind::Stream),
            Err(Spoilt::TooMuch(why)) => (why, LostKind::TooMuch),
        };
        let message = format!("object stream {id} {why}");
        all.push(Lost { message, kind });
    }
    let entries = document.reference_table.entries.iter();
    let missing: Vec<(u32, Lost)> = entries
        .filter_map(|(&id, entry)| Some((id, missing(unfolded, body, id, entry)?)))
        .collect();
    if !missing.is_empty() {
        let wanted = references(document);
        all.extend(missing.into_iter().filter(|(id, _)| wanted.contains(id)).map(|(_, lost)| lost));
    }
    all
}

/// Why an object that the table lists was not read; `None` where it was, or where that is said of its stream.
fn missing(unfolded: &Unfolded, body: &[u8], id: u32, entry: &XrefEntry) -> Option<Lost> {
    let objects = &unfolded.document.objects;
    let what = match *entry {
        XrefEntry::Normal { offset, generation } => {
            let id = (id, generation);
            if !stands_at(body, offset, id) {
                "is not where the cross-reference table says it is".to_string()
            } else if !objects.contains_key(&id) {
                "cannot be read".to_string()
            } else if is_without_length(&unfolded.document, id) {
                "is a stream whose length cannot be read".to_string()
            } else {
                return None;
            }
        }
        XrefEntry::Compressed { container, index } => match unfolded.streams.get(&container) {
            Some(Err(_)) => return None,
            None => format!("is said to be in object {container}, which is no object stream"),
            Some(Ok(held)) if held.get(usize::from(index)) != Some(&id) => {
                format!("is said to be number {index} in object stream {container}, and is not")
            }
            Some(Ok(_)) if !objects.contains_key(&(id, 0)) => {
                format!("cannot be read in object stream {container}")
            }
            Some(Ok(_)) => return None,
        },
        XrefEntry::Free | XrefEntry::UnusableFree => return None,
    };
    Some(Lost { message: format!("object {id} {what}"), kind: LostKind::Object })
}

/// Whether an object begins at an offset.
fn stands_at(body: &[u8], offset: u32, (id, generation): ObjectId) -> bool {
    let head = |bytes| {
        let (own, rest) = number(bytes)?;
        let (generation, rest) = number(rest)?;
        rest.trim_ascii_start().starts_with(b"obj").then_some((own, generation))
    };
    body.get(offset as usize..).and_then(head) == Some((id, u32::from(generation)))
}

/// The number that stands next, and what comes after it.
fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let bytes = bytes.trim_ascii_start();
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
    let (digits, rest) = bytes.split_at(end);
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// Whether an object is a stream that was read as an empty one, because nobody knows how long it is.
fn is_without_length(document: &Document, id: ObjectId) -> bool {
    let Some(Object::Stream(stream)) = document.objects.get(&id) else { return false };
    let length = || document.dereference(stream.dict.get(b"Length").ok()?).ok()?.1.as_i64().ok();
    stream.content.is_empty() && length() != Some(0)
}

/// The numbers of all objects that something refers to.
fn references(document: &Document) -> HashSet<u32> {
    fn walk(object: &Object, found: &mut HashSet<u32>) {
        match object {
            Object::Reference((id, _)) => {
                found.insert(*id);
            }
            Object::Array(list) => list.iter().for_each(|one| walk(one, found)),
            Object::Dictionary(dict) => dict.iter().for_each(|(_, value)| walk(value, found)),
            Object::Stream(stream) => stream.dict.iter().for_each(|(_, value)| walk(value, found)),
            _ => {}
        }
    }
    let mut found = HashSet::new();
    document.trailer.iter().for_each(|(_, value)| walk(value, &mut found));
    document.objects.values().for_each(|object| walk(object, &mut found));
    found
}
