//! `i18n status`, for whoever answers for many translations: no row is left out, the sums are right,
//! and what fails says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::support::{MINIMAL, Run, TestProject};

const LANGUAGES: [&str; 3] = ["fr", "km", "th"];

/// A project file that wants all languages.
fn project_file() -> String {
    format!("languages = {LANGUAGES:?}\n\n{}", crate::support::PROJECT)
}

fn text(project: &TestProject, file: &str) -> String {
    String::from_utf8(project.read(file)).unwrap()
}

fn change(project: &TestProject, file: &str, from: &str, to: &str) {
    let before = text(project, file);
    assert!(before.contains(from), "{file} lacks {from}: {before}");
    project.write(file, before.replacen(from, to, 1));
}

fn succeeds(project: &TestProject, args: &[&str]) -> Run {
    let run = project.run(args);
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    run
}

/// Writes a text into every place of a translation that has none.
fn fill(project: &TestProject, file: &str) {
    let filled =
        text(project, file).replace("= \"\"", "= \"Mots\"").replace("  \"\",", "  \"Mots\",");
    project.write(file, filled);
}

/// Makes a translation say that someone has read it, and records that.
fn review(project: &TestProject, brief: &str, language: &str) {
    let head = "status = \"reviewed\"\nreviewer = \"A. Reader\"";
    let file = format!("briefs/{brief}/lang/{language}.toml");
    change(project, &file, "status = \"draft\"", head);
    succeeds(project, &["i18n", "sync", "-q", brief, "--lang", language]);
}

/// Three briefs in three languages: one that is reviewed, drafts that lack this or that, one that is
/// absent, and of what cannot be read a translation, a lock and a brief with all of its translations.
fn mixed() -> TestProject {
    let project = TestProject::empty();
    project.write("briefpress.toml", project_file());
    for brief in ["a", "b", "c"] {
        project.write(&format!("briefs/{brief}/brief.toml"), MINIMAL);
    }
    succeeds(&project, &["i18n", "sync", "-q"]);
    for tag in LANGUAGES {
        fill(&project, &format!("briefs/a/lang/{tag}.toml"));
    }
    succeeds(&project, &["i18n", "sync", "-q", "a"]);
    review(&project, "a", "fr");
    // Khmer lacks a title, has a text that is the original's, and one whose original changed.
    change(&project, "briefs/a/lang/km.toml", "title = \"Mots\"", "title = \"\"");
    change(&project, "briefs/a/lang/km.toml", "to = \"Mots\"", "to = \"Ministry of Justice\"");
    change(&project, "briefs/a/brief.toml", "Counts children.", "Counts workers.");
    change(&project, "briefs/a/lang/fr.toml", "note = \"Mots\"", "note = \"D’autres mots\"");
    succeeds(&project, &["i18n", "sync", "-q", "a", "--lang", "fr", "--accept", "all"]);
    succeeds(&project, &["i18n", "sync", "-q", "a", "--lang", "fr", "--review", "all"]);
    // Nothing is known of the Thai.
    fs::remove_file(project.path("briefs/a/lang/th.lock")).unwrap();
    for file in ["th.toml", "th.lock"] {
        fs::remove_file(project.path(&format!("briefs/b/lang/{file}"))).unwrap();
    }
    change(&project, "briefs/b/lang/fr.toml", "status = \"draft\"", "status = \"draft");
    let lock = text(&project, "briefs/b/lang/km.lock");
    project.write(
        "briefs/b/lang/km.lock",
        format!("<<<<<<< ours\n{lock}=======\n{lock}>>>>>>> theirs\n"),
    );
    change(&project, "briefs/c/brief.toml", "title = \"", "title = ");
    project
}

fn json(project: &TestProject, args: &[&str]) -> (i32, Vec<Value>, String) {
    let run = project.run(&[&["i18n", "status", "--json", "--totals"], args].concat());
    let rows = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
    (run.code, rows.collect(), run.stderr)
}

/// The translations of rows, with how each stands.
fn standings(rows: &[Value]) -> Vec<String> {
    let rows = rows.iter().filter(|row| !row["brief"].is_null());
    let word = |value: &Value| value.as_str().unwrap_or("-").to_string();
    rows.map(|row| ["brief", "language", "status"].map(|name| word(&row[name])).join(" ")).collect()
}

