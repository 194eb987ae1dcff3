//! What stands where on the pages, as poppler sees it: nothing falls off, nothing lies on something
//! else, and where tables and pages begin. The tests that need poppler run with `--ignored`.

use std::fmt::Write as _;
use std::process::Command;

use lopdf::Document;

use crate::support::{MINIMAL, PROJECT, TestProject, repository};

/// A word and its box, in points from the page's upper left corner.
struct Word {
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// A page: its width and height, and its words.
struct Page {
    width: f64,
    height: f64,
    words: Vec<Word>,
}

/// The pages of a PDF as `pdftotext -bbox` reads them.
fn pages(project: &TestProject, file: &str) -> Vec<Page> {
    let output =
        Command::new("pdftotext").arg("-bbox").arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{file}");
    let attribute = |line: &str, name: &str| -> f64 {
        let value = line.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
        value.parse().unwrap()
    };
    let mut pages: Vec<Page> = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let line = line.trim();
        if line.starts_with("<page ") {
            let [width, height] = ["width", "height"].map(|name| attribute(line, name));
            pages.push(Page { width, height, words: Vec::new() });
        } else if line.starts_with("<word ") {
            let [left, top, right, bottom] =
                ["xMin", "yMin", "xMax", "yMax"].map(|name| attribute(line, name));
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap().to_string();
            pages.last_mut().unwrap().words.push(Word { text, left, top, right, bottom });
        }
    }
    assert!(!pages.is_empty(), "{file}");
    pages
}

/// Millimetres in points.
const MM: f64 = 72.0 / 25.4;

/// What of a page's words is not where text may be: between the margins, or on the one line of the
/// running head or foot. Faces have boxes of all heights; the middle of a word's is near its line.
/// At a line's end, the box of a Chinese full stop is half empty.
fn astray(page: &Page) -> Vec<String> {
    let foot = if page.width > page.height { 20.0 } else { 23.0 } * MM;
    let end = page.height - foot;
    let strays = page.words.iter().filter(|word| {
        let middle = f64::midpoint(word.top, word.bottom);
        let inside = middle > 4.0 * MM && middle < end;
        let in_foot = middle > end + 14.0 && middle < end + 36.0;
        let across = word.left > 20.0 * MM - 2.0 && word.right < page.width - 20.0 * MM + 6.0;
        !across || !(inside || in_foot)
    });
    strays.map(|word| format!("{} at {:.0}, {:.0}", word.text, word.left, word.top)).collect()
}

/// Words that lie on another: by more than half a line's height, and more than a hair's breadth.
fn overlaps(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for (i, one) in page.words.iter().enumerate() {
        for other in &page.words[i + 1..] {
            let across = one.right.min(other.right) - one.left.max(other.left);
            let down = one.bottom.min(other.bottom) - one.top.max(other.top);
            let height = (one.bottom - one.top).min(other.bottom - other.top);
            if across > 1.0 && down > 0.6 * height {
                found.push(format!("{} on {}", one.text, other.text));
            }
        }
    }
    found
}

/// Text of so many words, every tenth of which is a number of its own.
fn numbered(language: &str, words: usize) -> (String, Vec<String>) {
    let stock = match language {
        "km" => "ទឹកស្អាត សម្រាប់ភូមិ នៅលើភ្នំ មិនទាន់មាន នៅឡើយទេ ហើយប្រជាជន ត្រូវដើរឆ្ងាយ",
        "ar" => "لا تصل المياه إلى البيوت التي تقع فوق المنعطف الثاني من الطريق في الصيف",
        "de" => {
            "die Wasserzählerablesungen der Gebirgsdorfgemeinschaften fehlen überwiegend weil \
                 Pumpenhausschlüsselverwaltungszuständigkeiten ungeklärt geblieben sind"
        }
        _ => "the readings of the meters at the pumps are missing because no one had the key",
    };
    let mut text = String::new();
    let mut numbers = Vec::new();
    for (i, word) in stock.split_whitespace().cycle().take(words).enumerate() {
        if i % 10 == 0 {
            let number = (10_000 + numbers.len()).to_string();
            write!(text, "{number} ").unwrap();
            numbers.push(number);
        }
        write!(text, "{word} ").unwrap();
    }
    (text.trim().to_string(), numbers)
}

/// The brief with texts of a field's kind that are as long as they may be: a place to put one, what
/// to put before it, and whether the table prints it too.
const FIELDS: &[(&str, &str, bool)] = &[
    ("number", "country = ", true),
    ("ask", "country = ", false),
    ("method", "country = ", true),
    ("contact", "country = ", true),
    ("author", "publisher = \"Registry of Appeals\"", true),
    ("note", "publisher = \"Registry of Appeals\"", true),
    ("label", "value = ", false),
    ("value", "label = ", false),
    ("quote", "text = \"The survey", false),
    ("by", "text = \"The survey", false),
    ("evidence", "text = \"The survey", false),
    ("to", "text = \"Publish", false),
    ("text", "to = \"Ministry of Justice\"", false),
    ("note", "code = \"16.3\"", true),
    ("text", "code = \"16.3\"", true),
    ("note", "basis = \"implied\"", true),
    ("text", "basis = \"implied\"", true),
    ("note", "why = \"The survey also", true),
    ("why", "number = 8", false),
];

