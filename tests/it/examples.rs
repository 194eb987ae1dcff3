//! The examples in the help of every command: each is there, and does what it shows.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{MINIMAL, TestProject, own_face, repository};

/// Every command, by its name behind the program's, with the lines of its examples.
fn all() -> BTreeMap<String, Vec<String>> {
    fn add(path: &[&str], project: &TestProject, found: &mut BTreeMap<String, Vec<String>>) {
        let help = project.run(&[&["help"], path].concat());
        assert_eq!((help.code, &*help.stderr), (0, ""), "{path:?}");
        // The same as the command says itself.
        let own = project.run(&[path, &["--help"]].concat());
        assert_eq!(own.stdout, help.stdout, "{path:?}");
        let below = help.stdout.split("\nCommands:\n").nth(1).unwrap_or_default();
        let names = below.lines().take_while(|line| line.starts_with("  "));
        // What is longer than a line goes on further to the right.
        let names = names.filter(|line| !line.starts_with("   "));
        for name in names.filter_map(|line| line.split_whitespace().next()) {
            if name != "help" {
                add(&[path, &[name]].concat(), project, found);
            }
        }
        let examples = help.stdout.split("\nExamples:\n").nth(1).unwrap_or_default();
        let examples = examples.lines().take_while(|line| line.starts_with("  "));
        let lines = examples.filter(|line| line.starts_with("  briefpress"));
        found.insert(path.join(" "), lines.map(|line| line.trim().to_string()).collect());
    }
    let mut found = BTreeMap::new();
    add(&[], &TestProject::empty(), &mut found);
    found
}

#[test]
fn every_command_has_examples_of_itself() {
    let all = all();
    assert!(all.len() >= 29, "{:?}", all.keys());
    for (path, lines) in &all {
        let start = format!("briefpress {path}");
        assert!(!lines.is_empty(), "briefpress help {path} has no example");
        for line in lines {
            assert!(line.starts_with(start.trim_end()), "{path}: {line}");
            assert!(line.chars().count() < 96, "{line} may be broken in two");
        }
    }
    // In the short help, too.
    let project = TestProject::empty();
    assert!(project.run(&["i18n", "status", "-h"]).stdout.contains("Examples:\n  briefpress i18n"));
}

/// A project, with all files that the examples name.
fn prepared() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    fs::rename(project.path("briefs/a"), project.path("briefs/mekong")).unwrap();
    project.write("briefs/water/brief.toml", MINIMAL);
    for (fixture, name) in [
        ("sources/zotero.bib", "library.bib"),
        ("sources/zotero.ris", "library.ris"),
        ("published/tiers-2019.xlsx", "tiers-2019.xlsx"),
        ("published/tiers-2024.xlsx", "tiers-2024.xlsx"),
        ("published/framework-fr.xlsx", "framework-fr.xlsx"),
    ] {
        let fixture = repository().join("tests/fixtures").join(fixture);
        fs::copy(fixture, project.path(name)).unwrap();
    }
    project.write("faces/own.ttf", own_face("Source Test 3", "SourceTest3-Regular"));
    let (code, said) = run("briefpress i18n sync --lang fr", &project.path(""));
    assert_eq!(code, 0, "{said}");
    let path = "briefs/mekong/lang/fr.toml";
    let translation = String::from_utf8(project.read(path)).unwrap();
    let translated = translation.replacen("title = \"\"", "title = \"Recours tardifs\"", 1);
    assert_ne!(translation, translated);
    project.write(path, translated);
    for line in [
        "briefpress i18n sync --lang fr",
        "briefpress i18n export mekong --lang fr --out mekong.fr.po",
        "briefpress build --edition screen --edition print",
        "briefpress build --shard 1/2 --out part-1",
        "briefpress build --shard 2/2 --out part-2",
    ] {
        let (code, said) = run(line, &project.path(""));
        assert_eq!(code, 0, "{line}: {said}");
    }
    fs::copy(project.path("dist/mekong/mekong.en.print.pdf"), project.path("mekong.print.pdf"))
        .unwrap();
    project
}

/// What a shell says to a line in a folder. No other program is there.
fn shell(line: &str, folder: &Path) -> Command {
    let program = assert_cmd::cargo::cargo_bin("briefpress");
    let mut command = Command::new("/bin/sh");
    command.args(["-c", line]).current_dir(folder).env_clear();
    command.env("PATH", program.parent().unwrap());
    command
}

fn run(line: &str, folder: &Path) -> (i32, String) {
    let output = shell(line, folder).output().unwrap();
    let said = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    (output.status.code().expect("it was not killed"), said.concat())
}

/// Runs what goes on until it is ended, and ends it.
fn run_until_served(line: &str, folder: &Path) -> i32 {
    let mut child = shell(&format!("exec {line}"), folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("http://127.0.0.1:"), "{line}: {first}");
    let (code, said) = run(&format!("kill -TERM {}", child.id()), folder);
    assert_eq!(code, 0, "{said}");
    child.wait().unwrap().code().expect("it ends by itself")
}

/// Examples that find something, or are told to.
const FIND: [&str; 4] = [
    "briefpress check mekong --deny warnings",
    "briefpress i18n status --fail-under 80 --fail-stale",
    // No printing condition is named.
    "briefpress preflight --as print --total-ink 280 mekong.print.pdf",
    "briefpress preflight --format json dist/*/*.pdf > report.json",
];

#[test]
fn every_example_does_what_it_shows() {
    let prepared = prepared();
    let (mut run_through, mut faults) = (0, Vec::new());
    for (path, lines) in all() {
        let project = TestProject::empty();
        let (code, said) =
            run(&format!("/bin/cp -R {}/. .", prepared.path("").display()), &project.path(""));
        assert_eq!(code, 0, "{said}");
        for line in lines {
            // A new project is no part of another.
            let elsewhere = TestProject::empty();
            let folder = if path == "init" || line.contains("init ") && path.is_empty() {
                elsewhere.path("")
            } else {
                project.path("")
            };
            let wanted = i32::from(FIND.contains(&line.as_str()));
            let (code, said) = match path.as_str() {
                "watch" => (run_until_served(&line, &folder), String::new()),
                // No window of the machine is opened.
                "open" if !line.contains("--print-path") => {
                    run(&format!("{line} --print-path"), &folder)
                }
                _ => run(&line, &folder),
            };
            if code != wanted {
                faults.push(format!("{line}: {code}: {said}"));
            }
            if let Some(file) = line.split(" > ").nth(1) {
                assert!(fs::metadata(folder.join(file)).unwrap().len() > 0, "{line}");
            }
            run_through += 1;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(run_through >= 50, "{run_through}");
}
