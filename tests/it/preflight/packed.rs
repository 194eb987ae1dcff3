//! Files whose objects stand in object streams, as any program may write them, and what is said of broken
//! ones. qpdf and poppler are asked, too, which of them are broken.

use std::process::Command;

use briefpress::preflight::{Check, PreflightFinding, Settings, inspect};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::Document;
use lopdf::xref::XrefType;

use super::edit::saved;
use super::print;
use crate::support::TestProject;

/// A file of one page: its catalog, its list of pages and the page stand in object stream 5, and its
/// cross-reference stream is object 6.
struct Packed {
    /// What the object stream says of itself.
    count: i64,
    first: i64,
    more: &'static str,
    /// The stream as it stands in the file, where it is not what it should be.
    content: Option<Vec<u8>>,
    /// What the cross-reference stream says of each object, from 0, with fields of these widths; the offsets of
    /// objects that stand in the file are added.
    rows: [(u8, u16, u8); 7],
    widths: &'static str,
}

const OBJECTS: [&str; 3] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
];

impl Default for Packed {
    fn default() -> Self {
        let first = i64::try_from(held().0.len()).unwrap();
        let rows = [(0, 0, 0), (2, 5, 0), (2, 5, 1), (2, 5, 2), (1, 0, 0), (1, 0, 0), (1, 0, 0)];
        Self { count: 3, first, more: "", content: None, rows, widths: "1 2 1" }
    }
}

