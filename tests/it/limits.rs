//! No brief stops another: whatever stands in one, it gets messages with places, and the others are
//! built.

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
