//! `build --edition print`: what a print shop gets.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use moxcms::ColorProfile;

use crate::support::{MINIMAL, PROJECT, Run, TestProject, repository};

/// Millimetres in points.
const MM: f32 = 72.0 / 25.4;

fn load(project: &TestProject, file: &str) -> Document {
    Document::load_mem(&project.read(file)).unwrap()
}

fn page_box(page: &Dictionary, name: &str) -> Vec<f32> {
    let sides = page.get(name.as_bytes()).and_then(Object::as_array).unwrap();
    sides.iter().map(|side| side.as_float().unwrap()).collect()
}

/// The operators of a page and of every form.
fn operators(document: &Document) -> Vec<String> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let forms = streams.filter(|stream| {
        stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
    });
    let mut contents: Vec<Vec<u8>> = forms.map(|form| form.get_plain_content().unwrap()).collect();
    contents.extend(document.page_iter().map(|page| document.get_page_content(page)));
    let operations = contents.iter().flat_map(|bytes| Content::decode(bytes).unwrap().operations);
    operations.map(|operation| operation.operator).collect()
}

fn images(document: &Document) -> Vec<ObjectId> {
    let is_image = |object: &Object| {
        object.as_stream().is_ok_and(|stream| {
            stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
        })
    };
    document.objects.iter().filter(|(_, object)| is_image(object)).map(|(id, _)| *id).collect()
}

fn with_press(press: &str) -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefpress.toml", format!("{PROJECT}{press}"));
    project
}

fn print(project: &TestProject) -> Run {
    project.run(&["build", "--edition", "print"])
}

#[test]
fn pages_have_trim_and_bleed_and_nothing_but_ink() {
    let project = TestProject::copy_of(repository());
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.pdfs("dist");
    let printed: Vec<&String> = files.iter().filter(|file| file.contains(".print.")).collect();
    assert_eq!(printed.len() * 2, files.len(), "both editions of everything");
    for file in printed {
        let document = load(&project, &format!("dist/{file}"));
        let screen = load(&project, &format!("dist/{}", file.replace(".print.", ".")));
        assert_eq!(document.version, "1.6", "{file}");
        assert_eq!(document.page_iter().count(), screen.page_iter().count());
        for (id, on_screen) in document.page_iter().zip(screen.page_iter()) {
            let page = document.get_dictionary(id).unwrap();
            let [media, bleed, trim] =
                ["MediaBox", "BleedBox", "TrimBox"].map(|b| page_box(page, b));
            let finished = page_box(screen.get_dictionary(on_screen).unwrap(), "MediaBox");
            let near = |a: f32, b: f32| (a - b).abs() < 0.01;
            for (side, sign) in [(0, -1.0), (1, -1.0), (2, 1.0), (3, 1.0)] {
                assert!(
                    near(bleed[side], trim[side] + sign * 3.0 * MM),
                    "{file}: {bleed:?} {trim:?}"
                );
                assert!((media[side] - bleed[side]) * sign > 6.0 * MM, "{file}: room for marks");
            }
            assert!(near(trim[2] - trim[0], finished[2]) && near(trim[3] - trim[1], finished[3]));
            assert!(!page.has(b"Annots"), "{file}: nothing to click on paper");
        }
        let light = ["g", "G", "rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"];
        let operators = operators(&document);
        assert!(operators.iter().any(|operator| operator == "k"));
        assert!(!operators.iter().any(|operator| light.contains(&operator.as_str())), "{file}");
        assert!(!document.catalog().unwrap().has(b"OutputIntents"), "no profile, no promise");
        assert!(
            !String::from_utf8_lossy(&project.read(&format!("dist/{file}"))).contains("GTS_PDFX")
        );
    }
}

#[test]
fn the_number_of_pages_is_padded_where_asked() {
    let project = with_press("[press]\npage_multiple = 4\n");
    let run = print(&project);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(load(&project, "dist/a/a.en.print.pdf").page_iter().count(), 4);
    assert_eq!(load(&project, "dist/a/a.en.indicators.print.pdf").page_iter().count(), 4);
}

