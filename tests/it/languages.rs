//! Languages: their tags, their faces, their labels, and a project's own.

use std::process::Command;

use lopdf::Document;

use crate::support::{MINIMAL, PROJECT, TestProject, worded};

/// The signs and names that other scripts may bring into a brief.
const SCRIPTS: &str = include_str!("../fixtures/khmer-in-english.toml");

/// A word in each script there are built-in faces for, with the family that sets it.
const WORDS: [(&str, &str); 9] = [
    ("ច្បាប់", "Battambang"),
    ("القانون", "Amiri"),
    ("法律", "NotoSansSC"),
    ("กฎหมาย", "Sarabun"),
    ("कानून", "NotoSansDevanagari"),
    ("ກົດໝາຍ", "NotoSansLao"),
    ("ဥပဒေ", "NotoSansMyanmar"),
    ("закон", "SourceSans3"),
    ("Luật", "SourceSans3"),
];

/// The families that set a PDF, by the names of their faces.
fn families(pdf: &[u8]) -> Vec<String> {
    let pdf = Document::load_mem(pdf).unwrap();
    let names = pdf.objects.values().filter_map(|object| {
        let name = object.as_dict().ok()?.get(b"BaseFont").ok()?.as_name().ok()?;
        let name = String::from_utf8_lossy(name);
        let name = name.split_once('+').map_or(&*name, |(_, name)| name);
        Some(name.split('-').next()?.to_string())
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names
}

/// The language that a PDF says it is in.
fn language(pdf: &[u8]) -> String {
    let pdf = Document::load_mem(pdf).unwrap();
    let tag = pdf.catalog().unwrap().get(b"Lang").unwrap();
    String::from_utf8(tag.as_str().unwrap().to_vec()).unwrap()
}

fn data(project: &TestProject, language: &str) -> serde_json::Value {
    let run = project.run(&["template", "data", "a", "--lang", language]);
    assert_eq!(run.code, 0, "{language}: {}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// A brief of a few lines in a language.
fn written_in(language: &str) -> String {
    MINIMAL.replace("language = \"en\"", &format!("language = \"{language}\""))
}

#[test]
fn a_word_in_any_script_prints_on_a_page_of_any_language() {
    let project = TestProject::with_brief(SCRIPTS);
    let kept = "[lints]\n\"example::unchanged\" = \"allow\"\n";
    project.write("briefpress.toml", format!("{PROJECT}{kept}"));
    let title = "Appeals are decided late, and no one is told why";
    let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
    let text = format!("{}, ₭ ៛ ฿ ؋ ₹", words.join(", "));
    let fact = SCRIPTS.replace("3 in 5\"", &format!("{text}\"")).replace(title, &text);
    for language in ["en", "ar", "km", "th", "zh-Hans", "my", "ru"] {
        let brief = fact.replace("\"en\"", &format!("\"{language}\""));
        project.write("briefs/a/brief.toml", worded(&brief));
        for command in ["check", "build"] {
            let run = project.run(&[command, "-q", "--message-format", "short"]);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{language}");
        }
        let used = families(&project.read(&format!("dist/a/a.{language}.pdf")));
        for (word, family) in WORDS {
            assert!(used.iter().any(|name| name == family), "{language} {word}: {used:?}");
        }
    }
    // What no text needs is in no file.
    project.write("briefs/a/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let used = families(&project.read("dist/a/a.en.pdf"));
    assert_eq!(used, ["SourceSans3", "SourceSerif4"]);
}

#[test]
fn what_check_says_of_glyphs_build_says_too() {
    // Cuneiform and N’Ko: no built-in face has them.
    for (from, to) in [
        ("Decisions on review", "𒀀 on review"),
        ("The survey counted", "ߒ counted"),
        ("3 in 5", "𒀀 in 5"),
        ("Institute for", "ߒ for"),
    ] {
        assert!(MINIMAL.contains(from), "{from}");
        let project = TestProject::with_brief(&MINIMAL.replace(from, to));
        let [check, build] = ["check", "build"]
            .map(|command| project.run(&[command, "-q", "--message-format", "short"]));
        assert_eq!((check.code, build.code), (1, 1), "{to}");
        assert!(check.stderr.contains("text::missing-glyph"), "{to}: {}", check.stderr);
        assert!(check.stderr.starts_with("briefs/a/brief.toml:"), "{to}: {}", check.stderr);
        assert!(build.stderr.starts_with(&check.stderr), "{to}: {}", build.stderr);
    }
    // Where a link leads is not printed; a long address of a source is, to its end.
    let long = format!("https://example.org/{}/ߒ", "report/".repeat(12));
    for (from, to, code) in [
        (
            "decisions come late [@survey]",
            "decisions [come late](https://example.org/ߒ) [@survey]",
            0,
        ),
        ("https://example.org/report", long.as_str(), 1),
    ] {
        let project = TestProject::with_brief(&MINIMAL.replace(from, to));
        for command in ["check", "build"] {
            let run = project.run(&[command, "-q", "--message-format", "short"]);
            assert_eq!(run.code, code, "{to}");
            assert_eq!(run.stderr.contains("missing-glyph"), code == 1, "{to}: {}", run.stderr);
        }
    }
}

#[test]
fn a_language_of_a_country_keeps_what_is_its_own() {
    let project = TestProject::with_brief(&MINIMAL.replace("2025-06-30", "2025-06-26"));
    for (tag, date, page, quote) in [
        ("en-US", "June\u{a0}26, 2025", "Page {n} of {total}", "“"),
        ("en-GB", "26\u{a0}June 2025", "Page {n} of {total}", "“"),
        ("pt-BR", "26\u{a0}de junho de 2025", "Página {n} de {total}", "“"),
        ("pt-PT", "26\u{a0}de junho de 2025", "Página {n} de {total}", "«"),
        ("es-419", "26\u{a0}de junio de 2025", "Página {n} de {total}", "“"),
        ("fr-CA", "26\u{a0}juin 2025", "Page {n} sur {total}", "«\u{a0}"),
        ("zh-CN", "2025年6月26日", "第{n}页，共{total}页", "“"),
    ] {
        if tag != "en-US" {
            assert_eq!(project.run(&["i18n", "sync", "--lang", tag]).code, 0, "{tag}");
        }
        let original = MINIMAL.replace("2025-06-30", "2025-06-26");
        project.write("briefs/a/brief.toml", original.replace("\"en\"", "\"en-US\""));
        let data = data(&project, tag);
        // Without what steers layout.
        let plain = |value: &serde_json::Value| value.as_str().unwrap().replace('\u{2060}', "");
        assert_eq!(plain(&data["date"]["text"]), date, "{tag}");
        assert_eq!(plain(&data["labels"]["page"]), page, "{tag}");
        let open = data["labels"]["quote_open"].as_str().unwrap().replace('\u{202f}', "\u{a0}");
        assert_eq!(open, quote, "{tag}");
    }
    let run = project.run(&["build", "-q", "--message-format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for tag in ["en-US", "en-GB", "pt-BR", "pt-PT", "es-419", "fr-CA", "zh-CN"] {
        let file = format!("a/a.{tag}.pdf");
        let pdf = project.read(&format!("dist/{file}"));
        assert_eq!(language(&pdf), tag);
        crate::conformance::assert_conforms(&file, &pdf);
    }
    // Typst knows no region of several countries: what it wrote is nowhere left.
    let run = project.run(&["build", "-q", "--lang", "es-419", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in ["a.es-419.pdf", "a.es-419.indicators.pdf", "a.es-419.print.pdf"] {
        let mut pdf = Document::load_mem(&project.read(&format!("dist/a/{file}"))).unwrap();
        pdf.decompress();
        let mut plain = Vec::new();
        pdf.save_to(&mut plain).unwrap();
        let plain = String::from_utf8_lossy(&plain);
        assert!(plain.contains("/Lang(es-419)") && !plain.contains("(es)"), "{file}");
        assert!(plain.contains("<rdf:li>es-419</rdf:li>"), "{file}");
    }
}

#[test]
fn a_tag_that_is_written_otherwise_or_has_no_labels_is_refused() {
    for (tag, message, help) in [
        ("EN-us", "the language `EN-us` is written `en-US`", "write `\"en-US\"`"),
        ("pt_BR", "the language `pt_BR` is written `pt-BR`", "write `\"pt-BR\"`"),
        (
            "zh",
            "there are no labels for the language `zh`",
            "did you mean `\"zh-Hans\"`, Chinese (simplified)?",
        ),
        ("Khmer", "there are no labels for the language `Khmer`", "did you mean `\"km\"`, Khmer?"),
        (
            "zh-TW",
            "there are no labels for the language `zh-TW`",
            "to `templates/labels/zh-TW.toml`",
        ),
        ("sr-Latn", "there are no labels for the language `sr-Latn`", "labels/sr-Latn.toml`"),
        ("xx", "there are no labels for the language `xx`", "languages with labels: ar, en, es"),
        ("en-XA", "there are no labels for the language `en-XA`", "languages with labels: ar, en"),
    ] {
        let project = TestProject::with_brief(&written_in(tag));
        let run = project.run(&["check", "-q"]);
        assert_eq!(run.code, 1, "{tag}");
        assert!(run.stderr.contains(message) && run.stderr.contains(help), "{tag}: {}", run.stderr);
        let project = TestProject::with_brief(MINIMAL);
        project.write(&format!("briefs/a/lang/{tag}.toml"), "[translation]\nstatus = \"draft\"\n");
        let run = project.run(&["check", "-q"]);
        assert_eq!(run.code, 1, "{tag}");
        assert!(run.stderr.contains(message), "{tag}: {}", run.stderr);
        let run = project.run(&["new", "b", "--country", "KH", "--lang", tag]);
        assert!(run.code == 2 && run.stderr.contains(message), "{tag}: {}", run.stderr);
        let run = project.run(&["i18n", "sync", "a", "--lang", tag]);
        assert!(run.code == 2 && run.stderr.contains(message), "{tag}: {}", run.stderr);
    }
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["build", "--lang", "EN"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`EN`; it is written `en`"), "{}", run.stderr);
    project.write("templates/labels/PT-br.toml", "");
    let run = project.run(&["check", "-q"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("name the file `pt-BR.toml`"), "{}", run.stderr);
}

#[test]
fn a_region_has_labels_of_its_own_over_those_of_its_language() {
    let project = TestProject::with_brief(&written_in("pt-AO"));
    project.write("templates/labels/pt.toml", "brief = \"Nota\"\ntarget = \"Alvo\"\n");
    project.write("templates/labels/pt-PT.toml", "target = \"Meta\"\nquote_open = \"„\"\n");
    let labels = &data(&project, "pt-AO")["labels"];
    for (key, word) in
        [("brief", "Nota"), ("target", "Meta"), ("quote_open", "„"), ("sources", "Fontes")]
    {
        assert_eq!(labels[key], word, "{key}");
    }
    // Both are what the page is made from.
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    for (file, text) in [
        ("pt", "brief = \"Breve\"\ntarget = \"Alvo\"\n"),
        ("pt-PT", "target = \"Objetivo\"\nquote_open = \"„\"\n"),
        ("pt-AO", "sources = \"Origens\"\n"),
    ] {
        project.write(&format!("templates/labels/{file}.toml"), text);
        let run = project.run(&["build", "--dry-run"]);
        assert!(run.stdout.contains(&format!("labels/{file}.toml")), "{file}: {}", run.stdout);
        assert_eq!(project.run(&["build", "-q"]).code, 0);
    }
    let again = project.run(&["build"]);
    assert!(again.stderr.contains("2 up to date"), "{}", again.stderr);
}

/// The English labels with some lines changed, as a project's labels of another language.
fn own_labels(changes: &[(&str, &str)]) -> String {
    let mut labels = include_str!("../../templates/labels/en.toml").to_string();
    for (from, to) in changes {
        assert!(labels.contains(from), "{from}");
        labels = labels.replace(from, to);
    }
    labels
}

#[test]
fn a_language_of_the_project_s_own_names_countries_and_languages() {
    let project = TestProject::with_brief(MINIMAL);
    let labels = own_labels(&[("Policy brief", "Muhtasari")]);
    project.write("templates/labels/sw.toml", &labels);
    project.write("templates/labels/bn.toml", &labels);
    for tag in ["sw", "bn"] {
        assert_eq!(project.run(&["i18n", "sync", "a", "--lang", tag]).code, 0);
    }
    assert_eq!(data(&project, "bn")["digits"], "০১২৩৪৫৬৭৮৯");
    project.write("briefs/b/brief.toml", written_in("sw"));
    assert_eq!(project.run(&["i18n", "sync", "b", "--lang", "fr"]).code, 0);
    let run = project.run(&["check", "-q", "--message-format", "short"]);
    for line in [
        "briefs/b/brief.toml:2:11: warning[label::unnamed]: the page says “Cambodia”: the labels for \
         `sw` do not name the country",
        "briefs/a/lang/sw.toml:1:1: warning[label::unnamed]: the page says “Cambodia”",
        "briefs/b/lang/fr.toml:1:1: warning[label::unnamed]: the page says `sw`: the labels for `fr` \
         do not name the language",
    ] {
        assert!(run.stderr.contains(line), "{}", run.stderr);
    }
    project
        .write("templates/labels/sw.toml", format!("{labels}\n[countries]\nKH = \"Kambodia\"\n"));
    project.write("templates/labels/fr.toml", "language_sw = \"swahili\"\n");
    std::fs::remove_file(project.path("templates/labels/bn.toml")).unwrap();
    std::fs::remove_file(project.path("briefs/a/lang/bn.toml")).unwrap();
    let run = project.run(&["check", "-q", "--message-format", "short"]);
    assert!(!run.stderr.contains("label::unnamed"), "{}", run.stderr);
    assert_eq!(data(&project, "sw")["country"]["name"], "Kambodia");
    let run = project.run(&["template", "data", "b", "--lang", "fr"]);
    assert!(run.stdout.contains("\"name\":\"swahili\""), "{}", run.stdout);
    let run = project.run(&["fonts"]);
    assert!(run.stdout.contains("\n  sw       Source Serif 4"), "{}", run.stdout);
}

#[test]
fn a_label_that_is_filled_with_something_else_is_an_error() {
    let project = TestProject::with_brief(MINIMAL);
    for (from, to, expected) in [
        ("Page {n} of {total}", "Page {n}", "the label `page` lacks `{total}`"),
        ("Page {n} of {total}", "Page {n}/{sum}", "nothing fills `{sum}` in the label `page`"),
        ("Page {n} of {total}", "Page {n}{n}/{total}", "the label `page` has a placeholder twice"),
        ("accessed {date}", "accessed", "the label `accessed` lacks `{date}`"),
        ("cited as {code} in", "cited in", "the label `cited_as` lacks `{code}`"),
        ("Original: {language}", "Original", "the label `original` lacks `{language}`"),
        (
            "Key messages",
            "Key {messages}",
            "nothing fills `{messages}` in the label `key_messages`",
        ),
    ] {
        for language in ["sw", "en"] {
            project.write(&format!("templates/labels/{language}.toml"), own_labels(&[(from, to)]));
            let run = project.run(&["check", "-q", "--message-format", "short"]);
            assert_eq!(run.code, 1, "{to}");
            let place = format!("templates/labels/{language}.toml:");
            assert!(run.stderr.starts_with(&place), "{to}: {}", run.stderr);
            let expected = format!("error[label::placeholder]: {expected}");
            assert!(run.stderr.contains(&expected), "{to}: {}", run.stderr);
            std::fs::remove_file(project.path(&format!("templates/labels/{language}.toml")))
                .unwrap();
        }
    }
}

#[test]
fn a_language_has_faces_of_its_own() {
    let project = TestProject::with_brief(MINIMAL);
    for tag in ["km", "th"] {
        assert_eq!(project.run(&["i18n", "sync", "--lang", tag]).code, 0);
    }
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let before = project.read("dist/a/a.th.pdf");
    assert!(!families(&project.read("dist/a/a.km.indicators.pdf")).contains(&"Moul".to_string()));
    project.write("briefpress.toml", format!("{PROJECT}[fonts.km]\ndisplay = [\"Moul\"]\n"));
    let run = project.run(&["build", "--dry-run"]);
    assert!(run.stdout.contains("keep   a/a.th.pdf"), "{}", run.stdout);
    assert!(!run.stdout.contains("keep   a/a.km.pdf"), "{}", run.stdout);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    assert!(families(&project.read("dist/a/a.km.indicators.pdf")).contains(&"Moul".to_string()));
    assert_eq!(project.read("dist/a/a.th.pdf"), before);
    let run = project.run(&["fonts"]);
    assert!(run.stdout.contains("headings Moul, Source Sans 3"), "{}", run.stdout);

    for (lines, expected) in [
        (
            "[fonts.ur]\ntext = [\"Noto Nastaliq Urdu\"]\n",
            "briefpress.toml:4:9: error[font::unknown-family]: there is no font family `Noto Nastaliq \
             Urdu`",
        ),
        ("[fonts.UR]\ntext = [\"Amiri\"]\n", "error[language::unknown]: `UR` is not how"),
        ("[fonts.ur]\ntexts = [\"Amiri\"]\n", "error[schema::unknown-key]"),
    ] {
        project.write("briefpress.toml", format!("{PROJECT}{lines}"));
        let run = project.run(&["check", "-q", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{lines}");
        assert!(run.stderr.contains(expected), "{lines}: {}", run.stderr);
    }
}

/// The runs of a PDF as poppler finds them: the family and the words.
fn runs(project: &TestProject, file: &str) -> Vec<(String, String)> {
    let output = Command::new("pdftohtml")
        .args(["-xml", "-i", "-stdout", "-fontfullname"])
        .arg(project.path(file))
        .output()
        .unwrap();
    let xml = String::from_utf8(output.stdout).unwrap();
    let value = |line: &str, key: &str| {
        let rest = line.split_once(&format!("{key}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.to_string()
    };
    let fonts: Vec<String> = xml
        .lines()
        .filter(|line| line.contains("<fontspec"))
        .map(|line| value(line, "family").split_once('+').unwrap().1.to_string())
        .collect();
    let text = |line: &str| {
        let tags = line.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        tags.collect::<String>()
    };
    xml.lines()
        .filter(|line| line.contains("<text "))
        .map(|line| (fonts[value(line, "font").parse::<usize>().unwrap()].clone(), text(line)))
        .collect()
}

#[test]
#[ignore = "needs pdftohtml"]
fn an_apostrophe_is_narrow_among_latin_letters_and_wide_among_chinese_ones() {
    let brief = MINIMAL
        .replace("Institute for Justice Statistics", "Women’s Aid")
        .replace(
            "The survey counted the days from filing to decision.",
            "名为“NGO”的组织，workers’ rights。",
        )
        .replace("\"en\"", "\"zh-Hans\"");
    let project = TestProject::with_brief(&brief);
    project.write("briefpress.toml", PROJECT.replace("Ombudsperson", "Women’s Envoy"));
    assert_eq!(project.run(&["build", "-q", "a"]).code, 0);
    let runs = runs(&project, "dist/a/a.zh-Hans.pdf");
    let set_in = |family: &str, words: &str| {
        runs.iter().any(|(name, text)| name.starts_with(family) && text.contains(words))
    };
    for words in ["Women’s Aid", "Women’s Envoy", "workers’ rights", "past year’s violence"]
    {
        assert!(set_in("SourceSans3", words), "{words}: {runs:#?}");
    }
    assert!(set_in("NotoSansSC", "“") && set_in("NotoSansSC", "”"), "{runs:#?}");
    assert!(runs.iter().all(|(_, text)| !text.contains('\u{fe00}')));
}

#[test]
#[ignore = "needs pdftohtml"]
fn latin_among_a_script_of_even_strokes_is_sans() {
    for (language, words) in [("th", "ศาล"), ("zh-Hans", "法院"), ("km", "តុលាការ")]
    {
        let text = format!("{words} Registry 2023 {words}");
        let brief = MINIMAL
            .replace("The survey counted the days from filing to decision.", &text)
            .replace("\"en\"", &format!("\"{language}\""));
        let project = TestProject::with_brief(&brief);
        assert_eq!(project.run(&["build", "-q", "a"]).code, 0);
        let runs = runs(&project, &format!("dist/a/a.{language}.pdf"));
        for word in ["Registry", "2023"] {
            let (family, _) = runs.iter().find(|(_, text)| text.contains(word)).unwrap();
            assert!(family.starts_with("SourceSans3"), "{language}: {runs:#?}");
        }
    }
}
