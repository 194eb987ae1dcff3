//! The command line itself: help, wrong usage, streams.

use crate::support::{MINIMAL, TestProject, run};

#[test]
fn wrong_usage_is_exit_2_and_says_what_to_do() {
    let project = TestProject::empty();
    for args in [
        ["build"].as_slice(),
        &["bild"],
        &["build", "--no-such-flag"],
        &["new", "x"],
        &["build", "--project", "nowhere"],
        &["--project", "nowhere"],
        &["sdg"],
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
    assert!(project.run(&["build"]).stderr.contains("briefpress init"));
    let project = TestProject::with_brief(MINIMAL);
    let unknown = project.run(&["build", "b"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `a`?"), "{}", unknown.stderr);
}

#[test]
fn help_and_version_go_to_standard_output() {
    let project = TestProject::empty();
    for args in [["--help"].as_slice(), &["build", "--help"], &["--version"], &["help", "sdg"]] {
        let run = project.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{args:?}");
        assert!(run.stdout.contains("briefpress"), "{args:?}");
    }
}

#[test]
fn a_project_is_found_from_any_folder_in_it() {
    let project = TestProject::with_brief(MINIMAL);
    let inside = run(project.command().args(["check"]).current_dir(project.path("briefs/a")));
    assert_eq!(inside.code, 0, "{}", inside.stderr);
}

#[test]
fn colour_is_written_only_when_asked_for() {
    let project = TestProject::with_brief("title = 1");
    let plain = project.run(&["check"]).stderr;
    assert!(!plain.contains('\x1b'), "{plain}");
    let coloured = project.run(&["check", "--color", "always"]).stderr;
    assert!(coloured.contains('\x1b'), "{coloured}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = TestProject::empty();
    let program = assert_cmd::cargo::cargo_bin("briefpress");
    let script =
        format!("set -o pipefail; {} sdg find and people countries | true", program.display());
    let output = std::process::Command::new("bash")
        .args(["-c", &script])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(stderr, "");
}

/// What wrong command lines are told to programs: the code, and what the message says.
const WRONG: [(&[&str], &str, &str); 13] = [
    (&["check", "--lnag"], "usage::unexpected-argument", "there is no option `--lnag`"),
    (&["check", "a", "--", "--deny"], "usage::unknown-brief", "there is no brief `--deny`"),
    (&["bild"], "usage::unknown-command", "there is no command `bild`"),
    (&["sdg"], "usage::missing-command", "does not say what to do"),
    (&["new", "x"], "usage::missing-argument", "`--country <CODE>`"),
    (&["build", "--jobs", "many"], "usage::bad-value", "`many` is no value of `--jobs <N>`"),
    (&["check", "-q", "-v"], "usage::conflict", "`--quiet` does not go with `--verbose`"),
    (&["check", "--project", "x"], "usage::no-project", "there is no briefpress.toml in x"),
    (&["check", "b"], "usage::unknown-brief", "there is no brief `b`"),
    (&["build", "--lang", "km"], "usage::unknown-language", "no brief is in the language `km`"),
    (&["template", "eject", "x"], "usage::unknown-name", "there is no template `x`"),
    (&["init", "."], "usage::there-already", "briefpress.toml"),
    (&["build", "--out", "briefs"], "usage::among-sources", "nothing is written to"),
];

#[test]
fn wrong_usage_is_one_json_object_with_the_fields_of_all_messages() {
    let project = TestProject::with_brief(MINIMAL);
    for (args, code, message) in WRONG {
        for format in [&["--message-format", "json"][..], &["--message-format=json"]] {
            // Before the command, whatever is wrong with what comes after it.
            let run = project.run(&[format, args].concat());
            assert_eq!((run.code, &*run.stdout), (2, ""), "{args:?}: {}", run.stderr);
            let said: serde_json::Value = serde_json::from_str(&run.stderr)
                .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", run.stderr));
            let fields: Vec<&str> = said.as_object().unwrap().keys().map(String::as_str).collect();
            let mut documented = documented_fields();
            documented.sort_unstable();
            let mut found = fields.clone();
            found.sort_unstable();
            assert_eq!(found, documented, "{args:?}");
            assert_eq!(said["format"], 1);
            assert_eq!(said["severity"], "error");
            assert_eq!(said["code"], code, "{args:?}: {said}");
            assert!(said["message"].as_str().unwrap().contains(message), "{args:?}: {said}");
            assert!(said["place"].is_null() && said["key"].is_null());
            assert!(said["help"].as_array().unwrap().iter().all(serde_json::Value::is_string));
            assert_eq!(said["related"], serde_json::json!([]));
        }
    }
}

/// The fields of a message in JSON, as they are documented.
fn documented_fields() -> Vec<String> {
    let read = |path| std::fs::read_to_string(crate::support::repository().join(path));
    let texts = ["README.md", "docs/reports.md"].map(|path| read(path).unwrap_or_default());
    let first = "| `format` | version of this shape";
    let lines = texts.iter().flat_map(|text| text.lines());
    let rows = lines.skip_while(|line| !line.starts_with(first));
    let rows = rows.take_while(|line| line.starts_with("| `"));
    rows.map(|row| row.split('`').nth(1).unwrap().to_string()).collect()
}

#[test]
fn wrong_usage_is_one_line_where_messages_are() {
    let project = TestProject::with_brief(MINIMAL);
    for (args, code, message) in WRONG {
        let run = project.run(&[args, &["--message-format", "github"]].concat());
        if !args.contains(&"--") {
            assert!(
                run.stderr.starts_with("::error title=usage%3A%3A"),
                "{args:?}: {}",
                run.stderr
            );
            assert!(run.stderr.contains(&code.replace("::", "%3A%3A")), "{}", run.stderr);
            assert!(run.stderr.contains(message), "{args:?}: {}", run.stderr);
        }
        let run = project.run(&[&["--message-format", "short"], args].concat());
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{args:?}: {}", run.stderr);
        assert!(run.stderr.starts_with(&format!("error[{code}]: ")), "{}", run.stderr);
        assert!(run.stderr.contains(message), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn wrong_usage_says_to_people_what_is_meant() {
    let project = TestProject::with_brief(MINIMAL);
    let said = project.run(&["build", "--lnag", "en"]).stderr;
    let first = "error[usage::unexpected-argument]: there is no option `--lnag`\n  help: did you mean \
                 `--lang`?\n";
    assert!(said.starts_with(first), "{said}");
    assert!(said.contains("help: `briefpress build --help` says more"), "{said}");
    // All of the help, where nothing else can be meant.
    let said = project.run(&["sdg"]);
    assert!(said.stderr.contains("Usage: briefpress sdg"), "{}", said.stderr);
    assert_eq!(said.code, 2);
}

#[test]
fn a_wrong_format_is_told_in_one_that_there_is() {
    let project = TestProject::empty();
    let said = project.run(&["check", "--message-format", "xml"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("possible values: human, short, json, github"), "{}", said.stderr);
    // The last one counts, and nothing behind `--` is an option.
    let twice = project.run(&["check", "--message-format", "xml", "--message-format", "short"]);
    assert_eq!(twice.stderr.lines().count(), 1, "{}", twice.stderr);
    let behind = project.run(&["bild", "--", "--message-format", "json"]);
    assert!(behind.stderr.starts_with("error[usage::unknown-command]"), "{}", behind.stderr);
    assert_eq!(project.run(&["check", "--message-format"]).code, 2);
}

#[test]
fn the_version_is_one_line_and_with_verbose_what_a_bug_report_needs() {
    let project = TestProject::empty();
    let short = format!("briefpress {}\n", env!("CARGO_PKG_VERSION"));
    for args in [&["--version"][..], &["-V"], &["--version", "--quiet"]] {
        assert_eq!(project.run(args).stdout, short, "{args:?}");
    }
    let long = project.run(&["--version", "--verbose"]);
    assert_eq!((long.code, &*long.stderr), (0, ""));
    for args in [&["-vV"][..], &["-Vv"], &["--verbose", "-V"], &["-V", "-v", "--color", "always"]] {
        assert_eq!(project.run(args).stdout, long.stdout, "{args:?}");
    }
    // The same anywhere, and at any time: nothing of the machine is in it.
    let elsewhere = TestProject::with_brief(MINIMAL);
    assert_eq!(elsewhere.run(&["-vV"]).stdout, long.stdout);
    let said = |what: &str| {
        let lines = long.stdout.lines().find_map(|line| line.strip_prefix(&format!("{what}: ")));
        lines.unwrap_or_else(|| panic!("{what}: {}", long.stdout)).to_string()
    };
    assert!(long.stdout.starts_with(&short));
    // As a release names the program that made it.
    assert_eq!(elsewhere.run(&["build"]).code, 0);
    let manifest: serde_json::Value =
        serde_json::from_slice(&elsewhere.read("dist/manifest.json")).unwrap();
    assert_eq!(manifest["tool"]["sources"], said("sources"));
    assert_eq!(manifest["tool"]["typst"], said("typst"));
    let screen: Vec<&str> = manifest["files"][0]["standards"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it.as_str())
        .collect();
    assert_eq!(screen.join(", "), said("screen edition"));
    assert!(said("target").contains(std::env::consts::ARCH), "{}", said("target"));
    assert!(said("framework").contains("A/RES/71/313"));
    assert!(said("languages").split(", ").any(|tag| tag == "km"));
}

#[test]
fn the_data_of_unicode_are_those_of_the_libraries() {
    // What these say of themselves, in their own words: with other versions, look there.
    let lock = std::fs::read_to_string(crate::support::repository().join("Cargo.lock")).unwrap();
    let version = lock.split("name = \"icu_locale_data\"\nversion = \"").nth(1).unwrap();
    assert!(version.starts_with("2.4.0\""), "does this have CLDR 49 still? (l10n/locale.rs)");
}

/// What the command line names and is not there is wrong usage, whichever command it is.
#[test]
fn what_is_named_and_not_there_is_told_alike() {
    let project = TestProject::with_brief(MINIMAL);
    for args in [
        ["verify", "nope"].as_slice(),
        &["sources", "import", "nope.bib", "--into", "a"],
        &["sources", "import", "nope.bib"],
        &["preflight", "nope"],
        &["i18n", "import", "a", "nope.po", "--lang", "fr"],
        &["merge", "nope", "--out", "x"],
        &["sdg", "import", "nope.xlsx"],
        &["check", "--font-path", "nope"],
        &["build", "--shard", "1/2", "--balance", "nope"],
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("error[usage::not-there]: "), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("nope"), "{args:?}: {}", run.stderr);
    }
    let run = project.run(&["i18n", "init-tool", "weblate"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("error[usage::missing-argument]: "), "{}", run.stderr);
    project.write("f", "");
    let run = project.run(&["man", "f/x"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("f is a file"), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_is_told() {
    let project = TestProject::empty();
    for args in ["--help", "help build"] {
        let script = format!("\"$0\" {args} > /dev/full");
        let program = assert_cmd::cargo::cargo_bin("briefpress");
        let mut shell = assert_cmd::Command::new("sh");
        let run = run(shell.arg("-c").arg(script).arg(&program).current_dir(project.path("")));
        assert_eq!(run.code, 3, "{args}");
        assert!(run.stderr.contains("cannot write to standard output"), "{args}: {}", run.stderr);
    }
}

/// Some systems add an ending to names, and do not show it.
#[test]
fn a_project_file_by_another_name_is_told() {
    for name in ["briefpress.toml.txt", "Briefpress.toml", "BRIEFPRESS.TOML.TXT"] {
        let project = TestProject::empty();
        project.write(name, "[organisation]\nname = \"A\"\n");
        if project.path("briefpress.toml").exists() {
            continue;
        }
        let commands: [&[&str]; 5] =
            [&["check"], &[], &["init"], &["init", "sub"], &["check", "--project", "."]];
        for args in commands {
            let run = project.run(args);
            assert_eq!(run.code, 2, "{name} {args:?}: {}", run.stderr);
            let said = "error[usage::no-project]: there is no briefpress.toml, and ";
            assert!(run.stderr.starts_with(said), "{args:?}: {}", run.stderr);
            assert!(run.stderr.contains(&format!("{name} is not read")), "{}", run.stderr);
            assert!(run.stderr.contains("name the file `briefpress.toml`"), "{}", run.stderr);
        }
        assert_eq!(project.files("."), [name]);
    }
}

#[test]
fn no_project_is_begun_inside_another() {
    let project = TestProject::with_brief(MINIMAL);
    let before = project.files(".");
    for folder in ["sub", "briefs/b", "briefs/a", "new/../other"] {
        let run = project.run(&["init", folder]);
        assert_eq!(run.code, 2, "{folder}: {}", run.stderr);
        assert!(run.stderr.contains("error[usage::there-already]: "), "{}", run.stderr);
        assert!(run.stderr.contains("briefpress new"), "{}", run.stderr);
        assert_eq!(project.files("."), before, "{folder}");
    }
    // Beside it there may be one.
    let beside = TestProject::with_brief(MINIMAL);
    let there = run(project.command().args(["init", "../more"]).current_dir(beside.path("briefs")));
    assert_eq!(there.code, 2, "{}", there.stderr);
    let outside = TestProject::empty();
    outside.write("one/briefpress.toml", "[organisation]\nname = \"A\"\n");
    let there = run(outside.command().args(["init", "../two"]).current_dir(outside.path("one")));
    assert_eq!(there.code, 0, "{}", there.stderr);
}

#[test]
fn what_is_typed_in_another_way_is_told_as_it_is_written() {
    let project = TestProject::with_brief(MINIMAL);
    for (args, says) in [
        (&["new", "water", "-country", "LA"][..], "did you mean `--country`?"),
        (&["new", "water", "\u{2013}-country", "LA"], "did you mean `--country`?"),
        (&["new", "water", "\u{2014}country", "LA"], "did you mean `--country`?"),
        (&["delete", "a"], "a brief is a folder: delete briefs/ID"),
        (&["remove", "a"], "a brief is a folder: delete briefs/ID"),
        (&["schema"], "`briefpress schema --write` writes"),
        (&["build", "--out", "."], "nothing is written to .: "),
        (&["new", "x", "--country", "DRC"], "did you mean `CD`"),
    ] {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
    let strict = project.run(&["check", "--strict"]).stderr;
    assert!(!strict.contains("as a value"), "{strict}");
    let run = TestProject::empty().run(&["init", "my briefs"]);
    assert!(run.stderr.contains("`cd \"my briefs\"`"), "{}", run.stderr);
    let man = project.run(&["man", "out"]);
    assert_eq!(man.code, 0, "{}", man.stderr);
    let page = String::from_utf8(project.read("out/briefpress-new.1")).unwrap();
    let after = page.split_once(".SH SYNOPSIS\n").unwrap().1;
    let line = after.lines().next().unwrap().replace("\\fB", "").replace("\\fI", "");
    let line = line.replace("\\fR", "").replace("\\-", "-");
    assert!(line.contains("[--project DIR]") && line.contains("<--country CODE>"), "{line}");
    assert!(line.contains("[--full]") && line.contains("<ID>"), "{line}");
}