#[test]
fn inks_are_what_the_project_says() {
    let spot = "[press.accent]\nspot = \"PANTONE 2955 C\"\ncmyk = [100, 60, 10, 50]\n";
    let project = with_press(spot);
    let run = print(&project);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = load(&project, "dist/a/a.en.print.pdf");
    let mut spaces = pdf.objects.values().filter_map(|object| object.as_array().ok());
    assert!(spaces.any(|space| {
        space.first().and_then(|name| name.as_name().ok()) == Some(b"Separation")
            && space[1].as_name().is_ok_and(|name| name.starts_with(b"PANTONE"))
    }));
    for (press, code) in [
        ("[press.accent]\ncmyk = [100, 100, 100, 100]\n", "press::total-ink"),
        ("[press.accent]\ncmyk = [100, 100]\n", "schema::bad-value"),
        ("[press.accent]\nspot = \"Gold\"\n", "schema::missing-key"),
        ("[press]\nbleed = 90\n", "schema::bad-value"),
        ("[press]\ncondition = \"FOGRA51\"\n", "schema::missing-key"),
    ] {
        let run = with_press(press).run(&["check", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{press}");
        assert!(run.stderr.starts_with("briefpress.toml:"), "{}", run.stderr);
        assert!(run.stderr.contains(&format!(": error[{code}]: ")), "{code}: {}", run.stderr);
    }
}

#[test]
fn a_profile_that_is_none_is_pointed_at() {
    let press = "[press]\nprofile = \"press.icc\"\ncondition = \"FOGRA51\"\n";
    let rgb = ColorProfile::new_srgb().encode().unwrap();
    for (bytes, words) in [
        (None, "press.icc"),
        (Some(b"not a profile".to_vec()), "no ICC profile"),
        (Some(rgb), "other colours than CMYK"),
    ] {
        let project = with_press(press);
        if let Some(bytes) = bytes {
            project.write("press.icc", bytes);
        }
        let run = project.run(&["build", "--edition", "print", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let place = "briefpress.toml:4:11: error[press::profile]";
        assert!(run.stderr.contains(place) && run.stderr.contains(words), "{}", run.stderr);
        assert_eq!(project.files("dist"), [""; 0]);
    }
}

#[test]
fn a_logo_is_separated_and_must_be_fine_enough() {
    // The logo is placed 11 mm high.
    for (pixels, format, code, word) in [
        (200, ImageFormat::Png, 0, None),
        (200, ImageFormat::Jpeg, 0, None),
        (100, ImageFormat::Png, 0, Some("warning[press::low-resolution]")),
        (30, ImageFormat::Png, 1, Some("error[press::resolution]")),
    ] {
        let mut bytes = Vec::new();
        DynamicImage::from(RgbImage::from_pixel(pixels, pixels, Rgb([200, 30, 30])))
            .write_to(&mut Cursor::new(&mut bytes), format)
            .unwrap();
        let name = if format == ImageFormat::Png { "logo.png" } else { "logo.jpg" };
        let project = with_press(&format!("[brand]\nlogo = \"{name}\"\nlogo_alt = \"A square\"\n"));
        project.write(name, bytes);
        let run = project.run(&[
            "build",
            "--edition",
            "print",
            "--only",
            "brief",
            "--message-format",
            "short",
        ]);
        assert_eq!(run.code, code, "{}", run.stderr);
        match word {
            Some(word) => {
                let place = format!("briefpress.toml:4:8: {word}");
                assert!(run.stderr.contains(&place), "{}", run.stderr);
            }
            None => assert!(!run.stderr.contains("press::"), "{}", run.stderr),
        }
        if code == 0 {
            let pdf = load(&project, "dist/a/a.en.print.pdf");
            let [image] = images(&pdf)[..] else { panic!("one image") };
            let image = pdf.get_object(image).and_then(Object::as_stream).unwrap();
            assert_eq!(image.dict.get(b"ColorSpace").unwrap().as_name().unwrap(), b"DeviceCMYK");
            let samples = image.get_plain_content().unwrap();
            assert_eq!(samples.len(), (pixels * pixels * 4) as usize);
            assert!(samples[1] > 150 && samples[0] < 40, "red is magenta and yellow");
        }
    }
}

#[test]
fn an_image_of_as_many_dots_as_the_press_needs_is_fine_enough() {
    let project = TestProject::with_brief(MINIMAL);
    let mut square = Vec::new();
    let pixels = RgbImage::from_pixel(300, 300, Rgb([200, 30, 30]));
    DynamicImage::from(pixels).write_to(&mut Cursor::new(&mut square), ImageFormat::Png).unwrap();
    project.write("templates/brief/square.png", square);
    // An inch is 72 points.
    for (width, coarse) in [(72, false), (73, true)] {
        project.write(
            "templates/brief/main.typ",
            format!(
                "#set page(bleed: 10mm)\n= Title\n\
                 #image(\"square.png\", width: {width}pt, alt: \"A square\")"
            ),
        );
        let run = project.run(&["build", "--edition", "print", "--only", "brief"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(run.stderr.contains("press::low-resolution"), coarse, "{}", run.stderr);
    }
}

#[test]
fn colours_a_template_leaves_in_light_become_inks() {
    let project = TestProject::with_brief(MINIMAL);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
               <rect width='9' height='9' fill='#c81e1e' stroke='#123456'/></svg>";
    project.write("templates/brief/logo.svg", svg);
    project.write(
        "templates/brief/main.typ",
        "#set page(bleed: 10mm)\n= Title\n#text(fill: red)[Red] #text(fill: luma(40%))[grey]\n\
         #image(\"logo.svg\", alt: \"A square\")",
    );
    let run = project.run(&["build", "--edition", "print", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let operators = operators(&load(&project, "dist/a/a.en.print.pdf"));
    let inks = ["k", "K"];
    let light = ["g", "G", "rg", "RG", "cs", "CS", "scn", "SCN"];
    assert!(inks.iter().all(|ink| operators.iter().any(|operator| operator == ink)));
    assert!(!operators.iter().any(|operator| light.contains(&operator.as_str())));
}

#[test]
fn a_print_edition_with_other_words_is_not_built() {
    let project = TestProject::with_brief(MINIMAL);
    project.write(
        "templates/brief/main.typ",
        "#let brief = json(\"/brief.json\")\n= Title\nWords for #brief.edition only.",
    );
    let run = print(&project);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("press::text-differs"), "{}", run.stderr);
    assert!(run.stderr.contains("“print only.”"), "{}", run.stderr);
    assert_eq!(project.files("dist"), [""; 0]);
}

#[test]
fn without_a_profile_preflight_misses_nothing_but_the_printing_condition() {
    let project = TestProject::copy_of(repository());
    assert_eq!(print(&project).code, 0);
    let files: Vec<String> =
        project.pdfs("dist").into_iter().map(|file| format!("dist/{file}")).collect();
    assert!(files.len() >= 12);
    let args: Vec<&str> = ["preflight", "--format", "json"]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    let run = project.run(&args);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    for file in report["files"].as_array().unwrap() {
        assert_eq!(file["edition"], "print");
        let findings = file["findings"].as_array().unwrap();
        let codes: Vec<&str> = findings.iter().map(|it| it["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["press::no-output-intent"], "{file}");
    }
}
