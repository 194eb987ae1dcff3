//! What shells complete the command line with. The shells themselves are asked by `.ci/completions`.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::{MINIMAL, Run, TestProject, repository, run};

/// What the program answers to a shell that shows values with what they are.
fn asked(project: &TestProject, folder: &str, words: &[&str]) -> Run {
    let mut command = project.command();
    command.current_dir(project.path(folder)).env("BRIEFPRESS_COMPLETE", "fish");
    run(command.args(["--", "briefpress"]).args(words))
}

/// The values that are offered, with what they are; no options.
fn offered(project: &TestProject, words: &[&str]) -> Vec<(String, String)> {
    let said = asked(project, "", words);
    assert_eq!((said.code, &*said.stderr), (0, ""), "{words:?}");
    let lines = said.stdout.lines().filter(|line| !line.starts_with('-'));
    let pairs = lines.map(|line| line.split_once('\t').unwrap_or((line, "")));
    pairs.map(|(value, help)| (value.to_string(), help.to_string())).collect()
}

fn values(project: &TestProject, words: &[&str]) -> Vec<String> {
    offered(project, words).into_iter().map(|(value, _)| value).collect()
}

fn project() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    let title = "title = \"Half of the wells are dry\"\nlanguage = \"fr\"\n[[goal]]\nnumber = 6\n";
    project.write("briefs/wells/brief.toml", title);
    project.write("briefs/wells/lang/km.toml", "");
    project.write("briefs/wells/lang/notes.txt", "");
    project.write("templates/labels/de.toml", "");
    project.write("briefs/no-brief/notes.txt", "");
    project.write("briefs/Not An Id/brief.toml", MINIMAL);
    project
}

#[test]
fn what_the_project_has_is_offered_with_what_it_is() {
    let project = project();
    let pair = |value: &str, help: &str| (value.to_string(), help.to_string());
    let briefs =
        [pair("a", "Decisions on review come late"), pair("wells", "Half of the wells are dry")];
    for words in [
        &["build", ""][..],
        &["check", "wells", ""],
        &["watch", ""],
        &["i18n", "sync", ""],
        &["i18n", "status", "--brief", ""],
        &["sources", "import", "x.bib", "--into", ""],
        &["template", "data", ""],
    ] {
        assert_eq!(offered(&project, words), briefs, "{words:?}");
    }
    assert_eq!(values(&project, &["build", "we"]), ["wells"]);
    let languages = [pair("en", "English"), pair("fr", "French"), pair("km", "Khmer")];
    assert_eq!(offered(&project, &["build", "--lang", ""]), languages);
    // What may be begun is more than what is there.
    let all = values(&project, &["i18n", "sync", "--lang", ""]);
    assert!(["ar", "de", "en", "km", "zh-Hans"].iter().all(|tag| all.iter().any(|it| it == tag)));
    assert_eq!(values(&project, &["new", "x", "--lang", "d"]), ["de"]);
}

#[test]
fn the_framework_countries_and_templates_are_offered_anywhere() {
    let project = TestProject::empty();
    let of_16_3 = values(&project, &["sdg", "show", "16.3"]);
    assert_eq!(of_16_3, ["16.3", "16.3.1", "16.3.2", "16.3.3"]);
    assert_eq!(offered(&project, &["sdg", "show", "5"])[0].1, "Gender equality");
    // 17 goals, 169 targets, 251 indicators.
    assert_eq!(values(&project, &["sdg", "show", ""]).len(), 17 + 169 + 251);
    for words in [&["new", "x", "--country", "KH"][..], &["sdg", "country", "KH"]] {
        assert_eq!(offered(&project, words), [("KH".to_string(), "Cambodia".to_string())]);
    }
    let templates = values(&project, &["template", "eject", ""]);
    assert_eq!(templates, ["brief", "indicators", "combined", "shared", "labels"]);
    assert_eq!(values(&project, &["build", "--edition", "p"]), ["print"]);
    assert_eq!(values(&project, &["build", ""]), [""; 0]);
    assert!(values(&project, &["com"]).contains(&"completions".to_string()));
    assert!(!values(&project, &["w"]).contains(&"worker".to_string()));
    let national = repository().join("tests/fixtures/national/briefpress.toml");
    project.write("briefpress.toml", fs::read(national).unwrap());
    assert_eq!(offered(&project, &["sdg", "show", "18"])[0].1, "Lives safe from UXO");
}

#[test]
fn the_project_is_the_one_of_the_line() {
    let project = project();
    let inside = asked(&project, "briefs/wells/lang", &["build", "we"]);
    assert!(inside.stdout.starts_with("wells\t"), "{}", inside.stdout);
    let elsewhere = TestProject::empty();
    let path = project.path("").display().to_string();
    assert_eq!(values(&elsewhere, &["build", ""]), [""; 0]);
    for words in
        [&["--project", &path, "build", "we"][..], &[&format!("--project={path}"), "check", "we"]]
    {
        assert_eq!(values(&elsewhere, words), ["wells"], "{words:?}");
    }
}

