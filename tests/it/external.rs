//! What other people's programs make of the PDFs. These tests need poppler's `pdftotext`, and run
//! with `cargo test --release -- --ignored`; `.ci/run` does.

use std::process::Command;

use crate::support::{TestProject, repository};

/// The text of a PDF as `pdftotext` reads it, without spaces, line ends and hyphens, which layout
/// may add.
fn text_of(project: &TestProject, file: &str) -> String {
    let output = Command::new("pdftotext").arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    squeeze(&String::from_utf8(output.stdout).unwrap())
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}'))
        .collect()
}

/// Strings of the brief under a key, wherever it stands.
fn strings<'a>(value: &'a toml::Value, path: &[&str], found: &mut Vec<&'a str>) {
    match (value, path) {
        (toml::Value::Array(items), _) => items.iter().for_each(|item| strings(item, path, found)),
        (toml::Value::String(text), []) => found.push(text),
        (toml::Value::Table(table), [first, rest @ ..]) => {
            if let Some(inner) = table.get(*first) {
                strings(inner, rest, found);
            }
        }
        _ => {}
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn every_word_of_the_shipped_brief_can_be_found_and_copied() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build"]).code, 0);
    let id = "cambodia-scamming-compounds";
    let toml = String::from_utf8(project.read(&format!("briefs/{id}/brief.toml"))).unwrap();
    let brief: toml::Value = toml::from_str(&toml).unwrap();
    let table = text_of(&project, &format!("dist/{id}/{id}.en.indicators.pdf"));
    let whole = text_of(&project, &format!("dist/{id}/{id}.en.pdf"));

    let in_table = [
        &["goal", "target", "code"][..],
        &["goal", "target", "text"],
        &["goal", "target", "indicator", "code"],
        &["goal", "target", "indicator", "text"],
    ];
    let in_brief = [
        &["title"][..],
        &["subtitle"],
        &["number"],
        &["finding", "title"],
        &["finding", "text"],
        &["finding", "evidence"],
        &["finding", "quote", "text"],
        &["finding", "quote", "by"],
        &["recommendation", "to"],
        &["recommendation", "text"],
        &["fact", "value"],
        &["fact", "label"],
        &["goal", "why"],
        &["source", "title"],
        &["source", "publisher"],
    ];
    let look = |path: &[&str], text: &str| {
        let mut found = Vec::new();
        strings(&brief, path, &mut found);
        assert!(!found.is_empty(), "{path:?}");
        for string in found {
            assert!(text.contains(&squeeze(string)), "{path:?}: {string}");
        }
    };
    for path in in_table {
        look(path, &table);
        look(path, &whole);
    }
    for path in in_brief {
        look(path, &whole);
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn hostile_text_prints_as_typed() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/awkward"));
    let id = "hostile-text";
    assert_eq!(project.run(&["build", id]).code, 0);
    let toml = String::from_utf8(project.read(&format!("briefs/{id}/brief.toml"))).unwrap();
    let brief: toml::Value = toml::from_str(&toml).unwrap();
    let text = text_of(&project, &format!("dist/{id}/{id}.en.pdf"));
    for path in
        [&["title"][..], &["finding", "title"], &["recommendation", "to"], &["source", "title"]]
    {
        let mut found = Vec::new();
        strings(&brief, path, &mut found);
        assert!(!found.is_empty(), "{path:?}");
        for string in found {
            assert!(text.contains(&squeeze(string)), "{path:?}: {string}\n{text}");
        }
    }
    for typed in ["#read(\"/etc/passwd\")", "$x^2$", "@ref", "<label>"] {
        assert!(text.contains(typed), "{typed}");
    }
}

/// The letters and digits of a text: what a search finds, whatever a viewer does about spaces,
/// punctuation and bidirectional controls.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The text of a brief as PDFium's peer, poppler, reads it in the order of its content or of its
/// layout.
fn letters_of(project: &TestProject, file: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("pdftotext");
    let output = command.args(arguments).arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success());
    letters(&String::from_utf8(output.stdout).unwrap())
}

#[test]
#[ignore = "needs pdftotext"]
fn every_translation_can_be_found_and_copied() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build"]).code, 0);
    let id = "cambodia-scamming-compounds";
    for language in ["ar", "fr", "km", "th", "zh-Hans"] {
        let toml = project.read(&format!("briefs/{id}/lang/{language}.toml"));
        let translation: toml::Value = toml::from_str(&String::from_utf8(toml).unwrap()).unwrap();
        let file = format!("dist/{id}/{id}.{language}.pdf");
        let text = letters_of(&project, &file, &[]) + &letters_of(&project, &file, &["-raw"]);
        let mut all = Vec::new();
        let tables = translation.as_table().unwrap().iter();
        for (_, table) in
            tables.filter(|(name, _)| !["translation", "names"].contains(&name.as_str()))
        {
            leaves(table, &mut all);
        }
        let total = all.len();
        assert!(total > 80, "{language}: {total}");
        let lost: Vec<&str> = all
            .into_iter()
            .filter(|string| {
                // A citation prints as a number, so a text is looked for in the parts around it.
                let mut parts = string.split("[@").enumerate().map(|(index, part)| {
                    if index == 0 {
                        part
                    } else {
                        part.split_once(']').map_or("", |(_, rest)| rest)
                    }
                });
                !parts.all(|part| text.contains(&letters(part)))
            })
            .collect();
        // Poppler puts a code at the end of an Arabic line on the other side of its neighbours.
        let allowed = if language == "ar" { 6 } else { 0 };
        assert!(lost.len() <= allowed, "{language}: {} of {total}: {lost:#?}", lost.len());
    }
}

