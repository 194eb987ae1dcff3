//! A print file, and print files broken on purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::OnceLock;

use briefpress::preflight::{Check, IntendedUse};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::edit::{catalog, dict, draw, info, page, saved, target, unembedded, with, xmp};
use super::{Case, assert_told_apart, built, found};

const MM: f32 = 72.0 / 25.4;
const WIDTH: f32 = 210.0 * MM;
const HEIGHT: f32 = 297.0 * MM;

/// A good print file: PDF/X-4, A4 with 3 mm of bleed and crop marks on a sheet 10 mm larger on
/// every side, its type from a screen file.
pub fn good() -> Vec<u8> {
    static GOOD: OnceLock<Vec<u8>> = OnceLock::new();
    GOOD.get_or_init(|| {
        let project = built();
        let screen = Document::load_mem(&project.read("dist/a/a.en.pdf")).unwrap();
        saved(&mut made(&screen))
    })
    .clone()
}

fn name(name: &str) -> Object {
    Object::Name(name.into())
}

fn string(text: &str) -> Object {
    Object::string_literal(text)
}

/// A box that reaches `by` millimetres beyond the finished page, whose corner is at 0, 0.
fn sheet(by: f32) -> Object {
    let by = by * MM;
    vec![(-by).into(), (-by).into(), (WIDTH + by).into(), (HEIGHT + by).into()].into()
}

fn made(screen: &Document) -> Document {
    let mut document = Document::with_version("1.6");
    let font = font_of(screen, &mut document);
    let picture = dictionary! {
        "Type" => name("XObject"), "Subtype" => name("Image"), "Width" => 100, "Height" => 100,
        "ColorSpace" => name("DeviceCMYK"), "BitsPerComponent" => 8,
    };
    let mut picture = Stream::new(picture, [40, 60, 80, 20].repeat(10_000));
    picture.compress().unwrap();
    let picture = document.add_object(picture);
    let all = vec![
        name("Separation"),
        name("All"),
        name("DeviceCMYK"),
        dictionary! {
            "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
            "C0" => vec![0.into(); 4], "C1" => vec![1.into(); 4],
        }
        .into(),
    ];
    let resources = dictionary! {
        "Font" => dictionary! { "F" => font },
        "XObject" => dictionary! { "I" => picture },
        "ColorSpace" => dictionary! { "All" => all },
    };
    let content = format!(
        "0.05 0 0.1 0 k {} {} {} {} re f\n\
         BT /F 11 Tf 0 0 0 1 k 60 700 Td <0001000200030004> Tj ET\n\
         q 0 0 0 1 K 1 w 60 690 m 300 690 l S Q\n\
         q 20 0 0 20 60 600 cm /I Do Q\n\
         q /All CS 1 SCN 0.5 w -12 0 m -25 0 l S 0 -12 m 0 -25 l S Q",
        -3.0 * MM,
        -3.0 * MM,
        WIDTH + 6.0 * MM,
        HEIGHT + 6.0 * MM,
    );
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(Dictionary::new(), content.into_bytes()));
    let page = document.add_object(dictionary! {
        "Type" => name("Page"), "Parent" => pages, "Resources" => resources, "Contents" => content,
        "MediaBox" => sheet(10.0), "BleedBox" => sheet(3.0), "TrimBox" => sheet(0.0),
    });
    document.set_object(
        pages,
        dictionary! {
            "Type" => name("Pages"), "Count" => 1, "Kids" => vec![page.into()],
        },
    );
    let profile = Stream::new(dictionary! { "N" => 4 }, profile(b"prtr", b"CMYK"));
    let profile = document.add_object(profile);
    let intent = dictionary! {
        "Type" => name("OutputIntent"), "S" => name("GTS_PDFX"),
        "OutputConditionIdentifier" => string("FOGRA51"), "DestOutputProfile" => profile,
    };
    let metadata = dictionary! { "Type" => name("Metadata"), "Subtype" => name("XML") };
    let metadata = document.add_object(Stream::new(metadata, XMP.into()));
    let root = document.add_object(dictionary! {
        "Type" => name("Catalog"), "Pages" => pages, "Metadata" => metadata,
        "OutputIntents" => vec![intent.into()],
    });
    let date = "D:20250630000000Z";
    let info = document.add_object(dictionary! {
        "Title" => string("A brief"), "CreationDate" => string(date), "ModDate" => string(date),
        "Trapped" => name("False"), "GTS_PDFXVersion" => string("PDF/X-4"),
    });
    document.trailer.set("Root", root);
    document.trailer.set("Info", info);
    document.trailer.set("ID", vec![string("one"), string("two")]);
    document
}

