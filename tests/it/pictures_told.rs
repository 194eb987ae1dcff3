//! Pictures that would print in part, otherwise or not at all, and those that only look so: what is
//! told at the key that names them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::content::Content;
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};

use crate::pictures::{brief, built, checked, pdf, quarters, refused, svg};
use crate::support::{MINIMAL, PROJECT, TestProject};

fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A picture is shown, and nothing is said of it.
fn silent(name: &str, bytes: &[u8]) {
    let (code, said) = checked(name, bytes, "");
    assert!(code == 0 && !said.contains("asset::"), "{}: {said}", String::from_utf8_lossy(bytes));
}

/// A picture is shown, and this is said of it.
fn told(name: &str, bytes: &[u8], words: &str) {
    let (code, said) = checked(name, bytes, "");
    assert!(code == 0 && said.contains("asset::assumed"), "{words}: {said}");
    assert!(said.contains(words) && said.contains("file = "), "{words}: {said}");
}

#[test]
fn lists_that_cannot_be_read_to_their_end_are_told_with_their_line() {
    for (inner, told) in [
        ("<path d='M1 1 L 20 x 30 40 L 9 9'/>", "`d` in line 3"),
        ("<path\nd='M1 1 L NaN 4 L 30 40'/>", "`d` in line 4"),
        ("<polyline points='1,1 20,b 30,40' stroke='red'/>", "`points` in line 3"),
        ("<polygon points='1,1 20,20 30'/>", "`points` in line 3"),
        (
            "<path stroke='red' stroke-dasharray='4 x 9' d='M1 1H9'/>",
            "`stroke-dasharray` in line 3",
        ),
        ("<path stroke='red' style='stroke-dasharray: 4 NaN 9' d='M1 1H9'/>", "`stroke-dasharray`"),
        (
            "<style>path { stroke-dasharray: 4 NaN 9 }</style><path d='M1 1H9'/>",
            "`stroke-dasharray`",
        ),
        ("<g transform='translate(3) rotate(NaN)'><path d='M1 1H9'/></g>", "line 3"),
        ("<g transform='translate(3) x'><path d='M1 1H9'/></g>", "line 3"),
        ("<svg viewBox='0 0 9 9 x'><path d='M1 1H9'/></svg>", "`viewBox` in line 3"),
        ("<svg viewBox='0 0 9 NaN'><path d='M1 1H9'/></svg>", "line 3"),
        ("<text y='20' x='1 2 x 4'>abcd</text>", "`x` in line 3"),
        ("<text y='20'><tspan dx='1 NaN 4'>abcd</tspan></text>", "`dx` in line 3"),
    ] {
        refused("view.svg", svg(inner).as_bytes(), told);
    }
    for inner in [
        "<path d=''/><path d='none'/><path d='m1-1.5.5 9e1z'/>",
        "<polygon points='1,1 2-3\n4.5.6 ' style='stroke-dasharray:none'/>",
        "<path stroke='red' stroke-dasharray='4, 2px 5%' d='M1 1H9'/>",
        "<defs><path d='M x'/></defs>",
    ] {
        silent("view.svg", svg(inner).as_bytes());
    }
}

#[test]
fn text_that_runs_over_the_edge_is_told_with_its_line() {
    let long = "Runs out of the picture to the right";
    let at = |x: u32, more: &str| svg(&format!("<text x='{x}' y='80' {more}>{long}</text>"));
    told("view.svg", at(200, "").as_bytes(), "text in line 3 that runs over its edge");
    told("view.svg", at(100, "text-anchor='end'").as_bytes(), "runs over its edge");
    let turned = at(9, "transform='rotate(90 9 80)'");
    told("view.svg", turned.as_bytes(), "runs over its edge");
    let boxed = at(9, "").replace("width='300' height='200'>", "viewBox='0 0 100 100'>");
    told("view.svg", boxed.as_bytes(), "runs over its edge");
    silent("view.svg", at(9, "").as_bytes());
    silent("view.svg", at(9, "transform='translate(-900) translate(900 40)'").as_bytes());
    silent("view.svg", at(250, "display='none'").as_bytes());
    let wide =
        at(1000, "font-size='60'").replace("width='300'", "viewBox='0 0 3000 2000' width='300'");
    silent("view.svg", wide.as_bytes());
    // As matplotlib sets it: each letter at its place, in a group that is moved.
    let letters = "<g transform='translate(150 100) rotate(-90)'><text><tspan x='0' y='-1' \
                   style='font-size: 10px'>a</tspan><tspan x='7' y='-4'>2</tspan></text></g>";
    silent("view.svg", svg(letters).as_bytes());
}

