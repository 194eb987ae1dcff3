//! The state that each string of a translation has: what changes it, what does not, and what prints.
//! What stands on pages is poppler's word, in tests that run with `--ignored`.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{MINIMAL, TestProject, repository};

/// The shipped brief's id.
const SHIPPED: &str = "cambodia-scamming-compounds";

/// The languages it is translated into.
const LANGUAGES: [&str; 5] = ["ar", "fr", "km", "th", "zh-Hans"];

/// A string of the shipped brief with one figure in it, and what it says of that.
const FIGURE: &str = "finding.suppression.evidence[2]";
const FIGURE_BEFORE: &str = "was closed in 2023";
const FIGURE_AFTER: &str = "was closed in 2022";

/// The states of strings, by language and key.
type States = BTreeMap<(String, String), String>;

fn shipped() -> TestProject {
    TestProject::copy_of(repository())
}

fn brief() -> String {
    format!("briefs/{SHIPPED}/brief.toml")
}

fn lang(file: &str) -> String {
    format!("briefs/{SHIPPED}/lang/{file}")
}

fn text(project: &TestProject, file: &str) -> String {
    String::from_utf8(project.read(file)).unwrap()
}

/// Puts something in the place of what stands in a file.
fn change(project: &TestProject, file: &str, from: &str, to: &str) {
    let before = text(project, file);
    assert!(before.contains(from), "{file} lacks {from}");
    project.write(file, before.replace(from, to));
}

fn succeeds(project: &TestProject, args: &[&str]) -> String {
    let run = project.run(args);
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    run.stderr
}

fn rows(project: &TestProject) -> Vec<Value> {
    let run = project.run(&["i18n", "status", "--keys", "--json"]);
    let rows = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.filter(|row| !row["brief"].is_null()).collect()
}

fn states(project: &TestProject) -> States {
    let mut states = States::new();
    for row in rows(project) {
        let language = row["language"].as_str().unwrap().to_string();
        for string in row["keys"].as_array().unwrap() {
            let key = string["key"].as_str().unwrap().to_string();
            let state = string["state"].as_str().unwrap().to_string();
            let before = states.insert((language.clone(), key), state);
            assert_eq!(before, None, "a string has one state: {string}");
        }
    }
    states
}

/// What differs: language and key, the state before, the state after.
fn changed(before: &States, after: &States) -> Vec<String> {
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(key)));
    let differing = keys.filter(|key| before.get(key) != after.get(key));
    let name = |state: Option<&String>| state.map_or("-", String::as_str).to_string();
    let mut all: Vec<String> = differing
        .map(|key| {
            format!("{} {}: {} {}", key.0, key.1, name(before.get(key)), name(after.get(key)))
        })
        .collect();
    all.sort();
    all
}

/// An edit of the shipped brief, and what it does to the states of strings.
struct Edit {
    name: &'static str,
    edit: fn(&str) -> String,
    /// The key that a string has after it; none where the string is gone.
    now: fn(&str) -> Option<String>,
    /// The strings that have another state after it.
    states: &'static [(&'static str, &'static str)],
}

/// A key with the number of its list's entry changed, where it is one of the key messages.
fn renumbered(key: &str, number: fn(usize) -> usize) -> Option<String> {
    let own = key.strip_prefix("brief.key_messages[").and_then(|rest| rest.strip_suffix(']'));
    Some(match own {
        Some(old) => format!("brief.key_messages[{}]", number(old.parse().unwrap())),
        None => key.to_string(),
    })
}

fn inserted(toml: &str, before: &str, message: &str) -> String {
    assert_eq!(toml.matches(before).count(), 1, "{before}");
    toml.replace(before, &format!("  \"{message}\",\n{before}"))
}

const FRONT: &str = "**Something new comes first.** It is said before all others. [@article]";
const MIDDLE: &str = "**Something stands between.** It is said after the third. [@article]";

fn at_the_front(toml: &str) -> String {
    inserted(toml, "  \"**People are forced", FRONT)
}

fn in_the_middle(toml: &str) -> String {
    inserted(toml, "  \"**Victims go unrecognised", MIDDLE)
}

