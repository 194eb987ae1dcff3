//! Colours and the progress bar in a terminal: `--color`, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM`.

use std::path::Path;

use assert_cmd::Command;

use crate::support::{MINIMAL, TestProject, left_out};

/// What makes a pseudo-terminal.
const SCRIPT: &str = "/usr/bin/script";

/// What the program writes to a terminal, both streams, or into a pipe.
fn written(project: &TestProject, args: &str, set: &[(&str, &str)], in_terminal: bool) -> String {
    let program = env!("CARGO_BIN_EXE_briefpress");
    let mut command = match in_terminal {
        true => {
            let mut command = Command::new(SCRIPT);
            command.args(["-qec", &format!("'{program}' {args}"), "/dev/null"]);
            command
        }
        false => {
            let mut command = Command::new(program);
            command.args(args.split(' '));
            command
        }
    };
    command.env_clear().env("SHELL", "/bin/sh").current_dir(project.path(""));
    let output = command.envs(set.iter().copied()).write_stdin("").output().unwrap();
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

/// Whether there are colours in a text: SGR, which ends in `m`.
fn is_coloured(text: &str) -> bool {
    text.split("\x1b[").skip(1).any(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';');
        end.is_some_and(|end| rest[end..].starts_with('m'))
    })
}

#[test]
fn colours_are_where_they_are_wanted() {
    if !Path::new(SCRIPT).exists() {
        return left_out("script");
    }
    let project = TestProject::with_brief(&MINIMAL.replace("KH", "XX"));
    let xterm = ("TERM", "xterm");
    for (in_terminal, set, color, wanted) in [
        (true, &[xterm][..], "", true),
        (true, &[], "", false),
        (true, &[("TERM", "dumb")], "", false),
        (true, &[xterm, ("NO_COLOR", "1")], "", false),
        (true, &[xterm, ("NO_COLOR", "")], "", true),
        (true, &[xterm, ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], "", false),
        (true, &[xterm, ("NO_COLOR", "1")], " --color always", true),
        (true, &[xterm, ("CLICOLOR_FORCE", "1")], " --color never", false),
        (true, &[xterm, ("CLICOLOR", "0")], "", false),
        (false, &[xterm], "", false),
        (false, &[("CLICOLOR_FORCE", "1")], "", true),
        (false, &[xterm, ("CLICOLOR_FORCE", "0")], "", false),
        (false, &[], " --color=always", true),
    ] {
        // A message, help, and wrong usage.
        for args in ["check", "check --help", "check --nonsense"] {
            let text = written(&project, &format!("{args}{color}"), set, in_terminal);
            let case = format!("{args}{color}, {set:?}, terminal: {in_terminal}\n{text:?}");
            assert!(text.contains("check") || text.contains("brief"), "{case}");
            assert_eq!(is_coloured(&text), wanted, "{case}");
        }
    }
}

#[test]
fn a_dumb_terminal_is_sent_lines_alone() {
    if !Path::new(SCRIPT).exists() {
        return left_out("script");
    }
    let project = TestProject::with_brief(MINIMAL);
    let text = written(&project, "build", &[("TERM", "dumb")], true);
    assert!(text.contains("briefpress:") && !text.contains('\x1b'), "{text:?}");
    let text = written(&project, "build --force", &[("TERM", "xterm"), ("NO_COLOR", "1")], true);
    assert!(text.contains("left") && !is_coloured(&text), "the bar has no colours: {text:?}");
}
