//! `check --format`: what a CI engine reads, held against the messages.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::support::{MINIMAL, PROJECT, Run, TestProject, repository, run};

/// A test case as a CI engine reads it.
#[derive(Debug, Default, Clone, PartialEq)]
struct Case {
    suite: String,
    name: String,
    /// `failure` or `error`, with type, message and text.
    failed: Option<[String; 4]>,
    out: String,
}

/// Reads JUnit XML, and holds the counts of suites against their cases.
fn cases(xml: &str) -> Vec<Case> {
    fn attribute(start: &BytesStart<'_>, name: &str) -> String {
        let attribute = start.try_get_attribute(name).unwrap();
        let attribute = attribute.unwrap_or_else(|| panic!("{start:?} has no {name}"));
        attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned()
    }
    let forbidden = |c: char| (c < ' ' && c != '\n' && c != '\t') || "\u{FFFE}\u{FFFF}".contains(c);
    assert!(!xml.contains(forbidden), "{xml:?}");
    let mut reader = Reader::from_str(xml);
    let (mut cases, mut case, mut counts) = (Vec::<Case>::new(), Case::default(), Vec::new());
    let (mut suite, mut text) = (String::new(), String::new());
    loop {
        let event = reader.read_event().unwrap();
        let closed = matches!(event, Event::Empty(_));
        match event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => match start.name().as_ref() {
                name @ ("testsuites" | "testsuite") => {
                    let count = |name| attribute(&start, name).parse::<usize>().unwrap();
                    counts.push((
                        (name == "testsuite").then(|| attribute(&start, "name")),
                        [count("tests"), count("failures"), count("errors")],
                    ));
                    suite = attribute(&start, "name");
                }
                "testcase" => {
                    assert_eq!(attribute(&start, "classname"), suite);
                    case = Case {
                        suite: suite.clone(),
                        name: attribute(&start, "name"),
                        ..Case::default()
                    };
                    if closed {
                        cases.push(case.clone());
                    }
                }
                kind @ ("failure" | "error") => {
                    let [of, message] = ["type", "message"].map(|name| attribute(&start, name));
                    assert!(case.failed.is_none(), "one a case: {case:?}");
                    case.failed = Some([kind.into(), of, message, String::new()]);
                    text.clear();
                }
                "system-out" => text.clear(),
                other => panic!("<{other}>"),
            },
            Event::Text(part) => text += &part,
            Event::GeneralRef(entity) => match entity.resolve_char_ref().unwrap() {
                Some(c) => text.push(c),
                None => text += resolve_predefined_entity(&entity).unwrap(),
            },
            Event::End(end) => match end.name().as_ref() {
                "failure" | "error" => case.failed.as_mut().unwrap()[3] = text.clone(),
                "system-out" => case.out = text.clone(),
                "testcase" => cases.push(case.clone()),
                _ => {}
            },
            _ => {}
        }
    }
    for (suite, count) in counts {
        let own: Vec<&Case> =
            cases.iter().filter(|c| suite.as_ref().is_none_or(|s| *s == c.suite)).collect();
        let kind =
            |kind| own.iter().filter(|c| c.failed.as_ref().is_some_and(|f| f[0] == kind)).count();
        assert_eq!(count, [own.len(), kind("failure"), kind("error")], "{suite:?}");
    }
    cases
}

/// The cases by suite and name, with what failed.
fn outline(cases: &[Case]) -> Vec<(&str, &str, Option<&str>)> {
    let failed = |case: &'_ Case| match &case.failed {
        Some(failed) if failed[0] == "error" => Some("error"),
        Some(_) => Some("failure"),
        None => None,
    };
    cases.iter().map(|case| (case.suite.as_str(), case.name.as_str(), failed(case))).collect()
}

/// Runs `check` with a report, and holds exit code and messages against a run without.
fn report(project: &TestProject, args: &[&str], format: &str) -> Run {
    let args = [&["check"], args].concat();
    let plain = project.run(&args);
    let run = project.run(&[&args[..], &["--format", format]].concat());
    assert_eq!((run.code, &run.stderr), (plain.code, &plain.stderr), "{format}");
    assert_eq!(plain.stdout, "");
    run
}

