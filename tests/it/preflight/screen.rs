//! Screen files broken on purpose.

use briefpress::preflight::{Check, IntendedUse, Settings, inspect};
use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::edit::{
    catalog, dict, dictionaries, draw, info, operations, page, remove_everywhere, retag, saved,
    target, unembedded, with, xmp,
};
use super::{Case, assert_told_apart};
use crate::support::{TestProject, repository};

/// The shipped brief in English.
pub fn good() -> Vec<u8> {
    let project = TestProject::copy_of(repository());
    let run = project.run(&["build", "-q", "--lang", "en", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.pdfs("dist");
    project.read(&format!("dist/{}", files[0]))
}

/// Ways to break it.
pub const CASES: &[Case] = &[
    ("TH turned to TD", |d| retag(d, "TH", "TD"), Check::NoHeaderCell, &[]),
    ("Scope and Headers removed", unscoped, Check::NoScope, &[]),
    (
        "a cell turned to text",
        |d| first_retagged(d, "TD", "P"),
        Check::TableStructure,
        &[Check::IrregularTable],
    ),
    ("a cell taken out of its row", cell_dropped, Check::IrregularTable, &[Check::Untagged]),
    ("bookmarks dropped", |d| dropped(d, "Outlines"), Check::NoBookmarks, &[]),
    ("language removed", |d| dropped(d, "Lang"), Check::NoLanguage, &[]),
    ("language written in words", worded_language, Check::NoLanguage, &[]),
    ("title dropped", |d| xmp(d, |x| x.replace("dc:title", "dc:label")), Check::NoTitle, &[]),
    ("title hidden", title_hidden, Check::TitleHidden, &[]),
    ("a figure without alternative text", undescribed, Check::NoAlt, &[]),
    ("MarkInfo removed", |d| dropped(d, "MarkInfo"), Check::NotTagged, &[]),
    ("structure removed", |d| dropped(d, "StructTreeRoot"), Check::NotTagged, &[]),
    ("H3 turned to H4", |d| retag(d, "H3", "H4"), Check::HeadingOrder, &[]),
    ("H1 turned to P", |d| retag(d, "H1", "P"), Check::HeadingOrder, &[]),
    ("a heading emptied", heading_emptied, Check::EmptyHeading, &[Check::Untagged]),
    ("LI turned to P", |d| retag(d, "LI", "P"), Check::ListStructure, &[]),
    ("reading order reversed", reversed, Check::ReadingOrder, &[Check::HeadingOrder]),
    ("the lines of a paragraph reversed", lines_reversed, Check::ReadingOrder, &[]),
    ("links without description", |d| removed(d, "Link", "Contents"), Check::NoDescription, &[]),
    ("links turned to Span", |d| retag(d, "Link", "Span"), Check::LinkUntagged, &[]),
    ("tab order removed", |d| drop(page(d, 2).remove(b"Tabs")), Check::TabOrder, &[]),
    ("ToUnicode removed", |d| remove_everywhere(d, "ToUnicode"), Check::NoUnicode, &[]),
    ("fonts not embedded", unembedded, Check::NotEmbedded, &[]),
    (
        "a note in a font not embedded",
        noted,
        Check::NotEmbedded,
        &[Check::Untagged, Check::NoDescription],
    ),
    ("a font embedded whole", whole, Check::NotSubset, &[]),
    ("light-grey text", grey, Check::Contrast, &[]),
    ("white text on a dark box", white_on_white, Check::Contrast, &[]),
    ("a script when the file is opened", scripted, Check::JavaScript, &[]),
    ("untagged content", |d| draw(d, "0.5 g 100 100 50 50 re f"), Check::Untagged, &[]),
    ("untagged text", untagged_text, Check::Untagged, &[]),
    ("a page cropped", cropped, Check::OffPage, &[]),
    ("text moved off the page", |d| moved(d, 560), Check::OffPage, &[Check::EmptyHeading]),
    ("text moved onto other text", |d| doubled(d, 4.0, 2.0), Check::Overlap, &[]),
    ("ParentTree removed", no_parent_tree, Check::Broken, &[]),
    ("XMP removed", |d| dropped(d, "Metadata"), Check::NoXmp, &[]),
    ("XMP cut off", |d| xmp(d, |x| x[..x.len() / 2].into()), Check::InvalidXmp, &[]),
    ("two titles", other_title, Check::Disagree, &[]),
    ("two dates", other_date, Check::Disagree, &[]),
    (
        "no claim of PDF/UA",
        |d| xmp(d, |x| x.replace("pdfuaid:part>", "pdfuaid:p>")),
        Check::NotUa,
        &[],
    ),
];

#[test]
fn screen_files_broken_on_purpose_are_told_apart() {
    assert_told_apart(&good(), IntendedUse::Screen, CASES);
}

#[test]
fn turned_pages_are_read_the_way_they_are_shown() {
    for (degrees, size) in
        [(90, (841.89, 595.28)), (180, (595.28, 841.89)), (270, (841.89, 595.28))]
    {
        let mut document = Document::load_mem(&good()).unwrap();
        for page in with(&mut document, "Type", "Page") {
            page.set("Rotate", degrees);
        }
        let report = inspect(&saved(&mut document), &Settings::default());
        let (width, height) = report.trim.unwrap();
        assert!((width - size.0).abs() < 0.1 && (height - size.1).abs() < 0.1, "{degrees}");
        // Turned once, lines run downwards, which is a way to read; the others run upwards.
        let order = report.findings.iter().any(|finding| finding.code == Check::ReadingOrder);
        assert_eq!(order, degrees != 90, "{degrees}: {:#?}", report.findings);
    }
}

fn cropped(document: &mut Document) {
    page(document, 1).set("CropBox", [100, 100, 500, 750].map(Object::from).to_vec());
}

/// Everything on the first page, to the right.
fn moved(document: &mut Document, by: i64) {
    operations(document, 1, |operations| {
        let across = [1, 0, 0, 1, by, 0].map(Object::from).to_vec();
        operations.insert(0, Operation::new("cm", across));
    });
}

/// The first page once more, a little aside, as decoration.
fn doubled(document: &mut Document, across: f32, up: f32) {
    operations(document, 1, |operations| {
        let tagged = ["BDC", "BMC", "EMC"];
        let again: Vec<Operation> = operations
            .iter()
            .filter(|operation| !tagged.contains(&operation.operator.as_str()))
            .cloned()
            .collect();
        operations.push(Operation::new("BMC", vec![Object::Name("Artifact".into())]));
        let aside = [1.0, 0.0, 0.0, 1.0, across, up].map(Object::from).to_vec();
        operations.push(Operation::new("cm", aside));
        operations.extend(again);
        operations.push(Operation::new("EMC", vec![]));
    });
}

#[test]
fn fattened_shadowed_and_hidden_type_is_no_fault() {
    type Change = fn(&mut Document);
    let cases: &[(&str, Change)] = &[
        ("fattened", |d| doubled(d, 0.4, 0.0)),
        ("with a shadow", |d| doubled(d, 0.6, -0.6)),
        ("unseen", |d| draw(d, "BT 3 Tr /F 9 Tf 2000 90 Td (x) Tj ET")),
    ];
    for (what, change) in cases {
        let mut document = Document::load_mem(&good()).unwrap();
        change(&mut document);
        let report = inspect(&saved(&mut document), &Settings::default());
        let places = [Check::OffPage, Check::Overlap];
        let wrong = report.findings.iter().find(|finding| places.contains(&finding.code));
        assert!(wrong.is_none(), "{what}: {wrong:?}");
    }
}

fn noted(document: &mut Document) {
    let font = dictionary! {
        "Type" => Object::Name("Font".into()), "Subtype" => Object::Name("Type1".into()),
        "BaseFont" => Object::Name("Helvetica".into()),
    };
    let look = dictionary! {
        "Subtype" => Object::Name("Form".into()),
        "BBox" => [0, 0, 90, 20].map(Object::from).to_vec(),
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    };
    let look = document.add_object(Stream::new(look, b"BT /F 9 Tf (note) Tj ET".to_vec()));
    let note = dictionary! {
        "Subtype" => Object::Name("FreeText".into()), "AP" => dictionary! { "N" => look },
        "Rect" => [10, 10, 100, 30].map(Object::from).to_vec(),
    };
    page(document, 1).get_mut(b"Annots").unwrap().as_array_mut().unwrap().push(note.into());
}

fn dropped(document: &mut Document, key: &str) {
    assert!(catalog(document).remove(key.as_bytes()).is_some(), "{key}");
}

fn removed(document: &mut Document, kind: &'static str, key: &str) {
    for annotation in with(document, "Subtype", kind) {
        assert!(annotation.remove(key.as_bytes()).is_some());
    }
}

fn first_retagged(document: &mut Document, from: &'static str, to: &str) {
    with(document, "S", from).next().unwrap().set("S", Object::Name(to.into()));
}

fn unscoped(document: &mut Document) {
    for element in dictionaries(document).filter(|dict| dict.has(b"S") && dict.has(b"A")) {
        if let Ok(attributes) = element.get_mut(b"A").and_then(Object::as_array_mut) {
            for attribute in attributes.iter_mut().filter_map(|one| one.as_dict_mut().ok()) {
                attribute.remove(b"Scope");
                attribute.remove(b"Headers");
            }
        }
    }
}

fn cell_dropped(document: &mut Document) {
    let rows = with(document, "S", "TR");
    let kids = rows.filter_map(|row| row.get_mut(b"K").and_then(Object::as_array_mut).ok());
    kids.last().unwrap().pop();
}

fn worded_language(document: &mut Document) {
    catalog(document).set("Lang", Object::string_literal("the English language"));
}

fn title_hidden(document: &mut Document) {
    catalog(document).set("ViewerPreferences", dictionary! { "DisplayDocTitle" => false });
}

fn undescribed(document: &mut Document) {
    first_retagged(document, "P", "Figure");
}

fn heading_emptied(document: &mut Document) {
    let heading = with(document, "S", "H2").next().unwrap();
    heading.remove(b"K");
    heading.remove(b"Alt");
}

/// Turns the kids of the document around.
fn reversed(document: &mut Document) {
    let root = with(document, "S", "Document").next().unwrap();
    root.get_mut(b"K").and_then(Object::as_array_mut).unwrap().reverse();
}

/// Turns the paragraph of the most lines around; not one of many links, such as an entry of the sources.
fn lines_reversed(document: &mut Document) {
    let paragraphs = with(document, "S", "P");
    let kids = paragraphs.filter_map(|one| one.get_mut(b"K").and_then(Object::as_array_mut).ok());
    let lines = |kids: &&mut Vec<Object>| kids.iter().filter(|kid| kid.as_i64().is_ok()).count();
    kids.max_by_key(lines).unwrap().reverse();
}

fn whole(document: &mut Document) {
    let mut count = 0;
    for font in with(document, "Type", "Font").filter(|font| font.has(b"BaseFont")) {
        let name = font.get(b"BaseFont").unwrap().as_name().unwrap();
        let name = String::from_utf8(name.to_vec()).unwrap();
        font.set("BaseFont", Object::Name(name.split('+').next_back().unwrap().into()));
        count += 1;
    }
    assert!(count > 0);
}

/// Black becomes light grey.
fn grey(document: &mut Document) {
    operations(document, 1, |operations| {
        for operation in operations.iter_mut().filter(|one| one.operator == "scn") {
            if operation.operands.len() == 1 {
                operation.operands = vec![0.7.into()];
            }
        }
    });
}

/// Under the first black text a dark box, marked as decoration.
fn white_on_white(document: &mut Document) {
    operations(document, 1, |operations| {
        let name =
            |operator: &str, name: &str| Operation::new(operator, vec![Object::Name(name.into())]);
        let box_of = [0, 0, 1000, 1000].map(Object::from).to_vec();
        let under = [
            name("BMC", "Artifact"),
            Operation::new("g", vec![0.2.into()]),
            Operation::new("re", box_of),
            Operation::new("f", vec![]),
            Operation::new("EMC", vec![]),
        ];
        operations.splice(0..0, under);
    });
}

fn scripted(document: &mut Document) {
    let script = dictionary! {
        "S" => Object::Name("JavaScript".into()), "JS" => Object::string_literal("app.alert(1)")
    };
    catalog(document).set("OpenAction", script);
}

/// The first marked content is no longer marked.
fn untagged_text(document: &mut Document) {
    operations(document, 1, |operations| {
        let tagged = |operation: &Operation| {
            operation.operator == "BDC"
                && operation.operands[1].as_dict().is_ok_and(|properties| properties.has(b"MCID"))
        };
        let at = operations.iter().position(tagged).unwrap();
        operations[at] = Operation::new(
            "BDC",
            vec![Object::Name("Span".into()), Object::Dictionary(Dictionary::new())],
        );
    });
}

fn no_parent_tree(document: &mut Document) {
    let id = target(catalog(document), "StructTreeRoot");
    assert!(dict(document, id).remove(b"ParentTree").is_some());
}

fn other_title(document: &mut Document) {
    info(document).set("Title", Object::string_literal("Draft"));
}

fn other_date(document: &mut Document) {
    info(document).set("ModDate", Object::string_literal("D:19990101000000Z"));
}
