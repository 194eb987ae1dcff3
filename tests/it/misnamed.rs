//! Translations under names that are no language’s, which are not absent: nothing is begun beside them.

use crate::support::{MINIMAL, TestProject};

/// A project with a translation into French that has another name; where there is to be one, its lock beside it.
fn misnamed(name: &str, is_locked: bool) -> TestProject {
    let project = TestProject::with_brief(MINIMAL);
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
    assert_eq!(project.run(&["i18n", "export", "a", "--lang", "fr", "--out", "fr.po"]).code, 0);
    let at = |name: &str| project.path(&format!("briefs/a/lang/{name}"));
    std::fs::rename(at("fr.toml"), at(name)).unwrap();
    if !is_locked {
        std::fs::remove_file(at("fr.lock")).unwrap();
    }
    project
}

#[test]
fn nothing_is_begun_beside_a_translation_of_another_name() {
    let french = |name| (name, &["name it `fr.toml`"][..]);
    for (name, help) in [
        (
            "fr.toml.txt",
            &["name it `fr.toml`", "ends in `.txt`, which some systems do not show"][..],
        ),
        french("fr.TOML"),
        french("fr.toml.bak"),
        french("french.toml"),
        french("French.toml.txt"),
        french("fr (1).toml"),
        french("fr.toml.toml"),
        french("fr - Copy.toml"),
        french("Copie de fr (2).toml"),
        french("fr_v2.toml"),
        french("fr.conflict.toml"),
        french("fr-copy.toml"),
        french("fr-final.toml"),
        french("brief.fr.toml"),
        french("fr.txt"),
        french("fr.tml"),
        french("fr"),
        french("FR.toml"),
    ] {
        for is_locked in [false, true] {
            let project = misnamed(name, is_locked);
            let before = project.files("briefs");
            let file = format!("briefs/a/lang/{name}");
            for command in [
                &["i18n", "sync", "--lang", "fr"][..],
                &["i18n", "import", "a", "fr.po", "--lang", "fr"],
                &["i18n", "export", "a", "--lang", "fr", "--out", "again.po"],
            ] {
                let run = project.run(command);
                let told = format!(
                    "error[file::passed-over]: {file} seems to be the translation into `fr`: nothing is written\n --> {file}:1:1"
                );
                assert_eq!(run.code, 1, "{command:?}: {}", run.stderr);
                assert!(run.stderr.contains(&told), "{command:?}: {}", run.stderr);
                assert_eq!(run.stderr.matches("error").count(), 1, "{}", run.stderr);
                for words in help {
                    assert!(run.stderr.contains(words), "{command:?}: {}", run.stderr);
                }
                assert_eq!(project.files("briefs"), before, "{command:?}");
            }
            // Where it is asked for by its language, its name is what is wrong.
            for command in [
                &["build", "--lang", "fr"][..],
                &["template", "data", "a", "--lang", "fr"],
                &["watch", "a", "--no-open", "--lang", "fr"],
            ] {
                let run = project.run(command);
                assert_ne!(run.code, 0, "{command:?}");
                assert!(run.stderr.contains(&file), "{command:?}: {}", run.stderr);
            }
            if is_locked {
                let check = project.run(&["check"]).stderr;
                let help = format!("its translation seems to be `{name}`: name that `fr.toml`");
                assert!(check.contains(&help), "{check}");
            }
        }
    }
    // What belongs to something else is not taken for one.
    for name in ["fr.po", "notes.txt", "fr-CA.toml", "README"] {
        let project = misnamed(name, false);
        assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0, "{name}");
        assert!(project.path("briefs/a/lang/fr.toml").is_file(), "{name}");
    }
    // A language that the project wants is not begun, either.
    let project = misnamed("fr.toml.txt", false);
    let file = String::from_utf8(project.read("briefpress.toml")).unwrap();
    project.write("briefpress.toml", format!("languages = [\"fr\", \"es\"]\n{file}"));
    assert_eq!(project.run(&["i18n", "sync"]).code, 1);
    let files = project.files("briefs/a/lang");
    assert_eq!(files, ["es.lock", "es.toml", "fr.toml.txt"]);
    // Beside the translation itself it is a copy.
    let project = misnamed("fr.toml.bak", true);
    std::fs::copy(project.path("briefs/a/lang/fr.toml.bak"), project.path("briefs/a/lang/fr.toml"))
        .unwrap();
    assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0);
}

