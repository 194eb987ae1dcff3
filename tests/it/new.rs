//! `init` and `new`: what they make builds at once, anywhere, with nothing but the program.

use crate::support::TestProject;

/// Lets a new project keep the words of the example, of which `check` warns.
fn keep_the_example(project: &TestProject, file: &str) {
    let own = String::from_utf8(project.read(file)).unwrap();
    project.write(file, format!("{own}\n[lints]\n\"example::unchanged\" = \"allow\"\n"));
}

#[test]
fn a_new_project_builds_at_once() {
    let project = TestProject::empty();
    assert_eq!(project.run(&["init", "mine"]).code, 0);
    assert_eq!(
        project.files("mine"),
        [
            ".gitignore",
            "briefpress.toml",
            "briefs/example/brief.toml",
            "schemas/brief.json",
            "schemas/labels.json",
            "schemas/project.json",
            "schemas/translation.json",
        ]
    );
    keep_the_example(&project, "mine/briefpress.toml");
    let run = project.run(&["build", "--project", "mine", "--deny", "warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        project.pdfs("mine/dist"),
        ["example/example.en.indicators.pdf", "example/example.en.pdf"]
    );
}

#[test]
fn a_new_brief_passes_check_in_any_country() {
    let project = TestProject::empty();
    project.run(&["init"]);
    assert_eq!(project.run(&["new", "one", "--country", "kh"]).code, 0);
    assert_eq!(project.run(&["new", "two", "--country", "CI", "--lang", "en"]).code, 0);
    keep_the_example(&project, "briefpress.toml");
    let check = project.run(&["check", "--deny", "warnings"]);
    assert_eq!(check.code, 0, "{}", check.stderr);
    let text = String::from_utf8(project.read("briefs/one/brief.toml")).unwrap();
    assert!(text.contains("country     = \"KH\""), "{text}");
}

#[test]
fn a_full_brief_holds_an_example_of_everything_and_builds_at_once() {
    let project = TestProject::empty();
    project.run(&["init"]);
    assert_eq!(project.run(&["new", "all", "--country", "KH", "--full"]).code, 0);
    keep_the_example(&project, "briefpress.toml");
    let run = project.run(&["build", "all", "--deny", "warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let brief = String::from_utf8(project.read("briefs/all/brief.toml")).unwrap();
    // Every table of the format, as `check` knows them.
    let written: toml::Table = toml::from_str(&brief).unwrap();
    for table in ["author", "box", "chart", "foreword", "layout", "quote", "section", "table"] {
        assert!(written.contains_key(table), "{table}");
    }
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let project = TestProject::empty();
    project.write("briefpress.toml", "mine");
    project.write("briefs/example/brief.toml", "mine too");
    assert_eq!(project.run(&["init"]).code, 2);
    assert_eq!(project.read("briefpress.toml"), b"mine");
    std::fs::remove_file(project.path("briefpress.toml")).unwrap();
    assert_eq!(project.run(&["init"]).code, 0);
    assert_eq!(project.read("briefs/example/brief.toml"), b"mine too");
    assert_eq!(project.run(&["new", "example", "--country", "KH"]).code, 2);
    assert_eq!(project.read("briefs/example/brief.toml"), b"mine too");
}

#[test]
fn wrong_ids_countries_and_languages_are_wrong_usage() {
    let project = TestProject::empty();
    project.run(&["init"]);
    for (args, help) in [
        (["new", "Bad Id", "--country", "KH"].as_slice(), "such as `bad-id`"),
        (["new", "x", "--country", "Cambodja"].as_slice(), "did you mean `KH`, Cambodia?"),
        (
            ["new", "x", "--country", "KH", "--lang", "tlh"].as_slice(),
            "languages with labels: ar, en",
        ),
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(help), "{args:?}: {}", run.stderr);
    }
    assert_eq!(project.files("briefs"), ["example/brief.toml"]);
}
