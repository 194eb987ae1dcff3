//! The library: what its functions come to, held against what the program does with the same project.

use std::fs;
use std::sync::atomic::AtomicBool;

use briefpress::{BuildOptions, Event, Manifest, OpenOptions, Options, Rebuild, Workers};

use crate::support::{MINIMAL, TestProject};

#[test]
fn a_project_is_opened_planned_built_and_verified() {
    let project = TestProject::with_brief(MINIMAL);
    let root = project.path("");
    let opened = briefpress::open(&root, &OpenOptions::default()).unwrap();
    assert!(opened.failures().is_empty());
    assert_eq!(briefpress::check(&opened).iter().count(), 0);
    let (out, how) = (project.path("mine"), BuildOptions::default());
    let options = Options::everything(&out);
    let planned = briefpress::plan(&opened, &options, &how);
    assert!(planned.iter().all(|file| !file.is_kept()), "{planned:?}");

    let interrupted = AtomicBool::new(false);
    let workers = Workers::of(assert_cmd::cargo::cargo_bin("briefpress"), &interrupted);
    let mut written = Vec::new();
    let summary = briefpress::build(&opened, &options, &how, &workers, &mut |event| {
        if let Event::Written(file, _) = event {
            written.push(file.path.clone());
        }
    });
    assert!(summary.complete);
    written.sort();
    let mut paths: Vec<String> = planned.into_iter().map(|file| file.path).collect();
    paths.sort();
    assert_eq!(written, paths);

    // The program makes the same bytes, and finds nothing left to do.
    assert_eq!(project.run(&["build", "-q", "--out", "theirs"]).code, 0);
    for file in project.files("theirs") {
        let (theirs, mine) = (format!("theirs/{file}"), format!("mine/{file}"));
        assert!(project.read(&theirs) == project.read(&mine), "{file}");
    }
    let again = briefpress::plan(&opened, &options, &how);
    assert!(again.iter().all(briefpress::Planned::is_kept), "{again:?}");
    let all = BuildOptions { rebuild: Rebuild::All, ..how };
    assert!(!briefpress::plan(&opened, &options, &all).iter().any(briefpress::Planned::is_kept));

    let json = fs::read(out.join("manifest.json")).unwrap();
    let manifest = Manifest::from_json(&json).unwrap();
    assert!(briefpress::verify(&out, &manifest, &opened, &workers, &mut |_| {}).is_empty());
    fs::write(out.join(&written[0]), "other").unwrap();
    let found = briefpress::verify(&out, &manifest, &opened, &workers, &mut |_| {});
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].path, written[0]);
}

#[test]
fn what_is_not_all_there_is_not_complete() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", "title = 1");
    let opened = briefpress::open(&project.path(""), &OpenOptions::default()).unwrap();
    assert!(briefpress::check(&opened).iter().count() > 0);
    let interrupted = AtomicBool::new(false);
    let workers = Workers::of(assert_cmd::cargo::cargo_bin("briefpress"), &interrupted);
    let options = Options::everything(&project.path("dist"));
    let how = BuildOptions::default();
    let summary = briefpress::build(&opened, &options, &how, &workers, &mut |_| {});
    assert_eq!(summary.built, 2);
    assert!(!summary.complete);
    // A folder where the manifest should be: it cannot be written, and the summary does not say otherwise.
    let out = project.path("dist");
    fs::remove_file(out.join("manifest.json")).unwrap();
    fs::create_dir_all(out.join("manifest.json/x")).unwrap();
    project.write("briefs/b/brief.toml", MINIMAL);
    let opened = briefpress::open(&project.path(""), &OpenOptions::default()).unwrap();
    let options = Options::everything(&out);
    let summary = briefpress::build(&opened, &options, &how, &workers, &mut |_| {});
    assert_eq!((summary.built, summary.complete), (4, false));
}
