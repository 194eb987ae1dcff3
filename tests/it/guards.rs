//! What stands between a mistake and a release. Each of these fails when the guard it is about is
//! taken out of the program.

use std::fs;
use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::{Document, Object, Stream};
use serde_json::Value;

use crate::support::{MINIMAL, PROJECT, Run, TestProject, own_face, run};

/// A build of the briefs alone, one document after the other.
const BRIEFS: [&str; 5] = ["build", "-v", "--only", "brief", "--jobs=1"];

fn text(project: &TestProject, path: &str) -> String {
    String::from_utf8(project.read(path)).unwrap()
}

/// Puts other text into a file, in one place.
fn change(project: &TestProject, path: &str, from: &str, to: &str) {
    let before = text(project, path);
    let after = before.replacen(from, to, 1);
    assert_ne!(before, after, "{from} is not in {path}: {before}");
    project.write(path, after);
}

fn manifest(project: &TestProject, out: &str) -> Value {
    serde_json::from_slice(&project.read(&format!("{out}/manifest.json"))).unwrap()
}

fn succeeds(run: Run) -> Run {
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

/// A build of the briefs in the background.
#[cfg(unix)]
fn start(project: &TestProject, arguments: &[&str]) -> std::process::Child {
    use std::process::{Command, Stdio};
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(BRIEFS).args(arguments).current_dir(project.path("")).env_clear();
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// A brief in a template of a few words, which is set in no time.
fn plain() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/brief/main.typ", "= Title\nWords.");
    project
}

#[test]
fn where_one_file_of_a_brief_cannot_be_written_none_is_replaced() {
    let project = plain();
    succeeds(project.run(&BRIEFS));
    let before = project.read("dist/a/a.en.pdf");
    // The picture has no place to be written to.
    fs::remove_dir_all(project.path("dist/thumbnails")).unwrap();
    project.write("dist/thumbnails", "a file where the folder should be");
    project.write("templates/brief/main.typ", "= Title\nOther words.");
    let run = project.run(&BRIEFS);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(project.read("dist/a/a.en.pdf") == before, "one is new and the other is not");
}

/// An ICC profile of four inks by ISO 15076-1: the darker, the more of all of them, up to 400 per
/// cent for black.
fn heavy_profile() -> Vec<u8> {
    let words = |values: &[u16]| values.iter().flat_map(|v| v.to_be_bytes()).collect::<Vec<u8>>();
    // Between two values, all tables are straight lines.
    let head = |from: u8, to: u8| {
        let mut table = [&b"mft2\0\0\0\0"[..], &[from, to, 2, 0]].concat();
        for place in 0..9 {
            table.extend(if place % 4 == 0 { 0x1_0000_u32 } else { 0 }.to_be_bytes());
        }
        table.extend(words(&[2, 2]));
        table
    };
    let mut table = head(3, 4);
    table.extend(words(&[0, 0xffff].repeat(3)));
    // The lightness is the first of the three that a colour is looked up by.
    table.extend(words(&[0xffff; 16]));
    table.extend(words(&[0; 16]));
    table.extend(words(&[0, 0xffff].repeat(4)));
    // And back: each ink takes a quarter of the lightness.
    let mut back = head(4, 3);
    back.extend(words(&[0, 0xffff].repeat(4)));
    for inks in 0..16_u16 {
        let lightness = 0xff00 / 4 * (4 - inks.count_ones());
        back.extend(words(&[u16::try_from(lightness).unwrap(), 0x8000, 0x8000]));
    }
    back.extend(words(&[0, 0xffff].repeat(3)));
    let white: Vec<u8> =
        [&b"XYZ \0\0\0\0"[..], &[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]].concat();
    let (to_inks, from_inks) = (white.len(), white.len() + table.len());
    let tags: [(&[u8], usize, usize); 7] = [
        (b"wtpt", 0, white.len()),
        (b"B2A0", to_inks, table.len()),
        (b"B2A1", to_inks, table.len()),
        (b"B2A2", to_inks, table.len()),
        (b"A2B0", from_inks, back.len()),
        (b"A2B1", from_inks, back.len()),
        (b"A2B2", from_inks, back.len()),
    ];
    let start = 128 + 4 + 12 * tags.len();
    let number = |number: usize| u32::try_from(number).unwrap().to_be_bytes();
    let mut profile = vec![0; 128];
    profile[0..4].copy_from_slice(&number(start + white.len() + table.len() + back.len()));
    profile[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    profile[12..24].copy_from_slice(b"prtrCMYKLab ");
    profile[36..40].copy_from_slice(b"acsp");
    profile[68..80].copy_from_slice(&white[8..20]);
    profile.extend(number(tags.len()));
    for (name, offset, length) in tags {
        profile.extend([name, &number(start + offset)[..], &number(length)].concat());
    }
    [profile, white, table, back].concat()
}

/// A project with a logo of one dark colour, printed with much ink.
fn heavy(total_ink: u16) -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    let mut logo = Vec::new();
    let dark = RgbImage::from_pixel(200, 200, Rgb([6, 0, 0]));
    DynamicImage::from(dark).write_to(&mut Cursor::new(&mut logo), ImageFormat::Png).unwrap();
    project.write("logo.png", logo);
    project.write("press.icc", heavy_profile());
    project.write(
        "briefpress.toml",
        format!(
            "{PROJECT}[brand]\nlogo = \"logo.png\"\nlogo_alt = \"A square\"\n[press]\n\
             profile = \"press.icc\"\ncondition = \"FOGRA51\"\ntotal_ink = {total_ink}\n"
        ),
    );
    project
}

/// The most ink in one place of the images of a PDF, in per cent.
fn most_ink(pdf: &Document) -> usize {
    let images = images(pdf).filter(|image| name_of(image, b"ColorSpace") == b"DeviceCMYK");
    let samples = images.flat_map(|image| image.get_plain_content().unwrap());
    let samples: Vec<usize> = samples.map(usize::from).collect();
    let inks = samples.chunks_exact(4).map(|inks| inks.iter().sum::<usize>());
    inks.max().expect("an image in inks") * 100 / 255
}

fn images(pdf: &Document) -> impl Iterator<Item = &Stream> {
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    streams.filter(|stream| name_of(stream, b"Subtype") == b"Image")
}

fn name_of<'a>(stream: &'a Stream, key: &[u8]) -> &'a [u8] {
    stream.dict.get(key).and_then(Object::as_name).unwrap_or_default()
}

