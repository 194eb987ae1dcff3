//! What assistive technology is told besides the words on the page.

use std::process::Command;

use lopdf::{Dictionary, Document, Object, decode_text_string};

use crate::conformance::assert_conforms;
use crate::support::{MINIMAL, TestProject};

const COMMITTEE: &str = "National Committee for Counter Trafficking";
const KHMER: &str = "គណៈកម្មាធិការជាតិប្រយុទ្ធប្រឆាំងអំពើជួញដូរមនុស្ស";

/// A brief that says NCCT where its summary and the title of its finding stand, and UN Women once.
fn with_abbreviations() -> String {
    let said = MINIMAL
        .replace("A survey found", "A survey by the **NCCT** and UN Women found")
        .replace("Three in five decisions", "Three in five of the NCCT’s decisions");
    let table = format!(
        "[abbreviations]\nNCCT = \"{COMMITTEE}\"\n\"UN\" = \"United Nations\"\n\
         \"UN Women\" = \"United Nations Entity for Gender Equality — “UN Women”\"\n\n[[source]]"
    );
    said.replacen("[[source]]", &table, 1)
}

/// The elements of the structure tree, from its root down, in reading order.
fn elements(document: &Document) -> Vec<&Dictionary> {
    fn walk<'a>(document: &'a Document, object: &'a Object, found: &mut Vec<&'a Dictionary>) {
        match object {
            Object::Reference(id) => walk(document, document.get_object(*id).unwrap(), found),
            Object::Array(kids) => kids.iter().for_each(|kid| walk(document, kid, found)),
            Object::Dictionary(element) => {
                if element.has(b"S") {
                    found.push(element);
                }
                if let Ok(kids) = element.get(b"K") {
                    walk(document, kids, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(document, document.catalog().unwrap().get(b"StructTreeRoot").unwrap(), &mut found);
    found
}

/// What the elements with an expansion say: role, expansion and language.
fn expansions(pdf: &[u8]) -> Vec<(String, String, Option<String>)> {
    let document = Document::load_mem(pdf).unwrap();
    let text = |element: &Dictionary, key: &[u8]| {
        element.get(key).ok().map(|value| decode_text_string(value).unwrap())
    };
    let all = elements(&document);
    for element in &all {
        assert_ne!(element.get(b"S").and_then(Object::as_name).unwrap(), b"Formula");
    }
    let expanded = all.iter().filter_map(|element| {
        let role = element.get(b"S").and_then(Object::as_name).unwrap();
        let role = String::from_utf8_lossy(role).into_owned();
        Some((role, text(element, b"E")?, text(element, b"Lang")))
    });
    expanded.collect()
}

fn build(project: &TestProject) {
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn an_abbreviation_has_its_expansion_wherever_it_stands() {
    let project = TestProject::with_brief(&with_abbreviations());
    let run = project.run(&["check"]);
    assert!(run.stderr.contains("no text has the abbreviation `UN`"), "{}", run.stderr);
    assert_eq!(run.stderr.matches("abbreviation::unused").count(), 1, "{}", run.stderr);
    build(&project);
    for edition in ["", ".print"] {
        let file = format!("dist/a/a.en{edition}.pdf");
        let found = expansions(&project.read(&file));
        let of = |full: &str| found.iter().filter(|(_, own, _)| own == full).count();
        // The finding's title stands on its page and in the matrix.
        assert!(of(COMMITTEE) >= 3, "{file}: {found:?}");
        assert_eq!(of("United Nations Entity for Gender Equality — “UN Women”"), 1, "{file}");
        assert_eq!(of("United Nations"), 0, "{file}: the longer one counts");
        assert!(found.iter().all(|(role, _, lang)| role == "Span" && lang.is_none()), "{found:?}");
    }
    for file in ["a.en.pdf", "a.en.indicators.pdf"] {
        assert_conforms(file, &project.read(&format!("dist/a/{file}")));
    }
    // The same bytes again.
    let before = project.read("dist/a/a.en.pdf");
    assert_eq!(project.run(&["build", "--force"]).code, 0);
    assert!(project.read("dist/a/a.en.pdf") == before);
    // The page looks as it does without.
    let toml = with_abbreviations();
    let (head, tail) = toml.split_once("[abbreviations]").unwrap();
    let plain = format!("{head}{}", &tail[tail.find("[[source]]").unwrap()..]);
    let picture = project.read("dist/thumbnails/a.en.png");
    project.write("briefs/a/brief.toml", plain);
    build(&project);
    assert!(project.read("dist/thumbnails/a.en.png") == picture);
    assert_eq!(expansions(&project.read("dist/a/a.en.pdf")), []);
}

#[test]
fn a_translation_expands_in_its_own_language() {
    let project = TestProject::with_brief(&with_abbreviations());
    project.write(
        "briefs/a/lang/km.toml",
        format!(
            "[translation]\nstatus = \"draft\"\n[abbreviations]\nNCCT = \"{KHMER}\"\n\"គ.ជ\" = \"គណៈកម្មាធិការ\"\n\
             [brief]\ntitle = \"NCCT និង គ.ជ\"\nsummary = \"UN Women [@survey]\"\n"
        ),
    );
    let run = project.run(&["check", "--message-format", "short"]);
    // The file is written by hand, without a lock.
    let about = |line: &&str| {
        let is_about = line.contains("abbreviations.") || line.contains("abbreviation::");
        is_about && !line.contains("translation::unknown")
    };
    let about: Vec<&str> = run.stderr.lines().filter(about).collect();
    // UN is in no text of the translation, so that nothing is missing; UN Women is.
    let missing = "`abbreviations.UN Women` is not translated into `km`";
    assert!(about.iter().any(|line| line.contains(missing)), "{about:?}");
    assert_eq!(about.len(), 2, "{about:?}");
    build(&project);
    let found = expansions(&project.read("dist/a/a.km.pdf"));
    let lang = |full: &str| -> Vec<Option<&str>> {
        let same = found.iter().filter(|(_, own, _)| own == full);
        same.map(|(_, _, lang)| lang.as_deref()).collect()
    };
    // In Khmer text: in Khmer. In text that is not translated, and of what is not: in English.
    assert_eq!(lang(KHMER), [None], "{found:?}");
    assert_eq!(lang("គណៈកម្មាធិការ"), [None], "{found:?}");
    assert!(!lang(COMMITTEE).is_empty() && lang(COMMITTEE).iter().all(Option::is_some));
    let women = lang("United Nations Entity for Gender Equality — “UN Women”");
    assert_eq!(women, [Some("en")], "{found:?}");
    assert_conforms("a.km.pdf", &project.read("dist/a/a.km.pdf"));
}

#[test]
fn translators_get_the_expansions() {
    let project = TestProject::with_brief(&with_abbreviations());
    assert_eq!(project.run(&["i18n", "sync", "--lang", "km"]).code, 0);
    let toml = String::from_utf8(project.read("briefs/a/lang/km.toml")).unwrap();
    assert!(toml.contains(&format!("[abbreviations]\n#. {COMMITTEE}\nNCCT = \"\"\n")), "{toml}");
    assert!(toml.contains("\"UN Women\" = \"\""), "{toml}");
    // What no text of the translation has is not missing.
    project.write("briefs/a/lang/km.toml", toml.replacen("title = \"\"", "title = \"NCCT\"", 1));
    let po = project.run(&["i18n", "export", "a", "--lang", "km"]).stdout;
    assert!(po.contains("msgctxt \"abbreviations.NCCT\""), "{po}");
    assert!(!po.contains("msgctxt \"abbreviations.UN\""), "{po}");
    project.write(
        "back.po",
        po.replace(
            &format!("msgid \"{COMMITTEE}\"\nmsgstr \"\""),
            &format!("msgid \"{COMMITTEE}\"\nmsgstr \"{KHMER}\""),
        ),
    );
    let run = project.run(&["i18n", "import", "a", "back.po", "--lang", "km"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let toml = String::from_utf8(project.read("briefs/a/lang/km.toml")).unwrap();
    let parsed: toml::Table = toml::from_str(&toml).unwrap();
    assert_eq!(parsed["abbreviations"]["NCCT"].as_str(), Some(KHMER), "{toml}");
    let lock = String::from_utf8(project.read("briefs/a/lang/km.lock")).unwrap();
    assert!(lock.contains("\"abbreviations.NCCT\""), "{lock}");
}

/// A page with one line of Arabic, set by one face, so that the abbreviation stands within a run.
fn arabic(abbreviations: &str) -> TestProject {
    let toml = MINIMAL.replacen("[[source]]", &format!("{abbreviations}\n[[source]]"), 1);
    let project = TestProject::with_brief(&toml.replace("language = \"en\"", "language = \"ar\""));
    project.write(
        "templates/brief/main.typ",
        "#set text(font: \"Amiri\", lang: \"ar\", dir: rtl)\n#let brief = json(\"/brief.json\")\n\
         = عنوان\n\nقالت اليونيسف إن القرارات تتأخر",
    );
    let run = project.run(&["build", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

const UNICEF: &str = "[abbreviations]\n\"اليونيسف\" = \"منظمة الأمم المتحدة للطفولة\"\n";

#[test]
fn a_run_from_right_to_left_is_divided_where_its_words_are() {
    let (with, without) = (arabic(UNICEF), arabic(""));
    let picture = "dist/thumbnails/a.ar.png";
    assert!(with.read(picture) == without.read(picture));
    let pdf = with.read("dist/a/a.ar.pdf");
    let expanded = ("Span".into(), "منظمة الأمم المتحدة للطفولة".into(), None);
    assert_eq!(expansions(&pdf), [expanded]);
    assert_conforms("a.ar.pdf", &pdf);
}

#[test]
#[ignore = "needs poppler"]
fn poppler_reads_what_is_divided_in_its_order() {
    let project = arabic(UNICEF);
    let file = project.path("dist/a/a.ar.pdf");
    let output = Command::new("pdfinfo").arg("-struct-text").arg(file).output().unwrap();
    let tree = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = tree.lines().map(str::trim).collect();
    // Poppler tells the letters of a run as they stand on the page, from left to right.
    let place = |word: &str| {
        let turned: String = word.chars().rev().collect();
        let said = |line: &&str| [word, &turned].contains(&line.trim_matches(['"', ' ']));
        lines.iter().position(said).expect(word)
    };
    let at = place("اليونيسف");
    assert_eq!(lines[at - 1], "Span (inline)");
    assert!(place("قالت") < at);
}

#[test]
#[ignore = "needs poppler"]
fn poppler_finds_the_abbreviation_in_an_element_of_its_own() {
    let project = TestProject::with_brief(&with_abbreviations());
    build(&project);
    let file = project.path("dist/a/a.en.pdf");
    let output = Command::new("pdfinfo").arg("-struct-text").arg(file).output().unwrap();
    let tree = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = tree.lines().map(str::trim).collect();
    for word in ["\"NCCT\"", "\"UN Women\""] {
        assert!(lines.windows(2).any(|pair| pair == ["Span (inline)", word]), "{word}");
    }
    assert!(lines.iter().any(|line| line.starts_with("\"’s decisions")));
}

/// The data of a version.
fn data(project: &TestProject, lang: &str) -> serde_json::Value {
    let run = project.run(&["template", "data", "a", "--lang", lang]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn the_title_of_a_source_is_in_its_own_language() {
    let title = "Rapport annuel";
    let toml = MINIMAL.replace("\"Annual report\"", &format!("\"{title}\"\nlanguage = \"fr\""));
    let project = TestProject::with_brief(&toml);
    for lang in ["fr", "ar"] {
        project.write(
            format!("briefs/a/lang/{lang}.toml").as_str(),
            "[translation]\nstatus = \"draft\"\n",
        );
    }
    let of = |lang: &str| {
        let data = data(&project, lang);
        let mut sources = data["sources"].as_array().unwrap().iter();
        let source = sources.find(|source| source["id"] == "report").unwrap();
        // Marks that keep directions apart are no words.
        let title = source["title"].to_string().replace(['\u{2066}', '\u{2069}'], "");
        serde_json::from_str::<serde_json::Value>(&title).unwrap()
    };
    let foreign = serde_json::json!({ "text": title, "lang": "fr", "dir": "ltr" });
    assert_eq!(of("en"), foreign);
    assert_eq!(of("ar"), foreign);
    assert_eq!(of("fr"), title);
    build(&project);
    // The words on the page are marked with it.
    let document = Document::load_mem(&project.read("dist/a/a.en.pdf")).unwrap();
    let mut contents = document.page_iter().map(|page| document.get_page_content(page));
    let marked = contents.any(|content| {
        let content = String::from_utf8_lossy(&content).replace(' ', "");
        content.contains("/Lang(fr)")
    });
    assert!(marked);
    let run = TestProject::with_brief(&toml.replace("\"fr\"", "\"French\"")).run(&["check"]);
    assert!(run.stderr.contains("did you mean `\"fr\"`?"), "{}", run.stderr);
}

/// DocumentID, VersionID and InstanceID, where there are any, and the two parts of the file's
/// identifier.
fn identity(pdf: &[u8]) -> ([Option<String>; 3], [Vec<u8>; 2]) {
    let document = Document::load_mem(pdf).unwrap();
    let metadata = document.catalog().unwrap().get_deref(b"Metadata", &document).unwrap();
    let xmp = metadata.as_stream().unwrap().get_plain_content().unwrap();
    let xmp = String::from_utf8(xmp).unwrap();
    let said = ["DocumentID", "VersionID", "InstanceID"].map(|name| {
        let (_, rest) = xmp.split_once(&format!("<xmpMM:{name}>"))?;
        Some(rest.split_once('<')?.0.to_string())
    });
    let ids = document.trailer.get(b"ID").unwrap().as_array().unwrap();
    (said, [0, 1].map(|at| ids[at].as_str().unwrap().to_vec()))
}

#[test]
fn a_version_is_told_from_the_next_and_a_document_from_another() {
    let built = |toml: &str, organisation: &str| {
        let project = TestProject::with_brief(toml);
        project.write("briefpress.toml", format!("[organisation]\nname = \"{organisation}\"\n"));
        build(&project);
        ["", ".print"].map(|edition| identity(&project.read(&format!("dist/a/a.en{edition}.pdf"))))
    };
    let first = built(MINIMAL, "One");
    assert_eq!(first, built(MINIMAL, "One"), "the same input, the same identifiers");
    let changed = built(&MINIMAL.replace("come late [@survey]", "come too late [@survey]"), "One");
    let other = built(MINIMAL, "Two");
    for edition in [0, 1] {
        let ([document, version, instance], [permanent, changing]) = &first[edition];
        let ([same, next_version, next_instance], [same_file, next_file]) = &changed[edition];
        assert_eq!((document, permanent), (same, same_file), "the document is the same");
        assert!(document.is_some() && instance.is_some());
        assert_ne!(instance, next_instance);
        assert_ne!(changing, next_file);
        if edition == 1 {
            assert!(version.is_some());
            assert_ne!(version, next_version);
        }
        let ([another, ..], [another_file, _]) = &other[edition];
        assert_ne!((document, permanent), (another, another_file));
    }
}
