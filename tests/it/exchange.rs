//! Files that translators' tools give back: what of them is taken in, how far it is then, and what is
//! refused.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{MINIMAL, PROJECT, Run, TestProject, repository};

/// A project with a brief `b` of the title that the files translate.
fn water_points() -> TestProject {
    let project = TestProject::empty();
    project.write("briefpress.toml", PROJECT);
    project.write("briefs/b/brief.toml", MINIMAL.replacen(TITLE, "title = \"Water points\"", 1));
    project
}

const TITLE: &str = "title = \"Decisions on review come late\"";
const SUMMARY: &str = "A survey found that most decisions come late [@survey].";

/// A file of `tests/fixtures/`.
fn fixture(name: &str) -> String {
    fs::read_to_string(repository().join("tests/fixtures").join(name)).unwrap()
}

/// Takes in a file with a text.
fn take(project: &TestProject, name: &str, text: &str) -> Run {
    project.write(name, text);
    project.run(&["i18n", "import", "b", name, "--lang", "fr"])
}

/// The same, which works.
fn taken(project: &TestProject, name: &str, text: &str) {
    let run = take(project, name, text);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{name}: {}", run.stderr);
}

/// What `status` says of each string that is there: its state, its reviewer, its original before.
fn status(project: &TestProject) -> BTreeMap<String, serde_json::Value> {
    let run = project.run(&["i18n", "status", "b", "--lang", "fr", "--keys", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let row: serde_json::Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    let keys = row["keys"].as_array().unwrap();
    let named = keys.iter().map(|key| (key["key"].as_str().unwrap().to_string(), key.clone()));
    named.filter(|(_, key)| key["state"] != "missing").collect()
}

/// The state of the title.
fn title_is(project: &TestProject) -> String {
    status(project)["brief.title"]["state"].as_str().unwrap().to_string()
}

/// The translation as others read it.
fn translation(project: &TestProject) -> toml::Table {
    let toml = String::from_utf8(project.read("briefs/b/lang/fr.toml")).unwrap();
    toml::from_str(&toml).unwrap()
}

fn title(project: &TestProject) -> String {
    translation(project)["brief"]["title"].as_str().unwrap().to_string()
}

/// What is kept of the title.
fn kept(project: &TestProject) -> Option<String> {
    let kept = translation(project).get("kept")?.get("brief.title")?.as_str()?.to_string();
    Some(kept)
}

/// The translation and its lock, byte for byte.
fn files(project: &TestProject) -> Vec<(String, Vec<u8>)> {
    let names = project.files("briefs/b/lang");
    names.into_iter().map(|n| (n.clone(), project.read(&format!("briefs/b/lang/{n}")))).collect()
}

/// A PO file with a title in French and, where one is given, the original it is of.
fn po(original: &str, title: &str) -> String {
    let po = fixture("po/bare-hash.po");
    po.replace("\"Water points\"", &format!("{original:?}"))
        .replace("\"Points\"", &format!("{title:?}"))
}

/// Makes everything that is translated reviewed, by the head of the file.
fn review(project: &TestProject) {
    let toml = String::from_utf8(project.read("briefs/b/lang/fr.toml")).unwrap();
    let toml =
        toml.replace("status = \"draft\"", "status = \"reviewed\"\nreviewer = \"A. Reader\"");
    project.write("briefs/b/lang/fr.toml", toml);
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    assert_eq!(title_is(project), "reviewed");
}

/// The translation as a format has it.
fn exported(project: &TestProject, format: &str) -> String {
    let run = project.run(&["i18n", "export", "b", "--lang", "fr", "--format", format]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout + "\n"
}

#[test]
fn what_a_translator_approved_is_taken_to_the_letter() {
    for (file, said, state) in [
        ("po/bare-hash.po", "Points", "translated"),
        ("po/fuzzy.po", "Points", "needs-review"),
        ("po/obsolete.po", "Points", "translated"),
        ("po/plural-header.po", "Points", "translated"),
        ("po/trailing-space.po", "Points", "translated"),
        ("xliff/alt-trans.xlf", "Points d'eau", "translated"),
    ] {
        let project = water_points();
        taken(&project, file, &fixture(file));
        assert_eq!(
            (title(&project).as_str(), title_is(&project).as_str()),
            (said, state),
            "{file}"
        );
        assert_eq!(status(&project).len(), 1, "{file}");
    }
    for file in ["po/one-quote.po", "po/unterminated.po"] {
        let project = water_points();
        let run = take(&project, file, &fixture(file));
        let said = format!("error: {file} cannot be read: line 8, column 8: the quotes that open");
        assert_eq!(run.code, 1);
        assert!(run.stderr.starts_with(&said), "{}", run.stderr);
        assert_eq!(files(&project), [], "{file}");
    }
}

#[test]
fn a_file_of_something_else_is_refused_and_nothing_is_written() {
    let project = water_points();
    taken(&project, "fr.po", &po("Water points", "Points"));
    let before = files(&project);
    let xliff = fixture("xliff/alt-trans.xlf");
    let header = |line: &str| {
        po("Water points", "Lieux").replace("\"Language", &format!("{line}\"Language"))
    };
    let two = exported(&project, "xliff").replace("Points", "Lieux");
    for (name, text, said) in [
        (
            "a.po",
            header("").replace("Language: fr", "Language: km"),
            "translations are in `km`, not in `fr`",
        ),
        ("a.po", header("\"X-Briefpress-Brief: c\\n\"\n"), "the brief `c`, not to `b`"),
        (
            "a.po",
            header("\"X-Source-Language: km\\n\"\n"),
            "originals are in `km`, those of the brief in `en`",
        ),
        (
            "a.xlf",
            xliff.replace("target-language=\"fr\"", "target-language=\"km\""),
            "translations are in `km`, not in `fr`",
        ),
        ("a.xlf", xliff.replace("original=\"b\"", "original=\"c\""), "the brief `c`, not to `b`"),
        (
            "a.xlf",
            xliff.replace("source-language=\"en\"", "source-language=\"km\""),
            "originals are in `km`, those of the brief in `en`",
        ),
        (
            "a.xlf",
            two.replace("trgLang=\"fr\"", "trgLang=\"km\""),
            "translations are in `km`, not in `fr`",
        ),
        ("a.xlf", two.replace("original=\"b\"", "original=\"c\""), "the brief `c`, not to `b`"),
        (
            "a.xlf",
            two.replace("srcLang=\"en\"", "srcLang=\"km\""),
            "originals are in `km`, those of the brief in `en`",
        ),
    ] {
        let run = take(&project, name, &text);
        assert_eq!(run.code, 1, "{said}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert_eq!(files(&project), before, "{said}");
    }
    // Without what is wrong with them they are taken.
    taken(&project, "a.xlf", &two);
    assert_eq!(title(&project), "Lieux");
}

#[test]
fn what_was_made_from_another_original_is_to_be_looked_at_and_takes_no_text_away() {
    let xliff = fixture("xliff/alt-trans.xlf");
    let xliff = xliff.replace("<source>Water points</source>", "<source>Water point</source>");
    for (name, text, said) in [
        ("a.po", po("Water point", "Lieux"), "Lieux"),
        ("a.po", po("Water points", "Lieux").replace("msgctxt", "#, fuzzy\nmsgctxt"), "Lieux"),
        ("a.xlf", xliff, "Points d'eau"),
    ] {
        let project = water_points();
        taken(&project, "fr.po", &po("Water points", "Points"));
        let run = take(&project, name, &text);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let words = "what they said is kept at the end of the file: `brief.title`";
        assert!(run.stderr.contains(words), "{}", run.stderr);
        let is = |project: &TestProject| (title(project), title_is(project), kept(project));
        let looked_at = (said.to_string(), "needs-review".to_string(), Some("Points".to_string()));
        assert_eq!(is(&project), looked_at);
        let of_another = text.contains("Water point\"") || text.contains("Water point<");
        let previous = of_another.then_some("Water point");
        assert_eq!(status(&project)["brief.title"]["previous"].as_str(), previous);
        // It is no reason to keep a guess that another comes.
        let other = po("Water point", "Endroits");
        taken(&project, "b.po", &other);
        assert_eq!(is(&project).2, looked_at.2);
        // What was there comes back when its place is free.
        let toml = String::from_utf8(project.read("briefs/b/lang/fr.toml")).unwrap();
        project.write("briefs/b/lang/fr.toml", toml.replace("\"Endroits\"", "\"\""));
        assert_eq!(project.run(&["i18n", "sync"]).code, 0);
        assert_eq!(is(&project), ("Points".into(), "translated".into(), None));
    }
}

#[test]
fn a_guess_takes_no_text_away_that_is_old_or_of_unknown_origin() {
    let guess = po("Water points", "Lieux").replace("msgctxt", "#, fuzzy\nmsgctxt");
    let stale = water_points();
    taken(&stale, "fr.po", &po("Water points", "Points"));
    let brief = String::from_utf8(stale.read("briefs/b/brief.toml")).unwrap();
    stale.write("briefs/b/brief.toml", brief.replace("Water points", "Water points in 2025"));
    let unknown = water_points();
    taken(&unknown, "fr.po", &po("Water points", "Points"));
    fs::remove_file(unknown.path("briefs/b/lang/fr.lock")).unwrap();
    for (project, state) in [(stale, "stale"), (unknown, "unknown")] {
        assert_eq!(title_is(&project), state);
        taken(&project, "guess.po", &guess);
        let is = (title(&project), title_is(&project), kept(&project));
        assert_eq!(is, ("Lieux".into(), "needs-review".into(), Some("Points".into())), "{state}");
    }
}

#[test]
fn a_string_that_is_there_twice_is_refused_with_both_lines() {
    let project = water_points();
    taken(&project, "fr.po", &po("Water points", "Points"));
    let before = files(&project);
    let xliff = fixture("xliff/alt-trans.xlf");
    let unit = xliff.lines().find(|line| line.starts_with("<trans-unit")).unwrap();
    let again = unit.replace("id=\"brief.title\"", "id=\"2\"") + "\n</body>";
    let without_key = po("Water points", "Points") + "\nmsgid \"Water points\"\nmsgstr \"Lieux\"\n";
    for (name, text, lines) in [
        ("a.po", fixture("po/twice.po"), ["line 10, column 1: ", "on line 6"]),
        ("a.po", without_key, ["line 11: ", "on line 7"]),
        ("a.xlf", xliff.replace("</body>", &again), ["line 5, column 1: ", "on line 4"]),
    ] {
        let run = take(&project, name, &text);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        for part in lines.into_iter().chain(["`brief.title`"]) {
            assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
        }
        assert_eq!(files(&project), before, "{name}");
    }
}

#[test]
fn a_dry_run_shows_what_would_change_and_writes_nothing() {
    let project = water_points();
    project.write("fr.po", po("Water points", "Points"));
    let dry = |project: &TestProject| {
        let run = project.run(&["i18n", "import", "b", "fr.po", "--lang", "fr", "--dry-run"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    };
    assert_eq!(dry(&project).stdout, "brief.title: missing → translated\n+ Points\n");
    assert_eq!(files(&project), []);
    taken(&project, "fr.po", &po("Water points", "Points"));
    assert_eq!(dry(&project).stdout, "");
    let before = files(&project);
    project.write("fr.po", po("Water point", "Lieux"));
    let run = dry(&project);
    assert_eq!(run.stdout, "brief.title: translated → needs-review\n- Points\n+ Lieux\n");
    assert!(run.stderr.contains("kept at the end of the file: `brief.title`"), "{}", run.stderr);
    assert!(run.stderr.contains("1 would change"), "{}", run.stderr);
    assert_eq!(files(&project), before);
}

#[test]
fn what_is_not_taken_is_named_and_the_rest_is_taken() {
    let unit = |key: &str, more: &str, segments: &str| {
        format!("<unit id=\"{key}\" name=\"{key}\"{more}>\n{segments}</unit>\n")
    };
    let segment = |source: &str, target: &str| {
        format!("<segment state=\"translated\"><source>{source}</source>{target}</segment>\n")
    };
    let half = segment("A survey found that most decisions ", "<target>Une </target>")
        + &segment("come late [@survey].", "");
    let text =
        "<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"en\" \
                trgLang=\"fr\">\n<file id=\"f\" original=\"b\">\n"
            .to_string()
            + &unit("brief.title", "", &segment("Water points", "<target>Points</target>"))
            + &unit("brief.summary", "", &half)
            + &unit(
                "finding.delay.title",
                " translate=\"no\"",
                &segment("A", "<target>B</target>"),
            )
            + &unit("finding.gone.title", "", &segment("A", "<target>B</target>"))
            + "</file>\n</xliff>\n";
    let project = water_points();
    let run = take(&project, "a.xlf", &text);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for said in [
        "a.xlf:6: `brief.summary`: only some of its segments are translated\n",
        "a.xlf:10: `finding.delay.title`: not to be translated\n",
        "without original, kept at the end of the file: `finding.gone.title`\n",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    assert_eq!((title(&project), status(&project).len()), ("Points".into(), 1));
}

#[test]
fn a_string_is_as_far_as_it_came_back() {
    for format in ["po", "xliff", "xliff-1.2"] {
        let name = if format == "po" { "a.po" } else { "a.xlf" };
        let project = water_points();
        let summary = format!("\nmsgctxt \"brief.summary\"\nmsgid {SUMMARY:?}\nmsgstr \"Tard\"\n");
        taken(&project, "fr.po", &(po("Water points", "Points") + &summary));
        review(&project);
        // Untouched, it changes nothing, whoever gives it back.
        let whole = exported(&project, format);
        let before = files(&project);
        project.write(name, &whole);
        let run = project.run(&["i18n", "import", "b", name, "--lang", "fr", "--reviewer", "B"]);
        assert_eq!((run.code, files(&project) == before), (0, true), "{format}: {}", run.stderr);
        // Its original changes; it comes back as it went.
        let brief = String::from_utf8(project.read("briefs/b/brief.toml")).unwrap();
        project.write("briefs/b/brief.toml", brief.replace("Water points", "Water places"));
        assert_eq!(title_is(&project), "stale");
        let marked = exported(&project, format);
        taken(&project, name, &marked);
        assert_eq!(title_is(&project), "stale", "{format}");
        // And approved.
        let approved = match format {
            "po" => marked.replace("#, fuzzy\n", ""),
            "xliff" => marked
                .replace("state=\"initial\" subState=\"briefpress:stale\"", "state=\"translated\""),
            _ => marked
                .replace("state=\"needs-review-translation\"", "state=\"translated\"")
                .replacen("approved=\"no\"", "approved=\"yes\"", 1),
        };
        assert_ne!(approved, marked);
        taken(&project, name, &approved);
        let states = status(&project);
        assert_eq!(states["brief.title"]["state"], "translated", "{format}");
        assert_eq!(states["brief.summary"]["state"], "reviewed", "{format}");
        // What is marked now is so for an original that was another, too.
        taken(&project, name, &marked.replace("Water places", "Water points"));
        assert_eq!(title_is(&project), "needs-review", "{format}");
        assert_eq!((title(&project), kept(&project)), ("Points".into(), None), "{format}");
    }
}

#[test]
fn toml_says_what_its_strings_are_and_nothing_of_how_far() {
    let project = water_points();
    let import = |project: &TestProject, toml: &str| {
        project.write("a.toml", toml);
        let args = ["i18n", "import", "b", "a.toml", "--lang", "fr", "--format", "toml"];
        let run = project.run(&args);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    import(&project, "[brief]\ntitle = \"Points\"\n");
    assert_eq!((title(&project), title_is(&project)), ("Points".into(), "unknown".into()));
    taken(&project, "fr.po", &po("Water points", "Points"));
    review(&project);
    let toml = exported(&project, "toml");
    let before = files(&project);
    import(&project, &toml);
    assert_eq!(files(&project), before);
    import(&project, &toml.replace("Points", "Lieux"));
    assert_eq!((title(&project), title_is(&project)), ("Lieux".into(), "unknown".into()));
}

#[test]
fn what_is_no_file_of_a_translator_is_refused_in_words() {
    let project = water_points();
    project.write("large.po", vec![b'#'; 40 << 20]);
    project.write("empty.po", "");
    project.write("empty.xlf", "");
    project.write("empty.txt", "");
    fs::create_dir(project.path("folder.po")).unwrap();
    for (name, code, said) in [
        ("large.po", 1, "it is too large for a translation of a brief"),
        ("empty.po", 1, "there is no string in it"),
        ("empty.xlf", 1, "it is empty"),
        ("empty.txt", 2, "the file’s ending tells no format"),
        ("folder.po", 3, "folder.po (it is no regular file)"),
        ("none.po", 2, "there is no file none.po"),
    ] {
        let run = project.run(&["i18n", "import", "b", name, "--lang", "fr"]);
        assert_eq!(run.code, code, "{name}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{name}: {}", run.stderr);
        assert_eq!(files(&project), [], "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    use std::time::Duration;

    let project = water_points();
    let made = std::process::Command::new("mkfifo").arg(project.path("pipe.po")).status();
    assert!(made.unwrap().success());
    let mut command = project.command();
    command.args(["i18n", "import", "b", "pipe.po", "--lang", "fr"]);
    let run = crate::support::run(command.timeout(Duration::from_secs(60)));
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("it is no regular file"), "{}", run.stderr);
}

#[test]
fn an_export_writes_over_nothing_unless_told_to() {
    let project = water_points();
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
    let id = "b";
    let export = |more: &[&str]| {
        let mut args = vec!["i18n", "export", id, "--lang", "fr"];
        args.extend(more);
        project.run(&args)
    };
    assert_eq!(export(&["--out", "fr.po"]).code, 0);
    let made = project.read("fr.po");
    let again = export(&["--out", "fr.po"]);
    assert_eq!(again.code, 0, "it says the same: {}", again.stderr);
    project.write("fr.po", "the work of a week");
    let run = export(&["--out", "fr.po"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("fr.po is there already"), "{}", run.stderr);
    assert!(project.read("fr.po") == b"the work of a week");
    assert_eq!(export(&["--out", "fr.po", "--force"]).code, 2, "it is no PO file");
    project.write(
        "fr.po",
        String::from_utf8(made.clone()).unwrap().replace("msgstr \"\"", "msgstr \"x\""),
    );
    assert_eq!(export(&["--out", "fr.po", "--force"]).code, 0);
    assert!(project.read("fr.po") == made);
    let file = project.read("briefpress.toml");
    let run = export(&["--out", "briefpress.toml", "--force"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(project.read("briefpress.toml") == file);
    let toml = format!("briefs/{id}/lang/fr.toml");
    let before = project.read(&toml);
    for force in [&[][..], &["--force"]] {
        let run = export(&[&["--out", toml.as_str()], force].concat());
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("own files are"), "{}", run.stderr);
    }
    assert!(project.read(&toml) == before);
}
