//! `i18n init-tool`: what it writes is right for the tools, and nothing that is there is lost by it.

use std::collections::BTreeSet;

use crate::support::{TestProject, repository};

const BRIEF: &str = include_str!("../fixtures/minimal.toml");
const FRENCH: &str = "[translation]\nstatus = \"draft\"\n";

/// A copy of the project that ships with briefpress.
fn shipped() -> TestProject {
    TestProject::copy_of(repository())
}

/// The keys of a translation, without its head.
fn keys(toml: &[u8]) -> BTreeSet<String> {
    fn walk(value: &toml::Value, name: &str, keys: &mut BTreeSet<String>) {
        match value {
            toml::Value::Table(table) => {
                table.iter().for_each(|(key, value)| walk(value, &format!("{name}.{key}"), keys));
            }
            toml::Value::Array(list) => {
                let numbered = list.iter().enumerate();
                numbered
                    .for_each(|(number, value)| walk(value, &format!("{name}[{number}]"), keys));
            }
            _ => drop(keys.insert(name.to_string())),
        }
    }
    let table: toml::Table = toml::from_str(std::str::from_utf8(toml).unwrap()).unwrap();
    let mut keys = BTreeSet::new();
    walk(&toml::Value::Table(table), "", &mut keys);
    keys.retain(|key| !key.starts_with(".translation."));
    keys
}

