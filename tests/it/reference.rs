//! The framework table and the regions against the reference data, where that folder is there. The reference is
//! others' work and stays outside the repository; `BRIEFPRESS_REFERENCE` names its folder, and a
//! folder `shared/sdg/reference` beside the repository is found without it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use briefpress::internals::region_codes;
use briefpress::sdg::{Indicator, Matter, framework};
use serde_json::Value;

/// Where the reference data is, if it is there.
pub fn folder() -> PathBuf {
    std::env::var_os("BRIEFPRESS_REFERENCE")
        .map_or_else(|| crate::support::repository().join("../shared/sdg/reference"), PathBuf::from)
}

fn reference(name: &str) -> Option<Value> {
    let folder = folder();
    let file = folder.join(name);
    if !folder.is_dir() {
        crate::support::left_out(&folder.display().to_string());
        return None;
    }
    Some(serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap())
}

fn keys(value: &Value) -> Vec<String> {
    let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
    keys.sort();
    keys
}

fn sorted(codes: impl Iterator<Item = String>) -> Vec<String> {
    let mut codes: Vec<String> = codes.collect();
    codes.sort();
    codes
}

#[test]
fn codes_and_names_agree() {
    let Some(reference) = reference("en.json") else { return };
    let f = framework();
    assert_eq!(keys(&reference["targets"]), sorted(f.targets().map(|t| t.code.clone())));
    assert_eq!(keys(&reference["indicators"]), sorted(f.indicators().map(|i| i.code.clone())));
    for goal in &f.goals {
        assert_eq!(reference["goals"][goal.number.to_string()]["short"], goal.name.as_str());
    }
}

#[test]
fn labels_are_our_own() {
    let Some(reference) = reference("en.json") else { return };
    let f = framework();
    let text = |value: &Value| -> String {
        let text = value.as_str().or_else(|| value["title"].as_str()).unwrap_or_default();
        text.trim_end_matches('.').to_lowercase()
    };
    let targets = f.targets().map(|t| (&t.code, &t.label, text(&reference["targets"][&t.code])));
    let indicators =
        f.indicators().map(|i| (&i.code, &i.label, text(&reference["indicators"][&i.code])));
    for (code, label, official) in targets.chain(indicators) {
        assert!(!official.is_empty(), "{code}");
        assert_ne!(label.to_lowercase(), official, "{code}");
    }
}

#[test]
fn colours_agree() {
    let Some(reference) = reference("goal_colours.json") else { return };
    for goal in &framework().goals {
        assert_eq!(reference[goal.number.to_string()], goal.colour.as_str());
    }
}

#[test]
fn repeats_and_history_agree() {
    let Some(reference) = reference("indicators_meta.json") else { return };
    let f = framework();
    for indicator in f.indicators() {
        let meta = &reference["indicators"][&indicator.code];
        assert_eq!(meta["target"], indicator.target.as_str(), "{}", indicator.code);
        let repeats: Vec<String> = meta["repeats"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap().to_string())
            .collect();
        assert_eq!(
            sorted(repeats.into_iter()),
            sorted(indicator.repeats.iter().cloned()),
            "{}",
            indicator.code
        );
        let has_history = meta["history"].as_array().is_some_and(|h| !h.is_empty());
        if has_history {
            assert!(!indicator.changes.is_empty(), "{} has a history", indicator.code);
        }
    }
    let retired: BTreeMap<&str, ()> = f
        .retired
        .iter()
        .map(|r| (r.code.as_str(), ()))
        .chain(f.indicators().filter(|i| i.reuse().is_some()).map(|i| (i.code.as_str(), ())))
        .collect();
    for code in keys(&reference["retired"]) {
        // A reused code carries its former meaning in brackets.
        let bare = code.split(' ').next().unwrap();
        assert!(retired.contains_key(bare), "{code} was deleted once");
    }
}

/// The lines of a CSV file, by the names of its columns.
pub fn csv(text: &str) -> Vec<BTreeMap<String, String>> {
    let (mut lines, mut fields, mut field, mut quoted) = (vec![], vec![], String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                fields.push(std::mem::take(&mut field));
                lines.push(std::mem::take(&mut fields));
            }
            '\r' => {}
            c => field.push(c),
        }
    }
    let head: Vec<String> = lines.remove(0);
    lines.into_iter().map(|line| head.iter().cloned().zip(line).collect()).collect()
}

/// The United Nations' sheet of tiers, by the codes of indicators; none where it is not there.
fn sheet() -> Option<BTreeMap<String, BTreeMap<String, String>>> {
    let folder = folder();
    if !folder.is_dir() {
        crate::support::left_out(&folder.display().to_string());
        return None;
    }
    let text = std::fs::read_to_string(folder.join("unsd_tiers_2022-11-30.csv")).unwrap();
    let rows = csv(&text);
    assert_eq!(rows.len(), 248);
    let by_code: BTreeMap<String, _> = rows
        .into_iter()
        .map(|row| (row["indicator"].split(' ').next().unwrap().to_string(), row))
        .collect();
    assert_eq!(by_code.len(), 248, "each has a code of its own");
    Some(by_code)
}

