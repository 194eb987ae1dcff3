//! `template`: listing, and copying one out to edit.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use crate::support::{MINIMAL, TestProject, links_back, repository};

#[test]
fn an_ejected_template_builds_the_same_and_then_its_own() {
    let project = TestProject::with_brief(MINIMAL);
    project.run(&["build"]);
    let before = project.read("dist/a/a.en.pdf");
    for name in ["brief", "indicators", "shared", "labels"] {
        assert_eq!(project.run(&["template", "eject", name]).code, 0, "{name}");
    }
    assert!(project.path("templates/README.md").is_file(), "the data's description comes along");
    assert_eq!(project.run(&["build"]).code, 0);
    assert!(before == project.read("dist/a/a.en.pdf"));
    let labels = String::from_utf8(project.read("templates/labels/en.toml")).unwrap();
    project.write("templates/labels/en.toml", labels.replace("Key messages", "In short"));
    project.run(&["build"]);
    assert!(before != project.read("dist/a/a.en.pdf"));
}

#[test]
fn ejecting_never_writes_over_an_edited_file() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/brief/main.typ", "mine");
    assert_eq!(project.run(&["template", "eject", "brief"]).code, 0);
    assert_eq!(project.read("templates/brief/main.typ"), b"mine");
}

#[test]
fn links_lead_where_typst_itself_leads_them() {
    let project = TestProject::copy_of(repository());
    let pdfs = || {
        let languages = ["en", "ar"].iter().flat_map(|tag| ["--lang", tag]);
        let command = ["build", "--only", "brief"].into_iter().chain(languages);
        assert_eq!(project.run(&command.collect::<Vec<_>>()).code, 0);
        let files = project.pdfs("dist");
        assert_eq!(files.len(), 2);
        files.iter().map(|file| project.read(&format!("dist/{file}"))).collect::<Vec<_>>()
    };
    let late = pdfs();
    assert_eq!(project.run(&["template", "eject", "shared"]).code, 0);
    let prose = String::from_utf8(project.read("templates/shared/prose.typ")).unwrap();
    let early = prose.replace("sys.inputs.at(\"links\", default: none) == \"late\"", "false");
    assert!(early != prose);
    project.write("templates/shared/prose.typ", early);
    for (late, early) in late.iter().zip(pdfs()) {
        let document = Document::load_mem(late).unwrap();
        let cited: usize =
            ["Source ", "المصدر "].iter().map(|name| links_back(&document, name)).sum();
        let (late, early) = (objects(late), objects(&early));
        assert_eq!(late.len(), early.len());
        let mut back = 0;
        for (id, object) in late {
            // Typst has no name for a link back but its page.
            match (object, &early[&id]) {
                (Object::Dictionary(mut late), Object::Dictionary(early)) if is_back(&late) => {
                    back += 1;
                    let mut early = early.clone();
                    assert!(late.remove(b"Contents") != early.remove(b"Contents"));
                    assert_eq!(late, early);
                }
                (late, early) => assert!(late == *early, "{id:?}"),
            }
        }
        assert_eq!(back, 2 + cited, "one for each source, and those for its citations");
    }
    // To nowhere.
    project.write("templates/shared/prose.typ", prose.replace("kind + \"-\"", "kind + \"_\""));
    let run = project.run(&["build", "--only", "brief", "--lang", "en"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("label `<source_1>` does not exist"), "{}", run.stderr);
}

/// The objects of a PDF without its metadata, which hold a digest of the whole file, and without what
/// other objects are packed in: those are looked at themselves.
fn objects(pdf: &[u8]) -> BTreeMap<ObjectId, Object> {
    let mut objects = Document::load_mem(pdf).unwrap().objects;
    let apart: [&[u8]; 3] = [b"Metadata", b"ObjStm", b"XRef"];
    objects.retain(|_, object| {
        let stream = object.as_stream().ok();
        stream.is_none_or(|stream| !apart.iter().any(|kind| stream.dict.has_type(kind)))
    });
    objects
}

fn is_back(annotation: &Dictionary) -> bool {
    is_named(annotation, ["Back to the text", "العودة"])
}

fn is_named(annotation: &Dictionary, names: [&str; 2]) -> bool {
    let name = annotation.get(b"Contents").ok().and_then(|name| decode_text_string(name).ok());
    name.is_some_and(|said| names.iter().any(|name| said.starts_with(name)))
}

#[test]
fn the_matrix_has_a_column_for_each_target_that_a_finding_bears_on() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["template", "data", "a"]);
    let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let matrix = &data["matrix"];
    let columns: Vec<_> =
        matrix["targets"].as_array().unwrap().iter().map(|t| &t["code"]).collect();
    assert_eq!(columns, ["16.3"], "{matrix}");
    assert_eq!(matrix["rows"][0]["cells"], serde_json::json!(["direct"]));
}

