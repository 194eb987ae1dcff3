//! What the package says of itself: which libraries it is made of, what it has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{MINIMAL, TestProject, repository};

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn manifest() -> toml::Table {
    read("Cargo.toml").parse().unwrap()
}

/// The libraries that cargo links into the program on one platform or another, with their versions,
/// as cargo itself says for a package. `lock` has it look at Cargo.lock.
fn linked(package: &Path, lock: &[&str]) -> BTreeSet<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .args(lock)
        .current_dir(package)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let id = |value: &Value| value.as_str().unwrap().to_string();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let nodes: BTreeMap<String, Value> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (id(&node["id"]), node["deps"].clone()))
        .collect();
    let root = id(&metadata["resolve"]["root"]);
    let mut found = BTreeSet::new();
    let mut pending = vec![root.clone()];
    while let Some(next) = pending.pop() {
        if !found.insert(next.clone()) {
            continue;
        }
        for needed in list(&nodes[&next]) {
            let is_linked = |kind: &Value| kind["kind"] != "dev" && kind["target"] != "cfg(any())";
            if list(&needed["dep_kinds"]).iter().any(is_linked) {
                pending.push(id(&needed["pkg"]));
            }
        }
    }
    found.remove(&root);
    list(&metadata["packages"])
        .iter()
        .filter(|package| found.contains(&id(&package["id"])))
        .map(|package| (id(&package["name"]), id(&package["version"])))
        .collect()
}

#[test]
fn cargo_links_what_the_lock_says_also_when_it_does_not_look_at_it() {
    let locked = linked(repository(), &["--locked"]);
    assert!(locked.len() > 300, "{}", locked.len());
    // As `cargo install` without `--locked` has it: no lock, and the newest of everything.
    let package = TestProject::empty();
    package.write("Cargo.toml", read("Cargo.toml"));
    for source in ["src/main.rs", "src/lib.rs", "benches/stages.rs", "build.rs"] {
        package.write(source, "fn main() {}");
    }
    let unlocked = linked(&package.path(""), &[]);
    let others: Vec<_> = locked.symmetric_difference(&unlocked).collect();
    assert!(others.is_empty(), "`.ci/pins` writes the versions into Cargo.toml: {others:?}");
    // A lock that says something else is not what is built: it is refused, or put right.
    let lock = read("Cargo.lock");
    let at = lock.find("name = \"typst-library\"\nversion = \"").unwrap();
    let older = lock[at..].replacen("version = \"0.15.1\"", "version = \"0.15.0\"", 1);
    assert_ne!(older, lock[at..]);
    package.write("Cargo.lock", format!("{}{older}", &lock[..at]));
    assert_eq!(linked(&package.path(""), &[]), locked);
}

