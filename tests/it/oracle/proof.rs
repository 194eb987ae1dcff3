//! That the oracles see what they are there to see: files spoilt in one place each.

use lopdf::{Document, Object};

use super::data::{Part, Said, part};
use super::ear::{self, Heard};
use super::eye;
use super::pdf::Pdf;
use super::search;
use crate::support::{MINIMAL, TestProject};

/// A brief whose one key message is told apart from all other text.
const MESSAGE: &str = "Alpha beta **gamma** delta epsilon.";

fn document() -> Vec<u8> {
    let brief = MINIMAL.replace("Most decisions come late.", MESSAGE);
    let project = TestProject::with_brief(&brief);
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    project.read("dist/a/a.en.pdf")
}

fn message() -> Said {
    let parts = vec![part("Alpha beta gamma delta epsilon.")];
    Said { at: "key_messages".to_string(), parts, rtl: false, printed: true }
}

fn is_heard(bytes: &[u8]) -> bool {
    ear::hears(&ear::heard(&Pdf::load(bytes)), &message()) == Heard::Whole
}

/// The file with every array of children in its structure tree, or every page's content, changed.
fn spoilt(bytes: &[u8], spoil: impl Fn(&mut Object)) -> Vec<u8> {
    let mut doc = Document::load_mem(bytes).unwrap();
    doc.objects.values_mut().for_each(spoil);
    let mut out = vec![];
    doc.save_to(&mut out).unwrap();
    out
}

#[test]
fn the_ear_hears_tags_that_run_backwards() {
    let good = document();
    assert!(is_heard(&good));
    let bad = spoilt(&good, |object| {
        let element = object.as_dict_mut().ok().filter(|it| it.has(b"S"));
        if let Some(Object::Array(children)) = element.and_then(|it| it.get_mut(b"K").ok()) {
            children.reverse();
        }
    });
    assert!(!is_heard(&bad));
}

#[test]
fn the_ear_hears_a_lost_or_other_space() {
    let heard = |text: &str| ear::hears(&[text.to_string()], &message()) == Heard::Whole;
    assert!(heard("Alpha beta gamma delta epsilon."));
    assert!(heard("1 Alpha beta gamma delta epsilon."));
    for spoilt in [
        "Alpha beta gammadelta epsilon.",
        "Alpha beta gamma\u{a0}delta epsilon.",
        "Alpha beta gam\u{2060}ma delta epsilon.",
        "Alpha beta gamma  delta epsilon.",
        "1Alpha beta gamma delta epsilon.",
    ] {
        assert!(!heard(spoilt), "{spoilt}");
    }
}

#[test]
fn the_eye_sees_a_line_that_is_turned_about() {
    let good = document();
    let due = eye::left_to_right("Alpha beta gamma delta epsilon.");
    assert!(eye::finds(&eye::seen(&Pdf::load(&good)), &due));
    // Every text is mirrored where it stands.
    let bad = spoilt(&good, |object| {
        let Ok(stream) = object.as_stream_mut() else { return };
        let Ok(mut content) = stream.get_plain_content() else { return };
        let text = String::from_utf8_lossy(&content).into_owned();
        if text.contains(" Tm") {
            content = text.replace("1 0 0 -1 0 0 Tm", "-1 0 0 -1 0 0 Tm").into_bytes();
            stream.set_plain_content(content);
        }
    });
    assert!(!eye::finds(&eye::seen(&Pdf::load(&bad)), &due));
}

#[test]
fn the_eye_follows_a_string_from_line_to_line() {
    // Levels as UAX #9 gives them for “אב 1–2 גד” with an isolate about the number.
    let due: Vec<(char, u8)> = "אב1–2גד".chars().zip([1, 1, 2, 2, 2, 1, 1]).collect();
    let line = |text: &str| text.chars().collect::<Vec<char>>();
    assert!(eye::finds(&[vec![line("דג1–2בא")]], &due));
    assert!(eye::finds(&[vec![line("1–2בא"), line("דג")]], &due));
    assert!(!eye::finds(&[vec![line("דג2–1בא")]], &due));
    assert!(!eye::finds(&[vec![line("דג"), line("1–2בא")]], &due));
}

#[test]
fn the_search_box_takes_the_end_of_a_line_for_what_stood_there() {
    let finds = |page: &str, reader: &str, text: &str| {
        let said = Said { at: String::new(), parts: vec![part(text)], rtl: false, printed: true };
        search::finds(&[search::page(page, reader)], &said)
    };
    assert!(finds("two \r\nlines", "pdfium", "two lines"));
    assert!(finds("hy\u{2}\r\nphen", "pdfium", "hyphen"));
    assert!(finds("au-\ndelà", "poppler", "au-delà"));
    assert!(finds("mea-\nsures", "pdf.js", "measures"));
    assert!(finds("ພາ\nສາ", "poppler", "ພາສາ"));
    assert!(finds(
        "Donaudampfschifffahrtsge\nsellschaftskapitän",
        "poppler",
        "Donaudampfschifffahrtsgesellschaftskapitän"
    ));
    assert!(!finds("ພາ ສາ", "poppler", "ພາສາ"));
    assert!(!finds("two\nlines", "poppler", "twolines"));
    assert!(!finds("mea-\nsures", "poppler", "measures"));
    assert!(!finds("twolines", "poppler", "two lines"));
}

#[test]
fn a_mark_may_stand_between_parts_and_nothing_else() {
    let parts: Vec<Part> = vec![part("Late "), part(". Often.")];
    let said = Said { at: String::new(), parts, rtl: false, printed: true };
    assert!(ear::hears(&["Late1. Often.".to_string()], &said) == Heard::Whole);
    assert!(ear::hears(&["Late. Oft1en.".to_string()], &said) == Heard::Lost);
}
