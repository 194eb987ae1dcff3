//! What `briefpress watch` refuses before it shows anything. What it shows is tried in a browser, by
//! `.ci/watch`.

use std::net::TcpListener;

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