#[test]
fn styles_that_programs_write_are_drawn_as_they_are_meant() {
    for inner in [
        "<rect width='9' height='9' style='fill: light-dark(#ffffff, var(--dark, #121212)); \
         stroke: light-dark(rgb(0, 0, 0), rgb(255, 255, 255))'/>",
        "<style>:root { --c: #123456; fill: red } rect { fill: var(--c) }</style>",
        "<rect width='9' height='9' fill='var(--none, blue)'/>",
        "<text y='20' style='font: italic bold 12px/1.4 sans-serif; fill: red'>Hi</text>",
        "<style>text { font: 300 12px/normal sans-serif; fill: red }</style><text y='20'>Hi</text>",
        "<style>*::before { content: '}' } a:hover rect, rect:focus-visible { fill: bluu }</style>",
        "<style>p:nth-child(2) { fill: bluu } .none:not(.a, .b) > g { fill: bluu }</style>",
        "<style>@media (prefers-color-scheme: dark) { rect { fill: bluu } }</style>",
        "<style>@import url('https://fonts.example.org/css2?family=X;y'); rect { fill: red }</style>",
        "<style>@font-face { font-family: X; src: url(data:font/woff2;base64,AAAA) }</style>",
        "<rect width='9' height='9' fill='#d9d9d9' style='fill:#d9d9d9;fill:color(display-p3 .8 .8 .8)'/>",
        "<rect width='9' height='9' fill='rgb(10 20 30 / 50%)' color='currentcolor'/>",
        "<text y='20' font-size='1rem' style='font-size: 1.2rem; fill: red'>Hi</text>",
        "<style>:where(rect, .b text) { white-space: pre } :is(.b, rect) { fill: red }</style>",
        "<style>rect { filter: drop-shadow(1px 2px 2px rgba(185,185,185,1)) }</style>",
        "<path d='M1 1H9' style='-inkscape-x: progid:Y(a=1,b(c)); line-height: 1.25; stroke: red'/>",
        "<rect width='9' height='9' style='transform: translate(3px, 4px) rotate(3deg)'/>",
    ] {
        silent("view.svg", svg(inner).as_bytes());
    }
    for (inner, told) in [
        ("<rect width='9' height='9' fill='var(--none)'/>", "`--none` is not in it"),
        (
            "<style>.a { --c: red } .b { --c: blue } rect { fill: var(--c) }</style>\
             <g class='a'/><g class='b'/>",
            "`--c` is set to several values",
        ),
        ("<circle style='cx: 9px; r: 5px'/>", "`cx` in a style, which is not drawn"),
        ("<style>.a { d: path('M0 0h9') }</style><path class='a'/>", "`d` in a style"),
        (
            "<rect width='9' height='9' style='stroke: blue; stroke-width: calc(1px * 2)'/>",
            "in line 3",
        ),
        (
            "<style>@import 'looks.css'; rect { fill: red }</style>",
            "taken from elsewhere (`@import`)",
        ),
        ("<style>rect:not(.a) { fill: blue }</style>", "':not' is not supported"),
        ("<rect width='9' height='9' fill='color-mix(in srgb, red, blue)'/>", "in line 3"),
    ] {
        refused("view.svg", svg(inner).as_bytes(), told);
    }
    let linked = format!("<?xml-stylesheet href='looks.css'?>\n{}", svg(""));
    refused("view.svg", linked.as_bytes(), "taken from another file (`xml-stylesheet`)");
}

#[test]
fn an_svg_is_read_in_the_encoding_that_it_names() {
    let text = svg("<text y='20' fill='red'>Élan</text>");
    let with = |label: &str| format!("<?xml version='1.0' encoding='{label}'?>\n{text}");
    let narrow = |label: &str| with(label).chars().map(|c| c as u8).collect::<Vec<u8>>();
    let mut wide = b"\xFF\xFE".to_vec();
    wide.extend(with("UTF-16").encode_utf16().flat_map(u16::to_le_bytes));
    for bytes in [narrow("ISO-8859-1"), narrow("windows-1252"), wide] {
        silent("view.svg", &bytes);
        let project = TestProject::with_brief(&brief("").replace("view.png", "view.svg"));
        project.write("briefs/a/view.svg", &bytes);
        built(&project, "screen");
    }
    refused("view.svg", &narrow("UTF-8"), "it is not UTF-8, as it says");
    refused("view.svg", &narrow("klingon"), "`klingon`, which is no encoding that is known");
    let bare: Vec<u8> = text.chars().map(|c| c as u8).collect();
    refused("view.svg", &bare, "it is not UTF-8, and does not say what else it is");
}

