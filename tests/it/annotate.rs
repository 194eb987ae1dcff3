//! Proofs for translators: where the key of each string stands, and what is said of it. Where
//! something stands is poppler's word, in tests that run with `--ignored`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use lopdf::Document;

use crate::support::{MINIMAL, PROJECT, TestProject, repository};

/// The shipped brief's id.
const SHIPPED: &str = "cambodia-scamming-compounds";

/// Both documents of a brief, by what is in the names of their files.
const DOCUMENTS: [&str; 2] = ["", ".indicators"];

/// A word and its box on a page: left, top, right, bottom.
type PlacedWord = (String, [f64; 4]);

/// A page of a PDF, as poppler reads it.
struct ReadPage {
    size: [f64; 2],
    words: Vec<PlacedWord>,
}

fn read(project: &TestProject, file: &str) -> Vec<ReadPage> {
    let output =
        Command::new("pdftotext").arg("-bbox").arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{file}");
    let number = |line: &str, name: &str| -> f64 {
        let value = line.split_once(&format!("{name}=\"")).unwrap().1;
        value.split_once('"').unwrap().0.parse().unwrap()
    };
    let mut pages: Vec<ReadPage> = Vec::new();
    for line in String::from_utf8(output.stdout).unwrap().lines().map(str::trim) {
        if line.starts_with("<page ") {
            let size = ["width", "height"].map(|name| number(line, name));
            pages.push(ReadPage { size, words: Vec::new() });
        } else if line.starts_with("<word ") {
            let text = line.split_once('>').unwrap().1.trim_end_matches("</word>").to_string();
            let bounds = ["xMin", "yMin", "xMax", "yMax"].map(|name| number(line, name));
            pages.last_mut().unwrap().words.push((text, bounds));
        }
    }
    pages
}

/// A sheet of a proof: its page with places as they are without the sheet, and the words beside it.
struct Sheet {
    size: [f64; 2],
    page: Vec<PlacedWord>,
    notes: Vec<PlacedWord>,
    /// Where the page begins.
    origin: [f64; 2],
}

/// The sheets of a proof, of pages of these sizes. A page stands in the middle and at the foot of its
/// sheet, unless there are more notes than it is high.
fn sheets(project: &TestProject, proof: &str, pages: &[ReadPage]) -> Vec<Sheet> {
    let read = read(project, proof);
    assert!(read.len() >= pages.len(), "{proof}");
    let sheet = |(sheet, page): (ReadPage, &ReadPage)| {
        let left = (sheet.size[0] - page.size[0]) / 2.0;
        // Below the words of the head.
        let is_head = |bounds: &[f64; 4]| bounds[3] < 60.0;
        let head = sheet.words.iter().filter(|(_, bounds)| is_head(bounds));
        let top = head.map(|(_, bounds)| bounds[3]).fold(0.0, f64::max);
        let inside = |(_, bounds): &PlacedWord| {
            bounds[0] > left - 1.0 && bounds[2] < left + page.size[0] + 1.0 && bounds[1] > top - 2.0
        };
        let (on_page, beside): (Vec<_>, Vec<_>) = sheet.words.into_iter().partition(inside);
        let notes: Vec<_> =
            beside.into_iter().filter(|(_, bounds)| bounds[1] > top - 2.0).collect();
        // The first word of the page says where it begins.
        let highest = |words: &[PlacedWord]| {
            words.iter().map(|(_, bounds)| bounds[1]).fold(f64::INFINITY, f64::min)
        };
        let y = highest(&on_page) - highest(&page.words);
        let moved = |(text, [a, b, c, d]): PlacedWord| (text, [a - left, b - y, c - left, d - y]);
        Sheet {
            size: sheet.size,
            page: on_page.into_iter().map(moved).collect(),
            notes,
            origin: [left, y],
        }
    };
    read.into_iter().zip(pages).map(sheet).collect()
}

/// The characters of words, in alphabetical order. (Where words are divided, poppler decides by a
/// hair's breadth.)
fn characters(words: &[PlacedWord]) -> String {
    let all = words.iter().flat_map(|(text, _)| text.chars());
    let mut all: Vec<char> = all.filter(|c| !c.is_whitespace()).collect();
    all.sort_unstable();
    all.into_iter().collect()
}