/// All strings of a table except keywords, which are metadata.
fn leaves<'a>(value: &'a toml::Value, found: &mut Vec<&'a str>) {
    match value {
        toml::Value::String(text) => found.push(text),
        toml::Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
        toml::Value::Table(table) => {
            for (_, inner) in table
                .iter()
                .filter(|(key, _)| !["keywords", "abbreviations"].contains(&key.as_str()))
            {
                leaves(inner, found);
            }
        }
        _ => {}
    }
}

#[test]
#[ignore = "needs pdftotext"]
fn both_editions_say_the_same_words_in_every_language() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build", "--edition", "screen", "--edition", "print"]).code, 0);
    let files = project.pdfs("dist");
    let printed: Vec<&String> = files.iter().filter(|file| file.contains(".print.")).collect();
    assert!(printed.len() >= 12, "{files:?}");
    for file in printed {
        let words = |file: &str| -> Vec<String> {
            let output =
                Command::new("pdftotext").arg(project.path(file)).arg("-").output().unwrap();
            assert!(output.status.success());
            let text = String::from_utf8(output.stdout).unwrap();
            text.split_whitespace().map(String::from).collect()
        };
        let screen = words(&format!("dist/{}", file.replace(".print.", ".")));
        assert_eq!(words(&format!("dist/{file}")), screen, "{file}");
    }
}

/// A small CMYK profile that Debian's `libgs-common` holds.
const PROFILE: &str = "/usr/share/color/icc/ghostscript/default_cmyk.icc";

#[test]
#[ignore = "needs the profiles of Ghostscript"]
fn with_a_profile_the_print_edition_is_pdf_x_4() {
    let project = TestProject::with_brief(crate::support::MINIMAL);
    project.write("press.icc", std::fs::read(PROFILE).unwrap());
    let press = "[press]\nprofile = \"press.icc\"\ncondition = \"CGATS TR 001\"\n";
    let brand = "[brand]\naccent = \"#0a5a3c\"\n";
    project.write("briefpress.toml", format!("{}{brand}{press}", crate::support::PROJECT));
    let run = project.run(&["build", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdf = lopdf::Document::load_mem(&project.read("dist/a/a.en.print.pdf")).unwrap();
    let catalog = pdf.catalog().unwrap();
    let intents = catalog.get_deref(b"OutputIntents", &pdf).and_then(|it| it.as_array()).unwrap();
    let [intent] = intents.as_slice() else { panic!("one output intent") };
    let intent = pdf.dereference(intent).unwrap().1.as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFX");
    let condition = intent.get(b"OutputConditionIdentifier").unwrap();
    assert_eq!(condition.as_str().unwrap(), b"CGATS TR 001");
    let profile =
        intent.get_deref(b"DestOutputProfile", &pdf).and_then(|it| it.as_stream()).unwrap();
    assert_eq!(profile.get_plain_content().unwrap(), std::fs::read(PROFILE).unwrap());
    let xmp = catalog.get_deref(b"Metadata", &pdf).and_then(|it| it.as_stream()).unwrap();
    let xmp = String::from_utf8(xmp.get_plain_content().unwrap()).unwrap();
    for said in ["PDF/X-4", "<pdf:Trapped>False", "<xmpMM:VersionID>", "<xmp:ModifyDate>"] {
        assert!(xmp.contains(said), "{said}: {xmp}");
    }
    let info = pdf.trailer.get(b"Info").and_then(|id| id.as_reference()).unwrap();
    let info = pdf.get_dictionary(info).unwrap();
    for key in ["Title", "CreationDate", "ModDate", "Trapped"] {
        assert!(info.has(key.as_bytes()), "{key}");
    }
    assert!(pdf.trailer.has(b"ID") && !pdf.is_encrypted());
}

#[test]
#[ignore = "needs Ghostscript"]
fn a_page_of_black_text_takes_black_ink_alone() {
    let project = TestProject::with_brief(crate::support::MINIMAL);
    let press = "[press.accent]\ncmyk = [0, 0, 0, 100]\n";
    project.write("briefpress.toml", format!("{}{press}", crate::support::PROJECT));
    project.write(
        "templates/brief/main.typ",
        "#import \"../shared/theme.typ\": theme\n#import \"../shared/sheet.typ\": sheet\n\
         #let brief = json(\"/brief.json\")\n#let t = theme(brief)\n#show: sheet.with(t, brief)\n\
         = Title\n#lorem(200)",
    );
    let run = project.run(&["build", "--edition", "print", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let output = Command::new("gs")
        .args(["-q", "-dSAFER", "-dPDFSTOPONERROR", "-o", "-", "-sDEVICE=inkcov"])
        .arg(project.path("dist/a/a.en.print.pdf"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let inks: Vec<f64> =
        text.split_whitespace().take(4).map(|share| share.parse().unwrap()).collect();
    assert_eq!(inks[..3], [0.0; 3], "{text}");
    assert!(inks[3] > 0.01, "{text}");
}
