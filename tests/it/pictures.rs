//! `[[image]]`: what is shown of a file, how fine, and what is said of it.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use lopdf::{Document, Object, Stream, dictionary};

use crate::conformance::assert_conforms;
use crate::support::{MINIMAL, TestProject};

const FIGURE: &str = r#"
[[image]]
id = "view"
title = "The court is far away"
file = "view.png"
alt = "A road"
credit = "A photographer"
licence = "CC BY 4.0"
"#;

/// Four quarters: red, green, blue, white.
pub fn quarters(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [220, 20, 20],
            (false, true) => [20, 160, 20],
            (true, false) => [20, 20, 200],
            (false, false) => [255; 3],
        })
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A brief with a picture by its finding, and more keys for it.
pub fn brief(keys: &str) -> String {
    let placed = MINIMAL.replacen(
        "targets = [\"16.3\"]\n\n",
        "targets = [\"16.3\"]\nfigure = \"view\"\n\n",
        1,
    );
    assert_ne!(placed, MINIMAL);
    format!("{placed}{FIGURE}{keys}\n")
}

fn project(keys: &str) -> TestProject {
    let project = TestProject::with_brief(&brief(keys));
    project.write("briefs/a/view.png", quarters(2100, 1400, ImageFormat::Png));
    project
}

