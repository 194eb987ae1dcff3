//! Pictures and colours on their way to ink, and to the screen. What the press makes of them is asked
//! of littlecms (`transicc`), which shares nothing with the program.

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, GrayImage, ImageEncoder, Rgb, RgbImage};
use lopdf::{Document, Object, Stream};
use moxcms::ColorProfile;

use crate::conformance::assert_conforms;
use crate::support::{MINIMAL, PROJECT, TestProject};

/// A small CMYK profile that Debian's `libgs-common` holds.
const PROFILE: &str = "/usr/share/color/icc/ghostscript/default_cmyk.icc";

/// A project with a logo, and what `[press]` holds besides.
fn with_logo(name: &str, bytes: Vec<u8>, press: &str) -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    let brand = format!("[brand]\nlogo = \"{name}\"\nlogo_alt = \"A picture\"\n");
    project.write("briefpress.toml", format!("{PROJECT}{brand}[press]\n{press}"));
    project.write(name, bytes);
    project
}

fn built(project: &TestProject, edition: &str) -> Document {
    let run = project.run(&["build", "--edition", edition, "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let end = if edition == "print" { "print.pdf" } else { "pdf" };
    let bytes = project.read(&format!("dist/a/a.en.{end}"));
    if edition == "screen" {
        assert_conforms(end, &bytes);
    }
    Document::load_mem(&bytes).unwrap()
}

fn pictures(document: &Document) -> Vec<&Stream> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let is_picture = |stream: &&Stream| {
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        kind.is_ok_and(|name| name == b"Image")
    };
    streams.filter(is_picture).collect()
}

fn inks(document: &Document) -> Vec<u8> {
    let [picture] = pictures(document)[..] else { panic!("one picture") };
    assert_eq!(picture.dict.get(b"ColorSpace").unwrap().as_name().unwrap(), b"DeviceCMYK");
    picture.get_plain_content().unwrap()
}

fn png(image: impl Into<DynamicImage>, profile: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).unwrap();
    }
    image.into().write_with_encoder(encoder).unwrap();
    bytes.into_inner()
}

fn jpeg(image: &RgbImage, profile: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).unwrap();
    }
    encoder.encode(image, image.width(), image.height(), ExtendedColorType::Rgb8).unwrap();
    bytes.into_inner()
}

/// Like a photograph: broad lights and shadows, softer colours, and grain.
fn photograph(width: u32, height: u32) -> RgbImage {
    let mut seed = 1_u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = f64::from(seed >> 24) / 255.0 - 0.5;
        let (x, y) = (f64::from(x) / 17.0, f64::from(y) / 13.0);
        let light = 128.0 + 90.0 * (x * 0.7 + (y * 0.4).sin()).sin() * (y * 0.6).cos();
        let (warm, green) = (30.0 * (x * 0.3 + y).sin(), 25.0 * (y * 0.5 - x).cos());
        let part = |colour: f64| (light + colour + 12.0 * grain).clamp(0.0, 255.0) as u8;
        Rgb([part(warm), part(green - warm / 2.0), part(-warm)])
    })
}

/// What `transicc` makes of colours, relative colorimetric with black point compensation.
fn transformed(from: &str, to: &str, colours: &[Vec<f64>]) -> Vec<[f64; 3]> {
    let mut tool = Command::new("transicc")
        .args(["-n", "-t", "1", "-b", "-i", from, "-o", to])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut text = String::new();
    for colour in colours {
        let parts: Vec<String> = colour.iter().map(|part| format!("{part:.4}")).collect();
        text += &format!("{}\n", parts.join(" "));
    }
    let mut input = tool.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = tool.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers = |line: &str| -> Option<[f64; 3]> {
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|it| it.parse().ok()).collect();
        numbers.try_into().ok()
    };
    text.lines().filter_map(numbers).collect()
}