#[test]
fn goals_are_numbered_in_the_digits_of_the_language() {
    let project = TestProject::copy_of(repository());
    for (language, title) in [("en", "SDG 16"), ("km", "គោលដៅទី ១៦")] {
        let run =
            project.run(&["template", "data", "cambodia-scamming-compounds", "--lang", language]);
        let data: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        // Marks that steer where lines break are in the data, and leave the pages.
        let found = data["goals"][0]["title"].as_str().unwrap();
        assert_eq!(found.replace(['\u{200b}', '\u{2060}'], ""), title);
    }
}

#[test]
fn templates_are_listed_and_unknown_ones_refused() {
    let project = TestProject::with_brief(MINIMAL);
    let list = project.run(&["template", "list"]);
    assert!(list.stdout.contains("brief ") && list.stdout.contains("built in"), "{}", list.stdout);
    let run = project.run(&["template", "eject", "breif"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `brief`?"), "{}", run.stderr);
}

#[test]
fn a_label_file_with_a_mistake_names_it() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/labels/en.toml", "key_mesages = \"In short\"\n");
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    let expected = "templates/labels/en.toml:1:1: error[schema::unknown-key]";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn the_data_of_a_brief_is_what_its_template_reads() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["template", "data", "a"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    project.write("templates/brief/data.json", &run.stdout);
    project.write(
        "templates/brief/main.typ",
        "#assert(read(\"/brief.json\") == read(\"data.json\"))\n= Data\n",
    );
    let run = project.run(&["build", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn the_data_can_be_had_for_the_press_and_in_any_language_there_is() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["template", "data", "a", "--edition", "print", "--lang", "ar-XB"]);
    assert!(run.stdout.contains("\"edition\":\"print\""), "{}", run.stdout);
    assert!(run.stdout.contains("\"dir\":\"rtl\""), "{}", run.stdout);
    let run = project.run(&["template", "data", "a", "--lang", "fr"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("the brief `a` is not in the language `fr`"), "{}", run.stderr);
    project.write("briefs/a/brief.toml", "title = \"Only a title\"\n");
    let run = project.run(&["template", "data", "a"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
}

#[test]
fn what_a_template_cannot_have_is_said_with_its_place() {
    let project = TestProject::with_brief(MINIMAL);
    for (code, words) in [
        ("import \"@preview/cetz:0.3.4\": canvas", "`@preview/cetz:0.3.4` is a package"),
        ("import \"@preview/cetz\": canvas", "`@preview/cetz` is a package"),
        ("import \"@\" + \"local/own:1.0.0\"", "in a package, and a template can use none"),
        ("read(\"/etc/passwd\")", "a template cannot read `/etc/passwd`"),
        ("read(\"../../../etc/passwd\")", "a template cannot read `../../../etc/passwd`"),
        ("read(\"../../briefpress.toml\")", "a template cannot read `../../briefpress.toml`"),
        ("read(\"/briefs/a/brief.toml\")", "a template cannot read `/briefs/a/brief.toml`"),
        ("read(\"https://example.org/x\")", "a template cannot read `https://example.org/x`"),
        ("image(\"none.png\")", "there is no file `templates/brief/none.png`"),
        ("plugin(\"x.wasm\")", "a template can use no plugin"),
        ("std.plugin(bytes(()))", "a template can use no plugin"),
        ("datetime.today()", "a template has no clock"),
    ] {
        project.write("templates/brief/main.typ", format!("= Title\n#{{ {code} }}\n"));
        let run = project.run(&["build", "--only", "brief", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{code}: {}", run.stderr);
        let errors: Vec<&str> =
            run.stderr.lines().filter(|line| line.contains(": error[")).collect();
        let [error] = errors[..] else { panic!("{code}: {}", run.stderr) };
        assert!(error.starts_with("templates/brief/main.typ:2:"), "{error}");
        assert!(error.contains("error[template::error]: a/a.en.pdf: "), "{error}");
        assert!(error.contains(words), "{error}");
    }
}

/// Copies of a time when nothing in it said how close parts are set.
#[test]
fn an_own_layout_that_closes_nothing_sets_its_headings_as_ever() {
    let project = TestProject::copy_of(repository());
    let build = || {
        let run = project.run(&["build", "--only", "brief", "--lang", "fr", "--force"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        project.read("dist/cambodia-scamming-compounds/cambodia-scamming-compounds.fr.pdf")
    };
    let before = build();
    let layout = std::fs::read_to_string(repository().join("templates/shared/layout.typ")).unwrap();
    let import = "#import \"sheet.typ\": close, text-end\n";
    assert!(layout.contains(import));
    let own = "#import \"sheet.typ\": text-end\n#let close(t, body) = body\n";
    project.write("templates/shared/layout.typ", layout.replace(import, own));
    assert!(build() == before, "the same pages");
}
