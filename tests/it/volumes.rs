//! Releases of more briefs than one manifest lists: volumes beside it say what of whom, and of a brief that is made anew one
//! is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{MINIMAL, TestProject};

/// Some more than a manifest lists itself.
const MANY: usize = 260;

const TABLES: [&str; 3] = ["build", "--only", "indicators"];

fn id(at: usize) -> String {
    format!("b{at:03}")
}

fn write(project: &TestProject, at: usize, title: &str) {
    let text = MINIMAL.replacen("title = \"", &format!("title = \"{title} {at}, "), 1);
    project.write(&format!("briefs/{}/brief.toml", id(at)), text);
}

/// A project of many briefs, built.
fn built() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    fs::remove_dir_all(project.path("briefs/a")).unwrap();
    (0..MANY).for_each(|at| write(&project, at, "Brief"));
    build(&project, &[]);
    project
}

/// Builds, and returns what was said.
fn build(project: &TestProject, more: &[&str]) -> String {
    let run = project.run(&[&TABLES[..], more].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stderr
}

fn json(project: &TestProject, path: &str) -> Value {
    serde_json::from_slice(&project.read(path)).unwrap()
}

/// The volumes of a release, by their paths from it.
fn volumes(project: &TestProject, out: &str) -> BTreeMap<String, Value> {
    let root = json(project, &format!("{out}/manifest.json"));
    let volumes = root["volumes"].as_array().cloned().unwrap_or_default();
    let path = |volume: Value| volume["path"].as_str().unwrap().to_string();
    let volume = |path: String| (path.clone(), json(project, &format!("{out}/{path}")));
    volumes.into_iter().map(path).map(volume).collect()
}

/// The ids of the briefs that a release lists.
fn listed(project: &TestProject, out: &str) -> BTreeSet<String> {
    let root = json(project, &format!("{out}/manifest.json"));
    let volumes = volumes(project, out);
    let files = volumes.values().chain([&root]).flat_map(|of| of["files"].as_array().unwrap());
    files.map(|file| file["brief"].as_str().unwrap().to_string()).collect()
}

fn same(project: &TestProject, one: &str, other: &str) {
    assert_eq!(project.files(one), project.files(other));
    for file in project.files(one) {
        let (a, b) = (format!("{one}/{file}"), format!("{other}/{file}"));
        assert!(project.read(&a) == project.read(&b), "{file} in {other}");
    }
}

/// The files of a release, with their digests as sha256sum takes them.
fn checked(project: &TestProject, out: &str) {
    let mut check = Command::new("sha256sum");
    check.args(["--check", "--strict", "--quiet", "SHA256SUMS"]).current_dir(project.path(out));
    let output = check.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let sums = String::from_utf8(project.read(&format!("{out}/SHA256SUMS"))).unwrap();
    let mut listed: BTreeSet<String> =
        sums.lines().map(|line| line.split_once("  ").unwrap().1.to_string()).collect();
    listed.insert("SHA256SUMS".into());
    assert_eq!(project.files(out).into_iter().collect::<BTreeSet<_>>(), listed);
}

/// The files of a release that are not as its checksums say.
fn failed(project: &TestProject, out: &str) -> Vec<String> {
    let mut check = Command::new("sha256sum");
    let output = check.args(["--check", "SHA256SUMS"]).current_dir(project.path(out)).output();
    let told = String::from_utf8(output.unwrap().stdout).unwrap();
    let failed = told.lines().filter_map(|line| line.split_once(": FAILED"));
    failed.map(|(path, _)| path.to_string()).collect()
}

/// What a manifest says of the release as a whole.
fn state(project: &TestProject) -> (Value, Value) {
    let root = json(project, "dist/manifest.json");
    (root["complete"].clone(), root["failed"].clone())
}

#[test]
fn where_all_that_there_are_are_named_all_are_looked_at() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    build(&project, &[]);
    let written = project.read("dist/manifest.json");
    let other = String::from_utf8(written.clone()).unwrap().replacen("Office", "Officer", 1);
    project.write("dist/manifest.json", other);
    let said = build(&project, &["b", "a"]);
    assert!(said.contains("it was changed after it was written"), "{said}");
    assert!(project.read("dist/manifest.json") == written);
    // What could not be made is found out to be there.
    project.write("briefs/b/brief.toml", "title = ");
    assert_eq!(project.run(&TABLES).code, 1);
    assert_eq!(state(&project).0, false);
    project.write("briefs/b/brief.toml", MINIMAL);
    build(&project, &["a", "b"]);
    assert!(project.read("dist/manifest.json") == written);
}

