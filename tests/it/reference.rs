//! The framework table against the reference data, where that folder is there. The reference is
//! others' work and stays outside the repository; `BRIEFPRESS_REFERENCE` names its folder, and a
//! folder `shared/sdg/reference` beside the repository is found without it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use briefpress::sdg::framework;
use serde_json::Value;

fn reference(name: &str) -> Option<Value> {
    let folder = std::env::var_os("BRIEFPRESS_REFERENCE").map_or_else(
        || crate::support::repository().join("../shared/sdg/reference"),
        PathBuf::from,
    );
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
