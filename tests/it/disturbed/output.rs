//! Output folders that are foreign, crafted, full or linked elsewhere.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use briefpress::{Digest, Manifest};
use serde_json::{Value, json};

use super::{Disturbance, built, give_away, hold, is_root, run_as_nobody, snapshot};
use crate::support::{MINIMAL, PROJECT, TestProject, left_out};

/// Puts something else in the place of a file.
fn replace(project: &TestProject, path: &str, make: impl FnOnce(&Path)) {
    let path = project.path(path);
    if path.symlink_metadata().is_ok() {
        fs::remove_file(&path).unwrap();
    }
    make(&path);
}

/// A pipe in the place of a file: whoever opens it waits.
fn pipe(project: &TestProject, path: &str) {
    replace(project, path, |path| {
        assert!(Command::new("mkfifo").arg("-m666").arg(path).status().unwrap().success());
    });
    give_away(&project.path("dist"));
}

/// Moves a file or folder out of the project's way, and puts a link to it in its place.
fn link(project: &TestProject, path: &str) {
    fs::rename(project.path(path), project.path("elsewhere")).unwrap();
    symlink(project.path("elsewhere"), project.path(path)).unwrap();
}

/// Changes words of a file.
fn change(project: &TestProject, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(project.read(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    fs::write(project.path(path), text.replacen(from, to, 1)).unwrap();
}

/// Changes the manifest, and seals it as the program would.
fn forge(project: &TestProject, change: impl FnOnce(&mut Value)) {
    let mut manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    change(&mut manifest);
    let manifest = Manifest::from_json(manifest.to_string().as_bytes()).unwrap().sealed();
    fs::write(project.path("dist/manifest.json"), manifest.to_json()).unwrap();
}

/// Builds another project, in the folder `other`, as the user who runs the rest.
fn other_project(project: &TestProject, args: &[&str]) {
    project.write("other/briefpress.toml", PROJECT);
    project.write("other/briefs/c/brief.toml", MINIMAL);
    give_away(&project.path("other"));
    let run = run_as_nobody(project, &[&["build", "-q", "--project", "other"], args].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// The links below a folder, with where they lead.
fn links(folder: &Path) -> BTreeMap<PathBuf, PathBuf> {
    let mut links = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap();
        if kind.is_symlink() {
            links.insert(path.clone(), fs::read_link(&path).unwrap());
        } else if kind.is_dir() {
            links.extend(self::links(&path));
        }
    }
    links
}

/// What is refused: the exit code, what is said, and that no file or link anywhere is another after.
struct Refusal {
    name: &'static str,
    disturb: fn(&TestProject),
    args: &'static [&'static str],
    code: i32,
    says: &'static [&'static str],
}

fn refuse(refusals: &[Refusal]) {
    let mut faults = Vec::new();
    for Refusal { name, disturb, args, code, says } in refusals {
        let project = built();
        give_away(&project.path(""));
        disturb(&project);
        give_away(&project.path(""));
        let state = || (snapshot(&project.path("")), links(&project.path("")));
        let before = state();
        let run = run_as_nobody(&project, args);
        if run.code != *code || !says.iter().all(|words| run.stderr.contains(words)) {
            faults.push(format!("{name}: exit {}, not {code}, {says:?}: {}", run.code, run.stderr));
        }
        let after = state();
        let paths = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        if before != after {
            let (before, after) = (paths(&before.0), paths(&after.0));
            let new: Vec<_> = after.iter().filter(|path| !before.contains(path)).collect();
            faults.push(format!("{name}: something was written; new are {new:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn a_folder_of_someone_else_is_left_alone() {
    refuse(&[
        Refusal {
            name: "a folder with a page of its own",
            disturb: |project| project.write("docs/index.html", "a site"),
            args: &["build", "--out", "docs"],
            code: 3,
            says: &["docs", "did not make", "--out"],
        },
        Refusal {
            name: "a folder with another program's manifest",
            disturb: |project| project.write("docs/manifest.json", "{\"name\": \"an app\"}"),
            args: &["build", "--out", "docs"],
            code: 3,
            says: &["docs/manifest.json"],
        },
        Refusal {
            name: "another project's release",
            disturb: |project| other_project(project, &[]),
            args: &["build", "--out", "other/dist"],
            code: 3,
            says: &["other/dist", "another briefpress project"],
        },
        Refusal {
            name: "a folder that another project built into",
            disturb: |project| other_project(project, &["--out", "shared"]),
            args: &["build", "--out", "shared"],
            code: 3,
            says: &["shared", "another briefpress project"],
        },
        Refusal {
            name: "the same, only looked at",
            disturb: |project| other_project(project, &["--out", "shared"]),
            args: &["build", "--dry-run", "--out", "shared"],
            code: 3,
            says: &["shared", "another briefpress project"],
        },
        Refusal {
            name: "another project's release, unpacked where this one's was",
            disturb: |project| {
                other_project(project, &[]);
                change(project, "other/briefpress.toml", "Office", "Bureau");
                let run = run_as_nobody(project, &["build", "-q", "--project", "other"]);
                assert_eq!(run.code, 0, "{}", run.stderr);
                fs::remove_dir_all(project.path("dist")).unwrap();
                fs::rename(project.path("other/dist"), project.path("dist")).unwrap();
            },
            args: &["build"],
            code: 3,
            says: &["dist", "another briefpress project"],
        },
        Refusal {
            name: "proofs among other files",
            disturb: |project| project.write("docs/a/a.en.proof.pdf/x", "a site"),
            args: &["build", "--annotate", "--out", "docs"],
            code: 3,
            says: &["docs", "did not make"],
        },
    ]);
}

#[test]
fn nothing_is_built_among_the_sources() {
    let refused = |name, args, why| Refusal {
        name,
        disturb: |project| {
            symlink("briefs", project.path("link")).unwrap();
            fs::create_dir(project.path("fonts")).unwrap();
        },
        args,
        code: 2,
        says: why,
    };
    refuse(&[
        refused("briefs", &["build", "--out", "briefs"], &["folder `briefs`"]),
        refused("a new brief", &["build", "--out", "briefs/new"], &["folder `briefs`"]),
        refused("a link to briefs", &["build", "--out", "link/new"], &["folder `briefs`"]),
        refused("fonts, by detours", &["build", "--out", "dist/../fonts/x"], &["folder `fonts`"]),
        refused("templates", &["build", "--annotate", "--out", "templates"], &["`templates`"]),
        refused("the project", &["build", "--out", "dist/.."], &["own folder"]),
        refused("above the project", &["build", "--out", ".."], &["the project lies in it"]),
        Refusal {
            name: "a new brief through a link out of the project",
            disturb: |project| {
                fs::create_dir(project.path("inner")).unwrap();
                project.write("inner/briefpress.toml", PROJECT);
                symlink("../docs", project.path("inner/briefs")).unwrap();
                fs::create_dir(project.path("docs")).unwrap();
            },
            args: &["new", "c", "--country", "KH", "--project", "inner"],
            code: 1,
            says: &["inner/briefs is a link"],
        },
        refused("merged", &["merge", "dist", "--out", "briefs/new"], &["folder `briefs`"]),
    ]);
}

#[test]
fn what_is_no_file_is_neither_followed_nor_waited_for() {
    refuse(&[
        Refusal {
            name: "a journal that is a pipe",
            disturb: |project| pipe(project, "dist/.briefpress-journal"),
            args: &["build"],
            code: 3,
            says: &["dist/.briefpress-journal", "no regular file"],
        },
        Refusal {
            name: "a journal that is a link",
            disturb: |project| {
                symlink("../briefpress.toml", project.path("dist/.briefpress-journal")).unwrap();
            },
            args: &["build", "--force"],
            code: 3,
            says: &["dist/.briefpress-journal", "no regular file"],
        },
        Refusal {
            name: "a journal that is a link to nothing",
            disturb: |project| {
                symlink("../new", project.path("dist/.briefpress-journal")).unwrap();
            },
            args: &["build", "--force"],
            code: 3,
            says: &["dist/.briefpress-journal"],
        },
        Refusal {
            name: "a manifest to balance by that is a pipe",
            disturb: |project| pipe(project, "pipe"),
            args: &["build", "--shard", "1/2", "--balance", "pipe", "--out", "part"],
            code: 3,
            says: &["pipe", "no regular file"],
        },
        Refusal {
            name: "a manifest to verify that is a pipe",
            disturb: |project| pipe(project, "dist/manifest.json"),
            args: &["verify", "dist"],
            code: 3,
            says: &["dist/manifest.json"],
        },
        Refusal {
            name: "a part whose manifest is a pipe",
            disturb: |project| pipe(project, "dist/manifest.json"),
            args: &["merge", "dist", "--out", "merged"],
            code: 3,
            says: &["dist/manifest.json"],
        },
    ]);
    hold(&[
        Disturbance::of_build(
            "a manifest that is a pipe",
            |project| pipe(project, "dist/manifest.json"),
            0,
            &["dist/manifest.json"],
        ),
        Disturbance::of_build(
            "checksums that are a pipe",
            |project| pipe(project, "dist/SHA256SUMS"),
            0,
            &[],
        ),
        Disturbance {
            but: &["briefs/a/brief.toml"],
            unlisted: &["dist/a/a."],
            ..Disturbance::of_build(
                "the folder of a brief that is a link",
                |project| {
                    link(project, "dist/a");
                    change(project, "briefs/a/brief.toml", "title = \"", "title = \"New ");
                    // What `hold` asks of `dist/a` it asks through the link.
                    assert!(project.path("dist/a/notes.txt").exists());
                },
                3,
                &["dist/a is a link"],
            )
        },
        Disturbance {
            but: &["briefs/b/brief.toml"],
            // Without their pictures they are not what was made.
            unlisted: &["dist/a/a.", "dist/b/b."],
            ..Disturbance::of_build(
                "the folder of pictures that is a link",
                |project| {
                    link(project, "dist/thumbnails");
                    change(project, "briefs/b/brief.toml", "title = \"", "title = \"New ");
                },
                3,
                &["dist/thumbnails is a link"],
            )
        },
        Disturbance::of_build(
            "an output folder that is a link",
            |project| link(project, "dist"),
            0,
            &["up to date"],
        ),
        Disturbance::of_build(
            "a link to a folder with what looks unfinished",
            |project| {
                fs::create_dir(project.path("away")).unwrap();
                project.write("away/.briefpress-a1b2c3", "someone else's");
                symlink("../away", project.path("dist/away")).unwrap();
            },
            0,
            &[],
        ),
    ]);
}

/// Nothing through the links of [`what_is_no_file_is_neither_followed_nor_waited_for`] is written.
#[test]
fn no_link_is_written_through() {
    for folder in ["dist/a", "dist/thumbnails", "dist/away"] {
        let project = built();
        project.write("dist/away/.briefpress-a1b2c3", "someone else's");
        give_away(&project.path(""));
        link(&project, folder);
        for brief in ["a", "b"] {
            let brief = format!("briefs/{brief}/brief.toml");
            change(&project, &brief, "title = \"", "title = \"New ");
        }
        let before = snapshot(&project.path("elsewhere"));
        let run = run_as_nobody(&project, &["build"]);
        assert_eq!(run.code, if folder == "dist/away" { 0 } else { 3 }, "{}", run.stderr);
        assert!(snapshot(&project.path("elsewhere")) == before, "{folder}");
    }
}

/// The journal of a killed build is there already, so that writing it does not show whether a manifest could be written.
#[test]
fn a_folder_that_takes_no_manifest_gets_no_other_file() {
    let project = built();
    project.write("dist/.briefpress-journal", "what a killed build left");
    change(&project, "briefs/a/brief.toml", "title = \"", "title = \"New ");
    give_away(&project.path(""));
    let before = snapshot(&project.path("dist"));
    fs::set_permissions(project.path("dist"), Permissions::from_mode(0o555)).unwrap();
    let run = run_as_nobody(&project, &["build"]);
    fs::set_permissions(project.path("dist"), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("/dist ("), "{}", run.stderr);
    assert!(snapshot(&project.path("dist")) == before, "{}", run.stderr);
    let run = run_as_nobody(&project, &["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn records_that_were_changed_are_not_believed() {
    hold(&[
        Disturbance::of_build(
            "a manifest of four gigabytes of nothing",
            |project| {
                let file = File::create(project.path("dist/manifest.json")).unwrap();
                file.set_len(4 << 30).unwrap();
            },
            0,
            &["dist/manifest.json", "larger than"],
        ),
        Disturbance::of_build(
            "a journal of four gigabytes of nothing",
            |project| {
                let file = File::create(project.path("dist/.briefpress-journal")).unwrap();
                file.set_len(4 << 30).unwrap();
                fs::set_permissions(
                    project.path("dist/.briefpress-journal"),
                    Permissions::from_mode(0o666),
                )
                .unwrap();
            },
            0,
            &[],
        ),
        Disturbance::of_build(
            "a manifest nested a hundred thousand deep",
            |project| fs::write(project.path("dist/manifest.json"), "[".repeat(100_000)).unwrap(),
            0,
            &["dist/manifest.json", "it is no manifest"],
        ),
        Disturbance::of_build(
            "a manifest with another title",
            |project| {
                change(project, "dist/manifest.json", "\"title\": \"", "\"title\": \"FORGED ")
            },
            0,
            &["dist/manifest.json", "changed after it was written"],
        ),
        Disturbance::of_build(
            "a manifest with another publisher, read in parts",
            |project| change(project, "dist/manifest.json", "\"Office", "\"FORGED Office"),
            0,
            &["dist/manifest.json", "changed after it was written"],
        ),
        Disturbance::of_build(
            "a manifest that lists someone else's file, of a brief that is gone, and is sealed",
            |project| {
                let sha256 = Digest::of(b"not ours");
                forge(project, |manifest| {
                    let mut file = manifest["files"][0].clone();
                    file["path"] = json!("a/notes.txt");
                    file["brief"] = json!("gone");
                    file["sha256"] = json!(sha256.to_hex());
                    file["bytes"] = json!(8);
                    file["inputs"] = json!([0]);
                    manifest["inputs"][0]["path"] = json!("briefs/gone/brief.toml");
                    manifest["inputs"][0]["role"] = json!("brief");
                    manifest["files"].as_array_mut().unwrap().push(file);
                });
            },
            0,
            &[],
        ),
        Disturbance::of_build(
            "a manifest with digests that are none",
            |project| change(project, "dist/manifest.json", "\"sha256\": \"", "\"sha256\": \"<b>"),
            0,
            &["dist/manifest.json", "SHA-256"],
        ),
        Disturbance {
            but: &["precious.pdf"],
            ..Disturbance::of_build(
                "a journal that names files outside",
                |project| {
                    project.write("precious.pdf", "precious");
                    let mut entry: Value =
                        serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
                    let mut file = entry["files"][0].take();
                    file["path"] = json!("../precious.pdf");
                    file["inputs"] = json!([]);
                    let begin = json!({"Begin": {"tool": entry["tool"], "epoch": null}});
                    let done = json!({"Done": [{"artifact": file, "inputs": []}, file["sha256"]]});
                    project.write("dist/.briefpress-journal", format!("{begin}\n{done}\n"));
                    give_away(&project.path("dist"));
                },
                0,
                &[],
            )
        },
    ]);
}

/// What a forged manifest says is in no file that is written after.
#[test]
fn what_was_forged_is_not_published_again() {
    let project = built();
    let names = ["manifest.json", "index.html", "SHA256SUMS"];
    let before = names.map(|name| project.read(&format!("dist/{name}")));
    for (from, to) in [
        ("\"title\": \"", "\"title\": \"FORGED "),
        ("\"publisher\": \"", "\"publisher\": \"FORGED "),
        ("\"country\": \"KH\"", "\"country\": \"ZM\""),
        ("\"pages\": ", "\"pages\": 9"),
        ("\"path\": \"briefs/a/", "\"path\": \"briefs/x/"),
        ("\"complete\": true", "\"complete\": false"),
    ] {
        change(&project, "dist/manifest.json", from, to);
        for args in [&["build", "-q", "a"][..], &["build", "-q"]] {
            let run = project.run(args);
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        for (name, before) in names.iter().zip(&before) {
            assert!(project.read(&format!("dist/{name}")) == *before, "{name} after {to}");
        }
    }
}

#[test]
fn parts_are_held_against_what_is_written_of_them() {
    let parts = |project: &TestProject| {
        for (k, out) in [("1/2", "one"), ("2/2", "two")] {
            let run = run_as_nobody(project, &["build", "-q", "--shard", k, "--out", out]);
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
    };
    let project = built();
    give_away(&project.path(""));
    parts(&project);
    // Into a part, or below one.
    for out in ["one", "one/merged"] {
        let run = run_as_nobody(&project, &["merge", "one", "two", "--out", out]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("one of the parts"), "{}", run.stderr);
    }
    let merge = ["merge", "one", "two", "--out", "merged"];
    for (file, from, to) in [
        ("two/manifest.json", "\"title\": \"", "\"title\": \"FORGED "),
        ("two/manifest.json", "\"publisher\": \"", "\"publisher\": \"FORGED "),
        ("two/manifest.json", "\"pages\": ", "\"pages\": 9"),
        ("two/SHA256SUMS", "manifest.json", "manifest.jso"),
        ("two/SHA256SUMS", "index.html", "index.htm"),
        ("two/index.html", "</html>", "<!-- --></html>"),
    ] {
        let before = project.read(file);
        change(&project, file, from, to);
        let run = run_as_nobody(&project, &merge);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("two"), "{}", run.stderr);
        assert!(!project.path("merged").exists(), "nothing is written after {to}");
        fs::write(project.path(file), before).unwrap();
    }
    // What is told to be done mends it.
    change(&project, "two/index.html", "</html>", "<!-- --></html>");
    let refused = run_as_nobody(&project, &merge);
    let told = refused.stderr.split('`').find_map(|part| part.strip_prefix("briefpress "));
    let told: Vec<&str> = told.unwrap_or_default().split(' ').collect();
    assert_eq!(run_as_nobody(&project, &told).code, 0, "{}", refused.stderr);
    let run = run_as_nobody(&project, &["merge", "one", "two", "--out", "mended"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let sums = project.read("two/SHA256SUMS");
    // A line less: what it was about is there, and nothing says what it was.
    let lines = String::from_utf8(sums.clone()).unwrap();
    let lines = lines.lines().filter(|line| !line.ends_with("  index.html"));
    fs::write(
        project.path("two/SHA256SUMS"),
        lines.map(|line| format!("{line}\n")).collect::<String>(),
    )
    .unwrap();
    let run = run_as_nobody(&project, &merge);
    assert!(run.code == 1 && run.stderr.contains("two"), "{}", run.stderr);
    let file = File::create(project.path("two/SHA256SUMS")).unwrap();
    file.set_len(4 << 30).unwrap();
    let run = run_as_nobody(&project, &merge);
    assert!(run.code == 1 && run.stderr.contains("two"), "{}", run.stderr);
    assert!(!project.path("merged").exists());
    fs::write(project.path("two/SHA256SUMS"), sums).unwrap();
    // Into a folder of someone else.
    project.write("merged/index.html", "a site");
    give_away(&project.path("merged"));
    let run = run_as_nobody(&project, &merge);
    assert_eq!((run.code, project.files("merged").len()), (3, 1), "{}", run.stderr);
    fs::remove_file(project.path("merged/index.html")).unwrap();
    let run = run_as_nobody(&project, &merge);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(snapshot(&project.path("merged")).len() > 8);
    // Again, and what is withdrawn goes.
    fs::remove_file(project.path("briefs/a/lang/fr.toml")).unwrap();
    parts(&project);
    let run = run_as_nobody(&project, &merge);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!project.path("merged/a/a.fr.pdf").exists());
}

#[test]
fn nothing_is_gone_that_was_not_looked_for() {
    refuse(&[
        Refusal {
            name: "briefs that are not mounted",
            disturb: |project| {
                fs::rename(project.path("briefs"), project.path("away")).unwrap();
            },
            args: &["build"],
            code: 3,
            says: &["there is no brief in", "briefs", "mounted"],
        },
        Refusal {
            name: "an empty folder of briefs",
            disturb: |project| {
                fs::rename(project.path("briefs"), project.path("away")).unwrap();
                fs::create_dir(project.path("briefs")).unwrap();
            },
            args: &["build"],
            code: 3,
            says: &["there is no brief in", "briefs", "mounted"],
        },
        Refusal {
            name: "briefs that may not be listed",
            disturb: |project| {
                let mode = Permissions::from_mode(0o300);
                fs::set_permissions(project.path("briefs"), mode).unwrap();
            },
            args: &["build"],
            code: 3,
            says: &["briefs"],
        },
    ]);
    let unreadable = |project: &TestProject, path: &str| {
        fs::set_permissions(project.path(path), Permissions::from_mode(0o000)).unwrap();
    };
    // What is really gone stays, as long as anything could not be read; and what was listed is.
    let project = built();
    project.write("briefs/c/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    give_away(&project.path(""));
    let before = snapshot(&project.path("dist"));
    fs::remove_dir_all(project.path("briefs/c")).unwrap();
    unreadable(&project, "briefs/a/lang/fr.toml");
    let run = run_as_nobody(&project, &["build"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    assert_eq!(manifest["complete"], false);
    let failed = manifest["failed"].to_string();
    for (path, bytes) in before {
        let shown = path.to_string_lossy().into_owned();
        if !["manifest.json", "index.html", "SHA256SUMS"].contains(&shown.as_str()) {
            assert!(project.read(&format!("dist/{shown}")) == bytes, "{shown}");
        }
        if shown.starts_with("c/") || shown.starts_with("a/a.fr") {
            // Sheets are a part of the table beside which they lie, as its picture is.
            let table = path.with_extension("pdf").to_string_lossy().into_owned();
            assert!(failed.contains(&table), "{shown}: {failed}");
        }
    }
    assert_eq!(manifest["files"].as_array().unwrap().len(), 8);
    // And goes when all is well.
    fs::set_permissions(project.path("briefs/a/lang/fr.toml"), Permissions::from_mode(0o644))
        .unwrap();
    let run = run_as_nobody(&project, &["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("removed c/c.en.pdf"), "{}", run.stderr);
    assert!(!project.path("dist/c").exists());
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    assert_eq!((&manifest["complete"], &manifest["failed"]), (&json!(true), &json!([])));
}

#[test]
fn two_files_of_one_name_are_an_error_before_either_is_written() {
    hold(&[
        Disturbance {
            unlisted: &["dist/a/a.en"],
            ..Disturbance::of_build(
                "a translation into the brief's own language",
                |project| {
                    let french = project.read("briefs/a/lang/fr.toml");
                    project.write("briefs/a/lang/en.toml", french);
                    give_away(&project.path("briefs/a/lang"));
                },
                1,
                &["briefs/a/lang/en.toml", "translation::own-language", "second `a` in `en`"],
            )
        },
        Disturbance::of_build(
            "a brief whose name differs by case",
            |project| {
                project.write("briefs/B/brief.toml", MINIMAL);
                give_away(&project.path("briefs/B"));
            },
            1,
            &["briefs/B/brief.toml", "capital letters"],
        ),
        Disturbance::of_build(
            "a brief whose name is a device",
            |project| {
                project.write("briefs/nul/brief.toml", MINIMAL);
                give_away(&project.path("briefs/nul"));
            },
            1,
            &["briefs/nul/brief.toml", "device"],
        ),
        Disturbance::of_build(
            "a brief whose name is composed otherwise",
            |project| {
                project.write("briefs/cafe\u{301}/brief.toml", MINIMAL);
                give_away(&project.path("briefs/cafe\u{301}"));
            },
            1,
            &["cannot be the id of a brief"],
        ),
        Disturbance::of_build(
            "a translation whose name differs by case",
            |project| {
                let french = project.read("briefs/a/lang/fr.toml");
                project.write("briefs/a/lang/FR.toml", french);
                give_away(&project.path("briefs/a/lang"));
            },
            1,
            &["briefs/a/lang/FR.toml"],
        ),
    ]);
}

/// A disk of so few bytes in the place of a folder, until it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: &Path, size: &str) -> Option<Self> {
        let options = format!("size={size},mode=777");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder);
        let done = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        done.then(|| Self(folder.to_path_buf()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// However full a disk is, what is said to be there is there, and what the records say is true.
#[test]
fn a_full_disk_never_claims_what_is_not_there() {
    if !is_root() {
        return left_out("the right to mount a small disk");
    }
    for size in [8, 60, 100, 140, 180, 220, 260, 300, 340, 380] {
        let project = built();
        fs::remove_dir_all(project.path("dist")).unwrap();
        fs::create_dir(project.path("dist")).unwrap();
        let Some(_disk) = SmallDisk::mount(&project.path("dist"), &format!("{size}k")) else {
            return left_out("the right to mount a small disk");
        };
        let run = project.run(&["build", "--jobs", "1"]);
        let index = project.path("dist/index.html").exists();
        assert_eq!(run.stderr.contains("shows them"), index, "{size}: {}", run.stderr);
        let manifest = project.path("dist/manifest.json").exists();
        assert!([0, 3].contains(&run.code) && (run.code == 3 || index), "{size}: {}", run.stderr);
        assert_eq!(manifest, index, "{size}");
        if manifest {
            let sums = Command::new("sha256sum")
                .args(["--check", "--quiet", "SHA256SUMS"])
                .current_dir(project.path("dist"))
                .status();
            assert!(sums.unwrap().success(), "{size}");
            let json = project.read("dist/manifest.json");
            assert_eq!(Manifest::from_json(&json).unwrap().complete, run.code == 0, "{size}");
        }
    }
}

/// Who closes standard output wants no data: that is no failure.
#[test]
fn a_closed_standard_output_is_no_failure() {
    let project = built();
    let program = env!("CARGO_BIN_EXE_briefpress");
    for (redirection, code) in [(">&-", 0), (">/dev/null", 0), (">/dev/full", 3)] {
        let script = format!("exec {program} build --dry-run {redirection}");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(project.path("")).env_clear();
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{redirection}: {said}");
    }
}

/// A release that was made by 0.2.0, or was copied without its marker, is built on by its project.
#[test]
fn a_release_without_a_marker_is_its_projects() {
    let outside = tempfile::tempdir().unwrap();
    let out = outside.path().join("out");
    let out = out.to_str().unwrap();
    let project = built();
    let build = |args: &[&str]| project.run(&[&["build", "--out", out], args].concat());
    assert_eq!(build(&[]).code, 0);
    let marker = Path::new(out).join(".briefpress");
    let text = fs::read_to_string(&marker).unwrap();
    assert!(!text.contains(project.path("").to_str().unwrap()), "{text}");
    // Marked, a brief that is gone goes.
    fs::rename(project.path("briefs/b"), project.path("b")).unwrap();
    let run = build(&[]);
    assert!(run.stderr.contains("removed b/b.en.pdf"), "{}", run.stderr);
    fs::rename(project.path("b"), project.path("briefs/b")).unwrap();
    assert_eq!(build(&[]).code, 0);
    // Without it, the manifest has to fit.
    fs::remove_file(&marker).unwrap();
    assert_eq!(build(&[]).code, 0);
    fs::remove_file(&marker).unwrap();
    fs::rename(project.path("briefs/b"), project.path("b")).unwrap();
    let run = build(&[]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(Path::new(out).join("b/b.en.pdf").exists());
    fs::rename(project.path("b"), project.path("briefs/b")).unwrap();
    // The same project elsewhere, and another.
    let elsewhere = TestProject::empty();
    let copied =
        Command::new("cp").arg("-a").arg(project.path(".")).arg(elsewhere.path("")).status();
    assert!(copied.unwrap().success());
    let run = elsewhere.run(&["build", "--out", out]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("up to date"), "{}", run.stderr);
    let run = TestProject::with_brief(MINIMAL).run(&["build", "--out", out]);
    assert_eq!(run.code, 3, "{}", run.stderr);
}