fn number(row: &Value, name: &str) -> u64 {
    row[name].as_u64().unwrap_or_else(|| panic!("{name} of {row}"))
}

/// What is counted of every translation.
const COUNTS: [&str; 12] = [
    "words",
    "translated_words",
    "strings",
    "missing",
    "unknown",
    "needs_review",
    "stale",
    "translated",
    "reviewed",
    "same_as_source",
    "orphaned",
    "kept",
];

const STATES: [&str; 6] = ["missing", "unknown", "needs-review", "stale", "translated", "reviewed"];

#[test]
fn every_translation_is_a_row_whatever_is_wrong_with_it() {
    let project = mixed();
    let (code, rows, said) = json(&project, &[]);
    assert_eq!(code, 1, "what cannot be read is an error");
    assert_eq!(
        standings(&rows),
        [
            "a fr reviewed",
            "a km draft",
            "a th draft",
            "b fr unreadable",
            "b km unreadable",
            "b th absent",
            "c fr unreadable",
            "c km unreadable",
            "c th unreadable",
        ]
    );
    for file in ["b/lang/fr.toml", "b/lang/km.lock", "c/brief.toml"] {
        assert!(said.contains(&format!("briefs/{file}:")), "{file}: {said}");
    }
    // The table has the same rows.
    let table = project.run(&["i18n", "status"]);
    assert_eq!(table.code, 1);
    let (ones, totals) = table.stdout.split_once("\n\n").unwrap();
    let first = |line: &str| line.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    assert_eq!(ones.lines().skip(1).map(first).collect::<Vec<_>>(), standings(&rows));
    let totals: Vec<&str> = totals.lines().skip(1).map(|l| l.split(' ').next().unwrap()).collect();
    assert_eq!(totals, ["fr", "km", "th", "all"]);
    // Columns begin or end where their heads do.
    let heads = ones.lines().next().unwrap();
    let end = heads.find("missing").unwrap() + "missing".len();
    for line in ones.lines().skip(1) {
        assert!(line.as_bytes()[end - 1] != b' ' && line.as_bytes().get(end) == Some(&b' '));
    }
}

#[test]
fn counts_are_of_the_strings_listed_and_totals_are_sums() {
    let project = mixed();
    let (_, rows, _) = json(&project, &["--keys"]);
    let (ones, totals): (Vec<&Value>, Vec<&Value>) =
        rows.iter().partition(|row| !row["brief"].is_null());
    for row in &ones {
        let keys = match row["keys"].as_array() {
            Some(keys) => keys.as_slice(),
            None => {
                assert_eq!(row["status"], "unreadable");
                assert!(COUNTS.iter().all(|name| number(row, name) == 0), "{row}");
                continue;
            }
        };
        let names: BTreeSet<&str> = keys.iter().map(|key| key["key"].as_str().unwrap()).collect();
        assert_eq!(names.len(), keys.len(), "each once: {row}");
        let counted: Vec<&Value> = keys.iter().filter(|key| key["counts"] == true).collect();
        for state in STATES {
            let those = counted.iter().filter(|key| key["state"] == state).count() as u64;
            assert_eq!(number(row, &state.replace('-', "_")), those, "{state}: {row}");
        }
        let same = counted.iter().filter(|key| key["same_as_source"] == true).count() as u64;
        assert_eq!(number(row, "same_as_source"), same);
        assert_eq!(number(row, "strings"), counted.len() as u64);
        assert_eq!(number(row, "strings"), 14);
        assert_eq!(
            number(row, "percent"),
            number(row, "translated_words") * 100 / number(row, "words")
        );
    }
    assert_eq!(totals.len(), LANGUAGES.len() + 1);
    for (total, language) in totals.iter().zip(LANGUAGES.map(Some).into_iter().chain([None])) {
        assert_eq!(total["language"].as_str(), language);
        let parts = ones.iter().filter(|row| language.is_none_or(|tag| row["language"] == tag));
        for name in COUNTS {
            let sum: u64 = parts.clone().map(|row| number(row, name)).sum();
            assert_eq!(number(total, name), sum, "{name}: {total}");
        }
        for standing in ["reviewed", "draft", "absent", "unreadable"] {
            let those = parts.clone().filter(|row| row["status"] == standing).count() as u64;
            assert_eq!(number(&total["translations"], standing), those, "{total}");
        }
        let percent = number(total, "translated_words") * 100 / number(total, "words");
        assert_eq!(number(total, "percent"), percent);
    }
    // And the rows say what was done: words are those between spaces of the brief.
    let of = |brief: &str, language: &str| {
        *ones.iter().find(|row| row["brief"] == brief && row["language"] == language).unwrap()
    };
    let [fr, km, th] = LANGUAGES.map(|tag| of("a", tag));
    assert_eq!((number(fr, "reviewed"), number(fr, "percent")), (14, 100));
    let counts = ["missing", "stale", "same_as_source", "translated"].map(|name| number(km, name));
    assert_eq!(counts, [1, 1, 1, 12]);
    let words = |text: &str| text.split(' ').count() as u64;
    let undone = ["Decisions on review come late", "Counts workers.", "Ministry of Justice"];
    let undone: u64 = undone.iter().map(|text| words(text)).sum();
    assert_eq!(number(km, "translated_words"), number(km, "words") - undone);
    assert_eq!((number(th, "unknown"), number(th, "translated_words")), (14, 0));
}

