//! `check`: every problem at once, each where it stands.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{MINIMAL, PROJECT, TestProject, repository};

/// What `check` says in one line each, without the summary.
fn lines(project: &TestProject) -> (i32, Vec<String>) {
    let run = project.run(&["check", "--message-format", "short"]);
    let lines = run.stderr.lines().filter(|line| !line.starts_with("briefpress:"));
    (run.code, lines.map(str::to_string).collect())
}

#[test]
fn a_valid_brief_passes() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(lines(&project), (0, vec![]));
    assert_eq!(project.files("dist"), [""; 0], "check writes nothing");
}

#[test]
fn every_invalid_fixture_gives_the_messages_beside_it() {
    let fixtures = repository().join("tests/fixtures/invalid");
    let project = TestProject::copy_of(&fixtures);
    let mut checked = 0;
    for entry in std::fs::read_dir(fixtures.join("briefs")).unwrap() {
        let folder = entry.unwrap().path();
        let id = folder.file_name().unwrap().to_str().unwrap().to_string();
        let run = project.run(&["check", &id, "--message-format", "short"]);
        let expected = std::fs::read_to_string(folder.join("expected.txt"))
            .unwrap_or_else(|_| panic!("{id} has no expected.txt; it said:\n{}", run.stderr));
        assert_eq!(run.stderr, expected, "{id}");
        assert_eq!(run.code, 1, "{id}");
        checked += 1;
    }
    assert!(checked > 0);
}

#[test]
fn twenty_mistakes_get_twenty_messages_and_nothing_is_written() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/invalid"));
    let run = project.run(&["build", "twenty-mistakes", "--message-format", "json"]);
    assert_eq!(run.code, 1);
    let mut places = BTreeSet::new();
    let mut codes = BTreeSet::new();
    for line in run.stderr.lines() {
        let message: serde_json::Value = serde_json::from_str(line).expect(line);
        let place = &message["place"];
        let at = (place["line"].as_u64().unwrap(), place["column"].as_u64().unwrap());
        assert_eq!(place["file"], "briefs/twenty-mistakes/brief.toml");
        assert!(at.0 > 0 && at.1 > 0);
        assert!(!message["help"].as_array().unwrap().is_empty(), "says what to do: {line}");
        places.insert(at);
        codes.insert(message["code"].as_str().unwrap().to_string());
    }
    assert!(places.len() >= 20, "{places:?}");
    assert!(codes.len() >= 17, "different mistakes: {codes:?}");
    assert_eq!(project.files("dist"), [""; 0]);
}

#[test]
fn one_run_reports_the_problems_of_all_briefs() {
    let project = TestProject::with_brief(&MINIMAL.replace("\"KH\"", "\"KHM\""));
    project.write("briefs/b/brief.toml", MINIMAL.replace("number = 16", "number = 18"));
    project.write("briefs/c/brief.toml", "title = \"only this\"");
    let (code, lines) = lines(&project);
    assert_eq!(code, 1);
    for id in ["a", "b", "c"] {
        let prefix = format!("briefs/{id}/brief.toml:");
        assert!(lines.iter().any(|line| line.starts_with(&prefix)), "{id}: {lines:#?}");
    }
}

/// The publisher of the example is a warning for a draft and an error for what is final.
#[test]
fn an_error_is_told_where_another_brief_draws_a_warning_in_the_same_words() {
    let project = TestProject::with_brief(&MINIMAL.replace("\"final\"", "\"draft\""));
    project.write("briefpress.toml", "[organisation]\nname = \"Name of your organisation\"\n");
    project.write("briefs/b/brief.toml", MINIMAL);
    let words = "`name` of `[organisation]` has the words of the example still";
    for command in ["check", "build"] {
        let run = project.run(&[command, "--message-format", "short"]);
        assert_eq!(run.code, 1, "{command}: {}", run.stderr);
        for code in ["warning[example::unchanged]", "error[example::final]"] {
            let line = format!("briefpress.toml:2:8: {code}: {words}");
            let times = run.stderr.lines().filter(|said| said.starts_with(&line)).count();
            assert_eq!(times, 1, "{command}: {}", run.stderr);
        }
    }
}

