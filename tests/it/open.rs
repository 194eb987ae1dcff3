//! `open`: what was built, in the program that the system has for it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::support::{MINIMAL, PROJECT, Run, TestProject, run};

/// A project in a folder with a name that shells and programs trip over, with a brief in two languages.
fn built() -> (TestProject, PathBuf) {
    let project = TestProject::empty();
    let folder = "My briefs – ប្រទេស";
    project.write(&format!("{folder}/briefpress.toml"), PROJECT);
    project.write(&format!("{folder}/briefs/a/brief.toml"), MINIMAL);
    project.write(
        &format!("{folder}/briefs/a/lang/fr.toml"),
        "[translation]\nstatus = \"draft\"\n[brief]\ntitle = \"Tard\"\n",
    );
    let inside = project.path(folder);
    let built = run(project.command().arg("build").current_dir(&inside));
    assert_eq!(built.code, 0, "{}", built.stderr);
    (project, inside)
}

/// Programs that open files, and what they do.
fn openers(project: &TestProject, scripts: &[(&str, &str)]) -> PathBuf {
    let folder = project.path("bin");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    for (name, script) in scripts {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

/// Says what a program was called with, an argument a line.
const RECORD: &str = "printf '%s\\n' \"$@\" > \"${0%/*}/../opened\"";

fn open(project: &TestProject, inside: &PathBuf, args: &[&str]) -> Run {
    let _ = fs::remove_file(project.path("opened"));
    let mut command = project.command();
    command.arg("open").args(args).current_dir(inside);
    command.env("PATH", project.path("bin")).env("DISPLAY", ":0");
    run(&mut command)
}

fn opened(project: &TestProject) -> Option<String> {
    fs::read_to_string(project.path("opened")).ok()
}

#[test]
fn what_was_built_is_opened() {
    let (project, inside) = built();
    openers(&project, &[("xdg-open", RECORD)]);
    for (args, file) in [
        (&[][..], "dist/index.html"),
        (&["a"], "dist/a/a.en.pdf"),
        (&["briefs/a/brief.toml", "--lang", "fr"], "dist/a/a.fr.pdf"),
        (&["a", "--indicators"], "dist/a/a.en.indicators.pdf"),
    ] {
        let run = open(&project, &inside, args);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{args:?}: {}", run.stderr);
        let path = inside.canonicalize().unwrap().join(file);
        assert_eq!(opened(&project), Some(format!("{}\n", path.display())), "{args:?}");
        let printed = open(&project, &inside, &[args, &["--print-path"]].concat());
        assert_eq!((printed.code, printed.stdout), (0, format!("{file}\n")));
        assert_eq!(opened(&project), None);
    }
}

#[test]
fn what_is_not_built_is_told_with_the_command_that_builds_it() {
    let (project, inside) = built();
    openers(&project, &[("xdg-open", RECORD)]);
    for (args, code, says) in [
        (&["b"][..], 2, "there is no brief `b`"),
        (&["a", "--edition", "print"], 1, "`briefpress build a --edition print` builds it"),
        (
            &["a", "--lang", "km"],
            1,
            "`briefpress build a --lang km` builds it; it is there in: en, fr",
        ),
        (&["--out", "else where"], 1, "`briefpress build --out \"else where\"` builds every brief"),
        (&["--lang", "km"], 2, "BRIEF"),
    ] {
        let run = open(&project, &inside, args);
        assert!(run.code == code && run.stderr.contains(says), "{args:?}: {}", run.stderr);
        assert_eq!((run.stdout.as_str(), opened(&project)), ("", None), "{args:?}");
    }
    let toml = inside.join("briefs/a/brief.toml");
    fs::write(&toml, format!("{MINIMAL}\n# later\n")).unwrap();
    let run = open(&project, &inside, &["a"]);
    let says = "briefs/a/brief.toml has changed since: `briefpress build a` makes it anew";
    assert!(run.code == 0 && run.stderr.contains(says), "{}", run.stderr);
    fs::remove_file(inside.join("dist/a/a.en.pdf")).unwrap();
    let run = open(&project, &inside, &["a"]);
    assert!(run.code == 1 && run.stderr.contains("`briefpress build a`"), "{}", run.stderr);
    // Half a manifest says nothing of what is built.
    fs::write(inside.join("dist/manifest.json"), "{\"format\": 1").unwrap();
    let run = open(&project, &inside, &["a"]);
    assert!(run.code == 1 && run.stderr.contains("manifest.json"), "{}", run.stderr);
}

#[test]
fn a_program_that_fails_is_passed_over_and_where_there_is_none_the_path_is_told() {
    let (project, inside) = built();
    openers(&project, &[("xdg-open", "exit 4"), ("gio", RECORD)]);
    let run = open(&project, &inside, &["a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(opened(&project).unwrap().starts_with("open\n/"));

    openers(&project, &[("xdg-open", "exit 4")]);
    let run = open(&project, &inside, &["a"]);
    assert!(run.code == 3 && run.stderr.contains("xdg-open failed"), "{}", run.stderr);
    assert_eq!(run.stdout, "dist/a/a.en.pdf\n");

    openers(&project, &[]);
    let run = open(&project, &inside, &["a"]);
    assert!(run.code == 3 && run.stderr.contains("such as xdg-open"), "{}", run.stderr);
    assert_eq!(run.stdout, "dist/a/a.en.pdf\n");

    // A viewer that stays is not waited for, and is not ended.
    openers(&project, &[("xdg-open", "echo $$ > \"${0%/*}/../opened\"; exec /bin/sleep 30")]);
    let run = open(&project, &inside, &["a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let process = opened(&project).unwrap();
    let process = process.trim();
    assert!(fs::exists(format!("/proc/{process}")).unwrap() || cfg!(not(target_os = "linux")));
    std::process::Command::new("kill").arg(process).status().unwrap();

    let mut command = project.command();
    let run = run_without_display(command.args(["open", "a"]).current_dir(&inside));
    assert!(run.code == 3 && run.stderr.contains("no display"), "{}", run.stderr);
    assert_eq!(run.stdout, "dist/a/a.en.pdf\n");
}

fn run_without_display(command: &mut assert_cmd::Command) -> Run {
    run(command.env_remove("DISPLAY"))
}
