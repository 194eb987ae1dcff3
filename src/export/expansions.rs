//! What abbreviations stand for, as PDF says it: Typst writes the elements that
//! [`typeset`](crate::typeset) marks, and here each becomes a span with its expansion (`/E` of ISO
//! 32000-1, 14.9.5).

use lopdf::{Dictionary, Document, Object, decode_text_string, text_string};

use crate::typeset::expanded;

/// Turns the marks of a document into expansions; says how many there were.
pub fn write_expansions(document: &mut Document) -> usize {
    let elements = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    elements.map(|element| usize::from(expand(element).is_some())).sum()
}

fn expand(element: &mut Dictionary) -> Option<()> {
    if element.get(b"S").and_then(Object::as_name).ok()? != b"Formula" {
        return None;
    }
    let alt = decode_text_string(element.get(b"Alt").ok()?).ok()?;
    let (language, full) = expanded(&alt)?;
    element.set("S", Object::Name(b"Span".to_vec()));
    element.set("E", text_string(full));
    if let Some(language) = language {
        element.set("Lang", text_string(language));
    }
    element.remove(b"Alt");
    // The box of what would be a formula.
    element.remove(b"A");
    Some(())
}
