//! `rename`: a brief under another id is the same brief, and nothing of the project names the old one.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::disturbed::{give_away, run_as_nobody, snapshot};
use crate::support::{MINIMAL, PROJECT, TestProject};

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"10\">\
    <rect width=\"40\" height=\"10\" fill=\"#123456\"/></svg>";

const VALUES: &str = "SeriesCode,Indicator,GeoAreaCode,TimePeriod,Value,Units,Nature\n\
    X,16.3.1,116,2020,12,PERCENT,C\n";

/// A project in which the brief `id` has a translation, and is named wherever one can be.
fn project(id: &str) -> TestProject {
    let project = TestProject::empty();
    project.write(
        "briefpress.toml",
        format!(
            "# briefs/elsewhere, with briefs in words\n{PROJECT}[brand]\nlogo   = 'briefs/{id}/assets/logo.svg'  # ours\n\
             logo_alt = \"A bar\"\n"
        ),
    );
    project.write(&format!("briefs/{id}/brief.toml"), MINIMAL);
    project.write(&format!("briefs/{id}/assets/logo.svg"), LOGO);
    project.write(&format!("briefs/{id}/values.csv"), VALUES);
    project.write(
        "briefs/z/brief.toml",
        format!("{MINIMAL}\n[data]\nrelease = \"2024.Q2\"\nfiles = [\n  \"../{id}/values.csv\", # theirs\n]\n"),
    );
    let run = project.run(&["i18n", "sync", id, "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for args in [
        &["i18n", "export", id, "--lang", "fr", "--out", &format!("exchange/fr/{id}.po")][..],
        &["i18n", "export", id, "--lang", "fr", "--format", "xliff", "--out", "exchange/fr.xliff"],
        &["i18n", "init-tool", "weblate", "--repository", "https://e.org/b.git"],
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    }
    project
}

#[test]
fn a_renamed_brief_is_what_it_would_be_had_it_always_been_called_that() {
    let wanted = project("new-name");
    let project = project("old");
    let say = |args: &[&str]| {
        let run = project.run(args);
        (run.code, (run.stdout + &run.stderr).replace("new-name", "ID").replace("old", "ID"))
    };
    let (check, status) = (
        say(&["check", "--message-format", "short"]),
        say(&["i18n", "status", "--format", "json"]),
    );
    for project in [&project, &wanted] {
        let run = project.run(&["build", "-q"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }

    let before = snapshot(&project.path(""));
    let dry = project.run(&["rename", "old", "new-name", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.stderr);
    assert!(snapshot(&project.path("")) == before, "a dry run changes nothing");
    for line in [
        "briefpress.toml:4: briefs/old/assets/logo.svg → briefs/new-name/assets/logo.svg",
        "briefs/z/brief.toml:60: ../old/values.csv → ../new-name/values.csv",
        "exchange/fr.xliff: the id in its head",
        "exchange/fr/old.po → exchange/fr/new-name.po",
        "weblate/originals/old.toml → weblate/originals/new-name.toml",
        "briefs/old → briefs/new-name",
    ] {
        let number = line.find(".toml:").map_or(line, |at| &line[..at]);
        assert!(dry.stdout.contains(number), "{line}\n{}", dry.stdout);
    }

    let run = project.run(&["rename", "briefs/old/brief.toml", "new-name"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("removes dist/old"), "{}", run.stderr);
    let sources = |project: &TestProject| {
        let mut files = snapshot(&project.path(""));
        files.retain(|path, _| !path.starts_with("dist"));
        files
    };
    let (is, should) = (sources(&project), sources(&wanted));
    assert_eq!(is.keys().collect::<Vec<_>>(), should.keys().collect::<Vec<_>>());
    for (path, bytes) in &is {
        let [is, should] = [bytes, &should[path]].map(|bytes| String::from_utf8_lossy(bytes));
        assert_eq!(is, should, "{}", path.display());
    }
    assert_eq!(say(&["check", "--message-format", "short"]), check);
    assert_eq!(say(&["i18n", "status", "--format", "json"]), status, "nothing is stale");

    let build = project.run(&["build"]);
    assert_eq!(build.code, 0, "{}", build.stderr);
    assert!(!project.path("dist/old").exists(), "{}", build.stderr);
    let (mut is, mut should) = (snapshot(&project.path("dist")), snapshot(&wanted.path("dist")));
    // What the file system said of these very files, if they had rested by then.
    for files in [&mut is, &mut should] {
        files.retain(|path, _| path.iter().all(|name| name != ".briefpress-cache"));
    }
    let other: Vec<_> =
        is.iter().filter(|(path, bytes)| should.get(*path) != Some(bytes)).collect();
    let other: Vec<_> =
        other.iter().map(|(path, _)| path).filter(|path| !path.ends_with(".briefpress")).collect();
    assert!(other.is_empty() && is.len() == should.len(), "{other:?}");

    let import = |file: &str| {
        project.run(&["i18n", "import", "new-name", file, "--lang", "fr", "--dry-run"])
    };
    for file in ["exchange/fr/new-name.po", "exchange/fr.xliff"] {
        assert_eq!(import(file).code, 0, "{file}: {}", import(file).stderr);
    }
}

#[test]
fn what_cannot_be_renamed_stays_and_says_why() {
    let project = project("old");
    fs::create_dir(project.path("briefs/Taken")).unwrap();
    symlink("z", project.path("briefs/linked")).unwrap();
    let before = snapshot(&project.path(""));
    for (args, code, says) in [
        (["old", "New"], 2, "such as `new`"),
        (["old", "briefs/new"], 2, "cannot be the id"),
        (["old", "old"], 2, "is called `old` already"),
        (["old", "z"], 2, "briefs/z is there already"),
        (["old", "taken"], 2, "briefs/Taken is there already: some systems take"),
        (["odl", "new"], 2, "did you mean `old`?"),
        (["linked", "new"], 1, "is a link"),
    ] {
        let run = project.run(&["rename", args[0], args[1]]);
        assert!(run.code == code && run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
    // What is named by a file that cannot be read is not known.
    for (path, text) in [
        ("briefpress.toml", "[brand\nlogo = \"briefs/old/assets/logo.svg\"\n"),
        ("briefs/z/brief.toml", "files = [\"../old/values.csv\"\n"),
    ] {
        let good = project.read(path);
        project.write(path, text);
        let run = project.run(&["rename", "old", "new"]);
        let says = format!("{path} is not valid TOML");
        assert!(run.code == 1 && run.stderr.contains(&says), "{}", run.stderr);
        project.write(path, good);
    }
    assert!(snapshot(&project.path("")) == before);
    // A name in capital letters is no id: it can be given another case.
    let run = project.run(&["rename", "Taken", "taken"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(project.path("briefs/taken").is_dir() && !project.path("briefs/Taken").exists());
}

#[test]
fn links_lead_to_what_they_led_to() {
    let project = project("old");
    fs::remove_file(project.path("briefs/old/assets/logo.svg")).unwrap();
    project.write("briefs/old/map.svg", LOGO);
    project.write("elsewhere/notes.txt", "theirs");
    let whole = project.path("").canonicalize().unwrap().join("briefs/old/values.csv");
    fs::create_dir(project.path("briefs/z/assets")).unwrap();
    fs::create_dir(project.path("po")).unwrap();
    let links = [
        ("briefs/old/assets/logo.svg", "../map.svg"),
        ("briefs/old/assets/named.svg", "../../old/map.svg"),
        ("briefs/old/assets/notes.txt", "../../../elsewhere/notes.txt"),
        ("briefs/z/assets/map.svg", "../../old/map.svg"),
        ("briefs/z/whole.csv", whole.to_str().unwrap()),
        ("latest", "briefs/old"),
        ("logo.svg", "latest/map.svg"),
        ("po/fr.po", "../exchange/fr/old.po"),
        ("weblate/original.toml", "originals/old.toml"),
    ];
    for (path, target) in links {
        symlink(target, project.path(path)).unwrap();
    }
    let of = |id: &str| {
        links.map(|(path, _)| {
            let path = path.replace("briefs/old", &format!("briefs/{id}"));
            let link = project.path(&path);
            assert!(link.is_symlink(), "{path}");
            let is_folder = link.is_dir();
            (path.replace(id, "ID"), (!is_folder).then(|| fs::read(&link).unwrap()))
        })
    };
    // What the file of a translators’ tool says of itself is another.
    let same = |[before, after]: [(String, Option<Vec<u8>>); 2]| {
        before.0 == after.0 && (before.1 == after.1 || before.0 == "po/fr.po")
    };
    let before = of("old");
    let dry = project.run(&["rename", "old", "new", "--dry-run"]);
    for line in [
        "latest (a link): briefs/old → briefs/new",
        "briefs/z/assets/map.svg (a link): ../../old/map.svg → ../../new/map.svg",
        "po/fr.po (a link): ../exchange/fr/old.po → ../exchange/fr/new.po",
    ] {
        assert!(dry.stdout.contains(&format!("{line}\n")), "{line}: {}", dry.stdout);
    }
    assert!(!dry.stdout.contains("logo.svg (a link)"), "{}", dry.stdout);
    let check = |project: &TestProject| {
        let run = project.run(&["check", "--message-format", "short"]);
        (run.code, run.stdout + &run.stderr)
    };
    let checked = check(&project);
    let run = project.run(&["rename", "old", "new"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for both in before.into_iter().zip(of("new")) {
        let path = both.0.0.clone();
        assert!(same(both.into()), "{path} leads elsewhere");
    }
    let (code, said) = check(&project);
    assert_eq!((code, said.replace("briefs/new", "briefs/old")), checked);
}

/// The system moves files in a folder that may be written to and not be read, and does not open it to
/// be fsynced: what was to be on the disk for good may not be.
#[test]
fn a_step_that_fails_once_it_is_done_is_undone_with_the_others() {
    let project = project("old");
    give_away(&project.path(""));
    let before = snapshot(&project.path(""));
    let originals = project.path("weblate/originals");
    let allow = |mode| fs::set_permissions(&originals, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o333);
    let run = run_as_nobody(&project, &["rename", "old", "new"]);
    allow(0o755);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("cannot write to"), "{}", run.stderr);
    assert!(run.stderr.contains("weblate/originals (Permission denied"), "{}", run.stderr);
    let after = snapshot(&project.path(""));
    assert!(after == before, "{:?}", after.keys().collect::<Vec<_>>());
    // And once all is well it is renamed.
    let run = run_as_nobody(&project, &["rename", "old", "new"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_names_a_brief_and_is_not_changed_is_told() {
    let project = project("old");
    project.write(".github/workflows/b.yml", "on: push\nrun: briefpress build old\n");
    project.write("notes/README.md", "The old one.\n\nSee briefs/old/brief.toml.\n");
    project.write("briefs/old/notes.md", "briefs/old\n");
    let run = project.run(&["rename", "old", "new"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for place in [".github/workflows/b.yml:2", "notes/README.md:3", "briefs/new/notes.md:1"] {
        assert!(run.stderr.contains(&format!("  {place}\n")), "{place}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("README.md:1"), "{}", run.stderr);
}

#[test]
fn every_command_tells_of_a_rename_that_was_interrupted() {
    let wanted = snapshot(&project("new").path(""));
    let project = project("old");
    let record = "briefs/.briefpress-renaming";
    project.write(record, "{\"from\":\"old\",\"to\":\"new\"}");
    let before = snapshot(&project.path(""));
    for args in [
        &["check"][..],
        &["build"],
        &["build", "z"],
        &["new", "x", "--country", "KH"],
        &["i18n", "status"],
        &["i18n", "sync", "--lang", "km"],
        &["i18n", "export", "z", "--lang", "fr"],
        &["watch", "--no-open"],
        &["fonts"],
        &["sdg", "show", "16.3"],
        &["template", "list"],
        &["rename", "z", "y"],
        &["rename", "old", "other"],
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 1, "{args:?}: {}", run.stderr);
        for says in ["half done", "`briefpress rename old new` finishes it"] {
            assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
        }
    }
    assert!(snapshot(&project.path("")) == before);
    fs::rename(project.path("briefs/old"), project.path("briefs/new")).unwrap();
    let run = project.run(&["rename", "briefs/old", "new"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(snapshot(&project.path("")) == wanted, "all is as if it had not been interrupted");
    project.write(record, "{");
    let run = project.run(&["check"]);
    assert!(run.code == 1 && run.stderr.contains(record), "{}", run.stderr);
}

#[test]
fn a_rename_that_is_killed_is_not_begun_told_or_done() {
    let [old, new] = ["old", "new"].map(|id| snapshot(&project(id).path("")));
    let project = project("old");
    let mut told = 0;
    for round in 0..40_u64 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
        command.args(["rename", "old", "new", "-q"]).current_dir(project.path("")).env_clear();
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        sleep(Duration::from_micros(500 + 700 * (round * 7 % 40)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut is = snapshot(&project.path(""));
        is.retain(|path, _| {
            let name = path.file_name().unwrap().to_str().unwrap();
            !name.starts_with(".briefpress-") || name == ".briefpress-renaming"
        });
        let check = project.run(&["check", "-q"]);
        if check.code == 0 {
            assert!(is == old || is == new, "round {round}: all is old, or all is new");
            if is == old {
                continue;
            }
        } else {
            told += 1;
            assert!(check.stderr.contains("briefpress rename old new"), "{}", check.stderr);
            assert_eq!(project.run(&["rename", "old", "new"]).code, 0);
        }
        if project.path("briefs/new").exists() {
            let run = project.run(&["rename", "new", "old"]);
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        assert!(snapshot(&project.path("")) == old, "round {round}");
    }
    let words = format!("{told} of 40 that were killed were told and finished\n");
    // Not by a macro: what those print of a test that passes is not shown.
    std::io::stderr().write_all(words.as_bytes()).unwrap();
}

/// What is not changed is told to programs, too, and so is what was not looked into.
#[test]
fn what_names_a_brief_in_any_text_is_told_in_every_form() {
    let project = TestProject::with_brief(MINIMAL);
    fs::rename(project.path("briefs/a"), project.path("briefs/floods")).unwrap();
    project.write("latin.txt", b"D\xe9j\xe0: briefs/floods\n");
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    project.write("marked.txt", [&[0xFF, 0xFE][..], &utf16("see briefs/floods\n")].concat());
    project.write("unmarked.ps1", utf16("briefpress build floods\n"));
    project.write("large.txt", "briefs/floods\n".repeat(400_000));
    project.write("picture.bin", [b"\x89PNG\0\0".as_slice(), &vec![0; 5 << 20]].concat());
    project.write("Makefile", "cargo run --release -- build floods\n");
    project.write("list.yml", "briefs: [mekong, floods]\nalso:\n- floods\n");
    project
        .write("README.md", "floods are many\nsee floods.fr.pdf\ndist/thumbnails/floods.en.png\n");
    let told = [
        "latin.txt:1",
        "marked.txt:1",
        "unmarked.ps1:1",
        "Makefile:1",
        "list.yml:1",
        "list.yml:3",
        "README.md:2",
        "README.md:3",
        "large.txt was not looked into",
    ];
    for format in ["json", "github", "human"] {
        let args = ["rename", "floods", "new", "--dry-run", "--message-format", format];
        let run = project.run(&args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for told in told {
            let line = run.stderr.lines().find(|line| line.contains(told));
            let line = line.unwrap_or_else(|| panic!("{told}: {}", run.stderr));
            match format {
                "json" => {
                    let message: serde_json::Value = serde_json::from_str(line).unwrap();
                    assert_eq!(
                        (&message["severity"], &message["format"]),
                        (&"note".into(), &1.into())
                    );
                }
                "github" => assert!(line.starts_with("::notice::"), "{line}"),
                _ => {}
            }
        }
        assert!(!run.stderr.contains("README.md:1"), "{}", run.stderr);
        assert!(!run.stderr.contains("picture.bin"), "{}", run.stderr);
    }
    let project = TestProject::empty();
    project.write("schemas/labels.json", "mine");
    let run = project.run(&["init", "--message-format", "json"]);
    assert!(
        run.stderr.contains("schemas/labels.json is there already and stays"),
        "{}",
        run.stderr
    );
    let quiet = TestProject::empty();
    quiet.write("schemas/labels.json", "mine");
    assert_eq!(quiet.run(&["init", "--quiet", "--message-format", "json"]).stderr, "");
}

/// A file that somebody changed is nobody's to remove: why it stays is said.
#[test]
fn a_file_of_the_old_name_that_was_changed_stays_and_is_told_why() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build", "--only", "brief"]).code, 0);
    let mut pdf = project.read("dist/a/a.en.pdf");
    pdf.extend(b"% mine\n");
    project.write("dist/a/a.en.pdf", &pdf);
    assert_eq!(project.run(&["rename", "a", "b"]).code, 0);
    let run = project.run(&["build", "--only", "brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = "a/a.en.pdf stays, for it was changed after it was built";
    assert!(run.stderr.contains(said) && run.stderr.contains("delete it"), "{}", run.stderr);
    assert!(!run.stderr.contains("it was not asked for"), "{}", run.stderr);
    assert_eq!(project.read("dist/a/a.en.pdf"), pdf);
}
