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

#[test]
fn a_tier_is_shown_with_its_day_or_what_decided_it_and_with_what_is_not_sure() {
    let project = TestProject::empty();
    let show = |code: &str| project.run(&["sdg", "show", code]).stdout;
    for (code, words) in [
        ("5.2.1", "tier       I, as of 2022-11-30 (Tier classification"),
        ("6.3.2", "tier       I, E/CN.3/2025/6 (Tier II on 2022-11-30)"),
        ("1.a.2", "tier       I/II, depending on the service, as of"),
        ("1.a.2", "sheet      custodians: The sheet names no custodian"),
        ("8.7.1", "UNICEF (United Nations Children’s Fund)"),
        ("4.c.1", "custodian  UNESCO-UIS (UNESCO Institute for Statistics)\npartner    OECD ("),
        ("4.c.1", "doubt      tier: One later list says Tier I"),
        ("12.a.1", "doubt      wording: "),
        ("2.2.4", "sheet      Added in 2025"),
        ("12.7.1", "Indicator 12.7.1: Countries "),
    ] {
        assert!(show(code).contains(words), "{code}: {}", show(code));
    }
    for code in ["2.2.4", "8.9.2", "11.c.1", "3.8.2", "4.6.1"] {
        assert!(!show(code).contains("\ntier "), "{}", show(code));
    }
    let run = project.run(&["sdg", "show", "16.3.1", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["tier"], &json["tier_source"]), (&"II".into(), &"2022-11-30".into()));
    assert_eq!(json["agencies"]["UNODC"], "United Nations Office on Drugs and Crime");
    assert_eq!(json["doubts"][0]["about"], "tier");
    assert_eq!(json["parent"], "16.3");
    let run = project.run(&["sdg", "show", "16.3", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["parts"], serde_json::json!(["16.3.1", "16.3.2", "16.3.3"]));
    assert_eq!(project.run(&["sdg", "show", "8.7.2", "--format", "json"]).code, 1);
}

/// The records of a CSV file whose lines end as RFC 4180 says, field by field.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![];
    let (mut record, mut rest) = (vec![], text);
    while !rest.is_empty() {
        let field = if let Some(quoted) = rest.strip_prefix('"') {
            let mut end = quoted.find('"').unwrap();
            while quoted[end + 1..].starts_with('"') {
                end += 2 + quoted[end + 2..].find('"').unwrap();
            }
            rest = &quoted[end + 1..];
            quoted[..end].replace("\"\"", "\"")
        } else {
            let (field, after) = rest.split_at(rest.find([',', '\r']).unwrap());
            assert!(!field.contains(['"', '\n']), "{field}");
            rest = after;
            field.to_string()
        };
        record.push(field);
        if let Some(after) = rest.strip_prefix(',') {
            rest = after;
        } else {
            rest = rest.strip_prefix("\r\n").expect("a record ends in CR LF");
            records.push(std::mem::take(&mut record));
        }
    }
    records
}

#[test]
fn all_codes_are_listed_in_every_form() {
    let project = TestProject::empty();
    let codes = |args: &[&str]| {
        let run = project.run(&[&["sdg", "codes"], args].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    let rows = records(&codes(&["--format", "csv"]));
    let head = rows[0].clone();
    let column = |name: &str| head.iter().position(|it| it == name).unwrap();
    assert!(rows.iter().all(|row| row.len() == head.len()));
    let (code, kind, repeats) = (column("code"), column("kind"), column("repeats"));
    let of = |word: &str| rows.iter().filter(|row| row[kind] == word).count();
    assert_eq!((of("goal"), of("target"), of("indicator")), (17, 169, 251));
    // An indicator and what it repeats are one: it counts at the first of its codes.
    let mut seen = std::collections::BTreeSet::new();
    let unique = rows.iter().filter(|row| row[kind] == "indicator").filter(|row| {
        let new = !row[repeats].split("; ").any(|other| seen.contains(other));
        seen.insert(row[code].clone());
        new
    });
    assert_eq!(unique.count(), 234);
    let order = |code: &str| -> Vec<(u8, u32)> {
        let key = |part: &str| part.parse().map_or((1, part.as_bytes()[0].into()), |n| (0, n));
        code.split('.').map(key).collect()
    };
    for pair in rows[1..].windows(2) {
        assert!(
            order(&pair[0][code]) < order(&pair[1][code]),
            "{} {}",
            pair[0][code],
            pair[1][code]
        );
    }
    let row = rows.iter().find(|row| row[code] == "4.c.1").unwrap();
    let cells = ["tier", "tier_source", "custodians", "partners", "national"];
    let cells = cells.map(|name| row[column(name)].as_str());
    assert_eq!(cells, ["II", "2022-11-30", "UNESCO-UIS", "OECD", "false"]);

    let with_retired = records(&codes(&["--format", "csv", "--retired"]));
    let gone: Vec<_> = with_retired.iter().filter(|row| !rows.contains(row)).collect();
    let gone: Vec<&str> = gone.iter().map(|row| row[code].as_str()).collect();
    assert_eq!(gone, ["1.a.3", "13.3.2", "17.6.2"]);
    assert_eq!(with_retired.len(), rows.len() + 3);

    let json: serde_json::Value = serde_json::from_str(&codes(&["--format", "json"])).unwrap();
    let json = json.as_array().unwrap();
    assert_eq!(json.len(), rows.len() - 1);
    for (entry, row) in json.iter().zip(&rows[1..]) {
        assert_eq!(
            (entry["code"].as_str(), entry["label"].as_str()),
            (Some(&*row[code]), Some(&*row[column("label")]))
        );
        let listed = entry["custodians"].as_array().unwrap().iter();
        let listed: Vec<&str> = listed.map(|name| name.as_str().unwrap()).collect();
        assert_eq!(listed.join("; "), row[column("custodians")]);
    }
    assert_eq!(codes(&[]).lines().count(), json.len());
}
