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
