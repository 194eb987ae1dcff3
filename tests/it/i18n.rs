//! Translations: what a translator gets, gives back, and gets wrong.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};

use crate::support::{MINIMAL, TestProject, repository};

/// The shipped brief's id.
const SHIPPED: &str = "cambodia-scamming-compounds";

/// What `i18n status --json` says, a line each.
fn status(project: &TestProject) -> Vec<serde_json::Value> {
    let run = project.run(&["i18n", "status", "--json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The codes and places of messages.
fn messages(project: &TestProject) -> Vec<(String, String)> {
    let run = project.run(&["check", "--message-format", "json"]);
    run.stderr
        .lines()
        .map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).expect(line);
            let place = &message["place"];
            (
                message["code"].as_str().unwrap().to_string(),
                format!(
                    "{}:{}:{}",
                    place["file"].as_str().unwrap(),
                    place["line"],
                    place["column"]
                ),
            )
        })
        .collect()
}

#[test]
fn a_new_language_begins_with_the_originals_as_comments() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["i18n", "sync", "--lang", "km"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let toml = String::from_utf8(project.read("briefs/a/lang/km.toml")).unwrap();
    assert!(toml.contains("#. Decisions on review come late\ntitle = \"\""), "{toml}");
    assert!(toml.contains("[target.16-3]") || toml.contains("[indicator."), "{toml}");
    let parsed: toml::Table = toml::from_str(&toml).unwrap();
    assert_eq!(parsed["translation"]["status"].as_str(), Some("draft"));
    // What is not translated prints in the original language, with a warning.
    let built = project.run(&["build", "--message-format", "short"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(built.stderr.contains("warning[translation::missing]"), "{}", built.stderr);
    assert!(project.path("dist/a/a.km.pdf").is_file());
    assert_eq!(project.run(&["build", "--on-missing", "error"]).code, 1);
    // A second run adds nothing.
    project.run(&["i18n", "sync"]);
    assert_eq!(String::from_utf8(project.read("briefs/a/lang/km.toml")).unwrap(), toml);
    assert_eq!(project.run(&["i18n", "sync", "--lang", "tlh"]).code, 2);
    assert_eq!(project.run(&["i18n", "status", "--fail-under", "50"]).code, 1);
}

#[test]
fn the_shipped_brief_is_complete_in_five_languages() {
    let project = TestProject::copy_of(repository());
    let all = status(&project);
    let languages: Vec<&str> = all.iter().map(|p| p["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["ar", "fr", "km", "th", "zh-Hans"]);
    for progress in &all {
        for count in ["missing", "stale", "orphaned"] {
            assert_eq!(progress[count], 0, "{progress}");
        }
        assert_eq!(progress["status"], "draft", "no one outside has read it yet");
    }
    assert_eq!(messages(&project), []);
}

#[test]
fn changing_one_sentence_makes_that_string_stale_in_five_languages() {
    let project = TestProject::copy_of(repository());
    let path = format!("briefs/{SHIPPED}/brief.toml");
    let toml = String::from_utf8(project.read(&path)).unwrap();
    let sentence = "Raids left most identified compounds running";
    assert!(toml.contains(sentence));
    project
        .write(&path, toml.replacen(sentence, "Raids left many identified compounds running", 1));
    for progress in status(&project) {
        assert_eq!(progress["stale"], 1, "{progress}");
        assert_eq!(progress["missing"], 0, "{progress}");
    }
    let stale: Vec<_> =
        messages(&project).into_iter().filter(|(code, _)| code == "translation::stale").collect();
    assert_eq!(stale.len(), 5, "{stale:?}");
    // The translator says that one is right as it is.
    let run = project.run(&["i18n", "sync", "--lang", "km", "--accept", "finding.response.title"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let stale: Vec<bool> = status(&project).iter().map(|p| p["stale"] == 1).collect();
    assert_eq!(stale, [true, true, false, true, true]);
}

#[test]
fn reordering_findings_changes_nothing() {
    let project = TestProject::copy_of(repository());
    let path = format!("briefs/{SHIPPED}/brief.toml");
    let toml = String::from_utf8(project.read(&path)).unwrap();
    let start = toml.find("[[finding]]").unwrap();
    let end = toml.find("[[recommendation]]").unwrap();
    let mut findings: Vec<&str> =
        toml[start..end].split("[[finding]]").filter(|part| !part.is_empty()).collect();
    findings.reverse();
    let reversed: String = findings.iter().map(|part| format!("[[finding]]{part}")).collect();
    project.write(&path, format!("{}{reversed}{}", &toml[..start], &toml[end..]));
    for progress in status(&project) {
        assert_eq!(
            (&progress["stale"], &progress["missing"]),
            (&0.into(), &0.into()),
            "{progress}"
        );
    }
    assert_eq!(messages(&project), []);
}

#[test]
fn what_is_wrong_with_the_original_is_not_blamed_on_its_translations() {
    let project = TestProject::copy_of(repository());
    for (file, line) in [
        ("briefpress.toml", "name = \"My office"),
        ("briefs/cambodia-scamming-compounds/brief.toml", "summary: \"What\""),
    ] {
        let text = String::from_utf8(project.read(file)).unwrap();
        project.write(file, format!("{line}\n{text}"));
        let found = messages(&project);
        assert!(found.iter().any(|(code, _)| code == "toml::syntax"), "{found:?}");
        let blamed = found.iter().filter(|(_, place)| place.contains("/lang/"));
        assert_eq!(blamed.count(), 0, "{found:?}");
        assert!(!found.iter().any(|(code, _)| code == "schema::missing-key"), "{found:?}");
        project.write(file, text);
    }
}

#[test]
fn a_translators_mistakes_are_each_named_where_they_stand() {
    let project = TestProject::copy_of(&repository().join("tests/fixtures/translation"));
    let found = messages(&project);
    let own: Vec<&(String, String)> =
        found.iter().filter(|(_, place)| place.contains("lang/fr.toml")).collect();
    let codes: Vec<&str> = own.iter().map(|(code, _)| code.as_str()).collect();
    let places: BTreeSet<&str> = own.iter().map(|(_, place)| place.as_str()).collect();
    for code in [
        "schema::missing-key",
        "schema::unknown-key",
        "schema::wrong-type",
        "translation::orphan",
        "translation::number",
        "translation::citation",
        "translation::link",
        "source::unknown",
        "text::markdown",
        "text::missing-glyph",
    ] {
        assert!(codes.contains(&code), "{code}: {own:#?}");
    }
    assert!(places.len() >= 12, "{own:#?}");
}

#[test]
fn files_for_translators_tools_come_back_as_they_went() {
    let project = TestProject::copy_of(repository());
    for language in ["ar", "km"] {
        let toml = format!("briefs/{SHIPPED}/lang/{language}.toml");
        let lock = format!("briefs/{SHIPPED}/lang/{language}.lock");
        let before = (project.read(&toml), project.read(&lock));
        for (format, file) in [("po", "x.po"), ("xliff", "x.xlf"), ("xliff-1.2", "x12.xlf")] {
            let file = &format!("{language}.{file}");
            let args =
                ["i18n", "export", SHIPPED, "--lang", language, "--format", format, "--out", file];
            let run = project.run(&args);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let run = project.run(&["i18n", "import", SHIPPED, file, "--lang", language]);
            assert_eq!(run.code, 0, "{format}: {}", run.stderr);
            assert!((project.read(&toml), project.read(&lock)) == before, "{language} {format}");
        }
    }
}

#[test]
fn what_a_translator_changed_comes_in_and_the_rest_stays() {
    let project = TestProject::copy_of(repository());
    let export = ["i18n", "export", SHIPPED, "--lang", "fr", "--out", "x.po"];
    assert_eq!(project.run(&export).code, 0);
    let po = String::from_utf8(project.read("x.po")).unwrap();
    let toml = format!("briefs/{SHIPPED}/lang/fr.toml");
    let before = String::from_utf8(project.read(&toml)).unwrap();
    let parsed: toml::Table = toml::from_str(&before).unwrap();
    let title = parsed["goal"]["3"]["note"].as_str().unwrap();
    let first: String = title.split(' ').take(2).collect::<Vec<_>>().join(" ");
    assert!(po.contains(&first));
    project.write("x.po", po.replace(&first, &format!("{first} XYZ")));
    let run = project.run(&["i18n", "import", SHIPPED, "x.po", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let after = String::from_utf8(project.read(&toml)).unwrap();
    assert!(after.contains(&format!("{first} XYZ")), "{after}");
    assert_eq!(after.lines().count(), before.lines().count());
    project.write("bad.po", "msgid \"x\n");
    assert_eq!(project.run(&["i18n", "import", SHIPPED, "bad.po", "--lang", "fr"]).code, 1);
}

#[test]
fn pseudo_locales_test_the_layout() {
    let project = TestProject::with_brief(MINIMAL);
    let run = project.run(&["build", "--lang", "en-XA", "--lang", "ar-XB"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        project.pdfs("dist"),
        ["a/a.ar-XB.indicators.pdf", "a/a.ar-XB.pdf", "a/a.en-XA.indicators.pdf", "a/a.en-XA.pdf"]
    );
}

#[test]
fn fonts_cover_every_language_with_labels() {
    let project = TestProject::empty();
    let run = project.run(&["fonts"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(
        run.stdout.contains("Battambang") && !run.stdout.contains("no glyph"),
        "{}",
        run.stdout
    );
}

#[test]
fn every_language_with_labels_makes_conforming_documents() {
    let project = TestProject::with_brief(MINIMAL);
    let labels = std::fs::read_dir(repository().join("templates/labels")).unwrap();
    let mut languages = 0;
    for file in labels {
        let name = file.unwrap().file_name().into_string().unwrap();
        let tag = name.strip_suffix(".toml").unwrap();
        if tag != "en" {
            assert_eq!(project.run(&["i18n", "sync", "--lang", tag]).code, 0, "{tag}");
            languages += 1;
        }
    }
    assert_eq!(languages, 12);
    let run = project.run(&["build", "-q", "--message-format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let files = project.pdfs("dist");
    assert_eq!(files.len(), 26);
    for file in files {
        crate::conformance::assert_conforms(&file, &project.read(&format!("dist/{file}")));
    }
}

/// A brief with findings `f1` to `f12`, their titles begun in French, and a PO file for each that
/// translates its title alone.
fn twelve_titles() -> TestProject {
    let findings: String = (1..=12)
        .map(|n| {
            let title = format!("Title {n}");
            format!("\n[[finding]]\nid = \"f{n}\"\ntitle = \"{title}\"\ntext = \"It is so.\"\n")
        })
        .collect();
    let project = TestProject::with_brief(&format!("{MINIMAL}{findings}"));
    let run = project.run(&["i18n", "sync", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for n in 1..=12 {
        let po = format!(
            "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n\
             msgctxt \"finding.f{n}.title\"\nmsgid \"Title {n}\"\nmsgstr \"Titre {n}\"\n"
        );
        project.write(&format!("{n}.po"), po);
    }
    project
}

/// An import of one of [`twelve_titles`] in a process of its own.
fn begin_import(project: &TestProject, n: usize) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("briefpress"))
        .args(["i18n", "import", "a", &format!("{n}.po"), "--lang", "fr"])
        .current_dir(project.path(""))
        .env_clear()
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn imports_at_the_same_time_lose_no_edit() {
    let project = twelve_titles();
    let files = project.files("briefs");
    let imports: Vec<Child> = (1..=12).map(|n| begin_import(&project, n)).collect();
    for import in imports {
        let output = import.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let toml = String::from_utf8(project.read("briefs/a/lang/fr.toml")).unwrap();
    let lock = String::from_utf8(project.read("briefs/a/lang/fr.lock")).unwrap();
    for n in 1..=12 {
        assert!(toml.contains(&format!("title = \"Titre {n}\"\n")), "{n}: {toml}");
        assert!(lock.contains(&format!("\"finding.f{n}.title\" = ")), "{n}: {lock}");
    }
    assert_eq!(project.files("briefs"), files, "nothing else is left behind");
}

/// What happens to a file.
type Damage = fn(&str) -> Vec<u8>;

/// A text with the marks of a merge that was not finished.
fn conflict(text: &str) -> String {
    let middle = text.find('\n').unwrap() + 1;
    format!("{}<<<<<<< ours\n=======\n>>>>>>> theirs\n{}", &text[..middle], &text[middle..])
}

/// What cannot be read is not absent: whatever file of a brief is damaged, in whatever way, no command
/// for translators changes a byte below `briefs/`, and each says where to look.
#[test]
fn nothing_is_written_about_what_could_not_be_read() {
    let project = twelve_titles();
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
    let import = begin_import(&project, 1).wait_with_output().unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    assert_eq!(project.run(&["i18n", "export", "a", "--lang", "fr", "--out", "fr.po"]).code, 0);
    let text = |path: &str| String::from_utf8(project.read(path)).unwrap();
    let damages: [(&str, Damage); 6] = [
        ("a quote is missing", |text| {
            let (before, after) = text.rsplit_once('"').unwrap();
            format!("{before}{after}").into_bytes()
        }),
        ("conflict markers", |text| conflict(text).into_bytes()),
        ("a key twice", |text| format!("twice = 1\ntwice = 1\n{text}").into_bytes()),
        ("UTF-16", |text| {
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        }),
        ("Latin-1", |text| [text.as_bytes(), b"\n# caf\xE9\n"].concat()),
        ("cut off", |text| text.as_bytes()[..text.rfind('"').unwrap()].to_vec()),
    ];
    for file in ["briefs/a/brief.toml", "briefs/a/lang/fr.toml", "briefs/a/lang/fr.lock"] {
        let good = text(file);
        for (what, damage) in &damages {
            project.write(file, damage(&good));
            let before: Vec<_> = project
                .files("briefs")
                .into_iter()
                .map(|f| project.read(&format!("briefs/{f}")))
                .collect();
            for command in [
                &["i18n", "sync"][..],
                &["i18n", "sync", "--lang", "fr"],
                &["i18n", "import", "a", "fr.po", "--lang", "fr"],
                &["i18n", "export", "a", "--lang", "fr", "--out", "again.po"],
            ] {
                let run = project.run(command);
                assert_eq!(run.code, 1, "{file}, {what}, {command:?}: {}", run.stderr);
                assert!(run.stderr.contains(file), "{file}, {what}, {command:?}: {}", run.stderr);
                assert!(
                    run.stderr.contains("nothing is written"),
                    "{file}, {what}: {}",
                    run.stderr
                );
            }
            let after: Vec<_> = project
                .files("briefs")
                .into_iter()
                .map(|f| project.read(&format!("briefs/{f}")))
                .collect();
            assert!(before == after, "{file}, {what}: something was written");
            assert!(!project.path("again.po").exists());
        }
        project.write(file, good);
    }
    // A brief that is empty, or half-written, is read whole: what it lacks is not forgotten.
    let good = text("briefs/a/brief.toml");
    let (toml, lock) = (text("briefs/a/lang/fr.toml"), text("briefs/a/lang/fr.lock"));
    let half: String = good.split_inclusive("[[").take(3).collect();
    for part in ["", half.trim_end_matches("[[")] {
        project.write("briefs/a/brief.toml", part);
        project.run(&["i18n", "sync"]);
        assert_eq!(text("briefs/a/lang/fr.toml"), toml, "{part}");
        for line in lock.lines() {
            assert!(text("briefs/a/lang/fr.lock").contains(line), "{line} is forgotten: {part}");
        }
    }
    project.write("briefs/a/brief.toml", good);
    // A project file that is wrong: its texts are translated with each brief.
    let good = text("briefpress.toml");
    project.write("briefpress.toml", good.replace("name = \"", "name = "));
    let run = project.run(&["i18n", "sync"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    project.write("briefpress.toml", good);
    // One that cannot be read stops only itself.
    project.write("briefs/b/brief.toml", "title = \"no end");
    project.write(
        "briefs/a/lang/fr.toml",
        text("briefs/a/lang/fr.toml").replace("Titre 1", "Titre un"),
    );
    let run = project.run(&["i18n", "sync"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("the brief `b` cannot be read whole"), "{}", run.stderr);
    assert!(run.stderr.contains("briefs/a/lang/fr.toml: "), "{}", run.stderr);
}

#[test]
fn what_a_killed_import_left_unfinished_is_cleared_away() {
    let project = twelve_titles();
    project.write("briefs/a/lang/.briefpress-x1y2z3", "half a tit");
    let import = begin_import(&project, 1).wait_with_output().unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    let left = project.path("briefs/a/lang/.briefpress-x1y2z3");
    assert!(!left.exists());
    std::fs::write(&left, "half a tit").unwrap();
    assert_eq!(project.run(&["i18n", "sync"]).code, 0);
    assert!(!left.exists());
}

/// The lock that a command has while it changes translations, taken by a test; and an import that has
/// said that it waits for it, with what is left of its messages.
#[cfg(unix)]
fn waiting_import(
    project: &TestProject,
) -> (std::fs::File, Child, std::io::BufReader<std::process::ChildStderr>) {
    use std::io::BufRead;

    let held = std::fs::File::open(project.path("briefs")).unwrap();
    held.lock().unwrap();
    let mut import = begin_import(project, 1);
    let mut stderr = std::io::BufReader::new(import.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    assert!(line.contains("waiting for another `briefpress i18n`"), "{line}");
    (held, import, stderr)
}

#[cfg(unix)]
#[test]
fn an_import_reads_what_was_written_while_it_waited() {
    let project = twelve_titles();
    let (held, mut import, _stderr) = waiting_import(&project);
    let path = "briefs/a/lang/fr.toml";
    let toml = String::from_utf8(project.read(path)).unwrap();
    project
        .write(path, toml.replacen("#. Title 2\ntitle = \"\"", "#. Title 2\ntitle = \"Deux\"", 1));
    drop(held);
    assert!(import.wait().unwrap().success());
    let toml = String::from_utf8(project.read(path)).unwrap();
    assert!(toml.contains("\"Titre 1\"") && toml.contains("\"Deux\""), "{toml}");
}

#[cfg(unix)]
#[test]
fn an_import_that_waits_can_be_interrupted() {
    let project = twelve_titles();
    let before = project.read("briefs/a/lang/fr.toml");
    let (_held, mut import, mut stderr) = waiting_import(&project);
    let kill = format!("kill -TERM {}", import.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert_eq!(import.wait().unwrap().code(), Some(3));
    let mut said = String::new();
    std::io::Read::read_to_string(&mut stderr, &mut said).unwrap();
    assert_eq!(said, "briefpress: interrupted\n");
    assert!(project.read("briefs/a/lang/fr.toml") == before);
}

/// What is left of a translation is not taken for one, and no other one is written over.
#[cfg(unix)]
#[test]
fn what_is_left_of_a_translation_is_not_written_over() {
    let project = twelve_titles();
    let import = begin_import(&project, 1).wait_with_output().unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    let (toml, lock) = ("briefs/a/lang/fr.toml", "briefs/a/lang/fr.lock");
    let (good, locked) = (project.read(toml), project.read(lock));
    let refused = |words: &str| {
        let before: Vec<_> = project.files("briefs");
        let run = project.run(&["i18n", "sync", "--lang", "fr", "--lang", "es"]);
        assert_eq!(run.code, 1, "{words}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{words}: {}", run.stderr);
        let new = |file: &&String| !before.contains(file) && !file.contains("/es.");
        assert_eq!(project.files("briefs").iter().find(new), None);
    };
    // Emptied, or cut off before the head, while it was saved.
    for part in ["", "\n", "# Translation\n"] {
        project.write(toml, part);
        refused("the translation of `a` into `fr` cannot be read whole");
        assert_eq!(project.read(toml), part.as_bytes());
    }
    // Taken away without its lock.
    std::fs::remove_file(project.path(toml)).unwrap();
    refused("fr.lock is there, and its translation is not");
    assert_eq!(project.read(lock), locked);
    // The lock of another language.
    project.write(toml, &good);
    project.write("briefs/a/lang/es.toml", &good);
    project.write("briefs/a/lang/es.lock", &locked);
    refused("this is the lock of a translation into `fr`");
    // Links.
    for file in ["es.toml", "es.lock"] {
        std::fs::remove_file(project.path(&format!("briefs/a/lang/{file}"))).unwrap();
    }
    std::os::unix::fs::symlink("fr.toml", project.path("briefs/a/lang/es.toml")).unwrap();
    refused("es.toml is a link");
    std::fs::remove_file(project.path("briefs/a/lang/es.toml")).unwrap();
    std::fs::rename(project.path("briefs/a/lang"), project.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(project.path("elsewhere"), project.path("briefs/a/lang")).unwrap();
    refused("lang is a link");
}