fn without_a_finding(toml: &str) -> String {
    let from = toml.find("[[finding]]\nid = \"reply\"").unwrap();
    let to = from + toml[from..].find("[[recommendation]]").unwrap();
    let toml = toml[..from].to_string() + &toml[to..];
    assert_eq!(toml.matches(", \"reply\"]").count(), 2);
    toml.replace(", \"reply\"]", "]")
}

fn with_another_id(toml: &str) -> String {
    assert!(toml.matches("\"police\"").count() > 2);
    toml.replace("\"police\"", "\"ties\"")
}

fn with_another_figure(toml: &str) -> String {
    assert_eq!(toml.matches(FIGURE_BEFORE).count(), 1);
    toml.replace(FIGURE_BEFORE, FIGURE_AFTER)
}

fn with_the_first_last(toml: &str) -> String {
    let from = toml.find("  \"**People are forced").unwrap();
    let to = toml.find("  \"**Raids did not").unwrap();
    let message = &toml[from..to];
    let toml = toml[..from].to_string() + &toml[to..];
    let end = toml.find("]\nask = ").unwrap();
    toml[..end].to_string() + message + &toml[end..]
}

fn renamed(key: &str) -> String {
    key.replace("finding.police.", "finding.ties.")
}

const EDITS: [Edit; 7] = [
    Edit {
        name: "a key message at the front",
        edit: at_the_front,
        now: |key| renumbered(key, |old| old + 1),
        states: &[("brief.key_messages[1]", "missing")],
    },
    Edit {
        name: "a key message in the middle",
        edit: in_the_middle,
        now: |key| renumbered(key, |old| if old > 3 { old + 1 } else { old }),
        states: &[("brief.key_messages[4]", "missing")],
    },
    Edit {
        name: "the first key message last",
        edit: with_the_first_last,
        now: |key| renumbered(key, |old| if old == 1 { 5 } else { old - 1 }),
        states: &[],
    },
    Edit {
        name: "a finding is gone",
        edit: without_a_finding,
        now: |key| (!key.starts_with("finding.reply.")).then(|| key.to_string()),
        states: &[],
    },
    Edit {
        name: "a finding has another id",
        edit: with_another_id,
        now: |key| Some(renamed(key)),
        states: &[],
    },
    Edit {
        name: "a figure",
        edit: with_another_figure,
        now: |key| Some(key.to_string()),
        states: &[(FIGURE, "stale")],
    },
    Edit {
        name: "all of these",
        edit: |toml| {
            let toml = in_the_middle(&with_the_first_last(toml));
            let toml = inserted(&toml, "  \"**Raids did not", FRONT);
            with_another_figure(&with_another_id(&without_a_finding(&toml)))
        },
        now: |key| {
            let key = (!key.starts_with("finding.reply.")).then(|| renamed(key))?;
            // The new one; what was second and third; the other new one; the rest, and the first.
            renumbered(&key, |old| [7, 2, 3, 5, 6][old - 1])
        },
        states: &[
            ("brief.key_messages[1]", "missing"),
            ("brief.key_messages[4]", "missing"),
            (FIGURE, "stale"),
        ],
    },
];

/// Makes an edit of the shipped brief.
fn make(project: &TestProject, edit: &Edit) {
    project.write(&brief(), (edit.edit)(&text(project, &brief())));
}

#[test]
fn an_edit_changes_the_states_of_the_strings_it_concerns_alone_in_five_languages() {
    for edit in &EDITS {
        let project = shipped();
        let before = states(&project);
        assert!(before.len() > 5 * 80, "{}", before.len());
        let moved = before.iter().filter_map(|((language, key), state)| {
            Some(((language.clone(), (edit.now)(key)?), state.clone()))
        });
        let mut expected: States = moved.collect();
        for language in LANGUAGES {
            for (key, state) in edit.states {
                expected.insert((language.into(), (*key).into()), (*state).into());
            }
        }
        make(&project, edit);
        // As it is found, and as it is written down.
        for is_synced in [false, true] {
            if is_synced {
                succeeds(&project, &["i18n", "sync", "-q"]);
            }
            let now = states(&project);
            assert_eq!(changed(&expected, &now), [""; 0], "{}, {is_synced}", edit.name);
            succeeds(&project, &["check", "-q"]);
            for language in LANGUAGES {
                let toml = text(&project, &lang(&format!("{language}.toml")));
                toml::from_str::<toml::Table>(&toml).unwrap();
            }
        }
        // What is written down stays.
        let files = || LANGUAGES.map(|tag| project.read(&lang(&format!("{tag}.toml"))));
        let locks = || LANGUAGES.map(|tag| project.read(&lang(&format!("{tag}.lock"))));
        let once = (files(), locks());
        succeeds(&project, &["i18n", "sync", "-q"]);
        assert!(once == (files(), locks()), "{}", edit.name);
    }
}

