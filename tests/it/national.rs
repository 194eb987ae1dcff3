//! Goals, targets and indicators of a nation beside the United Nations', and briefs that touch no goal.

use serde_json::Value;

use crate::conformance::assert_conforms;
use crate::support::{MINIMAL, PROJECT, TestProject, repository};

/// SDG 18 of the Lao PDR, 16.6.N1 and 16.N1, in a brief with two translations, and one without a goal.
fn national() -> TestProject {
    TestProject::copy_of(&repository().join("tests/fixtures/national"))
}

/// What templates see, without what steers line breaks.
fn data(project: &TestProject, args: &[&str]) -> Value {
    let run = project.run(&[&["template", "data"], args].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout.replace(['\u{2060}', '\u{200b}'], "")).unwrap()
}

/// A brief without goals.
fn goalless() -> String {
    let end = MINIMAL.find("[[goal]]").unwrap();
    MINIMAL[..end].replace("targets = [\"16.3\"]\n", "")
}

#[test]
fn what_is_national_prints_beside_what_is_not() {
    let project = national();
    let of = data(&project, &["uxo"]);
    let goals = of["goals"].as_array().unwrap();
    let named: Vec<(u64, &str, &str, bool)> = goals
        .iter()
        .map(|goal| {
            let text = |name: &str| goal[name].as_str().unwrap();
            let national = goal["national"].as_bool().unwrap();
            (goal["number"].as_u64().unwrap(), text("title"), text("name"), national)
        })
        .collect();
    assert_eq!(
        named,
        [
            (3, "SDG 3", "Good health and well-being", false),
            (16, "SDG 16", "Peace, justice and strong institutions", false),
            (18, "SDG 18", "Lives safe from UXO", true),
        ]
    );
    assert_eq!((&goals[2]["colour"], &goals[2]["ink"]), (&"#7a5c1e".into(), &"#FFFFFF".into()));
    let codes = |path: &str| -> Vec<String> {
        let targets = of.pointer(path).unwrap().as_array().unwrap();
        targets.iter().map(|it| it["code"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(codes("/goals/1/targets"), ["16.6", "16.N1"]);
    assert_eq!(codes("/goals/1/targets/0/indicators"), ["16.6.2", "16.6.N1"]);
    assert_eq!(codes("/matrix/targets"), ["3.8", "16.6", "16.N1", "18.1", "18.3"]);
    let own = &goals[1]["targets"][0]["indicators"][1];
    assert_eq!(own["basis"]["code"], "national");
    assert_eq!(own["custodians"], serde_json::json!(["Ministry of Planning"]));
    // What names no custodian has its goal's, and a goal of the United Nations has none to give.
    let of_goal = &goals[2]["targets"][0]["indicators"][0];
    assert_eq!((&of_goal["custodians"][0], &of_goal["tier"]), (&"NRA".into(), &"I".into()));
    assert_eq!(goals[1]["targets"][1]["indicators"][0]["custodians"], serde_json::json!([]));
    let said = &of["recommendations"][0]["items"][0]["targets"];
    assert_eq!(*said, serde_json::json!(["16.6", "18.1", "16.N1"]));
    let print = data(&project, &["uxo", "--edition", "print"]);
    assert!(print["goals"][2]["colour"]["cmyk"].is_array(), "{}", print["goals"][2]["colour"]);
}

#[test]
fn its_words_are_translated_with_the_brief_that_prints_them() {
    let project = national();
    let khmer = data(&project, &["uxo", "--lang", "km"]);
    assert_eq!(khmer["goals"][2]["title"], "គោលដៅទី ១៨");
    // What is not translated is in the language of the original, and says so.
    let arabic = data(&project, &["uxo", "--lang", "ar"]);
    assert_eq!(arabic["goals"][2]["title"]["lang"], "en");
    let text = &arabic["goals"][2]["targets"][1]["text"];
    assert_eq!((&text["lang"], &text["dir"]), (&"en".into(), &"ltr".into()));
    let check = project.run(&["check", "--message-format", "short"]);
    let missing = "briefpress.toml:35:8: warning[translation::missing]: \
                   `framework.target.18-3.text` is not translated into `ar`";
    assert!(check.stderr.contains(missing), "{}", check.stderr);
    // 18.2 is in no brief, and the other brief touches no goal at all.
    let sync = project.run(&["i18n", "sync", "--lang", "fr"]);
    assert_eq!(sync.code, 0, "{}", sync.stderr);
    let read = |path: &str| String::from_utf8(project.read(path)).unwrap();
    let french = read("briefs/uxo/lang/fr.toml");
    for table in ["goal.18", "target.18-3", "target.16-N1", "indicator.16-6-N1"] {
        assert!(french.contains(&format!("[framework.{table}]\n")), "{table}: {french}");
    }
    assert!(!french.contains("18-2"), "{french}");
    assert!(!read("briefs/fact-sheet/lang/fr.toml").contains("framework"));
    // A default title is a word of the labels, in every language.
    let named = read("briefpress.toml").replacen("title = \"SDG 18\"\n", "", 1);
    project.write("briefpress.toml", named);
    assert_eq!(data(&project, &["uxo"])["goals"][2]["title"], "National goal\u{a0}18");
    assert_eq!(data(&project, &["uxo", "--lang", "km"])["goals"][2]["title"], "គោលដៅជាតិទី\u{a0}១៨");
}

#[test]
fn its_words_go_to_translators_tools_and_come_back() {
    let project = national();
    for (format, file) in [("po", "km.po"), ("xliff", "km.xlf"), ("xliff-1.2", "km.xlf")] {
        let run = project.run(&["i18n", "export", "uxo", "--lang", "km", "--format", format]);
        assert_eq!(run.code, 0, "{format}: {}", run.stderr);
        for said in
            ["framework.goal.18.name", "Lives safe from UXO", "wording of a national indicator"]
        {
            assert!(run.stdout.contains(said), "{format}: {said}\n{}", run.stdout);
        }
        project.write(file, run.stdout.replace("ក្រសួងផែនការ", "ក្រសួងនៃផែនការ"));
        let before = String::from_utf8(project.read("briefs/uxo/lang/km.toml")).unwrap();
        let run = project.run(&["i18n", "import", "uxo", file, "--lang", "km"]);
        assert_eq!(run.code, 0, "{format}: {}", run.stderr);
        let after = String::from_utf8(project.read("briefs/uxo/lang/km.toml")).unwrap();
        assert_eq!(after, before.replace("ក្រសួងផែនការ", "ក្រសួងនៃផែនការ"), "{format}");
        project.write("briefs/uxo/lang/km.toml", before);
    }
}

#[test]
fn documents_with_national_goals_conform_in_both_editions() {
    let project = national();
    let run = project.run(&["build", "-q", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.pdfs("dist");
    assert_eq!(files.len(), 14, "the fact sheet has no table: {files:?}");
    for name in files.iter().filter(|name| !name.contains(".print.")) {
        assert_conforms(name, &project.read(&format!("dist/{name}")));
    }
    let paths: Vec<String> = files
        .iter()
        .map(|name| project.path(&format!("dist/{name}")).display().to_string())
        .collect();
    let judged: Vec<&str> = ["preflight", "--format", "json"]
        .into_iter()
        .chain(paths.iter().map(String::as_str))
        .collect();
    let judged: Value = serde_json::from_str(&project.run(&judged).stdout).unwrap();
    for file in judged["files"].as_array().unwrap() {
        let findings = file["findings"].as_array().unwrap().iter();
        let wrong: Vec<&Value> = findings.filter(|one| one["severity"] == "error").collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", file["file"]);
    }
}

#[test]
fn codes_are_looked_up_within_the_project() {
    let project = national();
    let show = |code: &str| project.run(&["sdg", "show", code]).stdout;
    assert!(show("18").starts_with("Goal 18: Lives safe from UXO (national)\n"), "{}", show("18"));
    assert!(show("16.6.N1").contains("Ministry of Planning"), "{}", show("16.6.N1"));
    assert!(
        show("16.6").contains("16.6.1 ") && show("16.6").contains("16.6.N1"),
        "{}",
        show("16.6")
    );
    let find = project.run(&["sdg", "find", "survivors"]).stdout;
    assert!(
        find.contains("18.3     target     The needs") && find.contains("(national)"),
        "{find}"
    );
    let near = project.run(&["sdg", "show", "16.n1"]);
    assert_eq!(near.code, 1);
    assert!(near.stdout.trim_start().starts_with("16.N1"), "{}", near.stdout);
    let elsewhere = TestProject::empty();
    assert_eq!(elsewhere.run(&["sdg", "show", "18"]).code, 1);
    assert_eq!(elsewhere.run(&["sdg", "show", "16"]).code, 0);
    assert_eq!(elsewhere.run(&["--project", "nowhere", "sdg", "show", "16"]).code, 2);
}

#[test]
fn a_brief_with_what_the_project_has_not_says_so() {
    let project = national();
    project.write("briefpress.toml", PROJECT);
    let run = project.run(&["check", "uxo", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    for said in [
        "brief.toml:20:12: error[sdg::unknown-target]: the framework has no target `18.1`",
        "brief.toml:79:10: error[sdg::unknown-goal]: there is no goal 18",
        "brief.toml:70:8: error[sdg::unknown-indicator]: the framework has no indicator `16.6.N1`",
    ] {
        assert!(run.stderr.contains(said), "{said}\n{}", run.stderr);
    }
    // Where the project file is wrong, what it adds is known all the same.
    let project = national();
    let wrong = String::from_utf8(project.read("briefpress.toml")).unwrap();
    project.write("briefpress.toml", wrong.replacen("#7a5c1e", "brown", 1));
    let run = project.run(&["check", "uxo", "--message-format", "short"]);
    let errors: Vec<&str> = run.stderr.lines().filter(|line| line.contains(": error[")).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("`brown` is no colour"), "{errors:?}");
}

#[test]
fn a_brief_without_goals_is_built_without_a_table() {
    let project = TestProject::with_brief(&goalless());
    let run = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[goal::none]"), "{}", run.stderr);
    let said = "no indicator table is made of a: it touches no goal";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), ["a/a.en.pdf", "a/a.en.print.pdf"]);
    assert_conforms("a.en.pdf", &project.read("dist/a/a.en.pdf"));
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    assert_eq!(manifest["complete"], true);
    assert_eq!(manifest["failed"], serde_json::json!([]));
    let of = data(&project, &["a"]);
    assert_eq!(
        (of["goals"].as_array().unwrap().len(), of["matrix"]["targets"].as_array().unwrap().len()),
        (0, 0)
    );
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // Nothing is made again, and nothing is missing.
    let again = project.run(&["build", "--edition", "screen", "--edition", "print"]);
    assert!(again.stderr.contains("0 files built, 2 up to date"), "{}", again.stderr);
    let plan = project.run(&["build", "--dry-run"]);
    assert_eq!(plan.stdout.lines().count(), 1, "{}", plan.stdout);
    assert!(plan.stderr.contains(said), "{}", plan.stderr);
    let index = String::from_utf8(project.read("dist/index.html")).unwrap();
    assert!(index.contains("a.en.pdf") && !index.contains("Indicator table"), "{index}");
}

#[test]
fn a_table_that_is_asked_for_alone_and_cannot_be_is_named() {
    let project = TestProject::with_brief(&goalless());
    let run = project.run(&["build", "--only", "indicators"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("no indicator table is made of a: it touches no goal"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("0 files built"), "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), [""; 0]);
    project.write("briefs/b/brief.toml", MINIMAL);
    for part in ["1/2", "2/2"] {
        let run =
            project.run(&["build", "--shard", part, "--out", &format!("part-{}", &part[..1])]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let run = project.run(&["merge", "part-1", "part-2", "--out", "dist"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), ["a/a.en.pdf", "b/b.en.indicators.pdf", "b/b.en.pdf"]);
}

#[test]
fn the_table_of_a_brief_that_lost_its_goals_is_removed() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    assert_eq!(project.pdfs("dist"), ["a/a.en.indicators.pdf", "a/a.en.pdf"]);
    project.write("briefs/a/brief.toml", goalless());
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("removed a/a.en.indicators.pdf"), "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), ["a/a.en.pdf"]);
    assert_eq!(project.run(&["verify", "dist"]).code, 0);
    // Where something is wrong with the brief, nobody knows whether it has goals.
    project.write("briefs/a/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    project.write("briefs/a/brief.toml", goalless().replacen("title =", "titel =", 1));
    assert_eq!(project.run(&["build"]).code, 1);
    assert_eq!(project.pdfs("dist"), ["a/a.en.indicators.pdf", "a/a.en.pdf"]);
}

#[test]
fn the_table_of_a_brief_that_lost_its_goals_is_removed_from_a_release_of_parts() {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    let merged = |project: &TestProject| {
        assert_eq!(project.run(&["build", "-q", "--shard", "1/1", "--out", "part"]).code, 0);
        let run = project.run(&["merge", "part", "--out", "dist"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stderr
    };
    assert!(!merged(&project).contains("removed"));
    project.write("briefs/a/brief.toml", goalless());
    let said = merged(&project);
    assert!(said.contains("removed a/a.en.indicators.pdf"), "{said}");
    assert_eq!(project.files("dist/a"), ["a.en.pdf"]);
    // Where the text cannot be read, nobody knows whether it has goals.
    project.write("briefs/a/brief.toml", MINIMAL);
    assert_eq!(project.run(&["build", "-q"]).code, 0);
    project.write("briefs/a/brief.toml", goalless());
    assert_eq!(project.run(&["build", "-q", "--shard", "1/1", "--out", "part"]).code, 0);
    project.write("briefs/a/brief.toml", "title = \n");
    let run = project.run(&["merge", "part", "--out", "dist"]);
    assert!(!run.stderr.contains("removed"), "{}", run.stderr);
    assert!(project.path("dist/a/a.en.indicators.pdf").exists());
}

#[test]
fn a_brief_without_goals_is_not_read_again_where_nothing_changed() {
    let project = TestProject::with_brief(&goalless());
    project.write("briefpress.toml", format!("{PROJECT}\n[lints]\n\"goal::none\" = \"allow\"\n"));
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let said = "no indicator table is made of a";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    // What is read again says it again.
    let run = project.run(&["build"]);
    assert!(run.stderr.contains("0 files built, 1 up to date"), "{}", run.stderr);
    assert!(!run.stderr.contains(said), "{}", run.stderr);
    assert_eq!(project.pdfs("dist"), ["a/a.en.pdf"]);
    // Where the table alone is asked for, it is said that there is none.
    assert!(project.run(&["build", "--only", "indicators"]).stderr.contains(said));
    // With a goal it has one.
    project.write("briefs/a/brief.toml", MINIMAL);
    assert!(project.run(&["build"]).stderr.contains("2 files built"));
    assert_eq!(project.pdfs("dist"), ["a/a.en.indicators.pdf", "a/a.en.pdf"]);
}

#[test]
fn a_brief_without_goals_may_be_denied_or_allowed() {
    let project = TestProject::with_brief(&goalless());
    assert_eq!(project.run(&["check"]).code, 0);
    assert_eq!(project.run(&["check", "--deny", "warnings"]).code, 1);
    project.write("briefpress.toml", format!("{PROJECT}\n[lints]\n\"goal::none\" = \"deny\"\n"));
    let run = project.run(&["check", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    let said = "briefs/a/brief.toml:1:9: error[goal::none]: the brief touches no goal, and has no indicator table";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    project.write("briefpress.toml", format!("{PROJECT}\n[lints]\n\"goal::none\" = \"allow\"\n"));
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

#[test]
fn each_mistake_of_the_project_file_is_told_at_its_place() {
    let project = national();
    let right = String::from_utf8(project.read("briefpress.toml")).unwrap();
    for (written, instead, said) in [
        (
            "number = 16",
            "number = 16\nname = \"Peace\"",
            "45:1: error[sdg::not-national]: goal 16 is the United Nations’, and has its own `name`",
        ),
        (
            "code = \"16.N1\"",
            "code = \"16.6.1\"",
            "56:8: error[schema::bad-value]: `16.6.1` cannot be the code of a national target",
        ),
        (
            "code = \"16.6.N1\"",
            "code = \"16.6.2\"",
            "50:8: error[sdg::not-national]: indicator 16.6.2 is the United Nations’",
        ),
        (
            "code = \"16.6.N1\"",
            "code = \"16.6.3\"",
            "50:8: error[sdg::not-national]: indicator 16.6.3 has the form of a code of the United \
             Nations, or looks like one",
        ),
        (
            "code = \"16.N1\"",
            "code = \"15.N1\"",
            "56:8: error[sdg::wrong-parent]: target 15.N1 does not belong to goal 16",
        ),
        (
            "code = \"18.2\"",
            "code = \"18.1\"",
            "26:8: error[sdg::duplicate-code]: target 18.1 is there twice",
        ),
        (
            "colour = \"#7a5c1e\"",
            "",
            "8:1: error[schema::missing-key]: `colour` is missing in `framework.goal.18`",
        ),
        (
            "number = 18",
            "number = 180",
            "9:10: error[schema::bad-value]: a goal cannot have the number 180",
        ),
    ] {
        project.write("briefpress.toml", right.replacen(written, instead, 1));
        let run = project.run(&["check", "fact-sheet", "--message-format", "short"]);
        assert_eq!(run.code, 1, "{said}");
        let line = format!("briefpress.toml:{said}");
        assert!(run.stderr.lines().any(|one| one == line), "{line}\n{}", run.stderr);
    }
    // 11.c.1 of old is no longer theirs, and is no one else's.
    let retired = right.replacen("code = \"16.6\"", "code = \"1.a\"", 1);
    let retired = retired.replacen("number = 16", "number = 1", 1);
    project.write("briefpress.toml", retired.replacen("code = \"16.6.N1\"", "code = \"1.a.3\"", 1));
    let run = project.run(&["check", "fact-sheet", "--message-format", "short"]);
    let said = "error[sdg::not-national]: indicator 1.a.3 was the United Nations’ until";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn a_goal_without_a_title_of_its_own_has_one_in_every_language() {
    let project = national();
    let named = String::from_utf8(project.read("briefpress.toml")).unwrap();
    project.write("briefpress.toml", named.replacen("title = \"SDG 18\"\n", "", 1));
    let brief = String::from_utf8(project.read("briefs/uxo/brief.toml")).unwrap();
    std::fs::remove_dir_all(project.path("briefs")).unwrap();
    let more = |number| {
        format!(
            "\n[[goal]]\nnumber = {number}\nwhy = \"x\"\nsources = [\"survey\"]\nnote = \"None.\"\n"
        )
    };
    let brief = format!("{brief}{}{}", more(8), more(9));
    let mut count = 0;
    for entry in std::fs::read_dir(repository().join("templates/labels")).unwrap() {
        let path = entry.unwrap().path();
        let language = path.file_stem().unwrap().to_str().unwrap();
        let own = brief.replacen("language = \"en\"", &format!("language = \"{language}\""), 1);
        project.write(&format!("briefs/in-{}/brief.toml", language.to_lowercase()), own);
        count += 1;
    }
    // No text runs over another, wherever its words may break.
    let run = project.run(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.pdfs("dist").len(), 2 * count);
}
