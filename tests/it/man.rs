//! The manual: a page for each command. What readers of manuals say of it is asked by `.ci/completions`.

use std::fs;

use crate::support::TestProject;

#[test]
fn each_command_has_a_page_with_its_examples_and_exit_codes() {
    let project = TestProject::empty();
    let run = project.run(&["man", "pages"]);
    assert_eq!((run.code, &*run.stdout), (0, ""), "{}", run.stderr);
    let pages = project.files("pages");
    assert!(pages.contains(&"briefpress.1".to_string()), "{pages:?}");
    assert!(pages.contains(&"briefpress-i18n-init-tool.1".to_string()), "{pages:?}");
    assert!(
        !pages.iter().any(|page| page.contains("worker") || page.contains("help")),
        "{pages:?}"
    );
    for page in &pages {
        let text = String::from_utf8(project.read(&format!("pages/{page}"))).unwrap();
        let title = format!(".TH {} 1 \"\" \"briefpress ", page.trim_end_matches(".1"));
        assert!(text.contains(&title), "{page}: {text}");
        let sections = [".SH NAME\n", ".SH SYNOPSIS\n", ".SH \"EXIT STATUS\"\n", ".SH EXAMPLES\n"];
        for section in sections {
            assert_eq!(text.matches(section).count(), 1, "{page}: {section}");
        }
    }
    // What a command says of its exit codes, and the contract where it says nothing.
    let page = |name: &str| String::from_utf8(project.read(&format!("pages/{name}.1"))).unwrap();
    assert!(page("briefpress-verify").contains("0 the same bytes, 1 something differs"));
    assert!(page("briefpress-build").contains("Something that was written in a brief"));
    // The same again, and over pages of an earlier version.
    let before = page("briefpress-build");
    project.write("pages/briefpress-build.1", before.replace("briefpress 0", "briefpress 00"));
    assert_eq!(project.run(&["man", "pages"]).code, 0);
    assert_eq!(page("briefpress-build"), before);
}

#[test]
fn nothing_else_is_written_over() {
    for make in [
        |project: &TestProject| project.write("pages/briefpress.1", "my notes\n"),
        |project: &TestProject| project.write("pages/briefpress-build.1", ""),
        |project: &TestProject| project.write("pages/briefpress.1/x", ""),
        |project: &TestProject| project.write("pages", "a file"),
    ] {
        let project = TestProject::empty();
        make(&project);
        let before = project.files("");
        let run = project.run(&["man", "pages"]);
        assert!([2, 3].contains(&run.code), "{}", run.stderr);
        assert!(run.stderr.contains("pages"), "{}", run.stderr);
        assert_eq!(project.files(""), before);
    }
    let project = TestProject::empty();
    project.write("pages/briefpress.1", "my notes\n");
    let run = project.run(&["man", "pages"]);
    let says = "error[usage::there-already]: pages/briefpress.1 is there already, and is no page";
    assert!(run.stderr.starts_with(says), "{}", run.stderr);
    assert_eq!(fs::read_to_string(project.path("pages/briefpress.1")).unwrap(), "my notes\n");
}