#[test]
fn no_place_gets_more_ink_than_the_paper_takes() {
    let project = heavy(280);
    succeeds(project.run(&[&BRIEFS[..], &["--edition=print"]].concat()));
    let pdf = Document::load_mem(&project.read("dist/a/a.en.print.pdf")).unwrap();
    let most = most_ink(&pdf);
    assert!((200..=280).contains(&most), "{most} per cent");
}

#[test]
fn another_limit_of_ink_makes_another_print_edition() {
    let project = heavy(390);
    let print = [&BRIEFS[..], &["--edition=print"]].concat();
    succeeds(project.run(&print));
    // Nothing but the logo has so much ink.
    change(&project, "briefpress.toml", "total_ink = 390", "total_ink = 380");
    let run = succeeds(project.run(&print));
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
    let pdf = Document::load_mem(&project.read("dist/a/a.en.print.pdf")).unwrap();
    let most = most_ink(&pdf);
    assert!((350..=380).contains(&most), "{most} per cent");
}

#[test]
fn what_is_transparent_stays_so_in_print() {
    let project = TestProject::with_brief(MINIMAL);
    let mut logo = Vec::new();
    let shape = RgbaImage::from_fn(200, 200, |x, _| Rgba([200, 30, 30, x as u8]));
    DynamicImage::from(shape).write_to(&mut Cursor::new(&mut logo), ImageFormat::Png).unwrap();
    project.write("logo.png", logo);
    let brand = "[brand]\nlogo = \"logo.png\"\nlogo_alt = \"A square\"\n";
    project.write("briefpress.toml", format!("{PROJECT}{brand}"));
    succeeds(project.run(&[&BRIEFS[..], &["--edition=print"]].concat()));
    let pdf = Document::load_mem(&project.read("dist/a/a.en.print.pdf")).unwrap();
    let masks: Vec<&Stream> = images(&pdf)
        .filter_map(|image| image.dict.get_deref(b"SMask", &pdf).and_then(Object::as_stream).ok())
        .collect();
    let [mask] = masks[..] else { panic!("{} masks", masks.len()) };
    // ISO 32000-1, 11.6.5.3: a soft mask is an image in grey.
    assert_eq!(name_of(mask, b"ColorSpace"), b"DeviceGray");
    let samples = mask.get_plain_content().unwrap();
    assert_eq!(samples.len(), 200 * 200);
    assert_eq!((samples[0], samples[199]), (0, 199), "as it was drawn");
}

