//! Projects of more briefs than are held at a time: what is built of them is what is built of each, and of
//! all at once.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use briefpress::{BuildOptions, Manifest, OpenOptions, Options, Workers};
use serde_json::Value;

use crate::support::{MINIMAL, PROJECT, TestProject};

/// Some more than twice as many as are held.
const MANY: usize = 130;

fn id(at: usize) -> String {
    format!("b{at:03}")
}

/// A project of many briefs, each with another title.
fn project() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    std::fs::remove_dir_all(project.path("briefs/a")).unwrap();
    for at in 0..MANY {
        write(&project, at, &format!("title = \"Brief {at}, "));
    }
    project
}

/// Writes a brief whose title begins so.
fn write(project: &TestProject, at: usize, title: &str) {
    let text = MINIMAL.replacen("title = \"", title, 1);
    project.write(&format!("briefs/{}/brief.toml", id(at)), text);
}

fn manifest(project: &TestProject, out: &str) -> Value {
    serde_json::from_slice(&project.read(&format!("{out}/manifest.json"))).unwrap()
}

/// The ids of the briefs whose files a manifest lists.
fn listed(project: &TestProject, out: &str) -> BTreeSet<String> {
    let files = manifest(project, out)["files"].as_array().unwrap().clone();
    files.iter().map(|file| file["brief"].as_str().unwrap().to_string()).collect()
}

const TABLES: [&str; 3] = ["build", "--only", "indicators"];

