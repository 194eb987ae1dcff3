//! Every PDF against PDF/UA-1 and PDF/A-2a, and what a reader with a screen reader needs.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::support::{MINIMAL, TestProject, repository};

/// Builds a project and returns its PDFs by path.
fn built(project: &TestProject) -> Vec<(String, Vec<u8>)> {
    let run = project.run(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.pdfs("dist");
    assert!(!files.is_empty());
    files.into_iter().map(|file| (file.clone(), project.read(&format!("dist/{file}")))).collect()
}

/// Fails unless a PDF is both PDF/UA-1 and PDF/A-2a.
pub fn assert_conforms(name: &str, pdf: &[u8]) {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(pdf, &options).unwrap();
        // page_validation 0.12 takes a carriage return that ends a stream's data for a part of the
        // line break after it. The lengths are looked at here instead, with the data's own end.
        let ends_in_return = lengths(name, pdf);
        let doubtful =
            |failure: &str| ends_in_return && failure.contains("a stream /Length does not");
        let mut failures: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
        failures.retain(|failure| !doubtful(failure));
        assert!(failures.is_empty(), "{name}, {profile}: {failures:#?}");
        assert!(report.rules.total > 50, "{name}, {profile}: {} rules ran", report.rules.total);
    }
}

/// Fails unless every stream is as long as it says; says whether the data of one end in a carriage
/// return.
fn lengths(name: &str, pdf: &[u8]) -> bool {
    // Typst writes a line break before the word, lopdf none.
    let is_dictionary = |before: &[u8]| before.ends_with(b">>\n") || before.ends_with(b">>");
    let starts: Vec<usize> = pdf
        .windows(7)
        .enumerate()
        .filter(|(at, window)| *window == b"stream\n" && is_dictionary(&pdf[..*at]))
        .map(|(at, _)| at)
        .collect();
    assert!(!starts.is_empty(), "{name}: no stream");
    let mut ends_in_return = false;
    for at in starts {
        let object = pdf[..at].windows(4).rposition(|window| window == b" obj").unwrap();
        let dict = String::from_utf8_lossy(&pdf[object..at]);
        let length = dict.split("/Length ").nth(1).expect("a length");
        let digits: String = length.chars().take_while(char::is_ascii_digit).collect();
        let end = at + 7 + digits.parse::<usize>().unwrap();
        assert!(pdf[end..].starts_with(b"\nendstream"), "{name}: a stream of {digits} bytes");
        ends_in_return |= pdf[end - 1] == b'\r';
    }
    ends_in_return
}

#[test]
fn the_shipped_brief_conforms() {
    let pdfs = built(&TestProject::copy_of(repository()));
    for (name, pdf) in &pdfs {
        assert_conforms(name, pdf);
    }
    let brief = &pdfs.iter().find(|(name, _)| name.ends_with("compounds.en.pdf")).unwrap().1;
    assert_eq!(Document::load_mem(brief).unwrap().get_pages().len(), 4);
}

#[test]
fn awkward_briefs_conform() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/awkward"));
    let pdfs = built(&project);
    assert!(pdfs.len() >= 10);
    for (name, pdf) in &pdfs {
        assert_conforms(name, pdf);
    }
}

#[test]
fn a_pdf_that_does_not_conform_is_told_apart() {
    let pdf = &built(&TestProject::with_brief(MINIMAL))[0].1;
    let options = ValidationOptions::default().profile(ValidationProfile::PdfUa1);
    let conforms = |marked: bool| {
        let mut document = Document::load_mem(pdf).unwrap();
        let catalog = document.catalog_mut().unwrap();
        let info = catalog.get_mut(b"MarkInfo").and_then(Object::as_dict_mut).unwrap();
        assert_eq!(info.get(b"Marked").unwrap(), &Object::Boolean(true));
        info.set("Marked", marked);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        validate_pdf_bytes(&bytes, &options).unwrap().is_compliant
    };
    assert!(conforms(true) && !conforms(false));
}

/// A structure element with what the tests ask of it.
#[derive(Debug)]
struct Element {
    role: String,
    scope: Option<String>,
    alt: Option<String>,
}

