//! The program without a command: what there is in this folder, and what to do next.

use std::fs;

use crate::support::{MINIMAL, PROJECT, Run, TestProject, run};

fn next(project: &TestProject) -> Run {
    let said = project.run(&[]);
    for command in said.stdout.lines().filter_map(|line| line.strip_prefix("  briefpress ")) {
        let name = command.split(' ').next().unwrap();
        assert_eq!(project.run(&["help", name]).code, 0, "{command}");
    }
    said
}

/// The commands that are named, without what they do.
fn commands(said: &Run) -> Vec<String> {
    let lines = said.stdout.lines().filter_map(|line| line.strip_prefix("  briefpress "));
    lines.map(|line| line.split("  ").next().unwrap().to_string()).collect()
}

#[test]
fn where_no_project_is_it_says_how_to_start_one() {
    let project = TestProject::empty();
    let said = next(&project);
    assert_eq!((said.code, &*said.stderr), (0, ""));
    assert_eq!(commands(&said), ["init", "help"]);
    // What it says to do does it, and what it says then does, too.
    assert_eq!(project.run(&["init"]).code, 0);
    let said = next(&project);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("example"), "{}", said.stdout);
    assert!(commands(&said).contains(&"build".to_string()));
    // A folder with files of someone's is not made one.
    let project = TestProject::empty();
    project.write("notes.txt", "x");
    assert_eq!(commands(&next(&project)), ["init my-briefs", "help"]);
}

#[test]
fn a_project_without_a_brief_is_told_how_to_begin_one() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let said = next(&project);
    assert_eq!((said.code, &*said.stderr), (0, ""));
    assert_eq!(commands(&said), ["new my-brief --country KH"]);
    assert_eq!(project.run(&["new", "my-brief", "--country", "KH"]).code, 0);
    assert!(next(&project).stdout.contains("my-brief"));
}

#[test]
fn of_each_brief_it_says_the_languages_and_whether_it_is_built() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    let state = |id: &str| {
        let said = next(&project);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let line =
            said.stdout.lines().find(|line| line.trim_start().starts_with(&format!("{id} ")));
        line.unwrap_or_else(|| panic!("{id}: {}", said.stdout)).trim().to_string()
    };
    assert_eq!(state("a"), "a  en  not built yet");
    assert_eq!(project.run(&["build"]).code, 0);
    let before = project.files("");
    assert_eq!(state("a"), "a  en  built, up to date");
    let said = next(&project);
    assert!(!commands(&said).contains(&"build".to_string()), "{}", said.stdout);
    assert!(said.stdout.contains("dist/index.html"), "{}", said.stdout);
    // Asking changes nothing.
    assert_eq!(project.files(""), before);
    // A comment makes no other files, and what prints does.
    project.write("briefs/a/brief.toml", format!("# looked at\n{MINIMAL}"));
    assert_eq!(state("a"), "a  en  built, up to date");
    project.write("briefs/a/brief.toml", MINIMAL.replacen("title = \"", "title = \"Again: ", 1));
    assert_eq!(state("a"), "a  en  changed since it was built");
    assert_eq!(state("b"), "b  en  built, up to date");
    assert!(commands(&next(&project)).contains(&"build".to_string()));
    assert_eq!(project.run(&["i18n", "sync", "b", "--lang", "fr"]).code, 0);
    assert!(state("b").starts_with("b  en, fr  built in part"), "{}", state("b"));
    assert!(commands(&next(&project)).contains(&"i18n status".to_string()));
}

#[test]
fn in_a_folder_of_the_project_it_is_about_what_is_there() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    let inside = run(project.command().current_dir(project.path("briefs/b")));
    assert_eq!(inside.code, 0, "{}", inside.stderr);
    assert!(commands(&inside).contains(&"watch b".to_string()), "{}", inside.stdout);
    let given = TestProject::empty();
    let given = given.run(&["--project", project.path("").to_str().unwrap()]);
    assert!(commands(&given).contains(&"watch a".to_string()), "{}", given.stdout);
}