#[test]
fn rows_are_chosen_by_brief_and_language() {
    let project = mixed();
    for (args, expected) in [
        (&["--lang", "fr"][..], &["a fr reviewed", "b fr unreadable", "c fr unreadable"][..]),
        (&["--brief", "a"], &["a fr reviewed", "a km draft", "a th draft"]),
        (&["--brief", "a", "--lang", "km", "--lang", "fr"], &["a fr reviewed", "a km draft"]),
        (&["b", "--brief", "a", "--lang", "th"], &["a th draft", "b th absent"]),
        // One that no one expects, and that is not there.
        (&["a", "--lang", "vi"], &["a vi absent"]),
    ] {
        let (_, rows, _) = json(&project, args);
        assert_eq!(standings(&rows), expected, "{args:?}");
    }
    // What is not asked for is not complained of.
    let (code, _, said) = json(&project, &["--brief", "a"]);
    assert_eq!((code, said.as_str()), (0, ""));
    for (args, says) in [
        (["--brief", "zz"], "no brief `zz`"),
        (["--lang", "tlh"], "`tlh`"),
        (["--lang", "FR"], "`fr`"),
    ] {
        let (code, rows, said) = json(&project, &args);
        assert_eq!((code, rows.len()), (2, 0), "{args:?}: {said}");
        assert!(said.contains(says), "{args:?}: {said}");
    }
    // A language that all briefs are written in has no translations.
    let good = TestProject::with_brief(MINIMAL);
    let run = good.run(&["i18n", "status", "--lang", "en"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    // One that some are written in is about the others.
    good.write("briefs/b/brief.toml", MINIMAL.replace("language = \"en\"", "language = \"fr\""));
    assert_eq!(standings(&json(&good, &["--lang", "en"]).1), ["b en absent"]);
}

#[test]
fn keys_are_those_about_which_there_is_something_to_do() {
    let project = mixed();
    let run = succeeds(&project, &["i18n", "status", "--keys", "a"]);
    let listed = |language: &str| -> Vec<&str> {
        let mut lines = run.stdout.lines().skip_while(|line| {
            let mut words = line.split_whitespace();
            words.next() != Some("a") || words.next() != Some(language)
        });
        lines.next().unwrap();
        lines.take_while(|line| line.starts_with("  ")).map(str::trim).collect()
    };
    assert_eq!(listed("fr"), [""; 0]);
    assert_eq!(
        listed("km"),
        [
            "brief.title: missing",
            "recommendation.deadline.to: translated, the same as the original",
            "indicator.8-7-1.note: stale",
        ]
    );
    assert_eq!(listed("th").len(), 14);
    assert!(listed("th").iter().all(|line| line.ends_with(": unknown")));
    // Of what someone has read, also what they have not: it is why it prints as a draft.
    change(&project, "briefs/a/lang/fr.toml", "title = \"Mots\"", "title = \"Des mots\"");
    let run = succeeds(&project, &["i18n", "status", "--keys", "a", "--lang", "fr"]);
    let lines: Vec<&str> = run.stdout.lines().skip(2).collect();
    assert_eq!(lines, ["  brief.title: translated"]);
    change(&project, "briefs/a/lang/fr.toml", "title = \"Des mots\"", "title = \"Mots\"");
    // As JSON with what they were made from, and who read them.
    let (_, rows, _) = json(&project, &["--keys", "a"]);
    let key = |row: &Value, name: &str| {
        let all = row["keys"].as_array().unwrap().iter();
        all.clone().find(|key| key["key"] == name).unwrap().clone()
    };
    assert_eq!(key(&rows[0], "brief.title")["reviewer"], "A. Reader");
    assert_eq!(key(&rows[1], "brief.title")["reviewer"], Value::Null);
    assert_eq!(key(&rows[1], "indicator.8-7-1.note")["previous"], "Counts children.");
    assert_eq!(key(&rows[0], "indicator.8-7-1.note")["previous"], Value::Null);
}

#[test]
fn what_fails_says_why_for_each_translation() {
    let project = mixed();
    let errors = |args: &[&str]| -> (i32, Vec<String>) {
        let run = project.run(&[&["i18n", "status", "a", "b"], args].concat());
        let lines = run.stderr.lines().filter_map(|line| line.strip_prefix("error: "));
        (run.code, lines.map(str::to_string).collect())
    };
    let unread = ["`b` in `fr` cannot be read", "`b` in `km` cannot be read"];
    let (code, said) = errors(&["--fail-under", "90"]);
    assert_eq!(code, 1);
    let km = |least: u8| format!("`a` in `km` is 86% translated, less than {least}%");
    let of = |own: &[&str]| own.iter().map(|line| (*line).to_string()).collect::<Vec<_>>();
    assert_eq!(
        said,
        of(&[
            &km(90),
            "`a` in `th` is 0% translated, less than 90%",
            unread[0],
            unread[1],
            "`b` in `th` is 0% translated, less than 90%",
        ])
    );
    assert_eq!(
        errors(&["--fail-stale"]),
        (
            1,
            of(&[
                "`a` in `km` has 1 string stale",
                "`a` in `th` has 14 strings of unknown origin",
                unread[0],
                unread[1],
            ])
        )
    );
    assert_eq!(
        errors(&["--fail-draft"]),
        (
            1,
            of(&[
                "`a` in `km` is a draft",
                "`a` in `th` is a draft",
                unread[0],
                unread[1],
                "`b` in `th` is not there",
            ])
        )
    );
    // Where all is well, nothing fails; each fails by its own measure alone.
    let code = |args: &[&str]| project.run(&[&["i18n", "status", "a"], args].concat()).code;
    let fr = ["--lang", "fr", "--fail-under", "100", "--fail-stale", "--fail-draft"];
    assert_eq!(code(&fr), 0);
    assert_eq!(code(&["--lang", "km", "--fail-under", "86"]), 0);
    assert_eq!(code(&["--lang", "km", "--fail-under", "87"]), 1);
    assert_eq!(code(&["--lang", "th", "--fail-under", "0"]), 0);
    assert_eq!(code(&["--fail-under", "101"]), 2);
}

#[test]
fn what_says_what_the_original_says_is_not_translated_unless_something_says_why() {
    let brief = MINIMAL
        .replace("value = \"3 in 5\"", "value = \"2023 [@report]\"")
        .replace("to = \"Ministry of Justice\"", "to = \"Office of Appeals\"")
        .replace("status = \"final\"", "status = \"final\"\nnames = [\"Office of Appeals\"]");
    let project = TestProject::with_brief(&brief);
    succeeds(&project, &["i18n", "sync", "-q", "--lang", "fr"]);
    let file = "briefs/a/lang/fr.toml";
    // Every string says what its original says, which stands above it.
    let parsed: toml::Table = toml::from_str(&brief).unwrap();
    let (mut toml, mut original) = (String::new(), None);
    for line in text(&project, file).lines() {
        if let Some(text) = line.trim().strip_prefix("#. ") {
            original = Some(format!("\"{text}\""));
        }
        let own = original.take_if(|_| line.contains("\"\""));
        toml += &own.map_or(line.to_string(), |own| line.replace("\"\"", &own));
        toml += "\n";
    }
    project.write(file, &toml);
    succeeds(&project, &["i18n", "sync", "-q", "--lang", "fr"]);
    let row = |args: &[&str]| json(&project, &[&["--keys"], args].concat()).1.remove(0);
    let open = |row: &Value| -> Vec<String> {
        let keys = row["keys"].as_array().unwrap().iter();
        let those = keys.filter(|key| key["same_as_source"] == true);
        those.map(|key| key["key"].as_str().unwrap().to_string()).collect()
    };
    let first = row(&[]);
    assert_eq!(number(&first, "missing"), 0, "{first}");
    // But for a name and a number, of four words with what cites it.
    let same = open(&first);
    assert_eq!(same.len() as u64, number(&first, "strings") - 2, "{same:?}");
    assert!(
        !same.iter().any(|key| key == "fact.late.value" || key == "recommendation.deadline.to")
    );
    assert_eq!(number(&first, "translated_words"), 2 + 3);
    // One that the translation answers for is translated.
    let accepted = "\n[accept]\n\"brief.title\" = \"a title of a series, kept in all languages\"\n";
    project.write(file, text(&project, file) + accepted);
    let second = row(&[]);
    let title = parsed["title"].as_str().unwrap().split(' ').count() as u64;
    assert_eq!(number(&second, "translated_words"), 2 + 3 + title);
    assert!(!open(&second).iter().any(|key| key == "brief.title"));
    assert_eq!(number(&second, "same_as_source"), number(&first, "same_as_source") - 1);
}

#[test]
fn what_is_wrong_with_the_project_file_is_no_silence() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    succeeds(&project, &["i18n", "sync", "-q", "b", "--lang", "km"]);
    let rest = crate::support::PROJECT;
    for (languages, says, rows) in [
        (
            "[\"fr\", \"xx\"]",
            "briefpress.toml:1:20",
            &["a fr absent", "b fr absent", "b km draft"][..],
        ),
        ("[\"fr\", \"FR\"]", "briefpress.toml:1:20", &["a - unreadable", "b km unreadable"]),
        ("[\"fr\", \"fr\"]", "briefpress.toml:1:20", &["a - unreadable", "b km unreadable"]),
        ("[\"../x\"]", "briefpress.toml:1:14", &["a - unreadable", "b km unreadable"]),
        ("[\"fr\", 3]", "briefpress.toml:1:20", &["a - unreadable", "b km unreadable"]),
        ("[\"fr\"", "briefpress.toml:", &["a - unreadable", "b km unreadable"]),
    ] {
        project.write("briefpress.toml", format!("languages = {languages}\n{rest}"));
        let check = project.run(&["check"]);
        assert_eq!(check.code, 1, "{languages}: {}", check.stderr);
        let (code, found, said) = json(&project, &[]);
        assert_eq!(code, 1, "{languages}: {said}");
        assert_eq!(standings(&found), rows, "{languages}");
        assert!(said.contains(says), "{languages}: {said}");
        // None of what cannot be read is done.
        for total in found.iter().filter(|row| row["brief"].is_null()) {
            assert_eq!(number(total, "percent"), 0, "{languages}: {total}");
        }
        let fails = project.run(&["i18n", "status", "--fail-under", "1"]);
        assert!(fails.code == 1 && fails.stderr.contains("`a`"), "{languages}: {}", fails.stderr);
    }
}

#[test]
fn many_translations_are_a_table_that_fits_a_screen() {
    let project = TestProject::empty();
    let tags = ["ar", "fr", "km", "th", "vi", "zh-Hans"];
    project.write("briefpress.toml", format!("languages = {tags:?}\n{}", crate::support::PROJECT));
    let ids: Vec<String> =
        (10..50).map(|n| format!("labour-rights-in-supply-chains-{n}")).collect();
    for id in &ids {
        project.write(&format!("briefs/{id}/brief.toml"), MINIMAL);
    }
    succeeds(&project, &["i18n", "sync", "-q", &ids[0], &ids[1]]);
    fill(&project, &format!("briefs/{}/lang/km.toml", ids[0]));
    let run = succeeds(&project, &["i18n", "status"]);
    let (ones, totals) = run.stdout.split_once("\n\n").unwrap();
    assert_eq!(ones.lines().count(), 1 + 40 * 6);
    assert_eq!(totals.lines().count(), 1 + 6 + 1);
    let longest = run.stdout.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 100, "{longest}");
    // The numbers of a column end below its head.
    for table in [ones, totals] {
        let heads = table.lines().next().unwrap();
        for head in ["done", "words", "strings", "missing", "stale"] {
            let end = heads.find(head).unwrap() + head.len();
            for line in table.lines().skip(1) {
                let (cell, rest) = line.split_at(end);
                assert!(!cell.ends_with(' ') && rest.chars().next().is_none_or(|c| c == ' '));
            }
        }
    }
    let totals: BTreeMap<&str, Vec<&str>> = totals
        .lines()
        .skip(1)
        .map(|line| {
            let mut words = line.split_whitespace();
            (words.next().unwrap(), words.take(5).collect())
        })
        .collect();
    assert_eq!(totals["km"], ["40", "0", "2", "38", "0"]);
    assert_eq!(totals["all"], ["240", "0", "12", "228", "0"]);
    // The help says what the words of the table mean.
    let help = succeeds(&project, &["i18n", "status", "--help"]).stdout;
    for word in ["absent", "unreadable", "needs-review", "stale", "orphans", "kept", "same"] {
        assert!(help.contains(word), "{word}");
    }
}

