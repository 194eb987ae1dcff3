//! Sections, boxes, quotations and the layout, as other programs find them in the PDF.

use std::process::Command;

use serde_json::Value;

use crate::support::{MINIMAL, TestProject, repository};

/// A brief with all of them.
fn fixture() -> TestProject {
    let brief = repository().join("tests/fixtures/awkward/briefs/parts/brief.toml");
    TestProject::with_brief(&std::fs::read_to_string(brief).unwrap())
}

fn data(project: &TestProject) -> Value {
    let run = project.run(&["template", "data", "a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The headings of a PDF as poppler reads its structure: level and words.
fn headings(project: &TestProject, file: &str) -> Vec<(u32, String)> {
    let output =
        Command::new("pdfinfo").arg("-struct-text").arg(project.path(file)).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let heading = |line: &str| {
        let (level, rest) = line.trim().strip_prefix('H')?.split_once(' ')?;
        let title = rest.strip_suffix(" (block)")?.trim_matches('"');
        Some((level.parse().ok()?, title.to_string()))
    };
    text.lines().filter_map(heading).collect()
}

/// The bookmarks of a PDF as MuPDF lists them: how deep, and what they say.
fn bookmarks(project: &TestProject, file: &str) -> Vec<(usize, String)> {
    let path = project.path(file);
    let output = Command::new("mutool").arg("show").arg(path).arg("outline").output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let bookmark = |line: &str| {
        let depth = line.chars().skip(1).take_while(|c| *c == '\t').count();
        Some((depth, line.split('"').nth(1)?.to_string()))
    };
    text.lines().filter_map(bookmark).collect()
}

#[test]
#[ignore = "needs pdfinfo and mutool"]
fn headings_of_sections_and_boxes_stand_below_their_own() {
    let project = fixture();
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    let file = "dist/a/a.en.pdf";
    let found = headings(&project, file);
    // None is skipped on the way down.
    assert!(found.windows(2).all(|pair| pair[1].0 <= pair[0].0 + 1), "{found:?}");
    let expected = [
        (2, "How a birth is registered"),
        (3, "In the village"),
        (4, "Where there is no village head"),
        (3, "In the district"),
        (3, "Definition: Late registration"),
        (4, "Case: Seng, four years old, two journeys"),
        (2, "What it costs"),
        (3, "Method: How the costs were counted"),
        (2, "Papers that families were asked for"),
        (3, "Named by the law"),
        (2, "Abbreviations"),
    ];
    let mut rest = found.iter();
    for (level, title) in expected {
        assert!(
            rest.any(|(own, said)| (*own, said.as_str()) == (level, title)),
            "{title}: {found:?}"
        );
    }
    assert_eq!(found.iter().filter(|(level, _)| *level == 1).count(), 1);
    let listed = bookmarks(&project, file);
    let depth =
        |title: &str| listed.iter().find(|(_, said)| said == title).map(|(depth, _)| *depth);
    let (section, annex) = (
        depth("How a birth is registered").unwrap(),
        depth("Annex B Questions put to families").unwrap(),
    );
    assert_eq!(section, annex);
    assert_eq!(depth("In the village"), Some(section + 1));
    assert_eq!(depth("Where there is no village head"), Some(section + 2));
    // Boxes are headings for those who jump from one to the next, and no bookmarks.
    assert!(!listed.iter().any(|(_, said)| said.contains("Seng")), "{listed:?}");
}

#[test]
#[ignore = "needs pdftotext"]
fn the_layout_says_what_is_printed_and_sources_are_numbered_by_it() {
    let project = fixture();
    let numbers = |project: &TestProject| -> Vec<String> {
        let data = data(project);
        let sources = data["sources"].as_array().unwrap();
        sources.iter().map(|source| source["id"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(numbers(&project), ["survey", "law", "handbook"]);
    let brief = String::from_utf8(project.read("briefs/a/brief.toml")).unwrap();
    let parts = "parts = [\"front\", \"goals\", \"annex\", \"imprint\", \"sources\"]";
    let own = brief
        .replace("cover = true\nlist_of_abbreviations = true", parts)
        .replace("sources = [\"law\"]\n\n[[section]]", "\n[[section]]")
        .replace("sources = [\"law\"]\n\n[[sec", "[[sec")
        .replace("at five [@survey]", "at five");
    project.write("briefs/a/brief.toml", own.replace("age of five [@survey]", "age of five"));
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    let pdf = project.path("dist/a/a.en.pdf");
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let places: Vec<Option<usize>> =
        ["Key messages", "Goals touched", "Annex A", "Contact", "Sources"]
            .iter()
            .map(|title| text.find(title))
            .collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{text}");
    for gone in ["Findings", "Recommendations", "Indicator table", "Method and limits", "costs"] {
        assert!(!text.contains(&format!("{gone}\n")), "{gone}\n{text}");
    }
}

#[test]
fn a_project_has_a_layout_for_its_briefs() {
    let project = TestProject::with_brief(MINIMAL);
    let file = String::from_utf8(project.read("briefpress.toml")).unwrap();
    let layout = "[layout]\nparts = [\"front\", \"findings\", \"sources\"]\ncover = true\n";
    project.write("briefpress.toml", format!("{file}{layout}"));
    assert_eq!(
        data(&project)["layout"]["parts"],
        serde_json::json!(["front", "findings", "sources"])
    );
    project.write("briefs/a/brief.toml", format!("{MINIMAL}\n[layout]\ncover = false\n"));
    let layout = &data(&project)["layout"];
    assert_eq!(
        (layout["parts"].as_array().unwrap().len(), &layout["cover"]),
        (3, &Value::Bool(false))
    );
    // A mistake in it is the project's.
    project.write("briefpress.toml", format!("{file}[layout]\nparts = [\"front\", \"source\"]\n"));
    let run = project.run(&["check", "--message-format", "short"]);
    assert!(
        run.stderr.starts_with("briefpress.toml:4:19: error[schema::bad-value]"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_brief_is_set_by_the_template_it_names() {
    let project = TestProject::with_brief(MINIMAL);
    let named = MINIMAL.replacen("status =", "template = \"sheet\"\nstatus =", 1);
    project.write("briefs/a/brief.toml", &named);
    let run = project.run(&["check", "--message-format", "short"]);
    assert!(run.stderr.contains("error[template::unknown]"), "{}", run.stderr);
    let main = "#import \"../shared/theme.typ\": theme\n#import \"../shared/sheet.typ\": sheet\n\
                #let brief = json(\"/brief.json\")\n#let t = theme(brief)\n\
                #show: sheet.with(t, brief)\n= #brief.title.at(\"text\", default: \"\")Fact sheet\n";
    let main = main.replace("#brief.title.at(\"text\", default: \"\")", "");
    project.write("templates/sheet/main.typ", &main);
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let templates = |path: &str| -> Vec<String> {
        let file = manifest["files"].as_array().unwrap().iter().find(|file| file["path"] == path);
        let inputs = file.unwrap()["inputs"].as_array().unwrap().iter();
        let inputs = inputs.map(|at| &manifest["inputs"][at.as_u64().unwrap() as usize]);
        let templates = inputs.filter(|input| input["role"] == "template");
        templates.map(|input| input["path"].as_str().unwrap().to_string()).collect()
    };
    let own = templates("a/a.en.pdf");
    assert!(own.contains(&"templates/sheet/main.typ".to_string()), "{own:?}");
    assert!(!own.contains(&"templates/brief/main.typ".to_string()), "{own:?}");
    assert!(!templates("a/a.en.indicators.pdf").contains(&"templates/sheet/main.typ".to_string()));
    // What is changed in it is seen.
    let before = project.read("dist/a/a.en.pdf");
    project.write("templates/sheet/main.typ", format!("{main}More."));
    assert_eq!(project.run(&["build"]).code, 0);
    assert!(before != project.read("dist/a/a.en.pdf"));
    // It takes the place of none that is built in.
    let list = project.run(&["template", "list"]);
    assert!(list.stdout.contains("sheet "), "{}", list.stdout);
}

#[test]
fn partners_stand_in_a_row_at_the_end() {
    let project = TestProject::with_brief(MINIMAL);
    let svg = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">\
             <rect width=\"40\" height=\"20\" fill=\"{colour}\"/></svg>"
        )
    };
    project.write("logos/institute.svg", svg("#0a5a3c"));
    let file = String::from_utf8(project.read("briefpress.toml")).unwrap();
    let partners = "[[partner]]\nname = \"Institute\"\nlogo = \"logos/institute.svg\"\n\
                    alt = \"Logo of the institute\"\nurl = \"https://example.org\"\n\
                    [[partner]]\nname = \"Bar Association\"\n";
    project.write("briefpress.toml", format!("{file}{partners}"));
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let data = &data(&project)["partners"];
    assert_eq!(data[0]["logo"], "/project/logos/institute.svg");
    assert_eq!(
        data[1],
        serde_json::json!({
            "name": "Bar Association", "logo": null, "logo_alt": null, "url": null
        })
    );
    // A link that is a picture is called by its partner's name.
    let pdf = lopdf::Document::load_mem(&project.read("dist/a/a.en.pdf")).unwrap();
    let named = pdf.objects.values().filter_map(|object| object.as_dict().ok()).any(|object| {
        let said = object.get(b"Contents").ok().and_then(|it| lopdf::decode_text_string(it).ok());
        said.is_some_and(|said| said == "Institute")
    });
    assert!(named);
    // The logo is one of the inputs: another one is seen.
    let before = project.read("dist/a/a.en.pdf");
    project.write("logos/institute.svg", svg("#333333"));
    assert_eq!(project.run(&["build"]).code, 0);
    assert!(before != project.read("dist/a/a.en.pdf"));
    project
        .write("briefpress.toml", format!("{file}{}", partners.replace("institute.svg", "n.svg")));
    let run = project.run(&["check", "--message-format", "short"]);
    assert!(
        run.stderr.starts_with("briefpress.toml:5:8: error[asset::unusable]"),
        "{}",
        run.stderr
    );
}