/// A brief with a text in one of its fields, after the first line that begins with `line`.
fn with_text(key: &str, line: &str, language: &str, text: &str) -> String {
    let entry = match key {
        "quote" => format!("quote = {{ text = \"{text}\", by = \"A judge\" }}"),
        "by" => format!("quote = {{ text = \"Late.\", by = \"{text}\" }}"),
        "evidence" => format!("evidence = [\"{text}\"]"),
        key => format!("{key} = \"{text}\""),
    };
    let mut brief = String::new();
    let mut done = false;
    let mut table = String::new();
    for existing in
        MINIMAL.replace("language = \"en\"", &format!("language = \"{language}\"")).lines()
    {
        if existing.starts_with('[') {
            table = existing.to_string();
        }
        // The key the text takes the place of.
        let replaced = match (key, table.as_str()) {
            ("label", "[[fact]]") => existing.starts_with("label ="),
            ("value", "[[fact]]") => existing.starts_with("value ="),
            ("to", "[[recommendation]]") => existing.starts_with("to ="),
            ("text", "[[recommendation]]") => {
                existing.starts_with("text =") && line.starts_with("to")
            }
            ("why", "[[goal]]") => existing.contains("workplaces"),
            _ => false,
        };
        if !replaced {
            brief += existing;
            brief.push('\n');
        }
        if !done && existing.starts_with(line) {
            brief += &entry;
            brief.push('\n');
            done = true;
        }
    }
    assert!(done, "{key} after {line}");
    brief
}

