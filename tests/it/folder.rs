//! The output folder: one build at a time, and a brief's files together.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{MINIMAL, TestProject, run};

/// A folder in the place of a brief's file, whichever it is: none of the others becomes a newer one.
#[test]
fn files_of_a_brief_are_replaced_together_or_not_at_all() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let written: Vec<String> =
        project.pdfs("dist").into_iter().map(|file| format!("dist/{file}")).collect();
    assert_eq!(written.len(), 2, "{written:?}");
    for blocked in &written {
        let before = fs::read(project.path(blocked)).unwrap();
        fs::remove_file(project.path(blocked)).unwrap();
        fs::create_dir(project.path(blocked)).unwrap();
        let others: Vec<(String, Vec<u8>)> = project
            .files("dist")
            .into_iter()
            .map(|file| format!("dist/{file}"))
            .filter(|file| file.ends_with(".pdf") || file.ends_with(".png"))
            .map(|file| (file.clone(), project.read(&file)))
            .collect();
        project.write("briefs/a/brief.toml", MINIMAL.replace("title = \"", "title = \"New "));
        let run = project.run(&["build", "-q"]);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains(blocked.rsplit('/').next().unwrap()), "{}", run.stderr);
        for (file, bytes) in &others {
            assert!(project.read(file) == *bytes, "{file} was replaced without {blocked}");
        }
        let unfinished = project.files("dist").into_iter().filter(|f| f.contains(".briefpress-"));
        let unfinished: Vec<String> = unfinished.filter(|f| !f.ends_with("-journal")).collect();
        assert!(unfinished.is_empty(), "{unfinished:?}");
        fs::remove_dir(project.path(blocked)).unwrap();
        fs::write(project.path(blocked), before).unwrap();
        project.write("briefs/a/brief.toml", MINIMAL);
        assert_eq!(project.run(&["build", "-q"]).code, 0);
    }
}

/// Somebody takes a PDF away, or puts a folder in its place for a while: its picture and its sheets are known for ours.
#[test]
fn what_is_left_of_a_file_that_was_taken_away_is_ours() {
    let two = || {
        let project = TestProject::with_brief(MINIMAL);
        project.write("briefs/b/brief.toml", MINIMAL);
        assert_eq!(project.run(&["build", "-q"]).code, 0);
        let clean = project.files("dist");
        (project, clean)
    };
    for name in ["b/b.en.pdf", "b/b.en.indicators.pdf"] {
        let (project, clean) = two();
        let pdf = project.path(&format!("dist/{name}"));
        fs::remove_file(&pdf).unwrap();
        assert_eq!(project.run(&["build", "-q", "a"]).code, 0);
        let run = project.run(&["build", "-q"]);
        assert_eq!((run.code, project.files("dist")), (0, clean.clone()), "{}", run.stderr);
        fs::remove_file(&pdf).unwrap();
        fs::create_dir(&pdf).unwrap();
        assert_eq!(project.run(&["build", "-q"]).code, 3);
        fs::remove_dir(&pdf).unwrap();
        let run = project.run(&["build", "-q"]);
        assert_eq!((run.code, project.files("dist")), (0, clean), "{}", run.stderr);
        // Its brief goes, and so does what is left.
        fs::remove_file(&pdf).unwrap();
        fs::remove_dir_all(project.path("briefs/b")).unwrap();
        assert_eq!(project.run(&["build", "-q"]).code, 0);
        let left: Vec<String> = project.files("dist");
        assert!(!left.iter().any(|file| file.contains("b.en")), "{left:?}");
    }
}