/// A reviewer who does what the message says is through, also where a text is the same in both languages.
#[test]
fn what_is_the_same_in_both_languages_is_said_to_be_right_as_the_message_says() {
    let project = mixed();
    let fr = "briefs/a/lang/fr.toml";
    let original = String::from_utf8(project.read("briefs/a/brief.toml")).unwrap();
    let title = original.lines().find_map(|line| line.strip_prefix("title = ")).unwrap();
    change(&project, fr, "title = \"Mots\"", &format!("title = {title}"));
    for _ in 0..2 {
        let said = project.run(&["check", "a"]).stderr;
        assert!(said.contains("the same as its original: `brief.title`"), "{said}");
        assert!(
            said.contains(&format!(
                "said so in {fr}, below `[accept]`: `\"brief.title\" = \"why\"`"
            )),
            "{said}"
        );
        project.run(&["i18n", "sync", "a", "--lang", "fr", "--review", "all"]);
    }
    let text = String::from_utf8(project.read(fr)).unwrap();
    project.write(fr, format!("{text}\n[accept]\n\"brief.title\" = \"a name\"\n"));
    let run = project.run(&["i18n", "sync", "a", "--lang", "fr", "--review", "all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = project.run(&["check", "a"]).stderr;
    let of_fr = said.split("\n\n").find(|said| said.contains(fr) && said.contains("unreviewed"));
    assert_eq!(of_fr, None, "{said}");
}

/// As many briefs as are read in several parts, one of them in the last with a translation that cannot be read.
#[test]
fn what_is_said_of_many_is_what_is_said_of_each() {
    let project = TestProject::empty();
    project.write("briefpress.toml", project_file());
    let ids: Vec<String> = (0..130).map(|number| format!("b{number:03}")).collect();
    for id in &ids {
        project.write(&format!("briefs/{id}/brief.toml"), MINIMAL);
    }
    project.write("briefs/b129/lang/fr.toml", "status = \"draft");
    project.write("briefs/b001/lang/km.toml.txt", "");
    let (code, rows, said) = json(&project, &[]);
    assert_eq!(code, 1, "{said}");
    let of: Vec<Value> = ids
        .iter()
        .flat_map(|id| json(&project, &[id]).1)
        .filter(|row| !row["brief"].is_null())
        .collect();
    assert_eq!(of.len(), 3 * ids.len());
    assert_eq!(rows[..of.len()], of);
    assert_eq!(number(&rows[rows.len() - 1]["translations"], "absent"), 3 * 130 - 1);
    let at = |file: &str| said.find(file).unwrap_or_else(|| panic!("{file}: {said}"));
    assert!(at("b001/lang/km.toml.txt") < at("b129/lang/fr.toml"), "{said}");
    // Only of the last brief is it known that not all are written in the language.
    assert_eq!(project.run(&["i18n", "status", "--lang", "en"]).code, 2);
    project.write("briefs/b129/brief.toml", MINIMAL.replace("\"en\"", "\"km\""));
    let run = project.run(&["i18n", "status", "--lang", "en"]);
    assert_ne!(run.code, 2, "{}", run.stderr);
}

/// Read together, the briefs take more than twice their text.
#[cfg(target_os = "linux")]
#[test]
fn what_it_holds_does_not_grow_with_the_briefs() {
    let project = TestProject::empty();
    project.write("briefpress.toml", crate::support::PROJECT);
    let text = format!("{MINIMAL}{}", "# Words about nothing.\n".repeat(20_000));
    for number in 0..400 {
        project.write(&format!("briefs/b{number:03}/brief.toml"), &text);
    }
    let most = project.peak(&["i18n", "status"]);
    assert!(most > 0 && most < text.len() * 600, "{most} bytes of {}", text.len() * 400);
}
