//! Files in the output folder that somebody edited, and that are written over: each is told.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::{built, snapshot};
use crate::support::{MINIMAL, Run, TestProject};

/// That a file of ours was edited is told, for whoever edited it may want to know where that went.
#[test]
fn what_is_made_over_an_edited_file_is_told() {
    let project = built();
    let table = "dist/a/a.en.indicators.csv";
    let bytes = project.read(table);
    project.write(table, [&bytes[..], b"1\r\n"].concat());
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = "a/a.en.indicators.pdf is made anew: the file, its picture or a sheet beside it was changed";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(project.read(table) == bytes);
    let run = project.run(&["build"]);
    assert!(!run.stderr.contains("anew"), "{}", run.stderr);
}

/// What is done to a project.
type Disturb<'a> = &'a dyn Fn(&TestProject);

/// Appends to every file of a release in a folder, but for the manifest, which is not believed then: what they were, and what
/// they are. `but` is left as it is.
fn edit(project: &TestProject, folder: &str, but: &str) -> [BTreeMap<PathBuf, Vec<u8>>; 2] {
    let written = snapshot(&project.path(folder));
    for (path, bytes) in &written {
        let name = path.to_string_lossy();
        // What is hidden is no part of a release, and neither are notes.
        if !["manifest.json", but].contains(&&*name)
            && !name.starts_with('.')
            && !name.ends_with(".txt")
        {
            project.write(&format!("{folder}/{name}"), [bytes, &b"\n"[..]].concat());
        }
    }
    let edited = snapshot(&project.path(folder));
    [written, edited]
}

/// Holds a run to what is promised: of what was edited and is something else now, everything is named.
fn told(project: &TestProject, folder: &str, run: &Run, edited: [BTreeMap<PathBuf, Vec<u8>>; 2]) {
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (now, [written, edited]) = (snapshot(&project.path(folder)), edited);
    let is_edited = |(path, bytes): &(&PathBuf, &Vec<u8>)| written.get(*path) != Some(*bytes);
    let lost = edited.iter().filter(is_edited).filter(|(path, own)| now.get(*path) != Some(*own));
    let mut count = 0;
    for (path, _) in lost {
        let path = path.to_string_lossy();
        let is_named = |line: &str| {
            line.contains(&*path)
                && (line.contains("is made anew") || line.contains("is written anew"))
        };
        assert!(run.stderr.lines().any(is_named), "{path} is not named: {}", run.stderr);
        count += 1;
    }
    assert!(count > 10, "{count} of {} were lost", edited.len());
}

