//! A table of several briefs: what each of them says itself, what does not agree, and when the table is out
//! of date.

use std::fs;

use serde_json::Value;

use crate::sheets::csv;
use crate::support::{MINIMAL, PROJECT, TestProject};

const COMBINED: [&str; 4] = ["build", "--only", "indicators", "--combined"];

/// A brief about 16.3.2 with files of values of its own: its title and what stands above its goal, and what
/// it says of the indicator.
fn brief(title: &str, country: &str, data: &str, more: &str) -> String {
    let start = MINIMAL.replace("targets = [\"16.3\"]\n", "").replace("\"KH\"", country);
    let start = start.replace("Decisions on review come late", title);
    let start = &start[..start.find("[[goal]]").unwrap()];
    format!(
        "{start}{data}[[goal]]\nnumber = 16\nwhy = \"It is measured [@survey].\"\n[[goal.target]]\n\
         code = \"16.3\"\n[[goal.target.indicator]]\ncode = \"16.3.2\"\n{more}\n"
    )
}

const DATA: &str = "[data]\nfiles = [\"values.csv\"]\nrelease = \"2099.Q1\"\n";

/// Values of 16.3.2 in the layout of the United Nations' portal: area, year and value.
fn portal(rows: &[(&str, u16, &str)]) -> String {
    let mut csv = "Goal,Target,Indicator,SeriesCode,SeriesDescription,GeoAreaCode,GeoAreaName,\
                   TimePeriod,Value,Source,FootNote,[Nature],[Reporting Type],[Units]\n"
        .to_string();
    for (area, year, value) in rows {
        csv += &format!(
            "16,16.3,16.3.2,VC_PRS_UNSEC,Invented,{area},Invented,{year},{value},Survey,,E,G,PERCENT\n"
        );
    }
    csv
}

fn table(project: &TestProject) -> Vec<Vec<String>> {
    csv(&project.read("dist/indicators.en.csv"))
}

/// What stands below a head, row by row.
fn column(table: &[Vec<String>], head: &str) -> Vec<String> {
    let at = table[0].iter().position(|own| own == head);
    let at = at.unwrap_or_else(|| panic!("{head}: {:?}", table[0]));
    table[1..].iter().map(|row| row[at].clone()).collect()
}

#[test]
fn values_of_one_release_that_differ_between_briefs_are_told() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", DATA, ""));
    project.write("briefs/b/brief.toml", brief("Prisons", "\"KH\"", DATA, ""));
    project.write("briefs/a/values.csv", portal(&[("116", 2019, "9.5"), ("116", 2021, "10")]));
    project.write("briefs/b/values.csv", portal(&[("116", 2021, "44")]));
    let mut asked = COMBINED.to_vec();
    asked.extend(["--message-format", "short"]);
    let run = project.run(&asked);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let said = "error[values::conflict]: VC_PRS_UNSEC of area 116 in 2021 is `44` in the brief `b` \
                (briefs/b/values.csv), and `10` in the brief `a` (briefs/a/values.csv), of the same release";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(run.stderr.matches("values::conflict").count(), 1, "{}", run.stderr);
    assert_eq!(project.files("dist"), [""; 0]);
    // Noughts at the end, another place and another release are no conflict.
    project.write("briefs/b/values.csv", portal(&[("116", 2021, "10.0"), ("418", 2021, "44")]));
    let run = project.run(&asked);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project.write("briefs/b/values.csv", portal(&[("116", 2021, "44")]));
    let later = DATA.replace("2099.Q1", "2099.Q2");
    project.write("briefs/b/brief.toml", brief("Prisons", "\"KH\"", &later, ""));
    let run = project.run(&asked);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_baseline_and_a_first_value_stand_below_heads_of_their_own() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let values = portal(&[("418", 2012, "1"), ("418", 2016, "3"), ("418", 2020, "5")]);
    let with_year = format!("{DATA}baseline = 2016\n");
    for (id, data) in [("a", DATA), ("b", &with_year)] {
        project.write(&format!("briefs/{id}/values.csv"), &values);
        project.write(&format!("briefs/{id}/brief.toml"), brief(id, "\"LA\"", data, ""));
    }
    assert_eq!(project.run(&COMBINED).code, 0);
    let both = table(&project);
    assert_eq!(column(&both, "First value"), ["1", ""]);
    assert_eq!(column(&both, "First value: Year"), ["2012", ""]);
    assert_eq!(column(&both, "Baseline"), ["", "3"]);
    assert_eq!(column(&both, "Baseline: Year"), ["", "2016"]);
    // Where all are of one kind, the head says which.
    project.write("briefs/a/brief.toml", brief("a", "\"LA\"", &with_year, ""));
    assert_eq!(project.run(&COMBINED).code, 0);
    let one = table(&project);
    assert_eq!(column(&one, "Baseline"), ["3", "3"]);
    assert!(!one[0].iter().any(|head| head.starts_with("First value")), "{:?}", one[0]);
}