pub fn built(project: &TestProject, edition: &str) -> Document {
    // Large pictures take long where others are at work, too.
    let run = project.run(&["build", "--edition", edition, "--only", "brief", "--timeout", "300"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let end = if edition == "print" { "print.pdf" } else { "pdf" };
    let bytes = project.read(&format!("dist/a/a.en.{end}"));
    if edition == "screen" {
        assert_conforms(end, &bytes);
    }
    Document::load_mem(&bytes).unwrap()
}

fn picture(document: &Document) -> (i64, i64, &Stream) {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let mut found = streams.filter(|stream| {
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        kind.is_ok_and(|name| name == b"Image") && stream.dict.has(b"ColorSpace")
    });
    let stream = found.next().unwrap();
    assert!(found.next().is_none(), "one picture");
    let side = |key: &[u8]| stream.dict.get(key).unwrap().as_i64().unwrap();
    (side(b"Width"), side(b"Height"), stream)
}

#[test]
fn a_picture_is_cut_to_its_shape_around_its_focus_and_no_finer_than_needed() {
    for (focus, expected) in [("[0, 0]", [220, 20, 20]), ("[0.9, 1]", [255; 3])] {
        let project = project(&format!("ratio = \"3:2\"\nfocus = {focus}"));
        project.write("briefs/a/view.png", quarters(2600, 2200, ImageFormat::Png));
        let pdf = built(&project, "screen");
        let (width, height, stream) = picture(&pdf);
        assert!((width * 2 - height * 3).abs() <= 3, "{width} × {height}");
        assert!((600..1800).contains(&width), "{width}");
        let samples = stream.get_plain_content().unwrap();
        // The focus is as near the middle as the edges allow.
        let corner = if focus == "[0, 0]" { 0 } else { samples.len() - 3 };
        assert_eq!(samples[corner..corner + 3], expected, "{focus}");
        let (fine, _, _) = picture(&built(&project, "print"));
        assert!(
            (fine as f64 / width as f64 - 1.5).abs() < 0.01,
            "{fine} in print, {width} on screen"
        );
    }
}

#[test]
fn grey_without_a_profile_has_the_same_one_in_both_editions() {
    let project = project("");
    let grey = image::DynamicImage::from(RgbImage::from_pixel(2100, 900, Rgb([128; 3])));
    let mut bytes = Cursor::new(Vec::new());
    grey.into_luma8().write_to(&mut bytes, ImageFormat::Png).unwrap();
    project.write("briefs/a/view.png", bytes.into_inner());
    let pdf = built(&project, "screen");
    let (_, _, stream) = picture(&pdf);
    let space = stream.dict.get_deref(b"ColorSpace", &pdf).unwrap().as_array().unwrap();
    let profile = pdf.dereference(&space[1]).unwrap().1.as_stream().unwrap();
    let profile = profile.get_plain_content().unwrap();
    let profile = moxcms::ColorProfile::new_from_slice(&profile).unwrap();
    let gamma = profile.gray_trc.unwrap();
    // One number is an exponent, of eight bits behind the point.
    let exponent = match gamma {
        moxcms::ToneReprCurve::Lut(curve) if curve.len() == 1 => f32::from(curve[0]) / 256.0,
        moxcms::ToneReprCurve::Parametric(numbers) => numbers[0],
        other => panic!("{other:?}"),
    };
    assert!((exponent - 2.2).abs() < 0.01, "{exponent}");
}

#[test]
fn a_coarse_picture_is_told_of_at_its_key() {
    let project = project("");
    project.write("briefs/a/view.png", quarters(1050, 700, ImageFormat::Png));
    let args = ["build", "--edition", "print", "--only", "brief", "--message-format", "short"];
    let run = project.run(&args);
    let line = brief("").lines().position(|line| line.starts_with("file = ")).unwrap() + 1;
    let told = format!("briefs/a/brief.toml:{line}:8: warning[press::low-resolution]");
    assert!(run.code == 0 && run.stderr.contains(&told), "{}", run.stderr);
}

#[test]
fn a_page_of_a_pdf_is_drawn_in_both_editions() {
    let project = project("");
    built(&project, "screen");
    let pdf = project.read("dist/a/a.en.pdf");
    let pages = Document::load_mem(&pdf).unwrap().page_iter().count();
    project.write("briefs/a/view.pdf", pdf);
    let with = |page: usize| {
        brief(&format!("page = {page}\nratio = \"1:1\"")).replace("view.png", "view.pdf")
    };
    project.write("briefs/a/brief.toml", with(pages));
    for edition in ["screen", "print"] {
        let drawn = built(&project, edition);
        // As shapes: no page of another file, and no picture of it.
        let forms = drawn.objects.values().filter_map(|object| object.as_stream().ok());
        assert!(forms.clone().all(|form| !form.dict.has(b"PieceInfo")));
    }
    project.write("briefs/a/brief.toml", with(pages + 1));
    let run = project.run(&["check"]);
    assert!(run.code == 1 && run.stderr.contains("there is no page"), "{}", run.stderr);
}

#[test]
fn a_map_says_in_each_language_that_its_borders_are_nobodys_position() {
    let project = project("kind = \"map\"");
    let run = project.run(&["template", "data", "a"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let said = data["figures"][0]["image"]["disclaimer"].as_str().unwrap().to_string();
    assert!(said.contains("(Office of the Ombudsperson) on the status"), "{said}");
    let pdf = built(&project, "screen");
    let numbers: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&numbers).unwrap().replace(char::is_whitespace, "");
    assert!(text.contains(&said.replace(char::is_whitespace, "")), "{text}");
    let labels = crate::support::repository().join("templates/labels");
    for file in std::fs::read_dir(labels).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let labels: toml::Table = toml::from_str(&text).unwrap();
        assert!(labels["map_disclaimer"].as_str().unwrap().contains("{organisation}"));
    }
}

#[test]
fn what_a_camera_wrote_about_a_picture_of_a_brief_stays_in_the_house() {
    let jpeg = quarters(1200, 800, ImageFormat::Jpeg);
    let mut exif =
        b"\xFF\xE1\0\x30Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08".to_vec();
    exif.extend(b"\0\0\0\0\0\0GPS 13.4");
    exif.resize(50, b' ');
    let bytes = [&jpeg[..2], &exif, &jpeg[2..]].concat();
    for keys in ["", "ratio = \"1:1\""] {
        let project = TestProject::with_brief(&brief(keys).replace("view.png", "view.jpg"));
        project.write("briefs/a/view.jpg", bytes.clone());
        let pdf = built(&project, "screen");
        let (width, height, stream) = picture(&pdf);
        assert!(if keys.is_empty() { width < height } else { width == height }, "it stands");
        assert!(!stream.content.windows(4).any(|part| part == b"Exif"));
        assert!(!stream.content.windows(6).any(|part| part == b"GPS 13"));
        // Turned to the left, what was on the right is above.
        let shown = image::load_from_memory(&stream.content).unwrap().into_rgb8();
        let Rgb([r, g, b]) = shown[(9, 9)];
        assert!(g > 120 && r < 80 && b < 80, "{:?}", [r, g, b]);
    }
}

#[test]
fn each_mistake_with_a_picture_is_told_where_it_is_made() {
    for (keys, told) in [
        ("ratio = \"wide\"", "`wide` is no shape of a picture"),
        ("ratio = \"9:1\"", "`9:1` is no shape of a picture"),
        ("ratio = \"0:1\"", "`0:1` is no shape of a picture"),
        ("ratio = \"1:1\"\nfocus = [0.5, 1.2]", "`focus` is no point in the picture"),
        ("ratio = \"1:1\"\nfocus = [0.5]", "`focus` is no point in the picture"),
        ("ratio = \"1:1\"\nfocus = 0.5", "`focus` takes a list of numbers"),
        ("focus = [0.5, 0.2]", "nothing is cut away"),
        ("page = 2", "only a PDF has pages"),
        ("kind = \"mop\"", "did you mean `\"map\"`?"),
    ] {
        let run = project(keys).run(&["check"]);
        assert_eq!(run.code, 1, "{keys}");
        assert!(run.stderr.contains(told), "{keys}: {}", run.stderr);
        assert!(run.stderr.contains("briefs/a/brief.toml:"), "{}", run.stderr);
    }
    for (name, bytes, told) in [
        ("view.gif", &b"GIF89a"[..], "is not a picture, by its name"),
        ("view.pdf", b"%PDF-1.7 but no more", "cannot be read as a PDF"),
        ("view.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><linearGradient spreadMethod='repeat'/></svg>", "a gradient that repeats"),
    ] {
        let project = TestProject::with_brief(&brief("").replace("view.png", name));
        project.write(&format!("briefs/a/{name}"), bytes);
        let run = project.run(&["check"]);
        assert_eq!(run.code, 1, "{name}");
        assert!(run.stderr.contains(told), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("briefs/a/brief.toml:"), "{}", run.stderr);
    }
}

#[test]
fn a_picture_that_is_cut_off_is_told_of_and_never_set_in_part() {
    for (file, format) in [("view.jpg", ImageFormat::Jpeg), ("view.png", ImageFormat::Png)] {
        let whole = quarters(2100, 1400, format);
        let project = TestProject::with_brief(&brief("").replace("view.png", file));
        project.write(&format!("briefs/a/{file}"), &whole);
        assert_eq!(project.run(&["check"]).code, 0, "{file}");
        for share in [30, 50, 90, 99] {
            let cut = &whole[..whole.len() * share / 100];
            project.write(&format!("briefs/a/{file}"), cut);
            let run = project.run(&["check"]);
            assert_eq!(run.code, 1, "{file} {share}: {}", run.stderr);
            assert!(run.stderr.contains("asset::unusable"), "{file} {share}: {}", run.stderr);
        }
    }
}

/// What is said of a picture by this name, and the exit code.
pub fn checked(name: &str, bytes: &[u8], keys: &str) -> (i32, String) {
    let project = TestProject::with_brief(&brief(keys).replace("view.png", name));
    project.write(&format!("briefs/a/{name}"), bytes);
    let run = project.run(&["check"]);
    (run.code, run.stderr)
}

/// A refusal stands at the key that names the file.
pub fn refused(name: &str, bytes: &[u8], told: &str) {
    let (code, said) = checked(name, bytes, "");
    assert_eq!(code, 1, "{told}: {said}");
    assert!(said.contains(told) && said.contains("file = "), "{told}: {said}");
}

#[test]
fn a_jpeg_that_is_spoiled_in_the_middle_is_refused() {
    let whole = quarters(900, 600, ImageFormat::Jpeg);
    assert_eq!(checked("view.jpg", &whole, "").0, 0);
    let scan = whole.windows(2).position(|two| two == b"\xFF\xDA").unwrap() + 20;
    let middle = (scan + whole.len()) / 2;
    let mut zeros = whole.clone();
    zeros[middle..middle + 64].fill(0);
    refused("view.jpg", &zeros, "a part of its picture is not as it was written");
    let ended = [&whole[..middle], b"\xFF\xD9"].concat();
    refused("view.jpg", &ended, "it ends before its picture does");
    let gap = [&whole[..middle], &whole[middle + 90..]].concat();
    refused("view.jpg", &gap, "is damaged");
}

#[test]
fn a_png_whose_checksums_do_not_hold_is_refused() {
    let whole = quarters(900, 600, ImageFormat::Png);
    let data = whole.windows(4).position(|four| four == b"IDAT").unwrap() + 4;
    let mut other = whole.clone();
    other[data + 40] ^= 0x10;
    refused("view.png", &other, "is damaged");
}

/// A PDF with this on its pages. They may name the graphics states `T`, which lets through, and `S`, the
/// pattern of tiles `P` and the font `F`, which is not in it.
pub fn pdf(pages: &[&[u8]], packed: bool) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let tiles = dictionary! {
        "Type" => "Pattern", "PatternType" => 1, "PaintType" => 1, "TilingType" => 1,
        "BBox" => vec![0.into(), 0.into(), 4.into(), 4.into()], "XStep" => 4, "YStep" => 4,
        "Resources" => lopdf::Dictionary::new(),
    };
    let tiles = document.add_object(Stream::new(tiles, b"0 0 2 4 re f".to_vec()));
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let resources = dictionary! {
        "ExtGState" => dictionary! {
            "T" => dictionary! { "ca" => 0.5 }, "S" => dictionary! { "ca" => 1, "CA" => 1 },
        },
        "Pattern" => dictionary! { "P" => tiles },
        "Font" => dictionary! { "F" => font },
    };
    let mut kids = Vec::new();
    for content in pages {
        let mut stream = Stream::new(lopdf::Dictionary::new(), content.to_vec());
        if packed {
            stream.compress().unwrap();
        }
        let content = document.add_object(stream);
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 300.into(), 200.into()],
            "Resources" => resources.clone(),
        };
        kids.push(Object::from(document.add_object(page)));
    }
    let count = Object::from(kids.len() as i64);
    let all = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, all.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_pdf_with_something_missing_is_refused_and_never_blank() {
    let squares = b"0 0 1 rg 20 20 100 100 re f 0.5 g 30 30 10 10 re f ".repeat(30);
    for packed in [true, false] {
        let whole = pdf(&[&squares], packed);
        let (code, said) = checked("view.pdf", &whole, "");
        assert_eq!(code, 0, "{said}");
        for share in [50, 80, 95] {
            let (code, said) = checked("view.pdf", &whole[..whole.len() * share / 100], "");
            assert_eq!(code, 1, "{share}: {said}");
        }
        let begin = whole.windows(7).position(|seven| seven == b"stream\n").unwrap() + 7;
        let mut other = whole.clone();
        other[begin + 20..begin + 30].fill(b'~');
        refused("view.pdf", &other, "is damaged");
    }
    refused("view.pdf", &pdf(&[b"q Q"], true), "draws nothing");
    refused("view.pdf", &pdf(&[b"20 20 100 100 re f 5 zork"], true), "is damaged");
    refused("view.pdf", &pdf(&[b"20 20 100 100 re f (half"], true), "is damaged");
}