#[test]
#[ignore = "needs pdftotext"]
fn a_text_of_any_length_loses_no_word_in_any_field() {
    for (language, words) in [("en", 330), ("en", 1200), ("km", 600), ("ar", 600), ("de", 600)] {
        let project = TestProject::empty();
        project.write("briefpress.toml", PROJECT);
        let (text, numbers) = numbered(language, words);
        let page_language = if language == "de" { "en" } else { language };
        for (i, (key, line, _)) in FIELDS.iter().enumerate() {
            let brief = with_text(key, line, page_language, &text);
            project.write(&format!("briefs/b{i}/brief.toml"), brief);
        }
        let run = project.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for (i, (key, line, in_table)) in FIELDS.iter().enumerate() {
            for table in [false, true] {
                let kind = if table { ".indicators" } else { "" };
                let pages = pages(&project, &format!("dist/b{i}/b{i}.{page_language}{kind}.pdf"));
                for (n, page) in pages.iter().enumerate() {
                    let strays = astray(page);
                    assert!(strays.is_empty(), "{language} {key} {line} {n}: {strays:?}");
                    // Where lines stack marks, the boxes of neighbouring words may overlap.
                    let over = if page_language == "en" { overlaps(page) } else { Vec::new() };
                    assert!(over.is_empty(), "{language} {key} {line} {n}: {over:?}");
                }
                if !table || *in_table {
                    let text: Vec<&str> = pages
                        .iter()
                        .flat_map(|page| page.words.iter().map(|word| word.text.as_str()))
                        .collect();
                    let text = text.concat();
                    let lost: Vec<&String> =
                        numbers.iter().filter(|number| !text.contains(number.as_str())).collect();
                    assert!(lost.is_empty(), "{language} {key} {line}{kind}: {lost:?}");
                }
            }
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn words_keep_to_their_places_in_every_brief() {
    for folder in [repository().to_path_buf(), repository().join("tests/fixtures/awkward")] {
        let project = TestProject::copy_of(&folder);
        assert_eq!(project.run(&["build"]).code, 0);
        for file in project.pdfs("dist") {
            for (n, page) in pages(&project, &format!("dist/{file}")).iter().enumerate() {
                let strays = astray(page);
                assert!(strays.is_empty(), "{file}, page {}: {strays:?}", n + 1);
            }
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn a_long_word_does_not_run_into_the_next_column() {
    // Five goals stand in one row, if their names let them.
    let more = [5, 10].map(|n| format!("[[goal]]\nnumber = {n}\nwhy = \"Touched.\"\n"));
    let project = TestProject::with_brief(&format!("{MINIMAL}\n{}", more.concat()));
    let label =
        |n: u8| format!("goal_{n} = \"Geschlechtergleichstellung in der Rechtsstaatlichkeit\"\n");
    let labels: String = [3, 5, 8, 10, 16].into_iter().map(label).collect();
    project.write("templates/labels/en.toml", labels);
    assert_eq!(project.run(&["build"]).code, 0);
    for file in project.pdfs("dist") {
        for page in pages(&project, &format!("dist/{file}")) {
            let (strays, over) = (astray(&page), overlaps(&page));
            assert!(strays.is_empty() && over.is_empty(), "{file}: {strays:?} {over:?}");
        }
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn the_indicator_table_begins_with_more_than_a_row() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    let id = "cambodia-scamming-compounds";
    for language in ["en", "ar", "fr", "km", "th", "zh-Hans"] {
        let all = pages(&project, &format!("dist/{id}/{id}.{language}.pdf"));
        if ["en", "ar"].contains(&language) {
            assert_eq!(all.len(), 4, "{language}");
        }
        // Pages are at least half full, but for the last.
        for page in &all[..all.len() - 1] {
            let end = page.height - 23.0 * MM;
            let body = page.words.iter().filter(|word| word.bottom < end + 6.0);
            let lowest = body.map(|word| word.bottom).fold(0.0, f64::max);
            assert!(lowest > page.height / 2.0, "{language}: {lowest}");
        }
        // Codes of indicators stand in their column one under the other: the first page that has
        // any has two.
        let codes = all.iter().map(|page| {
            let places = page.words.iter().filter(|word| is_indicator(&word.text));
            let sides = places.map(|word| if language == "ar" { word.right } else { word.left });
            sides.map(|side| side.round() as i64).collect::<Vec<i64>>()
        });
        let sides = codes.into_iter().find(|sides| !sides.is_empty()).expect("a table");
        let rows = |side: &i64| sides.iter().filter(|other| (*other - side).abs() <= 1).count();
        assert!(sides.iter().map(rows).max() >= Some(2), "{language}: {sides:?}");
    }
}

/// Whether a word is the code of an indicator, with or without marks of direction.
fn is_indicator(word: &str) -> bool {
    let is_mark = |c: &char| ('\u{2060}'..='\u{2069}').contains(c);
    let code: String = word.chars().filter(|c| !is_mark(c)).collect();
    let parts: Vec<&str> = code.split('.').collect();
    let is_part = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    parts.len() == 3 && parts.iter().all(is_part) && code.chars().any(|c| c.is_ascii_digit())
}

#[test]
#[ignore = "needs pdfinfo"]
fn a_draft_is_said_to_be_one() {
    let draft = MINIMAL.replace("status = \"final\"", "status = \"draft\"");
    let project = TestProject::with_brief(&draft);
    assert_eq!(project.run(&["build"]).code, 0);
    for file in ["dist/a/a.en.pdf", "dist/a/a.en.indicators.pdf"] {
        let output = Command::new("pdfinfo").arg("-struct-text").arg(project.path(file)).output();
        let structure = String::from_utf8_lossy(&output.unwrap().stdout).into_owned();
        let (masthead, _) = structure.split_once("Decisions on review").expect("the title");
        assert!(masthead.contains("\"Draft\""), "{file}: {masthead}");
    }
}

#[test]
fn the_title_of_a_draft_says_so() {
    let title = |project: &TestProject, file: &str| {
        let document = Document::load_mem(&project.read(file)).unwrap();
        let info = document.trailer.get(b"Info").and_then(lopdf::Object::as_reference).unwrap();
        let title = document.get_dictionary(info).unwrap().get(b"Title").unwrap();
        lopdf::decode_text_string(title).unwrap()
    };
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build"]).code, 0);
    assert_eq!(title(&project, "dist/a/a.en.pdf"), "Decisions on review come late");
    let draft = MINIMAL.replace("status = \"final\"", "status = \"draft\"");
    let project = TestProject::with_brief(&draft);
    assert_eq!(project.run(&["build"]).code, 0);
    assert_eq!(title(&project, "dist/a/a.en.pdf"), "Decisions on review come late (Draft)");
    assert_eq!(
        title(&project, "dist/a/a.en.indicators.pdf"),
        "Decisions on review come late: Indicator table (Draft)"
    );
}

#[test]
fn a_title_that_no_pdf_can_list_is_refused_by_its_key() {
    let (long, _) = numbered("en", 5000);
    for (key, old) in [
        ("title", "\"Decisions on review come late\""),
        ("finding.delay.title", "\"Three in five decisions come late\""),
    ] {
        let project = TestProject::with_brief(&MINIMAL.replace(old, &format!("\"{long}\"")));
        let run = project.run(&["build", "--message-format", "json"]);
        assert_eq!(run.code, 1);
        let first: serde_json::Value = run
            .stderr
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .find(|message: &serde_json::Value| message["severity"] == "error")
            .expect("an error");
        assert_eq!(first["code"], "text::too-long", "{}", run.stderr);
        assert_eq!(first["key"], key, "{}", run.stderr);
    }
}