/// CIEDE2000 (ISO/CIE 11664-6).
fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let apart = if c1 * c2 == 0.0 { 0.0 } else { (h2 - h1 + 540.0).rem_euclid(360.0) - 180.0 };
    let dh = 2.0 * (c1 * c2).sqrt() * (apart.to_radians() / 2.0).sin();
    let (l, c, mean) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0, h1 + apart / 2.0);
    let cos = |factor: f64, shift: f64| (factor * mean + shift).to_radians().cos();
    let t = 1.0 - 0.17 * cos(1.0, -30.0) + 0.24 * cos(2.0, 0.0) + 0.32 * cos(3.0, 6.0)
        - 0.20 * cos(4.0, -63.0);
    let bent = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * bent / (20.0 + bent).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let turn = 60.0 * (-((mean.rem_euclid(360.0) - 275.0) / 25.0).powi(2)).exp();
    let rt = -2.0 * seventh(c) * turn.to_radians().sin();
    let (dl, dc, dh) = ((l2 - l1) / sl, (c2 - c1) / sc, dh / sh);
    (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
}

#[test]
fn differences_of_colours_are_those_of_the_published_pairs() {
    // G. Sharma and others, “The CIEDE2000 color-difference formula”, table 1.
    for (one, other, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
        ([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373),
    ] {
        assert!((difference(one, other) - expected).abs() < 1e-4, "{one:?} {other:?}");
    }
}

/// The median difference between a picture and its print, seen through the profile.
fn median(source: &str, samples: &[u8], channels: usize, inks: &[u8]) -> f64 {
    let step = 97;
    let pick = |samples: &[u8], channels: usize, scale: f64| -> Vec<Vec<f64>> {
        let pixels = samples.chunks_exact(channels).step_by(step);
        pixels.map(|pixel| pixel.iter().map(|part| f64::from(*part) * scale).collect()).collect()
    };
    // Back to red, green and blue, and from both to a colour.
    let printed = transformed(PROFILE, "*sRGB", &pick(inks, 4, 100.0 / 255.0));
    let printed: Vec<Vec<f64>> = printed.iter().map(|colour| colour.to_vec()).collect();
    let printed = transformed("*sRGB", "*Lab", &printed);
    let meant = transformed(source, "*Lab", &pick(samples, channels, 1.0));
    assert!(meant.len() > 100 && meant.len() == printed.len(), "{}", meant.len());
    let mut apart: Vec<f64> =
        meant.iter().zip(&printed).map(|(one, other)| difference(*one, *other)).collect();
    apart.sort_by(f64::total_cmp);
    apart[apart.len() / 2]
}

const CONDITION: &str = "profile = \"press.icc\"\ncondition = \"CGATS TR 001\"\n";

fn with_profile(name: &str, bytes: Vec<u8>, press: &str) -> TestProject {
    let project = with_logo(name, bytes, &format!("{CONDITION}{press}"));
    project.write("press.icc", std::fs::read(PROFILE).unwrap());
    project
}

#[test]
#[ignore = "needs littlecms and the profiles of Ghostscript"]
fn a_photograph_and_a_grey_scan_come_back_through_the_profile_as_they_were() {
    let photograph = photograph(300, 200);
    let grey = GrayImage::from_fn(300, 200, |x, y| image::Luma([photograph[(x, y)].0[1]]));
    for press in ["", "total_ink = 240\n"] {
        let project = with_profile("logo.png", png(photograph.clone(), None), press);
        let inks = inks(&built(&project, "print"));
        let apart = median("*sRGB", &photograph, 3, &inks);
        assert!(apart < 3.0, "{press}: ΔE00 {apart:.2}");
        let most = inks.chunks(4).map(|p| p.iter().map(|&i| u32::from(i)).sum::<u32>()).max();
        let limit = if press.is_empty() { 300.0 } else { 240.0 };
        let most = f64::from(most.unwrap()) / 2.55;
        assert!(most <= limit, "{most:.1} % of ink, of {limit} %");
        // The deepest shadows are beyond 240 %: this is no empty promise.
        assert!(most > 235.0, "{most:.1}");
    }
    // Grey without a profile is of gamma 2.2.
    let gamma = ColorProfile::new_gray_with_gamma(2.2);
    for press in ["", "greys = \"black\"\n"] {
        let project = with_profile("logo.png", png(grey.clone(), None), press);
        project.write("grey.icc", gamma.encode().unwrap());
        let inks = inks(&built(&project, "print"));
        let light: Vec<u8> = grey.iter().copied().collect();
        let path = project.path("grey.icc");
        let apart = median(path.to_str().unwrap(), &light, 1, &inks);
        assert!(apart < 3.0, "{press}: ΔE00 {apart:.2}");
        let alone = inks.chunks(4).all(|pixel| pixel[..3] == [0, 0, 0]);
        assert_eq!(alone, press.contains("black"));
    }
}

#[test]
#[ignore = "needs the profiles of Ghostscript"]
fn neighbours_stay_neighbours() {
    let values = [[128, 128, 128], [128, 128, 129], [127, 128, 128], [128, 129, 128]];
    let image = RgbImage::from_fn(200, 200, |x, y| Rgb(values[((x + y) % 4) as usize]));
    let project = with_profile("logo.png", png(image, None), "");
    let inks = inks(&built(&project, "print"));
    for ink in 0..4 {
        let parts = || inks.iter().skip(ink).step_by(4);
        let (least, most) = (parts().min().unwrap(), parts().max().unwrap());
        assert!(most - least <= 3, "ink {ink}: {least} to {most}");
    }
}

#[test]
#[ignore = "needs littlecms and the profiles of Ghostscript"]
fn flat_black_and_greys_are_black_ink_as_dark_as_they_look() {
    let project = with_profile("logo.png", png(RgbImage::from_pixel(9, 9, Rgb([9; 3])), None), "");
    let greys = [0_u8, 51, 102, 128, 153, 204, 255];
    let colours: Vec<String> = greys.iter().map(|g| format!("rgb({g}, {g}, {g})")).collect();
    project.write(
        "templates/brief/main.typ",
        format!(
            "#set page(bleed: 10mm)\n= Title\n#for c in ({}) {{ rect(fill: c) }}",
            colours.join(", ")
        ),
    );
    let pdf = built(&project, "print");
    let page = pdf.page_iter().next().unwrap();
    let content = lopdf::content::Content::decode(&pdf.get_page_content(page)).unwrap();
    // The last colour before each rectangle is filled.
    let mut inks: Vec<Vec<f64>> = Vec::new();
    let mut current = Vec::new();
    for operation in &content.operations {
        match operation.operator.as_str() {
            "k" => {
                let parts = operation.operands.iter().map(|part| part.as_float().unwrap());
                current = parts.map(|part| f64::from(part) * 100.0).collect();
            }
            "f" => inks.push(current.clone()),
            _ => {}
        }
    }
    assert!(inks.iter().all(|inks| inks[..3] == [0.0; 3]), "{inks:?}");
    assert_eq!(inks.len(), greys.len());
    assert_eq!((inks[0][3], inks[6][3]), (100.0, 0.0));
    let printed = transformed(PROFILE, "*Lab", &inks);
    let meant: Vec<Vec<f64>> = greys.iter().map(|&grey| vec![f64::from(grey); 3]).collect();
    let meant = transformed("*sRGB", "*Lab", &meant);
    // Black ink alone is no darker than this; what is lighter keeps its distance from it.
    for (meant, printed) in meant.iter().zip(&printed).filter(|(meant, _)| meant[0] > 40.0) {
        assert!((meant[0] - printed[0]).abs() < 4.0, "L* {:.1}, {:.1}", meant[0], printed[0]);
    }
}

#[test]
#[ignore = "needs littlecms and the profiles of Ghostscript"]
fn our_own_colours_keep_to_the_limit_and_look_as_before() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("press.icc", std::fs::read(PROFILE).unwrap());
    let strongest = |total_ink: u32| -> Vec<f64> {
        let limit = format!("total_ink = {total_ink}\n");
        project.write("briefpress.toml", format!("{PROJECT}[press]\n{CONDITION}{limit}"));
        let pdf = built(&project, "print");
        let mut colours = Vec::new();
        for page in pdf.page_iter() {
            let content = pdf.get_page_content(page);
            for operation in lopdf::content::Content::decode(&content).unwrap().operations {
                if operation.operator.eq_ignore_ascii_case("k") {
                    let parts = operation.operands.iter().map(|part| part.as_float().unwrap());
                    colours.push(parts.map(|part| f64::from(part) * 100.0).collect::<Vec<_>>());
                }
            }
        }
        let most = |one: &Vec<f64>, other: &Vec<f64>| {
            one.iter().sum::<f64>().total_cmp(&other.iter().sum())
        };
        colours.into_iter().max_by(most).unwrap()
    };
    let (free, held) = (strongest(300), strongest(220));
    assert!(free.iter().sum::<f64>() > 225.0, "the accent takes more: {free:?}");
    assert!(held.iter().sum::<f64>() <= 220.01, "{held:?}");
    let seen = transformed(PROFILE, "*Lab", &[free, held]);
    assert!(difference(seen[0], seen[1]) < 1.5, "{seen:?}");
}