#[test]
fn a_pdf_that_would_be_drawn_otherwise_is_refused() {
    for (content, told) in [
        ("20 20 100 100 re W f 0 0 300 200 re f", "cuts away by a line that it draws"),
        ("/T gs /Pattern cs /P scn 20 20 100 100 re f", "has a pattern that lets through"),
        ("20 20 100 100 re f /X Do", "a part of its page is not in it"),
        ("/X gs 20 20 100 100 re f", "a part of its page is not in it"),
        ("20 20 9 9 re f BT /F 12 Tf 20 20 Td (Hi) Tj ET", "uses a font that is not in it"),
    ] {
        refused("view.pdf", &pdf(&[content.as_bytes()], true), told);
    }
    for content in [
        "q 20 20 100 100 re W n 0 0 300 200 re f Q",
        "/S gs /Pattern cs /P scn 20 20 100 100 re f",
        "q /T gs 9 9 9 9 re f Q /Pattern cs /P scn 20 20 100 100 re f",
        "/Pattern cs /P scn /T gs 0 0 1 rg 20 20 100 100 re f",
        // Programs name fonts with which they set nothing, or what is only to be searched.
        "BT /F 12 Tf ET 20 20 100 100 re f",
        "20 20 100 100 re f BT /F 12 Tf 3 Tr 20 20 Td (Hi) Tj ET",
    ] {
        let (code, said) = checked("view.pdf", &pdf(&[content.as_bytes()], true), "");
        assert_eq!(code, 0, "{content}: {said}");
    }
}