const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" pdfxid:GTS_PDFXVersion="PDF/X-4" pdf:Trapped="False">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A brief</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2025-06-30T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>2025-06-30</xmp:ModifyDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

/// The first composite font of a document, with all it needs.
fn font_of(from: &Document, to: &mut Document) -> ObjectId {
    fn copied(
        from: &Document,
        to: &mut Document,
        object: &Object,
        known: &mut BTreeMap<ObjectId, ObjectId>,
    ) -> Object {
        let mut dict_of = |dict: &Dictionary, to: &mut Document| {
            let mut copy = Dictionary::new();
            for (key, value) in dict.iter() {
                copy.set(key.clone(), copied(from, to, value, known));
            }
            copy
        };
        match object {
            Object::Dictionary(dict) => dict_of(dict, to).into(),
            Object::Stream(stream) => {
                let dict = dict_of(&stream.dict, to);
                Object::Stream(Stream::new(dict, stream.content.clone()))
            }
            Object::Array(list) => {
                list.iter().map(|one| copied(from, to, one, known)).collect::<Vec<_>>().into()
            }
            Object::Reference(id) => {
                if let Some(new) = known.get(id) {
                    return (*new).into();
                }
                let new = to.new_object_id();
                known.insert(*id, new);
                let object = copied(from, to, from.get_object(*id).unwrap(), known);
                to.set_object(new, object);
                new.into()
            }
            other => other.clone(),
        }
    }
    let is_font = |object: &Object| {
        object.as_dict().is_ok_and(|dict| {
            dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0".as_slice())
        })
    };
    let (id, _) = from.objects.iter().find(|(_, object)| is_font(object)).unwrap();
    let copy = copied(from, to, &Object::Reference(*id), &mut BTreeMap::new());
    copy.as_reference().unwrap()
}