/// A project with a brief that is right, one that warns, and one with errors here and in its
/// translation.
fn mixed() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    let warned = MINIMAL.replacen("to = \"Ministry of Justice\"", "", 1);
    project.write("briefs/b/brief.toml", warned);
    let wrong = MINIMAL.replace("\"KH\"", "\"KHM\"").replace("number = 16", "number = 18");
    project.write("briefs/c/brief.toml", wrong.replacen("title = \"", "title = \"<🙂&> ", 1));
    project.write("briefs/c/lang/fr.toml", "nonsense = \"\\u0001\"\ntitle = \"Titre\"\n");
    project
}

#[test]
fn junit_has_a_suite_a_brief_and_a_case_a_file() {
    let project = mixed();
    let run = report(&project, &["--message-format", "short"], "junit");
    assert_eq!(run.code, 1);
    let cases = cases(&run.stdout);
    assert_eq!(
        outline(&cases),
        [
            ("project", "briefpress.toml", None),
            ("briefs/a", "briefs/a/brief.toml", None),
            ("briefs/b", "briefs/b/brief.toml", None),
            ("briefs/c", "briefs/c/brief.toml", Some("failure")),
            ("briefs/c", "briefs/c/lang/fr.toml", Some("failure")),
        ]
    );
    assert_eq!(cases[1].out, "");
    assert!(cases[2].out.contains("warning[recommendation::addresses-no-one]"), "{cases:#?}");
    assert!(cases[2].out.contains("\n  help: "), "{cases:#?}");
    let [_, kind, message, text] = cases[3].failed.as_ref().unwrap();
    assert!(text.starts_with(message.split(" (and ").next().unwrap()), "{message}\n{text}");
    assert!(text.contains(&format!("error[{kind}]")), "{kind}\n{text}");
    assert!(text.contains("error[country::unknown]") && text.contains("\n  help: "), "{text}");
    // Every message, in the case of its file, word for word.
    let mut messages = 0;
    for line in run.stderr.lines().filter(|line| !line.starts_with("briefpress:")) {
        let case = cases.iter().find(|case| line.starts_with(&format!("{}:", case.name))).unwrap();
        let failed = case.failed.as_ref().map_or("", |failed| failed[3].as_str());
        let text = if line.contains(": warning[") { &case.out } else { failed };
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        messages += 1;
    }
    assert!(messages >= 4, "{}", run.stderr);
}

#[test]
fn sarif_has_every_message_with_its_place() {
    let project = mixed();
    let run = report(&project, &["--message-format", "json"], "sarif");
    assert_eq!(run.code, 1);
    let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&sarif["version"], sarif["runs"].as_array().unwrap().len()), (&"2.1.0".into(), 1));
    let log = &sarif["runs"][0];
    assert_eq!(log["columnKind"], "unicodeCodePoints");
    assert_eq!(log["invocations"][0]["executionSuccessful"], true);
    assert_eq!(log["invocations"][0]["toolExecutionNotifications"], serde_json::json!([]));
    let files: Vec<&str> = log["artifacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["location"]["uri"].as_str().unwrap())
        .collect();
    assert_eq!(files.len(), 5, "{files:?}");
    let rules = log["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().unwrap().ends_with('.'), "{rule}");
        }
    }
    let results = log["results"].as_array().unwrap();
    let messages: Vec<Value> =
        run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results.len(), messages.len());
    assert!(results.len() >= 4);
    for (result, message) in results.iter().zip(&messages) {
        assert_eq!(result["ruleId"], message["code"]);
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], message["code"]);
        assert_eq!(result["level"], message["severity"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], message["place"]["file"]);
        assert!(files.contains(&message["place"]["file"].as_str().unwrap()));
        for (ours, theirs) in [
            ("line", "startLine"),
            ("column", "startColumn"),
            ("end_line", "endLine"),
            ("end_column", "endColumn"),
        ] {
            assert_eq!(place["region"][theirs], message["place"][ours], "{result}");
        }
        let text = result["message"]["text"].as_str().unwrap().to_lowercase();
        assert!(text.starts_with(&message["message"].as_str().unwrap().to_lowercase()), "{text}");
        for help in message["help"].as_array().unwrap() {
            assert!(text.contains(&help.as_str().unwrap().to_lowercase()), "{help}: {text}");
        }
        let key = &result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
        assert_eq!(key, &message["key"], "{result}");
    }
}