#[test]
fn what_is_built_by_parts_is_what_is_built_at_once() {
    let project = project();
    let run = project.run(&TABLES);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("{MANY} files built")), "{}", run.stderr);
    assert_eq!(listed(&project, "dist"), (0..MANY).map(id).collect());
    // The library holds a project whole.
    let opened = briefpress::open(&project.path(""), &OpenOptions::default()).unwrap();
    let interrupted = AtomicBool::new(false);
    let mut workers = Workers::of(assert_cmd::cargo::cargo_bin("briefpress"), &interrupted);
    workers.jobs = 2;
    let mut options = Options::everything(&project.path("whole"));
    options.documents.retain(|document| document.template().contains("indicators"));
    let how = BuildOptions::default();
    assert!(briefpress::build(&opened, &options, &how, &workers, &mut |_| {}).complete);
    assert_eq!(project.files("dist"), project.files("whole"));
    for file in project.files("dist") {
        let (one, other) = (format!("dist/{file}"), format!("whole/{file}"));
        assert!(project.read(&one) == project.read(&other), "{file}");
    }
    // Nor is anything left to do, in whatever way.
    let kept = format!("0 files built, {MANY} up to date");
    for more in [&[][..], &["--lang", "en"], &["b000", "b129"]] {
        let run = project.run(&[&TABLES[..], more].concat());
        let kept = if more.len() == 2 && more[0] != "--lang" {
            kept.replace(&MANY.to_string(), "2")
        } else {
            kept.clone()
        };
        assert!(run.code == 0 && run.stderr.contains(&kept), "{more:?}: {}", run.stderr);
        assert_eq!(listed(&project, "dist").len(), MANY, "{more:?}");
    }
    // Four shards are the same, each of which reads what it has.
    for shard in 1..=4 {
        let (shard, out) = (format!("{shard}/4"), format!("part-{shard}"));
        let run = project.run(&[&TABLES[..], &["--shard", &shard, "--out", &out]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let parts = ["part-1", "part-2", "part-3", "part-4"];
    let run = project.run(&[&["merge"][..], &parts, &["--out", "joined"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.files("dist"), project.files("joined"));
    for file in project.files("dist") {
        let (one, other) = (format!("dist/{file}"), format!("joined/{file}"));
        assert!(project.read(&one) == project.read(&other), "{file}");
    }
}

/// The worker processes that a build of a project starts, by their numbers.
#[cfg(target_os = "linux")]
fn workers_of(project: &TestProject, arguments: &[&str]) -> BTreeSet<std::ffi::OsString> {
    use std::fs;
    use std::process::{Command, Stdio};

    let here = project.path("").canonicalize().unwrap();
    let is_worker = |process: &fs::DirEntry| {
        let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
        arguments.split(|byte| *byte == 0).nth(1) == Some(b"worker")
            && fs::read_link(process.path().join("cwd")).is_ok_and(|folder| folder == here)
    };
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("briefpress"));
    command.args(arguments).arg("-q").current_dir(&here).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut seen = BTreeSet::new();
    loop {
        let processes = fs::read_dir("/proc").unwrap().flatten().filter(is_worker);
        seen.extend(processes.map(|process| process.file_name()));
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success());
            return seen;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

/// Workers serve one lot after another. On Linux each ends with the thread that started it.
#[cfg(target_os = "linux")]
#[test]
fn workers_stay_from_part_to_part() {
    let project = project();
    let seen = workers_of(&project, &[&TABLES[..], &["--jobs=1"]].concat());
    assert_eq!(listed(&project, "dist").len(), MANY);
    assert_eq!(seen.len(), 1, "{seen:?}");
    let seen = workers_of(&project, &["verify", "dist", "--jobs=1"]);
    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_short_brief_has_one_worker_and_two_have_two() {
    let project = TestProject::with_brief(MINIMAL);
    let build = ["build", "--jobs=4", "--force"];
    assert_eq!(workers_of(&project, &build).len(), 1);
    project.write("briefs/b/brief.toml", MINIMAL.replace("\"KH\"", "\"KE\""));
    assert_eq!(workers_of(&project, &build).len(), 2);
    // A long one is set while its table is. How long it is, is told from its file.
    let remarks = "# The survey counted the days from filing to decision.\n".repeat(1 << 11);
    project.write("briefs/b/brief.toml", remarks + MINIMAL);
    assert_eq!(workers_of(&project, &build).len(), 3);
}

#[test]
fn what_changes_in_any_part_is_what_is_done() {
    let project = project();
    let build = |more: &[&str]| project.run(&[&TABLES[..], more].concat());
    assert_eq!(build(&[]).code, 0);
    // Of each part one brief changes, one is wrong, and one goes.
    for part in [0, 64, 128] {
        write(&project, part, "title = \"Another ");
    }
    for part in [1, 65] {
        write(&project, part, "titel = \"");
    }
    for part in [2, 66] {
        std::fs::remove_dir_all(project.path(&format!("briefs/{}", id(part)))).unwrap();
    }
    let before = project.files("dist").len();
    let run = build(&["--dry-run"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.stdout.lines().filter(|line| line.starts_with("build  b")).count(), 3 * 4);
    assert_eq!(run.stdout.matches("fail   b").count(), 2, "{}", run.stdout);
    assert!(run.stderr.contains("3 to build, 123 up to date, 2 cannot"), "{}", run.stderr);
    assert_eq!(project.files("dist").len(), before, "nothing is written");
    // A build of one removes what is gone, wherever it stands, and asks nothing of the others.
    let run = build(&["b003", "--out", "dist"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("is not listed any more").count(), 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("  removed b").count(), 2, "{}", run.stderr);
    assert_eq!(listed(&project, "dist").len(), MANY - 2);
    let run = build(&[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let told = "3 files built, 123 up to date, 2 files not built";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    for part in [1, 65] {
        let place = format!("--> briefs/{}/brief.toml:1:1\n", id(part));
        assert_eq!(run.stderr.matches(&place).count(), 1, "{place} {}", run.stderr);
    }
    let there = manifest(&project, "dist");
    assert_eq!(there["complete"], false);
    let failed: Vec<&str> =
        there["failed"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    assert!(failed.len() == 2 && failed[0].starts_with("b001/"), "{failed:?}");
    // What is wrong anywhere is wrong before anything is built with `--locked`.
    let sync = ["i18n", "sync", "b129", "--lang", "fr"];
    assert_eq!(project.run(&sync).code, 0);
    let french = String::from_utf8(project.read("briefs/b129/lang/fr.toml")).unwrap();
    project
        .write("briefs/b129/lang/fr.toml", french.replacen("title = \"\"", "title = \"Tard\"", 1));
    assert_eq!(project.run(&sync).code, 0);
    write(&project, 129, "title = \"Changed since, ");
    let run = build(&["--locked", "--force"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("nothing built: `--locked`"), "{}", run.stderr);
    assert_eq!(manifest(&project, "dist"), there);
    // A language is looked for in all of them.
    let run = build(&["--lang", "fr"]);
    assert!(run.stderr.contains("1 file built"), "{}", run.stderr);
    let run = build(&["--lang", "km"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

/// What `verify` says of a release: its exit code, the lines, and the rest.
fn verified(project: &TestProject) -> (i32, Vec<String>, String) {
    let run = project.run(&["verify", "dist"]);
    (run.code, run.stdout.lines().map(str::to_string).collect(), run.stderr)
}

#[test]
fn a_release_is_verified_part_by_part() {
    let project = project();
    // What is warned of is said once, of the project as of a brief in any part.
    let told = MINIMAL.replacen("to = \"Ministry of Justice\"\n", "", 1);
    for part in [3, 67] {
        project.write(&format!("briefs/{}/brief.toml", id(part)), &told);
    }
    let settings = String::from_utf8(project.read("briefpress.toml")).unwrap();
    assert_eq!(project.run(&TABLES).code, 0);
    let (code, lines, rest) = verified(&project);
    assert_eq!((code, lines.len()), (0, 0), "{rest}");
    assert!(rest.contains(&format!("{MANY} files, the same to the byte")), "{rest}");
    for part in [3, 67] {
        let place = format!("--> briefs/{}/brief.toml:", id(part));
        assert_eq!(rest.matches(&place).count(), 1, "{rest}");
    }
    project.write("briefpress.toml", format!("unheard = 1\n{settings}"));
    let (_, _, rest) = verified(&project);
    assert_eq!(rest.matches("unknown key `unheard`").count(), 1, "{rest}");
    project.write("briefpress.toml", settings);

    // What is made from something else, though it is the same, is written down otherwise, in whatever part.
    let text = String::from_utf8(project.read("briefs/b070/brief.toml")).unwrap();
    project.write("briefs/b070/brief.toml", format!("# Another word.\n{text}"));
    let (code, lines, rest) = verified(&project);
    let changed = "briefs/b070/brief.toml changed since it was built";
    let wanted = ["SHA256SUMS", "manifest.json"].map(|file| format!("{file}: {changed}"));
    assert_eq!((code, lines), (1, wanted.to_vec()), "{rest}");

    // One brief of each part: one whose table was changed, one that is another, one that is gone. What stands beside
    // them is of no account then.
    let table = "dist/b001/b001.en.indicators.pdf";
    let bytes = project.read(table);
    project.write(table, [&bytes[..], b" "].concat());
    project.write("briefs/b070/brief.toml", text.replacen("Brief 70", "Another 70", 1));
    std::fs::remove_dir_all(project.path("briefs/b129")).unwrap();
    std::fs::remove_file(project.path("dist/index.html")).unwrap();
    let (code, lines, rest) = verified(&project);
    let wanted = [
        "b001/b001.en.indicators.pdf: it was changed after it was built",
        "b070/b070.en.indicators.pdf: briefs/b070/brief.toml changed since it was built",
        "b129/b129.en.indicators.pdf: the project does not make it: its brief or translation is gone, or \
         cannot be built",
    ];
    assert_eq!((code, lines), (1, wanted.map(str::to_string).to_vec()), "{rest}");
    let said = format!("dist: 3 of {MANY} files are not what the project makes");
    assert!(rest.contains(&said), "{rest}");

    // A project that is held whole finds the same.
    let opened = briefpress::open(&project.path(""), &OpenOptions::default()).unwrap();
    let interrupted = AtomicBool::new(false);
    let mut workers = Workers::of(assert_cmd::cargo::cargo_bin("briefpress"), &interrupted);
    workers.jobs = 2;
    let out = project.path("dist");
    let manifest = Manifest::from_json(&project.read("dist/manifest.json")).unwrap();
    let found = briefpress::verify(&out, &manifest, &opened, &workers, &mut |_| {});
    let paths: Vec<&str> = found.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, wanted.map(|line| line.split(": ").next().unwrap()));
}

#[test]
fn what_stands_beside_the_files_is_held_to_what_would_be_written() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&[&TABLES[..], &["--sbom"]].concat()).code, 0);
    let lines = |project: &TestProject| verified(project).1;
    assert_eq!(lines(&project), [""; 0]);
    let text = String::from_utf8(project.read("dist/manifest.json")).unwrap();
    let description = "it does not describe the files as they are";
    let starts = |lines: &[String], wanted: &[String]| {
        assert_eq!(lines.len(), wanted.len(), "{lines:?}");
        for (line, wanted) in lines.iter().zip(wanted) {
            assert!(line.starts_with(wanted), "{lines:?}");
        }
    };
    // An input that no file was made from, a title that no file has, another order, a seal that is broken.
    let mut changed: Value = serde_json::from_str(&text).unwrap();
    let mut more = changed["inputs"][0].clone();
    more["path"] = "briefs/z/brief.toml".into();
    changed["inputs"].as_array_mut().unwrap().push(more);
    project.write("dist/manifest.json", changed.to_string());
    let manifest = "manifest.json: briefs/z/brief.toml is gone since it was built";
    starts(&lines(&project), &[manifest.into()]);
    for (from, to) in [
        ("\"status\": \"final\"", "\"status\": \"draft\""),
        ("\"complete\": true", "\"complete\": false"),
        ("\"failed\": []", "\"failed\": [\"b/b.en.pdf\", \"a/a.fr.pdf\"]"),
        ("\"seal\": \"", "\"seal\": null, \"broken\": \""),
    ] {
        let other = text.replacen(from, to, 1);
        assert_ne!(other, text, "{from}");
        project.write("dist/manifest.json", other);
        let found = lines(&project);
        assert!(
            found.iter().any(|line| *line
                == format!("manifest.json: {description}; `briefpress build` writes it anew")),
            "{from}: {found:?}"
        );
    }
    // What this program does not know of is passed over; but its bytes are in the checksums.
    let other = text.replacen("\"complete\"", "\"later\": 1,\n  \"complete\"", 1);
    project.write("dist/manifest.json", other);
    starts(&lines(&project), &[format!("SHA256SUMS: {description}")]);
    // Another tool made what is not the same.
    let other = text.replacen("\"version\": \"", "\"version\": \"0.", 1);
    project.write("dist/manifest.json", other);
    let found = lines(&project);
    starts(&found, &["manifest.json: built by briefpress 0.".into()]);
    project.write("dist/manifest.json", &text);
    // Each of what stands beside by itself.
    for file in ["SHA256SUMS", "index.html", "sbom.cdx.json"] {
        let path = format!("dist/{file}");
        let bytes = project.read(&path);
        project.write(&path, [&bytes[..], b"x"].concat());
        let found = lines(&project);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(&format!("{file}: {description}")), "{found:?}");
        std::fs::remove_file(project.path(&path)).unwrap();
        let lost = if file == "sbom.cdx.json" { "SHA256SUMS: it does" } else { "it is not there" };
        assert!(lines(&project)[0].contains(lost), "{file}");
        project.write(&path, bytes);
    }
    assert_eq!(lines(&project), [""; 0]);
}

/// What it looked through to find out what its part is, it holds no more when it builds that.
#[cfg(target_os = "linux")]
#[test]
fn a_shard_holds_no_more_than_a_build_of_all() {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    let text = format!("{MINIMAL}{}", "# Words about nothing.\n".repeat(40_000));
    // The last lot is whole: there are twice 64.
    for at in 0..128 {
        project.write(&format!("briefs/{}/brief.toml", id(at)), &text);
    }
    // What threads let go of at the same moment is held for a while, now more, now less (by 30 MB of 200): the least of some runs
    // is what it takes.
    let least = |args: &[&str]| (0..4).map(|_| project.peak(args)).min().unwrap();
    let all = least(&["build", "--dry-run"]);
    let shard = least(&["build", "--dry-run", "--shard", "1/2"]);
    assert!(all > text.len() * 64, "{all} bytes are not many");
    assert!(shard < all + text.len() * 32, "{all} bytes for all, {shard} for a shard");
}