/// All structure elements of a document, in reading order.
fn elements(document: &Document) -> Vec<Element> {
    fn name(object: &Object) -> Option<String> {
        object.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned())
    }
    fn walk(document: &Document, object: &Object, found: &mut Vec<Element>) {
        match object {
            Object::Reference(id) => walk(document, document.get_object(*id).unwrap(), found),
            Object::Array(kids) => kids.iter().for_each(|kid| walk(document, kid, found)),
            Object::Dictionary(element) => {
                if let Some(role) = element.get(b"S").ok().and_then(name) {
                    found.push(Element {
                        role,
                        scope: attribute(document, element, b"Scope").and_then(|o| name(&o)),
                        alt: element
                            .get(b"Alt")
                            .ok()
                            .and_then(|alt| lopdf::decode_text_string(alt).ok()),
                    });
                }
                if let Ok(kids) = element.get(b"K") {
                    walk(document, kids, found);
                }
            }
            _ => {}
        }
    }
    fn attribute(document: &Document, element: &Dictionary, key: &[u8]) -> Option<Object> {
        let attributes = document.dereference(element.get(b"A").ok()?).ok()?.1;
        let list = match attributes {
            Object::Array(list) => list.clone(),
            other => vec![other.clone()],
        };
        list.iter().find_map(|entry| {
            let entry = document.dereference(entry).ok()?.1.as_dict().ok()?;
            entry.get(key).ok().cloned()
        })
    }
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let mut found = Vec::new();
    walk(document, root, &mut found);
    found
}

#[test]
fn structure_tells_what_the_page_shows() {
    for (name, pdf) in built(&TestProject::copy_of(repository())) {
        let document = Document::load_mem(&pdf).unwrap();
        let catalog = document.catalog().unwrap();
        let tag = name.split('.').nth(1).unwrap();
        let lang = catalog.get(b"Lang").unwrap().as_str().unwrap();
        let lang = String::from_utf8_lossy(lang).into_owned();
        assert_eq!(lang.split('-').next(), tag.split('-').next(), "{name}");
        let preferences =
            document.dereference(catalog.get(b"ViewerPreferences").unwrap()).unwrap().1;
        let shows_title = preferences.as_dict().unwrap().get(b"DisplayDocTitle").unwrap();
        assert!(shows_title.as_bool().unwrap(), "{name}");
        assert!(catalog.has(b"Outlines"), "{name} has bookmarks");

        let elements = elements(&document);
        let roles: BTreeSet<&str> = elements.iter().map(|e| e.role.as_str()).collect();
        for role in ["H1", "H2", "Table", "TH", "TD", "P"] {
            assert!(roles.contains(role), "{name} has no {role}: {roles:?}");
        }
        if !name.ends_with("indicators.pdf") {
            for role in ["H3", "L", "LI", "BlockQuote", "Link"] {
                assert!(roles.contains(role), "{name} has no {role}: {roles:?}");
            }
        }
        for element in &elements {
            match element.role.as_str() {
                "TH" => assert!(element.scope.is_some(), "{name}: a header cell without scope"),
                "Figure" => {
                    let alt = element.alt.as_deref().unwrap_or_default();
                    assert!(!alt.trim().is_empty(), "{name}: a figure without alt text");
                }
                _ => {}
            }
        }
        // Headings go down one level at a time.
        let mut level = 0;
        let headings = elements.iter().filter_map(|e| e.role.strip_prefix('H')?.parse::<u8>().ok());
        for next in headings {
            assert!(next <= level + 1, "{name}: from level {level} to {next}");
            level = next;
        }
    }
}

#[test]
fn every_face_is_embedded_and_its_text_can_be_read() {
    for (name, pdf) in built(&TestProject::copy_of(repository())) {
        let document = Document::load_mem(&pdf).unwrap();
        let mut faces = 0;
        for object in document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            match font.get(b"Type").and_then(Object::as_name) {
                Ok(b"Font")
                    if font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0") =>
                {
                    assert!(font.has(b"ToUnicode"), "{name}");
                    faces += 1;
                }
                Ok(b"FontDescriptor") => {
                    assert!(font.has(b"FontFile2") || font.has(b"FontFile3"), "{name}");
                }
                _ => {}
            }
        }
        assert!(faces > 0, "{name}");
    }
}