/// A file that somebody put where one of a brief is to stand, beside what was built: a PDF, a sheet, a picture.
#[test]
fn what_no_build_made_is_not_written_over() {
    for name in ["b/b.en.pdf", "b/b.en.indicators.pdf", "thumbnails/b.en.png"] {
        let project = TestProject::with_brief(MINIMAL);
        assert_eq!(project.run(&["build", "-q"]).code, 0);
        let file = format!("dist/{name}");
        project.write(&file, "mine");
        project.write("briefs/b/brief.toml", MINIMAL);
        for _ in 0..2 {
            let run = project.run(&["build", "-q"]);
            assert_eq!(run.code, 3, "{name}: {}", run.stderr);
            let says = format!("{file} (it is there already, and no build made it");
            assert!(run.stderr.contains(&says), "{name}: {}", run.stderr);
            assert_eq!(project.read(&file), b"mine", "{name}");
        }
        fs::remove_file(project.path(&file)).unwrap();
        let run = project.run(&["build", "-q"]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert!(project.path(&file).is_file(), "{name}");
    }
}

/// Starts a command that finds the folder taken, and reads what it says of that.
#[cfg(unix)]
fn waiting(project: &TestProject, args: &[&str]) -> (Child, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(args).current_dir(project.path("")).env_clear().stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    // One byte at a time, so that what follows is left to whoever waits for the end.
    let mut stderr = BufReader::with_capacity(1, child.stderr.take().unwrap());
    stderr.read_line(&mut line).unwrap();
    child.stderr = Some(stderr.into_inner());
    (child, line)
}

#[cfg(unix)]
#[test]
fn waiting_for_a_folder_says_who_has_it_and_ends_with_a_signal() {
    let project = TestProject::with_brief(MINIMAL);
    for part in ["1", "2"] {
        let out = format!("part-{part}");
        let shard = format!("{part}/2");
        assert_eq!(project.run(&["build", "-q", "--shard", &shard, "--out", &out]).code, 0);
    }
    fs::create_dir(project.path("dist")).unwrap();
    project.write("dist/.briefpress-journal", "{\"Holder\":{\"process\":4711}}\n");
    let journal = File::open(project.path("dist/.briefpress-journal")).unwrap();
    journal.lock().unwrap();
    let merge = ["merge", "part-1", "part-2", "--out", "dist"];
    for args in [&["build"][..], &merge] {
        for signal in ["INT", "TERM"] {
            let (mut child, line) = waiting(&project, args);
            assert!(line.contains("(process 4711) writes to"), "{line}");
            let kill = format!("kill -{signal} {}", child.id());
            assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
            let mut rest = String::new();
            child.stderr.take().unwrap().read_to_string(&mut rest).unwrap();
            // The lock is held all the while: only the signal can have ended it.
            assert_eq!(child.wait().unwrap().code(), Some(3), "{rest}");
            assert!(rest.contains("interrupted"), "{rest}");
        }
    }
    assert!(project.pdfs("dist").is_empty());
    // And when the other build is over, it goes on.
    let (child, _) = waiting(&project, &["build"]);
    journal.unlock().unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    assert_eq!(project.pdfs("dist").len(), 2);
}

/// A named pipe waits for whoever writes to it, and a link leads anywhere: neither is opened in an
/// output folder, whatever it stands in the place of.
#[cfg(unix)]
#[test]
fn pipes_and_links_in_the_output_folder_are_neither_waited_for_nor_followed() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let files = project.files("dist");
    let good: Vec<Vec<u8>> =
        files.iter().map(|file| project.read(&format!("dist/{file}"))).collect();
    fs::write(project.path("precious"), "precious").unwrap();
    for file in files.iter().map(|file| format!("dist/{file}")) {
        for kind in ["pipe", "link"] {
            fs::remove_file(project.path(&file)).unwrap();
            if kind == "pipe" {
                let made = Command::new("mkfifo").arg(project.path(&file)).status().unwrap();
                assert!(made.success());
            } else {
                std::os::unix::fs::symlink(project.path("precious"), project.path(&file)).unwrap();
            }
            // One that waits for the pipe is ended, and fails the test, rather than wait with it.
            let run =
                |args: &[&str]| run(project.command().args(args).timeout(Duration::from_secs(120)));
            assert_eq!(run(&["build", "--dry-run"]).code, 0, "{file} is a {kind}");
            assert_ne!(run(&["verify", "dist"]).code, 0, "{file} is a {kind}");
            let run = run(&["build", "-q"]);
            assert_eq!(run.code, 0, "{file} is a {kind}: {}", run.stderr);
            assert_eq!(project.read("precious"), b"precious", "{file} is a {kind}");
        }
    }
    for (file, good) in files.iter().zip(&good) {
        assert!(project.read(&format!("dist/{file}")) == *good, "{file} is what it was");
    }
    // The journal is written to before anything else: there is nothing to go on with.
    let journal = project.path("dist/.briefpress-journal");
    std::os::unix::fs::symlink(project.path("precious"), &journal).unwrap();
    let run = project.run(&["build", "--force"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("no regular file"), "{}", run.stderr);
    assert_eq!(project.read("precious"), b"precious");
}

/// A signal that comes while a project is read, before there is anything to put in order. Whether it
/// is caught yet can be read on Linux only.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_while_a_project_is_read_ends_with_the_exit_code_of_the_contract() {
    let project = TestProject::with_brief(MINIMAL);
    for n in 0..1500 {
        project.write(&format!("briefs/b{n}/brief.toml"), MINIMAL);
    }
    for (command, signal) in [("check", "INT"), ("build", "TERM")] {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
        program.arg(command).current_dir(project.path("")).env_clear();
        let child = program.stderr(Stdio::piped()).spawn().unwrap();
        // From when on it answers: the signal is caught.
        let status = format!("/proc/{}/status", child.id());
        let mask = if signal == "INT" { 1 << 1 } else { 1 << 14 };
        loop {
            let text = fs::read_to_string(&status).unwrap();
            let caught = text.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
            // A program that does not answer is over before it catches anything.
            let is_over = text.contains("\nState:\tZ");
            if is_over || u64::from_str_radix(caught.trim(), 16).unwrap() & mask != 0 {
                break;
            }
        }
        let kill = format!("kill -{signal} {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{command}: {said}");
        assert!(said.contains("interrupted"), "{command}: {said}");
    }
}
