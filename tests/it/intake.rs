//! Text as it comes from word processors and other programs: what prints, what is said about it.

use lopdf::{Dictionary, Document, Object};
use serde_json::Value;

use crate::conformance::assert_conforms;
use crate::support::{MINIMAL, TestProject, links_back, repository};

fn project() -> TestProject {
    TestProject::copy_of(&repository().join("tests/fixtures/intake"))
}

/// What a template sees of a brief.
fn data(project: &TestProject, id: &str) -> Value {
    let run = project.run(&["template", "data", id]);
    assert_eq!(run.code, 0, "{id}: {}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The strings and the kinds of nodes of a text tree, in their order.
fn flat(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| flat(item, out)),
        Value::Object(node) => match node["type"].as_str().unwrap() {
            "text" => out.push_str(node["text"].as_str().unwrap()),
            "cite" => {
                let marks = node["sources"].as_array().unwrap().iter();
                for (mark, pinpoint) in marks.zip(node["pinpoints"].as_array().unwrap()) {
                    out.push_str(&format!("<{mark} {}>", pinpoint.as_str().unwrap_or_default()));
                }
            }
            kind => {
                out.push_str(&format!("<{kind}>"));
                for key in ["children", "items"] {
                    if let Some(inner) = node.get(key) {
                        flat(inner, out);
                    }
                }
                out.push_str(&format!("</{kind}>"));
            }
        },
        _ => {}
    }
}

/// The tree in one string, without the characters that only steer layout.
fn tree(value: &Value) -> String {
    let mut out = String::new();
    flat(value, &mut out);
    out.replace(|c| matches!(c, '\u{200B}' | '\u{2060}' | '\u{2066}'..='\u{2069}'), "")
}

#[test]
fn every_fixture_gives_the_messages_beside_it() {
    let project = project();
    let folder = repository().join("tests/fixtures/intake/briefs");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        let id = folder.file_name().unwrap().to_str().unwrap().to_string();
        let run = project.run(&["check", &id, "--message-format", "short"]);
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap();
        assert_eq!((run.code, run.stderr.as_str()), (0, expected.as_str()), "{id}");
        checked += 1;
    }
    assert!(checked >= 6);
}

