//! Processes that are killed or stopped, and a machine that gives too little.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{Disturbance, NOBODY, built, give_away, hold_run, is_root, snapshot};
use crate::support::{Run, TestProject};

/// One worker after the other.
const ONE: &[&str] = &["build", "--jobs", "1"];

/// A build of the brief `a`, which was changed, during which something goes wrong: its files are
/// others then, or are there still and known to be of an older brief.
const fn again(name: &'static str, code: i32, says: &'static [&'static str]) -> Disturbance {
    let changed: &[&str] = &["dist/a/a.", "dist/thumbnails/a.", "briefs/a/brief.toml"];
    let (but, unlisted): (&[&str], &[&str]) =
        if code == 0 { (changed, &[]) } else { (&["briefs/a/brief.toml"], changed) };
    Disturbance { args: ONE, but, unlisted, ..Disturbance::of_build(name, change, code, says) }
}

/// Gives the brief `a` another title.
fn change(project: &TestProject) {
    let toml = String::from_utf8(project.read("briefs/a/brief.toml")).unwrap();
    project.write("briefs/a/brief.toml", toml.replacen("come late", "come very late", 1));
}

/// A command that is run in the project by someone who may not do everything.
fn as_nobody(project: &TestProject, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project.path("")).env_clear().stdin(Stdio::null());
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Runs the program from a shell, which sets its limits or streams first: `$BRIEFPRESS "$@"` stands for
/// the program with its arguments.
fn from_shell(script: &'static str) -> impl Fn(&TestProject, &[&str]) -> Run {
    move |project, args| {
        let mut shell = as_nobody(project, "/bin/bash");
        shell.args(["-c", script, "bash"]).args(args).env("BRIEFPRESS", PROGRAM);
        let output = shell.output().unwrap();
        Run {
            code: output.status.code().expect("the program was not killed"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_briefpress");

/// Starts the program, and has its children, or itself, sent signals while it runs.
fn meanwhile(
    project: &TestProject,
    args: &[&str],
    mut disturb: impl FnMut(&mut Child, &[Pid]),
) -> Run {
    let mut command = as_nobody(project, PROGRAM);
    let mut child =
        command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let soon = Instant::now() + Duration::from_secs(60);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < soon, "it does not end");
        let workers = children(&child);
        disturb(&mut child, &workers);
        sleep(Duration::from_micros(500));
    };
    let (mut stdout, mut stderr) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    Run { code: status.code().unwrap_or(-1), stdout, stderr }
}

/// The processes that a program started, in each of its threads.
fn children(of: &Child) -> Vec<Pid> {
    let Ok(threads) = fs::read_dir(format!("/proc/{}/task", of.id())) else { return Vec::new() };
    let lists = threads.flatten().map(|thread| fs::read_to_string(thread.path().join("children")));
    let numbers: Vec<i32> = lists
        .flatten()
        .flat_map(|list| list.split(' ').filter_map(|n| n.parse().ok()).collect::<Vec<_>>())
        .collect();
    // One that is not the program yet is not to be stopped: who starts it waits for that.
    let is_worker = |number: &i32| {
        let arguments = fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
        arguments.split(|byte| *byte == 0).nth(1) == Some(b"worker")
    };
    numbers.into_iter().filter(is_worker).filter_map(Pid::from_raw).collect()
}

/// Sends so many workers a signal, until they end: what a Rust program has for its stack takes the first
/// SIGSEGV, where it is there already.
fn strike(signal: Signal, most: usize) -> impl Fn(&TestProject, &[&str]) -> Run {
    move |project, args| {
        let mut struck: Vec<Pid> = Vec::new();
        meanwhile(project, args, |_, workers| {
            for worker in workers {
                if !struck.contains(worker) {
                    if struck.len() >= most {
                        continue;
                    }
                    struck.push(*worker);
                }
                let _ = kill_process(*worker, signal);
            }
        })
    }
}

/// Sends the program itself a signal when its first worker is there.
fn strike_itself(signal: Signal) -> impl Fn(&TestProject, &[&str]) -> Run {
    move |project, args| {
        let mut is_struck = false;
        meanwhile(project, args, |child, workers| {
            if !is_struck && !workers.is_empty() {
                is_struck = true;
                kill_process(Pid::from_child(child), signal).unwrap();
            }
        })
    }
}

#[test]
fn a_worker_that_is_killed_is_told_from_one_that_crashes() {
    hold_run(
        &[again(
            "a worker killed as the system does where memory is short",
            0,
            &["a/a.en.pdf is set once more, alone", "killed from outside", "SIGKILL", "--jobs"],
        )],
        &strike(Signal::KILL, 1),
    );
    hold_run(
        &[again("a worker that somebody ends", 0, &["set once more, alone", "SIGTERM"])],
        &strike(Signal::TERM, 1),
    );
    hold_run(
        &[again(
            "every worker killed",
            3,
            &[
                "a/a.en.pdf could not be set: the process that set it was killed from outside",
                "again when it was set alone",
                "a/a.fr.pdf could not be set",
                "memory is short",
                "--jobs 1",
            ],
        )],
        &strike(Signal::KILL, usize::MAX),
    );
    for (signal, name) in [(Signal::SEGV, "SIGSEGV"), (Signal::ABORT, "SIGABRT")] {
        let run = |project: &TestProject, args: &[&str]| {
            let run = strike(signal, 1)(project, args);
            assert!(run.stderr.contains(name), "{}", run.stderr);
            // The others go on.
            assert_eq!(run.stderr.matches("could not be set").count(), 1, "{}", run.stderr);
            run
        };
        hold_run(
            &[Disturbance {
                but: &["briefs/a/brief.toml", "dist/a/a.fr.", "dist/thumbnails/a.fr."],
                ..again(
                    "a worker that crashes",
                    3,
                    &["a/a.en.pdf could not be set", "this is a bug", "report it", "language"],
                )
            }],
            &run,
        );
    }
}

#[test]
fn a_worker_that_is_stopped_is_not_waited_for() {
    const STOPPED: &[&str] = &["build", "--jobs", "1", "--timeout", "1", "--lang", "en"];
    let stopped = |name, code, says| Disturbance { args: STOPPED, ..again(name, code, says) };
    hold_run(
        &[stopped("a worker stopped", 0, &["set once more, alone", "was stopped from outside"])],
        &strike(Signal::STOP, 1),
    );
    // The two of the first document.
    hold_run(
        &[stopped(
            "a worker stopped twice",
            3,
            &["could not be set", "stopped from outside, twice"],
        )],
        &strike(Signal::STOP, usize::MAX),
    );
}

#[test]
fn what_the_system_refuses_is_told() {
    for (name, code, says, script) in [
        (
            "little address space",
            3,
            &["MB of memory", "ulimit -v"][..],
            "ulimit -v 100000; exec $BRIEFPRESS \"$@\"",
        ),
        (
            "little memory for data",
            3,
            &["MB of memory", "ulimit -d"],
            "ulimit -d 100000; exec $BRIEFPRESS \"$@\"",
        ),
        (
            "few open files",
            3,
            &["no process to set", "Too many open files", "ulimit -n"],
            "ulimit -n 8; exec $BRIEFPRESS \"$@\"",
        ),
        ("no thread", 3, &["no thread", "ulimit -u"], "ulimit -u 1; exec $BRIEFPRESS \"$@\""),
        (
            "small files",
            3,
            &["cannot write", "dist/a/a.en.pdf", "File too large"],
            "ulimit -f 8; exec $BRIEFPRESS \"$@\"",
        ),
        (
            "no folder for temporary files",
            0,
            &["4 files built, 2 up to date"],
            "export TMPDIR=/nowhere; exec $BRIEFPRESS \"$@\"",
        ),
        ("closed streams", 0, &[], "exec $BRIEFPRESS \"$@\" <&- >&- 2>&-"),
        ("streams to a full disk", 0, &[], "exec $BRIEFPRESS \"$@\" >/dev/full 2>/dev/full"),
    ] {
        hold_run(&[again(name, code, says)], &from_shell(script));
    }
}

#[test]
fn a_program_that_is_gone_is_told() {
    let run = |project: &TestProject, args: &[&str]| {
        let program = project.path("program");
        if fs::hard_link(PROGRAM, &program).is_err() {
            fs::copy(PROGRAM, &program).unwrap();
        }
        let mut command = as_nobody(project, &program);
        let command = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        fs::remove_file(&program).unwrap();
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    };
    let says = &["a/a.en.pdf could not be set", "not where it was", "installed anew"];
    hold_run(&[again("the program removed while it runs", 3, says)], &run);
}

#[test]
fn a_build_that_is_ended_leaves_no_worker_and_nothing_half() {
    for (signal, name, code) in [(Signal::INT, "Ctrl-C", 3), (Signal::TERM, "SIGTERM", 3)] {
        hold_run(&[again(name, code, &["interrupted"])], &strike_itself(signal));
    }
    let killed = |project: &TestProject, args: &[&str]| {
        let mut workers: Vec<Pid> = Vec::new();
        let run = meanwhile(project, args, |child, now| {
            workers.extend(now);
            if !now.is_empty() {
                kill_process(Pid::from_child(child), Signal::KILL).unwrap();
            }
        });
        assert_eq!(run.code, -1, "it was over before it was killed: {}", run.stderr);
        // They are told by the system, or find out.
        let soon = Instant::now() + Duration::from_secs(10);
        let is_there = |worker: &Pid| {
            let stat = fs::read_to_string(format!("/proc/{}/stat", worker.as_raw_nonzero()));
            stat.is_ok_and(|stat| !stat.contains(") Z "))
        };
        while workers.iter().any(is_there) {
            assert!(Instant::now() < soon, "a worker outlives its build");
            sleep(Duration::from_millis(5));
        }
        super::run_as_nobody(project, args)
    };
    hold_run(&[again("a build killed, and another", 0, &["4 files built, 2 up to date"])], &killed);
}

#[test]
fn a_folder_whose_name_is_no_text_is_built_in() {
    let project = built();
    let inner = project.path("").join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&inner).unwrap();
    for name in ["briefpress.toml", "briefs", "dist"] {
        fs::rename(project.path(name), inner.join(name)).unwrap();
    }
    give_away(&project.path(""));
    // What the file system said of the files is written down where they have rested by then.
    let files = || {
        let mut files = snapshot(&inner);
        files.retain(|path, _| path.iter().all(|name| name != ".briefpress-cache"));
        files
    };
    let before = files();
    let mut command = as_nobody(&project, PROGRAM);
    let output = command.args(["build", "--force"]).current_dir(&inner).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("6 files built"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(files() == before, "the files are not what they were");
}