#[test]
fn on_screen_a_profile_of_any_version_survives() {
    let image = photograph(200, 200);
    let profile = |major: u8, minor: u8| {
        let mut profile = ColorProfile::new_adobe_rgb().encode().unwrap();
        (profile[8], profile[9]) = (major, minor << 4);
        profile
    };
    for (major, minor) in [(2, 1), (2, 4), (4, 0), (4, 2), (4, 3), (4, 4)] {
        let own = profile(major, minor);
        for (name, bytes) in [
            ("logo.png", png(image.clone(), Some(own.clone()))),
            ("logo.jpg", jpeg(&image, Some(own.clone()))),
        ] {
            let project = with_logo(name, bytes, "");
            let pdf = built(&project, "screen");
            let [picture] = pictures(&pdf)[..] else { panic!("one picture") };
            let space = picture.dict.get_deref(b"ColorSpace", &pdf).unwrap().as_array().unwrap();
            assert_eq!(space[0].as_name().unwrap(), b"ICCBased", "{name} {major}.{minor}");
            let stream = pdf.dereference(&space[1]).unwrap().1.as_stream().unwrap();
            let there = stream.get_plain_content().unwrap();
            // Its label and digest apart.
            assert_eq!(there[10..84], own[10..84], "{name} {major}.{minor}");
            assert_eq!(there[100..], own[100..], "{name} {major}.{minor}");
            // In print it is what the picture went through.
            let plain = with_logo(
                name,
                if name == "logo.png" { png(image.clone(), None) } else { jpeg(&image, None) },
                "",
            );
            assert_ne!(inks(&built(&project, "print")), inks(&built(&plain, "print")));
        }
    }
}