#[test]
fn a_translation_into_what_is_no_language_is_one_message() {
    for (name, help) in [
        ("french.toml", "name the file `fr.toml`, if that is meant"),
        ("FR.toml", "name the file `fr.toml`"),
        ("tlh.toml", "languages with labels"),
    ] {
        let project = misnamed(name, false);
        let run = project.run(&["check", "-q", "--message-format", "short"]);
        assert_eq!((run.code, run.stderr.lines().count()), (1, 1), "{}", run.stderr);
        assert!(run.stderr.contains("error[language::unknown]"), "{}", run.stderr);
        assert!(project.run(&["check"]).stderr.contains(help));
        // Nothing is written of it, and nothing else is advised.
        let before = project.read(&format!("briefs/a/lang/{name}"));
        for command in ["sync", "status"] {
            let run = project.run(&["i18n", command]);
            assert_eq!(run.code, 1, "{command}: {}", run.stderr);
            assert!(run.stderr.starts_with("error[language::unknown]"), "{}", run.stderr);
            assert!(!run.stderr.contains("`briefpress i18n"), "{}", run.stderr);
        }
        assert_eq!(project.files("briefs/a/lang"), [name]);
        assert_eq!(project.read(&format!("briefs/a/lang/{name}")), before);
    }
    // What else is wrong in the file is told.
    let project = misnamed("french.toml", false);
    project.write("briefs/a/lang/french.toml", "[translation]\nstatus = \"draft\"\nx = [\n");
    let run = project.run(&["check", "-q", "--message-format", "short"]);
    assert!(run.stderr.contains("toml::syntax"), "{}", run.stderr);
    // Where both are there, one is too many.
    let project = misnamed("french.toml", false);
    assert_eq!(project.run(&["i18n", "sync", "--lang", "en-GB"]).code, 0);
    project.write("briefs/a/lang/fr.toml", project.read("briefs/a/lang/french.toml"));
    let run = project.run(&["check"]);
    assert!(
        run.stderr.contains("`fr.toml` is there, too: keep this file elsewhere"),
        "{}",
        run.stderr
    );
}

#[test]
fn beside_the_translation_a_file_of_another_name_is_a_copy() {
    for name in ["fr.toml.txt", "fr.TOML", "fr (1).toml", "fr-copy.toml", "French.toml", "fr.txt"] {
        let project = misnamed(name, true);
        let copy = project.read(&format!("briefs/a/lang/{name}"));
        project.write("briefs/a/lang/fr.toml", copy);
        let check = project.run(&["check"]).stderr;
        assert!(check.contains("`fr.toml` is there, too: keep this file elsewhere"), "{check}");
        assert!(!check.contains("name it") && !check.contains("name the file"), "{check}");
        assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0, "{name}");
    }
}

#[test]
fn a_lock_is_not_given_up_while_its_translation_may_be_there() {
    for name in ["French.toml", "FR.toml", "fr_CA.toml", "fr (1).toml", "fr.TOML"] {
        let project = misnamed(name, true);
        let before = project.files("briefs");
        let check = project.run(&["check"]).stderr;
        let help = format!("its translation seems to be `{name}`: name that `fr.toml`");
        assert!(check.contains(&help), "{check}");
        for command in ["sync", "status"] {
            let run = project.run(&["i18n", command, "--lang", "fr"]);
            assert!(!run.stderr.contains("delete"), "{name} {command}: {}", run.stderr);
        }
        assert_eq!(project.files("briefs"), before);
    }
}

#[test]
fn a_lock_alone_is_what_every_command_tells() {
    let project = misnamed("fr.toml.away", true);
    std::fs::remove_file(project.path("briefs/a/lang/fr.toml.away")).unwrap();
    for command in [
        &["i18n", "sync", "--lang", "fr"][..],
        &["i18n", "export", "a", "--lang", "fr", "--out", "again.po"],
        &["i18n", "import", "a", "fr.po", "--lang", "fr", "--dry-run"],
        &["i18n", "import", "a", "fr.po", "--lang", "fr"],
        &["i18n", "status"],
        &["build", "--lang", "fr"],
        &["template", "data", "a", "--lang", "fr"],
        &["watch", "a", "--no-open", "--lang", "fr"],
    ] {
        let run = project.run(command);
        assert!(run.stderr.contains("briefs/a/lang/fr.lock"), "{command:?}: {}", run.stderr);
        assert!(!run.stderr.contains("`briefpress i18n sync"), "{command:?}: {}", run.stderr);
        assert_eq!(project.files("briefs/a/lang"), ["fr.lock"], "{command:?}");
    }
}

