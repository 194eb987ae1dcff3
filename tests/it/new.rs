//! `init` and `new`: what they make builds at once, anywhere, with nothing but the program.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::disturbed::{give_away, run_as_nobody};
use crate::support::{Run, TestProject};

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
    fs::remove_file(project.path("briefpress.toml")).unwrap();
    assert_eq!(project.run(&["init"]).code, 0);
    assert_eq!(project.read("briefs/example/brief.toml"), b"mine too");
    assert_eq!(project.run(&["new", "example", "--country", "KH"]).code, 2);
    assert_eq!(project.read("briefs/example/brief.toml"), b"mine too");
}

/// All that is in a folder, folders included.
fn entries(project: &TestProject) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending = vec![project.path("")];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            found.push(path.strip_prefix(project.path("")).unwrap().to_str().unwrap().into());
            if entry.file_type().unwrap().is_dir() {
                pending.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_cannot_be_begun_leaves_nothing_and_can_be_begun_again() {
    // What is in the way, where, the folder it is begun in, and what is said.
    for (file, dir, says) in [
        ("schemas", ".", "schemas is no folder; take it away"),
        ("x/schemas", "x", "x/schemas is no folder; take it away"),
        ("briefs", ".", "briefs"),
        ("x/briefs/example", "x/", "briefs/example"),
        ("x", "x/y/z", "x/y/z"),
    ] {
        let project = TestProject::empty();
        project.write(file, "theirs");
        let before = entries(&project);
        let Run { code, stderr, .. } = project.run(&["init", dir]);
        assert!((1..=3).contains(&code) && stderr.contains(says), "{file}: {code} {stderr}");
        assert!(!stderr.contains("/./") && !stderr.contains("build"), "{file}: {stderr}");
        assert_eq!(entries(&project), before, "{file}");
        assert_eq!(project.read(file), b"theirs");
        fs::remove_file(project.path(file)).unwrap();
        let run = project.run(&["init", dir]);
        assert_eq!(run.code, 0, "{file}: {}", run.stderr);
    }
}

/// A folder that may not be read is not opened to be fsynced, which fails when all is in its place.
#[test]
fn what_the_disk_does_not_keep_is_taken_back() {
    let project = TestProject::empty();
    project.write("mine/.gitignore", "theirs");
    give_away(&project.path(""));
    let before = entries(&project);
    let allow = |path: &str, mode| {
        fs::set_permissions(project.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    allow("mine", 0o333);
    let run = run_as_nobody(&project, &["init", "mine"]);
    allow("mine", 0o755);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(entries(&project), before);
    assert_eq!(run_as_nobody(&project, &["init", "mine"]).code, 0);

    let before = entries(&project);
    allow("mine/briefs", 0o555);
    let run = run_as_nobody(&project, &["new", "a", "--country", "KH", "--project", "mine"]);
    allow("mine/briefs", 0o755);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(entries(&project), before);
    // Where it is to bring the schemas, too.
    fs::remove_dir_all(project.path("mine/schemas")).unwrap();
    fs::create_dir(project.path("mine/briefs/a")).unwrap();
    let without: Vec<String> =
        before.into_iter().filter(|path| !path.starts_with("mine/schemas")).collect();
    give_away(&project.path(""));
    allow("mine/briefs/a", 0o555);
    let run = run_as_nobody(&project, &["new", "a", "--country", "KH", "--project", "mine"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let mut after = entries(&project);
    after.retain(|path| path != "mine/briefs/a");
    assert_eq!(after, without, "no schemas for a brief that is not there");
}

#[test]
fn what_is_left_alone_is_not_called_written() {
    let project = TestProject::empty();
    project.write("briefs/example/brief.toml", "own");
    symlink("nowhere", project.path(".gitignore")).unwrap();
    let run = project.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for stays in ["briefs/example/brief.toml", ".gitignore"] {
        let said: Vec<&str> = run.stderr.lines().filter(|line| line.contains(stays)).collect();
        assert_eq!(said, [format!("  {stays} is there already and stays as it is")]);
    }
    assert!(!run.stderr.contains("PDF"), "there is no example: {}", run.stderr);
    assert!(run.stderr.contains("`briefpress check`"), "{}", run.stderr);
    assert!(project.path(".gitignore").is_symlink() && !project.path("nowhere").exists());
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