#[test]
fn leftovers_can_be_denied() {
    let project = project();
    let file = String::from_utf8(project.read("briefpress.toml")).unwrap();
    project.write("briefpress.toml", format!("{file}\n\"text::leftover-markup\" = \"deny\"\n"));
    let run = project.run(&["check", "table-bullets", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[text::leftover-markup]"), "{}", run.stderr);
}

#[test]
fn white_space_joins_and_stretches_nothing() {
    let messages = &data(&project(), "tab")["key_messages"];
    assert_eq!(tree(&messages[1]), "Rates 2019 2020 rose by 1 5 %.");
    assert_eq!(tree(&messages[2]), "Line one line two of text.");
}

#[test]
fn what_is_one_line_is_one_line_everywhere() {
    let project = project();
    let title = "Appeals are decided late, and no one is told why";
    let data = data(&project, "title-newline");
    assert_eq!(data["title"], title);
    assert_eq!(data["short_title"], title);
    assert_eq!(data["keywords"][2], "c d");
    assert_eq!(data["findings"][0]["title"], "Three in five appeals are decided late");
    assert_eq!(data["recommendations"][0]["to"], "Ministry of Justice");
    assert_eq!(data["sources"][0]["publisher"], "Institute for Statistics");
    assert_eq!(project.run(&["build", "title-newline", "-q"]).code, 0);
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    assert!(manifest.to_string().contains(title), "{manifest}");
    let pdf = project.read("dist/title-newline/title-newline.en.pdf");
    let document = Document::load_mem(&pdf).unwrap();
    let info = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = document.get_dictionary(info).unwrap().get(b"Title").unwrap();
    assert_eq!(lopdf::decode_text_string(info).unwrap(), format!("{title} (Draft)"));
}

#[test]
fn what_is_one_line_is_one_line_in_a_translation() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
    let path = "briefs/a/lang/fr.toml";
    let french = String::from_utf8(project.read(path)).unwrap();
    let title = "title = \"\"\"\nTrop\ntard\n\"\"\"";
    project.write(path, french.replacen("title = \"\"", title, 1));
    let run = project.run(&["template", "data", "a", "--lang", "fr"]);
    let data: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(data["title"], "Trop tard");
}

#[test]
fn sentences_are_no_lists() {
    let project = project();
    let data = data(&project, "markdown-lists");
    assert_eq!(
        tree(&data["summary"]),
        "<paragraph>The programme ended in</paragraph>\
         <paragraph>2015. It was then replaced by a new one.</paragraph>"
    );
    let text = tree(&data["findings"][0]["text"]);
    for sentence in [
        "<paragraph>Exports fell from 5 % to 3 % - 2 points less.</paragraph>",
        "<paragraph>Growth was + 5 % in 2020.</paragraph>",
        "<paragraph>3) Third option. The act of 1. January 2020 applies.</paragraph>",
        "H<sub>2</sub>O x<super>2</super> | a | b |",
        "\"straight\" 'single' (c) 1/2 <br> a&nbsp;b",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
}

#[test]
fn chinese_is_emphasised_without_spaces() {
    let data = data(&project(), "cjk-strong");
    for (value, expected) in [
        (&data["summary"], "<strong>供水覆盖率仍然偏低。</strong>农村地区"),
        (&data["key_messages"][0], "<strong>“突击”行动</strong>未能"),
        (&data["key_messages"][1], "<emph>重要提示（注）：</emph>请注意。"),
        (&data["key_messages"][2], "报告称<strong>《水法》</strong>需要"),
        (&data["findings"][0]["text"], "应当<strong>停止使用“强制”</strong>手段"),
        (&data["recommendations"][0]["items"][0]["text"], "<strong>立即行动。</strong>公开"),
    ] {
        assert!(tree(value).contains(expected), "{expected}: {}", tree(value));
    }
    assert!(!data.to_string().contains('*'));
}

#[test]
fn citations_name_the_page_and_addresses_are_ascii() {
    let project = project();
    let text = tree(&data(&project, "citations")["findings"][0]["text"]);
    for part in
        ["One page<1 p. 3>, two", "places<1 pp. 3–5><2 ch. 2>, and", "sources<1 ><2 > beside"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    for edition in ["screen", "print"] {
        let run = project.run(&["build", "citations", "-q", "--edition", edition]);
        assert_eq!(run.code, 0, "{edition}: {}", run.stderr);
    }
    let pdf = project.read("dist/citations/citations.en.pdf");
    let document = Document::load_mem(&pdf).unwrap();
    let dictionaries = || document.objects.values().filter_map(|object| object.as_dict().ok());
    let uris: Vec<String> = dictionaries()
        .filter_map(|dict| dict.get(b"A").ok()?.as_dict().ok()?.get(b"URI").ok()?.as_str().ok())
        .map(|uri| String::from_utf8(uri.to_vec()).unwrap())
        .collect();
    let written = "https://xn--bcher-kva.example/%C3%BCber?q=%C3%A9";
    assert!(uris.iter().any(|uri| uri == written), "{uris:?}");
}

fn is(dict: &Dictionary, role: &[u8]) -> bool {
    matches!(dict.get(b"S"), Ok(Object::Name(name)) if name == role)
}

#[test]
fn sources_are_notes_and_lead_back() {
    let project = project();
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    for file in project.pdfs("dist") {
        assert_conforms(&file, &project.read(&format!("dist/{file}")));
    }
    let pdf = project.read("dist/citations/citations.en.pdf");
    let document = Document::load_mem(&pdf).unwrap();
    let dictionaries = || document.objects.values().filter_map(|object| object.as_dict().ok());
    let notes: Vec<&Dictionary> = dictionaries().filter(|dict| is(dict, b"Note")).collect();
    assert_eq!(notes.len(), 3, "one for each source");
    let mut ids: Vec<&[u8]> =
        notes.iter().map(|note| note.get(b"ID").unwrap().as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3, "each has an id of its own");
    let back = dictionaries()
        .filter_map(|dict| lopdf::decode_text_string(dict.get(b"Contents").ok()?).ok())
        .filter(|name| name.starts_with("Back to the text") && name.ends_with(')'));
    assert_eq!(back.count(), 3, "each leads back");
    // Behind an entry that is cited more than once, a link to each place, or where these are many to
    // each page; and no two to the same.
    let links = |name: &str| -> Vec<&Dictionary> {
        let named = |dict: &&Dictionary| {
            let contents = dict.get(b"Contents").ok().map(lopdf::decode_text_string);
            contents.is_some_and(|said| said.is_ok_and(|said| said.starts_with(name)))
        };
        dictionaries().filter(named).collect()
    };
    let mut several = 0;
    for number in 1..=3 {
        let back = links(&format!("Back to the text ({number}), citation "));
        let cited = links_back(&document, &format!("Source {number}"));
        assert_eq!(back.len(), cited, "source {number}");
        let mut places: Vec<String> =
            back.iter().map(|link| format!("{:?}", link.get(b"Dest").unwrap())).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), back.len(), "source {number}: {places:?}");
        several += back.len();
    }
    assert!(several > 1);
}

#[test]
fn a_source_that_nothing_cites_leads_nowhere_back() {
    let project = TestProject::with_brief(&format!(
        "{MINIMAL}\n[[source]]\nid = \"other\"\ntitle = \"Other\"\npublisher = \"Office\"\n"
    ));
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let pdf = project.read("dist/a/a.en.pdf");
    assert_conforms("a", &pdf);
    let document = Document::load_mem(&pdf).unwrap();
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let back = dictionaries
        .filter_map(|dict| lopdf::decode_text_string(dict.get(b"Contents").ok()?).ok())
        .filter(|name| name.starts_with("Back to the text") && name.ends_with(')'));
    let cited = MINIMAL.matches("[[source]]").count();
    assert_eq!(back.count(), cited, "all sources but the other are cited");
}

#[test]
fn marks_stand_beside_the_full_stop_as_the_language_has_it() {
    for (language, mark) in [("en", "decision.3"), ("fr", "decision3."), ("ru", "decision3.")] {
        let brief = MINIMAL
            .replace("language = \"en\"", &format!("language = \"{language}\""))
            .replace("text = \"The survey counted", "text = \"**Yes.** The survey counted")
            .replace(
                "[[fact]]",
                "[[source]]\nid = \"x\"\ntitle = \"X\"\npublisher = \"Y\"\n[[fact]]",
            )
            .replacen("sources = [\"survey\"]\ntargets", "sources = [\"x\"]\ntargets", 1);
        let project = TestProject::with_brief(&brief);
        let run = project.run(&["build", "-q"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let pdf = project.read(&format!("dist/a/a.{language}.pdf"));
        let document = Document::load_mem(&pdf).unwrap();
        let pages: Vec<u32> = document.get_pages().keys().copied().collect();
        let text = document.extract_text(&pages).unwrap();
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(text.contains(mark), "{language}: {text}");
        let beside = text.replace('\u{2060}', "");
        assert!(beside.contains("deadline1,2"), "two marks are parted: {text}");
    }
}