#[test]
fn weblate_finds_translations_and_their_originals() {
    let project = shipped();
    project.write("briefs/a/brief.toml", BRIEF);
    project.write("briefs/a/lang/fr.toml", FRENCH);
    let run = project.run(&["i18n", "init-tool", "weblate", "--repository", "https://e.org/b.git"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let read = |file: &str| -> serde_json::Value {
        serde_json::from_slice(&project.read(&format!("weblate/{file}.json"))).unwrap()
    };
    let component = &read("component")[0];
    assert_eq!(component["repo"], "https://e.org/b.git");
    assert_eq!(component["file_format"], "toml");
    assert_eq!(component["source_language"], "en");
    assert_eq!(component["filemask"], "briefs/a/lang/*.toml");
    assert_eq!(component["template"], "weblate/originals/a.toml");
    let discovery = read("discovery");
    let base = discovery["base_file_template"].as_str().unwrap();
    for id in ["a", "cambodia-scamming-compounds"] {
        let base = base.replace("{{ component }}", id);
        let originals = keys(&project.read(&base));
        for file in project.files(&format!("briefs/{id}/lang")) {
            if !file.ends_with(".toml") {
                continue;
            }
            let translated = keys(&project.read(&format!("briefs/{id}/lang/{file}")));
            // Names and abbreviations that a translation alone has are no strings of the brief.
            let own = translated
                .difference(&originals)
                .find(|key| !key.starts_with(".names.") && !key.starts_with(".abbreviations."));
            assert_eq!(own, None, "{file}");
        }
    }
    // Again: the originals alone change, with the brief.
    project.write("briefs/a/brief.toml", BRIEF.replacen("title", "title = \"Other\" #", 1));
    let again = project.run(&["i18n", "init-tool", "weblate"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let originals = String::from_utf8(project.read("weblate/originals/a.toml")).unwrap();
    assert!(originals.contains("title = \"Other\""), "{originals}");
    assert_eq!(read("component")[0]["repo"], "https://e.org/b.git");
}

#[test]
fn crowdin_is_told_which_languages_it_calls_otherwise() {
    let project = shipped();
    assert_eq!(project.run(&["i18n", "init-tool", "crowdin"]).code, 0);
    let text = String::from_utf8(project.read("crowdin.yml")).unwrap();
    let mapped = text.split("two_letters_code:\n").nth(1).unwrap();
    assert_eq!(mapped, "        zh-CN: zh-Hans\n");
    assert!(text.contains("\n    skip_untranslated_strings: true\n"), "{text}");
    let more = ["i18n", "init-tool", "crowdin", "--force", "--lang", "pt-BR", "--lang", "fr"];
    assert_eq!(project.run(&more).code, 0);
    let text = String::from_utf8(project.read("crowdin.yml")).unwrap();
    assert!(text.ends_with("two_letters_code:\n        pt-BR: pt-BR\n"), "{text}");
    let plain = ["i18n", "init-tool", "crowdin", "--force", "--lang", "fr"];
    assert_eq!(project.run(&plain).code, 0);
    let text = String::from_utf8(project.read("crowdin.yml")).unwrap();
    assert!(!text.contains("mapping") && !text.contains('{') && text.ends_with('\n'), "{text}");
}

#[test]
fn omegat_gets_a_project_for_each_language() {
    let project = TestProject::with_brief(BRIEF);
    let none = project.run(&["i18n", "init-tool", "omegat"]);
    assert_eq!(none.code, 1);
    assert!(none.stderr.contains("--lang km"), "{}", none.stderr);
    let run = project.run(&["i18n", "init-tool", "omegat", "--lang", "km", "--lang", "zh-Hans"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for language in ["km", "zh-Hans"] {
        let folder = format!("omegat/{language}");
        let xml = String::from_utf8(project.read(&format!("{folder}/omegat.project"))).unwrap();
        assert!(xml.contains("<source_lang>en</source_lang>"), "{xml}");
        assert!(xml.contains(&format!("<target_lang>{language}</target_lang>")), "{xml}");
        assert!(!xml.contains('{'), "{xml}");
        // It opens no project that lacks one of them.
        for name in ["source", "target", "tm", "glossary", "dictionary", "omegat"] {
            assert!(project.path(&format!("{folder}/{name}")).is_dir(), "{name}");
        }
    }
    assert_eq!(project.run(&["i18n", "init-tool", "omegat", "--lang", "../x"]).code, 2);
    assert_eq!(project.run(&["i18n", "init-tool", "omegat", "--lang", "xx"]).code, 2);
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let project = TestProject::with_brief(BRIEF);
    project.write("crowdin.yml", "mine");
    let run = project.run(&["i18n", "init-tool", "crowdin"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("crowdin.yml is there already"), "{}", run.stderr);
    assert_eq!(project.read("crowdin.yml"), b"mine");
    assert_eq!(project.run(&["i18n", "init-tool", "crowdin", "--force"]).code, 0);
    let written = project.read("crowdin.yml");
    let again = project.run(&["i18n", "init-tool", "crowdin"]);
    assert_eq!((again.code, project.read("crowdin.yml")), (0, written));
    assert!(again.stderr.contains("there already"), "{}", again.stderr);
    // One of several: none is written.
    project.write("omegat/km/omegat.project", "mine");
    let several = ["i18n", "init-tool", "omegat", "--lang", "fr", "--lang", "km"];
    assert_eq!(project.run(&several).code, 1);
    assert_eq!(project.files("omegat"), ["km/omegat.project"]);
    // Originals that are not ours.
    project.write("weblate/originals/a.toml", "[brief]\n");
    let weblate = ["i18n", "init-tool", "weblate", "--repository", "x"];
    assert_eq!(project.run(&weblate).code, 1);
    assert_eq!(project.files("weblate"), ["originals/a.toml"]);
}

#[test]
fn nothing_is_written_from_what_cannot_be_read_nor_of_several_originals() {
    let project = TestProject::with_brief(BRIEF);
    let weblate = ["i18n", "init-tool", "weblate", "--repository", "x"];
    assert_eq!(project.run(&weblate[..3]).code, 2);
    project.write("briefs/b/brief.toml", "title = \"no end\n");
    let broken = project.run(&weblate);
    assert_eq!(broken.code, 1);
    assert!(broken.stderr.contains("`b` cannot be read whole"), "{}", broken.stderr);
    project.write("briefs/b/brief.toml", format!("{BRIEF}\n").replacen("\"en\"", "\"fr\"", 1));
    let several = project.run(&weblate);
    assert_eq!(several.code, 1);
    assert!(several.stderr.contains("several languages: en, fr"), "{}", several.stderr);
    assert_eq!(project.files("weblate"), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_of_the_project() {
    let (project, other) = (TestProject::with_brief(BRIEF), TestProject::empty());
    std::os::unix::fs::symlink(other.path(""), project.path("omegat")).unwrap();
    let run = project.run(&["i18n", "init-tool", "omegat", "--lang", "km"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("omegat leads out of the project"), "{}", run.stderr);
    assert_eq!(other.files(""), Vec::<String>::new());
}