#[test]
fn whatever_was_edited_is_named_when_it_is_written_over() {
    // Nothing else changed; the text did, too; another program or another moment.
    let change = |project: &TestProject| {
        project.write("briefs/a/brief.toml", MINIMAL.replace("\"KH\"", "\"UG\""));
    };
    let age = |project: &TestProject| {
        let manifest = String::from_utf8(project.read("dist/manifest.json")).unwrap();
        let other = manifest.replacen("\"version\": \"", "\"version\": \"9", 1);
        assert!(other != manifest);
        project.write("dist/manifest.json", other);
    };
    let cases: [(Disturb<'_>, &[&str], Option<&str>); 5] = [
        (&|_| (), &["build"], None),
        (&change, &["build"], None),
        (&change, &["build", "a"], None),
        (&|_| (), &["build"], Some("1700000000")),
        (&age, &["build"], None),
    ];
    for (at, (disturb, args, epoch)) in cases.into_iter().enumerate() {
        let project = built();
        disturb(&project);
        // What another briefpress would write as checksums is not known here.
        let but = if at == 4 { "SHA256SUMS" } else { "" };
        let edited = edit(&project, "dist", but);
        let mut command = project.command();
        epoch.iter().for_each(|epoch| _ = command.env("SOURCE_DATE_EPOCH", epoch));
        let run = crate::support::run(command.args(args));
        told(&project, "dist", &run, edited);
        // Once.
        let mut command = project.command();
        epoch.iter().for_each(|epoch| _ = command.env("SOURCE_DATE_EPOCH", epoch));
        let run = crate::support::run(command.args(args));
        assert!(run.code == 0 && !run.stderr.contains(" anew"), "case {at}: {}", run.stderr);
    }
}

#[test]
fn what_was_copied_or_made_anew_and_not_edited_is_not_told() {
    let project = built();
    let status = std::process::Command::new("cp")
        .args(["-r", "dist", "copied"])
        .current_dir(project.path(""))
        .status();
    assert!(status.unwrap().success());
    fs::remove_dir_all(project.path("dist")).unwrap();
    fs::rename(project.path("copied"), project.path("dist")).unwrap();
    fs::remove_dir_all(project.path("dist/.briefpress-cache")).unwrap();
    project.write("briefs/a/brief.toml", MINIMAL.replace("\"KH\"", "\"UG\""));
    fs::remove_file(project.path("dist/index.html")).unwrap();
    fs::remove_file(project.path("dist/a/a.en.pdf")).unwrap();
    for args in [&["build"][..], &["build", "--force"]] {
        let run = project.run(args);
        assert!(run.code == 0 && !run.stderr.contains(" anew"), "{}", run.stderr);
    }
}

#[test]
fn what_parts_are_joined_over_is_told_or_refused() {
    let project = built();
    for (part, out) in [("1/2", "one"), ("2/2", "two")] {
        let run = project.run(&["build", "--shard", part, "--out", out]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let merge = ["merge", "one", "two", "--out", "dist"];
    for _ in 0..2 {
        let run = project.run(&merge);
        assert!(run.code == 0 && !run.stderr.contains(" anew"), "{}", run.stderr);
    }
    let edited = edit(&project, "dist", "");
    told(&project, "dist", &project.run(&merge), edited);
    let run = project.run(&merge);
    assert!(run.code == 0 && !run.stderr.contains(" anew"), "{}", run.stderr);
    // Where the manifest is lost it is not known what was edited.
    let bytes = project.read("dist/a/a.en.pdf");
    project.write("dist/a/a.en.pdf", [&bytes[..], b"\n"].concat());
    fs::remove_file(project.path("dist/manifest.json")).unwrap();
    let run = project.run(&merge);
    let told = "no record of an earlier build lists: a/a.en.pdf; what was changed there is lost";
    assert!(run.code == 0 && run.stderr.contains(told), "{}", run.stderr);
    // What no build made is somebody's.
    let run = project.run(&["build", "a", "--out", "new"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project.write("new/b/b.en.pdf", "signed by the minister");
    let run = project.run(&["merge", "one", "two", "--out", "new"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("new/b/b.en.pdf (it is there already"), "{}", run.stderr);
    assert_eq!(project.read("new/b/b.en.pdf"), b"signed by the minister");
}

#[test]
fn what_is_in_the_folder_and_not_of_the_release_is_told_by_verify() {
    let project = built();
    let verify = || {
        let run = project.run(&["verify", "dist"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    let said = verify();
    assert!(said.contains("dist has a file that is not of the release: a/notes.txt\n"), "{said}");
    fs::remove_file(project.path("dist/a/notes.txt")).unwrap();
    assert!(!verify().contains("not of the release"));
    // What is withdrawn and was edited stays, and its name may act on a terminal.
    project.write("dist/b/b.en.pdf", "signed by the minister");
    fs::remove_dir_all(project.path("briefs/b")).unwrap();
    assert_eq!(project.run(&["build"]).code, 0);
    project.write("dist/\u{1b}[2J\u{202e}", "");
    symlink("a", project.path("dist/linked")).unwrap();
    let said = verify();
    assert!(said.contains("dist has files that are not of the release: "), "{said}");
    assert!(said.contains("b/b.en.pdf") && said.contains("linked"), "{said}");
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    // With a table of several, with a bill of materials: everything that is written is of it.
    for args in [&["--combined", "--only", "indicators"][..], &["--sbom", "--edition", "print"]] {
        let project = built();
        fs::remove_file(project.path("dist/a/notes.txt")).unwrap();
        let run = project.run(&[&["build"], args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let run = project.run(&["verify", "dist"]);
        assert!(run.code == 0 && !run.stderr.contains("not of the release"), "{}", run.stderr);
    }
}

#[test]
fn what_no_record_lists_and_is_written_over_is_told() {
    let narrow = ["build", "--only", "indicators"];
    let at = |project: &TestProject, epoch: &str, args: &[&str]| {
        let mut command = project.command();
        let run = crate::support::run(command.args(args).env("SOURCE_DATE_EPOCH", epoch));
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    let (early, late) = ("1700000000", "1710000000");
    // The manifest is lost, or was written for another moment by a build that was not asked for the file.
    let lose = |project: &TestProject| fs::remove_file(project.path("dist/manifest.json")).unwrap();
    let narrow_it = |project: &TestProject| _ = at(project, early, &narrow);
    for forget in [&lose as Disturb<'_>, &narrow_it] {
        let project = built();
        at(&project, late, &["build"]);
        let bytes = project.read("dist/a/a.en.pdf");
        project.write("dist/a/a.en.pdf", [&bytes[..], b"\n"].concat());
        forget(&project);
        let said = at(&project, late, &["build"]);
        let told = "made anew over files that no record of an earlier build lists: a/a.en.pdf; what was changed there is lost";
        assert!(said.contains(told), "{said}");
        assert!(project.read("dist/a/a.en.pdf") == bytes);
        assert!(!at(&project, late, &["build"]).contains("no record"));
    }
    // What is as it would be made was not changed.
    let project = built();
    lose(&project);
    let run = project.run(&["build"]);
    assert!(run.code == 0 && !run.stderr.contains("anew"), "{}", run.stderr);
}

#[test]
fn of_what_is_withdrawn_an_edited_sheet_is_named() {
    let project = built();
    let table = "b/b.en.indicators.csv";
    project.write(&format!("dist/{table}"), "1\r\n");
    fs::remove_dir_all(project.path("briefs/b")).unwrap();
    let run = project.run(&["build"]);
    let told =
        format!("b/b.en.indicators.pdf stays, for it was changed after it was built ({table})");
    assert!(run.code == 0 && run.stderr.contains(&told), "{}", run.stderr);
    assert_eq!(project.read(&format!("dist/{table}")), b"1\r\n");
}

#[test]
fn briefs_may_be_called_as_folders_of_a_release() {
    let project = TestProject::with_brief(MINIMAL);
    let folders = ["index", "manifest", "thumbnails"];
    folders.iter().for_each(|id| project.write(&format!("briefs/{id}/brief.toml"), MINIMAL));
    assert_eq!(project.run(&["build"]).code, 0);
    let run = project.run(&["verify", "dist"]);
    assert!(run.code == 0 && !run.stderr.contains("not of the release"), "{}", run.stderr);
    let sums = String::from_utf8(project.read("dist/SHA256SUMS")).unwrap();
    let paths: Vec<&str> = sums.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    assert!(paths.contains(&"thumbnails/a.en.png") && paths.is_sorted(), "{paths:?}");
    for (part, out) in [("1/2", "one"), ("2/2", "two")] {
        assert_eq!(project.run(&["build", "--shard", part, "--out", out]).code, 0);
    }
    let run = project.run(&["merge", "one", "two", "--out", "merged"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(project.read("merged/SHA256SUMS") == sums.as_bytes());
}

#[test]
fn a_manifest_with_an_empty_line_more_is_what_was_changed() {
    let project = built();
    let manifest = project.read("dist/manifest.json");
    project.write("dist/manifest.json", [&manifest[..], b"\n"].concat());
    let run = project.run(&["build"]);
    let anew: Vec<&str> = run.stderr.lines().filter(|line| line.contains(" anew")).collect();
    assert!(anew.len() == 1 && anew[0].contains("manifest.json is written anew"), "{}", run.stderr);
    assert!(project.read("dist/manifest.json") == manifest);
}

/// What `verify` says is to be done is done, and nothing is said any more.
#[test]
fn what_verify_says_writes_it_anew_does() {
    let project = built();
    for out in ["dist", "my release"] {
        assert_eq!(project.run(&["build", "--out", out]).code, 0);
        let index = format!("{out}/index.html");
        project.write(&index, [&project.read(&index)[..], b"\n"].concat());
        let found = project.run(&["verify", out]);
        let told = found.stdout.split('`').find_map(|part| part.strip_prefix("briefpress "));
        let told = told.unwrap_or_else(|| panic!("{}", found.stdout)).replace('"', "");
        let told: Vec<&str> = told.splitn(3, ' ').collect();
        assert_eq!((found.code, told.contains(&"--out")), (1, out != "dist"), "{told:?}");
        assert_eq!(project.run(&told).code, 0, "{told:?}");
        let found = project.run(&["verify", out]);
        assert_eq!(found.code, 0, "{}", found.stdout);
    }
}
