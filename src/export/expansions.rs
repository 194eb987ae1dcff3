//! What abbreviations stand for, as PDF says it: Typst writes the elements that
//! [`typeset`](crate::typeset) marks, and here each becomes a span with its expansion (`/E` of ISO
//! 32000-1, 14.9.5).

use lopdf::{Dictionary, Document, Object, decode_text_string, text_string};

use super::objects::has;
use crate::typeset::expanded;

/// Whether an object may be a mark.
pub fn is_mark(object: &[u8]) -> bool {
    has(object, b"/Formula") && !object.ends_with(b"endstream")
}

/// Turns the marks of a document into expansions.
pub fn write_expansions(document: &mut Document) {
    let elements = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    for element in elements {
        if element.get(b"S").and_then(Object::as_name).is_ok_and(|role| role == b"Formula") {
            expand(element);
        }
    }
}

/// Turns an element into a span with an expansion, if it is a mark.
fn expand(element: &mut Dictionary) {
    let alt = element.get(b"Alt").ok().and_then(|alt| decode_text_string(alt).ok());
    let Some((language, full)) = alt.as_deref().and_then(expanded) else { return };
    element.set("S", Object::Name(b"Span".to_vec()));
    element.set("E", text_string(full));
    if let Some(language) = language {
        element.set("Lang", text_string(language));
    }
    element.remove(b"Alt");
    // The box of what would be a formula.
    element.remove(b"A");
}
