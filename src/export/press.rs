//! The print edition. Typst writes the pages; the finishing here adds what Typst cannot: the
//! BleedBox, and the output intent and metadata of PDF/X-4 (ISO 15930-7) where the project names a
//! printing condition. It changes no content.

use chrono::{Datelike, NaiveDateTime, Timelike};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat};
use typst_pdf::{PdfStandard, PdfStandards};
use xmp_writer::{DateTime, LangId, RenditionClass, Timezone, XmpWriter};

use super::expansions::write_expansions;
use super::identity::{Identifier, Identity};
use super::pdf::write_pdf;
use super::separation::separate;
use super::stamp::{Stamp, creator};
use crate::colour::Separation;
use crate::document::Metadata;
use crate::typeset::{Pages, Problem, Typesetter};

/// Points in a millimetre.
const MILLIMETRE: f32 = 72.0 / 25.4;

/// What a print edition is made for.
#[derive(Debug, Clone, Copy)]
pub struct Printing<'a> {
    /// How colours become inks, and the profile of the printing condition if there is one.
    pub separation: &'a Separation,
    /// The registered name of the printing condition.
    pub condition: Option<&'a str>,
    /// Millimetres from the TrimBox to the BleedBox.
    pub bleed: u8,
}

/// Why there is no print edition.
#[derive(Debug)]
pub enum PressError {
    /// Typst cannot write it.
    Typst(Vec<Problem>),
    /// What cannot be separated into inks.
    Colour(Vec<String>),
    /// What Typst wrote is not as expected: a bug.
    Structure(String),
}

impl From<lopdf::Error> for PressError {
    fn from(error: lopdf::Error) -> Self {
        PressError::Structure(error.to_string())
    }
}

/// Writes the pages for the press. `language` is a BCP 47 tag.
pub fn print_pdf(
    typesetter: &Typesetter,
    pages: &Pages,
    metadata: &Metadata,
    language: &str,
    identity: Identity<'_>,
    stamp: Stamp,
    printing: Printing<'_>,
) -> Result<Vec<u8>, PressError> {
    let standards =
        PdfStandards::new(&[PdfStandard::V_1_6]).expect("a version alone is a standard");
    let bytes = write_pdf(typesetter, pages, identity.document, stamp, standards, true)
        .map_err(PressError::Typst)?;
    let mut document = Document::load_mem(&bytes)?;
    separate(&mut document, printing.separation).map_err(PressError::Colour)?;
    add_bleed_boxes(&mut document, printing.bleed)?;
    if pages.expanded > 0 {
        write_expansions(&mut document);
    }
    let instance = Identifier::of(&[
        b"instance",
        &bytes,
        printing.condition.unwrap_or_default().as_bytes(),
        printing.separation.profile.as_ref().map_or(&[], |profile| &profile.bytes),
        &[printing.bleed],
        env!("CARGO_PKG_VERSION").as_bytes(),
    ]);
    let ids = [identity.document_id(), instance];
    let ids = ids.map(|id| Object::String(id.bytes(), StringFormat::Hexadecimal));
    document.trailer.set("ID", ids.to_vec());
    describe(&mut document, metadata, language, (identity, instance), stamp, printing)?;
    document.version = "1.6".into();
    let mut finished = Vec::with_capacity(bytes.len());
    document.save_to(&mut finished).map_err(|error| PressError::Structure(error.to_string()))?;
    Ok(finished)
}

/// BleedBox = TrimBox and the bleed on every side. A page without TrimBox is its own trim.
fn add_bleed_boxes(document: &mut Document, bleed: u8) -> Result<(), PressError> {
    let bleed = f32::from(bleed) * MILLIMETRE;
    let pages: Vec<_> = document.page_iter().collect();
    for id in pages {
        let page = document.get_dictionary_mut(id)?;
        let trim: Vec<f32> = match page.get(b"TrimBox").or_else(|_| page.get(b"MediaBox")) {
            Ok(Object::Array(sides)) => {
                sides.iter().filter_map(|side| side.as_float().ok()).collect()
            }
            _ => Vec::new(),
        };
        let &[left, bottom, right, top] = trim.as_slice() else {
            return Err(PressError::Structure("a page has no box".into()));
        };
        let sides = [left - bleed, bottom - bleed, right + bleed, top + bleed];
        page.set("BleedBox", sides.map(Object::Real).to_vec());
    }
    Ok(())
}