/// Camera data that say how the picture lies, and where it was taken.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 13.4125 N 103.8670 E");
    exif
}

#[test]
fn what_a_camera_wrote_about_a_picture_is_gone_and_the_picture_upright() {
    // The left half is light.
    let image = RgbImage::from_fn(400, 200, |x, _| Rgb(if x < 200 { [250; 3] } else { [5; 3] }));
    let mut segment = b"\xFF\xE1".to_vec();
    let exif = [b"Exif\0\0".to_vec(), exif(6)].concat();
    segment.extend((exif.len() as u16 + 2).to_be_bytes());
    segment.extend(exif);
    segment.extend(b"\xFF\xFE\0\x0Cby someone");
    let plain = jpeg(&image, None);
    let bytes = [&plain[..2], &segment, &plain[2..], b"and a film behind it"].concat();
    let project = with_logo("logo.jpg", bytes, "");
    let pdf = built(&project, "screen");
    let [picture] = pictures(&pdf)[..] else { panic!("one picture") };
    let [width, height] =
        [&b"Width"[..], b"Height"].map(|key| picture.dict.get(key).unwrap().as_i64().unwrap());
    assert_eq!((width, height), (200, 400), "it stands");
    let shown = image::load_from_memory(&picture.content).unwrap().into_rgb8();
    // Turned clockwise, its left is above.
    assert!(shown[(100, 20)].0[0] > 200 && shown[(100, 380)].0[0] < 50);
    let file = project.read("dist/a/a.en.pdf");
    for word in [&b"Exif"[..], b"GPS 13", b"by someone", b"a film"] {
        let held = |bytes: &[u8]| bytes.windows(word.len()).any(|part| part == word);
        assert!(!held(&file) && !held(&picture.content), "{}", String::from_utf8_lossy(word));
    }
}