#[test]
fn a_picture_that_shows_nothing_is_refused() {
    let clear = RgbaImage::from_pixel(900, 600, Rgba([9, 9, 9, 0]));
    refused("view.png", &written(clear, ImageFormat::Png), "all of it is transparent");
    let white = RgbImage::from_pixel(900, 600, Rgb([255; 3]));
    refused("view.png", &written(white.clone(), ImageFormat::Png), "all of it is white");
    refused("view.jpg", &written(white.clone(), ImageFormat::Jpeg), "all of it is white");
    let grey = DynamicImage::from(white).into_luma16();
    refused("view.png", &written(grey, ImageFormat::Png), "all of it is white");
    let logo = RgbaImage::from_fn(900, 600, |x, _| Rgba([255, 255, 255, (x % 256) as u8]));
    refused("view.png", &written(logo, ImageFormat::Png), "is white");
    let one = RgbImage::from_pixel(1, 1, Rgb([1, 2, 3]));
    refused("view.png", &written(one, ImageFormat::Png), "is one pixel");
    let black = RgbImage::from_pixel(2100, 1400, Rgb([0; 3]));
    told("view.jpg", &written(black, ImageFormat::Jpeg), "is one colour all over");
    let bare = |inner: &str| svg(inner).replace("fill='red'", "fill='none'");
    for (inner, told) in [
        ("<rect x='900' width='9' height='9'/>", "all of it is transparent"),
        ("<rect width='300' height='200' fill='white'/>", "all of it is white"),
        ("<rect width='9' height='9' fill='#fff'/>", "is white"),
        ("<rect width='9' height='9' opacity='0'/>", "all of it is transparent"),
        ("<rect width='9' height='9'/><rect width='300' height='200' fill='#fff'/>", "is white"),
        ("<text y='20' fill='white'>Hi</text>", "is white"),
    ] {
        refused("view.svg", bare(inner).as_bytes(), told);
    }
    silent("view.svg", bare("<path d='M0 9H300' stroke='#333' stroke-width='.1'/>").as_bytes());
    silent("view.svg", bare("<text y='20'>Hi</text>").as_bytes());
    for content in ["1 g 20 20 100 100 re f", "900 20 100 100 re f", "20 20 100 100 re n"] {
        refused("view.pdf", &pdf(&[content.as_bytes()], true), "its page is blank");
    }
}

#[test]
fn a_white_logo_may_stand_on_a_colour() {
    let white = svg("").replace("'red'", "'white'");
    let project = TestProject::with_brief(MINIMAL);
    project.write("logo.svg", white);
    project.write(
        "briefpress.toml",
        format!("{PROJECT}\n[brand]\nlogo = \"logo.svg\"\nlogo_alt = \"Us\"\n"),
    );
    let run = project.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("is white, and shows on a colour alone"), "{}", run.stderr);
    project.write("logo.svg", svg("").replace("width='50'", "x='900' width='50'"));
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("all of it is transparent"), "{}", run.stderr);
}

/// A PNG of four pixels in a row, numbers of a palette; with one of so many colours, if any.
fn of_palette(colours: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 4, 1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_palette((0..12).map(|part| part * 20).collect::<Vec<u8>>());
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0b00_01_10_11]).unwrap();
    writer.finish().unwrap();
    let at = bytes.windows(4).position(|four| four == b"PLTE").unwrap();
    let end = at + 4 + 12 + 4;
    let mut other = Vec::new();
    if let Some(colours) = colours {
        let length = usize::from(colours) * 3;
        let part = [b"PLTE", &bytes[at + 4..at + 4 + length]].concat();
        let mut sum = flate2::Crc::new();
        sum.update(&part);
        other = [&(length as u32).to_be_bytes()[..], &part, &sum.sum().to_be_bytes()].concat();
    }
    [&bytes[..at - 4], &other, &bytes[end..]].concat()
}

#[test]
fn a_palette_has_all_colours_that_are_used() {
    let (_, said) = checked("view.png", &of_palette(Some(4)), "");
    assert!(!said.contains("damaged"), "{said}");
    refused("view.png", &of_palette(Some(3)), "colours that its palette does not have");
    refused("view.png", &of_palette(None), "it has no palette");
}

#[test]
fn what_stands_in_the_place_of_a_picture_is_called_by_its_name() {
    let mut locked = Document::load_mem(&pdf(&[b"20 20 100 100 re f"], true)).unwrap();
    let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
    locked.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &locked,
        owner_password: "ours",
        user_password: "yours",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    locked.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    locked.save_to(&mut bytes).unwrap();
    refused("view.pdf", &bytes, "has a password");
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";
    for name in ["view.png", "view.svg", "view.pdf"] {
        refused(name, pointer, "is a pointer of Git LFS");
    }
}