/// The index of the object stream, and the objects.
fn held() -> (String, String) {
    let (mut index, mut objects) = (String::new(), String::new());
    for (at, object) in OBJECTS.iter().enumerate() {
        index += &format!("{} {} ", at + 1, objects.len());
        objects += &format!("{object}\n");
    }
    (index, objects)
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    std::io::Write::write_all(&mut packed, bytes).unwrap();
    packed.finish().unwrap()
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

impl Packed {
    fn bytes(&self) -> Vec<u8> {
        let (index, objects) = held();
        let content = deflated(&[index.as_bytes(), objects.as_bytes()].concat());
        let dict = format!(
            "/Type/ObjStm/N {}/First {}{}/Filter/FlateDecode",
            self.count, self.first, self.more
        );
        let content = self.content.as_ref().unwrap_or(&content);
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut rows = self.rows;
        for (id, object) in [(4, stream("", b"q Q")), (5, stream(&dict, content))] {
            rows[id].1 += if rows[id].0 == 1 { u16::try_from(bytes.len()).unwrap() } else { 0 };
            bytes.extend([format!("{id} 0 obj\n").as_bytes(), &object, b"\nendobj\n"].concat());
        }
        let table = bytes.len();
        rows[6].1 = u16::try_from(table).unwrap();
        let fields = |(kind, place, index): (u8, u16, u8)| {
            let [high, low] = place.to_be_bytes();
            [kind, high, low, index]
        };
        let table_of: Vec<u8> = rows.into_iter().flat_map(fields).collect();
        let dict = format!("/Type/XRef/W[{}]/Size 7/Root 1 0 R", self.widths);
        bytes.extend([b"6 0 obj\n", &stream(&dict, &table_of)[..], b"\nendobj\n"].concat());
        bytes.extend(format!("startxref\n{table}\n%%EOF\n").as_bytes());
        bytes
    }
}

/// What is said of the file itself; `None` where nothing is, and its page is there.
fn said(bytes: &[u8]) -> Option<(Check, String)> {
    let report = inspect(bytes, &Settings::default());
    let codes = [Check::Unreadable, Check::Damaged, Check::TooMuch];
    let about = |finding: &&PreflightFinding| codes.contains(&finding.code);
    let found = report.findings.iter().find(about);
    assert!(found.is_some() || report.pages == 1);
    found.map(|finding| (finding.code, finding.message.clone()))
}

/// A way to break a file: what is done, how, and what is said of it.
type Case = (&'static str, fn(&mut Packed), Check, &'static str);

const CASES: [Case; 18] = [
    (
        "/N too large",
        |it| it.count = 999,
        Check::Damaged,
        "stream 5 says that it holds 999 objects, and lists 3",
    ),
    (
        "/N too small",
        |it| it.count = 1,
        Check::Damaged,
        "object 2 is said to be number 1 in object stream 5",
    ),
    ("/N below zero", |it| it.count = -3, Check::Damaged, "stream 5 does not say how many objects"),
    ("/First too large", |it| it.first = 9_999, Check::Damaged, "stream 5 is shorter than it says"),
    ("/First zero", |it| it.first = 0, Check::Damaged, "holds 3 objects, and lists 0"),
    ("/First too small", |it| it.first -= 6, Check::Damaged, "holds 3 objects, and lists 2"),
    (
        "an index of other objects",
        |it| it.rows[3].2 = 0,
        Check::Damaged,
        "object 3 is said to be number 0 in object stream 5",
    ),
    (
        "an object in itself",
        |it| it.rows[2] = (2, 2, 0),
        Check::Damaged,
        "object 2 is said to be in object 2, which is no object stream",
    ),
    (
        "two in each other",
        |it| (it.rows[2], it.rows[3]) = ((2, 3, 0), (2, 2, 0)),
        Check::Damaged,
        "object 2 is said to be in object 3, which is no",
    ),
    (
        "the stream in itself",
        |it| it.rows[5] = (2, 5, 0),
        Check::Damaged,
        "object 1 is said to be in object 5, which is no",
    ),
    (
        "an object that is nowhere",
        |it| it.rows[1] = (2, 77, 0),
        Check::Damaged,
        "object 1 is said to be in object 77, which is no",
    ),
    (
        "an object at another place",
        |it| it.rows[4].1 = 3,
        Check::Damaged,
        "object 4 is not where the cross-reference table says",
    ),
    (
        "noise in the stream",
        |it| it.content = Some(vec![0x5a; 90]),
        Check::Damaged,
        "object stream 5 ",
    ),
    (
        "half of the stream",
        |it| it.content = Some(deflated(held().0.as_bytes())),
        Check::Damaged,
        "object 1 cannot be read in object stream 5",
    ),
    (
        "a bomb",
        |it| it.content = Some(deflated(&vec![b' '; 16 << 20])),
        Check::TooMuch,
        "object stream 5 takes what all of them unfold to beyond 8,",
    ),
    ("/W of nothing", |it| it.widths = "0 0 0", Check::Unreadable, ""),
    ("/W without end", |it| it.widths = "1 99999999999 1", Check::Unreadable, ""),
    ("/W too narrow", |it| it.widths = "1 1 1", Check::Unreadable, "its catalog is not there"),
];

#[test]
fn what_is_broken_in_them_is_told_with_its_object() {
    assert_eq!(said(&Packed::default().bytes()), None);
    // As `qpdf --qdf` writes them, with a comment before each.
    let (index, objects) = held();
    let comment = "%% Object\n";
    let index: String =
        index.split_inclusive(' ').enumerate().fold(String::new(), |index, (at, word)| {
            let place = word.trim().parse::<usize>().unwrap() + comment.len() * (at / 2);
            index + &(if at % 2 == 1 { format!("{place} ") } else { word.to_string() })
        });
    let objects: String = objects.lines().map(|object| format!("{comment}{object}\n")).collect();
    let commented = Packed {
        first: i64::try_from(index.len()).unwrap(),
        content: Some(deflated((index + &objects).as_bytes())),
        ..Packed::default()
    };
    assert_eq!(said(&commented.bytes()), None);
    let extended = Packed { more: "/Extends 5 0 R", ..Packed::default() };
    assert_eq!(said(&extended.bytes()), None, "what it extends says nothing of what it holds");
    for (what, broken, code, words) in CASES {
        let mut file = Packed::default();
        broken(&mut file);
        let (found, message) = said(&file.bytes()).unwrap_or_else(|| panic!("{what}: nothing"));
        assert!(found == code && message.contains(words), "{what}: {found} {message}");
    }
}

#[test]
fn no_part_of_a_file_passes_for_it() {
    let bytes = Packed::default().bytes();
    for end in 0..bytes.len() - 1 {
        let (code, message) = said(&bytes[..end]).unwrap_or_else(|| panic!("{end}: nothing"));
        assert_eq!(code, Check::Unreadable, "{end}: {message}");
        let header = end >= "%PDF-".len();
        assert!(!header || message.contains("it has no end (`%%EOF`)"), "{end}: {message}");
    }
}

#[test]
fn a_table_that_cannot_be_read_is_told_and_the_rest_judged() {
    let mut document = Document::load_mem(&print::good()).unwrap();
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let good = saved(&mut document);
    let at = good.windows(9).rposition(|word| word == b"startxref").unwrap();
    let broken = [&good[..at], b"startxref\n1\n%%EOF\n"].concat();
    let report = inspect(&broken, &Settings::default());
    let [finding] = &report.findings[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.code, report.pages), (Check::Damaged, 1));
    assert!(finding.message.starts_with("the cross-reference table cannot be read"));
}

