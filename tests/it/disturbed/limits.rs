//! Inputs that are too large, too deep or too many.

use std::fs::{self, File};
use std::process::Command;

use super::{Disturbance, hold};
use crate::support::{MINIMAL, PROJECT, TestProject};

/// Puts a logo into the project's masthead.
fn logo(project: &TestProject, name: &str, bytes: impl AsRef<[u8]>) {
    project.write(name, bytes);
    name_logo(project, name);
}

fn name_logo(project: &TestProject, name: &str) {
    let brand = format!("{PROJECT}[brand]\nlogo = \"{name}\"\nlogo_alt = \"A dove\"\n");
    project.write("briefpress.toml", brand);
}

/// The beginning of a PNG of a size, which is all that is looked at.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&b"IHDR"[..], &width.to_be_bytes(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]];
    for (length, chunk) in [(13_u32, header.concat()), (0, b"IDAT".to_vec())] {
        bytes.extend(length.to_be_bytes());
        bytes.extend(&chunk);
        let mut checksum = flate2::Crc::new();
        checksum.update(&chunk);
        bytes.extend(checksum.sum().to_be_bytes());
    }
    bytes
}

fn svg(inner: &str) -> String {
    let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"100\">";
    format!("{head}{inner}</svg>")
}

/// An SVG with a filter of one step over a large region.
fn filtered(step: &str) -> String {
    svg(&format!(
        "<filter id=\"f\" x=\"-1e4\" y=\"-1e4\" width=\"2e4\" height=\"2e4\" \
         filterUnits=\"userSpaceOnUse\">{step}</filter>\
         <rect width=\"9\" height=\"9\" filter=\"url(#f)\"/>"
    ))
}

/// Ten times ten times ten, to the ninth.
fn laughs() -> String {
    let levels = (1..10).map(|level| {
        let uses = format!("<use href=\"#a{}\"/>", level - 1).repeat(10);
        format!("<g id=\"a{level}\">{uses}</g>")
    });
    svg(&format!("<g id=\"a0\"><rect/></g>{}", levels.collect::<String>()))
}