#[test]
fn of_a_broken_project_is_offered_what_there_is_and_nothing_is_said_or_written() {
    let project = project();
    project.write("briefs/broken/brief.toml", "title = \"\u{1b}[31mRed\u{202e}\"\n[[[\n");
    project.write("briefs/latin/brief.toml", b"title = \"Caf\xe9\"\n");
    project.write("briefs/empty/brief.toml", "");
    project.write("briefs/folder/brief.toml/x", "");
    project.write("briefpress.toml", "[[[\n\0");
    project.write("templates/labels/x y\u{1b}.toml", "");
    let before = project.files("");
    let found = offered(&project, &["build", ""]);
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["a", "broken", "empty", "folder", "latin", "wells"]);
    let title = &found[1].1;
    assert!(title.contains("Red") && !title.contains(['\u{1b}', '\u{202e}']), "{title:?}");
    assert!(values(&project, &["build", "--lang", ""]).contains(&"km".to_string()));
    assert_eq!(values(&project, &["sdg", "show", "16.3.1"]), ["16.3.1"]);
    fs::remove_file(project.path("briefpress.toml")).unwrap();
    fs::create_dir(project.path("briefpress.toml")).unwrap();
    assert_eq!(values(&project, &["build", "we"]), ["wells"]);
    assert_eq!(values(&project, &["sdg", "show", "16.3.1"]), ["16.3.1"]);
    fs::remove_dir(project.path("briefpress.toml")).unwrap();
    assert_eq!(project.files("").len(), before.len() - 1);
    // Nor of a shell that is not known, or of a line that ends nowhere.
    let mut unknown = project.command();
    let unknown = run(unknown.env("BRIEFPRESS_COMPLETE", "csh").args(["--", "briefpress", ""]));
    assert_eq!((unknown.code, &*unknown.stdout, &*unknown.stderr), (2, "", ""));
    for words in [&["no-such", "command", ""][..], &["build", "--lang"], &["--", "--"], &[]] {
        assert_eq!(asked(&project, "", words).stderr, "", "{words:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_brief_is_not_waited_for() {
    let project = project();
    fs::remove_file(project.path("briefs/a/brief.toml")).unwrap();
    let made =
        std::process::Command::new("mkfifo").arg(project.path("briefs/a/brief.toml")).status();
    assert!(made.unwrap().success());
    assert_eq!(values(&project, &["build", ""]), ["a", "wells"]);
}

/// Of no brief more than its first bytes is read, and nothing of most.
#[test]
fn thousands_of_briefs_are_offered_at_once() {
    let project = TestProject::with_brief(MINIMAL);
    for number in 0..2000 {
        project.write(&format!("briefs/brief-{number:04}/brief.toml"), MINIMAL);
    }
    let late = format!("# {}\n{MINIMAL}", "x".repeat(20_000));
    project.write("briefs/brief-0007/brief.toml", late);
    let time = |work: &dyn Fn()| -> Duration {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    // What it takes to look at all that is in them, on the same machine.
    let all = time(&|| assert_eq!(project.run(&["check"]).code, 0));
    let offered = time(&|| {
        let briefs = offered(&project, &["build", "brief-"]);
        assert_eq!(briefs.len(), 2000);
        let titled = briefs.iter().filter(|(_, title)| !title.is_empty());
        let mut titled: Vec<&str> = titled.map(|(id, _)| id.as_str()).collect();
        titled.sort_unstable();
        // `a` is the first of three hundred.
        let ids: Vec<String> = (0..299).map(|number| format!("brief-{number:04}")).collect();
        assert_eq!(titled, ids.iter().filter(|id| *id != "brief-0007").collect::<Vec<_>>());
        assert_eq!(values(&project, &["build", "--lang", ""]), ["en"]);
    });
    assert!(offered < all, "{offered:?} and {all:?}");
}

#[test]
fn each_shell_has_a_script_that_asks_the_program() {
    let project = TestProject::empty();
    for (shell, asks) in [
        ("bash", "BRIEFPRESS_LINE=\"${COMP_LINE:0:COMP_POINT}\" BRIEFPRESS_WORD=\"$2\""),
        ("bash", "BRIEFPRESS_COMPLETE=bash briefpress -- briefpress"),
        ("zsh", "BRIEFPRESS_COMPLETE=\"zsh\" \\\n        briefpress -- \"${words[@]}\""),
        ("fish", "(BRIEFPRESS_COMPLETE=fish briefpress -- (commandline"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName briefpress -ScriptBlock {"),
        ("powershell", "    $env:BRIEFPRESS_COMPLETE = \"powershell\";"),
        ("powershell", "& briefpress -- $args"),
        ("pwsh", "Remove-Item Env:\\BRIEFPRESS_COMPLETE;"),
        ("elvish", "BRIEFPRESS_COMPLETE=\"elvish\" briefpress -- $@words"),
    ] {
        let said = project.run(&["completions", shell]);
        assert_eq!((said.code, &*said.stderr), (0, ""), "{shell}");
        assert!(said.stdout.contains(asks), "{shell}: {}", said.stdout);
        assert!(said.stdout.ends_with('\n') && !said.stdout.starts_with('\n'), "{shell}");
        // It is the same wherever the program lies.
        assert!(!said.stdout.contains("target"), "{}", said.stdout);
    }
    // How zsh finds it, and how it is a function there.
    let zsh = project.run(&["completions", "zsh"]).stdout;
    assert!(zsh.starts_with("#compdef briefpress\n"), "{zsh}");
    assert_eq!(project.run(&["completions", "csh"]).code, 2);
}
