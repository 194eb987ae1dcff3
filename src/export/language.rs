//! The language a PDF says it is in, where Typst has no name for it: it knows languages and two-letter
//! regions, and no scripts, variants or regions of several countries.

use lopdf::{Document, Object, Stream, StringFormat};

/// A PDF with one language's tag in the place of another's: in the catalog, on the tags, in the
/// content and in the metadata.
pub fn rename_language(bytes: &[u8], from: &str, to: &str) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::load_mem(bytes)?;
    for object in document.objects.values_mut() {
        match object {
            Object::Dictionary(dict)
                if dict.get(b"Lang").and_then(Object::as_str).ok() == Some(from.as_bytes()) =>
            {
                let to = Object::String(to.as_bytes().to_vec(), StringFormat::Literal);
                dict.set("Lang", to);
            }
            Object::Stream(stream) => rename_in(stream, from, to)?,
            _ => {}
        }
    }
    let mut renamed = Vec::with_capacity(bytes.len());
    document.save_to(&mut renamed)?;
    Ok(renamed)
}

/// The tag on marked content, and in XMP.
fn rename_in(stream: &mut Stream, from: &str, to: &str) -> Result<(), lopdf::Error> {
    let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name).ok();
    let form = match subtype {
        Some(b"XML") => "<dc:language><rdf:Bag><rdf:li>{}</rdf:li>",
        None | Some(b"Form") => "/Lang({})",
        _ => return Ok(()),
    };
    let [from, to] = [from, to].map(|tag| form.replace("{}", tag).into_bytes());
    let is_packed = stream.dict.has(b"Filter");
    let content = match is_packed {
        true => stream.decompressed_content()?,
        false => stream.content.clone(),
    };
    let Some(changed) = replaced(&content, &from, &to) else { return Ok(()) };
    stream.set_plain_content(changed);
    if is_packed {
        stream.compress()?;
    }
    Ok(())
}

/// Bytes with others in the place of some; `None` where those are not in them.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut done = 0;
    while let Some(at) = bytes[done..].windows(from.len()).position(|part| part == from) {
        out.extend_from_slice(&bytes[done..done + at]);
        out.extend_from_slice(to);
        done += at + from.len();
    }
    (done > 0).then(|| [out.as_slice(), &bytes[done..]].concat())
}