#[test]
fn what_is_wrong_is_said_and_is_the_exit_code() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", "title = 1\n");
    let said = next(&project);
    assert_eq!(said.code, 1);
    assert!(said.stdout.contains("has errors"), "{}", said.stdout);
    assert_eq!(commands(&said)[0], "check b");
    project.write("briefpress.toml", "organisation = \n");
    let said = next(&project);
    assert_eq!((said.code, commands(&said)), (1, vec!["check".to_string()]));
    assert!(said.stderr.contains("briefpress.toml:1:"), "{}", said.stderr);
    // A folder in its place is not no project.
    fs::remove_file(project.path("briefpress.toml")).unwrap();
    fs::create_dir(project.path("briefpress.toml")).unwrap();
    let said = next(&project);
    assert_eq!(said.code, project.run(&["check"]).code);
    assert!(said.stderr.contains("briefpress.toml"), "{}", said.stderr);
}

#[test]
fn of_many_briefs_it_lists_the_first() {
    let project = TestProject::with_brief(MINIMAL);
    for number in 0..30 {
        project.write(&format!("briefs/brief-{number:02}/brief.toml"), MINIMAL);
    }
    let said = next(&project);
    assert!(said.stdout.contains("and 11 more"), "{}", said.stdout);
    assert!(said.stdout.lines().count() < 32, "{}", said.stdout);
}

/// What cannot be read is not known, and never taken as not there.
#[test]
fn a_build_that_cannot_be_looked_at_is_told() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("dist/manifest.json/x", "");
    let said = next(&project);
    assert_eq!(said.code, 3, "{}", said.stderr);
    assert!(said.stderr.contains("manifest.json"), "{}", said.stderr);
    assert!(said.stdout.contains("not known whether it is built"), "{}", said.stdout);
    assert!(!said.stdout.contains("not built yet"), "{}", said.stdout);
    assert_eq!(project.run(&["open", "a"]).code, 3);
}

#[test]
fn no_translation_is_begun_of_a_brief_that_is_not_there() {
    for name in ["", "brief.toml.txt"] {
        let project = TestProject::with_brief(MINIMAL);
        let brief = project.read("briefs/a/brief.toml");
        fs::remove_file(project.path("briefs/a/brief.toml")).unwrap();
        project.write("briefs/a/lang/fr.toml", "[translation]\nstatus = \"draft\"\n");
        if !name.is_empty() {
            project.write(&format!("briefs/a/{name}"), &brief);
        }
        let said = next(&project);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stdout.contains("has no brief.toml"), "{}", said.stdout);
        assert_eq!(commands(&said), ["check a"], "{}", said.stdout);
        assert!(project.run(&["check", "a"]).stderr.contains("brief.toml"));
    }
}
#[test]
fn a_translation_is_offered_into_a_language_that_the_brief_is_not_in() {
    for (language, offered) in [("en", "fr"), ("fr", "es"), ("fr-LA", "es")] {
        let brief = MINIMAL.replace("language = \"en\"", &format!("language = \"{language}\""));
        let project = TestProject::with_brief(&brief);
        let said = next(&project);
        let sync = format!("i18n sync a --lang {offered}");
        assert!(commands(&said).contains(&sync), "{language}: {}", said.stdout);
        assert_eq!(project.run(&["i18n", "sync", "a", "--lang", offered]).code, 0, "{language}");
    }
}

#[test]
fn a_folder_with_a_space_in_its_name_is_told_in_quotes() {
    let project = TestProject::empty();
    let said = project.run(&["init", "My Project"]);
    assert!(said.stderr.contains("`cd \"My Project\"`"), "{}", said.stderr);
    // As a shell hands it over without them.
    let said = project.run(&["check", "--project", "My", "Project"]);
    assert!(said.stderr.contains("`--project \"My Project\"`"), "{}", said.stderr);
    let said = project.run(&["check", "--project", "No", "Project"]);
    assert!(said.stderr.contains("`briefpress init No`"), "{}", said.stderr);
}