#[test]
fn the_bill_of_materials_names_what_cargo_links() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["build", "-q", "--only", "brief", "--sbom"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let bill: Value = serde_json::from_slice(&project.read("dist/sbom.cdx.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let components = bill["components"].as_array().unwrap().iter();
    let libraries: BTreeSet<(String, String)> = components
        .filter(|component| component["type"] == "library")
        .map(|component| (text(&component["name"]), text(&component["version"])))
        .collect();
    let linked = linked(repository(), &["--locked"]);
    let others: Vec<_> = linked.symmetric_difference(&libraries).collect();
    assert!(others.is_empty(), "{others:?}");
    // What the program asks for itself is what Cargo.toml lists, and not what it pins.
    let tool = &bill["components"][0]["bom-ref"];
    let needs = bill["dependencies"].as_array().unwrap().iter();
    let direct = needs.filter(|entry| entry["ref"] == *tool).map(|entry| &entry["dependsOn"]);
    let direct: Vec<String> = direct.flat_map(|all| all.as_array().unwrap()).map(text).collect();
    let package = manifest();
    let unix = package["target"]["cfg(unix)"]["dependencies"].as_table().unwrap();
    let asked = package["dependencies"].as_table().unwrap().keys().chain(unix.keys());
    let asked: BTreeSet<&str> = asked.map(String::as_str).collect();
    let named: BTreeSet<&str> = direct
        .iter()
        .map(|purl| purl.trim_start_matches("pkg:cargo/").split('@').next().unwrap())
        .collect();
    assert_eq!((named, direct.len()), (asked.clone(), asked.len()));
}

#[test]
fn typst_is_pinned_and_no_library_needs_a_newer_rust() {
    let package = manifest();
    let dependencies = package["dependencies"].as_table().unwrap();
    for (name, wanted) in dependencies.iter().filter(|(name, _)| name.starts_with("typst")) {
        let version = wanted.as_str().or_else(|| wanted["version"].as_str()).unwrap();
        assert!(version.starts_with('='), "{name} = {version}");
    }
    let own = package["package"]["rust-version"].as_str().unwrap();
    for place in ["README.md", "docs/ci.md"] {
        assert!(read(place).contains(own), "{place} names Rust {own}");
    }
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .current_dir(repository())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |version: &str| -> Vec<u32> {
        let parts = version.split('.').map(|part| part.parse().unwrap());
        parts.chain([0, 0]).take(3).collect()
    };
    for library in metadata["packages"].as_array().unwrap() {
        if let Some(wanted) = library["rust_version"].as_str() {
            assert!(number(wanted) <= number(own), "{} needs Rust {wanted}", library["name"]);
        }
    }
}

#[test]
fn what_is_published_is_what_it_is_built_and_tested_from() {
    let output = Command::new(env!("CARGO"))
        .args(["package", "--list", "--locked", "--offline", "--allow-dirty"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).unwrap();
    let listed: BTreeSet<String> = listed.lines().map(|line| line.replace('\\', "/")).collect();
    let top: BTreeSet<&str> = listed.iter().filter_map(|path| path.split('/').next()).collect();
    let wanted = [
        ".cargo_vcs_info.json",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "Cargo.toml.orig",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "SECURITY.md",
        "benches",
        "briefpress.toml",
        "briefs",
        "build.rs",
        "docs",
        "fonts",
        "src",
        "templates",
        "tests",
    ];
    // A copy without Git has no commit to name.
    let others = top.iter().filter(|name| !wanted.contains(name)).collect::<Vec<_>>();
    assert!(others.is_empty(), "{others:?}");
    for name in wanted.iter().filter(|name| **name != ".cargo_vcs_info.json") {
        assert!(top.contains(name), "{name}");
    }
    for file in ["fonts/fonts.toml", "briefs/page-one.png", "benches/stages.rs", "docs/ci.md"] {
        assert!(listed.contains(file), "{file}");
    }
}

#[test]
fn the_changelog_is_kept_by_release() {
    let text = read("CHANGELOG.md");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("# Changelog"));
    let mut releases: Vec<(Vec<u32>, String)> = Vec::new();
    let mut sections = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('#')).skip(1) {
        if let Some(kind) = line.strip_prefix("### ") {
            let kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
            assert!(kinds.contains(&kind), "{line}");
            assert!(!sections.contains(&kind), "twice in one release: {line}");
            sections.push(kind);
            continue;
        }
        sections.clear();
        if line == "## [Unreleased]" {
            assert!(releases.is_empty(), "what is not released stands first");
            continue;
        }
        let (version, date) = line
            .strip_prefix("## [")
            .and_then(|rest| rest.split_once("] - "))
            .unwrap_or_else(|| panic!("{line}: `## [1.2.3] - 2026-01-31`"));
        let version = version.split('.').map(|part| part.parse().unwrap()).collect::<Vec<u32>>();
        assert_eq!(version.len(), 3, "{line}");
        let day: toml::value::Datetime = date.parse().unwrap_or_else(|_| panic!("{line}"));
        assert!(day.date.is_some() && day.time.is_none(), "{line}");
        if let Some((later, on)) = releases.last() {
            assert!(*later > version && on.as_str() >= date, "{line} stands below a later release");
        }
        releases.push((version, date.to_string()));
    }
    let own = manifest()["package"]["version"].as_str().unwrap().to_string();
    let newest: Vec<String> = releases[0].0.iter().map(u32::to_string).collect();
    assert_eq!(newest.join("."), own, "the version of Cargo.toml is the newest release");
}

#[test]
fn cargo_binstall_looks_for_archives_where_a_release_has_them() {
    let own = manifest();
    let binstall = &own["package"]["metadata"]["binstall"];
    let windows = &binstall["overrides"]["x86_64-pc-windows-msvc"];
    let release = read(".github/workflows/release.yml");
    assert_eq!(release.matches("target: x86_64-pc-windows-msvc}").count(), 1);
    let packed = read(".ci/dist");
    assert!(packed.contains("stem = f\"{NAME}-{VERSION}-{target}\""));
    let folder = "briefpress-{ version }-{ target }";
    for (table, suffix) in [(binstall, "tar.gz"), (windows, "zip")] {
        let place = format!("{{ repo }}/releases/download/v{{ version }}/{folder}.{suffix}");
        assert_eq!(table["pkg-url"].as_str(), Some(place.as_str()));
        assert!(packed.contains(&format!("f\"{{stem}}.{suffix}\"")), "{suffix}");
    }
    let inside = format!("{folder}/{{ bin }}{{ binary-ext }}");
    assert_eq!(binstall["bin-dir"].as_str(), Some(inside.as_str()));
    let version = own["package"]["version"].as_str().unwrap();
    for place in ["docs/install.md", "docs/ci.md", "docs/kubernetes.yaml"] {
        assert!(read(place).contains(version), "{place} names {version}");
    }
}
