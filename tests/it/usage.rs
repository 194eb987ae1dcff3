//! The command line itself: help, wrong usage, streams.

use crate::support::{MINIMAL, TestProject, run};

#[test]
fn wrong_usage_is_exit_2_and_says_what_to_do() {
    let project = TestProject::empty();
    for args in [
        ["build"].as_slice(),
        &["bild"],
        &["build", "--no-such-flag"],
        &["new", "x"],
        &["build", "--project", "nowhere"],
        &[],
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
    assert!(project.run(&["build"]).stderr.contains("briefpress init"));
    let project = TestProject::with_brief(MINIMAL);
    let unknown = project.run(&["build", "b"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `a`?"), "{}", unknown.stderr);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let project = TestProject::empty();
    for args in [["--help"].as_slice(), &["build", "--help"], &["--version"], &["help", "sdg"]] {
        let run = project.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        assert!(run.stdout.contains("briefpress"), "{args:?}");
    }
}

#[test]
fn a_project_is_found_from_any_folder_in_it() {
    let project = TestProject::with_brief(MINIMAL);
    let inside = run(project.command().args(["check"]).current_dir(project.path("briefs/a")));
    assert_eq!(inside.code, 0, "{}", inside.stderr);
}

#[test]
fn colour_is_written_only_when_asked_for() {
    let project = TestProject::with_brief("title = 1");
    let plain = project.run(&["check"]).stderr;
    assert!(!plain.contains('\x1b'), "{plain}");
    let coloured = project.run(&["check", "--color", "always"]).stderr;
    assert!(coloured.contains('\x1b'), "{coloured}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = TestProject::empty();
    let program = assert_cmd::cargo::cargo_bin("briefpress");
    let script =
        format!("set -o pipefail; {} sdg find and people countries | true", program.display());
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(stderr, "");
}
