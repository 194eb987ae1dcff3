//! Figures: they stand where they are named or spoken of, and are numbered, tagged and linked.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use lopdf::{Document, Object};

use crate::support::{MINIMAL, TestProject};

const FIGURE: &str = r#"
[[image]]
id = "map"
title = "Courts are far from most villages"
file = "pictures/map.png"
alt = "A map: three courts, all of them in the north"
caption = "Courts and villages [@report]"
note = "Roads are not shown."
credit = "Survey of Courts"
licence = "CC BY 4.0"
sources = ["survey"]
"#;

/// A picture that is fine enough for print.
fn png() -> Vec<u8> {
    let picture = RgbImage::from_fn(2100, 600, |x, y| Rgb([(x / 9) as u8, (y / 3) as u8, 90]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The brief with more tables, and with something changed.
fn brief(added: &str, changes: &[(&str, &str)]) -> String {
    let mut toml = format!("{MINIMAL}{added}");
    for (from, to) in changes {
        assert!(toml.contains(from), "{from}");
        toml = toml.replacen(from, to, 1);
    }
    toml
}

fn project(toml: &str) -> TestProject {
    let project = TestProject::with_brief(toml);
    project.write("briefs/a/pictures/map.png", png());
    project
}

/// Places a figure by the finding.
const BY_FINDING: (&str, &str) =
    ("targets = [\"16.3\"]\n\n", "targets = [\"16.3\"]\nfigure = \"map\"\n\n");
const BY_TEXT: (&str, &str) = ("to decision.", "to decision: [@fig.map].");

fn document(project: &TestProject, file: &str) -> Document {
    Document::load_mem(&project.read(&format!("dist/a/{file}"))).unwrap()
}

/// What of a document is a picture.
fn pictures(document: &Document) -> usize {
    let is_picture = |object: &&Object| {
        object.as_stream().is_ok_and(|stream| {
            let dict = &stream.dict;
            let is_image =
                dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image");
            is_image && dict.get(b"Width").and_then(Object::as_i64).is_ok_and(|width| width > 500)
        })
    };
    document.objects.values().filter(is_picture).count()
}

/// The tags of a kind, with their alternative texts.
fn tags(document: &Document, kind: &[u8]) -> Vec<String> {
    let dicts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let of_kind =
        dicts.filter(|dict| dict.get(b"S").and_then(Object::as_name).is_ok_and(|n| n == kind));
    let alt = |dict: &lopdf::Dictionary| {
        dict.get(b"Alt")
            .ok()
            .and_then(|alt| lopdf::decode_text_string(alt).ok())
            .unwrap_or_default()
    };
    of_kind.map(alt).collect()
}

#[test]
fn a_figure_stands_where_it_is_named_or_spoken_of() {
    for place in [BY_FINDING, BY_TEXT, ("date = ", "figure = \"map\"\ndate = ")] {
        let project = project(&brief(FIGURE, &[place]));
        let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
        assert_eq!((run.code, &*run.stdout), (0, ""), "{place:?}: {}", run.stderr);
        let screen = document(&project, "a.en.pdf");
        assert_eq!(pictures(&screen), 1);
        assert_eq!(pictures(&document(&project, "a.en.print.pdf")), 1);
        assert!(
            tags(&screen, b"Figure")
                .contains(&"A map: three courts, all of them in the north".into())
        );
        assert_eq!(tags(&screen, b"Caption").len(), 1);
        // The words, as lopdf extracts them.
        let pages: Vec<u32> = screen.get_pages().into_keys().collect();
        let text = screen.extract_text(&pages).unwrap().replace(char::is_whitespace, "");
        for words in [
            "Figure1Courtsarefarfrommostvillages",
            "Courtsandvillages",
            "SurveyofCourts",
            "CCBY4.0",
        ] {
            assert!(text.contains(words), "{place:?} {words}: {text}");
        }
    }
}

#[test]
fn figures_that_show_one_file_hold_it_once() {
    let second = FIGURE.replacen("\"map\"", "\"again\"", 1);
    let toml = brief(
        &format!("{FIGURE}{second}"),
        &[("targets = [\"16.3\"]\n\n", "targets = [\"16.3\"]\nfigure = [\"map\", \"again\"]\n\n")],
    );
    let project = project(&toml);
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in ["a.en.pdf", "a.en.print.pdf"] {
        assert_eq!(pictures(&document(&project, file)), 1, "{file}");
    }
}

#[test]
fn a_picture_that_changes_is_set_again_and_another_is_not() {
    let project = project(&brief(FIGURE, &[BY_FINDING]));
    project.write("briefs/a/pictures/other.png", b"no picture at all");
    assert_eq!(project.run(&["build"]).code, 0);
    assert!(project.run(&["build"]).stderr.contains("2 up to date"));
    project.write("briefs/a/pictures/other.png", b"nor is this");
    assert!(project.run(&["build"]).stderr.contains("2 up to date"));
    let mut changed = png();
    changed.extend(b"more");
    project.write("briefs/a/pictures/map.png", changed);
    let run = project.run(&["build", "--dry-run"]);
    assert!(run.stdout.contains("(briefs/a/pictures/map.png changed)"), "{}", run.stdout);
    let manifest: serde_json::Value =
        serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    let attached: Vec<&str> = inputs
        .iter()
        .filter(|input| input["role"] == "attachment")
        .map(|input| input["path"].as_str().unwrap())
        .collect();
    assert_eq!(attached, ["briefs/a/pictures/map.png"]);
}

#[test]
fn each_mistake_with_a_figure_is_told_where_it_is_made() {
    let file = |to: &'static str| ("file = \"pictures/map.png\"", to);
    for (changes, told) in [
        (&[][..], "error[figure::place]: the figure `map` stands nowhere"),
        (&[BY_FINDING, ("date =", "figure = \"map\"\ndate =")], "the figure `map` is placed twice"),
        (&[("to decision.", "to decision: [@fig.mapp].")], "no figure has the id `mapp`"),
        (&[("to decision.", "to decision: [@fig.map, p. 3].")], "a page behind the figure `map`"),
        (
            &[("to decision.", "to decision: [@survey; @fig.map].")],
            "in one bracket with something else",
        ),
        (&[BY_FINDING, ("figure = \"map\"", "figure = \"mop\"")], "no figure has the id `mop`"),
        (&[BY_FINDING, ("alt = ", "# alt = ")], "`alt` is missing"),
        (&[BY_FINDING, ("credit = ", "# credit = ")], "`credit` is missing"),
        (&[BY_FINDING, ("licence = ", "# licence = ")], "`licence` is missing"),
        (&[BY_FINDING, file("file = \"pictures/mop.png\"")], "did you mean `pictures/map.png`?"),
        (&[BY_FINDING, file("file = \"../map.png\"")], "is outside the folder of the brief"),
        (&[BY_FINDING, file("file = 'pictures\\map.png'")], "names a file with `\\`"),
        (&[BY_FINDING, file("file = \"brief.toml\"")], "is not a picture, by its name"),
        (&[BY_FINDING, file("file = \"pictures/empty.png\"")], "is empty"),
        (&[BY_FINDING, file("file = \"pictures/text.png\"")], "is no PNG"),
        (&[BY_FINDING, file("file = \"pictures/map.jpg\"")], "its name has to end in .png"),
    ] {
        let project = project(&brief(FIGURE, changes));
        project.write("briefs/a/pictures/empty.png", b"");
        project.write("briefs/a/pictures/text.png", b"This is no picture.");
        project.write("briefs/a/pictures/map.jpg", png());
        let run = project.run(&["check"]);
        assert_eq!(run.code, 1, "{changes:?}: {}", run.stderr);
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
        assert!(run.stderr.contains("briefs/a/brief.toml:"), "{}", run.stderr);
    }
}

#[test]
fn what_a_figure_says_is_translated() {
    let project = project(&brief(FIGURE, &[BY_TEXT]));
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
    let strings = String::from_utf8(project.read("briefs/a/lang/fr.toml")).unwrap();
    for key in ["title", "caption", "note", "alt", "credit", "licence"] {
        let table = strings.split("[image.map]").nth(1).unwrap().split("\n[").next().unwrap();
        assert!(table.contains(&format!("\n{key} = ")), "{key}: {strings}");
    }
}

#[test]
fn data_that_cannot_be_read_take_no_translation_away() {
    let chart = "\n[[chart]]\nid = \"waits\"\nkind = \"bar\"\ntitle = \"The north waits longest\"\ndata = \"./waits.csv\"\nsources = [\"survey\"]\n";
    let place = ("to decision.", "to decision: [@fig.waits].");
    let csv = "Court,Wait\nNorth,12\nSouth,9\n";
    // Gone, of another encoding, a folder: no text of it is known to be gone.
    for harm in ["gone", "latin-1", "folder"] {
        let project = project(&brief(chart, &[place]));
        project.write("briefs/a/waits.csv", csv);
        assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
        let strings = String::from_utf8(project.read("briefs/a/lang/fr.toml")).unwrap();
        let filled = strings.replacen("#. North\n  \"\"", "#. North\n  \"Nord\"", 1);
        assert_ne!(filled, strings, "{strings}");
        project.write("briefs/a/lang/fr.toml", &filled);
        assert_eq!(project.run(&["i18n", "sync"]).code, 0);
        let before = project.read("briefs/a/lang/fr.toml");
        let file = project.path("briefs/a/waits.csv");
        std::fs::remove_file(&file).unwrap();
        match harm {
            "latin-1" => project.write("briefs/a/waits.csv", b"Court,Wait\nN\xF4rd,12\n"),
            "folder" => std::fs::create_dir(&file).unwrap(),
            _ => {}
        }
        for args in [
            &["i18n", "sync", "--prune"][..],
            &["i18n", "export", "a", "--lang", "fr", "--format", "po"],
            &["check"],
        ] {
            let run = project.run(args);
            assert_eq!(run.code, 1, "{harm} {args:?}: {}", run.stderr);
            assert!(run.stderr.contains("waits.csv"), "{harm} {args:?}: {}", run.stderr);
        }
        assert!(project.read("briefs/a/lang/fr.toml") == before, "{harm}");
    }
}