/// Info dictionary, XMP and output intent, all three from the same values.
fn describe(
    document: &mut Document,
    metadata: &Metadata,
    language: &str,
    identity: (Identity<'_>, Identifier),
    stamp: Stamp,
    printing: Printing<'_>,
) -> Result<(), PressError> {
    let moment = stamp.moment();
    let intent = printing.separation.profile.as_ref().zip(printing.condition);
    let date = moment.map(pdf_date);
    let info_id = document.trailer.get(b"Info").and_then(Object::as_reference).ok();
    if let Some(dict) = info_id.and_then(|id| document.get_dictionary_mut(id).ok()) {
        dict.set("Trapped", Object::Name(b"False".to_vec()));
        if let Some(date) = &date {
            dict.set("ModDate", Object::String(date.clone().into_bytes(), StringFormat::Literal));
        }
    }
    let producer = info_id
        .and_then(|id| document.get_dictionary(id).ok()?.get(b"Producer").ok()?.as_str().ok())
        .map(|text| String::from_utf8_lossy(text).into_owned());
    let packet = xmp(metadata, language, identity, moment, producer.as_deref(), intent.is_some());
    let mut metadata = Dictionary::new();
    metadata.set("Type", Object::Name(b"Metadata".to_vec()));
    metadata.set("Subtype", Object::Name(b"XML".to_vec()));
    // Left as it is, for programs that search a file for it.
    let metadata = Stream::new(metadata, packet.into_bytes()).with_compression(false);
    let old = document.catalog()?.get(b"Metadata").and_then(Object::as_reference).ok();
    let metadata = match old {
        Some(id) => {
            document.objects.insert(id, Object::Stream(metadata));
            id
        }
        None => document.add_object(metadata),
    };
    document.catalog_mut()?.set("Metadata", Object::Reference(metadata));
    if let Some((profile, condition)) = intent {
        let mut dict = Dictionary::new();
        dict.set("N", 4);
        let mut stream = Stream::new(dict, profile.bytes.clone());
        stream.compress()?;
        let profile = document.add_object(stream);
        let text = |text: &str| Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
        let mut intent = Dictionary::new();
        intent.set("Type", Object::Name(b"OutputIntent".to_vec()));
        intent.set("S", Object::Name(b"GTS_PDFX".to_vec()));
        intent.set("OutputConditionIdentifier", text(condition));
        intent.set("RegistryName", text("http://www.color.org"));
        intent.set("Info", text(condition));
        intent.set("DestOutputProfile", Object::Reference(profile));
        let intent = document.add_object(intent);
        document.catalog_mut()?.set("OutputIntents", vec![Object::Reference(intent)]);
    }
    Ok(())
}

fn xmp(
    metadata: &Metadata,
    language: &str,
    (identity, instance): (Identity<'_>, Identifier),
    moment: Option<NaiveDateTime>,
    producer: Option<&str>,
    is_x4: bool,
) -> String {
    let mut xmp = XmpWriter::new();
    xmp.format("application/pdf");
    xmp.language([LangId(language)]);
    xmp.title([(Some(LangId("x-default")), metadata.title.as_str())]);
    xmp.creator(metadata.authors.iter().map(String::as_str));
    if let Some(identifier) = metadata.identifiers.first() {
        xmp.identifier(identifier);
    }
    if let Some(description) = &metadata.description {
        xmp.description([(Some(LangId("x-default")), description.as_str())]);
    }
    if !metadata.keywords.is_empty() {
        xmp.subject(metadata.keywords.iter().map(String::as_str));
        xmp.pdf_keywords(&metadata.keywords.join(", "));
    }
    xmp.creator_tool(&creator());
    if let Some(producer) = producer {
        xmp.producer(producer);
    }
    if let Some(moment) = moment {
        let date = xmp_date(moment);
        xmp.create_date(date);
        xmp.modify_date(date);
        xmp.metadata_date(date);
    }
    xmp.trapped(false);
    xmp.document_id(&identity.document_id().uri());
    xmp.instance_id(&instance.uri());
    xmp.version_id(&identity.version_id());
    xmp.rendition_class(RenditionClass::Default);
    if is_x4 {
        xmp.pdfx_version("PDF/X-4");
    }
    xmp.finish(None)
}

/// `D:YYYYMMDDHHmmSSZ`, as ISO 32000 writes a moment in UTC.
fn pdf_date(moment: NaiveDateTime) -> String {
    moment.format("D:%Y%m%d%H%M%SZ").to_string()
}

fn xmp_date(moment: NaiveDateTime) -> DateTime {
    DateTime {
        year: moment.year().clamp(0, 9999) as u16,
        month: Some(moment.month() as u8),
        day: Some(moment.day() as u8),
        hour: Some(moment.hour() as u8),
        minute: Some(moment.minute() as u8),
        second: Some(moment.second() as u8),
        timezone: Some(Timezone::Utc),
    }
}