#[test]
fn what_is_missing_of_others_is_missing_still() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    project.write("briefs/c/brief.toml", MINIMAL);
    build(&project, &[]);
    // Of one nothing is known, not even its language; another can be read, and is wrong.
    project.write("briefs/c/brief.toml", "title = ");
    project.write("briefs/b/brief.toml", MINIMAL.replacen("title = ", "titel = ", 1));
    assert_eq!(project.run(&TABLES).code, 1);
    let (complete, failed) = state(&project);
    assert!(complete == false && failed.to_string().contains("b/b.en"), "{failed}");
    let run = project.run(&[&TABLES[..], &["a"]].concat());
    assert_eq!((run.code, state(&project)), (0, (complete, failed)), "{}", run.stderr);
    project.write("briefs/b/brief.toml", MINIMAL);
    build(&project, &["b"]);
    assert_eq!(state(&project).0, false, "nothing can be made of `c`");
    project.write("briefs/c/brief.toml", MINIMAL);
    build(&project, &[]);
    assert_eq!(state(&project), (true.into(), Vec::<Value>::new().into()));
}

/// Waits until what was written is believed by what the file system says of it.
fn settle(project: &TestProject) {
    sleep(Duration::from_millis(2100));
    let said = build(project, &[]);
    assert!(said.contains("0 files built"), "{said}");
}