/// Debian's CMYK profile where it is the one wanted and installed, or else a header alone.
fn profile(class: &[u8; 4], space: &[u8; 4]) -> Vec<u8> {
    let installed = "/usr/share/color/icc/ghostscript/default_cmyk.icc";
    if let Some(profile) = fs::read(installed).ok().filter(|_| (class, space) == (b"prtr", b"CMYK"))
    {
        return profile;
    }
    let mut profile = vec![0; 132];
    profile[12..16].copy_from_slice(class);
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

/// Ways to break it.
pub const CASES: &[Case] = &[
    (
        "TrimBox outside the BleedBox",
        |d| boxed(d, "TrimBox", 5.0),
        Check::Boxes,
        &[Check::StopsShort, Check::SafeArea, Check::BeyondBleed],
    ),
    (
        "BleedBox outside the MediaBox",
        |d| boxed(d, "BleedBox", 12.0),
        Check::Boxes,
        &[Check::StopsShort, Check::MarkInBleed, Check::TotalInk],
    ),
    (
        "no TrimBox",
        |d| drop(page(d, 1).remove(b"TrimBox")),
        Check::NoTrimBox,
        &[Check::BeyondBleed],
    ),
    ("no BleedBox", |d| drop(page(d, 1).remove(b"BleedBox")), Check::NoBleed, &[]),
    ("2 mm of bleed", |d| boxed(d, "BleedBox", 2.0), Check::SmallBleed, &[Check::BeyondBleed]),
    ("pages of two sizes", another_page, Check::TrimSize, &[]),
    (
        "a background that stops at the trim",
        |d| draw(d, "0 0.2 0 0 k 0 0 200 100 re f"),
        Check::StopsShort,
        &[],
    ),
    (
        "a picture that stops in the bleed",
        |d| draw(d, "q 20 0 0 20 -4 300 cm /I Do Q"),
        Check::StopsShort,
        &[],
    ),
    (
        "an area that runs beyond the bleed",
        |d| draw(d, "0 0.2 0 0 k -20 200 100 100 re f"),
        Check::BeyondBleed,
        &[],
    ),
    (
        "a crop mark in the bleed",
        |d| draw(d, "0 0 0 1 K 0.5 w -5 300 m -20 300 l S"),
        Check::MarkInBleed,
        &[],
    ),
    (
        "text in the safe area",
        |d| draw(d, "BT /F 11 Tf 0 0 0 1 k 8 400 Td <0001> Tj ET"),
        Check::SafeArea,
        &[],
    ),
    (
        "text over the trimmed edge",
        |d| draw(d, "BT /F 11 Tf 0 0 0 1 k -4 400 Td <0001> Tj ET"),
        Check::OffPage,
        &[],
    ),
    (
        "text beside the sheet",
        |d| draw(d, "BT /F 11 Tf 0 0 0 1 k 900 400 Td <0001> Tj ET"),
        Check::OffPage,
        &[],
    ),
    (
        "text on text",
        |d| draw(d, "BT /F 11 Tf 0 0 0 1 k 61 702 Td <0003000400010002> Tj ET"),
        Check::Overlap,
        &[],
    ),
    ("RGB text", |d| draw(d, "BT /F 11 Tf 1 0 0 rg 60 400 Td <0001> Tj ET"), Check::Rgb, &[]),
    ("an RGB line", |d| draw(d, "1 0 0 RG 60 400 m 90 400 l S"), Check::Rgb, &[]),
    ("a picture in RGB", rgb_picture, Check::Rgb, &[]),
    ("a gradient in Lab", lab_gradient, Check::Rgb, &[]),
    ("RGB in a form", |d| inside_form(d, "1 0 0 rg 60 400 9 9 re f", None), Check::Rgb, &[]),
    ("RGB in the cell of a pattern", patterned, Check::Rgb, &[]),
    ("ICC gray text", icc_gray, Check::ProfiledGray, &[]),
    ("a group blended in RGB", |d| inside_form(d, "", Some("DeviceRGB")), Check::BlendSpace, &[]),
    (
        "rich-black text",
        |d| draw(d, "BT /F 11 Tf 0.6 0.4 0.4 1 k 60 400 Td <0001> Tj ET"),
        Check::RichBlack,
        &[],
    ),
    (
        "text black from three inks",
        |d| draw(d, "BT /F 11 Tf 0.8 0.8 0.8 0 k 60 400 Td <0001> Tj ET"),
        Check::RichBlack,
        &[],
    ),
    ("400 % of ink", |d| draw(d, "1 1 1 1 k 60 400 20 20 re f"), Check::TotalInk, &[]),
    ("400 % of ink in a picture", inky_picture, Check::TotalInk, &[]),
    ("400 % of ink in a CMYK JPEG", |d| jpeg(d, CMYK), Check::TotalInk, &[]),
    ("400 % of ink in a YCCK JPEG", |d| jpeg(d, YCCK), Check::TotalInk, &[]),
    ("a JPEG that is none", |d| jpeg(d, b"JFIF"), Check::InkUnmeasured, &[]),
    ("a JPEG 2000", jpeg_2000, Check::InkUnmeasured, &[]),
    (
        "a picture at 72 dpi",
        |d| draw(d, "q 100 0 0 100 60 300 cm /I Do Q"),
        Check::LowResolution,
        &[],
    ),
    (
        "a picture at 200 dpi, turned",
        |d| draw(d, "q 0 36 -36 0 100 300 cm /I Do Q"),
        Check::LowResolution,
        &[],
    ),
    ("a line of 0.1 pt", |d| draw(d, "0 0 0 1 K 0.1 w 60 400 m 90 400 l S"), Check::Hairline, &[]),
    (
        "a line of 1 pt scaled down",
        |d| draw(d, "q 0.1 0 0 0.1 0 0 cm 0 0 0 1 K 1 w 600 4000 m 900 4000 l S Q"),
        Check::Hairline,
        &[],
    ),
    ("an area of 0.1 pt", |d| draw(d, "0 0 0 1 k 60 400 90 0.1 re f"), Check::Hairline, &[]),
    (
        "type of 9 pt in four inks",
        |d| draw(d, "BT /F 9 Tf 0.9 0.7 0.3 0.2 k 60 400 Td <0001> Tj ET"),
        Check::FineColour,
        &[],
    ),
    (
        "a line of 0.4 pt in two inks",
        |d| draw(d, "0.4 0.3 0 0 K 0.4 w 60 400 m 90 400 l S"),
        Check::FineColour,
        &[],
    ),
    (
        "an area of 0.4 pt in two inks",
        |d| draw(d, "0.4 0.3 0 0 k 60 400 90 0.4 re f"),
        Check::FineColour,
        &[],
    ),
    (
        "type of 4 pt",
        |d| draw(d, "BT /F 4 Tf 0 0 0 1 k 60 400 Td <0001> Tj ET"),
        Check::SmallType,
        &[],
    ),
    (
        "type of 12 pt scaled down",
        |d| draw(d, "q 0.4 0 0 0.4 0 0 cm BT /F 12 Tf 0 0 0 1 k 160 1000 Td <0001> Tj ET Q"),
        Check::SmallType,
        &[],
    ),
    ("a link in the bleed", linked, Check::Annotation, &[]),
    ("an attachment", attached, Check::Attachment, &[]),
    ("no output intent", |d| drop(catalog(d).remove(b"OutputIntents")), Check::NoOutputIntent, &[]),
    ("two output intents", two_intents, Check::OutputIntent, &[]),
    ("an RGB profile", |d| other_profile(d, b"prtr", b"RGB "), Check::OutputIntent, &[]),
    ("the profile of a scanner", |d| other_profile(d, b"scnr", b"CMYK"), Check::OutputIntent, &[]),
    ("no Trapped", |d| drop(info(d).remove(b"Trapped")), Check::XTrapped, &[]),
    (
        "no Trapped in XMP",
        |d| xmp(d, |x| x.replace("pdf:Trapped", "pdf:Tripped")),
        Check::XTrapped,
        &[],
    ),
    ("PDF 1.7", |d| d.version = "1.7".into(), Check::XVersion, &[]),
    ("no date of change", |d| drop(info(d).remove(b"ModDate")), Check::XDates, &[]),
    ("no ID", |d| drop(d.trailer.remove(b"ID")), Check::XIdentifiers, &[]),
    ("no VersionID", |d| xmp(d, |x| x.replace("VersionID", "VersionNo")), Check::XIdentifiers, &[]),
    ("no title", |d| drop(info(d).remove(b"Title")), Check::NoTitle, &[]),
    (
        "a script",
        |d| catalog(d).set("OpenAction", dictionary! { "S" => name("JavaScript") }),
        Check::JavaScript,
        &[],
    ),
    ("a font not embedded", unembedded, Check::NotEmbedded, &[]),
];

#[test]
fn print_files_broken_on_purpose_are_told_apart() {
    assert_told_apart(&good(), IntendedUse::Print, CASES);
}

fn boxed(document: &mut Document, which: &str, by: f32) {
    page(document, 1).set(which, sheet(by));
}

fn another_page(document: &mut Document) {
    let mut second = page(document, 1).clone();
    second.set(
        "TrimBox",
        sheet(0.0)
            .as_array()
            .map(|list| {
                let mut list = list.clone();
                list[3] = (HEIGHT - 30.0).into();
                list
            })
            .unwrap(),
    );
    second.set(
        "BleedBox",
        sheet(3.0)
            .as_array()
            .map(|list| {
                let mut list = list.clone();
                list[3] = (HEIGHT - 30.0 + 3.0 * MM).into();
                list
            })
            .unwrap(),
    );
    second.remove(b"Contents");
    let second = document.add_object(second);
    let pages = target(catalog(document), "Pages");
    dict(document, pages).get_mut(b"Kids").unwrap().as_array_mut().unwrap().push(second.into());
}

/// A resource of the first page.
fn resource(document: &mut Document, kind: &str, key: &str, object: Object) {
    let resources = page(document, 1).get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
    if !resources.has(kind.as_bytes()) {
        resources.set(kind, Dictionary::new());
    }
    resources.get_mut(kind.as_bytes()).unwrap().as_dict_mut().unwrap().set(key, object);
}

fn picture(document: &mut Document) -> &mut Stream {
    let id = {
        let image = with(document, "Subtype", "Image").next();
        assert!(image.is_some());
        let is_image =
            |object: &Object| object.as_stream().is_ok_and(|s| s.dict.has(b"BitsPerComponent"));
        *document.objects.iter().find(|(_, object)| is_image(object)).unwrap().0
    };
    document.get_object_mut(id).unwrap().as_stream_mut().unwrap()
}

fn rgb_picture(document: &mut Document) {
    let picture = picture(document);
    picture.dict.set(
        "ColorSpace",
        vec![name("Indexed"), name("DeviceRGB"), 1.into(), string("\x01\x02\x03\x04\x05\x06")],
    );
    picture.set_plain_content(vec![1; 10_000]);
}

fn inky_picture(document: &mut Document) {
    let picture = picture(document);
    picture.set_plain_content(vec![250; 40_000]);
    picture.compress().unwrap();
}

/// 16 × 16 pixels in which every ink is stored as 250 of 255; in the second, as luma and chroma.
const CMYK: &[u8] = include_bytes!("cmyk.jpg");
const YCCK: &[u8] = include_bytes!("ycck.jpg");

fn jpeg(document: &mut Document, data: &[u8]) {
    let picture = picture(document);
    picture.content = data.to_vec();
    picture.dict.set("Filter", name("DCTDecode"));
}

#[test]
fn an_inverted_jpeg_is_measured_as_it_prints() {
    let mut document = Document::load_mem(&good()).unwrap();
    jpeg(&mut document, CMYK);
    picture(&mut document)
        .dict
        .set("Decode", [1, 0].repeat(4).into_iter().map(Object::from).collect::<Vec<_>>());
    assert_eq!(found(&saved(&mut document), None), BTreeSet::new());
}

fn jpeg_2000(document: &mut Document) {
    picture(document).dict.set("Filter", name("JPXDecode"));
}

fn lab_gradient(document: &mut Document) {
    let lab = vec![name("Lab"), dictionary! { "WhitePoint" => vec![1.into(); 3] }.into()];
    let shading = dictionary! { "ShadingType" => 2, "ColorSpace" => lab };
    resource(document, "Shading", "S", shading.into());
    draw(document, "q 60 300 50 50 re W n /S sh Q");
}

fn inside_form(document: &mut Document, content: &str, space: Option<&str>) {
    let mut form = dictionary! {
        "Type" => name("XObject"), "Subtype" => name("Form"), "BBox" => sheet(0.0),
    };
    if let Some(space) = space {
        form.set("Group", dictionary! { "S" => name("Transparency"), "CS" => name(space) });
    }
    let form = document.add_object(Stream::new(form, content.into()));
    resource(document, "XObject", "X", form.into());
    draw(document, "/X Do");
}

fn patterned(document: &mut Document) {
    let cell = dictionary! {
        "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "XStep" => 9, "YStep" => 9,
        "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    };
    let cell = document.add_object(Stream::new(cell, b"0 1 0 rg 0 0 5 5 re f".to_vec()));
    resource(document, "Pattern", "P", cell.into());
    draw(document, "/Pattern cs /P scn 60 300 50 50 re f");
}

fn icc_gray(document: &mut Document) {
    let gray = Stream::new(dictionary! { "N" => 1 }, profile(b"mntr", b"GRAY"));
    let gray = document.add_object(gray);
    resource(document, "ColorSpace", "Gray", vec![name("ICCBased"), gray.into()].into());
    draw(document, "BT /F 11 Tf /Gray cs 0 sc 60 400 Td <0001> Tj ET");
}

fn linked(document: &mut Document) {
    let link = dictionary! {
        "Type" => name("Annot"), "Subtype" => name("Link"),
        "Rect" => vec![(-6).into(), 50.into(), (-2).into(), 60.into()],
    };
    page(document, 1).set("Annots", vec![link.into()]);
}

fn attached(document: &mut Document) {
    let file = dictionary! { "Names" => vec![string("a.txt"), Dictionary::new().into()] };
    catalog(document).set("Names", dictionary! { "EmbeddedFiles" => file });
}

fn intents(document: &mut Document) -> &mut Vec<Object> {
    catalog(document).get_mut(b"OutputIntents").unwrap().as_array_mut().unwrap()
}

fn two_intents(document: &mut Document) {
    let intent = intents(document)[0].clone();
    intents(document).push(intent);
}

fn other_profile(document: &mut Document, class: &[u8; 4], space: &[u8; 4]) {
    let other = document.add_object(Stream::new(Dictionary::new(), profile(class, space)));
    intents(document)[0].as_dict_mut().unwrap().set("DestOutputProfile", other);
}