/// Two parts of one build of two briefs.
fn parts() -> TestProject {
    let project = plain();
    project.write("briefs/b/brief.toml", MINIMAL);
    for (part, out) in [("--shard=1/2", "--out=one"), ("--shard=2/2", "--out=two")] {
        succeeds(project.run(&[&BRIEFS[..], &[part, out]].concat()));
    }
    project
}

/// Merging is refused with these words, and nothing is written.
fn refused(project: &TestProject, words: &str) {
    let run = project.run(&["merge", "one", "two", "--out", "merged"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
    assert_eq!(project.files("merged"), [""; 0], "nothing is written");
}

#[test]
fn parts_for_different_moments_are_not_joined() {
    let project = parts();
    change(&project, "two/manifest.json", "\"epoch\": null", "\"epoch\": 1000000000");
    refused(&project, "were not built from the same inputs");
}

#[test]
fn parts_that_name_files_outside_their_folders_are_not_joined() {
    let project = parts();
    let path = manifest(&project, "two")["files"][0]["path"].as_str().unwrap().to_string();
    let pdf = project.read(&format!("two/{path}"));
    project.write("outside.pdf", pdf);
    for outside in ["../outside.pdf", "a/../../outside.pdf", "..\\outside.pdf", "/outside.pdf"] {
        let before = text(&project, "two/manifest.json");
        let (from, to) = (format!("\"path\": \"{path}\""), serde_json::json!(outside));
        change(&project, "two/manifest.json", &from, &format!("\"path\": {to}"));
        refused(&project, "names files outside its folder");
        project.write("two/manifest.json", before);
    }
}

#[test]
fn parts_with_a_file_in_common_are_not_joined() {
    let project = parts();
    let [one, two] = ["one", "two"].map(|part| manifest(&project, part));
    let files = one["files"].as_array().unwrap();
    let shared = files.iter().find(|file| !file["thumbnail"].is_null()).unwrap().clone();
    for path in [&shared["path"], &shared["thumbnail"]["path"]].map(|it| it.as_str().unwrap()) {
        project.write(&format!("two/{path}"), project.read(&format!("one/{path}")));
    }
    let mut changed = two.clone();
    // Places in the list of inputs are other ones there.
    let mut shared = shared;
    shared["inputs"] = serde_json::json!([]);
    changed["files"].as_array_mut().unwrap().push(shared.clone());
    project.write("two/manifest.json", changed.to_string());
    let path = shared["path"].as_str().unwrap();
    refused(&project, &format!("{path} is in one and in two"));
}

#[test]
fn a_manifest_that_names_inputs_it_does_not_have_is_believed_by_no_command() {
    let project = parts();
    succeeds(project.run(&BRIEFS));
    for out in ["dist", "two"] {
        let mut wrong = manifest(&project, out);
        wrong["files"][0]["inputs"][0] = 999.into();
        project.write(&format!("{out}/manifest.json"), wrong.to_string());
    }
    let words = "names an input that is not there";
    let verified = project.run(&["verify", "dist"]);
    assert!((1..=3).contains(&verified.code), "{}", verified.stderr);
    assert!(verified.stderr.contains(words), "{}", verified.stderr);
    refused(&project, words);
    let run = succeeds(project.run(&BRIEFS));
    assert!(run.stderr.contains(words) && run.stderr.contains("2 files built"), "{}", run.stderr);
}

/// How many worker processes one build at a time takes for three briefs in a template.
#[cfg(target_os = "linux")]
fn workers(template: &str) -> usize {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for (id, code) in [("a", "KH"), ("b", "KE"), ("c", "NP")] {
        let brief = MINIMAL.replace("\"KH\"", &format!("\"{code}\""));
        project.write(&format!("briefs/{id}/brief.toml"), brief);
    }
    project.write("templates/brief/main.typ", template);
    let here = project.path("").canonicalize().unwrap();
    let is_worker = |process: &fs::DirEntry| {
        let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
        arguments.split(|byte| *byte == 0).nth(1) == Some(b"worker")
            && fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder == here)
    };
    let mut seen = std::collections::BTreeSet::new();
    let mut child = start(&project, &[]);
    let status = loop {
        let processes = fs::read_dir("/proc").unwrap().flatten().filter(is_worker);
        seen.extend(processes.map(|process| process.file_name()));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
    };
    assert!(status.success());
    assert_eq!(project.pdfs("dist").len(), 3);
    seen.len()
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_holds_much_memory_makes_place_for_a_new_one() {
    assert_eq!(workers("= Title\nWords."), 1);
    // The compiler remembers what a function came to: 300 MB.
    let much = "#let much(of) = (\"x\" * 1000000) * 300\n\
                #let brief = json(\"/brief.json\")\n= Title\n#much(brief.country.code).len()";
    assert!(workers(much) > 1);
}

/// The most memory that a worker held at once while a brief was built in these editions, in megabytes, as the
/// system counts it.
#[cfg(target_os = "linux")]
fn peak(project: &TestProject, editions: &[&str]) -> u64 {
    let here = project.path("").canonicalize().unwrap();
    let mut most = 0;
    // At a quarter of this it is large.
    let mut child = start(project, &[&["--force", "--memory", "1GB"], editions].concat());
    let status = loop {
        for process in fs::read_dir("/proc").unwrap().flatten() {
            let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
            if arguments.split(|byte| *byte == 0).nth(1) == Some(b"worker")
                && fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder == here)
            {
                let status = fs::read_to_string(process.path().join("status")).unwrap_or_default();
                let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
                most = number.map_or(most, |number| most.max(number.parse().unwrap()));
            }
        }
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert!(status.success());
    most >> 10
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_document_takes_no_more_memory_in_both_editions_than_in_one() {
    let project = TestProject::with_brief(MINIMAL);
    let template = "#set document(title: \"Title\")\n\
        #let press = json(\"/brief.json\").press\n\
        #set text(fill: if press == none { rgb(\"#000000\") } else { luma(0%) })\n= Title\n\
        #let words = \"One word after the other, in a text that goes on and says little. \" * 14\n\
        #for number in range(1200) [\n  Paragraph #number: #words\n\n]\n";
    project.write("templates/brief/main.typ", template);
    let screen = peak(&project, &["--edition", "screen"]);
    let both = peak(&project, &["--edition", "screen", "--edition", "print"]);
    assert!(screen > 256, "{screen} MB is not large");
    assert!(both * 4 < screen * 5, "{screen} MB for one edition, {both} MB for two");
}

/// The tag of every structure element that has one.
fn tongues(project: &TestProject, path: &str) -> Vec<String> {
    let pdf = Document::load_mem(&project.read(path)).unwrap();
    let elements = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let elements = elements.filter(|element| element.has(b"S") && element.has(b"P"));
    let tags = elements.filter_map(|element| element.get(b"Lang").and_then(Object::as_str).ok());
    tags.map(|tag| String::from_utf8_lossy(tag).into_owned()).collect()
}

#[test]
fn text_that_is_not_translated_is_marked_as_of_the_originals_language() {
    let project = TestProject::with_brief(MINIMAL);
    succeeds(project.run(&["i18n", "sync", "--lang", "fr"]));
    succeeds(project.run(&BRIEFS));
    let foreign = |project: &TestProject| {
        let tags = tongues(project, "dist/a/a.fr.pdf");
        tags.into_iter().filter(|tag| tag == "en").count()
    };
    let none_translated = foreign(&project);
    assert!(none_translated > 5, "{none_translated}");
    change(&project, "briefs/a/lang/fr.toml", "title = \"\"", "title = \"Trop tard\"");
    succeeds(project.run(&BRIEFS));
    assert!((1..none_translated).contains(&foreign(&project)), "one less");
}

#[test]
fn what_a_translator_left_marked_as_unsure_stays_stale() {
    let project = TestProject::with_brief(MINIMAL);
    succeeds(project.run(&["i18n", "sync", "--lang", "fr"]));
    change(&project, "briefs/a/lang/fr.toml", "title = \"\"", "title = \"Trop tard\"");
    succeeds(project.run(&["i18n", "sync"]));
    change(&project, "briefs/a/brief.toml", "come late", "come very late");
    let stale = || {
        let status = succeeds(project.run(&["i18n", "status", "--json"]));
        serde_json::from_str::<Value>(&status.stdout).unwrap()["stale"].clone()
    };
    assert_eq!(stale(), 1);
    for (format, file, mark) in [
        ("po", "x.po", "#, fuzzy\n"),
        ("xliff", "x.xlf", " state=\"initial\""),
        ("xliff-1.2", "y.xlf", " state=\"needs-review-translation\""),
    ] {
        let args = ["i18n", "export", "a", "--lang", "fr", "--format", format, "--out", file];
        succeeds(project.run(&args));
        succeeds(project.run(&["i18n", "import", "a", file, "--lang", "fr"]));
        assert_eq!(stale(), 1, "{format}: it came back as it went");
        assert!(text(&project, file).contains(mark), "{}", text(&project, file));
    }
    // Without the mark it is right.
    change(&project, "x.po", "#, fuzzy\n", "");
    succeeds(project.run(&["i18n", "import", "a", "x.po", "--lang", "fr"]));
    assert_eq!(stale(), 0);
}

#[test]
fn the_lock_forgets_what_the_translation_has_no_more() {
    let project = TestProject::with_brief(MINIMAL);
    succeeds(project.run(&["i18n", "sync", "--lang", "fr"]));
    let key = "summary";
    change(
        &project,
        "briefs/a/lang/fr.toml",
        "summary = \"\"",
        "summary = \"Un sondage [@survey].\"",
    );
    succeeds(project.run(&["i18n", "sync"]));
    let lock = |project: &TestProject| text(project, "briefs/a/lang/fr.lock");
    assert!(lock(&project).contains(key), "{}", lock(&project));
    change(
        &project,
        "briefs/a/lang/fr.toml",
        "summary = \"Un sondage [@survey].\"",
        "summary = \"\"",
    );
    let locked = project.run(&["build", "--locked"]);
    assert_eq!(locked.code, 1, "{}", locked.stderr);
    assert!(locked.stderr.contains("translation::lock-outdated"), "{}", locked.stderr);
    succeeds(project.run(&["i18n", "sync"]));
    let offered = "\"brief.summary\" = { state = \"offered\"";
    assert!(lock(&project).contains(offered), "{}", lock(&project));
    assert_eq!(project.run(&["build", "--locked", "--dry-run"]).code, 0);
}

#[test]
fn what_another_build_wrote_down_is_not_gone_on_with() {
    let project = plain();
    let moment =
        |seconds: &str| run(project.command().args(BRIEFS).env("SOURCE_DATE_EPOCH", seconds));
    // A mistake in the project file leaves nothing listed, and what was made written down.
    let leave = || {
        project.write("briefpress.toml", format!("{PROJECT}\noops\n"));
        assert_eq!(moment("1000000000").code, 1);
        project.write("briefpress.toml", PROJECT);
        assert!(project.path("dist/.briefpress-journal").exists());
        assert_eq!(manifest(&project, "dist")["files"], serde_json::json!([]));
    };
    succeeds(moment("1000000000"));
    leave();
    let run = succeeds(moment("1000000000"));
    assert!(run.stderr.contains("0 files built, 1 up to date"), "{}", run.stderr);
    // Another moment.
    leave();
    let run = succeeds(moment("1500000000"));
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
    let pdf = String::from_utf8_lossy(&project.read("dist/a/a.en.pdf")).into_owned();
    assert!(pdf.contains("2017-07-14"), "the moment that was asked for");
    // Another program.
    succeeds(moment("1000000000"));
    leave();
    change(&project, "dist/.briefpress-journal", "\"version\":\"", "\"version\":\"9");
    let run = succeeds(moment("1000000000"));
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
}

/// While a document is being set that takes long, a signal ends it: it is not waited for.
#[cfg(unix)]
#[test]
fn a_document_that_is_being_set_does_not_outlive_a_signal() {
    let project = plain();
    project.write("briefs/b/brief.toml", MINIMAL.replace("\"KH\"", "\"KE\""));
    project.write(
        "templates/brief/main.typ",
        "#let brief = json(\"/brief.json\")\n= Title\n#if brief.country.code == \"KE\" {\n  \
         for i in range(3000) { for j in range(10000) { } }\n}",
    );
    let mut child = start(&project, &["--timeout=600"]);
    // One worker: when the first brief is there, the second is being set.
    while !project.path("dist/a/a.en.pdf").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it is over already");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let kill = format!("kill -TERM {}", child.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert_eq!(project.pdfs("dist"), ["a/a.en.pdf"], "{stderr}");
}

/// A project whose text is in a family of its own.
fn own_family() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    project.write(
        "briefpress.toml",
        format!("{PROJECT}[brand]\ntext_fonts = [\"Ombuds Sans X\", \"Source Sans 3\"]\n"),
    );
    project
}

/// The faces of the brief, as its manifest has them.
fn faces(project: &TestProject) -> Vec<String> {
    let faces = manifest(project, "dist")["files"][0]["fonts"].as_array().unwrap().clone();
    faces.into_iter().map(|face| face.as_str().unwrap().to_string()).collect()
}

#[test]
fn of_fonts_with_one_name_the_first_by_path_is_used() {
    let project = own_family();
    // Written in no order, they are listed in no order.
    for number in [7, 2, 11, 4, 9, 1, 5, 10, 3, 8, 6] {
        let face = format!("OmbudsSansX-Face{number:03}");
        project.write(&format!("fonts/{number:02}.ttf"), own_face("Ombuds Sans X", &face));
    }
    succeeds(project.run(&BRIEFS));
    let own: Vec<String> = faces(&project).into_iter().filter(|it| it.starts_with("Omb")).collect();
    assert_eq!(own, ["OmbudsSansX-Face001"]);
}

#[test]
fn fonts_in_another_order_are_other_fonts() {
    let project = own_family();
    for (folder, face) in [("one", "OmbudsSansX-Face001"), ("two", "OmbudsSansX-Face002")] {
        project.write(&format!("{folder}/own.ttf"), own_face("Ombuds Sans X", face));
    }
    // However a folder is named, on the command line it is known by its place.
    let here = project.path("").canonicalize().unwrap();
    let build = |folders: [&str; 2]| {
        let [first, second] = folders.map(|folder| here.join(folder));
        let [first, second] = [&first, &second].map(|folder| folder.to_str().unwrap());
        let fonts = ["--font-path", first, "--font-path", second];
        succeeds(project.run(&[&BRIEFS[..], &fonts].concat()));
        faces(&project).into_iter().filter(|it| it.starts_with("Omb")).collect::<Vec<_>>()
    };
    assert_eq!(build(["one", "two"]), ["OmbudsSansX-Face001"]);
    assert_eq!(build(["two", "one"]), ["OmbudsSansX-Face002"]);
    assert_eq!(build(["one", "two"]), ["OmbudsSansX-Face001"]);
}

#[test]
fn a_warning_is_said_where_its_place_is_now() {
    let project = TestProject::with_brief(MINIMAL);
    let mut logo = Vec::new();
    let coarse = RgbImage::from_pixel(100, 100, Rgb([200, 30, 30]));
    DynamicImage::from(coarse).write_to(&mut Cursor::new(&mut logo), ImageFormat::Png).unwrap();
    project.write("logo.png", logo);
    let file = format!("{PROJECT}[brand]\nlogo = \"logo.png\"\nlogo_alt = \"A square\"\n");
    project.write("briefpress.toml", &file);
    let build = || {
        let print = ["--edition=print", "--message-format=short"];
        succeeds(project.run(&[&BRIEFS[..], &print].concat())).stderr
    };
    let (words, line) = ("8: warning[press::low-resolution]", || {
        manifest(&project, "dist")["files"][0]["warnings"][0]["place"]["line"].clone()
    });
    let said = build();
    assert!(said.contains(&format!("briefpress.toml:4:{words}")), "{said}");
    assert_eq!(line(), 4);
    // The document would be the same.
    project.write("briefpress.toml", format!("# ours\n\n{file}"));
    let said = build();
    assert!(said.contains(&format!("briefpress.toml:6:{words}")), "{said}");
    assert_eq!(line(), 6);
}
