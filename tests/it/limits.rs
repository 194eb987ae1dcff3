//! No brief stops another: whatever stands in one, it gets messages with places, and the others are
//! built.

#[cfg(target_os = "linux")]
use std::{fs, process, thread, time};

use crate::support::{MINIMAL, PROJECT, TestProject};

/// Two briefs, of which one has a text with something in it, and what `build` says.
fn beside(key: &str, value: &str) -> (TestProject, String) {
    let line = MINIMAL.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
    let toml = MINIMAL.replacen(line, &format!("{key} = {value}"), 1);
    let project = TestProject::with_brief(&toml);
    project.write("briefs/good/brief.toml", MINIMAL);
    let run = project.run(&["--message-format", "short", "build", "--only", "indicators"]);
    assert_eq!(run.code, 1, "{key}: {}", run.stderr);
    let built = project.path("dist/good/good.en.indicators.pdf");
    assert!(built.is_file(), "{key}: {}", run.stderr);
    (project, run.stderr)
}

/// The place of a message with a code: there is one, and no other error.
#[track_caller]
fn place(said: &str, code: &str) -> String {
    let mut errors = said.lines().filter(|line| line.contains(": error["));
    let line = errors.next().expect("an error");
    assert!(line.contains(&format!("error[{code}]")), "{line}");
    assert_eq!(errors.next(), None);
    line.split(": ").next().unwrap().to_string()
}

#[test]
fn text_in_text_in_text_stops_no_other_brief() {
    let nested =
        |open: &str, close: &str| format!("\"{}a{}\"", open.repeat(6000), close.repeat(6000));
    for value in [
        nested("- ", ""),
        nested("> ", ""),
        nested("1. ", ""),
        nested("> - ", ""),
        nested("**a ", " a**"),
        nested("*a ", " a*"),
    ] {
        let (_, said) = beside("summary", &value);
        let place = place(&said, "text::too-deep");
        assert!(place.contains("briefs/a/brief.toml:6:"), "{place}");
    }
    // A level on each line.
    let lines: String = (0..200).map(|n| format!("{}- a\n", "  ".repeat(n))).collect();
    let (_, said) = beside("summary", &format!("\"\"\"\n{lines}\"\"\""));
    assert!(place(&said, "text::too-deep").contains("briefs/a/brief.toml:2"), "{said}");
}

#[test]
fn as_deep_as_text_may_go_it_is_set() {
    let lines: String = (0..16).map(|n| format!("{}- a\n", "  ".repeat(n))).collect();
    let toml = MINIMAL.replacen(
        "why = \"Late decisions keep people from justice.\"",
        &format!("why = \"\"\"\n{lines}\"\"\""),
        1,
    );
    assert_ne!(toml, MINIMAL);
    let project = TestProject::with_brief(&toml);
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn tables_in_tables_stop_no_other_brief() {
    // The parser bounds brackets in brackets, and the parts of a key, at 80 each.
    let key = ["c"; 79].join(".");
    let value = format!("{}1{}", format!("{{ {key} = ").repeat(78), " }".repeat(78));
    let (project, said) = beside("summary", &value);
    assert!(place(&said, "toml::too-deep").contains("briefs/a/brief.toml:"), "{said}");
    // Nor does it stop the brief where it stands in a translation.
    project.write("briefs/a/brief.toml", MINIMAL);
    project.write("briefs/a/lang/fr.toml", format!("a = {value}\n"));
    let run = project.run(&["--message-format", "short", "check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("briefs/a/lang/fr.toml:1:"), "{}", run.stderr);
    assert!(run.stderr.contains("error[toml::too-deep]"), "{}", run.stderr);
    project.write("briefpress.toml", format!("{PROJECT}\n[x]\na = {value}\n"));
    let run = project.run(&["--message-format", "short", "check"]);
    assert!(run.stderr.contains("briefpress.toml:5:"), "{}", run.stderr);
}

/// What the system says of a worker that sets a document without end, and of its build that is
/// killed.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_is_held_to_its_memory_and_ends_with_its_build() {
    let project = TestProject::with_brief(MINIMAL);
    let endless = "= Title\n#for i in range(1000000) { for j in range(1000000) { } }";
    project.write("templates/brief/main.typ", endless);
    let here = project.path("").canonicalize().unwrap();
    let mut build = process::Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    build.args(["build", "-q", "--only", "brief", "--jobs", "1", "--timeout", "60"]);
    let mut build = build.current_dir(&here).env_clear().spawn().unwrap();
    let is_worker = |process: &fs::DirEntry| {
        let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
        arguments.split(|byte| *byte == 0).nth(1) == Some(b"worker")
            && fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder == here)
    };
    let workers = || fs::read_dir("/proc").unwrap().flatten().filter(is_worker);
    // It is held a moment after it begins; the build goes on for a minute.
    let held = |process: fs::DirEntry| {
        let limits = fs::read_to_string(process.path().join("limits")).unwrap_or_default();
        let most = |what: &str| {
            let line = limits.lines().find_map(|line| line.strip_prefix(what));
            line.and_then(|line| line.split_whitespace().nth(1)).map(String::from)
        };
        most("Max address space") == Some((2_u64 << 30).to_string())
            && most("Max core file size") == Some("0".into())
    };
    while !workers().any(held) {
        assert!(build.try_wait().unwrap().is_none(), "no worker was held to anything");
        thread::sleep(time::Duration::from_millis(5));
    }
    build.kill().unwrap();
    build.wait().unwrap();
    // Nothing waits for it, so that it may take a moment to be gone.
    let gone = (0..6000).any(|_| {
        thread::sleep(time::Duration::from_millis(10));
        workers().next().is_none()
    });
    assert!(gone, "the worker outlives its build");
}
