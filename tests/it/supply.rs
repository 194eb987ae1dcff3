//! Where what the program is built from, and with, comes from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::repository;

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A tag can be moved to other code by whoever may write to a repository; a commit cannot.
#[test]
fn actions_of_others_are_named_by_commit() {
    let mut files = vec!["action.yml".to_string(), "docs/ci.md".into(), "README.md".into()];
    for workflow in fs::read_dir(repository().join(".github/workflows")).unwrap() {
        files.push(format!(".github/workflows/{}", workflow.unwrap().file_name().display()));
    }
    let mut found = 0;
    for file in &files {
        let text = read(file);
        for (_, named) in text.lines().filter_map(|line| line.split_once("uses: ")) {
            if named.starts_with("./") || named.starts_with("your-organisation/") {
                continue;
            }
            let (commit, version) =
                named.split_once('@').expect(named).1.split_once("  # v").expect(named);
            let is_commit = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(is_commit, "{file}: {named}");
            assert!(version.split('.').count() == 3, "{file}: {named}");
            found += 1;
        }
    }
    assert!(found > 15, "{found}");
}

/// The libraries of a lock, each with its versions.
fn locked(path: &str) -> BTreeMap<String, BTreeSet<String>> {
    let lock: toml::Table = read(path).parse().unwrap();
    let mut locked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let text = |key: &str| package.get(key).and_then(toml::Value::as_str).map(String::from);
        if text("source").is_some() {
            locked.entry(text("name").unwrap()).or_default().insert(text("version").unwrap());
        }
    }
    locked
}

/// What is fuzzed is what is built.
#[test]
fn fuzzing_uses_the_libraries_of_the_program() {
    let own = locked("Cargo.lock");
    let fuzzed = locked("fuzz/Cargo.lock");
    assert!(fuzzed.contains_key("libfuzzer-sys") && fuzzed.len() > 100);
    for (name, versions) in fuzzed {
        let Some(known) = own.get(&name) else { continue };
        assert!(versions.is_subset(known), "{name}: {versions:?}, and in the program {known:?}");
    }
}