#[test]
fn files_from_other_programs_are_read_or_named() {
    let with_bom = format!("\u{FEFF}{}", MINIMAL.replace('\n', "\r\n"));
    let project = TestProject::with_brief(&with_bom);
    assert_eq!(lines(&project), (0, vec![]), "a byte order mark and CRLF are fine");

    let latin = MINIMAL.replace("Most decisions", "D\u{E9}cisions").into_bytes();
    let latin: Vec<u8> = String::from_utf8(latin).unwrap().chars().map(|c| c as u8).collect();
    project.write("briefs/a/brief.toml", latin);
    let (code, found) = lines(&project);
    assert_eq!(code, 1);
    assert!(found[0].starts_with("briefs/a/brief.toml:7:19: error[file::encoding]"), "{found:?}");

    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(MINIMAL.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    project.write("briefs/a/brief.toml", utf16);
    assert!(lines(&project).1[0].contains("UTF-16"));
}

#[test]
fn wild_input_is_refused_in_words() {
    let project = TestProject::with_brief(MINIMAL);
    let deep = format!("x = {}{}", "[".repeat(50_000), "]".repeat(50_000));
    let long = format!("{MINIMAL}\nx = \"{}\"", "y".repeat(10 << 20));
    for (toml, code) in [
        (deep, "toml::too-deep"),
        (long, "file::too-large"),
        (format!("title = \"again\"\n{MINIMAL}"), "toml::syntax"),
        (MINIMAL.replace("date = 2025-06-30", "date = 2025-02-30"), "toml::syntax"),
        (MINIMAL.replace("title", "tіtle"), "toml::syntax"),
        (String::new(), "schema::missing-key"),
        ("\0".into(), "toml::syntax"),
    ] {
        project.write("briefs/a/brief.toml", &toml);
        let run = project.run(&["check", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{code}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("error[{code}]")), "{code}: {}", run.stderr);
        assert!(run.stderr.len() < 20_000, "{code}: {} bytes", run.stderr.len());
    }
}

#[test]
fn folders_that_cannot_be_file_names_everywhere_are_refused() {
    let project = TestProject::with_brief(MINIMAL);
    for id in ["Upper", "con", "a b", "é"] {
        project.write(&format!("briefs/{id}/brief.toml"), MINIMAL);
        let run = project.run(&["check", id, "--message-format", "short"]);
        assert_eq!(run.code, 1, "{id}");
        assert!(run.stderr.contains("error[id::invalid]"), "{id}: {}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_project_is_read_and_a_pipe_does_not_hang() {
    let project = TestProject::with_brief(MINIMAL);
    let outside = TestProject::with_brief(MINIMAL);
    std::fs::create_dir_all(project.path("briefs/b")).unwrap();
    let secret = outside.path("briefs/a/brief.toml");
    std::os::unix::fs::symlink(&secret, project.path("briefs/b/brief.toml")).unwrap();
    std::fs::create_dir_all(project.path("briefs/c")).unwrap();
    let pipe = project.path("briefs/c/brief.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (code, lines) = lines(&project);
    assert_eq!(code, 1);
    assert!(lines.iter().any(|line| line.contains("leads outside the project")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("is not a regular file")), "{lines:?}");
}

#[test]
fn levels_of_the_project_and_the_command_line_hold() {
    let warned = MINIMAL.replacen("to = \"Ministry of Justice\"", "", 1);
    let project = TestProject::with_brief(&warned);
    let code = "recommendation::addresses-no-one";
    let (exit, found) = lines(&project);
    assert_eq!(exit, 0);
    assert!(found.len() == 1 && found[0].contains(&format!("warning[{code}]")), "{found:?}");
    let denied = project.run(&["check", "--deny", "warnings"]);
    assert_eq!(denied.code, 1);
    for (level, exit, messages) in [("allow", 0, 0), ("warn", 0, 1), ("deny", 1, 1)] {
        let config = format!("{PROJECT}[lints]\n\"{code}\" = \"{level}\"\n");
        project.write("briefpress.toml", config);
        let (code, found) = lines(&project);
        assert_eq!((code, found.len()), (exit, messages), "{level}: {found:?}");
    }
}

#[test]
fn a_project_file_with_a_mistake_names_it() {
    let project = TestProject::with_brief(MINIMAL);
    project.write(
        "briefpress.toml",
        "[organisation]\nname = \"O\"\n[brand]\ntext_fonts = [\"Source Serif\"]\nlogo = \"../x.svg\"\nlogo_alt = \"x\"\n",
    );
    let (code, found) = lines(&project);
    assert_eq!(code, 1);
    assert!(
        found.iter().any(|l| l.starts_with("briefpress.toml:4:15: error[font::unknown-family]"))
    );
    assert!(found.iter().any(|l| l.starts_with("briefpress.toml:5:8: error[asset::unusable]")));
    let human = project.run(&["check"]).stderr;
    assert!(human.contains("did you mean `\"Source Serif 4\"`?"), "{human}");
}

#[test]
fn the_shipped_brief_has_nothing_to_mend() {
    let project = TestProject::copy_of(repository());
    assert!(Path::new(&project.path("briefs/cambodia-scamming-compounds/brief.toml")).is_file());
    assert_eq!(lines(&project), (0, vec![]));
}

#[test]
fn what_is_counted_as_fit_to_be_built_is_built() {
    let project = TestProject::with_brief(MINIMAL);
    let file = format!("{PROJECT}\n[limits]\nimage_megapixels = 0\n");
    project.write("briefpress.toml", file);
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("0 of 1 brief can be built; 1 error"), "{}", run.stderr);
    assert_eq!((project.run(&["build"]).code, project.pdfs("dist").len()), (1, 0));
}

/// More briefs than are held at a time: what is said of all is what is said of each.
#[test]
fn many_briefs_are_told_as_each_is_and_the_project_once() {
    let project = TestProject::with_brief(MINIMAL);
    project.write("data/values.csv", "no,head,that,is,known\n");
    let text = project.read("briefpress.toml");
    let text = String::from_utf8(text).unwrap() + "\n[data]\nfiles = [\"data/values.csv\"]\n";
    project.write("briefpress.toml", text);
    let ids: Vec<String> = (0..150).map(|at| format!("b{at:03}")).collect();
    for (at, id) in ids.iter().enumerate() {
        let brief =
            if at % 7 == 0 { MINIMAL.replace("title = ", "titel = ") } else { MINIMAL.into() };
        project.write(&format!("briefs/{id}/brief.toml"), brief);
    }
    let all = project.run(&["check"]);
    assert_eq!(all.code, 1, "{}", all.stderr);
    let messages = |text: &str| {
        let said = text.split("\n\n").filter(|said| said.contains(" --> "));
        said.map(|said| said.trim().to_string()).collect::<Vec<_>>()
    };
    let told = messages(&all.stderr);
    let of_project =
        |said: &String| said.contains("--> data/") || said.contains("--> briefpress.toml");
    let (project_told, briefs_told): (Vec<_>, Vec<_>) = told.into_iter().partition(of_project);
    let mut expected = Vec::new();
    for id in ids.iter().step_by(7).chain(&ids[64..65]).chain(&ids[128..129]) {
        let one = messages(&project.run(&["check", id]).stderr);
        let (of_all, own): (Vec<_>, Vec<_>) = one.into_iter().partition(of_project);
        assert_eq!(of_all, project_told, "{id}: what is wrong with the project is told once");
        expected.extend(own);
    }
    expected.sort();
    expected.dedup();
    assert!(!project_told.is_empty() && expected.len() > 20, "{project_told:?} {}", expected.len());
    let mut found = briefs_told.clone();
    found.retain(|said| expected.contains(said));
    found.sort();
    assert_eq!(found, expected);
    assert!(all.stderr.contains(" of 151 briefs can be built"), "{}", all.stderr);
}

/// Where the project itself lies in a folder of that name, too.
#[test]
fn many_briefs_tell_the_project_once_wherever_it_lies() {
    let project = TestProject::empty();
    project.write(
        "briefs/in/briefpress.toml",
        format!("{PROJECT}\n[data]\nfiles = [\"values.csv\"]\n"),
    );
    project.write("briefs/in/values.csv", "no,head,that,is,known\n");
    for at in 0..150 {
        project.write(&format!("briefs/in/briefs/b{at:03}/brief.toml"), MINIMAL);
    }
    let run = project.run(&["check", "--project", "briefs/in"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.stderr.matches("error[values::foreign]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("0 of 150 briefs can be built; 1 error"), "{}", run.stderr);
}

/// A brief without `status` is final: nobody is told to take an empty one out.
#[test]
fn an_empty_status_is_no_final_one() {
    let project = TestProject::with_brief(&MINIMAL.replace("status = \"final\"", "status = \"\""));
    for args in [&["check"][..], &["build"]] {
        let run = project.run(args);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(
            run.stderr.contains("error[schema::empty-text]: `status` is empty"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("help: write a word between the quotes\n"), "{}", run.stderr);
    }
    assert!(project.pdfs("dist").is_empty());
}