#[test]
fn workflow_commands_say_what_json_says_and_the_book_names_every_field() {
    let project = mixed();
    let json = project.run(&["check", "--message-format", "json"]).stderr;
    let github = project.run(&["check", "--message-format", "github"]).stderr;
    assert_eq!(json.lines().count(), github.lines().count());
    let unescaped = |text: &str| {
        let text = text.replace("%3A", ":").replace("%2C", ",");
        text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    };
    let chapter = std::fs::read_to_string(repository().join("docs/reports.md")).unwrap();
    for (json, github) in json.lines().zip(github.lines()) {
        let message: Value = serde_json::from_str(json).unwrap();
        let place = &message["place"];
        let (command, text) = github.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (severity, properties) = command.split_once(' ').unwrap();
        assert_eq!(message["severity"], severity);
        let properties: BTreeMap<&str, String> = properties
            .split(',')
            .map(|property| property.split_once('=').unwrap())
            .map(|(name, value)| (name, unescaped(value)))
            .collect();
        assert_eq!(message["code"], properties["title"].as_str());
        assert_eq!(place["file"], properties["file"].as_str());
        for (theirs, ours) in [
            ("line", "line"),
            ("endLine", "end_line"),
            ("col", "column"),
            ("endColumn", "end_column"),
        ] {
            assert_eq!(properties[theirs], place[ours].to_string(), "{github}");
        }
        let mut lines = vec![message["message"].as_str().unwrap().to_string()];
        let help = message["help"].as_array().unwrap().iter();
        lines.extend(help.map(|help| format!("help: {}", help.as_str().unwrap())));
        assert_eq!(unescaped(text), lines.join("\n"));

        assert_eq!(message["format"], 1);
        for field in message.as_object().unwrap().keys() {
            assert!(chapter.contains(&format!("\n| `{field}` |")), "docs/reports.md: {field}");
        }
        let row = chapter.lines().find(|line| line.starts_with("| `place` |")).unwrap();
        for field in place.as_object().unwrap().keys() {
            assert!(row.contains(&format!("`{field}`")), "docs/reports.md: place.{field}");
        }
    }
}

#[test]
fn levels_of_the_command_line_are_in_the_report() {
    let project = mixed();
    let run = report(&project, &["b", "--deny", "warnings"], "junit");
    assert_eq!(run.code, 1);
    assert_eq!(outline(&cases(&run.stdout))[1].2, Some("failure"));
    let run = report(&project, &["b", "--deny", "warnings"], "sarif");
    let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
    assert_eq!(report(&project, &["b"], "junit").code, 0);
}