/// A file of no bytes that says it has many.
fn sparse(project: &TestProject, path: &str) {
    let path = project.path(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().set_len(4 << 30).unwrap();
}

fn pipe(project: &TestProject, path: &str) {
    fs::create_dir_all(project.path(path).parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(project.path(path)).status().unwrap().success());
}

/// Has the template place images in the documents of brief `b`.
fn place_in_b(project: &TestProject, images: &[&str]) {
    let run = project.run(&["template", "eject", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let brief = MINIMAL.replacen("title = \"", "title = \"Only here: ", 1);
    project.write("briefs/b/brief.toml", brief);
    let mut template = fs::read_to_string(project.path("templates/brief/main.typ")).unwrap();
    for image in images {
        template += &format!(
            "#if repr(brief.title).contains(\"Only here\") {{ image(\"{image}\", alt: \"A dove\") }}\n"
        );
    }
    project.write("templates/brief/main.typ", template);
}

/// A value in the place of the title of brief `a`.
fn title(project: &TestProject, value: &str) {
    let line = MINIMAL.lines().find(|line| line.starts_with("title = ")).unwrap();
    project.write("briefs/a/brief.toml", MINIMAL.replacen(line, &format!("title = {value}"), 1));
}

/// The brief that is still as it was is built, by another template.
const REBUILT: &[&str] = &["briefs/b/brief.toml", "dist/a/a.en.pdf", "dist/a/a.fr.pdf"];

#[test]
fn a_logo_beyond_a_limit_is_named() {
    let project_file: &[&str] = &["briefpress.toml"];
    let row = |name, disturb, says| Disturbance {
        but: project_file,
        unlisted: &["dist/a/", "dist/b/"],
        ..Disturbance::of_build(name, disturb, 1, says)
    };
    hold(&[
        row(
            "a logo of 3,600 megapixels",
            |project| logo(project, "logo.png", png(60_000, 60_000)),
            &[
                "briefpress.toml:4:8",
                "`logo.png` has 60,000 × 60,000 pixels, 3,600 megapixels; an image may have 64",
                "`image_megapixels` below `[limits]`",
            ],
        ),
        row(
            "a logo of 50,000 groups in each other",
            |project| {
                let groups = format!("{}{}", "<g>".repeat(50_000), "</g>".repeat(50_000));
                logo(project, "logo.svg", svg(&groups));
            },
            &["briefpress.toml:4:8", "`logo.svg` has elements 50001 deep", "256 levels"],
        ),
        row(
            "a logo that repeats itself without end",
            |project| logo(project, "logo.svg", laughs()),
            &["briefpress.toml:4:8", "`logo.svg` draws more than 200,000 elements"],
        ),
        row(
            "a logo that expands without end",
            |project| {
                let value = "x".repeat(1000);
                let doctype = format!("<!DOCTYPE svg [<!ENTITY a \"{value}\">]>");
                let text = format!("<text>{}</text>", "&a;".repeat(2000));
                logo(project, "logo.svg", doctype + &svg(&text));
            },
            &["briefpress.toml:4:8", "`logo.svg` has entities that expand to more than 1 MB"],
        ),
        row(
            "a logo with a filter over a square mile",
            |project| {
                logo(project, "logo.svg", filtered("<feTurbulence numOctaves=\"1000000\"/>"));
            },
            &[
                "briefpress.toml:4:8",
                "`logo.svg` has filters that take",
                "a document may have 100",
                "`svg_filter_megapixels` below `[limits]`",
            ],
        ),
        row(
            "a logo that is cut off",
            |project| logo(project, "logo.png", png(10, 10)),
            &["briefpress.toml:4:8", "`logo.png` is damaged"],
        ),
        row(
            "a logo that is no SVG",
            |project| logo(project, "logo.svg", "<svg><g></svg>"),
            &["briefpress.toml:4:8", "`logo.svg` cannot be read as an SVG"],
        ),
        row(
            "a logo that is a pipe",
            |project| {
                pipe(project, "logo.png");
                name_logo(project, "logo.png");
            },
            &["briefpress.toml:4:8", "logo.png is not a regular file"],
        ),
        row(
            "a logo that is a file of the system",
            |project| {
                std::os::unix::fs::symlink("/etc/passwd", project.path("logo.png")).unwrap();
                name_logo(project, "logo.png");
            },
            &["briefpress.toml:4:8", "logo.png leads outside the project"],
        ),
        row(
            "a logo of four gigabytes of nothing",
            |project| {
                sparse(project, "logo.png");
                name_logo(project, "logo.png");
            },
            &["briefpress.toml:4:8", "logo.png is larger than 32 MB", "`asset_megabytes`"],
        ),
    ]);
}

#[test]
fn an_image_of_a_template_stops_what_it_stands_in() {
    let row = |name, disturb, says| Disturbance {
        but: REBUILT,
        unlisted: &["dist/b/"],
        ..Disturbance::of_build(name, disturb, 1, says)
    };
    hold(&[
        row(
            "a picture of 3,600 megapixels in a template",
            |project| {
                project.write("templates/big.png", png(60_000, 60_000));
                place_in_b(project, &["../big.png"]);
            },
            &[
                "templates/brief/main.typ:13",
                "`templates/big.png` has 60,000 × 60,000 pixels",
                "`b/b.en.pdf` cannot be set with it",
            ],
        ),
        row(
            "three pictures that are too much together",
            |project| {
                for name in ["one", "two", "three"] {
                    project.write(&format!("templates/{name}.png"), png(8_000, 8_000));
                }
                // They are counted before they are decoded.
                place_in_b(project, &[]);
                let path = "templates/brief/main.typ";
                let template = fs::read_to_string(project.path(path)).unwrap();
                let read = ["one", "two", "three"]
                    .map(|name| format!("  let _ = read(\"../{name}.png\", encoding: none)\n"));
                let read = read.concat();
                let only = format!("#if repr(brief.title).contains(\"Only here\") {{\n{read}}}\n");
                project.write(path, template + &only);
            },
            &[
                "templates/brief/main.typ",
                "brings the images of the document to 192 megapixels; all together may have 128",
                "`document_megapixels` below `[limits]`",
            ],
        ),
        row(
            "a picture that names a file of the system",
            |project| {
                let image = "<image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>";
                project.write("templates/out.svg", svg(image));
                place_in_b(project, &["../out.svg"]);
            },
            &["templates/out.svg", "/etc/passwd", "`b/b.en.pdf` cannot be set with it"],
        ),
    ]);
}

#[test]
fn fonts_profiles_and_texts_beyond_a_limit_are_named() {
    let row = |name, disturb, says| Disturbance {
        but: &["briefpress.toml", "briefs/a/brief.toml"],
        unlisted: &["dist/a/", "dist/b/"],
        ..Disturbance::of_build(name, disturb, 1, says)
    };
    hold(&[
        row(
            "a font of four gigabytes of nothing",
            |project| sparse(project, "fonts/big.ttf"),
            &["fonts/big.ttf", "4096 MB; a font file may have 64", "`font_megabytes`"],
        ),
        row(
            "a collection of four thousand million faces",
            |project| {
                project.write("fonts/all.ttc", b"ttcf\0\x01\0\0\xFF\xFF\xFF\xFF".repeat(1000));
            },
            &["fonts/all.ttc", "4,294,967,295 faces; a font file may have 256"],
        ),
        row(
            "a profile of four gigabytes of nothing",
            |project| {
                sparse(project, "press.icc");
                let press = "[press]\nprofile = \"press.icc\"\ncondition = \"FOGRA51\"\n";
                project.write("briefpress.toml", format!("{PROJECT}{press}"));
            },
            &["briefpress.toml:4:11", "press.icc is larger than 32 MB"],
        ),
        row(
            "a limit beyond its range",
            |project| {
                let limits = "[limits]\nsvg_elements = 99999999\n";
                project.write("briefpress.toml", format!("{PROJECT}{limits}"));
            },
            &["briefpress.toml:4:16", "`svg_elements` cannot be 99999999", "1,000 to 1,000,000"],
        ),
        row(
            "a brief of four gigabytes of nothing",
            |project| sparse(project, "briefs/a/brief.toml"),
            &["briefs/a/brief.toml is larger than 4 MB", "`text_megabytes` below `[limits]`"],
        ),
        row(
            "a title of ten megabytes",
            |project| title(project, &format!("\"{}\"", "long ".repeat(2 << 20))),
            &["briefs/a/brief.toml is larger than 4 MB"],
        ),
        row(
            "a list of 50,000 lists in each other",
            |project| title(project, &format!("{}{}", "[".repeat(50_000), "]".repeat(50_000))),
            &["briefs/a/brief.toml:1"],
        ),
        row(
            "a title with a NUL in it",
            |project| title(project, "\"A\\u0000B\""),
            &["briefs/a/brief.toml:1:", "U+0000"],
        ),
    ]);
}

#[test]
fn a_pdf_is_judged_within_limits() {
    let row = |name, disturb, args, says| Disturbance {
        args,
        ..Disturbance::of_build(name, disturb, 3, says)
    };
    hold(&[
        row(
            "a PDF that is a pipe",
            |project| pipe(project, "a.pdf"),
            &["preflight", "a.pdf"],
            &["a.pdf", "no regular file"],
        ),
        row(
            "a PDF that is a device",
            |_| (),
            &["preflight", "/dev/zero"],
            &["/dev/zero", "no regular file"],
        ),
    ]);
}