#[test]
fn what_a_brief_says_of_an_indicator_stands_in_its_rows() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let said = "text = \"Held without a sentence\"\ncited_as = \"16.3.9\"\n\
                note = \"Counted otherwise [@survey].\"";
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", "", said));
    project.write("briefs/b/brief.toml", brief("Prisons", "\"LA\"", "", ""));
    assert_eq!(project.run(&COMBINED).code, 0);
    let own = table(&project);
    assert_eq!(column(&own, "Policy brief: Indicator"), ["Held without a sentence", ""]);
    assert_eq!(column(&own, "cited as … in the source"), ["16.3.9", ""]);
    let notes = column(&own, "Indicator: Note");
    // The number of an endnote would lead nowhere: the source is named.
    assert!(notes[0].starts_with("Counted otherwise (") && !notes[0].contains('['), "{notes:?}");
    assert_eq!(notes[1], "");
    let sheet: Value = serde_json::from_slice(&project.read("dist/indicators.en.json")).unwrap();
    let value = &sheet["goals"][0]["targets"][0]["indicators"][0]["values"][0];
    assert_eq!(value["cited_as"], "16.3.9");
    assert_eq!(value["text_in_brief"]["text"], "Held without a sentence");
}

/// In a language without words for an indicator, the wording of one brief is none for another's values.
#[test]
fn wording_of_one_brief_heads_no_other() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let write = |id: &str, country: &str, said: &str| {
        let french = brief("Courts", country, "", said).replace("\"en\"", "\"fr\"");
        project.write(&format!("briefs/{id}/brief.toml"), french);
    };
    let heads = || {
        assert_eq!(project.run(&COMBINED).code, 0);
        let own = csv(&project.read("dist/indicators.fr.csv"));
        (column(&own, "Indicateur"), column(&own, "Note d’orientation\u{a0}: Indicateur"))
    };
    write("a", "\"KH\"", "text = \"Femmes détenues seulement\"");
    write("b", "\"LA\"", "");
    let (head, own) = heads();
    assert!(head.iter().all(|head| !head.contains("Femmes")), "{head:?}");
    assert_eq!(own, ["Femmes détenues seulement", ""]);
    // What all say is what it is called.
    write("b", "\"LA\"", "text = \"Femmes détenues seulement\"");
    let (head, _) = heads();
    assert_eq!(head, ["Femmes détenues seulement"; 2]);
}

#[test]
fn briefs_that_are_called_alike_are_told_apart() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let numbered = |number: &str| {
        let toml = brief("Courts", "\"KH\"", "", "");
        toml.replacen("language =", &format!("number = \"{number}\"\nlanguage ="), 1)
    };
    project.write("briefs/a/brief.toml", numbered("4/2026"));
    project.write("briefs/b/brief.toml", brief("Courts", "\"KH\"", "", ""));
    project.write("briefs/c/brief.toml", brief("Prisons", "\"KH\"", "", ""));
    let run = project.run(&COMBINED);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        column(&table(&project), "Policy brief"),
        ["Courts (4/2026)", "Courts (b)", "Prisons"]
    );
}

