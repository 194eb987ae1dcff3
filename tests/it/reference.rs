//! The framework table and the regions against the reference data, where that folder is there. The reference is
//! others' work and stays outside the repository; `BRIEFPRESS_REFERENCE` names its folder, and a
//! folder `shared/sdg/reference` beside the repository is found without it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use briefpress::internals::region_codes;
use briefpress::sdg::framework;
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
fn tiers_repeats_and_history_agree() {
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
        let tier = meta["tier_statcan"].as_str().unwrap_or_default();
        let ours = indicator.tier.as_deref().unwrap_or_default();
        assert_eq!(tier.contains("II"), ours.contains("II"), "{}: {tier} {ours}", indicator.code);
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