/// The parser gives each stream the same share of what all may unfold to, and passes over what takes more.
#[test]
fn many_object_streams_of_different_sizes_are_read() {
    const STREAMS: usize = 400;
    const EACH: usize = 100;
    let (first, end) = (7, 7 + STREAMS * (EACH + 1));
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut rows = vec![[0; 9]; end + 1];
    let row = |kind: u8, place: usize, index: usize| {
        let [place, index] =
            [place, index].map(|number| u32::try_from(number).unwrap().to_be_bytes());
        [&[kind], &place[..], &index[..]].concat().try_into().unwrap()
    };
    let mut add = |id: usize, content: &[u8], dict: &str, rows: &mut Vec<[u8; 9]>| {
        rows[id] = row(1, bytes.len(), 0);
        let object = stream(dict, content);
        bytes.extend([format!("{id} 0 obj\n").as_bytes(), &object, b"\nendobj\n"].concat());
        bytes.len()
    };
    let mut pack = |id: usize, objects: &[(usize, String)], rows: &mut Vec<[u8; 9]>| {
        let (mut index, mut all) = (String::new(), String::new());
        for (at, (held, object)) in objects.iter().enumerate() {
            rows[*held] = row(2, id, at);
            index += &format!("{held} {} ", all.len());
            all += &format!("{object}\n");
        }
        let dict =
            format!("/Type/ObjStm/N {}/First {}/Filter/FlateDecode", objects.len(), index.len());
        add(id, &deflated((index + &all).as_bytes()), &dict, rows)
    };
    for number in 0..STREAMS {
        let id = first + number * (EACH + 1);
        let objects: Vec<(usize, String)> =
            (1..=EACH).map(|at| (id + at, format!("<</Number {at}/Of {number}>>"))).collect();
        pack(id, &objects, &mut rows);
    }
    let all: String = (first + 1..end).map(|id| format!("{id} 0 R ")).collect();
    let objects = [OBJECTS[0].replace(">>", &format!("/All[{all}]>>"))]
        .into_iter()
        .chain([OBJECTS[1].to_string(), OBJECTS[2].replace("/Contents 4 0 R", "")]);
    let objects: Vec<(usize, String)> = (1..).zip(objects).collect();
    let table = pack(5, &objects, &mut rows);
    rows[6] = row(1, table, 0);
    let content = deflated(&rows.concat());
    let dict = format!("/Type/XRef/W[1 4 4]/Size {}/Root 1 0 R/Filter/FlateDecode", rows.len());
    bytes.extend([b"6 0 obj\n", &stream(&dict, &content)[..], b"\nendobj\n"].concat());
    bytes.extend(format!("startxref\n{table}\n%%EOF\n").as_bytes());
    assert_eq!(said(&bytes), None, "of {} bytes", bytes.len());
}

#[test]
#[ignore = "needs qpdf and poppler"]
fn other_readers_find_the_same_files_broken() {
    let project = TestProject::empty();
    let passes = |file: &Packed| {
        project.write("a.pdf", file.bytes());
        let run = |program: &mut Command| program.arg(project.path("a.pdf")).output().unwrap();
        // qpdf does not look at the index of an object, by which poppler finds it.
        let checked = run(Command::new("qpdf").arg("--check"));
        let read = run(&mut Command::new("pdftotext"));
        checked.status.success() && read.status.success() && read.stderr.is_empty()
    };
    assert!(passes(&Packed::default()));
    assert!(passes(&Packed { more: "/Extends 5 0 R", ..Packed::default() }));
    for (what, broken, ..) in CASES {
        let mut file = Packed::default();
        broken(&mut file);
        assert!(!passes(&file), "{what}");
    }
}