#[test]
fn a_pdf_of_several_pages_says_which_is_shown() {
    let two = pdf(&[b"20 20 100 100 re f", b"40 40 50 50 re f"], true);
    let (code, said) = checked("view.pdf", &two, "");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("asset::assumed") && said.contains("has 2 pages"), "{said}");
    assert!(said.contains("`page = 1`"), "{said}");
    let (_, said) = checked("view.pdf", &two, "page = 1");
    assert!(!said.contains("asset::assumed"), "{said}");
}

/// An SVG with a square and this.
pub fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
         width='300' height='200'>\n<rect width='50' height='50' fill='red'/>\n{inner}\n</svg>"
    )
}

#[test]
fn what_an_svg_would_lose_is_told_with_its_line() {
    for (inner, told) in [
        (
            "<rect width='9' height='9' fill='url(#gone)'/>",
            "`fill` in line 3 that refers to `#gone`",
        ),
        ("<rect width='9' height='9' filter='url(#gone)'/>", "`filter` in line 3"),
        ("<use xlink:href='#gone'/>", "`use` in line 3 that refers to `#gone`"),
        ("<rect width='9' height='9' fill='bluu'/>", "something in line 3 that cannot be drawn"),
        ("<image width='9' height='9' href='a.png'/>", "line 3 that is not in the file: `a.png`"),
        ("<image width='9' height='9' href='https://example.org/a.png'/>", "not in the file"),
        (
            "<image width='9' height='9' href='data:image/bmp;base64,Qk0='/>",
            "is no PNG, JPEG or SVG",
        ),
        (
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Hi</p></foreignObject>",
            "a `foreignObject` in line 3",
        ),
        ("<style>rect:nth-child(2) { fill: blue }</style>", "':nth-child' is not supported"),
        ("<text y='20'>\u{BA4}\u{BAE}</text>", "no font has a glyph for: “\u{BA4}” (U+0BA4)"),
    ] {
        refused("view.svg", svg(inner).as_bytes(), told);
    }
    let empty = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    refused("view.svg", empty.as_bytes(), "shows nothing");
    for inner in ["<text y='20' font-family='Arial'>Hi</text>", "<script>1</script>"] {
        let (code, said) = checked("view.svg", svg(inner).as_bytes(), "");
        assert!(code == 0 && said.contains("asset::assumed"), "{inner}: {said}");
    }
}