#[test]
fn what_is_not_drawn_of_a_picture_is_not_told_of_in_a_template() {
    let inner = "<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Hi</p>\
                 </foreignObject><text y='20'>Hi</text></switch>\
                 <switch><g requiredFeatures='http://www.w3.org/TR/SVG11/feature#Extensibility'/>\
                 <a><text x='50%' y='100%'>Text is not SVG - cannot display</text></a></switch>";
    let project = TestProject::with_brief(&brief("").replace("view.png", "view.svg"));
    project.write("briefs/a/view.svg", svg(inner));
    let run = project.run(&["build", "--edition", "screen", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("foreign object"), "{}", run.stderr);
    assert!(!run.stderr.contains(".typ"), "{}", run.stderr);
}

#[test]
fn pictures_of_templates_are_gone_through_at_their_paths() {
    let whole = quarters(900, 600, ImageFormat::Png);
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/brief/art.png", &whole);
    project.write("templates/shared/art.svg", svg(""));
    assert_eq!(project.run(&["check"]).code, 0);
    for (path, bytes, told) in [
        ("templates/brief/art.png", whole[..whole.len() / 2].to_vec(), "is damaged"),
        ("templates/brief/art.jpg", whole.clone(), "is a PNG image; its name has to end in .png"),
        ("templates/shared/art.svg", svg("<path d='M1 1 L x'/>").into_bytes(), "`d` in line 3"),
    ] {
        let project = TestProject::with_brief(MINIMAL);
        project.write(path, bytes);
        let run = project.run(&["check", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{path}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("{path}:")), "{path}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{path}: {}", run.stderr);
    }
}

#[test]
fn what_a_viewer_draws_of_a_style_alone_is_told_with_its_line() {
    for (inner, told) in [
        (
            "<g transform='scale(100)'><path d='M0 0L2 1' stroke='red' stroke-width='4' \
             vector-effect='non-scaling-stroke'/></g>",
            "in line 3 `vector-effect`",
        ),
        (
            "<style>.a { vector-effect: non-scaling-stroke }</style><defs><path id='p' class='a' \
             d='M0 0L2 1' stroke='red'/></defs><use href='#p' transform='scale(3 1)'/>",
            "`vector-effect`",
        ),
        (
            "<rect width='9' height='9' style='transform: rotate(30deg); transform-box: fill-box; \
             transform-origin: center'/>",
            "`transform-box`",
        ),
        (
            "<symbol id='s'><path d='M0 0L2 1' stroke='red' vector-effect='non-scaling-stroke'/>\
             </symbol><use href='#s' transform='scale(3)'/>",
            "`vector-effect`",
        ),
        ("<rect width='9' height='9' style='translate: 40px 0'/>", "`translate` in a style"),
        ("<g\nstyle='rotate: 5deg'><path d='M0 0L2 1V9'/></g>", "in line 4 `rotate`"),
        ("<style>rect { scale: 2 }</style>", "`scale` in a style"),
        ("<rect width='9' height='9' style='offset-path: path(\"M0 0H9\")'/>", "`offset-path`"),
        (
            "<rect width='9' height='9' style='mask-image: linear-gradient(red, blue)'/>",
            "`mask-image`",
        ),
        ("<rect width='9' height='9' style='outline: 2px solid red'/>", "`outline`"),
        ("<g style='text-transform: uppercase'><text y='20'>Hi</text></g>", "`text-transform`"),
        ("<text y='20' style='font-variant: small-caps'>Hi</text>", "`font-variant`"),
        ("<text y='20' style='font-variant-caps: all-small-caps'>HI</text>", "`font-variant-caps`"),
        (
            "<text x='20' y='20' style='writing-mode: vertical-rl; text-orientation: upright'>Hi\
             </text>",
            "`text-orientation`",
        ),
        ("<text y='20' style='text-shadow: 2px 2px red'>Hi</text>", "`text-shadow`"),
        ("<text y='20' style='text-decoration: underline dotted'>Hi</text>", "`text-decoration`"),
        (
            "<text y='20' style='text-decoration: underline; text-decoration-color: red'>Hi</text>",
            "`text-decoration-color`",
        ),
        (
            "<mask id='m' color-interpolation='linearRGB'><rect width='9' height='9' fill='#888'/>\
             </mask><rect width='9' height='9' mask='url(#m)'/>",
            "`color-interpolation` of a mask",
        ),
        (
            "<style>@media print and (min-width: 9px) { rect { fill: blue } }</style>",
            "`@media`) that may be meant for paper",
        ),
        (
            "<polygon points='9,9' stroke='red' stroke-linecap='round'/>",
            "a dot as a polygon, which is not drawn",
        ),
    ] {
        refused("view.svg", svg(inner).as_bytes(), told);
    }
    let ground = svg("").replacen("<svg ", "<svg style='background: url(a.png)' ", 1);
    refused("view.svg", ground.as_bytes(), "`background` in a style");
    for inner in [
        "<rect width='9' height='9'><set attributeName='fill' to='blue' begin='1s'/></rect>",
        "<style>@keyframes a { to { fill: blue } } rect { animation: 2s a infinite }</style>",
    ] {
        told("view.svg", svg(inner).as_bytes(), "moves (line 3)");
    }
}

#[test]
fn what_changes_nothing_is_not_told_though_it_is_not_known() {
    for inner in [
        "<g transform='translate(9 9) rotate(30)'><path d='M0 0L2 1' stroke='red' \
         style='vector-effect: non-scaling-stroke'/></g>",
        "<g transform='scale(2)'><path d='M0 0L2 1' vector-effect='non-scaling-stroke'/><g \
         transform='scale(.5)'><path d='M0 0L2 1' stroke='red' \
         vector-effect='non-scaling-stroke'/></g></g>",
        "<defs><rect width='9' height='9' style='translate: 40px 0'/></defs>",
        "<g display='none'><text y='20' style='text-shadow: 2px 2px red'>Hi</text></g>",
        "<text y='20' rotate='5 9' style='rotate: none; translate: 0; scale: 1'>Hi</text>",
        "<rect width='9' height='9' style='transform-box: fill-box; mask-image: none; outline: 0'/>",
        "<text y='20' style='text-transform: uppercase; font-variant-caps: small-caps'>HI 9</text>",
        // As Inkscape and R write them.
        "<text xml:space='preserve' y='20' style='font-variant:normal;font-variant-caps:normal;\
         text-decoration:none;text-decoration-line:none;text-decoration-style:solid;\
         text-decoration-color:#000000;text-transform:none;text-orientation:mixed;\
         white-space:pre;fill:#333'><tspan x='9' y='20'>Hi\n</tspan></text>",
        "<style>.svglite text { white-space: pre; }</style><text y='20'>Hi there</text>",
        "<text y='20' fill='#f00' style='text-decoration: underline red'>Hi</text>",
        "<style>@media (min-width: 9px) { .none { fill: blue } rect { cursor: help } }</style>",
        "<style>@keyframes a { to { fill: blue } }</style>",
    ] {
        silent("view.svg", svg(inner).as_bytes());
    }
}

#[test]
fn lines_without_length_or_width_are_drawn() {
    let bare = |inner: &str| svg(inner).replace("fill='red'", "fill='none'");
    let dots = |cap: &str, shape: &str| {
        bare(&format!(
            "<g stroke='#c00' stroke-width='60'{cap}><style>.a {{ fill: none }}</style>{shape}</g>"
        ))
    };
    for shape in [
        "<line x1='50' y1='50' x2='50' y2='50'/>",
        "<path class='a' d='M50 50L50 50'/>",
        "<path d='M50 50v0'/>",
        "<path d='M50 50z'/>",
        "<polyline points='50,50 50,50'/>",
    ] {
        for cap in ["round", "square"] {
            let cap = format!(" stroke-linecap='{cap}'");
            silent("view.svg", dots(&cap, shape).as_bytes());
        }
        refused("view.svg", dots("", shape).as_bytes(), "all of it is transparent");
    }
    silent("view.pdf", &pdf(&[b"0 w 9 9 m 200 200 l S"], true));
    let strokes = |inner: &str| {
        let project = TestProject::with_brief(&brief("").replace("view.png", "view.svg"));
        project.write("briefs/a/view.svg", svg(inner));
        let document = built(&project, "screen");
        let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
        let contents = streams.filter_map(|stream| stream.get_plain_content().ok());
        let contents = contents.filter_map(|bytes| Content::decode(&bytes).ok());
        contents.flat_map(|it| it.operations).filter(|it| it.operator == "S").count()
    };
    let round = "stroke='#c00' stroke-width='9' stroke-linecap='round'";
    let dots = format!("<line y1='9' y2='9' {round}/><path d='M50 50z' {round}/>");
    assert_eq!(strokes(&dots), strokes("") + 2);
}