#[test]
fn a_jpeg_of_inks_is_set_in_both_editions() {
    // Made by another program: 160 × 160 pixels of 80 % cyan and 10 % black, as Adobe's programs write
    // them, and with the marker taken out, which turns them round.
    let adobe = include_bytes!("../fixtures/press/cyan.jpg").to_vec();
    let marker = adobe.windows(7).position(|part| part == b"\xFF\xEE\0\x0EAdo").unwrap();
    let plain = [&adobe[..marker], &adobe[marker + 16..]].concat();
    for (bytes, cyan) in [(adobe, true), (plain, false)] {
        let project = with_logo("logo.jpg", bytes, "");
        let pdf = built(&project, "screen");
        let [picture] = pictures(&pdf)[..] else { panic!("one picture") };
        let shown = image::load_from_memory(&picture.content).unwrap().into_rgb8();
        let Rgb([r, g, b]) = shown[(8, 8)];
        let expected: [u8; 3] = if cyan { [46, 230, 230] } else { [20, 0, 0] };
        for (is, expected) in [r, g, b].into_iter().zip(expected) {
            assert!(is.abs_diff(expected) < 14, "{:?}, not {expected}", [r, g, b]);
        }
        let inks = inks(&built(&project, "print"));
        assert_eq!(inks[0] > 150, cyan, "{:?}", &inks[..4]);
    }
}

#[test]
fn gradients_of_an_svg_become_inks_and_those_without_end_are_refused_at_their_key() {
    let svg = |spread: &str, kind: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>\
             <{kind}Gradient id='g' spreadMethod='{spread}'><stop offset='0' stop-color='#c81e1e'/>\
             <stop offset='0.4' stop-color='#ffee00'/>\
             <stop offset='1' stop-color='#002288' stop-opacity='0.5'/></{kind}Gradient>\
             <rect width='90' height='90' fill='url(#g)'/></svg>"
        )
    };
    for kind in ["linear", "radial"] {
        let project = with_logo("logo.svg", svg("pad", kind).into_bytes(), "");
        let pdf = built(&project, "print");
        let mut shadings = 0;
        for dict in pdf.objects.values().filter_map(|object| object.as_dict().ok()) {
            if !dict.has(b"ShadingType") {
                continue;
            }
            let space = dict.get_deref(b"ColorSpace", &pdf).unwrap();
            // What is half seen through is so by a mask, whose greys are no colours.
            let Ok(space) = space.as_name() else { continue };
            shadings += 1;
            assert_eq!(space, b"DeviceCMYK");
            let function = dict.get_deref(b"Function", &pdf).unwrap().as_stream().unwrap();
            let table = function.get_plain_content().unwrap();
            assert_eq!(table[..4], [0, 217, 217, 55], "the first stop");
            assert_eq!(table[table.len() - 4..], [255, 191, 0, 119], "the last");
        }
        assert_eq!(shadings, 1, "{kind}");
        let project = with_logo("logo.svg", svg("reflect", kind).into_bytes(), "");
        let run = project.run(&["check", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.starts_with("briefpress.toml:4:8: error[asset::"), "{}", run.stderr);
        assert!(run.stderr.contains("gradient that repeats"), "{}", run.stderr);
    }
}

#[test]
fn the_same_picture_in_two_places_is_in_the_file_once() {
    let project = with_logo("logo.png", png(photograph(100, 100), None), "");
    let bytes = jpeg(&photograph(120, 90), None);
    project.write("templates/brief/one.jpg", bytes.clone());
    project.write("templates/brief/two.jpg", bytes);
    project.write(
        "templates/brief/main.typ",
        "#set page(bleed: 10mm)\n= Title\n#image(\"one.jpg\", alt: \"One\", width: 20pt)\n\
         #image(\"two.jpg\", alt: \"Two\", width: 25pt)\n#image(\"one.jpg\", alt: \"One\", width: 9pt)",
    );
    for edition in ["screen", "print"] {
        assert_eq!(pictures(&built(&project, edition)).len(), 1, "{edition}");
    }
}

#[test]
fn what_greys_are_printed_with_is_one_of_two() {
    let project = with_logo("logo.png", png(photograph(300, 300), None), "greys = \"grey\"\n");
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("briefpress.toml:7:9: error[schema::bad-value]"), "{}", run.stderr);
}
