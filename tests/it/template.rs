//! `template`: listing, and copying one out to edit.

use crate::support::{MINIMAL, TestProject};

#[test]
fn an_ejected_template_builds_the_same_and_then_its_own() {
    let project = TestProject::with_brief(MINIMAL);
    project.run(&["build"]);
    let before = project.read("dist/a/a.en.pdf");
    for name in ["brief", "indicators", "shared", "labels"] {
        assert_eq!(project.run(&["template", "eject", name]).code, 0, "{name}");
    }
    assert!(project.path("templates/README.md").is_file(), "the data's description comes along");
    assert_eq!(project.run(&["build"]).code, 0);
    assert!(before == project.read("dist/a/a.en.pdf"));
    let labels = String::from_utf8(project.read("templates/labels/en.toml")).unwrap();
    project.write("templates/labels/en.toml", labels.replace("Key messages", "In short"));
    project.run(&["build"]);
    assert!(before != project.read("dist/a/a.en.pdf"));
}

#[test]
fn ejecting_never_writes_over_an_edited_file() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/brief/main.typ", "mine");
    assert_eq!(project.run(&["template", "eject", "brief"]).code, 0);
    assert_eq!(project.read("templates/brief/main.typ"), b"mine");
}

#[test]
fn templates_are_listed_and_unknown_ones_refused() {
    let project = TestProject::with_brief(MINIMAL);
    let list = project.run(&["template", "list"]);
    assert!(list.stdout.contains("brief ") && list.stdout.contains("built in"), "{}", list.stdout);
    let run = project.run(&["template", "eject", "breif"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `brief`?"), "{}", run.stderr);
}

#[test]
fn a_label_file_with_a_mistake_names_it() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/labels/en.toml", "key_mesages = \"In short\"\n");
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    let expected = "templates/labels/en.toml:1:1: error[schema::unknown-key]";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}
