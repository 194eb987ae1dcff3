//! `build`: what is written, and that it is the same everywhere.

use std::fs;

use lopdf::content::Content;
use lopdf::{Document, decode_text_string};

use crate::support::{MINIMAL, PROJECT, TestProject, own_face, repository, run};

/// The files of a release of the brief `a`.
const FILES: [&str; 9] = [
    "SHA256SUMS",
    "a/a.en.indicators.csv",
    "a/a.en.indicators.json",
    "a/a.en.indicators.pdf",
    "a/a.en.indicators.xlsx",
    "a/a.en.pdf",
    "index.html",
    "manifest.json",
    "thumbnails/a.en.png",
];

#[test]
fn a_brief_becomes_two_documents() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.files("dist"), FILES);
    assert_eq!(run.stdout, "", "messages go to standard error");
    assert!(run.stderr.contains("2 files built"), "{}", run.stderr);
    assert!(run.stderr.contains("dist/index.html"), "{}", run.stderr);
}

#[test]
fn options_say_what_is_built_where_and_how_loudly() {
    let project = TestProject::with_brief(MINIMAL);
    let quiet = project.run(&["build", "-q", "--only", "brief", "--out", "out"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
    assert_eq!(project.pdfs("out"), ["a/a.en.pdf"]);
    assert_eq!(project.files("dist"), [""; 0]);
    assert_eq!(project.run(&["build", "--lang", "en", "--edition", "screen"]).code, 0);
    assert_eq!(project.run(&["build", "--lang", "km"]).code, 2);
    for by in ["a", "briefs/a", "briefs/a/brief.toml", "./briefs/a/"] {
        assert_eq!(project.run(&["build", by]).code, 0, "{by}");
    }
}

#[test]
fn one_failing_brief_does_not_stop_the_others() {
    let project = TestProject::with_brief(&MINIMAL.replace("\"KH\"", "\"KHM\""));
    project.write("briefs/b/brief.toml", MINIMAL);
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    assert_eq!(project.pdfs("dist"), ["b/b.en.indicators.pdf", "b/b.en.pdf"]);
    assert!(run.stderr.contains("2 files built, 2 files not built"), "{}", run.stderr);
}

#[test]
fn the_same_input_gives_the_same_bytes_in_any_folder_zone_and_locale() {
    let one = TestProject::copy_of(repository());
    let two = TestProject::copy_of(repository());
    assert_eq!(one.run(&["build", "--edition", "screen", "--edition", "print"]).code, 0);
    let elsewhere = run(two
        .command()
        .args(["build", "--out", "deep/er", "--edition", "print", "--edition", "screen"])
        .env("TZ", "Asia/Phnom_Penh")
        .env("LC_ALL", "km_KH.UTF-8")
        .env("LANG", "ar"));
    assert_eq!(elsewhere.code, 0);
    let files = one.files("dist");
    assert_eq!(files, two.files("deep/er"));
    assert!(!files.is_empty());
    for file in files {
        assert!(
            one.read(&format!("dist/{file}")) == two.read(&format!("deep/er/{file}")),
            "{file}"
        );
    }
    // A second build over the first changes nothing either.
    let before = one.read(&format!("dist/{}", one.files("dist")[0]));
    assert_eq!(one.run(&["build"]).code, 0);
    assert!(before == one.read(&format!("dist/{}", one.files("dist")[0])));
}

#[test]
fn source_date_epoch_is_the_moment_the_pdf_says() {
    let project = TestProject::with_brief(MINIMAL);
    // As another library reads it, and in XMP, which stands in the file as it is.
    let said = |project: &TestProject| {
        let bytes = project.read("dist/a/a.en.pdf");
        let document = Document::load_mem(&bytes).unwrap();
        let info = document.trailer.get(b"Info").and_then(|info| document.dereference(info));
        let date = info.unwrap().1.as_dict().unwrap().get(b"CreationDate").unwrap();
        let date = decode_text_string(date).unwrap();
        (date, String::from_utf8_lossy(&bytes).into_owned())
    };
    project.run(&["build"]);
    let (date, text) = said(&project);
    assert!(date.starts_with("D:20250630"), "the date of the brief: {date}");
    assert!(text.contains("2025-06-30T"), "the date of the brief");
    run(project.command().arg("build").env("SOURCE_DATE_EPOCH", "1000000000"));
    let (date, text) = said(&project);
    assert!(date.starts_with("D:20010909014640"), "the given moment: {date}");
    assert!(text.contains("2001-09-09T01:46:40"), "the given moment");
}

#[test]
fn what_the_environment_refuses_is_exit_3_and_leaves_no_partial_file() {
    let project = TestProject::with_brief(MINIMAL);
    // A file where the folder should be.
    project.write("dist", "mine");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("cannot make"), "{}", run.stderr);
    assert_eq!(project.read("dist"), b"mine");
    // For programs too.
    let run = project.run(&["build", "--message-format", "json"]);
    let line: serde_json::Value = serde_json::from_str(&run.stderr).expect("one object");
    assert_eq!((run.code, &line["severity"]), (3, &"error".into()));
    assert!(line["code"].is_null() && line["message"].as_str().unwrap().starts_with("cannot make"));
    let run = project.run(&["build", "--message-format", "github"]);
    assert!(run.stderr.starts_with("::error::cannot make"), "{}", run.stderr);
    // A folder where a file should be.
    fs::create_dir_all(project.path("out/a/a.en.pdf/x")).unwrap();
    let run = project.run(&["build", "--out", "out"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let strays = project.files("out/a").into_iter().filter(|name| name.starts_with('.'));
    assert_eq!(strays.count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_exit_3_and_keeps_what_was_there() {
    let project = TestProject::with_brief(MINIMAL);
    project.run(&["build"]);
    let before = project.read("dist/a/a.en.pdf");
    // A limit on file size, in kilobytes, stands in for a full disk: writing PDFs stops in the middle. What
    // is written of them has room.
    let program = assert_cmd::cargo::cargo_bin("briefpress");
    let script = format!("trap '' XFSZ; ulimit -f 32; exec {} build --force", program.display());
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("cannot write"), "{stderr}");
    assert!(before == project.read("dist/a/a.en.pdf"));
    // They are remembered.
    assert!(project.run(&["build"]).stderr.contains("0 files built, 2 up to date"));
    assert_eq!(project.files("dist"), FILES);
}

#[test]
fn a_template_error_is_shown_in_the_template() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/indicators/main.typ", "#let x = 1\n#nonsense()\n");
    let run = project.run(&["build", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with("templates/indicators/main.typ:2:2: error[template::error]"),
        "{}",
        run.stderr
    );
    assert_eq!(
        project.files("dist"),
        [""; 0],
        "a brief's files are written together or not at all"
    );
}

#[test]
fn silent_losses_of_the_compiler_are_errors() {
    let project = TestProject::with_brief(MINIMAL);
    for (template, code) in [
        ("#set text(font: \"No Such Family\")\nHello", "font::unknown-family"),
        ("#set text(font: \"Source Serif 4\", fallback: false)\nក", "text::missing-glyph"),
        (
            "#let s = state(\"s\", 1)\n#context s.update(s.final() + 1)\n#context s.get()",
            "template::no-convergence",
        ),
    ] {
        project.write("templates/brief/main.typ", template);
        let run = project.run(&["build", "--only", "brief", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{template}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("error[{code}]")), "{template}: {}", run.stderr);
    }
}

#[test]
fn a_template_reads_nothing_but_what_it_is_given() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("secret.txt", "x");
    for path in ["/secret.txt", "../../secret.txt", "/etc/passwd", "/../../etc/passwd"] {
        let template = format!("#read(\"{path}\")");
        project.write("templates/brief/main.typ", template);
        let run = project.run(&["build", "--only", "brief"]);
        assert_eq!(run.code, 1, "{path}");
    }
}

#[test]
fn a_projects_own_fonts_and_logo_are_used() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("fonts/own.ttf", own_face("Ombuds Sans X", "OmbudsSansX-Regular"));
    project.write(
        "logo.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\
         <rect width=\"40\" height=\"20\" fill=\"#0cab7e\"/></svg>",
    );
    project.write(
        "briefpress.toml",
        format!(
            "{PROJECT}[brand]\nlogo = \"logo.svg\"\nlogo_alt = \"The Office’s seal\"\n\
             text_fonts = [\"Ombuds Sans X\", \"Source Sans 3\"]\n"
        ),
    );
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = Document::load_mem(&project.read("dist/a/a.en.pdf")).unwrap();
    let dictionaries = || pdf.objects.values().filter_map(|object| object.as_dict().ok());
    // The text is set in it, so it is in the file.
    let descriptors = dictionaries().filter(|dict| dict.has(b"FontFile2"));
    let mut names = descriptors.filter_map(|dict| dict.get(b"FontName").ok()?.as_name().ok());
    assert!(names.any(|name| name.ends_with(b"+OmbudsSansX-Regular")), "the family is used");
    let alternatives = dictionaries().filter_map(|dict| dict.get(b"Alt").ok());
    let mut alternatives = alternatives.filter_map(|alt| decode_text_string(alt).ok());
    assert!(alternatives.any(|alt| alt == "The Office’s seal"), "the logo is described");
    let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
    let contents = streams.filter_map(|stream| stream.get_plain_content().ok());
    let operations =
        contents.filter_map(|bytes| Content::decode(&bytes).ok()).flat_map(|it| it.operations);
    let mut colours = operations.map(|operation| {
        let light = operation.operands.iter().filter_map(|part| part.as_float().ok());
        light.map(|part| (part * 255.0).round()).collect::<Vec<f32>>()
    });
    let green = [0x0c, 0xab, 0x7e].map(|part: u8| f32::from(part));
    assert!(colours.any(|colour| colour == green), "the logo is drawn");
    project.write("fonts/broken.ttf", "no font");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("font::unusable"), "{}", run.stderr);
}