#[test]
fn the_sheet_is_read_as_its_makers_count_it() {
    let Some(sheet) = sheet() else { return };
    // Their own codes are the same for indicators that are the same: `C010101` is 1.1.1, `C200303` is
    // 1.5.1, 11.5.1 and 13.1.1. 13.b.1 has one of its own and counts as 13.2.1.
    for (code, row) in &sheet {
        let own = &row["unsd_code"];
        let parts: Vec<&str> = code.split('.').collect();
        if !own.starts_with("C20") {
            let second = parts[1].trim_start_matches(|c: char| c.is_ascii_digit());
            let head = match second {
                "" => format!("C{:0>2}{:0>2}", parts[0], parts[1]),
                letter => format!("C{:0>2}0{letter}", parts[0]),
            };
            assert!(own.starts_with(&head), "{code} {own}");
        }
    }
    let unique: BTreeMap<&str, &str> =
        sheet.values().map(|row| (&*row["unsd_code"], &*row["tier"])).collect();
    let without_13_b_1 = unique.iter().filter(|(code, _)| **code != "C130b02");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, tier) in without_13_b_1 {
        let tier = if ["Tier I", "Tier II"].contains(tier) { tier } else { "several" };
        *counts.entry(tier).or_default() += 1;
    }
    // As the Statistics Division published them with the sheet.
    assert_eq!(counts, BTreeMap::from([("Tier I", 148), ("Tier II", 77), ("several", 6)]));
}

/// What the sheet says of a matter of an indicator of ours, in the sheet's words.
fn in_words(own: &Indicator, of: Matter) -> String {
    match (of, &own.tier) {
        (Matter::Tier, Some(tier)) => {
            let parts: Vec<String> = match &own.depends_on {
                Some(on) => vec![format!("Tier {tier} depending on {on}")],
                None => tier.split('/').map(|part| format!("Tier {part}")).collect(),
            };
            parts.join("/")
        }
        (Matter::Custodians, _) => own.custodians.join(","),
        (Matter::Partners, _) => own.partners.join(","),
        _ => String::new(),
    }
}

#[test]
fn tiers_custodians_and_partners_are_the_sheets_but_for_what_is_told() {
    let Some(sheet) = sheet() else { return };
    let f = framework();
    let mut departures: BTreeSet<(String, &str, Option<String>)> = BTreeSet::new();
    for departure in &f.departures {
        assert!(departure.reason.ends_with('.') && departure.reason.len() > 20);
        for code in &departure.codes {
            let new = (code.clone(), departure.of.name(), departure.sheet.clone());
            assert!(departures.insert(new), "{code} twice");
        }
    }
    let mut found = BTreeSet::new();
    let spaced = |cell: &str| -> String {
        cell.split(',').map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(",")
    };
    for own in f.indicators() {
        let Some(row) = sheet.get(&own.code) else {
            found.insert((own.code.clone(), "row", None));
            assert!(own.tier.is_none(), "{} has a tier of its own", own.code);
            continue;
        };
        let columns = [
            (Matter::Tier, "tier"),
            (Matter::Custodians, "custodians"),
            (Matter::Partners, "partners"),
        ];
        for (of, column) in columns {
            let cell = if of == Matter::Tier { row[column].clone() } else { spaced(&row[column]) };
            if in_words(own, of) != cell {
                found.insert((own.code.clone(), column, Some(row[column].trim().to_string())));
            }
        }
    }
    assert!(sheet.keys().all(|code| f.indicator(code).is_some()));
    assert_eq!(found, departures, "what differs, and what is told");
    // What later decisions make of it.
    let has = |tier: &str| f.indicators().filter(|own| own.tier.as_deref() == Some(tier)).count();
    let rows = |tier: &str| sheet.values().filter(|row| row["tier"] == tier).count();
    assert_eq!((rows("Tier I"), rows("Tier II")), (157, 85));
    assert_eq!(has("I"), rows("Tier I") + 4 - 1, "four more, without 3.8.2");
    assert_eq!(has("II"), rows("Tier II") - 4 - 1, "four less, without 4.6.1");
}

#[test]
fn labels_count_what_the_sheet_counts() {
    let Some(sheet) = sheet() else { return };
    for own in framework().indicators() {
        let Some(row) = sheet.get(&own.code) else { continue };
        let wording = row["indicator"].split_once(' ').unwrap().1;
        let (label, low) = (&own.label, own.label.to_lowercase());
        let fits = if wording.starts_with("Number of countries") {
            label.starts_with("Countries")
        } else if wording.starts_with("Proportion of countries") {
            label.starts_with("Share of countries")
        } else if wording.starts_with("Proportion of") {
            ["share", "relative", "rate", "coverage"].iter().any(|word| low.contains(word))
        } else if wording.starts_with("Number of") {
            !low.contains("share")
        } else if wording.starts_with("Degree of") {
            low.contains("degree") || low.contains("extent")
        } else {
            true
        };
        assert!(fits, "{}: {label} / {wording}", own.code);
    }
}

#[test]
fn regions_are_those_of_m49() {
    let folder = folder();
    if !folder.is_dir() {
        return crate::support::left_out(&folder.display().to_string());
    }
    let text = std::fs::read_to_string(folder.join("country-codes_2026-05-15.csv")).unwrap();
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for line in csv(&text) {
        for kind in ["Global", "Region", "Sub-region", "Intermediate Region"] {
            let code = line[&format!("{kind} Code")].trim();
            if !code.is_empty() {
                named.insert(format!("{code:0>3}"), line[&format!("{kind} Name")].clone());
            }
        }
    }
    // North America is a region of M49 that no country is listed under. The Channel Islands were one.
    named.insert("003".into(), "North America".into());
    named.remove("830");
    let ours: BTreeMap<String, String> =
        region_codes().map(|(c, name)| (c.to_string(), name.to_string())).collect();
    assert_eq!(ours, named);
}