#[test]
fn a_table_of_all_briefs_is_out_of_date_when_there_is_one_more() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", "", ""));
    project.write("briefs/b/brief.toml", brief("Prisons", "\"LA\"", "", ""));
    assert_eq!(project.run(&COMBINED).code, 0);
    assert!(!project.run(&["build"]).stderr.contains("not listed"));
    project.write("briefs/c/brief.toml", brief("Bail", "\"VN\"", "", ""));
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("the brief `c` is new since it was built"), "{}", run.stdout);
    let run = project.run(&["build"]);
    let said = "indicators.en.pdf is not listed any more: what it was made from changed";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    // One of some of them is as it was.
    let some = ["build", "a", "b", "--only", "indicators", "--combined"];
    assert_eq!(project.run(&some).code, 0);
    project.write("briefs/d/brief.toml", brief("Waiting", "\"TH\"", "", ""));
    assert!(!project.run(&["build"]).stderr.contains("not listed"));
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // What it is of is another, and no brief changed.
    let mut other = COMBINED.to_vec();
    other.push("--dry-run");
    let run = project.run(&other);
    assert!(run.stdout.contains("(it was made of other briefs)"), "{}", run.stdout);
}

#[test]
fn a_file_beside_the_table_that_was_changed_is_named() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", "", ""));
    assert_eq!(project.run(&COMBINED).code, 0);
    project.write("dist/indicators.en.csv", "changed");
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1);
    let said = "indicators.en.csv: it was changed after it was built";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    assert!(!run.stdout.contains("indicators.en.pdf"), "{}", run.stdout);
    fs::remove_file(project.path("dist/indicators.en.csv")).unwrap();
    let run = project.run(&["verify", "dist"]);
    assert!(run.stdout.contains("indicators.en.csv: it is not there"), "{}", run.stdout);
}

#[test]
fn only_what_the_table_prints_has_to_be_translated() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let noted = "note = \"Counted otherwise [@survey].\"";
    project.write("briefs/a/brief.toml", brief("Courts", "\"KH\"", "", noted));
    let mut asked = COMBINED.to_vec();
    asked.extend(["--lang", "fr", "--on-missing", "error", "--message-format", "short"]);
    let head = "[translation]\nstatus = \"draft\"\n";
    let title = "[brief]\ntitle = \"Les tribunaux\"\n";
    let note = "[indicator.16-3-2]\nnote = \"Compté autrement [@survey].\"\n";
    let whole = format!("{head}{title}{note}");
    for (left_out, key) in [(title, "brief.title"), (note, "indicator.16-3-2.note")] {
        project.write("briefs/a/lang/fr.toml", whole.replace(left_out, ""));
        let run = project.run(&asked);
        assert_eq!(run.code, 1, "{key}: {}", run.stderr);
        let errors = run.stderr.lines().filter(|line| line.contains("error[translation::missing]"));
        let errors: Vec<&str> = errors.collect();
        assert_eq!(errors.len(), 1, "{key}: {}", run.stderr);
        assert!(errors[0].contains(&format!("`{key}`")), "{key}: {}", run.stderr);
    }
    // The summary and the findings are not in French.
    project.write("briefs/a/lang/fr.toml", &whole);
    let run = project.run(&asked);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // The brief itself wants them.
    let run = project.run(&["build", "--lang", "fr", "--on-missing", "error"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    // Nor does another language keep a table from being made.
    project.write("briefs/a/lang/es.toml", format!("{head}[brief]\nask = \"Publicar\"\n"));
    assert_eq!(project.run(&asked).code, 0);
}