#[test]
fn after_edits_of_every_kind_all_files_build_and_the_text_that_lost_its_original_is_kept() {
    let project = shipped();
    let toml = |file: &str| -> toml::Table { toml::from_str(&text(&project, file)).unwrap() };
    let gone = LANGUAGES.map(|tag| toml(&lang(&format!("{tag}.toml")))["finding"]["reply"].clone());
    make(&project, EDITS.last().unwrap());
    succeeds(&project, &["build", "-q"]);
    assert_eq!(project.pdfs("dist").len(), 2 * (1 + LANGUAGES.len()));
    succeeds(&project, &["i18n", "sync", "-q"]);
    succeeds(&project, &["build", "-q"]);
    assert_eq!(project.pdfs("dist").len(), 2 * (1 + LANGUAGES.len()));
    for (tag, gone) in LANGUAGES.iter().zip(&gone) {
        let kept = &toml(&lang(&format!("{tag}.toml")))["kept"];
        for name in ["title", "text"] {
            assert_eq!(kept[&format!("finding.reply.{name}")], gone[name], "{tag}");
        }
    }
    // With the finding its translations come back.
    let before = states(&shipped());
    project.write(&brief(), text(&shipped(), &brief()));
    succeeds(&project, &["i18n", "sync", "-q"]);
    assert_eq!(changed(&before, &states(&project)), [""; 0]);
    for (tag, gone) in LANGUAGES.iter().zip(&gone) {
        let toml = toml(&lang(&format!("{tag}.toml")));
        assert_eq!(&toml["finding"]["reply"], gone, "{tag}");
        assert!(!toml.contains_key("kept"), "{tag}");
    }
}