#[test]
fn what_loses_nothing_says_nothing() {
    for inner in [
        "<rect width='9' height='9' fill='url(#gone) blue'/>",
        "<g display='none'><use xlink:href='#gone'/></g>",
        "<metadata><a/></metadata><defs><linearGradient id='q' xlink:href='#gone'/></defs>",
        "<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Hi</p></foreignObject>\
         <text y='20'>Hi</text></switch>",
        "<text y='20'>\u{639}\u{631}\u{628}\u{64A}</text>",
        "<rect width='0' height='9'/>",
    ] {
        let (code, said) = checked("view.svg", svg(inner).as_bytes(), "");
        assert!(code == 0 && !said.contains("asset::"), "{inner}: {said}");
    }
}

#[test]
fn text_in_an_svg_prints_or_is_refused_by_its_script() {
    // Several glyphs of Arabic stand for one character, and one for several.
    let words = "<text x='9' y='90' font-size='20'>قانون العمل</text>\
                 <text x='9' y='140' font-size='20'>劳动法</text>\
                 <g transform='scale(0.9)'><g><text x='9' y='190'>Δίκη, суд, 12</text>\
                 <text x='150' y='190'>قانون 2024</text></g></g>";
    for keys in ["", "ratio = \"1:1\""] {
        let project = project(keys);
        project.write("briefs/a/view.svg", svg(words));
        project.write("briefs/a/brief.toml", brief(keys).replace("view.png", "view.svg"));
        let run = project.run(&["check"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        built(&project, "screen");
        built(&project, "print");
    }
    for (text, script) in [
        ("ភ្នំពេញ", "Khmer"),
        ("कार्य", "Devanagari"),
        ("น้ำ", "Thai"),
        ("ນ້ຳ", "Lao"),
        ("မြန်မာ", "Myanmar"),
        ("العربية 中文", "Arabic, Han"),
        ("Phnom Penh (ភ្នំពេញ)", "Khmer"),
    ] {
        let told = format!("would not print as it is written ({script})");
        refused("view.svg", svg(&format!("<g><text>{text}</text></g>")).as_bytes(), &told);
    }
}