#[test]
fn nothing_is_begun_beside_a_translation_in_another_place() {
    for (place, help) in [
        ("briefs/a/Lang/fr.toml", "the folder of translations is called `lang`"),
        ("briefs/a/langs/fr.toml", "the folder of translations is called `lang`"),
        ("briefs/a/i18n/French.toml", "the folder of translations is called `lang`"),
        ("briefs/a/fr/fr.toml", "the folder of translations is called `lang`"),
        ("briefs/a/fr.toml", "move it to `lang/fr.toml`"),
        ("briefs/a/brief.fr.toml", "move it to `lang/fr.toml`"),
        ("briefs/a/lang/fr/fr.toml", "move `fr/fr.toml` to `lang/fr.toml`"),
        ("briefs/a/lang/fr/brief.toml", "move `fr/brief.toml` to `lang/fr.toml`"),
    ] {
        let project = misnamed("fr.toml", false);
        let text = project.read("briefs/a/lang/fr.toml");
        std::fs::remove_dir_all(project.path("briefs/a/lang")).unwrap();
        project.write(place, text);
        let check = project.run(&["check"]).stderr;
        assert!(check.contains(help), "{place}: {check}");
        let before = project.files("briefs");
        for command in [
            &["i18n", "sync", "--lang", "fr"][..],
            &["i18n", "import", "a", "fr.po", "--lang", "fr"],
            &["i18n", "export", "a", "--lang", "fr", "--out", "again.po"],
            &["build", "--lang", "fr"],
        ] {
            let run = project.run(command);
            assert_ne!(run.code, 0, "{place} {command:?}: {}", run.stderr);
            assert!(run.stderr.contains(place), "{place} {command:?}: {}", run.stderr);
            assert_eq!(project.files("briefs"), before, "{place} {command:?}");
        }
        // Beside the translation itself it is left alone, and no folder is to become another's.
        assert_eq!(project.run(&["i18n", "sync", "--lang", "es"]).code, 0);
        project.write("briefs/a/lang/fr.toml", project.read(place));
        let check = project.run(&["check"]).stderr;
        assert!(!check.contains("is called `lang`"), "{place}: {check}");
        assert_eq!(project.run(&["i18n", "sync", "--lang", "fr"]).code, 0, "{place}");
    }
}

#[test]
fn wording_that_a_project_pins_under_another_name_is_told() {
    for (name, meant) in [
        ("fr.toml.txt", "fr.toml"),
        ("fr.TOML", "fr.toml"),
        ("fr.txt", "fr.toml"),
        ("French.toml", "fr.toml"),
        ("french.toml", "fr.toml"),
        ("fr (1).toml", "fr.toml"),
        ("fr-copy.toml", "fr.toml"),
        ("tiers.toml.txt", "tiers.toml"),
        ("TIERS.toml", "tiers.toml"),
    ] {
        let project = TestProject::with_brief(MINIMAL);
        project.write(&format!("sdg/{name}"), "");
        let check = project.run(&["check"]).stderr;
        assert!(check.contains(&format!("sdg/{name}:1:1")), "{name}: {check}");
        let named = [format!("name it `{meant}`"), format!("name the file `{meant}`")];
        assert!(named.iter().any(|words| check.contains(words)), "{name}: {check}");
        project.write(&format!("sdg/{meant}"), "");
        let check = project.run(&["check"]).stderr;
        let help = format!("`{meant}` is there, too: keep this file elsewhere");
        assert!(check.contains(&help), "{name}: {check}");
    }
    // What others publish may lie there, too.
    let project = TestProject::with_brief(MINIMAL);
    let before = project.run(&["check"]).stderr;
    for name in ["README", "fr.po", "framework.pdf", "notes.txt", "metadata.xlsx"] {
        project.write(&format!("sdg/{name}"), "");
    }
    assert_eq!(project.run(&["check"]).stderr, before);
}
