//! `sdg`: looking the framework up.

use crate::support::{MINIMAL, TestProject};

#[test]
fn goals_targets_and_indicators_are_shown() {
    let project = TestProject::empty();
    for (code, words) in [
        ("16", "Peace, justice and strong institutions"),
        ("16.3", "16.3.1"),
        ("16.2.2", "UNODC (United Nations Office on Drugs and Crime)"),
        ("16.b.1", "same as    10.3.1"),
        ("11.c.1", "2025"),
    ] {
        let run = project.run(&["sdg", "show", code]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{code}");
        assert!(run.stdout.contains(words), "{code}: {}", run.stdout);
    }
}

#[test]
fn an_indicator_prints_under_the_name_it_is_looked_up_by() {
    let project = TestProject::with_brief(MINIMAL);
    let data = project.run(&["template", "data", "a"]);
    let data: serde_json::Value = serde_json::from_str(&data.stdout).unwrap();
    let indicator = &data["goals"][0]["targets"][0]["indicators"][0];
    assert_eq!(indicator["code"], "16.3.1");
    let label = indicator["label"].as_str().unwrap();
    let shown = project.run(&["sdg", "show", "16.3.1"]).stdout;
    assert_eq!(shown.lines().next(), Some(&*format!("Indicator 16.3.1: {label}")));
}

#[test]
fn a_code_that_is_not_there_leads_to_what_was_meant() {
    let project = TestProject::empty();
    let run = project.run(&["sdg", "show", "8.7.2"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("8.7.2 does not exist"), "{}", run.stderr);
    assert!(run.stdout.trim_start().starts_with("16.2.2"), "{}", run.stdout);
    let run = project.run(&["sdg", "show", "17.6.2"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("deleted in 2020"), "{}", run.stderr);
}

#[test]
fn words_find_codes() {
    let project = TestProject::empty();
    let run = project.run(&["sdg", "find", "trafficking"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("16.2.2") && run.stdout.contains("8.7 "), "{}", run.stdout);
    assert_eq!(project.run(&["sdg", "find", "xylophone"]).code, 1);
}
