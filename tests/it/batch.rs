//! Batches: what is up to date is kept, what is interrupted goes on, and one bad document stops no
//! other.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{MINIMAL, PROJECT, Run, TestProject, repository};

/// A project with three briefs, one of them in two languages.
fn several() -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    project.write("briefs/b/brief.toml", MINIMAL.replace("\"KH\"", "\"KE\""));
    project.write("briefs/c/brief.toml", MINIMAL.replace("\"KH\"", "\"NP\""));
    assert_eq!(project.run(&["i18n", "sync", "c", "--lang", "fr"]).code, 0);
    project
}

/// What `-v` says was built, and why.
fn built(run: &Run) -> Vec<(String, String)> {
    let lines = run.stderr.lines().filter_map(|line| line.trim().strip_prefix("built  "));
    lines
        .map(|line| {
            let (path, reason) = (line.split(' ').next(), line.rsplit("): ").next());
            (path.unwrap().to_string(), reason.unwrap().to_string())
        })
        .collect()
}

fn paths(run: &Run) -> Vec<String> {
    let mut paths: Vec<String> = built(run).into_iter().map(|(path, _)| path).collect();
    paths.sort();
    paths
}

fn times(project: &TestProject) -> Vec<(String, SystemTime)> {
    let time = |file: &String| fs::metadata(project.path(&format!("dist/{file}"))).unwrap();
    let files = project.files("dist");
    files.iter().map(|file| (file.clone(), time(file).modified().unwrap())).collect()
}

