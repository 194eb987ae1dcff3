//! `preflight`: the command, good files, and files broken on purpose.

mod edit;
mod hostile;
mod limits;
mod packed;
mod print;
mod screen;

use std::collections::BTreeSet;
use std::fs;

use briefpress::preflight::{Check, IntendedUse, Settings, inspect};
use lopdf::Document;

use crate::support::{MINIMAL, TestProject, repository};

/// A way to break a file: what is done, how, what must be found, and what may come with it.
type Case = (&'static str, fn(&mut Document), Check, &'static [Check]);

/// The checks that find something in a file.
fn found(pdf: &[u8], edition: Option<IntendedUse>) -> BTreeSet<Check> {
    let report = inspect(pdf, &Settings { edition, ..Settings::default() });
    report.findings.iter().map(|finding| finding.code).collect()
}

/// Breaks a good file in every way, and fails unless each way is told apart.
fn assert_told_apart(good: &[u8], edition: IntendedUse, cases: &[Case]) {
    assert_eq!(found(good, None), BTreeSet::new(), "the good file");
    let mut wrong = Vec::new();
    for (what, broken, code, along) in cases {
        let mut document = Document::load_mem(good).unwrap();
        broken(&mut document);
        let found = found(&edit::saved(&mut document), Some(edition));
        let others = found.iter().filter(|other| *other != code && !along.contains(other));
        let others: Vec<&str> = others.map(|code| code.name()).collect();
        if !found.contains(code) || !others.is_empty() {
            let missed = if found.contains(code) { "" } else { "not found, " };
            wrong.push(format!("{what}: {code} {missed}and besides {others:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A project with the documents of the minimal brief in `dist/a/`.
fn built() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}

#[test]
fn what_we_make_has_no_finding() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let files = project.pdfs("dist");
    assert!(files.len() >= 12);
    let mut args = vec!["preflight".to_string()];
    args.extend(files.iter().map(|file| format!("dist/{file}")));
    let run = project.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let awkward = TestProject::copy_of(&repository().join("tests/fixtures/awkward"));
    assert_eq!(awkward.run(&["build", "-q"]).code, 0);
    for file in awkward.pdfs("dist") {
        assert_eq!(found(&awkward.read(&format!("dist/{file}")), None), BTreeSet::new(), "{file}");
    }
}

#[test]
fn the_table_names_file_page_check_and_remedy() {
    let project = built();
    let good = project.run(&["preflight", "dist/a/a.en.pdf"]);
    assert_eq!((good.code, good.stderr.as_str()), (0, ""));
    assert!(good.stdout.starts_with("dist/a/a.en.pdf: "), "{}", good.stdout);
    assert!(good.stdout.contains("210.0 × 297.0 mm, judged as a screen file"), "{}", good.stdout);
    assert!(good.stdout.ends_with("1 file: nothing found\n"), "{}", good.stdout);

    project.write("print.pdf", print::good());
    let both = project.run(&["preflight", "print.pdf", "dist/a/a.en.pdf", "--as", "print"]);
    assert_eq!(both.code, 1);
    assert!(both.stdout.contains("error       1  press::no-trim-box"), "{}", both.stdout);
    assert!(both.stdout.contains("help: press::rgb: convert it to CMYK"), "{}", both.stdout);
    assert!(both.stdout.contains("\n2 files: "), "{}", both.stdout);
    assert!(!both.stdout.contains('\x1b'));
    let coloured = project.run(&["preflight", "print.pdf", "--color", "always"]);
    assert!(coloured.stdout.contains('\x1b'));
}

#[test]
fn settings_move_the_limits() {
    let project = built();
    project.write("print.pdf", print::good());
    let found = |args: &[&str]| {
        let run = project.run(&[&["preflight", "print.pdf"], args].concat());
        (run.code, run.stdout)
    };
    assert_eq!(found(&[]).0, 0, "{}", found(&[]).1);
    assert!(found(&["--bleed", "5"]).1.contains("press::small-bleed"));
    assert!(found(&["--safe", "40"]).1.contains("press::safe-area"));
    assert!(found(&["--total-ink", "60"]).1.contains("press::total-ink"));
    assert!(found(&["--as", "screen"]).1.contains("tag::not-tagged"));
}

#[test]
fn exit_codes_tell_usage_from_findings_and_the_environment() {
    let project = built();
    project.write("no.pdf", "this is no PDF");
    for (args, code) in [
        (["preflight", "dist/a/a.en.pdf"].as_slice(), 0),
        (&["preflight", "no.pdf"], 1),
        (&["preflight", "no.pdf", "dist/a/a.en.pdf"], 1),
        (&["preflight"], 2),
        (&["preflight", "missing.pdf"], 2),
        (&["preflight", "missing.pdf", "no.pdf"], 2),
        (&["preflight", "no.pdf", "--as", "poster"], 2),
        (&["preflight", "no.pdf", "--bleed", "much"], 2),
        (&["preflight", "no.pdf", "--total-ink", "900"], 2),
        (&["preflight", "dist"], 3),
        (&["preflight", "--help"], 0),
    ] {
        let run = project.run(args);
        assert_eq!(run.code, code, "{args:?}: {}{}", run.stdout, run.stderr);
    }
    let missing = project.run(&["preflight", "missing.pdf", "no.pdf"]);
    assert!(missing.stderr.contains("there is no file missing.pdf"), "{}", missing.stderr);
    assert!(missing.stdout.contains("file::unreadable"), "the other one is judged");
    let help = project.run(&["preflight", "--help"]).stdout;
    for word in ["--as", "--format", "--bleed", "--safe", "--total-ink", "Exit codes"] {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn json_and_sarif_hold_every_finding() {
    let project = built();
    project.write("über uns.pdf", print::good());
    let args = ["preflight", "über uns.pdf", "dist/a/a.en.pdf", "--as", "print", "--format"];
    let run = project.run(&[&args[..], &["json"]].concat());
    assert_eq!(run.code, 1);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["files"][0]["file"], "über uns.pdf");
    assert_eq!(json["files"][0]["findings"], serde_json::json!([]));
    assert_eq!(json["files"][0]["trim"], serde_json::json!([595.28, 841.89]));
    let file = &json["files"][1];
    assert_eq!((&file["edition"], &file["pages"]), (&"print".into(), &2.into()));
    let findings = file["findings"].as_array().unwrap();
    for finding in findings {
        let name = finding["code"].as_str().unwrap();
        let code = Check::ALL.iter().find(|code| code.name() == name).unwrap();
        assert_eq!(finding["help"], code.help());
        assert!(finding["count"].as_u64().unwrap() > 0);
    }
    assert!(findings.iter().any(|finding| finding["place"]["x"].is_f64()));

    let run = project.run(&[&args[..], &["sarif"]].concat());
    let sarif: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Check::ALL.len());
    for rule in rules {
        assert!(rule["shortDescription"]["text"].as_str().unwrap().ends_with('.'));
        assert!(rule["help"]["text"].is_string());
        assert!(
            ["error", "warning"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap())
        );
    }
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uri"], "dist/a/a.en.pdf");
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    // A log that could not judge a file says so: no finding is no praise.
    let run =
        project.run(&["preflight", "dist/a/a.en.pdf", "dist", "gone.pdf", "--format", "sarif"]);
    assert_eq!(run.code, 3);
    let sarif: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    for (note, name) in notifications.iter().zip(["dist", "gone.pdf"]) {
        assert!(note["message"]["text"].as_str().unwrap().contains(name), "{note}");
    }
    assert_eq!(notifications.len(), 2);
}

#[test]
fn every_check_is_held_by_a_broken_file() {
    let cases = || screen::CASES.iter().chain(print::CASES);
    assert!(cases().count() >= 25);
    let held: BTreeSet<Check> = cases().map(|(_, _, code, _)| *code).collect();
    // These need bytes that are no document; `hostile.rs` and `packed.rs` have them, and `limits.rs` what is too
    // much.
    let bytes =
        [Check::Unreadable, Check::Damaged, Check::Encrypted, Check::Unexamined, Check::TooMuch];
    for code in Check::ALL.iter().filter(|code| !bytes.contains(code)) {
        assert!(held.contains(code), "no broken file holds {code}");
    }
}

#[test]
fn foreign_files_are_judged_when_there_are_any() {
    // Debian's documentation, where it is installed.
    for path in ["/usr/share/doc/shared-mime-info/shared-mime-info-spec.pdf"] {
        let Ok(pdf) = fs::read(path) else {
            crate::support::left_out(path);
            continue;
        };
        let found = found(&pdf, None);
        assert!(
            found.contains(&Check::NotTagged) && !found.contains(&Check::Unreadable),
            "{found:?}"
        );
    }
}
