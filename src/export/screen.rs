//! The screen edition: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one file.

use lopdf::Document;
use typst_pdf::{PdfStandard, PdfStandards};

use super::expansions::{is_mark, write_expansions};
use super::objects::{Misread, Objects, has};
use super::pdf::write_pdf;
use super::stamp::Stamp;
use crate::typeset::{Pages, Problem, Typesetter};

/// Writes the pages as PDF. `identity` tells one document from another over all its versions;
/// `identifiers` are what it is known by elsewhere. The error is every rule of the two standards that a page does not meet.
pub fn screen_pdf(
    typesetter: &Typesetter,
    pages: &Pages,
    identity: &str,
    stamp: Stamp,
    identifiers: &[String],
) -> Result<Vec<u8>, Vec<Problem>> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
        .expect("the two standards go together");
    let bytes = write_pdf(typesetter, pages, identity, stamp, standards, true)?;
    // A file without abbreviations and identifiers is what Typst wrote.
    if pages.expanded == 0 && identifiers.is_empty() {
        return Ok(bytes);
    }
    finish(&bytes, pages, identifiers.first()).map_err(|error| {
        vec![Problem::of_template(format!("the file cannot be finished: {error}"))]
    })
}

fn finish(bytes: &[u8], pages: &Pages, identifier: Option<&String>) -> Result<Vec<u8>, Misread> {
    let mut objects = Objects::of(bytes)?;
    if pages.expanded > 0 {
        objects.change(is_mark, |document| {
            write_expansions(document);
            Ok(())
        })?;
    }
    if let Some(identifier) = identifier {
        objects.change(
            |object| has(object, b"/Subtype/XML"),
            |document| identify(document, identifier),
        )?;
    }
    Ok(objects.plain())
}

/// Writes what a document is known by into its metadata, as Dublin Core has it: the one property for it
/// that PDF/A knows without an explanation.
fn identify(document: &mut Document, identifier: &str) -> Result<(), lopdf::Error> {
    const END: &[u8] = b"</rdf:Description>";
    let escaped = identifier.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let property = format!(
        "<dc:identifier xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{escaped}</dc:identifier>"
    );
    for object in document.objects.values_mut() {
        let stream = object.as_stream_mut()?;
        let Some(at) = stream.content.windows(END.len()).rposition(|part| part == END) else {
            continue;
        };
        let mut content = stream.content.clone();
        content.splice(at..at, property.bytes());
        stream.set_content(content);
    }
    Ok(())
}