fn verbose(project: &TestProject) -> Run {
    let run = project.run(&["build", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

#[test]
fn what_did_not_change_is_kept_and_not_written() {
    let project = several();
    assert_eq!(paths(&verbose(&project)).len(), 8);
    let before = times(&project);
    let run = verbose(&project);
    assert_eq!(paths(&run), [""; 0]);
    assert!(run.stderr.contains("0 files built, 8 up to date"), "{}", run.stderr);
    assert_eq!(times(&project), before);
    assert!(run.stderr.contains("warning[translation::missing]"), "what is wrong is said again");
    assert_eq!(paths(&project.run(&["build", "-v", "--force"])).len(), 8);
}

#[test]
fn a_language_alone_is_kept_of_a_brief_about_which_there_is_nothing_to_say() {
    let project = TestProject::copy_of(repository());
    let briefs = |languages: &[&str]| {
        let languages = languages.iter().flat_map(|&tag| ["--lang", tag]);
        let command = ["build", "--only", "brief"].into_iter().chain(languages);
        project.run(&command.collect::<Vec<_>>())
    };
    let run = briefs(&[]);
    assert!(run.code == 0 && !run.stderr.contains("warning["), "{}", run.stderr);
    let before = times(&project);
    for languages in [&["fr"][..], &["en"], &["fr", "en"]] {
        let run = briefs(languages);
        let files = languages.len();
        assert_eq!(run.code, 0, "{}", run.stderr);
        let kept = format!("0 files built, {files} up to date");
        assert!(run.stderr.contains(&kept), "{}", run.stderr);
    }
    assert_eq!(times(&project), before);
    let unknown = briefs(&["hi"]);
    assert_eq!(unknown.code, 2, "{}", unknown.stderr);
    assert!(unknown.stderr.contains("no brief is in the language `hi`"), "{}", unknown.stderr);
    // A pseudo-locale is made from a brief that has to be read for it.
    let pseudo = briefs(&["en-XA"]);
    assert!(pseudo.stderr.contains("1 file built"), "{}", pseudo.stderr);
}

#[test]
fn a_language_alone_asks_nothing_of_the_others() {
    let project = several();
    let english = |more: &[&str]| project.run(&[&["build", "--lang", "en"], more].concat());
    let french = String::from_utf8(project.read("briefs/c/lang/fr.toml")).unwrap();
    project.write("briefs/c/lang/fr.toml", "[brief\ntitle = ");
    assert_eq!(project.run(&["check"]).code, 1);
    let run = english(&[]);
    assert!(run.code == 0 && !run.stderr.contains("fr.toml"), "{}", run.stderr);
    let manifest =
        || -> Value { serde_json::from_slice(&project.read("dist/manifest.json")).unwrap() };
    let count = |language: &str| {
        let all = manifest();
        let files = all["files"].as_array().unwrap();
        files.iter().filter(|file| file["language"] == language).count()
    };
    assert_eq!(manifest()["complete"], true);
    assert_eq!((count("en"), count("fr")), (6, 0));
    assert_eq!(project.run(&["build", "--lang", "fr"]).code, 1);
    assert!(english(&[]).stderr.contains("0 files built"), "{}", english(&[]).stderr);
    // What was built of another is judged by what it says now, and stays.
    project.write("briefs/c/lang/fr.toml", &french);
    assert_eq!(project.run(&["build"]).code, 0);
    let listed = || {
        let run = english(&[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        (count("fr"), run.stderr.contains("c/c.fr.pdf is not listed any more"))
    };
    assert_eq!(listed(), (2, false));
    project.write("briefs/c/lang/fr.toml", format!("# seen\n{french}"));
    assert_eq!(listed(), (2, false));
    let changed = french.replacen("title = \"\"", "title = \"Titre\"", 1);
    project.write("briefs/c/lang/fr.toml", changed);
    assert_eq!(listed(), (0, true));
    // Nothing is said of what is wrong with it, though it was read to find that out.
    assert_eq!(project.run(&["build"]).code, 0);
    project.write("briefs/c/lang/fr.toml", "[brief\ntitle = ");
    for more in [&[][..], &["--force"], &["--on-missing", "error"], &["--dry-run"]] {
        let run = english(more);
        assert!(run.code == 0 && !run.stderr.contains("fr.toml"), "{}", run.stderr);
    }
    assert_eq!(project.run(&["check"]).code, 1);
}

#[test]
fn what_changed_is_built_and_what_reads_it() {
    let project = several();
    verbose(&project);
    // A translation: its language alone.
    let french = String::from_utf8(project.read("briefs/c/lang/fr.toml")).unwrap();
    let changed = french.replacen("title = \"\"", "title = \"Titre\"", 1);
    assert!(changed != french, "{french}");
    project.write("briefs/c/lang/fr.toml", changed);
    let run = verbose(&project);
    assert_eq!(paths(&run), ["c/c.fr.indicators.pdf", "c/c.fr.pdf"]);
    assert!(built(&run)[0].1.contains("briefs/c/lang/fr.toml changed"), "{}", run.stderr);
    // A comment changes nothing, though the file is another.
    project.write(
        "briefs/b/brief.toml",
        format!("# checked\n{}", MINIMAL.replace("\"KH\"", "\"KE\"")),
    );
    assert_eq!(paths(&verbose(&project)), [""; 0]);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // A template: the documents that read it.
    project.run(&["template", "eject", "indicators"]);
    assert_eq!(paths(&verbose(&project)), [""; 0], "the same template in another place");
    let template = project.read("templates/indicators/main.typ");
    project.write("templates/indicators/main.typ", [&template[..], b"\n// mine\n"].concat());
    let run = verbose(&project);
    let tables: Vec<String> =
        project.pdfs("dist").into_iter().filter(|f| f.contains(".indicators.")).collect();
    assert_eq!(paths(&run), tables);
    assert!(built(&run)[0].1.contains("templates/indicators/main.typ changed"), "{}", run.stderr);
    // The words of one language.
    project.write("templates/labels/fr.toml", "indicators = \"Tableau\"\n");
    assert_eq!(paths(&verbose(&project)), ["c/c.fr.indicators.pdf", "c/c.fr.pdf"]);
    // The project file: everything.
    project.write("briefpress.toml", PROJECT.replace("Ombudsperson", "Ombud"));
    assert_eq!(paths(&verbose(&project)).len(), 8);
}

#[test]
fn what_a_manifest_says_of_a_translation_follows_its_lock() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build", "-q", "--only", "brief"]).code, 0);
    let stale = |project: &TestProject| {
        let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
        let files = manifest["files"].as_array().unwrap().clone();
        let french = files.into_iter().find(|file| file["language"] == "fr").unwrap();
        french["translation"]["stale"].clone()
    };
    assert_eq!(stale(&project), 0);
    let before = project.read("dist/manifest.json");
    assert_eq!(project.run(&["build", "-q", "--only", "brief"]).code, 0);
    assert!(project.read("dist/manifest.json") == before);
    // Another hash in the lock: the text it was made from is another, the PDF is not.
    let lock = "briefs/cambodia-scamming-compounds/lang/fr.lock";
    let text = String::from_utf8(project.read(lock)).unwrap();
    let (head, last) = text.trim_end().rsplit_once('\n').unwrap();
    let (start, rest) = last.split_once("original = \"").unwrap();
    // The words of that other text are not known.
    let (rest, _) = rest[16..].split_once(", text = ").unwrap();
    let last = format!("{start}original = \"0000000000000000{rest} }}");
    project.write(lock, format!("{head}\n{last}\n"));
    let run = project.run(&["build", "-v", "--only", "brief"]);
    assert_eq!((run.code, paths(&run)), (0, vec![]), "{}", run.stderr);
    assert!(run.stderr.contains("translation::stale"), "{}", run.stderr);
    assert_eq!(stale(&project), 1);
}

#[test]
fn a_file_that_was_touched_is_built_again() {
    let project = several();
    verbose(&project);
    let pdf = project.read("dist/a/a.en.pdf");
    project.write("dist/a/a.en.pdf", [&pdf[..], b"%"].concat());
    fs::remove_file(project.path("dist/b/b.en.pdf")).unwrap();
    project.write("dist/thumbnails/c.en.png", "no picture");
    let run = verbose(&project);
    assert_eq!(paths(&run), ["a/a.en.pdf", "b/b.en.pdf", "c/c.en.pdf"]);
    assert!(project.read("dist/a/a.en.pdf") == pdf);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
}

/// The parts of the cache, by their paths from the project.
#[cfg(unix)]
fn cache(project: &TestProject) -> BTreeMap<String, String> {
    let names = fs::read_dir(project.path("dist/.briefpress-cache")).into_iter().flatten();
    let paths = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let paths = paths.map(|name| format!("dist/.briefpress-cache/{name}"));
    let text = |path: &str| String::from_utf8(project.read(path)).unwrap();
    paths.map(|path| (path.clone(), text(&path))).collect()
}

/// The cache as if it had been written with these digests for the PDF of `a`.
#[cfg(unix)]
fn forge(project: &TestProject, from: &str, to: &str) {
    let parts = cache(project);
    let (path, text) = parts.iter().find(|(_, text)| text.contains(from)).expect("it is known");
    let (lines, _) = text.trim_end().rsplit_once('\n').unwrap();
    let lines = format!("{}\n", lines.replace(from, to));
    let seal = Sha256::digest(lines.as_bytes());
    let seal: String = seal.iter().map(|byte| format!("{byte:02x}")).collect();
    project.write(path, format!("{lines}{seal}\n"));
}

#[cfg(unix)]
#[test]
fn what_no_one_has_touched_is_not_read_but_by_verify() {
    use std::os::unix::fs::MetadataExt;
    let project = several();
    verbose(&project);
    sleep(Duration::from_millis(2100));
    assert_eq!(paths(&verbose(&project)), [""; 0]);
    let known: String = cache(&project).into_values().collect();
    let files = project.files("dist").iter().filter(|file| file.contains('/')).count();
    assert_eq!(known.matches(" made ").count(), files, "{known}");
    // Nothing is written where nothing changed.
    let at = || -> Vec<SystemTime> {
        let parts = cache(&project).into_keys().map(|part| fs::metadata(project.path(&part)));
        parts.map(|there| there.unwrap().modified().unwrap()).collect()
    };
    let before = at();
    assert_eq!(paths(&verbose(&project)), [""; 0]);
    assert_eq!(at(), before);
    // An edit that keeps length and date, and another file of that length and date.
    let pdf = project.read("dist/a/a.en.pdf");
    let path = project.path("dist/a/a.en.pdf");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    let mut other = pdf.clone();
    let last = other.len() - 20;
    other[last] ^= 1;
    for is_exchanged in [false, true] {
        let place = if is_exchanged { project.path("dist/new") } else { path.clone() };
        fs::write(&place, &other).unwrap();
        let file = fs::File::options().write(true).open(&place).unwrap();
        file.set_times(fs::FileTimes::new().set_modified(modified)).unwrap();
        if is_exchanged {
            fs::rename(&place, &path).unwrap();
        }
        assert_eq!(paths(&verbose(&project)), ["a/a.en.pdf"], "{is_exchanged}");
        assert!(project.read("dist/a/a.en.pdf") == pdf);
        sleep(Duration::from_millis(2100));
        assert_eq!(paths(&verbose(&project)), [""; 0]);
    }
    // A build asks the cache, so that one that lies is believed; `verify` reads the files.
    let line = |digest: &str| format!("{digest} made a/a.en.pdf");
    let digest: String = Sha256::digest(&pdf).iter().map(|byte| format!("{byte:02x}")).collect();
    forge(&project, &line(&digest), &line(&"0".repeat(64)));
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    assert_eq!(paths(&verbose(&project)), ["a/a.en.pdf"]);
    sleep(Duration::from_millis(2100));
    assert_eq!(paths(&verbose(&project)), [""; 0]);
    let state = || {
        let there = fs::metadata(&path).unwrap();
        let (device, inode, bytes) = (there.dev(), there.ino(), there.len());
        let modified = format!("{}{:09}", there.mtime(), there.mtime_nsec());
        let changed = format!("{}{:09}", there.ctime(), there.ctime_nsec());
        format!("{device} {inode} {bytes} {modified} {changed} {digest} made a/a.en.pdf")
    };
    let before = state();
    fs::write(&path, &other).unwrap();
    forge(&project, &before, &state());
    assert_eq!(paths(&verbose(&project)), [""; 0]);
    let run = project.run(&["verify", "dist"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!((run.stdout + &run.stderr).contains("a/a.en.pdf"));
    // One that is damaged is none, and so is that of an earlier version; what somebody has put in its place stays.
    for (path, text) in cache(&project) {
        project.write(&path, &text[..text.len() - 2]);
    }
    assert_eq!(paths(&verbose(&project)), ["a/a.en.pdf"]);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    sleep(Duration::from_millis(2100));
    for (text, is_ours) in [("briefpress stat cache 1\n0\n", true), ("mine\n", false)] {
        fs::remove_dir_all(project.path("dist/.briefpress-cache")).unwrap();
        project.write("dist/.briefpress-cache", text);
        assert_eq!(paths(&verbose(&project)), [""; 0]);
        assert_eq!(!cache(&project).is_empty(), is_ours);
    }
    assert_eq!(project.read("dist/.briefpress-cache"), b"mine\n");
}

#[test]
fn a_record_that_cannot_be_believed_is_not() {
    let project = several();
    verbose(&project);
    let manifest = String::from_utf8(project.read("dist/manifest.json")).unwrap();
    for (from, to, note) in [
        ("{\n  \"format\": 1", "{\n  \"format\": 7", "format 7"),
        ("\"files\"", "\"fils\"", "missing field `files`"),
        ("\"version\": \"", "\"version\": \"9", "another briefpress (9"),
    ] {
        let other = manifest.replacen(from, to, 1);
        assert!(other != manifest, "{from}");
        project.write("dist/manifest.json", other);
        let run = verbose(&project);
        assert_eq!(paths(&run).len(), 8, "{from}: {}", run.stderr);
        assert!(
            run.stderr.contains("is not used: ") && run.stderr.contains(note),
            "{}",
            run.stderr
        );
        assert!(project.read("dist/manifest.json") == manifest.as_bytes(), "{from}");
    }
    // Another moment is another build.
    let mut command = project.command();
    let run = crate::support::run(command.args(["build", "-v"]).env("SOURCE_DATE_EPOCH", "1"));
    assert_eq!(paths(&run).len(), 8);
}

#[test]
fn a_dry_run_says_what_and_why_and_writes_nothing() {
    let project = several();
    let run = project.run(&["build", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let pdfs = run.stdout.lines().filter(|line| line.contains(".pdf  (")).count();
    assert_eq!(pdfs, 8, "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 8 + 4 * 3, "the sheets of four tables: {}", run.stdout);
    assert!(run.stdout.contains("build  a/a.en.pdf  (not built yet)"), "{}", run.stdout);
    assert_eq!(project.files("dist"), [""; 0]);
    verbose(&project);
    let before = times(&project);
    project.write("briefs/b/brief.toml", MINIMAL.replace("\"KH\"", "\"UG\""));
    project.write("briefs/a/brief.toml", MINIMAL.replace("\"KH\"", "\"KHM\""));
    let run = project.run(&["build", "--dry-run"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stdout.contains("build  b/b.en.pdf  (briefs/b/brief.toml changed)"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("keep   c/c.fr.pdf  (up to date)"), "{}", run.stdout);
    assert!(run.stdout.contains("fail   a/a.en.pdf"), "{}", run.stdout);
    assert_eq!(times(&project), before);
}

#[test]
fn what_is_gone_from_the_project_goes_from_the_release_if_it_is_ours() {
    let project = several();
    verbose(&project);
    project.write("dist/mine.txt", "mine");
    project.write("dist/b/b.en.pdf", "signed by the minister");
    fs::remove_dir_all(project.path("briefs/b")).unwrap();
    fs::remove_file(project.path("briefs/c/lang/fr.toml")).unwrap();
    // Whatever was asked for: what was withdrawn must not stay in a release.
    let run = project.run(&["build", "a"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("removed c/c.fr.pdf"), "{}", run.stderr);
    let pdfs = [
        "a/a.en.indicators.pdf",
        "a/a.en.pdf",
        "b/b.en.pdf",
        "c/c.en.indicators.pdf",
        "c/c.en.pdf",
    ];
    assert_eq!(project.pdfs("dist"), pdfs, "a file that was changed is not ours to remove");
    assert_eq!(project.read("dist/mine.txt"), b"mine");
    let sums = String::from_utf8(project.read("dist/SHA256SUMS")).unwrap();
    assert!(!sums.contains("b/b.en.pdf") && !sums.contains("c.fr"), "{sums}");
    // A brief that is in another language now.
    let french = MINIMAL.replace("language = \"en\"", "language = \"fr\"");
    assert!(french != MINIMAL);
    project.write("briefs/a/brief.toml", french);
    let run = verbose(&project);
    assert!(run.stderr.contains("removed a/a.en.pdf"), "{}", run.stderr);
    assert!(!project.path("dist/a/a.en.pdf").exists() && project.path("dist/a/a.fr.pdf").exists());
}

#[test]
fn a_part_of_a_release_that_is_not_built_now_stays_listed_while_it_is_true() {
    let project = several();
    verbose(&project);
    assert_eq!(project.run(&["build", "a", "--edition", "print"]).code, 0);
    let listed = |project: &TestProject| {
        String::from_utf8(project.read("dist/SHA256SUMS")).unwrap().matches(".pdf\n").count()
    };
    assert_eq!(listed(&project), 10);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // The screen edition is built anew; the print edition is of an older text then.
    project.write("briefs/a/brief.toml", MINIMAL.replace("\"KH\"", "\"LA\""));
    let run = verbose(&project);
    assert!(
        run.stderr
            .contains("a/a.en.print.pdf is not listed any more: what it was made from changed"),
        "{}",
        run.stderr
    );
    assert_eq!(listed(&project), 8);
    assert!(project.path("dist/a/a.en.print.pdf").exists());
    assert!(!verbose(&project).stderr.contains("not listed"), "it is said once");
}

#[test]
fn one_slip_does_not_cost_what_was_built() {
    let project = several();
    verbose(&project);
    let before = times(&project);
    for (file, text) in [("briefpress.toml", PROJECT), ("briefs/a/brief.toml", MINIMAL)] {
        project.write(file, format!("{text}\noops\n"));
        assert_eq!(project.run(&["build"]).code, 1, "{file}");
        project.write(file, text);
        assert_eq!(paths(&verbose(&project)), [""; 0], "{file}");
    }
    let pictures_and_files = |times: &[(String, SystemTime)]| {
        times.iter().filter(|(file, _)| file.contains('/')).cloned().collect::<Vec<_>>()
    };
    assert_eq!(pictures_and_files(&times(&project)), pictures_and_files(&before));
    assert!(!project.path("dist/.briefpress-journal").exists());
}

#[test]
fn what_was_not_asked_for_stays_listed_where_a_change_comes_to_the_same() {
    let project = several();
    verbose(&project);
    project.write("briefpress.toml", format!("# a comment\n{PROJECT}"));
    let run = project.run(&["build", "--lang", "fr"]);
    assert!(!run.stderr.contains("not listed"), "{}", run.stderr);
    let listed = |project: &TestProject| {
        String::from_utf8(project.read("dist/SHA256SUMS")).unwrap().matches(".pdf\n").count()
    };
    assert_eq!(listed(&project), 8);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // One that is gone is named.
    fs::remove_file(project.path("dist/a/a.en.pdf")).unwrap();
    let run = project.run(&["build", "--lang", "fr"]);
    assert!(run.stderr.contains("a/a.en.pdf is not listed any more: it is gone"), "{}", run.stderr);
    assert_eq!(listed(&project), 7);
}

#[test]
fn what_a_translation_lacks_is_said_of_its_files_alone() {
    let project = several();
    verbose(&project);
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let warnings = |language: &str| {
        let files = manifest["files"].as_array().unwrap().iter();
        let own = files.filter(|file| file["language"] == language);
        own.map(|file| file["warnings"].as_array().unwrap().len()).sum::<usize>()
    };
    assert!(warnings("fr") > 0);
    assert_eq!(warnings("en"), 0, "{manifest}");
}

#[test]
fn warnings_are_said_again_of_what_is_kept() {
    let project = TestProject::with_brief(MINIMAL);
    project.run(&["template", "eject", "brief"]);
    let template = String::from_utf8(project.read("templates/brief/main.typ")).unwrap();
    project.write("templates/brief/main.typ", format!("{template}\n#[**]\n"));
    let first = project.run(&["build", "--message-format", "short"]);
    let warning = |run: &Run| {
        let lines = run.stderr.lines().filter(|line| line.contains("warning[template::warning]"));
        lines.map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(!warning(&first).is_empty(), "{}", first.stderr);
    let second = project.run(&["build", "--message-format", "short"]);
    assert!(second.stderr.contains("2 up to date"), "{}", second.stderr);
    assert_eq!(warning(&second), warning(&first));
    let denied = project.run(&["build", "--deny", "warnings"]);
    assert_eq!(denied.code, 1, "{}", denied.stderr);
}

#[test]
fn a_document_that_takes_too_much_is_ended_and_no_other() {
    let project = several();
    // All others are set in no time, however busy the machine is.
    project.write("templates/brief/main.typ", "= Title\nWords.");
    for (code, timeout, words) in [
        (
            "for i in range(1000000) { for j in range(1000000) { } }",
            "20",
            "takes more than 20 seconds",
        ),
        // Long before its time is over, on a busy machine too. Other systems hold no process to it.
        #[cfg(target_os = "linux")]
        ("range(2000000000).len()", "600", "takes more than 2GB of memory"),
    ] {
        let bad = format!("= Title\n#if json(\"/brief.json\").country.code == \"KE\" {{ {code} }}");
        project.write("templates/indicators/main.typ", bad);
        let run = project.run(&["build", "--timeout", timeout]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains(&format!("b/b.en.indicators.pdf {words}")), "{}", run.stderr);
        assert_eq!(project.pdfs("dist").len(), 6, "{}", run.stderr);
        assert!(!project.path("dist/b/b.en.pdf").exists(), "a brief's files are written together");
        fs::remove_dir_all(project.path("dist")).unwrap();
    }
}

/// Other systems hold no process to its memory.
#[cfg(target_os = "linux")]
#[test]
fn a_document_takes_the_memory_it_is_given() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("templates/brief/main.typ", "= Title\n#(\"x\" * 700000000).len()");
    let build = |memory: &str| project.run(&["build", "--only", "brief", "--memory", memory]);
    let refused = build("768MB");
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    let said = "a/a.en.pdf takes more than 768MB of memory to set";
    assert!(refused.stderr.contains(said), "{}", refused.stderr);
    assert!(refused.stderr.contains("or give it more: --memory 1536MB"), "{}", refused.stderr);
    // Of a large brief that comes first.
    let more: String = (0..120)
        .map(|n| {
            format!("\n[[finding]]\nid = \"f{n}\"\ntitle = \"T\"\ntext = \"T.\"\nsources = [\"survey\"]\n")
        })
        .collect();
    project.write("briefs/a/brief.toml", format!("{MINIMAL}{more}"));
    let large = build("768MB");
    let advice = "help: it has 121 findings and 2 targets: give it more, --memory 1536MB; or look";
    assert!(large.stderr.contains(advice), "{}", large.stderr);
    // What it advises helps.
    let built = build("1536 mb");
    assert_eq!(built.code, 0, "{}", built.stderr);
    for (wrong, advice) in [
        ("4096", "a unit is missing: 4096MB, or 4096GB"),
        ("4kB", "MB, GB and TB are the units"),
        ("1MB", "it takes 768MB to 1024GB"),
    ] {
        let run = build(wrong);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(advice), "{}", run.stderr);
    }
}

/// A build in the background.
fn spawn(project: &TestProject, args: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("briefpress"))
        .arg("build")
        .args(args)
        .current_dir(project.path(""))
        .env_clear()
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn contents(project: &TestProject, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = project.files(folder).into_iter();
    files.map(|file| (file.clone(), project.read(&format!("{folder}/{file}")))).collect()
}

#[test]
fn a_build_that_is_killed_again_and_again_comes_to_the_same() {
    let project = TestProject::copy_of(repository());
    assert_eq!(project.run(&["build", "-q", "--out", "whole"]).code, 0);
    let done = |project: &TestProject| {
        let pdfs = project.pdfs("dist").into_iter();
        pdfs.filter(|pdf| !pdf.contains("/.briefpress-")).collect::<Vec<_>>()
    };
    for round in 0..10 {
        let before = done(&project).len();
        let mut child = spawn(&project, &["-q"]);
        // Every other round is killed before it gets anywhere, the rest when it has written a file.
        let written = |project: &TestProject| round % 2 == 0 || done(project).len() > before;
        sleep(Duration::from_millis(20 * round));
        while !written(&project) && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(1));
        }
        // On Unix this is SIGKILL: nothing can be tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        for pdf in done(&project) {
            let bytes = project.read(&format!("dist/{pdf}"));
            assert!(bytes == project.read(&format!("whole/{pdf}")), "{pdf} is half-written");
        }
    }
    let run = project.run(&["build", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(built(&run).len() < 12, "nothing was gone on with: {}", run.stderr);
    assert!(contents(&project, "dist") == contents(&project, "whole"));
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_build_at_once_and_leaves_nothing_half_done() {
    for signal in ["TERM", "INT"] {
        let project = TestProject::copy_of(repository());
        let child = spawn(&project, &["--edition", "screen", "--edition", "print", "--jobs", "2"]);
        while project.pdfs("dist").is_empty() {
            sleep(Duration::from_millis(5));
        }
        let kill = format!("kill -{signal} {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{stderr}");
        assert!(stderr.contains("interrupted: "), "{stderr}");
        let files = project.files("dist");
        assert!(!files.iter().any(|file| file.contains(".briefpress-")), "{files:?}");
        assert!(project.pdfs("dist").len() < 24, "what was not begun is not made");
        assert_eq!(workers_in(&project), 0);
        assert_eq!(project.run(&["build", "-q"]).code, 0);
        assert_eq!(project.run(&["verify", "dist"]).code, 0);
    }
}

/// How many processes are still at work for a project.
#[cfg(unix)]
fn workers_in(project: &TestProject) -> usize {
    let here = project.path("").canonicalize().unwrap();
    let Ok(processes) = fs::read_dir("/proc") else { return 0 };
    let at_work = |process: &fs::DirEntry| {
        let folder = fs::read_link(process.path().join("cwd"));
        folder.is_ok_and(|folder| folder == here)
    };
    processes.flatten().filter(at_work).count()
}

#[test]
fn locked_wants_translations_and_locks_up_to_date() {
    let project = several();
    let french = String::from_utf8(project.read("briefs/c/lang/fr.toml")).unwrap();
    project.write("briefs/c/lang/fr.toml", french.replacen("title = \"\"", "title = \"Titre\"", 1));
    let run = project.run(&["build", "--locked", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[translation::lock-outdated]"), "{}", run.stderr);
    assert_eq!(project.files("dist"), [""; 0]);
    assert_eq!(project.run(&["i18n", "sync", "c"]).code, 0);
    assert_eq!(project.run(&["build", "--locked"]).code, 0);
    let brief = String::from_utf8(project.read("briefs/c/brief.toml")).unwrap();
    project.write("briefs/c/brief.toml", brief.replacen("title = \"", "title = \"New: ", 1));
    let run = project.run(&["build", "--locked", "--message-format", "short"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error[translation::locked-stale]"), "{}", run.stderr);
    assert!(run.stderr.contains("than the original: `brief.title`\n"), "{}", run.stderr);
}