/// The text of the pages of a PDF, as poppler reads it.
fn pages(project: &TestProject, file: &str) -> Vec<String> {
    let output = Command::new("pdftotext").arg(project.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{file}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\u{c}').map(str::to_string).collect()
}

/// What of a text is letters and numbers, which neither lines nor markup change.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
#[ignore = "needs pdftotext"]
fn key_messages_print_where_their_originals_stand() {
    let project = shipped();
    make(&project, EDITS.last().unwrap());
    let order = [None, Some(1), Some(2), None, Some(3), Some(4), Some(0)];
    let new = [FRONT, "", "", MIDDLE];
    for is_synced in [false, true] {
        if is_synced {
            succeeds(&project, &["i18n", "sync", "-q"]);
        }
        succeeds(&project, &["build", "-q"]);
        for tag in ["fr", "km"] {
            let toml = text(&shipped(), &lang(&format!("{tag}.toml")));
            let toml: toml::Table = toml::from_str(&toml).unwrap();
            let old = toml["brief"]["key_messages"].as_array().unwrap();
            let pages = pages(&project, &format!("dist/{SHIPPED}/{SHIPPED}.{tag}.pdf"));
            let printed = letters(&pages.concat());
            let mut after = 0;
            for (at, old_place) in order.iter().enumerate() {
                let message = old_place.map_or(new.get(at).copied(), |old_at| old[old_at].as_str());
                // The lead of a message, set in bold.
                let lead = letters(message.unwrap().split("**").nth(1).unwrap());
                // A finding further on may say the same.
                let place = printed.find(&lead);
                assert!(place.is_some_and(|place| place >= after), "{tag}: {lead} in {printed}");
                after = place.unwrap_or_default();
            }
        }
    }
}

/// What the manifest says of the translations: each language's status, the same in all of its files.
fn statuses(project: &TestProject) -> BTreeMap<String, String> {
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let mut statuses = BTreeMap::new();
    for file in manifest["files"].as_array().unwrap() {
        let Some(status) = file["translation"]["status"].as_str() else { continue };
        let language = file["language"].as_str().unwrap().to_string();
        let before = statuses.insert(language, status.to_string());
        assert!(before.is_none_or(|before| before == status), "{file}");
    }
    statuses
}

/// Makes French say that someone has read it.
fn reviewed() -> TestProject {
    let project = shipped();
    let head = "status = \"reviewed\"\nreviewer = \"A. Lectrice\"";
    change(&project, &lang("fr.toml"), "status = \"draft\"", head);
    succeeds(&project, &["i18n", "sync", "-q"]);
    project
}

/// Whether French is final, and why not: by the manifest, and by what is said.
fn is_final(project: &TestProject) -> bool {
    let said =
        succeeds(project, &["build", "--message-format", "short", "--lang", "fr", "--lang", "km"]);
    let statuses = statuses(project);
    let is_final = statuses["fr"] == "reviewed";
    let warnings = said.matches("warning[translation::unreviewed]").count();
    assert_eq!(warnings, usize::from(!is_final), "{said}");
    assert_eq!(statuses["km"], "draft");
    let row = rows(project).into_iter().find(|row| row["language"] == "fr").unwrap();
    assert_eq!(row["status"], if is_final { "reviewed" } else { "draft" });
    let fails = project.run(&["i18n", "status", "--lang", "fr", "--fail-draft"]).code;
    assert_eq!(fails, i32::from(!is_final));
    is_final
}

fn state_of(project: &TestProject, language: &str, key: &str) -> String {
    states(project)[&(language.to_string(), key.to_string())].clone()
}

fn say(project: &TestProject, what: &str, key: &str) {
    succeeds(project, &["i18n", "sync", "-q", "--lang", "fr", what, key]);
}

#[test]
fn what_was_reviewed_prints_as_a_draft_from_the_change_of_its_original_to_its_next_review() {
    let project = reviewed();
    let before = states(&project);
    let of = |tag: &str, state: &str| {
        before.iter().all(|((language, _), own)| language != tag || own == state)
    };
    assert!(of("fr", "reviewed") && of("km", "translated"), "{before:?}");
    assert!(is_final(&project));
    let others = || {
        let tags = LANGUAGES.iter().filter(|tag| **tag != "fr");
        let files = tags.flat_map(|tag| [format!("{tag}.toml"), format!("{tag}.lock")]);
        files.map(|file| project.read(&lang(&file))).collect::<Vec<_>>()
    };
    let lock = project.read(&lang("fr.lock"));
    change(&project, &brief(), FIGURE_BEFORE, FIGURE_AFTER);
    let mut stale: Vec<String> =
        LANGUAGES.map(|tag| format!("{tag} {FIGURE}: translated stale")).to_vec();
    stale[1] = format!("fr {FIGURE}: reviewed stale");
    assert_eq!(changed(&before, &states(&project)), stale);
    assert!(!is_final(&project));
    succeeds(&project, &["i18n", "sync", "-q"]);
    assert_eq!(changed(&before, &states(&project)), stale);
    assert!(!is_final(&project));
    // Taken back, it is what was read.
    change(&project, &brief(), FIGURE_AFTER, FIGURE_BEFORE);
    assert_eq!(changed(&before, &states(&project)), [""; 0]);
    assert!(is_final(&project));
    succeeds(&project, &["i18n", "sync", "-q"]);
    assert!(is_final(&project));
    assert!(project.read(&lang("fr.lock")) == lock);
    // Translated again: nobody has read that.
    change(&project, &brief(), FIGURE_BEFORE, FIGURE_AFTER);
    succeeds(&project, &["i18n", "sync", "-q"]);
    let others_before = others();
    change(&project, &lang("fr.toml"), "fermé en 2023", "fermé en 2022");
    assert_eq!(state_of(&project, "fr", FIGURE), "stale");
    assert!(!is_final(&project));
    // Not current, it cannot be recorded as read.
    let run = project.run(&["i18n", "sync", "--lang", "fr", "--review", FIGURE]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains(FIGURE), "{}", run.stderr);
    say(&project, "--accept", FIGURE);
    assert_eq!(state_of(&project, "fr", FIGURE), "translated");
    assert!(!is_final(&project));
    say(&project, "--review", FIGURE);
    assert_eq!(state_of(&project, "fr", FIGURE), "reviewed");
    assert!(is_final(&project));
    // None of this was about other languages.
    assert!(others() == others_before);
    assert_eq!(state_of(&project, "km", FIGURE), "stale");
    // The old original is no longer what was read.
    change(&project, &brief(), FIGURE_AFTER, FIGURE_BEFORE);
    assert_eq!(state_of(&project, "fr", FIGURE), "stale");
    assert!(!is_final(&project));
}

#[test]
fn a_text_that_was_edited_after_its_review_is_a_draft_until_it_is_read_again() {
    let project = reviewed();
    change(&project, &lang("fr.toml"), "fermé en 2023", "clos en 2023");
    let edited = format!("fr {FIGURE}: reviewed translated");
    let before = states(&reviewed());
    for is_synced in [false, true] {
        if is_synced {
            succeeds(&project, &["i18n", "sync", "-q"]);
        }
        assert_eq!(changed(&before, &states(&project)), [edited.as_str()], "{is_synced}");
        assert!(!is_final(&project), "{is_synced}");
    }
    say(&project, "--review", FIGURE);
    assert!(is_final(&project));
    assert_eq!(changed(&before, &states(&project)), [""; 0]);
    // A string that is not there is none that was read.
    let toml = text(&project, &lang("fr.toml"));
    let line = toml.lines().find(|line| line.starts_with("subtitle = ")).unwrap();
    project.write(&lang("fr.toml"), toml.replace(line, "subtitle = \"\""));
    assert!(!is_final(&project));
    project.write(&lang("fr.toml"), &toml);
    assert!(is_final(&project));
}

#[test]
fn without_its_lock_a_translation_is_of_unknown_origin_and_a_draft() {
    let project = reviewed();
    let before = states(&project);
    fs::remove_file(project.path(&lang("fr.lock"))).unwrap();
    for is_synced in [false, true] {
        if is_synced {
            succeeds(&project, &["i18n", "sync", "-q"]);
        }
        let now = states(&project);
        for ((language, key), state) in &before {
            let expected = match language.as_str() {
                // A name is its own original.
                "fr" if key.starts_with("names.") => continue,
                "fr" => "unknown",
                _ => state,
            };
            assert_eq!(now[&(language.clone(), key.clone())], expected, "{language} {key}");
        }
        assert!(!is_final(&project));
        let locked = project.run(&["build", "--locked", "--lang", "fr"]);
        assert_eq!(locked.code, 1, "{}", locked.stderr);
    }
    // Someone says that they are translations; and someone else that they are good ones.
    let run = project.run(&["i18n", "sync", "--lang", "fr", "--review", "all"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    say(&project, "--accept", "all");
    assert!(!is_final(&project));
    say(&project, "--review", "all");
    assert!(is_final(&project));
    assert_eq!(changed(&before, &states(&project)), [""; 0]);
}

#[test]
fn what_a_tool_guessed_is_a_draft_and_counts_apart() {
    let project = reviewed();
    let before = states(&project);
    succeeds(&project, &["i18n", "export", SHIPPED, "--lang", "fr", "--out", "fr.po"]);
    let key = "finding.police.title";
    let context = format!("msgctxt \"{key}\"\n");
    let po = text(&project, "fr.po");
    assert_eq!(po.matches(&context).count(), 1);
    project.write("fr.po", po.replace(&context, &format!("#, fuzzy\n{context}")));
    succeeds(&project, &["i18n", "import", SHIPPED, "fr.po", "--lang", "fr"]);
    assert_eq!(
        changed(&before, &states(&project)),
        [format!("fr {key}: reviewed needs-review").as_str()]
    );
    assert!(!is_final(&project));
    let row = rows(&project).into_iter().find(|row| row["language"] == "fr").unwrap();
    let counts = ["needs_review", "stale", "missing", "translated"].map(|name| row[name].clone());
    assert_eq!(counts, [1, 0, 0, 0].map(Value::from));
    let manifest: Value = serde_json::from_slice(&project.read("dist/manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap().iter();
    for file in files.filter(|file| file["language"] == "fr") {
        assert_eq!(file["translation"]["needs_review"], 1, "{file}");
    }
    let locked = project.run(&["build", "--locked", "--message-format", "short"]);
    assert_eq!(locked.code, 1, "{}", locked.stderr);
    let errors: Vec<&str> = locked.stderr.lines().filter(|line| line.contains(" error[")).collect();
    assert!(errors.len() == 1 && errors[0].contains(key), "{errors:?}");
    say(&project, "--accept", key);
    succeeds(&project, &["build", "--locked", "-q"]);
    assert!(!is_final(&project));
    say(&project, "--review", key);
    assert!(is_final(&project));
}

/// How often the pages of French say that they are a draft, by document.
fn marks(project: &TestProject) -> Vec<Vec<usize>> {
    let labels = fs::read_to_string(repository().join("templates/labels/fr.toml")).unwrap();
    let labels: toml::Table = toml::from_str(&labels).unwrap();
    let mark = labels["draft_translation"].as_str().unwrap();
    let documents = ["", ".indicators"].map(|document| {
        let pages = pages(project, &format!("dist/{SHIPPED}/{SHIPPED}.fr{document}.pdf"));
        assert!(pages.len() > 1);
        pages.iter().map(|page| page.matches(mark).count()).collect()
    });
    documents.to_vec()
}

#[test]
#[ignore = "needs pdftotext"]
fn every_page_of_a_draft_says_so_and_no_page_of_what_was_reviewed() {
    let project = reviewed();
    let none = |marks: &[Vec<usize>]| marks.iter().flatten().all(|count| *count == 0);
    let all = |marks: &[Vec<usize>]| marks.iter().flatten().all(|count| *count == 1);
    let built = |project: &TestProject| {
        succeeds(project, &["build", "-q"]);
        marks(project)
    };
    assert!(none(&built(&project)));
    change(&project, &brief(), FIGURE_BEFORE, FIGURE_AFTER);
    assert!(all(&built(&project)));
    succeeds(&project, &["i18n", "sync", "-q"]);
    change(&project, &lang("fr.toml"), "fermé en 2023", "fermé en 2022");
    assert!(all(&built(&project)));
    say(&project, "--accept", FIGURE);
    assert!(all(&built(&project)));
    say(&project, "--review", FIGURE);
    assert!(none(&built(&project)));
    fs::remove_file(project.path(&lang("fr.lock"))).unwrap();
    assert!(all(&built(&project)));
}

/// All files of a project, with what is in them.
fn tree(project: &TestProject) -> Vec<(String, Vec<u8>)> {
    let files = project.files("").into_iter();
    files.map(|file| (file.clone(), project.read(&file))).collect()
}

#[test]
fn what_sync_is_told_of_strings_is_about_one_language_and_strings_there_are() {
    let project = shipped();
    let before = tree(&project);
    for (args, code, says) in [
        (&["--accept", "all"][..], 2, "--lang"),
        (&["--accept", FIGURE], 2, "--lang"),
        (&["--review", "all"], 2, "--lang"),
        (&["--accept", "finding.polise.text", "--lang", "fr"], 2, "`finding.police.text`?"),
        (&["--accept", "nothing", "--lang", "fr"], 2, "no brief has a string `nothing`"),
        (&["--review", "brief.key_messages[9]", "--lang", "fr"], 2, "`brief.key_messages[9]`"),
        (&["--accept", "", "--lang", "fr"], 2, "no brief has a string"),
        (&["--review", FIGURE, "--lang", "fr"], 1, "fr.toml names no reviewer"),
        (&["--review", "all", "--lang", "fr"], 1, "fr.toml names no reviewer"),
        (&["--accept", FIGURE, "--lang", "en"], 2, "is written in `en`"),
    ] {
        let run = project.run(&[&["i18n", "sync"], args].concat());
        assert_eq!(run.code, code, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
        assert!(tree(&project) == before, "{args:?}");
    }
    // A string that is not translated is neither right nor read.
    let toml = text(&project, &lang("fr.toml"));
    let line = toml.lines().find(|line| line.starts_with("subtitle = ")).unwrap();
    project.write(&lang("fr.toml"), toml.replace(line, ""));
    for what in ["--accept", "--review"] {
        if what == "--review" {
            let head = "status = \"reviewed\"\nreviewer = \"A\"";
            change(&project, &lang("fr.toml"), "status = \"draft\"", head);
        }
        let args = ["i18n", "sync", "--lang", "fr", what, "brief.subtitle"];
        let run = project.run(&args);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("not translated: `brief.subtitle`"), "{}", run.stderr);
        assert_eq!(state_of(&project, "fr", "brief.subtitle"), "missing");
    }
}

#[test]
fn languages_are_tags_and_nothing_is_written_elsewhere() {
    let outer = TestProject::empty();
    let project = "deep/er/project";
    for (file, bytes) in tree(&TestProject::with_brief(MINIMAL)) {
        outer.write(&format!("{project}/{file}"), bytes);
    }
    let before = tree(&outer);
    let refused = [
        "../../../evil",
        "xx",
        "FR",
        "fr/../km",
        "",
        " ",
        ".",
        "..",
        "fr ",
        "fr.toml",
        "/tmp/evil",
        "fr\\..\\km",
        "fr\n",
        "zh",
        "zh-hans",
        "fr_FR",
        "con",
        "en",
    ];
    let run = |args: &[&str]| {
        let output = outer.command().current_dir(outer.path(project)).args(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for tag in refused {
        for command in [
            &["i18n", "sync", "--lang"][..],
            &["i18n", "sync", "a", "--accept", "all", "--lang"],
            &["i18n", "status", "--lang"],
            &["i18n", "export", "a", "--lang"],
            &["i18n", "import", "a", "briefpress.toml", "--lang"],
        ] {
            let (code, said) = run(&[command, &[tag]].concat());
            // What a brief is written in can be exported, for other tools.
            if tag == "en" && command[1] == "export" {
                continue;
            }
            assert_eq!(code, Some(2), "{command:?} {tag:?}: {said}");
            assert!(!said.contains("sync a --lang"), "{command:?} {tag:?}: {said}");
            assert!(tree(&outer) == before, "{command:?} {tag:?}");
        }
    }
    // Nor by way of the project file.
    let toml = text(&outer, &format!("{project}/briefpress.toml"));
    for (languages, code) in [("\"fr\", \"xx\"", 1), ("\"fr\", \"FR\"", 1), ("\"../x\"", 1)] {
        let file = format!("{project}/briefpress.toml");
        outer.write(&file, format!("languages = [{languages}]\n{toml}"));
        let (status, said) = run(&["i18n", "sync"]);
        assert_eq!(status, Some(code), "{languages}: {said}");
        assert!(said.contains("briefpress.toml:1:"), "{languages}: {said}");
        let written = outer.files(&format!("{project}/briefs"));
        // French is begun, with what editors are told of it.
        let of_french = ["a/lang/fr.", "a/translations.schema.json"];
        let written =
            written.iter().filter(|file| !of_french.iter().any(|own| file.starts_with(own)));
        assert_eq!(written.collect::<Vec<_>>(), ["a/brief.toml"], "{languages}");
    }
}

/// The lines just above the entry or key of a file that says something.
fn above<'t>(toml: &'t str, says: &str) -> Vec<&'t str> {
    let lines: Vec<&str> = toml.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| !line.starts_with('#') && line.contains(says)).unwrap();
    let from = lines[..at].iter().rposition(|line| !line.starts_with('#')).unwrap() + 1;
    lines[from..at].to_vec()
}

#[test]
fn originals_stand_above_a_string_and_the_old_one_while_it_is_stale() {
    let project = shipped();
    let toml = text(&project, &brief());
    let line = |says: &str| {
        let line = toml.lines().find(|line| line.contains(says)).unwrap();
        line.trim().trim_matches([',', '"']).to_string()
    };
    let old = line(FIGURE_BEFORE);
    let new = old.replace("2023", "2022");
    change(&project, &brief(), FIGURE_BEFORE, FIGURE_AFTER);
    succeeds(&project, &["i18n", "sync", "-q"]);
    let says = "Voice of Democracy, un organe";
    let stale = [format!("#| {old}"), format!("#. {new}")];
    assert_eq!(above(&text(&project, &lang("fr.toml")), says), stale);
    // Changed again before anyone translated it: still what it was translated from.
    change(&project, &brief(), FIGURE_AFTER, "was closed in 2021");
    succeeds(&project, &["i18n", "sync", "-q"]);
    let newer = old.replace("2023", "2021");
    let stale = [format!("#| {old}"), format!("#. {newer}")];
    assert_eq!(above(&text(&project, &lang("fr.toml")), says), stale);
    let km = project.read(&lang("km.toml"));
    say(&project, "--accept", FIGURE);
    assert_eq!(above(&text(&project, &lang("fr.toml")), says), [format!("#. {newer}")]);
    assert!(project.read(&lang("km.toml")) == km);
}

/// The comments of a translator, in the order in which they stand.
fn remarks(toml: &str) -> Vec<String> {
    let lines = toml.lines().filter_map(|line| line.find("# mine ").map(|at| &line[at..]));
    lines.map(str::to_string).collect()
}

#[test]
fn a_translators_comments_and_what_briefpress_does_not_know_survive_every_edit() {
    let unknown = "\n[tool]\nname = \"x\"\nnumber = 3\nwhen = 2024-05-06\n\n[[tool.list]]\na = 1\n\n\
                   [[tool.list]]\na = 2 # mine 9\n";
    for edit in &EDITS {
        let project = shipped();
        let file = lang("fr.toml");
        for (from, to) in [
            ("[translation]\n", "# mine 0\n\n\n[translation]\n"),
            ("[brief]\n", "# mine 1\n[brief]\n# mine 2\n"),
            ("  \"**Les descentes", "  # mine 3\n\n  # mine 4\n  \"**Les descentes"),
            ("[finding.police]\n", "[finding.police] # mine 5\n\n\nby_hand = \"yes\"\n"),
            ("\n[finding.reply]\n", "\n# mine 6\n[finding.reply]\n# mine 7\n"),
            ("\n[goal.16]\n", "\n[goal.16]\n# mine 8\n"),
        ] {
            assert_eq!(text(&project, &file).matches(from).count(), 1, "{from}");
            change(&project, &file, from, to);
        }
        project.write(&file, text(&project, &file) + unknown);
        let before = text(&project, &file);
        let parsed: toml::Table = toml::from_str(&before).unwrap();
        make(&project, edit);
        for args in [&["--lang", "fr"][..], &["--lang", "fr", "--accept", "all"], &[]] {
            succeeds(&project, &[&["i18n", "sync", "-q"], args].concat());
            let now = text(&project, &file);
            let mut all = remarks(&now);
            let in_order: Vec<_> = all.iter().filter(|own| !"67".contains(&own[7..])).collect();
            let was = remarks(&before);
            let was_in_order: Vec<_> = was.iter().filter(|own| !"67".contains(&own[7..])).collect();
            // But for those of what may be kept at the end.
            assert_eq!(in_order, was_in_order, "{}: {now}", edit.name);
            all.sort();
            assert_eq!(all, was, "{}: {now}", edit.name);
            let table: toml::Table = toml::from_str(&now).unwrap();
            assert_eq!(table["tool"], parsed["tool"], "{}", edit.name);
            let finding = &table["finding"];
            let own = finding.get("police").or_else(|| finding.get("ties")).unwrap();
            assert_eq!(own["by_hand"].as_str(), Some("yes"), "{}", edit.name);
            // Blank lines are a translator's, too.
            assert!(now.starts_with("# mine 0\n\n\n[translation]\n"), "{now}");
            assert!(now.contains("  # mine 3\n\n  # mine 4\n"), "{now}");
            assert!(now.contains(" # mine 5\n\n\nby_hand"), "{now}");
        }
    }
}