#[cfg(unix)]
#[test]
fn what_the_environment_refuses_is_in_the_report() {
    let project = mixed();
    // Root may read everything, so the file system itself must refuse.
    std::os::unix::fs::symlink("lang", project.path("briefs/a/lang")).unwrap();
    std::fs::remove_file(project.path("briefs/b/brief.toml")).unwrap();
    std::os::unix::fs::symlink("brief.toml", project.path("briefs/b/brief.toml")).unwrap();
    let run = report(&project, &["a", "b"], "junit");
    assert_eq!(run.code, 3, "{}", run.stderr);
    let found = cases(&run.stdout);
    assert_eq!(
        outline(&found),
        [
            ("project", "briefpress.toml", None),
            ("briefs/a", "briefs/a/brief.toml", None),
            ("briefs/a", "briefs/a/lang", Some("error")),
            ("briefs/b", "briefs/b/brief.toml", Some("error")),
        ]
    );
    let run = report(&project, &["a", "b"], "sarif");
    let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    let places: Vec<&Value> = notifications
        .iter()
        .map(|note| &note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        .collect();
    assert_eq!(places, ["briefs/a/lang", "briefs/b/brief.toml"]);
    for (note, case) in notifications.iter().zip(&found[2..]) {
        assert_eq!(note["level"], "error");
        let message = format!("{}.", case.failed.as_ref().unwrap()[2]);
        assert_eq!(
            note["message"]["text"].as_str().unwrap().to_lowercase(),
            message.to_lowercase()
        );
    }

    // Where the project itself cannot be opened there is a report, too.
    let broken = TestProject::empty();
    broken.write("briefpress.toml", PROJECT);
    std::os::unix::fs::symlink("briefs", broken.path("briefs")).unwrap();
    let run = report(&broken, &[], "junit");
    assert_eq!(run.code, 3);
    assert_eq!(outline(&cases(&run.stdout)), [("project", "briefs", Some("error"))]);
    let run = report(&broken, &[], "sarif");
    let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn wrong_usage_makes_no_report() {
    let project = mixed();
    for format in ["junit", "sarif"] {
        let run = project.run(&["check", "nowhere", "--format", format]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    }
    assert_eq!(project.run(&["check", "--format", "xml"]).code, 2);
}

#[test]
fn names_hold_from_any_folder() {
    let project = mixed();
    let root = project.path("").canonicalize().unwrap();
    for (folder, args, prefix) in [
        ("", &[][..], String::new()),
        ("briefs/c", &[], format!("{}/", root.display())),
        ("..", &["--project", root.to_str().unwrap()], {
            format!("{}/", root.file_name().unwrap().to_str().unwrap())
        }),
    ] {
        let args = [&["check", "--format", "junit"], args].concat();
        let run = run(project.command().args(args).current_dir(project.path(folder)));
        let found = cases(&run.stdout);
        let names: BTreeMap<&str, &str> =
            found.iter().map(|c| (c.name.as_str(), c.suite.as_str())).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        for (file, suite) in [("briefpress.toml", "project"), ("briefs/c/lang/fr.toml", "briefs/c")]
        {
            let name = if folder == "briefs/c" && suite == "briefs/c" {
                "lang/fr.toml".into()
            } else {
                format!("{prefix}{file}")
            };
            assert_eq!(names.get(name.as_str()), Some(&suite), "{name}: {names:?}");
        }
    }
}

#[test]
fn every_invalid_fixture_can_be_reported() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/invalid"));
    if cfg!(unix) {
        project.write("briefs/a\u{1}<&\"'\u{1B}[31m/brief.toml", MINIMAL);
    }
    let run = report(&project, &["--message-format", "json"], "junit");
    assert_eq!(run.code, 1);
    let found = cases(&run.stdout);
    let mut wrong = BTreeMap::<String, usize>::new();
    for line in run.stderr.lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        if message["severity"] == "error" {
            *wrong.entry(message["place"]["file"].as_str().unwrap().into()).or_default() += 1;
        }
    }
    let failed: Vec<&Case> = found.iter().filter(|case| case.failed.is_some()).collect();
    assert_eq!(failed.len(), wrong.len());
    for case in failed {
        let text = &case.failed.as_ref().unwrap()[3];
        let errors = text.lines().filter(|line| line.contains(": error[")).count();
        if !case.name.contains(r"\u{1}") {
            assert_eq!(wrong.get(&case.name), Some(&errors), "{}: {text}", case.name);
        }
    }
    assert_eq!(found.iter().any(|case| case.name.contains("a\\u{1}<&\"'\\u{1b}")), cfg!(unix));
    let run = report(&project, &[], "sarif");
    let sarif: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().len() > 20);
}

/// As many briefs as are read in several parts.
#[test]
fn a_report_of_many_has_each_file_once() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    for number in 0..130 {
        project.write(&format!("briefs/b{number:03}/brief.toml"), MINIMAL);
    }
    project.write("briefs/b129/brief.toml", MINIMAL.replace("\"KH\"", "\"KHM\""));
    project.write("briefs/stray.toml", "");
    let run = report(&project, &[], "junit");
    let cases = cases(&run.stdout);
    let names: BTreeMap<&str, usize> = cases.iter().fold(BTreeMap::new(), |mut names, case| {
        *names.entry(case.name.as_str()).or_default() += 1;
        names
    });
    assert!(names.values().all(|count| *count == 1), "{names:?}");
    assert!(names.contains_key("briefpress.toml"), "{names:?}");
    assert_eq!(names.keys().filter(|name| name.ends_with("/brief.toml")).count(), 130);
    let failed: Vec<&str> =
        cases.iter().filter(|case| case.failed.is_some()).map(|case| &*case.name).collect();
    assert_eq!(failed, ["briefs/b129/brief.toml"]);
    let run = report(&project, &[], "sarif");
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let files = log["runs"][0]["artifacts"].as_array().unwrap();
    let mut uris: Vec<&str> =
        files.iter().map(|file| file["location"]["uri"].as_str().unwrap()).collect();
    let all = uris.len();
    uris.sort_unstable();
    uris.dedup();
    assert_eq!(uris.len(), all);
    assert_eq!(uris.iter().filter(|uri| uri.ends_with("/brief.toml")).count(), 130);
    // What is told of the whole folder comes last, and once.
    let found = log["runs"][0]["results"].as_array().unwrap();
    let of = |part: &str| found.iter().filter(|one| one.to_string().contains(part)).count();
    assert_eq!((of("stray.toml"), of("KHM")), (1, 1), "{found:?}");
}
