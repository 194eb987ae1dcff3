//! What `briefpress watch` refuses before it shows anything. What it shows is tried in a browser, by
//! `.ci/watch`.

use std::net::TcpListener;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{MINIMAL, TestProject};

#[test]
fn what_there_is_not_is_refused_and_not_shown_otherwise() {
    let project = TestProject::with_brief(MINIMAL);
    for (args, says) in [
        (&["nope"][..], "there is no brief `nope`"),
        (&["--lang", "xx"], "there are no labels for the language `xx`"),
        (&["--lang", "km"], "the brief `a` is not in the language `km`"),
        (&["a", "--lang", "km"], "`briefpress i18n sync a --lang km` begins its translation"),
    ] {
        let run = project.run(&[&["watch", "--no-open"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_port_that_is_taken_is_named_with_what_to_do() {
    let project = TestProject::with_brief(MINIMAL);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let run = project.run(&["watch", "--no-open", "--port", &port.to_string()]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("127.0.0.1:{port}")), "{}", run.stderr);
    assert!(run.stderr.contains("choose another one with `--port`"), "{}", run.stderr);
}

/// A save that changes nothing that is read sets nothing; its own output in the folder is such a file.
#[test]
fn what_is_not_read_sets_no_pages() {
    let project = TestProject::with_brief(MINIMAL);
    let log = project.path("watch.log");
    let said = std::fs::File::create(&log).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(["watch", "--no-open", "--port", "0"]).current_dir(project.path(""));
    command.stdout(said.try_clone().unwrap()).stderr(said);
    let mut watch = Ended(command.spawn().unwrap());
    let set = || std::fs::read_to_string(&log).unwrap().matches(" pages in ").count();
    let waited = |count: usize, seconds: u64| {
        let end = Instant::now() + Duration::from_secs(seconds);
        while set() < count && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
        // What would follow has this time to do so.
        thread::sleep(Duration::from_millis(1500));
        set()
    };
    assert_eq!(waited(1, 60), 1, "{}", std::fs::read_to_string(&log).unwrap());
    project.write("notes.txt", "not read");
    project.write("briefs/a/brief.toml", MINIMAL);
    assert_eq!(waited(2, 2), 1, "{}", std::fs::read_to_string(&log).unwrap());
    project.write("briefs/a/brief.toml", format!("{MINIMAL}\n# another comment\n"));
    assert_eq!(waited(2, 60), 2, "{}", std::fs::read_to_string(&log).unwrap());
    assert!(watch.0.try_wait().unwrap().is_none());
}

/// A process that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