/// The first height at which a word of the one stands and none of the other.
fn moved_line(one: &[PlacedWord], other: &[PlacedWord]) -> Option<f64> {
    let tops = |words: &[PlacedWord]| words.iter().map(|(_, [_, top, ..])| *top).collect();
    let (one, other): (Vec<f64>, Vec<f64>) = (tops(one), tops(other));
    let is_in = |top: f64, all: &[f64]| all.iter().any(|near| (near - top).abs() < 0.4);
    let lost = one.iter().find(|top| !is_in(**top, &other));
    lost.or_else(|| other.iter().find(|top| !is_in(**top, &one))).copied()
}

/// What a proof says after its pages.
fn after(project: &TestProject, proof: &str, pages: usize) -> String {
    let first = (pages + 1).to_string();
    let mut command = Command::new("pdftotext");
    let output = command.args(["-raw", "-f", &first]).arg(project.path(proof)).arg("-").output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

/// The keys of a translation's strings, from its own file: its tables and what is in them.
fn keys_of(toml: &str) -> BTreeSet<String> {
    fn walk(table: &toml::Table, path: &str, keys: &mut BTreeSet<String>) {
        for (name, value) in table {
            let key = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match value {
                toml::Value::Table(table) => walk(table, &key, keys),
                toml::Value::Array(list) => {
                    keys.extend((1..=list.len()).map(|number| format!("{key}[{number}]")));
                }
                _ => _ = keys.insert(key),
            }
        }
    }
    let mut keys = BTreeSet::new();
    let mut table: toml::Table = toml::from_str(toml).unwrap();
    table.remove("translation");
    walk(&table, "", &mut keys);
    keys
}

/// The shipped brief, of which every translation lacks its subtitle, and has an ask whose original
/// changed since.
fn damaged() -> TestProject {
    let project = TestProject::copy_of(repository());
    let brief = format!("briefs/{SHIPPED}/brief.toml");
    let toml = String::from_utf8(project.read(&brief)).unwrap();
    assert!(toml.contains("\nask = \""));
    project.write(&brief, toml.replace("\nask = \"", "\nask = \"Now: "));
    for language in languages(&project) {
        let file = format!("briefs/{SHIPPED}/lang/{language}.toml");
        let toml = String::from_utf8(project.read(&file)).unwrap();
        let lines = toml.lines().filter(|line| !line.starts_with("subtitle = "));
        let kept: String = lines.fold(String::new(), |all, line| all + line + "\n");
        assert_ne!(kept, toml);
        project.write(&file, kept);
    }
    project
}

fn languages(project: &TestProject) -> Vec<String> {
    let files = project.files(&format!("briefs/{SHIPPED}/lang")).into_iter();
    files.filter_map(|file| file.strip_suffix(".toml").map(String::from)).collect()
}

#[test]
#[ignore = "needs pdftotext"]
fn every_key_stands_once_beside_its_text_and_nothing_moves() {
    let project = damaged();
    for command in [&["build", "-q"][..], &["build", "-q", "--annotate"]] {
        let run = project.run(command);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let languages = languages(&project);
    assert!(languages.len() >= 5);
    for language in &languages {
        let toml = project.read(&format!("briefs/{SHIPPED}/lang/{language}.toml"));
        let mut keys = keys_of(std::str::from_utf8(&toml).unwrap());
        keys.insert("brief.subtitle".into());
        for document in DOCUMENTS {
            let name = format!("{SHIPPED}/{SHIPPED}.{language}{document}");
            let pages = read(&project, &format!("dist/{name}.pdf"));
            let proof = format!("proofs/{name}.proof.pdf");
            let mut found: Vec<String> = Vec::new();
            for (sheet, page) in sheets(&project, &proof, &pages).iter().zip(&pages) {
                assert_eq!(characters(&sheet.page), characters(&page.words), "{proof}");
                assert_eq!(moved_line(&sheet.page, &page.words), None, "{proof}");
                notes_are_apart(sheet, &proof);
                let noted = sheet.notes.iter().map(|(text, _)| text);
                found.extend(noted.filter(|text| keys.contains(*text)).cloned());
            }
            let after = after(&project, &proof, pages.len());
            // There a long key breaks.
            let joined: String = after.split_whitespace().collect();
            for key in &keys {
                let beside = found.iter().filter(|other| *other == key).count();
                let listed = joined.contains(&key.replace(' ', ""));
                assert!(beside <= 1, "{proof}: {key} stands there {beside} times");
                assert!(beside == 1 || listed, "{proof} is without {key}");
            }
            // What prints in the brief stands beside it.
            let beside = found.len();
            assert!(beside > if document.is_empty() { 60 } else { 15 }, "{proof}: {beside}");
        }
    }
}

/// No two notes lie on each other, and none leaves its sheet.
fn notes_are_apart(sheet: &Sheet, proof: &str) {
    for (at, (text, one)) in sheet.notes.iter().enumerate() {
        let [width, height] = sheet.size;
        let inside = one[0] >= 0.0 && one[1] >= 0.0 && one[2] <= width && one[3] <= height;
        assert!(inside, "{proof}: {text} at {one:?}");
        for (other, two) in &sheet.notes[at + 1..] {
            let across = one[2].min(two[2]) - one[0].max(two[0]);
            let down = one[3].min(two[3]) - one[1].max(two[1]);
            assert!(across < 0.2 || down < 0.2, "{proof}: {text} and {other} by {across}, {down}");
        }
    }
}

/// The word on a page that begins a text, by its first letters.
fn place_of(words: &[PlacedWord], begins: &str) -> [f64; 4] {
    let found = words.iter().find(|(text, _)| text.starts_with(begins));
    found.unwrap_or_else(|| panic!("no {begins}")).1
}

#[test]
#[ignore = "needs pdftotext"]
fn a_key_stands_at_the_height_of_its_text() {
    let project = damaged();
    for command in [&["build", "-q"][..], &["build", "-q", "--annotate"]] {
        assert_eq!(project.run(command).code, 0);
    }
    // The subtitle is English on all pages.
    let toml = String::from_utf8(project.read(&format!("briefs/{SHIPPED}/brief.toml"))).unwrap();
    let toml: toml::Table = toml::from_str(&toml).unwrap();
    let subtitle = toml["subtitle"].as_str().unwrap().split(' ').nth(2).unwrap();
    assert_eq!(subtitle, "findings,");
    for language in languages(&project) {
        let name = format!("{SHIPPED}/{SHIPPED}.{language}");
        let pages = read(&project, &format!("dist/{name}.pdf"));
        let sheets = sheets(&project, &format!("proofs/{name}.proof.pdf"), &pages);
        let first = &sheets[0];
        let text = place_of(&first.page, subtitle);
        let key = place_of(&first.notes, "brief.subtitle");
        let away = (key[1] - first.origin[1] - text[1]).abs();
        assert!(away < 14.0, "{language}: {away}");
        // The mark stands before the key, in words.
        let marks = |word: &str| {
            first.notes.iter().filter(|(text, _)| text == word).map(|(_, b)| *b).collect::<Vec<_>>()
        };
        let [missing] = marks("missing")[..] else { panic!("{language}: missing") };
        assert!((missing[1] - key[1]).abs() < 1.0 && missing[2] < key[0], "{language}");
        let [older] = marks("older")[..] else { panic!("{language}: older") };
        let ask = place_of(&first.notes, "brief.ask");
        assert!((older[1] - ask[1]).abs() < 1.0 && older[2] < ask[0], "{language}");
    }
}

/// The shipped brief whose French someone has read, but for a string that a tool guessed, one of
/// which nothing is known, and one that was edited since.
fn partly_reviewed() -> TestProject {
    let project = TestProject::copy_of(repository());
    let (fr, lock) =
        (format!("briefs/{SHIPPED}/lang/fr.toml"), format!("briefs/{SHIPPED}/lang/fr.lock"));
    let text = |file: &str| String::from_utf8(project.read(file)).unwrap();
    let succeeds = |args: &[&str]| {
        let run = project.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    };
    let head = "status = \"reviewed\"\nreviewer = \"A. Lectrice\"";
    project.write(&fr, text(&fr).replace("status = \"draft\"", head));
    succeeds(&["i18n", "sync", "-q", "--lang", "fr"]);
    succeeds(&["i18n", "export", SHIPPED, "--lang", "fr", "--out", "fr.po"]);
    let context = "msgctxt \"brief.ask\"\n";
    let po = text("fr.po");
    assert!(po.contains(context));
    project.write("fr.po", po.replace(context, &format!("#, fuzzy\n{context}")));
    succeeds(&["i18n", "import", SHIPPED, "fr.po", "--lang", "fr"]);
    let lines = text(&lock);
    let kept = lines.lines().filter(|line| !line.starts_with("\"brief.subtitle\""));
    let kept: String = kept.fold(String::new(), |all, line| all + line + "\n");
    assert_ne!(kept, lines);
    project.write(&lock, kept);
    let title = "title = \"La réponse du";
    assert!(text(&fr).contains(title));
    project.write(&fr, text(&fr).replace(title, "title = \"Une réponse du"));
    project
}

#[test]
#[ignore = "needs pdftotext"]
fn what_is_guessed_unknown_and_reviewed_is_told_apart() {
    let project = partly_reviewed();
    for command in [&["build", "-q"][..], &["build", "-q", "--annotate"]] {
        let run = project.run(&[command, &["--lang", "fr"]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let name = format!("{SHIPPED}/{SHIPPED}.fr");
    let proof = format!("proofs/{name}.proof.pdf");
    let pages = read(&project, &format!("dist/{name}.pdf"));
    let sheets = sheets(&project, &proof, &pages);
    let first = &sheets[0];
    for (word, key) in [("looked", "brief.ask"), ("unknown", "brief.subtitle")] {
        let marks: Vec<_> = sheets.iter().flat_map(|sheet| &sheet.notes).collect();
        let marks: Vec<_> = marks.into_iter().filter(|(text, _)| text == word).collect();
        let [(_, mark)] = marks[..] else { panic!("{word}: {marks:?}") };
        let key = place_of(&first.notes, key);
        assert!((mark[1] - key[1]).abs() < 1.0 && mark[2] < key[0], "{word}");
    }
    // What is current has no mark, whoever has read it.
    let words = sheets.iter().flat_map(|sheet| &sheet.notes).map(|(text, _)| text.as_str());
    let words: Vec<&str> = words.filter(|word| !word.contains('.')).collect();
    let marks = ["?", "to", "be", "looked", "at", "?", "made", "from", "an", "unknown", "original"];
    let sorted = |mut words: Vec<&str>| {
        words.sort_unstable();
        words.join(" ")
    };
    assert_eq!(sorted(words), sorted(marks.to_vec()));
    // The head has the counts of the status.
    let status = project.run(&["i18n", "status", "--lang", "fr", "--json"]).stdout;
    let row: serde_json::Value = serde_json::from_str(status.lines().next().unwrap()).unwrap();
    let count = |name: &str| row[name].as_u64().unwrap();
    assert_eq!(["needs_review", "unknown", "translated", "missing"].map(count), [1, 1, 1, 0]);
    let output = Command::new("pdftotext").arg(project.path(&proof)).arg("-").output().unwrap();
    let head = String::from_utf8(output.stdout).unwrap();
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        format!(
            "{} strings, of which {} are translated and current, {} of them reviewed.",
            count("strings"),
            count("translated") + count("reviewed"),
            count("reviewed")
        ),
        "1 string to be looked at again".into(),
        "1 string of which nothing says".into(),
    ] {
        assert!(head.contains(&said), "{said}: {head}");
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn notes_find_room_however_many_there_are() {
    let mut brief = MINIMAL.to_string();
    for number in 0..70 {
        let id = format!("{}-{number}", "a-source-with-quite-a-long-name-of-its-own-in-the-list");
        write!(
            brief,
            "\n[[source]]\nid = \"{id}\"\ntitle = \"T\"\npublisher = \"P\"\nnote = \"N{number}.\"\n"
        )
        .unwrap();
    }
    for number in 0..30 {
        write!(
            brief,
            "\n[[finding]]\nid = \"f{number}\"\ntitle = \"T{number}.\"\ntext = \"X{number}. Found.\"\n\
             evidence = [\"A{number}.\", \"B{number}.\", \"C{number}.\"]\nsources = [\"survey\"]\ntargets = [\"16.3\"]\n"
        )
        .unwrap();
    }
    // They stand under one line, which has the keys of all.
    for number in 0..160 {
        write!(
            brief,
            "\n[[recommendation]]\nid = \"r{number}\"\nto = \"All\"\ntext = \"R{number}.\"\n\
             findings = [\"f0\"]\n"
        )
        .unwrap();
    }
    let project = TestProject::with_brief(&brief);
    for command in [&["build", "-q"][..], &["build", "-q", "--annotate"]] {
        let run = project.run(command);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    for document in DOCUMENTS {
        let pages = read(&project, &format!("dist/a/a.en{document}.pdf"));
        let proof = format!("proofs/a/a.en{document}.proof.pdf");
        let mut notes = 0;
        for (sheet, page) in sheets(&project, &proof, &pages).iter().zip(&pages) {
            assert_eq!(characters(&sheet.page), characters(&page.words), "{proof}");
            notes_are_apart(sheet, &proof);
            notes += sheet.notes.len();
            notes_follow_their_texts(sheet, &proof);
        }
        assert!(notes > if document.is_empty() { 225 + 320 } else { 70 }, "{proof}: {notes}");
    }
}

/// The word with which the text of a key begins, in the brief of many sources and findings.
fn begins(key: &str) -> Option<String> {
    if let Some(number) = key.strip_prefix("source.a-").and_then(|key| key.strip_suffix(".note")) {
        return Some(format!("N{}.", number.rsplit('-').next()?));
    }
    let (number, name) = key.strip_prefix("finding.f")?.split_once('.')?;
    let letter = match name {
        "title" => 'T',
        "text" => 'X',
        "evidence[1]" => 'A',
        "evidence[2]" => 'B',
        "evidence[3]" => 'C',
        _ => return None,
    };
    Some(format!("{letter}{number}."))
}

/// Each note is on the sheet of its text, and the notes of a side are in the order of their texts.
fn notes_follow_their_texts(sheet: &Sheet, proof: &str) {
    for left in [true, false] {
        let mut texts: Vec<(f64, f64, &str)> = Vec::new();
        for (key, bounds) in &sheet.notes {
            let Some(word) = begins(key).filter(|_| (bounds[0] < sheet.origin[0]) == left) else {
                continue;
            };
            let text = sheet.page.iter().find(|(text, _)| *text == word);
            let (_, text) = text.unwrap_or_else(|| panic!("{proof}: {key} without {word}"));
            texts.push((bounds[1], text[1], key));
        }
        texts.sort_by(|one, other| one.0.total_cmp(&other.0));
        for pair in texts.windows(2) {
            assert!(pair[0].1 < pair[1].1 + 4.0, "{proof}: {pair:?}");
        }
    }
}

/// What a project's release is, but for the moment at which its files were read.
fn release(project: &TestProject) -> Vec<(String, Vec<u8>)> {
    let files = project.files("dist").into_iter();
    files.map(|file| (file.clone(), project.read(&format!("dist/{file}")))).collect()
}

#[test]
fn proofs_are_no_part_of_a_release() {
    let project = TestProject::with_brief(MINIMAL);
    project.run(&["i18n", "sync", "--lang", "km"]);
    // Where nothing was built there is no release after it either.
    let run = project.run(&["build", "--lang", "km", "--annotate"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("2 proofs"), "{}", run.stderr);
    assert_eq!(project.files("dist"), [""; 0]);
    let both = ["a/a.km.indicators.proof.pdf", "a/a.km.proof.pdf"];
    assert_eq!(project.files("proofs"), both);
    // In the release's own folder they are in no list, and no one's to remove or to judge.
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let before = release(&project);
    assert_eq!(project.run(&["build", "-q", "--annotate", "--out", "dist"]).code, 0);
    let proofs: Vec<String> =
        project.pdfs("dist").into_iter().filter(|file| file.ends_with(".proof.pdf")).collect();
    assert_eq!(proofs.len(), 4);
    let others = |all: Vec<(String, Vec<u8>)>| -> Vec<(String, Vec<u8>)> {
        all.into_iter().filter(|(file, _)| !file.ends_with(".proof.pdf")).collect()
    };
    assert_eq!(others(release(&project)), before);
    assert_eq!(project.run(&["build", "-q", "--force"]).code, 0);
    assert_eq!(others(release(&project)), before);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    let kept = project.pdfs("dist").into_iter().filter(|file| file.ends_with(".proof.pdf"));
    assert_eq!(kept.collect::<Vec<_>>(), proofs);
    // Not even where their brief is gone.
    fs::remove_file(project.path("briefs/a/lang/km.toml")).unwrap();
    fs::remove_file(project.path("briefs/a/lang/km.lock")).unwrap();
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    assert!(project.path("dist/a/a.km.proof.pdf").is_file());
    assert!(!project.path("dist/a/a.km.pdf").is_file());
}

#[test]
fn a_proof_is_made_anew_and_always_the_same() {
    let project = TestProject::with_brief(MINIMAL);
    project.run(&["i18n", "sync", "--lang", "km"]);
    let proof = |project: &TestProject| {
        assert_eq!(project.run(&["build", "-q", "--lang", "km", "--annotate"]).code, 0);
        project.read("proofs/a/a.km.proof.pdf")
    };
    let first = proof(&project);
    assert_eq!(proof(&project), first);
    // Nothing but the state of a string changes.
    let toml = String::from_utf8(project.read("briefs/a/lang/km.toml")).unwrap();
    let same = "Decisions on review come late";
    let translated = toml.replacen("title = \"\"", &format!("title = \"{same}\""), 1);
    assert_ne!(translated, toml);
    project.write("briefs/a/lang/km.toml", translated);
    assert_ne!(proof(&project), first);
    let pdf = Document::load_mem(&first).unwrap();
    let title = pdf.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let title = pdf.get_dictionary(title).unwrap().get(b"Title").unwrap();
    assert!(lopdf::decode_text_string(title).unwrap().starts_with("Proof: "));
}

#[test]
fn what_is_wrong_is_said_and_makes_no_proof() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL.replace("[@survey]", "[@nothing]"));
    let run = project.run(&["build", "--annotate"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("2 proofs, 2 not made"), "{}", run.stderr);
    assert_eq!(project.pdfs("proofs").len(), 2);
    for other in ["--locked", "--force", "--dry-run", "--sbom", "--edition=print", "--shard=1/2"] {
        assert_eq!(project.run(&["build", "--annotate", other]).code, 2, "{other}");
    }
}

/// A template of a project's own that knows only what data were before there were keys.
const OWN: &str = r#"#let brief = json("/brief.json")
#set text(font: brief.brand.text_fonts, lang: brief.lang)
#let words(it) = if type(it) == dictionary { text(lang: it.lang, it.text) } else { text(it) }
= #words(brief.title)
"#;

#[test]
fn a_template_that_knows_no_keys_builds_and_says_so() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml", MINIMAL);
    project.write("templates/brief/main.typ", OWN);
    let run = project.run(&["build", "--annotate", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("the proof has no keys"), "{}", run.stderr);
    assert!(project.path("proofs/a/a.en.proof.pdf").is_file());
    // One that prints by the shared parts needs to know nothing.
    let shared = "#import \"../shared/prose.typ\": words\n".to_string() + OWN;
    let shared = shared.lines().filter(|line| !line.starts_with("#let words"));
    project.write("templates/brief/main.typ", shared.collect::<Vec<_>>().join("\n"));
    let run = project.run(&["build", "--annotate", "--only", "brief"]);
    assert_eq!((run.code, run.stderr.contains("no keys")), (0, false), "{}", run.stderr);
}

#[test]
fn templates_read_no_keys_but_for_a_proof() {
    let project = TestProject::copy_of(repository());
    let run = project.run(&["template", "data", SHIPPED, "--lang", "km"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("\"key\""), "{}", run.stdout);
}