#[test]
fn many_briefs_are_listed_in_volumes_that_their_ids_part() {
    let project = built();
    checked(&project, "dist");
    assert_eq!(listed(&project, "dist"), (0..MANY).map(id).collect());
    let root = json(&project, "dist/manifest.json");
    assert_eq!((&root["format"], root["files"].as_array().unwrap().len()), (&2.into(), 0));
    let mut briefs = Vec::new();
    for volume in root["volumes"].as_array().unwrap() {
        let path = volume["path"].as_str().unwrap();
        let bytes = project.read(&format!("dist/{path}"));
        let digest: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(volume["sha256"], digest.as_str());
        let own = json(&project, &format!("dist/{path}"));
        let files = own["files"].as_array().unwrap();
        let ids: Vec<&str> = files.iter().map(|file| file["brief"].as_str().unwrap()).collect();
        let named: Vec<&str> =
            volume["briefs"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!((named, &path[9..path.len() - 5]), (ids.clone(), ids[0]));
        // A volume begins where the digest of an id says so, and nowhere else.
        for (place, id) in ids.iter().enumerate() {
            let begins = Sha256::digest(id.as_bytes())[0] % 64 == 0;
            assert!(begins == (place == 0) || briefs.is_empty() && place == 0, "{id}");
        }
        briefs.extend(ids.into_iter().map(String::from));
        // Inputs are those of its own files.
        let inputs = own["inputs"].as_array().unwrap();
        let used: BTreeSet<u64> = files
            .iter()
            .flat_map(|file| file["inputs"].as_array().unwrap())
            .map(|place| place.as_u64().unwrap())
            .collect();
        assert_eq!(used, (0..inputs.len() as u64).collect());
    }
    assert!(briefs.is_sorted());
    // A brief that comes moves no other from one volume to another.
    let before = volumes(&project, "dist");
    write(&project, 1000, "Brief");
    build(&project, &[]);
    let after = volumes(&project, "dist");
    assert_eq!(after.iter().filter(|(path, own)| before.get(*path) != Some(own)).count(), 1);
    // Where few are left, the manifest lists them itself again.
    (200..MANY)
        .chain([1000])
        .for_each(|at| fs::remove_dir_all(project.path(&format!("briefs/{}", id(at)))).unwrap());
    build(&project, &[]);
    assert!(!project.path("dist/manifest").exists());
    assert_eq!(json(&project, "dist/manifest.json")["files"].as_array().unwrap().len(), 200);
    checked(&project, "dist");
    build(&project, &["--out", "new"]);
    same(&project, "dist", "new");
}

#[test]
fn what_is_built_of_one_brief_is_what_is_built_of_all() {
    let project = built();
    settle(&project);
    // A change that pages of the release do not show, and one that they do.
    let text = MINIMAL.replacen("title = \"", "title = \"Brief 7, ", 1);
    let unseen = text.replace("Counts children.", "Counts workers.");
    for text in [&unseen, &unseen.replace("Brief 7", "A longer title of brief 7")] {
        project.write("briefs/b007/brief.toml", text);
        let before = volumes(&project, "dist");
        let said = build(&project, &["b007"]);
        assert!(said.contains("1 file built"), "{said}");
        let after = volumes(&project, "dist");
        assert_eq!(before.iter().filter(|(path, own)| after[*path] != **own).count(), 1);
        checked(&project, "dist");
        build(&project, &["--out", "new"]);
        same(&project, "dist", "new");
        settle(&project);
    }
}

/// Kills a build, for a moment where one is given, once what it was to make is there.
fn killed(project: &TestProject, moment: Option<&str>, is_there: &dyn Fn() -> bool) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_briefpress"))
        .args(TABLES)
        .args(["-q", "--jobs", "1"])
        .envs(moment.map(|moment| ("SOURCE_DATE_EPOCH", moment)))
        .current_dir(project.path(""))
        .spawn()
        .unwrap();
    while !is_there() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it came to the brief");
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_a_killed_build_made_is_listed_by_one_of_another_brief() {
    let project = built();
    settle(&project);
    let kinds = ["pdf", "csv", "json", "xlsx"];
    let paths = kinds.map(|kind| format!("dist/b001/b001.en.indicators.{kind}"));
    let made = || paths.each_ref().map(|path| project.read(path));
    let change = |at: usize, word: &str| {
        let text = MINIMAL.replacen("title = \"", &format!("title = \"Brief {at}, "), 1);
        let text = text.replace("Counts children.", &format!("Counts {word}."));
        project.write(&format!("briefs/{}/brief.toml", id(at)), text);
    };
    for (word, is_written) in [("workers", true), ("women", false), ("men", true)] {
        let before = made();
        (1..60).for_each(|at| change(at, word));
        // They are put in place one directly after another, which a kill may part.
        killed(&project, None, &|| made().iter().zip(&before).all(|(now, before)| now != before));
        // It may as well have been killed just before it wrote them.
        if !is_written {
            paths.iter().zip(before).for_each(|(path, before)| project.write(path, before));
        }
        // Of what somebody took away of it, what is left is known.
        if word == "men" {
            fs::remove_file(project.path(&paths[1])).unwrap();
        }
        change(250, word);
        let said = build(&project, &["b250"]);
        assert!(said.contains("1 file built"), "{said}");
        match word {
            "men" => assert_eq!(failed(&project, "dist"), ["b001/b001.en.indicators.csv"]),
            _ => checked(&project, "dist"),
        }
    }
    build(&project, &[]);
    build(&project, &["--out", "new"]);
    same(&project, "dist", "new");
}

/// What it made is not what the manifest lists, and its journal says nothing to a build of this moment.
#[test]
fn where_a_build_for_another_moment_was_killed_one_brief_alone_is_not_built() {
    let project = built();
    let table = || project.read("dist/b001/b001.en.indicators.pdf");
    let before = table();
    let refused = || {
        let left = project.read("dist/b250/b250.en.indicators.pdf");
        let run = project.run(&[&TABLES[..], &["b250"]].concat());
        assert_eq!(run.code, 3, "{}", run.stderr);
        let told = "dist/.briefpress-journal: a build by another briefpress, or for another moment, was killed";
        assert!(run.stderr.contains(told), "{}", run.stderr);
        assert!(project.read("dist/b250/b250.en.indicators.pdf") == left);
    };
    killed(&project, Some("86400"), &|| table() != before);
    write(&project, 250, "Another");
    // It stays so, however often it is tried, and where the build that would mend it is killed, too.
    refused();
    refused();
    killed(&project, None, &|| table() == before);
    refused();
    build(&project, &[]);
    checked(&project, "dist");
    build(&project, &["--out", "new"]);
    same(&project, "dist", "new");
    write(&project, 250, "A third");
    assert!(build(&project, &["b250"]).contains("1 file built"));
    checked(&project, "dist");
}

/// A volume is believed where it is the one that the manifest was written with, not where it is a volume.
#[test]
fn a_volume_of_another_time_or_place_is_not_believed() {
    let project = built();
    settle(&project);
    let paths: Vec<String> = volumes(&project, "dist").into_keys().collect();
    let [first, last] = [&paths[0], &paths[paths.len() - 1]].map(|path| format!("dist/{path}"));
    let older = project.read(&first);
    let text = MINIMAL.replace("Counts children.", "Counts workers.");
    project.write("briefs/b000/brief.toml", text.replacen("title = \"", "title = \"Brief 0, ", 1));
    build(&project, &["b000"]);
    let newer = project.read(&first);
    assert!(newer != older);
    write(&project, 259, "Another");
    for (path, bytes) in [(&first, older), (&first, project.read(&last))] {
        project.write(path, bytes);
        let run = project.run(&[&TABLES[..], &["b259"]].concat());
        assert_eq!(run.code, 3, "{}", run.stderr);
        let told = format!("{path}: it is not the one that the manifest was written with");
        assert!(run.stderr.contains(&told), "{}", run.stderr);
    }
    project.write(&first, newer);
    build(&project, &["b259"]);
    checked(&project, "dist");
    build(&project, &[]);
    build(&project, &["--out", "new"]);
    same(&project, "dist", "new");
}

#[test]
fn of_briefs_that_were_not_asked_for_nothing_changes() {
    let project = built();
    settle(&project);
    let of = |id: &str| {
        let all = volumes(&project, "dist").into_values().map(|own| {
            own["files"].as_array().unwrap().iter().find(|file| file["brief"] == id).cloned()
        });
        let mut file = all.flatten().next()?;
        // These are places in a list that is shorter when a brief is gone.
        file.as_object_mut().unwrap().remove("inputs");
        Some(file)
    };
    // One that is another now, one that is gone, one that cannot be read, and one that is new.
    let (two, four) = (of("b002"), of("b004"));
    write(&project, 2, "Another");
    fs::remove_dir_all(project.path("briefs/b003")).unwrap();
    project.write("briefs/b004/brief.toml", "this is no brief");
    write(&project, 300, "Brief");
    write(&project, 1, "Other");
    let said = build(&project, &["b001"]);
    assert!(said.contains("1 file built") && !said.contains("listed"), "{said}");
    assert_eq!((of("b002"), of("b004"), of("b300")), (two, four, None));
    // What was withdrawn must not stay.
    assert!(said.contains("removed b003/"), "{said}");
    assert_eq!((of("b003"), project.path("dist/b003").exists()), (None, false));
    checked(&project, "dist");
    // A build of all looks at them.
    fs::remove_dir_all(project.path("briefs/b004")).unwrap();
    let said = build(&project, &[]);
    assert!(said.contains("2 files built"), "{said}");
    assert!(!project.path("dist/b004").exists());
    assert_eq!(of("b004"), None);
    checked(&project, "dist");
}

#[test]
fn a_volume_that_was_changed_is_not_believed() {
    let project = built();
    let path = volumes(&project, "dist").into_keys().next_back().unwrap();
    let file = format!("dist/{path}");
    let written = String::from_utf8(project.read(&file)).unwrap();
    let count = json(&project, &file)["files"].as_array().unwrap().len();
    let all = project.files("dist");
    let grief = written.replace("Brief", "Grief");
    for changed in [Some(grief), Some(written[..500].into()), Some(String::new()), None] {
        match &changed {
            Some(text) => project.write(&file, text),
            None => fs::remove_file(project.path(&file)).unwrap(),
        }
        let run = project.run(&["verify", "dist"]);
        assert!(run.code != 0 && run.stderr.contains(&path), "{}", run.stderr);
        // A build of another brief drops none of them.
        let (sums, root) = (project.read("dist/SHA256SUMS"), project.read("dist/manifest.json"));
        let run = project.run(&[&TABLES[..], &["b000"]].concat());
        assert!(run.code == 3 && run.stderr.contains(&path), "{}", run.stderr);
        assert!(run.stderr.contains("`briefpress build` looks at all"), "{}", run.stderr);
        assert!(project.read("dist/SHA256SUMS") == sums, "{}", run.stderr);
        assert!(project.read("dist/manifest.json") == root, "{}", run.stderr);
        let said = build(&project, &[]);
        assert!(said.contains(&format!("{count} file")) && said.contains(&path), "{said}");
        assert_eq!(project.read(&file), written.as_bytes());
        assert_eq!(project.files("dist"), all);
    }
    // One of somebody else is not written over.
    project.write(&file, "my own notes");
    let run = project.run(&TABLES);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(
        run.stderr.contains(&path) && run.stderr.contains("no build made it"),
        "{}",
        run.stderr
    );
    assert_eq!(project.read(&file), b"my own notes");
}

#[test]
fn parts_are_joined_and_verified_whatever_they_are_listed_in() {
    let project = built();
    for shard in ["1/2", "2/2"] {
        build(&project, &["--shard", shard, "--out", &format!("part-{}", &shard[..1])]);
    }
    let run = project.run(&["merge", "part-1", "part-2", "--out", "joined"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    same(&project, "dist", "joined");
    let run = project.run(&["verify", "joined"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // A release elsewhere is known by its volumes, too.
    fs::rename(project.path("joined"), project.path("dist-2")).unwrap();
    let _ = fs::remove_file(project.path("dist-2/.briefpress"));
    assert!(build(&project, &["--out", "dist-2"]).contains("0 files built"));
    same(&project, "dist", "dist-2");
    // A shard of some briefs lists nothing of an earlier one of more.
    let some = ["--shard", "1/2", "--out", "part-1", "b000", "b001", "b002", "b003"];
    build(&project, &some);
    let listed = listed(&project, "part-1");
    assert!(!listed.is_empty() && listed.len() < 4, "{listed:?}");
    let path = volumes(&project, "part-2").into_keys().next();
    assert_eq!(path, None, "130 have room in one");
}

/// Whether it is one of a part, which is built again with what is told, or of a release that stands where parts are joined.
#[test]
fn where_a_volume_is_damaged_merging_says_which() {
    let project = built();
    build(&project, &["--shard", "1/1", "--out", "part"]);
    let merge = || project.run(&["merge", "part", "--out", "joined"]);
    let path = volumes(&project, "part").into_keys().next().unwrap();
    let whole = project.read(&format!("part/{path}"));
    project.write(&format!("part/{path}"), &whole[..whole.len() / 2]);
    let run = merge();
    assert!(run.code == 1 && run.stderr.contains(&path), "{}", run.stderr);
    let told = run.stderr.split('`').find_map(|part| part.strip_prefix("briefpress build "));
    let told: Vec<&str> = told.unwrap_or_else(|| panic!("{}", run.stderr)).split(' ').collect();
    build(&project, &told);
    assert_eq!(merge().code, 0);
    same(&project, "dist", "joined");

    // In a folder that is in no project.
    let folder = tempfile::tempdir().unwrap();
    fs::rename(project.path("part"), folder.path().join("part")).unwrap();
    let merge = || {
        let mut command = project.command();
        crate::support::run(
            command.current_dir(folder.path()).args(["merge", "part", "--out", "joined"]),
        )
    };
    assert_eq!(merge().code, 0);
    let joined = folder.path().join("joined");
    fs::remove_file(joined.join(&path)).unwrap();
    let refused = merge();
    assert!(refused.code == 3 && refused.stderr.contains(&path), "{}", refused.stderr);
    // There may be something else in that folder, or the volume cannot be read just now: nobody is told to delete it.
    assert!(!refused.stderr.contains("delete"), "{}", refused.stderr);
    fs::remove_dir_all(&joined).unwrap();
    assert_eq!(merge().code, 0);
}

/// What stands in the place of a brief may be it, under another name or not whole: until that is said, none is taken for gone.
#[test]
fn what_may_be_gone_is_told_by_a_build_of_another() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL);
    project.write("briefs/c/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build"]).code, 0);
    fs::remove_dir_all(project.path("briefs/b")).unwrap();
    fs::remove_dir_all(project.path("briefs/c")).unwrap();
    project.write("briefs/b", "copied in part");
    let files = ["b/b.en.pdf", "c/c.en.pdf"];
    let before = files.map(|file| project.read(&format!("dist/{file}")));
    let run = project.run(&["build", "a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = run.stderr.lines().find(|line| line.contains("cannot be told"));
    let told = told.unwrap_or_else(|| panic!("{}", run.stderr));
    for (file, before) in files.into_iter().zip(before) {
        assert!(told.contains(file) && project.read(&format!("dist/{file}")) == before, "{told}");
    }
    assert!(told.contains("`briefpress check`"), "{told}");
    assert!(project.run(&["check"]).stderr.contains("briefs/b is not read"));
    fs::remove_file(project.path("briefs/b")).unwrap();
    let run = project.run(&["build", "a"]);
    assert!(!run.stderr.contains("cannot be told"), "{}", run.stderr);
    assert!(!project.path("dist/b").exists() && !project.path("dist/c").exists());
}

/// What was built of a brief that is gone is known by what is said of it: where that is lost, too, it is told what stays.
#[test]
fn what_stays_of_a_brief_of_which_nothing_is_said_any_more_is_told() {
    let project = built();
    fs::remove_dir_all(project.path("briefs").join(id(2))).unwrap();
    fs::remove_file(project.path(&format!("dist/manifest/{}.json", id(0)))).unwrap();
    let said = build(&project, &[]);
    let stays = format!("{0}/{0}.en.indicators.pdf", id(2));
    let told = said.lines().find(|line| line.contains("not of the release"));
    assert!(told.is_some_and(|line| line.contains(&stays) && line.contains("delete")), "{said}");
    // The oracle: what is there that the checksums do not name.
    let sums = String::from_utf8(project.read("dist/SHA256SUMS")).unwrap();
    assert!(project.path(&format!("dist/{stays}")).exists() && !sums.contains(&stays));
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // Once what is said is believed again, it is told by `verify` alone.
    assert!(!build(&project, &[]).contains("not of the release"));
    fs::remove_dir_all(project.path("dist").join(id(2))).unwrap();
    fs::write(project.path("dist/manifest.json"), "{").unwrap();
    assert!(!build(&project, &[]).contains("not of the release"));
    // A manifest that is lost, or not one.
    for (at, manifest) in [(3, None), (4, Some(""))] {
        fs::remove_dir_all(project.path("briefs").join(id(at))).unwrap();
        fs::remove_file(project.path("dist/manifest.json")).unwrap();
        manifest.iter().for_each(|text| project.write("dist/manifest.json", text));
        let said = build(&project, &[]);
        let told = said.lines().find(|line| line.contains("not of the release"));
        let stays = format!("{0}/{0}.en.indicators.pdf", id(at));
        assert!(told.is_some_and(|line| line.contains(&stays)), "{manifest:?}: {said}");
        fs::remove_dir_all(project.path("dist").join(id(at))).unwrap();
    }
}

/// What is warned of at the project file is said of every brief, however many are read at a time, and by whichever build.
#[test]
fn what_a_brief_is_warned_of_does_not_depend_on_those_built_with_it() {
    let project = TestProject::with_brief(MINIMAL);
    fs::remove_dir_all(project.path("briefs/a")).unwrap();
    // One of the file itself, and one for a brief that is under it.
    let text =
        "[organisation]\nname = \"Name of your organisation\"\n[brand]\naccent = \"#ffff88\"\n";
    project.write("briefpress.toml", text);
    let text = MINIMAL.replacen("\"final\"", "\"draft\"", 1);
    (0..70).for_each(|at| project.write(&format!("briefs/{}/brief.toml", id(at)), &text));
    build(&project, &[]);
    let root = json(&project, "dist/manifest.json");
    let files = root["files"].as_array().unwrap();
    let codes = |file: &Value| {
        let warnings = file["warnings"].as_array().unwrap();
        warnings.iter().map(|own| own["code"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let both = ["brand::low-contrast", "example::unchanged"];
    assert!(files.len() == 70 && files.iter().all(|file| codes(file) == both));
    let written = |out: &str| {
        ["manifest.json", "index.html"].map(|name| project.read(&format!("{out}/{name}")))
    };
    let all = written("dist");
    // One of the last that are read, made anew by itself; and parts of a build.
    fs::remove_file(project.path(&format!("dist/{0}/{0}.en.indicators.pdf", id(69)))).unwrap();
    build(&project, &[&id(69)]);
    assert!(written("dist") == all);
    for shard in ["1/2", "2/2"] {
        build(&project, &["--shard", shard, "--out", &shard[..1]]);
    }
    assert_eq!(project.run(&["merge", "1", "2", "--out", "merged"]).code, 0);
    assert!(written("merged") == all);
}
